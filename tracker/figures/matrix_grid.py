"""Where the rows and columns of the coverage matrix lie.

The one thing to know: rows are measured in pixels from the top of the plot, columns in widths of a column, so that the
picture grows downwards with the payers and keeps its width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker import reference
from tracker.figures.compose import KeyItem, Room, room_for_plot
from tracker.figures.style import Caption, Size
from tracker.figures.text import widest

INSET = 1 / 28  # the air at both sides of a cell, in column widths


@dataclass(frozen=True)
class Grid:
    """Where rows and columns lie: y in pixels from the top of the plot, x in column widths."""

    rows: tuple[tuple[str, str, float], ...]  # payer_id, payer, middle
    heads: tuple[tuple[str, float], ...]  # parent, middle
    columns: dict[str, float]  # code -> left edge
    height: float
    across: float
    row: float


def laid_out(frame: pd.DataFrame, caption: Caption, size: Size, key: list[KeyItem]) -> tuple[Grid, Room, float]:
    """The grid of a frame in drawing order (column `family`), the room beside it and the size of payers' names
    (pixels)."""
    columns, across = _columns(list(frame["code"].unique()))
    payers = frame.drop_duplicates("payer_id")
    sizes = payers.groupby("family", sort=False)["payer_id"].size()
    font = size.base * (0.92 if size.narrow else 1.0)
    above = size.base * (3.6 if size.narrow else 3.2)
    row = 28.0
    if size.height:
        left = room_for_plot(caption, size, Room(above=above), key)
        slots = len(payers) + 1.15 * sum(1 for n in sizes if n > 1)
        row = min(size.base * 2.2, left / slots)
        font = min(font, row * 0.62)
    rows, heads, y = [], [], 0.0
    for family, members in payers.groupby("family", sort=False):
        if len(members) > 1:
            y += row * 0.1 if y else 0
            heads.append((str(family), y + row * 0.5))
            y += row * 0.85
        for p in members.itertuples():
            rows.append((str(p.payer_id), str(p.payer), y + row / 2))
            y += row
        y += row * 0.2 if len(members) > 1 else 0
    wide = widest(payers["payer"], font) + 26
    room = Room(left=min(wide, size.measure * 0.37), above=above)
    return Grid(tuple(rows), tuple(heads), columns, y, across, row), room, font


def _columns(codes: list[str]) -> tuple[dict[str, float], float]:
    """Left edges in column widths, with a little air before every code that is not an add-on to the one before."""
    known = reference.codes()
    order = [c for c in known if c in codes] + sorted(c for c in codes if c not in known)
    edges, x = {}, 0.0
    for i, code in enumerate(order):
        if i and not (code in known and known[code].add_on_to):
            x += 0.14
        edges[code] = x
        x += 1
    return edges, x


def placed(frame: pd.DataFrame, grid: Grid) -> list[tuple[Any, float, float]]:
    """Each row of the frame with its left edge and its middle."""
    middle = {payer_id: y for payer_id, _, y in grid.rows}
    return [(r, grid.columns[r.code], middle[r.payer_id]) for r in frame.itertuples()]
