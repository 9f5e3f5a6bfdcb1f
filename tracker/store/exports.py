"""What left the building: a row an export, so that a later one can be checked against it. Hidden values are not in it."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change


def add(change: Change, revision: int, measure: str, filters: str, cells: str) -> None:
    """Log an export: as of which revision, which measure, which filters (JSON), which cells with their values (JSON,
    None where hidden)."""
    change.db.execute(
        "insert into export_log (at, who, revision, measure, filters, cells) values (?,?,?,?,?,?)",
        [change.at, change.who, revision, measure, filters, cells],
    )
    change.audit("export", measure, filters)


def last(db: Database) -> int:
    """The newest export's number, 0 where nothing has left yet."""
    return int(db.execute("select coalesce(max(export_id), 0) from export_log").fetchone()[0])


def cells(db: Database, measure: str) -> list[dict[str, Any]]:
    """Every number of a measure that has left: `region`, `value` (None where hidden), `revision`; of the same region
    only the newest that was shown, else the newest."""
    found: dict[str, dict[str, Any]] = {}
    for revision, text in db.execute(
        "select revision, cells from export_log where measure = ? order by export_id", [measure]
    ):
        for cell in json.loads(text):
            key = json.dumps(cell["region"], sort_keys=True)
            if cell["value"] is not None or found.get(key, cell)["value"] is None:
                found[key] = {**cell, "revision": revision}
    return list(found.values())


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
