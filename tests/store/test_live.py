"""How the live store comes to be: once, whole, topped up, never by a newer program, never half."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from tests.store.making import a_line
from tracker.errors import OutOfDate, StoreProblem
from tracker.settings import ROOT, SHIPPED_STORE
from tracker.store import cells, decisions, live, reference_rows
from tracker.store.connection import reading, writing
from tracker.store.decisions import NewDecision
from tracker.store.schema import migrations

FIRST = Path(__file__).parent / "schema_1.sql"


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with reading(path) as db:
        return db.execute(sql).fetchall()


def test_the_live_store_is_made_once_for_its_owner_alone(own_store: Path) -> None:
    shipped = SHIPPED_STORE.read_bytes()
    live.ensure(own_store)
    made = own_store.stat().st_ino
    live.ensure(own_store)
    assert own_store.stat().st_ino == made
    assert SHIPPED_STORE.read_bytes() == shipped
    if os.name != "nt":
        assert own_store.stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in own_store.parent.iterdir() if p.suffix == ".new") == []


def test_newer_reference_rows_come_in_and_what_was_entered_stays(
    store: Path, name_id: int, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send([a_line(name_id)], "A")
    with writing(store, "ada", "decide") as change:
        decisions.add(
            change, NewDecision("cigna", "commercial", "97550", "covered", "weak"), [], checked_on="2025-01-01"
        )
    entered = "select * from coverage_decisions where origin = 'entered'"
    before = {sql: rows(store, sql) for sql in (entered, "select * from claim_lines", "select * from cells")}
    facts = reference_rows.rows

    def changed(name: str) -> list[dict[str, str]]:
        listed = facts(name)
        if name == "decisions":
            return [{**listed[0], "conditions": "changed"}, *listed[2:]]
        return [{**r, "name": r["name"] + "!"} for r in listed] if name == "payers" else listed

    monkeypatch.setattr(reference_rows, "rows", changed)
    monkeypatch.setattr(reference_rows, "version", lambda: "newer")
    live.ensure(store)
    assert {sql: rows(store, sql) for sql in before} == before
    assert rows(store, "select name from payers where payer_id = 'cigna'")[0][0].endswith("!")
    withdrawn = "select count(*) from coverage_decisions where withdrawn_why = 'the reference changed'"
    assert rows(store, withdrawn) == [(2,)]
    revision = rows(store, "select max(revision) from revisions")
    live.ensure(store)
    assert rows(store, "select max(revision) from revisions") == revision


def test_a_store_of_a_newer_program_is_refused_and_left_alone(store: Path) -> None:
    outside = sqlite3.connect(store)
    with outside:
        outside.execute("update _sqlite_migrations set name = 'm999_future' where name = 'm002_summaries'")
    outside.close()
    live._ready.clear()
    with pytest.raises(OutOfDate, match="newer version"):
        live.ensure(store)
    assert ("m999_future",) in rows(store, "select name from _sqlite_migrations")


def test_a_store_of_the_first_schema_is_brought_up_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = sqlite3.connect(path)
    old.executescript(FIRST.read_text("utf-8"))
    before = {t: old.execute(f"select * from {t} order by 1").fetchall() for t in ("claim_lines", "imports", "people")}
    old.close()
    live.ensure(path)
    for table, held in before.items():
        # Later migrations add columns behind the old ones.
        assert held and [r[: len(held[0])] for r in rows(path, f"select * from {table} order by 1")] == held
    with reading(path) as db:
        newest = db.execute("select max(revision) from revisions").fetchone()[0]
        for table in cells.SUMMARIES:
            columns = ", ".join(row[1] for row in db.execute(f"pragma table_info({table})"))
            again = db.execute(f"select {columns} from ({cells.counted(table, newest)})", {"revision": newest})
            held = sorted(db.execute(f"select * from {table}").fetchall(), key=repr)
            assert held and held == sorted(again.fetchall(), key=repr), table


def test_a_migrated_store_has_the_schema_of_a_fresh_one(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = sqlite3.connect(path)
    old.executescript(FIRST.read_text("utf-8"))
    old.close()
    live.ensure(path)
    schema = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by 1, 2"
    assert rows(path, schema) == rows(live.ensure(tmp_path / "fresh.sqlite"), schema)


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite"
    old = sqlite3.connect(path)
    old.executescript(FIRST.read_text("utf-8"))
    before = list(old.iterdump())
    old.close()

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(cells, "rebuild", fail)
    with pytest.raises(StoreProblem, match="disk is full"):
        live.ensure(path)
    old = sqlite3.connect(path)
    assert list(old.iterdump()) == before
    old.close()


def test_a_damaged_store_is_explained(own_store: Path) -> None:
    own_store.parent.mkdir(parents=True)
    own_store.write_bytes(b"\x00" * 5000)
    with pytest.raises(StoreProblem) as caught:
        live.ensure(own_store)
    assert "restore" in caught.value.next_step.lower()


STARTER = "import sys; from pathlib import Path; from tracker.store import live; live.ensure(Path(sys.argv[1]))"


def start(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", STARTER, str(path)], cwd=ROOT)


def test_two_first_starts_at_once_make_one_store(tmp_path: Path) -> None:
    path = tmp_path / "live" / "payers.sqlite"
    starters = [start(path) for _ in range(3)]
    assert [s.wait(timeout=60) for s in starters] == [0, 0, 0]
    assert rows(path, "pragma integrity_check") == [("ok",)]
    assert rows(path, "select count(*) from payers") == rows(SHIPPED_STORE, "select count(*) from payers")


@pytest.mark.slow
def test_a_killed_first_start_leaves_nothing_half_made(tmp_path: Path) -> None:
    for n in range(20):
        path = tmp_path / str(n) / "payers.sqlite"
        starter = start(path)
        # From the moment that the first file of the store appears, whenever that is on this machine.
        while starter.poll() is None and not path.parent.exists():
            time.sleep(0.001)
        time.sleep(0.004 * n)
        starter.send_signal(signal.SIGKILL)
        starter.wait()
        live._ready.clear()
        live.ensure(path)
        assert rows(path, "pragma integrity_check") == [("ok",)]
        assert rows(path, "select count(*) from coverage_decisions") == rows(
            SHIPPED_STORE, "select count(*) from coverage_decisions"
        )


def test_the_log_of_a_migration_is_emptied_although_readers_are_at_rest(tmp_path: Path) -> None:
    """A migration of a large store writes hundreds of megabytes beside it."""
    path = tmp_path / "payers.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(connection), stop_before="m019_waiting")
    connection.execute("pragma journal_mode = wal")
    connection.close()
    with reading(path) as db:  # its connection is kept for the next reader
        assert not db["waiting"].exists()
    live._migrate(path)
    with reading(path) as db:
        assert db["waiting"].exists()
    log = path.with_name(path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
