"""Notes printed below their line: a row of its own with what was said of the line above it.

The one thing a newcomer gets wrong: a heading says something of the rows below it, a note of the row above. Notes
follow lines and carry a day or begin with a word for it; headings begin before the first line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import claims_above, codes, reasons
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.table import Table

_NOTE = re.compile(r"^\W*(?:notes?|comments?|remarks?|response|last (?:note|response|action)|status|follow[- ]?up|f/u|memo)\b\s*[:\-–]", re.IGNORECASE)  # fmt: skip
_REMARK = re.compile(r"^\W*(?:rem|rmk|rmks|rarc|remark codes?)\b\s*[:\-–]?\s*(?=(?:MA|M|N)\d)", re.IGNORECASE)
_DATED = re.compile(r"^\W*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_FIND = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
HEADS = ("Last response", "Remark codes")
ENOUGH = 2


def join(table: Table) -> None:
    """Puts each note into a further column of its line, and sets its row aside, in place."""
    at = claims_above.code_column(table)
    if at is None or sum(at >= len(r) or r[at] == "" or codes.read(r[at]).why != "" for _, r in table.rows) < ENOUGH:
        return
    kinds = [_kind(r, at) for _, r in table.rows]
    notes = [n for n, kind in enumerate(kinds) if kind == "note"]
    after = [n for n in notes if n and kinds[n - 1] in ("line", "note", "more")]
    remarks = all(_REMARK.match(_whole(table.rows[n][1])) for n in notes)
    if len(notes) < ENOUGH or after != notes or _are_headings(table, notes):
        return
    rows: list[tuple[int, list[str]]] = []
    for kind, (number, row) in zip(kinds, table.rows, strict=True):
        if kind == "note":
            above, said = rows[-1]
            rows[-1] = (above, [*said[:-1], "; ".join(filter(None, (said[-1], _text(row))))])
            table.folded.append((number, f"a note on the line in row {above}"))
        else:
            rows.append((number, [*row, *[""] * (table.width + 1 - len(row))]))
    table.rows = rows
    table.last_parts = [*table.last_parts, *[""] * (table.width - len(table.last_parts)), HEADS[remarks]]
    table.headers = [*table.headers, HEADS[remarks]]


def _are_headings(table: Table, notes: Sequence[int]) -> bool:
    """Whether one like them stands above the header already, or the header is printed again below them."""
    heads = [[plain(c).casefold() for c in r if c] for _, r in table.header_rows]
    below = ([plain(c).casefold() for c in table.rows[n + 1][1] if c] for n in notes if n + 1 < len(table.rows))
    above = any(sum(1 for c in r if not is_nothing(c)) == 1 and _NOTE.match(_whole(r)) for _, r in table.preamble)
    return above or any(row in heads for row in below)


def _kind(row: Sequence[str], at: int) -> str:
    filled = [c for c in row if not is_nothing(c)]
    if at < len(row) and len(filled) > 2 and (codes.read(row[at]).why == "" or codes.read(row[at]).other):
        return "line"
    if len(filled) == 2 and _REMARK.match(_whole(row)):
        return "note"
    if len(filled) == 1:
        return (
            "note" if _NOTE.match(_whole(row)) or _REMARK.match(_whole(row)) or _DATED.match(_whole(row)) else "alone"
        )
    return "more" if len(filled) == 2 and any(map(reasons.read, filled)) else "other"


def _whole(row: Sequence[str]) -> str:
    return " ".join(plain(c) for c in row if not is_nothing(c))


def _text(row: Sequence[str]) -> str:
    """The note without its label and day."""
    return plain(_FIND.sub(" ", _REMARK.sub("", _NOTE.sub("", _whole(row)))))
