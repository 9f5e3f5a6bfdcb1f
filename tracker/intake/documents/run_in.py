"""Heads that run into their paragraph: `Medicaid. Codes ...`, `Fully insured groups: ...`. They bind it to a product.

The one thing to know: a head is short and states nothing; what a sentence says of a product itself goes before its head.
"""

from __future__ import annotations

import re

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.predicates import predicates
from tracker.intake.documents.products import product_of

HEAD = re.compile(r"^\W*(?P<head>[A-Z][\w&’'/()-]*(?: [\w&’'/(),-]+){0,7}?)\s*(?:[.:]|\s[–—-])\s+(?=[\"“(]?[A-Z0-9])")
VERB = re.compile(
    r"(?i)\b(?:is|are|was|were|will|may|must|can|do|does|has|have|cover|covers|pay|pays|apply|applies|see|note|effective|beginning|answer|question)\b"
)
NAMES_PRODUCT = re.compile(r"(?i)\b(?:plans?|programs?|waivers?|members|products?|contracts?|enrollees|network)\W*$")
EVERY = re.compile(
    r"(?i)\b(?:all|every|any|both) (?:\w+ ){0,3}(?:plans?|products?|members|lines?(?: of business)?|programs?)\b"
)


def product_head(text: str) -> tuple[str | None, str]:
    """The product a paragraph's run-in head names, and the paragraph without the head; (None, text) without one."""
    m = HEAD.match(text)
    head = m["head"].strip() if m else ""
    if m is None or VERB.search(head) or find_codes(head) or predicates(head):
        return None, text
    if not find_codes(text[m.end() :]):
        return None, text
    named = product_of(head)
    if named is None and NAMES_PRODUCT.search(head) and not EVERY.search(head):
        named = head.rstrip(" .:")
    return (named, text[m.end() :]) if named else (None, text)


def of_all(title: str) -> bool:
    """Does a heading speak of every product, whatever the heading above it is bound to?"""
    return bool(EVERY.search(title))


def product_above(text: str, above: list[str]) -> str | None:
    """The product of the nearest heading over this one; `all plans` binds to none, whatever stands over it."""
    if of_all(text):
        return None
    for title in above:
        if of_all(title):
            return None
        if len(title) < 60 and (named := product_of(title)):
            return named
    return None
