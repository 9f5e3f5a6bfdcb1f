"""Statements of one document that cannot both hold for the same members, day and code.

The one thing to know: products, modifiers, provider types (sheets) and periods that differ are no contradiction.
"""

from __future__ import annotations

import re
from itertools import combinations

from tracker.intake.documents.model import Contradiction, Mention
from tracker.intake.documents.phrases import one

PAYING = {"covered", "covered_with_conditions"}
FAR = "9999-12-31"


def contradictions(mentions: list[Mention]) -> tuple[Contradiction, ...]:
    """At most one for each code and matter, the first pair that shows it."""
    found: dict[tuple[str, str], Contradiction] = {}
    by_code: dict[str, list[Mention]] = {}
    for m in mentions:
        by_code.setdefault(m.code, []).append(m)
    for code, group in by_code.items():
        for a, b in combinations(group[:60], 2):
            about = _about(a, b)
            if about and (code, about) not in found:
                found[(code, about)] = Contradiction(code, about, a, b)
    return tuple(found.values())


def _about(a: Mention, b: Mention) -> str:
    if not _same_matter(a, b):
        return ""
    pays = {a.status in PAYING, b.status in PAYING}
    if a.status and b.status and pays == {True, False}:
        return "status" if _overlap(a, b) else ""
    if not _overlap(a, b):
        return ""
    if a.rate_usd and b.rate_usd and abs(a.rate_usd - b.rate_usd) > 0.005:
        return "rate"
    if {a.prior_auth, b.prior_auth} == {"yes", "no"}:
        return "authorization"
    own = not a.dated_by_document and not b.dated_by_document
    if (
        own
        and a.effective_from
        and b.effective_from
        and a.effective_from != b.effective_from
        and a.status in PAYING
        and b.status in PAYING
    ):
        return "first day"
    return ""


def _same_matter(a: Mention, b: Mention) -> bool:
    if a.place.sheet != b.place.sheet or a.place.member != b.place.member or a.modifiers != b.modifiers:
        return False
    if any(re.search(one("status", "otherwise").pattern, m.passage, re.I) for m in (a, b)):
        return False  # a rule that reserves what is said elsewhere
    return not (a.line_of_business and b.line_of_business) or bool(
        set(a.line_of_business.split(", ")) & set(b.line_of_business.split(", "))
    )


def _overlap(a: Mention, b: Mention) -> bool:
    """Is there a day on which both claim to hold?"""
    start = max(a.effective_from or "", b.effective_from or "")
    end = min(a.effective_to or FAR, b.effective_to or FAR)
    return start <= end
