"""Columns of the decision at last beside those of the first one: `Initial denial`, `Final denial`, `Final paid`.

The one thing a newcomer gets wrong: a line counts as it was decided first. What was paid on appeal makes no partly paid
line of a denied one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.sheets import header
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table

FIRST = re.compile(r"\b(?:initial|initially|original|originally|first|1st)\b")
LAST = re.compile(r"\b(?:final|current|latest|last|now|ultimate|ending|after appeal|post appeal|on appeal)\b")
TELLING = frozenset({"outcome", "denied_flag", "paid_flag", "reason"})
LATER = frozenset({*TELLING, "paid", "remark", "group", "denied_amount", "clp_status", "allowed"})


def settle(plan: Plan, table: Table) -> None:
    """Where headers name a first decision, the columns of the last one are not used."""
    words = {u.at: header.words(table.headers[u.at]) for u in plan.uses}
    first = [u for u in plan.uses if u.role in TELLING and FIRST.search(words[u.at]) and plan.profiles[u.at].count]
    for use in plan.uses if first else ():
        if use.role in LATER and use.score < 2 and LAST.search(words[use.at]) and not FIRST.search(words[use.at]):
            plan.uses[use.at] = replace(
                use, role="ignore", why="tells how it ended at last, not how it was first decided"
            )
