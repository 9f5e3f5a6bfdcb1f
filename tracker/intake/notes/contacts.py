"""How somebody is reached: telephone and fax, e-mail, links to one person's record, handles, network addresses.

The one thing a newcomer would get wrong: most telephone lines and mailboxes in these notes are the payer's; the words
beside them say whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes.cues import one_of, pattern
from tracker.intake.notes.lexicon import english
from tracker.intake.notes.reading import Finding, Note

_PHONES = [
    re.compile(r"(?<![\w-])(?P<value>(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])?\d{3}[.-]\d{4})(?!\w|-\d)"),
    re.compile(r"(?<![\w-])(?P<value>(?:\(\d{3}\)\s?|\d{3} )\d{3} \d{4})(?!\w|-\d)"),
    re.compile(
        r"\b(?:cell|mobile|phone|ph|tel|call|text|home|reach\w*|at)\b[\s:#.]*(?P<value>\d{10}|\d{7})(?!\d)", re.I
    ),
]
_BARE_PHONE = re.compile(r"(?<![\w.$/-])(?:\d{7}|\d{10})(?![\w/-]|\.\d)")
_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPELLED_PHONES = [
    re.compile(r"(?<![\w-])(?:\d[ .-]){9}\d(?![\w-])"),
    re.compile(r"(?<![\w-])(?:\d ){6}\d(?![\w-]| \d)"),
    re.compile(rf"\b(?:{_DIGIT}[ ,-]{{1,2}}){{6,12}}{_DIGIT}\b", re.I),
]
_TOLL_FREE = re.compile(r"(?:\+?1[\s.-]?)?\(?8(?:00|33|44|55|66|77|88)\b")

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,12}")
_SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<name>[\w.+-]{2,40}) ?(?:\(at\)|\[at\]| at ) ?[\w-]{2,40} ?(?:\(dot\)|\[dot\]| dot |\.) ?"
    r"(?:com|net|org|edu)\b",
    re.I,
)
_OFFICE_MAILBOX = re.compile(rf"^{one_of('office_mailbox')}\b[\w.+-]*@", re.I)
_END = r"(?:com|org|net|gov|health|edu|io|us|example|test|local)"
_LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"')\]]{{3,200}}|(?<![@\w.])(?:[\w-]{{1,63}}\.){{1,4}}{_END}/[^\s<>\"')\]]{{1,200}}",
    re.I,
)
_LEADS_TO_ONE = re.compile(
    rf"[?&/=;_-]{one_of('record_in_link')}[=/_:-]?[^\s/?&=]*\d|/[0-9a-f]{{6,}}(?:\b|$)|/\d{{4,}}(?:\b|$)"
    r"|/(?:patients?|members?|mychart|chart|records?|profile|users?|people)/[\w-]+|=[\w-]*\d{3,}|/[\w-]*\d{5,}",
    re.I,
)
_PUBLIC_PAGE = re.compile(one_of("public_page"), re.I)
_HANDLE = re.compile(r"(?<![\w@.])@(?=\w*[A-Za-z])\w{3,30}\b")
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP = re.compile(rf"(?<![\d.])(?:{_BYTE}\.){{3}}{_BYTE}(?![\d.])")


def find_contacts(note: Note) -> Iterator[Finding]:
    """Ways to reach a patient or caregiver, not a payer or the clinic."""
    yield from _links(note)
    for shape in _SPELLED_PHONES:
        for m in shape.finditer(note.text):
            yield m.start(), m.end(), "phone"
    for start, end in _numbers(note):
        if _is_a_home(note, start, end):
            yield start, end, "phone"
    for shape in (_HANDLE, _IP):
        for m in shape.finditer(note.text):
            yield m.start(), m.end(), "other"


def _numbers(note: Note) -> Iterator[tuple[int, int]]:
    for shape in _PHONES:
        yield from (m.span("value") for m in shape.finditer(note.text))
    for m in _BARE_PHONE.finditer(note.text):
        before, _ = note.sentence(m.start(), m.end(), 45)
        if pattern("number_of").search(before) and pattern("phone_of_a_home").search(before):
            yield m.span()


def _is_a_home(note: Note, start: int, end: int) -> bool:
    """Whose line it is: the nearest word before it that tells, else a word right behind it, else somebody's home."""
    before, after = note.sentence(start, end, 60)
    home = _from_end(pattern("phone_of_a_home"), before)
    office = _from_end(pattern("phone_of_an_office"), before)
    if office is None and home is None:
        office = _from_start(pattern("phone_of_an_office"), after[:25])
        home = _from_start(pattern("phone_of_a_home"), after[:40])
    if _TOLL_FREE.match(note.text, start):
        home = home if home is not None and home < 12 else None
        office = 12 if office is None else office
    return office is None or (home is not None and home <= office)


def _from_end(cue: re.Pattern[str], text: str) -> int | None:
    end = max((m.end() for m in cue.finditer(text)), default=None)
    return None if end is None else len(text) - end


def _from_start(cue: re.Pattern[str], text: str) -> int | None:
    m = cue.search(text)
    return m.start() if m else None


def _links(note: Note) -> Iterator[Finding]:
    for m in _EMAIL.finditer(note.text):
        if not _OFFICE_MAILBOX.match(m[0]):
            yield m.start(), m.end(), "email"
    for m in _SPELLED_EMAIL.finditer(note.text):
        if m["name"].casefold() not in english():  # "posted at example.com" is no address
            yield m.start(), m.end(), "email"
    for m in _LINK.finditer(note.text):
        link = m[0].rstrip(".,;:")
        path = re.sub(r"^(?:https?://)?[^/]*", "", link)
        if _LEADS_TO_ONE.search(path) and not _PUBLIC_PAGE.search(link):
            yield m.start(), m.start() + len(link), "url_portal_with_id"
