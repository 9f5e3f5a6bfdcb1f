"""How much do we know: payers by type, looked at lately, not for long, or never.

The one thing to know: it counts our own work, not the payers' policies; a payer that says nothing counts as known.

The frame: one row a payer type, columns payer_type (`PayerType` value), known, stale, never (payers).
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty
from tracker.figures.bars import Bar, Block, draw_blocks
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme
from tracker.figures.text import count, counted, percent
from tracker.vocabulary import PayerType

NOTHING = "No payer matches these filters. Remove a filter."


def finding(frame: pd.DataFrame) -> str:
    """How many payers somebody has looked at, of all."""
    total = int(frame[["known", "stale", "never"]].sum().sum()) if len(frame) else 0
    if not total:
        return "No payers to show"
    seen = int(frame[["known", "stale"]].sum().sum())
    return f"Somebody has looked at {count(seen)} of {counted(total, 'payer')} ({percent(seen / total)})"


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The counts under readers' headings."""
    out = frame.assign(payer_type=[PayerType(t).words for t in frame["payer_type"]])
    out.columns = ["Payer type", "Looked at", "Not looked at for long", "Nobody has looked"]
    return out


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every type with its counts."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    said = [
        f"{PayerType(r.payer_type).words}: {count(r.known)} looked at, {count(r.stale)} not for long, "
        f"{count(r.never)} never"
        for r in frame.itertuples()
    ]
    return f"{caption.title}. Bars of payers looked at, by type. {'; '.join(said)}."


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """A bar a payer type: the share looked at, with the counts behind it."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    return draw_blocks(_blocks(frame, theme), caption, size, theme, alt(frame, caption), top=1.0)


def _blocks(frame: pd.DataFrame, theme: Theme) -> list[Block]:
    """One bar a type, the share somebody has looked at; a type nobody has looked at is an empty outline."""
    bars = []
    ordered = frame.assign(total=frame[["known", "stale", "never"]].sum(axis=1)).sort_values("total", ascending=False)
    for r in ordered.itertuples():
        seen = int(r.known) + int(r.stale)
        old = f", {count(r.stale)} not for long" if r.stale else ""
        bars.append(
            Bar(PayerType(r.payer_type).words, seen / r.total, f"{count(seen)} of {count(r.total)}{old}", theme.accent)
        )
    return [Block("Share of payers somebody has looked at", tuple(bars))]
