"""What payers say: the matrix, the map, the timeline and one payer's decisions, on a day and as known at a revision.

The one thing to know: a cell sums a payer up over lines of business and places by its best state for members, so that
it counts once; the decisions behind a cell are always one click away.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tracker import reference
from tracker.measures import coverage
from tracker.settings import settings
from tracker.store import decisions, live, payers
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import NOT_PAYERS, STATES, Derived, LineOfBusiness, Status

BY_STATE = str(LineOfBusiness.MEDICAID_FFS)  # one payer a state: what the map shows unless told otherwise
MATRIX = ("payer_id", "payer", "parent", "code", "state_of_knowledge", "status", "other_status", "stale", "announced",
          "next_from", "decisions", "hover")  # fmt: skip


def registry(filters: Filters) -> pd.DataFrame:
    """Organisations that pay and fit the filters: payer_id, payer, parent, payer_type, states (a set), line."""
    with reading(live.ensure(settings().store)) as db:
        listed = payers.listed(db)
    rows = [
        (p["payer_id"], p["name"], p["parent"], p["payer_type"], _states(p["states"]), p["usual_line_of_business"])
        for p in listed
        if p["payer_type"] not in NOT_PAYERS and _fits(p, filters)
    ]
    return pd.DataFrame(rows, columns=["payer_id", "payer", "parent", "payer_type", "states", "line"])


def _states(text: str) -> frozenset[str]:
    return frozenset(STATES) if text == "US" else frozenset(s for s in text.split(",") if s)


def _fits(payer: dict[str, Any], filters: Filters) -> bool:
    if filters.payers and payer["payer_id"] not in filters.payers:
        return False
    if filters.parents and payer["parent"] not in filters.parents:
        return False
    if filters.states and not _states(payer["states"]) & set(filters.states):
        return False
    usual = payer["usual_line_of_business"]
    return not filters.lines_of_business or not usual or usual in filters.lines_of_business


def ledger(filters: Filters, revision: int | None = None) -> pd.DataFrame:
    """Decisions that fit the filters, all periods, as known at a revision; decisions that hold everywhere fit any state."""
    with reading(live.ensure(settings().store)) as db:
        rows = decisions.known(db, revision=revision)
    frame = pd.DataFrame(rows)
    if frame.empty:
        return frame
    keep = pd.Series(True, index=frame.index)
    for column, wanted in (
        ("payer_id", filters.payers),
        ("parent", filters.parents),
        ("line_of_business", filters.lines_of_business),
        ("code", filters.codes),
        ("state", (*filters.states, "") if filters.states else ()),
    ):
        if wanted:
            keep &= frame[column].isin(wanted)
    return frame[keep]


def states_of(filters: Filters, on: date, revision: int | None = None) -> pd.DataFrame:
    """One row a payer, line of business, place and code the ledger knows: the columns of `measures.coverage.coverage`."""
    known = ledger(filters, revision)
    if known.empty:
        return coverage.coverage(pd.DataFrame(columns=[*coverage.KEY, "status"]), on)
    keys = known[list(coverage.KEY)].drop_duplicates()
    if filters.states:
        own = pd.concat(
            [keys[keys["state"] != ""], *(keys[keys["state"] == ""].assign(state=s) for s in filters.states)]
        )
        keys = own.drop_duplicates()
    found = coverage.coverage(known, on, keys, date.today(), settings().review_days)  # noqa: DTZ011 - a calendar day
    return found.astype(object).where(found.notna(), None)  # a missing status is None here, not a float


def matrix(
    filters: Filters, on: date, revision: int | None = None, *, statuses: tuple[str, ...] = (),
    weights: dict[str, int] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Payers x codes for `figures.matrix`. statuses: keep payers with such a cell. weights: payer -> how much it
    matters, largest first; payers that are known come before those nobody has looked at."""
    rows = registry(filters)
    codes = filters.codes or tuple(reference.codes())
    cells = _cells(states_of(filters, on, revision))
    grid = rows.merge(pd.DataFrame({"code": codes}), how="cross").merge(cells, on=["payer_id", "code"], how="left")
    grid["state_of_knowledge"] = grid["state_of_knowledge"].fillna(str(Derived.NOT_CHECKED))
    for column in ("stale", "announced"):
        grid[column] = grid[column].astype("boolean").fillna(False).astype(bool)
    grid["decisions"] = grid["decisions"].fillna(0).astype(int)
    grid["hover"] = grid["hover"].fillna(Derived.NOT_CHECKED.words)
    grid["parent"] = grid["parent"].where(grid["parent"] != grid["payer"], "")
    if statuses:
        fitting = grid[grid["state_of_knowledge"].isin(statuses) | (grid["stale"] & ("stale" in statuses))]
        grid = grid[grid["payer_id"].isin(fitting["payer_id"])]
    return _sorted(grid, weights or {})[list(MATRIX)]


def _cells(states: pd.DataFrame) -> pd.DataFrame:
    """One row a payer and code: its best state, whether any of it is stale, and words for all of its parts."""
    rows = []
    for (payer_id, code), part in states.groupby(["payer_id", "code"], sort=False):
        best = coverage.best(part["state_of_knowledge"])
        chosen = part[part["state_of_knowledge"].astype(str) == best].iloc[0]
        announced = best == Derived.ANNOUNCED
        rows.append(
            (payer_id, code, str(chosen["status"]) if announced else best, chosen["status"], chosen["other_status"],
             bool(chosen["stale"]), announced or bool(chosen["next_from"]), chosen["next_from"], len(part), _words(part))
        )  # fmt: skip
    columns = ["payer_id", "code", "state_of_knowledge", "status", "other_status", "stale", "announced", "next_from",
               "decisions", "hover"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _words(part: pd.DataFrame) -> str:
    said = []
    for r in part.head(6).itertuples():
        place = f", {r.state}" if r.state else ""
        business = LineOfBusiness(r.line_of_business).words
        knowledge = _known_words(str(r.state_of_knowledge))
        since = f" since {r.effective_from}" if r.effective_from else ""
        coming = f"; from {r.next_from}: {Status(r.next_status).words}" if r.next_from else ""
        said.append(f"{business}{place}: {knowledge}{since}{coming}")
    if len(part) > 6:
        said.append(f"and {len(part) - 6} more")
    return "\n".join(said)


def _known_words(state: str) -> str:
    return Status(state).words if state in set(Status) else Derived(state).words


def _sorted(grid: pd.DataFrame, weights: dict[str, int]) -> pd.DataFrame:
    known = grid[grid["decisions"] > 0].groupby("payer_id").size()
    order = grid[["payer_id", "payer"]].drop_duplicates()
    order = order.assign(
        weight=[-weights.get(i, 0) for i in order["payer_id"]], known=[-int(known.get(i, 0)) for i in order["payer_id"]]
    ).sort_values(["weight", "known", "payer"])
    place = {payer_id: n for n, payer_id in enumerate(order["payer_id"])}
    return grid.assign(_at=grid["payer_id"].map(place)).sort_values("_at", kind="stable").drop(columns="_at")


def tile_map(filters: Filters, code: str, on: date, revision: int | None = None) -> pd.DataFrame:
    """One row a state for one code: the best state of knowledge among its payers of the chosen lines of business.

    Where none is chosen the map shows each state's Medicaid agency: national payers would paint every state alike."""
    if not filters.lines_of_business:
        filters = Filters(**{**vars(filters), "lines_of_business": (BY_STATE,)})
    states = states_of(Filters(**{**vars(filters), "codes": (code,)}), on, revision)
    where = registry(filters).set_index("payer_id")["states"].to_dict()
    found: dict[str, list[tuple[str, str]]] = {s: [] for s in STATES}
    for r in states.itertuples():
        for state in [r.state] if r.state else where.get(r.payer_id, ()):
            found.setdefault(state, []).append((r.payer_id, str(r.state_of_knowledge)))
    rows = []
    for state, said in found.items():
        per_payer = {p: coverage.best(k for q, k in said if q == p) for p, _ in said}
        counts = pd.Series(list(per_payer.values()), dtype=str).value_counts()
        hover = "\n".join(f"{n} {_known_words(str(k))}" for k, n in counts.items())
        best = coverage.best(per_payer.values()) if per_payer else str(Derived.NOT_CHECKED)
        rows.append((state, best, len(per_payer), hover))
    return pd.DataFrame(rows, columns=["state", "status", "n_payers", "hover"])


def timeline(filters: Filters, code: str, on: date, revision: int | None = None) -> pd.DataFrame:
    """Payers by state of knowledge at the start of each month from the code's first day, and on the last day asked for."""
    known = ledger(Filters(**{**vars(filters), "codes": (code,)}), revision)
    total = len(registry(filters))
    first = reference.codes()[code].first_day
    months = pd.date_range(first, max(on, first), freq="MS")
    days = [m.date() for m in months if m.date() < on] + [on]
    counts = coverage.over_time(known, days) if not known.empty else pd.DataFrame(columns=["date", "status", "payers"])
    rest = [
        (
            d.isoformat(),
            str(Derived.NOT_CHECKED),
            total - int(counts.loc[counts["date"] == d.isoformat(), "payers"].sum()),
        )
        for d in days
    ]
    counts = counts[counts["status"] != Derived.NOT_CHECKED]
    every = pd.concat([counts, pd.DataFrame(rest, columns=counts.columns)], ignore_index=True)
    return every.groupby(["date", "status"], as_index=False)["payers"].sum()


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
