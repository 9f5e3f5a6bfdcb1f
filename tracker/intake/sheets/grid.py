"""The plain shape every container is turned into: sheets of rows of text.

The one thing to know: a cell is always text, as a careful person would type it (`2025-03-01`, `97550`, `41.66`), so
that the rest of the reader never asks where a value came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

# At the ends of a cell these mean nothing, and two cells that differ in them alone are equal: blanks of every width,
# line ends, and the marks without width that web forms leave.
EDGES = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029,
                          0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))  # fmt: skip
Row = list[str]
Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass
class Sheet:
    """One grid. first_row: the row number of `rows[0]`. left: empty columns to the left that are left out of `rows`.
    delimited: rows are records of a text file."""

    rows: list[Row]
    name: str = ""
    hidden: bool = False
    delimited: bool = False
    first_row: int = 1
    left: int = 0
    titles: dict[int, list[str]] = field(default_factory=dict)  # words before a row (by its number) that take no row

    def trim(self) -> None:
        """Leaves out empty columns on the left and empty rows at the end: a table may start anywhere, and most shapes
        begin with their first cell and end with their last."""
        drop_empty_end(self.rows)
        width = max(map(len, self.rows), default=0)
        empty = next((n for n in range(width) if any(n < len(r) and r[n] for r in self.rows)), 0)
        if empty:
            self.rows = [r[empty:] for r in self.rows]
            self.left += empty


def drop_empty_end(rows: list[Row]) -> None:
    """Leaves out empty rows at the end, in place."""
    while rows and not any(rows[-1]):
        rows.pop()


def text_of(value: Cell) -> str:
    """A workbook cell as text: no blanks at its ends, whole numbers without `.0`, dates in ISO order, midnight left out."""
    if isinstance(value, str):
        return value.strip(EDGES)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    return str(value)
