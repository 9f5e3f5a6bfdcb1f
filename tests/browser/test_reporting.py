"""A denial reported from a phone with keys alone, from the first question to the receipt, inside two minutes."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser
TWO_MINUTES = 120


NAMED = """() => { const e = document.activeElement;
  if (!e.closest('[data-testid=stMain]') || !['INPUT', 'TEXTAREA', 'BUTTON'].includes(e.tagName)) return '';
  return e.getAttribute('aria-label') || e.innerText || ''; }"""


def focus_on(page: Page, label: str) -> None:
    """Go on with Tab until the field of this label, in the page itself, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(NAMED).strip().startswith(label):
            return
    raise AssertionError(f"{label!r} cannot be reached by keyboard")


def choose(page: Page, label: str, typed: str) -> None:
    focus_on(page, label)
    page.keyboard.type(typed, delay=15)
    page.wait_for_timeout(250)
    page.keyboard.press("Enter")
    settled(page)


def test_a_report_by_keyboard_on_a_phone(live_server: str, phone: Page) -> None:
    phone.goto(f"{live_server}/report")
    settled(phone)
    began = time.monotonic()
    choose(phone, "State", "California")
    choose(phone, "Payer", "Aetna")
    choose(phone, "Code", "97550")
    choose(phone, "Month of service", "March 2026")
    choose(phone, "What did the payer say?", "not a covered")
    choose(phone, "What happened next?", "nothing yet")
    focus_on(phone, "Send the report")
    phone.keyboard.press("Enter")
    receipt = phone.locator(".receipt")
    expect(receipt).to_have_text(re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}"))
    assert time.monotonic() - began < TWO_MINUTES
    wide = phone.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 1
    assert "?" not in phone.url, "nothing of a report stands in the link"


def test_own_words_lead_to_an_answer(live_server: str, desktop: Page) -> None:
    desktop.goto(f"{live_server}/report")
    settled(desktop)
    choose(desktop, "Or in your own words", "they told us it is bundled with the evaluation")
    desktop.locator("[data-testid=stMain]").get_by_text("It is part of another service").click()
    settled(desktop)
    expect(desktop.get_by_text("Without a code it is kept as")).to_be_visible()


def test_answers_are_still_there_after_another_page(live_server: str, desktop: Page) -> None:
    desktop.goto(f"{live_server}/report")
    settled(desktop)
    choose(desktop, "Payer", "Aetna")
    desktop.get_by_role("link", name="Overview").click()
    settled(desktop)
    desktop.get_by_role("link", name="Report a denial").click()
    settled(desktop)
    expect(desktop.get_by_role("combobox", name="Payer", exact=True)).to_have_value(re.compile("^Aetna"))


def test_choices_survive_a_reload_and_what_was_typed_does_not_stay_in_the_browser(
    live_server: str, desktop: Page
) -> None:
    desktop.goto(f"{live_server}/report")
    settled(desktop)
    choose(desktop, "State", "California")
    choose(desktop, "Payer", "Aetna")
    note = desktop.get_by_role("textbox", name="Anything a specialist should know")
    note.fill("a policy was read to us")
    note.press("Tab")
    settled(desktop)
    kept = desktop.evaluate("() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "aetna" in kept
    assert "policy" not in kept
    desktop.reload()
    settled(desktop)
    expect(desktop.get_by_role("combobox", name="Payer", exact=True)).to_have_value(re.compile("^Aetna"))
    expect(desktop.get_by_role("combobox", name="State", exact=True)).to_have_value("California")


def test_batches_are_reviewed_by_keys(demo_server: str, desktop: Page) -> None:
    desktop.goto(f"{demo_server}/review")
    settled(desktop)
    accept = desktop.locator(".st-key-review_accept button")
    first = accept.inner_text()
    desktop.keyboard.press("j")
    settled(desktop)
    expect(accept).not_to_contain_text(first.split("(")[0])
    desktop.keyboard.press("k")
    settled(desktop)
    expect(accept).to_contain_text(first.split("(")[0])
    desktop.keyboard.press("a")
    settled(desktop)
    expect(accept).not_to_contain_text(first.split("(")[0])


def test_a_private_note_is_marked_before_anything_is_sent(live_server: str, desktop: Page) -> None:
    desktop.goto(f"{live_server}/report")
    settled(desktop)
    note = desktop.get_by_role("textbox", name="Anything a specialist should know")
    note.fill("Zebulon Quixwort, DOB 03/04/1951, was refused")
    note.press("Tab")
    settled(desktop)
    expect(desktop.locator(".screened mark").first).to_be_visible()
