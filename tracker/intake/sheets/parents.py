"""Outlines in which a parent row names the payer and its children only count themselves: `Aetna`, `Line 1`, `Line 2`.

The one thing a newcomer gets wrong: a parent row has figures too, the sums of its children, so it looks like a line
that lacks its code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import claims_above, header, identity
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.totals import is_total

CHILD = re.compile(r"^(?:line|item|row|claim|service|svc|entry|visit|record|child|task|no\.?|#)?\s*#?\d{1,4}$", re.IGNORECASE)  # fmt: skip
MOSTLY = 0.8
PARENTS, CHILDREN = 2, 3  # the fewest by which the shape is recognised
WHY = "names the payer of the rows below it"


def fold(table: Table) -> None:
    """Writes the payer of each parent row into the rows below it, and sets the parent rows aside, in place."""
    at = claims_above.code_column(table)
    if at is None or table.sideways:
        return
    without = [r for _, r in table.rows if (at >= len(r) or is_nothing(r[at])) and _parent(r)]
    lines = [r for _, r in table.rows if at < len(r) and not is_nothing(r[at])]
    if _have_payers(table, lines):
        return
    for column in range(table.width):
        if column == at:
            continue
        counted = [plain(r[column]) for r in lines if column < len(r) and not is_nothing(r[column])]
        named = [plain(r[column]) for r in without if column < len(r) and not is_nothing(r[column])]
        named = [n for n in named if not CHILD.match(n)]
        payers = [n for n in named if len(n) < 80 and identity.payer_like(n)]
        if (
            len(counted) >= max(CHILDREN, MOSTLY * len(lines))
            and sum(bool(CHILD.match(c)) for c in counted) >= MOSTLY * len(counted)
            and len(payers) >= max(PARENTS, MOSTLY * len(named))
        ):
            _write(table, column)
            return


def _have_payers(table: Table, lines: Sequence[Sequence[str]]) -> bool:
    """Whether a column headed so names the payer of most lines already ("Primary" may also head the children's count)."""
    headed = [n for n, head in enumerate(table.headers) if header.best(head)[0] == "payer"]
    return any(
        sum(n < len(r) and not is_nothing(r[n]) and not CHILD.match(plain(r[n])) for r in lines) > 0.5 * len(lines)
        for n in headed
    )


def _parent(row: Sequence[str]) -> bool:
    """A name with figures: a name alone is a heading, one with "total" adds up what stands above it."""
    return _filled(row) > 1 and not is_total(row)


def _filled(row: Sequence[str]) -> int:
    return sum(not is_nothing(c) for c in row)


def _write(table: Table, column: int) -> None:
    rows: list[tuple[int, list[str]]] = []
    payer = ""
    for number, row in table.rows:
        cell = plain(row[column]) if column < len(row) else ""
        if cell and not CHILD.match(cell) and _parent(row) and len(cell) < 80 and identity.payer_like(cell):
            payer = cell
            table.folded.append((number, WHY))
            continue
        filled = [*row, *[""] * (table.width - len(row))][: table.width]
        rows.append((number, [*filled, payer if _filled(row) > 2 else ""]))
    width = table.width
    table.rows = rows
    table.headers = [*table.headers, "Payer"]
    table.last_parts = [*table.last_parts, *[""] * (width - len(table.last_parts)), "Payer"]
