"""The page My reports: one's own and nobody else's; correct, withdraw, tell what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.intake.form import Form
from tracker.people import LOCAL, Person
from tracker.services import report, review, submit
from tracker.ui import access
from tracker.vocabulary import Role

MEMBER = Person("member-1", "A member", Role.MEMBER)
OTHER = Person("member-2", "Another", Role.MEMBER)
SCRIPT = "from tracker.ui import access, frame\nfrom tracker.pages import my_reports\nframe.begin(access.who())\nmy_reports.page()\n"
SOUND = Form(payer_id="aetna", state="CA", code="97550", month="2025-03", outcome="denied", reasons=("CO-96",), units=1)


@pytest.fixture(autouse=True)
def as_member(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "who", lambda: MEMBER)


def opened() -> AppTest:
    at = AppTest.from_string(SCRIPT, default_timeout=30).run()
    assert not at.exception, at.exception
    return at


def words(at: AppTest) -> str:
    return " ".join(str(x.value) for x in [*at.markdown, *at.text, *at.caption])


def test_an_empty_page_says_what_will_stand_there() -> None:
    assert "Nothing sent yet" in words(opened())


def test_reports_and_files_of_others_are_not_there_even_for_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = report.send(SOUND, "t", OTHER)
    file = tmp_path / "a.csv"
    file.write_text("Payer,State,Date of Service,CPT,Status,Reason\nAetna,CA,2025-03-04,97550,Denied,CO-96\n")
    submit.accept(submit.preview(file, OTHER), OTHER)
    for who in (MEMBER, Person("s", "S", Role.SPECIALIST), LOCAL):
        monkeypatch.setattr(access, "who", lambda who=who: who)
        assert theirs.receipt not in words(opened())
        assert submit.own_files(who) == []


def test_where_a_report_stands_is_said() -> None:
    done = report.send(SOUND, "t", MEMBER)
    assert "waits for a specialist" in words(opened())
    review.give([done.receipt], "returned", LOCAL, "which plan is it")
    assert "returned: which plan is it" in words(opened())
    review.give([done.receipt], "accepted", LOCAL)
    assert ": counts." in words(opened())


def test_a_report_is_withdrawn() -> None:
    done = report.send(SOUND, "t", MEMBER)
    at = opened()
    at.button(key=f"withdraw-own-{done.receipt}").click().run()
    assert report.mine(MEMBER)[0]["withdrawn"]


def test_a_report_is_corrected_in_the_same_questions() -> None:
    done = report.send(SOUND, "t", MEMBER)
    at = opened()
    at.button(key=f"correct-own-{done.receipt}").click().run()
    assert not at.exception, at.exception
    assert at.selectbox(key="correct_payer_0").value == "aetna"
    assert at.selectbox(key="correct_month_0").value == "2025-03"
    at.selectbox(key="correct_code_0").set_value("97552").run()
    next(b for b in at.button if b.label == "Save the correction").click().run()
    assert not at.exception, at.exception
    held = report.mine(MEMBER)[0]
    assert (held["receipt"], held["code"], held["reasons"]) == (done.receipt, "97552", "CO-96")
    assert at.title[0].value == "My reports"


def test_what_came_of_it_is_asked_and_kept() -> None:
    done = report.send(SOUND, "t", MEMBER)
    at = opened()
    assert "without an ending yet" in words(at)
    place = f"end-{done.receipt}"
    at.selectbox(key=f"step-{place}").set_value("appealed").run()
    at.selectbox(key=f"filed-{place}").set_value("2025-05").run()
    at.selectbox(key=f"ended-{place}").set_value("overturned").run()
    at.selectbox(key=f"decided-{place}").set_value("2025-08").run()
    at.button(key=f"save-{place}").click().run()
    assert not at.exception, at.exception
    assert report.open_ends(MEMBER) == []
    assert [a["outcome"] for a in report.mine(MEMBER)[0]["appeals"]] == ["overturned"]
