"""Boxes of a report writer: the total of a group or of the whole report, repeated on every row of its export.

The one thing a newcomer gets wrong: `Count: 7` on every row does not make every row a total; only where few rows say so
are these the totals.
"""

from __future__ import annotations

from tracker.intake.sheets.clean import is_nothing
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.totals import is_total

FILLED = 4  # cells of a row that lists something
ENOUGH = 4  # such rows


def clear(table: Table) -> None:
    """Empties the columns most of whose cells, in rows that list something, look like totals, in place."""
    rows = [r for _, r in table.rows[:600] if sum(not is_nothing(c) for c in r) >= FILLED]
    if len(rows) < ENOUGH:
        return
    boxes = [n for n in range(table.width) if sum(n < len(r) and is_total([r[n]]) for r in rows) > 0.5 * len(rows)]
    for n, (number, row) in enumerate(table.rows) if boxes else ():
        if sum(not is_nothing(c) for c in row) >= FILLED:
            table.rows[n] = (number, ["" if at in boxes else c for at, c in enumerate(row)])
