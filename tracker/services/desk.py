"""The research desk: what to look at next, ranked by what it would change, and who is on it.

The one thing to know: a task is a payer, line of business and state. Members' denials come first, because an answer there
tells a gap from a policy; a payer nobody has looked at and nobody has billed comes last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tracker.people import Person, require
from tracker.services.answers import coverage, gaps
from tracker.settings import settings
from tracker.store import desk, live
from tracker.store.connection import reading, writing
from tracker.store.questions import Filters
from tracker.vocabulary import Gap

SOON = 60  # days before an announced change begins that somebody should look whether it still stands


@dataclass(frozen=True)
class Task:
    """One thing to look at. why: reasons in words, the weightiest first. denials: coverage denials it would explain."""

    payer_id: str
    payer: str
    parent: str
    line_of_business: str
    state: str
    why: tuple[str, ...]
    denials: int
    rank: tuple[int, ...]
    who: str = ""


def queue(filters: Filters, person: Person | None, on: date, limit: int = 300) -> list[Task]:
    """Tasks, the ones that would change most first, with who is on them."""
    require(person, "decide")
    table = gaps.table(filters, on)
    with reading(live.ensure(settings().store)) as db:
        claimed = {(c["payer_id"], c["line_of_business"], c["state"]): c["name"] for c in desk.claims(db)}
    tasks = [_task(key, part, on, claimed) for key, part in table.groupby(["payer_id", "line_of_business", "state"])]
    seen = {t.payer_id for t in tasks}
    registry = coverage.registry(filters)
    untouched = registry[~registry["payer_id"].isin(seen)]
    never = ("nobody has looked",)
    tasks += [
        Task(r.payer_id, r.payer, r.parent, r.line or "commercial", "", never, 0, (0, 0, 0, 0, 1))
        for r in untouched.itertuples()
    ]
    wanted = [t for t in tasks if t.why]
    return sorted(wanted, key=lambda t: (tuple(-n for n in t.rank), t.payer))[:limit]


def _task(key: Any, part: pd.DataFrame, on: date, claimed: dict[Any, str]) -> Task:
    payer_id, business, state = (str(k) for k in key)
    unknown = part[part["gap"] == Gap.NOT_CHECKED]
    denials = int(unknown["coverage_denials"].sum())
    conflicting = int((part["gap"] == Gap.CONFLICTING).sum())
    stale = int(part["stale"].astype(bool).sum())
    soon = [
        d for d in part["next_from"].dropna() if on.isoformat() <= str(d) <= (on + timedelta(days=SOON)).isoformat()
    ]
    why = (
        f"{denials:,} coverage denials, and nobody has looked" if denials else "",
        f"{conflicting} codes on which sources disagree" if conflicting else "",
        f"{len(soon)} codes change by {min(soon)}" if soon else "",
        f"{stale} codes not looked at for long" if stale else "",
        "billed, and nobody has looked" if len(unknown) and not denials else "",
    )
    first = part.iloc[0]
    rank = (denials, conflicting, len(soon), stale, len(unknown))
    return Task(
        payer_id, str(first["payer"]), str(first["parent"]), business, state, tuple(w for w in why if w), denials, rank,
        claimed.get((payer_id, business, state), ""),
    )  # fmt: skip


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


def done_today(person: Person | None, on: date) -> int:
    """Payers on which somebody recorded a decision or a look on a day."""
    require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        return len({d["payer_id"] for d in desk.done_on(db, on.isoformat())})


def progress(filters: Filters, on: date) -> pd.DataFrame:
    """How much is known, by payer type: `payer_type`, `known`, `stale`, `never` (payers)."""
    grid = coverage.matrix(filters, on)
    types = coverage.registry(filters).set_index("payer_id")["payer_type"]
    by_payer = grid.groupby("payer_id").agg(known=("decisions", "sum"), stale=("stale", "any"))
    by_payer["payer_type"] = [types.get(i, "") for i in by_payer.index]
    by_payer["state"] = [
        "never" if not k else "stale" if s else "known"
        for k, s in zip(by_payer["known"], by_payer["stale"], strict=True)
    ]
    counts = by_payer.groupby(["payer_type", "state"]).size().unstack(fill_value=0)
    return counts.reindex(columns=["known", "stale", "never"], fill_value=0).reset_index()
