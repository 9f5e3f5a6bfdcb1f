"""Payer names as written, and what was decided about them. A decision is remembered and used again.

`how` is `rule` (unambiguous by the registry) or `person`. The one thing to know: changing a decision moves all lines
of the name from one payer to another, in the same transaction.
"""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from tracker.store.cells import tally
from tracker.store.connection import Change

Key = tuple[str, str, str, str]  # normal spelling, state, line of business, identifier


def ensure(db: Database, written: dict[Key, str]) -> dict[Key, int]:
    """Ids of the names, added where they are new. `written` gives the spelling first seen for each key."""
    db.conn.executemany(
        "insert or ignore into payer_names (written, normal, state, line_of_business, identifier) values (?,?,?,?,?)",
        ([spelling, *key] for key, spelling in written.items()),
    )
    return {
        key: db.execute(
            "select name_id from payer_names where normal = ? and state = ? and line_of_business = ? "
            "and identifier = ?",
            list(key),
        ).fetchone()[0]
        for key in written
    }


def decided(db: Database) -> dict[Key, str]:
    """Names that a person has resolved: key -> payer_id. What the resolver asks before its rules."""
    return {
        (n, s, b, i): p
        for n, s, b, i, p in db.execute(
            "select n.normal, n.state, n.line_of_business, n.identifier, d.payer_id from payer_names n "
            "join name_decisions d on d.name_id = n.name_id and d.withdrawn_revision is null "
            "where d.how = 'person' and d.payer_id is not null"
        )
    }


def current(db: Database, name_ids: set[int]) -> set[int]:
    """Those of the names that have a current decision."""
    asked = json.dumps(sorted(name_ids))
    return {
        row[0]
        for row in db.execute(
            "select name_id from name_decisions where withdrawn_revision is null "
            "and name_id in (select value from json_each(?))",
            [asked],
        )
    }


def decide(change: Change, name_id: int, payer_id: str | None, *, how: str, why: str) -> None:
    """Record that this spelling means this payer (None: it is no payer we track). Moves the lines that carry it."""
    db = change.db
    tally(db, -1, "l.name_id = ?", [name_id])
    db.execute(
        "update name_decisions set withdrawn_revision = ? where name_id = ? and withdrawn_revision is null",
        [change.revision, name_id],
    )
    db.execute(
        "insert into name_decisions (name_id, payer_id, how, why, who, at, added_revision) values (?,?,?,?,?,?,?)",
        [name_id, payer_id, how, why, change.who, change.at, change.revision],
    )
    tally(db, 1, "l.name_id = ?", [name_id])
    change.audit("resolve name", str(name_id), payer_id or "none")


def open_names(db: Database, limit: int = 500) -> list[dict[str, Any]]:
    """Spellings nobody has resolved, those with most live lines first."""
    return list(
        db.query(
            """select n.name_id, n.written, n.normal, n.state, n.line_of_business, n.identifier, count(l.line_id) as lines
            from payer_names n
            left join name_decisions d on d.name_id = n.name_id and d.withdrawn_revision is null
            left join claim_lines l on l.name_id = n.name_id and l.withdrawn_revision is null
            where d.name_id is null group by n.name_id order by count(l.line_id) desc, n.written limit ?""",
            [limit],
        )
    )
