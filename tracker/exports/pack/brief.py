"""The brief: two pages to leave behind, one picture on each, the evidence on the second.

The one thing to know: it is always two pages. Texts that would run on are cut at a sentence that points to the pack.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tracker.exports.cite import how_to_cite
from tracker.exports.pack.data import PackData
from tracker.exports.pack.paper import EDGE, HIGH, TEXT, WIDE, lines_at, picture_at, safe, status_cell, style, text_at
from tracker.figures.style import PRINT, status_words
from tracker.figures.text import cut, width, wrap
from tracker.vocabulary import Derived, Status


def make_brief(data: PackData, pictures: Mapping[str, bytes]) -> bytes:
    """The brief as PDF. pictures: PNG by name; `trend`, or else `reasons`, stands on page two."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=letter, invariant=1)
    page.setTitle(safe(data.ask.sentence))
    page.setAuthor(safe(data.brand.name))
    page.setSubject(safe(f"{data.payer}, snapshot {data.snapshot}"))
    _first(page, data)
    page.showPage()
    _second(page, data, pictures.get("trend") or pictures.get("reasons"))
    page.showPage()
    page.save()
    return out.getvalue()


def _first(page: Canvas, data: PackData) -> None:
    y = _head(page, data)
    size = 19 if width(data.ask.sentence, 19, True) < TEXT * 2.6 else 14
    y = text_at(page, data.ask.sentence, y, style(size, bold=True), 92) - 6
    y = text_at(page, data.scope, y, style(10, PRINT.soft), 28) - 12
    y = _numbers(page, data, y)
    sentences = data.sentences or ("No claim line of this payer may be shown yet: too few were reported.",)
    for sentence in sentences[:5]:
        if y < 330:
            break
        y = text_at(page, f"•  {sentence}", y, style(11), 60) - 4
    _coverage(page, data, y - 10)
    _foot(page, data, 1)


def _second(page: Canvas, data: PackData, picture: bytes | None) -> None:
    y = _head(page, data)
    y = picture_at(page, picture, y, 400, "No claim line of this payer may be shown yet: too few were reported.") - 14
    y = text_at(page, "What this rests on", y, style(13, bold=True), 20) - 4
    left = len(data.evidence)
    for e in data.evidence:
        said = f"[{e.number}] {e.publisher}: {e.title}. {e.says}" + (f" Looked at {e.accessed}." if e.accessed else "")
        if y < 225:
            break
        y = text_at(page, cut(said, 9, TEXT * 2.8), y, style(9), 40) - 3
        left -= 1
    if left:
        y = text_at(page, f"and {left} more, listed in the pack.", y, style(9, PRINT.soft), 14)
    if not data.evidence:
        text_at(page, "No document of this payer is on file yet.", y, style(9, PRINT.soft), 14)
    cite = how_to_cite(data.coverage.caption, data.drawn, data.link, data.brand.name)
    small = style(7.5, PRINT.soft)
    y = 168.0
    for text in (data.hidden, data.brand.antitrust, f"How to cite: {cite}"):
        if text:
            y = text_at(page, text, y, small, 42) - 4
    _foot(page, data, 2)


def _coverage(page: Canvas, data: PackData, y: float) -> None:
    """The picture of the first page: every code with its status as colour, mark and words, drawn as such."""
    part = data.coverage
    y = text_at(page, part.caption.title, y, style(13, bold=True), 36) - 8
    if part.frame.empty:
        text_at(page, "No coverage decision of this payer is recorded.", y, style(11, PRINT.soft), 30)
        return
    row = min(32.0, (y - EDGE - 30) / len(part.frame))
    size = min(9.5, row * 0.4)
    for r in part.frame.itertuples():
        status_cell(page, r, EDGE, y - row + 3, row - 6)
        page.setFillColor(HexColor(PRINT.ink))
        lines_at(page, [str(r.code)], EDGE + 34, y - row / 2, size, "Helvetica-Bold")
        for text, x, wide in ((str(r.label), EDGE + 80, 200), (said(r), EDGE + 294, TEXT - 294)):
            first, *more = wrap(text, size, wide) or [""]
            lines = [first, cut(" ".join(more), size, wide)] if more and row > size * 2.4 else [cut(text, size, wide)]
            lines_at(page, lines, x, y - row / 2, size)
        y -= row
        page.setStrokeColor(HexColor(PRINT.grid))
        page.line(EDGE + 34, y, WIDE - EDGE, y)


def said(row: Any) -> str:
    """What the payer says about a code, in words."""
    words = status_words(row.state_of_knowledge)
    if row.state_of_knowledge == Derived.CONFLICTING:
        words = f"{words}: {status_words(row.status)} / {status_words(row.other_status)}"
    if row.announced:
        return f"{words}, begins later"
    stands = row.since and row.state_of_knowledge not in (Status.SILENT, Derived.CONFLICTING)
    return f"{words}, since {row.since}" if stands else words


def _head(page: Canvas, data: PackData) -> float:
    """Payer at the left, whose brief at the right; returns where the text begins."""
    y = HIGH - EDGE
    page.setFillColor(HexColor(data.brand.colour))
    page.setFont("Helvetica-Bold", 10)
    page.drawString(EDGE, y, safe(cut(data.payer, 10, TEXT * 0.68, True)))
    page.setFillColor(HexColor(PRINT.soft))
    page.setFont("Helvetica", 10)
    page.drawRightString(WIDE - EDGE, y, safe(cut(data.brand.name, 10, TEXT * 0.3)))
    return y - 14


def _foot(page: Canvas, data: PackData, number: int) -> None:
    page.setStrokeColor(HexColor(PRINT.grid))
    page.line(EDGE, EDGE - 6, WIDE - EDGE, EDGE - 6)
    page.setFillColor(HexColor(PRINT.soft))
    page.setFont("Helvetica", 8)
    source = f"Source: {data.coverage.caption.source}" if data.coverage.caption.source else ""
    page.drawString(EDGE, EDGE - 18, safe(cut(source, 8, TEXT * 0.75)))
    page.drawString(EDGE, EDGE - 28, safe(cut(data.stands_on, 8, TEXT)))
    page.drawRightString(WIDE - EDGE, EDGE - 18, safe(f"snapshot {data.snapshot} · page {number} of 2"))


def _numbers(page: Canvas, data: PackData, y: float) -> float:
    """Up to three numbers side by side."""
    if not data.ask.numbers:
        return y
    step = TEXT / 3
    lowest = y
    for i, (number, meaning) in enumerate(data.ask.numbers[:3]):
        x = EDGE + i * step
        below = text_at(page, number, y, style(24, data.brand.colour, bold=True), 34, x, step - 14)
        lowest = min(lowest, text_at(page, meaning, below - 2, style(10), 56, x, step - 14))
    return lowest - 14
