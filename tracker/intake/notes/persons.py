"""What each word of a note can be: somebody's name, or part of a payer, a place, a test, a clinician's name.

The one thing to know: `masked` words are taken out before any rule looks for a name, so a rule never has to know that
"Molina" is a payer and "Berg" a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.coined import is_coined
from tracker.intake.notes.cues import words
from tracker.intake.notes.reading import Note, Word
from tracker.vocabulary import STATES

_LONGEST_PAYER = 6  # words of a payer's name that are looked at together


@dataclass(frozen=True)
class Reader:
    """A note seen word by word; words are named by their index."""

    note: Note

    @cached_property
    def words(self) -> list[Word]:
        return self.note.words

    @cached_property
    def lows(self) -> list[str]:
        return [w.low for w in self.words]

    @cached_property
    def masked(self) -> frozenset[int]:
        """Words that belong to a payer, a place, a test named after somebody, or a clinician."""
        return frozenset(
            [*self._organisations(), *self._towns(), *self._saints(), *self._eponyms(), *self._providers()]
        )

    def _organisations(self) -> Iterator[int]:
        phrases, lows = lx.payer_phrases(), self.lows
        for at in range(len(lows)):
            for size in range(min(_LONGEST_PAYER, len(lows) - at), 0, -1):
                if tuple(lows[at : at + size]) in phrases:
                    plain = size == 1 and (lows[at] in lx.english() or len(lows[at]) < 3)
                    if not plain or self.words[at].capital:
                        yield from range(at, at + size)
                    break
            if lows[at] in lx.payer_words():
                yield at

    def _saints(self) -> Iterator[int]:
        """`St. Jude`, `Santa Rosa`: a hospital, a plan or a town, unless it is `Mr. St. Clair`."""
        for at, low in enumerate(self.lows[:-1]):
            holy = low in {"st", "saint", "san", "santa", "santo", "ste"} and self.gap(at) in (" ", ". ")
            if holy and self.words[at + 1].capital and self.low(at - 1) not in words("titles", "patient", "kin"):
                yield from (at, at + 1)

    def _towns(self) -> Iterator[int]:
        """`our Paris TX clinic`, `the Troy office`: a town of the practice's own."""
        offices = {"clinic", "office", "location", "site", "branch", "campus"}
        for at, low in enumerate(self.lows):
            state = self.words[at].text in STATES and self.gap(at) == " "
            if low in offices or (state and self.low(at + 1) in offices):
                yield from self._capitals_before(at, (" ", ", "))

    def _eponyms(self) -> Iterator[int]:
        names, nouns = words("eponyms"), words("eponym_nouns")
        for at, low in enumerate(self.lows):
            if low in names:
                yield at
            if low in nouns:
                yield from self._capitals_before(at, (" ", "-", "'s "))

    def _providers(self) -> Iterator[int]:
        titles, credentials = words("provider_titles"), words("credentials")
        for at, word in enumerate(self.words):
            if word.low in titles:
                yield from self._named_by_title(at)
            if at and word.text.rstrip(".") in credentials and self.gap(at - 1) in (" ", ", ", ","):
                yield from self._capitals_before(at, (" ", ", ", ",", ". "))

    def _named_by_title(self, at: int) -> Iterator[int]:
        for k in range(at + 1, min(at + 4, len(self.words))):
            if not self.words[k].capital and not (k == at + 1 and self.is_name(k)):
                break
            yield k

    def _capitals_before(self, at: int, gaps: tuple[str, ...]) -> Iterator[int]:
        for k in range(at - 1, max(-1, at - 4), -1):
            if not self.words[k].capital or self.gap(k) not in gaps:
                break
            yield k

    def gap(self, at: int) -> str:
        """What stands between a word and the next."""
        return self.note.text[self.words[at].end : self.words[at + 1].start] if at + 1 < len(self.words) else "\n"

    def low(self, at: int) -> str:
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def before(self, at: int, count: int) -> set[str]:
        return set(self.lows[max(0, at - count) : at])

    def english(self, at: int) -> bool:
        low = self.low(at)
        return low in lx.english() or low in lx.never_names() or len(low) < 2

    def kin(self, at: int) -> bool:
        low, kin = self.low(at), words("kin")
        return low in kin or low.split("-")[0] in kin or low.removeprefix("great-") in kin

    def is_given(self, at: int) -> bool:
        return self.low(at) in lx.given_names()

    def is_name(self, at: int) -> bool:
        low = self.low(at)
        known = low in lx.given_names() or low in lx.surnames() or ("-" in low and low.split("-")[0] in lx.surnames())
        return known or bool(_NAME_SHAPE.fullmatch(low) and low not in lx.english())

    def telling_capital(self, at: int) -> bool:
        return self.words[at].capital and not self.note.shouting

    def surely_given(self, at: int) -> bool:
        """A given name that is no ordinary word, place, payer, test or clinician."""
        low = self.low(at)
        if low not in lx.given_names() or at in self.masked or low in words("places") or len(low) < 3:
            return False
        if not self.english(at):
            return True
        return self.telling_capital(at) and low not in words("ordinary_given") and low not in lx.never_names()

    def could_be_surname(self, at: int) -> bool:
        low = self.low(at)
        if at in self.masked or low in words("jargon", "months") or len(low) < 2:
            return False
        return low in lx.surnames() or low not in lx.english()

    def nameable(self, at: int) -> bool:
        """May be a name beside a cue: capitalised and not an ordinary word, or in a name list, or in no word list."""
        low = self.low(at)
        if at >= len(self.words) or at in self.masked or low in words("kin", "titles") or low in lx.never_names():
            return False
        if low not in lx.english():
            if _is_clipped(low) and not self.is_name(at):
                return False
            return len(low) > 2 or (self.telling_capital(at) and self.is_name(at))
        shown = self.telling_capital(at) and not self.words[at].text.isupper()
        return shown and self.is_name(at) and low not in words("not_after_cue")

    def looks_like_a_name(self, at: int) -> bool:
        """A word in no list: a name unless it looks like a clipped word or a misspelling."""
        low = self.low(at)
        return len(low) >= 4 and self.reads_as_a_name(low) and not is_coined(low)

    def reads_as_a_name(self, low: str) -> bool:
        """Letters with a vowel and no ending of a clipped word."""
        return low.isalpha() and not low.endswith(_CLIPPED) and not _is_clipped(low)

    def extend(self, at: int) -> int:
        """The last word of a name that begins at `at`."""
        last = at
        while last + 1 < len(self.words) and last - at < 3 and not (last > at and self.words[last].possessive):
            gap, nxt = self.gap(last), last + 1
            word = self.words[nxt]
            initial = len(word.text) == 1 and word.capital
            more = gap != ". " and self.could_be_surname(nxt) and self._goes_on(at, nxt)
            blocked = gap not in _INSIDE_A_NAME or nxt in self.masked or self.low(nxt) in words("kin")
            if blocked or not (initial or more):
                break
            last = nxt
        return last

    def _goes_on(self, at: int, nxt: int) -> bool:
        plain = not self.words[at].capital and self.is_name(nxt) and not self.english(nxt)
        return self.telling_capital(nxt) or plain

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Places of a name in the note, without a possessive."""
        end = self.words[last].end
        return self.words[first].start, end - 2 if self.words[last].text[-2:] in ("'s", "’s") else end

    def of_the_payer(self, at: int, last: int) -> bool:
        """The person is at a payer: a representative, a supervisor, somebody `at Aetna`."""
        if words("rep") & self.before(at, 4) and not (words("kin", "patient") - {"name", "named"}) & self.before(at, 2):
            return True
        if last + 1 in self.masked and "(" in self.gap(last):
            return True
        for k in range(last + 1, min(last + 4, len(self.words))):
            if self.low(k) in words("rep"):
                return True
            if self.low(k - 1) in words("papers"):
                return False
            if self.low(k) in {"at", "from", "with", "in", "of"} and k + 1 < len(self.words) and self.gap(k) == " ":
                return any(self._is_an_office(j) for j in range(k + 1, min(k + 4, len(self.words))))
        return False

    def _is_an_office(self, at: int) -> bool:
        low = self.low(at)
        vendor = low in words("jargon") and self.telling_capital(at)
        return (
            vendor
            or at in self.masked
            or low in words("desk")
            or low in lx.payer_words()
            or self.words[at].text.isupper()
        )

    def contact_only(self, at: int) -> bool:
        """`spoke with Ann`, `per Ann`: of a call, most likely to the payer."""
        before = self.before(at, 3)
        return bool(words("contact") & before) and not words("kin", "patient") & before


def _is_clipped(low: str) -> bool:
    """No name: letters without a vowel (`trng`) or a contraction without its sign (`neednt`)."""
    return not _VOWEL.search(low) or (low.endswith("nt") and low[:-2] in lx.english())


_VOWEL = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüý]|[^a-zà-ÿ]")
_NAME_SHAPE = re.compile(r"(?:o'|d'|mc|mac)[a-z]{4,}")
_CLIPPED = tuple(
    "ing ed tion ly ment able ness ity ical ous ive ence ance ize ise ies als ers ions ments".split()  # noqa: SIM905
)
_INSIDE_A_NAME = frozenset({" ", ". ", "-", " '", ' "', "' ", '" '})
