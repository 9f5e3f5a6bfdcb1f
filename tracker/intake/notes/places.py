"""Where somebody lives, works or learns: addresses, ZIP codes, towns of residence, homes, schools, employers, photos.

The one thing a newcomer would get wrong: most addresses in these notes are the payer's (where appeals go) or the
clinic's; they are public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker import reference
from tracker.intake.notes.cues import one_of, pattern, words
from tracker.intake.notes.lexicon import english, payer_words
from tracker.intake.notes.reading import Finding, Note
from tracker.vocabulary import STATES

_CAP = r"[A-Z][\w'’&.-]{1,24}"
_NAMED = rf"(?:{_CAP})(?: (?:{_CAP}|of|the|and|at|on|de|la)){{0,4}}"
_STATE = r"(?:" + "|".join(sorted({*STATES, *STATES.values()}, key=len, reverse=True)) + r")"
_ZIP5 = r"(?P<value>\d{5}(?:-\d{4})?)(?![\w-])"
_START = r"(?<![\w/#.-])"
_UNIT = r"(?:,? (?:apt|apartment|unit|lot|trlr|trailer|#|ste|suite|space)\.? ?#?[\w-]{1,5})?"
_WORD = r"(?:[A-Z0-9][\w'’.-]{0,24}|old|the|of|de|la|las|los|san|santa)"
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_STREETS = [
    re.compile(text, re.I)
    for text in (
        rf"{_START}\d{{1,6}}(?:[- ]?1/2|[A-D])? (?:(?:[ns]?[ew]|[ns]|north|south|east|west)\.? )?(?:{_WORD} ){{1,4}}?"
        rf"{one_of('way')}\b\.?{_UNIT}",
        rf"{_START}\d{{1,6}} [a-z]{{3,20}}(?: [a-z]{{3,20}})? {one_of('plain_way')}\b\.?{_UNIT}",
        rf"{_START}\d{{1,5}} (?:rte|route|rt|hwy|highway) ?\d{{1,4}}[a-z]?\b{_UNIT}",
        r"\b(?:r\.?r\.?|rural route|rfd|hc) ?#?\d{1,4},? ?(?:box|bx) ?#?\d{1,6}\w?",
        rf"{_START}\d{{1,6}} (?:county|state|us|township|old|farm(?: to market)?|private) (?:road|rd|route|rte"
        r"|highway|hwy) ?\d{1,5}\w?",
        rf"{_START}\d{{1,5}},? (?:bis |ter )?{one_of('way_before')} (?:(?:de|du|des|la|las|los|del|l['’]) ?){{0,2}}{_WORD}{_UNIT}",
        r"\b(?:p\.? ?o\.?|post office) ?box ?#?\d{1,7}",
    )
]
_BARE_STREETS = [
    re.compile(rf"\b(?:down from|across from|near|next to|beside|behind|past) (?P<value>\d{{2,5}} {_CAP})"),
    re.compile(
        r"\b(?:lives?|living|family|house|home|stays?|staying|address(?: is)?|they(?:'re| are)|s?he(?:'s| is)) "
        rf"(?:at|on) (?P<value>\d{{1,5}} (?!{one_of('not_a_street')}\b)[A-Za-z]{{4,}}(?: [A-Z][a-z]+)?)",
        re.I,
    ),
    re.compile(
        rf"\b(?:on|off) (?P<value>(?:{_CAP} ){{1,3}}"
        r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Highway|Hwy|Blvd|Pike))\b"
    ),
    re.compile(
        rf"\b(?:at|on|to) (?P<value>{_NUMBER_WORD}(?:[ -]{_NUMBER_WORD}){{0,2}} [A-Z][a-z]{{3,}}(?: [A-Z][a-z]+)?)"
    ),
]
_LOW_STREET = re.compile(
    r"\b(?:on|off) (?!(?:the|a|an|this|that|our|one) )"
    r"(?P<value>(?:[a-z]+ ){1,2}(?:road|rd|street|lane|ln|avenue|ave))\b"
)
_NOT_A_STREET = re.compile(rf"\d+ {one_of('not_a_street')}\b", re.I)
_SUITE = re.compile(r"\b(?:suite|ste)\b", re.I)
_POST_BOX = re.compile(r"p\.? ?o|post", re.I)
_ZIP = re.compile(rf"(?:\b{_STATE},?\s{{1,2}}|\bzip(?: ?code)?(?: is|:|=| of)?\s{{0,2}}#?){_ZIP5}")
_ZIP_OF = re.compile(
    r"\b(?:zip(?: ?code)?s?\b[^\d\n]{0,40}?|(?:lives?|living|resid\w+|moved|stays?)(?: is)? (?:in|to|at|near) "
    r"|\b(?:home|house|residence|address)(?: is)?(?: in| at)? |(?:member|patient|pt|her|his) (?:in|at) )" + _ZIP5,
    re.I,
)
_ZIP_NEXT = re.compile(r"[^\d\n]{0,45}?" + _ZIP5)
_TOWN_NEXT = re.compile(rf",? (?:in )?(?P<value>{_CAP}(?: {_CAP}){{0,2}})")

_TOWN = re.compile(rf"\b(?i:{one_of('lives_in')}) (?:the )?(?P<value>{_NAMED})")
_COMES_FROM = re.compile(
    r"(?:(?:^|[.;]\s)[Ff]rom|\b(?:pt|patient|family|mom|dad|wife|husband|they|she|he|client)(?: (?:is|are|was))?"
    rf"(?: (?:drives?|comes?|commutes?|travels?|flies|flew|drove|came|is|lives?))?(?: in| down| up| over)? from)"
    rf" (?P<value>{_CAP}(?: {_CAP})?)(?![\w'’]| (?:said|says|called|rep|plan|policy|claims|denied|to)\b)"
)
_IN_COUNTY = re.compile(
    rf"\b(?:pts?|patient|lives?|family|they|resid\w+|home|clients?|from)\b[^.;\n]{{0,14}}? (?P<value>{_CAP}(?: {_CAP})?) "
    r"(?:county|parish|township)\b"
)
_LOW_TOWN = re.compile(
    r"\b(?:lives?|living|resides?|residing|moved|stays|staying) (?:\w+ )?(?:in|to|near|outside|by) "
    r"(?P<value>[a-z]{4,20})\b"
)
_HOUSE = re.compile(rf"(?P<value>(?:{_CAP} ){{1,4}}{one_of('group_home')})")
_OFFICE_HELD = re.compile(
    rf"\b(?:mayor|sheriff|judge|principal|pastor|priest|imam|rabbi|fire chief|police chief|postmaster) (?:of|in|at) (?P<value>{_CAP}(?: {_CAP}){{0,2}})"
)
_HOUSE_NAMED = re.compile(rf"\b{one_of('group_home')},? (?:called |named |is |\()?(?P<value>{_CAP}(?: {_CAP}){{0,3}})")
_SCHOOLS = [
    re.compile(rf"(?P<value>(?:{_CAP} ){{1,4}}{one_of('school')})\b"),
    re.compile(rf"\b(?i:{one_of('goes_to_school_at')}) (?:the )?(?P<value>{_NAMED})"),
]
_SCHOOL_AT = re.compile(
    rf"\b(?:at|to|attends|from|in) (?P<value>(?:{_CAP} ){{1,3}}(?:High|Middle|Elementary|Junior High|College|University"
    r"|Tech|Academy|Primary))\b(?! (?:point|deductible|cost|Plan|Health|option))"
)
_WORK = re.compile(
    rf"\b(?i:{one_of('works')})(?: \w+){{0,2}}?(?: (?:at|for|by|from|with))?:? (?:the )?(?:(?:city|county|town|state|school district) of )?(?P<value>{_NAMED})"
)
_WORK_CUE = re.compile(
    r"\b(?:at|for|by|from|with|employer(?: is|:)?):? (?:the )?(?:(?:city|county|town|state|school district) of )?$",
    re.I,
)
_COUNTY = re.compile(
    r"\b(?P<value>[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:County|Parish|Township|Borough))\b"
    r"(?! (?i:medicaid|health|plan|mental|employees|dept|department))"
)
_PICTURE = r"(?:photo(?:graph)?|picture|pic|selfie|snapshot|headshot|face shot|video)s?"
_PHOTOS = [
    re.compile(
        rf"\b(?P<value>{_PICTURE})\b(?= (?:of (?:him|her|his|the (?:patient|pt|client|family|kid|child|boy|girl)|pt"
        r"|patient|them|mom|dad)|attached|enclosed|included|is attached|shows (?:him|her|the patient)))",
        re.I,
    ),
    re.compile(rf"\b(?:her|his|pt'?s?|patient'?s?|client'?s?|family|face) (?P<value>{_PICTURE})\b", re.I),
]
_SOCIAL = [
    re.compile(r"\b(?P<value>(?:www\.)?(?:facebook|instagram|tiktok|linkedin|twitter|x)\.com/[\w./-]{2,60})", re.I),
    re.compile(
        r"\b(?:handle|user ?name|insta(?:gram)?|ig|tiktok|snap(?:chat)?|fb|facebook|venmo|twitter)"
        r"(?: name| handle| profile| page| account| user)?(?: is| as|:)? (?P<value>@?(?=\w*[\d_.])[\w.]{4,30}\b)",
        re.I,
    ),
]
_NOT_A_HOME = re.compile(rf"^{one_of('not_a_home')}\b")


def find_places(note: Note) -> Iterator[Finding]:
    """Addresses with their towns and ZIP codes, and what else ties somebody to a place."""
    addresses = list(_streets(note))
    yield from addresses
    yield from _zips(note)
    yield from _beside(note, addresses)
    yield from _residence(note)
    yield from _work(note)


def _streets(note: Note) -> Iterator[Finding]:
    for m in _LOW_STREET.finditer(note.text):
        if pattern("home_place").search(note.sentence(m.start(), m.end(), 60)[0]):
            yield *m.span("value"), "street_address"
    for shape in _BARE_STREETS:
        for m in shape.finditer(note.text):
            if not _is_public(note, *m.span("value")):
                yield *m.span("value"), "street_address"
    for shape in _STREETS:
        for m in shape.finditer(note.text):
            if not _NOT_A_STREET.match(m[0]) and not _is_public(note, m.start(), m.end()):
                yield m.start(), m.end(), "street_address"


def _zips(note: Note) -> Iterator[Finding]:
    for m in _ZIP.finditer(note.text):
        start, end = m.span("value")
        if not _is_public(note, start, end) and not pattern("office_place").search(note.sentence(start, end, 60)[1]):
            yield start, end, "zip5"
    for m in _ZIP_OF.finditer(note.text):
        start, end = m.span("value")
        if not _is_code(m["value"]) and not pattern("payer_address").search(note.sentence(start, end)[0]):
            yield start, end, "zip5"


def _beside(note: Note, addresses: list[Finding]) -> Iterator[Finding]:
    """The town and the ZIP that follow somebody's street."""
    for _, end, _ in addresses:
        town = _TOWN_NEXT.match(note.text, end)
        if town and not _NOT_A_HOME.match(town["value"]):
            yield *town.span("value"), "other"
        code = _ZIP_NEXT.match(note.text, end)
        if code and not _is_code(code["value"]):
            yield *code.span("value"), "zip5"


def _residence(note: Note) -> Iterator[Finding]:
    for m in _LOW_TOWN.finditer(note.text):
        if m["value"] not in english() and m["value"] not in words("jargon"):
            yield *m.span("value"), "other"
    for shape in (
        _TOWN,
        _COMES_FROM,
        _IN_COUNTY,
        _SCHOOL_AT,
        _HOUSE,
        _HOUSE_NAMED,
        _COUNTY,
        *_SCHOOLS,
        *_PHOTOS,
        *_SOCIAL,
    ):
        for m in shape.finditer(note.text):
            start, end = m.span("value")
            ours = shape in (_TOWN, _SCHOOL_AT) and pattern("our_place").search(note.sentence(start, end, 60)[0])
            first = m["value"].split()[0].casefold()
            if first in payer_words() or (
                shape is _COMES_FROM and first in english() | words("months", "jargon", "titles")
            ):
                continue
            theirs = shape is not _COUNTY or pattern("county_of").search(note.sentence(start, end, 60)[0])
            if theirs and not ours and not _NOT_A_HOME.match(m["value"]):
                yield start, end, "other"


def _work(note: Note) -> Iterator[Finding]:
    """An employer, when the sentence has begun with a person and not with a payer's representative."""
    for m in _WORK.finditer(note.text):
        start, end = m.span("value")
        before, _ = note.sentence(m.start(), m.start(), 60)
        somebody = pattern("home_place").search(before) or pattern("somebody_works").search(before)
        cue = _WORK_CUE.search(note.text[m.start() : start])
        if cue and (somebody or not before.strip()) and not _NOT_A_HOME.match(m["value"]):
            yield start, end, "other"


def _is_code(digits: str) -> bool:
    """A tracked code, or one of the visit codes that stand beside `home` (993xx-995xx)."""
    return digits in reference.codes() or (digits[:2] == "99" and digits[2:3] in "345")


def _is_public(note: Note, start: int, end: int) -> bool:
    """The payer's or the clinic's: the last telling word before it says so; with none, it is somebody's home."""
    if _SUITE.search(note.text, start, end + 14):
        return True
    before, after = note.sentence(start, end, 100)
    public = max((m.end() for m in pattern("office_place").finditer(before)), default=-1)
    home = max((m.end() for m in pattern("home_place").finditer(before)), default=-1)
    if pattern("home_place").search(after[:40]) and not pattern("payer_address").search(after[:40]):
        return False
    if public >= 0 or home >= 0:
        return public > home
    return bool(_POST_BOX.match(note.text, start) or pattern("office_place").search(after[:20]))
