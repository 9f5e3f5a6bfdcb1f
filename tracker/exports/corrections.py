"""The corrected copy: the sender's rows in a workbook, problem cells marked, private columns left out.

The one thing to know: every cell is written as text, so a formula in a sender's file is only its letters here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import xlsxwriter

ROW = "Row in your file"
WIDEST = 48


class Table(Protocol):
    """A table of rows to keep and to mend (see `tracker.intake.sheets.mending`)."""

    @property
    def name(self) -> str: ...
    @property
    def headers(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[tuple[int, Sequence[str]]]: ...
    @property
    def marks(self) -> Mapping[tuple[int, int | None], str]: ...


def write(tables: Sequence[Table], out_path: Path) -> Path:
    """Writes the workbook: one sheet for each table, an advice beside each row to mend, its cell coloured."""
    book = xlsxwriter.Workbook(
        str(out_path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"bg_color": "#FCE8B2", "border": 1, "border_color": "#B36B00"}),
    }
    taken: set[str] = set()
    for number, table in enumerate(tables, 1):
        _sheet(book.add_worksheet(_name(table.name, number, taken)), table, styles)
    book.close()
    return out_path


def _name(wanted: str, number: int, taken: set[str]) -> str:
    name = "".join(c for c in wanted if c not in "[]:*?/\\'")[:28].strip() or f"table {number}"
    if name.casefold() in taken:
        name = f"{name[:24]} {number}"
    taken.add(name.casefold())
    return name


def _sheet(sheet: xlsxwriter.worksheet.Worksheet, table: Table, styles: dict[str, xlsxwriter.format.Format]) -> None:
    sheet.freeze_panes(1, 0)
    advice_at = len(table.headers) + 1
    for at, words in enumerate([ROW, *table.headers, "To mend"]):
        sheet.write_string(0, at, words, styles["head"])
    sheet.set_column(0, advice_at - 1, 16)
    sheet.set_column(advice_at, advice_at, WIDEST)
    for line, (number, cells) in enumerate(table.rows, 1):
        sheet.write_number(line, 0, number)
        for at, text in enumerate(cells):
            sheet.write_string(line, at + 1, text)
        told = {at: words for (n, at), words in table.marks.items() if n == number}
        for place, words in told.items():
            if place is not None:
                sheet.write_string(line, place + 1, cells[place], styles["mark"])
                sheet.write_comment(line, place + 1, words, {"author": "", "x_scale": 2})
        if told:
            sheet.write_string(line, advice_at, " ".join(told.values()), styles["mark"])
