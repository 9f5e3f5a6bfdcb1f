"""The drill: a backup taken while people work, the store lost in several ways, everything there again."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.store.making import a_line, add
from tracker.errors import Rejected, StoreProblem
from tracker.people import LOCAL
from tracker.services import backups
from tracker.settings import ROOT
from tracker.store import copies, live
from tracker.store.connection import reading, writing

# Sends one file after another until it is killed; each receipt it was given stands in a file of its own.
SENDER = """
import sys
from pathlib import Path
from tests.store.making import a_line, add, key
from tracker.store.connection import writing
store, told, first = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
for n in range(10_000):
    lines = [a_line(1, row=i, claim_key=key(first, n, i), line_key=key(first, n, i)) for i in range(40)]
    with writing(store, "member", "import") as change:
        done = add(change, lines, f"{first}-{n}")
    (told / f"{first}-{n}").write_text(done.receipt)
"""


def one_import_takes(told: Path, beginning: str, sender: subprocess.Popen[bytes]) -> float:
    """Wait until the sender was given two receipts; the seconds between them, which is how long one import takes."""
    moments: list[float] = []
    while len(moments) < 2:
        assert sender.poll() is None, "the sender ended by itself"
        if len(list(told.glob(f"{beginning}*"))) > len(moments):
            moments.append(time.monotonic())
        time.sleep(0.002)
    return max(moments[1] - moments[0], 0.02)


def counts(path: Path) -> dict[str, int]:
    with reading(path) as db:
        return {t: db[t].count for t in ("imports", "claim_lines", "cells", "coverage_decisions", "payers")}


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / script), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=dict(os.environ), check=False)


@pytest.mark.parametrize("loss", ["deleted", "overwritten", "wrong rows"])
def test_the_drill(store: Path, name_id: int, send: Any, loss: str) -> None:
    send([a_line(name_id, row=n) for n in range(3)], "A")
    before = counts(store)
    took = run("backup.py")
    assert took.returncode == 0 and "proved" in took.stdout and "fingerprint secret" in took.stdout
    if loss == "deleted":
        store.unlink()
    elif loss == "overwritten":
        store.write_bytes(b"\xff" * 9000)
    else:
        send([a_line(name_id, row=n) for n in range(5)], "B")
    back = run("restore.py", "--newest")
    assert back.returncode == 0, back.stderr
    live._ready.clear()
    assert counts(live.ensure(store)) == before
    with reading(store) as db:
        assert db.execute("select action from audit order by audit_id desc limit 1").fetchone() == ("restore",)
    assert copies.faults(store) == []
    kept = [p for p in store.parent.iterdir() if ".before-" in p.name and p.suffix != ".sqlite-shm"]
    assert bool(kept) == (loss != "deleted")


def test_a_backup_taken_while_somebody_writes_holds_whole_imports(store: Path, name_id: int, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            with writing(store, "member", "import") as change:
                add(change, [a_line(name_id, row=i) for i in range(7)], f"file {n}")
            n += 1

    thread = threading.Thread(target=write)
    thread.start()
    time.sleep(0.1)
    copies.copy(store, tmp_path / "copy.sqlite")
    stop.set()
    thread.join()
    held = counts(tmp_path / "copy.sqlite")
    assert held["imports"] > 0 and held["claim_lines"] == 7 * held["imports"]


def test_old_backups_are_let_go_and_the_newest_kept(store: Path, tmp_path: Path) -> None:
    taken = [backups.take(LOCAL, tmp_path, keep=3).path for _ in range(5)]
    assert backups.listed(tmp_path) == taken[:1:-1]
    with pytest.raises(Rejected, match="At least one"):
        backups.take(LOCAL, tmp_path, keep=0)


def test_documents_go_with_the_backup_and_come_back(store: Path, tmp_path: Path) -> None:
    evidence = store.parent / "evidence"
    evidence.mkdir()
    (evidence / "abc").write_bytes(b"a policy")
    backup = backups.take(LOCAL, tmp_path).path
    (evidence / "abc").unlink()
    backups.put_back(LOCAL, backup)
    assert (evidence / "abc").read_bytes() == b"a policy"


@pytest.mark.parametrize("damage", ["update audit set who = 'x' where audit_id = 1", "pragma writable_schema = on"])
def test_a_copy_that_is_not_sound_is_neither_kept_nor_put_back(
    store: Path, name_id: int, send: Any, tmp_path: Path, damage: str
) -> None:
    send([a_line(name_id)], "A")
    backup = backups.take(LOCAL, tmp_path).path
    outside = sqlite3.connect(backup, isolation_level=None)
    outside.execute("drop trigger audit_row_stays")
    outside.execute(damage)
    if "schema" in damage:
        outside.execute("update sqlite_master set rootpage = 3 where name = 'claim_lines'")
    outside.close()
    before = counts(store)
    with pytest.raises(StoreProblem):
        backups.put_back(LOCAL, backup)
    assert counts(store) == before
    assert [p for p in store.parent.iterdir() if ".before-" in p.name or ".restored" in p.name] == []


def test_restoring_waits_for_nobody_who_writes(store: Path, tmp_path: Path) -> None:
    backup = backups.take(LOCAL, tmp_path).path
    with writing(store, "member", "x"), pytest.raises(StoreProblem, match="Stop the program"):
        copies.put_back(backup, store, "aside")


def test_what_is_missing_is_told(store: Path, tmp_path: Path) -> None:
    assert run("restore.py", str(tmp_path / "none.sqlite")).returncode == 2
    assert run("restore.py", "--newest").returncode == 2
    assert "no backup yet" in run("restore.py").stdout


@pytest.mark.slow
def test_imports_killed_at_random_leave_whole_imports_and_every_receipt(
    store: Path, name_id: int, tmp_path: Path
) -> None:
    assert name_id == 1
    told = tmp_path / "told"
    told.mkdir()
    rng = random.Random(3)
    for n in range(int(os.environ.get("TRACKER_KILLS", "12"))):
        sender = subprocess.Popen([sys.executable, "-c", SENDER, str(store), str(told), str(n)], cwd=ROOT)
        # However slow the machine: the moment is random within the third import, not within a second.
        one_import = one_import_takes(told, f"{n}-", sender)
        time.sleep(rng.random() * one_import)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        assert copies.faults(store) == []
        with reading(store) as db:
            receipts = {row[0] for row in db.execute("select receipt from imports")}
            halves = db.execute(
                "select count(*) from imports i where lines <> (select count(*) from claim_lines l "
                "where l.import_id = i.import_id)"
            ).fetchone()[0]
            counted = db.execute("select (select sum(lines) from cells), (select count(*) from claim_lines)").fetchone()
        # A file that is still empty was being written when the kill came: nobody had read the receipt in it.
        assert {p.read_text() for p in told.iterdir()} - {""} <= receipts
        assert halves == 0 and (counted[0] or 0) == counted[1]
    assert receipts
