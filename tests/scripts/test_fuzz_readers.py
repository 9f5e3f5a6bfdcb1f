"""The fuzzing script: cases that can be made again, counts that go on, and a fault that it would not miss."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import _fuzz_cases
import fuzz_readers

SEED = 7


@pytest.mark.parametrize("reader", fuzz_readers.SHARES)
def test_a_case_is_made_of_its_seed_and_number_alone(reader: str) -> None:
    assert _fuzz_cases.case(SEED, reader, 3) == _fuzz_cases.case(SEED, reader, 3)
    assert len({_fuzz_cases.case(SEED, reader, n)[0] for n in range(20)}) > 10


@pytest.mark.parametrize(("reader", "cases"), [(r, 20 * share) for r, share in fuzz_readers.SHARES.items()])
def test_readers_pass(reader: str, cases: int, tmp_path: Path) -> None:
    kinds = set()
    for number in range(cases):
        path = _fuzz_cases.write(SEED, reader, number, tmp_path)
        kinds.add(fuzz_readers.attempt(reader, path).split()[0])
        path.unlink()
    assert "read" in kinds, "the damage never gets past the door"


def test_sound_files_are_read(tmp_path: Path) -> None:
    for reader in fuzz_readers.SHARES:
        for n, (data, suffix) in enumerate(_fuzz_cases.bases(reader)):
            if reader in ("x12_835", "documents", "archives"):
                path = tmp_path / f"{reader}{n}{suffix}"
                path.write_bytes(data)
                assert fuzz_readers.attempt(reader, path) == "read", (reader, n)


def test_a_fault_and_a_hang_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(reader: str, path: Path) -> str:
        number = int((tmp_path / "now").read_text())
        if number == 2:
            raise ZeroDivisionError
        while number == 4:
            pass
        return "read"

    monkeypatch.setattr(fuzz_readers, "attempt", faulty)
    monkeypatch.setattr(fuzz_readers, "SECONDS", 0.3)
    monkeypatch.setattr(fuzz_readers.resource, "setrlimit", lambda *a: None)
    fuzz_readers.work(SEED, "csv", 0, 6, tmp_path)
    *found, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(f["number"], f["kind"]) for f in found] == [(2, "ZeroDivisionError"), (4, "Hang")]
    assert summary["counts"] == {"read": 4}


def test_the_counts_go_on_where_they_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def worker(seed: int, reader: str, first: int, last: int, folder: Path) -> tuple[int, list[str]]:
        asked.append((reader, first, last))
        return last, [json.dumps({"counts": {"read": last - first}, "slowest": 0.1, "mib": 1})]

    monkeypatch.setattr(fuzz_readers, "_worker", worker)
    for cases in (100, 250):
        monkeypatch.setattr(sys, "argv", ["fuzz", "--cases", str(cases), "--state", str(tmp_path / "s.json")])
        assert fuzz_readers.main() == 0
    assert ("archives", 3, 8) in asked
    assert sum(last - first for _, first, last in asked) >= 250


def test_a_worker_that_dies_is_a_finding_and_the_next_case_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "dies.py"
    script.write_text("import os, sys, pathlib; pathlib.Path(sys.argv[-1], 'now').write_text('41'); os.abort()")
    monkeypatch.setattr(fuzz_readers, "__file__", str(script))
    reached, lines = fuzz_readers._worker(SEED, "csv", 40, 50, tmp_path)
    assert reached == 42
    assert json.loads(lines[-1])["kind"].startswith("Crash")
