"""The share of payers that cover a code in writing, month by month, among those somebody has looked at.

The one thing to know: it is a share of payers looked at, not of all payers; how many were never looked at is another
picture. What holds on the first of a month counts for the month, as known today.

The frame: one row a month, columns
  month (`YYYY-MM`), numerator (payers covering), denominator (payers looked at), share, low, high (0 to 1, Wilson 95%).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from tracker.figures import trend
from tracker.figures.axes import Event, empty
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme
from tracker.figures.text import share_words

NOTHING = "Nobody has looked at a payer under these filters. Remove a filter, or record the first decision."


def _months(frame: pd.DataFrame) -> pd.DataFrame:
    """As `trend` takes them: none hidden, since what payers say is public, and none still open."""
    return frame[frame["denominator"] > 0].assign(hidden=False, open=False)


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The months under readers' headings."""
    shown = _months(frame) if len(frame) else frame
    return pd.DataFrame(
        {
            "Month": shown["month"],
            "Payers covering": shown["numerator"],
            "Payers looked at": shown["denominator"],
            "Share": [
                share_words(s, a, b) for s, a, b in zip(shown["share"], shown["low"], shown["high"], strict=True)
            ],
        }
    )


def finding(frame: pd.DataFrame) -> str:
    """The share in the last month, and against the first only where the intervals do not overlap."""
    shown = _months(frame) if len(frame) else frame
    return "No payer to show" if shown.empty else trend.finding(shown, "looked at cover in writing", "payer")


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Range and number of months."""
    shown = _months(frame) if len(frame) else frame
    return f"{caption.title}. {NOTHING}" if shown.empty else trend.alt(shown, caption)


def draw(
    frame: pd.DataFrame,
    caption: Caption,
    size: Size = SCREEN,
    theme: Theme = LIGHT,
    events: Sequence[Event] = (),
) -> go.Figure:
    """The line with its band; campaigns as thin lines with words."""
    shown = _months(frame) if len(frame) else frame
    if shown.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    return trend.draw(shown, caption, size, theme, events=events)
