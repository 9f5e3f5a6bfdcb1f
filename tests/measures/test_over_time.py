"""Counting over time by stretches gives what asking on each day would give, whatever dates decisions have."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.measures.coverage import KEY, best, coverage, over_time
from tracker.vocabulary import Status

DAYS = [date(2025, 1, 1) + timedelta(days=n) for n in range(0, 400, 13)]
day = st.none() | st.dates(date(2024, 12, 25), date(2026, 2, 1)).map(date.isoformat)
decision = st.fixed_dictionaries(
    {
        "payer_id": st.sampled_from(["a", "b"]),
        "line_of_business": st.sampled_from(["commercial", "chip"]),
        "state": st.sampled_from(["", "OH"]),
        "code": st.just("97550"),
        "status": st.sampled_from([str(s) for s in Status]),
        "effective_from": day,
        "effective_to": day,
        "last_checked": day,
    }
)


def by_asking_each_day(frame: pd.DataFrame) -> set[tuple[Any, ...]]:
    found = set()
    for on in DAYS:
        each = coverage(frame, on).groupby("payer_id")["state_of_knowledge"].agg(best)
        found |= {(on.isoformat(), status, n) for status, n in Counter(each).items()}
    return found


@given(st.lists(decision, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_stretches_give_what_each_day_gives(decisions: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame(decisions, columns=[*KEY, "status", "effective_from", "effective_to", "last_checked"])
    counted = over_time(frame, DAYS)
    assert set(counted.itertuples(index=False, name=None)) == by_asking_each_day(frame)
    assert counted.groupby("date")["payers"].sum().eq(frame["payer_id"].nunique()).all()
