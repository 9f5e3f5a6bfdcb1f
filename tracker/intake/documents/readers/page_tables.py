"""Tables of a page, with ruling lines and without.

The one thing to know: columns are found by the white space that no row crosses; rows by nearness where no line parts them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from tracker.intake.documents.readers.page_words import Edge, Grid, Line, Word, lines_of


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """Stretches of x that rows fill; the white strips between them part the columns."""
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    covered = [0] * (int(right - left) + 3)
    for line in lines:
        for s in line.segments:
            for n in range(int(s.x0 - left), int(s.x1 - left) + 1):
                covered[n] += 1
    allowed = int(0.04 * len(lines)) if len(lines) >= 25 else 0
    spans: list[tuple[float, float]] = []
    start: int | None = None
    blank = 0
    for n, c in enumerate([*covered, 0, 0, 0, 0]):
        if c > allowed:
            start = n if start is None else start
            blank = 0
        elif start is not None:
            blank += 1
            if blank >= 3:
                spans.append((left + start, left + n - blank + 1))
                start, blank = None, 0
    return spans


def place_in(columns: Sequence[tuple[float, float]], x0: float, x1: float) -> int:
    """The column this stretch overlaps most, else the nearest one."""

    def score(span: tuple[float, float]) -> float:
        overlap = min(x1, span[1]) - max(x0, span[0])
        return overlap if overlap > 0 else overlap - 1000

    return max(range(len(columns)), key=lambda n: score(columns[n]))


def table_runs(lines: list[Line]) -> list[tuple[int, int]]:
    """Stretches of lines that look like rows of one table (first, last + 1)."""
    runs: list[tuple[int, int]] = []
    n = 0
    while n < len(lines):
        if len(lines[n].segments) < 2:
            n += 1
            continue
        end, last = n + 1, n
        while end < len(lines) and end - last <= 4:
            gap = lines[end - 1].y - lines[end].y
            if gap > 5 * lines[end].size:
                break
            if len(lines[end].segments) >= 2:
                last = end
            elif lines[end].count > 14 and lines[end].x0 <= lines[n].x0 + 3 and end - last > 1:
                break
            end += 1
        stop = last + 1
        while (
            stop < len(lines)
            and len(lines[stop].segments) == 1
            and lines[stop - 1].y - lines[stop].y < 1.5 * lines[stop].size
        ):
            second = lines[last].segments[1].x0
            if lines[stop].x0 < second - 6:
                break
            stop += 1
        several = sum(len(line.segments) >= 2 for line in lines[n:stop])
        if several >= 2 or (several == 1 and len(lines[n].segments) >= 3):
            runs.append((n, stop))
        n = max(stop, n + 1)
    return runs


def _best_columns(lines: list[Line]) -> list[tuple[float, float]]:
    """Columns of the fuller lines: a heading over two columns must not join them."""
    counts = sorted(len(line.segments) for line in lines)
    usual = counts[len(counts) // 2]
    full = [line for line in lines if len(line.segments) >= usual]
    return max(_columns(lines), _columns(full), key=len)


def _blocks(lines: list[Line], columns: Sequence[tuple[float, float]], column: int) -> list[list[tuple[Line, str]]]:
    """The texts of one column, gathered to cells where the gaps between cells are wider than those inside."""
    held = []
    for line in lines:
        texts = [s.text for s in line.segments if place_in(columns, s.x0, s.x1) == column]
        if texts:
            held.append((line, " ".join(texts)))
    blocks: list[list[tuple[Line, str]]] = []
    for item in held:
        tight = bool(blocks) and blocks[-1][-1][0].y - item[0].y < 1.33 * item[0].size
        if tight:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    return blocks


def _by_blocks(lines: list[Line], columns: list[tuple[float, float]]) -> Grid | None:
    """Rows of a table whose cells wrap: each cell goes to the row it is level with, by its top or by its middle.

    None where the lines give no clear picture (no wrapped cells, or no wider gap between rows).
    """
    if all(line.segments[0].x0 < columns[0][1] for line in lines):
        return None
    anchors = _blocks(lines, columns, 0)
    if len(anchors) < 2 or len(columns) < 2:
        return None
    others = {c: _blocks(lines, columns, c) for c in range(1, len(columns))}
    cells = [b for blocks in others.values() for b in blocks]
    tops, middles = [a[0][0].y for a in anchors], [(a[0][0].y + a[-1][0].y) / 2 for a in anchors]

    def off(marks: list[float], y: float) -> float:
        return min(abs(m - y) for m in marks)

    by_top = sum(off(tops, b[0][0].y) for b in cells)
    by_middle = sum(off(middles, (b[0][0].y + b[-1][0].y) / 2) for b in cells)
    level, worst = (tops, by_top) if by_top <= by_middle else (middles, by_middle)
    if worst > 1.5 * len(cells) or any(sum(b[-1][0].y - 2 <= t <= b[0][0].y + 2 for t in tops) > 1 for b in cells):
        return None
    grid = Grid(
        columns,
        [["\n".join(t for _, t in a), *[""] * (len(columns) - 1)] for a in anchors],
        ["" for _ in anchors],
        tops,
    )
    for c, blocks in others.items():
        for b in blocks:
            y = b[0][0].y if level is tops else (b[0][0].y + b[-1][0].y) / 2
            row = min(range(len(level)), key=lambda n: abs(level[n] - y))
            grid.rows[row][c] = "\n".join(filter(None, [grid.rows[row][c], *(t for _, t in b)]))
    for line in lines:
        if line.removed:
            row = min(range(len(tops)), key=lambda n: abs(tops[n] - line.y))
            grid.removed[row] = f"{grid.removed[row]} {line.removed}".strip()
    return grid


def loose_table(lines: list[Line], rules: Sequence[float]) -> Grid:
    """A table by white space. `rules`: heights of horizontal lines, which part rows where there are any."""
    columns = _best_columns([line for line in lines if len(line.segments) >= 2])
    grid = Grid(columns, [], [], [])
    inner = [y for y in rules if lines[-1].y - 6 < y < lines[0].y + 14]
    banded = len(inner) >= 3 and _parts_every_row(lines, columns, inner)
    if not banded and (centred := _by_blocks(lines, columns)):
        return centred
    previous: Line | None = None
    heads = [n for n, line in enumerate(lines) if re.match(r"\W*(?:\d{5}|[A-Z]\d{4})\b", line.segments[0].text)]
    first_code = heads[0] if heads and heads[0] < 5 else 0
    for n, line in enumerate(lines):
        cells: list[list[str]] = [[] for _ in columns]
        for s in line.segments:
            cells[place_in(columns, s.x0, s.x1)].append(s.text)
        texts = [" ".join(c) for c in cells]
        if banded and previous is not None:
            fresh = any(line.y < y <= previous.y + 1 for y in inner)
        else:
            fresh = bool(texts[0]) or previous is None or not grid.rows
            if not fresh and previous is not None:
                following = lines[n + 1] if n + 1 < len(lines) else None
                if (
                    following
                    and place_in(columns, following.x0, following.segments[0].x1) == 0
                    and len(following.segments) > 1
                ):
                    below, above = line.y - following.y, previous.y - line.y
                    fresh = above > below + 0.15 * line.size
            elif fresh and previous is not None and grid.rows and len(line.segments) == 1 and len(columns) > 1:
                tight = previous.y - line.y < 1.25 * line.size
                fresh = not (
                    tight
                    and line.x1 <= columns[0][1] + 2
                    and re.match(r"[a-z(\d-]", texts[0]) is not None
                    and not re.match(r"[\dA-Z]\d{3}", texts[0])
                )
        hanging = not fresh and n >= first_code  # lines of a header stay apart: an upper one may span several columns
        if (hanging and grid.rows) or (
            grid.rows
            and not grid.rows[-1][0]
            and texts[0]
            and not banded
            and len(grid.rows) > 1
            and previous is not None
            and previous.y - line.y < 1.3 * line.size
            and _waiting(grid)
        ):
            grid.rows[-1] = ["\n".join(filter(None, pair)) for pair in zip(grid.rows[-1], texts, strict=True)]
            grid.removed[-1] = " ".join(filter(None, (grid.removed[-1], line.removed)))
        else:
            grid.rows.append(texts)
            grid.removed.append(line.removed)
            grid.tops.append(line.y)
        previous = line
    return grid


def _parts_every_row(lines: list[Line], columns: list[tuple[float, float]], inner: list[float]) -> bool:
    """Is there a ruling line between any two lines that begin with what looks like a code?"""
    heads = [line.y for line in lines if re.match(r"\W*(?:\d{5}|[A-Z]\d{4})\b", line.segments[0].text)]
    if len(heads) < 2:
        return len(inner) >= 0.5 * sum(len(line.segments) >= 2 for line in lines)
    return all(any(below < y <= above + 1 for y in inner) for above, below in itertools.pairwise(heads))


def _waiting(grid: Grid) -> bool:
    """The last row began above its own first cell (cells centred in height)."""
    return not grid.rows[-1][0] and any(grid.rows[-1][1:])


def _groups(edges: list[Edge]) -> list[list[Edge]]:
    """Edges that touch one another."""
    groups: list[tuple[list[float], list[Edge]]] = []
    for e in sorted(edges, key=lambda e: -e.y1):
        box = [e.x0 - 2, e.y0 - 2, e.x1 + 2, e.y1 + 2]
        touching = [
            g for g in groups if g[0][0] <= box[2] and box[0] <= g[0][2] and g[0][1] <= box[3] and box[1] <= g[0][3]
        ]
        merged = [e]
        for g in touching:
            groups.remove(g)
            merged += g[1]
            box = [min(box[0], g[0][0]), min(box[1], g[0][1]), max(box[2], g[0][2]), max(box[3], g[0][3])]
        groups.append((box, merged))
    return [g[1] for g in groups]


def _unique(values: Iterable[float], tolerance: float = 2.5) -> list[float]:
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > tolerance:
            out.append(v)
    return out


def ruled_tables(words: list[Word], edges: list[Edge]) -> tuple[list[Grid], list[Word]]:
    """Tables drawn with lines in both directions, and the words outside of them."""
    grids: list[Grid] = []
    left_over = words
    for group in _groups(edges):
        xs = _unique(e.x0 for e in group if not e.flat)
        ys = _unique(e.y0 for e in group if e.flat)
        if len(xs) < 3 or len(ys) < 3 or len(xs) > 40 or len(ys) > 400:
            continue
        inside = [
            w
            for w in left_over
            if xs[0] - 2 <= (w.x0 + w.x1) / 2 <= xs[-1] + 2 and ys[0] - 2 <= w.y + 0.3 * w.size <= ys[-1] + 2
        ]
        if len(inside) < 4:
            continue
        grids.append(_ruled(group, inside, xs, ys))
        taken = {id(w) for w in inside}
        left_over = [w for w in left_over if id(w) not in taken]
    return grids, left_over


def _ruled(group: list[Edge], words: list[Word], xs: list[float], ys: list[float]) -> Grid:
    ys = ys[::-1]  # from top to bottom
    wide, high = len(xs) - 1, len(ys) - 1
    upright = [e for e in group if not e.flat]
    flat = [e for e in group if e.flat]
    parent = {(r, c): (r, c) for r in range(high) for c in range(wide)}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while parent[cell] != cell:
            cell = parent[cell]
        return cell

    for r in range(high):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(wide):
            if c + 1 < wide and not any(abs(e.x0 - xs[c + 1]) <= 2.5 and e.y0 <= middle <= e.y1 for e in upright):
                parent[root((r, c + 1))] = root((r, c))
            centre = (xs[c] + xs[c + 1]) / 2
            if r + 1 < high and not any(abs(e.y0 - ys[r + 1]) <= 2.5 and e.x0 <= centre <= e.x1 for e in flat):
                parent[root((r + 1, c))] = root((r, c))
    held: dict[tuple[int, int], list[Word]] = {}
    for w in words:
        y, x = w.y + 0.3 * w.size, (w.x0 + w.x1) / 2
        r = next((n for n in range(high) if ys[n + 1] <= y), high - 1)
        c = next((n for n in range(wide) if x <= xs[n + 1]), wide - 1)
        held.setdefault(root((r, c)), []).append(w)
    texts = {cell: lines_of(ws) for cell, ws in held.items()}
    grid = Grid([(xs[c], xs[c + 1]) for c in range(wide)], [], [], [])
    for r in range(high):
        row = [texts.get(root((r, c)), []) for c in range(wide)]
        grid.rows.append(["\n".join(filter(None, (line.text for line in cell))) for cell in row])
        grid.removed.append(" ".join(filter(None, (line.removed for cell in row for line in cell))))
        grid.tops.append(ys[r])
    return grid
