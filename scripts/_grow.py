"""Make a large store of a smaller generated one: the same world with ten times as many practices.

`grow` copies every row that belongs to a practice, an import or a line, under new numbers and keys, then has the
program make all summaries anew. The one thing to know: a copy is no plain repeat. Its lines move back by up to three
months, or every summary would have as many rows as before and a large store would look smaller than it is. The audit of
the copies is one sound chain, and the planner's statistics are up to date.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from tracker import reference
from tracker.errors import StoreProblem
from tracker.store import cells, imports, keys, live, reach
from tracker.store.connection import audit_breaks, reading, writing

# What a column's numbers count: rows of this table. A table's own number is found by its primary key.
NUMBERS = {"line_id": "claim_lines", "corrected_line_id": "claim_lines", "form_line_id": "claim_lines",
           "import_id": "imports", "practice_id": "practices"}  # fmt: skip
KEYS = ("fingerprint", "file_key", "claim_key", "line_key")
MONTHS_BACK = 4


def grow(source: Path, target: Path, times: int) -> None:
    """Write a store of `times` times the lines of `source` to `target`."""
    fresh = target.with_suffix(".growing")
    shutil.copyfile(source, fresh)
    connection = sqlite3.connect(fresh, isolation_level=None)
    # Nobody else sees this file before it is whole; one that breaks off is made anew.
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -2000000", "foreign_keys = off"):
        connection.execute(f"pragma {pragma}")
    db = Database(connection)
    db.execute("begin")
    indexes = _without_indexes(db)
    _functions(connection)
    _moves(db)
    tables = list(_tables(db))
    steps = {table: _last(db, table, key) for table, key, _ in tables if key}
    kept = {table: _last(db, table, "rowid") if key else 0 for table, key, _ in tables}
    for n in range(1, times):
        print(f"  {n + 1} of {times}", file=sys.stderr, flush=True)
        for table, key, columns in tables:
            values = [_value(column, table, key, steps, n) for column in columns]
            own = f"where {key} <= {kept[table]}" if key else _own(columns, kept)
            db.execute(f"insert into {table} select {', '.join(values)} from {table} {own}")
        _audit(db, n, kept["imports"])
    for sql in indexes:
        db.execute(sql)
    cells.rebuild(db)
    keys.rebuild(db)
    db.execute("commit")
    connection.close()
    _finish(fresh)
    fresh.replace(target)


def _finish(path: Path) -> None:
    """The audit ends with a write of the program's own; then one file, statistics up to date, and sound."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.close()
    with writing(path, "bench", "grow a store"):
        pass
    live.settle_file(path)
    with reading(path) as db:
        if audit_breaks(db):
            raise StoreProblem("The grown store's audit does not hold.", "Mend scripts/_grow.py.")


def _without_indexes(db: Database) -> list[str]:
    """Drop the indexes of what grows; how to make them again. Sorting once is quicker than ten million places."""
    found = db.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
    for name, _ in found:
        db.execute(f"drop index {name}")
    return [sql for _, sql in found]


def _tables(db: Database) -> Iterator[tuple[str, str, list[str]]]:
    """Tables that grow: name, column of its own number ('' for none), columns."""
    kept_by_program = {*cells.SUMMARIES, *reach.TABLES, *keys.TABLES, "waiting"}
    names = [r[0] for r in db.execute("select name from sqlite_master where type = 'table' order by rowid")]
    for name in names:
        info = db.execute(f"pragma table_info({name})").fetchall()
        columns, primary = [c[1] for c in info], [c[1] for c in info if c[5]]
        if name not in kept_by_program and not NUMBERS.keys().isdisjoint(columns):
            own = primary[0] if len(primary) == 1 and name != "report_notes" else ""
            yield name, own, columns


def _last(db: Database, table: str, column: str) -> int:
    return int(db.execute(f"select coalesce(max({column}), 0) from {table}").fetchone()[0])


def _own(columns: list[str], kept: dict[str, int]) -> str:
    """Rows of the store as it was, of a table without a number of its own."""
    column = next(c for c in columns if c in NUMBERS)
    return f"where {column} <= {kept[NUMBERS[column]]}"


def _value(column: str, table: str, own: str, steps: dict[str, int], n: int) -> str:
    """SQL of a column's value in the n-th copy."""
    if column == own:
        return f"{column} + {steps[table] * n}"
    if column in NUMBERS:
        return f"{column} + {steps[NUMBERS[column]] * n}"
    if column in KEYS:
        return f"mix({column}, {n})"
    if column == "receipt":
        return "ticket()"
    if column == "submitted_by":
        return f"{column} || '-{n}'"
    if (table, column) == ("claim_lines", "month"):
        back = f"(coalesce(unicode(hex(line_key)), line_id) + {n}) % {MONTHS_BACK}"
        return (
            "iif(outcome = 'pending', month, coalesce((select earlier from temp.moves m "
            f"where m.code = claim_lines.code and m.month = claim_lines.month and back = {back}), month))"
        )
    return f'"{column}"'


def _functions(connection: sqlite3.Connection) -> None:
    given = {row[0] for row in connection.execute("select receipt from imports")}

    def ticket() -> str:
        while (new := imports.receipt()) in given:
            pass
        given.add(new)
        return new

    def mix(key: bytes | None, n: int) -> bytes | None:
        return key and hashlib.blake2b(key, digest_size=len(key), salt=bytes([n])).digest()

    connection.create_function("ticket", 0, ticket)
    connection.create_function("mix", 2, mix, deterministic=True)


def _moves(db: Database) -> None:
    """The month so many months earlier, for each code not before its first."""
    db.execute("create temp table moves (code, month, back, earlier, primary key (code, month, back)) without rowid")
    months = [row[0] for row in db.execute("select distinct month from claim_lines order by 1")]
    for code in reference.codes().values():
        valid = [m for m in months if m >= code.first_month]
        db.conn.executemany(
            "insert into moves values (?,?,?,?)",
            (
                (code.code, month, back, valid[max(at - back, 0)])
                for at, month in enumerate(valid)
                for back in range(MONTHS_BACK)
            ),
        )


def _audit(db: Database, n: int, first_copy: int) -> None:
    """Each copied import is in the audit, under its own receipt, in one sound chain."""
    rows, previous = db.execute("select rows, hash from audit_head").fetchone()
    found = db.execute(
        "select a.revision, a.at, a.who, a.action, c.receipt, a.detail from audit a "
        "join imports i on i.receipt = a.object "
        "join imports c on c.import_id = i.import_id + :n * :step where i.import_id <= :step order by a.audit_id",
        {"n": n, "step": first_copy},
    ).fetchall()
    chained = []
    for revision, *words in found:
        previous = hashlib.sha256("\x1f".join([previous, str(revision or ""), *words]).encode()).hexdigest()
        chained.append((revision, *words, previous))
    db.conn.executemany(
        "insert into audit (revision, at, who, action, object, detail, hash) values (?,?,?,?,?,?,?)", chained
    )
    db.execute("update audit_head set rows = ?, hash = ?", [rows + len(chained), previous])
