"""Sign-in from the button to the role, at a real provider: who comes in, who does not, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, settled, window_of
from tests.browser.signing_in import House, house, provider, sign_in
from tracker.people import LOCAL
from tracker.services import people
from tracker.vocabulary import Role

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider() as address:
        yield address


@pytest.fixture
def home(own_store: Path, issuer: str) -> Iterator[House]:
    """A program nobody has signed in to yet; the contact is a setting."""
    with house(own_store, issuer, TRACKER_CONTACT="Dana Webb, extension 12") as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = window_of(browser, viewport=DESKTOP)
    yield context.new_page()
    context.close()


def test_nobody_sees_a_page_without_signing_in(home: House, window: Page) -> None:
    for path in ("", "coverage", "review", "administration", "audit"):
        window.goto(f"{home.address}/{path}")
        settled(window)
        expect(window.get_by_role("button", name="Sign in")).to_be_visible()
        assert window.locator("[data-testid=stSidebarNav]").count() == 0
        assert "payers cover" not in window.content()


def test_a_newcomer_has_no_role_until_an_administrator_gives_one(home: House, window: Page) -> None:
    sign_in(window, home, "nobody")
    expect(window.get_by_text("this account has no role yet")).to_be_visible()
    expect(window.get_by_text("Ask Dana Webb, extension 12")).to_be_visible()
    expect(window.get_by_text("nora@example.org")).to_be_visible()
    people.change_role(home.key("nobody"), Role.MEMBER, True, LOCAL)
    window.reload()
    settled(window)
    expect(window.get_by_role("link", name="Submit")).to_be_visible()
    people.change_role(home.key("nobody"), Role.MEMBER, False, LOCAL)
    window.get_by_role("link", name="Coverage").click()
    expect(window.get_by_text("this account was deactivated")).to_be_visible()
    settled(window)
    expect(window.get_by_role("link", name="Submit")).to_have_count(0)


def test_an_invitation_gives_the_role_at_the_first_sign_in(home: House, window: Page) -> None:
    people.invite("SAM@example.org", Role.SPECIALIST, LOCAL)
    sign_in(window, home, "sam")
    expect(window.get_by_role("link", name="Research desk")).to_be_visible()
    assert people.invited(LOCAL) == []


@pytest.mark.parametrize(
    ("subject", "why"), [("unverified", "is not verified"), ("long-ago", "is older than 12 hours")]
)
def test_a_sign_in_that_does_not_hold_is_refused(home: House, window: Page, subject: str, why: str) -> None:
    people.invite("una@example.org", Role.ADMINISTRATOR, LOCAL)
    people.invite("lou@example.org", Role.ADMINISTRATOR, LOCAL)
    sign_in(window, home, subject)
    expect(window.get_by_text(why)).to_be_visible()
    assert window.locator("[data-testid=stSidebarNav]").count() == 0
    assert people.find(home.key(subject)) is None
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("button", name="Sign in")).to_be_visible()


def test_signing_out_ends_every_copy_of_the_sign_in(home: House, window: Page, browser: Browser) -> None:
    people.invite("mia@example.org", Role.MEMBER, LOCAL)
    sign_in(window, home, "mia")
    kept = window.context.storage_state()
    copy = window_of(browser, storage_state=kept).new_page()
    copy.goto(home.address)
    settled(copy)
    expect(copy.get_by_role("link", name="Submit")).to_be_visible()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_role("button", name="Sign in")).to_be_visible()
    copy.get_by_role("link", name="Coverage").click()
    expect(copy.get_by_text("This sign-in was ended")).to_be_visible()
    again = window_of(browser, storage_state=kept).new_page()
    again.goto(home.address)
    settled(again)
    expect(again.get_by_text("This sign-in was ended")).to_be_visible()


def test_a_name_is_only_text(home: House, window: Page) -> None:
    people.invite("eve@example.org", Role.ADMINISTRATOR, LOCAL)
    sign_in(window, home, "script")
    assert "owned" not in window.title()
    expect(window.get_by_text(re.compile("<script>")).first).to_be_visible()
    assert window.locator("a[href^='javascript']").count() == 0
