"""Statements of one code that stand apart and belong together: covered here, "no authorization needed" two lines below.

The one thing to know: only a silent field is filled, only from a statement that says nothing else, and never across
products or far pages; what two statements say differently stays with each.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.intake.documents.model import Mention, Place
from tracker.intake.documents.references import REFERS
from tracker.intake.documents.statements import CONDITIONS, COVERED, Says, read
from tracker.intake.documents.topic import is_topic

PAYING = {COVERED, CONDITIONS}
General = tuple[Says, str, Place]
LINES = 40


def by_topic(mentions: list[Mention], general: list[General], about: bool) -> list[Mention]:
    """`Caregiver training is not a covered service.`, and the codes of it listed bare under another heading.

    Only where nothing at all is said of a code, and what is said of the topic agrees throughout. `about`: the document is
    about the topic; in any other the list must stand near.
    """
    stated = [
        g
        for g in general
        if g[0].status and not g[0].past and not g[0].product and (is_topic(g[1]) or (about and REFERS.match(g[1])))
    ]
    kinds = {s.status for s, _, _ in stated}
    if not kinds or not (kinds <= {COVERED, CONDITIONS} or len(kinds) == 1):
        return mentions
    status = CONDITIONS if CONDITIONS in kinds else kinds.pop()
    says, sentence, place = next(g for g in stated if g[0].status == status)
    told = {m.code for m in mentions if m.status or m.prior_auth != "unknown" or read(m.passage).undecided}
    return [
        replace(
            m,
            status=status,
            conditions=says.conditions,
            effective_from=m.effective_from or says.period.start,
            effective_to=m.effective_to or says.period.end,
            reason=f"{sentence} · {m.passage}",
        )
        if m.code not in told and (about or _within(m.place, place)) and not m.reason.startswith("only in removed")
        else m
        for m in mentions
    ]


def _within(a: Place, b: Place) -> bool:
    return (
        abs((a.page or 0) - (b.page or 0)) <= 1 and abs((a.line or 0) - (b.line or 0)) <= LINES and a.sheet == b.sheet
    )


def completed(mentions: list[Mention]) -> list[Mention]:
    """Mentions with the authorization that a statement nearby gives for the same code; that statement is then dropped."""
    bare = [m for m in mentions if m.status is None and m.prior_auth != "unknown" and (m.place.page or m.place.line)]
    used: set[int] = set()
    out: list[Mention] = []
    for m in mentions:
        if m.status in PAYING and m.prior_auth == "unknown":
            near = [
                b
                for b in bare
                if b.code == m.code
                and _near(m, b)
                and (not b.line_of_business or b.line_of_business == m.line_of_business)
            ]
            if len({b.prior_auth for b in near}) == 1:
                used |= {id(b) for b in near if b.place.page == m.place.page}
                status = "covered_with_conditions" if near[0].prior_auth == "yes" else m.status
                m = replace(m, prior_auth=near[0].prior_auth, status=status, reason=f"{m.reason} · {near[0].reason}")
        out.append(m)
    return [m for m in out if id(m) not in used]


def _near(a: Mention, b: Mention) -> bool:
    if a.place.member != b.place.member or a.place.sheet != b.place.sheet:
        return False
    if a.place.page is None or b.place.page is None:
        return True
    return abs(a.place.page - b.place.page) <= 1


def with_rules(mentions: list[Mention], rules: list[General], bound: dict[str, set[str]], about: bool) -> list[Mention]:
    """`No prior authorization is required for the covered codes` holds for the covered codes of the document."""
    out = []
    for m in mentions:
        for says, text, place in rules:
            if text in bound and m.code not in bound[text]:
                continue
            if m.prior_auth != "unknown" or not m.status or m.status not in {COVERED, CONDITIONS}:
                break
            near = place.page is None or m.place.page is None or abs(place.page - m.place.page) <= 1 or about
            if near and (not says.product or says.product == m.line_of_business):
                status = CONDITIONS if says.auth == "yes" else m.status
                m = replace(m, prior_auth=says.auth, status=status, reason=f"{m.reason} · {text}")
        out.append(m)
    return out
