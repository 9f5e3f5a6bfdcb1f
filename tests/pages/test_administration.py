"""The administrator's pages: a role given, an invitation, a backup; the audit filtered and proved."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tracker.people import LOCAL
from tracker.services import backups, people
from tracker.services.people import Arrival
from tracker.store import audit
from tracker.vocabulary import Role


def run(name: str) -> AppTest:
    code = f"from tracker.ui import access, frame\nfrom tracker.pages import {name}\nframe.begin(access.who())\n{name}.page()\n"
    at = AppTest.from_string(code, default_timeout=30).run()
    assert not at.exception, at.exception
    return at


def press(at: AppTest, label: str) -> None:
    next(button for button in at.button if button.label == label).click()
    at.run()


def come(subject: str = "mia") -> str:
    arrival = Arrival("https://login.example.org", subject, subject.title(), f"{subject}@example.org", 1)
    return people.arrive(arrival, self_registration=False).key


def test_a_role_is_given_and_access_taken_on_the_page() -> None:
    key = come()
    at = run("administration")
    assert "1 waits for a role" in at.markdown[0].value
    at.selectbox(key="whom").set_value(key).run()
    at.radio(key=f"role-{key}").set_value(Role.ADVOCATE)
    press(at, "Change access")
    found = people.find(key)
    assert found and found.role is Role.ADVOCATE
    at.toggle(key=f"active-{key}").set_value(False)
    press(at, "Change access")
    found = people.find(key)
    assert found and not found.active


def test_an_invitation_is_made_and_taken_back_on_the_page() -> None:
    at = run("administration")
    at.text_input(key="invite-email").set_value("sam@example.org")
    at.selectbox(key="invite-role").set_value(Role.SPECIALIST)
    press(at, "Invite")
    assert [(i["email"], i["role"]) for i in people.invited(LOCAL)] == [("sam@example.org", "specialist")]
    at.button(key="back-sam@example.org").click().run()
    assert people.invited(LOCAL) == []


def test_a_backup_is_missed_and_taken_on_the_page() -> None:
    at = run("administration")
    assert any("There is no backup yet" in w.value for w in at.warning)
    press(at, "Take a backup now")
    assert len(backups.listed()) == 1
    assert any("The newest of 1 backups is 0 hours old" in s.value for s in at.success)


def test_the_settings_stand_with_their_meaning() -> None:
    at = run("administration")
    shown = next(f.value for f in at.dataframe if "Variable" in f.value.columns)
    assert len(shown) == 10 and (shown["Meaning"] != "").all()


def test_the_audit_is_filtered_and_says_whether_it_is_whole(own_store: Path) -> None:
    come()
    come("sam")
    people.invite("avi@example.org", Role.ADVOCATE, LOCAL)
    at = run("audit")
    assert "The audit is whole: 3 rows" in at.markdown[0].value
    at.selectbox(key="what").set_value("invite").run()
    assert list(at.dataframe[0].value["Who"]) == [LOCAL.name]
    outside = sqlite3.connect(own_store)
    with outside:
        outside.execute(f"drop trigger {audit.GUARDS[1]}")
        outside.execute("delete from audit where audit_id = 2")
    outside.close()
    at = run("audit")
    assert "The audit was tampered with: row 3" in at.markdown[0].value
    assert at.error
