"""Names that stand without a cue: `Ann Lee`, `Lee, Ann`, `A. Lee`, `Ann's chair`, `lee` in lower case.

The one thing to know: here the word lists carry the weight, so a word that is also plain English is taken only where
a verb makes a person of it, and a lone first name beside a help-desk verb is taken for a representative's.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.cues import words
from tracker.intake.notes.persons import Reader
from tracker.intake.notes.reading import Finding


def standing_alone(r: Reader, at: int) -> Iterator[Finding]:
    """The name that begins at a word, if one does."""
    skip = at in r.masked or r.low(at) in words("kin", "titles", "patient")
    if skip or (at and r.low(at - 1) in words("provider_titles")):
        return
    last = _full_name(r, at)
    if last is None and _is_lone_name(r, at):
        last = r.extend(at)
    if last is None or r.of_the_payer(at, last):
        return
    if last == at and (r.contact_only(at) or sounds_like_a_rep(r, at)):
        return
    if not _is_organisation(r, last):
        yield *r.span(at, last), "patient_name"


def sounds_like_a_rep(r: Reader, at: int) -> bool:
    """`Ann read me the policy`: a first name with a verb of the help desk and nobody's family near."""
    told_us = r.low(at + 1) == "told" and r.low(at + 2) in {"us", "me"}
    if r.low(at + 1) not in words("payer_talk") and not told_us:
        return False
    start, end = r.words[at].start, r.words[at].end
    near = r.note.text[max(0, start - 120) : end + 80].casefold()
    family = words("kin") | {"her", "his"}
    return not any(word.strip(".,;:()'\"") in family for word in near.split())


def _is_organisation(r: Reader, last: int) -> bool:
    return any(
        k < len(r.words) and r.words[k].capital and r.low(k) in words("organisations")
        for k in (last, last + 1, last + 2)
    )


def _full_name(r: Reader, at: int) -> int | None:
    """The last word of a name of two words or more."""
    nxt = at + 1
    if nxt >= len(r.words) or not r.telling_capital(at) or not r.telling_capital(nxt) or nxt in r.masked:
        return None
    named = _initial_and_surname(r, at) or _strange_pair(r, at) or _given_and_more(r, at) or _surname_first(r, at)
    named = named or _surname_and_initial(r, at)
    return r.extend(nxt) if named else None


def _initial_and_surname(r: Reader, at: int) -> bool:
    """`A. Lee`"""
    nxt, text = at + 1, r.words[at + 1].text
    if len(r.words[at].text) != 1 or r.gap(at) not in (". ", ".") or len(text) < 3 or not text[1].islower():
        return False
    return r.low(nxt) not in lx.english() and (r.low(nxt) in lx.surnames() or not r.english(nxt))


def _given_and_more(r: Reader, at: int) -> bool:
    """`Ann Lee`, `Ann B`; a first name that is a word too needs a surname that is none."""
    nxt, low, gap = at + 1, r.low(at), r.gap(at)
    if not r.is_given(at) or len(low) < 3 or low in lx.never_names() or gap not in (" ", ". "):
        return False
    if r.words[nxt].text.isupper() != r.words[at].text.isupper() and len(r.words[nxt].text) > 1:
        return False
    sure = r.surely_given(at)
    if len(r.words[nxt].text) == 1:
        return sure
    if gap != " " or not r.could_be_surname(nxt) or r.low(nxt) in words("places", "kin"):
        return False
    return sure or (r.low(nxt) not in lx.english() and r.low(nxt) in lx.surnames())


def _surname_first(r: Reader, at: int) -> bool:
    """`Lee, Ann`"""
    low = r.low(at)
    if r.gap(at) != ", " or low not in lx.surnames() or low in lx.english() or low in words("places"):
        return False
    return r.could_be_surname(at) and r.surely_given(at + 1)


def _surname_and_initial(r: Reader, at: int) -> bool:
    """`Lee M.`"""
    text, low = r.words[at].text, r.low(at)
    if r.gap(at) != " " or len(r.words[at + 1].text) != 1 or not text[-1].islower() or low in words("places"):
        return False
    return low in lx.surnames() and not r.english(at) and at not in r.masked


def _strange_pair(r: Reader, at: int) -> bool:
    """Two capitalised words that are in no word list. All in capitals, one of them must be a known name."""
    pair = (at, at + 1)
    if r.gap(at) != " " or any(_is_known_word(r, k) for k in pair):
        return False
    texts = [r.words[k].text for k in pair]
    if all(t.isupper() for t in texts):
        return all(len(t) > 3 for t in texts) and any(r.is_name(k) for k in pair)
    mixed = all(len(t) > 2 and t[1].islower() and t[-1].islower() for t in texts)
    return mixed and r.low(at + 2) not in words("organisations") and r.gap(at + 1) != "'"


def _is_known_word(r: Reader, at: int) -> bool:
    low = r.low(at)
    if at in r.masked or low in words("places", "titles", "months", "days"):
        return True
    return any(part in lx.english() or part in words("jargon") for part in low.split("-"))


def _is_lone_name(r: Reader, at: int) -> bool:
    word, low = r.words[at], r.low(at)
    if word.text.isupper() and len(word.text) < 5 and not r.note.shouting:
        return False
    if _is_a_place_of_two_words(r, at):
        return False
    if r.surely_given(at) and (word.capital or len(low) > 3):
        return True
    if low in words("places"):
        return False
    if not r.telling_capital(at):
        behind = at > 0 and r.low(at - 1) in words("before_person") and r.gap(at - 1) == " "
        if r.is_given(at) and behind and low in lx.english() and low not in words("ordinary_given"):
            return len(low) > 2 and at not in r.masked and low not in lx.never_names()
        return len(low) > 4 and low in lx.surnames() and not r.english(at) and at not in r.masked
    if not word.text[1:2].islower() or not r.could_be_surname(at) or not r.is_name(at):
        return False
    return _acts_like_a_person(r, at)


def _is_a_place_of_two_words(r: Reader, at: int) -> bool:
    """`Crystal Run`: two ordinary words with capitals, the second nobody's surname."""
    nxt = at + 1
    if nxt >= len(r.words) or r.gap(at) != " " or r.low(at) not in lx.english() or r.note.shouting:
        return False
    text, low = r.words[nxt].text, r.low(nxt)
    return text[0].isupper() and text[1:].islower() and low in lx.english() and not r.is_name(nxt) and not r.kin(nxt)


def _acts_like_a_person(r: Reader, at: int) -> bool:
    """A capitalised surname, or a first name that is a word too, with a verb or a preposition of people."""
    word, low, after = r.words[at], r.low(at), r.low(at + 1)
    if low not in lx.english():
        before = r.low(at - 1) if at else ""
        behind = before in words("before_person") and not r.contact_only(at)
        return word.possessive or after in words("after_person") or behind
    if not r.is_given(at) or low in words("modals") or low in lx.calendar():
        return False
    head = at == 0 or (r.gap(at - 1) != " " and r.gap(at - 1).strip() in {".", "!", "?", ";", ""})
    if head:
        return word.possessive or after in {"has", "came", "called", "attended", "wants", "needs"}
    return word.possessive or after in words("after_person") - {"is", "was"}
