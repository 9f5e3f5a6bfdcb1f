"""What the store knows about the key behind its fingerprints: a short mark of it, never the key.

The one thing to know: the mark is 32 bits of a keyed hash of a fixed word. It tells a wrong key from the right one and helps
nobody to find it.
"""

from __future__ import annotations

from sqlite_utils import Database

NAME = "secret_mark"


def of_secret(db: Database) -> str:
    """The mark of the key that made the fingerprints, '' where none was noted yet."""
    row = db.execute("select value from meta where key = ?", [NAME]).fetchone()
    return str(row[0]) if row else ""


def holds_fingerprints(db: Database) -> bool:
    """Whether a key is missed when it is gone: somebody sent something."""
    return bool(db.execute("select exists (select 1 from imports where file_key is not null)").fetchone()[0])


def remember_secret(db: Database, mark: str) -> None:
    """The first key stays the store's key."""
    db.execute("insert into meta values (?, ?) on conflict do nothing", [NAME, mark])


def replace_secret(db: Database, mark: str) -> None:
    """From now on another key is the store's."""
    db.execute("insert or replace into meta values (?, ?)", [NAME, mark])
