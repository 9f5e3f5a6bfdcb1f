"""What became of denials: how many were appealed, how the appeals ended, how long it took.

The one thing to know: both overturn figures stand together. Of decided appeals most may be won, while of all denials few
are ever paid, because few are appealed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from tracker.measures import appeals as measure
from tracker.measures import tables
from tracker.measures.appeals import Appeals
from tracker.measures.disclosure import primary
from tracker.measures.numbers import Basis
from tracker.services.answers import denials
from tracker.settings import settings, today
from tracker.store import appeals, atoms, live, paid_later
from tracker.store.connection import reading
from tracker.store.questions import Filters

STEPS = ("not_appealed", "paid_later", "open", "overturned", "partly", "upheld", "withdrawn")
ROWS = ["line_id", "level", "filed_month", "outcome", "decided_month", "told_month", "practice_id"]
PAID = ["line_id", "practice_id", "paid", "told_month"]


def outcome(filters: Filters, kind: str, revision: int | None = None, on: date | None = None) -> Appeals | None:
    """Both overturn figures and the months to a decision, None where no denied line was appealed or paid later."""
    rows, paid, denied = _rows(filters, kind, revision)
    if rows.empty and paid.empty:
        return None
    month = (on or today()).isoformat()[:7]
    basis = Basis(denials.KINDS[kind], int(rows.loc[rows["practice_id"] != 0, "practice_id"].nunique()))
    return measure.appeals(denied, rows, month, basis, set(paid.loc[paid["told_month"] <= month, "line_id"]))


def steps(filters: Filters, kind: str, revision: int | None = None) -> pd.DataFrame:
    """The frame of `figures.appeals`: denied lines by how the last appeal ended: step, lines, hidden. `paid_later`: a later
    remittance paid them and no appeal is known."""
    rows, paid, denied = _rows(filters, kind, revision)
    last, alone = _ended(rows, paid)
    counts = {s: int((last["outcome"] == s).sum()) for s in STEPS[2:]} | {"paid_later": len(alone)}
    counts["not_appealed"] = denied - sum(counts.values())
    frame = pd.DataFrame({"step": STEPS, "lines": [counts[s] for s in STEPS]})
    hidden = tables.protect_counts(frame, ["step"]).rows["hidden"].astype(bool)
    # Too few practices behind the appeals hide every step of them; too few behind payments hide these. The lines of which
    # nothing is known go too: all denied lines are known, and would give back what is hidden.
    for behind, of in ((last, STEPS[2:]), (alone, ("paid_later",))):
        if len(behind) and _few(behind):
            hidden |= frame["step"].isin([*of, "not_appealed"]) & (frame["lines"] > 0)
    return frame.assign(hidden=hidden)


def finest(dimensions: Collection[str], revision: int | None = None) -> pd.DataFrame:
    """The finest counts that steps are sums of: `lines` by `basis`, `step` and the dimensions asked for."""
    by = ["basis", *(d for d in atoms.DIMENSIONS if d in dimensions)]
    with reading(live.ensure(settings().store)) as db:
        rows = pd.DataFrame(appeals.listed(db, Filters(), revision), columns=ROWS)
        last, alone = _ended(rows, pd.DataFrame(paid_later.listed(db, Filters(), revision), columns=PAID))
        denied = pd.DataFrame(atoms.denied(db, by, revision), columns=[*by, "lines"])
        step = {
            **dict.fromkeys(alone["line_id"], "paid_later"),
            **dict(zip(last["line_id"], last["outcome"], strict=True)),
        }
        told = pd.DataFrame(appeals.places(db, step, revision), columns=["line_id", *by])
    told = told.assign(step=told["line_id"].map(step)).groupby([*by, "step"], as_index=False).size()
    told = told.rename(columns={"size": "lines"})
    left = denied.groupby(by)["lines"].sum().sub(told.groupby(by)["lines"].sum(), fill_value=0).astype(int)
    return pd.concat([left.reset_index().assign(step="not_appealed"), told], ignore_index=True)


def _ended(rows: pd.DataFrame, paid: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last appeal of each line, and the lines that were paid without an appeal known."""
    last = rows.sort_values("level").groupby("line_id").tail(1)
    return last, paid[~paid["line_id"].isin(last["line_id"])]


def may_be_told(filters: Filters, kind: str, revision: int | None = None) -> bool:
    """Whether the shares of `outcome` may be shown: nothing behind them is small, and at least three practices are."""
    frame = steps(filters, kind, revision)
    return not bool(frame["hidden"].any())


def _few(last: pd.DataFrame) -> bool:
    by_practice = last["practice_id"].value_counts()
    return bool(primary(len(last), int((by_practice.index != 0).sum()), int(by_practice.max())))


def _rows(filters: Filters, kind: str, revision: int | None) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Appeals, lines that a later remittance paid, denied lines."""
    chosen = denials.of_kind(filters, kind)
    with reading(live.ensure(settings().store)) as db:
        rows = pd.DataFrame(appeals.listed(db, chosen, revision), columns=ROWS)
        paid = pd.DataFrame(paid_later.listed(db, chosen, revision), columns=PAID)
    return rows, paid, denials.totals(filters, kind, revision)["denied"]
