"""What only a browser shows: pages fit their window, a click opens the evidence, a file goes from drop to receipt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser
PAGES = ["", "coverage", "denials", "gaps", "payer?payer=Humana", "submit", "methods"]
FILE = "Patient,Payer,State,Date of Service,CPT,Status,Reason\n" + "".join(
    f"Zebulon Quixwort,Aetna,CA,2025-0{n}-04,97550,Denied,CO-96\n" for n in range(1, 8)
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_desktop_and_a_phone(path: str, demo_server: str, desktop: Page, phone: Page) -> None:
    for window in (desktop, phone):
        window.goto(f"{demo_server}/{path}")
        settled(window)
        expect(window.locator("h1").first).to_be_visible()
        wide = window.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{path} is {wide} pixels wider than its window"
        assert window.locator("[data-testid=stException]").count() == 0
        expect(window.locator("text=invented").first).to_be_visible()


def test_a_chart_is_drawn_for_the_phone_that_shows_it(demo_server: str, phone: Page) -> None:
    phone.goto(f"{demo_server}/denials")
    settled(phone)
    phone.wait_for_selector(".js-plotly-plot")
    settled(phone)
    title = phone.locator(".js-plotly-plot .annotation-text").first
    box = title.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 391


def test_a_click_on_a_cell_opens_its_decisions(demo_server: str, desktop: Page) -> None:
    desktop.goto(f"{demo_server}/coverage")
    settled(desktop)
    expander = desktop.get_by_text("Open a cell")
    assert not desktop.get_by_text("last changed").first.is_visible()
    plot = desktop.locator(".js-plotly-plot").first
    plot.scroll_into_view_if_needed()
    point = plot.locator(".barlayer .point path").first
    point.click(force=True)
    settled(desktop)
    expect(expander).to_be_visible()
    expect(desktop.get_by_text(re.compile("last changed|Nobody has looked")).first).to_be_visible()


def test_filters_travel_in_the_link(demo_server: str, desktop: Page) -> None:
    desktop.goto(f"{demo_server}/gaps")
    settled(desktop)
    desktop.get_by_role("combobox", name="Code").click()
    desktop.get_by_role("option", name="97551").click()
    settled(desktop)
    assert "code=97551" in desktop.url
    desktop.goto(desktop.url)
    settled(desktop)
    expect(desktop.locator("[data-testid=stMultiSelect]").get_by_text("97551").first).to_be_visible()


def test_a_file_goes_from_drop_to_receipt_and_once_only(live_server: str, desktop: Page, tmp_path: Path) -> None:
    file = tmp_path / "patients of march.csv"
    file.write_text(FILE)
    desktop.goto(f"{live_server}/submit")
    settled(desktop)
    desktop.locator("input[type=file]").set_input_files(str(file))
    desktop.get_by_role("button", name="Send 7 lines").wait_for()
    assert "Zebulon" not in desktop.content()
    desktop.get_by_role("button", name="Send 7 lines").click()
    expect(desktop.get_by_text(re.compile(r"Stored\. Receipt [2-9A-Z]{4}-[2-9A-Z]{4}"))).to_be_visible()
    desktop.goto(f"{live_server}/submit")
    settled(desktop)
    desktop.locator("input[type=file]").set_input_files(str(file))
    expect(desktop.get_by_text("was sent before")).to_be_visible()


def test_the_page_asks_nobody_outside_this_machine(demo_server: str, desktop: Page) -> None:
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        desktop.goto(f"{demo_server}/{path}")
        settled(desktop)
    outside = {u for u in asked if not u.startswith((demo_server, demo_server.replace("http", "ws"), "data:", "blob:"))}
    assert outside == set()
