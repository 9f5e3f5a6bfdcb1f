"""Initials and nicknames: `pt RJ`, `K.L.`, `ZK - denied`, `goes by "Peanut"`, `the Okafors`.

The one thing to know: two or three letters are an abbreviation in these notes far more often than somebody's initials;
`abbreviations` and `jargon` in `cues.toml` hold those, and want extending when a new one gives false alarms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.cues import one_of, words
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding

_INITIALS = re.compile(r"(?<![\w.&/])(?:[A-Z]\.\s?){1,2}[A-Z]\.?(?![\w])|(?<![\w.&/-])[A-Z]{2,3}(?![\w&/-])")
_SMALL_INITIALS = re.compile(r"[a-z]\.? ?[a-z]\.?(?![\w'’])")
_DOTTED = [
    re.compile(r"(?<![\w.&/])[A-Z]\.\s?(?:[A-Z]\.\s?)?[A-Z]\.(?!\w)"),
    re.compile(r"(?<![\w./-])[a-z]\. ?[a-z]\.(?! ?[a-z]\.|\w)"),
]
_LEADING_INITIALS = re.compile(
    r"(?:^|\n|; )(?P<value>[A-Z]{2,3})(?= ?[-–:/,] |:| (?:\d{1,2}x ?)?(?:97|96|G0)\d{3}| (?:denied|again|same|aged?|dob|mom|dad|wife)\b)"
)
_LEADING_NAME = re.compile(r"(?:^|\n)(?P<value>[A-Z]?[a-z]{3,})(?= (?:again|same|too|also|denied)\b| [-–/] |: )")
_BY_NAME = re.compile(rf"\b(?P<cue>{one_of('by_name')}) (?P<value>[\"“'‘]?\w[\w'’-]+(?: [A-Z][\w'’-]+)?)", re.I)
_PLURAL = re.compile(r"\b[Tt]he (?P<value>[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?(?:s|es|'s|s'))\b")


def find_initials(r: Reader) -> Iterator[Finding]:
    """Initials with full stops anywhere, others at the head of a note; nicknames; families in the plural."""
    for shape in _DOTTED:
        for m in shape.finditer(r.note.text):
            if are_initials(m[0]):
                yield m.start(), m.end(), "patient_name"
    yield from _leading(r)
    yield from _nicknames(r)
    yield from _families(r)


def are_initials(text: str) -> bool:
    """Whether letters, with or without full stops, are nobody's abbreviation."""
    letters = re.sub(r"[^a-z]", "", text.casefold())
    known = letters in words("abbreviations", "jargon")
    if "." in text:
        whole = re.sub(r"\s", "", text.casefold()).rstrip(".") + "."
        return whole not in words("dotted_abbreviations") and not (len(letters) > 2 and known)
    return 2 <= len(letters) <= 3 and not known


def initials_after(r: Reader, cue: int, at: int, kind: str) -> Iterator[Finding]:
    """Initials behind `patient` or a kinship; in lower case behind `patient` only."""
    start = r.words[at].start
    if "," in r.note.text[r.words[cue].end : start] or r.low(at + 1) in {"modifier", "mod", "modifiers"}:
        return
    m = _INITIALS.match(r.note.text, start)
    if m and not r.note.shouting and are_initials(m[0]):
        yield start, m.end(), kind
        return
    small = _SMALL_INITIALS.match(r.note.text[start : start + 5])
    if small and kind == "patient_name" and len(r.words[at].text) <= 2:
        letters = re.sub(r"[^a-z]", "", small[0])
        if small[0].endswith(".") and letters in lx.english() and small[0].count(".") == 1:
            return
        glued = len(r.words[at].text) == 2 and letters not in lx.english() and are_initials(letters)
        if "." in small[0] or glued:
            yield start, start + small.end(), kind


def _leading(r: Reader) -> Iterator[Finding]:
    """A note that opens with initials or a strange word: `ZK - denied`, `lindqvist again`."""
    for m in _LEADING_INITIALS.finditer(r.note.text):
        if not r.note.shouting and are_initials(m["value"]):
            yield *m.span("value"), "patient_name"
    for m in _LEADING_NAME.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if at in r.masked or r.english(at) or r.kin(at) or r.low(at) in words("places", "rep"):
            continue
        if r.is_name(at) if m["value"][0].isupper() else len(m["value"]) > 4 and r.looks_like_a_name(at):
            yield *m.span("value"), "patient_name"


def _nicknames(r: Reader) -> Iterator[Finding]:
    for m in _BY_NAME.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if at >= len(r.words) or at in r.masked or r.low(at) in words("jargon") or r.kin(at) or r.of_the_payer(at, at):
            continue
        known = r.telling_capital(at) and r.is_name(at)
        quoted = m["value"][0] in "\"“'‘"
        strange = r.low(at) not in lx.english() and len(r.low(at)) > 2
        if known or (m["cue"].casefold() != "called" and (quoted or strange or r.telling_capital(at))):
            yield *m.span("value"), "patient_name"


def _families(r: Reader) -> Iterator[Finding]:
    """`the Okafors`: a surname in the plural that is no other word."""
    others = (lx.english(), words("jargon", "eponyms", "places"))
    for m in _PLURAL.finditer(r.note.text):
        plural = m["value"].casefold().rstrip("'").removesuffix("'s")
        stems = {plural.removesuffix("s"), plural.removesuffix("es")}
        masked = r.note.word_at(m.start("value")) in r.masked
        if not masked and stems & lx.surnames() and not any((stems | {plural}) & other for other in others):
            yield *m.span("value"), "patient_name"
