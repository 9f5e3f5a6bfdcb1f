"""The proof from end to end: remittances and tables go in by every door, and no name, id, address, day or number of theirs
is anywhere afterwards: store, WAL, backup, logs, messages, temporary files, what can be taken away."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake.made_835 import Clp, Pay, Segment, Svc, segments, written
from tests.intake.test_x12_835_privacy import GIVEN, PROGRAM_WORDS, allowed, private_values
from tracker.errors import TrackerError
from tracker.people import LOCAL, Person
from tracker.services import backups, containers, submit
from tracker.settings import settings
from tracker.ui import mending_view, preview_view, take
from tracker.vocabulary import Role

ROOT = Path(__file__).resolve().parents[2]
MEMBER = Person("member-1", "A member", Role.MEMBER)
TABLE = (
    "Patient,DOB,Member ID,Claim No,Phone,Address,Payer,State,Date of Service,CPT,Status,Reason,Charge,Paid\n"
    "Zebulon Quixwort,02/11/1948,ZQX998877,CLM5512990,(614) 555-0123,88 Larkspur Lane,Aetna,CA,03/14/2025,97550,Denied,CO-96,133.17,0.00\n"
    "Ottoline Brakespear,07/30/1951,OBK112233,CLM5512991,(614) 555-0177,12 Wren Court,Humana,FL,04/22/2025,97551,Paid,,88.41,61.23\n"
    "Ignatz Vlastimir,09/09/1939,IVL445566,CLM5512992,(614) 555-0188,7 Teal Row,Aetna,CA,someday,97550,Denied,CO-97,91.19,0.00\n"
)
OF_THE_TABLE = {cell for row in TABLE.splitlines()[1:] for cell in row.split(",")} - {
    "Aetna", "Humana", "CA", "FL", "97550", "97551", "Denied", "Paid", "CO-96", "CO-97", "", "0.00", "someday",
}  # fmt: skip
BACK = Pay(claims=(Clp((Svc(charge="-100.00", paid="-80.00"),), number="CLAIMNUMBER55", status="22", day="20250309"),
                   Clp((), number="CLAIM66", status="22", charge="-51.43", paid="-7.00", day="20250310")), payment="-941.23")  # fmt: skip
DAMAGED = [b"ISA*00*", b"\x00\x01", b"Patient,DOB\nZebulon Quixwort,02/11/1948\n"]


def values() -> Iterator[str]:
    """Every value that must not be found: of the tables whole, of the remittances element by element."""
    yield from OF_THE_TABLE
    yield from ("Zebulon", "Quixwort", "Ottoline", "Brakespear", "Ignatz", "Vlastimir", "Larkspur", "2025-03-14")
    parts: list[Segment] = segments(GIVEN, BACK)
    free = {v.upper() for v in allowed(parts)} | PROGRAM_WORDS
    for value in private_values(parts):
        value = value.strip()
        number = re.fullmatch(r"-?\d*\.?\d*", value)  # a short number or sum may be anything: a row, a month, a count
        if len(value) >= (6 if number else 4) and value.upper() not in free and "PRAIRIE" not in value:
            yield value


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Tables and remittances mixed, also packed, with names that tell somebody's."""
    folder = tmp_path / "Quixwort"
    folder.mkdir()
    made = {
        "zebulon_quixwort.csv": TABLE.encode(),
        "PATIENTFAMILY.835": written(segments(GIVEN)),
        "reversal.835": written(segments(BACK)),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "MEMBER778899.zip", "w") as packed:
        packed.writestr("Quixwort.csv", TABLE.replace("97550", "97552"))
        packed.writestr("CLAIM66.835", made["PATIENTFAMILY.835"] + b"\n")
    for n, data in enumerate(DAMAGED):
        (folder / f"Quixwort{n}.dat").write_bytes(data)
    return sorted(folder.iterdir())


def everything_said(files: list[Path], caught: pytest.LogCaptureFixture) -> tuple[str, str]:
    """(previews, tables to take away, JSON and every message of the page's way through the service; corrected copies)"""
    said, copies = [], []
    for file in files:
        for _, member in containers.expand(file):
            try:
                if isinstance(member, TrackerError):
                    raise member
                seen = submit.preview(member, MEMBER)
                said += [repr(seen), repr(submit.as_json(seen)), submit.summary(seen)]
                told = mending_view.problems_frame(preview_view.to_mend(seen))
                for table in (preview_view.lines_frame(seen, 1000), preview_view.names_frame(seen), told):
                    said.append(take.csv_of(table).decode("utf-8-sig"))
                if seen.batch.kind == "spreadsheet":
                    copies.append(unpacked(submit.corrected_copy(member, seen)))
                said.append(repr(submit.accept(seen, MEMBER)))
            except TrackerError as problem:
                said.append(str(problem))
    return "\n".join([*said, repr(submit.receipts(MEMBER)), caught.text]), "\n".join(copies)


def unpacked(book: bytes) -> str:
    import io

    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def kept(folder: Path) -> bytes:
    """Every byte of every file in a folder, and every text of every table of the stores in it."""
    found = [p for p in folder.rglob("*") if p.is_file()]
    texts = []
    for file in found:
        if file.read_bytes()[:15] == b"SQLite format 3":
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
                texts += list(db.iterdump())
    return b"".join(p.read_bytes() for p in found) + "\n".join(texts).encode()


def test_nothing_of_the_input_is_anywhere(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    said, copies = everything_said(files, caplog)
    command = [sys.executable, str(ROOT / "scripts" / "load_denials.py")]
    for more in (["--dry-run", "--json"], ["--dry-run"], [], []):
        done = subprocess.run(
            [*command, *more, str(files[0].parent)], capture_output=True, text=True, env=dict(os.environ), check=False
        )
        said += (done.stdout + done.stderr).replace(str(files[0].parent), "")
    backups.take(LOCAL)
    out = capfd.readouterr()
    said += out.out + out.err
    # The script names the sender's own files on the sender's own screen; nothing else may say their names.
    for file in files:
        said = said.replace(file.name, "")
    said = said.replace("Quixwort.csv", "").replace("CLAIM66.835", "")
    stored = kept(settings().store.parent)
    assert b"97550" in stored, "nothing was stored: the proof would prove nothing"
    leaked = sorted({v for v in values() if v.encode() in stored}), sorted({v for v in values() if v in said})
    assert leaked == ([], [])
    # The copy to mend is the sender's own table: days of service and amounts are in it, nobody's name or number is.
    assert copies
    days_and_amounts = re.compile(r"\d\d/\d\d/2025|\d+\.\d\d")
    assert sorted(v for v in OF_THE_TABLE if v in copies and not days_and_amounts.fullmatch(v)) == []
    assert list(temporary.iterdir()) == [], "a temporary file was left"
