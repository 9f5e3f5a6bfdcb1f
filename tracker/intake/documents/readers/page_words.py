"""Words on a page, gathered to segments and lines.

The one thing to know: a small raised word is a footnote mark of its neighbour; a small word beside a big heading is not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


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
