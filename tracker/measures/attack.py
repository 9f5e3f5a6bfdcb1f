"""The attacker: everything released is an equation, and linear programming says what a hidden number can be.

The one thing a newcomer would get wrong: the attacker knows the rules. A hidden number is not 0 (zeros are shown), so
each is at least 1. Whole numbers are assumed only at the ends of the interval, which is exact for tables with rows and
columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

MANY = 10**9
_NEAR = 1e-6


@dataclass(frozen=True)
class Equations:
    """known: one row a released number over the atoms it sums. totals: their values. hidden: regions known to hold 1 or
    more."""

    known: np.ndarray
    totals: np.ndarray
    hidden: np.ndarray


def possible_values(equations: Equations, target: np.ndarray) -> tuple[int, np.ndarray]:
    """How many whole values the sum of the target's atoms can take, and which equations that follows from. Unbounded:
    `MANY`."""
    atoms, rows, at_least = _reachable(equations, target)
    if not rows.any():
        return MANY, np.array([], dtype=int)
    a_eq = csr_matrix(equations.known[np.ix_(rows, atoms)].astype(float))
    lower = equations.hidden[np.ix_(at_least, atoms)]
    a_ub = csr_matrix(-lower.astype(float)) if len(lower) else None
    b_ub = -np.ones(len(lower)) if a_ub is not None else None
    ends, used = [], np.zeros(rows.sum(), dtype=bool)
    for sign in (1, -1):
        goal = sign * target[atoms].astype(float)
        found = linprog(goal, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=equations.totals[rows], bounds=(0, None))
        if found.status == 3:
            return MANY, np.array([], dtype=int)
        if found.status != 0:
            raise ArithmeticError(found.message)
        ends.append(sign * found.fun)
        used |= np.abs(found.eqlin.marginals) > _NEAR
    low, high = np.ceil(ends[0] - _NEAR), np.floor(ends[1] + _NEAR)
    return int(high - low) + 1, np.flatnonzero(rows)[used]


def twins(equations: Equations) -> np.ndarray:
    """A number for each atom; atoms with the same number stand in the same equations: none tells them apart."""
    known = equations.known
    packed = np.packbits(known, axis=0) if len(known) else np.zeros((1, known.shape[1]), dtype=np.uint8)
    names: dict[bytes, int] = {}
    return np.array([names.setdefault(c.tobytes(), len(names)) for c in packed.T], dtype=int)


def plainly_open(target: np.ndarray, values: np.ndarray, groups: np.ndarray, enough: int) -> bool:
    """True where `enough` values are possible without asking the program: lines can be moved between atoms inside the
    target and twins outside it, each keeping at least one."""
    for group in np.unique(groups[target]):
        inside, outside = target & (groups == group), ~target & (groups == group)
        movable = values[inside].sum() + values[outside].sum() - inside.sum() - outside.sum() + 1
        if outside.any() and movable >= enough:
            return True
    return False


def _reachable(equations: Equations, target: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Atoms, equations and floors linked to the target, so that the program stays small.

    Returns boolean masks over atoms and equations, and over the regions with a floor that lie wholly inside."""
    atoms: np.ndarray = target.copy()
    while True:
        rows = np.asarray(equations.known[:, atoms].any(axis=1))
        grown = atoms | equations.known[rows].any(axis=0)
        if (grown == atoms).all():
            break
        atoms = grown
    inside = np.array([not (h & ~atoms).any() for h in equations.hidden], dtype=bool)
    return atoms, rows, inside
