"""What the Coverage page and the desk ask: map, timeline, share covering, adoption, how much is known; announced apart."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from tests.services.test_decide import row_of
from tracker.people import LOCAL
from tracker.services import decide
from tracker.services.answers import coverage, gaps, knowledge
from tracker.services.answers.coverage import BY_STATE
from tracker.settings import today
from tracker.store.questions import Filters
from tracker.vocabulary import Gap

TWO = Filters(payers=("uhc", "humana"))
ON = date(2026, 11, 1)


def said(payer: str, **changed: str | None) -> None:
    decide.record(row_of(payer=payer, state="", checked_on="2026-10-15", **changed), payer, LOCAL)


def of_day(steps: pd.DataFrame, day: date) -> dict[str, int]:
    found = steps[steps["date"] == day.isoformat()]
    return {s: n for s, n in zip(found["status"], found["payers"], strict=True) if n}


def test_share_covering_counts_payers_looked_at_from_the_first_day_of_the_code() -> None:
    said("uhc", status="covered", effective_from="2025-07-01")
    said("humana", status="not_covered", effective_from="2024-01-01")
    months = coverage.covering(TWO, "97550", ON).set_index("month")
    assert (months.index[0], months.index[-1]) == ("2024-01", "2026-11")
    assert months.loc["2025-06", ["numerator", "denominator"]].tolist() == [0, 2]
    assert months.loc["2025-07", ["numerator", "denominator", "share"]].tolist() == [1, 2, 0.5]
    assert 0 < months.loc["2025-07", "low"] < 0.5 < months.loc["2025-07", "high"] < 1
    assert coverage.covering(Filters(payers=("aetna",)), "97550", ON).empty


def test_a_conflict_is_no_coverage_in_the_share() -> None:
    said("uhc", status="covered")
    said("uhc", status="not_covered", source_title="Other")
    assert coverage.covering(TWO, "97550", ON)["numerator"].max() == 0


def test_the_timeline_has_every_payer_on_every_day_and_announces_the_future_only() -> None:
    later = (today() + timedelta(days=40)).isoformat()
    said("uhc", status="covered", effective_from="2025-07-01")
    said("humana", status="covered", effective_from=later)
    steps = coverage.timeline(TWO, "97550", today())
    assert of_day(steps, date(2025, 6, 1)) == {"not_checked": 2}
    assert of_day(steps, date(2025, 7, 1)) == {"covered": 1, "not_checked": 1}
    assert of_day(steps, today()) == {"covered": 1, "announced": 1}
    assert set(steps.groupby("date")["payers"].sum()) == {2}


def test_announced_coverage_is_announced_on_matrix_map_and_among_the_gaps() -> None:
    later = (today() + timedelta(days=40)).isoformat()
    said("humana", status="covered", effective_from=later)
    only = Filters(payers=("humana",), codes=("97550",), lines_of_business=("commercial",))
    (cell,) = coverage.matrix(only, today()).to_dict("records")
    assert (cell["state_of_knowledge"], cell["announced"], cell["next_from"]) == ("covered", True, later)
    assert set(coverage.tile_map(only, "97550", today())["status"]) >= {"announced"}
    assert gaps.table(only, today())["gap"].tolist() == [Gap.ANNOUNCED]


def test_the_map_cuts_a_conflict_into_its_two_statuses() -> None:
    agency = "medicaid-ca"
    for title, status in (("One", "covered"), ("Other", "not_covered")):
        row = row_of(payer=agency, state="CA", line_of_business=BY_STATE, status=status, source_title=title)
        decide.record(row, agency, LOCAL)
    tiles = coverage.tile_map(Filters(), "97550", ON).set_index("state")
    assert tiles.loc["CA", ["status", "first", "second"]].tolist() == ["conflicting", "not_covered", "covered"]
    others = tiles.drop("CA")
    assert set(others["first"]) == set(others["second"]) == {""}


def test_both_clocks_in_one_question() -> None:
    said("uhc", status="not_covered", effective_from="2024-01-01")
    place = ("uhc", "commercial", "OH", "97550")
    assert str(coverage.said(place, date(2025, 3, 3)).knowledge) == "not_covered"
    assert str(coverage.said(place, date(2025, 3, 3), 1).knowledge) == "not_checked"
    assert str(coverage.said(place, date(2023, 12, 31)).knowledge) == "announced"


@pytest.mark.parametrize("by", ["type", "state"])
def test_how_much_is_known_counts_every_payer_once(by: str) -> None:
    said("humana", status="silent", effective_from=None)
    said("uhc")
    decide.record(row_of(state="TX", payer="aetna", checked_on="2025-01-05"), "aetna", LOCAL)
    three = Filters(payers=("uhc", "humana", "aetna"))
    if by == "type":
        counts = knowledge.by_type(three, today())
        assert counts[knowledge.COUNTS].sum().tolist() == [2, 1, 0]
    else:
        counts = knowledge.by_state(three, today()).set_index("state")
        assert counts.loc["TX", knowledge.COUNTS].tolist() == [2, 1, 0]
        assert counts.loc["OH", knowledge.COUNTS].tolist() == [2, 0, 1]


def test_how_much_is_known_of_nobody_is_nothing() -> None:
    nobody = Filters(payers=("nobody",))
    assert knowledge.by_type(nobody, today()).empty and knowledge.by_state(nobody, today()).empty
