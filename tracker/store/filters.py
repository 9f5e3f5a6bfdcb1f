"""What to count: the filters that every question of the second ledger takes, and their condition in SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tracker.store.reach import PRIMARY

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Filters:
    """What to count. An empty tuple or None means everything; months are `YYYY-MM`, both ends included.

    basis: `complete` (files with paid and denied lines: a denominator for rates), `reports`, `secondary` (never in a
    share). review: `accepted`, `pending`.
    """

    payers: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    month_from: str | None = None
    month_to: str | None = None
    basis: tuple[str, ...] = ("complete", "reports")
    review: tuple[str, ...] = ("accepted",)

    @property
    def dimensions(self) -> frozenset[str]:
        """The columns that the filters need."""
        used = {
            "payer_id": self.payers or self.parents,
            "state": self.states,
            "line_of_business": self.lines_of_business,
            "code": self.codes,
            "month": self.month_from or self.month_to,
        }
        return frozenset(name for name, value in used.items() if value)

    @property
    def kept(self) -> str | None:
        """The one basis under which `margins` and `places` keep practices for these filters, None when they do not."""
        if len(self.review) != 1:
            return None
        if set(self.basis) == {"complete", "reports"}:
            return PRIMARY
        return self.basis[0] if len(self.basis) == 1 else None

    def one(self, dimension: str) -> bool:
        """Whether exactly one value of a dimension is asked for."""
        if dimension == "month":
            return self.month_from is not None and self.month_from == self.month_to
        asked = {
            "payer_id": self.payers,
            "state": self.states,
            "line_of_business": self.lines_of_business,
            "code": self.codes,
        }
        return len(asked[dimension]) == 1 and not (dimension == "payer_id" and self.parents)

    @property
    def only(self) -> tuple[str, str] | None:
        """The dimension and value when exactly one value of exactly one dimension is asked for."""
        if self.parents or len(self.dimensions) != 1:
            return None
        months = tuple({self.month_from, self.month_to})
        values = self.payers or self.states or self.lines_of_business or self.codes or months
        return (next(iter(self.dimensions)), values[0]) if len(values) == 1 and values[0] else None


EVERYTHING = Filters()


def condition(filters: Filters, kept: str | None = None) -> tuple[str, dict[str, Any]]:
    """A condition on a summary's columns and what is bound to it. kept: the basis under which practices are kept."""
    bound: dict[str, Any] = {}
    parts = []
    for column, values in {
        "payer_id": filters.payers,
        "state": filters.states,
        "line_of_business": filters.lines_of_business,
        "code": filters.codes,
        "basis": (kept,) if kept else filters.basis or ("complete", "reports", "secondary"),
        "review": filters.review,
    }.items():
        if values:
            parts.append(f"{column} in (select value from json_each(:{column}))")
            bound[column] = json.dumps(values)
    if filters.parents:
        parts.append(
            "payer_id in (select payer_id from payers where parent in (select value from json_each(:parents)))"
        )
        bound["parents"] = json.dumps(filters.parents)
    if filters.month_from:
        parts.append("month >= :month_from")
        bound["month_from"] = filters.month_from
    if filters.month_to:
        parts.append("month <= :month_to")
        bound["month_to"] = filters.month_to
    return " and ".join(parts) or "true", bound
