"""Keeping the ledger of what payers say: record, cite, check, withdraw. Many at once from a file: `decision_files`.

The one thing to know: `record` supersedes what the same source said before about the same payer, line of business,
state, code, scope and first day, so that the ledger has one voice a source; another source that disagrees stays beside
it and shows as a conflict, unless it takes over: then what stood ends where the new one begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tracker.errors import Rejected
from tracker.intake.decision_file import DecisionRow
from tracker.people import Person, require
from tracker.services import evidence
from tracker.settings import settings, today
from tracker.store import decisions, live, sources, succession
from tracker.store import evidence as documents
from tracker.store.connection import Change, reading, writing
from tracker.store.decisions import NewDecision
from tracker.store.sources import Citation
from tracker.vocabulary import Status


def source_id(publisher: str, title: str, url: str, published: str = "") -> str:
    """One id per publisher, title, link and edition, so that the same source is stored once."""
    parts = [publisher, title, url, *([published] if published else [])]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def source_of(row: DecisionRow) -> str:
    return source_id(row.source_publisher, row.source_title, row.source_url, row.source_published)


def record(row: DecisionRow, payer_id: str, person: Person | None, sha256: str | None = None) -> int:
    """Record one decision; its id. Supersedes what the same source said before. Raises `NotAllowed`, `Rejected`."""
    person = require(person, "decide")
    _must_have_source(row)
    with writing(live.ensure(settings().store), person.key, "decide") as change:
        return add(change, row, payer_id, sha256)


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
        return [add(change, row, payer_id, sha256, takes_over, replaced.get((row.state, row.code))) for row in rows]


def add(
    change: Change,
    row: DecisionRow,
    payer_id: str,
    sha256: str | None = None,
    takes_over: bool = False,
    instead_of: int | None = None,
) -> int:
    """One decision within somebody else's transaction; its id. Parameters as those of `record_many`."""
    source = add_source(change, row)
    new = NewDecision(
        payer_id=payer_id, line_of_business=row.line_of_business, code=row.code, status=row.status,
        confidence=row.confidence, state=row.state, scope=row.scope, conditions=row.conditions,
        prior_auth=row.prior_auth, effective_from=row.effective_from, effective_to=row.effective_to,
    )  # fmt: skip
    earlier, follows = instead_of or decisions.said_before(change.db, new, source), None
    if takes_over:
        new, earlier, follows = _take_over(change, new, earlier, row.checked_on)
    if instead_of and not sha256:
        sha256 = sources.document_of(change.db, instead_of)
    cited = [Citation(source, row.evidence, row.place, sha256)]
    if instead_of:
        cited += sources.also_cited(change.db, instead_of, source)
    number = decisions.add(change, new, cited, checked_on=row.checked_on, supersedes=earlier, follows=follows)
    if instead_of and new.effective_from:
        succession.move_ends(change, number, new.effective_from)
    return number


def add_source(change: Change, row: DecisionRow) -> str:
    """The id of the row's source, which is stored once: under its own id where the reference brought it."""
    held = sources.like(change.db, row.source_publisher, row.source_title, row.source_url, row.source_published)
    source = held or source_of(row)
    sources.add(
        change, source, row.source_publisher, row.source_title, row.source_url, row.source_published,
        row.source_accessed or row.checked_on,
    )  # fmt: skip
    return source


def _take_over(
    change: Change, new: NewDecision, earlier: int | None, checked_on: str
) -> tuple[NewDecision, int | None, int | None]:
    """End what stands the day before the new decision begins, and let the new one end where a later one begins.

    A decision without a first day replaces what stands; silence begins on the day somebody found nothing. Returns the
    decision, the one it replaces and the one it follows."""
    begins = new.effective_from or checked_on
    follows = None
    for held in succession.standing(change.db, new, begins):
        number = int(held["decision_id"])
        if number == earlier:
            continue
        if (new.effective_from or new.status == Status.SILENT) and (held["effective_from"] or "") < begins:
            ended = succession.end_before(change, number, begins)
            follows = follows or ended
        elif earlier is None:
            earlier = number
        else:
            succession.take_back(change, number, succession.REPLACED)
    later = succession.next_first_day(change.db, new, begins)
    if later and not new.effective_to:
        new = replace(new, effective_to=succession.day_before(later))
    return new, earlier, follows


def cite(
    decision_ids: Sequence[int], row: DecisionRow, person: Person | None, *, document: bytes | None = None
) -> list[int]:
    """Rest decisions on one more source, all or none; their new ids. row: its `source_*` fields, passage and place count.

    Whoever adds it answers for the decision, which a colleague then checks anew; and has looked on that day."""
    person = require(person, "decide")
    _must_have_source(row)
    kept = evidence.keep(document, person, row.place) if document else None
    with writing(live.ensure(settings().store), person.key, "cite source") as change:
        if kept:
            documents.add(change, kept.sha256, kept.media_type, kept.bytes, kept.pages)
        citation = Citation(add_source(change, row), row.evidence, row.place, kept.sha256 if kept else None)
        return [_cite(change, number, citation, row.checked_on) for number in decision_ids]


def _cite(change: Change, decision_id: int, citation: Citation, checked_on: str) -> int:
    number = succession.cite(change, decision_id, citation)
    d = decisions.one(change.db, number)
    decisions.add_check(
        change, d["payer_id"], d["line_of_business"], d["state"], d["code"], checked_on, "unchanged",
        citation.source_id, citation.sha256,
    )  # fmt: skip
    return number


def check(decision_id: int, person: Person | None) -> int:
    """The second person's check; the id of the checked row. Raises `NotAllowed` for the recorder, `OutOfDate`."""
    return check_many([decision_id], person)[0]


def check_many(decision_ids: Sequence[int], person: Person | None) -> list[int]:
    """Check several decisions, all or none; the ids of the checked rows."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "check decision") as change:
        return [succession.check(change, number) for number in decision_ids]


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
            succession.withdraw(change, number, why.strip())


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
        return sources.last_cited(db, person.key)


def sources_of(payer_id: str, person: Person | None) -> list[dict[str, Any]]:
    """The sources that decisions on a payer rest on: its links."""
    require(person, "see_published")
    with reading(live.ensure(settings().store)) as db:
        return sources.of_payer(db, payer_id)


def unchecked(person: Person | None) -> list[dict[str, Any]]:
    """Current decisions that no second person has checked, oldest first; `own`: recorded by this person."""
    person = require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        waiting = [d for d in decisions.known(db) if d["checked_by"] is None]
    waiting.sort(key=lambda d: (str(d["recorded_at"]), int(d["decision_id"])))
    return [{**d, "own": d["recorded_by"] == person.key} for d in waiting]
