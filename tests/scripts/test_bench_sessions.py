"""A few sessions for a few seconds: real websockets, real uploads, every receipt in the store exactly once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.services import demo
from tracker.settings import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_every_file_that_was_acknowledged_is_in_the_store(tmp_path: Path, processes: int) -> None:
    if processes > 1 and NGINX is None:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    demo.make(tmp_path / "demo.sqlite", lines=1_000)
    command = [sys.executable, "scripts/bench_sessions.py", "--store", str(tmp_path / "demo.sqlite"), "--sessions", "3",
               "--sending", "2", "--seconds", "12", "--think", "2", "--processes", str(processes)]  # fmt: skip
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    found = re.search(r"files sent (\d+), acknowledged (\d+), lost or doubled 0; errors 0", run.stdout)
    assert found and found[1] == found[2] != "0", run.stdout


def test_no_garbage_is_collected_after_every_click() -> None:
    """One line of the configuration is four fifths of the program's time with thirty people at once."""
    assert "postScriptGC = false" in (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
