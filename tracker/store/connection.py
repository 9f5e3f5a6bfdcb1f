"""The only place that opens a database.

`reading()` gives a read-only view of one moment; its connection is kept for the next reader of the same file, since
opening one and reading the schema costs 0.7 ms, a hundred times a page's smallest question. `writing()` takes the write lock at once
(`BEGIN IMMEDIATE`: a deferred transaction that reads and then writes gets "database is locked" whatever the timeout),
makes one new revision, and commits or rolls back. The one thing to know: no file parsing and no page drawing inside
`writing()`: everybody else waits for it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from tracker.errors import StoreProblem
from tracker.settings import settings
from tracker.store import audit
from tracker.store.audit import breaks as audit_breaks

__all__ = ["Change", "Database", "audit_breaks", "noting", "now", "reading", "revision", "writing"]
BUSY_SECONDS = 30
RESTORE = "Restore the last backup: stop the program, then run scripts/restore.py --newest."


def now() -> str:
    """The time in UTC, to the second, as ISO text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Change:
    """An open write: its database, its new revision (0 while noting), who makes it and when."""

    db: Database
    revision: int
    who: str
    at: str

    def audit(self, action: str, object_name: str = "", detail: str = "") -> None:
        """Add a row to the audit chain. `detail` holds counts and ids, never private text."""
        audit.add(self.db, self.revision or None, self.at, self.who, action, object_name, detail)


def explain(error: sqlite3.Error) -> StoreProblem:
    """What happened to the store, in words."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreProblem("The store is busy with another write.", "Try again in a moment.")
    if "full" in text:
        return StoreProblem("The disk is full; nothing was changed.", "Free some space and try again.")
    if "readonly" in text or "read-only" in text:
        return StoreProblem("The store may only be read here.", "See that its file and folder may be written.")
    if "malformed" in text or "not a database" in text:
        return StoreProblem("The store is damaged.", RESTORE)
    if "unable to open" in text:
        return StoreProblem(
            "The store cannot be opened.",
            "See that TRACKER_STORE names a file that may be read, in a folder that may be written.",
        )
    if "disk I/O" in text:
        return StoreProblem(
            "The disk did not do what the store asked of it; nothing was changed.",
            "See that it has room and is sound. Does the store not open any more, restore the last backup (scripts/restore.py).",
        )
    if "no such table" in text or "no such column" in text:
        return StoreProblem(
            "This file is not a whole store of this program.", f"See that TRACKER_STORE names the right file. {RESTORE}"
        )
    return StoreProblem(f"The store refused: {text}.", "Nothing was changed.")


def _connect(path: Path, mode: str) -> Database:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma cache_size = -32000")
    return Database(connection)


_File = tuple[str, int, int]
_idle: list[tuple[_File, Database]] = []  # readers at rest, the newest last
_idle_lock = threading.Lock()
IDLE = 6


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """A read-only view of one moment of the store. Raises `StoreProblem`."""
    try:
        file, db = _reader(path)
    except sqlite3.Error as error:
        raise explain(error) from error
    sound = False
    try:
        db.execute("begin")
        yield db
        sound = True
    except sqlite3.DatabaseError as error:
        raise explain(error) from error
    finally:
        _rest(file, db, sound)


def _reader(path: Path) -> tuple[_File, Database]:
    """A connection to the file that is at this place now: one at rest, or a new one."""
    try:
        status = path.stat()
        file = (str(path), status.st_dev, status.st_ino)
    except OSError:
        file = (str(path), 0, 0)
    with _idle_lock:
        for n, (its, _) in reversed(list(enumerate(_idle))):
            if its == file:
                return _idle.pop(n)
    return file, _opened(path)


def _opened(path: Path) -> Database:
    """A new reader. What a killed write left half in the file is rolled back first, which a reader alone may not do."""
    try:
        return _connect(path, "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname not in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY"):
            raise
    db = _connect(path, "rw")
    try:
        db.execute("select count(*) from sqlite_master")
    finally:
        db.conn.close()
    return _connect(path, "ro")


def _rest(file: _File, db: Database, sound: bool) -> None:
    """Keep a reader for the next one, and not too many. One that met an error is closed."""
    if not sound or file[1:] == (0, 0):
        db.conn.close()
        return
    db.execute("rollback")
    with _idle_lock:
        _idle.append((file, db))
        old = [_idle.pop(0)] if len(_idle) > IDLE else []
    for _, one in old:
        one.conn.close()


def let_go(path: Path) -> None:
    """Close the readers at rest of a file that is to be changed as a whole."""
    with _idle_lock:
        old = [one for file, one in _idle if file[0] == str(path)]
        _idle[:] = [(file, one) for file, one in _idle if file[0] != str(path)]
    for one in old:
        one.conn.close()


def _may_write() -> None:
    """Raises `StoreProblem` in a process that reads from a copy."""
    if settings().read_only:
        raise StoreProblem(
            "This address serves a copy for reading; nothing can be changed or sent here.", "Go to the main address."
        )


ANALYZED = 400
"""Rows of an index that are looked at to tell the planner how many share a value: a moment, however many there are."""


def _tidy(db: Database) -> None:
    """After a write: tell the planner of tables that have grown, as SQLite advises before a connection is closed. Whoever
    writes next is not waited for: what is not done now is done then."""
    with suppress(sqlite3.OperationalError):
        db.execute("pragma busy_timeout = 0")
        db.execute(f"pragma analysis_limit = {ANALYZED}")
        db.execute("pragma optimize")
    clear_log(db)


def clear_log(db: Database) -> None:
    """Bring the write-ahead log into the file and empty it, so that what was deleted (a note) is nowhere any more. Readers
    at work keep what they read; then the next write does it. What is committed stands, whatever happens here."""
    with suppress(sqlite3.OperationalError):
        db.execute("pragma busy_timeout = 0")
        db.execute("pragma wal_checkpoint(truncate)")


@contextmanager
def writing(path: Path, who: str, action: str, *, at: str | None = None) -> Iterator[Change]:
    """One transaction, one revision, one audit row. Rolls back on any exception. Raises `StoreProblem`.

    `at` is for stores that replay a past (the demonstration): everybody else leaves the clock alone."""
    _may_write()
    try:
        db = _connect(path, "rw")
    except sqlite3.Error as error:
        raise explain(error) from error
    try:
        db.execute("pragma synchronous = full")
        db.execute("begin immediate")
        newest, last = db.execute("select revision, at from revisions order by revision desc limit 1").fetchone() or (
            0,
            "",
        )
        # A clock that was put back must not make a later revision look older.
        at, revision = max(at or now(), last), newest + 1
        db.execute("insert into revisions values (?,?,?,?)", [revision, at, who, action])
        change = Change(db, revision, who, at)
        yield change
        change.audit(action)
        db.execute("commit")
        _tidy(db)
    except sqlite3.DatabaseError as error:
        raise explain(error) from error
    finally:
        db.conn.close()  # what was not committed is rolled back


@contextmanager
def noting(path: Path, who: str) -> Iterator[Change]:
    """A write beside the ledgers: people, and what was looked at. No revision, so that no cache is lost over it.

    Its rows of the audit are those it writes itself. Rolls back on any exception. Raises `StoreProblem`."""
    _may_write()
    try:
        db = _connect(path, "rw")
    except sqlite3.Error as error:
        raise explain(error) from error
    try:
        db.execute("pragma synchronous = full")
        db.execute("begin immediate")
        yield Change(db, 0, who, now())
        db.execute("commit")
        clear_log(db)
    except sqlite3.DatabaseError as error:
        raise explain(error) from error
    finally:
        db.conn.close()


def revision(db: Database) -> int:
    """The newest revision: the key of every cache."""
    return int(db.execute("select coalesce(max(revision), 0) from revisions").fetchone()[0])
