"""Related sheets: lines that hold `PayerID 3`, and a small sheet that says what 3 is.

The one thing to know: a column is put into words only if its header is that of the small sheet's key and all its values
are among the keys; anything less would be a guess.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import header
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Sheet
from tracker.intake.sheets.table import Table

MOST = 2000
Lookup = tuple[str, str, dict[str, str]]  # words of the key's header, header of the meaning, key -> meaning


def put_into_words(tables: list[Table], sheets: list[Sheet]) -> None:
    """Replaces keys by their meanings, in place."""
    if len(sheets) < 2:
        return
    found = [one for sheet in sheets for one in _lookups(sheet)]
    for table in tables:
        for words, name, meanings in found:
            for at in range(table.width):
                if header.words(table.last_parts[at] if at < len(table.last_parts) else table.headers[at]) == words:
                    _replace(table, at, name, meanings)


def _lookups(sheet: Sheet) -> list[Lookup]:
    rows = [r for r in sheet.rows if sum(1 for c in r if c.strip()) > 1]
    if not 3 <= len(rows) <= MOST or len(rows[0]) > 6:
        return []
    head, body = [plain(c) for c in rows[0]], rows[1:]
    keys = [plain(r[0]) for r in body]
    if (
        not head[0]
        or not all(keys)
        or len(set(keys)) != len(keys)
        or not all(re.fullmatch(r"[A-Za-z]{0,4}-?\d{1,8}|[A-Z]{1,4}", k) for k in keys)
    ):
        return []
    for at in range(1, len(head)):
        cells = [plain(r[at]) if at < len(r) else "" for r in body]
        if head[at] and sum(bool(re.search(r"[A-Za-z]{3}", c)) for c in cells) >= 0.9 * len(cells):
            return [(header.words(head[0]), head[at], dict(zip(keys, cells, strict=True)))]
    return []


def _replace(table: Table, at: int, name: str, meanings: dict[str, str]) -> None:
    cells = {plain(r[at]) for _, r in table.rows if at < len(r) and not is_nothing(r[at])}
    if len(cells) < 1 or not cells <= meanings.keys() or (len(table.rows) <= len(meanings) and table.width <= 3):
        return
    for n, (number, row) in enumerate(table.rows):
        if at < len(row) and plain(row[at]) in meanings:
            table.rows[n] = (number, [*row[:at], meanings[plain(row[at])], *row[at + 1 :]])
    table.headers[at] = name
    if at < len(table.last_parts):
        table.last_parts[at] = name
