"""What payers say: the matrix, the map, the timeline and one payer's decisions, on a day and as known at a revision.

The one thing to know: a cell sums a payer up over lines of business and places by its best state for members, so that
it counts once; the decisions behind a cell are always one click away.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from tracker import reference
from tracker.measures import coverage
from tracker.measures.coverage import State
from tracker.measures.uncertainty import with_intervals
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import decisions, live, payers, sources
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import COVERING, NOT_PAYERS, STATES, Derived, LineOfBusiness, Status

BY_STATE = str(LineOfBusiness.MEDICAID_FFS)  # one payer a state: what the map shows unless told otherwise
MATRIX = ("payer_id", "payer", "parent", "code", "state_of_knowledge", "status", "other_status", "stale", "announced",
          "next_from", "decisions", "hover")  # fmt: skip


def registry(filters: Filters) -> pd.DataFrame:
    """Organisations that pay and fit the filters: payer_id, payer, parent, payer_type, states (a set), line."""
    listed, spoken = ask(_listed), ask(_spoken) if filters.lines_of_business else {}
    rows = [
        (p["payer_id"], p["name"], p["parent"], p["payer_type"], _states(p["states"]), p["usual_line_of_business"])
        for p in listed
        if p["payer_type"] not in NOT_PAYERS and _fits(p, filters, spoken.get(p["payer_id"], frozenset()))
    ]
    return pd.DataFrame(rows, columns=["payer_id", "payer", "parent", "payer_type", "states", "line"])


def _listed() -> list[dict[str, Any]]:
    with reading(live.ensure(settings().store)) as db:
        return payers.listed(db)


def _spoken() -> dict[str, frozenset[str]]:
    with reading(live.ensure(settings().store)) as db:
        return decisions.lines_spoken_of(db)


@cache
def _states(text: str) -> frozenset[str]:
    return frozenset(STATES) if text == "US" else frozenset(s for s in text.split(",") if s)


def _fits(payer: dict[str, Any], filters: Filters, spoken: frozenset[str]) -> bool:
    if filters.payers and payer["payer_id"] not in filters.payers:
        return False
    if filters.parents and payer["parent"] not in filters.parents:
        return False
    if filters.states and not _states(payer["states"]) & set(filters.states):
        return False
    usual, wanted = payer["usual_line_of_business"], set(filters.lines_of_business)
    return not wanted or not usual or usual in wanted or bool(wanted & spoken)


def ledger(filters: Filters, revision: int | None = None) -> pd.DataFrame:
    """Decisions that fit the filters, all periods, as known at a revision; decisions that hold everywhere fit any state."""
    known = ask(_known, revision)
    return pd.DataFrame(rows_of(filters, revision), columns=list(known[0]) if known else None)


def rows_of(filters: Filters, revision: int | None = None) -> list[dict[str, Any]]:
    """The same as plain rows, which cost less to make. They are everybody's: look, do not change."""
    wanted = {
        column: frozenset(values)
        for column, values in {
            "payer_id": filters.payers,
            "parent": filters.parents,
            "line_of_business": filters.lines_of_business,
            "code": filters.codes,
            "state": (*filters.states, "") if filters.states else (),
        }.items()
        if values
    }
    # What holds everywhere a payer operates says nothing about states where it does not.
    here = frozenset(filters.states)
    return [
        row
        for row in ask(_known, revision)
        if all(row[column] in values for column, values in wanted.items())
        and (not here or row["state"] in here or _states(row["states"]) & here)
    ]


def _known(revision: int | None) -> list[dict[str, Any]]:
    with reading(live.ensure(settings().store)) as db:
        return decisions.known(db, revision=revision)


def states_of(filters: Filters, on: date, revision: int | None = None) -> list[tuple[coverage.Place, State]]:
    """What is known of every payer, line of business, place and code the ledger names."""
    rows = rows_of(filters, revision)
    keys = {(r["payer_id"], r["line_of_business"], r["state"], r["code"]) for r in rows}
    if filters.states:  # what holds everywhere is asked about for each state that was chosen
        keys = {(p, b, s, c) for p, b, held, c in keys for s in ((held,) if held else filters.states)}
    return list(coverage.states_of(rows, sorted(keys), on, today(), settings().review_days))


def said(place: coverage.Place, on: date, revision: int | None = None) -> State:
    """What a payer says about a code in a line of business and state, by both clocks: what applied `on` a day, as known
    at a `revision` (None: now)."""
    payer_id, business, state, code = place
    with reading(live.ensure(settings().store)) as db:
        rows = decisions.known(db, revision=revision, payer_id=payer_id)
    about = [r for r in rows if (r["line_of_business"], r["code"]) == (business, code)]
    return coverage.state_on(about, state, on, today(), settings().review_days)


def citations(payer_id: str) -> dict[int, list[dict[str, Any]]]:
    """What each decision on a payer rests on, by decision."""
    found: dict[int, list[dict[str, Any]]] = {}
    with reading(live.ensure(settings().store)) as db:
        for row in sources.citations(db, payer_id):
            found.setdefault(int(row["decision_id"]), []).append(row)
    return found


def former(payer_id: str) -> list[dict[str, Any]]:
    """What the ledger held of a payer before, and does no more."""
    with reading(live.ensure(settings().store)) as db:
        return decisions.former(db, payer_id)


def matrix(
    filters: Filters, on: date, revision: int | None = None, *, statuses: tuple[str, ...] = (),
    weights: dict[str, int] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Payers x codes for `figures.matrix`. statuses: keep payers with such a cell. weights: payer -> how much it
    matters, largest first; payers that are known come before those nobody has looked at."""
    codes = filters.codes or tuple(reference.codes())
    cells = _cells(states_of(filters, on, revision))
    nothing = (str(Derived.NOT_CHECKED), None, None, False, False, None, 0, Derived.NOT_CHECKED.words)
    rows = []
    for payer in registry(filters).itertuples():
        found = [cells.get((payer.payer_id, code), nothing) for code in codes]
        if statuses and not any(c[0] in statuses or (c[3] and "stale" in statuses) for c in found):
            continue
        parent = payer.parent if payer.parent != payer.payer else ""
        order = (-(weights or {}).get(payer.payer_id, 0), -sum(c[6] > 0 for c in found), payer.payer)
        rows += [
            (order, (payer.payer_id, payer.payer, parent, code, *cell)) for code, cell in zip(codes, found, strict=True)
        ]
    rows.sort(key=lambda r: r[0])
    return pd.DataFrame([cell for _, cell in rows], columns=list(MATRIX))


def _cells(states: list[tuple[coverage.Place, State]]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The columns of the matrix from `state_of_knowledge` on, by payer and code: its best state, whether that is stale,
    and words for all of its parts."""
    parts: dict[tuple[str, str], list[tuple[coverage.Place, State]]] = {}
    for place, state in states:
        parts.setdefault((place[0], place[3]), []).append((place, state))
    return {cell: _cell(part) for cell, part in parts.items()}


def _cell(part: list[tuple[coverage.Place, State]]) -> tuple[Any, ...]:
    best = coverage.best(state.knowledge for _, state in part)
    chosen = next(state for _, state in part if str(state.knowledge) == best)
    announced = best == Derived.ANNOUNCED
    return (
        str(chosen.status) if announced else best, chosen.status, chosen.other_status, chosen.stale,
        announced, chosen.next_from, len(part), _words(part),
    )  # fmt: skip


def _words(part: list[tuple[coverage.Place, State]]) -> str:
    said = []
    for (_, line, where, _), s in part[:6]:
        place = f", {where}" if where else ""
        since = f" since {s.effective_from}" if s.effective_from else ""
        coming = f"; from {s.next_from}: {s.next_status.words}" if s.next_from and s.next_status else ""
        said.append(f"{LineOfBusiness(line).words}{place}: {s.knowledge.words}{since}{coming}")
    if len(part) > 6:
        said.append(f"and {len(part) - 6} more")
    return "\n".join(said)


def _known_words(state: str) -> str:
    return Status(state).words if state in set(Status) else Derived(state).words


def tile_map(filters: Filters, code: str, on: date, revision: int | None = None) -> pd.DataFrame:
    """One row a state for one code: the best state of knowledge among its payers of the chosen lines of business.

    Where none is chosen the map shows each state's Medicaid agency: national payers would paint every state alike."""
    if not filters.lines_of_business:
        filters = Filters(**{**vars(filters), "lines_of_business": (BY_STATE,)})
    states = states_of(Filters(**{**vars(filters), "codes": (code,)}), on, revision)
    where = registry(filters).set_index("payer_id")["states"].to_dict()
    found: dict[str, dict[str, list[State]]] = {s: {} for s in STATES}
    for (payer_id, _, place, _), known in states:
        for state in [place] if place else where.get(payer_id, ()):
            found.setdefault(state, {}).setdefault(payer_id, []).append(known)
    rows = [(state, *_tile(list(said.values()))) for state, said in found.items()]
    return pd.DataFrame(rows, columns=["state", "status", "first", "second", "n_payers", "hover"])


def _tile(payers_here: list[list[State]]) -> tuple[str, str, str, int, str]:
    """Status, the two halves of a conflict, payers and words of a state; a payer counts by its best state there."""
    per_payer = [coverage.best(str(s.knowledge) for s in of_payer) for of_payer in payers_here]
    hover = "\n".join(f"{n} {_known_words(k)}" for k, n in Counter(per_payer).most_common())
    best = coverage.best(per_payer) if per_payer else str(Derived.NOT_CHECKED)
    first = second = ""
    if best == Derived.CONFLICTING:
        cut = next(s for of_payer in payers_here for s in of_payer if s.knowledge is Derived.CONFLICTING)
        first, second = str(cut.status or ""), str(cut.other_status or "")
    return best, first, second, len(per_payer), hover


def timeline(filters: Filters, code: str, on: date, revision: int | None = None) -> pd.DataFrame:
    """Payers by state of knowledge at the start of each month from the code's first day, and on the last day asked for."""
    known = ledger(Filters(**{**vars(filters), "codes": (code,)}), revision)
    total = len(registry(filters))
    first = reference.codes()[code].first_day
    months = pd.date_range(first, max(on, first), freq="MS")
    days = [m.date() for m in months if m.date() < on] + [on]
    counts = coverage.over_time(known, days) if not known.empty else pd.DataFrame(columns=["date", "status", "payers"])
    found = Counter({(r.date, r.status): int(r.payers) for r in counts.itertuples()})
    for day in days:  # what begins later was no announcement in the past: nobody knows what held then
        if day < today():
            found[day.isoformat(), str(Derived.NOT_CHECKED)] += found.pop((day.isoformat(), str(Derived.ANNOUNCED)), 0)
    for day in days:  # whoever the ledger does not name has not been looked at
        named = sum(n for (d, _), n in found.items() if d == day.isoformat())
        found[day.isoformat(), str(Derived.NOT_CHECKED)] += total - named
    rows = [(*key, n) for key, n in sorted(found.items())]
    return pd.DataFrame(rows, columns=["date", "status", "payers"])


def covering(filters: Filters, code: str, on: date, revision: int | None = None) -> pd.DataFrame:
    """The frame of `figures.covering`: at the start of each month, payers that cover in writing of those somebody has
    looked at by now, with Wilson limits; what a payer said before its first known day counts as not covering."""
    known = ledger(Filters(**{**vars(filters), "codes": (code,)}), revision)
    if known.empty:
        return pd.DataFrame(columns=["month", "numerator", "denominator", "share", "low", "high"])
    first = reference.codes()[code].first_day
    days = [m.date() for m in pd.date_range(first, max(on, first), freq="MS")]
    counts = coverage.over_time(known, days)
    covers = counts["status"].isin([str(s) for s in COVERING])
    looked = counts["status"] != Derived.NOT_CHECKED
    parts = pd.DataFrame(
        {
            "numerator": counts[covers].groupby("date")["payers"].sum(),
            "denominator": counts[looked].groupby("date")["payers"].sum(),
        },
        index=[d.isoformat() for d in days],
    )
    return with_intervals(parts.fillna(0).astype(int).rename_axis("month").reset_index()).assign(
        month=lambda f: f["month"].str[:7]
    )


def knowledge(grid: pd.DataFrame) -> dict[str, int]:
    """How much is known at all: payers in the matrix, with anything in writing, covering something, never looked at."""
    by_payer = grid.groupby("payer_id")["state_of_knowledge"].agg(set)
    return {
        "payers": len(by_payer),
        "known": int(sum(s != {str(Derived.NOT_CHECKED)} for s in by_payer)),
        "covering": int(sum(bool(s & {str(Status.COVERED), str(Status.CONDITIONS)}) for s in by_payer)),
        "conflicting": int((grid["state_of_knowledge"] == Derived.CONFLICTING).sum()),
        "stale": int(grid["stale"].sum()),
        "cells": len(grid),
        "cells_known": int((grid["state_of_knowledge"] != Derived.NOT_CHECKED).sum()),
    }


def adoption(filters: Filters, code: str, on: date, revision: int | None = None) -> pd.DataFrame:
    """The frame of `figures.adoption`: months from a code's first day to each payer's first coverage in writing, payers that
    do not cover censored at their last look."""
    known = ledger(Filters(**{**vars(filters), "codes": (code,)}), revision)
    if known.empty:
        return pd.DataFrame(columns=["months", "share", "low", "high", "at_risk", "censored"])
    return coverage.adoption(known, code, reference.codes()[code].first_month, on).curve
