"""Finds the tables in a grid: where each begins, where the next one follows, which stand beside each other.

The one thing a newcomer gets wrong: a sheet may hold several tables, one below or beside the other, and the titles
between two tables belong to the one below.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.intake.sheets import codes, dates, header, heading, titles
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Row, Sheet
from tracker.intake.sheets.heading import look


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
    offset: int = 0  # columns of the sheet's rows to the left of this table
    folded: list[tuple[int, str]] = field(default_factory=list)  # (row number, why) of rows told in another row

    @property
    def width(self) -> int:
        return len(self.headers)

    @property
    def left(self) -> int:
        """Columns to the left of this table in the program that shows the sheet."""
        return self.sheet.left + self.offset


def tables_of(sheet: Sheet) -> list[Table]:
    """The tables of one sheet, in order; empty where it holds no table of lines."""
    rows = [(sheet.first_row + n, row) for n, row in enumerate(sheet.rows)]
    start = heading.first_header(sheet.rows)
    if start is None:
        turned = _turned(sheet)
        if turned:
            return _stacked(turned)
        headless = _headless(sheet, rows)
        return [headless] if headless else []
    if turned := _turned(sheet):
        return _stacked(turned)
    _number_records(sheet, rows, heading.header_block(rows, start)[0])
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


def _cut(sheet: Sheet, rows: list[tuple[int, Row]], start: int) -> list[Table]:
    """Splits the rows at every further header that differs from the one in force."""
    tables: list[Table] = []
    begin = start
    above = rows[:start]
    while begin is not None:
        block = heading.header_block(rows, begin)
        first = block[-1] + 1
        following = heading.next_header(rows, first, block, rows)
        end = _before_titles(rows, first, following) if following is not None else len(rows)
        table = _table(sheet, rows, block, first, end)
        table.preamble = [r for r in above if r[0] not in {rows[b][0] for b in block}]
        tables += _side_by_side(table)
        above = rows[end:following] if following is not None else []
        begin = following  # type: ignore[assignment]
    return tables


def _side_by_side(table: Table) -> list[Table]:
    """Two lists of the same facts beside each other with an empty column between them are two tables; where one side
    has the codes and the other the days, the empty column only spaces one table."""
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
    if not all(_same_facts(one.core, other.core) for one, other in itertools.pairwise(looks)):
        return [table]
    return [_part(table, a, b) for a, b in spans]


def _same_facts(one: frozenset[str], other: frozenset[str]) -> bool:
    """Most facts stand on both sides, and what every line needs on both or on neither."""
    needed = {"payer", "date"}
    return 2 * len(one & other) >= max(len(one), len(other)) and one & needed == other & needed


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


def _table(sheet: Sheet, rows: list[tuple[int, Row]], block: list[int], first: int, end: int) -> Table:
    parts = [rows[b][1] for b in block]
    width = max([len(p) for p in parts] + [len(r) for _, r in rows[first : first + 200]])
    merged, last = blocks_apart(*heading.join(parts, width))
    return Table(sheet, merged, rows[first:end], header_rows=[rows[b] for b in block], last_parts=last)


_AHEAD = re.compile(r"^(\S+(?: (?:20\d\d|'\d\d))?)[\s_.:/-]+(.+)$")
_BEHIND = re.compile(r"^(.+?)[\s_.:/-]+[(\[]?(\S+?)[)\]]?$")


def blocks_apart(headers: list[str], last: list[str]) -> tuple[list[str], list[str]]:
    """`97550 units, 97550 result, 97551 units, ...`: the code or month is the title of a group of columns."""
    last[:] = [text.split(" | ")[-1] for text in last]  # a copy to mend has title and name in one cell
    parted = [_title_and_name(h) if h and " | " not in h else None for h in headers]
    names: dict[str, list[str]] = {}
    for title, name in filter(None, parted):
        names.setdefault(title, []).append(name.casefold())
    several = {t for t, n in names.items() if len(n) > 1 and sum(n == other for other in names.values()) > 1}
    for at, found in enumerate(parted):
        if found and found[0] in several:
            headers[at], last[at] = f"{found[0]} | {found[1]}", found[1]
    return headers, last


def _title_and_name(text: str) -> tuple[str, str] | None:
    for pattern, title_at in ((_AHEAD, 1), (_BEHIND, 2)):
        if (found := pattern.match(text)) and (title := titles.read(found[title_at])):
            name = found[3 - title_at]
            if title.kind != "payer" and header.roles(name):
                return found[title_at], name
    return None


def _turned(sheet: Sheet) -> Table | None:
    """A sheet on its side: headers down the first column, one line in each further column."""
    rows = sheet.rows
    if not 3 <= len(rows) <= 200 or max(map(len, rows)) < 2:
        return None
    for offset in (0, 1):
        column = [r[offset] if len(r) > offset else "" for r in rows]
        seen = look([c for c in column if not heading.datum(plain(c))])
        filled = len({plain(c) for c in column if plain(c)})
        across = max((_heads_beside(r, offset) for r in rows), default=0)
        begin = next((n for n, c in enumerate(column) if c and header.best(c)[1] >= 0.5), 0)
        alike = filled - len({plain(c).casefold() for c in column if plain(c)})
        told = len(seen.core) >= 3 and bool({"code", "date"} & seen.core)
        if (
            told
            and seen.hits >= max(3, filled * 0.5)
            and seen.hits > across + 1
            and alike <= 1
            and _answered(rows, offset)
        ):
            width = max(map(len, rows))
            body = rows[begin:]
            lines = [(sheet.left + n + 1, [r[n] if n < len(r) else "" for r in body]) for n in range(offset + 1, width)]
            return Table(
                sheet,
                [plain(c) for c in column[begin:]],
                lines,
                sideways=True,
                preamble=[(n + 1, r) for n, r in enumerate(rows[:begin])],
            )
    return None


def _stacked(turned: Table) -> list[Table]:
    """Blocks of cards one below the other, each with the same labels down its side, are tables of their own."""
    labels = [h.casefold() for h in turned.headers]
    starts = [n for n, label in enumerate(labels) if label and label == labels[0]]
    edges = [*starts, len(labels)]
    blocks = list(itertools.pairwise(edges))
    common = set.intersection(*({x for x in labels[a:b] if x} for a, b in blocks)) if len(starts) > 1 else set()
    if len(common) < 3:
        return [turned]
    found = []
    above = turned.preamble
    first = len(turned.preamble)
    for a, b in blocks:
        ends = next((n for n in range(a + 1, b) if not labels[n] and not any(r[n].strip() for _, r in turned.rows)), b)
        lines = [(n, r[a:ends]) for n, r in turned.rows]
        found.append(Table(turned.sheet, turned.headers[a:ends], lines, sideways=True, preamble=above))
        above = [(first + n + 1, turned.sheet.rows[first + n]) for n in range(ends, b)]
    return found


def _answered(rows: Sequence[Row], at: int) -> bool:
    """Whether behind some label of codes stand codes, or behind one of dates dates."""
    for row in rows:
        role = header.best(row[at])[0] if len(row) > at else ""
        cells = [c for c in row[at + 1 :] if c.strip()]
        if role == "code" and any(codes.read(c).why == "" for c in cells):
            return True
        if role == "date" and any(not dates.read(c).why for c in cells):
            return True
    return False


def _heads_beside(row: Row, at: int) -> int:
    """How many different cells beside a row's label are words of headers themselves; "Paid" behind "Result" is none."""
    if (
        len(row) > at
        and header.best(row[at])[0] in ("outcome", "denied_flag")
        and not header.roles(row[at]).get("paid")
    ):
        return 0
    cells = {plain(c) for n, c in enumerate(row) if n != at and len(c) < 60}
    return sum(header.best(c)[1] >= 0.5 for c in cells if c and not heading.datum(c))


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
