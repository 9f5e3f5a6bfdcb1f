"""Where the two ledgers disagree, and what changed lately: gaps ranked by effect, new and closed ones, the week's digest."""

from __future__ import annotations

import math
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
        met = pd.DataFrame(questions.gap_inputs(db, filters, at, until=on.isoformat()[:7]))
        who = pd.DataFrame(questions.practices_by_place(db, filters, at))
        names = payers.names(db)
    if met.empty:
        met = pd.DataFrame(columns=[*gaps.KEY, "month", *gaps._COUNTS])
    if said.empty:
        said = pd.DataFrame(columns=[*gaps.KEY, "status", "effective_from", "effective_to", "last_checked"])
    found = gaps.gaps(said, met, on, who if len(who) else None, today=today(), review_days=settings().review_days)
    return found.assign(
        payer=[names.get(i, (i, ""))[0] for i in found["payer_id"].tolist()],
        parent=[names.get(i, (i, ""))[1] for i in found["payer_id"].tolist()],
        hidden=_hidden(found),
    )


def _hidden(found: pd.DataFrame) -> list[bool]:
    """Which denial counts are small, of too few practices, or in places where one practice has more than half."""
    who = [found[c].astype(float).tolist() if c in found else [math.nan] * len(found) for c in ("practices", "largest")]
    return [
        bool(denials)
        and (bool(disclosure.primary(denials, None if math.isnan(some) else int(some), None)) or most > lines / 2)
        for denials, lines, some, most in zip(
            found["coverage_denials"].tolist(), found["adjudicated_lines"].tolist(), *who, strict=True
        )
    ]


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
