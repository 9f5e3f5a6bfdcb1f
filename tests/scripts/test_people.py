"""scripts/people.py and scripts/audit.py, run as whoever looks after the machine runs them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.people import LOCAL
from tracker.services import people
from tracker.services.people import Arrival
from tracker.settings import ROOT
from tracker.store.audit import GUARDS
from tracker.vocabulary import Role


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / script), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=dict(os.environ), check=False)


def come(subject: str, email: str, issuer: str = "https://login.example.org") -> str:
    return people.arrive(Arrival(issuer, subject, subject.title(), email, 1), self_registration=False).key


def role_of(key: str) -> Role | None:
    found = people.find(key)
    assert found
    return found.role


def test_the_first_administrator_is_invited_and_a_second_first_is_refused() -> None:
    assert "Nobody yet" in run("people.py").stdout
    assert run("people.py", "first", "ada@example.org").returncode == 0
    assert "invited" in run("people.py").stdout
    assert role_of(come("ada", "ada@example.org")) is Role.ADMINISTRATOR
    refused = run("people.py", "first", "eve@example.org")
    assert refused.returncode == 2 and "There is an administrator already" in refused.stderr


def test_somebody_who_came_already_is_made_the_first_administrator() -> None:
    key = come("ada", "ada@example.org")
    assert run("people.py", "first", "Ada@example.org").returncode == 0
    assert role_of(key) is Role.ADMINISTRATOR


def test_roles_are_given_and_access_taken_and_given_back() -> None:
    key = come("mia", "mia@example.org")
    assert run("people.py", "role", "MIA@example.org", "specialist").returncode == 0
    assert role_of(key) is Role.SPECIALIST
    assert run("people.py", "deactivate", "mia@example.org").returncode == 0
    found = people.find(key)
    assert found and not found.active and found.role is Role.SPECIALIST
    assert "DEACTIVATED Mia" in run("people.py").stdout
    assert run("people.py", "activate", key).returncode == 0
    assert run("people.py", "role", "mia@example.org", "none").returncode == 0
    assert role_of(key) is None
    assert [r["person_key"] for r in people.by_email("mia@example.org", LOCAL)] == [key]


def test_two_people_with_one_address_are_told_apart_by_key() -> None:
    one, two = come("mia", "mia@example.org"), come("mia", "mia@example.org", "https://other.example")
    refused = run("people.py", "role", "mia@example.org", "member")
    assert refused.returncode == 3 and one in refused.stderr and two in refused.stderr
    assert run("people.py", "role", two, "member").returncode == 0
    assert (role_of(one), role_of(two)) == (None, Role.MEMBER)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("role", "nobody@example.org", "member"), 2, "Use invite"),
        (("invite", "nobody", "member"), 2, "no e-mail address"),
        (("invite", "sam@example.org", "none"), 2, "needs a role"),
        (("uninvite", "sam@example.org"), 2, "no open invitation"),
        (("role", "sam@example.org"), 2, "needs a role"),
        (("deactivate",), 2, "needs an e-mail address"),
        (("role", "sam@example.org", "owner"), 2, "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_explained(words: tuple[str, ...], code: int, said: str) -> None:
    done = run("people.py", *words)
    assert done.returncode == code and said in done.stderr


def test_an_audit_that_was_tampered_with_ends_with_one(own_store: Path, tmp_path: Path) -> None:
    come("mia", "mia@example.org")
    sound = run("audit.py", "--csv", str(tmp_path / "audit.csv"))
    assert sound.returncode == 0 and "The audit is whole: " in sound.stdout
    anchor = (tmp_path / "audit.csv").read_text().splitlines()[-1].split(",")[1]
    assert run("audit.py", "--anchor", anchor).returncode == 0
    outside = sqlite3.connect(own_store)
    with outside:
        for guard in GUARDS:
            outside.execute(f"drop trigger {guard}")
        outside.execute("update audit set who = 'somebody else' where action = 'first sign-in'")
    outside.close()
    broken = run("audit.py")
    assert broken.returncode == 1 and "tampered with: row " in broken.stdout
