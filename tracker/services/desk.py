"""The research desk: what to look at next, ranked by what it would change, and who is on it.

The one thing to know: a task is a payer, line of business and state. Members' denials come first, because an answer there
tells a gap from a policy; then what is billed and was never looked at, what is stale, what conflicts, what begins soon.
A payer nobody has looked at and nobody has billed comes last, the one that operates in most states first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from tracker import reference
from tracker.errors import Rejected
from tracker.intake.decision_file import DecisionRow
from tracker.people import Person, require
from tracker.services import decide
from tracker.services.answers import coverage, gaps
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import decisions, desk, live
from tracker.store.connection import reading, writing
from tracker.store.questions import Filters
from tracker.vocabulary import Confidence, Derived, Gap, LineOfBusiness, PriorAuth, Status

SEARCHED = "Search of the payer's published policies"

SOON = 60  # days before an announced change begins that somebody should look whether it still stands
DUE = 30  # days before a look grows too old that somebody is reminded of it


@dataclass(frozen=True)
class Task:
    """One thing to look at. why: reasons in words, the weightiest first. denials: coverage denials it would explain.
    known: codes on which the ledger says something here."""

    payer_id: str
    payer: str
    parent: str
    line_of_business: str
    state: str
    why: tuple[str, ...]
    denials: int
    rank: tuple[int, ...]
    who: str = ""
    known: int = 0


def queue(filters: Filters, person: Person | None, on: date) -> list[Task]:
    """Tasks, the ones that would change most first, with who is on them."""
    require(person, "decide")
    table = ask(gaps.table, filters, on, None)
    with reading(live.ensure(settings().store)) as db:
        claimed = {(c["payer_id"], c["line_of_business"], c["state"]): c["name"] for c in desk.claims(db)}
    tasks = [_task(key, part, on, claimed) for key, part in _by_task(table).items()]
    seen = {t.payer_id for t in tasks}
    registry = coverage.registry(filters)
    untouched = registry[~registry["payer_id"].isin(seen)]
    never = ("nobody has looked",)
    for r in untouched.itertuples():
        line = r.line or str(LineOfBusiness.COMMERCIAL)
        who = claimed.get((r.payer_id, line, ""), "")
        tasks.append(Task(r.payer_id, r.payer, r.parent, line, "", never, 0, (0, 0, 0, 0, 0, 0, len(r.states)), who))
    wanted = [t for t in tasks if t.why]
    return sorted(wanted, key=lambda t: (tuple(-n for n in t.rank), t.payer.casefold()))


_Key = tuple[str, str, str]


class _Code(NamedTuple):
    """What a task needs to know of one of its codes."""

    payer: str
    parent: str
    gap: str
    denials: int
    stale: bool
    next_from: str
    last_checked: str


def _by_task(table: pd.DataFrame) -> dict[_Key, list[_Code]]:
    """The rows of the gap table by payer, line of business and state."""
    columns = ("payer", "parent", "gap", "coverage_denials", "stale", "next_from", "last_checked")
    values = (
        table[c].fillna("").tolist() if c in ("next_from", "last_checked") else table[c].tolist() for c in columns
    )
    found: dict[_Key, list[_Code]] = {}
    keys = zip(*(table[c].tolist() for c in ("payer_id", "line_of_business", "state")), strict=True)
    for key, *of_code in zip(keys, *values, strict=True):
        found.setdefault(key, []).append(_Code(*of_code))
    return dict(sorted(found.items()))


def _task(key: _Key, part: list[_Code], on: date, claimed: dict[Any, str]) -> Task:
    payer_id, business, state = key
    unknown = [c for c in part if c.gap == Gap.NOT_CHECKED]
    denials = sum(c.denials for c in unknown)
    conflicting = sum(c.gap == Gap.CONFLICTING for c in part)
    stale = sum(c.stale for c in part)
    soon = [c.next_from for c in part if on.isoformat() <= c.next_from <= (on + timedelta(days=SOON)).isoformat()]
    due = _due(part, on)
    why = (
        f"{denials:,} coverage denials, and nobody has looked" if denials else "",
        "billed, and nobody has looked" if len(unknown) and not denials else "",
        f"{_codes(stale)} not looked at for long" if stale else "",
        f"{_codes(conflicting)} on which sources disagree" if conflicting else "",
        f"{_codes(len(soon), 'changes', 'change')} by {min(soon)}" if soon else "",
        f"{_codes(len(due), 'is', 'are')} due for a look by {min(due)}" if due else "",
    )
    rank = (denials, len(unknown), stale, conflicting, len(soon), len(due), 0)
    return Task(
        payer_id, part[0].payer, part[0].parent, business, state, tuple(w for w in why if w), denials, rank,
        claimed.get(key, ""), len(part) - len(unknown),
    )  # fmt: skip


def _codes(number: int, one: str = "", several: str = "") -> str:
    verb = one if number == 1 else several
    return f"{number:,} code{'' if number == 1 else 's'}{' ' + verb if verb else ''}"


def _due(part: list[_Code], on: date) -> list[str]:
    """The last days on which codes looked at before are still fresh, where that is soon."""
    known = [c.last_checked for c in part if c.gap != Gap.NOT_CHECKED and not c.stale and c.last_checked]
    if not known:
        return []
    wait, last = timedelta(days=settings().review_days), on + timedelta(days=DUE)
    days = [date.fromisoformat(day[:10]) + wait for day in known]
    return [d.isoformat() for d in days if d <= last]


def claim(task: Task, person: Person | None) -> None:
    """Put oneself on a task. Raises `OutOfDate` when a colleague is."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "claim task") as change:
        desk.claim(change, task.payer_id, task.line_of_business, task.state)


def release(task: Task, person: Person | None) -> None:
    """Give a task back."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "release task") as change:
        desk.release(change, task.payer_id, task.line_of_business, task.state)


def done_today(person: Person | None, on: date) -> list[dict[str, Any]]:
    """What was recorded and looked at on a day, newest first: who (`name`), `payer`, line, state, `decisions`, `looks`."""
    require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        return desk.done_on(db, on.isoformat())


def still_stands(task: Task, person: Person | None, note: str = "") -> None:
    """Somebody looked today, and what the ledger says of this task is what the payer still says: where it stands, be it
    in the state or everywhere."""
    person = require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        held = [d for d in decisions.known(db, payer_id=task.payer_id) if d["state"] in ("", task.state)]
    codes: dict[str, set[str]] = {}
    for d in held:
        if d["line_of_business"] == task.line_of_business:
            codes.setdefault(d["state"], set()).add(d["code"])
    for state, about in (codes or {task.state: set[str]()}).items():
        decide.looked(task.payer_id, task.line_of_business, state, sorted(about), "unchanged", person, note=note)


def found_nothing(task: Task, person: Person | None) -> int:
    """Somebody looked today and found nothing on the codes nobody had looked at: recorded silence; on how many codes."""
    person = require(person, "decide")
    place, day = (task.payer_id, task.line_of_business, task.state), today()
    unseen = [c for c in reference.codes() if coverage.said((*place, c), day).knowledge is Derived.NOT_CHECKED]
    if not unseen:
        raise Rejected("Somebody has looked at every code here.", "Record what you found on the page Record.")
    rows = [
        DecisionRow(
            1, *place, code, str(Status.SILENT), "", str(PriorAuth.UNKNOWN), None, None, SEARCHED, task.payer, "", "",
            day.isoformat(), "", "", str(Confidence.PRIMARY), "", day.isoformat(),
        )
        for code in unseen
    ]  # fmt: skip
    return len(decide.record_many(rows, task.payer_id, person))
