"""Finds the tables in a grid: where the header stands, how many rows it has, where the next table begins.

The one thing a newcomer gets wrong: the first row is rarely the header. Titles, filters and run dates stand above it,
surveys print two or three header rows, reports print it again on each page, and some sheets lie on their side.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.intake.sheets import codes, dates, header, identity, reasons, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Row, Sheet

LOOK = 80  # rows in which the first header is sought
LONGEST = 260
_EMPTY_WORDS = ("response", "open-ended response")  # second header row of a survey tool: says nothing about the column


@dataclass
class Table:
    """One table. headers: one text per column, parts joined by ` | `. rows: (row number, cells). preamble: rows above."""

    sheet: Sheet
    headers: list[str]
    rows: list[tuple[int, Row]]
    header_rows: list[tuple[int, Row]] = field(default_factory=list)
    preamble: list[tuple[int, Row]] = field(default_factory=list)
    headless: bool = False
    sideways: bool = False
    last_parts: list[str] = field(default_factory=list)
    offset: int = 0  # columns of the sheet to the left of this table

    @property
    def width(self) -> int:
        return len(self.headers)


@dataclass(frozen=True)
class Look:
    """How much one row looks like a header."""

    filled: int
    hits: int
    core: frozenset[str]
    data: int

    @property
    def score(self) -> float:
        return 2.0 * len(self.core) + self.hits - 3.0 * self.data

    @property
    def good(self) -> bool:
        return len(self.core) >= 2 and self.data == 0 and self.hits >= max(2, self.filled * 0.3)


def _datum(cell: str) -> bool:
    """A cell that is a value and cannot be a header."""
    if len(cell) > LONGEST:
        return False
    if cell.isdigit():
        return len(cell) > 1 or not codes.read(cell).why
    found = dates.read(cell)
    if not found.why or re.match(r"^\(?-?\$?-?[\d,]*\.\d{2}\)?$", cell) or identity.private(cell):
        return True
    return len(cell) < 24 and (
        bool(re.match(r"^[A-Z]?\d{4,5}\b", cell)) or bool(re.match(r"^(CO|PR|OA|PI)[\s\-/]?\d", cell))
    )


def look(row: Sequence[str]) -> Look:
    cells = list(dict.fromkeys(c for c in map(plain, row) if c))
    named = [header.best(c) for c in cells if len(c) <= LONGEST]
    strong = [role for role, weight in named if weight >= 0.5]
    values_in = [c for c in cells if _datum(c)]
    data = len(values_in)
    kinds = [header.choice(c)[0] for c in values_in]
    if kinds.count("code") > 1 and all(kinds):
        strong += ["code"] * data  # one column per code: the codes are the header
        data = 0
    return Look(len(cells), len(strong), frozenset(strong) & header.CORE, data)


def tables_of(sheet: Sheet) -> list[Table]:
    """The tables of one sheet, in order; empty where it holds no table of lines."""
    rows = [(sheet.first_row + n, row) for n, row in enumerate(sheet.rows)]
    start = _first_header(sheet.rows)
    if start is None:
        turned = _turned(sheet)
        if turned:
            return [turned]
        headless = _headless(sheet, rows)
        return [headless] if headless else []
    if (turned := _turned(sheet)) and len(turned.headers) > look(sheet.rows[start]).hits:
        return [turned]
    _number_records(sheet, rows, _header_block(rows, start)[0])
    return _cut(sheet, rows, start)


def _number_records(sheet: Sheet, rows: list[tuple[int, Row]], start: int) -> None:
    """Where rows stand above the header and cells hold line breaks, the record number would be neither what a grid
    program shows nor a line of the file: physical line numbers are given instead."""
    if not sheet.delimited or start == 0 or not any("\n" in c for r in sheet.rows for c in r):
        return
    line = sheet.first_row
    for n, (_, row) in enumerate(rows):
        rows[n] = (line, row)
        line += 1 + sum(c.count("\n") for c in row)


def _first_header(rows: Sequence[Row]) -> int | None:
    looks = [look(r) for r in rows[:LOOK]]
    good = [n for n, seen in enumerate(looks) if seen.good]
    if not good:
        weak = [n for n, s in enumerate(looks) if s.data == 0 and s.hits >= 2 and s.core and s.filled >= 3]
        return weak[0] if weak else None
    best = max(looks[n].score for n in good[:4])
    return next(n for n in good if looks[n].score >= best * 0.6)


def _cut(sheet: Sheet, rows: list[tuple[int, Row]], start: int) -> list[Table]:
    """Splits the rows at every further header that differs from the one in force."""
    tables: list[Table] = []
    begin = start
    above = rows[:start]
    while begin is not None:
        block = _header_block(rows, begin)
        first = block[-1] + 1
        following = _next_header(rows, first, block, rows)
        end = _before_titles(rows, first, following) if following is not None else len(rows)
        table = _table(sheet, rows, block, first, end)
        table.preamble = [r for r in above if r[0] not in {rows[b][0] for b in block}]
        tables += _side_by_side(table)
        above = rows[end:following] if following is not None else []
        begin = following  # type: ignore[assignment]
    return tables


def _side_by_side(table: Table) -> list[Table]:
    """Two lists beside each other with an empty column between them are two tables."""
    empty = [
        n
        for n in range(table.width)
        if not table.last_parts[n] and not any(n < len(r) and r[n].strip() for _, r in table.rows[:500])
    ]
    edges = [-1, *empty, table.width]
    spans = [(a + 1, b) for a, b in itertools.pairwise(edges) if b - a > 3]
    looks = [look(table.last_parts[a:b]) for a, b in spans]
    if len(spans) < 2 or any(len(seen.core) < 3 or not {"code", "date"} & seen.core for seen in looks):
        return [table]
    return [_part(table, a, b) for a, b in spans]


def _part(table: Table, begin: int, end: int) -> Table:
    titles = [
        (n, row[begin:end]) for n, row in table.header_rows[:-1] if sum(1 for c in row[begin:end] if c.strip()) == 1
    ]
    heads = [(n, row[begin:end]) for n, row in table.header_rows if n not in {t for t, _ in titles}]
    headers = table.last_parts[begin:end] if titles else table.headers[begin:end]
    rows = [(n, row[begin:end]) for n, row in table.rows]
    return Table(
        table.sheet,
        headers,
        rows,
        heads,
        [*table.preamble, *titles],
        last_parts=table.last_parts[begin:end],
        offset=begin,
    )


def _before_titles(rows: list[tuple[int, Row]], first: int, following: int) -> int:
    """Where the titles above the next header begin: they belong to the table below them."""
    end = following
    while end > first and sum(1 for c in rows[end - 1][1] if c.strip()) <= 1:
        end -= 1
    return end


def _next_header(
    rows: list[tuple[int, Row]], first: int, block: list[int], all_rows: list[tuple[int, Row]]
) -> int | None:
    current = [[plain(c).casefold() for c in all_rows[b][1]] for b in block]
    for n in range(first, len(rows)):
        row = rows[n][1]
        joined = "".join(row)
        if len(joined) < 6 or re.search(r"\d{4}", joined) or sum(1 for c in row if c) < 3:
            continue
        if [plain(c).casefold() for c in row] in current:
            continue
        seen = look(row)
        if seen.good and len(seen.core) >= 3 and seen.hits >= seen.filled * 0.6:
            return n
    return None


def _header_block(rows: list[tuple[int, Row]], start: int) -> list[int]:
    """The rows of one header: group titles above, second and third rows below."""
    block = [start]
    main = look(rows[start][1])
    if start and _is_group_row(rows[start - 1][1], rows[start][1]):
        block.insert(0, start - 1)
    for n in range(start + 1, min(start + 3, len(rows))):
        if not _continues(rows[n][1], rows[block[-1]][1], main):
            break
        block.append(n)
    return block


def _is_group_row(above: Row, below: Row) -> bool:
    cells = [c for c in map(plain, above) if c]
    if len(cells) < 2 or any(_datum(c) or len(c) > 60 for c in cells) or len(cells) > sum(1 for c in below if c):
        return False
    return look(above).hits * 2 > len(set(cells))


def _continues(row: Row, before: Row, main: Look) -> bool:
    cells = [c for c in map(plain, row) if c]
    if not cells:
        return False
    if sum("ImportId" in c for c in cells) >= max(1, len(cells) // 2):
        return True
    low = [c.casefold() for c in cells]
    if any(c in ("response", "open-ended response", "other (please specify)") for c in low):
        return True
    choices = {header.choice(c) for c in cells if len(c) < 120 and header.choice(c)[0]}
    same_kind = max(sum(kind == k for k, _ in choices) for kind in ("code", "reason"))
    if (
        same_kind >= 2
        and same_kind == len(choices)
        and not any(not dates.read(c).why for c in cells if not header.choice(c)[0])
    ):
        return True
    seen = look(row)
    if seen.data:
        return False
    if (
        seen.good
        and seen.hits >= seen.filled * 0.5
        and [plain(c).casefold() for c in row] != [plain(c).casefold() for c in before]
    ):
        return not any(values.outcome(c) and len(c) < 20 and not header.roles(c) for c in cells)
    words = sum(bool(re.fullmatch(r"[A-Za-z #()/.&\-]{1,24}", c)) for c in cells)
    fills = sum(1 for a, b in zip(row, before, strict=False) if plain(a) and not plain(b))
    return (
        words == len(cells)
        and fills >= max(2, len(cells) * 0.6)
        and not any(identity.payer_like(c) or identity.name_like(c) for c in cells)
    )


def _table(sheet: Sheet, rows: list[tuple[int, Row]], block: list[int], first: int, end: int) -> Table:
    parts = [rows[b][1] for b in block]
    width = max([len(p) for p in parts] + [len(r) for _, r in rows[first : first + 200]])
    merged, last = _join(parts, width)
    return Table(sheet, merged, rows[first:end], header_rows=[rows[b] for b in block], last_parts=last)


def _join(parts: list[Row], width: int) -> tuple[list[str], list[str]]:
    """One header per column. A blank upper cell belongs to the title on its left while the row below is filled."""
    filled = []
    for level, part in enumerate(parts):
        row = [*part, *[""] * (width - len(part))]
        if level < len(parts) - 1:
            for n in range(1, width):
                below = any(n < len(p) and p[n].strip() for p in parts[level + 1 :])
                if not row[n].strip() and below:
                    row[n] = row[n - 1]
        filled.append(row)
    headers, last = [], []
    for n in range(width):
        pieces = list(
            dict.fromkeys(
                p
                for p in (plain(row[n]) for row in filled)
                if p and "ImportId" not in p and p.casefold() not in _EMPTY_WORDS
            )
        )
        headers.append(" | ".join(pieces))
        last.append(pieces[-1] if pieces else "")
    return headers, last


def _turned(sheet: Sheet) -> Table | None:
    """A sheet on its side: headers down the first column, one line in each further column."""
    rows = sheet.rows
    if not 3 <= len(rows) <= 200 or max(map(len, rows)) < 2:
        return None
    for offset in (0, 1):
        column = [r[offset] if len(r) > offset else "" for r in rows]
        seen = look(column)
        across = max((look(list(dict.fromkeys(r))).hits for r in rows), default=0)
        begin = next((n for n, c in enumerate(column) if c and header.best(c)[1] >= 0.5), 0)
        alike = seen.filled - len({plain(c).casefold() for c in column if plain(c)})
        told = len(seen.core) >= 3 and bool({"code", "date"} & seen.core)
        if told and seen.hits >= max(3, seen.filled * 0.5) and seen.hits > across + 1 and alike <= 1:
            width = max(map(len, rows))
            body = rows[begin:]
            lines = [(n + 1, [r[n] if n < len(r) else "" for r in body]) for n in range(offset + 1, width)]
            return Table(
                sheet,
                [plain(c) for c in column[begin:]],
                lines,
                sideways=True,
                preamble=[(n + 1, r) for n, r in enumerate(rows[:begin])],
            )
    return None


def _headless(sheet: Sheet, rows: list[tuple[int, Row]]) -> Table | None:
    """A table without any header: rows that hold a tracked code and a date in the same columns."""
    hits = [
        n
        for n, (_, r) in enumerate(rows[:400])
        if any(codes.read(c).items for c in r if len(c) < 60) and len([c for c in r if c]) >= 3
    ]
    dated = [
        n for n in hits if any(not dates.read(c).why and not codes.read(c).items for c in rows[n][1] if 5 < len(c) < 30)
    ]
    if len(dated) < 3:
        return None
    width = max(len(r) for _, r in rows)
    return Table(sheet, [""] * width, rows[dated[0] :], preamble=rows[: dated[0]], headless=True)


def blank(row: Sequence[str]) -> bool:
    return not any(c and not is_nothing(c) for c in row)


__all__ = ["Look", "Table", "blank", "look", "reasons", "tables_of"]
