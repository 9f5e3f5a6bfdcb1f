"""Plain-text facts: one CSV a noun, read once. Edit the CSV, run `scripts/build_store.py`, and the program follows.

Labels are our own words; CPT descriptors and X12 code texts are never shipped. `basis` and `source` say what a fact
stands on. Dates are ISO text, amounts are text with two decimals: readers convert where they calculate.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from tracker.vocabulary import DenialClass, ReasonCategory

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one reference file, every value as text, blank as ''. `name` without `.csv`."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Code:
    """A tracked procedure code. `daily_units` is Medicare's limit per day, None where no edit is on file."""

    code: str
    label: str
    short_label: str
    family: str
    first_day: date
    add_on_to: str | None
    daily_units: int | None

    @property
    def first_month(self) -> str:
        return self.first_day.strftime("%Y-%m")


@dataclass(frozen=True)
class Reason:
    """A claim adjustment reason (`CARC`), remark (`RARC`) or group (`GROUP`) with our own label.

    `denial` is False for what only splits money (contract, cost share, prior payer, sequestration), repeats or informs.
    """

    kind: str
    code: str
    label: str
    category: ReasonCategory
    denial: bool

    @property
    def denial_class(self) -> DenialClass | None:
        return self.category.denial_class if self.denial else None


@cache
def codes() -> dict[str, Code]:
    """The tracked codes, in the order of the file."""
    return {
        r["code"]: Code(
            r["code"],
            r["label"],
            r["short_label"],
            r["family"],
            date.fromisoformat(r["first_day"]),
            r["add_on_to"] or None,
            int(r["medicare_daily_units"]) if r["medicare_daily_units"] else None,
        )
        for r in rows("codes")
    }


@cache
def reasons() -> dict[tuple[str, str], Reason]:
    """Reasons by (kind, code), for example `("CARC", "96")`."""
    return {
        (r["kind"], r["code"]): Reason(
            r["kind"], r["code"], r["label"], ReasonCategory(r["category"]), r["denial"] == "yes"
        )
        for r in rows("reasons")
    }


@dataclass(frozen=True)
class Saying:
    """What a payer says in a member's words. reasons: adjustment reasons it usually means, the likeliest first.

    phrases: one regular expression. keywords: words (or their beginnings) that point to it where
    no phrase fits."""

    said: str
    words: str
    category: ReasonCategory
    reasons: tuple[str, ...]
    phrases: str
    keywords: tuple[str, ...]
    hint: str


@cache
def sayings() -> dict[str, Saying]:
    """The answers to "what did the payer say?", in the order of the file."""
    return {
        r["said"]: Saying(
            r["said"],
            r["words"],
            ReasonCategory(r["category"]),
            tuple(r["reasons"].split()),
            r["phrases"],
            tuple(r["keywords"].split()),
            r["hint"],
        )
        for r in rows("payer_said")
    }


@cache
def modifiers() -> dict[str, str]:
    """Modifiers that a form offers, with our words."""
    return {r["modifier"]: r["label"] for r in rows("modifiers")}


@cache
def medicare_rate(code: str, month: str) -> Decimal | None:
    """Medicare's national non-facility amount in US dollars for one unit in a month (`YYYY-MM`), None where unknown.

    The standard conversion factor is used; where it changed inside a month, the one in force on the month's first day.
    """
    day = f"{month}-01"
    for r in rows("medicare_rates"):
        if r["code"] == code and r["participant"] == "standard" and r["effective_from"] <= day <= r["effective_to"]:
            return Decimal(r["nonfacility_usd"])
    return None
