"""What a word can be: ordinary English, a name, a payer. From public lists and the registry, never from notes.

The one thing to know: a word in `english` is an ordinary word first and a name second ("rose", "will"); such a word is
taken for a name only beside something that makes it one (a title, "patient", a kinship).
"""

from __future__ import annotations

import re
from functools import cache

from tracker import reference
from tracker.intake.notes.cues import word_file, words
from tracker.vocabulary import STATES


@cache
def english() -> frozenset[str]:
    return (word_file("english") | words("foreign", "trade")) - words("only_names")


def given_names() -> frozenset[str]:
    return word_file("given_names")


def surnames() -> frozenset[str]:
    return word_file("surnames")


@cache
def calendar() -> frozenset[str]:
    return words("months", "days")


@cache
def never_names() -> frozenset[str]:
    return words("jargon", "months", "days")


@cache
def payer_phrases() -> frozenset[tuple[str, ...]]:
    """Names and aliases of registered payers, and the states, word by word: no words of a person."""
    found = {tuple(name.casefold().split()) for name in STATES.values()}
    for row in reference.rows("payers"):
        for text in (row["name"], row["parent"], *row["aliases"].split("|")):
            plain = re.sub(r"[^\w]+", " ", text.casefold().replace("'s", "").replace("'", "")).split()
            if plain:
                found.add(tuple(plain))
    return frozenset(found)


@cache
def payer_words() -> frozenset[str]:
    """First words of payers' names that are no ordinary words: `molina`, `kaiser`."""
    return frozenset(p[0] for p in payer_phrases() if p[0] not in english() and len(p[0]) > 2)
