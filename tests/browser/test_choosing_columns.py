"""Answering what a column is: the reader stays where the question was seen, and the file is read by the answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser
ASKED = """Payer,Insurance,DOS,CPT,Status,Reason
Aetna,Humana,3/9/2025,97550,Denied,CO-96
Aetna,Aetna,3/9/2025,97551,Denied,CO-50
Humana,Cigna,5/2/2026,G0540,Denied,PR-204
"""


def test_the_open_tab_stays_open_while_answering(live_server: str, desktop: Page, tmp_path: Path) -> None:
    path = tmp_path / "asked.csv"
    path.write_text(ASKED, "utf-8")
    desktop.goto(f"{live_server}/submit")
    settled(desktop)
    desktop.locator("input[type=file]").set_input_files(path)
    expect(desktop.get_by_text(re.compile("1 line to keep, 2 to mend"))).to_be_visible()
    tab = desktop.get_by_role("tab", name="To mend (2)")
    tab.click()
    expect(desktop.get_by_text("Rows 2 and 4, column Payer")).to_be_visible()
    desktop.get_by_text("Insurance", exact=True).first.click()
    settled(desktop)
    expect(desktop.get_by_role("button", name="Read again")).to_be_enabled()
    expect(tab).to_have_attribute("aria-selected", "true")
    desktop.get_by_role("button", name="Read again").click()
    expect(desktop.get_by_text(re.compile("3 lines to keep, 0 to mend"))).to_be_visible()
