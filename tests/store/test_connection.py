"""Writes are whole or not at all, one at a time, on record; readers see one moment and may not write."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.store.making import a_line, add
from tracker.errors import StoreProblem
from tracker.store import audit, connection, imports
from tracker.store.audit import GUARDS
from tracker.store.connection import Database, audit_breaks, noting, reading, revision, writing


def test_a_write_is_one_revision_and_one_audit_row(store: Path) -> None:
    with reading(store) as db:
        before = revision(db)
    with writing(store, "ada", "look around"):
        pass
    with reading(store) as db:
        assert revision(db) == before + 1
        last = db.execute("select who, action, revision from audit order by audit_id desc limit 1").fetchone()
    assert last == ("ada", "look around", before + 1)


@pytest.mark.parametrize("trouble", [ValueError("no"), KeyboardInterrupt(), sqlite3.OperationalError("disk is full")])
def test_whatever_goes_wrong_in_a_write_leaves_nothing(
    store: Path, name_id: int, ask: Any, trouble: BaseException
) -> None:
    tables = ("revisions", "audit", "imports", "claim_lines", "line_reasons", "cells", "practice_cells", "practices")
    before = {t: ask(f"select count(*) from {t}") for t in tables}
    expected = StoreProblem if isinstance(trouble, sqlite3.Error) else type(trouble)
    with pytest.raises(expected), writing(store, "ada", "import") as change:
        add(change, [a_line(name_id)], "file")
        raise trouble
    assert {t: ask(f"select count(*) from {t}") for t in tables} == before


def test_a_second_writer_waits_for_the_first(store: Path, name_id: int, ask: Any) -> None:
    inside, done = threading.Event(), []

    def first() -> None:
        with writing(store, "first", "import") as change:
            inside.set()
            time.sleep(0.4)
            add(change, [a_line(name_id)], "first")
        done.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    with writing(store, "second", "import") as change:
        done.append("second")
        add(change, [a_line(name_id)], "second")
    thread.join()
    assert done == ["first", "second"]
    assert ask("select count(*), count(distinct added_revision) from imports") == [(2, 2)]


def test_a_writer_that_cannot_wait_longer_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with writing(store, "first", "x"), pytest.raises(StoreProblem, match="busy"), writing(store, "second", "x"):
        pass


def test_readers_go_on_while_somebody_writes_and_see_one_moment(store: Path, name_id: int) -> None:
    with reading(store) as db:
        before = db.execute("select count(*) from claim_lines").fetchone()
        with writing(store, "member", "import") as change:
            add(change, [a_line(name_id)], "file")
            assert db.execute("select count(*) from claim_lines").fetchone() == before
        assert db.execute("select count(*) from claim_lines").fetchone() == before
    with reading(store) as db:
        assert db.execute("select count(*) from claim_lines").fetchone() == (1,)


def test_a_reader_may_not_write(store: Path) -> None:
    with pytest.raises(StoreProblem, match="only be read"), reading(store) as db:
        db.execute("insert into meta values ('a', 'b')")


@pytest.mark.parametrize(
    "tampering",
    [
        "update audit set who = 'somebody else' where audit_id = 2",
        "update audit set detail = 'nothing' where audit_id = (select max(audit_id) from audit)",
        "delete from audit where audit_id = 2",
        "delete from audit where audit_id = (select max(audit_id) from audit)",
        "insert into audit (at, who, action, hash) values ('2020-01-01', 'x', 'x', 'x')",
        "delete from audit where audit_id >= 3",
    ],
)
def test_tampering_with_the_audit_is_seen(store: Path, name_id: int, send: Any, tampering: str) -> None:
    receipts = [send([a_line(name_id)], str(n)).receipt for n in range(3)]
    with writing(store, "desk", "withdraw") as change:
        imports.withdraw(change, receipts[0])
    with reading(store) as db:
        assert audit_breaks(db) == []
    outside = sqlite3.connect(store)
    with outside:
        for guard in GUARDS:
            outside.execute(f"drop trigger {guard}")
        outside.execute(tampering)
    outside.close()
    with reading(store) as db:
        assert audit_breaks(db) != []


def test_a_look_taken_off_the_end_of_the_audit_is_missed(store: Path) -> None:
    with noting(store, "desk") as change:
        change.audit("saw", "a page")
    with reading(store) as db:
        assert audit_breaks(db) == []
    outside = sqlite3.connect(store)
    with outside:
        outside.execute(f"drop trigger {GUARDS[1]}")
        outside.execute("delete from audit where audit_id = (select max(audit_id) from audit)")
    outside.close()
    with reading(store) as db:
        assert audit_breaks(db) == [0]


def test_an_anchor_shows_a_chain_that_was_worked_out_anew(store: Path) -> None:
    for n in range(3):
        with noting(store, "desk") as change:
            change.audit("saw", f"page {n}")
    with reading(store) as db:
        anchor = audit.anchor_of(str(audit.head(db)))
        rows = db.execute("select revision, at, who, action, object, detail from audit order by audit_id").fetchall()
        assert anchor and audit.holds(db, anchor)
    outside = Database(sqlite3.connect(store))
    audit.clear(outside)
    for revision_, at, who, action, name, detail in rows:
        audit.add(outside, revision_, at, who, action, name.replace("page 1", "page 9"), detail)
    outside.conn.commit()
    with noting(store, "desk") as change:
        change.audit("saw", "one more")
    with reading(store) as db:
        assert audit_breaks(db) == []
        assert not audit.holds(db, anchor)


@pytest.mark.parametrize("sql", ["update audit set who = 'x'", "delete from audit"])
def test_the_audit_is_only_added_to(store: Path, sql: str) -> None:
    with writing(store, "ada", "x"):
        pass
    with pytest.raises(StoreProblem, match="only added to"), writing(store, "ada", "x") as change:
        change.db.execute(sql)


def test_noting_makes_no_revision_and_rolls_back(store: Path) -> None:
    with reading(store) as db:
        before = (revision(db), db["audit"].count)
    with noting(store, "ada") as change:
        change.audit("saw")
    with pytest.raises(ValueError), noting(store, "ada") as change:
        change.audit("saw")
        raise ValueError
    with reading(store) as db:
        assert (revision(db), db["audit"].count) == (before[0], before[1] + 1)


def test_a_clock_that_goes_back_does_not_turn_revisions_round(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(store, "ada", "x"):
        pass
    monkeypatch.setattr(connection, "now", lambda: "2001-01-01T00:00:00Z")
    with writing(store, "ada", "y"):
        pass
    with reading(store) as db:
        times = [row[0] for row in db.execute("select at from revisions order by revision")]
    assert times == sorted(times)


@pytest.mark.parametrize("content", [b"", b"not a store at all" * 100])
def test_a_file_that_is_no_store_is_explained(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreProblem) as caught, reading(path) as db:
        db.execute("select * from revisions")
    assert caught.value.next_step


def test_a_missing_store_is_explained(tmp_path: Path) -> None:
    for opening in (lambda: reading(tmp_path / "none.sqlite"), lambda: writing(tmp_path / "none.sqlite", "x", "x")):
        with pytest.raises(StoreProblem, match="cannot be opened"), opening():  # type: ignore[attr-defined]
            pass
    assert not (tmp_path / "none.sqlite").exists()


def test_a_reader_is_kept_for_the_next_one_and_sees_what_was_written_since(store: Path) -> None:
    connection.let_go(store)
    with reading(store) as db:
        first, before = db.conn, revision(db)
    with writing(store, "desk", "something"):
        pass
    with reading(store) as db, reading(store) as other:
        assert db.conn is first
        assert other.conn is not first
        assert revision(db) == revision(other) == before + 1
    connection.let_go(store)
    with pytest.raises(sqlite3.ProgrammingError):
        first.execute("select 1")


def test_a_reader_that_met_an_error_is_not_kept_and_few_are(store: Path) -> None:
    with pytest.raises(StoreProblem), reading(store) as db:
        broken = db.conn
        db.execute("select nothing from nowhere")
    with reading(store) as db:
        assert db.conn is not broken
    with ExitStack() as many:
        for _ in range(connection.IDLE + 3):
            many.enter_context(reading(store))
    assert len(connection._idle) <= connection.IDLE


def test_the_log_beside_the_store_is_empty_after_a_write(store: Path) -> None:
    with reading(store) as db:
        revision(db)
    with writing(store, "desk", "something"):
        pass
    log = store.with_name(store.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0


def planned_rows(store: Path) -> int:
    """How many lines the planner thinks there are: 0 while nobody has told it."""
    with reading(store) as db:
        if not db["sqlite_stat1"].exists():
            return 0
        found = db.execute(
            "select stat from sqlite_stat1 where tbl = 'claim_lines' and idx = 'lines_by_import'"
        ).fetchone()
        return int(found[0].split()[0]) if found else 0


def test_the_planner_is_told_after_a_write_and_again_when_lines_are_many_more(
    store: Path, name_id: int, send: Callable[..., Any]
) -> None:
    send([a_line(name_id)], "one")
    assert planned_rows(store) == 1
    send([a_line(name_id, row=n) for n in range(200)], "many")
    assert planned_rows(store) == 201


def test_whoever_writes_next_is_not_waited_for(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statistics and the log are seen to when nobody else writes; what was committed stands."""
    holder = sqlite3.connect(store, isolation_level=None)
    tidy = connection._tidy

    def with_another_at_work(db: Database) -> None:
        holder.execute("begin immediate")
        begun = time.monotonic()
        tidy(db)
        assert time.monotonic() - begun < connection.BUSY_SECONDS / 3
        holder.execute("rollback")

    monkeypatch.setattr(connection, "_tidy", with_another_at_work)
    with writing(store, "desk", "something") as change:
        mine = change.revision
    holder.close()
    with reading(store) as db:
        assert revision(db) == mine
