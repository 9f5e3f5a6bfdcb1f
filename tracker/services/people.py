"""Who may come in: people keyed on issuer and subject, their roles, whether they are active. Administrators keep it.

The one thing to know: people and the audit live in the live store also while a session looks at the demonstration, so
nobody gains or loses a role by opening it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import NotAllowed, Rejected
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import live, people
from tracker.store.connection import noting, reading
from tracker.vocabulary import Role

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Arrival:
    """What a provider says of somebody: who, and when it signed that (its own clock). The address is a verified one."""

    issuer: str
    subject: str
    name: str
    email: str
    signed_at: int


def key_of(issuer: str, subject: str) -> str:
    """The stable key of a signed-in person."""
    return f"{issuer}|{subject}"


def _home() -> Path:
    return live.ensure(settings().home)


def _person(row: dict[str, Any], signed_at: int | None) -> Person:
    if signed_at is not None and signed_at <= row["signed_out_at"]:
        raise NotAllowed("This sign-in was ended by signing out.", "Sign in again.")
    return Person(row["person_key"], row["name"], Role(row["role"]) if row["role"] else None, bool(row["active"]))


def find(person_key: str, signed_at: int | None = None) -> Person | None:
    """The person as our own table knows them, None when they never came. Raises `NotAllowed` for an ended sign-in."""
    with reading(_home()) as db:
        row = people.find(db, person_key)
    return None if row is None else _person(row, signed_at)


def arrive(seen: Arrival, *, self_registration: bool) -> Person:
    """The signed-in person, with the name and address they have now.

    On the first time they are added: with the role an administrator kept for their address, else as member where
    self-registration is on, else without a role. Raises `NotAllowed` for a sign-in that was ended.
    """
    key = key_of(seen.issuer, seen.subject)
    with reading(_home()) as db:
        row = people.find(db, key)
    if settings().read_only:  # a copy for reading knows whom the live store knows
        return _person(row, seen.signed_at) if row else Person(key, seen.name, None)
    if row is None or seen.signed_at > row["signed_in_at"]:
        row = _write_down(key, seen, self_registration)
    return _person(row, seen.signed_at)


def _write_down(key: str, seen: Arrival, self_registration: bool) -> dict[str, Any]:
    with noting(_home(), key) as change:
        # Looked up again inside the lock: another window of the same person may have come first.
        row = people.find(change.db, key)
        if row is None:
            waiting = people.waiting_role(change, seen.email)
            role = waiting or (Role.MEMBER.value if self_registration else None)
            people.add(change, key, seen.name, seen.email, role, seen.signed_at)
            if waiting:
                people.invitation_used(change, seen.email, key)
        elif seen.signed_at > row["signed_in_at"]:
            people.signed_in(change, key, seen.name, seen.email, seen.signed_at)
        return people.find(change.db, key) or {}


def leave(person_key: str, signed_at: int) -> None:
    """End a sign-in, and every older one, wherever a copy of its cookie is kept."""
    with noting(_home(), person_key) as change:
        people.signed_out(change, person_key, signed_at)


def listed(person: Person | None) -> list[dict[str, Any]]:
    """Everybody, for administrators."""
    require(person, "administer")
    with reading(_home()) as db:
        return people.listed(db)


def by_email(email: str, person: Person | None) -> list[dict[str, Any]]:
    """Whoever has this address, for administrators; two providers may know the same one."""
    require(person, "administer")
    with reading(_home()) as db:
        return people.by_email(db, email.strip())


def change_role(person_key: str, role: Role | None, active: bool, person: Person | None) -> None:
    """Give somebody a role or take access away; from their next page on. Nobody can lock themselves out."""
    admin = require(person, "administer")
    if person_key == admin.key and (role is not Role.ADMINISTRATOR or not active):
        raise Rejected("You cannot take your own administration away.", "Ask another administrator.")
    with noting(_home(), admin.key) as change:
        if people.find(change.db, person_key) is None:
            raise Rejected("Nobody is known by this key.", "Invite them by their e-mail address.")
        people.change_role(change, person_key, role, active)


def invite(email: str, role: Role, person: Person | None) -> None:
    """Keep a role for somebody who has not signed in yet: they have it from their first sign-in on."""
    admin, email = require(person, "administer"), email.strip()
    if not ADDRESS.fullmatch(email):
        raise Rejected("This is no e-mail address.", "Write it as name@example.org.")
    with noting(_home(), admin.key) as change:
        if people.by_email(change.db, email):
            raise Rejected("Somebody with this address has signed in already.", "Change their role instead.")
        people.invite(change, email, role.value)


def uninvite(email: str, person: Person | None) -> None:
    """Take an invitation back that was not used yet."""
    admin = require(person, "administer")
    with noting(_home(), admin.key) as change:
        if not people.uninvite(change, email.strip()):
            raise Rejected("There is no open invitation for this address.", "It may have been used or taken back.")


def invited(person: Person | None) -> list[dict[str, Any]]:
    """Invitations that wait, for administrators."""
    require(person, "administer")
    with reading(_home()) as db:
        return people.invited(db)
