"""Numbers that say what they are: a proportion carries its parts, its tier and who stands behind it.

The one thing a newcomer would get wrong: the word "rate" is earned. Reports that people chose to send (T0, T1) never
make a rate, whatever the arithmetic; `check_words` refuses the word and `pool` refuses to mix tiers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.errors import Rejected
from tracker.measures.uncertainty import wilson
from tracker.vocabulary import Tier

EARNED = frozenset({Tier.T2, Tier.T3})
"""Tiers whose numbers may be called a rate."""

_RATE = re.compile(r"(?<![a-z])rates?(?![a-z])", re.IGNORECASE)
_PRICE = re.compile(r"medicare(?:'s|’s)?(?:\s+national)?\s+rates?(?![a-z])", re.IGNORECASE)


class WordNotEarned(Rejected):
    """A text calls something a rate that is not one."""


class NotComparable(Rejected):
    """Numbers of different tiers, or of different measures, were about to be pooled."""


def check_words(text: str, tier: Tier | None) -> str:
    """The text unchanged, or `WordNotEarned` where it says "rate" below T2. "Medicare rate" is a price and may stay."""
    if tier not in EARNED and _RATE.search(_PRICE.sub("", text)):
        raise WordNotEarned(
            f'"{text}" says rate, but the number stands on {tier.words if tier else "documents"}.',
            "Say share of reports, or load complete remittance files so that a denominator exists.",
        )
    return text


def same_tier(tiers: Iterable[Tier | None]) -> Tier | None:
    """The one tier of all, or `NotComparable`. T2 and T3 stand side by side, never in one sum."""
    found = set(tiers)
    if len(found) != 1:
        names = " and ".join(sorted(str(t) for t in found)) or "nothing"
        raise NotComparable(f"{names} cannot be pooled into one number.", "Show them side by side.")
    return found.pop()


@dataclass(frozen=True)
class Basis:
    """Who and what stands behind a number. first, last: months `YYYY-MM`. None means not known, never zero.

    open_last: the last month is still coming in. scope: what the figure is limited to, in words.
    more_practices: there are more than `practices`, which were as many as had to be counted.
    """

    tier: Tier | None
    practices: int | None = None
    payers: int | None = None
    first: str | None = None
    last: str | None = None
    open_last: bool = False
    scope: str = ""
    more_practices: bool = False

    def period(self) -> str:
        """`2025-01 to 2025-09 (last month incomplete)`, or '' where no period applies."""
        if not self.first or not self.last:
            return ""
        said = self.first if self.first == self.last else f"{self.first} to {self.last}"
        return f"{said} (last month incomplete)" if self.open_last else said

    def said(self) -> str:
        """The tail of every number: practices, payers, period, tier; only what is known."""
        practices = f"{'more than ' if self.more_practices else ''}{counted(self.practices, 'practice')}"
        parts = [practices, counted(self.payers, "payer"), self.period(), self.scope]
        if self.tier is not None:
            parts.append(self.tier)
        return ", ".join(p for p in parts if p)


def counted(number: int | None, noun: str) -> str:
    """`1 line`, `1,204 lines`, '' for None."""
    if number is None:
        return ""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(frozen=True)
class Number:
    """A count with its basis."""

    value: int
    basis: Basis
    unit: str = "line"

    @property
    def tier(self) -> Tier | None:
        return self.basis.tier

    def say(self) -> str:
        """`214 lines, 12 practices, 2025-01 to 2025-09, T2`."""
        return check_words(", ".join(p for p in (counted(self.value, self.unit), self.basis.said()) if p), self.tier)


@dataclass(frozen=True)
class Proportion:
    """A share with its parts. `denominator` 0 is allowed and says "no lines"; it has no share and no interval."""

    numerator: int
    denominator: int
    basis: Basis
    unit: str = "line"

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise Rejected(
                f"{self.numerator} of {self.denominator} is not a proportion.", "Check how the two were counted."
            )

    def __add__(self, other: Proportion) -> Proportion:
        return pool([self, other])

    @property
    def tier(self) -> Tier | None:
        return self.basis.tier

    @property
    def share(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson 95%."""
        return wilson(self.numerator, self.denominator) if self.denominator else None

    def share_words(self) -> str:
        """`38% (95% CI 31-46)`."""
        if self.share is None or self.interval is None:
            return f"no {self.unit}s"
        low, high = self.interval
        return f"{percent(self.share)}% (95% CI {percent(low)}-{percent(high)})"

    def say(self) -> str:
        """`38% (95% CI 31-46), n = 214 lines, 12 practices, 3 payers, 2025-01 to 2025-09, T2`."""
        said = f"{self.share_words()}, n = {counted(self.denominator, self.unit)}"
        tail = self.basis.said()
        return check_words(f"{said}, {tail}" if tail else said, self.tier)


def percent(share: float) -> str:
    """Whole per cent without the sign; one decimal near the ends, so that 0 and 100 mean none and all."""
    value = 100 * share
    if value in (0, 100):
        return f"{value:.0f}"
    if value < 0.95 or value > 99:
        return f"{min(max(value, 0.1), 99.9):.1f}"
    return f"{math.floor(value + 0.5)}"


def pool(parts: Iterable[Proportion], practices: int | None = None, payers: int | None = None) -> Proportion:
    """Sum of numerators over sum of denominators of one tier and unit; anything else raises `NotComparable`.

    practices, payers: distinct ones over all parts. They cannot be added (a practice may be in two parts), so they are
    unknown unless given."""
    parts = list(parts)
    tier = same_tier(p.tier for p in parts)
    if len({(p.unit, p.basis.scope) for p in parts}) != 1:
        raise NotComparable("Numbers of different units or scopes cannot be pooled.", "Show them side by side.")
    firsts, lasts = [p.basis.first for p in parts], [p.basis.last for p in parts]
    basis = Basis(
        tier,
        practices,
        payers,
        None if None in firsts else min(f for f in firsts if f),
        None if None in lasts else max(x for x in lasts if x),
        any(p.basis.open_last for p in parts),
        parts[0].basis.scope,
    )
    return Proportion(sum(p.numerator for p in parts), sum(p.denominator for p in parts), basis, parts[0].unit)


def side_by_side(parts: Iterable[Proportion]) -> list[str]:
    """One sentence a part, tiers in order: how T2 and T3 are shown together."""
    return [p.say() for p in sorted(parts, key=lambda p: str(p.tier or ""))]
