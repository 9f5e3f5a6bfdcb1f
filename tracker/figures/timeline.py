"""How coverage grew: payers counted by what they say, day by day. Steps, because a policy begins on a day.

The one thing to know: the counts are as of each date with what is known today; `not_checked` is drawn as paper, so
that the edge of what we know is seen.

The frame: one row a date and status, columns
  date (ISO text, `YYYY-MM-DD`, or `YYYY-MM` for a month's first day), status (`Status` or `Derived`), payers (count).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import (
    Event,
    count_axis,
    draw_events,
    empty,
    landscape,
    month_axis,
    months_between,
    plot_height,
    room_for_events,
    spread,
)
from tracker.figures.compose import Drawing, KeyItem, Room, compose, move
from tracker.figures.marks import swatch
from tracker.figures.style import LIGHT, SCREEN, SEVERAL, STATUS_ORDER, Caption, Size, Theme, label, status_words
from tracker.figures.text import count, counted, month_words, widest, wrap
from tracker.vocabulary import COVERING, Derived

NOTHING = "No coverage decision matches these filters. Remove a filter, or record the first decision."


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates down, statuses across in stacking order (covering at the bottom), missing statuses as 0."""
    wide = frame.groupby(["date", "status"])["payers"].sum().unstack(fill_value=0)
    return wide[[s for s in STATUS_ORDER if s in wide.columns]].sort_index()


def finding(frame: pd.DataFrame) -> str:
    """From how many payers covering to how many, and between when."""
    if frame.empty:
        return "No coverage decision to show"
    wide = _wide(frame)
    covering = wide[[s for s in wide.columns if s in COVERING]].sum(axis=1)
    total = int(wide.iloc[-1].sum())
    if len(wide) == 1:
        return f"{count(covering.iloc[0])} of {counted(total, 'payer')} covering in {month_words(wide.index[0])}"
    first, last = month_words(wide.index[0]), month_words(wide.index[-1])
    before, after = int(covering.iloc[0]), int(covering.iloc[-1])
    moved = "rose" if after > before else "fell" if after < before else "stayed"
    change = f"stayed at {count(after)}" if moved == "stayed" else f"{moved} from {count(before)} to {count(after)}"
    return f"Payers covering in writing {change} of {count(total)} between {first} and {last}"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """The last state in words."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    wide = _wide(frame)
    last = "; ".join(f"{status_words(s)}: {count(wide[s].iloc[-1])}" for s in wide.columns)
    return f"{caption.title}. Stacked steps of payers by status over time. In {month_words(wide.index[-1])}: {last}."


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    events: Sequence[Event] = (),
) -> go.Figure:
    """Stacked steps, each named at its right end."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    wide = _wide(frame)
    months = months_between(wide.index[0][:7], wide.index[-1][:7])
    names = {} if size.narrow else {s: _end_words(s, wide, size) for s in wide.columns}
    names = {s: words for s, words in names.items() if wide[s].iloc[-1]}
    key = _key(wide, size, theme) if size.narrow else []
    font = size.base
    room = Room(
        left=size.base * 2.8,
        right=widest([w for words in names.values() for w in words], font) + font * 2.4 if names else font * 1.5,
        below=size.base * 2,
        above=room_for_events(events, months, size),
    )
    fig = Drawing()
    height = plot_height(caption, size, room, 300, key)
    used = landscape(fig, height, size, room)
    dates = [d if len(d) > 7 else f"{d}-01" for d in wide.index]
    stacked = _cut(wide)
    for status in wide.columns:
        bare = status in (Derived.NOT_CHECKED, Derived.CONFLICTING)
        fig.scatter(
            x=dates, y=stacked[status], customdata=wide[status], stackgroup="payers", mode="lines",
            name=status_words(status),
            line={"shape": "hv", "width": 1, "color": theme.ghost if bare else theme.paper},
            fillcolor=theme.grid if status == Derived.CONFLICTING else theme.fill(status).colour,
            hovertemplate=f"{status_words(status)}: %{{customdata:,d}}<extra></extra>",
        )  # fmt: skip
    axis = count_axis(float(stacked.sum(axis=1).max()), size)
    fig.y.update(**axis)
    fig.x.update(**month_axis(months, size, size.measure - room.left - room.right), range=[dates[0], dates[-1]])
    fig.layout.update(hovermode="x unified")
    _ends(fig, stacked, names, font, theme, used / axis["range"][1])
    draw_events(fig, events, months, size, theme)
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


MOSTLY = 0.6


def _is_cut(wide: pd.DataFrame) -> bool:
    """Whether the payers nobody has looked at would press all others against the axis."""
    last, unseen = wide.iloc[-1], int(wide.iloc[-1].get(Derived.NOT_CHECKED, 0))
    return bool(unseen > MOSTLY * last.sum() and wide.drop(columns=Derived.NOT_CHECKED).to_numpy().any())


def _cut(wide: pd.DataFrame) -> pd.DataFrame:
    """The layers as drawn: where most payers were never looked at, theirs, the uppermost, is cut off and says so."""
    if not _is_cut(wide):
        return wide
    others = wide.drop(columns=Derived.NOT_CHECKED).sum(axis=1)
    return wide.assign(**{Derived.NOT_CHECKED: others.max() * 1.35 - others})


def _key(wide: pd.DataFrame, size: Size, theme: Theme) -> list[KeyItem]:
    half = size.base * 0.58
    last = wide.iloc[-1]
    return [KeyItem(f"{count(last[s])} {_said(s, wide)}", swatch(s, half, theme)) for s in wide.columns[::-1]]


def _said(status: str, wide: pd.DataFrame) -> str:
    payers = int(wide[status].iloc[-1])
    if status == Derived.NOT_CHECKED and _is_cut(wide):
        return f"{SEVERAL[status]} (cut off above)"
    if payers == 1 and status not in (Derived.CONFLICTING, Derived.NOT_CHECKED):
        return status_words(status)
    return SEVERAL[status]


def _end_words(status: str, wide: pd.DataFrame, size: Size) -> list[str]:
    return wrap(f"{count(int(wide[status].iloc[-1]))} {_said(status, wide)}", size.base, size.measure * 0.24)


def _ends(
    fig: Drawing, wide: pd.DataFrame, names: dict[str, list[str]], font: float, theme: Theme, pixels: float
) -> None:
    """Swatch and words at the right end, at the middle of each layer, moved apart where layers are thin."""
    last = wide.iloc[-1].astype(float)
    middles = dict(zip(wide.columns, last.cumsum() - last / 2, strict=True))
    shown = [s for s in wide.columns if s in names]
    places = [middles[s] * pixels for s in shown]
    heights = [len(names[s]) * font * 1.3 + font * 0.3 for s in shown]
    moved = spread(places, heights, 0, max(last.sum() * pixels, sum(heights)))
    half = font * 0.5
    for status, place, to in zip(shown, places, moved, strict=True):
        for shape in swatch(status, half, theme):
            where = {"xref": "paper", "yref": "y", "xanchor": 1, "yanchor": middles[status]}
            fig.shape(**move({**shape, **where}, 8 + half, to - place))
        fig.text(**label(
                "<br>".join(names[status]), font, theme.ink, xref="paper", x=1, xanchor="left", xshift=14 + 2 * half,
                yref="y", y=middles[status], yanchor="middle", yshift=to - place,
            )
        )  # fmt: skip
