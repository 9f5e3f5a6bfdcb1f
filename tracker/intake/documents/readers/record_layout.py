"""Extracts of fixed width that describe themselves: `RECORD LAYOUT: POS 1-5 PROC  7-8 MOD  28-34 RATE 9(5)V99`.

The one thing a newcomer gets wrong: an amount with an implied point (`0003812` under `9(5)V99`) is 38.12; without the
layout it is no amount, and nothing here guesses where a field begins.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from tracker.intake.documents.model import Block, Place, Row, Table

ANNOUNCED = re.compile(
    r"(?i)\b(?:record|file|field) (?:layout|description|format)\b|\b(?:pos(?:itions?|n)?|cols?|columns?)\b\.?\s*\d"
)
FIELD = re.compile(
    r"(?<![\d(.-])(?P<first>\d{1,3})(?:\s?-\s?(?P<last>\d{1,3}))?[\s:=]+(?P<name>[A-Z][A-Za-z_/]*(?:\s(?!\d)[A-Za-z_/]+)?)"
    r"(?:\s+9\(\d\)V(?P<point>9+|9\(\d\)))?"
)
CODE = re.compile(r"[A-Z]\d{4}|\d{5}")
LOOK = 40  # lines in which the layout stands
ENOUGH = 4  # fields, and rows that fit them


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field stands in the line. decimals: digits behind a point that is not written."""

    start: int
    stop: int
    name: str
    decimals: int

    def of(self, line: str) -> str:
        text = line[self.start : self.stop].strip()
        return f"{int(text) / 10**self.decimals:.{self.decimals}f}" if self.decimals and text.isdigit() else text


def table_of(lines: list[str]) -> list[Block | Table] | None:
    """The file as text above and a table below, or None where no layout fits its lines."""
    start = next((n for n, t in enumerate(lines[:LOOK]) if ANNOUNCED.search(t) and FIELD.search(t)), None)
    if start is None:
        return None
    fields, below = _fields(lines, start)
    rows = [(n, line) for n, line in enumerate(lines[below:], below) if len(fields) >= ENOUGH and _fits(line, fields)]
    if len(rows) < ENOUGH:
        return None
    taken = {n for n, _ in rows}
    texts = [Block("text", t.strip(), Place(row=n + 1)) for n, t in enumerate(lines) if n not in taken and t.strip()]
    table = Table(
        tuple(Row(tuple(f.of(line) for f in fields), Place(row=n + 1)) for n, line in rows),
        header=tuple(f.name for f in fields),
    )
    above = [b for b in texts if (b.place.row or 0) <= rows[0][0]]
    return [*above, table, *texts[len(above) :]]


def _fields(lines: list[str], start: int) -> tuple[list[Field], int]:
    """The fields from the announced line down to the first line that describes none, and that line."""
    found: list[Field] = []
    for at, line in enumerate(lines[start : start + 30], start):
        before = len(found)
        for m in FIELD.finditer(line):
            first, last = int(m["first"]), int(m["last"] or m["first"])
            if last >= first > (found[-1].stop if found else 0):
                found.append(Field(first - 1, last, m["name"].strip(), _decimals(m["point"])))
        if len(found) == before:
            return found, at
    return found, start + 30


def _decimals(point: str | None) -> int:
    return 0 if not point else int(point[2]) if "(" in point else len(point)


def _fits(line: str, fields: list[Field]) -> bool:
    """A code in the first field, and blanks wherever the layout leaves a gap."""
    gaps = ((a.stop, b.start) for a, b in itertools.pairwise(fields))
    return bool(CODE.fullmatch(fields[0].of(line))) and all(not line[a:b].strip() for a, b in gaps)
