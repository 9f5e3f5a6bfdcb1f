"""Payers down, codes across, what each payer says in the cell: the picture of this product.

The one thing to know: rows are drawn at a fixed height and paged (`pages`), so 400 payers stay readable; a cell
without fill is one nobody has looked at, which is not the same as a payer that says nothing.

The frame: one row a payer and code, columns
  payer_id, payer, parent (blank: stands alone), code, state_of_knowledge (a `Status` or `Derived`, never `stale`),
  stale (bool), announced (bool: that status begins in the future, so it counts as covering nowhere),
  status and other_status (read where state_of_knowledge is `conflicting`: what the two sources say; where it is
  `announced`, status is what will hold),
  hover (optional: words shown when pointed at).
Rows keep the order of the frame; payers of one parent are brought together where the first of them stands.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker import reference
from tracker.figures.axes import empty, name_label
from tracker.figures.compose import Drawing, KeyItem, Room, compose, room_for_plot
from tracker.figures.marks import at, disc, mark, status_key, swatch
from tracker.figures.matrix_grid import INSET, Grid, laid_out, placed
from tracker.figures.style import LIGHT, SCREEN, STATUS_ORDER, Caption, Size, Theme, bold, label, status_words
from tracker.figures.text import count, counted, cut, lines_of, plain, widest
from tracker.vocabulary import COVERING, Derived

NOTHING = "No payer matches these filters. Remove a filter, or record a payer's first decision."
PER_PAGE = 40


def finding(frame: pd.DataFrame) -> str:
    """How many payers cover at least one code in writing, and at how many nobody has looked."""
    if frame.empty:
        return "No payers to show"
    known: dict[str, set[str]] = {}
    for payer_id, state in zip(frame["payer_id"].tolist(), _now(frame).tolist(), strict=True):
        known.setdefault(payer_id, set()).add(state)
    covering = sum(bool(s & COVERING) for s in known.values())
    unseen = sum(s == {Derived.NOT_CHECKED} for s in known.values())
    codes = frame["code"].nunique()
    what = f"code {frame['code'].iloc[0]}" if codes == 1 else f"at least one of {codes} codes"
    one = len(known) == 1
    they = "says in writing that it covers" if one else "say in writing that they cover"
    said = f"{count(covering)} of {counted(len(known), 'payer')} {they} {what}"
    return f"{said}; nobody has looked at {counted(unseen, 'payer')}" if unseen else said


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """The matrix in words: size, how often each status stands in it."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    counts = _now(frame).value_counts()
    cells = [f"{status_words(s)}: {count(counts[s])}" for s in STATUS_ORDER if s in counts.index]
    stale = int(frame["stale"].sum())
    last = f" {counted(stale, 'cell')} not looked at for too long." if stale else ""
    return (
        f"{caption.title}. Table of {counted(frame['payer_id'].nunique(), 'payer')} by "
        f"{counted(frame['code'].nunique(), 'code')}. {'; '.join(cells)}.{last}"
    )


def _now(frame: pd.DataFrame) -> pd.Series:
    """What holds today: the state of knowledge, and `announced` for what begins later."""
    return frame["state_of_knowledge"].mask(frame["announced"].astype(bool), Derived.ANNOUNCED.value)


def pages(frame: pd.DataFrame, size: Size = SCREEN, caption: Caption | None = None) -> list[pd.DataFrame]:
    """The frame in parts that fit one picture each, payers in drawing order."""
    ordered = _ordered(frame)
    payers = list(ordered["payer_id"].unique())
    per = PER_PAGE
    if size.height:
        above = Room(above=size.base * 3.2)
        left = room_for_plot((caption or Caption("x" * 60, "x")).adding("x"), size, above, _key(ordered, size, LIGHT))
        per = max(4, int(left / size.row / (1 + 1.15 * _groups(ordered) / max(len(payers), 1))))
    return [frame[frame["payer_id"].isin(payers[i : i + per])] for i in range(0, len(payers), per)]


def _groups(ordered: pd.DataFrame) -> int:
    """How many parents stand above more than one payer."""
    return int((ordered.drop_duplicates("payer_id").groupby("family").size() > 1).sum()) if len(ordered) else 0


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    of: pd.DataFrame | None = None,
) -> go.Figure:
    """The coverage matrix. Points carry `customdata` (payer_id, code): a page opens the evidence on a click.

    of: the whole, when the frame is one page of it (see `pages`): the heads count all payers, and a note says how many
    stand here. In a size of fixed height only the first page of a longer frame is drawn.
    """
    whole = frame if of is None else of
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    if size.height:
        frame = pages(frame, size, caption)[0]
    here, all_of_them = (f["payer_id"].nunique() for f in (frame, whole))
    if here < all_of_them:
        caption = caption.adding(f"{count(here)} of {count(all_of_them)} payers stand here, the others on other pages.")
    heads = _ordered(whole)
    frame = heads if here == all_of_them else _ordered(frame)
    key = _key(heads, size, theme)
    grid, room, font = laid_out(frame, caption, size, key)
    fig = Drawing()
    _cells(fig, frame, grid, theme)
    _conflicts(fig, frame, grid, theme)
    _marks(fig, frame, grid, theme, size, room)
    _labels(fig, frame, grid, theme, room, font)
    fig.texts += _column_heads(heads, grid, theme, size, room)
    fig.x.update(range=[0, grid.across], visible=False)
    fig.y.update(range=[grid.height, 0], visible=False)
    return compose(fig, caption, size, theme, room, grid.height, key, alt(whole, caption))


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with payers of a parent together, in order of first appearance."""
    if frame.empty:
        return frame
    coming = frame["state_of_knowledge"] == Derived.ANNOUNCED
    if coming.any():
        said = frame["state_of_knowledge"].mask(coming, frame["status"])
        frame = frame.assign(state_of_knowledge=said, announced=frame["announced"].astype(bool) | coming)
    family = frame["parent"].fillna("").where(frame["parent"].fillna("") != "", frame["payer"])
    families, payers = family.tolist(), frame["payer_id"].tolist()
    first, own = ({name: at for at, name in reversed(list(enumerate(names)))} for names in (families, payers))
    order = sorted(range(len(frame)), key=lambda at: (first[families[at]], own[payers[at]], at))
    return frame.assign(family=family).iloc[order]


def _key(frame: pd.DataFrame, size: Size, theme: Theme) -> list[KeyItem]:
    present = set(frame["state_of_knowledge"])
    items = status_key([s for s in STATUS_ORDER if s in present], size.base, theme)
    half = size.base * 0.58
    if frame["stale"].any():
        items.append(KeyItem("not looked at for too long", swatch(Derived.STALE, half, theme)))
    if frame["announced"].any():
        items.append(KeyItem("begins later", swatch(Derived.ANNOUNCED, half, theme)))
    return items


def _cells(fig: Drawing, frame: pd.DataFrame, grid: Grid, theme: Theme) -> None:
    """One bar a cell: fill by status, outline where nobody has looked or the status begins later."""
    cells = placed(frame, grid)
    known = reference.codes()
    colours, edges, strokes, hover = [], [], [], []
    for r, _, _ in cells:
        said = r.status if r.state_of_knowledge == Derived.CONFLICTING else r.state_of_knowledge
        fill = theme.fill(said).colour
        hollow = r.announced or said == Derived.NOT_CHECKED
        colours.append(theme.paper if hollow else fill)
        edge = theme.fill(said).edge
        edges.append(theme.ghost if said == Derived.NOT_CHECKED else fill if r.announced or not edge else edge)
        strokes.append(2 if r.announced else 1 if hollow or edge else 0)
        name = known[r.code].label if r.code in known else ""
        words = getattr(r, "hover", "") or _said(r)
        hover.append(f"<b>{plain(r.payer)}</b><br>{r.code} {plain(name)}<br>{lines_of(words.splitlines())}")
    fig.bars(
        orientation="h",
        base=[x + INSET for _, x, _ in cells],
        x=[1 - 2 * INSET] * len(cells),
        y=[y for _, _, y in cells],
        width=[grid.row - 3] * len(cells),
        marker={"color": colours, "line": {"color": edges, "width": strokes}},
        customdata=[[r.payer_id, r.code] for r, _, _ in cells],
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    fig.layout.update(barmode="overlay")


def _said(row: Any) -> str:
    words = status_words(row.state_of_knowledge)
    if row.state_of_knowledge == Derived.CONFLICTING:
        words += f": {status_words(row.status)} / {status_words(row.other_status)}"
    return words + (", not looked at for too long" if row.stale else "") + (", begins later" if row.announced else "")


def _conflicts(fig: Drawing, frame: pd.DataFrame, grid: Grid, theme: Theme) -> None:
    """The lower right half of a conflicting cell in the colour of the other status."""
    half = (grid.row - 3) / 2
    for other, rows in frame[frame["state_of_knowledge"] == Derived.CONFLICTING].groupby("other_status", sort=True):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for _, x, y in placed(rows, grid):
            xs += [x + INSET, x + 1 - INSET, x + 1 - INSET, None]
            ys += [y + half, y + half, y - half, None]
        fig.scatter(
            x=xs, y=ys, mode="lines", fill="toself", fillcolor=theme.fill(str(other)).colour, line={"width": 0},
            hoverinfo="skip",
        )  # fmt: skip


def _marks(fig: Drawing, frame: pd.DataFrame, grid: Grid, theme: Theme, size: Size, room: Room) -> None:
    r = min(grid.row * 0.2, size.base * 0.5)
    conflict = min(r * 1.3, (size.measure - room.left) / grid.across * 0.33)
    shapes: list[dict[str, Any]] = []
    for row, x, y in placed(frame, grid):
        look = theme.fill(row.state_of_knowledge)
        ink = theme.ink if row.announced or row.state_of_knowledge == Derived.CONFLICTING else look.mark
        radius = conflict if row.state_of_knowledge == Derived.CONFLICTING else r
        shapes += at(mark(row.state_of_knowledge, radius, ink, theme.paper), x + 0.5, y)
        if row.stale:
            edge = 2 + size.base * 0.14
            shapes += at([disc(size.base * 0.13, ink)], x + 1 - INSET, y, -edge, grid.row / 2 - 1.5 - edge)
    fig.shapes += shapes


def _labels(fig: Drawing, frame: pd.DataFrame, grid: Grid, theme: Theme, room: Room, font: float) -> None:
    """Payers at the left, parents above them."""
    left = {"xref": "paper", "yref": "y", "x": 0, "xanchor": "left", "yanchor": "middle", "xshift": -room.left}
    grouped = set(frame[frame.duplicated("family") & (frame["family"] != frame["payer"])]["family"])
    family = dict(zip(frame["payer_id"].tolist(), frame["family"].tolist(), strict=True))
    heads = {parent for parent, _ in grid.heads}
    texts = []
    for payer_id, payer, y in grid.rows:
        indent = 12.0 if family[payer_id] in heads and family[payer_id] in grouped else 0.0
        place = {**left, "xshift": -room.left + indent, "y": y}
        texts.append(name_label(payer, font, room.left - indent - 10, grid.row, theme, **place))
    for parent, y in grid.heads:
        full = cut(parent, font, room.left * 2, bold=True)
        texts.append(bold(label(plain(full), font, theme.soft, **left, y=y)))
    fig.texts += texts


def _column_heads(frame: pd.DataFrame, grid: Grid, theme: Theme, size: Size, room: Room) -> list[dict[str, Any]]:
    """Codes, and how many payers cover each of those looked at; upright where columns are narrow."""
    texts = []
    column = (size.measure - room.left) / grid.across
    font = min(size.base, (column - 4) / widest(grid.columns, 1, bold=True))
    upright = font < size.base * 0.7
    small = min(size.base, font) * 0.84
    said: dict[str, list[str]] = {}
    for code, state in zip(frame["code"].tolist(), _now(frame).tolist(), strict=True):
        said.setdefault(code, []).append(state)
    for code, x in grid.columns.items():
        looked = sum(s != Derived.NOT_CHECKED for s in said.get(code, ()))
        covering = sum(s in COVERING for s in said.get(code, ()))
        place = {"xref": "x", "yref": "paper", "x": x + 0.5, "y": 1, "xanchor": "center", "yanchor": "bottom"}
        if upright:
            texts.append(bold(label(code, size.base * 0.9, theme.ink, **place, textangle=-90, yshift=4)))
            continue
        texts.append(bold(label(code, font, theme.ink, **place, yshift=6 + small * 1.3)))
        texts.append(label(f"{covering} of {looked}" if looked else "–", small, theme.soft, **place, yshift=5))
    if not upright:
        words = "covering, of those looked at"
        texts.append(
            label(words, small, theme.soft, xref="paper", yref="paper", x=0, y=1, xanchor="right", yanchor="bottom",
                  xshift=-10, yshift=5)
        )  # fmt: skip
    return texts
