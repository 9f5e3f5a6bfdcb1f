"""Who is talking: how many practices stand behind a number, whether one dominates, whether a campaign brought the
reports.

The one thing a newcomer would get wrong: a campaign brings files, not services. What counts is the day on which a file
arrived, which is known; the month of service in it may lie long before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from tracker.measures.numbers import Basis, Proportion, counted, percent
from tracker.vocabulary import Tier

DOMINANT = 0.25
CAMPAIGN_DAYS = 14


@dataclass(frozen=True)
class Talking:
    """practices: distinct ones. largest: share of lines of the biggest. first_time: practices that had no line before
    the period (`first_of` names it), against all of it. after_campaign: lines that arrived within two weeks of one."""

    practices: int
    largest: Proportion
    first_time: Proportion
    after_campaign: Proportion
    first_of: str = "in these months"

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
        """`12 practices, the largest sent 18% of the lines; of 9 in 2026-10 2 for the first time; 30% of the lines
        arrived within two weeks of a campaign`."""
        if self.largest.share is None or self.after_campaign.share is None:
            return "nobody"
        parts = [f"{counted(self.practices, 'practice')}, the largest sent {percent(self.largest.share)}% of the lines"]
        if self.first_time.denominator:
            new = self.first_time.numerator or "none"
            parts.append(f"of {self.first_time.denominator:,} {self.first_of} {new} for the first time")
        parts.append(f"{percent(self.after_campaign.share)}% of the lines arrived within two weeks of a campaign")
        return "; ".join(parts)


def campaign_windows(sent_on: Iterable[date]) -> list[tuple[str, str]]:
    """The 14 days of each campaign (the day it was sent is the first), as its first day and the day after its last;
    windows that touch are one, so that nothing is counted twice."""
    found: list[tuple[str, str]] = []
    for day in sorted(set(sent_on)):
        begins, ends = day.isoformat(), (day + timedelta(days=CAMPAIGN_DAYS)).isoformat()
        if found and begins <= found[-1][1]:
            begins = found.pop()[0]
        found.append((begins, ends))
    return found


def talking(
    lines: pd.DataFrame,
    first_months: pd.DataFrame,
    campaigns: Iterable[date] = (),
    tier: Tier = Tier.T0,
) -> Talking:
    """In: lines a `practice_id`, `month` and day they `arrived` (column `lines`) of the number in question;
    `first_months`: practice_id and the month of its very first line of any kind. A practice_id that is missing or 0 is
    a practice nobody can recognise: its lines count, it counts as no practice, and it is never the largest."""
    lines = lines[lines["lines"] > 0]
    total = int(lines["lines"].sum())
    known = lines[lines["practice_id"].notna() & (lines["practice_id"] != 0)]
    by_practice = known.groupby("practice_id")["lines"].sum()
    basis = Basis(tier, practices=len(by_practice))
    began = lines["month"].min() if len(lines) else ""
    first = first_months.set_index("practice_id")["month"].reindex(by_practice.index)
    windows = campaign_windows(campaigns)
    near = [any(begins <= str(day) < ends for begins, ends in windows) for day in lines["arrived"]]
    return Talking(
        len(by_practice),
        Proportion(int(by_practice.max()) if len(by_practice) else 0, total, basis),
        Proportion(int((first >= began).sum()), len(by_practice), basis, "practice"),
        Proportion(int(lines.loc[near, "lines"].sum()), total, basis),
    )


def intensity(practice_months: pd.DataFrame) -> pd.DataFrame:
    """Reports per active practice by month. In: practice_id, month, `lines`. Out: month, reports, practices,
    intensity."""
    active = practice_months[practice_months["lines"] > 0]
    out = active.groupby("month", as_index=False).agg(reports=("lines", "sum"), practices=("practice_id", "nunique"))
    return out.assign(intensity=out["reports"] / out["practices"])
