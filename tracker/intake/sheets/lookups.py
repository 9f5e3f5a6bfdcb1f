"""Related sheets: lines that hold `PayerID 3`, and another sheet that says what 3 is; entries and their claims.

The one thing to know: sheets are joined only where the key's header is the same in both, its values are unique in one
and all found there; anything less would be a guess. Only facts of a line are taken over, so nobody's name is.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.intake.sheets import header
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Sheet
from tracker.intake.sheets.table import Table

MOST = 50_000
TAKEN = frozenset(
    ["payer", "payer_other", "payer_type", "state", "place", "date", "month", "year", "outcome", "denied_flag"]
)


@dataclass(frozen=True)
class Lookup:
    """A sheet that says what its keys mean. columns: header -> key -> meaning."""

    sheet: Sheet
    key: str  # words of the key's header
    keys: frozenset[str]
    columns: dict[str, dict[str, str]]


def join(tables: list[Table], sheets: list[Sheet]) -> None:
    """Adds to tables of codes what another sheet says of their keys, in place."""
    if len(sheets) < 2:
        return
    found = [one for sheet in sheets if (one := _lookup(sheet))]
    for table in tables:
        if found and any(header.best(h)[0] == "code" for h in table.headers if h):
            for lookup in found:
                if lookup.sheet is not table.sheet:
                    _join(table, lookup)


def _lookup(sheet: Sheet) -> Lookup | None:
    rows = [r for r in sheet.rows if sum(1 for c in r if c.strip()) > 1]
    if not 2 <= len(rows) <= MOST:
        return None
    head, body = [plain(c) for c in rows[0]], rows[1:]
    keys = [plain(r[0]) for r in body]
    if (
        not head[0]
        or len(set(keys)) != len(keys)
        or not all(keys)
        or any(header.best(h)[0] == "code" for h in head if h)
    ):
        return None
    columns = {
        h: {k: r[at] for k, r in zip(keys, body, strict=True) if at < len(r)}
        for at, h in enumerate(head)
        if at and h and header.best(h)[0] in TAKEN and header.best(h)[1] >= 0.5
    }
    return Lookup(sheet, header.words(head[0]), frozenset(keys), columns) if columns else None


def _join(table: Table, lookup: Lookup) -> None:
    at = next((n for n, h in enumerate(table.headers) if h and header.words(h) == lookup.key), None)
    if at is None:
        return
    cells = {plain(r[at]) for _, r in table.rows if at < len(r) and not is_nothing(r[at])}
    own = {header.best(h)[0] for n, h in enumerate(table.headers) if h and n != at}
    new = {h: meanings for h, meanings in lookup.columns.items() if header.best(h)[0] not in own}
    if not cells or not cells <= lookup.keys or not new:
        return
    width = table.width
    for n, (number, row) in enumerate(table.rows):
        key = plain(row[at]) if at < len(row) else ""
        table.rows[n] = (number, [*row, *[""] * (width - len(row)), *(m.get(key, "") for m in new.values())])
    table.headers[at] = "Record ID"  # the key itself says nothing any more
    table.headers += list(new)
    table.last_parts = [*table.last_parts, *[""] * (width - len(table.last_parts)), *new]
    table.last_parts[at] = "Record ID"
