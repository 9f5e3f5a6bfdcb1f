"""The page Review: verdicts by button, in bulk, with a reason; names settled; the note seen here only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tracker.intake.form import Form
from tracker.people import Person
from tracker.services import report, review
from tracker.ui import access
from tracker.vocabulary import Role

MEMBER = Person("member-1", "A member", Role.MEMBER)
DESK = Person("desk", "A specialist", Role.SPECIALIST)
SCRIPT = (
    "from tracker.ui import access, frame\nfrom tracker.pages import review\nframe.begin(access.who())\nreview.page()\n"
)
SOUND = Form(payer_id="aetna", state="CA", code="97550", month="2025-03", outcome="denied", reasons=("CO-96",), units=1)


@pytest.fixture(autouse=True)
def as_specialist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "who", lambda: DESK)


def opened() -> AppTest:
    at = AppTest.from_string(SCRIPT, default_timeout=30).run()
    assert not at.exception, at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def words(at: AppTest) -> str:
    return " ".join(str(x.value) for x in [*at.markdown, *at.text, *at.caption, *at.warning])


def test_an_empty_queue_says_what_will_stand_there() -> None:
    assert "Nothing waits" in words(opened())


def test_the_open_batch_is_accepted_and_the_next_one_opens() -> None:
    first = report.send(replace(SOUND, note="they read us a policy by telephone"), "1", MEMBER)
    second = report.send(replace(SOUND, state="NV"), "2", MEMBER)
    at = opened()
    assert "they read us a policy by telephone" in words(at)
    assert first.receipt in at.button(key="review_accept").label
    press(at, "review_accept")
    assert report.status(first.receipt, MEMBER).verdict == "accepted"
    assert second.receipt in at.button(key="review_accept").label
    assert "they read us" not in words(at)


def test_back_and_next_move_through_the_page() -> None:
    first, second = (report.send(replace(SOUND, state=s), s, MEMBER).receipt for s in ("CA", "NV"))
    at = press(opened(), "review_next")
    assert second in at.button(key="review_accept").label
    press(at, "review_back")
    assert first in at.button(key="review_accept").label


def test_plain_ones_are_accepted_together_and_those_to_look_at_are_left() -> None:
    for state in ("CA", "NV", "OR"):
        report.send(replace(SOUND, state=state), state, Person(f"m-{state}", "M", Role.MEMBER))
    kept = report.send(replace(SOUND, state="WA", note="a policy was read to us"), "w", MEMBER)
    press(opened(), "review_plain")
    assert [b["receipt"] for b in review.queue(DESK).batches] == [kept.receipt]


def test_a_sender_who_is_not_offered_is_found_by_a_part_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "SENDERS", 1)
    report.send(SOUND, "1", MEMBER)
    second = report.send(replace(SOUND, state="NV"), "2", Person("member-2", "Another member", Role.MEMBER))
    assert opened().selectbox(key="review_sender").options == ["member-1"]
    at = AppTest.from_string(SCRIPT, default_timeout=30)
    at.session_state["review_sender"] = "member-2"
    at.run()
    assert not at.exception
    assert second.receipt in at.button(key="review_accept").label


def test_a_batch_is_returned_with_a_reason_that_its_sender_reads() -> None:
    done = report.send(SOUND, "1", MEMBER)
    at = opened()
    press(at, "review_return")
    assert report.status(done.receipt, MEMBER).verdict == "pending", "no reason, no return"
    at.text_input(key=f"review_why_{done.receipt}").set_value("Which plan is it?").run()
    press(at, "review_return")
    held = report.mine(MEMBER)[0]
    assert (held["verdict"], held["review_reason"]) == ("returned", "Which plan is it?")


def test_a_name_is_settled_and_remembered() -> None:
    report.send(replace(SOUND, payer_id="", payer_as_written="Golden Cross of the Valley"), "1", MEMBER)
    number = review.open_names(DESK)[0]["name_id"]
    at = opened()
    at.selectbox(key=f"name_{number}").set_value("aetna").run()
    press(at, f"settle_{number}")
    assert review.open_names(DESK) == []
    assert report.mine(MEMBER)[0]["payer_id"] == "aetna"


def test_filters_narrow_what_is_shown() -> None:
    report.send(SOUND, "1", MEMBER)
    at = opened()
    at.selectbox(key="review_state").set_value("NY").run()
    assert "Nothing waits under these filters" in words(at)
