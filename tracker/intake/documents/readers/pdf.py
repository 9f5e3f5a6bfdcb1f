"""Reading a PDF: fast text of every page first, then words with positions of the pages that matter.

The one thing to know: only pages that may name a tracked code or the topic, their neighbours and the pages that explain
(first, last, legends) are laid out; the others are searched as plain text. That keeps a 1,000-page manual within seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.errors import Rejected
from tracker.intake.documents import garbled
from tracker.intake.documents.codes import find_codes, quick, tidy
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Reading
from tracker.intake.documents.readers.pdf_pages import Assembler
from tracker.intake.documents.topic import may_hold_topic

LEGEND = re.compile(
    r"(?i)\b(?:legend|key to|indicators?|abbreviations?|footnotes?|means?\b|denotes?|signif\w+|status codes?|symbols?)\b|\s=\s"
)


MANY_PAGES = 60  # so many pages are laid out for legends at most


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """The document, or a `Rejected` that says what is wrong with it."""
    with path.open("rb") as file:
        head = file.read(2048)
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - 4096))
        tail = file.read()
    if b"%PDF-" not in head:
        raise Rejected("The file is damaged or not a PDF: it does not begin as one.", "Ask for the file again.")
    try:
        document = pypdfium2.PdfDocument(str(path))
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise _refused(str(error), b"%%EOF" in tail) from None
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise Rejected(
            "The PDF is incomplete (cut off, damaged): its end is missing.",
            "Download it again; nothing was taken from it.",
        )
    if pages == 0:
        raise Rejected("The PDF is damaged: it contains no pages that can be read.", "Ask for the file again.")
    return document


def _refused(message: str, whole: bool) -> Rejected:
    if "assword" in message:
        return Rejected(
            "The PDF is protected (encrypted): it opens only with a password.", "Ask for a copy without one."
        )
    how = "damaged" if whole else "damaged or incomplete (cut off)"
    return Rejected(f"The PDF is {how} and could not be opened.", "Download it again or ask for another copy.")


@dataclass(slots=True)
class _Texts:
    """The plain text of every page, and the pages that are pictures."""

    pages: list[str]
    pictures: list[int]
    warnings: list[str]


def _picture(page: Any, text: str) -> bool:
    """A page with hardly any text and a picture over much of it (or only drawn outlines)."""
    letters = len(re.sub(r"\s", "", text))
    if letters > 220:
        return False
    area = page.get_width() * page.get_height() or 1
    covered, outlines = 0.0, 0
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d = item.get_bounds()
            covered += abs((c - a) * (d - b)) / area
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            outlines += 1
    return covered > (0.25 if letters < 40 else 0.5) or (letters < 15 and outlines > 150)


def _texts(document: pypdfium2.PdfDocument, limits: Limits, progress: Progress | None) -> _Texts:
    found = _Texts([], [], [])
    total = len(document)
    for n in range(min(total, limits.pages)):
        if limits.over:
            found.warnings.append(f"Reading stopped after {n} of {total} pages: it took too long.")
            break
        try:
            page = document[n]
            text = page.get_textpage()
            plain = text.get_text_range()
            if _picture(page, plain):
                found.pictures.append(n + 1)
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            plain = ""
            found.warnings.append(f"Page {n + 1} is damaged and could not be read.")
            found.pictures.append(n + 1)
        found.pages.append(plain)
        if progress and (n % 25 == 24 or n + 1 == total):
            progress(n + 1, total)
    if total > limits.pages:
        found.warnings.append(f"Only the first {limits.pages:,} of {total:,} pages were read.")
    return found


def plain_text(path: Path, limits: Limits) -> str:
    """The text of all pages, without a layout."""
    document = open_pdf(path)
    try:
        return "\n".join(_texts(document, limits, None).pages)
    finally:
        document.close()


def _wanted(pages: list[str]) -> tuple[list[int], set[int]]:
    """Numbers of the pages to lay out, in order; and those among them that name a code or the topic."""
    hits: set[int] = set()
    explain: set[int] = set()
    for n, text in enumerate(pages, 1):
        if (quick().search(text) and _names_code(text)) or may_hold_topic(text):
            hits.add(n)
        elif LEGEND.search(text) and len(explain) < MANY_PAGES and (n <= 30 or n > len(pages) - 15):
            explain.add(n)
    if not hits:
        return [], hits
    near = {m for n in hits for m in (n - 1, n + 1)}
    ends = {1, 2, 3, len(pages), len(pages) - 1}
    return sorted(n for n in hits | near | ends | explain if 1 <= n <= len(pages)), hits


def _names_code(text: str) -> bool:
    """Looser than the finder: digits of a code next to anything but digits; the layout decides later."""
    plain = tidy(text)
    return bool(find_codes(plain)) or any(re.search(rf"(?<!\d){c}(?!\d)", plain) for c in _codes())


def _codes() -> list[str]:
    from tracker.reference import codes

    return list(codes())


def read_pdf(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    document = open_pdf(path)
    try:
        texts = _texts(document, limits, progress)
        readable = len(texts.pages) - len(texts.pictures)
        if readable == 0 or not any(t.strip() for t in texts.pages):
            raise Rejected(
                "The pages are pictures (a scan or fax without a text layer).",
                "Run text recognition (OCR) first, or ask for the original file.",
            )
        if garbled.is_garbled("\n".join(texts.pages)):
            raise Rejected(
                "The text comes out garbled: the fonts of this PDF hide which letters they draw, so it cannot be read.",
                "Run text recognition (OCR), or ask for another copy.",
            )
        wanted, hits = _wanted(texts.pages)
        assembler = Assembler(document, texts.pages, wanted, hits, limits)
        parts = assembler.parts()
        warnings = [*texts.warnings, *assembler.warnings]
        if texts.pictures:
            warnings.append(
                f"{_pages_in_words(texts.pictures)} could not be read: pictures (scanned) without a text layer. Run text recognition (OCR) to have them read."
            )
        complete = not texts.warnings and not assembler.warnings and not texts.pictures
        return Reading(tuple(parts), len(document), tuple(texts.pictures), tuple(warnings), complete)
    finally:
        document.close()


def _pages_in_words(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:20])) + (" ..." if len(numbers) > 20 else "")
    return f"{'Pages' if len(numbers) > 1 else 'Page'} {shown}"


Reader = Callable[[Path, Limits, Progress | None], Reading]
