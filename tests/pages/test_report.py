"""The page Report a denial, run as the browser runs it: each answer narrows the next, nothing private goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker import reference
from tracker.people import Person
from tracker.services import report, review
from tracker.ui import access, draft
from tracker.vocabulary import Role

MEMBER = Person("member-1", "A member", Role.MEMBER)
SCRIPT = (
    "from tracker.ui import access, frame\nfrom tracker.pages import report\nframe.begin(access.who())\nreport.page()\n"
)


@pytest.fixture(autouse=True)
def as_member(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "who", lambda: MEMBER)


def opened() -> AppTest:
    at = AppTest.from_string(SCRIPT, default_timeout=30).run()
    assert not at.exception
    return at


def answered(at: AppTest, **answers: object) -> AppTest:
    for name, value in answers.items():
        at.selectbox(key=f"report_{name}_0").set_value(value).run()
        assert not at.exception, at.exception
    return at


def sound(at: AppTest) -> AppTest:
    return answered(at, state="CA", payer="aetna", code="97550", month="2026-03", payer_said="not_covered")


def press(at: AppTest) -> AppTest:
    at.button(key="report_send").click().run()
    assert not at.exception, at.exception
    return at


def test_a_report_goes_from_questions_to_receipt_and_something_back() -> None:
    at = press(sound(opened()))
    assert at.title[0].value == "Thank you: your report is in"
    mine = report.mine(MEMBER)
    assert [(r["payer_id"], r["code"], r["month"], r["reasons"], r["verdict"]) for r in mine] == [
        ("aetna", "97550", "2026-03", "96", "pending")
    ]
    assert any(mine[0]["receipt"] in str(h.proto.body) for h in at.get("html"))
    assert any("anything in writing" in m.value or "in writing" in m.value for m in at.markdown)


def test_what_is_missing_is_said_and_nothing_is_stored() -> None:
    at = press(opened())
    assert "no payer" in at.error[0].value
    assert "no month" in at.error[0].value.casefold()
    assert report.mine(MEMBER) == []


def test_the_state_narrows_the_payers_and_keeps_the_one_chosen() -> None:
    at = answered(opened(), payer="aetna")
    every = len(at.selectbox(key="report_payer_0").options)
    answered(at, state="WY")
    assert len(at.selectbox(key="report_payer_0").options) < every
    assert at.selectbox(key="report_payer_0").value == "aetna"


def test_the_code_asks_for_its_base_and_says_its_limit() -> None:
    at = answered(opened(), code="97551")
    assert any("97550 on the same claim" in b.label for b in at.get("button_group"))
    at.number_input(key="report_units_0").set_value(5).run()
    assert any("billing matter" in c.value for c in at.caption)


def test_a_note_that_tells_a_name_is_shown_to_the_member_and_not_sent() -> None:
    at = sound(opened())
    at.text_area(key="report_note_0").set_value("Zebulon Quixwort, DOB 03/04/1951, was refused").run()
    assert any("<mark" in str(h.proto.body) for h in at.get("html"))
    press(at)
    assert "note" in at.error[0].value
    assert report.mine(MEMBER) == []
    at.text_area(key="report_note_0").set_value("The plan read us a policy by telephone.").run()
    press(at)
    assert report.mine(MEMBER)


def test_markup_in_a_note_is_only_letters() -> None:
    at = sound(opened())
    at.text_area(key="report_note_0").set_value("<img src=x onerror=alert(1)> DOB 03/04/1951").run()
    shown = next(
        str(h.proto.body) for h in at.get("html") if "screened" in str(h.proto.body) and "<p>" in str(h.proto.body)
    )
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_nothing_stands_in_the_link(tmp_path: Path) -> None:
    at = sound(opened())
    assert not dict(at.query_params)


def test_an_accepted_report_of_a_specialist_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    specialist = Person("s", "S", Role.SPECIALIST)
    monkeypatch.setattr(access, "who", lambda: specialist)
    press(sound(opened()))
    assert report.mine(specialist)[0]["verdict"] == "accepted"
    assert review.queue(specialist).total == 0


def test_a_payer_of_another_line_of_business_is_found_by_typing_and_asked_about() -> None:
    at = answered(opened(), state="MN", line_of_business="medicare_advantage")
    options = at.selectbox(key="report_payer_0").options
    assert any(o.startswith("HealthPartners") for o in options), "it sells that line too, whatever the registry says"
    assert not options[0].startswith("HealthPartners"), "those that are known for the line come first"
    answered(at, payer="healthpartners")
    assert any("Right all the same?" in c.value for c in at.caption)


def test_the_administrator_on_the_card_and_every_alias_are_found_by_typing() -> None:
    options = opened().selectbox(key="report_payer_0").options
    assert any(o.startswith("UMR") for o in options)
    wanted = {a for p in reference.rows("payers") if p["payer_id"] == "uhc" for a in p["aliases"].split("|")}
    shown = next(o for o in options if o.startswith("UnitedHealthcare ·"))
    assert all(alias.casefold() in shown.casefold() for alias in wanted)


def test_the_answer_picked_for_own_words_and_a_no_are_kept_for_a_reload() -> None:
    at = opened()
    at.session_state[draft.ASKED] = True  # as a browser without a draft answers
    answered(at, state="CA", payer="aetna", code="97551")
    at.text_input(key="report_own_words_0").set_value("the plan carves that out").run()
    at.button_group(key="report_like the plan carves that out_0").set_value("not_covered").run()
    at.button_group(key="report_base_billed_0").set_value(False).run()
    assert not at.exception
    held = next(c for c in at.get("bidi_component") if "report_draft" in str(c.proto))
    assert '"payer_said":"not_covered"' in str(held.proto).replace(" ", "").replace("\\", "")
