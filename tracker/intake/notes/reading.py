"""A note cut into words with their places, and the questions every detector asks about what stands near."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
_NOT_AN_END = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|st|no|vs|approx|ref|acct|auth|pt|tel|ph|apt|ave|rd|jr|sr|inc|dtr|jan|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|nov|dec|eff)|\b[a-z])$",
    re.I,
)

Finding = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        """Without case, a possessive and full stops."""
        low = self.text.casefold().replace("’", "'")
        return low[:-2] if low.endswith("'s") else low.rstrip("'")

    @property
    def possessive(self) -> bool:
        return self.text.casefold().replace("’", "'").endswith(("'s", "s'"))

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class Note:
    text: str

    @cached_property
    def words(self) -> list[Word]:
        return [Word(m.start(), m.end(), m[0]) for m in _WORD.finditer(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [w.start for w in self.words]

    @cached_property
    def _breaks(self) -> list[int]:
        text = self.text
        return [
            m.end()
            for m in _SENTENCE_END.finditer(text)
            if m[0] != "." or not _NOT_AN_END.search(text, max(0, m.start() - 6), m.start())
        ]

    @cached_property
    def shouting(self) -> bool:
        """Written in capitals throughout: then a capital says nothing."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)

    def word_at(self, place: int) -> int:
        """Index of the first word that starts at or after a place."""
        return bisect_left(self._starts, place)

    def sentence(self, start: int, end: int, reach: int = 110) -> tuple[str, str]:
        """What stands before and after a span in its sentence, at most `reach` characters each, in lower case."""
        at = bisect_left(self._breaks, start + 1)
        left = self._breaks[at - 1] if at else 0
        to = bisect_left(self._breaks, end)
        right = self._breaks[to] if to < len(self._breaks) else len(self.text)
        return self.text[max(left, start - reach) : start].casefold(), self.text[
            end : min(right, end + reach)
        ].casefold()

    def around(self, start: int, end: int, reach: int = 110) -> str:
        before, after = self.sentence(start, end, reach)
        return f"{before} … {after}"


def nearest(pattern: re.Pattern[str], before: str, after: str) -> int | None:
    """Characters between a span and the nearest match beside it, None where there is none."""
    left = max((m.end() for m in pattern.finditer(before)), default=None)
    right = pattern.search(after)
    distances = [len(before) - left] if left is not None else []
    distances += [right.start()] if right else []
    return min(distances, default=None)
