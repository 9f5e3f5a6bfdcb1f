"""How long payers take: the share covering in writing by months since a code's first day.

The one thing to know: a payer that does not cover yet is censored, not forgotten: it counts among those at risk
until the last day somebody looked, and marks the curve with a tick.

The frame: one row a step, columns
  months (since the first day, from 0), share (0 to 1, covering by then), low, high (0 to 1), at_risk (payers not
  yet covering and still watched), censored (payers last seen not covering at this step).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty, landscape, plot_height, share_axis
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import path, square
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme, faint, label
from tracker.figures.text import count, counted, percent, plain, share_words, width

LEAST, TENTH = 5, 0.1  # the curve is told while so many, and so large a share of the payers, are still watched
FEW = 5  # payers from which a share with an interval is worth saying
NOTHING = "No payer with a known first look matches these filters."


def told(frame: pd.DataFrame) -> pd.DataFrame:
    """The steps that say something about payers: at the end of a curve the last one or two that are still watched would
    be all of them, and the one that covers would make it 100%."""
    steps = frame.sort_values("months")
    if steps.empty:
        return steps
    enough = steps["at_risk"] >= max(LEAST, TENTH * int(steps["at_risk"].max()))
    return steps[enough] if enough.any() else steps.head(1)


def finding(frame: pd.DataFrame) -> str:
    """The share that ever covered by the last month that is told, and the month by which half did."""
    if frame.empty:
        return "No payer to follow"
    watched = int(frame["at_risk"].max())
    frame = told(frame)
    last = frame.iloc[-1]
    if watched < FEW:
        return f"{counted(watched, 'payer')} watched, too few to say how long payers take"
    said = (
        f"{share_words(last['share'], last['low'], last['high'])} of payers watched had covered it "
        f"{counted(int(last['months']), 'month')} after the first day"
    )
    half = frame[frame["share"] >= 0.5]
    return f"{said}; half did by month {int(half['months'].min())}" if len(half) else f"{said}; fewer than half do"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """The curve every twelve months."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    steps = told(frame)
    years = [steps[steps["months"] <= m].iloc[-1] for m in range(12, int(steps["months"].max()) + 1, 12)]
    points = "; ".join(f"month {12 * (i + 1)}: {percent(r['share'])}" for i, r in enumerate(years))
    return (
        f"{caption.title}. Step curve of the share of payers covering, {count(steps['at_risk'].iloc[0])} watched. "
        f"{points or 'Fewer than 12 months are told'}. "
        f"{counted(int(frame['censored'].sum()), 'payer')} not covering when last seen."
    )


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    marks: Sequence[tuple[float, str]] = (),
) -> go.Figure:
    """The curve with its band, ticks for censored payers, and the number still at risk under the axis.

    marks: months since the first day with what happened then (a campaign), drawn as thin lines; their words are shown
    when pointed at and belong in the caption's note."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    steps = told(frame)
    last = steps.iloc[-1]
    key = [
        KeyItem("95% interval", (square(size.base * 0.58, faint(theme.accent, 0.25)),)),
        KeyItem("last seen not covering", (path(f"M0,{-size.base * 0.45} L0,{size.base * 0.45}", theme.accent, 1.6),)),
    ]
    words = f"{percent(last['share'])} covered"
    room = Room(left=size.base * 3.2, right=width(words, size.base, True) + 14, below=size.base * 3.7)
    fig = Drawing()
    height = plot_height(caption, size, room, 280, key)
    landscape(fig, height, size, room)
    for month, words_then in marks:
        if 0 <= month <= float(last["months"]):
            fig.shape(
                type="line", xref="x", yref="y", x0=month, x1=month, y0=0, y1=1, layer="below",
                line={"width": 1, "color": theme.ghost, "dash": "dot"},
            )  # fmt: skip
            fig.scatter(
                x=[month], y=[0], mode="markers", marker={"size": 7, "color": theme.soft, "symbol": "triangle-up"},
                hovertext=[plain(words_then)], hovertemplate="%{hovertext}<extra></extra>",
            )  # fmt: skip
    for column, fill in (("low", None), ("high", "tonexty")):
        fig.scatter(
            x=steps["months"], y=steps[column], mode="lines", line={"width": 0, "shape": "hv"}, fill=fill,
            fillcolor=faint(theme.accent), hoverinfo="skip",
        )  # fmt: skip
    fig.scatter(
        x=steps["months"], y=steps["share"], mode="lines",
        line={"width": 2.4 * size.base / 13, "shape": "hv", "color": theme.accent},
        customdata=steps["at_risk"],
        hovertemplate="month %{x}: %{y:.0%} covering<br>%{customdata:,d} still watched<extra></extra>",
    )  # fmt: skip
    ticks = steps[steps["censored"] > 0]
    fig.scatter(
        x=ticks["months"], y=ticks["share"], mode="markers", hoverinfo="skip",
        marker={"symbol": "line-ns", "size": size.base * 0.8, "line": {"width": 1.6, "color": theme.accent}},
    )  # fmt: skip
    fig.text(**label(f"<b>{words}</b>", size.base, theme.accent, x=last["months"], y=last["share"], xref="x", yref="y",
                xanchor="left", yanchor="middle", xshift=8)
    )  # fmt: skip
    _month_axis(fig, steps, size, theme)
    fig.y.update(**share_axis(float(steps["high"].max()), size))
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


def _month_axis(fig: Drawing, steps: pd.DataFrame, size: Size, theme: Theme) -> None:
    """Every sixth month (twelfth where narrow), and how many payers are still at risk there."""
    top = max(int(steps["months"].max()), 1)
    step = 6 if top > 6 and not (size.narrow and top > 24) else 12 if top > 6 else 1
    ticks = list(range(0, top + 1, step))
    watched = {
        m: int(steps[steps["months"] >= m]["at_risk"].max() or 0) if (steps["months"] >= m).any() else 0 for m in ticks
    }
    heads = [f"{m}<br>{count(n)}" for m, n in watched.items()]
    fig.x.update(
        range=[0, top], tickvals=ticks, ticktext=heads, ticks="outside", ticklen=4, showline=True,
        tickfont={"size": size.base * 0.95},
    )  # fmt: skip
    note = "months since the first day; below, payers not covering yet and still watched"
    words = "month, and payers still at risk" if size.narrow else note
    place = {"xref": "paper", "yref": "y domain", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    fig.text(**label(words, size.small, theme.soft, **place, yshift=-size.base * 3.0))
