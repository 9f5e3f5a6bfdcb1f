"""A short run of the torture: whatever a kill falls into, the store is whole afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_no_kill_leaves_a_half_of_anything() -> None:
    command = [sys.executable, "scripts/torture_store.py", "--kills", "6", "--longest", "1.5", "--seed", "5"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "6 kills, 0 faults" in run.stdout
