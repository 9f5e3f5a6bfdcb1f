"""Keeping the ledger of what payers say: record, check, withdraw one decision; load many from a file.

The one thing to know: `record` supersedes what the same source said before about the same payer, line of business,
state, code, scope and first day, so that the ledger has one voice a source; another source that disagrees stays beside
it and shows as a conflict.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tracker.errors import Rejected
from tracker.intake import decision_file
from tracker.intake.decision_file import DecisionRow
from tracker.intake.model import Problem
from tracker.people import Person, require
from tracker.services import registry
from tracker.settings import settings
from tracker.store import decisions, live
from tracker.store.connection import Change, reading, writing
from tracker.store.decisions import Citation, NewDecision


def today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class DecisionPreview:
    """What a file of decisions would do: rows to add, rows already in the ledger, and every problem."""

    ready: tuple[tuple[DecisionRow, str], ...]  # (row, payer_id)
    known: int
    problems: tuple[Problem, ...]


def source_id(publisher: str, title: str, url: str) -> str:
    """One id per publisher, title and link, so that the same source is stored once."""
    return hashlib.sha256("\x1f".join([publisher, title, url]).encode()).hexdigest()[:16]


def preview_file(path: Path, person: Person | None) -> DecisionPreview:
    """Read a file of decisions; nothing stored. Raises `Rejected`, `NotAllowed`."""
    require(person, "decide")
    store = live.ensure(settings().store)
    rows, problems = decision_file.read(path, today=today())
    directory = registry.directory(store)
    with reading(store) as db:
        settled = registry.decided(db)
        held = {(*_identity(d), d["source_id"]) for d in decisions.cited(db)}
    ready, known = [], 0
    for row in rows:
        payer_id, why = _payer(row, directory, settled)
        if payer_id is None:
            problems.append(Problem(row.row, "payer", "payer_unclear", "The payer is not clear.", why, row.payer))
        elif (*_identity({**row.__dict__, "payer_id": payer_id}), _source(row)) in held:
            known += 1
        else:
            ready.append((row, payer_id))
    problems.sort(key=lambda p: p.row or 0)
    return DecisionPreview(tuple(ready), known, tuple(problems))


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
    if not row.source_title or not row.source_publisher:
        raise Rejected("A decision needs its source.", "Name the publisher and the title of the document.")
    with writing(live.ensure(settings().store), person.key, "decide") as change:
        return _add(change, row, payer_id, sha256)


def _add(change: Change, row: DecisionRow, payer_id: str, sha256: str | None = None) -> int:
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
    earlier = decisions.said_before(change.db, new, source)
    return decisions.add(
        change, new, [Citation(source, row.evidence, row.place, sha256)], checked_on=row.checked_on,
        supersedes=earlier,
    )  # fmt: skip


def check(decision_id: int, person: Person | None) -> int:
    """The second person's check; the id of the checked row. Raises `NotAllowed` for the recorder, `OutOfDate`."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "check decision") as change:
        return decisions.check(change, decision_id)


def withdraw(decision_id: int, why: str, person: Person | None) -> None:
    """Take a decision out of the current ledger, with the reason."""
    person = require(person, "decide")
    if not why.strip():
        raise Rejected("A withdrawal needs a reason.", "Say in a few words why it is withdrawn.")
    with writing(live.ensure(settings().store), person.key, "withdraw decision") as change:
        decisions.withdraw(change, decision_id, why.strip())


def looked(
    payer_id: str,
    line_of_business: str,
    state: str,
    code: str | None,
    found: str,
    person: Person | None,
    *,
    note: str = "",
    checked_on: str | None = None,
) -> None:
    """Record that somebody looked: `unchanged` or `nothing`."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "policy check") as change:
        decisions.add_check(
            change, payer_id, line_of_business, state, code, checked_on or today().isoformat(), found, note=note
        )
