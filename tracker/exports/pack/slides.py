"""Slide parts in the house style: title, header, foot, words, tables and native charts that stay editable.

The one thing to know: PowerPoint does not shrink a text to its box when a program writes it. Every text is measured
first and set in a size in which it fits; a table that is too long goes on to further slides.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from tracker.exports.pack.data import Part
from tracker.figures.style import PRINT
from tracker.figures.text import cut, wrap

WIDE, HIGH = 13.333, 7.5  # inches
LEFT, RIGHT = 0.6, 12.733
FONT = "Arial"
EMPTY = "\u00a0"  # a cell without a character is as high as one of 18 points


@dataclass(frozen=True)
class Frame:
    """What stands on every slide: subject, whose pack, snapshot, accent colour, logo, and what holds for all of it
    (that it is a demonstration)."""

    subject: str
    brand: str
    snapshot: str
    colour: str
    logo: bytes | None = None
    note: str = ""


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def new_deck() -> Any:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    return deck


def fitting(text: str, wide: float, high: float, largest: float, smallest: float, bold: bool = False) -> float:
    """The largest font size in points in which `text` fits a box in inches."""
    size = largest
    while size > smallest:
        lines = sum(max(1, len(wrap(part, size, wide * 72 * 0.97, bold))) for part in text.split("\n"))
        if lines * size * 1.2 <= high * 72:
            return size
        size -= 0.5
    return smallest


def words(
    slide: Any,
    text: str,
    x: float,
    y: float,
    wide: float,
    high: float,
    size: float,
    colour: str = PRINT.ink,
    bold: bool = False,
    smallest: float = 9,
    right: bool = False,
    bottom: bool = False,
) -> Any:
    """A text box at inches, in the largest size up to `size` that fits."""
    box = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(wide), Inches(high))
    body = box.text_frame
    body.word_wrap = True
    body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
    body.vertical_anchor = MSO_ANCHOR.BOTTOM if bottom else MSO_ANCHOR.TOP
    points = fitting(text, wide, high, size, smallest, bold)
    for i, part in enumerate(text.split("\n")):
        line = body.paragraphs[0] if i == 0 else body.add_paragraph()
        line.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = line.add_run()
        run.text = part
        set_font(run.font, points, colour, bold)
    return box


def set_font(font: Any, points: float, colour: str, bold: bool = False) -> None:
    font.name, font.size, font.bold = FONT, Pt(points), bold
    font.color.rgb = rgb(colour)


def add_slide(deck: Any, frame: Frame, title: str, source: str = "") -> Any:
    """A slide with header (payer, whose pack), title and foot (what holds for all, source, snapshot, page)."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only: the title is a real one, for screen readers
    page = len(deck.slides)
    block(slide, 0, 0, WIDE, 0.1, frame.colour)
    _header(slide, frame.subject, LEFT, 8.5, frame.colour, bold=True)
    _header(slide, frame.brand, RIGHT - 3.4, 3.4, PRINT.soft, right=True)
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = (Inches(v) for v in (LEFT, 0.76, RIGHT - LEFT, 1.02))
    write_title(heading, title, 28)
    line_at(slide, 6.95, PRINT.grid)
    foot = " · ".join(t for t in ("" if frame.note in source else frame.note, source) if t)
    words(slide, foot, LEFT, 7.02, 10.1, 0.34, 10, PRINT.soft, smallest=7)
    words(slide, f"snapshot {frame.snapshot} · {page}", RIGHT - 1.9, 7.02, 1.9, 0.3, 10, PRINT.soft, right=True)
    return slide


def _header(slide: Any, text: str, x: float, wide: float, colour: str, bold: bool = False, right: bool = False) -> None:
    """A line at the top; a very long name takes two small ones before it is cut."""
    kept = cut(text, 8, wide * 72 * 1.85, bold)
    words(slide, kept, x, 0.3, wide, 0.32, 12, colour, bold=bold, smallest=8, right=right)


def write_title(heading: Any, title: str, largest: float) -> None:
    """The words of a title placeholder in the largest size that fits its place."""
    body = heading.text_frame
    body.word_wrap, body.vertical_anchor = True, MSO_ANCHOR.TOP
    body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
    line = body.paragraphs[0]
    line.alignment = PP_ALIGN.LEFT
    run = line.runs[0] if line.runs else line.add_run()
    run.text = title
    set_font(
        run.font, fitting(title, heading.width / 914400, heading.height / 914400, largest, 14, True), PRINT.ink, True
    )


def block(slide: Any, x: float, y: float, wide: float, high: float, colour: str) -> Any:
    """A filled rectangle at inches, without line and shadow; no reader is told of it."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(y), Inches(wide), Inches(high))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    _plain(shape)
    return shape


def article(slide: Any, parts: Sequence[tuple[str, str]], x: float, y: float, wide: float, high: float) -> Any:
    """Paragraphs, each under its own bold head, in the largest size up to 13 points that fits."""
    parts = [(head, text) for head, text in parts if text]
    size = 13.0
    while size > 8 and _tall(parts, size, wide) > high * 72:
        size -= 0.5
    box = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(wide), Inches(high))
    body = box.text_frame
    body.word_wrap = True
    body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
    lines = [(t, i == 0) for part in parts for i, t in enumerate(part) if t]
    for i, (text, is_head) in enumerate(lines):
        line = body.paragraphs[0] if i == 0 else body.add_paragraph()
        line.space_before = Pt(size * 0.7 if is_head and i else 0)
        run = line.add_run()
        run.text = text
        set_font(run.font, size, PRINT.ink if is_head else PRINT.soft, is_head)
    return box


def _tall(parts: Sequence[tuple[str, str]], size: float, wide: float) -> float:
    rows = sum(len(wrap(t, size, wide * 72 * 0.97, i == 0)) for part in parts for i, t in enumerate(part) if t)
    return rows * size * 1.2 + len(parts) * size * 0.7


def source_of(part: Part) -> str:
    """The source line of a slide: note, source, licence."""
    facts = [part.caption.note, f"Source: {part.caption.source}" if part.caption.source else "", part.caption.licence]
    return " · ".join(f for f in facts if f)


def line_at(slide: Any, y: float, colour: str, x: float = LEFT, to: float = RIGHT, down: float = 0) -> None:
    """A hairline from `x` to `to`, or `down` inches from `x`."""
    rule = slide.shapes.add_connector(1, Inches(x), Inches(y), Inches(x if down else to), Inches(y + down))
    rule.line.color.rgb, rule.line.width = rgb(colour), Pt(0.75)
    _plain(rule)


def _plain(shape: Any) -> None:
    for style in shape._element.xpath("./p:style"):  # its theme effect would draw a shadow
        shape._element.remove(style)


def add_logo(slide: Any, frame: Frame, y: float, wide: float = 3.0, high: float = 0.7) -> None:
    """The logo at the right edge, as large as its place allows whatever its shape."""
    if frame.logo:
        picture = slide.shapes.add_picture(io.BytesIO(frame.logo), 0, Inches(y))
        scale = min(Inches(wide) / picture.width, Inches(high) / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture.left = Inches(RIGHT) - picture.width
        describe(picture, f"Logo of {frame.brand}" if frame.brand else "Logo")


def table_pages(rows: Sequence[Sequence[str]], widths: Sequence[float], points: float, high: float) -> list[list[int]]:
    """Row numbers by slide, so that the rows of each fit `high` inches under a head."""
    pages: list[list[int]] = [[]]
    left = high * 72 - row_height(["x"] * len(widths), widths, points)
    for i, row in enumerate(rows):
        tall = row_height(row, widths, points)
        if pages[-1] and tall > left:
            pages.append([])
            left = high * 72 - row_height(["x"] * len(widths), widths, points)
        pages[-1].append(i)
        left -= tall
    return pages


def fit_table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], high: float, largest: float
) -> tuple[float, list[list[int]]]:
    """The font size and the pages of a table: one slide where 11 points allow it, else 12 points on several."""
    points = largest
    while points >= 11:
        pages = table_pages(rows, widths, points, high)
        if len(pages) == 1:
            return points, pages
        points -= 1
    return 12, table_pages(rows, widths, 12, high)


def row_height(row: Sequence[str], widths: Sequence[float], points: float) -> float:
    """The height of a table row in points: its tallest cell, with air."""
    lines = max(len(wrap(c, points, w * 72 - 14)) or 1 for c, w in zip(row, widths, strict=True))
    return lines * points * 1.3 + 9


def add_table(
    slide: Any,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    y: float,
    points: float = 13,
    fills: Mapping[tuple[int, int], tuple[str, str]] | None = None,
    right: Collection[int] = (),
) -> Any:
    """A native table. `fills`: colour and ink by row and column; what stands in them is centred. right: columns of
    numbers."""
    shape = slide.shapes.add_table(len(rows) + 1, len(head), Inches(LEFT), Inches(y), Inches(sum(widths)), Inches(0.4))
    table = shape.table
    _plain_style(shape)
    for i, w in enumerate(widths):
        table.columns[i].width = Inches(w)
    for r, row in enumerate([head, *rows]):
        table.rows[r].height = Emu(int(row_height(row, widths, points) * 12700))
        for c, text in enumerate(row):
            _cell(table.cell(r, c), text, points, head=r == 0, fill=(fills or {}).get((r - 1, c)))
            if c in right:
                table.cell(r, c).text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    return shape


def _cell(cell: Any, text: str, points: float, head: bool, fill: tuple[str, str] | None) -> None:
    cell.margin_left = cell.margin_right = Pt(6)
    cell.margin_top = cell.margin_bottom = Pt(3)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _line_below(cell, PRINT.ghost if head else PRINT.grid)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = text or EMPTY
    cell.text_frame.word_wrap = True
    set_font(run.font, points, fill[1] if fill else PRINT.soft if head else PRINT.ink, bold=head)
    if fill:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill[0])
    else:
        cell.fill.background()


def _line_below(cell: Any, colour: str) -> None:
    line = cell._tc.get_or_add_tcPr().makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#").upper()}))
    line.append(fill)
    cell._tc.tcPr.insert(0, line)


def _plain_style(shape: Any) -> None:
    """PowerPoint's style “no style, no grid” in place of its blue default."""
    properties = shape._element.graphic.graphicData.tbl.tblPr
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def describe(shape: Any, alt: str) -> None:
    """Alternative text of a chart, table or picture."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)
