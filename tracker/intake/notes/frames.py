"""Turns of phrase of a billing office with a hole that a name fills: `check ... elig`, `auth for ... expired`.

The one thing to know: in some a payer may stand too (`appeal for Aetna`), and there a word must be known as a name; in
the others only people stand, and a word in no list is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.coined import is_coined
from tracker.intake.notes.cues import one_of, words
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding

_W = r"(?P<value>[^\W\d_][\w'’-]{1,24}?)"
_HEAD = r"(?:^|[.;\n] ?|- |\d )"
_CODE = r"(?:97[15]\d\d|962\d\d|G05\d\d)"
_OF_PEOPLE = tuple(
    re.compile(text, re.I)
    for text in (
        rf"{_HEAD}{_W} (?:and|&|w/|with) (?:a |the |one |two |both |his |her )?(?:{one_of('close_kin')}|caregivers?|cgs?|aide)\b",
        rf"\b(?:saw|seen|session w(?:ith|/)|tx w(?:ith|/)|trained w(?:ith|/)|met|attendees:?|attended by) {_W}(?![\w'’-])",
        rf"{_HEAD}{_W} (?:{one_of('lot_of_people')})(?!\w)",
        rf"\b(?:call|mail(?:ed)?|text|email|refund|remind|tell|ask|bring|gave) {_W} (?:about|back|re|a|an|the|abt|her|his)\b",
        rf"\b(?:check|verify|ck|vob for|elig for|eligibility for) {_W}(?:['’]s)? (?:elig\w*|benefits?|bens?|cov\w*|coverage)\b",
        rf"\b(?:consent|signature|signed (?:form|abn)|note|letter|call) from {_W} (?:on file|re|about|asking|today)\b",
        rf"\b(?:write off|adjust|w/o) {_W}(?:['’]s)? (?:bal(?:ance)?|acct)\b",
        rf"(?:^|[.;] )hi,? {_W} here\b",
    )
)
_OF_CASES = tuple(
    re.compile(text, re.I)
    for text in (
        rf"\b(?:auth|eval|poc|appeal|denials?|refund|due|letter|notes?|records|recs|eob|remit|claim|claims|training|x ?\d|units?|rebill|plan of care|bal(?:ance)?|st(?:mt|atement)|pmt|payment|check|referral|orders?|script|vob|invoice|bill|hold)"
        rf" (?:for|to|on|of|came for|due to) {_W}(?![\w'’-])",
        rf"{_HEAD}(?:appealed|rebill|rebilled|void|voided|resubmit|corrected|adjust|adjusted|reprocess|check on|see(?: also)?|pull|print) {_W}(?= again| twice| claim| per\b|[,.;]|$)",
        rf"\b(?:same (?:issue|thing|denial|reason|problem) (?:as|with|for)|see also|along with) {_W}(?![\w'’-])",
        rf"\bthe {_W} (?:claims?|denials?|appeals?|eobs?|auth|file|letter)\b",
        rf"{_HEAD}{_W} (?:claims?|appeal|poc|auth|eob|eval|elig|denial|records|bal)\b",
        rf"(?:^|[;\n] ?){_W} (?:\d{{1,2}} ?(?:units?|x)|x ?\d)\b",
        rf"\b{_CODE} {_W} (?:denied|paid|pending|again|not paid)\b",
        rf"(?:^|\n){_W} (?:to be (?:rebilled|appealed|adjusted)|still (?:not|pending|denied)|denied|again)\b",
        rf"\b(?:add|send|sent|move|moved) {_W} to (?:the )?(?:appeals?|list|collections|self.?pay|appeal list|write.?off)\b",
        rf"(?:^|\n)(?:fwd|fw|re):? {_W}(?= denial| claim|:|,|$)",
        rf"\b(?:grp|group|97552|patients|pts|attendees|members)(?: grp| group)? ?[:=-] ?{_W}(?=,| and\b| &)",
    )
)
_PAIR = re.compile(
    r"(?:^|[:;\n] ?)(?P<value>[^\W\d_][\w'’-]{2,24})(?: ?[,&] ?| and )(?P<other>[^\W\d_][\w'’-]{2,24})"
    r"(?= (?:both|and|&|-|were|each)\b| - |, [A-Za-z'’-]+(?: - |$)|$)"
)
_SEASONS = frozenset({"summer", "autumn", "spring", "winter", "fall"})
_OFFICES = re.compile(r"\b(?:clinics?|offices?|sites?|locations?|campus(?:es)?)\b")
_BESIDE_AN_OFFICE = frozenset(
    {"county", "ipa", "plan", "medicine", "city", "hills", "valley", "township", "parish", "rd"}
)


def find_in_frames(r: Reader) -> Iterator[Finding]:
    """Names that fill a hole in what an office writes, and surnames that stand for themselves."""
    for shape in _OF_PEOPLE:
        for m in shape.finditer(r.note.text):
            at = r.note.word_at(m.start("value"))
            if _is_known(r, at) or _is_strange(r, at) or _is_a_word_too(r, at, strict=False):
                yield *r.span(at, r.extend(at)), "patient_name"
    for shape in _OF_CASES:
        for m in shape.finditer(r.note.text):
            at = r.note.word_at(m.start("value"))
            if _is_known(r, at) or _is_strange(r, at) or _is_a_word_too(r, at, strict=True):
                yield *r.span(at, r.extend(at)), "patient_name"
    for m in _PAIR.finditer(r.note.text):
        pair = [r.note.word_at(m.start(part)) for part in ("value", "other")]
        if all(_is_known(r, at) or _is_a_word_too(r, at, strict=True) for at in pair):
            for at in pair:
                yield *r.span(at, at), "patient_name"
    for at in range(len(r.words)):
        if _is_a_surname_alone(r, at) or _is_joined(r, at):
            yield *r.span(at, at), "patient_name"


def _is_free(r: Reader, at: int) -> bool:
    if at >= len(r.words) or at in r.masked or r.kin(at) or r.low(at) in lx.never_names() | words("titles", "patient"):
        return False
    return r.low(at) not in words("places", "rep", "not_a_surname", "foreign") and not r.of_the_payer(at, at)


def _is_known(r: Reader, at: int) -> bool:
    """A name and no other word; in capitals it must be longer than an abbreviation."""
    if not _is_free(r, at) or r.english(at) or not r.is_name(at) or len(r.low(at)) < 3:
        return False
    return not r.words[at].text.isupper() or len(r.low(at)) > 4


def _is_strange(r: Reader, at: int) -> bool:
    """In no list at all: beside what only people do."""
    parts = r.low(at).split("-")
    if not _is_free(r, at) or any(len(part) < 3 or part in lx.english() for part in parts) or len(r.low(at)) < 4:
        return False
    shape = (r.note.shouting or not r.words[at].text.isupper()) and all(r.reads_as_a_name(part) for part in parts)
    return shape and not is_coined(r.low(at))


def _is_a_word_too(r: Reader, at: int, *, strict: bool) -> bool:
    """`Faith`, `Banks`, with a capital inside a sentence; where only people stand, at its head and as `faith` too."""
    low = r.low(at)
    if not _is_free(r, at) or low not in lx.english() or low in words("modals") | _SEASONS or len(low) < 4:
        return False
    named = r.is_given(at) or (r.is_name(at) and low not in words("not_after_cue"))
    shown = r.telling_capital(at) and not r.words[at].text.isupper()
    inside = at > 0 and shown and r.words[at - 1].text[-1].islower()
    if strict:
        return inside and named
    return (shown and named) or r.is_given(at)


def _is_a_surname_alone(r: Reader, at: int) -> bool:
    """A capitalised surname that is no first name, no other word and no town or payer: nobody else's stands bare."""
    low, nxt = r.low(at), r.low(at + 1)
    if not _is_known(r, at) or low not in lx.surnames() or r.is_given(at) or len(low) < 4:
        return False
    shown = r.telling_capital(at) and r.words[at].text[1:2].islower()
    office = r.gap(at) in (" ", ", ") and (nxt in words("organisations") | _BESIDE_AN_OFFICE or _is_acronym(r, at + 1))
    placed = (at > 0 and r.low(at - 1) in {"in", "at", "near", "our", "johns", "and"}) or r.note.text[
        : r.words[at].start
    ].endswith("& ")
    offices = _OFFICES.search(r.note.around(r.words[at].start, r.words[at].end))
    return shown and not office and not placed and not offices


def _is_joined(r: Reader, at: int) -> bool:
    """`Min-jun`: a capital and two parts that are no words."""
    word, parts = r.words[at], r.low(at).split("-")
    if len(parts) != 2 or at in r.masked or not r.telling_capital(at) or word.text[1:2].isupper():
        return False
    return all(
        len(p) > 1 and r.reads_as_a_name(p) and p not in lx.english() and p not in lx.never_names() for p in parts
    )


def _is_acronym(r: Reader, at: int) -> bool:
    return at < len(r.words) and r.words[at].text.isupper() and len(r.words[at].text) > 1 and at not in r.masked
