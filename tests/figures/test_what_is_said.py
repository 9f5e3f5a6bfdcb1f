"""Sentences above pictures, at the borders where a careless one would mislead."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.figures.comparing import as_text
from tracker.figures import adoption, trend
from tracker.figures.style import Caption
from tracker.measures.control import add_months, p_chart
from tracker.measures.survival import waiting


def months(*shares: float, hidden: tuple[int, ...] = ()) -> pd.DataFrame:
    """Closed months of a thousand lines each, with the control chart of `measures`."""
    counts = pd.DataFrame(
        {
            "month": [add_months("2024-01", n) for n in range(len(shares))],
            "numerator": [round(1000 * s) for s in shares],
        }
    ).assign(denominator=1000)
    frame = p_chart(counts).assign(hidden=False)
    frame.loc[list(hidden), "hidden"] = True
    return frame


LOWER = (0.30,) * 10 + (0.27,) * 9
HIGHER = (0.27,) * 10 + (0.30,) * 9


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (months(*LOWER), "below the 29% of all months beyond chance"),
        (months(*HIGHER), "above the 28% of all months beyond chance"),
        (months(*(0.30, 0.31) * 8), "no clear change from 30% in Jan 2024"),
        (
            months(*LOWER, hidden=(12,)),
            "no clear change from 30% in Jan 2024",
        ),  # the run would tell of the hidden month
        (months(0.30, 0.25), "no clear change from 30% in Jan 2024"),  # two months have no control chart
    ],
    ids=["a run below", "a run above", "chance", "a run over a hidden month", "two months"],
)
def test_a_shift_that_the_chart_shows_is_never_called_no_change(frame: pd.DataFrame, said: str) -> None:
    assert trend.finding(frame.assign(open=False)).endswith(said)


def test_months_with_a_signal_are_ringed_and_explained() -> None:
    drawn = as_text(trend.draw(months(*LOWER).assign(open=False), Caption("x")))
    assert "eight in a row on one side" in drawn and "not by chance (control chart)" in drawn
    assert "not by chance" not in as_text(trend.draw(months(*(0.30, 0.31) * 8).assign(open=False), Caption("x")))


def test_a_curve_is_not_told_where_hardly_anybody_is_watched_any_more() -> None:
    """Half of forty payers cover early; those who do not are last seen in month 20; one that stays covers in month 30."""
    watched = waiting([6.0] * 20 + [20.0] * 19 + [30.0], [True] * 20 + [False] * 19 + [True])
    assert watched.curve["share"].iloc[-1] == 1.0, "by arithmetic all payers cover"
    said = adoption.finding(watched.curve)
    assert said.startswith("50% (95% CI") and "20 months after the first day" in said
    assert "100%" not in as_text(adoption.draw(watched.curve, Caption("x"))).split("hovertemplate")[0]


@pytest.mark.parametrize("few", [1, 2, 4])
def test_few_payers_are_no_curve(few: int) -> None:
    assert "too few" in adoption.finding(waiting([3.0] * few, [True] * few).curve)
