"""How old our knowledge is: payer-and-code pairs by the time since somebody last looked.

The one thing to know: last looked is not last changed. A policy of 2024 that was looked at yesterday is fresh.

The frame: one row an age, in drawing order, columns
  words (`up to 90 days`), cells (payer-and-code pairs), stale (bool: older than the review interval), unseen
  (bool: never looked at).
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty
from tracker.figures.bars import Bar, Block, draw_blocks
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme
from tracker.figures.text import count, counted, percent
from tracker.vocabulary import Status

NOTHING = "No payer and code match these filters. Remove a filter."


def finding(frame: pd.DataFrame) -> str:
    """The share looked at within the review interval, and how many never."""
    if frame.empty:
        return "No payer and code to show"
    total = int(frame["cells"].sum())
    fresh = int(frame[~frame["stale"].astype(bool) & ~frame["unseen"].astype(bool)]["cells"].sum())
    unseen = int(frame[frame["unseen"].astype(bool)]["cells"].sum())
    if not total:
        return "No payer and code to show"
    said = f"{percent(fresh / total)} of {counted(total, 'payer-and-code pair')} were looked at in time"
    return f"{said}; {count(unseen)} never" if unseen else said


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every age with its count."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    said = "; ".join(f"{r.words}: {count(r.cells)}" for r in frame.itertuples())
    return f"{caption.title}. Bars of payer-and-code pairs by time since the last look. {said}."


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """Bars in three blocks: in time, too long ago, never."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    total = int(frame["cells"].sum()) or 1
    blocks: dict[str, list[Bar]] = {"Looked at in time": [], "Too long ago": [], "Never": []}
    for r in frame.itertuples():
        block = "Never" if r.unseen else "Too long ago" if r.stale else "Looked at in time"
        colour = theme.ghost if r.unseen else theme.fill(Status.SILENT).colour if r.stale else theme.accent
        end = f"{count(r.cells)} · {percent(r.cells / total)}"
        blocks[block].append(Bar(str(r.words), float(r.cells), end, colour, outline=bool(r.unseen)))
    drawn = [Block(heading, tuple(bars)) for heading, bars in blocks.items() if bars]
    return draw_blocks(drawn, caption, size, theme, alt(frame, caption))
