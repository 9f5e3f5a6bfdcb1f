"""The register of kept documents: one row a content, by its SHA-256. The files lie beside the store, not in it.

The one thing to know: rows are never changed or removed; the same document a second time is the same row.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change


def add(change: Change, sha256: str, media_type: str, size: int, pages: int | None) -> None:
    """Register a document; nothing happens when it is known."""
    done = change.db.execute(
        "insert or ignore into evidence values (?,?,?,?,?,?,?)",
        [sha256, media_type, size, pages, change.who, change.at, change.revision],
    ).rowcount
    if done:
        change.audit("keep document", sha256[:16], f"{media_type}, {size} bytes")


def find(db: Database, sha256: str) -> dict[str, Any] | None:
    """The document's row, None when it was never kept."""
    return next(db.query("select * from evidence where sha256 = ?", [sha256]), None)


def of_source(db: Database, source_id: str) -> list[dict[str, Any]]:
    """Documents kept for a source, newest first."""
    return list(
        db.query(
            """select distinct e.* from evidence e join decision_sources x using (sha256) where x.source_id = ?
            order by e.added_at desc""",
            [source_id],
        )
    )
