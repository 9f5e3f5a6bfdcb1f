"""The whole way from a file to a `Batch`, on files made here."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tracker.errors import Rejected
from tracker.intake import sheets
from tracker.intake.model import Batch

KEY = b"k" * 32
TODAY = date(2026, 11, 23)


def read(path: Path) -> Batch:
    return sheets.read(path, key=KEY, today=TODAY)


def write(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


PLAIN = """Patient,Insurance,DOS,CPT,Mod,Units,Outcome,Reason
"Doe, Jane",Aetna,3/14/2025,97550,GP,1,Denied,CO-96 N130
"Roe, Rick",Cigna,3/15/2025,97551,GP,2,Paid,
"Poe, Pam",Cigna,,97551,GP,2,Paid,
"Low, Lou",Cigna,3/16/2025,97110,GP,2,Paid,
Total,,,,,5,,
"""


def test_a_plain_file_gives_lines_problems_and_ignored_rows(tmp_path: Path) -> None:
    batch = read(write(tmp_path, PLAIN))
    assert [(x.row, x.code, x.month, x.outcome, x.payer_as_written, x.reasons) for x in batch.lines] == [
        (2, "97550", "2025-03", "denied", "Aetna", ("CO-96", "N130")),
        (3, "97551", "2025-03", "paid", "Cigna", ()),
    ]
    assert [(p.row, p.column, p.rule) for p in batch.problems] == [(4, "DOS", "no_date")]
    assert {(a.row, a.reason) for a in batch.set_aside} == {(1, "header"), (5, "no tracked code"), (6, "total")}
    assert batch.rows == 6


def test_nothing_private_is_in_the_batch(tmp_path: Path) -> None:
    shown = str(sheets.as_json(read(write(tmp_path, PLAIN))))
    for name in ("Doe", "Jane", "Roe", "Poe", "3/14", "14"):
        assert name not in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b'{"a": [1, 2]}', "JSON"),
        (b"PK\x03\x04 cut", "damaged"),
        (b"Payer,CPT,DOS\n", "only a header"),
        (b"Payer,97550,97551\nAetna,12,3\nCigna,4,5\n", "counts"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(Rejected, match=words):
        read(path)


def test_sheet_names_that_name_somebody_are_withheld(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Jane Doe denials.csv", PLAIN)
        archive.writestr("March 2025 denials.csv", PLAIN.replace("3/14", "2/14").replace("Doe", "Fox"))
    batch = read(path)
    assert {x.sheet for x in batch.lines} == {"sheet 1 (name withheld)", "March 2025 denials"}
    assert {x["sheet"] for x in sheets.as_json(batch)["lines"]} == {None, "March 2025 denials"}


@pytest.mark.parametrize(
    "payer",
    ['=HYPERLINK("http://x","Aetna")', "<script>alert(1)</script>Aetna", "Ae\x07tna\u202e", "<b>Aetna</b>\u200b"],
)
def test_text_that_attacks_is_only_text(tmp_path: Path, payer: str) -> None:
    quoted = payer.replace('"', '""')
    batch = read(write(tmp_path, f'Payer,DOS,CPT,Outcome\n"{quoted}",3/1/2025,97550,Denied\n'))
    assert [x.payer_as_written for x in batch.lines] == ["Aetna"]


def test_a_column_is_set_by_hand(tmp_path: Path) -> None:
    text = "A,B,When,Code,Result\nAetna,Cigna,3/1/2025,97550,Denied\n"
    batch = sheets.read(write(tmp_path, text), key=KEY, today=TODAY, overrides={"B": "payer"})
    assert [x.payer_as_written for x in batch.lines] == ["Cigna"]
    with pytest.raises(Rejected, match="no role"):
        sheets.read(write(tmp_path, text), key=KEY, today=TODAY, overrides={"B": "colour"})


def test_two_columns_that_fit_alike_are_asked_about(tmp_path: Path) -> None:
    batch = read(
        write(
            tmp_path,
            "Insurance,Payer,DOS,CPT,Status\nAetna PPO,Aetna,3/1/2025,97550,Denied\nCigna HMO,Cigna,3/2/2025,97551,Paid\n",
        )
    )
    assert "Insurance" in batch.questions[0]
    assert "Payer" in batch.questions[0]
    assert not batch.lines
    assert [(p.row, p.rule) for p in batch.problems] == [(2, "column_unclear"), (3, "column_unclear")]


def test_repeats_resubmissions_and_reversals_count_once(tmp_path: Path) -> None:
    text = """Claim,Patient,Payer,DOS,CPT,CLP02,Paid,Reason,Freq
C100001,"Doe, J",Aetna,3/1/2025,97550,1,40.00,CO-45,1
C100001,"Doe, J",Aetna,3/1/2025,97550,1,40.00,CO-45,1
C100002,"Roe, R",Aetna,3/2/2025,97550,4,0.00,CO-96,1
C100002,"Roe, R",Aetna,3/2/2025,97550,1,40.00,CO-45,7
C100003,"Poe, P",Aetna,3/3/2025,97550,1,40.00,CO-45,1
C100003,"Poe, P",Aetna,3/3/2025,97550,22,-40.00,CO-45,1
C100003,"Poe, P",Aetna,3/3/2025,97550,4,0.00,CO-97,7
C100004,"Low, L",Cigna,3/4/2025,97550,2,10.00,OA-23,1
"""
    batch = read(write(tmp_path, text))
    assert [(x.row, x.outcome.value, x.primary) for x in batch.lines] == [
        (2, "paid", True), (4, "denied", True), (8, "denied", True), (9, "paid", False)]  # fmt: skip
    assert {a.row: a.kind for a in batch.set_aside if a.row != 1} == {
        3: "repeat",
        5: "repeat",
        6: "ignored",
        7: "ignored",
    }


def test_one_row_for_each_adjustment_is_one_line(tmp_path: Path) -> None:
    text = "Claim|Payer|DOS|CPT|Paid|Seq|Grp|Rsn|Adj Amt|Rmk\n"
    text += "C1000001|Aetna|20250301|97550|0.00|1|CO|45|60.00|\nC1000001|Aetna|20250301|97550|0.00|2|CO|96|50.00|N130\n"
    batch = read(write(tmp_path, text, "remit.txt"))
    assert [(x.row, x.outcome.value, x.reasons) for x in batch.lines] == [(2, "denied", ("CO-45", "CO-96", "N130"))]


def test_two_patients_may_have_equal_denials(tmp_path: Path) -> None:
    batch = read(write(tmp_path, "Payer,DOS,CPT,Status\nAetna,3/1/2025,97550,Denied\nAetna,3/1/2025,97550,Denied\n"))
    assert len(batch.lines) == 2


def test_the_samples_are_read_rightly(samples: Path) -> None:
    folder = samples / "spreadsheets"
    expected = json.loads((folder / "EXPECTED.json").read_text("utf-8"))
    for name, wanted in expected.items():
        if not wanted["readable"]:
            with pytest.raises(Rejected) as refusal:
                read(folder / name)
            assert any(m in str(refusal.value).casefold() for m in wanted["error_mentions"]), name
            continue
        batch = read(folder / name)
        got = {(x.code, x.month, x.outcome.value) for x in batch.lines}
        assert {(x["code"], x["service_month"], x["outcome"]) for x in wanted["lines"]} <= got, name
        shown = json.dumps(sheets.as_json(batch), ensure_ascii=False)
        assert not [v for v in wanted["private_values"] if v in shown], name


@pytest.mark.parametrize(
    ("names", "last", "kept"),
    [
        (("Aetna", "Cigna", "Humana"), "Quillwort Health", True),  # no payer we know, named like its sisters
        (("Aetna", "Cigna", "Humana"), "June", False),
        (("Aetna", "Cigna", "Humana"), "Marlow, Petra", False),  # a person is never a payer
        (("North", "South", "East"), "Quillwort Health", False),
    ],
)
def test_a_sheet_named_like_its_sisters_is_named_by_its_payer(
    tmp_path: Path, names: tuple[str, ...], last: str, kept: bool
) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "book.xlsx"))
    for name in (*names, last):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["DOS", "CPT", "Outcome"])
        sheet.write_row(1, 0, ["3/14/2025", "97550", "Denied"])
        sheet.write_row(2, 0, ["4/2/2025", "97551", "Paid"])
    book.close()
    batch = read(tmp_path / "book.xlsx")
    assert [x.payer_as_written for x in batch.lines if x.sheet == last] == ([last] * 2 if kept else [])
    assert {p.rule for p in batch.problems if p.sheet not in names} == (set() if kept else {"no_payer"})
    assert any(last in note for note in batch.notes) is kept


def test_a_total_with_figures_is_no_parent_that_names_the_payer(tmp_path: Path) -> None:
    rows = "".join(
        f"{day},A{day},{payer},97550,1,{outcome}\n" + ("month total,,,,3,\n" if day % 4 == 0 else "")
        for day, (payer, outcome) in enumerate([("Aetna", "Denied"), ("Cigna", "Paid"), ("Humana", "Denied")] * 4, 1)
    )
    batch = read(write(tmp_path, "Day of April 2026,Pt,Plan,Code,Units,Outcome\n" + rows))
    assert {x.payer_as_written for x in batch.lines} <= {"Aetna", "Cigna", "Humana"}
    assert sum(a.reason == "total" for a in batch.set_aside) == 3


@pytest.mark.parametrize("header", ["pg", "Page", "Page no.", "Last page", "lastpage. Last page"])
def test_a_number_of_a_page_is_no_count_of_units(tmp_path: Path, header: str) -> None:
    path = tmp_path / "log.csv"
    rows = "".join(f"{n % 4 + 1},2025-0{n},97550 x3,Aetna,denied,CO-197\n" for n in range(1, 9))
    path.write_text(f"{header},date,what billed,insurance,result,codes\n{rows}")
    batch = read(path)
    assert [x.units for x in batch.lines] == [3] * 8
