"""How much do we know, by state: the share of a state's payers that somebody has looked at, as tiles.

The one thing to know: it counts our own work, so a payer that says nothing counts as known, and a payer that operates
everywhere counts in every state.

The frame: one row a state, columns state (postal abbreviation), known, stale, never (payers). A state without a row has
no payer in the registry.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty, plot_height
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import square
from tracker.figures.style import HALF, LIGHT, SCREEN, Caption, Size, Theme, faint
from tracker.figures.text import count, counted, percent, plain
from tracker.figures.tile_map import TILES
from tracker.vocabulary import STATES

NOTHING = "No payer matches these filters. Remove a filter."
STEPS = ((0.0, "none"), (0.1, "up to 10%"), (0.25, "to 25%"), (0.5, "to 50%"), (1.0, "more"))
WASH = (0.0, 0.18, 0.38, 0.62, 1.0)


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Every state once, with payers looked at (`seen`), all of them (`payers`) and the share."""
    filled = frame.drop_duplicates("state").set_index("state").reindex(sorted(TILES))
    filled = filled[["known", "stale", "never"]].fillna(0).astype(int)
    filled["seen"] = filled["known"] + filled["stale"]
    filled["payers"] = filled["seen"] + filled["never"]
    filled["share"] = filled["seen"] / filled["payers"].where(filled["payers"] > 0)
    return filled.rename_axis("state").reset_index()


def _step(share: float) -> int:
    return 0 if share != share else next(i for i, (top, _) in enumerate(STEPS) if share <= top)


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts under readers' headings."""
    out = frame.assign(state=[STATES.get(s, s) for s in frame["state"]])[["state", "known", "stale", "never"]]
    out.columns = ["State", "Looked at", "Not looked at for long", "Nobody has looked"]
    return out


def finding(frame: pd.DataFrame) -> str:
    """Where most and where least is known."""
    filled = _filled(frame) if len(frame) else frame
    filled = filled[filled["payers"] > 0] if len(filled) else filled
    if filled.empty:
        return "No payers to show"
    most, least = filled.loc[filled["share"].idxmax()], filled.loc[filled["share"].idxmin()]
    if most["share"] == least["share"]:
        return f"Somebody has looked at {percent(most['share'])} of payers in every state"
    best, worst = STATES[most["state"]], STATES[least["state"]]
    return f"Somebody has looked at {_of(most)} of payers in {best}, at {_of(least)} in {worst}"


def _of(row: pd.Series) -> str:
    return f"{percent(row['share'])} ({count(row['seen'])} of {count(row['payers'])})"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every state with its counts."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    said = [f"{STATES[r.state]} {count(r.seen)} of {count(r.payers)}" for r in _filled(frame).itertuples() if r.payers]
    return f"{caption.title}. Map of the United States as tiles, payers looked at: {'; '.join(said)}."


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """The tiles, darker where more is known, each with its share. Points carry `customdata` (state)."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    filled = _filled(frame)
    half = size.base * 0.58
    key = [
        KeyItem(words, (square(half, faint(theme.accent, WASH[i]) if i else theme.paper, theme.ghost),))
        for i, (_, words) in enumerate(STEPS)
    ]
    wish = (size.measure / 11 if size.narrow else 44 if size.name == HALF.name else 58) * 8
    height = plot_height(caption, size, Room(), wish, key)
    tile = min(height / 8, (size.width - 2 * size.pad) / 11)
    fig = Drawing()
    _tiles(fig, filled, theme, tile)
    room = Room(right=0 if size.name == SCREEN.name else max(0.0, size.width - 2 * size.pad - 11 * tile))
    fig.x.update(visible=False, range=[-0.5, 10.5], constrain="domain", constraintoward="left")
    fig.y.update(visible=False, range=[7.5, -0.5], scaleanchor="x", constrain="domain", constraintoward="top")
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


def _tiles(fig: Drawing, filled: pd.DataFrame, theme: Theme, tile: float) -> None:
    xs, ys = [TILES[s][0] for s in filled["state"]], [TILES[s][1] for s in filled["state"]]
    steps = [_step(s) for s in filled["share"]]
    words = [
        f"<b>{plain(STATES[r.state])}</b><br>{count(r.seen)} of {counted(r.payers, 'payer')} looked at"
        + (f"<br>{count(r.stale)} of them not for long" if r.stale else "")
        for r in filled.itertuples()
    ]
    fig.bars(
        orientation="h", base=[x - 0.47 for x in xs], x=[0.94] * len(xs), y=ys, width=[0.94] * len(xs),
        marker={
            "color": [faint(theme.accent, WASH[i]) if i else theme.paper for i in steps],
            "line": {"color": theme.ghost, "width": [0 if i else 1 for i in steps]},
        },
        customdata=[[s] for s in filled["state"]], hovertext=words, hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    ink = [theme.fill("covered").mark if i == 4 else theme.ink if i else theme.soft for i in steps]
    for shift, texts, part, most in (
        (-0.17, list(filled["state"]), 0.29, 22),
        (0.22, ["" if s != s else percent(s) for s in filled["share"]], 0.23, 17),
    ):
        fig.scatter(
            x=xs, y=[y + shift for y in ys], mode="text", text=texts, hoverinfo="skip",
            textfont={"size": max(9, min(tile * part, most)), "color": ink, "weight": 700 if part > 0.25 else 400},
        )  # fmt: skip
    fig.layout.update(barmode="overlay")
