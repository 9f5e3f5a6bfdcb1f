"""What payers say beside what members meet: how many payer-and-code pairs fall in each class.

The one thing to know: “covered, and paid” is drawn too. Good payers are the argument for the others.

The frame: one row a gap class, columns
  gap (`Gap` value), cells (payer x line of business x state x code), coverage_denials (lines; missing where hidden),
  hidden (bool: the denial count is hidden; the number of cells comes from public documents and is never hidden).
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty
from tracker.figures.bars import Bar, Block, draw_blocks
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme
from tracker.figures.text import count, counted, percent
from tracker.vocabulary import Gap, Status

NOTHING = "No payer and code match these filters. Remove a filter."
GROUPS: dict[str, tuple[Gap, ...]] = {
    "Word and deed disagree": (Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.SILENT_PAID, Gap.CONFLICTING),
    "The payer says so": (Gap.NOT_COVERED, Gap.BUNDLED, Gap.ANNOUNCED),
    "Not known": (Gap.SILENT_QUIET, Gap.NOT_CHECKED),
    "No gap": (Gap.NO_GAP,),
}


def _counts(frame: pd.DataFrame) -> dict[Gap, pd.Series]:
    return {Gap(r["gap"]): r for _, r in frame.iterrows()}


def finding(frame: pd.DataFrame) -> str:
    """How many pairs are covered on paper and denied in practice, of how many covered on paper."""
    if frame.empty:
        return "No payer and code to compare"
    rows = _counts(frame)
    broken = int(rows[Gap.COVERED_BUT_DENIED]["cells"]) if Gap.COVERED_BUT_DENIED in rows else 0
    kept = int(rows[Gap.NO_GAP]["cells"]) if Gap.NO_GAP in rows else 0
    if broken + kept:
        pairs = counted(broken + kept, "payer-and-code pair")
        return f"{count(broken)} of {pairs} covered on paper {'is' if broken == 1 else 'are'} denied in practice"
    return f"None of {counted(int(frame['cells'].sum()), 'payer-and-code pair')} is covered on paper"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every class with its count."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    rows = _counts(frame)
    said = [
        f"{g.words}: {count(rows[g]['cells'])}{_denials(rows[g], ', ')}"
        for gs in GROUPS.values()
        for g in gs
        if g in rows
    ]
    return f"{caption.title}. Bars of payer-and-code pairs. {'; '.join(said)}."


def _denials(row: pd.Series, before: str) -> str:
    if row["hidden"]:
        return f"{before}denials hidden"
    if pd.isna(row["coverage_denials"]) or not row["coverage_denials"]:
        return ""
    return f"{before}{counted(int(row['coverage_denials']), 'coverage denial')}"


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """Bars of pairs by class; the coverage denials met there stand behind each."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    colours = {
        Gap.COVERED_BUT_DENIED: theme.coverage[0],
        Gap.SILENT_DENIED: theme.coverage[2],
        Gap.SILENT_PAID: theme.fill(Status.CONDITIONS).colour,
        Gap.CONFLICTING: theme.coverage[3],
        Gap.NOT_COVERED: theme.fill(Status.NOT_COVERED).colour,
        Gap.BUNDLED: theme.fill(Status.BUNDLED).colour,
        Gap.SILENT_QUIET: theme.fill(Status.SILENT).colour,
        Gap.ANNOUNCED: theme.accent,
        Gap.NOT_CHECKED: theme.ghost,
        Gap.NO_GAP: theme.fill(Status.COVERED).colour,
    }
    rows, total = _counts(frame), int(frame["cells"].sum()) or 1
    blocks = []
    for heading, gaps in GROUPS.items():
        bars = tuple(
            Bar(
                words=g.words,
                value=float(rows[g]["cells"]),
                end=f"{count(rows[g]['cells'])}{_denials(rows[g], ' · ')}",
                colour=colours[g],
                hover=f"{g.words}: {percent(rows[g]['cells'] / total)} of {counted(total, 'pair')}",
                outline=g in (Gap.NOT_CHECKED, Gap.ANNOUNCED),
            )
            for g in gaps
            if g in rows
        )
        if bars:
            blocks.append(Block(heading, bars))
    return draw_blocks(blocks, caption, size, theme, alt(frame, caption))
