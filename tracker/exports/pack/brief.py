"""The brief: two pages to leave behind, one picture on each, the evidence on the second.

The one thing to know: it is always two pages. Texts that would run on are cut at a sentence that points to the pack.
"""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tracker.exports.cite import how_to_cite
from tracker.exports.pack.data import PackData
from tracker.exports.pack.paper import (
    EDGE,
    TEXT,
    WIDE,
    foot,
    head,
    lines_at,
    numbers,
    picture_at,
    safe,
    status_cell,
    style,
    text_at,
)
from tracker.figures.style import PRINT, status_words
from tracker.figures.text import cut, width, wrap
from tracker.vocabulary import Derived, Status

NO_PICTURE = "The picture is left out: no Chromium was found on the machine that made this. The deck has the chart."
KEY = "Dark blue: covers; light blue: with conditions; amber: bundled; red: does not cover; grey: says nothing."


def make_brief(data: PackData, picture: bytes | None = None) -> bytes:
    """The brief as PDF. picture: the PNG of page two (`bundle.brief_picture`)."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=letter, invariant=1)
    page.setTitle(safe(data.ask.sentence))
    page.setAuthor(safe(data.brand.name))
    page.setSubject(safe(f"{data.subject}, snapshot {data.stamp}"))
    _first(page, data)
    page.showPage()
    _second(page, data, picture)
    page.showPage()
    page.save()
    return out.getvalue()


def _first(page: Canvas, data: PackData) -> None:
    y = head(page, data.subject, data.brand)
    size = 19 if width(data.ask.sentence, 19, True) < TEXT * 2.6 else 14
    y = text_at(page, data.ask.sentence, y, style(size, bold=True), 92) - 6
    y = text_at(page, data.scope, y, style(10, PRINT.soft), 28) - 12
    y = numbers(page, data.ask, data.brand, y)
    sentences = data.sentences or (data.nothing,)
    for sentence in sentences[:5]:
        if y < 330:
            break
        y = text_at(page, f"•  {sentence}", y, style(11), 60) - 4
    if data.several:
        _matrix(page, data, y - 10)
    else:
        _coverage(page, data, y - 10)
    _foot(page, data, 1)


def _second(page: Canvas, data: PackData, picture: bytes | None) -> None:
    y = head(page, data.subject, data.brand)
    y = picture_at(page, picture, y - 4, 320, NO_PICTURE if drawable(data) else data.nothing) - 16
    y = _replied(page, data, y)
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


def drawable(data: PackData) -> bool:
    """Whether there is anything to draw on page two: then a missing picture is Chromium's absence, not the numbers'."""
    return any(p is not None and p.tells for p in (data.payers, data.trend, data.reasons))


def _replied(page: Canvas, data: PackData, y: float) -> float:
    """What the payer replied to the findings, beside them: at most two lines."""
    replies = [p.reply for p in (data.trend, data.coverage, data.reasons, data.against) if p is not None and p.reply]
    for said in replies[:2]:
        y = text_at(page, said, y, style(10), 40) - 5
    return y


def _matrix(page: Canvas, data: PackData, y: float) -> None:
    """The picture of the first page for several payers: a row a payer, a cell a code; the rest is counted."""
    grid = data.coverage.frame
    y = text_at(page, data.coverage.caption.title, y, style(13, bold=True), 36) - 16
    codes = list(dict.fromkeys(grid["code"]))
    seen = grid[grid["state_of_knowledge"] != Derived.NOT_CHECKED]["payer_id"].unique()
    wide, row = 26.0, 15.0
    step = min(wide + 4, (TEXT - 210) / max(len(codes), 1))
    left = WIDE - EDGE - step * len(codes)
    page.setFillColor(HexColor(PRINT.soft))
    for at, code in enumerate(codes):
        page.setFont("Helvetica", 7.5)
        page.drawString(left + at * step, y, safe(code))
    room = max(int((y - EDGE - 30) / row), 1)
    for payer_id in seen[:room]:
        y -= row
        own = grid[grid["payer_id"] == payer_id]
        page.setFillColor(HexColor(PRINT.ink))
        lines_at(page, [cut(str(own["payer"].iloc[0]), 8.5, left - EDGE - 8)], EDGE, y + row / 2 - 4, 8.5)
        for r in own.itertuples():
            status_cell(page, r, left + codes.index(r.code) * step, y - 2, row - 3, step - 4)
    payers = grid["payer_id"].nunique()
    more = f"{len(seen) - room} more are in the pack." if len(seen) > room else ""
    nobody = f"Nobody has looked at {payers - len(seen)} of {payers} payers." if payers > len(seen) else ""
    text_at(page, " ".join(w for w in (more, nobody, KEY) if w), y - 8, style(7.5, PRINT.soft), 22)


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


def _foot(page: Canvas, data: PackData, number: int) -> None:
    caption = data.coverage.caption
    source = f"Source: {caption.source}" if caption.source else ""
    lines = [t for t in (caption.note, source, data.stands_on) if t]
    foot(page, lines, f"snapshot {data.stamp} · page {number} of 2")
