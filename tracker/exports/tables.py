"""Tables to take away: CSV and XLSX with the caption, and with what is hidden said to be hidden.

The one thing to know: a cell of text that begins like a formula is defused in the CSV (a spreadsheet would run it);
numbers stay numbers. In the XLSX every text is written as text, which no spreadsheet runs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import pandas as pd
import xlsxwriter

from tracker.figures.style import Caption

HIDDEN = "hidden (small number)"
Kind = Literal["text", "count", "share", "money", "month", "yes_no"]
FORMATS: dict[str, str] = {"count": "#,##0", "share": "0.0%", "money": "#,##0.00"}
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?\Z")


@dataclass(frozen=True)
class Column:
    """A column of a table: `name` in the frame, `words` in the file, what it holds, and which flag hides its cells."""

    name: str
    words: str
    kind: Kind = "text"
    hidden_by: str = ""


@dataclass(frozen=True)
class Table:
    """A frame with the columns to show, its caption and the definitions a reader needs."""

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    caption: Caption
    definitions: Mapping[str, str] = field(default_factory=dict)


def cells(table: Table) -> list[list[Any]]:
    """The rows as plain values: None where missing, `HIDDEN` where hidden, numbers as int or float."""
    return [[_value(row, column) for column in table.columns] for row in table.frame.to_dict("records")]


def _value(row: Mapping[Any, Any], column: Column) -> Any:
    flag = row[column.hidden_by] if column.hidden_by else False
    if pd.isna(flag) or bool(flag):  # not known whether it may be shown: it may not
        return HIDDEN
    value = row[column.name]
    if pd.isna(value):
        return None
    if column.kind == "count":
        return int(value)
    if column.kind in ("share", "money"):
        return round(float(value), 6)
    if column.kind == "yes_no":
        return "yes" if value else "no"
    return str(value)


def about(table: Table) -> list[tuple[str, str]]:
    """What must be known beside the numbers, as pairs: what, and its words."""
    caption = table.caption
    facts = [
        ("Finding", caption.title),
        ("Shows", caption.subtitle),
        ("n", caption.n),
        ("Tier", caption.tier_words),
        ("Source", caption.source),
        ("Snapshot", caption.snapshot),
        ("Licence", caption.licence),
        ("Note", caption.note),
    ]
    if any(HIDDEN in row for row in cells(table)):
        facts.append(("Hidden", "Small numbers, and numbers from which they could be worked out, are not shown."))
    return [(k, v) for k, v in facts if v] + [(f"Definition: {k}", v) for k, v in table.definitions.items()]


def defused(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; everything else unchanged."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return f"'{value}"
    return value


def csv_bytes(table: Table, with_about: bool = True, bom: bool = True) -> bytes:
    """The table as CSV in UTF-8. `bom` lets Excel read accents; `with_about` puts the caption before it, as `# ` lines.

    Read it again with `pandas.read_csv(file, comment="#")`.
    """
    out = io.StringIO(newline="")
    if with_about:
        for what, words in about(table):
            out.write(f"# {what}: {_one_line(words)}\r\n")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(c.words) for c in table.columns])
    writer.writerows([["" if v is None else defused(v) for v in row] for row in cells(table)])
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _one_line(words: str) -> str:
    return " ".join(words.split())


def xlsx_bytes(tables: Table | Sequence[Table], made: datetime, names: Sequence[str] = ()) -> bytes:
    """One sheet a table, and before them a sheet `About` with caption, tier, n, source, snapshot and definitions.

    The same tables and `made` give the same bytes.
    """
    tables = [tables] if isinstance(tables, Table) else list(tables)
    names = list(names) or (["Data"] if len(tables) == 1 else [f"Data {i + 1}" for i in range(len(tables))])
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": tables[0].caption.title[:255], "created": made})
        _about_sheet(book, tables, names)
        for table, name in zip(tables, names, strict=True):
            _data_sheet(book, table, name)
    return out.getvalue()


def _about_sheet(book: xlsxwriter.Workbook, tables: Sequence[Table], names: Sequence[str]) -> None:
    sheet = book.add_worksheet("About")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    row = 0
    for table, name in zip(tables, names, strict=True):
        if len(tables) > 1:
            sheet.write_string(row, 0, f"Sheet “{name}”", bold)
            row += 1
        for what, words in about(table):
            sheet.write_string(row, 0, what, bold)
            sheet.write_string(row, 1, words, wrapped)
            row += 1
        row += 1
    sheet.hide_gridlines(2)


def _data_sheet(book: xlsxwriter.Workbook, table: Table, name: str) -> None:
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("' "))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    rows = cells(table)
    for at, column in enumerate(table.columns):
        looks = book.add_format({"num_format": FORMATS[column.kind]} if column.kind in FORMATS else {})
        sheet.write_string(0, at, column.words, head)
        longest = max((len(str(row[at])) for row in rows if row[at] is not None), default=0)
        sheet.set_column(at, at, min(max(10, longest + 2, len(column.words) * 0.7), 60))
        for line, row in enumerate(rows, start=1):
            value = row[at]
            if isinstance(value, str):
                sheet.write_string(line, at, value)
            elif value is not None:
                sheet.write_number(line, at, value, looks)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + table.caption.title.replace("&", "&&")[:150] + "&R&P")
