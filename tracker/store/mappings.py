"""How a person said that a layout's columns are to be read: remembered per layout fingerprint, superseded when changed."""

from __future__ import annotations

import json

from sqlite_utils import Database

from tracker.store.connection import Change


def find(db: Database, layout: str | None) -> dict[str, str]:
    """The remembered mapping (column -> role) of a layout, empty when nobody has corrected it."""
    row = db.execute(
        "select mapping from layout_mappings where layout = ? and withdrawn_revision is null", [layout]
    ).fetchone()
    return dict(json.loads(row[0])) if row else {}


def remember(change: Change, layout: str, mapping: dict[str, str]) -> None:
    """Keep a mapping for the next file of this layout."""
    change.db.execute(
        "update layout_mappings set withdrawn_revision = ? where layout = ? and withdrawn_revision is null",
        [change.revision, layout],
    )
    change.db.execute(
        "insert into layout_mappings (layout, mapping, who, at, added_revision) values (?,?,?,?,?)",
        [layout, json.dumps(mapping, sort_keys=True), change.who, change.at, change.revision],
    )
    change.audit("remember layout", layout, f"{len(mapping)} columns")
