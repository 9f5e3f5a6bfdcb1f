"""The corrected copy, made and opened again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from tracker.exports import corrections
from tracker.intake import sheets
from tracker.intake.sheets import mending

TODAY = date(2026, 11, 23)
FILE = """Patient,Claim #,Insurance,DOS,CPT,Outcome,Reason,Comments
"Doe, Jane",7000000001,"=HYPERLINK(""http://x.example/"",""Aetna"")",3/14/2025,97550,Denied,CO-96,spoke with Jane Doe
"Roe, Rick",7000000002,@SUM(1+1)*cmd|' /C calc'!A0,,97551,Paid,,
"Poe, Pam",7000000003,Cigna,3/15/2025,97110,Paid,,
"""


def test_the_copy_marks_problem_cells_and_holds_nobody(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(FILE, "utf-8")
    batch = sheets.read(path, key=b"k" * 32, today=TODAY)
    out = corrections.write(mending.marked(path, batch), tmp_path / "copy.xlsx")
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Row in your file", "Insurance", "DOS", "CPT", "Outcome", "Reason", "To mend"]
    assert [r[0] for r in rows[1:]] == [2, 3]
    marked = sheet.cell(3, 3)
    assert marked.comment is not None
    assert "date of service" in marked.comment.text
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
    everything = str(rows)
    assert not [word for word in ("Doe", "Roe", "70000000", "Jane", "97110") if word in everything]


def test_the_mended_copy_can_be_sent_again(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(FILE, "utf-8")
    batch = sheets.read(path, key=b"k" * 32, today=TODAY)
    out = corrections.write(mending.marked(path, batch), tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(out)
    book.active.cell(3, 3).value = "3/20/2025"  # type: ignore[union-attr]
    book.save(out)
    again = sheets.read(out, key=b"k" * 32, today=TODAY)
    assert [(x.code, x.month, x.outcome.value) for x in again.lines] == [
        ("97550", "2025-03", "denied"),
        ("97551", "2025-03", "paid"),
    ]
    assert again.problems == ()
