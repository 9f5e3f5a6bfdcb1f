"""CSV and XLSX: numbers stay numbers, formulas are defused, the caption goes along, and nothing hidden comes out."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exports.cite import file_name, how_to_cite
from tracker.exports.tables import HIDDEN, Column, Table, about, csv_bytes, defused, xlsx_bytes
from tracker.figures.style import Caption
from tracker.vocabulary import Tier

MADE = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
CAPTION = Caption(
    "38% (95% CI 31-46) of 200 lines denied",
    "All payers, Jan 2025",
    source="complete remittance files",
    n="200 lines",
    tier=Tier.T2,
    snapshot="812",
    licence="CC BY 4.0",
)
COLUMNS = (
    Column("payer", "Payer"),
    Column("lines", "Lines", "count", hidden_by="hidden"),
    Column("share", "Share denied", "share", hidden_by="hidden"),
    Column("month", "Month", "month"),
    Column("open", "Still open", "yes_no"),
)


def table(**more: object) -> Table:
    rows = [
        {"payer": "Birch, Café & Sons", "lines": 1200.0, "share": 0.38123456789, "hidden": False, "month": "2025-01"},
        {"payer": "=HYPERLINK(1)", "lines": 7.0, "share": 0.04, "hidden": True, "month": "2025-02"},
        {"payer": "-5", "lines": float("nan"), "share": float("nan"), "hidden": False, "month": "2025-03"},
    ]
    frame = pd.DataFrame([{**r, "open": r["month"] == "2025-03"} for r in rows])
    return Table(frame, COLUMNS, CAPTION, {"Share denied": "lines denied / lines adjudicated"}, **more)


def test_csv_whole() -> None:
    assert (
        csv_bytes(table())
        == (
            "\ufeff# Finding: 38% (95% CI 31-46) of 200 lines denied\r\n"
            "# Shows: All payers, Jan 2025\r\n"
            "# n: 200 lines\r\n"
            "# Tier: T2: denial rate among reporting practices\r\n"
            "# Source: complete remittance files\r\n"
            "# Snapshot: 812\r\n"
            "# Licence: CC BY 4.0\r\n"
            "# Hidden: Small numbers, and numbers from which they could be worked out, are not shown.\r\n"
            "# Definition: Share denied: lines denied / lines adjudicated\r\n"
            "Payer,Lines,Share denied,Month,Still open\r\n"
            '"Birch, Café & Sons",1200,0.381235,2025-01,no\r\n'
            f"'=HYPERLINK(1),{HIDDEN},{HIDDEN},2025-02,no\r\n"
            "-5,,,2025-03,yes\r\n"
        ).encode()
    )


def test_csv_can_be_read_again_by_pandas() -> None:
    frame = pd.read_csv(io.BytesIO(csv_bytes(table())), comment="#")
    assert list(frame["Payer"]) == ["Birch, Café & Sons", "'=HYPERLINK(1)", "-5"]


def test_csv_without_mark_and_caption_is_only_rows() -> None:
    text = csv_bytes(table(), with_about=False, bom=False).decode("utf-8")
    assert text.startswith("Payer,")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("=1+1", False), ("+cmd", False), ("-cmd|' /C calc'!A0", False), ("@SUM(A1)", False), ("\tx", False),
        ("\r=1", False), ("  =1", False), ("＝1", False), ("\n=1", False), ("-5", True), ("+3.5", True), ("-12%", True),
        ("Plan = good", True), (-5, True), (3.5, True), (None, True), ("", True), ("-", False), ("-5-2", False),
    ],
)  # fmt: skip
def test_formulas_are_defused_and_numbers_are_not(value: object, kept: bool) -> None:
    assert defused(value) == (value if kept else f"'{value}")


@given(st.text(max_size=30))
def test_no_text_of_any_kind_reaches_a_spreadsheet_as_a_formula(text: str) -> None:
    frame = pd.DataFrame({"x": [text]})
    data = csv_bytes(Table(frame, (Column("x", "X"),), Caption("f")), with_about=False, bom=False).decode()
    rows = list(csv.reader(io.StringIO(data, newline="")))
    cell = rows[1][0] if len(rows) > 1 and rows[1] else ""
    number = cell.lstrip("+-").replace(".", "").replace(",", "").rstrip("%\n").isdigit()
    assert number or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_xlsx_keeps_types_formats_and_caveats() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table(), MADE)))
    assert book.sheetnames == ["About", "Data"]
    said = {row[0].value: row[1].value for row in book["About"].iter_rows() if row[0].value}
    assert said["Finding"] == CAPTION.title
    assert said["Tier"].startswith("T2")
    assert {"n", "Source", "Snapshot", "Licence", "Hidden", "Definition: Share denied"} <= set(said)
    sheet = book["Data"]
    assert [c.value for c in sheet[1]] == ["Payer", "Lines", "Share denied", "Month", "Still open"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (1200, "#,##0")
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.381235, "0.0%")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["B3"].value == HIDDEN
    assert sheet["B4"].value is None
    assert sheet.freeze_panes == "A2"


def test_no_hidden_number_is_in_any_part_of_a_file() -> None:
    frame = pd.DataFrame({"payer": ["a"], "lines": [7777], "hidden": [True]})
    hidden = Table(frame, (Column("payer", "Payer"), Column("lines", "Lines", "count", hidden_by="hidden")), CAPTION)
    assert b"7777" not in csv_bytes(hidden)
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(hidden, MADE))) as parts:
        assert all(b"7777" not in parts.read(name) for name in parts.namelist())


def test_nullable_columns_give_the_same_file_and_an_unknown_flag_hides() -> None:
    nullable = Table(table().frame.convert_dtypes(), COLUMNS, CAPTION, table().definitions)
    assert csv_bytes(nullable) == csv_bytes(table())
    unknown = table().frame.assign(hidden=pd.array([pd.NA, False, False], dtype="boolean"))
    assert csv_bytes(Table(unknown, COLUMNS, CAPTION), with_about=False).decode("utf-8-sig").splitlines()[1] == (
        f'"Birch, Café & Sons",{HIDDEN},{HIDDEN},2025-01,no'
    )


def test_the_same_table_gives_the_same_bytes() -> None:
    assert xlsx_bytes(table(), MADE) == xlsx_bytes(table(), MADE)


def test_a_very_long_title_and_sheet_name_still_make_a_file() -> None:
    long = Table(table().frame, COLUMNS, Caption("word " * 300))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(long, MADE, ["Data: [by] code/" * 9])))
    assert book["About"]["B1"].value == "word " * 300


def test_several_tables_have_a_sheet_each() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([table(), table()], MADE, ["Trend", "Reasons"])))
    assert book.sheetnames == ["About", "Trend", "Reasons"]
    assert "Sheet “Reasons”" in [row[0].value for row in book["About"].iter_rows()]


def test_an_empty_table_is_still_a_file_with_its_caption() -> None:
    empty = Table(pd.DataFrame(columns=[c.name for c in COLUMNS] + ["hidden"]), COLUMNS, CAPTION)
    assert csv_bytes(empty).decode("utf-8-sig").splitlines()[-1].startswith("Payer,")
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes(empty, MADE)))["Data"].max_row == 1
    assert ("Snapshot", "812") in about(empty)


@pytest.mark.parametrize(
    ("filters", "size", "name"),
    [
        ({"payer": "Birch & Söhne", "code": "97550"}, "slide", "denial-trend_birch-sohne_97550_r812_slide.png"),
        ({}, "", "denial-trend_r812.png"),
        ({"state": ""}, "", "denial-trend_r812.png"),
        ({"payer": "../../etc/passwd"}, "", "denial-trend_etc-passwd_r812.png"),
    ],
)
def test_file_names(filters: dict[str, str], size: str, name: str) -> None:
    assert file_name("Denial trend", filters, 812, "png", size) == name


def test_a_long_file_name_keeps_its_revision() -> None:
    name = file_name("trend", {"payer": "x" * 400}, 812, "xlsx")
    assert name.endswith("_r812.xlsx")
    assert len(name) < 130


def test_how_to_cite_whole() -> None:
    assert how_to_cite(CAPTION, date(2026, 11, 5), "https://example.org/?x=1", "Example Association") == (
        "Example Association. Payer coverage tracker (2026). “38% (95% CI 31-46) of 200 lines denied.” "
        "All payers, Jan 2025. n = 200 lines. Tier T2 (denial rate among reporting practices). "
        "Source: complete remittance files. Drawn 5 November 2026, snapshot 812. Licence: CC BY 4.0. "
        "https://example.org/?x=1"
    )
