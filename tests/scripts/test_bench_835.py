"""The bench runs, its own file is valid, and the reader stays within its memory on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import _made_835
import bench_835
import pytest

from tests.conftest import ROOT
from tracker.intake import x12_835


def test_the_made_file_is_valid_whole_and_always_the_same(tmp_path: Path) -> None:
    one, two = tmp_path / "one.835", tmp_path / "two.835"
    for file in (one, two):
        _made_835.generate(file, 0.3, share=0.5)
    assert one.read_bytes() == two.read_bytes()
    batch = x12_835.read(one, key=b"k" * 32)
    assert batch.totals is not None
    assert batch.totals.unread == ()
    assert batch.complete is True
    assert batch.lines
    assert not any("does not balance" in note or "announces" in note for note in batch.notes)


def test_all_that_are_here_count_the_same(tmp_path: Path) -> None:
    file = tmp_path / "made.835"
    _made_835.generate(file, 0.3, share=0.05)
    assert bench_835.ours(file) == bench_835.naive(file)


def test_the_script_prints_its_tables_and_says_what_is_absent(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "bench_835.py"), "--megabytes", "0.3", "--runs", "1"]
    command += ["--readers", "payer-tracker", "--samples", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "| payer-tracker |" in done.stdout
    assert "correctness was not measured" in done.stdout


@pytest.mark.slow
def test_a_large_file_needs_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    file = tmp_path / "made.835"
    _made_835.generate(file, 100, share=0.05)
    got = bench_835.apart("payer-tracker", file)
    assert isinstance(got, dict), got
    assert float(str(got["mib"])) < 60
