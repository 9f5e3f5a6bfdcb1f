"""Which file is the store, and how it comes to be: shipped (built from reference), live (a copy people fill), demo.

A live store is made once from the shipped one, written beside its place and moved in, so that a killed first start
leaves nothing half-made. Later starts migrate it and bring in newer reference rows.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from sqlite_utils import Database

from tracker.errors import OutOfDate, StoreProblem, of_file
from tracker.files import move_in
from tracker.settings import SHIPPED_STORE, settings
from tracker.store import audit, cells, reference_rows
from tracker.store.connection import BUSY_SECONDS, RESTORE, clear_log, explain, let_go, reading, writing
from tracker.store.schema import NEW_SUMMARIES, known, migrations

_ready: set[tuple[str, int, str]] = set()


def build(path: Path) -> dict[str, int]:
    """A new store at `path` with all reference rows and nothing else. Replaces a file that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        fresh = Path(folder) / "store.sqlite"
        try:
            _migrate(fresh)
        except sqlite3.DatabaseError as error:
            raise explain(error) from error
        with writing(fresh, "reference", "build from reference") as change:
            done = reference_rows.fill(change)
        connection = sqlite3.connect(fresh, isolation_level=None)
        # Times of building would make every build another file; the reference's own dates are kept.
        connection.execute("update revisions set at = '2026-11-23T00:00:00Z'")
        audit.clear(Database(connection))
        connection.execute("update _sqlite_migrations set applied_at = '2026-11-23T00:00:00Z'")
        connection.execute("pragma journal_mode = delete")
        connection.execute("vacuum")
        connection.close()
        fresh.replace(path)
    return done


def _migrate(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        db = Database(connection)
        applied = {m.name for m in migrations.applied(db)}
        if applied - known():
            raise OutOfDate(
                "This store was written by a newer version of the program.", "Update the program, then start again."
            )
        if known() - applied:
            # The lock is taken first: a second starter waits, then finds nothing left to do.
            connection.execute("begin immediate")
            wanted = {m.name for m in migrations.pending(db)}
            migrations.apply(db)
            if wanted & NEW_SUMMARIES:
                cells.rebuild(db)
            connection.execute("commit")
        connection.execute("pragma journal_mode = wal")
        if known() - applied:
            # A migration of a large store writes a large log, which readers at rest would keep until the next write.
            clear_log(db)
    finally:
        connection.close()


def ensure(path: Path) -> Path:
    """The live store at `path`, made, migrated and topped up as needed. Cheap when all is done already.

    Raises `OutOfDate` for a store of a newer program, `StoreProblem` for one that cannot be used.
    """
    try:
        key = (str(path), path.stat().st_ino if path.exists() else 0, reference_rows.version())
        if key in _ready and path.exists():
            return path
        if settings().read_only:
            return _copy_for_reading(path)
        if not path.exists():
            _make(path)
        _is_ours(path)
        _migrate(path)
        with reading(path) as db:
            held = db.execute("select value from meta where key = 'reference_version'").fetchone()
            invented = notice(db)
        # Real decisions must never come into a demonstration; it is made anew instead (scripts/make_demo.py).
        if not invented and (held is None or held[0] != reference_rows.version()):
            with writing(path, "reference", "bring in newer reference rows") as change:
                reference_rows.fill(change)
        _ready.add((str(path), path.stat().st_ino, reference_rows.version()))
    except OSError as error:
        raise of_file(error, f"the live store {path.name}") from error
    except sqlite3.DatabaseError as error:
        raise explain(error) from error
    return path


def _copy_for_reading(path: Path) -> Path:
    """A replica as it is: the next copy replaces the file, so that nothing may ever lie beside it (a log would be taken
    for the new file's). Raises `StoreProblem`, `OutOfDate`."""
    if not path.exists():
        raise StoreProblem("The copy for reading is not there yet.", "Run scripts/replica.py where the live store is.")
    _is_ours(path)
    with reading(path) as db:
        applied = {m.name for m in migrations.applied(db)}
    if applied != known():
        raise OutOfDate(
            "The copy for reading was made by another version of the program.",
            "Update both programs; the next copy then fits.",
        )
    _ready.add((str(path), path.stat().st_ino, reference_rows.version()))
    return path


def _is_ours(path: Path) -> None:
    """Nothing is ever written into an emptied file or into another program's database. Raises `StoreProblem`."""
    with reading(path) as db:
        if db["_sqlite_migrations"].exists():
            return
    what = "holds nothing" if path.stat().st_size == 0 else "is another program's database"
    raise StoreProblem(
        f"The file {path.name} {what}; it was left as it is.",
        f"See that TRACKER_STORE names the store. {RESTORE}",
    )


def _make(path: Path) -> None:
    if not SHIPPED_STORE.exists():
        raise StoreProblem("data/payers.sqlite is missing.", "Run scripts/build_store.py or get it back from git.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as file:
        fresh = Path(file.name)
    try:
        with SHIPPED_STORE.open("rb") as shipped, fresh.open("wb") as out:
            shutil.copyfileobj(shipped, out)
            out.flush()
            os.fsync(out.fileno())
        fresh.chmod(0o600)
        move_in(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def make_demonstration(path: Path, notice: str) -> None:
    """Turn a fresh copy of the shipped store into an empty demonstration: it says so, and holds no real decision."""
    with writing(path, "demo", "make a demonstration", at="2024-01-01T00:00:00Z") as change:
        db = change.db
        for table in ("decision_sources", "policy_checks", "coverage_decisions", "sources", "claims_signals"):
            db.execute(f"delete from {table}")
        db.conn.executemany("insert into meta values (?, ?)", [("store_kind", "demo"), ("notice", notice)])
        # Its past begins with the codes, not on the day when the reference was built.
        db.execute("update revisions set at = '2024-01-01T00:00:00Z'")


def notice(db: Database) -> str:
    """What a demonstration says about itself, '' for any other store."""
    row = db.execute("select value from meta where key = 'notice'").fetchone()
    return str(row[0]) if row else ""


def is_demonstration(path: Path) -> bool:
    """Whether the file is a demonstration store. Raises `StoreProblem` for a file that is no store."""
    with reading(path) as db:
        return db.execute("select 1 from meta where key = 'store_kind' and value = 'demo'").fetchone() is not None


def settle_file(path: Path) -> None:
    """Leave one file without a write-ahead log beside it, its planner statistics up to date."""
    let_go(path)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = delete")
        connection.execute("analyze")
    finally:
        connection.close()
