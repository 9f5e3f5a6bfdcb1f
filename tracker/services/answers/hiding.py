"""Which rows of a table may not be shown: by the table alone, or checked against everything that has left before.

The one thing to know: pages hide by the table alone; what leaves is made anew by `services.release` with a `Checked`
control, which knows the export log, and may therefore hide more than the screen did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from tracker.measures import tables
from tracker.measures.disclosure import Cell, log_rows, release
from tracker.store.atoms import COVERAGE, OTHER


class Alone:
    """Hides small cells, and what would give them back beside the rows and the total of the same table."""

    def shares(self, counts: pd.DataFrame, key: str, what: str) -> pd.DataFrame:
        """counts: key, numerator, denominator, practices, largest. Gives `hidden` and `why`, row for row."""
        return tables.protect_shares(counts, [key]).rows[["hidden", "why"]]

    def counts(self, frame: pd.DataFrame, keys: Sequence[str]) -> list[bool]:
        """Which counts (`lines`) of denied lines may not leave beside their total."""
        if frame.empty:
            return []
        one = frame.assign(key=frame[list(keys)].astype(str).agg("|".join, axis=1))
        return [bool(h) for h in tables.protect_counts(one[["key", "lines"]], ["key"]).rows["hidden"]]


ALONE = Alone()


class Checked(Alone):
    """Hides too what an earlier export would give back together with this one. `released`: rows for the export log."""

    def __init__(
        self,
        base: Callable[[str], pd.DataFrame],
        within: Mapping[str, Sequence[str]],
        log: Sequence[Mapping[str, Any]],
        revision: int,
    ) -> None:
        """base: the finest counts with a dimension that is needed besides; within: the filters; log: earlier exports."""
        self._base, self._log, self._revision = base, log, revision
        self._within = {k: frozenset(v) for k, v in within.items()}
        self.released: list[dict[str, Any]] = []

    def shares(self, counts: pd.DataFrame, key: str, what: str) -> pd.DataFrame:
        protected = tables.protect_shares(
            counts, [key], within={**self._within, key: list(counts[key])}, base=self._base(key),
            above=[COVERAGE] if what == "coverage_denied" else [COVERAGE, OTHER],
            log=[*self._log, *self.released], revision=self._revision,
        )  # fmt: skip
        self.released += protected.log
        return protected.rows[["hidden", "why"]]

    def counts(self, frame: pd.DataFrame, keys: Sequence[str]) -> list[bool]:
        if frame.empty:
            return []
        rows = [{k: frozenset([str(r[k])]) for k in keys} for r in frame.to_dict("records")]
        cells = [Cell({**self._within, **r}, int(n)) for r, n in zip(rows, frame["lines"], strict=True)]
        total = Cell(self._within, int(frame["lines"].sum()))
        settled = release([*cells, total], self._base("reason"), [*self._log, *self.released], revision=self._revision)
        self.released += log_rows(settled)
        return [c.hidden for c in settled[:-1]]
