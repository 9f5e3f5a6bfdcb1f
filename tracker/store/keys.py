"""Lines found by their keys: a line's own, and that of its claim.

Keys are keyed fingerprints and lie anywhere in an index: twenty thousand new ones in an index of ten million lines touch
nearly as many pages. So they go to a small table first and are filed with the others in order, once they are many. The
one thing to know: only the beginning of a key is kept here (`PART`), enough to find a row; whether it is the line's is
said by the whole key in `claim_lines`, which `alike` compares.
"""

from __future__ import annotations

from sqlite_utils import Database

PART = "substr({}, 1, 8)"
TABLES = ("filed_keys", "fresh_keys")
FEWEST = 200_000  # fresh keys, two a line: some 4 MB
SHARE = 10  # a tenth of the number of lines: filing touches every page, which must pay for many imports


def add(db: Database, first_id: int) -> None:
    """The lines from this number on are found by their keys from now on."""
    kept = " union all ".join(
        f"select {PART.format(key)}, line_id from claim_lines where line_id >= :first and {key} is not null"
        for key in ("line_key", "claim_key")
    )
    db.execute(f"insert or ignore into fresh_keys {kept} order by 1, 2", {"first": first_id})
    fresh, last = db.execute("select (select count(*) from fresh_keys), max(line_id) from claim_lines").fetchone()
    if fresh > max(FEWEST, last // SHARE):
        file(db)


def file(db: Database) -> None:
    """File the fresh keys with the others, in their order."""
    db.execute("insert into filed_keys select key, line_id from fresh_keys order by key, line_id")
    db.execute("delete from fresh_keys")


def rebuild(db: Database) -> None:
    """Find every line anew: for bulk loads."""
    for table in TABLES:
        db.execute(f"delete from {table}")
    add(db, 0)
    file(db)


def alike(asked: str, key: str = "line_key", columns: str = "t.line_key", where: str = "true") -> str:
    """SQL of the rows that have the same key as a row of `asked` (t): `columns` of t, then the `line_id` of each.
    where: a condition on t and the line l."""
    return " union all ".join(
        f"select {columns}, l.line_id from {asked} t cross join {table} k on k.key = {PART.format(f't.{key}')} "
        f"cross join claim_lines l on l.line_id = k.line_id and l.{key} = t.{key} where {where}"
        for table in TABLES
    )


def shared(line: str) -> str:
    """SQL of whether another row may have the key of the line with this alias: no row that has is missed."""
    part = PART.format(f"{line}.line_key")
    each = (f"exists (select 1 from {t} where key = {part} and line_id <> {line}.line_id)" for t in TABLES)
    return f"({' or '.join(each)})"
