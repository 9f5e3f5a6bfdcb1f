"""Is approval needed beforehand? yes, no or unknown, and the words that say so.

The one thing to know: "without authorization" refuses nothing and frees nothing by itself; what stands before it decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.intake.documents.phrases import one

OBTAINED = re.compile(
    r"(?i)\b(?:when|if|only|once|provided|unless|until|after|where)\b (?:\w+ ){0,4}?(?:pre-?)?(?:authori[sz]ed|approved|certified)\b(?! (?:by (?:the )?(?:state|legislature|CMS|board|committee|centers)|plan|provider|program|setting|facilit))|\b(?:when|if|only|once|provided|unless|until|after|where)\b.{0,50}?\b(?:authori[sz]ation|approval|pre-?cert\w*|preauth\w*|PA|(?:prior|pre-?service|advance) review)\b\s+(?:\w+\s+)?(?:is|are|was|were|has been|have been)\s+(?:\w+\s+)?(?:obtained|granted|given|secured|received|approved|issued|completed|in place|on file)\b"
)


FOR_IT = r"(?:\s+(?:requirements?|indicator|status|needed|required))?(?:\s+(?:for|of|on)\s+\S+)?"


NONE_DO = re.compile(r"(?i)\W*(?:none|neither|no (?:codes?|services?|procedures?))\b[^,;]*$")


NOT_NEEDED = re.compile(
    r"(?i)\s*(?:of \w+ |for \w+ )?(?:(?:is|are|was|will be|does|do)\s*(?:not|n['’]t|no longer|never)|isn['’]t|aren['’]t|no longer)\s+(?:\w+\s+){0,2}?(?:requir|need|necess|appl)\w*"
)


REFUSED_AFTER = re.compile(
    r"(?i)[^.;,\d]{0,25}?\b(?:den(?:y|ies|ied)|reject(?:ed)?|not (?:be )?(?:paid|covered|payable|reimbursed|allowed)|unpaid)\b"
)


@lru_cache(maxsize=4096)
def authorization(text: str) -> tuple[str, list[tuple[int, int]]]:
    """yes, no or unknown, and the stretches that say so (to be left out of the reading of the status)."""
    spans: list[tuple[int, int]] = []
    answers: list[tuple[int, str]] = []

    def taken(a: int, b: int) -> bool:
        return any(a < y and x < b for x, y in spans)

    for role in ("yes", "no"):
        if role == "no":
            continue
        for m in re.finditer(one("authorization", role).pattern, text, re.I):
            negated = re.search(r"(?i)\b(?:not|no|n['’]t|never|need not)\s+(?:\w+\s+){0,2}$", text[: m.start()])
            negated = negated or NONE_DO.match(text[: m.start()])
            if not negated and not taken(*m.span()):
                refused = NOT_NEEDED.match(text, m.end())
                spans.append((m.start(), refused.end() if refused else m.end()))
                answers.append((m.start(), "no" if refused else "yes"))
    for m in re.finditer(one("authorization", "no").pattern, text, re.I):
        if taken(*m.span()):
            continue
        exception = re.search(r"(?i)(?:not|never|n['’]t)\s+(?:\w+\s+){0,3}$", text[: m.start()])
        double = re.match(r"(?i)without\b", m.group()) and exception
        refused = re.match(r"(?i)without\b", m.group()) and re.search(
            r"(?i)(?:\b(?:not|den\w+|never|reject\w+|cannot|no (?:payment|coverage|benefits?|reimbursement|claims?|services?))\b|n['’]t\b)[^.;]*$",
            text[: m.start()],
        )
        if re.match(r"(?i)without\b", m.group()) and REFUSED_AFTER.match(text, m.end()):
            refused, exception = m, None
        spans.append(m.span())
        answers.append((m.start(), "yes" if double or refused else "no"))
    for m in re.finditer(one("authorization", "noun").pattern, text, re.I):
        if taken(*m.span()):
            continue
        before, after = text[max(0, m.start() - 60) : m.start()], text[m.end() : m.end() + 60]
        needed = re.match(rf"(?i){FOR_IT}\s*:\s*(?:yes|y|required|needed)\b", after) or re.match(
            rf"(?i)(?:\s+(?!not\b|no\b|never\b)\S+){{0,6}}?\s+(?:{one('authorization', 'needed').pattern})", after
        )
        negated = re.match(
            rf"(?i){FOR_IT}\s*[:-]\s*(?:not|none|no|never|n)\b|:?(?:\s+(?!requir|need|must|appl)\S+){{0,4}}?\s+(?:(?:is|are|does|do|will|was)\s*(?:not|n['’]t)|no longer|never|not|isn['’]t)\s+(?:\w+\s+){{0,2}}?(?:requir|need|necess|appl|be)",
            after,
        )
        needs = re.search(
            rf"(?i)(?:{one('authorization', 'needs').pattern})\s+(?:an?\s+|the\s+|our\s+|its\s+|written\s+|approved\s+|(?:notification|notice|a referral|referrals?|an order|orders?)\s+(?:or|nor|and|and/or)\s+)*$",
            before,
        )
        if negated:
            answers.append((m.start(), "no"))
            spans.append((m.start(), m.end() + negated.end()))
        elif needed:
            answers.append((m.start(), "yes"))
            spans.append((m.start(), m.end() + needed.end()))
        elif needs:
            lead = before[: needs.start()]
            neg = re.search(
                r"(?i)(?:\b(?:not|no longer|never|neither|nor|none|no|need not)|n['’]t)\s+(?:\w+\s+){0,3}$", lead
            )
            neg = neg or NONE_DO.match(text[: m.start()])
            weak = re.match(r"(?i)(?:with|after|following|under|obtain|request|seek|pending|upon)\b", needs.group())
            if neg and weak and not re.search(r"(?i)\b(?:need|require|have|subject)\w*\s+(?:\w+\s+)*$", lead):
                neg = None
            answers.append((m.start(), "no" if neg else "yes"))
            spans.append((m.start() - len(before) + needs.start() - (len(neg.group()) if neg else 0), m.end()))
    given = {a for _, a in answers}
    if len(given) == 1:
        return given.pop(), spans
    if len(given) == 2:
        free_share = re.search(r"(?i)\b(?:first|initial)\b|\bafter\b|thereafter|beyond", text)
        return ("yes" if free_share else "unknown"), spans
    return "unknown", spans
