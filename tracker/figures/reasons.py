"""Why lines are denied: what the payer chose in reds and ambers, what is ours to mend in greys.

The one thing to know: the two families are drawn apart and summed apart, so that nobody can say the figure is padded.

The frame: one row a category, columns
  category (`ReasonCategory` value), words, denial_class (`DenialClass` value), lines (missing where hidden),
  hidden (bool).
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty, masked
from tracker.figures.bars import Bar, Block, draw_blocks
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme
from tracker.figures.text import count, counted, percent
from tracker.vocabulary import DenialClass

NOTHING = "No denied line matches these filters. Remove a filter, or load a remittance file."
HEADINGS = {
    DenialClass.COVERAGE: "The payer's choice",
    DenialClass.BILLING: "Ours to mend",
    DenialClass.UNCLASSIFIED: "No telling reason",
}


def _sum(frame: pd.DataFrame, kind: DenialClass) -> int:
    return int(frame[frame["denial_class"] == kind]["lines"].fillna(0).sum())


def finding(frame: pd.DataFrame) -> str:
    """The share of denied lines that were the payer's choice, and the commonest of those reasons."""
    if frame.empty:
        return "No denied line to show"
    frame = masked(frame)
    total = int(frame["lines"].fillna(0).sum())
    coverage = frame[(frame["denial_class"] == DenialClass.COVERAGE) & frame["lines"].notna()]
    if not total:
        return "Every reason is hidden (small numbers)"
    chosen = _sum(frame, DenialClass.COVERAGE)
    if _unseen(frame) and len(coverage):
        top = coverage.loc[coverage["lines"].astype(float).idxmax()]
        hidden = int(frame["hidden"].astype(bool).sum())
        others = "the number of another reason is" if hidden == 1 else f"the numbers of {hidden} reasons are"
        return f"Most often denied as “{top['words']}” ({count(top['lines'])} lines); {others} hidden"
    scope = "shown " if frame["hidden"].any() else ""
    said = f"{percent(chosen / total)} of {counted(total, f'{scope}denied line')} were the payer's choice"
    if coverage.empty or not chosen:
        return said
    top = coverage.loc[coverage["lines"].astype(float).idxmax()]
    return f"{said}, most often “{top['words']}” ({count(top['lines'])})"


def _unseen(frame: pd.DataFrame) -> bool:
    """Whether a whole family is hidden: what is shown of the other is then no share of all."""
    return any(rows["hidden"].astype(bool).all() for _, rows in frame.groupby("denial_class"))


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every category with its count, by family."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    frame, parts = masked(frame), []
    for kind, heading in HEADINGS.items():
        rows = _sorted(frame, kind)
        said = [f"{r.words} {'hidden (small number)' if r.hidden else count(r.lines)}" for r in rows.itertuples()]
        if said:
            parts.append(f"{heading}: {', '.join(said)}.")
    return f"{caption.title}. Bars of denied lines by first reason. {' '.join(parts)}"


def _sorted(frame: pd.DataFrame, kind: DenialClass) -> pd.DataFrame:
    rows = frame[frame["denial_class"] == kind]
    return rows.assign(size=rows["lines"].fillna(-1)).sort_values("size", ascending=False, kind="stable")


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """Bars by first reason in two families (three where a denial tells no reason)."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    frame = masked(frame)
    total = int(frame["lines"].fillna(0).sum())
    colours = {DenialClass.COVERAGE: theme.coverage, DenialClass.BILLING: theme.billing}
    blocks = []
    for kind, heading in HEADINGS.items():
        rows = _sorted(frame, kind)
        if rows.empty:
            continue
        family = colours.get(kind, (theme.ghost,))
        bars = tuple(
            Bar(
                words=r.words,
                value=None if r.hidden else float(r.lines),
                end="hidden (small number)" if r.hidden else f"{count(r.lines)} · {percent(r.lines / total)}",
                colour=family[min(i, len(family) - 1)],
                outline=kind == DenialClass.UNCLASSIFIED,
            )
            for i, r in enumerate(rows.itertuples())
        )
        lines = _sum(frame, kind)
        share = f" · {percent(lines / total)}" if total else ""
        shown = "shown " if rows["hidden"].any() else ""
        blocks.append(Block(f"{heading}: {counted(lines, f'{shown}line')}{share}", bars))
    return draw_blocks(blocks, caption, size, theme, alt(frame, caption))
