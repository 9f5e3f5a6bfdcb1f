"""Does text come out as nonsense? Fonts without a map to letters give text that looks like text and is none.

The one thing to know: the test is made on pairs of letters, which hold for any English text, also for lists of labels;
a list of bare codes and amounts has too few letters to be judged and passes.
"""

from __future__ import annotations

import re

COMMON = frozenset(
    [
        "th",
        "he",
        "in",
        "er",
        "an",
        "re",
        "on",
        "at",
        "en",
        "nd",
        "ti",
        "es",
        "or",
        "te",
        "of",
        "ed",
        "is",
        "it",
        "al",
        "ar",
        "st",
        "to",
        "nt",
        "ng",
        "se",
        "ha",
        "as",
        "ou",
        "io",
        "le",
        "ve",
        "co",
        "me",
        "de",
        "hi",
        "ri",
        "ro",
        "ic",
        "ne",
        "ea",
        "ra",
        "ce",
        "li",
        "ch",
        "ll",
        "be",
        "ma",
        "si",
        "om",
        "ur",
    ]
)


def is_garbled(text: str) -> bool:
    sample = text[:200_000]
    signs = re.sub(r"\s", "", sample)
    if len(signs) < 60:
        return False
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (ord(c) < 32) or "\x7f" <= c < "\xa0" for c in signs)
    if strange > 0.25 * len(signs):
        return True
    words = re.findall(r"[A-Za-z]{3,}", sample)
    pairs = [w[n : n + 2].lower() for w in words[:6000] for n in range(len(w) - 1)]
    letters = sum(map(len, words))
    if len(pairs) < 120:
        odd = sum(not c.isalnum() and c not in ".,;:$%/()-–—|'\"’“”&*=_#" for c in signs)
        return letters < 0.1 * len(signs) and odd > 0.3 * len(signs)
    return sum(p in COMMON for p in pairs) < 0.27 * len(pairs)
