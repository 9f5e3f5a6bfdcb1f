"""What leaves the building: each number checked against everything that has left before, then written into the export log.

The one thing to know: two files with different filters can be subtracted. So a picture or table is made anew when it is
taken away, hides what an earlier export would give back together with it, and only then is drawn. Two people who
export at the same moment are compared too: who comes second is worked out again.

Limits: `measures.disclosure` names those of the method. Rows of the gap table are compared with earlier exports of the
same payer only; the counts of the reconciliation picture cut across payers by class and are protected by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd

from tracker.errors import StoreProblem
from tracker.figures.axes import masked
from tracker.people import Person, require
from tracker.services.answers import denials
from tracker.services.answers.hiding import Alone, Checked
from tracker.settings import settings
from tracker.store import atoms, exports, live, questions
from tracker.store.connection import Database, noting, reading, revision
from tracker.store.questions import Filters

ADJUDICATED, DENIED = "adjudicated lines", "denied lines by reason"
"""Two logs: shares and gaps are sums of adjudicated lines, reason tables are sums of denied ones."""
_PARTS: dict[str, Callable[..., questions.Rows]] = {ADJUDICATED: atoms.parts, DENIED: atoms.denied}
_TRIES = 5
T = TypeVar("T")


def shares(
    person: Person | None,
    by: Callable[..., pd.DataFrame],
    filters: Filters,
    kind: str,
    what: str,
    at: int | None = None,
) -> pd.DataFrame:
    """A table of shares that may leave, hidden numbers taken out: `by` is `denials.trend`, `by_payer`, `by_state` or
    `by_code`."""
    return masked(_released(person, ADJUDICATED, filters, kind, at, lambda hide: by(filters, kind, what, at, hide)))


def funnel(
    person: Person | None, filters: Filters, kind: str, what: str, at: int | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, float, float] | None:
    """The funnel that may leave, without its hidden payers; None below three payers."""
    found = _released(
        person, ADJUDICATED, filters, kind, at, lambda hide: denials.funnel(filters, kind, what, at, hide)
    )
    return found and (masked(found[0]), *found[1:])


def counts(
    person: Person | None, by: Callable[..., pd.DataFrame], filters: Filters, kind: str, at: int | None = None
) -> pd.DataFrame:
    """A table of denied lines that may leave, hidden numbers taken out: `by` is `denials.reasons` or `reason_codes`."""
    return masked(_released(person, DENIED, filters, kind, at, lambda hide: by(filters, kind, at, hide)))


def _released(
    person: Person | None, measure: str, filters: Filters, kind: str, at: int | None, make: Callable[[Alone], T]
) -> T:
    """The table made with a control that knows the log, and what it shows added to the log, or nothing at all."""
    person = require(person, "export")
    store = live.ensure(settings().store)
    for _ in range(_TRIES):
        with reading(store) as db:
            last, newest = exports.last(db), revision(db)
            hide = control(db, measure, denials.of_kind(filters, kind), at)
        table = make(hide)
        with noting(store, person.key) as change:
            if (exports.last(change.db), revision(change.db)) == (last, newest):
                filed = json.dumps({"kind": kind, **{k: v for k, v in vars(filters).items() if v}})
                exports.add(change, at or newest, measure, filed, json.dumps(hide.released))
                return table
    raise StoreProblem("Others are exporting or writing at this very moment.", "Try again in a moment.")


def control(db: Database, measure: str, filters: Filters, at: int | None = None) -> Checked:
    """A control for tables under these filters (of one kind), which knows all earlier exports of the measure."""
    log = exports.cells(db, measure)
    within = _within(db, filters)
    always = {d for d in within if d in atoms.DIMENSIONS} | {d for row in log for d in row["region"]}

    def base(key: str) -> pd.DataFrame:
        with reading(live.ensure(settings().store)) as again:
            return pd.DataFrame(_PARTS[measure](again, always | {key}, at))

    return Checked(base, within, log, at if at is not None else revision(db))


def _within(db: Database, filters: Filters) -> dict[str, Sequence[str]]:
    """The region that filters leave: dimension -> values."""
    months = [m for m in atoms.months(db) if (filters.month_from or m) <= m <= (filters.month_to or m)]
    wanted: dict[str, Sequence[str] | None] = {
        "basis": filters.basis,
        "payer_id": atoms.payers_of(db, filters),
        "state": filters.states or None,
        "line_of_business": filters.lines_of_business or None,
        "code": filters.codes or None,
        "month": months if filters.month_from or filters.month_to else None,
    }
    return {k: v for k, v in wanted.items() if v is not None}
