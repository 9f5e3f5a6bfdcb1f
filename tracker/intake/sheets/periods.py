"""Headings that name a time: `Jan 2025`, `Q1 2025`, `2025`.

The one thing to know: a quarter or a year dates nothing by itself; it only gives the year to the months below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.intake.sheets import dates
from tracker.intake.sheets.clean import simple

_QUARTER = re.compile(
    r"^(?:(?:fy|cy)\s*)?(?:q(?:tr|uarter)?\.?\s*[1-4]|[1-4](?:st|nd|rd|th)?\s*q(?:tr|uarter)?|(?:first|second|third|fourth) quarter|h[12])\b.{0,4}(?:20\d\d|'\d\d)?$"
    r"|^(?:fy|cy)?\s*20\d\d\s*[-/ ]?\s*(?:q(?:tr|uarter)?\s*[1-4]|h[12])$"
)


@dataclass(frozen=True)
class Period:
    """month: (year, month) where the heading names one; year: where it names at least that."""

    month: tuple[int, int] | None = None
    year: int | None = None
    number: int | None = None  # a month without its year


@lru_cache(maxsize=5_000)
def read(text: str) -> Period | None:
    """The time that a whole heading names, None where it says anything else."""
    low = simple(text).strip(" .:-*()[]")
    if not low or len(low) > 24:
        return None
    found = dates.read(low)
    if found.us and found.us == found.eu and not found.day_us and not low.isdigit():
        return Period(found.us, found.us[0])
    if number := dates.month_number(low) if not low.isdigit() else None:
        return Period(number=number)
    if re.fullmatch(r"(?:year |cy |fy )?20\d\d", low):
        return Period(year=int(low[-4:]))
    return Period(year=dates.year_in(low)) if _QUARTER.match(low) else None


def is_period(text: str) -> bool:
    return read(text) is not None
