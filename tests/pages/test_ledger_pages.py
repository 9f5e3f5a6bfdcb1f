"""The pages that keep the ledger: record, check by a colleague, the desk, campaigns, corrections, the whole ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_every_page import run
from tests.services.test_decide import COLLEAGUE, held, row_of
from tests.services.test_evidence import POLICY
from tracker.people import LOCAL, Person
from tracker.services import correct, decide, desk, engage
from tracker.services.answers import coverage
from tracker.settings import today
from tracker.store.corrections import NewCorrection
from tracker.store.questions import Filters
from tracker.ui import access
from tracker.vocabulary import Role


def said(at: AppTest) -> str:
    parts = [*at.markdown, *at.text, *at.caption, *at.success, *at.warning, *at.error]
    return "\n".join(str(p.value) for p in parts)


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label.startswith(label)).click()
    at.run()
    assert not at.exception, at.exception
    return at


def test_a_decision_is_recorded_on_the_page_and_waits_for_a_colleague() -> None:
    at = run("record", payer="humana")
    by_label = {w.label: w for w in [*at.text_input, *at.multiselect, *at.selectbox]}
    by_label["Line of business"].select("commercial")
    by_label["Codes"].select("97550-97552")
    by_label["Title of the source"].input("A policy")
    by_label["From"].input("2025-07-01")
    next(g for g in at.get("button_group") if g.label == "What did you find?").set_value("covered")
    press(at, "Save")
    assert "3 decisions recorded, to be checked by a colleague" in said(at)
    assert str(coverage.said(("humana", "commercial", "", "97551"), today()).knowledge) == "covered"


def test_an_entry_with_a_mistake_says_all_of_it_and_keeps_what_was_typed() -> None:
    at = run("record", payer="humana")
    by_label = {w.label: w for w in [*at.text_input, *at.multiselect]}
    by_label["Codes"].select("97550")
    by_label["Link"].input("nowhere")
    by_label["From"].input("someday")
    next(g for g in at.get("button_group") if g.label == "What did you find?").set_value("covered")
    press(at, "Save")
    assert "effective_from cannot be read" in at.error[0].value and "no web address" in at.error[0].value
    assert next(w for w in at.text_input if w.label == "From").value == "someday"


def test_a_colleague_checks_and_whoever_recorded_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    decide.record_many([row_of(), row_of(code="97551")], "uhc", COLLEAGUE, document=POLICY)
    monkeypatch.setattr(access, "who", lambda: COLLEAGUE)
    at = run("record")
    at.selectbox(key="check_payer").select("UnitedHealthcare").run()
    (button,) = [b for b in at.button if b.label == "Checked"]
    assert button.disabled
    monkeypatch.setattr(access, "who", lambda: LOCAL)
    at = run("record")
    at.selectbox(key="check_payer").select("UnitedHealthcare").run()
    press(at, "Checked")
    assert {d["checked_by"] for d in held()} == {"local"}


def test_the_desk_records_a_look_in_one_click_and_shows_it_done() -> None:
    decide.record(row_of(state="", payer="humana", checked_on="2025-01-05"), "humana", COLLEAGUE)
    at = run("desk", payer="Humana")
    assert "1 code not looked at for long" in said(at)
    press(at, "Looked: still stands")
    assert "A look of today is recorded" in said(at)
    assert any(e.label == "Done today (2)" for e in at.expander)


def test_the_desk_is_told_who_is_on_a_task_and_lets_go_of_it() -> None:
    at = run("desk", payer="Humana")
    press(at, "I am on it")
    assert desk.queue(Filters(payers=("humana",)), LOCAL, today())[0].who
    press(at, "Release")
    assert not any(b.label.startswith("Release") for b in at.button)


def test_the_desk_hears_the_complaint_of_a_guard() -> None:
    number = decide.record(row_of(evidence="paid from July 2025"), "uhc", LOCAL)
    source = decide.source_id("The payer", "A policy", "https://payer.example/policy")
    correct.record(NewCorrection("source", source, "July", "June", "a letter", "from July 2025"), LOCAL)
    assert not run("desk").warning
    decide.withdraw(number, "read wrongly", LOCAL)
    decide.record(row_of(code="97551", evidence="paid"), "uhc", LOCAL)
    (warning,) = run("desk").warning
    assert "no longer says" in warning.value


@pytest.mark.parametrize("page", ["desk", "changed"])
def test_a_campaign_is_logged_where_its_effect_is_looked_for(page: str) -> None:
    at = run(page)
    next(w for w in at.text_input if w.label == "Name of the campaign").input("Call for denials")
    press(at, "Log the campaign")
    assert [c["name"] for c in engage.campaigns(LOCAL)] == ["Call for denials"]
    assert any(e.label == "Campaigns (1)" for e in at.expander)


def test_members_see_no_form_for_campaigns_and_no_file_of_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "who", lambda: Person("m", "M", Role.MEMBER))
    assert not [e for e in run("changed").expander if e.label.startswith("Campaigns")]
    assert not [b for b in run("methods").get("download_button") if b.label.startswith("Ledger")]


@pytest.mark.parametrize("page", ["coverage", "methods"])
def test_the_whole_ledger_can_be_taken_away(page: str) -> None:
    labels = [b.label for b in run(page).get("download_button")]
    assert {"Ledger, CSV", "Ledger, XLSX"} <= set(labels)


def test_the_whole_ledger_of_an_earlier_day_says_so() -> None:
    day = today() - timedelta(days=30)
    assert f"as known on {day}" in said(run("coverage", known=day.isoformat()))


def test_a_card_shows_every_source_and_what_was_held_before() -> None:
    number = decide.record(row_of(place="page 1", evidence="it says so"), "uhc", LOCAL)
    decide.cite([number], row_of(source_title="Fee schedule", place="B7", evidence="listed"), LOCAL)
    decide.record(row_of(status="covered"), "uhc", LOCAL)
    at = run("payer", payer="UnitedHealthcare")
    assert "Source: The payer: A policy" in said(at)
    assert any(e.label == "What we held before (2)" for e in at.expander)


def test_what_changed_offers_text_and_feed() -> None:
    decide.record(row_of(), "uhc", LOCAL)
    at = run("changed")
    assert "new decision" in at.markdown[0].value
    assert {"Markdown", "Atom feed"} <= {b.label for b in at.get("download_button")}
