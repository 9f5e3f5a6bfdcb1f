"""Outcomes said in Spanish, French, German or Portuguese, put into the English words that `values` knows.

The one thing to know: the phrases stand in `tongues.tsv`, without accents; headers in these languages stand with the
others in `header_words.tsv`, names of months in `dates`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    """Longer phrases before the shorter ones that are part of them, as the table is ordered."""
    with (Path(__file__).parent / "tongues.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(re.compile(rf"\b(?:{'|'.join(r['phrases'].split('; '))})\b"), r["english"]) for r in rows]


def folded(text: str) -> str:
    """Lower-case text without accents."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()


def english(text: str) -> str:
    """Lower-case text with what it says of an outcome in English; other words stay."""
    plain = found = folded(text)
    for pattern, word in _phrases():
        found = pattern.sub(word, found)
    return found if found != plain else text
