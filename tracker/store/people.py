"""People keyed on issuer and subject of their sign-in, with role and whether they are active."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change


def find(db: Database, person_key: str) -> dict[str, Any] | None:
    return next(iter(db.query("select * from people where person_key = ?", [person_key])), None)


def add(change: Change, person_key: str, name: str, email: str, role: str | None) -> None:
    """Somebody who signs in for the first time; nothing happens when they are known."""
    change.db.execute(
        "insert or ignore into people (person_key, name, email, role, added_at) values (?,?,?,?,?)",
        [person_key, name, email, role, change.at],
    )


def change_role(change: Change, person_key: str, role: str | None, active: bool) -> None:
    change.db.execute("update people set role = ?, active = ? where person_key = ?", [role, int(active), person_key])
    change.audit("change role", person_key, f"{role or 'no role'}, {'active' if active else 'inactive'}")


def listed(db: Database) -> list[dict[str, Any]]:
    return list(db.query("select * from people order by active desc, name"))


def audit(db: Database, limit: int = 1000) -> list[dict[str, Any]]:
    """The audit, newest first."""
    return list(
        db.query("select at, who, action, object, detail, revision from audit order by audit_id desc limit ?", [limit])
    )
