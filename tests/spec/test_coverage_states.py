"""What a payer says on a day, rule by rule. The table is `tables.COVERAGE_STATES`."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.spec.tables import COVERAGE_STATES, Says, StateCase
from tracker.measures.coverage import coverage, over_time, state_on
from tracker.vocabulary import Derived


def row(says: Says) -> dict[Any, Any]:
    return {
        "payer_id": "p",
        "line_of_business": "commercial",
        "state": says.state,
        "code": "97550",
        "status": says.status.value,
        "effective_from": says.first,
        "effective_to": says.last,
        "last_checked": says.checked,
    }


@pytest.mark.parametrize("case", COVERAGE_STATES, ids=lambda c: c.rule)
def test_state_on_a_day(case: StateCase) -> None:
    on = date.fromisoformat(case.on)
    today = date.fromisoformat(case.today) if case.today else None
    for decisions in (case.decisions, case.decisions[::-1]):  # the order of rows says nothing
        found = state_on([row(d) for d in decisions], case.state, on, today)
        assert (found.knowledge, found.status, found.stale, found.other_status, found.next_status) == (
            case.knowledge, case.status, case.stale, case.other, case.coming,
        )  # fmt: skip


@pytest.mark.parametrize("case", COVERAGE_STATES, ids=lambda c: c.rule)
def test_frame_says_the_same_with_blanks_as_missing_values(case: StateCase) -> None:
    columns = list(row(Says("", COVERAGE_STATES[1].decisions[0].status)))
    frame = pd.DataFrame([row(d) for d in case.decisions], columns=columns)
    frame["state"] = frame["state"].replace({"": None})
    keys = pd.DataFrame([("p", "commercial", case.state or None, "97550")], columns=columns[:4])
    today = date.fromisoformat(case.today) if case.today else None
    got = coverage(frame, date.fromisoformat(case.on), keys, today).to_dict("records")
    assert len(got) == 1
    assert got[0]["state_of_knowledge"] == case.knowledge
    assert got[0]["announced"] == (case.knowledge is Derived.ANNOUNCED)
    assert got[0]["stale"] == case.stale


def test_counts_over_time_count_each_payer_once_by_its_best_state() -> None:
    covered = COVERAGE_STATES[1].decisions[0]
    rows = [row(covered), row(Says("TX", covered.status.NOT_COVERED, "2025-01-01"))]
    counts = over_time(pd.DataFrame(rows), [date(2024, 12, 31), date(2025, 1, 1)])
    assert counts.values.tolist() == [["2024-12-31", "announced", 1], ["2025-01-01", "covered", 1]]
