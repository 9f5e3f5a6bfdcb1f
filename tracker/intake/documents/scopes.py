"""What stands above a table or an entry of a list, the nearer before the further: document, title, heading, introduction.

The one thing to know: a scope fills what a row or entry leaves open; it never goes before the row's own words.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.intake.documents.references import REFERS, REFERS_LAST
from tracker.intake.documents.row_says import Scope
from tracker.intake.documents.section import Section
from tracker.intake.documents.statements import CONDITIONS, COVERED, Says, heading_says


def scope_over(scope: Scope, section: Section, intro: Scope, year: int | None) -> Scope:
    """The scope of the titles, with what the section says so far and what the last sentence announces."""
    when = next((s for s, text, _ in [*section.general, *section.pending] if s.period.start and not s.past), None)
    terms = next(
        (
            s
            for s, _, _ in [*section.pending, *section.general]
            if s.conditions and s.status in {None, COVERED, CONDITIONS}
        ),
        None,
    )
    heading = heading_says(section.title, year)
    if heading.period.start:
        scope = replace(scope, start=heading.period.start, end=heading.period.end, by_document=False)
    if when is not None and not heading.period.start:
        scope = replace(scope, start=when.period.start, end=when.period.end, by_document=False)
    if terms is not None and any(s.status in {COVERED, CONDITIONS} for s, _, _ in section.pending):
        scope = replace(scope, conditions=terms.conditions)
    if scope.auth == "unknown" and (rule := _rule_above(section)):
        scope = replace(scope, auth=rule[0].auth, auth_reason=rule[1])
    if intro.reason:
        i = intro
        scope = replace(
            scope, status=i.status if i.status or i.auth != "unknown" else scope.status, auth=i.auth if i.auth != "unknown" else scope.auth,
            start=i.start or scope.start, end=i.end or scope.end, product=i.product or scope.product, reason=i.reason, by_document=scope.by_document and not i.start,
        )  # fmt: skip
    return scope


def _rule_above(section: Section) -> tuple[Says, str] | None:
    """`Prior authorization is not required for either of them`, said above the rows it speaks of."""
    for says, text, _ in [*section.pending, *section.general]:
        if says.auth != "unknown" and not says.product and (REFERS.search(text) or REFERS_LAST.search(text)):
            return says, text
    return None
