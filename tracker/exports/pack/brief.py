"""The brief: two pages to leave behind, one picture on each, the evidence on the second.

The one thing to know: it is always two pages. Texts that would run on are cut at a sentence that points to the pack.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from tracker.exports.cite import how_to_cite
from tracker.exports.pack.data import PackData
from tracker.figures.marks import mark
from tracker.figures.style import PRINT, status_words
from tracker.figures.text import cut, width, wrap
from tracker.vocabulary import Derived

WIDE, HIGH = letter
EDGE = 54
TEXT = WIDE - 2 * EDGE
SYMBOLS = str.maketrans({"≠": "/", "●": "*", "◐": "*", "✕": "x", "⊂": "-"})  # not in the PDF's own Helvetica


def _style(size: float, colour: str = PRINT.ink, bold: bool = False) -> ParagraphStyle:
    font = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.32, textColor=HexColor(colour))


def make_brief(data: PackData, pictures: Mapping[str, bytes]) -> bytes:
    """The brief as PDF. pictures: PNG by name; `trend`, or else `reasons`, stands on page two."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=letter, invariant=1)
    page.setTitle(_safe(data.ask.sentence))
    page.setAuthor(_safe(data.brand.name))
    page.setSubject(_safe(f"{data.payer}, snapshot {data.snapshot}"))
    _first(page, data)
    page.showPage()
    _second(page, data, pictures.get("trend") or pictures.get("reasons"))
    page.showPage()
    page.save()
    return out.getvalue()


def _safe(text: str) -> str:
    """Text in the characters that the PDF's own fonts hold."""
    return text.translate(SYMBOLS).encode("cp1252", "replace").decode("cp1252")


def _first(page: Canvas, data: PackData) -> None:
    y = _head(page, data)
    size = 19 if width(data.ask.sentence, 19, True) < TEXT * 2.6 else 14
    y = _text(page, data.ask.sentence, y, _style(size, bold=True), 92) - 6
    y = _text(page, data.scope, y, _style(10, PRINT.soft), 28) - 12
    y = _numbers(page, data, y)
    sentences = data.sentences or ("No claim line of this payer may be shown yet: too few were reported.",)
    for sentence in sentences[:5]:
        if y < 330:
            break
        y = _text(page, f"•&nbsp;&nbsp;{escape(_safe(sentence))}", y, _style(11), 60, marked_up=True) - 4
    _coverage(page, data, y - 10)
    _foot(page, data, 1)


def _second(page: Canvas, data: PackData, picture: bytes | None) -> None:
    y = _head(page, data)
    y = _picture(page, picture, y, 400, "No claim line of this payer may be shown yet: too few were reported.") - 14
    y = _text(page, "What this rests on", y, _style(13, bold=True), 20) - 4
    left = len(data.evidence)
    for e in data.evidence:
        said = f"[{e.number}] {e.publisher}: {e.title}. {e.says}" + (f" Looked at {e.accessed}." if e.accessed else "")
        if y < 225:
            break
        y = _text(page, cut(said, 9, TEXT * 2.8), y, _style(9), 40) - 3
        left -= 1
    if left:
        y = _text(page, f"and {left} more, listed in the pack.", y, _style(9, PRINT.soft), 14)
    if not data.evidence:
        _text(page, "No document of this payer is on file yet.", y, _style(9, PRINT.soft), 14)
    cite = how_to_cite(data.coverage.caption, data.drawn, data.link, data.brand.name)
    small = _style(7.5, PRINT.soft)
    y = 168.0
    for text in (data.hidden, data.brand.antitrust, f"How to cite: {cite}"):
        if text:
            y = _text(page, text, y, small, 42) - 4
    _foot(page, data, 2)


def _coverage(page: Canvas, data: PackData, y: float) -> None:
    """The picture of the first page: every code with its status as colour, mark and words, drawn as such."""
    part = data.coverage
    y = _text(page, part.caption.title, y, _style(13, bold=True), 36) - 8
    if part.frame.empty:
        _text(page, "No coverage decision of this payer is recorded.", y, _style(11, PRINT.soft), 30)
        return
    row = min(32.0, (y - EDGE - 30) / len(part.frame))
    size = min(9.5, row * 0.4)
    for r in part.frame.itertuples():
        _cell(page, r, EDGE, y - row + 3, row - 6)
        page.setFillColor(HexColor(PRINT.ink))
        _lines(page, [str(r.code)], EDGE + 34, y - row / 2, size, "Helvetica-Bold")
        for text, x, wide in ((str(r.label), EDGE + 80, 200), (said(r), EDGE + 294, TEXT - 294)):
            first, *more = wrap(text, size, wide) or [""]
            lines = [first, cut(" ".join(more), size, wide)] if more and row > size * 2.4 else [cut(text, size, wide)]
            _lines(page, lines, x, y - row / 2, size)
        y -= row
        page.setStrokeColor(HexColor(PRINT.grid))
        page.line(EDGE + 34, y, WIDE - EDGE, y)


def _lines(page: Canvas, lines: list[str], x: float, middle: float, size: float, font: str = "Helvetica") -> None:
    """One or two lines around a height."""
    page.setFont(font, size)
    top = middle + (len(lines) - 1) * size * 0.6 - size * 0.35
    for i, line in enumerate(lines):
        page.drawString(x, top - i * size * 1.2, _safe(line))


def said(row: Any) -> str:
    """What the payer says about a code, in words."""
    words = status_words(row.state_of_knowledge)
    if row.state_of_knowledge == Derived.CONFLICTING:
        words = f"{words}: {status_words(row.status)} / {status_words(row.other_status)}"
    return words + (", begins later" if row.announced else f", since {row.since}" if row.since else "")


def _cell(page: Canvas, row: Any, x: float, y: float, high: float) -> None:
    """A cell of the matrix: the fill of the status and its mark, from the shapes of the figures."""
    state, wide = row.state_of_knowledge, 26.0
    conflicting = state == Derived.CONFLICTING
    look = PRINT.fill(row.status if conflicting else state)
    hollow = row.announced or state == Derived.NOT_CHECKED
    page.setLineWidth(1.5 if row.announced else 0.7)
    page.setStrokeColor(HexColor(PRINT.ghost if state == Derived.NOT_CHECKED else look.colour))
    page.setFillColor(HexColor(PRINT.paper if hollow else look.colour))
    page.rect(x, y, wide, high, stroke=1, fill=1)
    if conflicting:
        corner = page.beginPath()
        corner.moveTo(x, y)
        corner.lineTo(x + wide, y + high)
        corner.lineTo(x + wide, y)
        page.setFillColor(HexColor(PRINT.fill(row.other_status).colour))
        page.drawPath(corner, stroke=0, fill=1)
    ink = PRINT.ink if hollow or conflicting else look.mark
    for shape in mark(state, high * 0.28, ink, PRINT.paper):
        _shape(page, shape, x + wide / 2, y + high / 2)
    page.setLineWidth(0.7)


def _shape(page: Canvas, shape: Mapping[str, Any], x: float, y: float) -> None:
    """A pixel shape of the figures (circle or path, up is positive) around a point."""
    line = shape.get("line", {})
    stroke, fill = bool(line.get("width")), "fillcolor" in shape
    if stroke:
        page.setLineWidth(line["width"])
        page.setStrokeColor(HexColor(line["color"]))
    if fill:
        page.setFillColor(HexColor(shape["fillcolor"]))
    if shape["type"] == "circle":
        page.circle(x, y, shape["x1"], stroke=stroke, fill=fill)
        return
    drawn = page.beginPath()
    for letter_, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", shape["path"]):
        points = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        moved = [v + (x if i % 2 == 0 else y) for i, v in enumerate(points)]
        {"M": drawn.moveTo, "L": drawn.lineTo, "C": drawn.curveTo, "Z": drawn.close}[letter_](*moved)
    page.drawPath(drawn, stroke=stroke, fill=fill)


def _head(page: Canvas, data: PackData) -> float:
    """Payer at the left, whose brief at the right; returns where the text begins."""
    y = HIGH - EDGE
    page.setFillColor(HexColor(data.brand.colour))
    page.setFont("Helvetica-Bold", 10)
    page.drawString(EDGE, y, _safe(cut(data.payer, 10, TEXT * 0.68, True)))
    page.setFillColor(HexColor(PRINT.soft))
    page.setFont("Helvetica", 10)
    page.drawRightString(WIDE - EDGE, y, _safe(cut(data.brand.name, 10, TEXT * 0.3)))
    return y - 14


def _foot(page: Canvas, data: PackData, number: int) -> None:
    page.setStrokeColor(HexColor(PRINT.grid))
    page.line(EDGE, EDGE - 6, WIDE - EDGE, EDGE - 6)
    page.setFillColor(HexColor(PRINT.soft))
    page.setFont("Helvetica", 8)
    source = f"Source: {data.coverage.caption.source}" if data.coverage.caption.source else ""
    page.drawString(EDGE, EDGE - 18, _safe(cut(source, 8, TEXT * 0.7)))
    page.drawRightString(WIDE - EDGE, EDGE - 18, _safe(f"snapshot {data.snapshot} · page {number} of 2"))


def _numbers(page: Canvas, data: PackData, y: float) -> float:
    """Up to three numbers side by side."""
    if not data.ask.numbers:
        return y
    step = TEXT / 3
    lowest = y
    for i, (number, meaning) in enumerate(data.ask.numbers[:3]):
        x = EDGE + i * step
        below = _text(page, number, y, _style(24, data.brand.colour, bold=True), 34, x, step - 14)
        lowest = min(lowest, _text(page, meaning, below - 2, _style(10), 56, x, step - 14))
    return lowest - 14


def _text(
    page: Canvas, text: str, y: float, style: ParagraphStyle, high: float, x: float = EDGE, wide: float = TEXT,
    marked_up: bool = False,
) -> float:  # fmt: skip
    """A paragraph from `y` downwards, at most `high` points of it (cut at a word). Returns where it ends."""
    words = text if marked_up else escape(_safe(text))
    paragraph: Any = Paragraph(words, style)
    _, needed = paragraph.wrap(wide, 10_000)
    if needed > high:
        keep = int(len(words) * high / needed) - 3
        paragraph = Paragraph(words[:keep].rsplit(" ", 1)[0] + " …", style)
        _, needed = paragraph.wrap(wide, 10_000)
    paragraph.drawOn(page, x, y - needed)
    return y - needed


def _picture(page: Canvas, picture: bytes | None, top: float, bottom: float, instead: str) -> float:
    """A picture as large as fits between top and bottom; a sentence where there is none. Returns where it ends."""
    if picture is None:
        return _text(page, instead, top, _style(10, PRINT.soft), 40)
    image = ImageReader(io.BytesIO(picture))
    w, h = image.getSize()
    scale = min(TEXT / w, (top - bottom) / h)
    page.drawImage(image, EDGE, top - h * scale, w * scale, h * scale)
    return top - h * scale
