"""axe-core on a page that stands in a browser; the package brings the script along, so nothing is fetched.

The one thing to know: findings in what Streamlit draws by itself are listed in `STREAMLITS` with the reason; anything else
of serious or critical impact is ours to mend.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]  # WCAG 2.2, levels A and AA
# Rule, a pattern of the element's markup, why it is not ours to mend.
STREAMLITS = [
    ("list", r"stSidebarNavItems", "the menu nests its headed parts in one list; screen readers still read part and page"),
    ("listitem", r"<li class=\"st-emotion-cache", "the same menu: its items lie in a div of their part"),
    ("target-size", r"role=\"spinbutton\"", "day, month and year of a date field; the calendar beside them is large enough"),
    ("target-size", r"aria-label=\"(Clear|Increment|Decrement|Remove)", "small marks inside a field; the keyboard does the same"),
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One element that breaks one rule."""

    rule: str
    impact: str
    markup: str
    what: str

    @property
    def streamlits(self) -> bool:
        return any(self.rule == rule and re.search(pattern, self.markup) for rule, pattern, _ in STREAMLITS)


def findings(page: Page) -> list[Finding]:
    """What breaks WCAG 2.2 AA on the page as it stands, serious and critical."""
    page.evaluate(SCRIPT)
    done = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations'], elementRef: false})", STANDARD
    )
    return [
        Finding(rule["id"], rule["impact"], node["html"], str(node.get("failureSummary")))
        for rule in done["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def ours(page: Page) -> list[Finding]:
    """Those of them that are ours to mend."""
    return [f for f in findings(page) if not f.streamlits]
