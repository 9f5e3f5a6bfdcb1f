"""Statements of one code that stand apart and belong together: covered here, "no authorization needed" two lines below.

The one thing to know: only a silent field is filled, only from a statement that says nothing else, and never across
products or far pages; what two statements say differently stays with each.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.intake.documents.model import Mention

PAYING = {"covered", "covered_with_conditions"}


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
