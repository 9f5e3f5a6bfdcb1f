"""Office files as text that can be compared: what stands where, in which size, with which numbers behind it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
from docx import Document
from pptx import Presentation


def of_deck(content: bytes) -> str:
    """Slide by slide: each shape with its place in hundredths of an inch, its words, and its numbers."""
    deck = Presentation(io.BytesIO(content))
    lines: list[str] = []
    for number, slide in enumerate(deck.slides, start=1):
        lines.append(f"== slide {number}")
        for shape in slide.shapes:
            lines += _shape(shape)
    return "\n".join(lines) + "\n"


def _shape(shape: Any) -> Iterator[str]:
    place = " ".join(str(round(v / 9144)) for v in (shape.left, shape.top, shape.width, shape.height))
    alt = shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""
    if shape.has_chart:
        chart = shape.chart
        yield f"chart {chart.chart_type.name} at {place} | {alt}"
        yield f"  categories: {[str(c) for c in chart.plots[0].categories]}"
        for series in chart.plots[0].series:
            yield f"  {series.name}: {[v if v is None else round(v, 4) for v in series.values]}"
    elif shape.has_table:
        yield f"table at {place} | {alt}"
        for row in shape.table.rows:
            yield "  " + " | ".join(cell.text.replace("\n", " ") for cell in row.cells)
    elif shape.has_text_frame:
        runs = [r for p in shape.text_frame.paragraphs for r in p.runs]
        size = f"{runs[0].font.size.pt:g}" if runs and runs[0].font.size else "-"
        yield f"text {size} at {place}: {shape.text_frame.text!r}"
    else:
        yield f"shape at {place}"


def of_workbook(content: bytes) -> str:
    """Sheet by sheet, every cell as it is stored, with its number format."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines: list[str] = []
    for sheet in book:
        lines.append(f"== {sheet.title} {sheet.dimensions} frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}")
        for row in sheet.iter_rows():
            said = [f"{c.value!r}{'' if c.number_format == 'General' else ' ' + c.number_format}" for c in row]
            lines.append(" | ".join(said))
    return "\n".join(lines) + "\n"


def of_letter(content: bytes) -> str:
    """Paragraph by paragraph; what is bold between stars."""
    file = Document(io.BytesIO(content))
    page = file.sections[0]
    lines = [f"== {page.page_width.inches:g} x {page.page_height.inches:g} inches, {file.core_properties.title}"]
    for paragraph in file.paragraphs:
        lines.append("".join(f"*{r.text}*" if r.bold else r.text for r in paragraph.runs))
    return "\n".join(lines) + "\n"
