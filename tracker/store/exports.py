"""What left the building: a row an export, so that a later one can be checked against it. Hidden values are not in it."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change


def add(change: Change, measure: str, filters: str, cells: str) -> None:
    """Log an export: which measure, which filters (JSON), which cells with their values (JSON, None where hidden)."""
    change.db.execute(
        "insert into export_log (at, who, revision, measure, filters, cells) values (?,?,?,?,?,?)",
        [change.at, change.who, change.revision, measure, filters, cells],
    )
    change.audit("export", measure, filters)


def listed(db: Database, measure: str | None = None, limit: int = 500) -> list[dict[str, Any]]:
    """Earlier exports, newest first."""
    where = "where measure = :measure" if measure else ""
    return list(
        db.query(
            f"select * from export_log {where} order by export_id desc limit :limit",
            {"measure": measure, "limit": limit},
        )
    )


def of_payer(db: Database, payer_id: str) -> list[dict[str, Any]]:
    """Packs of one payer that left, newest first: `at`, `revision`."""
    return list(
        db.query(
            "select at, revision from export_log where measure = 'pack' and json_extract(filters, '$.payer') = ? "
            "order by export_id desc limit 20",
            [payer_id],
        )
    )
