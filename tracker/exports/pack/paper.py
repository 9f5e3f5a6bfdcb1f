"""Marks on a letter page: text that fits, pictures, and the cells of the matrix, drawn with the shapes of the figures.

The one thing to know: the PDF's own Helvetica holds Western characters only; others are replaced before they are drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from tracker.exports.pack.data import Ask, Brand
from tracker.figures.marks import mark
from tracker.figures.style import PRINT
from tracker.figures.text import cut, width
from tracker.vocabulary import Derived

WIDE, HIGH = letter
EDGE = 54
TEXT = WIDE - 2 * EDGE
SYMBOLS = str.maketrans({"≠": "/", "●": "*", "◐": "*", "✕": "x", "⊂": "-"})  # not in the PDF's own Helvetica


def style(size: float, colour: str = PRINT.ink, bold: bool = False) -> ParagraphStyle:
    font = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.32, textColor=HexColor(colour))


def safe(text: str) -> str:
    """Text in the characters that the PDF's own fonts hold."""
    return text.translate(SYMBOLS).encode("cp1252", "replace").decode("cp1252")


def text_at(
    page: Canvas, text: str, y: float, look: ParagraphStyle, high: float, x: float = EDGE, wide: float = TEXT
) -> float:  # fmt: skip
    """A paragraph from `y` downwards, at most `high` points of it (cut at a word). Returns where it ends."""
    words = safe(text)
    paragraph: Any = Paragraph(escape(words), look)
    _, needed = paragraph.wrap(wide, 10_000)
    if needed > high:
        keep = int(len(words) * high / needed) - 3
        paragraph = Paragraph(escape(words[:keep].rsplit(" ", 1)[0]) + " …", look)
        _, needed = paragraph.wrap(wide, 10_000)
    paragraph.drawOn(page, x, y - needed)
    return y - needed


def lines_at(page: Canvas, lines: list[str], x: float, middle: float, size: float, font: str = "Helvetica") -> None:
    """One or two lines around a height."""
    page.setFont(font, size)
    top = middle + (len(lines) - 1) * size * 0.6 - size * 0.35
    for i, line in enumerate(lines):
        page.drawString(x, top - i * size * 1.2, safe(line))


def head(page: Canvas, subject: str, brand: Brand, size: float = 10) -> float:
    """Whom it is about at the left, whose it is at the right (name, logo above it); returns where the text begins."""
    y = HIGH - EDGE
    page.setFillColor(HexColor(brand.colour))
    page.rect(0, HIGH - 7, WIDE, 7, stroke=0, fill=1)
    page.setFont("Helvetica-Bold", own := _fitting(subject, size, TEXT * 0.66, True))
    page.drawString(EDGE, y, safe(cut(subject, own, TEXT * 0.66, True)))
    page.setFillColor(HexColor(PRINT.soft))
    page.setFont("Helvetica", own := _fitting(brand.name, 10, TEXT * 0.32))
    page.drawRightString(WIDE - EDGE, y, safe(cut(brand.name, own, TEXT * 0.32)))
    if brand.logo:
        logo = ImageReader(io.BytesIO(brand.logo))
        w, h = logo.getSize()
        scale = min(140 / w, 24 / h)
        page.drawImage(logo, WIDE - EDGE - w * scale, y + 13, w * scale, h * scale, mask="auto")
    return y - size - 4


def _fitting(text: str, size: float, room: float, bold: bool = False) -> float:
    """The size in which a text fits its room, not below 6 points: a long name is set small before it is cut."""
    return min(size, max(6.0, 0.99 * size * room / max(width(text, size, bold), 1)))


def foot(page: Canvas, lines: Sequence[str], right: str) -> None:
    """Up to three small lines under a rule: what holds for all, source, grounds; the snapshot at the right."""
    page.setStrokeColor(HexColor(PRINT.grid))
    page.line(EDGE, EDGE - 6, WIDE - EDGE, EDGE - 6)
    page.setFillColor(HexColor(PRINT.soft))
    page.setFont("Helvetica", 7.5)
    page.drawRightString(WIDE - EDGE, EDGE - 17, safe(right))
    for at, line in enumerate(lines):
        room = TEXT - (width(right, 7.5) + 12 if at == 0 else 0)
        page.setFont("Helvetica", own := _fitting(line, 7.5, room))
        page.drawString(EDGE, EDGE - 17 - at * 9.5, safe(cut(line, own, room)))


def numbers(page: Canvas, ask: Ask, brand: Brand, y: float, size: float = 24) -> float:
    """Up to three numbers side by side, each with its words; returns where they end."""
    step, lowest = TEXT / 3, y
    for i, (number, meaning) in enumerate(ask.numbers[:3]):
        x = EDGE + i * step
        fits = min(size, 0.97 * (step - 14) * size / max(width(number, size, True), 1))
        below = text_at(page, number, y, style(max(fits, 9), brand.colour, bold=True), size * 1.4, x, step - 14)
        lowest = min(lowest, text_at(page, meaning, below - 2, style(10), 56, x, step - 14))
    return lowest - 14 if ask.numbers else y


def picture_at(page: Canvas, picture: bytes | None, top: float, bottom: float, instead: str) -> float:
    """A picture as large as fits between top and bottom; a sentence where there is none. Returns where it ends."""
    if picture is None:
        return text_at(page, instead, top, style(10, PRINT.soft), 40)
    image = ImageReader(io.BytesIO(picture))
    w, h = image.getSize()
    scale = min(TEXT / w, (top - bottom) / h)
    page.drawImage(image, EDGE, top - h * scale, w * scale, h * scale)
    return top - h * scale


def status_cell(page: Canvas, row: Any, x: float, y: float, high: float, wide: float = 26.0) -> None:
    """A cell of the matrix: the fill of the status and its mark, from the shapes of the figures."""
    state = row.state_of_knowledge
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
