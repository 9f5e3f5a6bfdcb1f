"""Which decision a letter may cite, and what it says to mind, on a store where payers say different things."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import NotAllowed, Rejected
from tracker.exports.letters import BLANKS, as_text
from tracker.people import Person
from tracker.services import letters
from tracker.settings import settings
from tracker.store import decisions, live, sources
from tracker.store.connection import writing
from tracker.store.decisions import NewDecision
from tracker.store.sources import Citation
from tracker.vocabulary import Role

MEMBER = Person("m", "M", Role.MEMBER)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "today", lambda: TODAY)


def say(status: str, business: str = "commercial", state: str = "", looked: str = "2026-10-01", **more: str) -> None:
    """A decision of a made-up kind for Humana, 97551."""
    with writing(live.ensure(settings().store), "desk", "decide") as change:
        source = f"src-{status}-{business}-{state}"
        sources.add(change, source, "The payer", f"Bulletin {status}", url="https://example.org/b")
        row = NewDecision("humana", business, "97551", status, more.pop("confidence", "primary"), state=state, **more)
        decisions.add(change, row, [Citation(source, "as read", "page 3")], checked_on=looked)


def body(**more: object) -> tuple[str, str]:
    draft = letters.write("reconsideration", "humana", "97551", MEMBER, **more)
    return as_text(draft.letter), " ".join(draft.minds)


def test_a_member_gets_a_letter_with_the_cited_decision_and_medicares_position() -> None:
    say("covered", effective_from="2025-07-01", conditions="")
    text, minds = body(reason="CO-96")
    assert (
        "Your own policy says: 97551 is covered (Commercial, everywhere it operates), from 2025-07-01 (The payer, "
        "Bulletin covered, page 3, looked at on 2026-10-01, https://example.org/b)." in text
    )
    assert "Please process the claim again under this policy." in text
    assert "The reason given was: payer does not cover the charge, CARC 96." in text
    assert "Medicare's position is: 97551 is covered, with conditions, from 2026-01-01" in text
    assert "$" not in text and "rate" not in text.split("Medicare's position")[1].split("\n")[0]
    assert all(blank in text for blank in BLANKS)
    assert "before that day" in minds


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], "nobody has looked"),
        ([("silent", "commercial", "")], "nothing in writing"),
        ([("not_covered", "commercial", "")], "97551 is not covered"),
        ([("bundled", "commercial", "")], "part of another service"),
        ([("covered", "commercial", ""), ("not_covered", "medicare_advantage", "")], "differs by line of business"),
        ([("covered", "commercial", ""), ("not_covered", "commercial", "")], "disagree"),
    ],
)
def test_nothing_weaker_is_cited_and_the_sender_is_told_why(said: list[tuple[str, str, str]], why: str) -> None:
    for one in said:
        say(*one)
    text, minds = body()
    assert "Your own policy says" not in text
    assert why in minds


def test_the_plan_decides_where_a_payer_says_different_things() -> None:
    say("covered")
    say("not_covered", "medicare_advantage")
    assert letters.places("humana", "97551", MEMBER) == [("commercial", ""), ("medicare_advantage", "")]
    assert "97551 is covered" in body(place=("commercial", ""))[0]
    assert "Your own policy says" not in body(place=("medicare_advantage", ""))[0]


def test_an_old_look_and_a_second_hand_source_are_told() -> None:
    say("covered", looked="2025-01-01", confidence="secondary")
    minds = body()[1]
    assert "2025-01-01: open it again" in minds
    assert "not the payer's own document" in minds


def test_a_future_or_ended_decision_is_not_cited() -> None:
    say("covered", effective_from="2027-01-01")
    say("covered", business="chip", effective_to="2026-01-01")
    assert "Your own policy says" not in body()[0]


@pytest.mark.parametrize(("written", "code"), [("CO-96", "96"), ("carc 97", "97"), ("B7", "B7"), ("PR-204", "204")])
def test_a_reason_is_read_as_people_write_it(written: str, code: str) -> None:
    found = letters.read_reason(written)
    assert found and found.code == code


def test_a_billing_reason_is_told_and_an_unknown_one_refused() -> None:
    assert "correct the claim" in body(reason="CO-29")[1]
    with pytest.raises(Rejected, match="not on file"):
        body(reason="ZZ-9999")


def test_both_files_have_a_name_with_payer_code_and_revision() -> None:
    draft = letters.write("policy", "humana", "97551", MEMBER)
    for kind, begins in (("docx", b"PK"), ("txt", b"[your name")):
        name, content = draft.file(kind)
        assert name == f"letter-policy_humana_97551_r{draft.revision}.{kind}"
        assert content.startswith(begins)


def test_nobody_without_a_role_and_no_unknown_payer() -> None:
    with pytest.raises(NotAllowed):
        letters.write("policy", "humana", "97551", Person("x", "X", None))
    with pytest.raises(Rejected):
        letters.write("policy", "no-such-payer", "97551", MEMBER)


def test_a_demonstration_says_so_in_the_letter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(live, "notice", lambda db: "Demonstration.")
    assert as_text(letters.write("policy", "humana", "97551", MEMBER).letter).startswith("Synthetic demonstration")
