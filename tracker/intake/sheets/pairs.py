"""Records of two rows: the visit (patient, date, code) and, below it, how the payer decided it.

The one thing a newcomer gets wrong: the two header rows are no header of two rows; each heads every second row.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.intake.sheets import codes, heading
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.grid import Row
from tracker.intake.sheets.table import Table, blank
from tracker.intake.sheets.totals import is_total


def joined(table: Table) -> Table:
    """The table with one row for each record, or the table as it is."""
    if len(table.header_rows) != 2 or table.sideways:
        return table
    upper, lower = (row for _, row in table.header_rows)
    one, two = heading.look(upper).core, heading.look(lower).core
    if len(one) < 2 or len(two) < 2 or one & two or "code" not in one | two:
        return table
    first = "code" in one
    at = _code_at(upper if first else lower)
    if at is None:  # no single heading is the code's, only several together
        return table
    body = [(n, r) for n, r in table.rows if not blank(r)]
    coded = [at < len(r) and codes.read(r[at]).why == "" for _, r in body]
    here, there = coded[0::2] if first else coded[1::2], coded[1::2] if first else coded[0::2]
    if len(body) < 6 or sum(here) < 0.6 * len(here) or sum(there) > 0.1 * len(there):
        return table
    return _joined(table, upper, lower, at if first else None)


def _code_at(row: Row) -> int | None:
    return next((n for n, c in enumerate(row) if "code" in heading.look([c]).core), None)


def _joined(table: Table, upper: Row, lower: Row, code_at: int | None) -> Table:
    width = table.width
    rows: list[tuple[int, Row]] = []
    folded = list(table.folded)
    waiting: tuple[int, Row] | None = None
    for number, row in table.rows:
        if blank(row) or is_total(row) or len([c for c in row if c.strip()]) < 2:
            rows += [w for w in [waiting] if w]
            waiting = None
            rows.append((number, row))
        elif waiting is None:
            waiting = (number, _wide(row, width))
        elif code_at is not None and code_at < len(row) and codes.read(row[code_at]).why == "":
            rows.append(waiting)  # two visits in a row: the first has no decision yet
            waiting = (number, _wide(row, width))
        else:
            rows.append((waiting[0], [*waiting[1], *_wide(row, width)]))
            folded.append((number, f"told in row {waiting[0]}"))
            waiting = None
    rows += [w for w in [waiting] if w]
    headers = [plain(c) for c in (*_wide(upper, width), *_wide(lower, width))]
    return Table(table.sheet, headers, rows, table.header_rows, table.preamble, last_parts=list(headers), offset=table.offset, folded=folded)  # fmt: skip


def _wide(row: Sequence[str], width: int) -> Row:
    return [*row[:width], *[""] * (width - len(row))]
