"""Places in a note where only somebody's name fits: `Grant (pt)`, `mother of Dean`, `Young 97550 no auth`, `mom=Pearl`.

The one thing to know: in such a place a word is taken for a name although it is an ordinary word too; everywhere else
`alone` and `people` leave ordinary words alone. So a place must be narrow: what stands on both sides of it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.cues import one_of, words
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding

_W = r"[^\W\d_][\w'’-]{0,24}[^\W_]"
_CODE = r"(?:97[15]\d\d|962\d\d|G05\d\d|\d{5})"
_PERSON = rf"(?:pts?|patient|client|member|kid|child|{one_of('close_kin')})"
_PAPERS = "eobs?|charts?|claims?|appeals?|era|letters?|notes?|records?|packet|file"
_HEAD = r"(?:^|\n|[.;] )[ \t]{0,4}(?:[*•>-][ \t]{0,2})?(?:re:? |fyi:? |hi,? |fwd:? )?"
_GOES_ON = rf"(?=,? {_CODE}\b|:| - | (?:{one_of('goes_on')})\b|/)"

# (shape, what the value must be: `name` in a list of names, `given` a first name, `any` in no other list)
_SLOTS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(text, flags), must, kind)
    for text, flags, must, kind in (
        (rf"\b(?P<value>{_W}(?: {_W})?) \((?:the )?{_PERSON}\b", re.I, "name", "patient_name"),
        (rf"\b{one_of('close_kin')} (?:of|to) (?P<value>{_W}(?: (?!(?:{one_of('goes_on')}|{one_of('person_acts')})\b){_W})?)"
         rf"(?=[,;.)]|$| (?:{one_of('goes_on')}|{one_of('person_acts')})\b)", re.I, "name",
         "patient_name"),
        (rf"\b(?:caregiver|cg|aide|training|trained|units?|billed(?: {_CODE})?) (?:for|4) (?P<value>{_W})(?=[,;.)]|$"
         rf"| (?:and|&) (?:her|his|their|{one_of('close_kin')})\b)", re.I, "given", "patient_name"),
        (rf"\b(?:{_PERSON}|cg|caregiver|aide)(?:['’]?s)? ?(?:first |last )?(?:name|nickname)?(?: is| was)? ?[:=–-] ?"
         rf"(?P<value>{_W})(?=[,;.)(]|$| \()", re.I, "called", "caregiver_name"),
        (rf"\b(?:{_PERSON}|cg|caregiver|aide)(?:['’]?s)?(?: first| last)? (?:nick)?name(?:d)?(?: is| was|:)? (?P<value>{_W}(?: {_W})?)"
         r"(?=[,;.)(]|$)", re.I, "name", "caregiver_name"),
        (rf"\bname of (?:the )?{_PERSON}:? (?P<value>{_W}(?: {_W})?)", re.I, "name", "patient_name"),
        (rf"\b(?:{_PERSON}|cg|caregiver) is (?P<value>{_W})(?=[,;.)]|$)", re.I, "called", "patient_name"),
        (rf"\b{one_of('close_kin')} (?P<value>{_W})(?=[,;)]|\.(?:\s|$)|$| (?:{one_of('person_acts')})\b)", re.I, "called",
         "caregiver_name"),
        (rf"(?:^|[.;] )(?P<value>{_W})(?: {_W})?,? \(?(?:pt|patient|client)['’]?s (?:[a-z-]+ )?{one_of('close_kin')}\b", re.I, "name",
         "caregiver_name"),
        (rf"\b(?P<value>{_W}) \((?:sis|bro|{one_of('close_kin')})\)", re.I, "name", "caregiver_name"),
        (rf"\b(?:housekeeper|neighbor|friend|sitter|roommate|babysitter|landlady|pastor|companion) (?P<value>[A-Z]\w+)\b"
         rf"(?= (?:{one_of('person_acts')})\b|[,;.)]|$)", 0, "any", "caregiver_name"),
        (rf"{_HEAD}(?P<value>{_W} {_W}){_GOES_ON}", re.I, "pair", "patient_name"),
        (rf"{_HEAD}(?P<value>{_W}, ?(?:{_W}|[A-Z]))(?= {_CODE}\b|:| - | denied\b)", re.I, "turned", "patient_name"),
        (rf"{_HEAD}(?P<value>{_W} [A-Za-z]\.?)(?= {_CODE}\b|:| - | denied\b)", re.I, "lettered", "patient_name"),
        (rf"{_HEAD}(?P<value>{_W}){_GOES_ON}", re.I, "alone", "patient_name"),
        (rf"(?:^|\n)(?:for|on|4) (?P<value>{_W})(?=[,:]| -)", re.I, "alone", "patient_name"),
        (r"\b(?:like|same as|same denial as|as with|for) (?:the )?(?P<value>(?-i:[A-Z])[\w'’-]+)(?= one\b| case\b|[,;.]|$| last\b)",
         re.I, "other", "patient_name"),
        (rf"\b(?:like|same as|as with|hear(?:d)? back on|update on|news on|status on|status of|word on|pull|need|print|find)"
         rf" (?P<value>{_W}(?: (?!(?:{_PAPERS})\b){_W})?)(?=[,;.?]|$| (?:{_PAPERS}|last)\b)", re.I, "other",
         "patient_name"),
        (rf"\b(?P<value>{_W}) (?:is still pending|update:|got (?:paid|denied)|was (?:paid|denied)|not paid yet)", re.I, "other",
         "patient_name"),
    )
)  # fmt: skip
_RUN_ON = re.compile(rf"\b(?P<value>[^\W\d_]{{3,}}s) {one_of('close_kin')}\b", re.I)
_LETTER = re.compile(
    r"\b(?i:pt|patient|client|mr|mrs|ms)\.? (?P<value>[A-KM-QS-Z])\b(?=\.?(?:['’]s)?(?: -|[,;:.]| (?:and|called|&|w/|is|was|has)\b|$))"
)
_LETTERS_OF_KIN = re.compile(rf"(?:^|[.;] )(?P<value>[A-Z]{{2}})(?:['’]s)? (?={one_of('close_kin')}\b)")
_KNOWN_AS = re.compile(
    rf"\b(?:(?:{_PERSON}|s?he) (?:is )?(?:a\.?k\.?a\.?|goes by|known as)|nick-?name(?:d)?(?: is|:)?|answers to|we call (?:him|her))"
    r" (?P<value>[\"“']?[^\W\d_][\w'’ -]{1,14}?[\"”']?)(?=[,;.)]|$)", re.I
)  # fmt: skip
_SO_CALLED = re.compile(
    r"(?:^|[.;] )(?P<value>[\w' -]{2,16}?) \((?:that['’]?s )?what (?:we|they|everyone) calls? (?:him|her)", re.I
)


def find_in_slots(r: Reader) -> Iterator[Finding]:
    """Names where only names fit."""
    for shape, must, kind in _SLOTS:
        for m in shape.finditer(r.note.text):
            if _FITS[must](r, r.note.word_at(m.start("value")), m["value"]):
                yield *m.span("value"), kind
    for m in _RUN_ON.finditer(r.note.text):
        low, stem = m["value"].casefold(), m["value"].casefold()[:-1]
        strange = len(stem) > 4 and not any({low, stem} & other for other in (lx.english(), words("jargon", "kin")))
        if strange or (stem in lx.given_names() and stem not in words("kin", "jargon", "patient", "never_object")):
            yield *m.span("value"), "patient_name"
    for shape in (_LETTER, _KNOWN_AS, _SO_CALLED):
        for m in shape.finditer(r.note.text):
            yield *m.span("value"), "patient_name"
    for m in _LETTERS_OF_KIN.finditer(r.note.text):
        if m["value"].casefold() not in words("abbreviations", "jargon") and not r.note.shouting:
            yield *m.span("value"), "patient_name"


def _free(r: Reader, at: int) -> bool:
    """Neither a payer's nor a clinician's, no kinship, no word of the trade."""
    if at >= len(r.words) or at in r.masked or r.kin(at) or r.low(at) in lx.never_names():
        return False
    return r.low(at) not in words("titles", "patient", "never_object", "modals")


def _name(r: Reader, at: int, value: str) -> bool:
    every = range(at, at + len(value.split()))
    if r.of_the_payer(at, at):
        return False
    return all(_called(r, k, "") or (_free(r, k) and r.is_name(k)) for k in every)


def _called(r: Reader, at: int, value: str) -> bool:
    """A first name, also one that is a month or a verb."""
    low = r.low(at)
    if at >= len(r.words) or at in r.masked or r.kin(at) or low in words("never_object", "patient", "titles", "jargon"):
        return False
    return r.is_given(at) and low not in {"will", "can", "say", "see", "ok", "don't", "an", "so"}


def _given(r: Reader, at: int, value: str) -> bool:
    return _called(r, at, value) and r.low(at) not in lx.calendar() and not r.of_the_payer(at, at)


def _any(r: Reader, at: int, value: str) -> bool:
    return _free(r, at) and (r.is_name(at) or r.low(at) not in lx.english()) and not r.of_the_payer(at, at)


def _pair(r: Reader, at: int, value: str) -> bool:
    """A first name and a word that can be a surname: known as one, or in no list."""
    if not (_free(r, at + 1) and r.is_given(at) and at not in r.masked and r.low(at) not in words("places", "jargon")):
        return False
    low = r.low(at + 1)
    strange = low not in lx.english() and r.looks_like_a_name(at + 1)
    return (low in lx.surnames() or strange) and low not in words("not_a_surname")


def _turned(r: Reader, at: int, value: str) -> bool:
    """`Price, Dot`"""
    shown = r.words[at].capital and r.is_given(at + 1) and r.words[at + 1].capital
    if not _free(r, at) or r.low(at) in words("places") or (r.low(at) in words("not_a_surname") and not shown):
        return False
    single = len(r.low(at + 1)) == 1
    return (r.is_name(at) or r.low(at) not in lx.english()) and (single or r.is_given(at + 1))


def _lettered(r: Reader, at: int, value: str) -> bool:
    """`Dean K`"""
    if not _free(r, at) or r.low(at) in words("not_a_surname", "places"):
        return False
    return r.is_given(at) or (r.low(at) in lx.surnames() and r.low(at) not in lx.english())


def _alone(r: Reader, at: int, value: str) -> bool:
    """One word at the head of a note, right before a code or a fate."""
    low = r.low(at)
    if not _free(r, at) or low in words("not_a_surname", "places") or r.note.shouting or r.of_the_payer(at, at):
        return False
    if low not in lx.english():
        return len(low) > 3 and (r.is_name(at) or (not r.words[at].text.isupper() and r.looks_like_a_name(at)))
    if r.low(at + 1) in {"is", "was", "same", "still", "update", "pending", "trained", "wants"}:
        return False  # "summer was quiet"
    return low in lx.given_names() or (r.words[at].capital and low in lx.surnames())


def _other(r: Reader, at: int, value: str) -> bool:
    every = range(at, at + len(value.split()))
    plain = [k for k in every if r.low(k) in lx.english()]
    if not all(_free(r, k) and r.low(k) not in words("places") for k in every) or len(plain) == len(every):
        return False
    return all(r.is_name(k) or (len(r.low(k)) > 4 and r.looks_like_a_name(k)) for k in every)


_FITS = {"name": _name, "called": _called, "given": _given, "any": _any, "pair": _pair, "turned": _turned, "lettered": _lettered,
         "alone": _alone, "other": _other}  # fmt: skip
