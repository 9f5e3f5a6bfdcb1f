# ruff: noqa: E501, S105
"""Numbers and addresses of the electronic kind: SSN, member, record, claim and account numbers, devices, phone, mail, links.

The one thing a newcomer would get wrong: a number is private by what stands before it, not by its shape. Claim numbers,
NPIs, policy numbers and codes all look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes.lexicon import english
from tracker.intake.notes.reading import Finding, Note

_SEP = r"(?:\s*(?:#s?|no\b\.?|nos\b\.?|num\b(?:ber)?s?|nbr\b\.?|numbers?\b|ids?\b|i\.d\.|:|=|-|is|was|are|of|ending(?: in)?|ends in|ends with|on file)){0,4}[\s:#=(\-]*"
_TOKEN = r"(?:[A-Za-z]{2,4} (?=\d{5}))?(?=[A-Za-z0-9\-./*]*\d)(?:\*{2,6}|[A-Za-z0-9])(?:[A-Za-z0-9]|[\-./](?=[A-Za-z0-9])){2,29}(?: (?=[A-Z0-9\-]*\d)[A-Z0-9\-]{2,8}\b){0,3}"
_LONE = r"(?=[A-Za-z0-9\-./*]*\d)[A-Za-z0-9*](?:[A-Za-z0-9*]|[\-./](?=[A-Za-z0-9*])){2,29}"

_CUES: tuple[tuple[str, str], ...] = (
    (
        "claim_number",
        r"\b(?:claims?|clms?|icn|dcn|tcn|ccn|dln|control|auth(?:orization|orisation|s)?|pre-?auth|precert(?:ification)?|p\.?a\.?"
        r"|prior auth(?:orization)?|referral|appeals?|grievance|complaint|cases?|dispute|reconsideration|redetermination"
        r"|(?:call |their |our |payer )?ref(?:erence)?|confirmation|tracking|inquiry|enquiry|ticket|trace|eob|era|remit|conf)",
    ),
    (
        "mrn",
        r"\b(?:mrn|m\.r\.n\.|mr|med(?:ical)?\.? ?rec(?:ord)?s?|record|chart|emr|ehr|epic|patient file|file|pt id|patient id)",
    ),
    (
        "member_id",
        r"\b(?:(?:member|subscriber|insured|enrollee|beneficiary|bene|recipient|cardholder|policy ?holder|medicaid|medicare|mcaid|mcd|mcr|mbi|hicn?"
        r"|insurance|ins|plan|cin|health plan|id card|card id|mem|sub|mbr|umpi|rid)(?:'s)?|id)",
    ),
    (
        "account_number",
        r"\b(?:(?:patient |pt |guarantor |billing |hospital |our )?(?:acc(?:oun)?ts?|a/c)|guarantor|pcn|patient control|visit|encounter|enc|csn|fin|har|invoice"
        r"|statement|stmt|credit card|debit card|visa|mastercard|amex|card|bank account)",
    ),
    (
        "device_or_plate",
        r"\b(?:serial|ser|s/n|sn|udi|lot|device|implant|vin|(?:license |licence )?plates?|tag|registration)",
    ),
    (
        "other",
        r"\b(?:driver'?s?'? licen[sc]e|drivers lic|driver lic|licen[sc]e|dl|state id|passport|student id|employee id|badge)",
    ),
)  # fmt: skip
_LABELLED = [(kind, re.compile(cue + r"(?![A-Za-z])" + _SEP + f"(?P<value>{_TOKEN})", re.I)) for kind, cue in _CUES]
_STRONG = re.compile(r"#|\bno\b|\bnum|\bnbr|\bid\b|:|\bending|\bends\b", re.I)
_WEAK_ONLY_WITH_MARK = re.compile(
    r"^(?:claims?|clms?|control|cases?|appeals?|medicaid|medicare|mcaid|mcd|mcr|insurance|ins|plan|file|record|chart|visit|card|lot|device|tag"
    r"|mr|sub|sn|p\.?a\.?|ref|era|eob|remit|licen[sc]e|enc|fin|id|statement|registration|plates?|guarantor|grievance|complaint|dispute|ticket)\b",
    re.I,
)
_CODE = re.compile(
    r"(?:9\d{4}|[GHJKLQSTV]\d{4}|[0-9]{1,3}|(?:CO|PR|OA|PI)-?\d{1,3}|M[A]?\d{1,3}|N\d{1,3}|[A-Z]\d{2}(?:\.\w{1,4})?|\d{1,3}[.,]\d{2}|20[12]\d|19\d\d"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}-\d{1,2}-\d{2,4}|X12|\d{3}[AP]|CMS-?\d+|UB-?04|H\d{4}(?:-\d{3})?)(?:[-/ ][A-Z0-9]{2})*",
    re.I,
)
_POLICY_TALK = re.compile(
    r"\b(?:polic(?:y|ies)|bulletin|contract|medical policy|lcd|ncd|general question|general (?:coverage )?(?:call|inquiry)|no claim|not (?:about )?a claim|not claim"
    r"|policy question|coverage question|edit|guideline|manual|fee schedule|provider (?:enrol|id|number)|npi|tin|ein|caqh|taxonomy|payer id|clearinghouse)\b"
)
_NO_CLAIM = re.compile(
    r"\bno (?:specific |particular )?claims?\b|\bin general\b|\bgeneral (?:policy |coverage |benefit )?(?:question|call|inquiry|info)|\bpolicy (?:question|call|only|inquiry)|\bnot about (?:a|any) (?:claim|patient)|\bonly (?:asked )?(?:about|what) (?:the|their) policy"
)
_OURS = re.compile(
    r"\b(?:npi|tin|ein|tax id|caqh|taxonomy|payer|group|provider|policy|bulletin|contract|form|article|transmittal|edi|batch|clia|ptan)\W*(?:\w+\W+)?$"
)
_TURNED = re.compile(
    r"(?<![\w-])(?P<value>(?:[A-Za-z]{1,4} ?)?\d[\dA-Za-z-]*(?: [\dA-Z-]{2,}){0,3}) (?:is|was|=|as) (?:her|his|the|their|pt'?s?|patient'?s|member'?s)? ?"
    r"(?:(?:pt|patient|member|new|old|correct) )?(?P<what>mrn|chart|record|medical record|member id|id number|id|subscriber id|claim|icn|auth|referral|case|account|acct|ssn|social|serial)\b(?! (?:type|status|form|code))",
    re.I,
)
_TURNED_KIND = {
    "mrn": "mrn", "chart": "mrn", "record": "mrn", "medical record": "mrn", "claim": "claim_number", "icn": "claim_number", "auth": "claim_number",
    "referral": "claim_number", "case": "claim_number", "account": "account_number", "acct": "account_number", "ssn": "ssn", "social": "ssn", "serial": "device_or_plate",
}  # fmt: skip
_GROUPED = re.compile(r"(?<![\w-])[A-Z]{1,3} ?\d{2,3} \d{3} \d{3}(?![\w-])|(?<![\w-])[A-Z]{1,2}\d{8,11}(?![\w-])")
_LONG_NUMBER = re.compile(r"(?<![\w.,$/-])\d{9,20}(?![\w/%-]|[.,]\d)")
_SPACED_PHONE = re.compile(r"(?<![\w-])(?:\d[ .-]){9}\d(?![\w-])|(?<![\w-])(?:\d ){6}\d(?![\w-]| \d)")
_BARE_PHONE = re.compile(r"(?<![\w.$/-])(?:\d{7}|\d{10})(?![\w/-]|\.\d)")
_NUMBER_OF = re.compile(r"\b(?:number|call|cell|mobile|phone|ph|tel|text|reach\w*|contact)\b")
_SSN = re.compile(
    r"(?<![\w-])(?:\d{3}-\d{2}-\d{4}|\d{3} \d{2} \d{4}|[x*•#]{3}-?[x*•#]{2}-?\d{4}|\d{3}-?[x*•#]{2}-?\d{4}|[x*•]{5}\d{4})(?![\w-])",
    re.I,
)
_SSN_CUE = re.compile(
    r"\b(?:ssn?|s\.s\.n\.?|soc(?:ial)?(?: sec(?:urity)?)?(?: (?:number|no\.?|num|#))?|last (?:4|four)(?: digits)?)(?:\b|(?<=\.))[^\d\n]{0,40}?(?P<value>\d{9}|\d{3}[-. ]\d{2}[-. ]\d{4}|\d{4})(?!\d)",
    re.I,
)
_MBI = re.compile(
    r"(?<![\w-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\w-])",
    re.I,
)
_VIN = re.compile(r"(?<!\w)(?=[A-Z0-9]*\d[A-Z0-9]*\d[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)")
_MEMBER_SHAPE = re.compile(r"(?<![\w-])[A-Z]{3}\d{8,12}(?:[A-Z]\d{2})?(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])?\d{3}[.-]\d{4}(?!\w|-\d)|(?<![\w-])(?:\(\d{3}\)\s?|\d{3} )\d{3} \d{4}(?!\w|-\d)"
)
_PHONE_CUE = re.compile(
    r"\b(?:cell|mobile|phone|ph|tel|call|text|home|reach\w*|at)\b[\s:#.]*(?P<value>\d{10}|\d{7})(?!\d)", re.I
)
_TOLL_FREE = re.compile(r"(?:\+?1[\s.-]?)?\(?8(?:00|33|44|55|66|77|88)\b")
_THEIR_LINE = re.compile(
    r"\b(?:payer|provider|plan|rep|reps|line|claims?|appeals?|customer|member services|services|ivr|um|utili[sz]ation|intake|auth(?:orization)?s?|prior auth"
    r"|clinic|office|front desk|dept|department|hotline|call cent(?:er|re)|helpdesk|help desk|edi|support|unit|grievances?|peer.to.peer|p2p|toll.free|insurance"
    r"|aetna|cigna|humana|uhc|united|anthem|bcbs|blue|molina|medicare|medicaid|tricare|optum|evicore|carelon|kaiser|noridian|novitas|palmetto|wps|ngs|mac"
    r"|our (?:fax|phone|number|billing)|billing office|records request)\b"
)
_THEIR_HOME = re.compile(
    r"\b(?:home|cell|mobile|her|his|him|their|mom|mother|dad|father|wife|husband|spouse|son|daughter|dtr|sister|brother|family|patient|pt|caregiver|aide|guardian|poa"
    r"|niece|nephew|aunt|uncle|grand\w+|neighbor|friend|text(?:ed)?|voicemail|vm|reach(?:ed)?|parent|client|widow\w*|partner)\b"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,12}|[\w.+-]{2,40} ?(?:\(at\)|\[at\]| at ) ?[\w-]{2,40} ?(?:\(dot\)|\[dot\]| dot ) ?(?:com|net|org|edu)\b",
    re.I,
)
_ROLE_MAILBOX = re.compile(
    r"^(?:info|appeals?|claims?|provider\w*|billing|support|help\w*|contact|admin|office|noreply|no-reply|grievances?|policy|medicalpolicy|coding|edi|um|auths?"
    r"|customerservice|customer\.service|medical\.?policy|network|contracting|credentialing|records|compliance|member\w*|service\w*|clinic|frontdesk|reception|webinars?|news\w*|feedback|questions?|inquir\w+)\b[\w.+-]*@",
    re.I,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{3,200}|(?<![@\w.])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|gov|health|edu|io|us|example|test|local)/[^\s<>\"')\]]{1,200}",
    re.I,
)
_LEADS_TO_ONE = re.compile(
    r"[?&/=;_-](?:p|pt|pid|patient\w*|member\w*|mem|mrn|claim\w*|clm|id|record\w*|chart|acct|account|visit|encounter|enc|case|msg|message|user|sub(?:scriber)?|token|eob|doc(?:ument)?id|guid|u|t|c|m|r|auth|ref)"
    r"[=/_:-]?[^\s/?&=]*\d|/[0-9a-f]{6,}(?:\b|$)|/\d{4,}(?:\b|$)|=[\w-]*\d{3,}|/[\w-]*\d{5,}",
    re.I,
)
_PUBLIC_PAGE = re.compile(
    r"\.gov\b|polic|bulletin|guideline|manual|fee-?schedule|lcd|ncd|article|news|blog|codes?\b|webinar|\.pdf|transmittal|publication|coverage|provider-?news|updates?",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w@.])@(?=\w*[A-Za-z])\w{3,30}\b")
_IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
_PLATE = re.compile(
    r"\b(?:plates?|tag)\b(?:\s*(?:number|no\.?|#|:|is|was)){0,3}\s*(?P<value>(?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,4})\b",
    re.I,
)


def find_identifiers(note: Note) -> Iterator[Finding]:
    yield from _links(note)
    yield from _social_security(note)
    yield from _shapes(note)
    yield from _labelled(note)
    yield from _phones(note)


def _shapes(note: Note) -> Iterator[Finding]:
    for kind, pattern in (("member_id", _MBI), ("member_id", _MEMBER_SHAPE), ("device_or_plate", _VIN), ("other", _IP)):
        for m in pattern.finditer(note.text):
            yield m.start(), m.end(), kind
    for m in _GROUPED.finditer(note.text):
        if not _OURS.search(note.text[max(0, m.start() - 24) : m.start()].casefold()):
            yield m.start(), m.end(), "member_id"
    for m in _LONG_NUMBER.finditer(note.text):
        before = note.text[max(0, m.start() - 24) : m.start()].casefold()
        if not _OURS.search(before) and not _is_npi(m[0]):
            yield m.start(), m.end(), "claim_number"
    for m in _TURNED.finditer(note.text):
        if _long(m["value"]):
            yield *m.span("value"), _TURNED_KIND.get(m["what"].casefold(), "member_id")
    for m in _PLATE.finditer(note.text):
        yield *m.span("value"), "device_or_plate"
    for m in _HANDLE.finditer(note.text):
        yield m.start(), m.end(), "other"


def _is_npi(number: str) -> bool:
    """Ten digits with the check digit of a National Provider Identifier."""
    if len(number) != 10:
        return False
    total = 24  # what the prefix 80840 adds
    for at, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _social_security(note: Note) -> Iterator[Finding]:
    for m in _SSN.finditer(note.text):
        yield m.start(), m.end(), "ssn"
    for m in _SSN_CUE.finditer(note.text):
        if "card" not in m[0].casefold():
            yield *m.span("value"), "ssn"


def _labelled(note: Note) -> Iterator[Finding]:
    for kind, pattern in _LABELLED:
        for m in pattern.finditer(note.text):
            start, end = m.span("value")
            value = m["value"]
            first, _, rest = value.partition(" ")
            if first.isalpha() and first.casefold() in english():
                start, value = start + len(first) + 1, rest
            label = note.text[m.start() : start]
            if _WEAK_ONLY_WITH_MARK.match(label) and not _STRONG.search(label) and not _long(value):
                continue
            if _CODE.fullmatch(value) or _PHONE.fullmatch(value) or _is_ours(note, m.start(), kind, start, end):
                continue
            yield start, end, kind


def _long(value: str) -> bool:
    digits = sum(c.isdigit() for c in value)
    return digits >= 6 or (digits >= 3 and any(c.isalpha() for c in value) and len(value) >= 6)


def _is_ours(note: Note, label_at: int, kind: str, start: int, end: int) -> bool:
    """A number of the payer's policy or of the clinic, or a call about a policy and no claim."""
    before, after = note.sentence(start, end)
    if _OURS.search(note.text[max(0, label_at - 24) : label_at].casefold()):
        return True
    said = note.text[max(0, start - 160) : end + 60].casefold()
    if kind == "claim_number" and _NO_CLAIM.search(said):
        return True
    return kind == "claim_number" and bool(_POLICY_TALK.search(before + " … " + after)) and "claim" not in before[-30:]


def _phones(note: Note) -> Iterator[Finding]:
    found = [m.span() for m in _PHONE.finditer(note.text)]
    found += [m.span("value") for m in _PHONE_CUE.finditer(note.text)]
    found += [m.span() for m in _BARE_PHONE.finditer(note.text) if _is_number_of_somebody(note, *m.span())]
    for m in _SPACED_PHONE.finditer(note.text):
        yield m.start(), m.end(), "phone"
    for start, end in found:
        before, after = note.sentence(start, end, 60)
        home = _near_end(_THEIR_HOME, before)
        theirs = _near_end(_THEIR_LINE, before)
        if theirs is None and home is None:
            theirs = _near_start(_THEIR_LINE, after[:25])
            home = _near_start(_THEIR_HOME, after[:40])
        if _TOLL_FREE.match(note.text, start):
            home = home if home is not None and home < 12 else None
            theirs = 12 if theirs is None else theirs
        if theirs is None or (home is not None and home <= theirs):
            yield start, end, "phone"


def _is_number_of_somebody(note: Note, start: int, end: int) -> bool:
    before, _ = note.sentence(start, end, 45)
    return bool(_NUMBER_OF.search(before) and _THEIR_HOME.search(before))


def _near_end(pattern: re.Pattern[str], text: str) -> int | None:
    ends = [m.end() for m in pattern.finditer(text)]
    return len(text) - ends[-1] if ends else None


def _near_start(pattern: re.Pattern[str], text: str) -> int | None:
    m = pattern.search(text)
    return m.start() if m else None


def _links(note: Note) -> Iterator[Finding]:
    for m in _EMAIL.finditer(note.text):
        if not _ROLE_MAILBOX.match(m[0]):
            yield m.start(), m.end(), "email"
    for m in _LINK.finditer(note.text):
        link = m[0].rstrip(".,;:")
        path = re.sub(r"^(?:https?://)?[^/]*", "", link)
        if _LEADS_TO_ONE.search(path) and not _PUBLIC_PAGE.search(link):
            yield m.start(), m.start() + len(link), "url_portal_with_id"
