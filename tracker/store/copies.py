"""Copies of the store: taken while people work, proved sound before they are trusted, put back in one move.

The one thing to know: a copy is made with SQLite's online backup, never by copying the file: in write-ahead mode the
newest transactions lie beside the file, not in it.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from tracker.errors import StoreProblem
from tracker.store.connection import audit_breaks, explain, reading, revision

BESIDE = ("", "-wal", "-shm", "-journal")


def faults(path: Path) -> list[str]:
    """What is wrong with a store, in words: empty when it is sound. Raises `StoreProblem` when it cannot be read."""
    with reading(path) as db:
        found = [f"integrity check: {row[0]}" for row in db.execute("pragma integrity_check") if row[0] != "ok"]
        loose = db.execute("pragma foreign_key_check").fetchall()
        found += [f"{row[0]} points to a row of {row[2]} that is missing" for row in loose[:10]]
        broken = audit_breaks(db)
        if broken:
            found.append(f"the audit was changed at row {broken[0] or 'the end'}")
    return found


def copy(source: Path, target: Path) -> int:
    """A sound copy of `source` at `target`, one file; the revision it holds.

    People may go on writing meanwhile. Nothing is left at `target` when it fails. Raises `StoreProblem`.
    """
    fresh = target.with_name(f".{target.name}.new")
    try:
        _online_copy(source, fresh)
        found = faults(fresh)
        if found:
            raise StoreProblem(f"The copy is not sound: {found[0]}.", "Keep the older backups and look at the store.")
        with reading(fresh) as db:
            held = revision(db)
        fresh.chmod(0o600)
        _to_disk(fresh)
        fresh.replace(target)
    finally:
        for suffix in BESIDE:
            fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    return held


def _online_copy(source: Path, target: Path) -> None:
    try:
        held = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30)
        copied = sqlite3.connect(target, isolation_level=None)
        try:
            held.backup(copied)
            copied.execute("pragma journal_mode = delete")
        finally:
            copied.close()
            held.close()
    except sqlite3.Error as error:
        raise explain(error) from error


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def put_back(backup: Path, store: Path, aside: str) -> int:
    """`backup` in place of `store`; the revision it holds. What was there is kept beside it, with `aside` in its name.

    The backup is proved and copied first, so that nothing is moved for one that is not sound. Raises `StoreProblem`.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    ready = store.with_name(f".{store.name}.restored")
    held = copy(backup, ready)
    try:
        if store.exists():
            _quiet(store)
            for suffix in BESIDE:
                old = store.with_name(store.name + suffix)
                if old.exists():
                    old.rename(store.with_name(f"{store.name}.{aside}{suffix}"))
        ready.replace(store)
    finally:
        ready.unlink(missing_ok=True)
    return held


def _quiet(store: Path) -> None:
    """Raises `StoreProblem` while somebody writes. A damaged store cannot be asked, and is replaced all the same."""
    try:
        connection = sqlite3.connect(store, timeout=5, isolation_level=None)
        try:
            connection.execute("begin exclusive")
            connection.execute("rollback")
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreProblem(
                "Somebody is writing to the store.", "Stop the program, then restore the backup again."
            ) from error
    except sqlite3.DatabaseError:
        return
