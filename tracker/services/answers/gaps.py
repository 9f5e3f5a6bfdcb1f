"""Where the two ledgers disagree, and what changed lately: gaps ranked by effect, new and closed ones, the week's digest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from tracker.measures import disclosure, gaps
from tracker.services.answers import coverage
from tracker.settings import settings, today
from tracker.store import decisions, live, payers, questions, revisions
from tracker.store.connection import reading, revision
from tracker.store.questions import Filters


def table(filters: Filters, on: date, at: int | None = None) -> pd.DataFrame:
    """One row a payer, line of business, state and code: the columns of `measures.gaps.gaps` with payer and parent.

    on: the day in the world; at: the revision of what was known. `hidden`: the denial count may not leave the building.
    """
    said = coverage.ledger(filters, at)
    with reading(live.ensure(settings().store)) as db:
        met = pd.DataFrame(questions.gap_inputs(db, filters, at))
        who = pd.DataFrame(questions.practices_by_place(db, filters, at))
        names = payers.names(db)
    if met.empty:
        met = pd.DataFrame(columns=[*gaps.KEY, "month", *gaps._COUNTS])
    if said.empty:
        said = pd.DataFrame(columns=[*gaps.KEY, "status", "effective_from", "effective_to", "last_checked"])
    found = gaps.gaps(said, met, on, who if len(who) else None, today=today(), review_days=settings().review_days)
    found["payer"] = [names.get(i, (i, ""))[0] for i in found["payer_id"]]
    found["parent"] = [names.get(i, (i, ""))[1] for i in found["payer_id"]]
    found["hidden"] = [_hidden(r) for r in found.to_dict("records")]
    return found


def _hidden(row: dict[Any, Any]) -> bool:
    practices, largest = row.get("practices"), row.get("largest")
    known = practices == practices and practices is not None
    count = int(row["coverage_denials"])
    return bool(disclosure.primary(count, int(str(practices).split(".")[0]) if known and count else None, None)) or (
        known and bool(count) and largest is not None and largest == largest and largest > row["adjudicated_lines"] / 2
    )


def lately(filters: Filters, on: date, days: int = 7) -> dict[str, Any]:
    """What is new since `days` before: decisions (new, changed, checked, withdrawn), lines and imports, gaps opened and
    closed; `since`: the day, `then`: its revision."""
    since = on - timedelta(days=days)
    with reading(live.ensure(settings().store)) as db:
        then = revisions.on_day(db, since)
        now = revision(db)
        changed = decisions.changes(db, then)
        arrived = revisions.arrivals(db, then)
    return {"since": since, "then": then, "now": now, "decisions": changed, **arrived}
