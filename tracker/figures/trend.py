"""The share denied month by month, with its interval, so that a rise is told from noise.

The one thing to know: a hidden month is hatched and a missing one is a gap; neither is zero. The open month, whose
lines are still coming in, is dotted and never enters the finding.

The frame: one row a month, columns
  month (`YYYY-MM`), numerator, denominator (lines; missing where hidden), share, low, high (0 to 1, Wilson 95%;
  missing where hidden), hidden (bool), open (bool), and optionally centre, lower, upper (control limits, 0 to 1) and
  signal ('' or the rule that a month completes, `measures.control`), which is ringed.
`what` names the numerator in the finding: `denied`, `denied for coverage reasons`. `unit` names the denominator.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import (
    Event,
    draw_events,
    empty,
    landscape,
    masked,
    month_axis,
    month_edges,
    months_between,
    plot_height,
    room_for_events,
    share_axis,
)
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import dashes, hatch_swatch, hatched, ring, square
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme, faint, label
from tracker.figures.text import count, counted, month_words, percent, share_words, width

SIDED = ("beyond", "eight")  # signals of `measures.control` that say on which side of the centre a month lies
NOTHING = "No adjudicated line matches these filters. Remove a filter, or load a remittance file."


def _closed(frame: pd.DataFrame) -> pd.DataFrame:
    """The months a statement may rest on: with lines, and neither hidden nor open."""
    return frame[~frame["hidden"].eq(True) & ~frame["open"].eq(True) & frame["share"].notna()].sort_values("month")


def finding(frame: pd.DataFrame, what: str = "denied", unit: str = "line") -> str:
    """The last closed month against the rest: beyond chance where the control chart says so; else against the first
    month, risen or fallen only where the intervals do not overlap."""
    shown = _closed(frame) if len(frame) else frame
    if shown.empty:
        return "No closed month to show" if frame.empty else "Every month is hidden or still open"
    hidden = int((frame["hidden"].eq(True) & ~frame["open"].eq(True)).sum())
    if hidden > len(shown):  # what is left was chosen by its size: no statement stands on it
        return f"Most months are hidden (small numbers): {len(shown)} of {len(shown) + hidden} closed months are shown"
    first, last = shown.iloc[0], shown.iloc[-1]
    said = (
        f"{share_words(last['share'], last['low'], last['high'])} of {counted(int(last['denominator']), unit)} "
        f"{what} in {month_words(last['month'])}"
    )
    if len(shown) == 1:
        return said
    if shifted := _shifted(last, hidden > 0):
        return f"{said}, {shifted}"
    then = f"{percent(first['share'])} in {month_words(first['month'])}"
    if last["low"] > first["high"]:
        return f"{said}, up from {then}"
    return f"{said}, down from {then}" if last["high"] < first["low"] else f"{said}, no clear change from {then}"


def _shifted(last: pd.Series, hidden: bool) -> str:
    """`below the 33% of all months beyond chance`, where the last month completes a rule of the control chart. Six
    months in one direction say nothing about sides; a run over hidden months would tell on which side these lie."""
    if not str(last.get("signal") or "").startswith(SIDED[: 1 if hidden else 2]) or pd.isna(last.get("centre")):
        return ""
    side = "above" if last["share"] > last["centre"] else "below"
    return f"{side} the {percent(last['centre'])} of all months beyond chance"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Range and number of months, and which are hidden or open."""
    shown = _closed(frame) if len(frame) else frame
    if shown.empty:
        return f"{caption.title}. {NOTHING if frame.empty else 'Every month is hidden or still open.'}"
    low, high = shown.loc[shown["share"].idxmin()], shown.loc[shown["share"].idxmax()]
    hidden = int(frame["hidden"].sum())
    return (
        f"{caption.title}. Line of {counted(len(shown), 'month')} from {month_words(shown['month'].iloc[0])} to "
        f"{month_words(shown['month'].iloc[-1])}: lowest {percent(low['share'])} of {count(low['denominator'])} in "
        f"{month_words(low['month'])}, highest {percent(high['share'])} of {count(high['denominator'])} in "
        f"{month_words(high['month'])}." + (f" {counted(hidden, 'month')} hidden (small number)." if hidden else "")
    )


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    events: Sequence[Event] = (),
) -> go.Figure:
    """The line with its band; control limits where the frame has them; events as thin lines with words."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    words = alt(frame, caption)
    frame = masked(frame)
    months = months_between(frame["month"].min(), frame["month"].max())
    full = frame.set_index("month").reindex(months).rename_axis("month").reset_index()
    for flag in ("hidden", "open"):
        full[flag] = full[flag].eq(True)
    full["day"] = full["month"] + "-01"
    key = _key(full, size, theme)
    end = _end(full)
    room = Room(
        left=size.base * 3.2,
        right=max(width(_end_words(end), size.base, True) + 14 if end is not None else 0, size.base * 2),
        below=size.base * 2,
        above=room_for_events(events, months, size),
    )
    fig = Drawing()
    height = plot_height(caption, size, room, 280, key)
    landscape(fig, height, size, room)
    limit = full[[c for c in ("high", "upper") if c in full]].max().max()
    axis = share_axis(float(limit) if limit == limit else 1.0, size)
    _limits(fig, full, theme)
    _line(fig, full, theme, size)
    _hidden(fig, full, theme, axis["range"][1])
    fig.y.update(**axis)
    x_axis = month_axis(months, size, size.measure - room.left - room.right)
    fig.x.update(**x_axis, range=month_edges(months))
    if end is not None:
        fig.text(**label(
                f"<b>{_end_words(end)}</b>", size.base, theme.accent, xref="x", x=end["day"], yref="y",
                y=end["share"], xanchor="left", yanchor="middle", xshift=9,
            )
        )  # fmt: skip
    draw_events(fig, events, months, size, theme)
    return compose(fig, caption, size, theme, room, height, key, words)


def _end(full: pd.DataFrame) -> pd.Series | None:
    shown = full[full["share"].notna()]
    return None if shown.empty else shown.iloc[-1]


def _end_words(end: pd.Series | None) -> str:
    return "" if end is None else f"{percent(end['share'])}{' so far' if end['open'] else ''}"


def _limits(fig: Drawing, full: pd.DataFrame, theme: Theme) -> None:
    """Centre line and control limits, thinner and softer than the data.

    A limit follows from the month's number of lines, so a hidden month takes over that of the month before it.
    """
    for column, dash in (("centre", "solid"), ("lower", "4px,3px"), ("upper", "4px,3px")):
        if column in full and full[column].notna().any():
            fig.scatter(
                x=full["day"], y=full[column].mask(full["hidden"]).ffill().bfill(), mode="lines", hoverinfo="skip",
                line={"width": 1, "color": theme.soft, "dash": dash, "shape": "hvh"},
            )  # fmt: skip


def _line(fig: Drawing, full: pd.DataFrame, theme: Theme, size: Size) -> None:
    """Band, line and points. Gaps stay gaps; the stretch into the open month is dotted and its point hollow."""
    for part in _stretches(full):
        fig.scatter(
            x=[*part["day"], *part["day"][::-1]], y=[*part["high"], *part["low"][::-1]], mode="lines", fill="toself",
            fillcolor=faint(theme.accent), line={"width": 0}, hoverinfo="skip",
        )  # fmt: skip
    closed = full.assign(share=full["share"].where(~full["open"]))
    stroke = 2.4 * size.base / 13
    fig.scatter(
        x=closed["day"], y=closed["share"], mode="lines", line={"width": stroke, "color": theme.accent},
        connectgaps=False, hoverinfo="skip",
    )  # fmt: skip
    _signals(fig, full, theme, size)
    if full["open"].any():
        at = int(full.index[full["open"]][0])
        tail = full.iloc[max(0, at - 1) :]
        fig.scatter(
            x=tail["day"], y=tail["share"], mode="lines", hoverinfo="skip",
            line={"width": stroke, "color": theme.accent, "dash": "2px,3px"},
        )  # fmt: skip
    points = full[full["share"].notna()]
    fig.scatter(
        x=points["day"], y=points["share"], mode="markers",
        marker={
            "size": size.base * 0.5, "line": {"width": 1.6, "color": theme.accent},
            "color": [theme.paper if o else theme.accent for o in points["open"]],
        },
        hovertext=[
            f"<b>{month_words(r.month)}</b>{' (still open)' if r.open else ''}<br>"
            f"{count(r.numerator)} of {count(r.denominator)}: {share_words(r.share, r.low, r.high)}"
            for r in points.itertuples()
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _signals(fig: Drawing, full: pd.DataFrame, theme: Theme, size: Size) -> None:
    """A ring about each month that chance does not explain, with the rule it completes when pointed at."""
    if not _ringed(full).any():
        return
    marked = full[_ringed(full)]
    fig.scatter(
        x=marked["day"], y=marked["share"], mode="markers", hoverinfo="text",
        hovertext=[f"{month_words(m)}: {rule}" for m, rule in zip(marked["month"], marked["signal"], strict=True)],
        marker={"symbol": "circle-open", "size": size.base * 1.15, "color": theme.ink, "line": {"width": 1.4}},
    )  # fmt: skip


def _ringed(full: pd.DataFrame) -> pd.Series:
    """Months with a signal whose share is drawn; where months are hidden, those alone that stand on no other month."""
    if "signal" not in full:
        return pd.Series(False, full.index)
    if full["hidden"].any():
        full = full.assign(signal=full["signal"].where(full["signal"].fillna("").str.startswith(SIDED[0]), ""))
    return full["signal"].fillna("").ne("") & full["share"].notna() & ~full["open"]


def _stretches(full: pd.DataFrame) -> list[pd.DataFrame]:
    """The runs of months with an interval, so that the band stops where the line does."""
    known = full["low"].notna() & full["high"].notna()
    runs = (known != known.shift()).cumsum()
    return [part for _, part in full[known].groupby(runs[known])]


def _hidden(fig: Drawing, full: pd.DataFrame, theme: Theme, top: float) -> None:
    months = full[full["hidden"]]
    if months.empty:
        return
    fig.bars(
        x=months["day"], y=[top] * len(months), width=20 * 86_400_000, marker=hatched(theme),
        hovertext=[f"<b>{month_words(m)}</b><br>hidden (small number)" for m in months["month"]],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _key(full: pd.DataFrame, size: Size, theme: Theme) -> list[KeyItem]:
    half = size.base * 0.58
    items = [KeyItem("95% interval", (square(half, faint(theme.accent, 0.25)),))] if full["low"].notna().any() else []
    if "upper" in full and full["upper"].notna().any():
        items.append(KeyItem("control limits", dashes(half, theme.soft)))
    if _ringed(full).any():
        items.append(KeyItem("not by chance (control chart)", (ring(half * 0.85, theme.ink, 1.4),)))
    if full["hidden"].any():
        items.append(KeyItem("hidden (small number)", hatch_swatch(half, theme)))
    if full["open"].any():
        items.append(KeyItem("month still open", dashes(half, theme.accent, 4, 2.2)))
    return items
