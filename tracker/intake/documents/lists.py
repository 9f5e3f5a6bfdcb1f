"""What kind of list a title announces: non-covered services, bundled codes, codes that need authorization.

The one thing to know: a title that names two kinds ("covered and non-covered services") names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tracker.intake.documents.phrases import patterns
from tracker.intake.documents.statements import conditional

MIXED = re.compile(
    r"(?i)\b(?:(?<!without )(?<!with )limits?\b|limitations?|criteria|guidelines?|changes?|updates?|position|overview|history|questions|definitions?|how to|whether|denial codes?|appeals?|reasons?|reminders?|versus|vs)\b"
)


TERMS = re.compile(
    r"(?i)\b(?:if|when|where|provided|subject to|unless)\b[^:;]*\b(?:criteria|guidelines?|limits?|limitations?|conditions)\b(?: (?:are|is) (?:all )?(?:met|satisfied|fulfilled))?"
)


NEGATED = re.compile(r"(?i)(?:\b(?:never|not|no|cannot|nor|neither)|n['’]t)\s+(?:\w+\s+){0,1}$")


@dataclass(frozen=True, slots=True)
class Kind:
    status: str | None = None
    auth: str = "unknown"

    def __bool__(self) -> bool:
        return self.status is not None or self.auth != "unknown"


def _spans(role: str, value: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for v, p in patterns("list", role) if v == value for m in p.finditer(text)]


@cache
def kind_of(title: str, about_auth: bool = False) -> Kind:
    """The kind of list under this title. `about_auth`: the document is about authorization, so `Removed` means so too."""
    text = re.sub(r"\^\w{1,2}", "", title).strip()
    if not text or len(text) > 160 or "?" in text:
        return Kind()
    auth = _auth(text, about_auth)
    if auth != "unknown" and not conditional(text):
        text = re.sub(r"(?i)\b(?:prior |pre-?)?(?:authori[sz]ation|auth|approval)\b.*", "", text)
    status = None if MIXED.search(TERMS.sub("", text)) else _status(text)
    return Kind(status, auth)


def _status(text: str) -> str | None:
    bundled = _spans("status", "bundled", text)
    refused = [s for s in _spans("status", "not_covered", text) if not any(a < s[1] and s[0] < b for a, b in bundled)]
    taken = bundled + refused
    covered = [s for s in _spans("status", "covered", text) if not any(a < s[1] and s[0] < b for a, b in taken)]
    turned = [s for s in covered if NEGATED.search(text[: s[0]])]
    covered = [s for s in covered if s not in turned]
    refused, taken = refused + turned, taken + turned
    if bundled and refused and re.search(r"(?i)\b(?:and|or|/|&)\b", text[min(taken)[0] : max(taken)[1]]):
        return None
    if covered and taken:
        return None
    if covered and conditional(text):
        return "covered_with_conditions"
    return "bundled" if bundled else "not_covered" if refused else "covered" if covered else None


def _auth(text: str, about_auth: bool) -> str:
    for value in ("no", "yes"):
        for v, p in patterns("list", "auth"):
            m = p.search(text) if v == value else None
            if m and (about_auth or not re.fullmatch(r"(?i)(?:removed|deleted|removals?|deletions?)", m.group())):
                return value
    return "unknown"


def is_about_auth(text: str) -> bool:
    return bool(re.search(r"(?i)prior auth|pre-?auth|pre-?cert|authori[sz]ation|\bPA\b (?:list|code|required)", text))


ASKS_COVERED = re.compile(
    r"(?i)\b(?:cover\w*|benefits?|pay|pays|paid|payable|payment|reimburs\w+|eligible|allowed|billable)\b"
)


def asked_by(titles: Iterable[str]) -> str:
    """What a bare yes under a product's name answers: the nearest heading that speaks of the one or the other."""
    for text in titles:
        auth, covers = is_about_auth(text), bool(ASKS_COVERED.search(text))
        if auth != covers:
            return "auth" if auth else "covered"
    return ""
