"""One payer beside all the others taken together, code by code or reason by reason, each share with its interval.

The one thing to know: the others never include the payer itself, and both are drawn on one axis from zero.

The frame: two rows a group, columns
  group (words of the row: a code with its label, a reason, a line of business), who (`payer` or `others`), numerator,
  denominator, share, low, high (0 to 1, Wilson 95%; missing where hidden), hidden (bool).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import domain, empty, masked, name_label, plot_height, share_axis
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import disc, hatched, path
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme, bold, label
from tracker.figures.text import count, counted, percent, share_words, widest

NOTHING = "No adjudicated line of this payer matches these filters. Remove a filter, or load a remittance file."


def _pairs(frame: pd.DataFrame) -> list[tuple[str, Any, Any]]:
    """Group, the payer's row, the others' row (None where missing), in the order of the frame."""
    pairs = []
    for group, rows in frame.groupby("group", sort=False):
        by = {r.who: r for r in rows.itertuples()}
        pairs.append((str(group), by.get("payer"), by.get("others")))
    return pairs


def finding(frame: pd.DataFrame, payer: str = "This payer", what: str = "denies") -> str:
    """In how many groups the payer's interval lies above the others'; the numbers where there is one group."""
    both = [(g, p, o) for g, p, o in _pairs(frame) if p is not None and o is not None and not p.hidden and not o.hidden]
    if not both:
        return "Nothing to compare" if frame.empty else "Too few lines to compare without giving small numbers away"
    if len(both) == 1:
        group, p, o = both[0]
        return (
            f"{payer} {what} {share_words(p.share, p.low, p.high)} of {counted(int(p.denominator), 'line')}, "
            f"the others {percent(o.share)} of {count(o.denominator)} ({group})"
        )
    above = sum(p.low > o.high for _, p, o in both)
    below = sum(p.high < o.low for _, p, o in both)
    how_many = count(above) if above else "none"
    said = f"{payer} {what} clearly more than the others in {how_many} of {count(len(both))} comparisons"
    return f"{said}, clearly less in {count(below)}" if below else said


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Both shares of every group."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    said = [f"{group}: payer {_words(p)}, others {_words(o)}" for group, p, o in _pairs(frame)]
    return f"{caption.title}. Pairs of points with intervals. {'; '.join(said)}."


def _words(row: Any) -> str:
    if row is None:
        return "no lines"
    if row.hidden:
        return "hidden (small number)"
    return f"{share_words(row.share, row.low, row.high)} of {count(row.denominator)}"


def draw(
    frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT, payer: str = "this payer"
) -> go.Figure:
    """Two intervals a row: the payer in the accent above, the others in grey below."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    frame = masked(frame)
    pairs = _pairs(frame)
    key = _key(payer, size, theme)
    stacked = size.narrow
    left = size.base if stacked else min(widest((g for g, _, _ in pairs), size.base) + size.base, size.measure * 0.4)
    ends = [_end(r) for _, p, o in pairs for r in (p, o)]
    room = Room(left=left, right=widest(ends, size.base * 0.92) + size.base, above=size.base * 0.4, below=size.base * 2)
    row = size.base * (4.4 if stacked else 3.4)
    height = plot_height(caption, size, room, row * len(pairs), key)
    row = min(row * 1.5, height / len(pairs)) if size.height else row
    font = min(size.base, row / (3.6 if stacked else 2.6))
    high = frame["high"].max()
    axis = share_axis(float(high) if high == high else 1.0, size, size.measure - left - room.right)
    fig = Drawing()
    for i, (group, mine, others) in enumerate(pairs):
        y = i * row + row * (0.62 if stacked else 0.5)
        place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -left, "yref": "y", "yanchor": "middle"}
        place["y"] = i * row + row * 0.16 if stacked else y
        space = size.measure if stacked else left - font * 0.6
        fig.text(**name_label(group, font, space, font if stacked else row, theme, **place))
        for one, by, colour, strong in ((mine, -0.19, theme.accent, True), (others, 0.19, theme.soft, False)):
            _interval(fig, one, y + by * row, colour, strong, font, size, theme, axis["range"][1])
    fig.x.update(**axis)
    fig.y.update(visible=False, range=[row * len(pairs), 0])
    domain(fig, row * len(pairs), height)
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


def _end(row: Any) -> str:
    return "" if row is None or row.hidden else f"{percent(row.share)} of {count(row.denominator)}"


def _interval(
    fig: Drawing, row: Any, y: float, colour: str, strong: bool, font: float, size: Size, theme: Theme, top: float
) -> None:
    if row is None:
        return
    small = font * 0.92
    if row.hidden:
        fig.bars(
            orientation="h", x=[top * 0.05], y=[y], width=font * 0.8, marker=hatched(theme),
            hovertemplate="hidden (small number)<extra></extra>",
        )  # fmt: skip
        place = {"xref": "x", "x": top * 0.05, "xanchor": "left", "xshift": 7, "yref": "y", "y": y}
        fig.text(**label("hidden (small number)", small, theme.soft, **place, yanchor="middle"))
        return
    stroke = size.base / 13
    fig.scatter(
        x=[row.low, row.high], y=[y, y], mode="lines", hoverinfo="skip", line={"width": 2 * stroke, "color": colour}
    )
    fig.scatter(
        x=[row.share], y=[y], mode="markers",
        marker={
            "size": size.base * 0.7, "color": colour if strong else theme.paper,
            "line": {"width": 1.6 * stroke, "color": colour},
        },
        hovertemplate=f"{_words(row)}<extra></extra>",
    )  # fmt: skip
    place = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "yref": "y", "y": y, "yanchor": "middle"}
    end = label(_end(row), small, theme.ink if strong else theme.soft, **place)
    fig.text(**(bold(end) if strong else end))


def _key(payer: str, size: Size, theme: Theme) -> list[KeyItem]:
    half = size.base * 0.6
    items = []
    for words, colour, fill in ((payer, theme.accent, theme.accent), ("all other payers", theme.soft, theme.paper)):
        line = path(f"M{-half:.2f},0 L{half:.2f},0", colour, 2)
        point = {**disc(half * 0.5, fill), "line": {"width": 1.6, "color": colour}}
        items.append(KeyItem(words, (line, point)))
    return items
