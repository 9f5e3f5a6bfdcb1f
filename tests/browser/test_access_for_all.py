"""Every page for everybody: WCAG 2.2 AA by axe-core, a phone of 390 pixels, a keyboard alone.

The pages are those of the menu, so that a new one is looked at from its first day.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.conftest import DESKTOP, PHONE, asked, settled, window_of
from tracker.pages import menu
from tracker.people import LOCAL

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# What a page shows of its content only after a choice.
CHOSEN = {"payer": "payer?payer=Humana"}


def addresses() -> list[str]:
    """The addresses of all pages, as the menu of an administrator has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(menu.st, "Page", lambda page, **words: SimpleNamespace(**{"url_path": "", **words}))
        patch.setattr(menu.links, "know", lambda sections: sections)
        found = [page.url_path for part in menu.pages(LOCAL).values() for page in part]
    return [CHOSEN.get(address, address) for address in found]


PAGES = addresses()
# What can be pressed and is in nobody's way of the Tab key; members of a group are reached by its arrow keys.
UNREACHABLE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(button, a[href], input, textarea, select, summary)')]
  .filter(e => e.offsetParent && !e.disabled && e.getAttribute('aria-hidden') !== 'true' && e.tabIndex < 0)
  .filter(e => !['radio', 'file', 'range'].includes(e.type) && !/^stNumberInputStep/.test(e.dataset.testid ?? ''))
  .filter(e => !e.closest('[role=tablist], [role=radiogroup], [role=group]'))
  .filter(e => !e.closest('[data-testid=stDataFrame], .js-plotly-plot, [data-testid=stElementToolbar], [aria-hidden=true]'))
  .map(e => e.outerHTML.slice(0, 160))"""


CUT = """() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, h3, p, label, button, input)')]
  .filter(e => !e.closest('[data-testid=stDataFrame], .js-plotly-plot, [role=tablist], pre'))
  .filter(e => e.type !== 'range')  // a slider's own, drawn by Streamlit out of sight
  .filter(e => e.offsetParent && e.getBoundingClientRect().right > window.innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""


def opened(page: Page, address: str) -> None:
    """The page with all that can be opened on it open."""
    page.goto(address)
    settled(page)
    asked(
        page,
        lambda: page.evaluate(
            "document.querySelectorAll('[data-testid=stExpander] details:not([open]) > summary').forEach(e => e.click())"
        ),
    )
    settled(page)


def both(page: Page) -> tuple[list[axe.Finding], list[str]]:
    """What breaks the rules, and what the keyboard cannot reach."""
    return asked(page, lambda: (axe.ours(page), page.evaluate(UNREACHABLE)))


def tabs(page: Page) -> list[str]:
    return [tab.inner_text() for tab in page.get_by_role("tab").all()]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_the_rules_of_access_and_the_keyboard_reaches_all(
    path: str, demo_server: str, desktop: Page
) -> None:
    opened(desktop, f"{demo_server}/{path}")
    found, unreachable = both(desktop)
    for name in tabs(desktop)[1:]:
        desktop.get_by_role("tab", name=name, exact=True).click()
        settled(desktop)
        more = both(desktop)
        found, unreachable = found + more[0], unreachable + more[1]
    assert found == []
    assert unreachable == []


@pytest.mark.parametrize("path", PAGES)
def test_the_dark_page_can_be_read(path: str, demo_server: str, browser: Browser) -> None:
    context = window_of(browser, viewport=DESKTOP, color_scheme="dark")
    page = context.new_page()
    opened(page, f"{demo_server}/{path}")
    found = asked(page, lambda: axe.ours(page))
    context.close()
    assert found == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_keeps_the_rules_there(path: str, demo_server: str, browser: Browser) -> None:
    context = window_of(browser, viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    opened(page, f"{demo_server}/{path}")
    names = tabs(page)
    for name in names or [""]:
        if name:
            page.get_by_role("tab", name=name, exact=True).click()
            settled(page)
        wide = asked(page, lambda: page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth"))
        assert wide <= PHONE["width"], f"{path} {name} is {wide} pixels wide"
        cut = asked(page, lambda: page.evaluate(CUT))
        assert cut == [], f"{path} {name}: cut off at the right"
    assert asked(page, lambda: axe.ours(page)) == []
    context.close()


def test_the_keyboard_alone_goes_from_the_menu_to_a_page_and_its_filters(demo_server: str, desktop: Page) -> None:
    desktop.goto(demo_server)
    settled(desktop)
    for _ in range(20):
        desktop.keyboard.press("Tab")
        if desktop.evaluate("document.activeElement.textContent.trim().endsWith('Coverage')"):
            break
    desktop.wait_for_function(  # one sees where one is, once the ring has faded in
        "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow !== 'nonenone' }"
    )
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("overage")
    settled(desktop)
    for _ in range(60):
        desktop.keyboard.press("Tab")
        if desktop.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    assert desktop.evaluate("document.activeElement.getAttribute('role')") == "combobox"
