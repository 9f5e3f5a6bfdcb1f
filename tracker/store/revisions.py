"""Revisions as a calendar: which one was the newest on a day, and what came in since."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlite_utils import Database


def on_day(db: Database, day: date) -> int:
    """The newest revision at the end of a day (UTC), 0 when there was none."""
    # Later revisions are never older: the newest are asked first.
    row = db.execute(
        "select revision from revisions where at < ? order by revision desc limit 1", [f"{day.isoformat()}T23:59:59Z"]
    ).fetchone()
    return int(row[0]) if row else 0


def at(db: Database, revision: int) -> str | None:
    """When a revision was made, None when there is no such one."""
    row = db.execute("select at from revisions where revision = ?", [revision]).fetchone()
    return str(row[0]) if row else None


def arrivals(db: Database, since: int) -> dict[str, Any]:
    """`imports` and `lines` that came after a revision and still stand, and `pending` batches in all."""
    imports, lines = db.execute(
        "select count(*), coalesce(sum(lines), 0) from imports where added_revision > ? and withdrawn_revision is null",
        [since],
    ).fetchone()
    pending = db.execute("select count(*) from waiting").fetchone()[0]
    return {"imports": imports, "lines": lines, "pending": pending}
