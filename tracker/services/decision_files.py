"""Many decisions from one file: what it would do, then all of it or nothing.

The one thing to know: a file cannot bring back what was replaced or withdrawn since; such rows are counted and left out,
so that loading an old file again is harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import Rejected
from tracker.intake import decision_file
from tracker.intake.decision_file import DecisionRow
from tracker.intake.model import Problem
from tracker.people import Person, require
from tracker.services import decide, registry
from tracker.settings import settings, today
from tracker.store import decisions, live
from tracker.store.connection import reading, writing


@dataclass(frozen=True)
class DecisionPreview:
    """What a file of decisions would do: rows to add, rows in the ledger already, rows that were in it once and have been
    replaced or withdrawn since (a file cannot bring them back), and every problem."""

    ready: tuple[tuple[DecisionRow, str], ...]  # (row, payer_id)
    known: int
    problems: tuple[Problem, ...]
    gone: int = 0


def preview(file: Path | bytes, person: Person | None) -> DecisionPreview:
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
    held = {(*_identity(d), *_source(d)) for d in cited if d["withdrawn_revision"] is None}
    once = {(*_identity(d), *_source(d)) for d in cited} - held
    ready: list[tuple[DecisionRow, str]] = []
    seen: set[tuple[Any, ...]] = set()
    known = gone = 0
    for row in rows:
        payer_id, why = _payer(row, directory, settled)
        if payer_id is None:
            problems.append(Problem(row.row, "payer", "payer_unclear", "The payer is not clear.", why, row.payer))
            continue
        written = (row.source_publisher, row.source_title, row.source_url)
        identity = (*_identity({**row.__dict__, "payer_id": payer_id}), *written)
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


def _source(d: dict[str, Any]) -> tuple[str, ...]:
    return d["publisher"], d["title"], d["url"]


def _identity(d: dict[str, Any]) -> tuple[Any, ...]:
    names = ("payer_id", "line_of_business", "state", "code", "status", "scope", "conditions", "prior_auth",
             "effective_from", "effective_to", "confidence")  # fmt: skip
    return tuple(d[n] for n in names)


def accept(seen: DecisionPreview, person: Person | None) -> int:
    """Store the rows of a preview, all or nothing; how many were added."""
    person = require(person, "decide")
    if not seen.ready:
        return 0
    with writing(live.ensure(settings().store), person.key, "load decisions") as change:
        for row, payer_id in seen.ready:
            decide.add(change, row, payer_id)
    return len(seen.ready)
