"""The place a proposal rests on, to be looked at: a page of a PDF with the passage marked, or rows of a sheet.

The one thing to know: a mark is laid over the words that are found; a passage that cannot be found leaves the page
unmarked rather than marking something else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import ImageDraw

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.model import Row, Table
from tracker.intake.documents.readers import read
from tracker.intake.documents.readers.pdf import open_pdf

MARK = (240, 176, 58, 90)


def page_picture(path: Path, page: int, passages: Sequence[str] = (), *, width: int = 1100) -> bytes:
    """Page `page` (from 1) as PNG, the passages marked. Raises `Rejected` where the page cannot be shown."""
    document = open_pdf(path)
    try:
        if not 1 <= page <= len(document):
            raise Rejected(
                f"The document has {len(document)} pages, so there is no page {page}.", "Choose another page."
            )
        sheet = document[page - 1]
        scale = width / sheet.get_width()
        picture = sheet.render(scale=scale).to_pil().convert("RGB")
        draw = ImageDraw.Draw(picture, "RGBA")
        for box in _boxes(sheet, passages) if sheet.get_rotation() == 0 else ():
            x0, y0, x1, y1 = _on_picture(box, sheet, scale)
            draw.rectangle((x0 - 2, y0 - 2, x1 + 2, y1 + 2), fill=MARK)
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()
    finally:
        document.close()


def _boxes(sheet: Any, passages: Sequence[str]) -> list[tuple[float, float, float, float]]:
    """Boxes (left, bottom, right, top) of the lines in which the passages stand."""
    text = sheet.get_textpage()
    plain = text.get_text_range()
    found: list[tuple[float, float, float, float]] = []
    for passage in passages:
        span = _span(plain, passage)
        if span:
            count = text.count_rects(*span)
            found += [text.get_rect(n) for n in range(count)]
    text.close()
    return found


def _span(plain: str, passage: str) -> tuple[int, int] | None:
    """(first character, how many) of a passage on the page, white space and broken words aside."""
    letters = re.findall(r"\w+", passage)
    for words in (letters, letters[:12], letters[:6]):
        if not words:
            return None
        pattern = r"\W*".join(r"(?:-?\s*)".join(map(re.escape, w)) if len(w) > 3 else re.escape(w) for w in words[:60])
        m = re.search(pattern, plain)
        if m:
            return m.start(), m.end() - m.start()
    return None


def _on_picture(box: tuple[float, float, float, float], sheet: Any, scale: float) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    height = sheet.get_height()
    return left * scale, (height - top) * scale, right * scale, (height - bottom) * scale


def rows_around(path: Path, sheet: str | None, row: int, *, around: int = 4) -> list[Row]:
    """The header and the rows about one row of a sheet or delimited file, as plain rows."""
    reading = read(path, Limits())
    for part in reading.parts:
        if isinstance(part, Table) and part.sheet == sheet:
            near = [r for r in part.rows if abs((r.place.row or 0) - row) <= around]
            if any(r.place.row == row for r in near):
                top = [r for r in part.rows[:6] if r not in near and sum(bool(c) for c in r.cells) > 1][:1]
                return [*top, *near]
    return []
