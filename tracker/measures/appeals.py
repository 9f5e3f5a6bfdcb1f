"""What becomes of denials: appealed, overturned (both ways of counting), and how long it takes.

The one thing a newcomer would get wrong: the two overturn figures answer different questions and are shown together. Of
decided appeals most may be won, while of all denials few are ever paid, because few are appealed.

Appeal rows: line_id, level, filed_month, outcome (`open`, `overturned`, `partly`, `upheld`, `withdrawn`),
decided_month.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracker.errors import Rejected
from tracker.measures.control import months_between
from tracker.measures.numbers import Basis, Proportion
from tracker.measures.survival import Waiting, waiting

WON = frozenset({"overturned", "partly"})
DECIDED = WON | {"upheld"}


@dataclass(frozen=True)
class Appeals:
    """appealed and overturned_all: of all denied lines. overturned_decided: of appeals decided, each level on its own.
    open: appeals without an answer. to_decision: months from filing, open ones censored."""

    appealed: Proportion
    overturned_all: Proportion
    overturned_decided: Proportion
    open: int
    to_decision: Waiting


def appeals(denied: int, rows: pd.DataFrame, as_of: str, basis: Basis, later_paid: int | None = None) -> Appeals:
    """denied: denied lines in question; rows: their appeals. as_of: the month until which open cases were watched.

    later_paid: denied lines known to be paid in the end, where remittances tell; default: those with an appeal won.
    What happened after `as_of` is not known yet: appeals filed later are left out, decisions made later are still
    open."""
    rows = rows[rows["filed_month"] <= as_of]
    decided_month = rows["decided_month"].fillna("").astype(str)
    seen = (decided_month != "") & (decided_month <= as_of)
    decided, won = rows["outcome"].isin(DECIDED) & seen, rows["outcome"].isin(WON) & seen
    lines, lines_won = rows["line_id"].nunique(), rows.loc[won, "line_id"].nunique()
    if lines > denied:
        raise Rejected(f"{lines} appealed lines for {denied} denied ones.", "Hand in the appeals of these lines only.")
    end = decided_month.where(seen, as_of)
    months = [months_between(f, e) for f, e in zip(rows["filed_month"], end, strict=True)]
    return Appeals(
        Proportion(lines, denied, basis),
        Proportion(lines_won if later_paid is None else later_paid, denied, basis),
        Proportion(int(won.sum()), int(decided.sum()), basis, "decided appeal"),
        int((~seen).sum()),
        waiting(months, list(decided)),
    )
