"""What may leave the building: small cells hidden, and nothing left from which they could be worked out.

The one thing a newcomer would get wrong: hiding the small cells is the easy half. A hidden cell can come back as a
total minus its neighbours, as a percentage times a known number, or as the difference of two files exported on two
days. So every released number is treated as an equation, and an attacker with linear programming is asked, before
release, what each hidden cell could be; more numbers are hidden until at least ten values remain possible for each.

Rule (the Medicare agency's cell-size policy: no cell of 1 to 10): 1-10 hidden, 0 shown; hidden too where fewer than 3
practices stand behind a cell, or one practice for more than half of it. `release` is the method; its limits:
- it knows the exports it is handed (the log), not what a reader knows from elsewhere (a practice knows its own lines);
- exports of older revisions are compared by their recorded values with cells of a wider or a narrower filter, and
  otherwise as if the store had not changed since. That a number grew between two revisions is not hidden: it says how
  many lines came in, not whose;
- a hidden number is known not to be 0: each hidden part of a hidden number takes a value from what is possible, and
  hiding more cannot mend that;
- it protects counts, not the spread of practices behind two hidden cells taken together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from tracker.measures.attack import Attacker, same_columns

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
FEW_ATOMS = 200


@dataclass(frozen=True)
class Cell:
    """One number that is to be released.

    region: what it counts, dimension -> values; a dimension that is not named is not restricted. practices, largest:
    distinct practices and lines of the largest one, None where the rule does not apply (public figures).
    why: '' when shown. revision: of an earlier export, the store's when it left.
    """

    region: Mapping[str, frozenset[str]]
    value: int
    practices: int | None = None
    largest: int | None = None
    why: str = ""
    revision: int | None = None

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
    cells: Sequence[Cell],
    base: pd.DataFrame,
    log: Iterable[Mapping[str, Any]] = (),
    rule: Rule = RULE,
    revision: int | None = None,
) -> list[Cell]:
    """The cells in their order, with `why` filled where they must be hidden.

    base: the finest counts the cells were summed from: one column a dimension used in any region, and `lines`.
    log: earlier exports as plain rows with `region` (dimension -> list of values), `value` (None where hidden) and,
    where known, `revision`; rows of other measures do not belong here. revision: the one these cells are of.
    """
    earlier = [_logged(r) for r in log]
    cells = [replace(c, revision=revision) for c in cells]
    cells = [replace(c, why=c.why or primary(c.value, c.practices, c.largest, rule)) for c in cells]
    atoms = _Atoms.of(base, [c.region for c in [*cells, *earlier]])
    cells = _apart_from_earlier(cells, earlier, atoms, rule)
    return _audit(cells, earlier, atoms, rule)


def _logged(row: Mapping[str, Any]) -> Cell:
    value, revision = row["value"], row.get("revision")
    if value is None:
        return Cell(region(**row["region"]), -1, why=SMALL, revision=revision)
    return Cell(region(**row["region"]), int(value), revision=revision)


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
        """Values that no region tells apart are one; what is left is small however fine the base."""
        base = base[base["lines"] > 0]
        dimensions = sorted({d for r in regions for d in r})
        told = {d: _classes(base[d].unique(), {r[d] for r in regions if d in r}) for d in dimensions}
        folded = pd.DataFrame({d: base[d].map(told[d]) for d in dimensions}, index=base.index)
        if dimensions:
            folded = folded.assign(lines=base["lines"]).groupby(dimensions, as_index=False)["lines"].sum()
        else:
            folded = base[["lines"]].sum().to_frame().T
        masks = np.ones((len(regions), len(folded)), dtype=bool)
        known: dict[tuple[str, frozenset[str]], np.ndarray] = {}
        for number, one in enumerate(regions):
            for name, values in one.items():
                if (name, values) not in known:
                    classes = {c for v, c in told[name].items() if v in values}
                    known[name, values] = folded[name].isin(classes).to_numpy()
                masks[number] &= known[name, values]
        same = same_columns(masks)
        _, first = np.unique(same, return_index=True)
        return cls(masks[:, first], np.bincount(same, weights=folded["lines"].to_numpy(float)))


def _classes(values: Iterable[Any], sets: Iterable[frozenset[str]]) -> dict[Any, int]:
    """A number for each value; values with the same number are in the same sets."""
    ordered = list(sets)
    names: dict[tuple[bool, ...], int] = {}
    return {v: names.setdefault(tuple(v in s for s in ordered), len(names)) for v in values}


def _apart_from_earlier(cells: list[Cell], earlier: list[Cell], atoms: _Atoms, rule: Rule) -> list[Cell]:
    """Hide a cell that differs by 1-10 from a logged number of a wider or a narrower region, or of the same at the same
    revision."""
    out = list(cells)
    members = csr_matrix(atoms.members.astype(np.int32))
    mine, theirs = members[: len(cells)], members[len(cells) :]
    size = np.asarray(members.sum(axis=1)).ravel()
    both = (mine @ theirs.T).tocoo()
    for number, other, shared in zip(both.row, both.col, both.data, strict=True):
        cell, logged = out[number], earlier[other]
        if cell.hidden or logged.hidden or not rule.small(abs(cell.value - logged.value)):
            continue
        own, his = size[number], size[len(cells) + other]
        grown = (
            shared == own == his and None not in (cell.revision, logged.revision) and cell.revision != logged.revision
        )
        if shared in (own, his) and not grown:
            out[number] = replace(cell, why=NEAR_EARLIER)
    return out


def _audit(cells: list[Cell], earlier: list[Cell], atoms: _Atoms, rule: Rule) -> list[Cell]:
    """Attack, hide one more, attack again. Hiding only ever widens what is possible, so each target is settled once."""
    hidden = np.array([c.hidden for c in [*cells, *earlier]], dtype=bool)
    totals = atoms.members @ atoms.values
    targets = _targets(len(cells), atoms, totals, hidden, rule)
    nothing = np.zeros(len(hidden), dtype=bool)
    attacker = Attacker(atoms.members, atoms.values, hidden, nothing)
    futile = _Futile(atoms, totals, hidden.copy(), len(cells), rule)
    while targets:
        target = targets.pop()
        if not target.any() or attacker.open(target, rule.possible):
            continue
        values, telling = attacker.possible(target)
        if values >= rule.possible:
            continue
        culprit = _culprit(target, np.flatnonzero(~hidden), telling, atoms, totals, futile)
        if culprit is None:
            continue  # told by earlier exports alone: nothing in this one can mend it
        hidden[culprit] = True
        cells[culprit] = replace(cells[culprit], why=WOULD_REVEAL)
        attacker.hide(culprit)
        targets += [target, atoms.members[culprit]]
    return cells


def _targets(new: int, atoms: _Atoms, totals: np.ndarray, hidden: np.ndarray, rule: Rule) -> list[np.ndarray]:
    """What an attacker may want to know: every hidden cell that the new ones could help to find, small differences, and
    among few atoms each small one, whether or not anybody exported it."""
    found = list(atoms.members[np.flatnonzero(hidden)])
    if len(atoms.values) <= FEW_ATOMS:
        found += [np.arange(len(atoms.values)) == n for n, v in enumerate(atoms.values) if rule.small(v)]
    return found + _nested_differences(new, atoms, totals, hidden, rule)


@dataclass
class _Futile:
    """Tells cells that cannot be hidden: zeros, earlier exports, and what those two give away by themselves."""

    atoms: _Atoms
    totals: np.ndarray
    hidden: np.ndarray
    new: int
    rule: Rule
    answers: dict[int, bool] = field(default_factory=dict)
    attacker: Attacker | None = None

    def __call__(self, number: int) -> bool:
        if number >= self.new or self.totals[number] == 0:
            return True
        if number not in self.answers:
            if self.attacker is None:
                could_be_hidden = ~self.hidden & (np.arange(len(self.totals)) < self.new) & (self.totals > 0)
                self.attacker = Attacker(self.atoms.members, self.atoms.values, self.hidden, could_be_hidden)
            left, _ = self.attacker.possible(self.atoms.members[number])
            self.answers[number] = left < self.rule.possible
        return self.answers[number]


def _nested_differences(
    new: int, atoms: _Atoms, totals: np.ndarray, hidden: np.ndarray, rule: Rule
) -> list[np.ndarray]:
    """The small parts that one shown region has more than another shown region inside it, one of them new."""
    visible = np.flatnonzero(~hidden & (totals > 0))
    members = csr_matrix(atoms.members[visible].astype(np.int32))
    size = np.asarray(members.sum(axis=1)).ravel()
    both = (members @ members.T).tocoo()
    more = totals[visible][both.row] - totals[visible][both.col]
    nested = (both.data == size[both.col]) & (more > 0) & (more <= rule.smallest)
    nested &= (visible[both.row] < new) | (visible[both.col] < new)
    found = {}
    for outer, inner in zip(visible[both.row[nested]], visible[both.col[nested]], strict=True):
        part = atoms.members[outer] & ~atoms.members[inner]
        found[part.tobytes()] = part
    return list(found.values())


def _culprit(
    target: np.ndarray, visible: np.ndarray, used: np.ndarray, atoms: _Atoms, totals: np.ndarray, futile: _Futile
) -> int | None:
    """The cell of this export to hide next: the smallest of those the attack stood on, else of those that touch the
    target, else of all."""
    touching = visible[(atoms.members[visible] & target).any(axis=1)]
    for candidates in (used, touching, visible):
        for number in sorted(candidates, key=lambda n: (totals[n], n)):
            if not futile(int(number)):
                return int(number)
    return None
