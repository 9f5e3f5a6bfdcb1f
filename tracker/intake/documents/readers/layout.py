"""From words with positions to headings, paragraphs and tables: what a page of a PDF (or columns of plain text) holds.

The one thing to know: a PDF knows neither lines nor tables. Columns are found by the white space that no row crosses,
rows by ruling lines where there are any and by nearness where there are none; a newspaper column is told from a table
by the length of its lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

BULLET = re.compile(r"^(?:[•●▪◦‣·*–—▸►✓○■□-]|\(?[a-z0-9]{1,2}[.)])\s+")


@dataclass(slots=True)
class Word:
    """A word on a page; y grows upwards. `raised`: a footnote mark hanging on the word before it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    struck: bool = False
    raised: bool = False
    tight: bool = False  # no blank before it
    top: float = 0.0  # the upper end of a word that stands upright


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling line: horizontal where y0 == y1, vertical where x0 == x1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def flat(self) -> bool:
        return self.y0 == self.y1


@dataclass(slots=True)
class Segment:
    """Words that stand together in one line, parted from others by a wide gap."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @property
    def text(self) -> str:
        return join(w for w in self.words if not w.struck)

    @property
    def removed(self) -> str:
        return join(w for w in self.words if w.struck)


@dataclass(slots=True)
class Line:
    y: float
    size: float
    segments: list[Segment]

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return max(s.x1 for s in self.segments)

    @property
    def text(self) -> str:
        return "  ".join(s.text for s in self.segments).strip()

    @property
    def removed(self) -> str:
        return " ".join(filter(None, (s.removed for s in self.segments)))

    @property
    def bold(self) -> bool:
        return all(w.bold for s in self.segments for w in s.words)

    @property
    def count(self) -> int:
        return sum(len(s.words) for s in self.segments)


@dataclass(slots=True)
class Grid:
    """A table as found on the page: column spans and rows of text."""

    columns: list[tuple[float, float]]
    rows: list[list[str]]
    removed: list[str]
    tops: list[float]
    fills: list[str] = field(default_factory=list)  # the colour behind the first cell of each row


@dataclass(frozen=True, slots=True)
class Fill:
    """A coloured box behind text."""

    x0: float
    y0: float
    x1: float
    y1: float
    name: str


@dataclass(slots=True)
class Paragraph:
    text: str
    kind: str
    size: float
    bold: bool
    y: float
    removed: str = ""


def join(words: Iterable[Word]) -> str:
    out = ""
    for w in words:
        if w.raised and out:
            out += f"^{w.text}" if w.text[:1].isalnum() else w.text
        else:
            out += ("" if w.tight or not out else " ") + w.text
    return out


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words gathered to lines from top to bottom; raised small words join the line they hang on."""
    rows: list[list[Word]] = []
    largest: dict[int, Word] = {}
    for w in sorted(words, key=lambda w: (-w.y, w.x0)):
        home: list[Word] | None = None
        for row in rows[-4:]:
            base = largest[id(row)]
            if abs(w.y - base.y) <= 0.3 * max(w.size, base.size) or _hangs_on(w, row, base):
                home = row
        if home is None:
            rows.append(home := [])
        home.append(w)
        if id(home) not in largest or w.size > largest[id(home)].size:
            largest[id(home)] = w
    made = []
    for row in rows:
        row.sort(key=lambda w: w.x0)
        base = max(row, key=lambda w: w.size)
        for before, w in zip([None, *row], row, strict=False):
            small = w.size < 0.85 * base.size or (w.y - base.y > 0.2 * base.size)
            w.raised = bool(
                before
                and small
                and w.y > base.y + 0.1 * base.size
                and w.x0 - before.x1 < 0.35 * base.size
                and len(w.text) <= 5
            )
        made.append(Line(base.y, base.size, split(row, base.size)))
    return sorted(made, key=lambda line: -line.y)


def _hangs_on(w: Word, row: list[Word], base: Word) -> bool:
    """Is one of the two a footnote mark of the other? A big heading beside small text in the next column is none."""
    big = max(w.size, base.size)
    if min(w.size, base.size) >= 0.85 * big or abs(w.y - base.y) > 0.55 * big:
        return False
    marks = [w] if w.size < base.size else row
    if any(len(m.text) > 5 for m in marks):
        return False
    near = min(abs(w.x0 - o.x1) for o in row) < 0.4 * big
    return near or (w.x0 < min(o.x0 for o in row) and all(len(m.text) <= 3 for m in marks))


def split(row: list[Word], size: float) -> list[Segment]:
    segments = [Segment([row[0]])]
    for before, w in itertools.pairwise(row):
        if w.x0 - before.x1 > max(0.9 * size, 5.0):
            segments.append(Segment([w]))
        else:
            segments[-1].words.append(w)
    return segments


# ---- newspaper columns


def gutter(lines: list[Line], left: float, right: float) -> float | None:
    """The x of a white strip that parts the page into columns of prose, if there is one."""
    if len(lines) < 8:
        return None
    width = right - left
    step = 2.0
    covered = [0] * (int(width / step) + 2)
    for line in lines:
        for s in line.segments:
            for n in range(max(0, int((s.x0 - left) / step)), min(len(covered) - 1, int((s.x1 - left) / step)) + 1):
                covered[n] += 1
    allowed = 0.08 * len(lines)
    best: tuple[int, float] | None = None
    run = 0
    for n in range(int(len(covered) * 0.2), int(len(covered) * 0.8)):
        run = run + 1 if covered[n] <= allowed else 0
        if run >= 4 and (best is None or run > best[0]):
            best = (run, left + (n - run / 2) * step)
    if best is None:
        return None
    x = best[1]
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    for line in lines:
        if any(s.x0 < x < s.x1 for s in line.segments):
            continue
        for s in line.segments:
            sides[s.x0 > x].append(s)
    for side, low, high in ((sides[0], left, x), (sides[1], x, right)):
        if len(side) < 6:
            return None
        long = [s for s in side if s.x1 - s.x0 > 0.6 * (high - low) and len(s.words) >= 3]
        if len(long) < 0.45 * len(side):
            return None
    return x


def regions(lines: list[Line], left: float, right: float, depth: int = 0) -> list[list[Line]]:
    """Lines in reading order: what spans the page cuts it into bands, each band is read column by column."""
    x = gutter(lines, left, right) if depth < 3 else None
    if x is None:
        return [lines] if lines else []
    out: list[list[Line]] = []
    band: list[Line] = []

    def close() -> None:
        sides: tuple[list[Line], list[Line]] = ([], [])
        for line in band:
            for side in (0, 1):
                part = [s for s in line.segments if (s.x0 > x) == bool(side)]
                if part:
                    sides[side].append(Line(line.y, max(w.size for s in part for w in s.words), part))
        out.extend(regions(sides[0], left, x, depth + 1))
        out.extend(regions(sides[1], x, right, depth + 1))
        band.clear()

    for line in lines:
        if any(s.x0 < x - 2 and s.x1 > x + 2 for s in line.segments):
            close()
            if out and out[-1] and out[-1][-1] is not None and getattr(out[-1], "wide", False):
                out[-1].append(line)
            else:
                out.append([line])
        else:
            band.append(line)
    close()
    return out


# ---- tables without vertical lines


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


def _runs(lines: list[Line]) -> list[tuple[int, int]]:
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


# ---- tables with lines


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


# ---- paragraphs


def _median(values: list[float], default: float) -> float:
    return sorted(values)[len(values) // 2] if values else default


def paragraphs(lines: list[Line], body: float) -> list[Paragraph]:
    """Lines joined to paragraphs; headings stand alone."""
    gaps = [a.y - b.y for a, b in itertools.pairwise(lines) if 0 < a.y - b.y < 3 * b.size]
    usual = _median(gaps, 14.0)
    usual = min(usual, 1.9 * body)
    right = max((line.x1 for line in lines), default=0)
    left = min((line.x0 for line in lines), default=0)
    out: list[Paragraph] = []
    before: Line | None = None
    for line in lines:
        text = line.text
        heading = _heading(line, body, right - left)
        start = (
            before is None
            or BULLET.match(text)
            or before.y - line.y > max(1.28 * usual, 1.4 * line.size if heading else 0)
            or before.y < line.y
            or heading != (out[-1].kind == "heading")
            or abs(line.size - before.size) > 0.15 * body
            or (line.bold != before.bold and before.x1 < right - 0.25 * (right - left))
            or (out[-1].kind == "item" and line.x0 < before.x0 - 3 and not out[-1].text.endswith(("-", ",")))
            or (line.x0 > before.x0 + 8 and before.text.endswith((".", ":", "?")) and out[-1].kind != "item")
            or (before.x1 < left + 0.62 * (right - left) and before.text.endswith((".", "?", ":")))
        )
        if start or not out:
            kind = "heading" if heading else "item" if BULLET.match(text) else "text"
            out.append(Paragraph(text, kind, line.size, line.bold, line.y, line.removed))
        else:
            out[-1].text += "\n" + text
            out[-1].removed = " ".join(filter(None, (out[-1].removed, line.removed)))
        before = line
    return out


def _heading(line: Line, body: float, width: float) -> bool:
    text = line.text
    if len(text) > 110 or not re.search(r"[A-Za-z]{3}", text) or (BULLET.match(text) and not re.match(r"\(?\d", text)):
        return False
    if text.endswith((".", ";", ",")) and not line.bold:
        return False
    if re.match(r"\(?\d{5}|[A-Z]\d{4}\b", text) and re.search(r"\d{5}|[A-Z]\d{4}", text) and not line.bold:
        return False
    return line.size >= 1.12 * body or (
        line.bold and line.x1 - line.x0 < 0.95 * width and not text.endswith((".", ","))
    )


def _coloured(grid: Grid, words: list[Word], fills: Sequence[Fill]) -> None:
    """Names the colour behind the first cell of each row; the smallest box that holds a word of it wins."""
    left, right = grid.columns[0][0] - 3, grid.columns[0][1] + 3
    for n, row in enumerate(grid.rows):
        low = grid.tops[n + 1] if n + 1 < len(grid.tops) else grid.tops[n] - 40
        first = row[0].split()[0] if row[0].split() else ""
        found = ""
        for w in words:
            if w.text == first and left <= w.x0 <= right and low - 2 <= w.y <= grid.tops[n] + 2:
                x, y = (w.x0 + w.x1) / 2, w.y + 0.3 * w.size
                behind = [f for f in fills if f.x0 <= x <= f.x1 and f.y0 <= y <= f.y1]
                found = min(behind, key=lambda f: (f.x1 - f.x0) * (f.y1 - f.y0)).name if behind else ""
                break
        grid.fills.append(found)


def elements(words: list[Word], edges: list[Edge], width: float, fills: Sequence[Fill] = ()) -> list[Grid | Paragraph]:
    """Everything on a page in reading order."""
    grids, rest = ruled_tables(words, edges) if len(edges) < 6000 else ([], words)
    lines = lines_of(rest) if rest else []
    sizes = sorted(w.size for w in words for _ in w.text)
    body = sizes[len(sizes) // 2] if sizes else 10.0
    rules = [e.y0 for e in edges if e.flat and e.x1 - e.x0 > 60]
    tables = [(g.tops[0], g) for g in grids]
    order: list[Grid | Paragraph] = []
    for region in regions(lines, 0, width):
        order += _region(region, rules, body)
    for top, grid in sorted(tables, key=lambda t: -t[0]):
        at = next(
            (n for n, e in enumerate(order) if (e.y if isinstance(e, Paragraph) else e.tops[0]) < top), len(order)
        )
        order.insert(at, grid)
    for element in order if fills else ():
        if isinstance(element, Grid):
            _coloured(element, words, fills)
    return order


def _region(lines: list[Line], rules: list[float], body: float) -> list[Grid | Paragraph]:
    out: list[Grid | Paragraph] = []
    at = 0
    for start, stop in _runs(lines):
        out += paragraphs(lines[at:start], body)
        out.append(loose_table(lines[start:stop], rules))
        at = stop
    return [*out, *paragraphs(lines[at:], body)]
