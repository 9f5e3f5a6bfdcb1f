"""Keeping the ledger of what payers say: record, check, withdraw one decision; load many from a file.

The one thing to know: `record` supersedes what the same source said before about the same payer, line of business,
state, code, scope and first day, so that the ledger has one voice a source; another source that disagrees stays beside
it and shows as a conflict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import Rejected
from tracker.intake import decision_file
from tracker.intake.decision_file import DecisionRow
from tracker.intake.model import Problem
from tracker.people import Person, require
from tracker.services import evidence, registry
from tracker.settings import settings, today
from tracker.store import decisions, live
from tracker.store import evidence as documents
from tracker.store.connection import Change, reading, writing
from tracker.store.decisions import Citation, NewDecision


@dataclass(frozen=True)
class DecisionPreview:
    """What a file of decisions would do: rows to add, rows in the ledger already, rows that were in it once and have been
    replaced or withdrawn since (a file cannot bring them back), and every problem."""

    ready: tuple[tuple[DecisionRow, str], ...]  # (row, payer_id)
    known: int
    problems: tuple[Problem, ...]
    gone: int = 0


def source_id(publisher: str, title: str, url: str) -> str:
    """One id per publisher, title and link, so that the same source is stored once."""
    return hashlib.sha256("\x1f".join([publisher, title, url]).encode()).hexdigest()[:16]


def preview_file(file: Path | bytes, person: Person | None) -> DecisionPreview:
    """Read a file of decisions, or its content; nothing stored. Raises `Rejected`, `NotAllowed`."""
    require(person, "decide")
    most = settings().upload_megabytes * 2**20
    if (len(file) if isinstance(file, bytes) else file.stat().st_size) > most:
        raise Rejected("This file is larger than is taken.", "Send it in parts, or raise TRACKER_UPLOAD_MB.")
    store = live.ensure(settings().store)
    rows, problems = decision_file.read(file, today=today())
    directory = registry.directory(store)
    with reading(store) as db:
        settled = registry.decided(db)
        cited = decisions.cited(db, ever=True)
    held = {(*_identity(d), d["source_id"]) for d in cited if d["withdrawn_revision"] is None}
    once = {(*_identity(d), d["source_id"]) for d in cited} - held
    ready: list[tuple[DecisionRow, str]] = []
    seen: set[tuple[Any, ...]] = set()
    known = gone = 0
    for row in rows:
        payer_id, why = _payer(row, directory, settled)
        if payer_id is None:
            problems.append(Problem(row.row, "payer", "payer_unclear", "The payer is not clear.", why, row.payer))
            continue
        identity = (*_identity({**row.__dict__, "payer_id": payer_id}), _source(row))
        if identity in held or identity in seen:
            known += 1
        elif identity in once:
            gone += 1
        else:
            ready.append((row, payer_id))
            seen.add(identity)
    problems.sort(key=lambda p: p.row or 0)
    return DecisionPreview(tuple(ready), known, tuple(problems), gone)


def _payer(row: DecisionRow, directory: Any, settled: dict[tuple[str, str, str], str]) -> tuple[str | None, str]:
    if row.payer in directory.payers:
        return row.payer, "by its id"
    meaning = registry.resolve(("", row.state, row.line_of_business, ""), row.payer, directory, settled)
    named = ", ".join(f"{c.name} ({c.payer_id})" for c in meaning.candidates[:5])
    return meaning.payer_id, f"{meaning.reason} Write the id of one payer{': ' + named if named else ''}."


def _source(row: DecisionRow) -> str:
    return source_id(row.source_publisher, row.source_title, row.source_url)


def _identity(d: dict[str, Any]) -> tuple[Any, ...]:
    names = ("payer_id", "line_of_business", "state", "code", "status", "scope", "conditions", "prior_auth",
             "effective_from", "effective_to", "confidence")  # fmt: skip
    return tuple(d[n] for n in names)


def accept_file(seen: DecisionPreview, person: Person | None) -> int:
    """Store the rows of a preview, all or nothing; how many were added."""
    person = require(person, "decide")
    if not seen.ready:
        return 0
    with writing(live.ensure(settings().store), person.key, "load decisions") as change:
        for row, payer_id in seen.ready:
            _add(change, row, payer_id)
    return len(seen.ready)


def record(row: DecisionRow, payer_id: str, person: Person | None, sha256: str | None = None) -> int:
    """Record one decision; its id. Supersedes what the same source said before. Raises `NotAllowed`, `Rejected`."""
    person = require(person, "decide")
    _must_have_source(row)
    with writing(live.ensure(settings().store), person.key, "decide") as change:
        return _add(change, row, payer_id, sha256)


def _must_have_source(row: DecisionRow) -> None:
    if not row.source_title or not row.source_publisher:
        raise Rejected("A decision needs its source.", "Name the publisher and the title of the document.")


def record_many(
    rows: Sequence[DecisionRow],
    payer_id: str,
    person: Person | None,
    *,
    document: bytes | None = None,
    takes_over: bool = False,
    instead_of: Mapping[tuple[str, str], int] | None = None,
) -> list[int]:
    """Record decisions on one payer, all or none; their ids.

    document: kept once by its hash and cited by each. takes_over: what stood on the same payer, business, state and code
    ends the day before the new one begins (from whatever source), so that a change is no conflict and the past still has
    its answer. instead_of: by state and code, the decision that a corrected entry replaces whole.
    """
    person = require(person, "decide")
    if not rows:
        raise Rejected("Nothing to record.", "Choose at least one code.")
    for row in rows:
        _must_have_source(row)
    kept = evidence.keep(document, person, rows[0].place) if document else None
    with writing(live.ensure(settings().store), person.key, "decide") as change:
        if kept:
            documents.add(change, kept.sha256, kept.media_type, kept.bytes, kept.pages)
        sha256 = kept.sha256 if kept else None
        replaced = dict(instead_of or {})
        return [_add(change, row, payer_id, sha256, takes_over, replaced.get((row.state, row.code))) for row in rows]


def _add(
    change: Change,
    row: DecisionRow,
    payer_id: str,
    sha256: str | None = None,
    takes_over: bool = False,
    instead_of: int | None = None,
) -> int:
    source = _source(row)
    decisions.add_source(
        change, source, row.source_publisher, row.source_title, row.source_url, row.source_published,
        row.source_accessed or row.checked_on,
    )  # fmt: skip
    new = NewDecision(
        payer_id=payer_id, line_of_business=row.line_of_business, code=row.code, status=row.status,
        confidence=row.confidence, state=row.state, scope=row.scope, conditions=row.conditions,
        prior_auth=row.prior_auth, effective_from=row.effective_from, effective_to=row.effective_to,
    )  # fmt: skip
    earlier = instead_of or decisions.said_before(change.db, new, source)
    if takes_over:
        earlier = _take_over(change, new, earlier) or earlier
    return decisions.add(
        change, new, [Citation(source, row.evidence, row.place, sha256)], checked_on=row.checked_on,
        supersedes=earlier,
    )  # fmt: skip


def _take_over(change: Change, new: NewDecision, earlier: int | None) -> int | None:
    """End what stands the day before the new decision begins; withdraw what does not begin before it. The one that the
    new decision goes back to."""
    before = None
    for held in decisions.standing(change.db, new):
        number = int(held["decision_id"])
        if number == earlier:
            continue
        if new.effective_from and (held["effective_from"] or "") < new.effective_from:
            decisions.end_before(change, number, new.effective_from)
            before = before or number
        elif earlier is None:
            earlier = number
        else:
            decisions.withdraw(change, number, "superseded")
    return earlier or before


def check(decision_id: int, person: Person | None) -> int:
    """The second person's check; the id of the checked row. Raises `NotAllowed` for the recorder, `OutOfDate`."""
    return check_many([decision_id], person)[0]


def check_many(decision_ids: Sequence[int], person: Person | None) -> list[int]:
    """Check several decisions, all or none; the ids of the checked rows."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "check decision") as change:
        return [decisions.check(change, number) for number in decision_ids]


def withdraw(decision_id: int, why: str, person: Person | None) -> None:
    """Take a decision out of the current ledger, with the reason."""
    withdraw_many([decision_id], why, person)


def withdraw_many(decision_ids: Sequence[int], why: str, person: Person | None) -> None:
    """Take decisions out of the current ledger, all or none, with the reason."""
    person = require(person, "decide")
    if not why.strip():
        raise Rejected("A withdrawal needs a reason.", "Say in a few words why it is withdrawn.")
    with writing(live.ensure(settings().store), person.key, "withdraw decision") as change:
        for number in decision_ids:
            decisions.withdraw(change, number, why.strip())


def looked(
    payer_id: str,
    line_of_business: str,
    state: str,
    codes: Sequence[str],
    found: str,
    person: Person | None,
    *,
    note: str = "",
    checked_on: str | None = None,
) -> None:
    """Record that somebody looked: `unchanged` (what is recorded still stands) or `nothing`. No codes: all of them."""
    person = require(person, "decide")
    day = checked_on or today().isoformat()
    if day > today().isoformat():
        raise Rejected("Nobody can have looked on a future day.", "Give the day somebody looked.")
    with writing(live.ensure(settings().store), person.key, "policy check") as change:
        if found == "unchanged" and not _recorded(change, payer_id, line_of_business, state, codes):
            raise Rejected("There is no decision here that could be unchanged.", "Record what the payer says first.")
        for code in codes or (None,):
            decisions.add_check(change, payer_id, line_of_business, state, code, day, found, note=note)


def _recorded(change: Change, payer_id: str, line_of_business: str, state: str, codes: Sequence[str]) -> bool:
    return any(
        d["line_of_business"] == line_of_business and d["state"] in ("", state) and (not codes or d["code"] in codes)
        for d in decisions.known(change.db, payer_id=payer_id)
    )


def last_source(person: Person | None) -> dict[str, Any] | None:
    """The source this person cited last: what the entry form begins with."""
    person = require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        return decisions.last_source(db, person.key)


def sources_of(payer_id: str, person: Person | None) -> list[dict[str, Any]]:
    """The sources that decisions on a payer rest on: its links."""
    require(person, "see_published")
    with reading(live.ensure(settings().store)) as db:
        return decisions.sources_of(db, payer_id)


def unchecked(person: Person | None) -> list[dict[str, Any]]:
    """Current decisions that no second person has checked, oldest first; `own`: recorded by this person."""
    person = require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        waiting = [d for d in decisions.known(db) if d["checked_by"] is None]
    waiting.sort(key=lambda d: (str(d["recorded_at"]), int(d["decision_id"])))
    return [{**d, "own": d["recorded_by"] == person.key} for d in waiting]
