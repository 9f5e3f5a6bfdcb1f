"""Documents as they come each month: what is new in a folder, what a new version changes, what says nothing.

The one thing to know: a file is known by its content, never by its name. An earlier version is looked for by its wording,
among the kept documents of the payer (of every payer, where none is named) and, for a folder, among its files read before.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from tracker.errors import Rejected
from tracker.intake import documents
from tracker.intake.documents import Comparison, Scan, compare
from tracker.intake.documents.likeness import most_alike, sketch
from tracker.people import Person, require
from tracker.services import decide, evidence
from tracker.services.documents import line_of_business
from tracker.settings import settings
from tracker.store import live, payers, scans
from tracker.store.connection import reading, writing

MOST_KEPT = 12  # documents of a payer that are looked through while a reader waits
Progress = Callable[[int, int], None]


@dataclasses.dataclass(frozen=True)
class News:
    """A document that was not read before. before: the file it is a new version of; changed: what it says otherwise."""

    name: str
    scan: Scan
    before: str | None = None
    changed: Comparison | None = None


def unread(paths: Sequence[Path], person: Person | None) -> list[Path]:
    """Those of the files whose content was not read before, each content once."""
    require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        seen = scans.known(db)
    fresh = []
    for path in paths:
        digest = _digest(path)
        if digest not in seen:
            seen.add(digest)
            fresh.append(path)
    return fresh


def news(
    paths: Sequence[Path], person: Person | None, progress: Progress | None = None, payer_id: str | None = None
) -> list[News]:
    """Read what is new, and compare each with its earlier version: among the files read before, and among the documents
    kept in the store, those of the payer where one is given, else all. Nothing is stored."""
    fresh = unread(paths, person)
    new = {_digest(path) for path in fresh}
    known = {path: path.name for path in paths if path not in fresh and _digest(path) not in new}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        if fresh:
            held = {_digest(path) for path in known}
            kept = _kept(payer_id, held | new, folder, person)
            known |= {p: f"the kept document {p.name[:12]} of {payer}" for p, payer in kept.items()}
        sketches = {str(path): sketch(path) for path in known}
        for path in fresh:
            scan = documents.scan(path, progress=progress)
            before = most_alike(sketch(path), sketches) if not scan.error else None
            changed = compare(documents.scan(Path(before)), scan) if before else None
            found.append(News(path.name, scan, known[Path(before)] if before else None, changed))
    return found


def _kept(
    payer_id: str | None, but: Collection[str], folder: str, person: Person | None, most: int | None = None
) -> dict[Path, str]:
    """The kept documents of a payer, else of all, the newest first, written into the folder under their hashes, each with
    its payer's name."""
    with reading(live.ensure(settings().store)) as db:
        earlier = {s: name for s, name in scans.documents_of(db, payer_id).items() if s not in but}
    chosen = list(earlier.items())[:most]
    return {_written(Path(folder) / s, evidence.fetch(s, person)[0]): name for s, name in chosen}


def remember_all(found: Sequence[Scan], person: Person | None, payer_id: str | None = None, state: str = "") -> int:
    """Note that these documents were read, in one transaction; how many were silent checks of the payer, where one is given.

    Silence is recorded only of what was read to its end: an unreadable page prevents it."""
    person = require(person, "decide")
    if not found:
        return 0
    with writing(live.ensure(settings().store), person.key, "scan documents") as change:
        payer = payers.one(change.db, payer_id) if payer_id else None
        if payer_id and payer is None:
            raise Rejected(f"There is no payer {payer_id!r}.", "Give its identifier as the reference file has it.")
        silent = [s for s in found if s.silent and payer]
        for s in found:
            scans.add(
                change, s.sha256, pages=s.pages, mentions=len(s.mentions), silent=s.silent, problem=s.error or "",
                payer_id=payer_id,
            )  # fmt: skip
    for s in silent:
        business = line_of_business(None, str(payer["payer_type"])) if payer else None
        decide.looked(payer_id or "", str(business), state, (), "nothing", person, note=silence_note(s, "a document"))
    return len(silent)


def silence_note(scan: Scan, title: str) -> str:
    return f"read to the end: {scan.pages} pages, SHA-256 {scan.sha256[:16]}, {title}"


def since_last(scan: Scan, content: bytes, payer_id: str, person: Person | None) -> Comparison | None:
    """What this version says otherwise than the payer's kept document it is a version of; None where there is none."""
    require(person, "decide")
    with tempfile.TemporaryDirectory() as folder:
        kept = {path.name: sketch(path) for path in _kept(payer_id, {scan.sha256}, folder, person, MOST_KEPT)}
        if not kept:
            return None
        before = most_alike(sketch(_written(Path(folder) / "new", content)), kept)
        return compare(documents.scan(Path(folder) / before), scan) if before else None


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
