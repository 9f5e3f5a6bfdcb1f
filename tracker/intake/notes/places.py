# ruff: noqa: E501
"""Where somebody lives, works or learns: addresses, ZIP codes, towns of residence, homes, schools, employers, photos.

The one thing a newcomer would get wrong: most addresses in these notes are the payer's (where appeals go) or the
clinic's; they are public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker import reference
from tracker.intake.notes.reading import Finding, Note
from tracker.vocabulary import STATES

_CAP = r"[A-Z][\w'’&.-]{1,24}"
_STATE = r"(?:" + "|".join(sorted({*STATES, *STATES.values()}, key=len, reverse=True)) + r")"
_WAY = (
    r"(?:street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|terr?|circle|cir|parkway|pkwy|highway|hwy|trail|trl|loop|way"
    r"|pike|alley|run|row|square|sq|crossing|xing|bend|ridge|path|hollow|creek|cove|point|heights|hts|hill|route|rte|turnpike|tpke|extension|ext|walk|crescent|landing|branch|fork|manor|view|grove)"
)
_STREET = re.compile(
    rf"(?<![\w/#.-])\d{{1,6}}(?:[- ]?1/2|[A-D])? (?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.? )?(?:(?:[A-Z0-9][\w'’.-]{{0,24}}|old|the|of|de|la|las|los|san|santa) ){{1,4}}?{_WAY}\b\.?"
    rf"(?:,? (?:apt|apartment|unit|lot|trlr|trailer|#|ste|suite|space)\.? ?#?[\w-]{{1,5}})?"
    rf"|(?<![\w/#.-])\d{{1,6}} [a-z]{{3,20}}(?: [a-z]{{3,20}})? {_WAY}\b\.?(?:,? (?:apt|unit|lot|#)\.? ?[\w-]{{1,5}})?"
    rf"|\b(?:r\.?r\.?|rural route|rfd|hc) ?#?\d{{1,4}},? ?(?:box|bx) ?#?\d{{1,6}}\w?"
    rf"|(?<![\w/#.-])\d{{1,6}} (?:county|state|us|township|old|farm(?: to market)?|private) (?:road|rd|route|rte|highway|hwy) ?\d{{1,5}}\w?"
    rf"|\b(?:p\.? ?o\.?|post office) ?box ?#?\d{{1,7}}",
    re.I,
)  # fmt: skip
_NOT_A_STREET = re.compile(
    r"\d+ (?:day|days|unit|units|min|minute|minutes|claim|claims|line|lines|session|sessions|visits?|of|in|and|or|x|hours?|hrs?|months?|weeks?|years?|times|denials?|caregivers?)\b",
    re.I,
)
_ZIP = re.compile(
    rf"(?:\b{_STATE},?\s{{1,2}}|\bzip(?: ?code)?(?: is|:|=| of)?\s{{0,2}}#?)(?P<value>\d{{5}}(?:-\d{{4}})?)(?![\w-])"
)
_ZIP_OF = re.compile(
    r"\b(?:zip(?: ?code)?s?\b[^\d\n]{0,40}?|(?:lives?|living|resid\w+|moved|home|stays?)(?: is)? (?:in|to|at|near) |(?:member|patient|pt|her|his) (?:in|at) )(?P<value>\d{5}(?:-\d{4})?)(?![\w-])",
    re.I,
)
_ZIP_NEXT = re.compile(r"[^\d\n]{0,45}?(?P<value>\d{5}(?:-\d{4})?)(?![\w-])")
_TOWN_NEXT = re.compile(rf",? (?:in )?(?P<value>{_CAP}(?: {_CAP}){{0,2}})")
_NUMBER_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_WORDED_STREET = re.compile(
    rf"\b(?:at|on|to) (?P<value>{_NUMBER_WORD}(?:[ -]{_NUMBER_WORD}){{0,2}} [A-Z][a-z]{{3,}}(?: [A-Z][a-z]+)?)"
)
_PUBLIC_PLACE = re.compile(
    r"\b(?:appeals?|claims?|fax|attn|attention|p\.?o\.? box|payer|plan|provider|grievances?|department|dept|unit|office|clinic|headquarters|hq|corporate|lockbox|correspondence"
    r"|remit(?:tance)?|records|submit|address for|our|insurance|medicare|medicaid|aetna|cigna|humana|uhc|united|anthem|bcbs|blue|molina|tricare|kaiser|building|suite|ste)\b",
    re.I,
)
_PAYER_ADDRESS = re.compile(
    r"\bp\.?o\.? ?box|appeals? (?:to|address)|claims? (?:to|address)|\battn|\bsuite\b|mail(?:ing)? (?:appeals|claims|address)|\bour (?:office|clinic|zip)|\bclinic'?s?\b|payer'?s? (?:zip|address)",
    re.I,
)
_HOME = re.compile(
    r"\b(?:lives?|living|lived|resid\w+|home(?: visit| address)?|moved|moving|address(?: is|:)? ?|stays?|staying|house|apartment|apt|patient|pt|her|his|their|mom|mother|dad|wife|husband|son|daughter|dtr|family|caregiver"
    r"|neighbor|visit(?:ed)? at|came from|ship(?:ped)?|deliver(?:ed|y)?|went to)\b",
    re.I,
)
_NAMED = rf"(?:{_CAP})(?: (?:{_CAP}|of|the|and|at|on|de|la)){{0,4}}"
_TOWN = re.compile(
    rf"\b(?:lives? (?:alone |now |with [\w' ]{{2,25}} )?(?:in|near|outside|over in|out in|up in|at)|living (?:in|near|at)|resid(?:es|ing|ent)(?: (?:in|of|at|near))|residents? of|moved (?:back )?to|from (?=[A-Z][\w.]+(?: [A-Z][\w.]+)? (?:County|Parish|Township|Borough))|hometown(?: is|:)?|lives(?= [A-Z])|commut\w+ from|drives? (?:in )?from|home in|farm (?:in|near|outside)|county of residence:?|township of|stays? (?:in|at)|staying (?:in|at))"
    rf" (?:the )?(?P<value>{_NAMED})"
)
_HOUSE = re.compile(
    rf"(?P<value>(?:{_CAP} ){{1,4}}(?:group home|Group Home|assisted living|Assisted Living|memory care|Memory Care|nursing home|Nursing Home|trailer park|Trailer Park|mobile home park|Mobile Home Park|retirement (?:village|community)|Retirement (?:Village|Community)|adult family home|Adult Family Home|apartments|Apartments|Manor|Villas?|Senior Living|Care Home|care home|shelter|Shelter))"
)
_WORK = re.compile(
    rf"\b(?:works?|working|worked|employed|employee|drives?|driver|retired|teaches|job|welds?|cooks?|shift|foreman|nurse|clerk|cashier|manager|employer(?: is|:)?)(?: \w+){{0,2}}?(?: (?:at|for|by|from|with))?:? (?:the )?(?P<value>{_NAMED})"
)
_WORK_CUE = re.compile(r"\b(?:at|for|by|from|with|employer(?: is|:)?):? (?:the )?$", re.I)
_SCHOOL = re.compile(
    rf"(?P<value>(?:{_CAP} ){{1,4}}(?:Elementary|Middle School|High School|Junior High|Primary School|Preschool|Pre-?K|Academy|Charter School|Charter|Montessori|Head Start|Kindergarten|Day ?care|School|elementary|middle school|high school|preschool|daycare|HS|MS))\b"
)
_SCHOOL_LOW = re.compile(
    rf"\b(?:attends|goes to school at|enrolled at|student at|pupil at|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|1st|2nd|3rd|[4-8]th)[- ]grade(?:r)? at|in class at|teacher at) (?:the )?(?P<value>{_NAMED})"
)
_COUNTY = re.compile(
    r"\b(?P<value>[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:County|Parish|Township|Borough))\b(?! (?:medicaid|health|plan|mental|employees|dept|department))",
    re.I,
)
_PHOTO = re.compile(
    r"\b(?P<value>(?:photo|photograph|picture|pic|selfie|snapshot|headshot|face shot|video)s?)\b(?= (?:of (?:him|her|the (?:patient|pt|client|family|kid|child|boy|girl)|pt|patient|them|mom|dad)|attached|enclosed|included|is attached|shows (?:him|her|the patient)))",
    re.I,
)
_SOCIAL = re.compile(
    r"\b(?:(?:www\.)?(?:facebook|instagram|tiktok|linkedin|twitter|x)\.com/[\w./-]{2,60})|\b(?:handle|username|user name|insta(?:gram)?|ig|tiktok|snapchat|snap|fb|facebook|venmo|twitter)(?: name| handle| profile| page| account| user)?(?: is| as|:)? (?P<value>@?(?=\w*[\d_.])[\w.]{4,30}\b)",
    re.I,
)
_NOT_A_HOME = re.compile(
    r"^(?:Medicare|Medicaid|CMS|Part|Aetna|Cigna|Humana|UHC|United|Anthem|BCBS|Blue|Molina|Kaiser|Tricare|PT|OT|SLP|CPT|POS|HCPCS|SNF|ALF|IRF|LTC|EOB|The|A|An|This|Payer|Plan|Denied|Denial|Appeal|HMO|PPO|Prior|ICD|PR|CO|N\d|Dr|Home Health|Home|VA|Board|State|Same)\b"
)


def find_places(note: Note) -> Iterator[Finding]:
    addresses = list(_streets(note))
    yield from addresses
    yield from _zips(note)
    yield from _beside(note, addresses)
    for pattern in (_TOWN, _HOUSE, _SCHOOL, _SCHOOL_LOW, _PHOTO, _COUNTY, _SOCIAL):
        for m in pattern.finditer(note.text):
            start, end = m.span("value") if m.groupdict().get("value") else m.span()
            if not _NOT_A_HOME.match(note.text[start:end]):
                yield start, end, "other"
    for m in _WORK.finditer(note.text):
        start, end = m.span("value")
        cue = _WORK_CUE.search(note.text[m.start() : start])
        if cue and not _NOT_A_HOME.match(m["value"]) and _somebody(note, m.start()):
            yield start, end, "other"


def _somebody(note: Note, start: int) -> bool:
    """A job is somebody's when the sentence has begun with a person, not with a payer's representative."""
    before, _ = note.sentence(start, start, 60)
    return bool(
        _HOME.search(before)
        or re.search(r"\b(?:she|he|who|caregiver|aide|spouse|partner|brother|sister|uncle|aunt)\b", before)
    )


def _streets(note: Note) -> Iterator[Finding]:
    for m in _WORDED_STREET.finditer(note.text):
        if not _is_public(note, *m.span("value")):
            yield *m.span("value"), "street_address"
    for m in _STREET.finditer(note.text):
        if not _NOT_A_STREET.match(m[0]) and not _is_public(note, m.start(), m.end()):
            yield m.start(), m.end(), "street_address"


def _zips(note: Note) -> Iterator[Finding]:
    for m in _ZIP.finditer(note.text):
        if not _is_public(note, *m.span("value")):
            yield *m.span("value"), "zip5"
    for m in _ZIP_OF.finditer(note.text):
        start, end = m.span("value")
        if m["value"] in reference.codes() or _PAYER_ADDRESS.search(note.sentence(start, end)[0]):
            continue
        yield start, end, "zip5"


def _beside(note: Note, addresses: list[Finding]) -> Iterator[Finding]:
    """The town and the ZIP that follow somebody's street."""
    for _, end, _ in addresses:
        town = _TOWN_NEXT.match(note.text, end)
        if town and not _NOT_A_HOME.match(town["value"]):
            yield *town.span("value"), "other"
        code = _ZIP_NEXT.match(note.text, end)
        if code and code["value"] not in reference.codes():
            yield *code.span("value"), "zip5"


def _is_public(note: Note, start: int, end: int) -> bool:
    """The payer's or the clinic's: the last telling word before it says so; with none, it is somebody's home."""
    before, after = note.sentence(start, end, 100)
    public = [m.end() for m in _PUBLIC_PLACE.finditer(before)]
    home = [m.end() for m in _HOME.finditer(before)]
    if public or home:
        return max(public, default=-1) > max(home, default=-1)
    return bool(_PUBLIC_PLACE.search(after[:40]))
