"""Which rows of a grid are its header: the words that head columns, over one to three rows.

The one thing a newcomer gets wrong: the first row is rarely the header. Titles, filters and run dates stand above it,
and a row of values can look like words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.intake.sheets import codes, dates, header, identity, periods, titles, values
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.grid import Row

LOOK = 80  # rows in which the first header is sought
LONGEST = 260
_EMPTY_WORDS = ("response", "open-ended response")  # second header row of a survey tool: says nothing about the column


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


_PACKED = re.compile(
    r"(?=.*\b(?:[A-Z]\d{4}|\d{5})\b).*(?:\b(?:0?[1-9]|1[0-2])[/.]\d{2,4}\b|\b20\d\d-\d\d\b)"
)  # a code and a date in one cell: a line's facts, whatever words stand beside them


_WHEN = re.compile(
    r"\b(?:(?:0?[1-9]|1[0-2])[/.-]20\d\d|20\d\d-\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? 20\d\d)\b",
    re.IGNORECASE,
)  # `Denied, Dec 2025`: how a line ended and when


def _decided_when(cell: str) -> bool:
    return len(cell) < 60 and bool(_WHEN.search(cell)) and values.outcome(cell) is not None


def datum(cell: str) -> bool:
    """A cell that is a value and cannot be a header."""
    if len(cell) > LONGEST:
        return False
    if cell.isdecimal():
        return len(cell) > 1 or not codes.read(cell).why
    found = dates.read(cell)
    if not found.why or re.match(r"^\(?-?\$?-?[\d,]*\.\d{2}\)?$", cell) or identity.private(cell):
        return True
    if _PACKED.match(cell) or _decided_when(cell):
        return True
    return len(cell) < 24 and (
        bool(re.match(r"^[A-Z]?\d{4,5}\b", cell)) or bool(re.match(r"^(CO|PR|OA|PI)[\s\-/]?\d", cell))
    )


def look(row: Sequence[str]) -> Look:
    cells = list(dict.fromkeys(c for c in map(plain, row) if c))
    named = [header.best(c) for c in cells if len(c) <= LONGEST]
    strong = [role for role, weight in named if weight >= 0.5]
    values_in = [c for c in cells if datum(c)]
    data = len(values_in)
    kinds = ["code" if kind == "other" else kind for kind, _ in map(header.choice, values_in)]
    heads = len(frozenset(strong) & header.CORE)
    if data > 1 and len(set(kinds)) == 1 and kinds[0] and (kinds[0] == "code" or heads > 1):
        strong += [kinds[0]] * data  # one column per code or reason: they are the header
        data = 0
    elif data > 1 and heads > 1 and all(map(periods.is_period, values_in)):
        strong += ["date"] * data  # one column, or group of columns, per month
        data = 0
    return Look(len(cells), len(strong), frozenset(strong) & header.CORE, data)


def first_header(rows: Sequence[Row]) -> int | None:
    looks = [look(r) for r in rows[:LOOK]]
    good = [n for n, seen in enumerate(looks) if seen.good]
    if not good:
        weak = [n for n, s in enumerate(looks) if s.data == 0 and s.hits >= 2 and s.core and s.filled >= 3]
        return weak[0] if weak else None
    best = max(looks[n].score for n in good[:4])
    return next(n for n in good if looks[n].score >= best * 0.6)


def next_header(
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


def header_block(rows: list[tuple[int, Row]], start: int) -> list[int]:
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
    if (labelled := titles.pair(above)) and identity.is_payer(labelled[1]):
        return False  # `Payer: | Aetna` is a heading of the whole table, whatever words the name is made of
    if titles.labelled(above) is not None:
        return False
    if len(cells) > 1 and all(map(titles.read, cells)) and len({plain(c).casefold() for c in below if c}) < len(below):
        return True  # a group of columns for each period, payer or code, whose headers repeat
    if len(cells) < 2 or any(datum(c) or len(c) > 60 for c in cells) or len(cells) > sum(1 for c in below if c):
        return False
    return look(above).hits * 2 > len(set(cells))


def _continues(row: Row, before: Row, main: Look) -> bool:
    cells = [c for c in map(plain, row) if c]
    if not cells or any(map(_decided_when, cells)):
        return False
    if sum("ImportId" in c for c in cells) >= max(1, len(cells) // 2):
        return True
    low = [c.casefold() for c in cells]
    if any(c in ("response", "open-ended response", "other (please specify)") for c in low):
        return True
    choices = {header.choice(c) for c in cells if len(c) < 120 and header.choice(c)[0] in ("code", "reason")}
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
        facts = seen.core - {"paid", "denied_flag", "outcome"}
        return len(facts) > 2 or not any(values.outcome(c) and len(c) < 20 and not header.roles(c) for c in cells)
    words = sum(bool(re.fullmatch(r"[A-Za-z #()/.&\-]{1,24}", c)) for c in cells)
    fills = sum(1 for a, b in zip(row, before, strict=False) if plain(a) and not plain(b))
    return (
        words == len(cells)
        and fills >= max(2, len(cells) * 0.6)
        and not any(identity.payer_like(c) or identity.name_like(c) for c in cells)
    )


def join(parts: list[Row], width: int) -> tuple[list[str], list[str]]:
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
