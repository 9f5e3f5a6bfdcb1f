"""Reading workbooks (XLSX, XLSM, XLSB, XLS, ODS): every sheet as one table, rows counted as the program shows them.

The one thing to know: a whole number is written without `.0`, a date as ISO text; what was typed as text stays as typed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path

import python_calamine

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Block, Place, Reading, Row, Table
from tracker.intake.documents.readers.xlsx_marks import Marks, marks_of


def read_workbook(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    _refuse_far_cells(path, limits)
    book = _open(path)
    try:
        return _read(book, marks_of(path), limits, progress)
    except python_calamine.PasswordError:
        raise Rejected("The workbook is protected by a password.", "Save a copy without one.") from None
    except python_calamine.CalamineError as error:
        raise Rejected(
            f"The workbook is damaged and could not be read ({type(error).__name__}).", "Open and save it again."
        ) from None


CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def _refuse_far_cells(path: Path, limits: Limits) -> None:
    """A filled cell far out would make the library lay out an immense sheet: told from the XML before it is opened."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        if sum(i.file_size for i in package.infolist()) > limits.unpacked_bytes:
            raise Rejected(
                "The workbook unpacks to more than can be read.", "Save the sheets that matter as a file of their own."
            )
        for name in package.namelist():
            sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
            if sheet and _extent(package, name) > limits.cells * 4:
                raise Rejected(
                    "A sheet of the workbook spreads too far to be read.", "Delete what stands far outside its table."
                )


def _extent(package: zipfile.ZipFile, name: str) -> int:
    """Rows times columns of a sheet, from the places of its cells."""
    high = wide = 0
    rest = b""
    try:
        with package.open(name) as part:
            while block := part.read(1 << 20):
                for column, row in CELL.findall(rest + block):
                    high = max(high, int(row))
                    wide = max(wide, len(column) * 26 if len(column) < 3 else 702 + 676 * (column[0] - 64))
                rest = block[-60:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise Rejected(
            f"A sheet of the workbook is damaged ({name.rsplit('/', 1)[-1]}).", "Open and save it again, then retry."
        ) from None
    return high * wide


def _open(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        raise Rejected("The workbook is protected by a password.", "Save a copy without one.") from None
    except Exception as error:  # the library raises its own and plain errors for damaged files
        if "assword" in str(error) or "ncrypt" in str(error):
            raise Rejected("The workbook is protected by a password (encrypted).", "Save a copy without one.") from None
        raise Rejected(
            "The workbook is damaged and could not be opened.", "Open and save it again, then retry."
        ) from None


def _read(
    book: python_calamine.CalamineWorkbook, marks: dict[str, Marks], limits: Limits, progress: Progress | None
) -> Reading:
    parts: list[Block | Table] = []
    warnings: list[str] = []
    kinds = {m.name: m for m in book.sheets_metadata}
    total = cells = 0
    for n, name in enumerate(book.sheet_names, 1):
        if kinds[name].typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(name)
        width = sheet.width or 0
        left = (sheet.start or (0, 0))[1]  # empty columns in front are left out of the rows
        rows = []
        for at, raw in enumerate(sheet.iter_rows(), 1):
            cells += len(raw)
            if total + at > limits.rows or cells > limits.cells or (at % 2000 == 0 and limits.over):
                warnings.append(f"Sheet {name} was not read to its end: it is too large.")
                break
            texts = tuple(_text(v) for v in raw)
            if any(texts):
                rows.append(_marked(texts, Place(sheet=name, row=at), marks.get(name), left))
        total += len(rows)
        rows = _merged(sheet, rows)
        if rows and width:
            parts.append(Table(tuple(rows), sheet=name))
        if progress:
            progress(n, len(book.sheet_names))
    if not parts:
        raise Rejected("The workbook is empty: no sheet holds anything.", "Check that it is the right file.")
    return Reading(tuple(parts), len(book.sheet_names), warnings=tuple(warnings), complete=not warnings)


def _marked(texts: tuple[str, ...], place: Place, marks: Marks | None, left: int) -> Row:
    """The row with struck cells moved to its removed words, and the names of its colours."""
    if marks is None or place.row is None:
        return Row(texts, place)
    at = [(place.row, c) for c in range(left + 1, left + len(texts) + 1)]
    kept = tuple("" if p in marks.struck else marks.kept.get(p, t) for p, t in zip(at, texts, strict=True))
    removed = " ".join(t for p, t in zip(at, texts, strict=True) if t and (p in marks.struck or p in marks.kept))
    fills = tuple(marks.fills.get(p, "") for p in at)
    return Row(kept, place, removed, fills if any(fills) else ())


def _merged(sheet: python_calamine.CalamineSheet, rows: list[Row]) -> list[Row]:
    """A value merged over several rows holds for each of them."""
    spans = list((getattr(sheet, "merged_cell_ranges", None) or [])[:2000])
    if not spans:
        return rows
    at = {r.place.row: n for n, r in enumerate(rows)}
    before = (sheet.start or (0, 0))[1]
    for (top, first), (bottom, last) in spans:
        left, right = first - before, last - before
        source = at.get(top + 1)
        if source is None or left < 0 or bottom - top > 500 or right - left > 60:
            continue
        value = rows[source].cells[left] if left < len(rows[source].cells) else ""
        if not value or bottom == top:
            continue
        for number in range(top + 2, bottom + 2):
            if number in at:
                r = rows[at[number]]
                texts = [value if left <= c <= left and not t else t for c, t in enumerate(r.cells)]
                rows[at[number]] = Row(tuple(texts), r.place, r.removed, r.fills)
    return rows


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
