"""Where the two ledgers disagree: what payers say beside what members meet, one class a payer, line, state and code.

The one thing a newcomer would get wrong: a denial before the payer's coverage took effect is our own error and no gap,
and a billing denial is no gap either; both are counted, apart.

Line counts: payer_id, line_of_business, state, code, month, adjudicated, paid (with partly paid), coverage_denied,
billing_denied, coverage_units; practices come in a frame of their own, since distinct ones cannot be added over months.
A month may be blank (all months together) where no decision of the cell has dates; its units are priced as of the day
asked about.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeAlias

import pandas as pd

from tracker import reference
from tracker.measures.coverage import KEY, REVIEW_DAYS, Place, State, states_of, table_of, text
from tracker.vocabulary import Derived, Gap, Status

SAYS_COVERED = (Status.COVERED, Status.CONDITIONS)
Table: TypeAlias = pd.DataFrame | Sequence[Mapping[Any, Any]]
_COUNTS = ("adjudicated", "paid", "coverage_denied", "billing_denied", "coverage_units")


@dataclass(frozen=True)
class Rule:
    """One line of the specification. denied, paid: True (some), False (none), None (either)."""

    says: tuple[Status | Derived, ...]
    denied: bool | None
    paid: bool | None
    gap: Gap


SPECIFICATION = (
    Rule((Derived.CONFLICTING,), None, None, Gap.CONFLICTING),
    Rule(SAYS_COVERED, True, None, Gap.COVERED_BUT_DENIED),
    Rule(SAYS_COVERED, False, None, Gap.NO_GAP),
    Rule((Status.NOT_COVERED,), None, None, Gap.NOT_COVERED),
    Rule((Status.BUNDLED,), None, None, Gap.BUNDLED),
    Rule((Status.SILENT,), True, None, Gap.SILENT_DENIED),
    Rule((Status.SILENT,), False, True, Gap.SILENT_PAID),
    Rule((Status.SILENT,), False, False, Gap.SILENT_QUIET),
    # Nothing is in force yet: of coverage that is announced, every denial so far lies before the effective date.
    Rule((Derived.ANNOUNCED,), None, None, Gap.ANNOUNCED),
    Rule((Derived.NOT_CHECKED,), None, None, Gap.NOT_CHECKED),
)
"""The first line that fits decides; exactly one fits."""

OPEN = frozenset({Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.NOT_COVERED, Gap.BUNDLED, Gap.CONFLICTING})
"""Classes that ask something of a payer. Not checked asks something of us."""


def classify(knowledge: Status | Derived, coverage_denials: int, paid_lines: int) -> Gap:
    """The class of one cell. coverage_denials: without those before the effective date."""
    for rule in SPECIFICATION:
        fits_denied = rule.denied is None or rule.denied == (coverage_denials > 0)
        fits_paid = rule.paid is None or rule.paid == (paid_lines > 0)
        if knowledge in rule.says and fits_denied and fits_paid:
            return rule.gap
    raise ValueError(f"no class for {knowledge}")


def gaps(
    decisions: Table,
    lines: Table,
    on: date,
    practices: Table | None = None,
    keys: pd.DataFrame | None = None,
    today: date | None = None,
    review_days: int = REVIEW_DAYS,
) -> pd.DataFrame:
    """One row a payer, line of business, state and code, ranked by what it means for members.

    Ledgers and practices may come as frames or as plain rows, which cost less to make.
    practices: the key columns, `practices` (distinct ones with a line there) and any other column to carry along
    (`largest`: lines of the largest of them; the payer's members).
    keys: what is asked for besides what either ledger names.
    Out: the key, gap, state_of_knowledge, status, stale, announced, effective_from, last_checked, coverage_denials,
    denials_before_effective_date, billing_denials, paid_lines, adjudicated_lines, units_denied, value_usd (units at
    national Medicare rates), units_without_rate, practices.
    """
    said = decisions.to_dict("records") if isinstance(decisions, pd.DataFrame) else decisions
    last = on.isoformat()[:7]
    counted = [
        row
        for row in zip(_places(lines), *(_column(lines, c) for c in ("month", *_COUNTS)), strict=True)
        if row[1] <= last
    ]
    places = sorted(
        {(d["payer_id"], d["line_of_business"], text(d["state"]), d["code"]) for d in said}
        | {place for place, *_ in counted}
        | set([] if keys is None else _places(keys))
    )
    states = [state for _, state in states_of(said, places, on, today, review_days)]
    met = _met(counted, {place: n for n, place in enumerate(places)}, states, last)
    out = table_of(places, states).assign(**met, **_beside(places, practices))
    out.insert(len(KEY), "gap", [
        classify(s.knowledge, d, p) for s, d, p in zip(states, met["coverage_denials"], met["paid_lines"], strict=True)
    ])  # fmt: skip
    return ranked(out)


def _beside(places: Sequence[Place], practices: Table | None) -> dict[str, Any]:
    """The columns of `practices` but for its key and counts, by place; missing where it does not name them."""
    if practices is None or not len(practices):
        return {"practices": pd.NA}
    names = list(practices.columns if isinstance(practices, pd.DataFrame) else practices[0])
    rows = {place: n for n, place in enumerate(_places(practices))}
    at = [rows.get(place, -1) for place in places]
    columns = {name: [*_column(practices, name), math.nan] for name in names if name not in (*KEY, "month", *_COUNTS)}
    return {name: [values[n] for n in at] for name, values in columns.items()}


def _places(table: Table) -> list[Place]:
    if not isinstance(table, pd.DataFrame):
        return [(row["payer_id"], row["line_of_business"], row["state"] or "", row["code"]) for row in table]
    return list(zip(*(map(text, _column(table, c)) if c == "state" else _column(table, c) for c in KEY), strict=True))


def _column(table: Table, name: str) -> list[Any]:
    if isinstance(table, pd.DataFrame):
        return table[name].tolist()
    return [row[name] for row in table]


_MET = ("coverage_denials", "denials_before_effective_date", "billing_denials", "paid_lines", "adjudicated_lines",
        "units_denied", "value_usd", "units_without_rate")  # fmt: skip


def _met(
    counted: Sequence[tuple[Any, ...]], rows: Mapping[Place, int], states: Sequence[State], last: str
) -> dict[str, list[Any]]:
    """Sums of the lines by place, denials before the effective month apart, denied units priced by month."""
    starts = [_waits_until(s) for s in states]
    met: dict[str, list[Any]] = {column: [0] * len(states) for column in _MET}
    met["value_usd"] = [0.0] * len(states)
    billed, paid_lines, lines = met["billing_denials"], met["paid_lines"], met["adjudicated_lines"]
    for place, month, adjudicated, paid, denied, billing, units in counted:
        n = rows[place]
        if adjudicated or paid or billing:
            billed[n] += billing
            paid_lines[n] += paid
            lines[n] += adjudicated
        if not (denied or units):
            continue
        if month < starts[n]:
            met["denials_before_effective_date"][n] += denied
            continue
        met["coverage_denials"][n] += denied
        met["units_denied"][n] += units
        rate = _rate(place[3], month or last)
        met["value_usd"][n] += 0.0 if rate is None else float(rate * units)
        met["units_without_rate"][n] += units if rate is None else 0
    return met


def _waits_until(state: State) -> str:
    """The month before which denials are our own error: the first of coverage in writing, '' where there is none."""
    covers = state.status in SAYS_COVERED or state.other_status in SAYS_COVERED
    return (state.effective_from or "")[:7] if covers else ""


_rate = cache(reference.medicare_rate)


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Most coverage denials first, then most practices, then value, then members where known; equal ones by name."""
    by = [c for c in ("coverage_denials", "practices", "value_usd", "members") if c in table]
    falling = [-pd.to_numeric(table[c], errors="coerce").fillna(-1).to_numpy(float) for c in by]
    names = zip(*(table[c].tolist() for c in KEY), strict=True)
    order = sorted(range(len(table)), key=list(zip(*falling, names, strict=True)).__getitem__)
    return table.iloc[order].reset_index(drop=True)


def by_class(table: pd.DataFrame) -> pd.DataFrame:
    """One row a class, all ten in the order of the vocabulary: gap, cells, coverage_denials, practices not summed."""
    cells = table.groupby("gap").agg(cells=("gap", "size"), coverage_denials=("coverage_denials", "sum"))
    full = cells.reindex([str(g) for g in Gap], fill_value=0).rename_axis("gap").reset_index()
    return full.assign(gap=[Gap(g) for g in full["gap"]])


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What opened and what closed between two tables of `gaps`: the key, was, now, change (`new`, `closed`, `other`).

    Only keys whose class differs; a key that is in one table alone counts as not checked in the other."""
    joined = before[[*KEY, "gap"]].merge(after[[*KEY, "gap"]], on=list(KEY), how="outer", suffixes=("_was", "_now"))
    joined = joined.rename(columns={"gap_was": "was", "gap_now": "now"})
    for column in ("was", "now"):
        joined[column] = [Gap.NOT_CHECKED if pd.isna(gap) else gap for gap in joined[column]]
    joined = joined[joined["was"] != joined["now"]].copy()
    joined["change"] = [_change(w, n) for w, n in zip(joined["was"], joined["now"], strict=True)]
    return joined.reset_index(drop=True)


def _change(was: Any, now: Any) -> str:
    if now in OPEN and was not in OPEN:
        return "new"
    return "closed" if was in OPEN and now not in OPEN else "other"
