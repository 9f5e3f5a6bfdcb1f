"""Say who may come in: list people, invite them, give a role, take access away. For whoever runs the machine.

    python scripts/people.py                        list everybody, and invitations that wait
    python scripts/people.py first EMAIL            the first administrator: refused when there is one already
    python scripts/people.py invite EMAIL ROLE      keep a role until they sign in for the first time
    python scripts/people.py uninvite EMAIL         take that back
    python scripts/people.py role EMAIL ROLE        change the role of somebody who has signed in (none: no role)
    python scripts/people.py deactivate EMAIL       no access from their next click on
    python scripts/people.py activate EMAIL         access again

Roles: member, specialist, advocate, administrator. EMAIL may be a person's key where two have the same address.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import _environment

_environment.enter()

from tracker.errors import Rejected, TrackerError, Unresolved
from tracker.people import LOCAL
from tracker.services import people
from tracker.vocabulary import Role

VERBS = ("list", "first", "invite", "uninvite", "role", "deactivate", "activate")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="people.py [VERB [EMAIL [ROLE]]]",
    )
    parser.add_argument("verb", nargs="?", default="list", choices=VERBS)
    parser.add_argument("email", nargs="?", default="")
    parser.add_argument("role", nargs="?", choices=[*map(str, Role), "none"])
    asked = parser.parse_args()
    if asked.verb != "list" and not asked.email:
        parser.error(f"{asked.verb} needs an e-mail address")
    if asked.verb in ("invite", "role") and asked.role is None:
        parser.error(f"{asked.verb} needs a role")
    try:
        _do(asked.verb, asked.email, None if asked.role in (None, "none") else Role(asked.role))
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _do(verb: str, email: str, role: Role | None) -> None:
    if verb == "list":
        print("\n".join(_lines()))
        return
    if verb == "first":
        _first(email)
    elif verb == "invite":
        if role is None:
            raise Rejected("An invitation needs a role.", "Name one of: " + ", ".join(map(str, Role)) + ".")
        people.invite(email, role, LOCAL)
    elif verb == "uninvite":
        people.uninvite(email, LOCAL)
    else:
        one = _one(email)
        kept = Role(one["role"]) if one["role"] else None
        active = {"deactivate": False, "activate": True}.get(verb, bool(one["active"]))
        people.change_role(one["person_key"], role if verb == "role" else kept, active, LOCAL)
    print("done, and written in the audit")


def _first(email: str) -> None:
    if any(p["active"] and p["role"] == Role.ADMINISTRATOR for p in people.listed(LOCAL)):
        raise Rejected("There is an administrator already.", "Ask them, or use invite or role.")
    if people.by_email(email, LOCAL):
        people.change_role(_one(email)["person_key"], Role.ADMINISTRATOR, True, LOCAL)
    else:
        people.invite(email, Role.ADMINISTRATOR, LOCAL)


def _one(email: str) -> dict[str, Any]:
    found = [
        p for p in people.listed(LOCAL) if email in (p["person_key"],) or email.casefold() == p["email"].casefold()
    ]
    if not found:
        raise Rejected("Nobody with this address has signed in.", "Use invite to keep a role for them.")
    if len(found) > 1:
        keys = ", ".join(p["person_key"] for p in found)
        raise Unresolved(f"{len(found)} people have this address.", f"Name one by key: {keys}.")
    return found[0]


def _state(person: dict[str, Any]) -> str:
    return "" if person["active"] else "DEACTIVATED "


def _lines() -> list[str]:
    lines = [
        f"{p['role'] or 'no role':14} {_state(p)}{p['name']} <{p['email']}>  {p['person_key']}"
        for p in people.listed(LOCAL)
    ]
    waiting = [f"{i['role']:14} invited {i['invited_at'][:10]}: {i['email']}" for i in people.invited(LOCAL)]
    return [*lines, *waiting] or ["Nobody yet: python scripts/people.py first EMAIL"]


if __name__ == "__main__":
    sys.exit(main())
