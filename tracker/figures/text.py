"""Words inside pictures: how wide they are, where they break, and how numbers are written.

The one thing to know: plotly never wraps a line, it clips it. Every text in a figure is therefore measured here first,
with the advance widths of Arial, which Helvetica, Liberation Sans and Nimbus Sans share to the unit, so that a line
that fits here fits on Windows, Mac and Debian alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

FONT = "Arial, 'Liberation Sans', Helvetica, 'Nimbus Sans', sans-serif"

# Advance widths in thousandths of the font size for the characters from space to tilde.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
_OTHERS = {"–": 556, "—": 1000, "·": 278, "…": 1000, "’": 250, "‘": 250, "“": 440, "”": 440, "•": 350, "×": 584}
_UNKNOWN = 667  # a letter with an accent or from another script: rather too wide than clipped
_TOGETHER = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|95%|CI|n =) (?=\S)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def width(text: str, size: float, bold: bool = False) -> float:
    """How many pixels `text` takes on one line at a font size in pixels."""
    table = _BOLD if bold else _REGULAR
    text = text.replace("\u00a0", " ")
    units = sum(table[ord(c) - 32] if " " <= c <= "~" else _OTHERS.get(c, _UNKNOWN) for c in text)
    return units * size / 1000


def widest(texts: Iterable[str], size: float, bold: bool = False) -> float:
    return max((width(t, size, bold) for t in texts), default=0.0)


def wrap(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `room` pixels, broken at spaces; a word wider than that is cut into pieces.

    A month and its year, and the parts of an interval, stay on one line.
    """
    lines: list[str] = []
    line = ""
    for word in _TOGETHER.sub("\\1\u00a0", text).split(" "):
        for piece in _pieces(word, size, room, bold):
            longer = f"{line} {piece}".strip()
            if line and width(longer, size, bold) > room:
                lines.append(line)
                line = piece
            else:
                line = longer
    return [done.replace("\u00a0", " ") for done in ([*lines, line] if line else lines)]


def balanced(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """`wrap` in as few lines, but of like length: no last word alone under a title."""
    lines = wrap(text, size, room, bold)
    low, high = room / max(len(lines), 1) * 0.8, room
    while len(lines) > 1 and high - low > 4:
        middle = (low + high) / 2
        if len(wrap(text, size, middle, bold)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(text, size, high, bold)


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    if width(word, size, bold) <= room:
        return [word]
    pieces, piece = [], ""
    for c in word:
        if piece and width(piece + c, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += c
    return [*pieces, piece]


def cut(text: str, size: float, room: float, bold: bool = False) -> str:
    """`text`, or as much of it as fits in `room` pixels with an ellipsis. The whole belongs in the hover text."""
    if width(text, size, bold) <= room:
        return text
    end = len(text)
    while end and width(text[:end].rstrip() + "…", size, bold) > room:
        end -= 1
    return text[:end].rstrip(" ,-(·") + "…"


def plain(text: str) -> str:
    """`text` safe from being read as markup by plotly (a payer's name may hold & or <)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lines_of(texts: Sequence[str]) -> str:
    """Lines as one plotly text."""
    return "<br>".join(plain(t) for t in texts)


def count(number: float) -> str:
    """1234 -> `1,234`."""
    return f"{number:,.0f}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 payer`, `2 payers`, `3 policies` where the plural is irregular."""
    return f"{count(number)} {noun if number == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """A share as whole per cent; below 1% and above 99% with one decimal: 0% and 100% mean none and all."""
    value = share * 100
    if value in (0, 100):
        return f"{value:.0f}%"
    if value < 0.95 or value > 99:
        return f"{min(max(value, 0.1), 99.9):.1f}%"
    return f"{math.floor(value + 0.5)}%"


def share_words(share: float, low: float | None = None, high: float | None = None) -> str:
    """`38% (95% CI 31-46)`, or the share alone where no interval is known."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return percent(share)
    return f"{percent(share)} (95% CI {percent(low)[:-1]}-{percent(high)[:-1]})"


def month_words(month: str) -> str:
    """`2025-01` (or a day in it) -> `Jan 2025`."""
    return f"{_MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
