"""Payers compared with what chance would do: share denied against number of lines, within a funnel.

The one thing to know: a payer inside the funnel cannot be told from the others, however high it lies. Only those
outside the outer limits are named.

The frame: one row a payer, columns
  payer, numerator, denominator, share (0 to 1), position (`inside`, `above_95`, `above_998`, `below_95`, `below_998`),
  hidden (bool: left out of the picture and counted in a note).
`curve`: the limits, columns denominator, lower95, upper95, lower998, upper998. `pooled`: the share of all lines.
"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty, landscape, plot_height, share_axis, spread
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import dashes, disc
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme, label
from tracker.figures.text import count, counted, cut, percent, plain, width

NOTHING = "No payer with adjudicated lines matches these filters. Remove a filter, or load a remittance file."
NAMED = 10
OUTSIDE = ("above_998", "below_998")


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["hidden"].eq(True) & frame["share"].notna()] if len(frame) else frame


def finding(frame: pd.DataFrame) -> str:
    """How many payers lie above what chance explains."""
    shown = _shown(frame)
    if shown.empty:
        return "No payer to compare"
    above, below = (int((shown["position"] == side).sum()) for side in OUTSIDE)
    who = "None" if not above else count(above)
    deny = "denies" if above < 2 else "deny"
    said = f"{who} of {counted(len(shown), 'payer')} {deny} more than chance explains"
    return f"{said}; {count(below)} {'denies' if below == 1 else 'deny'} less" if below else said


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Who lies outside the outer limits."""
    shown = _shown(frame)
    if shown.empty:
        return f"{caption.title}. {NOTHING}"
    out = shown[shown["position"].isin(OUTSIDE)]
    named = "; ".join(f"{r.payer} {percent(r.share)} of {count(r.denominator)}" for r in out.itertuples())
    return (
        f"{caption.title}. Funnel plot of {counted(len(shown), 'payer')}. "
        f"{'Outside the 99.8% limits: ' + named if named else 'All lie within the 99.8% limits'}."
    )


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    curve: pd.DataFrame | None = None,
    pooled: float | None = None,
    emphasis: str = "",
) -> go.Figure:
    """The funnel. `emphasis` names a payer that is always labelled, in the accent."""
    shown = _shown(frame)
    hidden = len(frame) - len(shown)
    if hidden:
        caption = caption.adding(f"{counted(hidden, 'payer')} hidden (small numbers).")
    if shown.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    key = _key(size, theme, curve is not None)
    room = Room(
        left=size.base * 3.2,
        right=width("all payers", size.base * 0.92) + 12,
        below=size.base * 3.4,
        above=size.base * 0.5,
    )
    fig = Drawing()
    height = plot_height(caption, size, room, 340, key)
    used = landscape(fig, height, size, room)
    top = float(max(shown["share"].max(), 0.05))
    if curve is not None and len(curve):
        near = curve[curve["denominator"] >= shown["denominator"].min()]
        top = max(top, float(near["upper95"].max()))
        _limits(fig, curve, size, theme)
    if pooled is not None:
        _pooled(fig, shown, pooled, size, theme)
    axis = share_axis(top, size)
    _points(fig, shown, emphasis, size, theme)
    low, high = _lines_axis(fig, shown, size)
    wide = size.measure - room.left - room.right
    _names(fig, shown, emphasis, size, theme, (low, high), wide, used / axis["range"][1], used)
    fig.y.update(**axis)
    place = {"xref": "paper", "yref": "y domain", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    fig.text(**label("adjudicated lines, on a log scale", size.small, theme.soft, **place, yshift=-size.base * 1.9))
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


def _lines_axis(fig: Drawing, shown: pd.DataFrame, size: Size) -> tuple[float, float]:
    """A log axis with ticks at 1, 3, 10, 30 ...; returns its ends as logarithms."""
    low = math.log10(max(float(shown["denominator"].min()) * 0.8, 1))
    high = max(math.log10(float(shown["denominator"].max()) * 1.25), low + 0.5)
    ticks = [b * 10**p for p in range(7) for b in (1, 3) if low <= math.log10(b * 10**p) <= high]
    fig.x.update(
        type="log", range=[low, high], tickvals=ticks, ticktext=[count(t) for t in ticks], showline=True,
        ticks="outside", ticklen=4, tickfont={"size": size.base * 0.95},
    )  # fmt: skip
    return low, high


def _limits(fig: Drawing, curve: pd.DataFrame, size: Size, theme: Theme) -> None:
    stroke = size.base / 13
    for column in ("lower95", "upper95", "lower998", "upper998"):
        dash = "2px,3px" if column.endswith("95") else "solid"
        fig.scatter(
            x=curve["denominator"].tolist(), y=curve[column].tolist(), mode="lines", hoverinfo="skip",
            line={"width": 1.2 * stroke, "color": theme.ghost if dash == "solid" else theme.soft, "dash": dash},
        )  # fmt: skip


def _pooled(fig: Drawing, shown: pd.DataFrame, pooled: float, size: Size, theme: Theme) -> None:
    fig.shape(
        type="line", xref="paper", yref="y", x0=0, x1=1, y0=pooled, y1=pooled, layer="below",
        line={"width": 1.2, "color": theme.ink},
    )  # fmt: skip
    fig.text(
        **label(
            f"all payers<br>{percent(pooled)}", size.base * 0.92, theme.ink, xref="paper", x=1, xanchor="left",
            xshift=6, yref="y", y=pooled, yanchor="middle",
        )
    )  # fmt: skip


def _points(fig: Drawing, shown: pd.DataFrame, emphasis: str, size: Size, theme: Theme) -> None:
    outside = shown["position"].isin(OUTSIDE) | (shown["payer"] == emphasis)
    fig.scatter(
        x=shown["denominator"].tolist(), y=shown["share"].tolist(), mode="markers",
        marker={
            "size": size.base * 0.7,
            "color": [theme.accent if o else theme.paper for o in outside],
            "line": {"width": 1.5 * size.base / 13, "color": [theme.accent if o else theme.soft for o in outside]},
        },
        hovertext=[
            f"<b>{plain(r.payer)}</b><br>{count(r.numerator)} of {count(r.denominator)}: {percent(r.share)}"
            for r in shown.itertuples()
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _names(
    fig: Drawing, shown: pd.DataFrame, emphasis: str, size: Size, theme: Theme, ends: tuple[float, float],
    wide: float, pixels: float, height: float,
) -> None:  # fmt: skip
    """The names of the payers outside, the largest first, beside their points and clear of each other."""
    out = shown[shown["position"].isin(OUTSIDE) | (shown["payer"] == emphasis)]
    out = out.assign(first=out["payer"] == emphasis).sort_values(["first", "denominator"], ascending=False).head(NAMED)
    font = size.base * 0.92
    tall = font * 1.3
    spots = []
    for r in out.itertuples():
        x = (math.log10(r.denominator) - ends[0]) / (ends[1] - ends[0]) * wide
        spots.append((r, x, r.share * pixels))
    moved = spread([y for _, _, y in spots], [tall] * len(spots), 0, max(height, tall * len(spots)))
    for (r, x, y), to in zip(spots, moved, strict=True):
        left = x > wide * 0.5
        name = cut(r.payer, font, (x if left else wide - x) - size.base)
        ink = theme.accent if r.payer == emphasis else theme.ink
        fig.text(
            **label(
                plain(name), font, ink, xref="x", x=math.log10(r.denominator), yref="y", y=r.share, yanchor="middle",
                xanchor="right" if left else "left", xshift=-size.base * 0.6 if left else size.base * 0.6,
                yshift=to - y,
            )
        )  # fmt: skip


def _key(size: Size, theme: Theme, limits: bool) -> list[KeyItem]:
    half = size.base * 0.58
    ring = {**disc(half * 0.55, theme.paper), "line": {"width": 1.5, "color": theme.soft}}
    items = [
        KeyItem("cannot be told from the others", (ring,)),
        KeyItem("outside the 99.8% limits", (disc(half * 0.6, theme.accent),)),
    ]
    if limits:
        items.append(KeyItem("95% limits", dashes(half, theme.soft, 3)))
        items.append(KeyItem("99.8% limits", dashes(half, theme.ghost, 1, 1.6)))
    return items
