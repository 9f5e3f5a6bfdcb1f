"""The registry, arranged so that a spelling finds its rows: built once, asked thousands of times a second.

The one thing a newcomer would get wrong: an alias is not a proof. Many aliases belong to several rows on purpose
("UHC" to fourteen); the directory gives back all of them, and `resolution` decides whether one may be taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from tracker import reference
from tracker.intake.payer_names.spelling import plain, read, words_of
from tracker.vocabulary import NOT_PAYERS, STATES, PayerType

BLUE = frozenset({"bcbs", "bluecross", "blueshield"})
_GENERIC_ENDS = words_of("health healthcare care plan insurance group network community") | BLUE
# words that are too common to be a payer's name alone, once "Health Plan" is taken off
_COMMON = words_of(
    "alliance american bright capital central choice common community coordinated first freedom friday gold golden"
    " harbor health home independent medical mercy mutual national network neighborhood physicians preferred premier"
    " prime priority security sierra total united valley western advantage"
)
_GIVERS_OF_CARE = words_of("center hospital clinic university medical system children childrens")
_MANY_STATES = 5
SHORTEST = 5  # letters: shorter names are like too many others


@dataclass(frozen=True, slots=True)
class Payer:
    payer_id: str
    name: str
    parent: str
    type: PayerType
    states: frozenset[str]  # empty: everywhere

    @property
    def is_payer(self) -> bool:
        return self.type not in NOT_PAYERS

    def operates_in(self, state: str | None) -> bool:
        return state is None or not self.states or state in self.states

    def contains(self, other: Payer) -> bool:
        """The same company seen wider: same parent and kind, and every state of the other."""
        same = (self.parent, self.type) == (other.parent, other.type)
        return same and (not self.states or (bool(other.states) and self.states > other.states))


@dataclass(frozen=True, slots=True)
class Entry:
    """One way of writing one payer. rank: 3 its name, 2 an alias, 1 derived. initials: others may share them."""

    payer: Payer
    rank: int
    text: str
    initials: bool = False


def lacking_one(key: str) -> set[str]:
    """The word, and every form of it that lacks one letter."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}


class Directory:
    """payers: by id. entries: by joined words. exact: by plain text of the name. identifiers: by EDI payer id.

    answers: what was already worked out, so that the same name on many lines costs a look-up.
    """

    MOST_ANSWERS = 50_000

    def __init__(self, payers: Iterable[Payer]) -> None:
        self.payers = {p.payer_id: p for p in payers}
        self.entries: dict[str, dict[str, Entry]] = defaultdict(dict)
        self.exact: dict[str, list[Payer]] = defaultdict(list)
        self.identifiers: dict[str, list[Payer]] = defaultdict(list)
        self.families: dict[str, list[Payer]] = defaultdict(list)
        self.blue: set[str] = set()
        self.longest = 1
        self.answers: dict[Hashable, Any] = {}

    def add(self, payer: Payer, rank: int, text: str, *, initials: bool = False) -> None:
        spelling = read(text)
        if not spelling.words:
            return
        known = self.entries[spelling.key].get(payer.payer_id)
        best = known if known and known.rank >= rank else Entry(payer, rank, text, initials)
        if known:  # written out in any other way, it is more than initials
            best = replace(best, initials=known.initials and initials)
        self.entries[spelling.key][payer.payer_id] = best
        self.longest = max(self.longest, len(spelling.words) + 2)
        if BLUE & set(spelling.words):
            self.blue.add(payer.payer_id)

    @cached_property
    def misspelt(self) -> dict[str, set[str]]:
        """Keys by every form that lacks one letter: words that share a form differ by a letter or two."""
        forms: dict[str, set[str]] = defaultdict(set)
        for key in self.entries:
            if len(key) >= SHORTEST:
                for form in lacking_one(key):
                    forms[form].add(key)
        return forms

    def family(self, payer: Payer) -> list[Payer]:
        return self.families[payer.parent]

    def is_holding(self, payer: Payer) -> bool:
        """A Blue licence is for a state, so a Blue row that lists many states is a holding, not the one that pays."""
        return payer.payer_id in self.blue and len(payer.states) > _MANY_STATES


def build(rows: Iterable[Mapping[str, str]]) -> Directory:
    """The directory of plain rows: payer_id, name, parent, payer_type, states, aliases (`|`), ids (`edi:1;hios:2`)."""
    rows = list(rows)
    payers = {row["payer_id"]: _payer(row) for row in rows}
    directory = Directory(payers.values())
    for row in rows:
        payer = payers[row["payer_id"]]
        directory.exact[plain(payer.name)].append(payer)
        directory.families[payer.parent].append(payer)
        for rank, text in _names(payer.name):
            directory.add(payer, rank, text)
        for alias in filter(None, row["aliases"].split("|")):
            directory.add(payer, 2, _outside(alias), initials=_is_initials(alias, payer.name))
        for text in _derived(payer):
            directory.add(payer, 1, text)
        for identifier in re.findall(r"edi:([0-9A-Za-z]+)", row.get("ids") or ""):
            directory.identifiers[identifier.casefold()].append(payer)
        if payer.type is PayerType.MEDICAID_FFS:
            for state in payer.states:
                directory.add(payer, 2, f"Medicaid of {state}")
                directory.add(payer, 2, f"{state} Medicaid")
    _add_blue_by_state(directory)
    return directory


@cache
def shipped() -> Directory:
    """The directory of the registry that comes with the program."""
    return build(reference.rows("payers"))


def _payer(row: Mapping[str, str]) -> Payer:
    states = frozenset(s.strip() for s in row["states"].split(",") if s.strip() and s.strip() != "US")
    return Payer(row["payer_id"], row["name"], row["parent"], PayerType(row["payer_type"]), states)


def _outside(text: str) -> str:
    return re.sub(r"\([^)]*\)", " ", text).strip() or text


def _names(name: str) -> list[tuple[int, str]]:
    """A name, and as good as an alias what stands outside its bracket and the other name inside it."""
    parts = re.split(r"\bd/b/a\b", name)
    names = [(3, text) for text in (name, *parts)]
    for inside in re.findall(r"\(([^)]*)\)", name):
        names.append((2, _outside(name)))
        is_state = inside in STATES.values()
        if not is_state and len(inside.split()) <= 3 and inside[:1].isupper():
            names.append((2, inside))
    return names


def _is_initials(alias: str, name: str) -> bool:
    """Capitals only, and not how the payer's own name begins: other organisations may have the same initials."""
    return alias.isupper() and len(alias) <= 6 and " " not in alias and not name.startswith(alias)


def _derived(payer: Payer) -> list[str]:
    """The name without `Health Plan`, `Blue Cross` and the like at its end, while what is left still says who it is."""
    words = list(read(_outside(payer.name)).words)
    found = []
    while words and words[-1] in _GENERIC_ENDS:
        words.pop()
        says_who = len(words) > 1 or (words and words[0] not in _COMMON and len(words[0]) > 3)
        if says_who and words[-1] not in _GIVERS_OF_CARE:
            found.append(" ".join(words))
    return found


def _add_blue_by_state(directory: Directory) -> None:
    """`Blue Cross Blue Shield of X` for every licensee of X: one licensee, one answer; several, a question."""
    for payer_id in sorted(directory.blue):
        payer = directory.payers[payer_id]
        if payer.states and not directory.is_holding(payer):
            for state in payer.states:
                for blue in ("bcbs", "bluecross", "blueshield"):
                    directory.add(payer, 1, f"{blue} of {state}")
