"""Days and ages: a day of somebody's care or claim, a birth date, an age of 90 or more.

The one thing a newcomer would get wrong: a date is private only when it is somebody's. The first day of a policy, a
bulletin or a webinar is public, and such days fill these notes; the nearest word that tells decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from tracker.intake.notes.cues import one_of, pattern
from tracker.intake.notes.reading import Finding, Note, nearest

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_NUMBER = rf"(?:oh|zero|{_UNITS}|{_TEENS}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
_FIRSTS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINAL = (
    rf"(?:(?:twenty|thirty)[- ](?:{_FIRSTS})|{_FIRSTS}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_CARDINAL = rf"(?:(?:twenty|thirty)[- ](?:{_UNITS})|{_TEENS}|twenty|thirty|{_UNITS})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_NTH = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_YEAR_WORDS = rf"(?:nineteen|twenty)(?:[ -](?:and|\w+ty|{_NUMBER})){{1,3}}"
_IN_YEAR = rf"(?:,? (?:{_YEAR}|{_YEAR_WORDS}))?"
_COUNTED = r"(?: (?:units?|claims?|lines?|denials?|sessions?|visits?|requests?|appeals?|day|time)\b)"
_NO_MORE = r"(?![\w%]|[./-]\d)"
_BORN = r"\b(?:d\.?o\.?b\.?|born|birth ?(?:date|day)?|date of birth)\W{0,3}(?:is |was |on |in )?"

_FULL = re.compile(
    r"(?<![\w./$-])(?:"
    rf"(?:0?[1-9]|1[0-2])(?P<s>[/.\-])\s?{_DAY}(?P=s)\s?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d(?P<t>[/.\-])(?:0[1-9]|1[0-2])(?P=t)(?:0[1-9]|[12]\d|3[01])"
    r"|(?:1[3-9]|2\d|3[01])(?P<u>[/.\-])(?:0?[1-9]|1[0-2])(?P=u)(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19[2-9]\d|20[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r")(?![\w$%]|[./-]\d)"
)
_WORDED = re.compile(
    r"(?<![\w$/-])(?:"
    rf"{_MONTH}\.?[ -]?(?:the )?{_DAY}(?:st|nd|rd|th)?(?!\w|[.,]\d\d\b(?!\d)|[:/%]|-\d{{4,}})(?:,? ?(?:of )?{_YEAR})?"
    rf"|{_DAY}(?:st|nd|rd|th)?[ /-]?(?:of |day of )?{_MONTH}\b\.?(?:,? ?[-/]?(?:{_YEAR}|\d\d\b))?"
    rf"|{_MONTH} (?:the )?{_ORDINAL}\b{_IN_YEAR}"
    rf"|(?:the )?{_ORDINAL} (?:day )?of {_MONTH}\b{_IN_YEAR}"
    rf"|{_MONTH} {_CARDINAL}\b(?!{_COUNTED}){_IN_YEAR}"
    r")(?!\w)",
    re.I,
)
_MONTH_DAY = rf"(?:0?[1-9]|1[0-2])/{_DAY}(?:/\d{{2,4}})?"
_RANGE = re.compile(rf"(?<![\w./$-]){_MONTH_DAY} ?(?:-|–|to|thru|through) ?{_MONTH_DAY}{_NO_MORE}")
_SHORT = re.compile(rf"(?<![\w./$-])(?:0?[1-9]|1[0-2])[/-]{_DAY}{_NO_MORE}")
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? (?:the )?"
    rf"(?P<value>{_NTH})\b(?! of|{_COUNTED})",
    re.I,
)
_DAY_ONLY = re.compile(
    rf"\b(?:on (?:the )?|(?:then|and|again|also|,) (?:on )?the )(?P<value>{_NTH})(?!{_COUNTED})\b", re.I
)
_HOLIDAY = re.compile(rf"\b(?P<value>{one_of('holiday')}(?: (?:day|eve))?(?:,? (?:of )?(?:19|20)\d\d)?)\b", re.I)
_CERTAIN = (_FULL, _WORDED, _RANGE)

_BIRTH_DIGITS = re.compile(_BORN + r"(?P<value>\d{1,4}[ /.-]?\d{1,2}[ /.-]?\d{2,4})(?!\w)", re.I)
_BIRTH_WORDS = re.compile(_BORN + rf"(?P<value>{_NUMBER}(?:[ -]{_NUMBER}){{1,7}})\b", re.I)
_SERVICE_DIGITS = re.compile(
    r"\b(?:dos|date of service|(?:svc|service) date)[: ]{1,2}"
    r"(?P<value>(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:20)?\d\d)(?!\w)",
    re.I,
)
_DIGITS_OF_SERVICE = re.compile(
    r"(?<![\w-])(?P<value>(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])20\d\d) (?:dos|svc|visit|session)\b", re.I
)
_BIRTH_BEFORE = re.compile(
    r"\b(?:d\.?o\.?b\.?|born|birth[ -]?(?:date|day)?s?|bday|b\.|b/d|date-of-birth|bd)\W{0,4}(?:\w+\W{0,3}){0,3}$", re.I
)
_BIRTH_AFTER = re.compile(r"\W{0,3}(?:dob|d\.o\.b)")
_BIRTH_YEAR = re.compile(
    r"\b(?:born(?: back)?(?: in)?(?: the year)?|birth year|year of birth|yob|b\.|born circa)[:\s]{1,2}"
    r"(?P<value>1[89]\d\d)\b(?![-/])",
    re.I,
)

_UNITS_AFTER = re.compile(
    r"\s{0,3}(?:units?|claims?|lines?|denials?|sessions?|visits?|x\b|min|hours?|hrs?|times?|people|caregivers?)", re.I
)
_FRACTION = re.compile(r"\d{1,2}/\d{1,2}(?= (?:of|the|our|a)\b)")
_POLICY_CALL = re.compile(
    r"\b(?:call(?:ed|s)?|spoke|phoned|asked)\b.*(?:\bpolicy\b|\bin general\b|\bno (?:specific )?claim"
    r"|\bgeneral (?:question|inquiry))"
)
_TURN = re.compile(rf"\b{one_of('turn_of_rules')}(?: (?:on|the))?[ :]{{0,2}}$", re.I)
_OF_A_DOCUMENT = re.compile(rf"\b{one_of('public_document')}\b[^.;]{{0,70}}$", re.I)

_OLD = r"(?:9\d|1[01]\d)"
_OLD_WORDS = (
    rf"(?:ninet(?:y|ies)(?:[- ](?:{_UNITS}))?|(?:a |one )?hundred(?:[- ](?:and[- ])?(?:{_UNITS}|ten))?"
    r"|centenarian|nonagenarian)"
)
_NOT_YEARS = (
    r"(?![\w%/:-]|[.,]\d| ?(?:%|percent|days?|min\b|minutes?|units?|claims?|lines?|denials?|dollars|visits?|sessions?"
    r"|hours?|business|calendar|times|cents|of\b|to\b|or more days|codes?|modifier))"
)
_COUNTED_WORDS = (
    r"(?! (?:days?|percent|minutes?|dollars|claims?|units?|sessions?|visits?|lines?|plans?|times|denials?)\b)"
)
_AGES = [
    re.compile(text, re.I)
    for text in (
        rf"(?<![\w.$-])(?P<value>{_OLD})\s?-?\s?(?:y\.?/?o\.?\b|yrs?\b|years?[- ](?:old|of age|young)|year[- ]old"
        r"|yr[- ]old|[mf]\b(?!\w))",
        r"\b(?:age[ds]?|turn(?:s|ed|ing)?|nearly|almost|is|was|be|pushing|hits?|reached|at|going on|s?he's|who's|now)"
        rf"[: ]{{1,2}}(?:now |about |over |past |at |already |just )?(?P<value>{_OLD}){_NOT_YEARS}",
        rf"(?<!\w)(?P<value>{_OLD_WORDS})[- ](?:years?[- ]old|year[- ]old|yrs?\b|y/?o\b|years of age)",
        r"\b(?:is|was|turn(?:s|ed|ing)?|aged?|she'?s|he'?s|her|his|mid|early|late|nearly|almost|past|over)[- ]"
        rf"(?:now |just |about |early |mid |late |over )?(?P<value>{_OLD_WORDS}){_COUNTED_WORDS}\b",
        r"\b(?:in|into) (?:her|his|their) (?:early |mid[- ]?|late )?(?P<value>nineties|90'?s|hundreds)\b",
        rf"\b(?P<value>{_OLD})(?:st|nd|rd|th) (?:birth ?day|b-?day|year)",
        rf"\b(?P<value>(?:a |one )hundred and (?:{_UNITS}|ten))\b{_COUNTED_WORDS}",
        rf"\b(?:pts?|patient|client|she|he|mom|dad|mother|father|wife|husband|vet|veteran),? \((?:age )?(?P<value>{_OLD})\)",
        r"\b(?P<value>(?:(?:super)?centenarian|nonagenarian)(?:,? \d{2,3})?)\b",
        rf"\b(?P<value>{_OLD})[- ](?:female|male|woman|man|lady|gentleman|widow|widower|grandm\w+|veteran|patient"
        r"|mother|father)\b",
    )
]


def find_dates(note: Note) -> Iterator[Finding]:
    """Birth dates, days of care or of a claim, and ages that Safe Harbor does not allow."""
    for m in _BIRTH_DIGITS.finditer(note.text):
        if sum(c.isdigit() for c in m["value"]) >= 5:
            yield *m.span("value"), "dob"
    for shape in (_SERVICE_DIGITS, _DIGITS_OF_SERVICE):
        for m in shape.finditer(note.text):
            yield *m.span("value"), "exact_date"
    for m in _BIRTH_WORDS.finditer(note.text):
        yield *m.span("value"), "dob"
    yield from _days(note)
    yield from _ages(note)


def _days(note: Note) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for shape in (_RANGE, _WEEKDAY, _FULL, _WORDED, _DAY_ONLY, _HOLIDAY, _SHORT):
        for m in shape.finditer(note.text):
            start, end = m.span("value") if "value" in shape.groupindex else m.span()
            if any(start < b and a < end for a, b in taken[-40:]):
                continue
            taken.append((start, end))
            before, after = note.sentence(start, end, 90)
            if _BIRTH_BEFORE.search(before) or _BIRTH_AFTER.match(after):
                yield start, end, "dob"
            elif _is_personal(note, start, end, before, after, certain=shape in _CERTAIN):
                yield start, end, "exact_date"


def _is_personal(note: Note, start: int, end: int, before: str, after: str, *, certain: bool) -> bool:
    """A whole date is somebody's unless a public word is nearer than a personal one; a short one (`3/14`) needs a
    personal word near it, since it may be a fraction or two codes."""
    if not certain and (_UNITS_AFTER.match(note.text, end) or _FRACTION.match(note.text, start)):
        return False
    if _POLICY_CALL.search(f"{before} … {after}") or _OF_A_DOCUMENT.search(before[-75:]):
        return False
    if certain and _TURN.search(before) and not pattern("somebody_there").search(before[-60:]):
        return False
    public = nearest(pattern("public_day"), before[-60:], after[:60])
    personal = nearest(pattern("personal_day"), before[-60:], after[:60])
    if not certain:
        return personal is not None and personal <= 25 and (public is None or personal < public)
    return public is None or (personal is not None and personal <= public)


def _ages(note: Note) -> Iterator[Finding]:
    for shape in _AGES:
        for m in shape.finditer(note.text):
            before, _ = note.sentence(m.start(), m.start(), 30)
            if not pattern("not_an_age").search(before):
                yield *m.span("value"), "age_over_89"
    for m in _BIRTH_YEAR.finditer(note.text):
        if int(m["value"]) <= datetime.now(UTC).year - 91:
            yield *m.span("value"), "age_over_89"
