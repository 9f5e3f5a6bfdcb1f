"""Which reader a file needs, by what it is and not by its name; and what is told where it cannot be read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Reading

PICTURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
)


def read(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    """The text of a file. Raises `Rejected` with words for the reader."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0\r\n\t "):
        raise Rejected(
            "The file is empty (0 bytes)." if not head else "The file is empty: it contains nothing but blanks.",
            "Download or save it again.",
        )
    kind = kind_of(path, head)
    if kind == "pdf":
        from tracker.intake.documents.readers.pdf import read_pdf

        return read_pdf(path, limits, progress)
    if kind == "workbook":
        from tracker.intake.documents.readers.workbook import read_workbook

        return read_workbook(path, limits, progress)
    if kind == "word":
        from tracker.intake.documents.readers.word import read_word

        return read_word(path, limits, progress)
    if kind == "html":
        from tracker.intake.documents.readers.html import read_html

        return read_html(path, limits, progress)
    if kind == "mail":
        from tracker.intake.documents.readers.mail import read_mail

        return read_mail(path, limits)
    from tracker.intake.documents.readers.plain import read_plain

    return read_plain(path, limits, progress)


def kind_of(path: Path, head: bytes) -> str:
    """pdf, workbook, word, html, mail, zip or text; raises `Rejected` for what is none of them."""
    if b"%PDF-" in head[:2048] or path.suffix.lower() == ".pdf":
        return "pdf"
    if head[:2] == b"PK":
        return _packed(path)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _old_office(path)
    for sign, name in PICTURES:
        if head.startswith(sign):
            raise Rejected(
                f"The file is a picture ({name}) without text.",
                "Run text recognition (OCR) first, or ask for the original.",
            )
    if head[:5] == b"{\\rtf":
        raise Rejected(
            "Rich text (RTF) files cannot be read.", "Open it in a word processor and save it as DOCX or PDF."
        )
    if head[:4] in (b"7z\xbc\xaf", b"Rar!") or head[:2] == b"\x1f\x8b":
        raise Rejected("This kind of archive cannot be read.", "Unpack it and drop the files, or pack them as ZIP.")
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if re.match(
        rb"<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html|<(?:head|body|div|table|p|meta|h\d|main|!--)\b", start
    ):
        return "html"
    if path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        return "html"
    if path.suffix.lower() in {".eml", ".mht", ".mhtml"} or re.match(
        rb"(?:received|return-path|mime-version|from|delivered-to|date|subject|message-id): ", start
    ):
        return "mail"
    return "text"


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        raise Rejected(
            "The file is damaged or incomplete: it could not be opened.", "Download or save it again."
        ) from None
    if "word/document.xml" in names:
        return "word"
    if any(n.startswith("xl/") for n in names) or ("content.xml" in names and path.suffix.lower() in {".ods", ".fods"}):
        return "workbook"
    if any(n.startswith("ppt/") for n in names):
        raise Rejected("Presentations cannot be read.", "Save it as PDF and drop that.")
    if "content.xml" in names and "mimetype" in names:
        with zipfile.ZipFile(path) as archive:
            what = archive.read("mimetype")[:80]
        if b"spreadsheet" in what:
            return "workbook"
        raise Rejected("This kind of office document cannot be read.", "Save it as DOCX or PDF and drop that.")
    return "zip"


def _old_office(path: Path) -> str:
    data = path.read_bytes()[:2_000_000]
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Rejected("The file is protected (encrypted): it opens only with a password.", "Save a copy without one.")
    if "WordDocument".encode("utf-16-le") in data:
        raise Rejected("Old Word files (.doc) cannot be read.", "Save it as DOCX or PDF and drop that.")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "workbook"
    raise Rejected("This kind of office file cannot be read.", "Save it as DOCX, XLSX or PDF and drop that.")
