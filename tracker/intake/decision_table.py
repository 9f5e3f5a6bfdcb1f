"""The sheets of a CSV or workbook of decisions as rows of text, bounded, and nothing else.

The one thing to know: a file of ours begins with `# ` lines (CSV) or a sheet `About` (XLSX), and people put titles
above their headings; which row heads the table is for `decision_file` to say.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from tracker.errors import Rejected

MOST_ROWS = 100_000


def sheets(raw: bytes) -> Iterator[list[list[str]]]:
    """Each sheet as rows of text. Raises `Rejected` for what is no table, cannot be opened or is too long."""
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        yield from _workbook(raw)
    elif b"\x00" in raw[:4096]:
        raise Rejected("This is not a table.", "Send the decisions as CSV or XLSX.")
    else:
        yield _bounded(_csv(raw))


def _workbook(raw: bytes) -> Iterator[list[list[str]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield _bounded([[_text(cell) for cell in row] for row in rows[: MOST_ROWS + 1]])
    except CalamineError as error:
        raise Rejected(
            "This workbook cannot be opened: it is damaged or protected.", "Save it again without a password."
        ) from error


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MOST_ROWS:
        raise Rejected(f"This table has more than {MOST_ROWS:,} rows.", "Send it in parts.")
    return rows


def _csv(raw: bytes) -> list[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    top = [line for line in text.split("\n", 60)[:60] if not line.startswith("#")]
    delimiter = max(",;\t|", key=lambda mark: max((line.count(mark) for line in top), default=0))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return list(islice(rows, MOST_ROWS + 1))
    except csv.Error as error:  # a cell without an end, mostly
        raise Rejected(
            "This table cannot be read: a quotation mark opens a cell and never closes it.",
            "Save it again as CSV or XLSX from a spreadsheet program.",
        ) from error


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell if cell is not None else "")
