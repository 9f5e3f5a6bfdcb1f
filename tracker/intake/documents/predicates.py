"""The verbs of payment in a clause, in order: pays, denies, bundles, undecided; negation worked in.

The one thing to know: a negator turns a predicate round only when nothing between them cuts it off; a name ("the covered
codes"), a slip ("paid in error") and the first half of "from bundled to payable" state nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.intake.documents.phrases import one, patterns

BILLING = re.compile(r"(?i)\b(?:bill|billed|reported|submitted|claimed)$")
BILLED = re.compile(
    r"(?i)\W*(?:$|[.,;:]|(?:(?:us|the plan|for|to|under|either|any|any of|both|with|separately|using|on|as|and|or)\b\s*)*(?:the |these |those |this |such )*(?:following\b|cpt|hcpcs|codes?\b|services?\b|[A-Z]?\d{4,5}\b|it\b|them\b|these\b|this\b|those\b|caregiver|parent|family|group\b))"
    r"|\s+(?:separately|for|to|under|us)\b"
)
MEMBER = re.compile(r"(?i)\b(?:members?|patients?|beneficiar\w+|enrollees?)\s*$")
EVENT = re.compile(
    r"(?i)(?:removed|added|deleted|dropped|taken|moved|placed|opened|adopted|granted|withdrawn|discontinued)\b"
)
DISCLAIMER = re.compile(
    r"(?i)(?:mean|imply|indicate|guarantee|constitute|determine|address|speak|ensure|establish|describe|govern|confirm|promise|suggest|confer)"
)
NEGATORS_FAR = re.compile(r"^\W*(?:\w+\s+){0,1}?(no|none|neither|nothing)\b", re.IGNORECASE)
CUTS = re.compile(
    r"[;:.]\s|\bbut\b|\bhowever\b|\bunless\b|\bbecause\b|\bsince\b|\band (?:will |they |it )?(?:continues?|remains?|stays?|still|now)\b|\band (?:is|are)\b(?! not\b)"
)
WITH_ITS_NOUN = re.compile(
    r"(?i)\b(?:is|are|was|were|will|does|do|may|[A-Z]?\d{4,5})\b"
)  # "97551 without 97550 is denied"
NO_NEGATION = re.compile(
    r"(?i)\s+(?:only|later|more than|less than|fewer|limited|just|matter|later than|before|until|earlier|sooner|prior to|changes?|differ\w*|doubt|question|exceptions?)\b"
)
NAMES = {
    "covered", "excluded", "non-covered", "noncovered", "non covered", "payable", "reimbursable", "bundled", "denied", "paid",
}  # fmt: skip
SUPPOSED = re.compile(
    r"(?i)\W*(?:if|when|whenever|where|in case|should|in the event(?: that)?|to the extent(?: that)?|in cases where)\s+(?!billed|reported|submitted|furnished|provided|performed)"
)
WOULD = re.compile(r"(?i)\bwould\s+(?:\w+\s+)?$")
NONE_OF = re.compile(r"(?i)\s+(?:for\s+)?(?:none|neither)\b")
ORDER = {"undecided": 0, "neutral": 0, "bundles": 1, "denies": 2, "pays": 3}
TURNED = {"pays": "denies", "denies": "pays", "bundles": "pays"}


@dataclass(frozen=True, slots=True)
class Predicate:
    meaning: str  # pays | denies | bundles | undecided
    start: int
    end: int
    past: bool = False


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches blanked, so that positions stay."""
    for a, b in spans:
        text = text[:a] + " " * (b - a) + text[b:]
    return text


NAMED_BY = re.compile(
    r"(?i)(?:(?<=services )|(?<=lines )|(?<=charges ))(?:billed|reported|submitted|described|identified|coded|represented) (?:with|under|by|as|using) (?:the )?(?:(?:cpt|hcpcs|procedure|billing)\s+)*(?:codes?\s+)?(?=[A-Z]?\d{4,5})"
)


def without_absence(text: str) -> str:
    """`without the patient present` is the topic, neither a negation nor a condition."""
    lead = r"(?:\b(?:when|while|if|where|that|even though|although)\b\s+(?:\w+\s+){0,2}?)?"
    text = blank(text, [m.span() for m in re.finditer(lead + f"(?:{one('topic', 'absent').pattern})", text, re.I)])
    return blank(text, [m.span() for m in NAMED_BY.finditer(text)])  # "services billed with code 97550" only names it


@lru_cache(maxsize=4096)
def predicates(text: str) -> list[Predicate]:
    """The predicates of a clause in order, negation worked in, shorter ones inside longer ones dropped."""
    found: list[Predicate] = []
    floor = 0
    turned_before = False
    for a, b, raw in _kept(text):
        lead = text[floor:a]
        if (
            turned_before
            and raw == "bundles"
            and re.fullmatch(r"\s*(?:as|for being|because (?:it is|they are))\s*", lead)
        ):
            floor = b
            continue  # "not denied as incidental": the reason that is refused with it
        meaning, turned_before = _meaning(text, a, b, raw, floor)
        if meaning:
            found.append(Predicate(meaning, a, b, _past(text, a, b, floor)))
            floor = b
    return _supposed(text, found)


def _supposed(text: str, found: list[Predicate]) -> list[Predicate]:
    """`When 97550 is a covered benefit, cost sharing applies`: what is supposed at the front is not stated."""
    if not found or not SUPPOSED.match(text):
        return found
    comma = text.find(",", found[-1].end)
    return [replace(p, meaning="undecided") for p in found] if comma > 0 and len(text[comma:].split()) > 2 else found


def _kept(text: str) -> list[tuple[int, int, str]]:
    """Where the phrases stand, the longest first choice, without names and what states nothing."""
    raw: list[tuple[int, int, str]] = []
    for meaning, pattern in patterns("status", "status"):
        raw += [(m.start(), m.end(), meaning) for m in pattern.finditer(text)]
    raw.sort(key=lambda r: (r[0] - r[1], ORDER[r[2]]))
    kept: list[tuple[int, int, str]] = []
    for a, b, meaning in raw:
        if not any(a < y and x < b for x, y, _ in kept) and not _attributive(text, a, b):
            kept.append((a, b, meaning))
    return sorted(k for k in kept if k[2] != "neutral" and not _left(text, k[0], k[1]) and not _which(text, k[0], k[1]))


def _left(text: str, start: int, end: int) -> bool:
    """`moves from bundled to payable`: the first is what it leaves."""
    return bool(re.search(r"(?i)\bfrom\s+(?:being\s+)?(?:an?\s+)?$", text[:start])) and bool(
        re.match(r"(?i)(?:\s+[\w-]+){0,3}?\s+(?:to|into)\s", text[end:])
    )


WHICH = re.compile(
    r"(?i)^\W*(?:(?:an?|the|any|all|some|every|no|other)\s+)?(?:\w+\s+)?(?:codes?|services?|procedures?|items?|claims?|lines?)\s+(?:that|which)\s+(?:\w+\s+){0,5}$"
)


def _which(text: str, start: int, end: int) -> bool:
    """`A code that is not covered cannot be authorized`: the first names the code, the main verb comes behind it."""
    return bool(WHICH.match(text[:start])) and bool(
        re.match(
            r"(?i)[^.;:]{0,40}?\s(?:is|are|cannot|can|may|must|will|should|needs?|requires?|does|do)\b", text[end:]
        )
    )


def _attributive(text: str, start: int, end: int) -> bool:
    """`the covered codes` names codes; `is a covered service` states."""
    after = text[end:]
    if not re.match(r"\s+(?:" + one("status", "attributive").pattern.replace("(?<=covered )", "") + ")", after, re.I):
        return False
    if text[start:end].casefold() not in NAMES:
        return False
    return not re.search(
        r"\b(?:is|are|be|as|considered|remains?|becomes?|not)\s+(?:now\s+|also\s+|not\s+|currently\s+)?(?:an?\s+)?(?:(?!\w+ing\b)\w+\s+)?$",
        text[:start],
        re.I,
    )


def _negated(text: str, start: int, floor: int) -> bool:
    """Is there a negator before the predicate, with nothing between that would cut it off?"""
    before = text[floor:start]
    before = before[max((m.end() for m in CUTS.finditer(before)), default=0) :]
    words = before.split()
    near = " ".join(words[-7:])
    for m in reversed(list(re.finditer(one("status", "negator").pattern, near, re.I))):
        word, gap = m.group().casefold(), near[m.end() :]
        if NO_NEGATION.match(gap):
            continue
        if word in {"without", "lack", "lacks"} and (len(gap.split()) > 2 or WITH_ITS_NOUN.search(gap)):
            continue
        if re.search(r",\s+(?:which|who|and|or)?\b", gap) and not re.search(r"\bn(?:or|either)\b", near, re.I):
            continue
        return True
    far = NEGATORS_FAR.match(before)
    return bool(far) and len(words) <= 22 and not (far and NO_NEGATION.match(before, far.end()))


def _meaning(text: str, a: int, b: int, raw: str, floor: int) -> tuple[str, bool]:
    """What the phrase at a:b comes to ("" for nothing), and whether it was turned round."""
    said = text[a:b]
    if raw == "undecided":
        return ("", False) if DISCLAIMER.match(said) and not _negated(text, a, floor) else (raw, False)
    if BILLING.search(said) and MEMBER.search(text[:a]):
        return "", False  # whom the provider may bill, not what the plan pays
    if re.search(r"(?i)\bbill$", said) and not BILLED.match(text, b):
        return "", False  # "do not bill the same minutes twice": a rule of billing
    if raw == "pays" and WOULD.search(text[:a]):
        return "undecided", False
    meaning, turned = _turned(said, raw, _own_no(said, raw), _negated(text, a, floor) or bool(NONE_OF.match(text, b)))
    if turned:
        meaning = TURNED[meaning]
    elif BILLING.search(said):
        if re.search(r"(?i)\bnot\b|^cannot", said):
            meaning = "denies"
        elif not re.match(r"(?i)(?:may|can|able|permitted|authorized)\b", said):
            meaning = ""  # "must be billed with a modifier" is a rule of billing
    return meaning, turned


def _own_no(said: str, raw: str) -> bool:
    """Does the phrase bring its own negator?"""
    if re.match(r"(?i)(?:no|nor|not|never|without|cannot)\b", said) or re.search(r"(?i)n['’]t\b", said):
        return True
    inside = (
        raw == "pays"
        and not BILLING.search(said)
        and not re.search(r"(?i)no longer|\bnon-|does not appl|not exceed", said)
    )
    return bool(inside and re.search(r"(?i)\b(?:not|never|no)\b", said))


def _turned(said: str, raw: str, own_no: bool, negated: bool) -> tuple[str, bool]:
    """The meaning, and whether a negator turns it; "no separate payment" is bundled, not refused."""
    if raw == "bundles":
        if re.match(r"(?i)(?:any |separate|additional|nor)", said) and not own_no and not negated:
            return ("bundles" if re.search(r"(?i)\b(?:not|never)\b", said) else "pays"), False
        apart = re.match(r"(?i)(?:any )?(?:separate|additional|extra|further|distinct)", said)
        return raw, negated and not own_no and not apart
    if raw == "denies":
        return raw, negated and not own_no
    if own_no or negated:
        return ("bundles", False) if re.match(r"(?i)(?:any )?separate", said) and not own_no else (raw, True)
    return raw, False


def _past(text: str, a: int, b: int, floor: int) -> bool:
    """`was denied` is past; `was added to the fee schedule` is an event whose effect lasts."""
    frame = re.search(one("status", "past_frame").pattern, text[floor:a], re.I)
    if frame and re.search(r"(?i)\b(?:was|were|had)\b", text[floor + frame.end() : b]):
        return True
    lead = text[max(floor, a - 40) : a]
    gone = list(re.finditer(one("status", "past").pattern, lead, re.I))
    if not gone or EVENT.match(text[a:b]):
        return False
    between = lead[gone[-1].end() :]
    return len(between.split()) <= 3 and not re.match(
        r"(?i)\s+(?:\w+\s+)?(?:added|placed|moved|changed|designated|made|assigned|set|updated|revised|listed|determined|approved|classified|considered|reclassified)",
        between,
    )
