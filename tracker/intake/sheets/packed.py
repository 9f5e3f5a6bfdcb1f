"""Facts packed into one column by a fixed sign (`Aetna | 97550 GP | x2 | DOS 05/2025`) become columns of their own.

The one thing a newcomer gets wrong: a cell that lists several codes is not packed; every part must keep its kind from
row to row, and only a table without the code in another column is taken apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tracker.intake.sheets import codes, dates, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Row
from tracker.intake.sheets.table import Table

SIGNS = re.compile(r"\s+[|/·•–—-]\s+|\s*[|¦‖;·•]\s*|\s*//\s*|\s+>\s+|,\s+")
ENOUGH = 5  # rows: fewer show no pattern
LABEL = re.compile(r"^(?:dos|date|svc|payer|ins|code|cpt|units?|qty)\s*[:=]\s*", re.IGNORECASE)


def unpack(table: Table) -> None:
    """Takes the packed column of a table apart, in place; every other table stays as it is."""
    rows = [r for _, r in table.rows if sum(1 for c in r if c) > 1]
    if len(rows) < ENOUGH or _has_codes(table, rows):
        return
    for at in range(table.width):
        if found := _pattern([plain(r[at]) for r in rows if at < len(r) and not is_nothing(r[at])]):
            _replace(table, at, *found)
            return


def _has_codes(table: Table, rows: Sequence[Row]) -> bool:
    """Whether a column holds a code in most of its cells and nothing but codes, modifiers and units."""
    for at in range(table.width):
        told = [r[at] for r in rows[:200] if at < len(r) and not is_nothing(r[at])]
        if told and sum(codes.read(c).why == "" and len(c) < 30 and not SIGNS.search(c) for c in told) > 0.6 * len(
            told
        ):
            return True
    return False


def _pattern(cells: list[str]) -> tuple[str, int] | None:
    """The sign that parts most cells into the same number of parts, each of one kind, a code and a date among them."""
    if len(cells) < ENOUGH:
        return None
    for sign in dict.fromkeys(m.group().strip() for c in cells[:20] for m in SIGNS.finditer(c)):
        parted = [split(c, sign) for c in cells]
        (count, how_many), *_ = Counter(map(len, parted)).most_common(1)
        if count < 3 or how_many < 0.8 * len(cells):
            continue
        whole = [p for p in parted if len(p) == count]
        kinds = [_kind([p[n] for p in whole]) for n in range(count)]
        if kinds.count("code") == 1 and ("date" in kinds or "outcome" in kinds) and kinds.count("date") <= 1:
            return sign, count
    return None


def split(cell: str, sign: str) -> list[str]:
    """The parts of a cell, without the labels before them."""
    gap = r"\s+" if sign in "/-–—>" else r"\s*"
    return [LABEL.sub("", p.strip()) for p in re.split(rf"{gap}{re.escape(sign)}{gap}", cell)]


def _kind(parts: list[str]) -> str:
    told = [p for p in parts if p]
    tests = {
        "code": lambda p: codes.read(p).why == "",
        "date": lambda p: bool(dates.read(p).us),
        "outcome": lambda p: values.outcome(p) is not None,
    }
    for kind, holds in tests.items():
        if told and sum(map(holds, told)) > 0.8 * len(parts):
            return kind
    return ""


def _replace(table: Table, at: int, sign: str, count: int) -> None:
    """The parts stand behind the last column, the packed cells are emptied: nothing is told twice."""
    names = [f"{table.headers[at]} {n}" for n in range(1, count + 1)]
    for n, (number, row) in enumerate(table.rows):
        cell = row[at] if at < len(row) else ""
        parts = split(plain(cell), sign) if sign in cell else []
        if len(parts) < 2:
            continue
        padded = [*row, *[""] * (table.width - len(row))][: table.width]
        padded[at] = ""
        table.rows[n] = (number, [*padded, *parts[:count], *[""] * (count - len(parts))])
    table.headers = [*table.headers, *names]
    table.last_parts = [*table.last_parts, *names] if table.last_parts else table.last_parts
