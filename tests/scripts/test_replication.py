"""Continuous replication as docs/deploy/litestream.yml has it, restored: by Litestream itself where it is installed.

Where it is not, what its restore rests on is tried: a copy of the store's file and of the log beside it, taken together,
opens with every write that was acknowledged.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.store.making import a_line, add
from tracker.people import LOCAL
from tracker.services import backups
from tracker.settings import ROOT
from tracker.store import copies, live, names
from tracker.store.connection import reading, revision, writing

LITESTREAM = shutil.which("litestream")


@pytest.fixture
def store(own_store: Path) -> Path:
    return live.ensure(own_store)


def write(store: Path, number: int) -> int:
    """One more file of lines; the revision it made."""
    with writing(store, "member", "import") as change:
        name = names.ensure(change.db, {("some plan", "CA", "commercial", ""): "Some Plan"}).popitem()[1]
        if number == 0:
            names.decide(change, name, "aetna", how="person", why="asked")
        add(change, [a_line(name, row=n) for n in range(5)], f"file {number}")
        return change.revision


def held(store: Path) -> tuple[int, int]:
    with reading(store) as db:
        return revision(db), db["claim_lines"].count


def configuration(folder: Path, store: Path) -> Path:
    """The file of docs/deploy/ with a folder of this machine in place of the bucket."""
    lines = (ROOT / "docs" / "deploy" / "litestream.yml").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.split(":")[0].strip() not in ("bucket", "region", "path", "- path")]
    text = "\n".join(kept).replace("- type: s3", f"- type: file\n        path: {folder / 'replica'}")
    out = folder / "litestream.yml"
    out.write_text(text.replace("dbs:\n", f"dbs:\n  - path: {store}\n"))
    return out


@pytest.mark.skipif(LITESTREAM is None, reason="litestream is not installed (https://litestream.io)")
def test_litestream_brings_back_every_write_and_the_store_is_sound(store: Path, tmp_path: Path) -> None:
    config = str(configuration(tmp_path, store))
    process = subprocess.Popen([str(LITESTREAM), "replicate", "-config", config])
    try:
        time.sleep(2)
        for number in range(6):
            write(store, number)
            time.sleep(0.3)
        time.sleep(2.5)
    finally:
        process.kill()  # the machine is lost, not shut down
        process.wait(10)
    before = held(store)
    restored = tmp_path / "restored.sqlite"
    command = [str(LITESTREAM), "restore", "-config", config, "-o", str(restored), str(store)]
    subprocess.run(command, check=True, timeout=60)
    assert copies.faults(restored) == []
    assert held(restored) == before
    for suffix in copies.BESIDE:
        store.with_name(store.name + suffix).unlink(missing_ok=True)
    live._ready.clear()
    backups.put_back(LOCAL, restored)
    assert held(store)[1] == before[1]
    write(store, 99)


def test_a_copy_of_file_and_log_together_has_every_acknowledged_write(store: Path, tmp_path: Path) -> None:
    keeper = sqlite3.connect(store, isolation_level=None)  # as Litestream does: a reader at work keeps the log as it is
    keeper.execute("begin")
    keeper.execute("select 1 from meta").fetchone()
    for number in range(4):
        write(store, number)
    before = held(store)
    assert store.with_name(store.name + "-wal").stat().st_size > 0
    for suffix in ("", "-wal"):
        shutil.copyfile(store.with_name(store.name + suffix), tmp_path / f"copy.sqlite{suffix}")
    keeper.close()
    assert copies.faults(tmp_path / "copy.sqlite") == []
    assert held(tmp_path / "copy.sqlite") == before
    backups.put_back(LOCAL, tmp_path / "copy.sqlite")
    assert held(store)[1] == before[1]
