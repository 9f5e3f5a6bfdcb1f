"""The whole way from a file to a `Batch`, on files made here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
