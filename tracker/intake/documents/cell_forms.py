"""What a table entry looks like: an amount, a tick, modifiers, a product, an answer that depends.

The one thing to know: these look at one entry and its heading; the legend and the row are not their business.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.products import product_of
from tracker.intake.documents.statements import BUNDLED, NOT_COVERED, Says, read

DEPENDS = re.compile(
    r"(?i)^\W*(?:call|contact|ask|check|see|refer to|verify|review|depends?|varies|it depends|unknown|undetermined|may (?:be|need|require)|member[- ]specific|plan[- ]specific)\b"
)


MODIFIERS = re.compile(
    r"(?i)(?:[A-Z][A-Z\d]|\d{2})(?:(?:\s*[,/&;|+]\s*|\s+(?:or\s+|and\s+)?)(?:or\s+|and\s+)?(?:[A-Z][A-Z\d]|\d{2}))*"
)


APART = re.compile(r"(?i)\bseparate(?:ly)?\b")


TICK = re.compile(r"(?i)x|y|yes|[✓✔●■☑☒]")


SOME_CODES = re.compile(
    r"(?i)^\W*(?:except(?:ion)?s?(?: for)?|excluding|other than|but not|not for|apart from)\b[\s:]*"
)


AMOUNT = re.compile(r"^\W{0,3}(?:USD\s*)?\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(?:USD|/\s*unit|per unit)?\W{0,2}$")


def frees(header: str) -> bool:
    """`No authorization needed`: a column in which a tick frees, and a plain no answers nothing."""
    return read_cell(header, "auth").auth == "no"


def ticked(text: str, header: str) -> Says | None:
    """A tick under a heading that states by itself: `Not covered`, `No PA`, `Bundled`. It says what the heading says."""
    if not TICK.fullmatch(text) or not header:
        return None
    says = read(header)
    if says.status in {NOT_COVERED, BUNDLED} or (says.auth == "no" and not says.status):
        return replace(says, conditions=())
    return None


def product_named(entry: str) -> str | None:
    """The product a row is bound to, in its own words where they name no line of business; `All` binds to none."""
    if re.fullmatch(
        r"(?i)\W*(?:all|any|both|every)?(?: (?:products?|plans?|lines?|members?|lines? of business))?\W*", entry
    ):
        return None
    if re.search(r"(?i)\bmedicare\b", entry) and not product_of(entry):
        return "medicare_advantage"
    return product_of(entry) or entry


def amount_of(text: str) -> float | None:
    m = AMOUNT.match(text)
    return float(m.group(1).replace(",", "") + (m.group(2) or "")) if m else None
