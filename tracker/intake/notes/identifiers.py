"""Numbers that name one person or one claim: SSN, member, record, claim and account numbers, devices, plates, licences.

The one thing a newcomer would get wrong: a number is private by what stands before it, not by its shape. Claim numbers,
NPIs, policy numbers and codes all look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes.cues import one_of, pattern
from tracker.intake.notes.lexicon import english
from tracker.intake.notes.reading import Finding, Note

_BETWEEN = (
    r"(?:\s*(?:#s?|no\b\.?|nos\b\.?|num\b(?:ber)?s?|nbr\b\.?|numbers?\b|ids?\b|i\.d\.|:|=|-|is|was|are|of|\.{2,3}|…"
    r"|ending(?: in)?|ends in|ends with|on file)){0,4}[\s:#=(\-…]*"
)
_VALUE = (
    r"(?P<value>(?:[A-Za-z]{2,4} (?=\d{5}))?(?=[A-Za-z0-9\-./*]*\d)(?:\*{2,6}|[A-Za-z0-9])"
    r"(?:[A-Za-z0-9]|[\-./](?=[A-Za-z0-9])){2,29}(?: (?=[A-Z0-9\-]*\d)[A-Z0-9\-]{2,8}\b){0,3})"
)
_LABELLED = [
    (kind, re.compile(rf"\b{one_of(label)}(?![A-Za-z]){_BETWEEN}{_VALUE}", re.I))
    for kind, label in (
        ("claim_number", "claim_label"),
        ("mrn", "mrn_label"),
        ("member_id", "member_label"),
        ("account_number", "account_label"),
        ("device_or_plate", "device_label"),
        ("other", "licence_label"),
    )
]
_MARK = re.compile(r"#|\bno\b|\bnum|\bnbr|\bid\b|:|\.\.|…|\bending|\bends\b", re.I)
_WEAK_LABEL = re.compile(rf"^{one_of('weak_label')}\b", re.I)
_CODE = re.compile(
    r"(?:9\d{4}[-–]9\d{4}|9\d{4}|[GHJKLQSTV]\d{4})(?:[-/ ](?:[A-Z][A-Z0-9]|[2-9]\d))*"
    r"|(?:[0-9]{1,3}|(?:CO|PR|OA|PI)-?\d{1,3}|M[A]?\d{1,3}|N\d{1,3}|[A-Z]\d{2}(?:\.\w{1,4})?"
    r"|\d{1,3}[.,]\d{2}|20[12]\d|19\d\d|(?:0?[1-9]|1[0-2])[/-](?:[0-2]?\d|3[01])(?:[/-]\d{2,4})?|X12|NM1|[A-Z]{2,3}\d"
    r"|\d{1,3}-\d{1,3}|\d{3}[AP]|CMS-?\d+|UB-?04|H\d{4}(?:-\d{3})?)",
    re.I,
)
_SEVEN_OR_TEN = re.compile(r"(?:\+?1[\s.-]?)?(?:\(?\d{3}\)?[\s.-]?)?\d{3}[.-]\d{4}")
_OURS = re.compile(rf"\b{one_of('not_theirs')}[^\w.;\n]{{0,4}}(?:[a-z]+[^\w.;\n]{{1,4}})?$")
_OF_A_PAPER = re.compile(rf"\b{one_of('paper')}\b[^.;]{{0,16}}$")

_WHAT = {
    "mrn": "mrn",
    "chart": "mrn",
    "record": "mrn",
    "medical record": "mrn",
    "claim": "claim_number",
    "icn": "claim_number",
    "auth": "claim_number",
    "referral": "claim_number",
    "case": "claim_number",
    "account": "account_number",
    "acct": "account_number",
    "ssn": "ssn",
    "social": "ssn",
    "serial": "device_or_plate",
    "member id": "member_id",
    "subscriber id": "member_id",
    "id number": "member_id",
    "id": "member_id",
}
_LABEL_AFTER = re.compile(
    r"(?<![\w-])(?P<value>(?:[A-Za-z]{1,4} ?)?\d[\dA-Za-z-]*(?: [\dA-Z-]{2,}){0,3}) (?:is|was|=|as) "
    r"(?:her|his|the|their|pt'?s?|patient'?s|member'?s)? ?(?:(?:pt|patient|member|new|old|correct) )?"
    rf"(?P<what>{'|'.join(sorted(_WHAT, key=len, reverse=True))})\b(?! (?:type|status|form|code))",
    re.I,
)
_ENDING = re.compile(
    r"\b(?:ending(?: in| with)?|ends?(?: in| with)?|last (?:[3-6]|three|four|five|six)(?: digits?)?"
    r"(?: (?:of|on) [\w' ]{2,25}?)?(?: (?:is|are|was))?)[:\s#]{1,2}(?P<value>(?!20[12]\d\b)\d{3,6})(?![\w/%-])",
    re.I,
)
_ENDING_OF = (
    (re.compile(r"card|acc(?:oun)?t|visa"), "account_number"),
    (re.compile(r"social|ssn|ss#"), "ssn"),
    (re.compile(r"phone|cell|number|call"), "phone"),
    (re.compile(r"member|subscriber|medicaid|medicare|\bid\b"), "member_id"),
    (re.compile(r"mrn|record|chart"), "mrn"),
)
_NUMBER_FOR = re.compile(
    r"\b(?:number|no\.|#) (?:for|of|on) (?:him|her|them|(?:the |this )?(?:patient|client|pt))(?: is| was|:)? "
    r"(?P<value>(?=[\w-]*\d{3})[A-Za-z0-9-]{3,20})\b",
    re.I,
)
_CARD = re.compile(
    r"\b(?:card|visa|mastercard|amex|hsa|fsa|debit|credit)\b[^\d\n]{0,20}?(?P<value>[x*#]{1,12}-?\d{4})(?!\d)", re.I
)
_PLATE = re.compile(
    r"\b(?:plates?|tag)\b(?:\s*(?:number|no\.?|#|:|is|was)){0,3}\s*"
    r"(?P<value>(?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,4})\b",
    re.I,
)

# Payers' policies have short numbers; one of seven digits and more is somebody's insurance policy.
_POLICY = re.compile(
    r"\bpolicy(?: (?:id|no\.?|num(?:ber)?|#))+(?: is|:)? ?#?(?P<value>(?=(?:[A-Z-]*\d){7})[A-Z0-9][A-Z0-9-]{6,20})(?![\w-])",
    re.I,
)

_L = "[AC-HJKMNP-RT-Y]"  # letters of a Medicare number: no S, L, O, I, B, Z
_A = "[AC-HJKMNP-RT-Y0-9]"
_SHAPES = [
    ("member_id", re.compile(rf"(?<![\w-])(?P<value>[1-9]{_L}{_A}\d-?{_L}{_A}\d-?{_L}{{2}}\d{{2}})(?![\w-])", re.I)),
    ("member_id", re.compile(r"(?<![\w-])(?P<value>[A-Z]{3}\d{8,12}(?:[A-Z]\d{2})?)(?![\w-])")),
    ("device_or_plate", re.compile(r"(?<!\w)(?P<value>(?=(?:[A-Z]*\d){3})(?=\d*[A-Z])[A-HJ-NPR-Z0-9]{17})(?!\w)")),
    ("account_number", _CARD),
    ("mrn", _NUMBER_FOR),
    ("device_or_plate", _PLATE),
    ("member_id", _POLICY),
]  # fmt: skip
_HIDDEN = "[x*•#]"
_SSN = re.compile(
    rf"(?<![\w-])(?:\d{{3}}-\d{{2}}-\d{{4}}|\d{{3}} \d{{2}} \d{{4}}|{_HIDDEN}{{3}}-?{_HIDDEN}{{2}}-?\d{{4}}"
    rf"|\d{{3}}-?{_HIDDEN}{{2}}-?\d{{4}})(?![\w-])",
    re.I,
)
_SSN_CUE = re.compile(
    r"\b(?:ssn?|s\.s\.n\.?|soc(?:ial)?(?: sec(?:urity)?)?(?: (?:number|no\.?|num|#))?|last (?:4|four)(?: digits)?)"
    r"(?:\b|(?<=\.))[^\d\n]{0,40}?(?P<value>\d{9}|\d{3}[-. ]\d{2}[-. ]\d{4}|\d{4})(?!\d)",
    re.I,
)
_GROUPED = re.compile(r"(?<![\w-])(?P<value>[A-Z]{1,3} ?\d{2,4}(?: \d{2,4}){2,3}|[A-Z]{1,2}\d{8,11})(?![\w-])")
_LONG_NUMBER = re.compile(r"(?<![\w.,$/-])\d{9,20}(?![\w/%-]|[.,]\d)")
_HASHED = re.compile(r"(?<!\w)#\s?(?P<value>(?=(?:[A-Za-z-]*\d){5})[A-Za-z0-9][A-Za-z0-9-]{4,24})(?![\w-])")
_MIXED = re.compile(r"(?<![\w.#/-])(?P<value>(?=[A-Z-]*\d)[A-Z]{1,4}-?\d{6,16}[A-Z]?(?:-\d{1,3})?)(?![\w/-])")


def find_identifiers(note: Note) -> Iterator[Finding]:
    """Numbers of a person, a claim or a thing that is theirs."""
    yield from _social_security(note)
    for kind, shape in _SHAPES:
        for m in shape.finditer(note.text):
            yield *m.span("value"), kind
    yield from _labelled(note)
    yield from _labelled_after(note)
    yield from _without_label(note)


def _social_security(note: Note) -> Iterator[Finding]:
    for m in _SSN.finditer(note.text):
        yield m.start(), m.end(), "ssn"
    for m in _SSN_CUE.finditer(note.text):
        if "card" not in m[0].casefold():
            yield *m.span("value"), "ssn"


def _labelled(note: Note) -> Iterator[Finding]:
    """`claim # ...`, `member id: ...`: not a code, not the payer's or the clinic's own number."""
    for kind, shape in _LABELLED:
        for m in shape.finditer(note.text):
            start, end = m.span("value")
            value = m["value"]
            first, _, rest = value.partition(" ")
            if first.isalpha() and first.casefold() in english():
                start, value = start + len(first) + 1, rest
            label = note.text[m.start() : start]
            if _WEAK_LABEL.match(label) and not _MARK.search(label) and not _long(value):
                continue
            is_code = _CODE.fullmatch(value) or _SEVEN_OR_TEN.fullmatch(value)
            if not is_code and not _is_ours(note, m.start(), kind, start, end):
                yield start, end, kind


def _labelled_after(note: Note) -> Iterator[Finding]:
    """`4417 22 is her chart`, `card ending 4417`."""
    for m in _LABEL_AFTER.finditer(note.text):
        if _long(m["value"]):
            yield *m.span("value"), _WHAT[m["what"].casefold()]
    for m in _ENDING.finditer(note.text):
        start, end = m.span("value")
        before = note.text[max(0, start - 45) : start].casefold()
        yield start, end, next((kind for cue, kind in _ENDING_OF if cue.search(before)), "claim_number")


def _without_label(note: Note) -> Iterator[Finding]:
    """Numbers too long to be a code, unless the words before make them the payer's or the clinic's."""
    for m in _GROUPED.finditer(note.text):
        if not _OURS.search(_just_before(note, m.start(), 24)):
            yield *m.span("value"), "member_id"
    for m in _LONG_NUMBER.finditer(note.text):
        if not _OURS.search(_just_before(note, m.start(), 24)) and not _is_npi(m[0]):
            yield m.start(), m.end(), "claim_number"
    for shape in (_HASHED, _MIXED):
        for m in shape.finditer(note.text):
            start, end = m.span("value")
            about_policy = pattern("no_claim").search(note.around(start, end))
            if not about_policy and not _OF_A_PAPER.search(_just_before(note, start, 40)):
                yield start, end, "claim_number"


def _just_before(note: Note, start: int, reach: int) -> str:
    return note.text[max(0, start - reach) : start].casefold()


def _long(value: str) -> bool:
    digits = sum(c.isdigit() for c in value)
    return digits >= 6 or (digits >= 3 and any(c.isalpha() for c in value) and len(value) >= 6)


def _is_ours(note: Note, label_at: int, kind: str, start: int, end: int) -> bool:
    """A number of the payer's policy or of the clinic, or a call about a policy and no claim."""
    if _OURS.search(_just_before(note, label_at, 24)):
        return True
    if kind != "claim_number":
        return False
    if pattern("no_claim").search(note.text[max(0, start - 160) : end + 100]):
        return True
    before, after = note.sentence(start, end)
    return bool(pattern("policy_talk").search(f"{before} … {after}")) and "claim" not in before[-30:]


def _is_npi(number: str) -> bool:
    """Ten digits with the check digit of a National Provider Identifier."""
    if len(number) != 10:
        return False
    total = 24  # what the prefix 80840 adds
    for at, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
