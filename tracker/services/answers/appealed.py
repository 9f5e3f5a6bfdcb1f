"""What became of denials: how many were appealed, how the appeals ended, how long it took.

The one thing to know: both overturn figures stand together. Of decided appeals most may be won, while of all denials few
are ever paid, because few are appealed.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.measures import appeals as measure
from tracker.measures import tables
from tracker.measures.appeals import Appeals
from tracker.measures.disclosure import primary
from tracker.measures.numbers import Basis
from tracker.services.answers import denials
from tracker.settings import settings, today
from tracker.store import appeals, live
from tracker.store.connection import reading
from tracker.store.questions import Filters

STEPS = ("not_appealed", "open", "overturned", "partly", "upheld", "withdrawn")


def outcome(filters: Filters, kind: str, revision: int | None = None, on: date | None = None) -> Appeals | None:
    """Both overturn figures and the months to a decision, None where no denied line was appealed."""
    rows, denied = _rows(filters, kind, revision)
    if rows.empty:
        return None
    basis = Basis(denials.KINDS[kind], int(rows.loc[rows["practice_id"] != 0, "practice_id"].nunique()))
    return measure.appeals(denied, rows, (on or today()).isoformat()[:7], basis)


def steps(filters: Filters, kind: str, revision: int | None = None) -> pd.DataFrame:
    """The frame of `figures.appeals`: denied lines by how the last appeal ended: step, lines, hidden."""
    rows, denied = _rows(filters, kind, revision)
    last = rows.sort_values("level").groupby("line_id").tail(1) if len(rows) else rows
    ended = last["outcome"].value_counts() if len(rows) else pd.Series(dtype=int)
    counts = {s: int(ended.get(s, 0)) for s in STEPS[1:]}
    counts["not_appealed"] = denied - sum(counts.values())
    frame = pd.DataFrame({"step": STEPS, "lines": [counts[s] for s in STEPS]})
    hidden = tables.protect_counts(frame, ["step"]).rows["hidden"].astype(bool)
    # Too few practices behind the appeals hide every step but the lines that nobody appealed.
    if len(last) and _few(last):
        hidden |= frame["step"].ne("not_appealed") & (frame["lines"] > 0)
    return frame.assign(hidden=hidden)


def may_be_told(filters: Filters, kind: str, revision: int | None = None) -> bool:
    """Whether the shares of `outcome` may be shown: nothing behind them is small, and at least three practices are."""
    frame = steps(filters, kind, revision)
    return not bool(frame["hidden"].any())


def _few(last: pd.DataFrame) -> bool:
    by_practice = last["practice_id"].value_counts()
    return bool(primary(len(last), int((by_practice.index != 0).sum()), int(by_practice.max())))


def _rows(filters: Filters, kind: str, revision: int | None) -> tuple[pd.DataFrame, int]:
    chosen = denials.of_kind(filters, kind)
    with reading(live.ensure(settings().store)) as db:
        rows = pd.DataFrame(appeals.listed(db, chosen, revision))
    return rows, denials.totals(filters, kind, revision)["denied"]
