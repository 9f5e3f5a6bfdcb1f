"""How much do we know: payers looked at lately, not for long, or never; by payer type and by state.

The one thing to know: a payer counts as looked at in a state when somebody found, or did not find, what it says there or
everywhere it operates.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from tracker.services.answers import coverage
from tracker.store.questions import Filters
from tracker.vocabulary import Derived

COUNTS = ["known", "stale", "never"]


def by_type(filters: Filters, on: date) -> pd.DataFrame:
    """The frame of `figures.knowledge`: `payer_type`, `known`, `stale`, `never` (payers)."""
    seen = _seen(filters, on)
    registry = coverage.registry(filters)
    rows = [(r.payer_type, _standing(seen.get(r.payer_id, {}).values())) for r in registry.itertuples()]
    return _counted(rows, "payer_type")


def by_state(filters: Filters, on: date) -> pd.DataFrame:
    """The frame of `figures.known_map`: `state`, `known`, `stale`, `never` (payers that operate there)."""
    seen = _seen(filters, on)
    rows = [
        (state, _standing(places[p] for p in ("", state) if p in places))
        for payer in coverage.registry(filters).itertuples()
        for places in [seen.get(payer.payer_id, {})]
        for state in sorted(payer.states)
        if not filters.states or state in filters.states
    ]
    return _counted(rows, "state")


def _seen(filters: Filters, on: date) -> dict[str, dict[str, bool]]:
    """Of each payer the places somebody has looked at, and whether any code there is stale."""
    found: dict[str, dict[str, bool]] = {}
    for (payer_id, _, place, _), state in coverage.states_of(filters, on):
        if state.knowledge is not Derived.NOT_CHECKED:
            places = found.setdefault(payer_id, {})
            places[place] = places.get(place, False) or state.stale
    return found


def _standing(stale: Iterable[bool]) -> str:
    each = list(stale)
    return "never" if not each else "stale" if any(each) else "known"


def _counted(rows: list[tuple[str, str]], by: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[by, "standing"])
    counts = frame.groupby([by, "standing"]).size().unstack(fill_value=0)
    return counts.reindex(columns=COUNTS, fill_value=0).rename_axis(columns=None).reset_index()
