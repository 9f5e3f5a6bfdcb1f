"""Names that the talk of a billing office gives away: `rebilled OKAFOR`, `the Okafor chart`, `Thanks, Ngozi`, `CG = Ngozi`.

The one thing to know: here a word of the office stands where elsewhere a kinship or a verb of people does; the word
beside it must still be in no other list, since payers, tests and drugs stand in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.cues import one_of, words
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding

_NAME = r"(?P<value>[^\W\d_]['’\w-]+(?: [A-Z][\w'’-]+)?)"
_SUBJECT = re.compile(rf"\b{one_of('names_a_case')}:? {_NAME}", re.I)
_OBJECT = re.compile(rf"\b(?P<value>[^\W\d_]['’\w-]{{2,25}})(?:['’]s)? {one_of('of_a_case')}\b", re.I)
_SIGNED = re.compile(rf"\b{one_of('signs_off')}[,!.]?\s+[-–—]?\s?(?P<value>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")
_INTRODUCED = re.compile(rf"\b{one_of('introduces')} (?P<value>[^\W\d_][\w'’-]+(?: [A-Z][\w'’-]+)?)", re.I)
_CALLS = re.compile(
    r"\b(?:calls?|call(?:ed)?) (?:him|her|them) (?P<value>[\"“'‘]?[^\W\d_][\w'’-]+(?: [A-Z][\w'’-]+)?)", re.I
)
_APPOSED = re.compile(
    r"(?P<value>[A-Z][\w'’-]+),? (?:\()?(?:the|his|her|their|our|a|pt['’]?s?|patient['’]?s) (?:[a-z-]+ ){0,2}(?P<kin>[a-z-]+)\b"
)
_TITLED = re.compile(r"\b(?:mr|mrs|sra|sr|señora?|miss)\.? (?P<value>[a-z]{3,})\b", re.I)
_HEAD = re.compile(r"(?:^|\n)[ \t]{0,4}(?:[*•-][ \t])?(?P<value>[^\W\d_]['’\w-]{3,})(?=/| ?[|>])")
_IS_PATIENT = re.compile(
    r"(?P<value>[A-Z][\w'’-]+ [A-Z][\w'’-]+) (?:is|was) (?:the|our|a|an) (?:patient|pt|client|kid|member)\b"
)
_BESIDE_KIN = re.compile(
    r"(?<![a-z])(?P<kin>[a-z]+),? (?P<value>[a-z]{3,})(?=[,;.)]| (?:was|is|has|got|did|came|signed|trained)\b)"
)
_DOES_NOT_CALL = frozenset(
    [
        "a",
        "an",
        "the",
        "back",
        "every",
        "again",
        "and",
        "at",
        "on",
        "in",
        "to",
        "about",
        "after",
        "before",
        "until",
        "tomorrow",
        "today",
        "tonight",
        "by",
        "next",
        "for",
        "re",
        "with",
        "daily",
        "weekly",
        "twice",
        "once",
        "when",
        "if",
        "or",
    ]
)


def find_mentions(r: Reader) -> Iterator[Finding]:
    """Names beside the words of a billing office, of a letter or of a telephone message."""
    for shape in (_SUBJECT, _OBJECT, _HEAD):
        for m in shape.finditer(r.note.text):
            at = r.note.word_at(m.start("value"))
            if _only_a_name(r, at) and not r.of_the_payer(at, at):
                yield *r.span(at, r.extend(at)), "patient_name"
    for shape in (_SIGNED, _INTRODUCED):
        for m in shape.finditer(r.note.text):
            at = r.note.word_at(m.start("value"))
            if _could_be_called(r, at) and not r.of_the_payer(at, r.extend(at)):
                yield *r.span(at, r.extend(at)), "caregiver_name"
    for m in _CALLS.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if m["value"].casefold() not in _DOES_NOT_CALL and at < len(r.words) and at not in r.masked:
            yield *m.span("value"), "patient_name"
    for m in _APPOSED.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if m["kin"] in words("kin") and _could_be_called(r, at):
            yield *r.span(at, at), "caregiver_name"
    for m in _IS_PATIENT.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if at not in r.masked and r.is_name(at) and r.is_name(at + 1):
            yield *r.span(at, at + 1), "patient_name"
    for m in _BESIDE_KIN.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if m["kin"] in words("kin") and r.is_given(at) and r.low(at) not in words("modals", "months", "never_object"):
            yield *r.span(at, at), "caregiver_name"
    for m in _TITLED.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        plain = r.low(at) in words("months", "modals") or at in r.masked or r.of_the_payer(at, at)
        if r.is_name(at) and not plain:
            yield *r.span(at, at), "patient_name"


def _only_a_name(r: Reader, at: int) -> bool:
    """In a list of names or in no list at all, and no other word."""
    low = r.low(at)
    if (
        at >= len(r.words)
        or at in r.masked
        or r.english(at)
        or r.kin(at)
        or low in words("places", "titles", "patient")
    ):
        return False
    if r.is_name(at) and len(low) > 2:
        return True
    return not r.telling_capital(at) and not r.note.shouting and len(low) > 4 and r.looks_like_a_name(at)


def _could_be_called(r: Reader, at: int) -> bool:
    """Stands where only a name can: known as one, or in no list of words."""
    low = r.low(at)
    if at >= len(r.words) or at in r.masked or r.kin(at) or low in lx.never_names():
        return False
    return len(low) > 2 and (r.is_name(at) or low not in lx.english())
