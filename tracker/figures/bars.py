"""Horizontal bars in blocks, with words at the left and numbers at the end: what several figures are made of.

The one thing to know: a bar begins at zero, always, and a hidden one is a hatched stub of fixed length that says
nothing about its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from tracker.figures.axes import plot_height
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import hatched
from tracker.figures.style import Caption, Size, Theme, bold, label
from tracker.figures.text import cut, plain, widest, width

STUB = 28  # the length of a hidden bar in pixels: the same for all, so that it tells nothing


@dataclass(frozen=True)
class Bar:
    """One bar: `words` at its left, `value` its length, `end` the text behind it. value None: hidden."""

    words: str
    value: float | None
    end: str
    colour: str
    hover: str = ""
    outline: bool = False


@dataclass(frozen=True)
class Block:
    """Bars under a heading; a blank heading takes no room."""

    heading: str
    bars: tuple[Bar, ...]


def draw_blocks(
    blocks: Sequence[Block],
    caption: Caption,
    size: Size,
    theme: Theme,
    alt: str,
    key: list[KeyItem] | None = None,
    top: float | None = None,
) -> go.Figure:
    """The bars of all blocks on one scale from zero. In a narrow size the words stand above their bar."""
    bars = [b for block in blocks for b in block.bars]
    stacked = size.narrow or widest([b.words for b in bars], size.base) > size.measure * 0.42
    row, head = size.base * (3.0 if stacked else 2.15), size.base * 2.3
    heads = sum(bool(b.heading) for b in blocks)
    left = 0 if stacked else widest([b.words for b in bars], size.base) + size.base
    room = Room(left=left)
    wish = row * len(bars) + head * heads
    height = plot_height(caption, size, room, wish, key)
    if wish > height:
        row, head = row * height / wish, head * height / wish
    elif size.height:  # spread a little into the room there is, and leave the rest as paper below
        more = min(height / wish, 1.5)
        row, head = row * more, head * more
    used = row * len(bars) + head * heads
    fig = Drawing()
    reach = max(top or 0, _reach(bars, size, size.measure - left))
    stub = reach * STUB / (size.measure - left)
    _place(fig, blocks, size, theme, stacked, row, head, room, stub)
    fig.x.update(visible=False, range=[0, reach])
    fig.y.update(visible=False, range=[max(used, height), 0])
    return compose(fig, caption, size, theme, room, used, key, alt)


def _longest(bars: Sequence[Bar]) -> float:
    return max((b.value for b in bars if b.value is not None), default=1) or 1


def _reach(bars: Sequence[Bar], size: Size, room: float) -> float:
    """How far the axis must reach, so that each bar and the words at its end fit into the room."""
    longest = _longest(bars)
    reaches = [
        (0 if b.value is None else b.value) / (1 - min((width(b.end, size.base) + 12) / room, 0.85)) for b in bars
    ]
    return max(reaches, default=longest)


def _place(
    fig: Drawing,
    blocks: Sequence[Block],
    size: Size,
    theme: Theme,
    stacked: bool,
    row: float,
    head: float,
    room: Room,
    stub: float,
) -> None:
    font = min(size.base, row / (2.6 if stacked else 1.5))
    thick = row * (0.36 if stacked else 0.62)
    y = 0.0
    texts, placed = [], []
    for block in blocks:
        if block.heading:
            words = cut(block.heading, font, size.measure, bold=True)
            place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -room.left, "yref": "y"}
            texts.append(bold(label(plain(words), font, theme.ink, **place, y=y + head * 0.62, yanchor="middle")))
            y += head
        fig.shape(
            type="line", xref="x", yref="y", x0=0, x1=0, y0=y, y1=y + row * len(block.bars), layer="above",
            line={"width": 1, "color": theme.ghost},
        )  # fmt: skip
        for bar in block.bars:
            middle = y + row * (0.68 if stacked else 0.5)
            placed.append((bar, middle))
            texts += _words(bar, y, middle, row, font, size, theme, stacked, room, stub)
            y += row
    hidden = [(b, m) for b, m in placed if b.value is None]
    shown = [(b, m) for b, m in placed if b.value is not None]
    fig.bars(
        orientation="h", x=[b.value for b, _ in shown], y=[m for _, m in shown], width=thick,
        marker={
            "color": [theme.paper if b.outline else b.colour for b, _ in shown],
            "line": {"color": [b.colour for b, _ in shown], "width": [1.2 if b.outline else 0 for b, _ in shown]},
        },
        hovertext=[b.hover or f"{plain(b.words)}: {plain(b.end)}" for b, _ in shown],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    if hidden:
        fig.bars(
            orientation="h", x=[stub] * len(hidden), y=[m for _, m in hidden], width=thick,
            marker=hatched(theme), hovertext=[f"{plain(b.words)}: hidden (small number)" for b, _ in hidden],
            hovertemplate="%{hovertext}<extra></extra>",
        )  # fmt: skip
    fig.texts += texts


def _words(
    bar: Bar, y: float, middle: float, row: float, font: float, size: Size, theme: Theme, stacked: bool, room: Room,
    stub: float,
) -> list[dict]:  # fmt: skip
    """The words of a bar at its left (above it where stacked) and its number at its end."""
    if stacked:
        name = cut(bar.words, font, size.measure)
        place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "y": y + row * 0.25, "yanchor": "middle"}
        words = label(plain(name), font, theme.ink, **place)
    else:
        place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -room.left, "yref": "y", "y": middle}
        words = label(plain(bar.words), font, theme.ink, **place, yanchor="middle")
    at = stub if bar.value is None else bar.value
    end = label(
        plain(bar.end), font, theme.soft if bar.value is None else theme.ink, xref="x", x=at, yref="y", y=middle,
        xanchor="left", yanchor="middle", xshift=7,
    )  # fmt: skip
    return [words, end]
