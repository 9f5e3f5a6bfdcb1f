"""People keyed on issuer and subject of their sign-in, with role and whether they are active; and who is invited.

The one thing to know: times of sign-ins are in the provider's clock, so they are compared with each other only.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change


def find(db: Database, person_key: str) -> dict[str, Any] | None:
    return next(iter(db.query("select * from people where person_key = ?", [person_key])), None)


def add(change: Change, person_key: str, name: str, email: str, role: str | None, signed_in_at: int = 0) -> None:
    """Somebody who signs in for the first time."""
    change.db.execute(
        "insert into people (person_key, name, email, role, added_at, last_seen, signed_in_at) values (?,?,?,?,?,?,?)",
        [person_key, name, email, role, change.at, change.at, signed_in_at],
    )
    change.audit("first sign-in", person_key, role or "no role")


def signed_in(change: Change, person_key: str, name: str, email: str, signed_in_at: int) -> None:
    """A newer sign-in of somebody known, with the name and address the provider gives now."""
    change.db.execute(
        "update people set name = ?, email = ?, last_seen = ?, signed_in_at = ? where person_key = ?",
        [name, email, change.at, signed_in_at, person_key],
    )
    change.audit("sign in", person_key)


def signed_out(change: Change, person_key: str, signed_in_at: int) -> None:
    """This sign-in, and every one before it, opens nothing any more."""
    change.db.execute(
        "update people set signed_out_at = max(signed_out_at, ?) where person_key = ?", [signed_in_at, person_key]
    )
    change.audit("sign out", person_key)


def change_role(change: Change, person_key: str, role: str | None, active: bool) -> None:
    change.db.execute("update people set role = ?, active = ? where person_key = ?", [role, int(active), person_key])
    change.audit("change role", person_key, f"{role or 'no role'}, {'active' if active else 'inactive'}")


def listed(db: Database) -> list[dict[str, Any]]:
    return list(db.query("select * from people order by active desc, name collate nocase"))


def by_email(db: Database, email: str) -> list[dict[str, Any]]:
    """People with this address; two providers may know the same one."""
    return list(db.query("select * from people where email = ? collate nocase", [email]))


def invite(change: Change, email: str, role: str) -> None:
    """The role that waits for an address; a later invitation replaces an earlier one."""
    change.db.execute(
        "insert into invitations (email, role, invited_by, invited_at) values (?,?,?,?) on conflict (email) do update "
        "set role = excluded.role, invited_by = excluded.invited_by, invited_at = excluded.invited_at, "
        "used_by = null, used_at = null",
        [email, role, change.who, change.at],
    )
    change.audit("invite", "", role)


def uninvite(change: Change, email: str) -> bool:
    """Take back an invitation that was not used; False when there is none."""
    done = change.db.execute("delete from invitations where email = ? and used_at is null", [email]).rowcount > 0
    if done:
        change.audit("take back invitation")
    return done


def waiting_role(change: Change, email: str) -> str | None:
    """The role that waits for this address, None when nobody invited it."""
    row = change.db.execute("select role from invitations where email = ? and used_at is null", [email]).fetchone()
    return str(row[0]) if row else None


def invitation_used(change: Change, email: str, person_key: str) -> None:
    change.db.execute(
        "update invitations set used_by = ?, used_at = ? where email = ? and used_at is null",
        [person_key, change.at, email],
    )


def invited(db: Database) -> list[dict[str, Any]]:
    """Invitations not used yet, newest first."""
    return list(
        db.query(
            "select email, role, invited_by, invited_at from invitations where used_at is null order by invited_at desc"
        )
    )
