"""Files of record types: the first cell says what a row is (claim, service, adjustment), and each type has its own header.

The one thing to know: a service row takes what its claim row says, and gives one row for each adjustment below it; what
belongs together is put together later, like any file with one row for each adjustment.
"""

from __future__ import annotations

from tracker.intake.sheets import header, heading
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.grid import Row, Sheet
from tracker.intake.sheets.table import Table


def tables_of(sheet: Sheet) -> list[Table]:
    """The services as one table, or nothing where the sheet has no record types with headers."""
    heads = _heads(sheet)
    if len(heads) < 2:
        return []
    order = [kind for kind, _ in sorted(heads.items(), key=lambda item: item[1])]
    names = {kind: [plain(c) for c in sheet.rows[n][1:]] for kind, n in heads.items()}
    service = next((k for k in order if any(header.best(c)[0] == "code" for c in names[k] if c)), None)
    body = [n for n, r in enumerate(sheet.rows) if sum(map(bool, r)) > 1 and n not in heads.values()]
    if service is None or sum(_kind(sheet.rows[n]) in names for n in body) < 0.95 * len(body):
        return []
    return [_table(sheet, order, names, service, list(heads.values()))]


def _kind(row: Row) -> str:
    return plain(row[0]).strip("#*<>[]: ").casefold() if row else ""


def _heads(sheet: Sheet) -> dict[str, int]:
    """The row that heads each type: its first row, made of header words."""
    found: dict[str, int] = {}
    for n, row in enumerate(sheet.rows[:200]):
        kind = _kind(row)
        seen = heading.look(row[1:]) if kind and len(kind) < 16 and kind not in found else None
        if seen and not seen.data and seen.hits > 1 and seen.hits >= 0.5 * seen.filled:
            found[kind] = n
    later = {_kind(r) for n, r in enumerate(sheet.rows[:2000]) if n not in found.values()}
    return {kind: n for kind, n in found.items() if kind in later}


def _table(sheet: Sheet, order: list[str], names: dict[str, list[str]], service: str, heads: list[int]) -> Table:
    starts: dict[str, int] = {}
    headers: list[str] = []
    for kind in order:
        starts[kind] = len(headers)
        headers += [h if h not in headers else "" for h in names[kind]]
    above, below = order[: order.index(service)], order[order.index(service) + 1 :]
    rows: list[tuple[int, Row]] = []
    folded: list[tuple[int, str]] = []
    cells: Row = [""] * len(headers)
    told = False  # the last service has its first adjustment
    for n, row in enumerate(sheet.rows):
        number, kind = sheet.first_row + n, _kind(row)
        if n in heads or kind not in names:
            folded.append(
                (number, "header" if n in heads else "blank row" if not any(row) else "heading, comment or footer")
            )
            continue
        if kind in above or kind == service:
            cells = cells[: starts[kind]] + [""] * (len(headers) - starts[kind])
        cells = _filled(cells, starts[kind], row[1:], len(names[kind]))
        if kind == service:
            rows.append((number, list(cells)))
            told = False
        elif kind in below and rows and told:
            rows.append((number, list(cells)))
        else:
            folded.append((number, "told in the row of the service"))
            if kind in below and rows:
                rows[-1] = (rows[-1][0], list(cells))
                told = True
    return Table(sheet, headers, rows, last_parts=list(headers), folded=folded)


def _filled(cells: Row, start: int, own: Row, width: int) -> Row:
    part = [*own[:width], *[""] * (width - len(own))]
    return [*cells[:start], *part, *cells[start + width :]]
