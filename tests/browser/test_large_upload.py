"""A remittance of 100 MB through the page: progress is shown, then exactly what would be kept; nothing before *Send*."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import settled
from tracker.store import questions
from tracker.store.connection import reading

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import _made_835

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_hundred_megabytes(live_server: str, desktop: Page, tmp_path: Path) -> None:
    made = tmp_path / "made.835"
    _made_835.generate(made, 100, 0.05)
    store = tmp_path / "live" / "payers.sqlite"
    desktop.goto(f"{live_server}/submit")
    settled(desktop)
    started = time.monotonic()
    desktop.locator("input[type=file]").set_input_files(made)
    shares = watch(desktop)
    assert len(shares) >= 2, "no progress was shown"
    assert shares == sorted(shares)
    heading = desktop.get_by_text(re.compile(r"[\d,]+ lines to keep")).first
    heading.wait_for(timeout=240_000)
    print(f"\n{made.stat().st_size / 1e6:.0f} MB previewed in {time.monotonic() - started:.0f} s; progress {shares}")
    lines = int(re.findall(r"([\d,]+) lines to keep", heading.inner_text())[0].replace(",", ""))
    with reading(store) as db:
        assert questions.totals(db)["lines"] == 0, "stored before Send"
    desktop.get_by_role("button", name=f"Send {lines:,} lines").click()
    desktop.get_by_text("Receipt", exact=False).first.wait_for(timeout=240_000)
    settled(desktop)
    with reading(store) as db:
        assert questions.totals(db)["lines"] == lines


def watch(page: Page) -> list[int]:
    """The shares that the progress bar has shown until it is gone."""
    seen: list[int] = []
    bar = page.locator("[data-testid=stProgress] [role=progressbar]")
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if page.get_by_text(re.compile(r"[\d,]+ lines to keep")).count():
            break
        for share in bar.evaluate_all("bars => bars.map(bar => bar.getAttribute('aria-valuenow'))")[:1]:
            if share is not None and (not seen or int(float(share)) != seen[-1]):
                seen.append(int(float(share)))
        page.wait_for_timeout(100)
    return seen
