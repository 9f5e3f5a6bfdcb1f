"""The bench of large stores works from end to end on a tiny one; a grown store is as sound as the one it came from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import _bench
import _bench_peers
import _grow
import bench_scale
import pytest

from tests.conftest import ROOT
from tracker.services import demo
from tracker.store import cells
from tracker.store.connection import Database, audit_breaks, reading

SMALL = 1_500


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("small") / "small.sqlite"
    demo.make(store, lines=SMALL)
    return store


def _summaries(db: Database) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(db.execute(f"select * from {table}").fetchall(), key=repr) for table in cells.SUMMARIES}


def test_a_grown_store_is_sound_and_three_times_as_large(small: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.sqlite"
    _grow.grow(small, large, 3)
    with reading(small) as before, reading(large) as after:
        for table in ("claim_lines", "line_reasons", "imports", "reviews", "practices", "appeals"):
            assert after[table].count == 3 * before[table].count > 0, table
        assert after["cells"].count > before["cells"].count  # lines moved: no plain repeat
        names = "select name from sqlite_master where type = 'index' order by 1"
        assert after.execute(names).fetchall() == before.execute(names).fetchall()
        assert after.execute("pragma foreign_key_check").fetchall() == []
        assert after.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert audit_breaks(after) == []
        kept = _summaries(after)
    copy = Database(str(large))
    cells.rebuild(copy)
    assert _summaries(copy) == kept
    copy.conn.close()


def test_all_that_are_asked_say_the_same(small: Path) -> None:
    names, rows, notes = _bench_peers.compare(small, 1)
    assert names[0] == "payer-tracker"
    assert len(rows) == len(_bench_peers.ASKED)
    assert not [note for note in notes if " answers " in note]


def test_a_profile_names_what_the_page_called(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_bench, "store_of", lambda lines: small)
    bench_scale.profile("methods", SMALL, lines=400)
    assert "methods.py" in capsys.readouterr().out


def test_the_script_prints_its_tables(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "bench_scale.py"), "--lines", "600", "--rows", "60",
               "--times", "1", "--pages", "methods", "--only", "size", "start", "import", "pages"]  # fmt: skip
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    for words in ("bytes a line", "first page done, s", "| 12 months |", "| methods |"):
        assert words in done.stdout
