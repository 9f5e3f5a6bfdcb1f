"""Names of patients and of those who care for them, by what stands beside them.

The one thing a newcomer would get wrong: a name alone proves little here. Payers, tests, clinicians and payer
representatives fill these notes; a title, a kinship, a verb decides, the name lists only support it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.alone import sounds_like_a_rep, standing_alone
from tracker.intake.notes.cues import pattern, words
from tracker.intake.notes.deeds import find_by_deeds
from tracker.intake.notes.frames import find_in_frames
from tracker.intake.notes.initials import are_initials, find_initials, initials_after
from tracker.intake.notes.mentions import find_mentions
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding, Note
from tracker.intake.notes.slots import find_in_slots

_CALLED = frozenset({"named", "called", "is", "was", "name"})
_AFTER_CUE = re.compile(r"(?:\s|\.\s|[:,(\-–—#\"'“=/]\s?|\s[(=/\-–—\"'“]\s?|'s\s|\s?:\s?\"?){1,2}")
_BESIDE_KIN = re.compile(r"\s?[(,\-–—/]\s?")


def find_people(note: Note) -> Iterator[Finding]:
    """Names, initials and nicknames; a word of kinship alone is no finding."""
    reader = Reader(note)
    for at, low in enumerate(reader.lows):
        if low in words("titles") and at not in reader.masked:
            yield from _after_title(reader, at)
        if low in words("patient"):
            yield from _after_cue(reader, at, "patient_name")
        if reader.kin(at):
            yield from _after_cue(reader, at, "caregiver_name")
            yield from _before_kin(reader, at)
        if at not in reader.masked and low not in words("kin", "jargon", "days"):
            yield from _beside_a_verb(reader, at)
        yield from standing_alone(reader, at)
    yield from find_initials(reader)
    yield from find_mentions(reader)
    yield from find_in_slots(reader)
    yield from find_by_deeds(reader)
    yield from find_in_frames(reader)


def _after_title(r: Reader, at: int) -> Iterator[Finding]:
    nxt = at + 1
    if nxt >= len(r.words) or r.gap(at) not in (" ", ". ", "."):
        return
    plain = r.words[nxt].capital or (r.low(nxt) not in lx.english() and r.low(nxt) not in words("jargon"))
    if plain and nxt not in r.masked and r.low(nxt) not in words("months") | {"sec"}:
        last = r.extend(nxt)
        if not r.of_the_payer(at, last):
            yield *r.span(nxt, last), "patient_name"


def _after_cue(r: Reader, at: int, kind: str) -> Iterator[Finding]:
    """`patient Ann Lee`, `pt: a. lee`, `mom (Ann)`, `daughter, Ann`, `mother of Ann`, `pt RJ`."""
    nxt = at + 1
    if nxt >= len(r.words) or (r.words[at].possessive and kind == "patient_name"):
        return
    gap = r.gap(at)
    if not _AFTER_CUE.fullmatch(gap):
        return
    skippable = _CALLED | {"in", "law"}
    if kind == "patient_name":
        skippable = _CALLED | {"the", "and"}
    elif r.low(nxt) == "of":
        nxt, kind = nxt + 1, "patient_name"
    skipped = 0
    if nxt >= len(r.words):
        return
    while r.low(nxt) in skippable and skipped < 2 and nxt + 1 < len(r.words):
        nxt, skipped = nxt + 1, skipped + 1
    yield from initials_after(r, at, nxt, kind)
    if (r.nameable(nxt) and _follows(r, nxt, gap, skipped)) or _surname_follows(r, nxt):
        last = r.extend(nxt)
        if not r.of_the_payer(at, last):
            yield *r.span(nxt, last), kind


def _follows(r: Reader, at: int, gap: str, skipped: int) -> bool:
    """Whether a word behind a cue is a name: known and capitalised after a comma, else known or in no word list."""
    apposed = r.is_name(at) or (not r.english(at) and r.gap(at).startswith((",", ")")))
    if "," in gap and not (r.telling_capital(at) and apposed):
        return False
    return r.is_name(at) or (not skipped and (r.telling_capital(at) or r.looks_like_a_name(at)))


def _surname_follows(r: Reader, at: int) -> bool:
    """`client Zephyr Hallam`: any capitalised word before a capitalised surname that is no other word."""
    nxt = at + 1
    if nxt >= len(r.words) or r.gap(at) != " " or at in r.masked or r.low(at) in lx.never_names():
        return False
    shown = r.telling_capital(at) and r.telling_capital(nxt) and not r.words[nxt].text.isupper()
    return shown and r.low(nxt) in lx.surnames() and not r.english(nxt) and nxt not in r.masked


def _before_kin(r: Reader, at: int) -> Iterator[Finding]:
    """`Ann (wife)`, `Ann, his daughter`, `Ann is the mom`, and `Lee's son`, where the name is the patient's."""
    prev = at - 1
    if prev < 0:
        return
    if r.words[prev].possessive and r.gap(prev) == " ":
        yield from _owner(r, prev)
        return
    steps = 0
    while prev >= 0 and steps < 3 and r.low(prev) in words("beside_kin"):
        prev, steps = prev - 1, steps + 1
    if prev < 0 or prev in r.masked:
        return
    gap = r.gap(prev)
    joined = _BESIDE_KIN.fullmatch(gap) or (steps and gap == " " and r.low(prev + 1) in {"is", "was", "who"})
    known = r.is_name(prev) and (r.telling_capital(prev) or not r.english(prev))
    if joined and known and r.nameable(prev):
        first = _first_of(r, prev)
        if not r.of_the_payer(first, prev):
            yield *r.span(first, prev), "caregiver_name"


def _owner(r: Reader, at: int) -> Iterator[Finding]:
    """`Lee's son`: a name in any case, a word in no list, or initials."""
    low = r.low(at)
    if at in r.masked or low in words("patient", "kin"):
        return
    known = r.is_name(at) and (low not in lx.english() or r.telling_capital(at) or r.is_given(at))
    strange = low not in lx.english() and low not in words("jargon") and len(low) > 3
    letters = r.words[at].text[:-2]
    if known or strange:
        yield *r.span(_first_of(r, at), at), "patient_name"
    elif letters.isupper() and are_initials(letters):
        yield *r.span(at, at), "patient_name"


def _first_of(r: Reader, last: int) -> int:
    """The first word of a name that ends at `last`."""
    first = last
    while first and last - first < 2 and r.gap(first - 1) == " ":
        prev = first - 1
        if not (r.telling_capital(prev) and r.could_be_surname(prev) and r.is_name(prev)):
            break
        first = prev
    return first


def _beside_a_verb(r: Reader, at: int) -> Iterator[Finding]:
    """`trained mark on transfers`, `called will back`, `the lee family`, `Bill S.`, `Hope is doing well`."""
    given = r.is_given(at) and r.low(at) not in words("titles")
    if given and _is_object(r, at):
        yield *r.span(at, at), "caregiver_name"
    if _is_household(r, at):
        yield *r.span(at, at), "patient_name"
    if given and _has_initial_after(r, at):
        yield r.words[at].start, r.words[at + 1].end + 1, "patient_name"
    if given and _is_subject(r, at):
        yield *r.span(at, at), "patient_name"


def _is_object(r: Reader, at: int) -> bool:
    before = r.low(at - 1) if at and r.gap(at - 1) == " " else ""
    goes_on = r.gap(at).isspace() and r.low(at + 1) and r.low(at + 1) not in words("after_object")
    if before not in words("taught") or goes_on:
        return False
    if r.low(at) in words("never_object", "months") or r.of_the_payer(at, at):
        return False
    return before not in words("talked_to") or _somebody_near(r, at)


def _somebody_near(r: Reader, at: int) -> bool:
    near = r.note.around(r.words[at].start, r.words[at].end)
    return bool(pattern("somebody_near").search(near)) or any(word in words("kin") for word in near.split())


def _is_household(r: Reader, at: int) -> bool:
    low = r.low(at)
    if r.low(at + 1) not in words("household") or r.gap(at) != " " or r.words[at].text.isupper():
        return False
    if low in words("places", "months") or len(low) < 3 or r.low(at + 2) in words("organisations"):
        return False
    return low not in lx.english() or (at > 0 and r.telling_capital(at) and r.is_name(at))


def _has_initial_after(r: Reader, at: int) -> bool:
    if at + 1 >= len(r.words) or r.gap(at) != " " or not r.telling_capital(at) or not r.words[at].text[-1].islower():
        return False
    initial = r.words[at + 1]
    return len(initial.text) == 1 and initial.capital and r.note.text[initial.end : initial.end + 1] == "."


def _is_subject(r: Reader, at: int) -> bool:
    """A name that is a word too, at the head of a sentence about a person."""
    after, third = r.low(at + 1), r.low(at + 2)
    acts = after in words("verbs") or (len(after) > 4 and after.endswith("ed"))
    if not acts or r.gap(at) != " " or r.low(at) in words("places"):
        return False
    if r.low(at) in words("months") and (after in {"is", "was"} or after not in words("verbs")):
        return False
    head = r.note.text[max(0, r.words[at].start - 3) : r.words[at].start].rstrip()[-1:]
    if not r.telling_capital(at) and head not in {"", ".", ";", ":", "!", "?", "-"}:
        return False
    rest = r.note.sentence(r.words[at].start, r.words[at].end, 80)[1]
    being = after in {"is", "was"} and (third in words("being") or third.endswith("ing"))
    person = being or pattern("person_later").search(rest)
    return bool(person) and not r.of_the_payer(at, at) and not sounds_like_a_rep(r, at)
