"""XLS (BIFF8) and XLSB (BIFF12) read from real files to lines, and damaged ones refused in words.

The one thing to know: the files in `binaries/` are invented and were made by `make_binaries`; both hold the same sheets,
so one table of expectations stands for both.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.sheets.make_binaries import FOLDER, SHEETS, xlsb
from tests.intake.sheets.test_accounting import account
from tests.intake.sheets.test_containers import read
from tracker.errors import Rejected
from tracker.intake import sheets

FILES = ("front_desk.xls", "front_desk.xlsb")
LINES = [
    (4, "97550", (), 1, "2026-03", "denied", "Aetna", ("CO-96", "N130")),
    (5, "97551", (), 2, "2026-03", "paid", "Aetna", ()),
    (6, "G0541", ("GP",), 1, "2026-04", "denied", "Cigna", ("PR-204",)),
]
PRIVATE = ("Quill", "Oswin", "Tarn", "Ilse", "W204417893", "JX77120945")


@pytest.mark.parametrize("name", FILES)
def test_a_binary_workbook_is_read_to_lines(name: str) -> None:
    batch = read(FOLDER / name)
    got = [
        (x.row, x.code, x.modifiers, x.units, x.month, x.outcome.value, x.payer_as_written, x.reasons)
        for x in batch.lines
    ]
    assert got == LINES
    assert [(p.row, p.column, p.rule) for p in batch.problems] == [(7, "CPT", "no_code")]
    account(batch, sum(map(len, SHEETS.values())))


@pytest.mark.parametrize("name", FILES)
def test_nobody_in_a_binary_workbook_is_named(name: str) -> None:
    shown = str(sheets.as_json(read(FOLDER / name)))
    assert not [word for word in PRIVATE if word in shown]


def test_the_name_of_a_binary_workbook_tells_nothing(tmp_path: Path) -> None:
    for name in FILES:
        path = tmp_path / "export.csv"
        path.write_bytes((FOLDER / name).read_bytes())
        assert [x.row for x in read(path).lines] == [4, 5, 6]


def test_the_committed_xlsb_is_the_one_its_maker_writes() -> None:
    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert parts((FOLDER / "front_desk.xlsb").read_bytes()) == parts(xlsb())


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _without_the_book(data: bytes) -> bytes:
    """The compound file's directory names no workbook any more."""
    return data.replace("Workbook".encode("utf-16-le"), "Worxbook".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("name", "harm"),
    [("front_desk.xls", _cut), ("front_desk.xls", _without_the_book), ("front_desk.xlsb", _cut)],
    ids=["xls-cut", "xls-no-book", "xlsb-cut"],
)
def test_a_damaged_binary_workbook_is_refused_in_words(
    tmp_path: Path, name: str, harm: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(harm((FOLDER / name).read_bytes()))
    with pytest.raises(Rejected, match="damaged or incomplete") as refused:
        read(path)
    assert "again" in refused.value.next_step


def test_an_xlsb_whose_records_are_torn_is_refused_in_words(tmp_path: Path) -> None:
    """The archive is whole; what breaks off is inside it."""
    path = tmp_path / "torn.xlsb"
    with zipfile.ZipFile(FOLDER / "front_desk.xlsb") as whole, zipfile.ZipFile(path, "w") as torn:
        for name in whole.namelist():
            part = whole.read(name)
            torn.writestr(name, part[: len(part) // 2] if name.endswith("workbook.bin") else part)
    with pytest.raises(Rejected, match="damaged or incomplete"):
        read(path)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(4))
def test_bytes_turned_at_random_are_read_or_refused(tmp_path: Path, name: str, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(15):
        data = bytearray((FOLDER / name).read_bytes())
        for _ in range(rng.randint(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path = tmp_path / "turned"
        path.write_bytes(bytes(data))
        try:
            batch = read(path)
        except Rejected as refused:
            assert refused.next_step
        else:
            account(batch, batch.rows)
