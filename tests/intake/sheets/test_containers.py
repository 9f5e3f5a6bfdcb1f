"""Every container that members send, made here: the same few lines come out, and nobody's name does."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.intake.sheets.test_accounting import account
from tracker.errors import Rejected
from tracker.intake import sheets
from tracker.intake.model import Batch
from tracker.intake.sheets import container

TODAY = date(2026, 11, 23)
GRID = [
    ["Patient", "Payer", "DOS", "CPT", "Status", "Reason"],
    ["Peña, Zoë", "Aetna", "3/14/2025", "97550", "Denied", "CO-96"],
    ["Doe, Jane", "Cigna", "4/2/2025", "G0539", "Paid", ""],
]
LINES = [("97550", "2025-03", "denied", "Aetna"), ("G0539", "2025-04", "paid", "Cigna")]


def read(path: Path) -> Batch:
    return sheets.read(path, key=b"k" * 32, today=TODAY)


def lines(path: Path) -> list[tuple[str, str, str, str]]:
    batch = read(path)
    shown = str(sheets.as_json(batch))
    assert "Peña" not in shown
    assert "Doe" not in shown
    return [(x.code, x.month, x.outcome.value, x.payer_as_written) for x in batch.lines]


def text(mark: str = ",", end: str = "\r\n") -> str:
    return end.join(mark.join(f'"{c}"' for c in row) for row in GRID) + end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_delimited_text_in_any_encoding(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(text(mark, end).encode(encoding))
    assert lines(path) == LINES


def test_a_line_for_the_spreadsheet_program_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=;\r\n" + text(";").encode())
    assert lines(path) == LINES
    assert [x.row for x in read(path).lines] == [2, 3]


def workbook(path: Path, options: dict[str, object] | None = None) -> None:
    book = xlsxwriter.Workbook(str(path), options or {})
    book.set_properties({"author": "Jane Doe", "title": "Doe, Jane 1EG4-TE5-MK73"})
    day = book.add_format({"num_format": "m/d/yyyy"})
    sheet = book.add_worksheet("Lines")
    for n, row in enumerate(GRID):
        for m, cell in enumerate(row):
            if n and m == 2:
                sheet.write_datetime(n, m, datetime.strptime(cell, "%m/%d/%Y"), day)  # noqa: DTZ007
            else:
                sheet.write_string(n, m, cell)
    if not (options or {}).get("constant_memory"):
        sheet.write_comment(1, 1, "Doe, Jane called")
    book.close()


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"default_date_format": "yyyy", "date_1904": True}])
def test_workbooks_with_inline_texts_and_with_the_calendar_of_1904(tmp_path: Path, options: dict[str, object]) -> None:
    workbook(tmp_path / "a.xlsx", options)
    assert lines(tmp_path / "a.xlsx") == LINES


def rewritten(path: Path, change: Callable[[str, str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n).decode() for n in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, change(name, words))


def test_a_strict_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path)
    main, strict = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    kin, theirs = "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    rewritten(path, lambda name, words: words.replace(main, strict).replace(kin, theirs))
    assert lines(path) == LINES


def test_a_million_formatted_empty_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path)
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(4, 1_000_001))
    rewritten(
        path, lambda name, words: words.replace("</sheetData>", empty + "</sheetData>") if "sheet1" in name else words
    )
    assert lines(path) == LINES


def test_merged_hidden_and_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["Payer", "DOS", "CPT", "Status"], ["Aetna", "3/14/2025", "97550", "Denied"], [None, "3/15/2025", "97551", '="Paid"'],
                ["=Lists!A1", "3/16/2025", "97552", "Denied"], ["=[1]Other!A1", "3/17/2025", "97550", "Denied"]]:  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.create_sheet("Lists").append(["Cigna"])
    book["Lists"].sheet_state = "hidden"
    book.save(path)
    batch = read(path)
    assert [(x.row, x.payer_as_written, x.outcome.value) for x in batch.lines] == [
        (2, "Aetna", "denied"),
        (3, "Aetna", "paid"),
        (4, "Cigna", "denied"),
    ]
    assert [(p.row, p.rule) for p in batch.problems] == [(5, "no_payer")]
    account(batch, 6)


def test_a_table_of_html_under_any_name_and_an_open_document(tmp_path: Path) -> None:
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in GRID)
    (tmp_path / "a.xls").write_text(f"<html><table>{body}</table></html>", "utf-8")
    assert lines(tmp_path / "a.xls") == LINES
    kind, office = "application/vnd.oasis.opendocument.spreadsheet", "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row) + "</table:table-row>"
        for row in GRID
    )  # fmt: skip
    content = f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    listed = f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        for name, words in {"mimetype": kind, "META-INF/manifest.xml": listed, "content.xml": content}.items():
            archive.writestr(name, words)
    assert lines(tmp_path / "a.ods") == LINES


def test_packed_files(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(text().encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("Doe_Jane.csv", text())
    assert lines(tmp_path / "a.gz") == lines(tmp_path / "a.zip") == LINES


def _locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512


def _word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_locked(), "password"),
        (_word(), "not a spreadsheet"),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 64, "picture"),
        (b"%PDF-1.4\n" + b"\x00" * 64, "PDF"),
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 64, "7-Zip"),
        (b"\x00\x01\x02\x03" * 500, "binary"),
        (b"  \r\n\r\n", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 64, "binary"),
        (b"ISA*00*          *00*", "remittance"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "denials.csv"
    path.write_bytes(data)
    with pytest.raises(Rejected, match=words) as refused:
        read(path)
    assert refused.value.next_step


def test_what_unpacks_to_gigabytes_is_refused_before_and_while_unpacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "LIMIT", 1_000_000)
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"0" * 5_000_000))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 5_000_000)
    whole = (tmp_path / "a.zip").read_bytes()
    lied = whole.replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    (tmp_path / "lied.zip").write_bytes(lied)
    for name, words in (("a.gz", "too large"), ("a.zip", "too large"), ("lied.zip", "too large|damaged")):
        with pytest.raises(Rejected, match=words):
            read(tmp_path / name)


def test_sixteen_thousand_columns_and_endless_lines(tmp_path: Path) -> None:
    wide = [row + [""] * (16_384 - len(row)) for row in GRID]
    (tmp_path / "wide.csv").write_text("\n".join(",".join(f'"{c}"' if c else "" for c in row) for row in wide), "utf-8")
    assert lines(tmp_path / "wide.csv") == LINES
    (tmp_path / "long.csv").write_text(text() + '"' + "x" * 3_000_000 + '",,,,,\n', "utf-8")
    assert lines(tmp_path / "long.csv") == LINES


@pytest.mark.parametrize("seed", range(6))
def test_bytes_turned_at_random_are_read_or_refused_in_words(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    workbook(tmp_path / "a.xlsx")
    for n in range(30):
        data = bytearray((tmp_path / "a.xlsx").read_bytes() if n % 2 else text().encode())
        for _ in range(rng.randint(1, 30)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path = tmp_path / "turned"
        path.write_bytes(bytes(data[: rng.randint(1, len(data))]))
        try:
            batch = read(path)
        except Rejected as refused:
            assert refused.what
            assert not re.search(r"Traceback|Error\b", str(refused))
        else:
            account(batch, batch.rows)


@pytest.mark.parametrize(
    "piece", ["9", "97550 ", "9-", "97550 - denied; ", "CO-96 ", "(", "<", "1/2/2025 ", "a@", "A. "]
)
def test_cells_of_endless_repetitions_are_harmless(tmp_path: Path, piece: str) -> None:
    cell = piece * (32_000 // len(piece))
    path = tmp_path / "a.csv"
    head, *rows = text(end="\n").splitlines(keepends=True)
    path.write_text(head + "".join(rows * 5) + ",".join([f'"{cell}"'] * 6) + "\n", "utf-8")
    batch = read(path)
    told = {x.row for x in batch.lines} | {a.row for a in batch.set_aside if a.kind == "repeat"}
    assert set(range(2, 12)) <= told
    account(batch, 12)
