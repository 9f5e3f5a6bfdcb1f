"""What identifies people, recognised by content: e-mail, telephone, social security and record numbers, names.

The one thing to know: a header may be innocent (`Ref`, `Who`), so these tests look at values only. They err towards
"private": a column taken for private is merely not read.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from tracker import reference
from tracker.intake.sheets import dates
from tracker.intake.sheets.clean import plain
from tracker.vocabulary import STATES

EMAIL = re.compile(r"[\w.+\-']+@[\w\-]+\.[\w.\-]+")
PHONE = re.compile(r"(?<!\d)(?:\+?1[\s.\-]?)?\(?[2-9]\d{2}\)?[\s.\-]?\d{3}[\s.\-]\d{4}(?!\d)")
SSN = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
IP = re.compile(r"(?<!\d)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d)")
NUMBER = re.compile(r"^(?=.*\d{4})[A-Z]{0,5}[\-#]?\d[\dA-Z\-]{5,}$")
MEDICARE_ID = re.compile(r"\b[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}\b")
LONG_NUMBER = re.compile(r"(?<![\d.,])\d{8,}(?![\d.,])|\b[A-Z]{1,4}\d{6,}\b|\b\d{6,}[A-Z]{1,3}\b")
_NAME = re.compile(
    r"^(?:[A-Z][\w'’\-]+(?: [A-Z][\w'’\-]+)?,\s*[A-Z][\w'’\-.]*(?: [A-Z]\w*\.?)?|[A-Z][\w'’\-]+(?: [A-Z]\w*\.?)? [A-Z][\w'’\-]+(?: (?:Jr|Sr|II|III)\.?)?|[A-Z][\w'’\-]+ [A-Z]\.?|[A-Z]\. ?[A-Z][\w'’\-]+|[A-Z][\w'’\-]+,\s?[A-Z]\.?)$"
)
_PAYER_WORDS = frozenset(
    "health healthcare care plan plans insurance medicare medicaid blue cross shield bcbs bcbsa aetna cigna humana uhc united unitedhealthcare tricare va veterans "
    "anthem molina centene ambetter kaiser advantage community mutual hmo ppo benefit benefits administrators life assurance choice network medical group comp compensation "
    "workers federal employee state of commercial self pay cash mco tpa fund funds alliance partners complete wellcare caresource oscar bright highmark geisinger upmc "
    "medi-cal masshealth soonercare tenncare optum meritain umr geha ibx solutions services company corporation inc llc corp trust casualty auto allstate geico farm "
    "novitas noridian palmetto ngs wps cgs fcso first coast jf je jl jh jk j5 j6 j8 j15 primary secondary other hospitals foundation".split()
)  # fmt: skip


@cache
def payer_words() -> frozenset[str]:
    """Words of the payers on file, beside general words of payer names."""
    found = set(_PAYER_WORDS)
    for row in reference.rows("payers"):
        for text in (row["name"], row["parent"], *row["aliases"].split(";"), *row["aliases"].split("|")):
            found |= {w for w in re.findall(r"[a-z0-9\-]{2,}", text.casefold()) if not w.isdigit()}
    return frozenset(found)


@lru_cache(maxsize=50_000)
def payer_like(text: str) -> bool:
    words = re.findall(r"[a-z0-9\-]{2,}", text.casefold())
    known = payer_words()
    return bool(words) and sum(w in known for w in words) * 2 >= len(words)


_GENERIC = frozenset(
    "home state first other primary secondary plan plans health healthcare care claim claims group community network networks medical company corporation "
    "services service solutions choice advantage complete benefit benefits benefits self pay cash employee of the and inc llc co corp fund funds trust direct "
    "family partners partner american national united states new general standard basic value gold silver bronze life auto physicians providers provider "
    "hospital hospitals foundation public select county city central south north east west southern northern western eastern mountain valley river lake bright "
    "oscar premier preferred total true friday guardian principal prime core one essential access open my".split()
)
_INSURERS = frozenset(
    "plan plans insurance health healthcare healthplan mutual hmo ppo assurance benefits administrators care".split()
)
_NO_PAYER = frozenset(
    "visit visits therapy therapist training session sessions clinic clinics page menu log logout claims denials denial report reports billing office notes "
    "patient patients client clients records record form forms list settings search help aides aide agency program total telehealth evaluation".split()
)


@cache
def _payer_names() -> frozenset[str]:
    found = set()
    for row in reference.rows("payers"):
        found |= {
            " ".join(t.casefold().split())
            for t in (row["name"], *row["aliases"].replace("|", ";").split(";"))
            if len(t) > 2
        }
    return frozenset(found)


@cache
def _payer_beginnings() -> frozenset[str]:
    """The first words of payers' names: `harvard pilgrim` of `Harvard Pilgrim Health Care`."""
    return frozenset(" ".join(n.split()[:k]) for n in _payer_names() for k in range(2, len(n.split())))


def is_payer(text: str) -> bool:
    """Whether the text as a whole is the name of a payer on file."""
    return " ".join(plain(text).casefold().split()) in _payer_names()


@lru_cache(maxsize=10_000)
def names_payer(text: str) -> bool:
    """Surely the name of a payer, also where no column header says so: a heading, a title, a tab."""
    low = " ".join(plain(text).casefold().split())
    words = re.findall(r"[a-z0-9\-]{2,}", low)
    if not words or _NO_PAYER & set(words):
        return False
    if low in _payer_names() or (len(words) > 1 and low in _payer_beginnings() and not set(words) <= _GENERIC):
        return True
    if name_like(text):
        return False
    known = [w for w in words if w in payer_words()]
    if not payer_like(text):
        return False
    return any(w not in _GENERIC and not w.isdigit() for w in known) or bool(
        len(words) > 1 and _INSURERS & set(words) and len(known) < len(words)
    )


@lru_cache(maxsize=50_000)
def name_like(text: str) -> bool:
    """Looks like the name of a person and like nothing the tracker keeps."""
    text = plain(text)
    if not _NAME.match(text.title() if text.isupper() else text) or any(c.isdigit() for c in text):
        return False
    words = re.findall(r"[a-z\-']{2,}", text.casefold())
    states = {w for s in STATES.values() for w in s.casefold().split()}
    return not any(w in _PAYER_WORDS or w in states or w in _COMMON for w in words)


_COMMON = frozenset(
    "denied denial paid pending partial full part not claim claims line lines status code codes date service payer insurance january february march april may june july august "
    "september october november december spring summer fall winter total subtotal report page summary detail open closed review process front end pay ok yes no unknown test sheet data log "
    "tracker clinic therapy training caregiver outpatient pediatric rehab physical occupational speech group individual first each further minutes main north south east west office "
    "contractual awaiting eob era remit remittance refused rejected declined approved allowed reduced submitted resubmitted processing processed waiting adjudicated reversed voided zero underpaid "
    "payable payment response obligation patient responsibility other adjustment authorization missing bundled covered experimental duplicate timely filing medical necessity provider type".split()
)  # fmt: skip


@lru_cache(maxsize=50_000)
def private(text: str) -> bool:
    """Holds something that identifies a person, whatever its column is called."""
    text = plain(text)
    if not text:
        return False
    if EMAIL.search(text) or SSN.search(text) or PHONE.search(text) or IP.search(text) or MEDICARE_ID.search(text):
        return True
    return bool(NUMBER.match(text)) and sum(c.isdigit() for c in text) >= 6 and dates.read(text).why != ""


_OFFICE = frozenset(
    "sheet tab list lines log export raw year ytd master archive old new current all appeals appeal billing office entries answers responses form page part january week weekly monthly "
    "quarterly annual final draft copy version combined merged working worklist tracking follow up notes codes training cgt cts book file report reports summary and the for with by from to "
    "jan feb mar apr jun jul aug sep sept oct nov dec fy cy qtr quarter primary secondary er era eob remit remittance adjustments received sent backlog aging ar wip".split()
)


def names_somebody(text: str) -> bool:
    """A name on its own, or two capitalised words beside each other that belong to no payer, state or office."""
    if name_like(text):
        return True
    states = {w for s in STATES.values() for w in s.casefold().split()}
    strange = [
        w[0].isupper()
        and w.isalpha()
        and len(w) > 1
        and not (
            w.casefold() in _OFFICE
            or w.casefold() in _COMMON
            or w.casefold() in payer_words()
            or w.casefold() in states
        )
        for w in re.findall(r"[^\s,;/()\[\]_\-]+", text)
    ]
    return any(a and b for a, b in itertools.pairwise(strange))


def safe(text: str, fallback: str, *, known: bool = False) -> str:
    """The text of a header or sheet name if nobody is named in it, else the fallback. known: its words are in the
    vocabulary, so that two capitalised words are no name."""
    shown = plain(text)[:160]
    if (
        not shown
        or private(shown)
        or (not known and names_somebody(shown))
        or LONG_NUMBER.search(shown)
        or re.search(r"\d{1,2}[/\-.]\d{1,2}[/\-.]\d{2,4}", shown)
    ):
        return fallback
    return shown


def without_private(text: str) -> str:
    """A payer's cell without the identifiers of people that stray into it (long numbers, e-mail, telephone)."""
    for pattern in (EMAIL, SSN, PHONE, MEDICARE_ID, LONG_NUMBER):
        text = pattern.sub("", text)
    return re.sub(r"[\s,;:#\-(]+$|\(\s*\)", "", " ".join(text.split())).strip()
