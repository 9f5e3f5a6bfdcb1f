"""Names that a deed gives away: `told Dubois`, `emailed milo the form`, `will no showed`, `Ines and her mom came`.

The one thing to know: the same verbs tell of calls to a payer, so after "spoke with" a first name alone is taken for a
representative's unless the sentence speaks of a bill, a card or a family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.cues import one_of, pattern, words
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding

_W = r"[^\W\d_][\w'’-]{1,24}"
_DONE_TO = re.compile(rf"\b(?:{one_of('done_to')}) (?P<value>{_W})", re.I)
_SPOKEN_WITH = re.compile(rf"\b(?:{one_of('spoken_with')}) (?P<value>{_W})", re.I)
_DID = re.compile(rf"(?:^|[.;,\n] ?|- )(?P<value>{_W})(?: {_W})? (?:{one_of('only_people_do')})(?!\w)", re.I)
_AGED = re.compile(rf"(?:^|[.;,\n] ?|- )(?P<value>[A-Z][\w'’-]{{1,20}}) {one_of('is_aged')}\b")
_NUMBERED = frozenset({"age", "limit", "max", "maximum", "minimum", "cutoff", "patient", "kid", "child"})
_NURSE = re.compile(
    r"\b(?:night|home|private|duty|live-in|day|overnight|weekend|pdn) (?:nurse|rn|lpn|aide|hha|sitter) (?P<value>[A-Z]\w+)\b"
)
_WITH_KIN = re.compile(
    rf"\b(?P<value>{_W})(?: {_W})? (?:and|&|\+|w/|with) (?:his|her|their) (?:[a-z-]+ )?{one_of('close_kin')}\b", re.I
)
_THE_KIN = re.compile(
    rf"\b(?:(?P<cue>{one_of('spoken_with')}|{one_of('done_to')}|by|per|from|con|avec|à) )?(?P<value>{_W}),? "
    rf"\(?(?:the|his|her|their|pt'?s|el|la|su|le|sa|son) (?:{one_of('close_kin')}|{one_of('foreign_kin')})\b",
    re.I,
)
_BOTH = re.compile(
    rf"\b(?P<value>{_W}) (?:and|&|y|et|/) (?P<other>{_W}),? \((?:the |his |her |pt'?s )?"
    rf"(?:parents|siblings|sisters|brothers|sons|daughters|aides|grandparents|mom and dad|{one_of('close_kin')})\b",
    re.I,
)
_LETTERED = re.compile(r"\b(?P<value>(?P<name>[^\W\d_]{3,12}) [d-hj-lo-qstvyz])(?=\.?(?:[,;)]| and\b| & |$))", re.I)
_APPOSED = re.compile(
    rf"(?:^|[-–:;.\n] ?)(?P<value>{_W}), (?:the |his |her |pt'?s )?(?:{one_of('close_kin')}|{one_of('foreign_kin')})(?=[,;.]|$)",
    re.I,
)
_FAMILY = re.compile(r"\b(?:familia|famille|fam(?:ily)? of|la sra|el sr|señora?) (?P<value>[A-Z][\w'’-]+)", re.I)
_OWNED = re.compile(
    rf"(?:^|[.;\n] ?)(?P<value>{_W})['’]s (?:new |old |sec(?:ondary)? |prim(?:ary)? )?{one_of('owned')}\b", re.I
)
_SO_CALLED = re.compile(r"[\"“](?P<value>[A-Z][\w' -]{1,15})[\"”],? (?:as|is (?:what|how)) (?:s?he|we|they|everyone)\b")
_LONE_INITIAL = re.compile(
    r"(?:^|\n)(?P<value>[A-Z]\.)(?= (?:in|is|was|has|had|came|wants|needs|denied|again|mom|dad|wife|husband|said)\b| [-–])"
)
_INITIALS_ARE = re.compile(r"\binitials?(?: are| is|:)? (?P<value>(?-i:[A-Z]\.?[A-Z]\.?(?:[A-Z]\.?)?))(?!\w)", re.I)
_TALLY = re.compile(rf"(?:^|[,;/\n] ?)(?P<value>{_W}) ?[-–:=] ?(?:{one_of('tallied')})\b", re.I)


def find_by_deeds(r: Reader) -> Iterator[Finding]:
    """Names beside what is done to people, and what only people do."""
    yield from _objects(r)
    yield from _subjects(r)
    for m in _LETTERED.finditer(r.note.text):
        if m["name"].casefold() in lx.given_names() and m["name"].casefold() not in words("jargon", "months", "kin"):
            yield *m.span("value"), "patient_name"
    for shape in (_SO_CALLED, _LONE_INITIAL, _INITIALS_ARE):
        for m in shape.finditer(r.note.text):
            yield *m.span("value"), "patient_name"
    told = [m for m in _TALLY.finditer(r.note.text) if _tallied(r, r.note.word_at(m.start("value")))]
    if len(told) > 1:
        for m in told:
            yield *m.span("value"), "patient_name"


def _objects(r: Reader) -> Iterator[Finding]:
    for m in _DONE_TO.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if _somebody(r, at) or _a_word_but_somebody(r, at) or _given_something(r, at):
            yield *r.span(at, r.extend(at)), "caregiver_name"
    for m in _SPOKEN_WITH.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if _somebody(r, at) and _no_representative(r, at):
            yield *r.span(at, r.extend(at)), "caregiver_name"


def _subjects(r: Reader) -> Iterator[Finding]:
    for m in _DID.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if _somebody(r, at) or (_open(r, at) and r.is_given(at)):
            yield *r.span(at, at), "patient_name"
    for m in _AGED.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if _open(r, at) and r.telling_capital(at) and (r.is_name(at) or r.low(at) not in _NUMBERED):
            yield *r.span(at, at), "patient_name"
    for m in _NURSE.finditer(r.note.text):
        if m["value"].casefold() in lx.given_names():
            yield *m.span("value"), "caregiver_name"
    for m in _WITH_KIN.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if _somebody(r, at) or (_open(r, at) and r.telling_capital(at) and r.is_given(at)):
            yield *r.span(at, at), "patient_name"
    for m in _THE_KIN.finditer(r.note.text):
        at = r.note.word_at(m.start("value"))
        if m["cue"] and (_somebody(r, at) or (_open(r, at) and r.is_given(at))):
            yield *r.span(at, at), "caregiver_name"
    for shape in (_APPOSED, _FAMILY, _OWNED):
        for m in shape.finditer(r.note.text):
            at = r.note.word_at(m.start("value"))
            if _somebody(r, at) or (_open(r, at) and r.is_given(at) and r.low(at) not in words("months")):
                yield *r.span(at, at), "patient_name"
    for m in _BOTH.finditer(r.note.text):
        for part in ("value", "other"):
            at = r.note.word_at(m.start(part))
            if _somebody(r, at) or (_open(r, at) and r.is_given(at)):
                yield *r.span(at, at), "caregiver_name"


def _open(r: Reader, at: int) -> bool:
    """A word that may be anybody's name: of a test's name too, but no payer, kinship or word of the trade."""
    if at >= len(r.words) or r.kin(at) or r.low(at) in words("jargon", "titles", "patient", "rep", "never_object"):
        return False
    return at not in r.masked or r.low(at) in words("eponyms")


def _somebody(r: Reader, at: int) -> bool:
    """In a list of names and no other word, or in no list and no misspelling of one."""
    if not _open(r, at) or at in r.masked or r.english(at) or r.low(at) in words("places") or r.of_the_payer(at, at):
        return False
    if r.words[at].text.isupper() and not r.note.shouting:
        return r.is_name(at) and len(r.low(at)) > 4
    if len(r.low(at)) == 3 and r.telling_capital(at) and r.words[at].text[1:].islower():
        return True
    return r.is_name(at) or r.looks_like_a_name(at)


def _given_something(r: Reader, at: int) -> bool:
    """`emailed milo the form`: a short word in no list where only a person stands."""
    short = len(r.low(at)) == 3 and _open(r, at) and at not in r.masked and not r.english(at)
    return short and r.gap(at) == " " and r.low(at + 1) in {"the", "her", "his", "that", "a"}


def _a_word_but_somebody(r: Reader, at: int) -> bool:
    """`emailed joy the form`, `told Grace it was`: a first name that is a word, with what only a person is given."""
    if not _open(r, at) or not r.is_given(at) or r.gap(at) != " " or r.low(at) in words("months"):
        return False
    return r.low(at + 1) in words("after_recipient") and not r.of_the_payer(at, at)


def _no_representative(r: Reader, at: int) -> bool:
    """No first name alone, or a sentence of home; never with the talk of a payer's line beside it."""
    start, end = r.words[at].start, r.words[r.extend(at)].end
    before, after = r.note.sentence(start, end, 80)
    home, desk = pattern("talk_of_home").search(after), pattern("talk_of_desk").search(f"{before} | {after}")
    if home and not (desk and r.is_given(at)):
        return True
    known = r.low(at) in lx.surnames() and not r.is_given(at)
    return known and not desk and not any(k in r.masked for k in range(at + 1, min(at + 8, len(r.words))))


def _tallied(r: Reader, at: int) -> bool:
    """One of a list of people with what became of each."""
    if not _open(r, at) or r.low(at) in words("places", "not_a_surname", "months", "days"):
        return False
    if r.low(at) in lx.english():
        return r.telling_capital(at) and r.is_name(at) and not r.words[at].text.isupper()
    return r.is_name(at)
