"""Lines, coloured boxes and strike-outs drawn on a PDF page.

The one thing to know: a word is struck by a thin line through its middle or by a note laid over it; the text tells neither.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from tracker.intake.documents.readers.colours import colour_name
from tracker.intake.documents.readers.page_words import Edge, Fill, Word
from tracker.intake.documents.readers.pdf_words import turn


def edges_of(page: Any, angle: int) -> list[Edge]:
    """Straight lines and the sides of boxes drawn on the page, turned as the text is."""
    found: list[Edge] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        count = pdfium.FPDFPath_CountSegments(item.raw)
        if count > 400 or len(found) > 30_000:
            continue
        m = item.get_matrix()
        first = last = None
        for n in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item.raw, n)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            at = turn(angle, *m.on_point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                first = at
            elif last is not None:
                _edge(found, last, at)
            if pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
                _edge(found, at, first)
            last = at
    return found


def fills_of(page: Any, angle: int) -> list[Fill]:
    """Boxes filled with a colour that has a name (a legend may explain it)."""
    found: list[Fill] = []
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        if len(found) > 3000:
            break
        pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroke)
        if not mode.value or not pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha):
            continue
        name = colour_name(f"{red.value:02x}{green.value:02x}{blue.value:02x}")
        a, b, c, d = item.get_bounds()
        if name and abs(c - a) > 6 and abs(d - b) > 6:
            p, q = turn(angle, a, b), turn(angle, c, d)
            found.append(Fill(min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]), name))
    return found


def _edge(found: list[Edge], a: tuple[float, float], b: tuple[float, float]) -> None:
    if abs(a[1] - b[1]) < 0.8 and abs(a[0] - b[0]) > 4:
        y = round((a[1] + b[1]) / 2, 1)
        found.append(Edge(min(a[0], b[0]), y, max(a[0], b[0]), y))
    elif abs(a[0] - b[0]) < 0.8 and abs(a[1] - b[1]) > 4:
        x = round((a[0] + b[0]) / 2, 1)
        found.append(Edge(x, min(a[1], b[1]), x, max(a[1], b[1])))


def mark_struck(words: list[Word], edges: list[Edge], page: Any) -> None:
    """Marks words that a line runs through, or that a strike-out note covers."""
    flat = [e for e in edges if e.flat]
    boxes = _strike_notes(page)
    for w in words:
        low, high, middle = w.y + 0.12 * w.size, w.y + 0.5 * w.size, (w.x0 + w.x1) / 2
        w.struck = any(
            low <= e.y0 <= high and e.x0 <= w.x0 + 0.25 * (w.x1 - w.x0) and e.x1 >= w.x1 - 0.25 * (w.x1 - w.x0)
            for e in flat
        )
        w.struck = w.struck or any(b[0] <= middle <= b[2] and b[1] - 1 <= w.y + 0.2 * w.size <= b[3] + 1 for b in boxes)


def _strike_notes(page: Any) -> list[tuple[float, float, float, float]]:
    found = []
    for n in range(min(200, pdfium.FPDFPage_GetAnnotCount(page.raw))):
        note = pdfium.FPDFPage_GetAnnot(page.raw, n)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            rect = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(note, rect):
                found.append((rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)))
        if note:
            pdfium.FPDFPage_CloseAnnot(note)
    return found
