"""What may leave the building: small cells hidden, and nothing left from which they could be worked out.

The one thing a newcomer would get wrong: hiding the small cells is the easy half. A hidden cell can come back as a
total minus its neighbours, as a percentage times a known number, or as the difference of two files exported on two
days. So every released number is treated as an equation, and an attacker with linear programming is asked, before
release, what each hidden cell could be; more numbers are hidden until at least ten values remain possible for each.

Rule (the Medicare agency's cell-size policy: no cell of 1 to 10): 1-10 hidden, 0 shown; hidden too where fewer than 3
practices stand behind a cell, or one practice for more than half of it. `release` is the method; its limits:
- it knows the exports it is handed (the log), not what a reader knows from elsewhere (a practice knows its own lines);
- exports of older revisions are compared by their recorded values with cells of the same, a wider or a narrower filter,
  and otherwise as if the store had not changed since;
- it protects counts, not the spread of practices behind two hidden cells taken together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from tracker.measures.attack import Equations, plainly_open, possible_values, twins

HIDDEN_WORDS = "hidden (small number)"
SMALL = "small number"
FEW_PRACTICES = "fewer than three practices"
ONE_PRACTICE = "one practice has more than half"
WOULD_REVEAL = "would reveal a hidden number"
NEAR_EARLIER = "too close to an earlier export"


@dataclass(frozen=True)
class Rule:
    """smallest: the largest count that is hidden. possible: how many values must remain possible for a hidden cell."""

    smallest: int = 10
    practices: int = 3
    largest: float = 0.5
    possible: int = 10

    def small(self, value: float) -> bool:
        return 0 < value <= self.smallest


RULE = Rule()


@dataclass(frozen=True)
class Cell:
    """One number that is to be released.

    region: what it counts, dimension -> values; a dimension that is not named is not restricted. practices, largest:
    distinct practices and lines of the largest one, None where the rule does not apply (public figures).
    why: '' when shown.
    """

    region: Mapping[str, frozenset[str]]
    value: int
    practices: int | None = None
    largest: int | None = None
    why: str = ""

    @property
    def hidden(self) -> bool:
        return bool(self.why)


def region(**values: str | Iterable[str]) -> dict[str, frozenset[str]]:
    """`region(payer_id="a", month=["2025-01", "2025-02"])`."""
    return {k: frozenset([v] if isinstance(v, str) else v) for k, v in values.items()}


def shown(value: Any, hidden: bool | None = None, words: str = "{:,.0f}") -> str:
    """The words of a value: `hidden (small number)` where it is hidden or missing."""
    missing = value is None or value is pd.NA or value != value
    return HIDDEN_WORDS if hidden or missing else words.format(value)


def primary(value: int, practices: int | None, largest: int | None, rule: Rule = RULE) -> str:
    """Why a cell may not be shown in its own right; '' where it may. 0 is always shown."""
    if value == 0:
        return ""
    if rule.small(value):
        return SMALL
    if practices is not None and practices < rule.practices:
        return FEW_PRACTICES
    return ONE_PRACTICE if largest is not None and largest > rule.largest * value else ""


def release(
    cells: Sequence[Cell], base: pd.DataFrame, log: Iterable[Mapping[str, Any]] = (), rule: Rule = RULE
) -> list[Cell]:
    """The cells in their order, with `why` filled where they must be hidden.

    base: the finest counts the cells were summed from: one column a dimension used in any region, and `lines`.
    log: earlier exports as plain rows with `region` (dimension -> list of values) and `value` (None where hidden);
    rows of other measures do not belong here.
    """
    earlier = [Cell(region(**r["region"]), -1 if r["value"] is None else int(r["value"]),
                    why=SMALL if r["value"] is None else "") for r in log]  # fmt: skip
    cells = [replace(c, why=c.why or primary(c.value, c.practices, c.largest, rule)) for c in cells]
    atoms = _Atoms.of(base, [c.region for c in [*cells, *earlier]])
    cells = _apart_from_earlier(cells, earlier, atoms, rule)
    return _audit(cells, earlier, atoms, rule)


def log_rows(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """What an export adds to the log: plain rows that survive JSON. Hidden values are not written."""
    return [
        {"region": {k: sorted(v) for k, v in c.region.items()}, "value": None if c.hidden else c.value} for c in cells
    ]


@dataclass
class _Atoms:
    """The base cut into the finest parts that the regions can tell apart. members: one row a region, one column an
    atom."""

    members: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, base: pd.DataFrame, regions: Sequence[Mapping[str, frozenset[str]]]) -> _Atoms:
        dimensions = sorted({d for r in regions for d in r})
        if dimensions:
            base = base.groupby(dimensions, as_index=False, observed=True)["lines"].sum()
        base = base[base["lines"] > 0]
        masks = np.ones((len(regions), len(base)), dtype=bool)
        known: dict[tuple[str, frozenset[str]], np.ndarray] = {}
        for number, one in enumerate(regions):
            for key in one.items():
                if key not in known:
                    known[key] = base[key[0]].isin(list(key[1])).to_numpy()
                masks[number] &= known[key]
        members, inverse = np.unique(masks, axis=1, return_inverse=True)
        values = np.bincount(inverse.ravel(), weights=base["lines"].to_numpy(float), minlength=members.shape[1])
        return cls(members, values)


def _apart_from_earlier(cells: list[Cell], earlier: list[Cell], atoms: _Atoms, rule: Rule) -> list[Cell]:
    """Hide a cell that differs by 1-10 from a logged number of the same, a wider or a narrower region."""
    out = []
    for number, cell in enumerate(cells):
        mine = atoms.members[number]
        for other, logged in enumerate(earlier, start=len(cells)):
            theirs = atoms.members[other]
            nested = not (mine & ~theirs).any() or not (theirs & ~mine).any()
            if not cell.hidden and not logged.hidden and nested and rule.small(abs(cell.value - logged.value)):
                cell = replace(cell, why=NEAR_EARLIER)
        out.append(cell)
    return out


def _audit(cells: list[Cell], earlier: list[Cell], atoms: _Atoms, rule: Rule) -> list[Cell]:
    """Attack, hide one more, attack again. Hiding only ever widens what is possible, so each target is settled once."""
    hidden = np.array([c.hidden for c in [*cells, *earlier]], dtype=bool)
    totals = atoms.members @ atoms.values
    # Each small atom is a cell that subtracting exports could lay bare, whether or not anybody exported it.
    small = [n for n, v in enumerate(atoms.values) if rule.small(v)]
    targets = [atoms.members[n] for n in np.flatnonzero(hidden)]
    targets += [np.arange(len(atoms.values)) == n for n in small]
    targets += _nested_differences(atoms, totals, hidden, rule)
    equations = _equations(atoms, totals, hidden, ~hidden)
    groups = twins(equations)
    futile = _Futile(atoms, totals, hidden.copy(), len(cells), rule)
    while targets:
        target = targets.pop()
        if not target.any() or plainly_open(target, atoms.values, groups, rule.possible):
            continue
        values, used = possible_values(equations, target)
        if values >= rule.possible:
            continue
        culprit = _culprit(target, np.flatnonzero(~hidden), used, atoms, totals, futile)
        if culprit is None:
            continue  # told by earlier exports alone: nothing in this one can mend it
        hidden[culprit] = True
        cells[culprit] = replace(cells[culprit], why=WOULD_REVEAL)
        targets += [target, atoms.members[culprit]]
        equations = _equations(atoms, totals, hidden, ~hidden)
        groups = twins(equations)
    return cells


def _equations(atoms: _Atoms, totals: np.ndarray, hidden: np.ndarray, known: np.ndarray) -> Equations:
    return Equations(atoms.members[known], totals[known], atoms.members[hidden & (totals > 0)])


@dataclass
class _Futile:
    """Tells cells that cannot be hidden: zeros, earlier exports, and what those two give away by themselves."""

    atoms: _Atoms
    totals: np.ndarray
    hidden: np.ndarray
    new: int
    rule: Rule
    answers: dict[int, bool] = field(default_factory=dict)

    def __call__(self, number: int) -> bool:
        if number >= self.new or self.totals[number] == 0:
            return True
        if number not in self.answers:
            fixed = ~self.hidden & ((np.arange(len(self.totals)) >= self.new) | (self.totals == 0))
            equations = _equations(self.atoms, self.totals, self.hidden, fixed)
            left, _ = possible_values(equations, self.atoms.members[number])
            self.answers[number] = left < self.rule.possible
        return self.answers[number]


def _nested_differences(atoms: _Atoms, totals: np.ndarray, hidden: np.ndarray, rule: Rule) -> list[np.ndarray]:
    """The small parts that one shown region has more than another shown region inside it."""
    found = {}
    visible = np.flatnonzero(~hidden & (totals > 0))
    for outer in visible:
        near = visible[(totals[visible] < totals[outer]) & (totals[outer] - totals[visible] <= rule.smallest)]
        for inner in near:
            if not (atoms.members[inner] & ~atoms.members[outer]).any():
                part = atoms.members[outer] & ~atoms.members[inner]
                found[part.tobytes()] = part
    return list(found.values())


def _culprit(
    target: np.ndarray, visible: np.ndarray, used: np.ndarray, atoms: _Atoms, totals: np.ndarray, futile: _Futile
) -> int | None:
    """The cell of this export to hide next: the smallest of those the attack stood on, else of those that touch the
    target, else of all."""
    touching = visible[(atoms.members[visible] & target).any(axis=1)]
    for candidates in (visible[used], touching, visible):
        for number in sorted(candidates, key=lambda n: (totals[n], n)):
            if not futile(int(number)):
                return int(number)
    return None
