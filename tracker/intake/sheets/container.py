"""What kind of file is this really, and is it safe to open? The content decides, never the name.

The one thing to know: sizes are bounded twice, before unpacking (what the archive declares) and while unpacking (what
really comes out), because a small file can declare the truth and still unpack to gigabytes.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tracker.errors import Rejected
from tracker.intake.sheets import markup, text, workbook
from tracker.intake.sheets.grid import Sheet

LIMIT = 600 * 1024 * 1024  # unpacked bytes: a workbook with a million formatted empty rows stays below
MEMBERS = 5000
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00")
ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
SAVE_AS = "Export it again as CSV or XLSX, or save it from a spreadsheet program, and send that."


def sheets_of(path: Path) -> list[Sheet]:
    """All grids of a file. Raises `Rejected` in words for whatever is no table."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Rejected("The file cannot be read from the disk.", "See that it exists and may be read.") from error
    return list(_open(data, depth=0))


def _open(data: bytes, depth: int) -> Iterator[Sheet]:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        size = "0 bytes" if not data else "nothing but blank characters"
        raise Rejected(
            f"The file is empty ({size}): there are no rows in it.", "Export it again and see that rows are selected."
        )
    _refuse_by_signature(data)
    if data[:2] == b"\x1f\x8b":
        yield from _open(_gunzip(data), _deeper(depth))
    elif data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _open_zip(data, depth)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        yield from _open_ole(data)
    else:
        yield from _open_text(data)


def _deeper(depth: int) -> int:
    if depth >= 2:
        raise Rejected(
            "The file is an archive inside an archive inside an archive.", "Unpack it and send the table itself."
        )
    return depth + 1


def _refuse_by_signature(data: bytes) -> None:
    head = data[:1024]
    if b"%PDF-" in head:
        raise Rejected("This is a PDF document, not a spreadsheet: no table can be read from it.", SAVE_AS)
    if head.startswith(PICTURES) or head[8:12] == b"WEBP" or head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        raise Rejected("This is a picture, not a spreadsheet: no table can be read from it.", SAVE_AS)
    for mark, name in ARCHIVES.items():
        if head.startswith(mark):
            raise Rejected(
                f"This is a {name} archive, which cannot be opened here.", "Unpack it and send the table itself."
            )
    if head.startswith(b"SQLite format 3"):
        raise Rejected("This is a database file, not a spreadsheet.", SAVE_AS)
    if head.startswith(b"{\\rtf"):
        raise Rejected("This is a word-processing document (RTF), not a spreadsheet.", SAVE_AS)
    if head.startswith((b"PAR1", b"ARROW1", b"\x7fELF", b"MZ\x90")):
        raise Rejected("This is a binary file, not a spreadsheet: it cannot be read as a table.", SAVE_AS)


def _too_large() -> Rejected:
    return Rejected(
        f"The file is too large when opened: it unpacks to more than {LIMIT // 1024**2} MB, which is over the limit.",
        "Remove empty formatted rows and columns, or split it, and send it again.",
    )


def _damaged() -> Rejected:
    return Rejected(
        "The file is damaged or incomplete and cannot be opened; the download may have been cut off.",
        "Download or export it again, see that it opens in a spreadsheet program, and send that.",
    )


def _locked() -> Rejected:
    return Rejected(
        "The file is protected with a password (encrypted) and cannot be opened.",
        "Remove the password in the spreadsheet program, save a copy and send that.",
    )


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            out = file.read(LIMIT + 1)
    except (OSError, EOFError, ValueError) as error:
        raise _damaged() from error
    except Exception as error:
        raise _damaged() from error
    if len(out) > LIMIT:
        raise _too_large()
    return out


def _checked_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, every member of it unpacked once within bounds (and its checksum tested)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise _damaged() from error
    members = archive.infolist()
    if len(members) > MEMBERS or sum(m.file_size for m in members) > LIMIT:
        raise _too_large()
    if any(m.flag_bits & 1 for m in members):
        raise _locked()
    seen = 0
    for member in members:
        try:
            with archive.open(member) as file:
                while chunk := file.read(1 << 20):
                    seen += len(chunk)
                    if seen > LIMIT:
                        raise _too_large()
        except Rejected:
            raise
        except Exception as error:
            raise _damaged() from error
    return archive


def _open_zip(data: bytes, depth: int) -> Iterator[Sheet]:
    archive = _checked_zip(data)
    names = archive.namelist()
    if "EncryptedPackage" in names or b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise _locked()
    if any(n.startswith("xl/") for n in names) or _member(archive, "mimetype").startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        yield from workbook.sheets_of(data, archive, _damaged, _locked)
        return
    if any(n.startswith(("word/", "ppt/")) for n in names) or "mimetype" in names:
        raise Rejected("This is a text document or a presentation, not a spreadsheet.", SAVE_AS)
    inside = [
        n for n in names if not n.endswith("/") and not n.startswith("__MACOSX/") and not Path(n).name.startswith(".")
    ]
    if not inside:
        raise Rejected("The archive is empty: there is no file in it.", "Pack the table and send it again.")
    yield from _members(archive, inside, depth)


def _members(archive: zipfile.ZipFile, inside: list[str], depth: int) -> Iterator[Sheet]:
    """The tables of an ordinary archive; what is no table beside one that is, is passed over."""
    refused: list[Rejected] = []
    names: set[str] = set()
    found = 0
    for number, name in enumerate(inside, 1):
        try:
            for sheet in _open(archive.read(name), _deeper(depth)):
                found += 1
                if len(inside) > 1:
                    sheet.name = " ".join(filter(None, (Path(name).stem, sheet.name))) or f"file {number}"
                    sheet.name += f" ({number})" if sheet.name in names else ""
                    names.add(sheet.name)
                yield sheet
        except Rejected as error:
            refused.append(error)
    if not found:
        raise refused[0]


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _open_ole(data: bytes) -> Iterator[Sheet]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked()
    if (
        "WordDocument".encode("utf-16-le") in data
        or "PowerPoint Document".encode("utf-16-le") in data
        or "__substg1.0".encode("utf-16-le") in data
    ):
        raise Rejected("This is a text document, a presentation or a mail, not a spreadsheet.", SAVE_AS)
    yield from workbook.sheets_of(data, None, _damaged, _locked)


def _open_text(data: bytes) -> Iterator[Sheet]:
    words = text.decode(data)
    start = words[:4096].lstrip("\ufeff \t\r\n")
    low = start.casefold()
    if start.startswith("ISA") and re.match(r"ISA[^A-Za-z0-9\s]", start):
        raise Rejected("This is an X12 remittance file, not a spreadsheet.", "Send it as a remittance file (835).")
    if start[:1] in "{[" and _is_json(words, start):
        raise Rejected("This is a JSON file, not a spreadsheet: it is not a table.", SAVE_AS)
    if low.startswith("mime-version:") or ("content-type: multipart/related" in low and "mime-version" in low):
        yield from markup.sheets_of_mime(data)
    elif "urn:schemas-microsoft-com:office:spreadsheet" in low and low.startswith("<?xml"):
        yield from markup.sheets_of_xml(data)
    elif low.startswith("<") and any(
        tag in low for tag in ("<table", "<html", "<tr", "<!doctype html", "<body", "<meta", "<head")
    ):
        yield from markup.sheets_of_html(words)
    elif low.startswith("<?xml"):
        raise Rejected("This is an XML file, not a spreadsheet: it is not a table.", SAVE_AS)
    else:
        yield text.sheet_of(words)


def _is_json(words: str, start: str) -> bool:
    try:
        json.loads(words)
    except (ValueError, RecursionError):
        return bool(re.match(r'[\[{]\s*(?:\{\s*)?"[^"\n]*"\s*:', start))
    return True
