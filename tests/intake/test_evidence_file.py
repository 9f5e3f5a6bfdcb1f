"""What kind of document a file is, by its content alone; its pages, its words, and the place of a passage in it."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
import xlsxwriter
from docx import Document as new_docx
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from tracker.errors import Rejected
from tracker.intake import evidence_file
from tracker.intake.evidence_file import DOCX, HTML, PDF, TEXT, XLSX

MOST = 1_000_000


def pdf(*pages: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for words in pages:
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def xlsx(*sheets: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for words in sheets:
            book.add_worksheet().write_string(2, 3, words)
    return out.getvalue()


def docx(words: str) -> bytes:
    out, document = io.BytesIO(), new_docx()
    document.add_paragraph(words)
    document.add_table(1, 1).cell(0, 0).text = "in a cell"
    document.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


KEPT = [
    (pdf("Caregiver training is paid", "page two"), PDF, 2, "pdf"),
    (xlsx("covered", "not covered"), XLSX, 2, "xlsx"),
    (docx("Caregiver training is paid"), DOCX, None, "docx"),
    (b"<!DOCTYPE html><html><body>Caregiver training is paid</body></html>", HTML, None, "html"),
    (b"\xef\xbb\xbf <!-- saved --> <html><body>x</body></html>", HTML, None, "html"),
    ("Caregiver training is paid – since July".encode(), TEXT, None, "txt"),
]


@pytest.mark.parametrize(("data", "kind", "pages", "ending"), KEPT, ids=lambda v: v if isinstance(v, str) else None)
def test_the_kind_is_told_by_the_content(data: bytes, kind: str, pages: int | None, ending: str) -> None:
    found = evidence_file.inspect(data, MOST)
    assert (found.media_type, found.pages, found.ending) == (kind, pages, ending)
    assert (found.sha256, found.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


REFUSED = {
    "empty": (b"", "empty"),
    "too large": (b"x" * (MOST + 1), "limit"),
    "a program": (b"MZ\x90\x00\x03" + b"\x00" * 40, "kind"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "kind"),
    "an archive": (zipped(a__txt=b"x"), "archive"),
    "macros": (zipped(**{"[Content_Types].xml": b"x", "xl__workbook.xml": b"x", "xl__vbaProject.bin": b"x"}), "macros"),
    "half an archive": (zipped(a=b"x" * 99)[:40], "damaged"),
    "a broken PDF": (b"%PDF-1.7 and then nothing", "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused_with_a_reason(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(Rejected, match=words) as found:
        evidence_file.inspect(data, MOST)
    assert found.value.next_step


def test_the_limit_itself_is_taken() -> None:
    assert evidence_file.inspect(b"x" * MOST, MOST).bytes == MOST


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_file, "_MOST_UNPACKED", 100)
    with pytest.raises(Rejected, match="unpacks"):
        evidence_file.inspect(xlsx("covered"), MOST)


@pytest.mark.parametrize("data", [k[0] for k in KEPT if k[0][:20] and b"saved" not in k[0]])
def test_the_words_of_a_document_can_be_found_in_it(data: bytes) -> None:
    said = evidence_file.words(data, evidence_file.media_type(data))
    assert "Caregiver training is paid" in said or "covered not covered" in said


def test_words_of_a_page_leave_its_scripts_out_and_of_a_letter_keep_its_tables() -> None:
    page = b"<html><script>var secret</script><body>said</body></html>"
    assert evidence_file.words(page, HTML) == "said"
    assert "in a cell" in evidence_file.words(docx("x"), DOCX)


PLACES = [
    ("page 1", ""), ("p. 2", ""), ("pp. 1-2", ""), ("page 3", "3"), ("Page 12, left", "12"), ("p.0", "0"),
    ("section 9", ""), ("", ""), ("pg 2 and page 7", "7"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "beyond"), PLACES)
def test_a_page_that_a_document_does_not_have_is_told(place: str, beyond: str) -> None:
    problem = evidence_file.place_problem(evidence_file.inspect(pdf("one", "two"), MOST), place)
    assert (f"no page {beyond}." in problem) if beyond else problem == ""


CELLS = [
    ("B7", ""), ("Sheet1!B7", ""), ("sheet 2", ""), ("sheet 3", "3"), ("Sheet 1, D3", ""), ("", ""), ("row 7", ""),
]  # fmt: skip


@pytest.mark.parametrize(("place", "beyond"), CELLS)
def test_a_sheet_that_a_workbook_does_not_have_is_told(place: str, beyond: str) -> None:
    problem = evidence_file.place_problem(evidence_file.inspect(xlsx("one", "two"), MOST), place)
    assert (f"no sheet {beyond}." in problem) if beyond else problem == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_refused_in_words(data: bytes) -> None:
    try:
        found = evidence_file.inspect(data, MOST)
    except Rejected as reason:
        assert reason.what and reason.next_step
    else:
        assert found.media_type in evidence_file.ENDINGS
        assert isinstance(evidence_file.words(data, found.media_type), str)
