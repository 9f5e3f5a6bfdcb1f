"""What somebody typed is shown as it stands: never as HTML, never as a link, a picture or a script of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import free_port, serve, settled
from tracker.intake.decision_file import DecisionRow
from tracker.people import LOCAL, Person
from tracker.services import decide, engage, people, submit
from tracker.services.people import Arrival
from tracker.store import live
from tracker.vocabulary import Role

pytestmark = pytest.mark.browser
HOSTILE = (
    '<script>window.owned=1</script><img src=x onerror="window.owned=1">'
    " ![p](http://203.0.113.9/p.png) [press](http://203.0.113.9/) **loud** $\\href{javascript:alert(1)}{x}$ :red[r]"
)
# A payer's name as a file may bring it; what looks like HTML or a link is taken out while reading already.
NAMES = [
    "Plan <img src=x onerror=window.owned=1>",
    "Plan $\\href{javascript:alert(1)}{x}$ **loud** :red[r]",
]
MEMBER = Person("member", HOSTILE, Role.MEMBER)
PAGES = [
    "",
    "denials",
    "gaps",
    "changed",
    "payer?payer=Aetna",
    "submit",
    "packs",
    "desk",
    "record",
    "administration",
    "audit",
]


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose store holds hostile words wherever somebody may type some."""
    folder = tmp_path_factory.mktemp("hostile")
    store = live.ensure(folder / "payers.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_STORE", str(store))
        people.arrive(Arrival("https://login.example.org", "1", HOSTILE, "eve@example.org", 1), self_registration=False)
        file = folder / "a.csv"
        rows = "".join(f"{name},CA,2025-03-04,97550,Denied,CO-96\n" for name in NAMES)
        file.write_text("Payer,State,Date of Service,CPT,Status,Reason\n" + rows)
        submit.accept(submit.preview(file, MEMBER), MEMBER, note="The payer said <b>no</b> and **never** :red[again]")
        decide.record(
            DecisionRow(
                row=0, payer="Aetna", line_of_business="commercial", state="", code="97550",
                status="covered_with_conditions", conditions=HOSTILE, prior_auth="unknown", effective_from="2025-01-01",
                effective_to=None, source_title=HOSTILE, source_publisher=HOSTILE, source_url="https://example.org/p",
                source_published="2025-01-01", source_accessed="2026-01-01", evidence=HOSTILE, place=HOSTILE,
                confidence="primary", scope=HOSTILE, checked_on="2026-01-01",
            ), "aetna", LOCAL,
        )  # fmt: skip
        entry = {"happened_on": "2026-01-01", "kind": "meeting", "ask": HOSTILE, "promised": HOSTILE}
        engage.log({"payer_id": "aetna", **entry}, LOCAL)
    port = free_port()
    process = serve(store, port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_stay_words(path: str, hostile_server: str, desktop: Page) -> None:
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url))
    desktop.goto(f"{hostile_server}/{path}")
    settled(desktop)
    desktop.evaluate("document.querySelectorAll('details:not([open]) > summary').forEach(e => e.click())")
    settled(desktop)
    for tab in desktop.get_by_role("tab").all():
        tab.click()
        settled(desktop)
    assert desktop.evaluate("window.owned") is None
    assert [url for url in asked if "203.0.113.9" in url] == []
    assert desktop.locator("a[href*='203.0.113.9'], img[src*='203.0.113.9'], a[href^='javascript']").count() == 0
