"""From a click to the drawn chart, in a real Chromium on a real server: what a reader waits for.

A script in the page notes the moment of each click and of each change inside a chart. A click is over when the server has
run the page and no chart has changed for half a second; its time is that of the last change (all pictures) and of the last
change in the topmost picture (what the reader looks at). The one thing to know: every filter value is chosen once only, so
that no answer is remembered from the click before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from _bench_server import serving
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PAGES = ("Denials", "Overview", "Gaps", "Coverage", "Denials", "Gaps", "Overview", "Denials")
STATES = ("California", "Texas", "Florida", "New York", "Ohio", "Illinois", "Michigan", "Washington")
WATCH = """() => {
  const seen = {start: 0, last: 0, plots: new Map()};
  const plotOf = node => (node.nodeType === 1 ? node : node.parentElement)?.closest?.('.js-plotly-plot');
  const note = plot => { seen.last = performance.now(); seen.plots.set(plot, seen.last); };
  new MutationObserver(changes => changes.forEach(change => {
    const plot = plotOf(change.target);
    if (plot) note(plot);
    else change.addedNodes.forEach(n => n.nodeType === 1 && n.querySelectorAll('.js-plotly-plot').forEach(note));
  })).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  document.addEventListener('click', event => Object.assign(seen, {start: event.timeStamp, last: 0, plots: new Map()}), true);
  window.charts = seen;
}"""
OVER = """() => window.charts.last && performance.now() - window.charts.last > 500
  && document.querySelector("[data-testid='stApp']").dataset.testScriptState === 'notRunning'"""
TAKEN = """() => {
  const {start, last, plots} = window.charts;
  const top = [...document.querySelectorAll('.js-plotly-plot')].find(plot => plots.has(plot));
  return [(top ? plots.get(top) : last) - start, last - start];
}"""
Taken = dict[str, list[tuple[float, float]]]  # kind of click -> milliseconds to the topmost picture and to all


def clicks(store: Path, rounds: int) -> Taken:
    """Every kind of click on a store, `rounds` times over (page links and choices eight times a round)."""
    taken: Taken = {}
    with serving(store) as server, _page(server.address) as page:
        for turn in range(rounds):
            for kind, deed in _deeds(page, server.address, turn):
                taken.setdefault(kind, []).append(_timed(page, kind, deed))
    return taken


def _deeds(page: Page, address: str, turn: int) -> Iterator[tuple[str, Callable[[], None]]]:
    for name in PAGES:
        yield f"page link: {name}", _link(page, name)
    for path, label in (("denials", "State"), ("gaps", "State")):
        _open(page, f"{address}/{path}")
        for state in STATES[4 * (turn % 2) : 4 * (turn % 2) + 4]:
            yield f"filter on {path}: a state more", _choose(page, label, state)
    _open(page, f"{address}/denials")
    for words in ("Reports", "All denials", "Complete remittances", "Coverage denials"):
        yield "switch on denials: what is counted", page.get_by_role("radio", name=words).click
    _open(page, f"{address}/")


def _link(page: Page, name: str) -> Callable[[], None]:
    return page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first.click


def _choose(page: Page, label: str, words: str) -> Callable[[], None]:
    """Opening the list costs the server nothing; the click on the choice is what is timed."""
    field = page.get_by_test_id("stMultiSelect").filter(has_text=label).first.locator("input")
    field.click()
    field.fill(words)
    return page.get_by_role("option", name=words, exact=True).click


def _timed(page: Page, kind: str, deed: Callable[[], None]) -> tuple[float, float]:
    deed()
    try:
        page.wait_for_function(OVER, timeout=60_000)
    except Exception as error:
        raise SystemExit(f"No chart was drawn after: {kind}. {error}") from error
    top, every = page.evaluate(TAKEN)
    return float(top), float(every)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=120_000)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.wait_for_timeout(700)
    page.evaluate(WATCH)


@contextmanager
def _page(address: str) -> Iterator[Page]:
    if CHROMIUM is None:
        raise SystemExit("Chromium is not installed (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        _open(page, address)
        yield page
        chromium.close()
