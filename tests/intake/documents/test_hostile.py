"""Files that cannot or must not be read: each is told in words, none is silent, none costs the machine."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen import canvas

from tracker.intake.documents import Limits, compare, page_picture, scan


def pdf(path: Path, *lines: str, at: float = 60) -> Path:
    sheet = canvas.Canvas(str(path))
    for n, line in enumerate(lines):
        sheet.drawString(at, 760 - 16 * n, line)
    sheet.save()
    return path


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.pdf", b"", "empty"),
        ("blank.txt", b" \n \n", "empty"),
        ("page.pdf", b"<html>sign in</html>", "damaged"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "picture"),
        ("broken.docx", b"PK\x03\x04" + b"0" * 99, "damaged"),
        ("letter.rtf", b"{\\rtf1 97550 is covered}", "save it as DOCX"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = scan(path)
    assert found.error and word in found.error
    assert not found.silent and not found.mentions


def test_a_pdf_cut_off_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", "97550 is covered.")
    path.write_bytes(path.read_bytes()[:-300])
    found = scan(path)
    assert found.error and not found.silent and not found.mentions


def test_a_cell_far_out_is_refused_before_the_sheet_is_laid_out(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "97550", "x"
    book.save(tmp_path / "far.xlsx")
    assert "too far" in (scan(tmp_path / "far.xlsx").error or "")


def test_a_word_far_off_the_page_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "far.pdf"
    sheet = canvas.Canvas(str(path))
    sheet.drawString(9_000_000, 700, "far")
    sheet.drawString(60, 700, "97550 is covered.")
    sheet.save()
    found = scan(path)
    assert [m.code for m in found.mentions] == ["97550"] and found.seconds < 5


def test_members_of_an_archive_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/notice.txt", "97552 is not covered.")
    (m,) = scan(tmp_path / "a.zip").mentions
    assert (m.code, m.status, m.place.member) == ("97552", "not_covered", "in/notice.txt")


def test_silence_is_read_to_the_end(tmp_path: Path) -> None:
    found = scan(pdf(tmp_path / "a.pdf", "Claims are paid in thirty days.", "Call (555) 975-5000."))
    assert found.silent and not found.mentions and len(found.sha256) == 64


def test_turned_text_is_read_and_the_passage_marked(tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    sheet = canvas.Canvas(str(path))
    sheet.rotate(90)
    for n, row in enumerate([("Code", "Status", "PA"), ("97550", "Payable", "N"), ("97552", "Non-covered", "")]):
        for c, text in enumerate(row):
            sheet.drawString(60 + 150 * c, -60 - 16 * n, text)
    sheet.save()
    found = {m.code: (m.status, m.prior_auth) for m in scan(path).mentions}
    assert found == {"97550": ("covered", "no"), "97552": ("not_covered", "unknown")}
    assert page_picture(path, 1, ["97550"])[:4] == b"\x89PNG"


def test_two_versions_differ_only_in_what_changed(tmp_path: Path) -> None:
    old = scan(pdf(tmp_path / "old.pdf", "97550 is covered.", "", "", "97552 is not covered."))
    new = scan(pdf(tmp_path / "new.pdf", "Introduction.", "", "", "97550 is covered.", "", "", "97552 is covered."))
    (change,) = compare(old, new).changes
    assert change.code == "97552" and ("status", "not_covered", "covered") in change.fields


def test_a_text_without_an_end_is_stopped_and_never_silent(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_text("97110 is covered and not " * 40_000 + "97550")
    found = scan(path, limits=Limits(deadline=time.monotonic()))
    assert not found.silent
    assert any("not read to its end" in w for w in found.warnings)


@pytest.mark.parametrize("member", ["[Content_Types].xml", "word/document.xml"])
def test_a_word_file_with_a_damaged_part_is_told_in_words(member: str, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.docx", tmp_path / "broken.docx"
    document = docx.Document()
    document.add_paragraph("97550 is covered.")
    document.save(str(whole))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, b"<other/>" if item.filename == member else old.read(item.filename))
    found = scan(broken)
    assert found.error is not None and "its parts could not be put together" in found.error
    assert not found.silent and "AttributeError" not in found.error
