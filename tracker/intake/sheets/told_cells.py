"""A column for each code whose cells tell everything at once: `Denied, Dec 2025, CO-96 N130` under `CPT 97550`.

The one thing a newcomer gets wrong: a cell that only ticks or only names an outcome is another layout; cells are taken
apart only where most of them hold a date beside the outcome.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import codes, dates, header, reasons, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Row
from tracker.intake.sheets.table import Table

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    rf"\b(?:{_MONTH}\s+(?:\d{{1,2}},?\s+)?20\d\d|20\d\d-\d\d(?:-\d\d)?|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|(?:0?[1-9]|1[0-2])[/.-]20\d\d)\b",
    re.IGNORECASE,
)
FACTS = ("Date of service", "Result", "Reason")
COLUMNS, CELLS, MOSTLY = 2, 4, 0.6  # the fewest columns and cells by which the shape is recognised


def part(table: Table) -> None:
    """Sets three columns in place of each such column, in place."""
    found = [n for n, h in enumerate(table.headers) if _of_code(h)]
    if len(found) < COLUMNS or not _tell_all(table, found):
        return
    titles = {n: codes.read(table.headers[n]).items[0].code for n in found}
    for n, (number, row) in enumerate(table.rows):
        table.rows[n] = (number, _parted([*row, *[""] * (table.width - len(row))], found))
    headers: list[str] = []
    parts: list[str] = []
    last = [*table.last_parts, *[""] * (table.width - len(table.last_parts))]
    for n, text in enumerate(table.headers):
        headers += [f"{titles[n]} | {f}" for f in FACTS] if n in titles else [text]
        parts += list(FACTS) if n in titles else [last[n]]
    table.headers, table.last_parts = headers, parts


def _of_code(text: str) -> bool:
    read = codes.read(text)
    return len(read.items) == 1 and header.choice(text)[0] == "code" and len(text) < 60


def _tell_all(table: Table, columns: list[int]) -> bool:
    cells = [plain(r[n]) for _, r in table.rows for n in columns if n < len(r) and not is_nothing(r[n])]
    told = [c for c in cells if not values.unbilled(c)]
    whole = [c for c in told if DATE.search(c) and values.outcome(_result(c)) is not None]
    return len(told) >= CELLS and len(whole) >= MOSTLY * len(told)


def _result(cell: str) -> str:
    """The cell without its date and its reasons."""
    rest = DATE.sub(" ", cell)
    rest = re.sub(r"\b(?:CO|PR|OA|PI|CR)[\s-]?[A-Z]?\d{1,3}\b|\b(?:MA|M|N)\d{1,3}\b", " ", rest, flags=re.IGNORECASE)
    return re.sub(r"[\s,;()/\[\]-]+", " ", rest).strip()


def _parted(row: Row, found: list[int]) -> Row:
    out: Row = []
    for n, cell in enumerate(row):
        if n not in found:
            out.append(cell)
            continue
        text = plain(cell)
        if is_nothing(text) or values.unbilled(text):
            out += ["", "", ""]
            continue
        when = DATE.search(text)
        rest = DATE.sub(" ", text)
        day = when.group() if when and not dates.read(when.group()).why else ""
        out += [day or (when.group() if when else ""), _result(text), " ".join(reasons.read(rest))]
    return out
