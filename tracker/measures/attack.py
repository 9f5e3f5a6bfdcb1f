"""The attacker: everything released is an equation, and linear programming says what a hidden number can be.

The one thing a newcomer would get wrong: the attacker knows the rules. A hidden number is not 0 (zeros are shown), so
each is at least 1. Whole numbers are assumed only at the ends of the interval, which is exact for tables with rows and
columns.
"""

from __future__ import annotations

import highspy
import numpy as np
from highspy._core import _Highs  # the solver itself: the class around it prints a banner

MANY = 10**9
_NEAR = 1e-6
_NO_LIMIT = highspy.kHighsInf


class Attacker:
    """Somebody who holds regions over atoms (`members`: a row a region), their `totals`, and knows which are hidden.

    One program is kept and only its goal is changed, so that each question starts from the answer before. Every answer
    is a store that agrees with all that is known (a witness): two that lie far enough apart settle most questions
    without asking the program.
    """

    def __init__(self, members: np.ndarray, truth: np.ndarray, hidden: np.ndarray, unknown: np.ndarray) -> None:
        """truth: the atoms' values; hidden: regions known to hold 1 or more (or 0, where they do); unknown: regions of
        which nothing is known."""
        self._of = same_columns(members.T)
        _, first = np.unique(self._of, return_index=True)
        self._members, self._hidden, self._unknown = members[first], hidden.copy(), unknown
        self._truth, self._totals = truth, self._members @ truth
        self._witnesses = truth[None, :]
        self._program = _program(self._members, *self._limits(np.arange(len(first))))
        self._groups = same_columns(self._members[self._known(np.arange(len(first)))])

    def hide(self, region: int) -> None:
        """One more region is hidden; others that count the same still tell it where they are shown."""
        self._hidden[region] = True
        row = np.array([self._of[region]])
        low, high = self._limits(row)
        self._program.changeRowBounds(int(row[0]), float(low[0]), float(high[0]))
        kept = self._witnesses[:, self._members[row[0]]].sum(axis=1) >= low[0] - _NEAR
        self._witnesses = self._witnesses[kept]
        self._groups = same_columns(self._members[self._known(np.arange(len(self._members)))])

    def open(self, target: np.ndarray, enough: int) -> bool:
        """True where the sum of the target's atoms can take `enough` whole values, as far as is plain to see."""
        values = self._witnesses[:, target].sum(axis=1)
        return _whole(values.min(), values.max()) >= enough or self._movable(target, enough)

    def possible(self, target: np.ndarray) -> tuple[int, np.ndarray]:
        """How many whole values the sum of the target's atoms can take, and the shown regions that follows from.
        Unbounded: `MANY`."""
        ends, used = [], np.zeros(len(self._members), dtype=bool)
        every = np.arange(len(target), dtype=np.int32)
        for sign in (1.0, -1.0):
            self._program.changeColsCost(len(target), every, sign * target.astype(float))
            self._program.run()
            status = self._program.getModelStatus()
            if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
                return MANY, np.array([], dtype=int)
            if status != highspy.HighsModelStatus.kOptimal:
                raise ArithmeticError(f"the attack could not be worked out: {status}")
            found = self._program.getSolution()
            point = np.array(found.col_value)
            ends.append(float(point[target].sum()))
            used |= np.abs(np.array(found.row_dual)) > _NEAR
            self._witnesses = np.vstack([self._witnesses, point])
        rows = np.flatnonzero(used)
        telling = rows[self._known(rows)]
        return _whole(ends[0], ends[1]), np.flatnonzero(np.isin(self._of, telling) & ~self._hidden & ~self._unknown)

    def _known(self, rows: np.ndarray) -> np.ndarray:
        shown = np.zeros(len(self._members), dtype=bool)
        shown[self._of[~self._hidden & ~self._unknown]] = True
        return shown[rows]

    def _limits(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What a region's sum lies between, as the attacker knows it."""
        known, hidden = self._known(rows), np.isin(rows, self._of[self._hidden])
        low = np.where(known, self._totals[rows], np.where(hidden & (self._totals[rows] > 0), 1.0, 0.0))
        return low, np.where(known, self._totals[rows], _NO_LIMIT)

    def _movable(self, target: np.ndarray, enough: int) -> bool:
        """Lines can be moved between atoms inside the target and twins outside it (atoms that stand in the same
        equations), each keeping at least one."""
        for group in np.unique(self._groups[target]):
            mine = self._groups == group
            if (mine & ~target).any() and self._truth[mine].sum() - mine.sum() + 1 >= enough:
                return True
        return False


def _program(members: np.ndarray, low: np.ndarray, high: np.ndarray) -> _Highs:
    program = _Highs()
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    # Only goals change between questions: the last answer stays feasible, and primal steps start from it.
    program.setOptionValue("presolve", "off")
    program.setOptionValue("simplex_strategy", 4)
    rows, atoms = members.shape
    program.addVars(atoms, np.zeros(atoms), np.full(atoms, _NO_LIMIT))
    at, index = np.nonzero(members)
    starts = np.searchsorted(at, np.arange(rows)).astype(np.int32)
    program.addRows(rows, low, high, len(index), starts, index.astype(np.int32), np.ones(len(index)))
    return program


def same_columns(masks: np.ndarray) -> np.ndarray:
    """A number for each column, from 0 without holes; equal columns have the same."""
    packed = np.packbits(masks, axis=0) if len(masks) else np.zeros((1, masks.shape[1]), dtype=np.uint8)
    names: dict[bytes, int] = {}
    return np.array([names.setdefault(c.tobytes(), len(names)) for c in packed.T], dtype=int)


def _whole(low: float, high: float) -> int:
    """How many whole numbers lie between."""
    return int(np.floor(high + _NEAR) - np.ceil(low - _NEAR)) + 1
