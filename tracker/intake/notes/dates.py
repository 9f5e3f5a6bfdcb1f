# ruff: noqa: E501
"""Days and ages: a day of somebody's care or claim, a birth date, an age of 90 or more.

The one thing a newcomer would get wrong: a date is private only when it is somebody's. The first day of a policy, a
bulletin or a webinar is public, and such days fill these notes; the nearest word that tells decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tracker.intake.notes.reading import Finding, Note, nearest

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ONES = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "thirtieth",
]
_ORDINAL = rf"(?:(?:twenty|thirty)[- ](?:{'|'.join(_ONES[:9])})|{'|'.join(_ONES)})"
_CARDINAL = (
    r"(?:(?:twenty|thirty)[- ](?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|one|two|three|four|five|six|seven|eight|nine)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_YEAR_WORDS = r"(?:nineteen|twenty)(?:[ -](?:hundred|oh|and|\w+ty|\w+teen|ten|eleven|twelve|one|two|three|four|five|six|seven|eight|nine)){1,3}"
_FULL = re.compile(
    rf"(?<![\w./$-])(?:"
    rf"(?:0?[1-9]|1[0-2])(?P<s>[/.\-])\s?{_DAY}(?P=s)\s?(?:(?:19|20)\d\d|\d\d)"
    rf"|(?:19|20)\d\d(?P<t>[/.\-])(?:0[1-9]|1[0-2])(?P=t)(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:1[3-9]|2\d|3[01])(?P<u>[/.\-])(?:0?[1-9]|1[0-2])(?P=u)(?:(?:19|20)\d\d|\d\d)"
    rf"|(?:19[2-9]\d|20[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    rf")(?![\w$%]|[./-]\d)"
)
_WORDED = re.compile(
    rf"(?<![\w$/-])(?:"
    rf"{_MONTH}\.?[ -]?(?:the )?{_DAY}(?:st|nd|rd|th)?(?!\w|[.,]\d\d\b(?!\d)|[:/%]|-\d{{4,}})(?:,? ?(?:of )?{_YEAR})?"
    rf"|{_DAY}(?:st|nd|rd|th)?[ -]?(?:of |day of )?{_MONTH}\b\.?(?:,? ?-?(?:{_YEAR}|\d\d\b))?"
    rf"|{_MONTH} (?:the )?{_ORDINAL}\b(?:,? (?:{_YEAR}|{_YEAR_WORDS}))?"
    rf"|(?:the )?{_ORDINAL} (?:day )?of {_MONTH}\b(?:,? (?:{_YEAR}|{_YEAR_WORDS}))?"
    rf"|{_MONTH} {_CARDINAL}\b(?! (?:units?|claims?|lines?|denials?|sessions?|visits?))(?:,? (?:{_YEAR}|{_YEAR_WORDS}))?"
    rf")(?!\w)",
    re.I,
)
_RANGE = re.compile(
    rf"(?<![\w./$-])(?:0?[1-9]|1[0-2])/{_DAY}(?:/\d{{2,4}})? ?(?:-|–|to|thru|through) ?(?:0?[1-9]|1[0-2])/{_DAY}(?:/\d{{2,4}})?(?![\w%]|[./-]\d)"
)
_HOLIDAY = re.compile(
    r"\b(?P<value>(?:christmas|halloween|thanksgiving|easter|new year'?s|valentine'?s|independence|memorial|labor|mother'?s|father'?s|veterans|groundhog|leap|st\.? patrick'?s)(?: (?:day|eve))?(?:,? (?:of )?(?:19|20)\d\d)?)\b",
    re.I,
)
_BIRTH_DIGITS = re.compile(
    r"\b(?:d\.?o\.?b\.?|born|birth ?date|date of birth)\W{0,3}(?:is |was |on |in )?(?P<value>\d{1,4}[ /.-]?\d{1,2}[ /.-]?\d{2,4})(?!\w)",
    re.I,
)
_SHORT = re.compile(rf"(?<![\w./$-])(?:0?[1-9]|1[0-2])[/-]{_DAY}(?![\w%]|[./-]\d)")
_DAY_ONLY = re.compile(
    r"\b(?:on (?:the )?|(?:then|and|again|also|,) (?:on )?the )(?P<value>(?:[12]?\d|3[01])(?:st|nd|rd|th))(?! (?:line|claim|unit|session|visit|request|appeal|day|time))\b",
    re.I,
)
_UNITS_AFTER = re.compile(
    r"\s*(?:units?|claims?|lines?|denials?|sessions?|visits?|x\b|min|hours?|hrs?|times?|people|caregivers?)", re.I
)

_PUBLIC = re.compile(
    r"\b(?:polic(?:y|ies)|bulletins?|effective|eff\.?|fee schedules?|webinars?|lcds?|ncds?|publish\w*|updat\w+|revis\w+|guidelines?|guidance|manuals?"
    r"|newsletters?|meetings?|conference|deadline|as of|starting|starts?|begin\w*|beginning|contract\w*|amend\w*|rules?|transmittals?|memos?|memorandum|edits?|ncci|mue"
    r"|final rule|cms|article|posted|posting|announce\w*|notice to providers|provider notice|provider alert|alert|town hall|training call|call series|open door"
    r"|cut.?off|sunsets?|retire[sd]?|expir\w+|go.?live|went live|version|release[sd]?|dated policy|medical policy|coverage (?:starts|began|begins|change)|implement\w*|on or after|on/after|prior to"
    r"|before|after|until|through|since|quarterly|fiscal|legislature|bill|statute|law|signed into|workshop|summit|committee|board|listserv|faq|q&a|handbook|reference guide|rate change"
    r"|code (?:list|set|update)|lists?|notices?|changes?|review(?:ed)?|grace period|table|circular|notification|network|(?:payable|allowed|covered|valid|applies|apply|required|bundled|excluded|in force|in effect) (?:only )?(?:from|as of|starting|beginning))\b",
    re.I,
)
_PERSONAL = re.compile(
    r"\b(?:dos|d\.o\.s|date of service|dates of service|service dates?|svc|seen|saw|visit(?:ed|s)?|session|treated|tx|eval\w*|admit\w*|admission|discharg\w+|d/?c'?d|dcd|died|passed|death"
    r"|denied|denial|denials|paid|processed|adjudicated|remit\w*|remittance|era|eob|letter|appeal(?:ed|s)?|claim|claims|filed|submitted|billed|resubmitted|received|recd|rcvd|sent|mailed|faxed"
    r"|called|call|spoke|phoned|trained|training on|train(?:ing)? (?:was|happened|took)|appointment|appt|surgery|stroke|fell|fall|injur\w+|accident|onset|hospital\w*|snf|rehab|home|patient|pt|pts"
    r"|her|his|she|he|their|mom|mother|dad|wife|husband|son|daughter|dtr|caregiver|family|consent|signed|poc|plan of care|referral|auth\w*|check|payment|recoup\w*|refund\w*|overpayment|hearing"
    r"|grievance|complaint|p2p|peer.to.peer|came|attended|enrolled|termed|terminated|moved|delivered|last (?:visit|seen|session))\b",
    re.I,
)
_STRONG_PUBLIC = re.compile(
    r"\b(?:polic(?:y|ies)|bulletins?|effective|fee schedules?|webinars?|lcds?|ncds?|final rule|transmittals?|newsletters?|(?:provider|network|payer|plan) (?:update|notice|alert|news|memo)s?|on or after|on/after|dates? of service (?:on or )?(?:after|before|through|from|beginning|prior)"
    r"|dos (?:on or )?(?:after|before|from|beginning|prior)|services? (?:on or )?(?:after|before|from)|claims? (?:with dos )?(?:on or )?(?:after|before|from)|revis\w+|amend\w*|guidelines?|manual|medical policy)\b"
    r"[^.;]{0,70}$",
    re.I,
)
_FRACTION = re.compile(r"\d{1,2}/\d{1,2}(?= (?:of|the|our|a)\b)")
_POLICY_CALL = re.compile(
    r"\b(?:call(?:ed|s)?|spoke|phoned|asked)\b.*(?:\bpolicy\b|\bin general\b|\bno (?:specific )?claim|\bgeneral (?:question|inquiry))"
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|born|birth ?(?:date|day)?s?|birth|bday|b\.|b/d|date of birth|date-of-birth|bd)\W{0,4}(?:\w+\W{0,3}){0,3}$",
    re.I,
)
_AGE_WORD = (
    r"(?:ninet(?:y|ies)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )?hundred(?:[- ](?:and[- ])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?"
    r"|centenarian|nonagenarian)"
)
_AGES = [
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<![\w.$-])(?P<value>9\d|1[01]\d)\s?-?\s?(?:y\.?/?o\.?\b|yrs?\b|years?[- ](?:old|of age|young)|year[- ]old|yr[- ]old|[mf]\b(?!\w))",
        r"\b(?:age[ds]?|aged|turn(?:s|ed|ing)?|nearly|almost|is|was|she'?s|he'?s|who'?s|pt is|now)[: ]{1,2}(?:now |about |over |past |at |already |just )?(?P<value>9\d|1[01]\d)(?![\w%/:-]|[.,]\d| ?(?:%|percent|days?|min\b|minutes?|units?|claims?|lines?|denials?|dollars|visits?|sessions?|hours?|business|calendar|times|cents|of\b|to\b|or more days|codes?|modifier))",
        rf"(?<!\w)(?P<value>{_AGE_WORD})[- ](?:years?[- ]old|year[- ]old|yrs?\b|y/?o\b|years of age)",
        rf"\b(?:is|was|turn(?:s|ed|ing)?|age|aged|she'?s|he'?s|her|his|mid|early|late|nearly|almost|past|over)[- ](?:now |just |about |early |mid |late |over )?(?P<value>{_AGE_WORD})(?! (?:days?|percent|minutes?|dollars|claims?|units?|sessions?|visits?|lines?|plans?|times))\b",
        r"\b(?:in|into) (?:her|his|their) (?:early |mid[- ]?|late )?(?P<value>nineties|90'?s|hundreds)\b",
        r"\b(?P<value>9\d|1[01]\d)(?:st|nd|rd|th) (?:birth ?day|b-?day|year)",
        r"\b(?P<value>centenarian|nonagenarian)\b",
        r"\b(?P<value>(?:9\d|1[01]\d))[- ](?:female|male|woman|man|lady|gentleman|widow|widower|grandm\w+|veteran|patient|mother|father)\b",
    )
]  # fmt: skip
_BIRTH_YEAR = re.compile(
    r"\b(?:born(?: back)?(?: in)?(?: the year)?|birth year|year of birth|yob|b\.|born circa)[:\s]{1,2}(?P<value>1[89]\d\d)\b(?![-/])",
    re.I,
)


def find_dates(note: Note) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for m in _BIRTH_DIGITS.finditer(note.text):
        if sum(c.isdigit() for c in m["value"]) >= 5:
            yield *m.span("value"), "dob"
    for pattern in (_RANGE, _FULL, _WORDED, _DAY_ONLY, _HOLIDAY, _SHORT):
        for m in pattern.finditer(note.text):
            start, end = m.span("value") if "value" in pattern.groupindex else m.span()
            if any(start < b and a < end for a, b in taken[-40:]):
                continue
            taken.append((start, end))
            before, after = note.sentence(start, end, 90)
            if _BIRTH.search(before) or re.match(r"\W{0,3}(?:dob|d\.o\.b)", after):
                yield start, end, "dob"
            elif _is_personal(note, start, end, before, after, certain=pattern in (_FULL, _WORDED, _RANGE)):
                yield start, end, "exact_date"
    yield from _ages(note)


def _is_personal(note: Note, start: int, end: int, before: str, after: str, *, certain: bool) -> bool:
    """A whole date is somebody's unless a public word is nearer than a personal one; a short one (`3/14`) needs a
    personal word near it, since it may be a fraction or two codes."""
    if not certain and (_UNITS_AFTER.match(note.text, end) or _FRACTION.match(note.text, start)):
        return False
    if _POLICY_CALL.search(before + " … " + after):
        return False
    if _STRONG_PUBLIC.search(before[-75:]):
        return False
    public = nearest(_PUBLIC, before[-60:], after[:60])
    personal = nearest(_PERSONAL, before[-60:], after[:60])
    if not certain:
        return personal is not None and personal <= 25 and (public is None or personal < public)
    return public is None or (personal is not None and personal <= public)


def _ages(note: Note) -> Iterator[Finding]:
    for pattern in _AGES:
        for m in pattern.finditer(note.text):
            yield *m.span("value"), "age_over_89"
    for m in _BIRTH_YEAR.finditer(note.text):
        if int(m["value"]) <= date.today().year - 91:  # noqa: DTZ011 - a day more or less does not matter
            yield *m.span("value"), "age_over_89"
