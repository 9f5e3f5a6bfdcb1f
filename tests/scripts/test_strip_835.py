"""A member's remittance becomes a small table that holds nothing private and that the spreadsheet reader takes."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import strip_835

from tests.conftest import ROOT
from tests.intake.made_835 import Clp, Pay, Svc, claims, remittance, segments
from tests.intake.test_x12_835_privacy import allowed, private_values
from tracker.errors import Rejected
from tracker.intake import sheets, x12_835

GIVEN = Pay(
    claims=(
        Clp((Svc(cas=("CO-45 20.00",), modifiers=("GP", "95")), Svc(code="97551", cas=("CO-45 20.00",), units="2"))),
        Clp((Svc(code="97552", paid="0", cas=("CO-45 40.00 96 60.00",), remarks=("N130",)),), number="B-2", place="02"),
        Clp((Svc(paid="40.00", cas=("CO-151 60.00",)),), number="C-3"),
        Clp((Svc(charge="-100.00", paid="-80.00", cas=("CO-45 -20.00",)),), number="D-4", status="22"),
    )
)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_the_table(tmp_path: Path) -> None:
    source, out = tmp_path / "era.835", tmp_path / "lines.csv"
    source.write_bytes(remittance(GIVEN))
    assert strip_835.strip(source, out) == 0
    got = rows(out)
    assert list(got[0]) == strip_835.COLUMNS
    assert [list(row.values()) for row in got] == [
        ["PRAIRIE MUTUAL", "99901", "OH", "2025-03", "97550", "GP 95", "1", "11", "Paid", "CO-45", "1"],
        ["PRAIRIE MUTUAL", "99901", "OH", "2025-03", "97551", "", "2", "11", "Paid", "CO-45", "1"],
        [
            "PRAIRIE MUTUAL",
            "99901",
            "OH",
            "2025-03",
            "97552",
            "",
            "1",
            "02",
            "Denied",
            "CO-45; CO-96; N130",
            "1",
        ],
        ["PRAIRIE MUTUAL", "99901", "OH", "2025-03", "97550", "", "1", "11", "Partly paid", "CO-151", "1"],
    ]


def test_the_spreadsheet_reader_takes_it(tmp_path: Path) -> None:
    source, out = tmp_path / "era.835", tmp_path / "lines.csv"
    source.write_bytes(remittance(GIVEN))
    strip_835.strip(source, out)
    direct = [line for line in x12_835.read(source, key=b"k" * 32).lines if "reversal" not in line.flags]
    again = sheets.read(out, key=b"k" * 32, today=date(2026, 1, 15))
    assert again.problems == ()
    facts = [(x.code, x.month, x.outcome, x.payer_as_written, x.modifiers, x.units, x.state, x.reasons) for x in direct]
    assert [
        (x.code, x.month, x.outcome, x.payer_as_written, x.modifiers, x.units, x.state, x.reasons) for x in again.lines
    ] == facts


def test_it_holds_nothing_private(tmp_path: Path) -> None:
    source, out = tmp_path / "era.835", tmp_path / "lines.csv"
    source.write_bytes(remittance(GIVEN))
    strip_835.strip(source, out)
    cells = {cell for row in rows(out) for cell in row.values()}
    words = {word for cell in cells for word in cell.replace(";", " ").split()}
    parts = segments(GIVEN)
    free = allowed(parts) | {"OH"}
    leaked = {v for v in private_values(parts) if len(v) >= 3 and v not in free and v in words | cells}
    assert leaked == set()


def test_it_writes_over_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "era.835", tmp_path / "lines.csv"
    source.write_bytes(claims(Clp()))
    out.write_text("mine")
    with pytest.raises(Rejected, match="already"):
        strip_835.strip(source, out)
    assert out.read_text() == "mine"
    assert strip_835.strip(source, out, force=True) == 0


def test_a_folder_with_junk_is_reduced_and_the_junk_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "eras"
    folder.mkdir()
    (folder / "a.835").write_bytes(remittance(GIVEN))
    (folder / "b.txt").write_text("not a remittance")
    strip_835.strip(folder, tmp_path / "out.csv")
    assert len(rows(tmp_path / "out.csv")) == 4
    assert "b.txt: There is no X12 835 remittance" in capsys.readouterr().err


def test_no_remittance_at_all_writes_no_table(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("not a remittance")
    with pytest.raises(Rejected, match="No remittance"):
        strip_835.strip(tmp_path / "b.txt", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_it_runs_where_nothing_is_installed(tmp_path: Path) -> None:
    """`-S` hides every installed package: only the standard library and the project are left."""
    source = tmp_path / "era.835"
    source.write_bytes(remittance(GIVEN))
    command = [sys.executable, "-S", str(ROOT / "scripts" / "strip_835.py"), str(source)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == 0, done.stderr
    assert len(rows(tmp_path / "era.lines.csv")) == 4
