"""Tables laid out another way than one row for each code: set upright, melted, or taken apart before they are read.

The one thing to know: every row keeps the place it stands at, so that a statement is found where a reader looks for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.documents import columns as col
from tracker.intake.documents.model import Row, Table
from tracker.intake.documents.text import flat

ANSWER = "Position"  # a column of entries that asks nothing by itself: the legend or the title of the grid does


def one_row_a_code(table: Table) -> list[Table]:
    """The table as tables that have their codes one under the other."""
    melted = by_product(table)
    return side_by_side(melted if melted is not table else upright(table))


def _head_and_rows(table: Table) -> tuple[Sequence[str], Sequence[Row]]:
    """The header and what stands below it; the row with codes in it, where a title stands above."""
    if table.header:
        return table.header, table.rows
    for n, row in enumerate(table.rows[:4]):
        if sum(bool(col.CODE_CELL.match(c.strip())) for c in row.cells[1:]) >= 2:
            return row.cells, table.rows[n + 1 :]
    return (table.rows[0].cells, table.rows[1:]) if table.rows else ((), ())


def by_product(table: Table) -> Table:
    """A grid with codes in its header and products down its side, as a row for each product and code."""
    head, below = _head_and_rows(table)
    coded = [n for n, c in enumerate(head) if n and col.CODE_CELL.match(c.strip())]
    names = [r.cells[0].strip() for r in below if r.cells and r.cells[0].strip()]
    if len(coded) < 2 or not 0 < len(names) <= 40 or col.CODE_CELL.match(head[0].strip()):
        return table
    products = sum(bool(col.product(n)) for n in names)
    asked = sum(bool(col.role(n)) and not col.product(n) for n in names)
    known = col.role(head[0]) == "product" or bool(products)
    if not known or asked > products or any(map(col.CODE_CELL.match, names)):
        return table
    others = [n for n, c in enumerate(head) if n and n not in coded and c.strip()]
    rows: list[Row] = []
    for row in below:
        cells = [*row.cells, *[""] * (len(head) - len(row.cells))]
        for n in coded if cells[0].strip() else ():
            fill = row.fills[n] if n < len(row.fills) else ""
            own = (head[n], cells[0], cells[n], *(cells[k] for k in others))
            rows.append(Row(own, row.place, row.removed, (fill, *[""] * (len(own) - 1)) if fill else ()))
    header = ("Code", "Product", ANSWER, *(head[k] for k in others))
    return replace(table, rows=tuple(rows), header=header) if rows else table


def upright(table: Table) -> Table:
    """A table whose codes stand in its header, with the questions down its left side, set upright: a row for each code."""
    rows = table.rows
    head = table.header or (rows[0].cells if rows else ())
    below = rows if table.header else rows[1:]
    coded = [n for n, c in enumerate(head) if n and col.CODE_CELL.match(c.strip())]
    asked = [r.cells[0] for r in below if r.cells and r.cells[0].strip()]
    if (
        len(coded) < 2
        or not 0 < len(below) < 30
        or col.CODE_CELL.match(head[0].strip())
        or any(map(col.CODE_CELL.match, asked))
    ):
        return table
    if sum(bool(col.role(q)) for q in asked) < 0.5 * len(asked) or not asked:
        return table
    place = below[0].place
    turned = tuple(Row((head[n], *(r.cells[n] if n < len(r.cells) else "" for r in below)), place) for n in coded)
    return replace(table, rows=turned, header=("Code", *(r.cells[0] if r.cells else "" for r in below)))


def side_by_side(table: Table) -> list[Table]:
    """`Code | Fee | Code | Fee` as two tables, the left one first, each with the title that stands above its part."""
    at, high = (0, 0) if table.header else col.header_height([r.cells for r in table.rows[:60]])
    header = table.header or (table.rows[at + high - 1].cells if high else ())
    names = [flat(h).casefold() for h in header]
    starts = [
        n
        for n, h in enumerate(names)
        if col.role(h) == "code" and h == names[next(k for k, x in enumerate(names) if x)]
    ]
    if len(starts) < 2 or starts[0] != 0:
        return [table]
    edges = [*starts, len(names)]
    heads = {tuple(filter(None, names[a:b])) for a, b in itertools.pairwise(edges)}
    if len(heads) != 1 or len(next(iter(heads))) < 2:
        return [table]
    return [
        replace(
            table,
            rows=tuple(replace(r, cells=r.cells[a:b], fills=()) for r in table.rows),
            header=table.header[a:b] if table.header else None,
        )
        for a, b in itertools.pairwise(edges)
    ]
