"""Lists of words and phrases as they are written down, compiled into one pattern.

The one thing to know: a space stands for spaces or dashes (` ?`: or none), `*` for the rest of a word, `?` makes the letter
or bracket before it optional and `(a|b)` gives a choice; every phrase begins and ends at the edge of a word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_EDGE = r"(?<!\w)(?:%s)(?!\w)"


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases in lower-case text."""
    parts = sorted({_as_pattern(p) for p in phrases if p.strip()}, key=lambda p: (-len(p), p))
    return re.compile(_EDGE % "|".join(parts) if parts else r"(?!)")


def _as_pattern(phrase: str) -> str:
    text = phrase.strip().replace(".", r"\.").replace("$", r"\$").replace("/", r"\/")
    text = text.replace("*", r"\w*").replace(" ?", r"[\s-]*").replace(" ", r"[\s-]+")
    return text.replace("(", "(?:")


@cache
def table(name: str) -> Mapping[str, tuple[str, ...]]:
    """A table of two columns beside this module: what is said -> the phrases that say it, apart by semicolons."""
    found: dict[str, tuple[str, ...]] = {}
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            said = tuple(p.strip() for p in row["phrases"].split(";"))
            found[row["says"]] = found.get(row["says"], ()) + said
    return found
