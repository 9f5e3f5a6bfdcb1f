"""One page for legislators: what the payers of a state say about a code, and what practices there meet.

The one thing to know: it is always one page. Payers beyond the room there is are counted, not squeezed; those
that nobody has looked at are counted too, never called silent.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tracker.exports.cite import how_to_cite
from tracker.exports.pack.brief import said
from tracker.exports.pack.data import Ask, Brand
from tracker.exports.pack.paper import EDGE, TEXT, foot, head, lines_at, numbers, safe, status_cell, style, text_at
from tracker.figures.style import PRINT, Caption
from tracker.figures.text import cut, width
from tracker.vocabulary import Derived


@dataclass(frozen=True)
class FactSheet:
    """What stands on the page. payers: one row a payer, columns payer, state_of_knowledge, status, other_status, stale,
    announced, since, in the order they are listed. sentences: what may be said of claims, with numbers (at most 3)."""

    state: str
    ask: Ask
    payers: pd.DataFrame
    caption: Caption
    drawn: date
    sentences: tuple[str, ...] = ()
    hidden: str = ""
    brand: Brand = field(default_factory=Brand)
    link: str = ""


def make_fact_sheet(sheet: FactSheet) -> bytes:
    """The page as PDF (letter). The same sheet gives the same bytes."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=letter, invariant=1)
    page.setTitle(safe(sheet.ask.sentence))
    page.setSubject(safe(f"{sheet.state}, snapshot {sheet.caption.snapshot}"))
    y = head(page, sheet.state, sheet.brand, 12)
    size = 20 if width(sheet.ask.sentence, 20, True) < TEXT * 1.9 else 15
    y = text_at(page, sheet.ask.sentence, y, style(size, bold=True), 66) - 8
    y = numbers(page, sheet.ask, sheet.brand, y, 26)
    for sentence in sheet.sentences[:3]:
        y = text_at(page, f"•  {sentence}", y, style(11), 46) - 4
    y = text_at(page, sheet.caption.title, y - 8, style(13, bold=True), 36) - 2
    y = text_at(page, sheet.caption.subtitle, y, style(9.5, PRINT.soft), 26) - 8
    _payers(page, sheet, y)
    _foot(page, sheet)
    page.showPage()
    page.save()
    return out.getvalue()


def _payers(page: Canvas, sheet: FactSheet, top: float) -> None:
    """Payers in two columns with the cell of the matrix; what does not fit, and what nobody looked at, as a count."""
    known = sheet.payers[sheet.payers["state_of_knowledge"] != Derived.NOT_CHECKED]
    row, bottom = 27.0, 168.0
    per_column = max(int((top - bottom) / row), 1)
    column = TEXT / 2
    for i, r in enumerate(known.head(2 * per_column).itertuples()):
        x, y = EDGE + (i // per_column) * column, top - (i % per_column + 1) * row
        status_cell(page, r, x, y + 3, row - 7)
        page.setFillColor(HexColor(PRINT.ink))
        room = column - 46
        lines_at(page, [cut(str(r.payer), 9.5, room, True)], x + 34, y + row * 0.66, 9.5, "Helvetica-Bold")
        page.setFillColor(HexColor(PRINT.soft))
        lines_at(page, [cut(said(r), 8.5, room)], x + 34, y + row * 0.28, 8.5)
    left, unseen = max(len(known) - 2 * per_column, 0), len(sheet.payers) - len(known)
    words = [f"{left} more payers are in the tracker." if left else ""]
    words.append(f"Nobody has looked at {unseen} of {len(sheet.payers)} payers yet." if unseen else "")
    text_at(page, " ".join(w for w in words if w), bottom - 6, style(9.5, PRINT.soft), 28)


def _foot(page: Canvas, sheet: FactSheet) -> None:
    caption, y = sheet.caption, 140.0
    small = style(7.5, PRINT.soft)
    cite = how_to_cite(caption, sheet.drawn, sheet.link, sheet.brand.name)
    for text in (sheet.hidden, sheet.brand.antitrust, f"How to cite: {cite}"):
        if text:
            y = text_at(page, text, y, small, 40) - 3
    tier = f" · {caption.tier_words}" if caption.tier else ""
    lines = [t for t in (caption.note, f"Source: {caption.source}", f"n = {caption.n}{tier}") if t]
    foot(page, lines, f"snapshot {caption.snapshot}")
