"""What leaves the building: each number checked against everything that has left before, then written into the export log.

The one thing to know: two files with different filters can be subtracted. So a picture or table is made anew when it is
taken away, hides what an earlier export would give back together with it, and only then is drawn. Two people who
export at the same moment are compared too: who comes second is worked out again.

Limits: `measures.disclosure` names those of the method. Rows of the gap table are compared with earlier exports of the
same payer and with themselves as of other days; what became of denials with earlier exports of itself and with sums of
all denied lines that left; sums of gap classes with earlier ones and with every row of the gap table, left or not.
How many practices stand behind a row is asked of all its lines, not of its denied ones alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from tracker.errors import StoreProblem
from tracker.figures.axes import masked
from tracker.measures.disclosure import NEAR_EARLIER, RULE, SMALL, Cell, log_rows, region, release
from tracker.people import Person, require
from tracker.services.answers import appealed, denials, gaps
from tracker.services.answers.hiding import Alone, Checked
from tracker.services.answers.memory import ask
from tracker.settings import settings
from tracker.store import atoms, exports, live, questions, standing
from tracker.store.connection import Database, noting, reading, revision
from tracker.store.questions import Filters

ADJUDICATED, DENIED, GAP_ROWS = "adjudicated lines", "denied lines by reason", "rows of the gap table"
"""Three logs: shares are sums of adjudicated lines, reason tables of denied ones; the many rows of the gap table are
looked at where one payer is asked about."""
APPEALS, GAP_CLASSES = "what became of denied lines", "sums of gap classes"
_GAP_PARTS = {"coverage_denials": atoms.COVERAGE, "paid_lines": atoms.PAID}
_DENIED_PARTS = [atoms.COVERAGE, atoms.OTHER]
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


def appeal_steps(person: Person | None, filters: Filters, kind: str, at: int | None = None) -> pd.DataFrame:
    """What became of denied lines, as it may leave: what earlier exports of it would give back is taken out."""
    person = require(person, "export")

    def make(now: int) -> tuple[pd.DataFrame, str]:
        with reading(live.ensure(settings().store)) as db:
            within = _within(db, denials.of_kind(filters, kind))
            log = exports.cells(db, APPEALS) + _denied_in_all(db)
        frame, released = _steps_checked(appealed.steps(filters, kind, at), region(**within), log, now, at)
        return masked(frame), json.dumps(released)

    return _logged(person, APPEALS, _filed(filters, kind=kind), at, make)


def _steps_checked(
    frame: pd.DataFrame, within: dict[str, frozenset[str]], log: list[dict[str, Any]], now: int, at: int | None
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The steps with what the log would give back hidden too, and their rows for the log, the sum of them all among these."""
    why = frame["hidden"].map({True: SMALL, False: ""})
    cells = [
        Cell({**within, "step": frozenset([step])}, int(lines), why=reason)
        for step, lines, reason in zip(frame["step"], frame["lines"], why, strict=True)
    ]
    base = appealed.finest({*within, *(d for row in log for d in row["region"])}, at)
    cells = release([*cells, Cell(within, int(frame["lines"].sum()))], base, log, revision=now)
    return frame.assign(hidden=[c.hidden for c in cells[:-1]]), log_rows(cells)


def _denied_in_all(db: Database) -> list[dict[str, Any]]:
    """Sums of denied lines that left with other tables: whoever holds them knows what all steps add up to."""
    found = [
        {**row, "region": {d: v for d, v in row["region"].items() if d != "part"}}
        for row in exports.cells(db, ADJUDICATED)
        if sorted(row["region"].get("part", ())) == _DENIED_PARTS
    ]
    return found + [r for r in exports.cells(db, DENIED) if r["region"].keys() <= {"basis", *atoms.DIMENSIONS}]


def gap_rows(person: Person | None, filters: Filters, on: date, at: int | None = None) -> pd.DataFrame:
    """The table of gaps that may leave, small counts and those that an earlier export of the same payer would give back
    taken out."""
    person = require(person, "export")

    def make(now: int) -> tuple[pd.DataFrame, str]:
        table, released = _gaps_checked(gaps.leaving(ask(gaps.table, filters, on, at)), now, at)
        return table, json.dumps(released)

    return _logged(person, GAP_ROWS, _filed(filters), at, make)


def _gaps_checked(table: pd.DataFrame, now: int, at: int | None) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The rows without what earlier exports of the same payer would give back, and what they show for the log."""
    with reading(live.ensure(settings().store)) as db:
        of_payer = _of_single_payers(exports.cells(db, ADJUDICATED))
        base = pd.DataFrame(atoms.parts(db, atoms.DIMENSIONS, at)) if of_payer else pd.DataFrame()
        before = {_name(r["region"]): r for r in exports.cells(db, GAP_ROWS)}
    released: list[dict[str, Any]] = []
    for payer_id, rows in table.groupby("payer_id", sort=False):
        earlier = of_payer.get(str(payer_id), [])
        own = base[base["payer_id"] == payer_id] if earlier else base
        for column, part in _GAP_PARTS.items():
            # Denials before the effective date stand in a column of their own: with them the count is no sum of parts.
            plain = rows[rows[column].notna() & (rows[column] > 0) & (rows["denials_before_effective_date"] == 0)]
            cells = [Cell(_gap_region(r, part), int(r[column])) for r in plain.to_dict("records")]
            if earlier and cells:
                cells = release(cells, own, earlier, revision=now)
            cells = [_as_of_other_days(c, before.get(_name(c.region)), now) for c in cells]
            table.loc[plain.index[[c.hidden for c in cells]], column] = pd.NA
            released += log_rows(cells)
    table["value_usd"] = table["value_usd"].mask(table["coverage_denials"].isna())
    return gaps.hidden_last(table.assign(hidden=table["coverage_denials"].isna())), released


def gap_classes(person: Person | None, filters: Filters, on: date, at: int | None = None) -> pd.DataFrame:
    """The classes of gaps (`gaps.classes`) that may leave: a sum is taken out where it would give a row back that the
    gap table hides, beside the rows it shows and every sum that left before under other filters."""
    person = require(person, "export")

    def make(now: int) -> tuple[pd.DataFrame, str]:
        table = ask(gaps.table, filters, on, at)
        with reading(live.ensure(settings().store)) as db:
            log = exports.cells(db, GAP_CLASSES)
        frame = ask(gaps.classes, filters, on, at)
        frame, released = _classes_checked(frame, table, ask(gaps.table, Filters(), on, at), log, now)
        return masked(frame), json.dumps(released)

    return _logged(person, GAP_CLASSES, _filed(filters), at, make)


def _classes_checked(
    frame: pd.DataFrame, table: pd.DataFrame, every: pd.DataFrame, log: list[dict[str, Any]], now: int
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The classes without what the log would give back, and their rows for the log. table: the rows they are sums of.
    every: the gap table without filters, whose rows anybody can have: the attacker knows those that are shown."""
    met = _places(table[table["coverage_denials"] > 0])
    cells = [
        Cell({"place": frozenset(met.index[met["gap"] == gap])}, int(n), why=SMALL if hidden else "")
        for gap, n, hidden in zip(frame["gap"], frame["coverage_denials"], frame["hidden"], strict=True)
    ]
    told = frozenset[str]().union(*(c.region["place"] for c in cells), *(r["region"]["place"] for r in log))
    rows = _places(every[every["coverage_denials"] > 0])
    rows = rows[rows.index.isin(told)]
    known = [
        {"region": {"place": [place]}, "value": None if hidden else int(n), "revision": now}
        for place, n, hidden in zip(rows.index, rows["coverage_denials"], rows["hidden"], strict=True)
    ]
    base = pd.DataFrame({"place": rows.index, "lines": rows["coverage_denials"].to_numpy()})
    settled = [
        c if not c.region["place"] else one
        for c, one in zip(cells, release(cells, base, [*log, *known], revision=now), strict=True)
    ]
    return frame.assign(hidden=[c.hidden for c in settled]), log_rows(c for c in settled if c.region["place"])


def _places(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a gap table by a name of their place."""
    keys = ("payer_id", "line_of_business", "state", "code")
    return table.set_index(pd.Index(["|".join(k) for k in zip(*(table[c] for c in keys), strict=True)], dtype=object))


def _gap_region(row: dict[Any, Any], part: str) -> dict[str, frozenset[str]]:
    place = {k: str(row[k]) for k in ("payer_id", "state", "line_of_business", "code")}
    return region(**place, part=part, basis=["complete", "reports"])


def _name(of: Mapping[str, Iterable[str]]) -> str:
    return json.dumps({k: sorted(v) for k, v in of.items()}, sort_keys=True)


def _as_of_other_days(cell: Cell, logged: Mapping[str, Any] | None, now: int) -> Cell:
    """The cell hidden where the same row left as of another day: what lies between the days would be small."""
    if logged is None or logged["value"] is None or cell.hidden or logged["revision"] != now:
        return cell
    return replace(cell, why=NEAR_EARLIER) if RULE.small(abs(cell.value - logged["value"])) else cell


def _of_single_payers(log: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Earlier exports that were about one payer, by payer."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in log:
        if len(payers := row["region"].get("payer_id", ())) == 1:
            found.setdefault(payers[0], []).append(row)
    return found


def _filed(filters: Filters, **more: str) -> str:
    return json.dumps({**more, **{k: v for k, v in vars(filters).items() if v}})


def _released(
    person: Person | None, measure: str, filters: Filters, kind: str, at: int | None, make: Callable[[Alone], T]
) -> T:
    """The table made with a control that knows the log."""
    person = require(person, "export")

    def checked(now: int) -> tuple[T, str]:
        with reading(live.ensure(settings().store)) as db:
            hide = control(db, measure, denials.of_kind(filters, kind), at)
        table = make(hide)
        return table, json.dumps(hide.released)

    return _logged(person, measure, _filed(filters, kind=kind), at, checked)


def _logged(person: Person, measure: str, filed: str, at: int | None, make: Callable[[int], tuple[T, str]]) -> T:
    """The one way out: what `make` gives (as of a revision), and its cells added to the log, or nothing at all. Whatever was
    exported or written since `make` looked at the log is looked at before anything leaves."""
    store = live.ensure(settings().store)
    for _ in range(_TRIES):
        with reading(store) as db:
            last, newest = exports.last(db), revision(db)
        table, cells = make(at or newest)
        with noting(store, person.key) as change:
            if (exports.last(change.db), revision(change.db)) == (last, newest):
                exports.add(change, at or newest, measure, filed, cells)
                return table
    raise StoreProblem("Others are exporting or writing at this very moment.", "Try again in a moment.")


def control(db: Database, measure: str, filters: Filters, at: int | None = None) -> Checked:
    """A control for tables under these filters (of one kind), which knows all earlier exports of the measure."""
    within = _within(db, filters)
    log = exports.cells(db, measure)
    if measure == ADJUDICATED and len(payer := list(within.get("payer_id", ()))) == 1:
        log += [r for r in exports.cells(db, GAP_ROWS) if r["region"]["payer_id"] == payer]
    if measure == ADJUDICATED:
        whole = [r for r in exports.cells(db, APPEALS) if "step" not in r["region"]]
        log += [{**r, "region": {**r["region"], "part": _DENIED_PARTS}} for r in whole]
    always = {d for d in within if d in atoms.DIMENSIONS} | {d for row in log for d in row["region"]}

    def base(key: str) -> pd.DataFrame:
        with reading(live.ensure(settings().store)) as again:
            return pd.DataFrame(_PARTS[measure](again, always | {key}, at))

    return Checked(base, within, log, at if at is not None else revision(db))


def _within(db: Database, filters: Filters) -> dict[str, Sequence[str]]:
    """The region that filters leave: dimension -> values."""
    months = [m for m in standing.months(db) if (filters.month_from or m) <= m <= (filters.month_to or m)]
    wanted: dict[str, Sequence[str] | None] = {
        "basis": filters.basis,
        "payer_id": atoms.payers_of(db, filters),
        "state": filters.states or None,
        "line_of_business": filters.lines_of_business or None,
        "code": filters.codes or None,
        "month": months if filters.month_from or filters.month_to else None,
    }
    return {k: v for k, v in wanted.items() if v is not None}
