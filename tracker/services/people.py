"""Who may come in: people keyed on issuer and subject, their roles, whether they are active. Administrators keep it."""

from __future__ import annotations

from typing import Any

from tracker.errors import Rejected
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import live, people
from tracker.store.connection import reading, writing
from tracker.vocabulary import Role


def key_of(issuer: str, subject: str) -> str:
    """The stable key of a signed-in person."""
    return f"{issuer}|{subject}"


def find(person_key: str) -> Person | None:
    """The person as our own table knows them, None when they never came."""
    with reading(live.ensure(settings().store)) as db:
        row = people.find(db, person_key)
    if row is None:
        return None
    role = Role(row["role"]) if row["role"] else None
    return Person(row["person_key"], row["name"], role, bool(row["active"]))


def arrive(issuer: str, subject: str, name: str, email: str, *, self_registration: bool) -> Person:
    """The signed-in person. On the first time they are added: as member if self-registration is on, else roleless."""
    key = key_of(issuer, subject)
    known = find(key)
    if known is not None:
        return known
    role = Role.MEMBER if self_registration else None
    with writing(live.ensure(settings().store), key, "first sign-in") as change:
        people.add(change, key, name, email, role)
    return find(key) or Person(key, name, role)


def listed(person: Person | None) -> list[dict[str, Any]]:
    """Everybody, for administrators."""
    require(person, "administer")
    with reading(live.ensure(settings().store)) as db:
        return people.listed(db)


def change_role(person_key: str, role: Role | None, active: bool, person: Person | None) -> None:
    """Give somebody a role or take access away; from their next page on. Nobody can lock themselves out."""
    admin = require(person, "administer")
    if person_key == admin.key and (role is not Role.ADMINISTRATOR or not active):
        raise Rejected("You cannot take your own administration away.", "Ask another administrator.")
    with writing(live.ensure(settings().store), admin.key, "change role") as change:
        people.change_role(change, person_key, role, active)


def audit(person: Person | None, limit: int = 1000) -> list[dict[str, Any]]:
    """The audit, newest first, for administrators."""
    require(person, "administer")
    with reading(live.ensure(settings().store)) as db:
        return people.audit(db, limit)
