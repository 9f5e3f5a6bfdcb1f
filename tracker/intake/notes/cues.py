"""The screen's vocabulary, read from `cues.toml`: edit the words there, never a pattern here.

The one thing to know: `words` are whole words to look up; `pattern` and `one_of` make a pattern of a list, in which `_`
stands for a blank and an entry may itself be a small pattern.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def _cues() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "cues.toml").read_text("utf-8"))


@cache
def words(*names: str) -> frozenset[str]:
    """The words of one list or of several together."""
    return frozenset(word for name in names for word in _cues()["words"][name].split())


def one_of(name: str) -> str:
    """A list of patterns as one group, to be built into a larger pattern."""
    return "(?:" + "|".join(entry.replace("_", " ") for entry in _cues()["patterns"][name].split()) + ")"


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any entry of a list, as whole words, whatever the case."""
    return re.compile(rf"(?<!\w){one_of(name)}(?!\w)", re.I)


@cache
def word_file(name: str) -> frozenset[str]:
    """A long list with a file of its own (`english`, `surnames`, `given_names`); lines with # say where it is from."""
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
