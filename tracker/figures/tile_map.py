"""The United States as squares, one a state: who covers where, readable at 320 pixels.

The one thing to know: no outlines are fetched from anywhere. Every state is the same size, so a small one is seen.

The frame: one row a state, columns
  state (postal abbreviation), status (a `Status` or `Derived` value), n_payers (payers behind it, 0 where none),
  first and second (optional: the two statuses of a conflicting state, which is cut along the diagonal as a cell of
  the matrix is: the one less good for members upper left, the better one lower right),
  hover (optional: words shown when pointed at).
A state without a row is drawn as one nobody has looked at.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty, plot_height
from tracker.figures.compose import Drawing, KeyItem, Room, compose
from tracker.figures.marks import at, mark, status_key
from tracker.figures.style import HALF, LIGHT, SCREEN, STATUS_ORDER, Caption, Size, Theme, status_words
from tracker.figures.text import counted, lines_of, listed, plain
from tracker.vocabulary import COVERING, STATES, Derived

NOTHING = "No state to show for these filters. Remove a filter."
_ROWS = (
    "AK . . . . . . . . . ME",
    ". . . . . . . . . VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT .",
    "CA UT CO NE MO KY WV VA MD DE .",
    ". AZ NM KS AR TN NC SC DC . .",
    ". . . OK LA MS AL GA . . .",
    "HI . . TX . . . . FL . PR",
)
TILES: dict[str, tuple[int, int]] = {
    state: (x, y) for y, row in enumerate(_ROWS) for x, state in enumerate(row.split()) if state != "."
}


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Every state once, in alphabetical order of its abbreviation."""
    known = frame.drop_duplicates("state").set_index("state")
    filled = known.reindex(sorted(TILES))
    filled["status"] = filled["status"].fillna(Derived.NOT_CHECKED.value)
    filled["n_payers"] = filled["n_payers"].fillna(0).astype(int)
    for column in ("hover", "first", "second"):
        filled[column] = filled[column].fillna("") if column in filled else ""
    return filled.rename_axis("state").reset_index()


def finding(frame: pd.DataFrame) -> str:
    """In how many states it is covered, and in how many nobody has looked."""
    if frame.empty:
        return "No state to show"
    status = _filled(frame)["status"]
    covering, unseen = int(status.isin(list(COVERING)).sum()), int((status == Derived.NOT_CHECKED).sum())
    return f"Covered in {covering} of {len(TILES)} states and territories; nobody has looked in {unseen}"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """The states of each status by name."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    filled = _filled(frame)
    parts = []
    for status in STATUS_ORDER:
        names = [STATES[s] for s in filled[filled["status"] == status]["state"]]
        if names and status != Derived.NOT_CHECKED:
            parts.append(f"{status_words(status).capitalize()}: {listed(names)}.")
        elif names:
            parts.append(f"Nobody has looked in {counted(len(names), 'state')}.")
    return f"{caption.title}. Map of the United States as tiles. {' '.join(parts)}"


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """The tile map. Points carry `customdata` (state)."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    filled = _filled(frame)
    key = _key(filled, size, theme)
    wish = (size.measure / 11 if size.narrow else 44 if size.name == HALF.name else 58) * 8
    height = plot_height(caption, size, Room(), wish, key)
    tile = min(height / 8, (size.width - 2 * size.pad) / 11)
    fig = Drawing()
    _tiles(fig, filled, theme, tile)
    room = Room(right=max(0.0, size.width - 2 * size.pad - 11 * tile))
    if size.name == SCREEN.name:  # the page may stretch it: the tiles stay square and at the left
        room = Room()
    fig.x.update(visible=False, range=[-0.5, 10.5], constrain="domain", constraintoward="left")
    fig.y.update(visible=False, range=[7.5, -0.5], scaleanchor="x", constrain="domain", constraintoward="top")
    return compose(fig, caption, size, theme, room, height, key, alt(frame, caption))


def _key(filled: pd.DataFrame, size: Size, theme: Theme) -> list[KeyItem]:
    counts = filled["status"].value_counts()
    present = [s for s in STATUS_ORDER if s in counts.index]
    return status_key(present, size.base, theme, {s: f"({counts[s]})" for s in present})


def _tiles(fig: Drawing, filled: pd.DataFrame, theme: Theme, tile: float) -> None:
    xs = [TILES[s][0] for s in filled["state"]]
    ys = [TILES[s][1] for s in filled["state"]]
    bare = filled["status"].isin([Derived.NOT_CHECKED, Derived.CONFLICTING])
    coming = filled["status"] == Derived.ANNOUNCED
    words = [
        f"<b>{plain(STATES[r.state])}</b><br>"
        + (lines_of(r.hover.splitlines()) or f"{status_words(r.status)}<br>{counted(r.n_payers, 'payer')}")
        for r in filled.itertuples()
    ]
    fig.bars(
        orientation="h", base=[x - 0.47 for x in xs], x=[0.94] * len(xs), y=ys, width=[0.94] * len(xs),
        marker={
            "color": [theme.fill(f or s).colour for f, s in zip(filled["first"], filled["status"], strict=True)],
            "line": {
                "color": [
                    theme.accent if c else theme.fill(s).edge or theme.ghost
                    for c, s in zip(coming, filled["status"], strict=True)
                ],
                "width": [
                    2 if c else 1 if b or theme.fill(s).edge else 0
                    for b, c, s in zip(bare, coming, filled["status"], strict=True)
                ],
            },
        },
        customdata=[[s] for s in filled["state"]], hovertext=words, hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    for other, states in filled[filled["second"] != ""].groupby("second"):
        corners = [TILES[s] for s in states["state"]]
        fig.scatter(
            x=[v for x, _ in corners for v in (x - 0.47, x + 0.47, x + 0.47, None)],
            y=[v for _, y in corners for v in (y + 0.47, y + 0.47, y - 0.47, None)],
            mode="lines", fill="toself", fillcolor=theme.fill(str(other)).colour, line={"width": 0}, hoverinfo="skip",
        )  # fmt: skip
    marked = [theme.fill(s).mark for s in filled["status"]]
    soft = [
        theme.soft if r.status == Derived.NOT_CHECKED else theme.fill(r.first or r.status).mark
        for r in filled.itertuples()
    ]
    fig.scatter(
        x=xs, y=[y - 0.2 for y in ys], mode="text", text=list(filled["state"]), hoverinfo="skip",
        textfont={"size": max(10, min(tile * 0.29, 22)), "color": soft, "weight": 700},
    )  # fmt: skip
    shapes = []
    for status, ink, x, y in zip(filled["status"], marked, xs, ys, strict=True):
        cut_tile = status == Derived.CONFLICTING
        r = tile * (0.17 if cut_tile else 0.125)
        shapes += at(mark(status, r, theme.ink if cut_tile else ink, theme.paper), x, y + (0.24 if cut_tile else 0.23))
    fig.shapes += shapes
    fig.layout.update(barmode="overlay")
