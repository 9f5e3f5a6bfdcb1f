"""What kind of document an uploaded file is, told by its content: PDF, HTML, plain text, XLSX or DOCX; and its words.

The one thing a newcomer would get wrong: neither the file's name nor what a browser says about it is believed. A
workbook with macros is none of these and is refused.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from docx import Document as open_docx
from lxml import etree, html
from python_calamine import CalamineError, CalamineWorkbook

from tracker.errors import Rejected

PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: "pdf", HTML: "html", TEXT: "txt", XLSX: "xlsx", DOCX: "docx"}
_MOST_UNPACKED = 400 * 1024 * 1024
_MARKUP = re.compile(rb"^\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


@dataclass(frozen=True)
class Document:
    """A document that may be kept: its hash, type by content, size, pages (sheets of a workbook)."""

    sha256: str
    media_type: str
    bytes: int
    pages: int | None

    @property
    def ending(self) -> str:
        return ENDINGS[self.media_type]


def inspect(data: bytes, most_bytes: int) -> Document:
    """The document, or `Rejected` with what is wrong with it."""
    if not data:
        raise Rejected("This document is empty.", "Choose another file.")
    if len(data) > most_bytes:
        raise Rejected(
            f"This document has {len(data) / 2**20:,.0f} MB; the limit is {most_bytes / 2**20:,.0f} MB.",
            "Keep the pages that matter, or raise TRACKER_UPLOAD_MB.",
        )
    kind = media_type(data)
    return Document(hashlib.sha256(data).hexdigest(), kind, len(data), _pages(data, kind))


def media_type(data: bytes) -> str:
    """The type by the first bytes and, for a ZIP, by its parts. Raises `Rejected` for everything else."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:4] == b"PK\x03\x04":
        return _office(data)
    if _MARKUP.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return HTML
    if b"\x00" not in data and _is_text(data):
        return TEXT
    raise Rejected(
        "This is not a document of a kind that is kept.", "Send a PDF, a web page (HTML), a text, an XLSX or a DOCX."
    )


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    odd = sum(c == "\ufffd" or (c < " " and c not in "\t\r\n\f") for c in text[:20_000])
    return odd * 100 <= len(text[:20_000])


def _office(data: bytes) -> str:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise Rejected("This document is damaged.", "Get it again from where it came from.") from error
    names = {p.filename for p in parts}
    if sum(p.file_size for p in parts) > _MOST_UNPACKED:
        raise Rejected("This document unpacks to more than is taken.", "Keep the part that matters as PDF.")
    if any(n.endswith("vbaProject.bin") for n in names):
        raise Rejected("This document carries macros, which are not kept.", "Save it without macros.")
    for part, kind in (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX)):
        if part in names and "[Content_Types].xml" in names:
            return kind
    raise Rejected("This is an archive, not a document.", "Unpack it and send the document itself.")


def _pages(data: bytes, kind: str) -> int | None:
    try:
        if kind == PDF:
            return len(pypdfium2.PdfDocument(data))
        if kind == XLSX:
            return len(CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names)
    except (pypdfium2.PdfiumError, CalamineError) as error:
        raise Rejected(
            "This document cannot be opened: it is damaged or protected by a password.", "Save it again without."
        ) from error
    return None


def words(data: bytes, kind: str) -> str:
    """The text of a document, for finding a passage in it. Blanks are single; '' where nothing can be read."""
    try:
        text = " ".join(_texts(data, kind))
    except (pypdfium2.PdfiumError, CalamineError, etree.LxmlError, KeyError, ValueError):
        return ""
    return " ".join(text.split())


def _texts(data: bytes, kind: str) -> Iterator[str]:
    if kind == PDF:
        for page in pypdfium2.PdfDocument(data):
            yield page.get_textpage().get_text_bounded()
    elif kind == HTML:
        tree = html.fromstring(data)
        etree.strip_elements(tree, "script", "style", with_tail=False)
        yield " ".join(tree.itertext())
    elif kind == XLSX:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            yield from (str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row)
    elif kind == DOCX:
        document = open_docx(io.BytesIO(data))
        yield from (p.text for p in document.paragraphs)
        yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    else:
        yield data.decode("utf-8-sig", "replace")


_PAGE = re.compile(r"\b(?:p|pp|pg|page|pages)\.?\s*(\d{1,5})", re.I)
_SHEET = re.compile(r"\bsheet\s+(\d{1,4})\b", re.I)  # `Sheet1` without a blank may be a name


def place_problem(document: Document, place: str) -> str:
    """What is wrong with the place of a passage (a page or sheet the document does not have), '' when nothing is."""
    if document.pages is None or document.media_type not in (PDF, XLSX):
        return ""
    pattern, noun = (_PAGE, "page") if document.media_type == PDF else (_SHEET, "sheet")
    beyond = [int(n) for n in pattern.findall(place) if not 1 <= int(n) <= document.pages]
    plural = "" if document.pages == 1 else "s"
    return f"The document has {document.pages:,} {noun}{plural}, so there is no {noun} {beyond[0]:,}." if beyond else ""
