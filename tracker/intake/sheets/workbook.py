"""XLSX, XLS, XLSB and ODS through calamine. Comments and document properties are never read.

The one thing a newcomer gets wrong: a formula whose result was never stored reads as an empty cell. Such cells are
found in the XML of an XLSX and computed where that is trivial (a literal, a date, a link, another cell, a choice by
comparison, an exact look-up); the others stay empty, so that the row is told to the sender and nothing is invented.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import python_calamine as calamine

from tracker.errors import Rejected
from tracker.intake.sheets import formulas
from tracker.intake.sheets.grid import Row, Sheet, drop_empty_end, text_of

CELLS = 40_000_000
_FAR = re.compile(rb'<c r="([A-Z]{3})(\d+)"[^>]*?(?<!/)>')
_ROW = re.compile(rb'<row [^>]*?r="(\d+)"')
Refusal = Callable[[], Rejected]


def sheets_of(data: bytes, archive: zipfile.ZipFile | None, damaged: Refusal, locked: Refusal) -> Iterator[Sheet]:
    """Every worksheet as text, merged cells filled from their first cell."""
    if archive is not None:
        _refuse_far_cells(archive)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        metas = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    except calamine.PasswordError as error:
        raise locked() from error
    except Exception as error:
        raise (locked() if "password" in str(error).casefold() else damaged()) from error
    try:
        sheets = [_sheet(book, meta, several=len(metas) > 1) for meta in metas]
    except Rejected:
        raise
    except Exception as error:
        raise damaged() from error
    if archive is not None:
        formulas.fill_in(archive, sheets)
    yield from sheets


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, several: bool) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    if sheet.total_height * max(1, sheet.total_width) > CELLS:
        raise Rejected(
            "A sheet spreads over too many cells to be opened.",
            "Delete empty rows and columns beyond the table and send it again.",
        )
    rows: list[Row] = [[text_of(c) for c in row] for row in sheet.to_python(skip_empty_area=False)]
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    drop_empty_end(rows)
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    return Sheet(rows, name=meta.name if several else "", hidden=hidden)


def _fill_merged(rows: list[Row], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Cells merged downwards repeat their value; cells merged sideways stay one (a title is no row of data)."""
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        if bottom > top and right == left:
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row) and not row[left]:
                    row[left] = rows[top][left]


def _refuse_far_cells(archive: zipfile.ZipFile) -> None:
    """A filled cell far out makes the grid between immense: refused before the memory is taken."""
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        xml = archive.read(name)
        far = _FAR.findall(xml)
        if not far:
            continue
        rows = max((int(n) for n in _ROW.findall(xml)), default=1)
        width = max(_column_number(letters) for letters, _ in far)
        if rows * width > CELLS:
            raise Rejected(
                f"A sheet has something in column {max(far)[0].decode()}, far beyond its table, and is too large to be opened.",
                "Delete the cells beyond the table and send it again.",
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
