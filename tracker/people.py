"""Who may do what: one table, pure. Services ask it for every verb; hiding a page is courtesy, not protection."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import NotAllowed
from tracker.vocabulary import Role

EVERYONE = frozenset(Role)
STAFF = frozenset({Role.SPECIALIST, Role.ADVOCATE, Role.ADMINISTRATOR})
DESK = frozenset({Role.SPECIALIST, Role.ADMINISTRATOR})
ADMIN = frozenset({Role.ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[Role]] = {
    "see_published": EVERYONE,  # coverage, measures after disclosure control
    "submit": EVERYONE,  # send reports and files, withdraw one's own
    "report": EVERYONE,  # report one denial by hand, correct it, tell what came of it
    "see_own_reports": EVERYONE,
    "see_unsuppressed": DESK,  # small cells, batches, unresolved names
    "review": DESK,  # accept, return, mark duplicate, resolve names
    "decide": DESK,  # record and check coverage decisions, scan documents
    "engage": STAFF,  # log meetings, letters, replies
    "export": STAFF,  # charts, tables, packs
    "administer": ADMIN,  # people, settings, campaigns, backups, audit
}


@dataclass(frozen=True)
class Person:
    """Somebody at the keyboard. `key` is the stable id (issuer and subject, or `local`); `name` is for the screen."""

    key: str
    name: str
    role: Role | None
    active: bool = True


LOCAL = Person(key="local", name="Local administrator", role=Role.ADMINISTRATOR)


def may(person: Person | None, action: str) -> bool:
    """True when this person may do this. An action that is not in the table is a bug and raises `KeyError`."""
    allowed = PERMISSIONS[action]
    return person is not None and person.active and person.role in allowed


def require(person: Person | None, action: str) -> Person:
    """The person, or `NotAllowed`. First line of every service verb."""
    if person is None or not may(person, action):
        raise NotAllowed("You may not do this.", "Ask an administrator for the role that can.")
    return person
