"""A document from drop to ledger on a clean store, by keyboard: the page marked, accept a range, change, reject once for all."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reportlab.pdfgen import canvas

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser
LINES = (
    "Effective July 1, 2026, the plan covers 97550 through 97552 when a plan of care is on file.",
    "No prior authorization is needed for these codes.",
    "G0541 is considered part of the office visit and is not paid separately.",
    "96202 is not covered.",
)


def _policy(path: Path) -> Path:
    sheet = canvas.Canvas(str(path))
    for n, line in enumerate(LINES):
        sheet.drawString(60, 760 - 40 * n, line)
    sheet.save()
    return path


def _drop(page: Page, server: str, path: Path) -> None:
    page.goto(f"{server}/documents")
    settled(page)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("h3").first).to_be_visible()
    settled(page)


def _cite(page: Page) -> None:
    page.get_by_label("Title of the document").fill("A made policy")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_label("Whose document").click()
    page.get_by_role("option").first.click()
    settled(page)


def _press(page: Page, key: str) -> None:
    page.locator("h1").first.click()  # out of any field, where a letter is a letter
    page.keyboard.press(key)
    page.wait_for_timeout(400)
    settled(page)


def _stands(page: Page, still_open: int) -> None:
    expect(page.get_by_text(f"Statement 1 of {still_open} still open")).to_be_visible(timeout=30_000)
    settled(page)


def test_a_policy_is_settled_by_keyboard_and_never_offered_again(
    live_server: str, desktop: Page, tmp_path: Path
) -> None:
    policy = _policy(tmp_path / "policy.pdf")
    _drop(desktop, live_server, policy)
    _stands(desktop, 3)
    expect(desktop.get_by_text("Page 1, the passage marked")).to_be_visible()
    expect(desktop.get_by_role("button", name=re.compile("^Accept 3"))).to_be_disabled()
    _cite(desktop)
    _press(desktop, "a")
    _stands(desktop, 2)
    desktop.get_by_label("Says", exact=True).click()
    desktop.get_by_role("option", name="does not cover").click()
    settled(desktop)
    desktop.wait_for_timeout(700)
    _press(desktop, "a")
    _stands(desktop, 1)
    _press(desktop, "x")
    expect(desktop.get_by_text("Nothing is left to settle here.")).to_be_visible(timeout=30_000)
    with sqlite3.connect(tmp_path / "live" / "payers.sqlite") as db:
        held = db.execute(
            "select d.code, d.status, d.prior_auth, d.effective_from, d.checked_by, s.place, length(s.sha256), s.quotation"
            " from coverage_decisions d join decision_sources s using (decision_id) where s.sha256 is not null order by 1"
        ).fetchall()
    assert [row[:2] for row in held] == [
        *((code, "covered_with_conditions") for code in ("97550", "97551", "97552")),
        ("G0541", "not_covered"),
    ]
    assert all(row[4] is None and row[5] == "page 1" and row[6] == 64 for row in held)
    assert held[0][2:4] == ("no", "2026-07-01") and "97550 through 97552" in held[0][7]
    _drop(desktop, live_server, policy)
    expect(desktop.get_by_text("Nothing is left to settle here.")).to_be_visible()


def test_a_document_fits_a_phone(live_server: str, phone: Page, tmp_path: Path) -> None:
    _drop(phone, live_server, _policy(tmp_path / "policy.pdf"))
    wide = phone.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 1
    assert phone.locator("[data-testid=stException]").count() == 0
