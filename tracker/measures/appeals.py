"""What becomes of denials: appealed, overturned (both ways of counting), and how long it takes.

The one thing a newcomer would get wrong: the two overturn figures answer different questions and are shown together. Of
decided appeals most may be won, while of all denials few are ever paid, because few are appealed.

An appeal that was withdrawn has ended without a decision: it is neither open nor decided, and in the time to
a decision it is censored when it was withdrawn.

A payment in a later remittance counts among all denials and never among decided appeals: it tells of wins only, so it
would flatter the share.

Appeal rows: line_id, level, filed_month ('' not told), outcome (`open`, `overturned`, `partly`, `upheld`, `withdrawn`),
decided_month, and told_month: the month by which it was known, which stands in for a month that nobody told.
"""

from __future__ import annotations

from collections.abc import Collection
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
    open: appeals that wait for an answer. withdrawn: given up, so ended and not decided. to_decision: months from
    filing, open ones censored now and withdrawn ones when they were withdrawn; untimed: appeals left out of it, since
    a month was not told. paid_later: lines that a later remittance paid and of which no appeal won is known.
    """

    appealed: Proportion
    overturned_all: Proportion
    overturned_decided: Proportion
    open: int
    to_decision: Waiting
    untimed: int = 0
    paid_later: int = 0
    withdrawn: int = 0


def appeals(denied: int, rows: pd.DataFrame, as_of: str, basis: Basis, paid: Collection[int] = ()) -> Appeals:
    """denied: denied lines in question; rows: their appeals. as_of: the month until which open cases were watched.

    paid: those of the denied lines (line ids) that a later remittance paid by then.
    What happened after `as_of` is not known yet: appeals filed later are left out, decisions made later are still
    open."""
    if "told_month" not in rows:
        rows = rows.assign(told_month="")
    filed = rows["filed_month"].where(rows["filed_month"] != "", rows["told_month"])
    rows = rows[filed <= as_of]
    month = rows["decided_month"].fillna("").astype(str)
    ended = month.where((month != "") | (rows["outcome"] == "open"), rows["told_month"])
    seen = (ended != "") & (ended <= as_of)
    decided, won = rows["outcome"].isin(DECIDED) & seen, rows["outcome"].isin(WON) & seen
    withdrawn = (rows["outcome"] == "withdrawn") & seen
    lines, lines_won = rows["line_id"].nunique(), set(rows.loc[won, "line_id"])
    if max(lines, len(lines_won | set(paid))) > denied:
        raise Rejected(f"{lines} appealed lines for {denied} denied ones.", "Hand in the appeals of these lines only.")
    timed = (rows["filed_month"] != "") & (~seen | (month != ""))
    end = month.where(seen, as_of)[timed]
    months = [months_between(f, e) for f, e in zip(rows.loc[timed, "filed_month"], end, strict=True)]
    return Appeals(
        Proportion(lines, denied, basis),
        Proportion(len(lines_won | set(paid)), denied, basis),
        Proportion(int(won.sum()), int(decided.sum()), basis, "decided appeal"),
        int((~seen).sum()),
        waiting(months, list(decided[timed]), int(withdrawn[timed].sum())),
        int((~timed).sum()),
        len(set(paid) - lines_won),
        int(withdrawn.sum()),
    )
