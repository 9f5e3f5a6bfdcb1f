"""Payers one under the other, each share with its interval: never a league table.

The one thing to know: the order is the caller's and stays (alphabet, size, parent); payers are not ranked by their
share, since small numbers would lead both ends. A hidden payer is hatched and says so.

The frame: one row a payer, columns
  payer, numerator, denominator, share, low, high (0 to 1, Wilson 95%; missing where hidden), hidden (bool).
`overall`: the share of all lines, drawn as a line. `what`, `unit`: see `trend`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import domain, empty, masked, name_label, plot_height, share_axis
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import disc, hatched, path
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme, label
from tracker.figures.text import count, counted, percent, plain, share_words, widest, width

NOTHING = "No payer with adjudicated lines matches these filters. Remove a filter, or load a remittance file."


def finding(frame: pd.DataFrame, overall: float | None = None, what: str = "denied") -> str:
    """How many payers lie clearly above the overall share; never which is worst."""
    shown = frame[~frame["hidden"].astype(bool)] if len(frame) else frame
    if shown.empty:
        return "No payer to compare" if frame.empty else "Every payer is hidden (small numbers)"
    if len(shown) == 1:
        r = shown.iloc[0]
        lines = counted(int(r["denominator"]), "line")
        return f"{share_words(r['share'], r['low'], r['high'])} of {lines} {what} by {r['payer']}"
    if overall is None:
        low, high = percent(shown["share"].min()), percent(shown["share"].max())
        return f"Between {low} and {high} of lines {what} across {counted(len(shown), 'payer')}"
    above = int((shown["low"] > overall).sum())
    who = f"{count(above)} of {counted(len(shown), 'payer')}"
    return f"{who} {what} clearly more than the {percent(overall)} overall"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every payer's share and interval, in the drawn order (the first twenty)."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    said = [
        f"{r.payer} hidden (small number)"
        if r.hidden
        else f"{r.payer} {share_words(r.share, r.low, r.high)} of {count(r.denominator)}"
        for r in frame.head(20).itertuples()
    ]
    more = f"; and {counted(len(frame) - 20, 'more payer', 'more payers')}" if len(frame) > 20 else ""
    return f"{caption.title}. Points with intervals, one row a payer. {'; '.join(said)}{more}."


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    overall: float | None = None,
    emphasis: str = "",
) -> go.Figure:
    """Interval plot in the given order. `emphasis` names a payer drawn in the accent while the others recede."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    frame = masked(frame)
    rows = list(frame.itertuples())
    key = _key(frame, size, theme)
    ends = ["" if r.hidden else f"{percent(r.share)} of {count(r.denominator)}" for r in rows]
    stacked = size.narrow
    left = size.base if stacked else min(widest(frame["payer"], size.base) + size.base, size.measure * 0.42)
    room = Room(
        left=left,
        right=widest(ends, size.base * 0.95) + size.base,
        above=size.base * 2.4 if overall is not None else size.base * 0.4,
        below=size.base * 2,
    )
    row = size.base * (2.9 if stacked else 2.0)
    height = plot_height(caption, size, room, row * len(rows), key)
    row = min(row * 1.6, height / len(rows)) if size.height else row
    font = min(size.base, row / (2.4 if stacked else 1.35))
    fig = Drawing()
    top = float(frame["high"].max()) if frame["high"].notna().any() else 1.0
    axis = share_axis(top, size, size.measure - left - room.right)
    domain(fig, row * len(rows), height)
    middles = [i * row + row * (0.7 if stacked else 0.5) for i in range(len(rows))]
    if overall is not None:
        _overall(fig, overall, middles, row * (0.28 if stacked else 0.5), size, theme)
    _points(fig, rows, middles, row, size, theme, axis["range"][1], emphasis)
    _names(fig, rows, ends, middles, row, font, stacked, size, theme, room, axis["range"][1])
    fig.x.update(**axis)
    fig.y.update(visible=False, range=[row * len(rows), 0])
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


def _points(
    fig: Drawing, rows: list[Any], middles: list[float], row: float, size: Size, theme: Theme, top: float,
    emphasis: str,
) -> None:  # fmt: skip
    shown = [(r, y) for r, y in zip(rows, middles, strict=True) if not r.hidden]
    hidden = [(r, y) for r, y in zip(rows, middles, strict=True) if r.hidden]
    colours = [theme.accent if not emphasis or r.payer == emphasis else theme.soft for r, _ in shown]
    for colour in dict.fromkeys(colours):
        mine = [(r, y) for (r, y), c in zip(shown, colours, strict=True) if c == colour]
        xs = [v for r, _ in mine for v in (r.low, r.high, None)]
        ys = [v for _, y in mine for v in (y, y, None)]
        fig.scatter(x=xs, y=ys, mode="lines", hoverinfo="skip", line={"width": 2 * size.base / 13, "color": colour})
    fig.scatter(
        x=[r.share for r, _ in shown], y=[y for _, y in shown], mode="markers",
        marker={"size": size.base * 0.7, "color": colours, "line": {"width": 1.2, "color": theme.paper}},
        hovertext=[
            f"<b>{plain(r.payer)}</b><br>{count(r.numerator)} of {count(r.denominator)}: "
            f"{share_words(r.share, r.low, r.high)}"
            for r, _ in shown
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    if hidden:
        fig.bars(
            orientation="h", x=[top * 0.05] * len(hidden), y=[y for _, y in hidden], width=min(row * 0.4, size.base),
            marker=hatched(theme), hovertext=[f"{plain(r.payer)}: hidden (small number)" for r, _ in hidden],
            hovertemplate="%{hovertext}<extra></extra>",
        )  # fmt: skip


def _names(
    fig: Drawing, rows: list[Any], ends: list[str], middles: list[float], row: float, font: float, stacked: bool,
    size: Size, theme: Theme, room: Room, top: float,
) -> None:  # fmt: skip
    texts = []
    for r, end, y in zip(rows, ends, middles, strict=True):
        at = y - row * 0.42 if stacked else y
        space = size.measure if stacked else room.left - font * 0.6
        place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -room.left, "yref": "y", "y": at}
        one_line = font if stacked else row  # a name above its row has one line
        texts.append(name_label(r.payer, font, space, one_line, theme, **place, yanchor="middle"))
        if r.hidden:
            place = {"xref": "x", "x": top * 0.05, "xanchor": "left", "xshift": 7, "yref": "y", "y": y}
            texts.append(label("hidden (small number)", font * 0.95, theme.soft, **place, yanchor="middle"))
            continue
        place = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "yref": "y", "y": y, "yanchor": "middle"}
        texts.append(label(end, font * 0.95, theme.ink, **place))
    fig.texts += texts


def _overall(fig: Drawing, overall: float, middles: list[float], half: float, size: Size, theme: Theme) -> None:
    """The share of all payers as a line through every row, leaving names that stand above their row free."""
    fig.scatter(
        x=[overall, overall, None] * len(middles), y=[v for y in middles for v in (y - half, y + half, None)],
        mode="lines", hoverinfo="skip", line={"width": 1.2, "color": theme.ink, "dash": "3px,2px"},
    )  # fmt: skip
    words = f"all payers {percent(overall)}"
    fig.text(**label(words, size.base * 0.95, theme.ink, xref="x", x=overall, yref="paper", y=1, yanchor="bottom",
                xanchor="left", xshift=-width("all", size.base), yshift=4)
    )  # fmt: skip


def _key(frame: pd.DataFrame, size: Size, theme: Theme) -> list[KeyItem]:
    half = size.base * 0.6
    line = path(f"M{-half:.2f},0 L{half:.2f},0", theme.accent, 2)
    return [KeyItem("share of lines denied, with 95% interval", (line, disc(half * 0.5, theme.accent)))]
