"""Statuses written as numbers: those of a remittance (CLP02), or a program's own, which nobody outside can read.

The one thing a newcomer gets wrong: `2` under "Claim status" is no number of units but says that a later payer decided.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.intake.sheets import header
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table

REMITTANCE = frozenset("1 2 3 4 5 10 13 15 16 17 19 20 21 22 23 25 27".split())
TELLING = frozenset({"outcome", "clp_status"})
LOST = frozenset({"", "units", "seq", "outcome", "clp_status", "reason"})


def settle(plan: Plan, table: Table) -> None:
    """Gives the role of a remittance's claim status to columns of such numbers headed as a status; other numbers under
    such a header tell nothing where amounts or words do."""
    named = [u for u in plan.uses if u.score < 2 and u.role in LOST and _status(table.headers[u.at])]
    for use in named:
        cells = {_number(r[use.at]) for r in plan.sample if use.at < len(r) and not is_nothing(r[use.at])}
        if not cells or not all(c.isdecimal() and len(c) < 4 for c in cells):
            continue
        if cells <= REMITTANCE:
            plan.uses[use.at] = replace(use, role="clp_status", score=0.8, why="claim statuses of a remittance")
        else:
            plan.uses[use.at] = replace(use, role="ignore", why="a status in numbers of the program's own")


def _number(cell: str) -> str:
    return plain(cell).removesuffix(".0").lstrip("0") or "0"


def _status(text: str) -> bool:
    return any(header.roles(text).get(role, 0) >= 0.8 for role in TELLING)
