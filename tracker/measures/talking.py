"""Who is talking: how many practices stand behind a number, whether one dominates, whether a campaign brought the
reports.

The one thing a newcomer would get wrong: dates are kept as months, so "within two weeks of a campaign" is a month that
holds any of the 14 days after it was sent. That counts too much rather than too little, which is the cautious side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from tracker.measures.control import month_of
from tracker.measures.numbers import Basis, Proportion, counted, percent
from tracker.vocabulary import Tier

DOMINANT = 0.25
CAMPAIGN_DAYS = 14


@dataclass(frozen=True)
class Talking:
    """practices: distinct ones. largest: share of lines of the biggest. first_time: practices that sent nothing before
    the period. after_campaign: lines of months that hold a day of the two weeks after a campaign."""

    practices: int
    largest: Proportion
    first_time: Proportion
    after_campaign: Proportion

    @property
    def dominated(self) -> bool:
        return self.largest.share is not None and self.largest.share > DOMINANT

    def warning(self) -> str:
        """What must stand beside the number; '' where nothing need be said."""
        if not self.dominated or self.largest.share is None:
            return ""
        share, lines = percent(self.largest.share), f"{self.largest.numerator:,} of {self.largest.denominator:,}"
        return f"One practice sent {share}% of these lines ({lines}): they may say more about it than about the payer."

    def say(self) -> str:
        """`12 practices, largest 18%, 4 of them new, 30% of lines in months of a campaign`."""
        if self.largest.share is None or self.after_campaign.share is None:
            return "nobody"
        parts = [counted(self.practices, "practice"), f"largest {percent(self.largest.share)}%"]
        parts.append(f"{self.first_time.numerator} of them new")
        parts.append(f"{percent(self.after_campaign.share)}% of lines in months of a campaign")
        return ", ".join(parts)


def campaign_months(sent_on: Iterable[date]) -> frozenset[str]:
    """Months that hold one of the 14 days after a campaign (the day it was sent is the first)."""
    days = (d + timedelta(days=n) for d in sent_on for n in range(CAMPAIGN_DAYS))
    return frozenset(month_of(d) for d in days)


def talking(
    lines: pd.DataFrame,
    first_months: pd.DataFrame,
    campaigns: Iterable[date] = (),
    tier: Tier = Tier.T0,
) -> Talking:
    """In: lines a `practice_id` and `month` (column `lines`) of the number in question; `first_months`: practice_id
    and the month of its very first line of any kind. A practice_id that is missing or 0 is a practice nobody can
    recognise: its lines count, it counts as no practice, and it is never the largest."""
    lines = lines[lines["lines"] > 0]
    total = int(lines["lines"].sum())
    known = lines[lines["practice_id"].notna() & (lines["practice_id"] != 0)]
    by_practice = known.groupby("practice_id")["lines"].sum()
    basis = Basis(tier, practices=len(by_practice))
    began = lines["month"].min() if len(lines) else ""
    first = first_months.set_index("practice_id")["month"].reindex(by_practice.index)
    near = campaign_months(campaigns)
    return Talking(
        len(by_practice),
        Proportion(int(by_practice.max()) if len(by_practice) else 0, total, basis),
        Proportion(int((first >= began).sum()), len(by_practice), basis, "practice"),
        Proportion(int(lines.loc[lines["month"].isin(near), "lines"].sum()), total, basis),
    )


def intensity(practice_months: pd.DataFrame) -> pd.DataFrame:
    """Reports per active practice by month. In: practice_id, month, `lines`. Out: month, reports, practices,
    intensity."""
    active = practice_months[practice_months["lines"] > 0]
    out = active.groupby("month", as_index=False).agg(reports=("lines", "sum"), practices=("practice_id", "nunique"))
    return out.assign(intensity=out["reports"] / out["practices"])
