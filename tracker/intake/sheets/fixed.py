"""Printed reports: columns of fixed width, lined up with spaces.

The one thing to know: the columns are where nearly every line is blank; a line whose words run across those gaps is a
title or a footer and stays one cell.
"""

from __future__ import annotations

import re
from collections import Counter

from tracker.intake.sheets import codes, heading
from tracker.intake.sheets.grid import Row

LONGEST = 2000
ENOUGH = 4
_CODE = re.compile(r"(?<![\w/.-])(?:\d{5}|[A-Z]\d{4})(?![\w/.-])")
_RULER = re.compile(r"^\s*[-=_]{2,}(?:\s+[-=_]{2,}){2,}\s*$")


def rows_of(text: str) -> list[Row] | None:
    """The rows of a printed report, None where the text is none."""
    lines = [line.rstrip().expandtabs(8) for line in re.sub(r"(?m)^\f", "", text).replace("\f", "\n").split("\n")]
    if any(len(line) > LONGEST for line in lines):
        return None
    spans = _ruled(lines) or _blanks(lines)
    if not spans or len(spans) < 4:
        return None
    spans = _under_headers(lines, spans)
    return [_cut(line, spans) for line in lines]


def _under_headers(lines: list[str], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without a header word belong to the one on their left: words of one cell that happen to be lined up."""
    at = next(
        (
            n
            for n, t in enumerate(lines)
            if not re.search(r"\d", t) and len(re.findall(r"\S(?:\S| (?=\S))*", t)) >= max(4, len(spans) - 3)
        ),
        None,
    )
    if at is None or _RULER.match(lines[at]):
        return spans
    heads = [
        lines[at],
        *(t for t in lines[at + 1 : at + 2] if re.search(r"\w", t.replace("_", "")) and not re.search(r"\d", t)),
    ]
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        named = any(t[begin:end].strip() for t in heads)
        if merged and not named:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((begin, end))
    return merged


def _ruled(lines: list[str]) -> list[tuple[int, int]]:
    ruler = next((line for line in lines if _RULER.match(line)), "")
    return [m.span() for m in re.finditer(r"[-=_]+", ruler)]


def _blanks(lines: list[str]) -> list[tuple[int, int]]:
    """Spans between the positions that are blank in nearly all wide lines."""
    heads = _heads(lines)
    wide = [line for line in _of_table(lines, heads) if len(re.findall(r"\S {2,}(?=\S)", line)) >= 3]
    if len(wide) < 5:
        return []
    width = max(map(len, wide))
    filled = [sum(1 for line in wide if at < len(line) and line[at] != " ") for at in range(width)]
    bound = len(wide) * 0.03 if len(wide) > 30 else 0
    words = {m.span() for n in heads for m in re.finditer(r"\S(?:\S| (?=\S))*", lines[n])}
    under = {at for begin, end in words for at in range(begin, end)}
    whole = _spans([count > bound or at in under for at, count in enumerate(filled)])
    return whole if words and len(whole) >= len(words) else _spans([count > bound for count in filled])


def _spans(filled: list[bool]) -> list[tuple[int, int]]:
    found, start = [], None
    for at, inside in enumerate([*filled, False]):
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            found.append((start, at))
            start = None
    return found


def _heads(lines: list[str]) -> list[int]:
    """The lines that head columns: the first such line, and where it is printed again."""
    cells = [re.split(r"\s{2,}", line.strip()) for line in lines]
    good = [n for n, row in enumerate(cells) if len(row) > 3 and heading.look(row).good]
    return [n for n in good if lines[n] == lines[good[0]]]


def _of_table(lines: list[str], heads: list[int]) -> list[str]:
    """The lines below the first header, without what each page repeats above its own: those with a procedure code,
    where there are enough of them (names and sums of claims stand elsewhere). All where no line heads them."""
    if not heads:
        return lines
    coded = [t for n, t in enumerate(lines) if n > heads[0] and any(not codes.read(c).why for c in _CODE.findall(t))]
    if len(coded) > ENOUGH:
        return [lines[heads[0]], *coded]
    printed = Counter(re.sub(r"\d+", "", line) for line in lines if line.strip())
    furniture = {text for text, times in printed.items() if times == len(heads) > 1}
    kept = set(heads)
    return [t for n, t in enumerate(lines) if n in kept or (n > heads[0] and re.sub(r"\d+", "", t) not in furniture)]


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
