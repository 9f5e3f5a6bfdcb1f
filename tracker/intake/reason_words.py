"""Reasons from plain words: "they said it is not a covered benefit" gives the sayings and codes it may mean.

The one thing to know: this only proposes. A person picks; what was typed is used for the search and kept nowhere.
"""

from __future__ import annotations

import re
import unicodedata

from tracker import reference
from tracker.reference import Reason, Saying

MOST = 4
LONG = 4  # a keyword of so many letters stands for every word that begins with it
_CODES = re.compile(r"\b(?:(?:CO|PR|OA|PI|CARC|RARC)[\s-]?)?((?:MA|M|N|B|A|P)?\d{1,3})\b", re.I)
_SAYS_NOTHING = {
    "and",
    "are",
    "for",
    "from",
    "its",
    "not",
    "our",
    "that",
    "the",
    "their",
    "they",
    "this",
    "was",
    "were",
    "with",
}


def plain(text: str) -> str:
    """Lower case, straight apostrophes, single spaces."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold()
    return re.sub(r"\s+", " ", text).strip()


def sayings(text: str) -> list[Saying]:
    """The sayings that the words fit, those with most of the words first; at most four.

    Where no phrase fits, those that most of the single words point to."""
    words = plain(text)[:300]
    found = []
    for saying in reference.sayings().values():
        fits = [m for m in re.finditer(saying.phrases, words) if m[0]]
        if fits or words == saying.words.casefold():
            found.append((-sum(len(m[0]) for m in fits), saying))
    return [s for _, s in sorted(found, key=lambda f: f[0])][:MOST] or _pointed_at(words)


def _pointed_at(words: str) -> list[Saying]:
    """Sayings by single words. A word that points to few of them weighs more than one that points to many."""
    spoken = frozenset(re.findall(r"[$\w]+", words)) - _SAYS_NOTHING
    votes: dict[str, float] = {}
    for word in spoken:
        named = [s.said for s in reference.sayings().values() if any(_begins(word, k) for k in s.keywords)]
        for said in named:
            votes[said] = votes.get(said, 0.0) + 1 / len(named)
    best = sorted(votes, key=lambda said: -votes[said])[:MOST]
    return [reference.sayings()[said] for said in best]


def _begins(word: str, keyword: str) -> bool:
    return word == keyword or (len(keyword) >= LONG and word.startswith(keyword))


def codes(text: str) -> list[Reason]:
    """Reasons named by number in the text (`CO-96, N130`), and only those on file."""
    known = reference.reasons()
    asked = ((kind, code) for code in _CODES.findall(text.upper()) for kind in ("CARC", "RARC"))
    return list(dict.fromkeys(known[a] for a in asked if a in known))


def by_label(text: str) -> list[Reason]:
    """Reasons whose label shares most words with the text; at most four, none without two shared words."""
    asked = _stems(text)
    scored = []
    for reason in reference.reasons().values():
        if reason.kind != "GROUP" and reason.denial:
            label = _stems(reason.label)
            shared = len(asked & label)
            if shared >= 2:
                scored.append((-shared, len(label), reason))
    return [r for _, _, r in sorted(scored, key=lambda s: s[:2])][:MOST]


def _stems(text: str) -> frozenset[str]:
    return frozenset(w[:6] for w in re.findall(r"[a-z]{3,}", plain(text)) if w not in _SAYS_NOTHING)
