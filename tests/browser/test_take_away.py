"""Taking a picture away in a real browser: each kind of file arrives, named with measure, filters and revision."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tracker.exports import images

pytestmark = pytest.mark.browser


@pytest.fixture
def menu(demo_server: str, desktop: Page) -> Page:
    if images.find_browser() is None:
        pytest.skip("no Chromium on this machine")
    desktop.goto(f"{demo_server}/denials?code=97550")
    settled(desktop)
    desktop.get_by_role("button", name="Take away").first.click()
    desktop.get_by_text("How to cite").first.wait_for()
    return desktop


@pytest.mark.parametrize("kind", ["PNG", "SVG", "CSV", "XLSX"])
def test_each_kind_of_file_arrives(kind: str, menu: Page, tmp_path: Path) -> None:
    with menu.expect_download() as waiting:
        menu.get_by_test_id("stPopoverBody").get_by_role("button", name=kind, exact=True).click()
    name = waiting.value.suggested_filename
    assert re.fullmatch(rf"trend_97550_r\d+(_screen)?\.{kind.lower()}", name), name
    file = tmp_path / name
    waiting.value.save_as(file)
    content = file.read_bytes()
    if kind == "SVG":
        said = " ".join("".join(t.itertext()) for t in ElementTree.fromstring(content).iter())
        assert "denied for coverage reasons" in said and "snapshot r" in said
    else:
        begins = {"PNG": b"\x89PNG", "CSV": b"\xef\xbb\xbf# Finding: ", "XLSX": b"PK"}[kind]
        assert content.startswith(begins)


def test_the_link_reproduces_filters_and_snapshot(menu: Page) -> None:
    link = menu.get_by_test_id("stPopoverBody").locator("code").last.inner_text().strip()
    assert "code=97550" in link and re.search(r"snapshot=\d+", link)
    menu.goto(link)
    settled(menu)
    expect(menu.locator("[data-testid=stMultiSelect]").get_by_text("97550").first).to_be_visible()
