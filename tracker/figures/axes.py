"""Axes and line ends that several figures share: months, shares, events, labels that avoid each other, empty pictures.

The one thing to know: the number of ticks follows from the room there is, measured, never from plotly's guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.compose import Drawing, Room, compose, room_for_plot
from tracker.figures.style import Caption, Size, Theme, label
from tracker.figures.text import cut, lines_of, month_words, percent, plain, width, wrap

_NUMBERS = ("numerator", "denominator", "lines", "share", "low", "high", "lower", "upper", "coverage_denials")


def masked(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the numbers of its hidden rows, whatever the caller left in them."""
    if frame.empty or "hidden" not in frame:
        return frame
    hidden = frame["hidden"].eq(True).fillna(False).astype(bool)
    present = [c for c in _NUMBERS if c in frame]
    return frame.assign(**{c: frame[c].astype(float).mask(hidden) for c in present})


def months_between(first: str, last: str) -> list[str]:
    """Every month from first to last, both included, as `YYYY-MM`."""
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in range(start, end + 1)]


def month_axis(months: Sequence[str], size: Size, room: float) -> dict[str, Any]:
    """Ticks at every 1st, 2nd, 3rd, 6th or 12th month, whichever fits; the last one is counted from January."""
    each = width("Mar 2025", size.base) * 1.5
    fits = max(1, int(room / each))
    step = next((s for s in (1, 2, 3, 6, 12, 24) if len(months) / s <= fits), 24)
    shown = [m for m in months if (int(m[:4]) * 12 + int(m[5:7]) - 1) % step == 0] or list(months[:1])
    return {
        "type": "date",
        "tickvals": [f"{m}-01" for m in shown],
        "ticktext": [month_words(m) for m in shown],
        "tickfont": {"size": size.base * 0.95},
        "ticks": "outside",
        "ticklen": 4,
        "showline": True,
    }


def share_axis(top: float, size: Size, room: float = 0) -> dict[str, Any]:
    """A share from 0 to a round figure above `top`, with four or five ticks, fewer where a level axis has less room."""
    most = 5.0 if not room else max(1.0, min(5.0, room / (width("100%", size.base) * 1.7) - 1))
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if top / s <= most), 0.5)
    ticks = [i * step for i in range(int(1 / step + 1e-9) + 1) if i * step < top + step - 1e-9]
    return {
        "range": [0, min(max(top * 1.08, step), 1.04)],
        "tickvals": [t for t in ticks if t <= max(top * 1.08, step)],
        "ticktext": [percent(t) for t in ticks if t <= max(top * 1.08, step)],
        "tickfont": {"size": size.base * 0.95},
        "showgrid": True,
    }


def count_axis(top: float, size: Size) -> dict[str, Any]:
    """A count from 0 to just above `top`, with round ticks."""
    steps = [b * 10**p for p in range(8) for b in (1, 2, 5)]
    step = next((s for s in steps if top / s <= 5), steps[-1])
    ticks = list(range(0, int(top) + step, step))
    return {
        "range": [0, max(top * 1.04, 1)],
        "tickvals": [t for t in ticks if t <= max(top * 1.04, 1)],
        "tickformat": ",d",
        "tickfont": {"size": size.base * 0.95},
        "showgrid": True,
    }


def plot_height(caption: Caption, size: Size, room: Room, wish: float, key: list[Any] | None = None) -> float:
    """The height the plot will have: what a fixed size leaves, else what the figure wishes."""
    return wish if size.height is None else room_for_plot(caption, size, room, key)


def landscape(fig: Drawing, height: float, size: Size, room: Room) -> float:
    """Keep a plot over time wider than high on an upright page; the rest stays paper. Returns the height used."""
    used = min(height, (size.measure - room.left - room.right) * 0.9)
    if size.height:
        return domain(fig, used, height)
    return height


def domain(fig: Drawing, used: float, height: float) -> float:
    """Let the plot take only the upper `used` pixels, so that its axis stands right under it."""
    if used < height - 1:
        fig.y["domain"] = [1 - used / height, 1]
        return used
    return height


def name_label(words: str, font: float, room: float, row: float, theme: Theme, **place: Any) -> dict[str, Any]:
    """A name on one line, on two smaller ones where it is too long and the row allows, and only then cut."""
    small = min(font * 0.86, row / 2.7)
    if width(words, font) <= room or small < 8.5:
        return label(plain(cut(words, font, room)), font, theme.ink, **place)
    lines = wrap(words, small, room)
    return label(lines_of([lines[0], cut(" ".join(lines[1:]), small, room)]), small, theme.ink, **place)


def spread(places: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles moved as little as possible so that texts of these heights do not overlap between low and high."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [0.0] * len(places)
    at = low
    for i in order:
        moved[i] = max(places[i], at + heights[i] / 2)
        at = moved[i] + heights[i] / 2
    limit = high
    for i in reversed(order):
        moved[i] = min(moved[i], limit - heights[i] / 2)
        limit = moved[i] - heights[i] / 2
    return moved


def empty(words: str, caption: Caption, size: Size, theme: Theme, alt: str) -> go.Figure:
    """A picture that says why nothing stands in it."""
    fig = Drawing()
    lines = lines_of(wrap(words, size.base * 1.1, size.measure * 0.7))
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top", "yshift": -8}
    fig.text(**label(lines, size.base * 1.1, theme.soft, **place))
    fig.x.update(visible=False)
    fig.y.update(visible=False)
    return compose(fig, caption, size, theme, Room(), 90, alt=alt)


@dataclass(frozen=True)
class Event:
    """Something that happened in a month, in three words: `policy effective`, `letter sent`."""

    month: str
    words: str


def month_edges(months: Sequence[str]) -> list[str]:
    """Half a month of air on both sides, so that single months and hatched ones are whole."""
    return [f"{_month(months[0], -1)}-16", f"{months[-1]}-16"]


def _month(month: str, by: int) -> str:
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12}-{index % 12 + 1:02d}"


def _event_rows(events: Sequence[Event], months: Sequence[str], size: Size) -> list[tuple[int, str]]:
    """For each event the row its words stand in and the side they are anchored at, so that none overlap or leave."""
    font, room = size.base * 0.9, size.measure * 0.85
    free: list[float] = []
    placed = []
    for event in sorted(events, key=lambda e: e.month):
        x = room * (months.index(event.month[:7]) + 0.5) / len(months) if event.month[:7] in months else 0.0
        wide = width(event.words, font)
        side = "left" if x < wide / 2 else "right" if x > room - wide / 2 else "center"
        start = x - wide * {"left": 0, "center": 0.5, "right": 1}[side]
        row = next((i for i, end in enumerate(free) if end + font < start), len(free))
        free[row : row + 1] = [start + wide]
        placed.append((row, side))
    return placed


def room_for_events(events: Sequence[Event], months: Sequence[str], size: Size) -> float:
    """The height above the plot that the words of the events take."""
    rows = max((row + 1 for row, _ in _event_rows(events, months, size)), default=0)
    return size.base * (0.4 + 1.3 * rows)


def draw_events(fig: Drawing, events: Sequence[Event], months: Sequence[str], size: Size, theme: Theme) -> None:
    """A thin line for each event and its words above the plot."""
    font = size.base * 0.9
    ordered = sorted(events, key=lambda e: e.month)
    for event, (row, side) in zip(ordered, _event_rows(ordered, months, size), strict=True):
        day = event.month if len(event.month) > 7 else f"{event.month}-01"
        fig.shape(
            type="line", xref="x", yref="y domain", x0=day, x1=day, y0=0, y1=1, layer="above",
            line={"width": 1, "color": theme.soft, "dash": "2px,2px"},
        )  # fmt: skip
        fig.text(**label(
                plain(event.words), font, theme.soft, xref="x", x=day, yref="paper", y=1, xanchor=side,
                yanchor="bottom", yshift=3 + row * font * 1.35,
            )
        )  # fmt: skip
