"""What became of denied lines: how many were appealed, and how those appeals ended.

The one thing to know: open appeals are drawn as open. The share overturned is of those decided, and says so; a
share of all appeals would fall whenever many were filed lately.

The frame: one row a count, columns
  step (`not_appealed`, `paid_later`, `open`, `overturned`, `partly`, `upheld`, `withdrawn`), lines (missing where
  hidden), hidden (bool).
The first two count denied lines without an appeal known to us, the second those that a later remittance paid; the
others count appealed lines by how the last appeal ended.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from tracker.figures.axes import empty
from tracker.figures.bars import Bar, Block, draw_blocks
from tracker.figures.style import LIGHT, SCREEN, Caption, Size, Theme
from tracker.figures.text import count, counted, percent, share_words
from tracker.vocabulary import Status

NOTHING = "No denied line matches these filters. Remove a filter, or load a remittance file."
WORDS = {
    "overturned": "overturned: paid after appeal",
    "partly": "partly overturned",
    "upheld": "upheld: still denied",
    "withdrawn": "withdrawn",
    "open": "still open",
    "paid_later": "paid later, no appeal known",
    "not_appealed": "not appealed",
}
NO_APPEAL = ("paid_later", "not_appealed")
DECIDED = ("overturned", "partly", "upheld")


def _lines(frame: pd.DataFrame) -> dict[str, int | None]:
    """Lines by step, None where hidden; a step without a row is 0."""
    known: dict[str, int | None] = dict.fromkeys(WORDS, 0)
    for r in frame.itertuples():
        known[str(r.step)] = None if r.hidden else int(r.lines)
    return known


def _sum(*parts: int | None) -> int | None:
    """The sum, None as soon as one part is hidden."""
    return None if any(p is None for p in parts) else sum(p for p in parts if p is not None)


def finding(frame: pd.DataFrame, low: float | None = None, high: float | None = None) -> str:
    """The share of decided appeals overturned (wholly or partly), and how many denied lines were appealed."""
    if frame.empty:
        return "No denied line to follow"
    n = _lines(frame)
    won, decided = _sum(n["overturned"], n["partly"]), _sum(*(n[s] for s in DECIDED))
    appealed = _sum(*(n[s] for s in WORDS if s not in NO_APPEAL))
    others = _sum(*(n[s] for s in NO_APPEAL))
    if won is None or decided is None:
        return "How appeals ended is hidden (small numbers)"
    if not decided:
        return "No appeal has been decided yet"
    share = f"{share_words(won / decided, low, high)} of {counted(decided, 'appeal')} decided"
    said = f"{share} were overturned, wholly or partly"
    if others is None or not appealed:
        return said
    return f"{said}; {percent(appealed / (appealed + others))} of denied lines were appealed"


def alt(frame: pd.DataFrame, caption: Caption) -> str:
    """Every step with its count."""
    if frame.empty:
        return f"{caption.title}. {NOTHING}"
    said = [f"{WORDS[s]} {'hidden (small number)' if v is None else count(v)}" for s, v in _lines(frame).items()]
    return f"{caption.title}. Bars of denied lines. {'; '.join(said)}."


def draw(frame: pd.DataFrame, caption: Caption, size: Size = SCREEN, theme: Theme = LIGHT) -> go.Figure:
    """Bars by how appeals ended, those still open, and lines never appealed."""
    if frame.empty:
        return empty(NOTHING, caption, size, theme, alt(frame, caption))
    n = _lines(frame)
    colours = {
        "overturned": theme.fill(Status.COVERED).colour,
        "partly": theme.fill(Status.CONDITIONS).colour,
        "upheld": theme.fill(Status.NOT_COVERED).colour,
        "withdrawn": theme.billing[3],
        "open": theme.ghost,
        "paid_later": theme.fill(Status.CONDITIONS).colour,
        "not_appealed": theme.billing[1],
    }
    decided = _sum(*(n[s] for s in DECIDED))

    def bar(step: str) -> Bar:
        value = n[step]
        of = f" · {percent(value / decided)}" if value is not None and decided and step in DECIDED else ""
        end = "hidden (small number)" if value is None else f"{count(value)}{of}"
        return Bar(WORDS[step], None if value is None else float(value), end, colours[step], outline=step == "open")

    heading = "Decided" if decided is None else f"Decided: {counted(decided, 'appeal')}"
    blocks = [
        Block(heading, tuple(map(bar, DECIDED))),
        Block("Not decided", (bar("open"), bar("withdrawn"))),
        Block("No appeal known", tuple(map(bar, NO_APPEAL))),
    ]
    return draw_blocks(blocks, caption, size, theme, alt(frame, caption))
