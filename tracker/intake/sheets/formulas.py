"""Formulas of an XLSX whose result was never stored: computed when trivially so, else left empty.

Trivial means: a quoted text or number, DATE, HYPERLINK, another cell of the workbook, IF over one comparison, exact
VLOOKUP, and texts joined with `&`. Anything else (other workbooks above all) is not ours to guess.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date

from lxml import etree

from tracker.intake.sheets.grid import Row, Sheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"^(?:'([^'\[\]]+)'!|([\w.]+)!)?\$?([A-Z]{1,3})\$?(\d{1,7})$")
_IF = re.compile(r"^IF\(([^()<>=,]+)(<=|>=|<>|=|<|>)([^(),]+),(.+?),(.+)\)$", re.IGNORECASE)
_LOOKUP = re.compile(r"^VLOOKUP\(([^,()]+),([^,()]+),(\d+),(?:FALSE|0)\)$", re.IGNORECASE)
_DATE = re.compile(r"^DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)$", re.IGNORECASE)
_LINK = re.compile(r'^HYPERLINK\("[^"]*","([^"]*)"\)$', re.IGNORECASE)
Books = dict[str, list[Row]]


def fill_in(archive: zipfile.ZipFile, sheets: list[Sheet]) -> None:
    """Puts computable results into the empty formula cells of the sheets, in place."""
    try:
        wanted = [_unstored(archive.read(name)) for name in _sheet_files(archive)]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        return  # the workbook could be read; only its formulas cannot, and their cells stay empty
    if not any(wanted) or len(wanted) != len(sheets):
        return
    books = {s.name: s.rows for s in sheets}
    for sheet, cells in zip(sheets, wanted, strict=True):
        for (row, column), formula in cells.items():
            if row < len(sheet.rows) and column < len(sheet.rows[row]) and not sheet.rows[row][column]:
                sheet.rows[row][column] = compute(formula, sheet.rows, books) or ""


def _sheet_files(archive: zipfile.ZipFile) -> list[str]:
    """Worksheet parts in the order of the workbook."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return []
    targets = {r.get("Id"): r.get("Target", "") for r in _parse(archive.read("xl/_rels/workbook.xml.rels"))}
    files = []
    for sheet in _parse(archive.read("xl/workbook.xml")).iter(_MAIN + "sheet", _STRICT + "sheet"):
        key = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(key, "").lstrip("/")
        name = target if target.startswith("xl/") else f"xl/{target}"
        if name in names and "worksheets" in name:
            files.append(name)
    return files


def _parse(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _unstored(xml: bytes) -> dict[tuple[int, int], str]:
    if b"<f" not in xml:
        return {}
    found = {}
    for cell in re.finditer(
        rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f[^>]*>([^<]*)</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>', xml
    ):
        letters, row, formula = cell.groups()
        text = formula.decode("utf-8", "replace")
        for entity, char in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"), ("&amp;", "&")):
            text = text.replace(entity, char)
        found[int(row) - 1, _column(letters.decode())] = text
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def compute(formula: str, rows: list[Row], books: Books, depth: int = 0) -> str | None:
    """The result as text, None when it is not trivial."""
    formula = formula.strip().lstrip("=").strip()
    if depth > 5 or not formula:
        return None
    if re.fullmatch(r'"[^"]*"', formula):
        return formula[1:-1]
    if re.fullmatch(r"-?\d+(\.\d+)?", formula):
        return formula
    if found := _DATE.match(formula):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            return None
    if found := _LINK.match(formula):
        return found.group(1)
    if found := _REFERENCE.match(formula.replace(" ", "")):
        return _cell(found, rows, books)
    return _choice(formula, rows, books, depth)


def _cell(found: re.Match[str], rows: list[Row], books: Books) -> str | None:
    quoted, plain, letters, number = found.groups()
    grid = books.get(quoted or plain or "", rows) if not (quoted or plain) or (quoted or plain) in books else None
    row, column = int(number) - 1, _column(letters)
    return grid[row][column] if grid and row < len(grid) and column < len(grid[row]) else None


def _choice(formula: str, rows: list[Row], books: Books, depth: int) -> str | None:
    if found := _IF.match(formula):
        left, sign, right, yes, no = found.groups()
        one, two = compute(left, rows, books, depth + 1), compute(right, rows, books, depth + 1)
        holds = _compare(one, sign, two)
        return None if holds is None else compute(yes if holds else no, rows, books, depth + 1)
    if found := _LOOKUP.match(formula):
        key = compute(found.group(1), rows, books, depth + 1)
        return _look_up(key, found.group(2), int(found.group(3)), rows, books) if key else None
    if "&" in formula and "(" not in formula:
        parts = [compute(p, rows, books, depth + 1) for p in re.split(r'&(?=(?:[^"]*"[^"]*")*[^"]*$)', formula)]
        return None if any(p is None for p in parts) else "".join(p or "" for p in parts)
    return None


def _compare(one: str | None, sign: str, two: str | None) -> bool | None:
    if one is None or two is None:
        return None
    try:
        a: float | str = float(one or 0)
        b: float | str = float(two or 0)
    except ValueError:
        a, b = one.casefold(), two.casefold()
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]  # type: ignore[operator]


def _look_up(key: str, area: str, column: int, rows: list[Row], books: Books) -> str | None:
    sheet, _, cells = area.rpartition("!")
    name = sheet.strip("'")
    ends = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", cells)
    if not ends or (name and name not in books):
        return None
    left, top, _, bottom = ends.groups()
    start = _column(left)
    for row in (books[name] if name else rows)[int(top) - 1 : int(bottom)]:
        if start + column - 1 < len(row) and row[start].casefold() == key.casefold():
            return row[start + column - 1]
    return None
