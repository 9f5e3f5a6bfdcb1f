"""What somebody who reports a denial gets back at once: how many met the same, how appeals ended, what the payer says.

The one thing to know: every number went through disclosure control, for everybody; where the narrow one must stay hidden a
wider one is given in its place and says what it is of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.measures import tables, uncertainty
from tracker.services.answers import coverage, denials
from tracker.settings import settings, today
from tracker.store import appeals, live
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import Tier


@dataclass(frozen=True)
class Met:
    """denied of adjudicated lines (None: hidden), from how many practices; of what, and what the share may be called."""

    of: str
    denied: int | None
    adjudicated: int | None
    practices: int
    tier: Tier


@dataclass(frozen=True)
class Overturned:
    """won of decided appeals with the 95% interval."""

    won: int
    decided: int
    low: float
    high: float


def met(payer_id: str, payer: str, code: str) -> Met | None:
    """How often others met a denial: of this payer and code where that may be shown, else of the payer, else of the code
    among all payers. None where nobody has reported anything yet."""
    only = Filters(payers=(payer_id,))
    asked = (
        (f"{payer}, {code}", only, "by_code", "code", code),
        (f"{payer}, all tracked codes", Filters(), "by_payer", "payer_id", payer_id),
        (f"all payers, {code}", Filters(), "by_code", "code", code),
    )
    first: Met | None = None
    for of, filters, question, column, value in asked:
        kind = denials.best_kind(only if column == "payer_id" else filters)
        frame: pd.DataFrame = getattr(denials, question)(filters, kind, "denied")
        rows = frame[frame[column] == value] if len(frame) else frame
        if rows.empty:
            continue
        row = rows.iloc[0]
        if not bool(row["hidden"]):
            return Met(of, int(row["numerator"]), int(row["denominator"]), int(row["practices"]), denials.KINDS[kind])
        first = first or Met(of, None, None, 0, denials.KINDS[kind])
    return first


def overturned() -> dict[str, Overturned]:
    """How decided appeals ended by payer, and under '' for all payers together; only those that may be shown. Payers and
    their total are protected as one table, so that none can be worked out from the rest."""
    with reading(live.ensure(settings().store)) as db:
        frame = pd.DataFrame(appeals.fates(db))
    if frame.empty:
        return {}
    frame = frame.rename(columns={"won": "numerator", "decided": "denominator"})
    kept = tables.protect_shares(frame, ["payer_id"])
    shown = pd.concat([kept.rows, kept.totals])
    return {
        "" if r.payer_id == tables.ALL else str(r.payer_id): Overturned(
            int(r.numerator), int(r.denominator), *uncertainty.wilson(int(r.numerator), int(r.denominator))
        )
        for r in shown[~shown["hidden"].astype(bool)].itertuples()
    }


def published(payer_id: str, code: str, line_of_business: str = "", state: str = "") -> list[dict[str, Any]]:
    """What the payer says today about a code, where it may matter for this line of business and state."""
    said = coverage.ledger(Filters(payers=(payer_id,), codes=(code,), states=(state,) if state else ()))
    if said.empty:
        return []
    day = today().isoformat()
    rows = said.astype(object).where(said.notna(), None).to_dict("records")
    now = [r for r in rows if (r["effective_from"] or "") <= day <= (r["effective_to"] or "9999")]
    fitting = [r for r in now if not line_of_business or r["line_of_business"] == line_of_business]
    return [{str(k): v for k, v in r.items()} for r in fitting or now]
