"""What a payer replied: each kind with what it rests on, beside the finding it is about, and days where none came."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.people import Person
from tracker.services import engage
from tracker.services.answers import events
from tracker.vocabulary import Role

ADVOCATE, MEMBER = Person("a", "A", Role.ADVOCATE), Person("m", "M", Role.MEMBER)
ASKED, ON = date(2026, 2, 11), date(2026, 11, 25)
ENTRY: dict[str, Any] = {
    "payer_id": "humana", "happened_on": "2026-02-11", "kind": "letter", "ask": "Name the edit", "topic": "trend",
    "snapshot": "r812", "due_on": "2026-03-11", "owner": "A",
}  # fmt: skip


def log(**more: Any) -> int:
    return engage.log({**ENTRY, **more}, ADVOCATE)


def now() -> list[dict[str, Any]]:
    return engage.listed(ADVOCATE, "humana")


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("agrees_and_corrected", {"corrected_on": date(2026, 5, 1)}, "agrees, and corrected it on 2026-05-01"),
        ("error_reprocessing", {"answer": "claims of May"}, "an error; claims are being reprocessed. claims of May"),
        ("policy_differs", {"document": "Bulletin 7, page 2"}, "its policy differs: Bulletin 7, page 2"),
        ("disputes", {"answer": "no plan of care"}, "disputes the finding, because no plan of care"),
    ],
)
def test_a_reply_stands_beside_its_finding(what: str, given: dict[str, Any], said: str) -> None:
    log()
    engage.reply(now()[0]["engagement_id"], what, date(2026, 5, 20), ADVOCATE, **given)
    assert len(now()) == 1
    assert engage.beside(now(), "trend", ON) == (
        f"Raised on 2026-02-11 (shown: snapshot r812). The payer on 2026-05-20: {said}"
    )
    assert engage.beside(now(), "reasons", ON) == ""
    assert engage.due(ADVOCATE, "2026-12-31") == []


def test_no_reply_is_counted_in_days_and_due() -> None:
    log()
    assert engage.answer_words(now()[0], date(2026, 3, 24)) == "no reply after 41 days"
    assert [e["payer"] for e in engage.due(ADVOCATE, "2026-03-11")] == ["Humana"]
    assert engage.due(ADVOCATE, "2026-03-10") == []


@pytest.mark.parametrize(
    ("what", "advice"),
    [
        ("agrees_and_corrected", "needs its day"),
        ("policy_differs", "needs its document"),
        ("disputes", "needs its reason"),
        ("shrugs", "not known"),
    ],
)
def test_a_reply_without_what_it_rests_on_is_refused(what: str, advice: str) -> None:
    log()
    with pytest.raises(Rejected, match=advice):
        engage.reply(now()[0]["engagement_id"], what, ON, ADVOCATE)


@pytest.mark.parametrize(
    "wrong", [{"ask": " "}, {"kind": "fax"}, {"topic": "weather"}, {"happened_on": "yesterday"}, {"due_on": "soon"}]
)
def test_a_contact_that_is_not_whole_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Rejected):
        log(**wrong)


def test_a_reply_to_something_replaced_or_before_the_question_is_refused() -> None:
    log()
    first = now()[0]["engagement_id"]
    with pytest.raises(Rejected, match="older"):
        engage.reply(first, "error_reprocessing", date(2026, 1, 1), ADVOCATE)
    engage.reply(first, "error_reprocessing", ON, ADVOCATE)
    with pytest.raises(OutOfDate):
        engage.reply(first, "error_reprocessing", ON, ADVOCATE)


def test_members_see_no_talks_with_payers() -> None:
    log()
    with pytest.raises(NotAllowed):
        engage.listed(MEMBER)
    assert [e.words for e in events.of_payer("humana", MEMBER) if e.words == "letter"] == []
    assert [e.month for e in events.of_payer("humana", ADVOCATE) if e.words == "letter"] == ["2026-02-11"]


def test_a_correction_is_an_event_of_the_trend() -> None:
    log()
    engage.reply(
        now()[0]["engagement_id"], "agrees_and_corrected", date(2026, 5, 20), ADVOCATE, corrected_on=date(2026, 5, 1)
    )
    assert ("2026-05-01", "corrected") in [(e.month, e.words) for e in events.of_payer("humana", ADVOCATE)]
