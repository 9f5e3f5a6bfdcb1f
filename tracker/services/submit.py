"""Sending denial data: preview (nothing stored), accept (one transaction), withdraw. Page and script do the same here.

The one thing to know: a `Preview` already holds nothing private; the readers drop it. What is shown in a preview is
exactly what `accept` keeps.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.errors import Rejected, TrackerError
from tracker.exports import corrections
from tracker.intake import fingerprint, notes, outcome, sheets, x12_835
from tracker.intake.model import Batch, Line
from tracker.intake.sheets import mending
from tracker.people import Person, may, require
from tracker.services import limits, secret, spellings
from tracker.services.containers import HEAD
from tracker.services.spellings import NameReading
from tracker.settings import settings
from tracker.store import imports, live, mappings
from tracker.store.connection import reading, writing
from tracker.vocabulary import DenialClass, Outcome


@dataclass(frozen=True)
class Preview:
    """What would be kept. already: the earlier import of the same file (receipt, submitted_at), if any."""

    batch: Batch
    file_key: str
    names: tuple[NameReading, ...]
    already: dict[str, Any] | None
    mapping: dict[str, str]


def preview(
    path: Path,
    person: Person | None,
    *,
    overrides: dict[str, str] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Preview:
    """Read one file. Raises `Rejected` for what cannot be read, `NotAllowed`, `StoreProblem`."""
    require(person, "submit")
    store = live.ensure(settings().store)
    key = secret.key()
    limit = settings().upload_megabytes * 1_000_000
    if path.stat().st_size > limit:
        raise Rejected(
            f"This file is larger than {settings().upload_megabytes} MB.",
            "Split it by month, or raise TRACKER_UPLOAD_MB.",
        )
    batch, mapping = _read(path, key, store, overrides or {}, progress)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    file_key = fingerprint.make(key, "file", digest)
    with reading(store) as db:
        already = imports.find_file(db, file_key)
    return Preview(batch, file_key, spellings.read_as(batch.lines, store), already, mapping)


def _read(
    path: Path, key: bytes, store: Path, overrides: dict[str, str], progress: Callable[[float], None] | None
) -> tuple[Batch, dict[str, str]]:
    """The batch, and the column mapping in force: what was handed in, else what is remembered for this layout."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if x12_835.looks_like(head):
        return x12_835.read(path, key=key, progress=progress), {}
    batch = sheets.read(path, key=key, overrides=overrides or None, progress=progress)
    if overrides or not batch.layout:
        return batch, overrides
    with reading(store) as db:
        remembered = mappings.find(db, batch.layout)
    if not remembered:
        return batch, {}
    return sheets.read(path, key=key, overrides=remembered, progress=progress), remembered


def accept(
    seen: Preview, person: Person | None, *, complete: bool | None = None, kind: str | None = None, note: str = ""
) -> imports.Accepted:
    """Store a previewed batch: lines, reasons, problems, names, mapping, audit; all or nothing.

    complete: what the sender says where the file does not tell (True: paid and denied lines). Raises `Rejected` when
    the same file is in the store already, saying since when, or when there is no line to keep.
    """
    person = require(person, "submit")
    batch = seen.batch
    if not batch.keeps:
        raise Rejected("There is no line to keep in this file.", "Look at the problems, mend them and send it again.")
    screened(note)
    store = live.ensure(settings().store)
    written = {spellings.key_of(line): line.payer_as_written for line in batch.lines}
    meanings = spellings.meanings(written, store)
    fingerprints = secret.key()
    practice = fingerprint.make(fingerprints, "practice", person.key)
    told = (*batch.problems, *batch.appeal_problems)
    with writing(store, person.key, "import") as change:
        limits.within(change, person)
        secret.note(change, fingerprints)
        earlier = imports.find_file(change.db, seen.file_key)
        if earlier:
            raise Rejected(already_words(earlier), "Nothing was stored again.")
        ids = spellings.ids_of(change, written, meanings)
        done = imports.add(
            change,
            kind=kind or batch.kind,
            file_key=seen.file_key,
            layout=batch.layout,
            complete=batch.complete if batch.complete is not None else complete,
            counts={"rows": batch.rows, "problems": len(told), **_set_aside(batch)},
            lines=(new_line(line, ids[spellings.key_of(line)], practice) for line in batch.lines),
            problems=[(p.sheet, p.row, p.column, p.rule, p.message, p.advice) for p in told],
            verdict="accepted" if may(person, "review") else "pending",
            claim_reversals=batch.claim_reversals,
            remitted=batch.remitted,
        )
        if seen.mapping and batch.layout:
            mappings.remember(change, batch.layout, seen.mapping)
        if note:
            imports.add_note(change, done.import_id, note)
    return done


def _set_aside(batch: Batch) -> dict[str, int]:
    """Rows that gave no line and are no problem: `ignored`, `repeats`."""
    kinds = Counter(s.kind for s in batch.set_aside)
    return {"ignored": kinds["ignored"], "repeats": kinds["repeat"]}


def screened(text: str) -> str:
    """The text, when nothing in it looks private. Raises `Rejected` naming the kinds, never the words."""
    kinds = dict.fromkeys(kind for _, _, kind in notes.find(text))
    if kinds:
        said = "; ".join(f"something {notes.explain(kind)}" for kind in kinds)
        raise Rejected(f"The text may tell who the patient is: {said}.", "Mend it and send it again.")
    return text


def already_words(earlier: dict[str, Any]) -> str:
    """What a sender is told who sends the same file twice."""
    return (
        f"This file was sent before, on {earlier['submitted_at'][:10]}, receipt {earlier['receipt']} "
        f"({earlier['lines']:,} lines)."
    )


_parsed = lru_cache(maxsize=4096)(outcome.parse)


@lru_cache(maxsize=4096)
def _judged(found: Outcome, reasons: tuple[str, ...], flags: tuple[str, ...]) -> tuple[DenialClass | None, str | None]:
    """(class of the denial, first denial reason), remembered, since few combinations occur."""
    first = outcome.first_denial(reasons)
    return outcome.denial_class(found, reasons, flags), f"{first.kind} {first.code}" if first else None


def new_line(line: Line, name_id: int, practice: str) -> imports.NewLine:
    """A line as the store keeps it. practice: the sender's, where the line names none."""
    denial_class, first_reason = _judged(line.outcome, line.reasons, line.flags)
    return imports.NewLine(
        row=line.row,
        name_id=name_id,
        state=line.state or "",
        line_of_business=str(line.line_of_business or ""),
        code=line.code,
        month=line.month,
        outcome=str(line.outcome),
        denial_class=denial_class,
        first_reason=first_reason,
        units=line.units,
        modifiers=" ".join(line.modifiers),
        place_of_service=line.place_of_service,
        claim_status=line.claim_status,
        primary_payer=line.primary,
        practice=line.practice or practice,
        claim_key=line.claim_key,
        line_key=line.line_key,
        flags=" ".join(line.flags),
        reasons=tuple(_parsed(r) for r in line.reasons),
        money_key=line.money_key,
        appeals=tuple((a.level, a.filed, a.outcome, a.decided or None) for a in line.appeals),
    )


def corrected_copy(path: Path, seen: Preview) -> bytes:
    """The sender's table as XLSX: private columns left out, formulas harmless, problem cells marked with what to do."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "copy.xlsx"
        corrections.write(mending.marked(path, seen.batch, seen.mapping or None), out)
        return out.read_bytes()


def receipts(person: Person | None) -> list[dict[str, Any]]:
    """The batches this person sent, newest first; the desk sees everybody's."""
    person = require(person, "see_own_reports")
    with reading(live.ensure(settings().store)) as db:
        return imports.listed(db, submitted_by=None if may(person, "see_unsuppressed") else person.key)


def own_files(person: Person | None) -> list[dict[str, Any]]:
    """The files this person sent, newest first, and nobody else's, whatever their role."""
    person = require(person, "see_own_reports")
    with reading(live.ensure(settings().store)) as db:
        return imports.listed(db, submitted_by=person.key, forms=False, limit=500)


def summary(seen: Preview) -> str:
    """One line on what a file gives: `412 lines to keep, 7 rows to mend, 30 ignored, 4 repeats`."""
    batch = seen.batch
    aside = _set_aside(batch)
    repeats = aside["repeats"]
    parts = [
        f"{counted(len(batch.lines), 'line')} to keep", f"{len(batch.problems):,} to mend", f"{aside['ignored']:,} ignored"
    ]  # fmt: skip
    if batch.appeal_problems:
        parts.append(f"{counted(len(batch.appeal_problems), 'appeal')} to mend")
    return ", ".join([*parts, counted(repeats, "repeat")] if repeats else parts)


def counted(count: int, noun: str) -> str:
    """`1 line`, `1,204 lines`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def as_json(seen: Preview) -> dict[str, Any]:
    """A preview as plain data: what would be kept and why the rest would not."""
    return x12_835.as_json(seen.batch) if seen.batch.kind == "x12_835" else sheets.as_json(seen.batch)


def error_json(error: TrackerError) -> dict[str, Any]:
    """The refusal of a file in the same form."""
    return sheets.as_json(error)


def withdraw(receipt: str, person: Person | None) -> int:
    """Take a batch out of every count; lines it held. The sender may, and whoever reviews."""
    person = require(person, "submit")
    store = live.ensure(settings().store)
    with reading(store) as db:
        sender = imports.sender_of(db, receipt)
    if sender != person.key:
        require(person, "review")
    with writing(store, person.key, "withdraw import") as change:
        return imports.withdraw(change, receipt)
