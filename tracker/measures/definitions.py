"""Every measure as one reviewed document, used by charts, tables, exports and the methods page alike.

The documents are `tracker/reference/measures/*.toml`; the file name is the measure's key. The one thing a newcomer
would get wrong: what a measure may be called depends on the tier of the numbers (`name_for`), so no page words it
itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tracker.errors import Rejected
from tracker.measures.numbers import check_words
from tracker.reference import FOLDER
from tracker.vocabulary import Tier

MEASURES = FOLDER / "measures"
REVIEW_WITHIN_DAYS = 366
NOT_YET = "not yet checked"
"""Stands for a checker until a second person has checked; counted as a problem, since authors do not check
themselves."""


@dataclass(frozen=True)
class Definition:
    """One measure. names: what it is called at each tier it exists at ("documents" for measures of what payers say).

    numerator, denominator: in words; a measure that is no ratio says what is counted and over what. expires: from this
    day on the definition must be reviewed before it is shown as current.
    """

    key: str
    names: Mapping[str, str]
    question: str
    numerator: str
    denominator: str
    why: str
    limits: str
    author: str
    checker: str
    next_review: date
    source: str

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return tuple(Tier(t) for t in self.names if t != "documents")

    def name(self, tier: Tier | None) -> str:
        """What it may be called at this tier (None: measures of documents). Raises `Rejected` where it does not
        exist."""
        words = self.names.get(str(tier) if tier else "documents")
        if words is None:
            raise Rejected(
                f"{self.key} cannot be told from {tier.words if tier else 'documents'}.",
                f"It exists at {', '.join(self.names)}.",
            )
        return check_words(words, tier)


def read(path: Path) -> Definition:
    """One document. Raises `Rejected` naming the file and the fields that are missing, empty or unknown."""
    try:
        found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Rejected(f"{path.name} cannot be read: {error}.", "Mend the file.") from error
    wanted = {f.name for f in fields(Definition)} - {"key"}
    wrong = sorted(wanted ^ set(found)) + sorted(k for k in wanted & set(found) if not found[k])
    if wrong:
        raise Rejected(f"{path.name}: {', '.join(wrong)} missing, empty or unknown.", "Complete the definition.")
    if not isinstance(found["next_review"], date):
        raise Rejected(f"{path.name}: next_review is not a date.", "Write it as 2027-01-31, without quotation marks.")
    unknown = sorted(set(found["names"]) - {"documents", *Tier})
    if unknown:
        raise Rejected(f"{path.name}: there is no tier {', '.join(unknown)}.", "Use T0, T1, T2, T3 or documents.")
    return Definition(key=path.stem, **found)


@cache
def definitions(folder: Path = MEASURES) -> dict[str, Definition]:
    """All measures by key, in the order of their names."""
    return {p.stem: read(p) for p in sorted(folder.glob("*.toml"))}


def definition(key: str) -> Definition:
    """One measure; a key that does not exist is a bug and raises `KeyError`."""
    return definitions()[key]


def name_for(measure: str, tier: Tier | None) -> str:
    """What the measure may be called at a tier: the one place where a number gets its name."""
    return definition(measure).name(tier)


def problems(today: date, folder: Path = MEASURES) -> list[str]:
    """What an administrator must see to: definitions that cannot be read, are past their review, are not checked by a
    second person, put off their review too far, or call something a rate that is none."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            one = read(path)
            for tier in one.names:
                one.name(None if tier == "documents" else Tier(tier))
        except Rejected as error:
            found.append(str(error))
            continue
        found += [f"{one.key}: {p}" for p in _overdue(one, today)]
    return found


def _overdue(one: Definition, today: date) -> list[str]:
    out = []
    if one.next_review <= today:
        out.append(f"its review was due on {one.next_review.isoformat()}. Review it and set the next date.")
    if (one.next_review - today).days > REVIEW_WITHIN_DAYS:
        out.append(f"its next review, {one.next_review.isoformat()}, is more than a year away. Set an earlier date.")
    if one.checker.casefold() == NOT_YET:
        out.append("no second person has checked it. Ask one, and write the name.")
    elif one.checker.casefold() == one.author.casefold():
        out.append("author and checker are the same person. Ask a second person.")
    return out
