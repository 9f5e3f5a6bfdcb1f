"""Printed reports: columns of fixed width, lined up with spaces.

The one thing to know: the columns are where nearly every line is blank; a line whose words run across those gaps is a
title or a footer and stays one cell.
"""

from __future__ import annotations

import re

from tracker.intake.sheets.grid import Row

LONGEST = 2000
_RULER = re.compile(r"^\s*[-=_]{2,}(?:\s+[-=_]{2,}){2,}\s*$")


def rows_of(text: str) -> list[Row] | None:
    """The rows of a printed report, None where the text is none."""
    lines = [line.rstrip().expandtabs(8) for line in text.replace("\f", "\n").split("\n")]
    if any(len(line) > LONGEST for line in lines):
        return None
    spans = _ruled(lines) or _blanks(lines)
    if not spans or len(spans) < 4:
        return None
    return [_cut(line, spans) for line in lines]


def _ruled(lines: list[str]) -> list[tuple[int, int]]:
    ruler = next((line for line in lines if _RULER.match(line)), "")
    return [m.span() for m in re.finditer(r"[-=_]+", ruler)]


def _blanks(lines: list[str]) -> list[tuple[int, int]]:
    """Spans between the positions that are blank in nearly all wide lines."""
    wide = [line for line in lines if len(re.findall(r"\S {2,}(?=\S)", line)) >= 3]
    if len(wide) < 5:
        return []
    width = max(map(len, wide))
    filled = [sum(1 for line in wide if at < len(line) and line[at] != " ") for at in range(width)]
    bound = len(wide) * 0.03 if len(wide) > 30 else 0
    spans, start = [], None
    for at, count in enumerate([*filled, 0]):
        if count > bound and start is None:
            start = at
        elif count <= bound and start is not None:
            spans.append((start, at))
            start = None
    return spans


def _cut(line: str, spans: list[tuple[int, int]]) -> Row:
    if not line.strip():
        return []
    edges = [(spans[n][1], spans[n + 1][0]) for n in range(len(spans) - 1)]
    crossing = sum(1 for end, begin in edges if line[end:begin].strip())
    if crossing > 1 or (crossing and len(re.split(r"\s{2,}", line.strip())) <= 2):
        return [line.strip()]
    cells = []
    for n in range(len(spans)):
        begin = spans[n][0] if n else 0
        end = spans[n + 1][0] if n + 1 < len(spans) else None
        cells.append(line[begin:end].strip())
    return cells
