"""The ledger from a clean store, as a new user would: a decision with evidence by keyboard, and everything follows it.

The one thing to know: the day of the first recording is set back in the test's own store, so that "as we knew on" has two
days to tell apart.
"""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAYER, CODES = "Cigna Healthcare", "97550-97552"
POLICY = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
         b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip


def typed(page: Page, text: str, then: str = "Enter") -> None:
    """What a person's hands do: letters, then a key."""
    if text:
        page.keyboard.type(text, delay=15)
    page.keyboard.press(then)


def choose(page: Page, text: str) -> None:
    """Type into a list, take what it offers, go on to the next field."""
    page.keyboard.type(text, delay=15)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def record(page: Page, server: str, finding: str, first_day: str, title: str, document: bytes) -> float:
    """Record one payer's word about three codes by keyboard, with a document; how many seconds it took."""
    page.goto(f"{server}/record")
    settled(page)
    expect(page.get_by_role("combobox", name="Payer")).to_be_focused()
    begun = time.monotonic()
    page.keyboard.type(PAYER, delay=15)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Codes").wait_for()
    settled(page)
    typed(page, "")  # payer -> source
    expect(page.get_by_role("combobox", name="Source")).to_be_focused()
    if page.get_by_role("combobox", name="Source").input_value() != "A new source":
        page.keyboard.type("A new", delay=15)
        page.get_by_role("option", name="A new source").wait_for()
        page.keyboard.press("Enter")
        settled(page)
    typed(page, "")
    expect(page.get_by_role("combobox", name="Line of business")).to_be_focused()
    typed(page, "")  # the payer's usual line of business stands there
    typed(page, "")  # everywhere it operates
    choose(page, CODES)
    expect(page.get_by_role("radio", name="covers", exact=True)).to_be_focused()
    page.keyboard.press(finding)
    expect(page.get_by_role("combobox", name="Prior authorisation")).to_be_focused()
    typed(page, "")
    typed(page, first_day)
    typed(page, "")  # until: open
    typed(page, "")  # only for
    typed(page, "plan of care signed")
    typed(page, "")  # publisher: the payer
    typed(page, title)
    typed(page, "https://payer.example/policy")
    for _ in ("published", "accessed", "looked on", "how good"):
        typed(page, "")
    page.keyboard.type("Training of the caregiver is paid when the plan of care names it", delay=5)
    page.keyboard.press("Tab")
    page.keyboard.type("page 1", delay=15)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "policy.pdf", "mimeType": "application/pdf", "buffer": document}
    )
    page.get_by_text("policy.pdf").wait_for()
    page.get_by_label("Page or cell").press("Control+Enter")
    expect(page.get_by_text(re.compile(f"{PAYER}: 97550, 97551, 97552: .*3 decisions recorded"))).to_be_visible()
    return time.monotonic() - begun


def set_back(store: Path, day: str) -> None:
    """Everything that people entered so far was entered on that day."""
    with sqlite3.connect(store) as db:
        entered = "(select min(added_revision) from coverage_decisions where origin = 'entered')"
        db.execute(f"update revisions set at = ? where revision >= {entered}", [f"{day}T09:00:00Z"])
        db.execute("update coverage_decisions set recorded_at = ? where origin = 'entered'", [f"{day}T09:00:00Z"])


def pictures(page: Page, server: str) -> dict[str, str]:
    """The alternative texts of the Coverage page's pictures, which say every number drawn."""
    page.goto(f"{server}/coverage?business=Commercial&code=97550")
    settled(page)
    page.locator(".js-plotly-plot").first.wait_for()
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    words = {"matrix": "Table of", "map": "Map of", "timeline": "Stacked steps", "adoption": "Step curve"}
    drawn = [str(p.get_attribute("aria-label")) for p in page.get_by_test_id("stPlotlyChart").all()]
    return {name: next((alt for alt in drawn if said in alt), "") for name, said in words.items()}


def differ(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


def said_of(page: Page, server: str, clocks: str) -> str:
    """The answer to both clocks about one payer and code, as the page words it."""
    page.goto(f"{server}/coverage?business=Commercial&code=97550&{clocks}")
    settled(page)
    page.get_by_text("Open a cell").click()
    box = page.get_by_test_id("stExpander").filter(has_text="Open a cell")
    box.get_by_role("combobox", name="Payer").click()
    page.keyboard.type(PAYER, delay=10)
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    return str(box.inner_text())


def test_a_decision_in_under_a_minute_and_everything_follows(live_server: str, desktop: Page, tmp_path: Path) -> None:
    store = tmp_path / "live" / "payers.sqlite"
    before = pictures(desktop, live_server)
    took = record(desktop, live_server, "2", "2025-07-01", "Caregiver training policy", POLICY)
    print(f"recorded in {took:.1f} s")
    assert took < 60
    after = pictures(desktop, live_server)
    assert differ(before, after) == {"matrix", "map", "timeline", "adoption"}
    assert "covers, with conditions: 1" in after["matrix"]
    assert len(list((tmp_path / "live" / "evidence").rglob("*.pdf"))) == 1

    set_back(store, "2026-03-02")
    took = record(desktop, live_server, "4", "2026-02-01", "Caregiver training policy, second edition", POLICY + b"%2")
    print(f"recorded in {took:.1f} s")
    assert took < 60
    assert differ(after, pictures(desktop, live_server)) >= {"matrix", "map", "timeline"}

    # The same day in the world, asked about as we knew it in the summer and as we know now.
    then = said_of(desktop, live_server, "on=2026-02-15&known=2026-08-01")
    now = said_of(desktop, live_server, "on=2026-02-15")
    assert "covers, with conditions · Commercial" in then and "does not cover" not in then
    assert "does not cover · Commercial" in now
    # The same knowledge, asked about two days in the world.
    assert "covers, with conditions · Commercial" in said_of(desktop, live_server, "on=2026-01-31")
    assert re.search(
        r"Nobody has looked|nobody has looked", said_of(desktop, live_server, "on=2026-02-15&known=2026-01-01")
    )

    desktop.goto(f"{live_server}/changed")
    settled(desktop)
    expect(desktop.get_by_text("3 changed decisions")).to_be_visible()
    expect(desktop.get_by_text("Changed (3)")).to_be_visible()


def test_many_at_once_are_seen_before_they_are_stored_and_stored_once(
    live_server: str, desktop: Page, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(
        "Decisions for the board,,,,,\n"
        "payer,lob,state,code,status,source title,publisher\n"
        "humana,Medicare Advantage,,97550-97552,covers,Policy A,Humana\n"
        "aetna,Commercial,CA,97550,perhaps,Policy B,Aetna\n"
    )
    for expected, stored in (("3 new; 0 in the ledger already; 1 problems.", True), ("0 new; 3 in the ledger", False)):
        desktop.goto(f"{live_server}/record")
        settled(desktop)
        desktop.get_by_role("tab", name="Many at once").click()
        desktop.get_by_test_id("stFileUploaderDropzoneInput").last.set_input_files(str(file))
        expect(desktop.get_by_text(expected)).to_be_visible()
        if stored:
            desktop.get_by_role("button", name="Store 3 decisions, without the 1 problems").click()
            expect(desktop.get_by_text("3 decisions stored")).to_be_visible()
        else:
            expect(desktop.get_by_text("Nothing new to store")).to_be_visible()


def test_the_entry_form_can_be_filled_in_on_a_phone(live_server: str, phone: Page) -> None:
    phone.goto(f"{live_server}/record?payer=humana")
    settled(phone)
    for label in ("Codes", "From", "Title of the source", "What the passage says, in our words", "Page or cell"):
        box = phone.get_by_label(label, exact=True).first.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 391, label
    wide = phone.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert wide <= 1
    expect(phone.get_by_text("Enter: next field")).to_be_hidden()


def test_the_desk_is_worked_by_keys_and_hands_its_payer_to_the_form(live_server: str, desktop: Page) -> None:
    desktop.goto(f"{live_server}/desk?payer=Humana")
    settled(desktop)
    desktop.get_by_role("button", name="I am on it").wait_for()
    desktop.keyboard.press("i")
    expect(desktop.get_by_text("It is yours")).to_be_visible()
    settled(desktop)
    desktop.keyboard.press("e")
    desktop.wait_for_url("**/record?about=humana**")
    expect(desktop.get_by_role("combobox", name="Payer")).to_have_value(re.compile("^Humana"))
    expect(desktop.get_by_role("combobox", name="Line of business")).not_to_have_value("")
    expect(desktop.get_by_test_id("stException")).to_have_count(0)
