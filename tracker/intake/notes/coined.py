"""Words in no list that are still nobody's name: misspelt, put together, or made of Greek by a clinic.

The one thing to know: this is asked only of words in no list at all (`gaitbelt`, `gastrostomy`, `denail`); a word in a
list of names is a name, whatever it is made of.
"""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache

from tracker.intake.notes import lexicon as lx
from tracker.intake.notes.cues import one_of, words

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 24
_LIKE = 0.8  # how near a word must be to one that these notes are full of


@lru_cache(maxsize=4096)
def is_coined(low: str) -> bool:
    """Whether a word of no list is a misspelling, a compound or a clinic's term."""
    if len(low) > _LONGEST:  # nobody's name, and the work below grows with the square of the length
        return True
    return _is_a_term(low) or _is_put_together(low) or _is_misspelt(low)


def _is_a_term(low: str) -> bool:
    return bool(_endings().search(low))


def _is_put_together(low: str) -> bool:
    """`gaitbelt`, `telepractice`, `noncovered`: two words, or a word behind a prefix."""
    known = lx.english()
    cuts = [(low[:k], low[k:]) for k in range(2, len(low) - 2)]
    if any(a in words("prefixes") and b in known and len(b) > 3 for a, b in cuts):
        return True
    return any(len(a) > 3 and len(b) > 3 and a in known and b in known for a, b in cuts)


def _is_misspelt(low: str) -> bool:
    """One letter away from another word, or near one that these notes are full of."""
    if len(low) < 6:
        return False
    known = _known()
    cuts = [(low[:k], low[k:]) for k in range(len(low) + 1)]
    near = [a + b[1:] for a, b in cuts if b] + [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
    near += [a + c + b for a, b in cuts for c in _LETTERS]
    near += [a + c + b[1:] for a, b in cuts if b for c in _LETTERS] if len(low) > 6 else []
    if any(word in known for word in near):
        return True
    often = [w for w in words("often_misspelt") if w[0] == low[0] and abs(len(w) - len(low)) < 3]
    return bool(difflib.get_close_matches(low, often, n=1, cutoff=_LIKE))


@cache
def _known() -> frozenset[str]:
    return lx.english() | words("jargon", "kin", "patient", "rep", "foreign")


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(rf"{one_of('clinical_endings')}$|^{one_of('clinical_beginnings')}")
