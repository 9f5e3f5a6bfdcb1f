"""One association, five people, one provider: invited, reported, reviewed, taken away, and all of it in the audit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, settled, window_of
from tests.browser.signing_in import House, house, provider, sign_in
from tracker.errors import NotAllowed
from tracker.people import LOCAL
from tracker.services import audit, decide, people, review
from tracker.vocabulary import Role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILE = "Patient,Payer,State,Date of Service,CPT,Status,Reason\n" + "".join(
    f"Zebulon Quixwort,Aetna,CA,2025-0{n}-04,97550,Denied,CO-96\n" for n in range(1, 8)
)


@pytest.fixture
def home(own_store: Path) -> Iterator[House]:
    with provider() as issuer, house(own_store, issuer) as running:
        yield running


class Desk:
    """Windows of several people, each with cookies of their own."""

    def __init__(self, browser: Browser, home: House) -> None:
        self.browser, self.home = browser, home

    def of(self, subject: str, path: str = "", phone: bool = False) -> Page:
        shape = {"viewport": PHONE, "is_mobile": True, "has_touch": True} if phone else {"viewport": DESKTOP}
        page = window_of(self.browser, **shape).new_page()
        sign_in(page, self.home, subject, path)
        return page


def choose(page: Page, label: str, option: str) -> None:
    """An option of a field, by what it says."""
    field = page.get_by_role("combobox", name=re.compile(f"^{re.escape(label)}"))
    expect(field).to_have_count(1)  # while a page is drawn anew the old one may still stand beside it
    field.click()
    field.fill(option)
    page.get_by_role("option", name=option).first.click()
    settled(page)


def menu(page: Page) -> set[str]:
    return {link.inner_text().split("\n")[-1] for link in page.locator("[data-testid=stSidebarNavLink]").all()}


def invites(desk: Desk) -> Page:
    """The administrator invites the others on the page."""
    page = desk.of("ada", "administration")
    for address, role in (("mia", "Member"), ("sam", "Specialist"), ("avi", "Advocate")):
        page.get_by_role("textbox", name="E-mail address").fill(f"{address}@example.org")
        choose(page, "Role", role)
        page.get_by_role("button", name="Invite", exact=True).click()
        expect(page.get_by_text(f"{address}@example.org: {role}")).to_be_visible()
        settled(page)
    return page


def reports(desk: Desk, tmp_path: Path) -> Page:
    """A member reports one denial on a phone, and sends a file."""
    page = desk.of("mia", "report", phone=True)
    for label, option in (
        ("State", "California"),
        ("Payer", "Aetna"),
        ("Code", "97550"),
        ("Month of service", "March 2026"),
    ):
        choose(page, label, option)
    choose(page, "What did the payer say?", "not a covered")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator(".receipt")).to_have_text(re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}"))
    file = tmp_path / "a.csv"
    file.write_text(FILE)
    page.goto(f"{desk.home.address}/submit")
    settled(page)
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="Send 7 lines").click()
    expect(page.get_by_text(re.compile(r"Stored\. Receipt"))).to_be_visible()
    return page


def is_refused(page: Page, home: House) -> None:
    """A member by URL and by service."""
    assert not {"Review", "Research desk", "Record", "Administration", "Audit"} & menu(page)
    for path in ("review", "desk", "record", "administration", "audit"):
        page.goto(f"{home.address}/{path}")
        settled(page)
        expect(page.get_by_text("Your role does not have this page")).to_be_visible()
        assert page.get_by_role("button", name="Accept").count() == 0
    member = people.find(home.key("mia"))
    assert member and member.role is Role.MEMBER
    for verb in (review.queue, review.open_names, decide.unchecked, audit.listed, people.listed):
        with pytest.raises(NotAllowed):
            verb(member)


def reviews(desk: Desk) -> Page:
    """A specialist accepts both, one after the other."""
    page = desk.of("sam", "review")
    expect(page.get_by_role("tab", name="Waiting (2)")).to_be_visible()
    for left in (1, 0):
        accept = page.get_by_role("button", name=re.compile(r"^Accept [2-9A-Z]{4}-"))
        expect(accept).to_have_count(1)
        accept.click()
        expect(page.get_by_role("tab", name=f"Waiting ({left})")).to_be_visible()
        settled(page)
    return page


def exports(desk: Desk) -> bytes:
    """An advocate takes a table away."""
    page = desk.of("avi", "coverage")
    assert not {"Review", "Record", "Administration", "Audit"} & menu(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Ledger, CSV").click()
    assert b"may not" not in Path(started.value.path()).read_bytes()[:200]
    page.get_by_role("button", name="Take away").first.click()
    with page.expect_download() as started:
        page.locator("[data-testid=stPopoverBody]").get_by_role("button", name="CSV", exact=True).click()
    return Path(started.value.path()).read_bytes()


def test_invited_reported_reviewed_taken_away_and_audited(home: House, browser: Browser, tmp_path: Path) -> None:
    people.invite("ada@example.org", Role.ADMINISTRATOR, LOCAL)
    desk = Desk(browser, home)
    administrator = invites(desk)
    member = reports(desk, tmp_path)
    is_refused(member, home)
    reviews(desk)
    assert b"Payer" in exports(desk)
    member.goto(f"{home.address}/my-reports")
    settled(member)
    expect(member.get_by_text(re.compile("counts|accepted", re.IGNORECASE)).first).to_be_visible()
    administrator.goto(f"{home.address}/audit")
    settled(administrator)
    expect(administrator.get_by_text("The audit is whole")).to_be_visible()
    with administrator.expect_download() as started:
        administrator.get_by_role("button", name="Audit as CSV").click()
    text = Path(started.value.path()).read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    done = {(r["name"], r["action"]) for r in rows}
    assert {
        ("Ada Administrator", "invite"),
        ("Mia Member", "first sign-in"),
        ("Mia Member", "report"),
        ("Mia Member", "import"),
        ("Sam Specialist", "review: accepted"),
        ("Avi Advocate", "take away"),
        ("Ada Administrator", "export audit"),
    } <= done
    assert "Zebulon" not in text and "@example.org" not in text
    anchor = text.splitlines()[-1].split(",")[1]
    assert audit.verify(LOCAL, anchor).sound
