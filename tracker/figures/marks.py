"""The marks that say a status without colour: ● ◐ ⊂ ✕ – ≠, the corner dot, hatching. Drawn, not written.

The one thing to know: half of these characters are missing from Arial and come out in another font on every machine, so
each mark is a shape in pixels around a point (up is positive), the same on every screen and in every file.
"""

from __future__ import annotations

from typing import Any

from tracker.figures.compose import KeyItem, move
from tracker.figures.style import Theme, status_words
from tracker.vocabulary import Derived, Status

_K = 0.5523  # how far the handles of a Bezier quarter circle stand out


def _pixel(**shape: Any) -> dict[str, Any]:
    return {"xsizemode": "pixel", "ysizemode": "pixel", "layer": "above", "line": {"width": 0}, **shape}


def disc(r: float, colour: str) -> dict[str, Any]:
    return _pixel(type="circle", x0=-r, x1=r, y0=-r, y1=r, fillcolor=colour)


def ring(r: float, colour: str, stroke: float) -> dict[str, Any]:
    return _pixel(type="circle", x0=-r, x1=r, y0=-r, y1=r, line={"width": stroke, "color": colour})


def square(half: float, colour: str, line: str | None = None, stroke: float = 1) -> dict[str, Any]:
    edge = {"width": stroke, "color": line} if line else {"width": 0}
    return _pixel(type="rect", x0=-half, x1=half, y0=-half, y1=half, fillcolor=colour, line=edge)


def path(points: str, colour: str, stroke: float = 0) -> dict[str, Any]:
    """A filled path, or an open line where a stroke is given. Coordinates are written `x,y` with a comma."""
    if stroke:
        return _pixel(type="path", path=points, line={"width": stroke, "color": colour})
    return _pixel(type="path", path=points, fillcolor=colour)


def half_disc(r: float, colour: str) -> dict[str, Any]:
    k = r * _K
    return path(
        f"M0,{r:.2f} C{-k:.2f},{r:.2f} {-r:.2f},{k:.2f} {-r:.2f},0 C{-r:.2f},{-k:.2f} {-k:.2f},{-r:.2f} 0,{-r:.2f} Z",
        colour,
    )


def mark(status: str, r: float, colour: str, paper: str = "") -> list[dict[str, Any]]:
    """The mark of a status with radius `r` as pixel shapes around (0, 0); nothing for `not_checked`."""
    stroke = max(1.2, r * 0.36)
    a, k = r * 0.85, r * 0.8 * _K
    match status:
        case Status.COVERED:
            return [disc(r, colour)]
        case Status.CONDITIONS:
            return [half_disc(r, colour), ring(r - stroke / 3, colour, stroke * 0.66)]
        case Status.BUNDLED:
            b = r * 0.8
            arc = f"M{a:.2f},{b:.2f} L0,{b:.2f} C{-k:.2f},{b:.2f} {-b:.2f},{k:.2f} {-b:.2f},0"
            return [
                path(f"{arc} C{-b:.2f},{-k:.2f} {-k:.2f},{-b:.2f} 0,{-b:.2f} L{a:.2f},{-b:.2f}", colour, stroke * 0.85)
            ]
        case Status.NOT_COVERED:
            c = r * 0.75
            return [path(f"M{-c:.2f},{-c:.2f} L{c:.2f},{c:.2f} M{-c:.2f},{c:.2f} L{c:.2f},{-c:.2f}", colour, stroke)]
        case Status.SILENT:
            return [path(f"M{-a:.2f},0 L{a:.2f},0", colour, stroke)]
        case Derived.CONFLICTING:
            d, h = r * 0.62, r * 0.28
            unequal = (
                f"M{-d:.2f},{h:.2f} L{d:.2f},{h:.2f} M{-d:.2f},{-h:.2f} L{d:.2f},{-h:.2f} "
                f"M{-d * 0.55:.2f},{-r * 0.72:.2f} L{d * 0.55:.2f},{r * 0.72:.2f}"
            )
            backing = [disc(r * 1.15, paper)] if paper else []
            return [*backing, path(unequal, colour, max(1.0, r * 0.2))]
    return []


def at(shapes: list[dict[str, Any]], x: Any, y: Any, dx: float = 0, dy: float = 0) -> list[dict[str, Any]]:
    """Shapes anchored at a point of the plot, moved by pixels."""
    return [move({**s, "xanchor": x, "yanchor": y, "xref": "x", "yref": "y"}, dx, dy) for s in shapes]


def swatch(status: str, half: float, theme: Theme) -> tuple[dict[str, Any], ...]:
    """A small cell with its mark, for a key."""
    look = theme.fill(status)
    r = half * 0.55
    if status == Derived.CONFLICTING:
        blue, red = theme.fill(Status.COVERED).colour, theme.fill(Status.NOT_COVERED).colour
        corner = path(f"M{-half:.2f},{-half:.2f} L{half:.2f},{half:.2f} L{half:.2f},{-half:.2f} Z", red)
        return (square(half, blue), corner, *mark(status, r * 1.15, theme.ink, theme.paper))
    if status == Derived.STALE:
        return (square(half, theme.paper, theme.ghost), *stale_dot(half, theme.ink))
    if status == Derived.ANNOUNCED:
        return (square(half - 1, theme.paper, theme.accent, 2),)
    if status == Derived.NOT_CHECKED:
        return (square(half, theme.paper, theme.ghost),)
    return (square(half, look.colour, look.edge or None), *mark(status, r, look.mark))


def stale_dot(half: float, colour: str) -> list[dict[str, Any]]:
    """A dot in the upper right corner of a cell: last looked too long ago."""
    r = max(1.4, half * 0.17)
    return [move(disc(r, colour), half - r * 2, half - r * 2)]


def status_key(statuses: list[str], base: float, theme: Theme, counts: dict[str, str] | None = None) -> list[KeyItem]:
    """A key entry for each status, with a count behind the words where one is given."""
    half = base * 0.58
    return [KeyItem(f"{status_words(s)} {(counts or {}).get(s, '')}".strip(), swatch(s, half, theme)) for s in statuses]


def hatched(theme: Theme) -> dict[str, Any]:
    """The marker of a bar that is hidden because its number is small."""
    pattern = {"shape": "/", "fgcolor": theme.ghost, "bgcolor": theme.paper, "size": 7, "solidity": 0.22}
    return {"color": theme.paper, "pattern": pattern, "line": {"width": 1, "color": theme.ghost}}


def hatch_swatch(half: float, theme: Theme) -> tuple[dict[str, Any], ...]:
    h = half
    lines = f"M{-h:.2f},{-h:.2f} L{h:.2f},{h:.2f} M{-h:.2f},0 L0,{h:.2f} M0,{-h:.2f} L{h:.2f},0"
    return (square(h, theme.paper, theme.ghost), path(lines, theme.ghost, 1.2))


def dashes(half: float, colour: str, pieces: int = 2, stroke: float = 1.2) -> tuple[dict[str, Any], ...]:
    """A short broken line, for a key."""
    step = 2 * half / (2 * pieces - 1)
    starts = [-half + 2 * step * i for i in range(pieces)]
    return (path(" ".join(f"M{x:.2f},0 L{x + step:.2f},0" for x in starts), colour, stroke),)
