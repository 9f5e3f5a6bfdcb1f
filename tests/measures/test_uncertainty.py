"""Intervals, funnels, control charts and waiting times against values that others printed or computed."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.contingency_tables import Table2x2

from tests.spec import tables
from tracker.measures import control, funnel, survival, uncertainty


def months(n: int, first: str = "2023-01") -> list[str]:
    return [control.add_months(first, i) for i in range(n)]


# ---------------------------------------------------------------- reporting odds ratio


def test_odds_ratio_against_a_printed_example() -> None:
    a, b, c, d = (int(v) for v in tables.ODDS.inputs)
    assert uncertainty.odds_ratio(a, b, c, d) == pytest.approx(tables.ODDS.expected, rel=1e-6)


@given(st.lists(st.integers(1, 500), min_size=4, max_size=4))
def test_odds_ratio_agrees_with_statsmodels(cells: list[int]) -> None:
    a, b, c, d = cells
    table = Table2x2(np.array([[a, b], [c, d]]))
    want = (table.oddsratio, *table.oddsratio_confint())
    assert uncertainty.odds_ratio(a, b, c, d) == pytest.approx(want, rel=1e-6)


def reasons(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    return uncertainty.reporting_odds(pd.DataFrame(rows, columns=["payer_id", "category", "lines"]))


def test_a_reason_that_one_payer_gives_more_often_is_worth_a_look() -> None:
    got = reasons([("a", "bundled", 20), ("a", "coding", 10), ("b", "bundled", 10), ("b", "coding", 40)])
    look = got[got["worth_a_look"]]
    assert look[["payer_id", "category"]].values.tolist() == [["a", "bundled"], ["b", "coding"]]
    assert got.loc[0, "ratio"] == pytest.approx(8.0)


def test_two_reports_are_never_worth_a_look_and_three_are() -> None:
    common = [("a", "coding", 1), ("b", "coding", 500), ("b", "bundled", 2)]
    assert not reasons([("a", "bundled", 2), *common]).loc[0, "worth_a_look"]
    assert reasons([("a", "bundled", 3), *common]).loc[0, "worth_a_look"]


def test_one_payer_alone_cannot_be_compared() -> None:
    got = reasons([("a", "bundled", 20), ("a", "coding", 10)])
    assert got["ratio"].isna().all()
    assert not got["worth_a_look"].any()


def test_intervals_of_a_frame_leave_no_lines_missing() -> None:
    got = uncertainty.with_intervals(pd.DataFrame({"numerator": [81, 0], "denominator": [263, 0]}))
    assert got.loc[0, ["low", "high"]].tolist() == pytest.approx([0.2553, 0.3662], abs=5e-5)
    assert got.loc[1, ["share", "low", "high"]].isna().all()


# ---------------------------------------------------------------- funnel


def test_binomial_limit_worked_by_hand() -> None:
    # n = 10, p = 0.2, tail 0.025: P(R<=0) = 0.8^10 = 0.10737 is the first above, P(R<=-1) = 0, so
    # alpha = (0.10737 - 0.025) / 0.10737 = 0.76717 and the limit (0 - 0.76717) / 10, cut at 0.
    assert funnel.binomial_limit(10, 0.2, 0.025) == 0.0
    # tail 0.975: P(R<=4) = 0.96721, P(R<=5) = 0.99363; alpha = (0.99363 - 0.975) / 0.02642 = 0.70504; (5 - alpha) / 10
    assert funnel.binomial_limit(10, 0.2, 0.975) == pytest.approx(0.42950, abs=2e-4)


@given(st.integers(5, 3000), st.floats(0.02, 0.98))
def test_binomial_limits_hold_what_they_promise(n: int, p: float) -> None:
    low, high = (funnel.binomial_limit(n, p, t) for t in (0.025, 0.975))
    assert low <= p + 1 / n
    assert high >= p - 1 / n
    assert binom.cdf(math.ceil(high * n), n, p) >= 0.975 - 1e-9


def test_no_dispersion_beyond_chance_leaves_the_limits_alone() -> None:
    frame = pd.DataFrame({"payer_id": list("abcdef"), "numerator": [20, 21, 19, 20, 22, 18], "denominator": [100] * 6})
    found = funnel.funnel(frame)
    assert found.pooled == pytest.approx(0.2)
    assert not found.widened
    assert set(found.frame["position"]) == {"inside"}


def test_winsorised_phi_worked_by_hand() -> None:
    # Eleven payers of 400 lines, pooled 0.2 (standard error 0.02), z = -5 .. 5. The 10th and 90th percentiles are -4
    # and 4, so the squares are 16, 16, 9, 4, 1, 0, 1, 4, 9, 16, 16: mean 92 / 11.
    shares = np.array([0.2 + 0.02 * z for z in range(-5, 6)])
    assert funnel.dispersion(shares * 400, np.full(11, 400.0), 0.2) == pytest.approx(92 / 11)


def test_over_dispersion_widens_by_the_root_of_phi() -> None:
    numerators = [round(400 * (0.2 + 0.02 * z)) for z in range(-5, 6)]
    found = funnel.funnel(pd.DataFrame({"payer_id": range(11), "numerator": numerators, "denominator": 400}))
    assert found.phi == pytest.approx(92 / 11)
    half = 1.959964 * math.sqrt(92 / 11) * 0.02
    assert found.limits(400)["upper95"] == pytest.approx(0.2 + half, abs=1e-6)
    assert found.limits(400)["lower95"] == pytest.approx(0.2 - half, abs=1e-6)


def test_a_payer_far_outside_is_told_from_a_small_one_with_the_same_share() -> None:
    rows = [("even", 20, 100)] * 6 + [("small", 3, 6), ("large", 75, 150)]
    found = funnel.funnel(pd.DataFrame(rows, columns=["payer_id", "numerator", "denominator"])).frame
    position = dict(zip(found["payer_id"], found["position"], strict=True))
    assert position["small"] == "inside"
    assert position["large"] in {"above_95", "above_998"}
    assert found["payer_id"].tolist() == [r[0] for r in rows]  # never ranked


@pytest.mark.parametrize("rows", [[], [(0, 10)], [(10, 10)], [(0, 0)]])
def test_funnels_at_the_edges_do_not_break(rows: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame([("p", *r) for r in rows], columns=["payer_id", "numerator", "denominator"])
    found = funnel.funnel(frame)
    assert set(found.frame["position"]) <= {"inside"}
    assert len(found.curve()) > 0 or found.frame.empty


# ---------------------------------------------------------------- control charts


def test_p_chart_against_the_orange_juice_cans() -> None:
    frame = pd.DataFrame({"month": months(30), "numerator": tables.MONTGOMERY.inputs, "denominator": 50})
    got = control.p_chart(frame, method="p")
    assert got.loc[0, ["centre", "lower", "upper"]].tolist() == pytest.approx(tables.MONTGOMERY.expected, abs=5e-5)
    assert [i + 1 for i in got.index[got["signal"] == control.BEYOND]] == [15, 23]  # as printed there


def test_xmr_against_the_flow_rates_of_the_nist_handbook() -> None:
    got = control.xmr(pd.DataFrame({"month": months(10), "value": tables.NIST.inputs}))
    assert got.loc[0, ["centre", "lower", "upper"]].tolist() == pytest.approx(tables.NIST.expected, abs=1e-4)
    assert got["moving_range"].mean() == pytest.approx(1.8778, abs=1e-4)
    assert set(got["signal"]) == {""}


def test_laney_factor_worked_by_hand() -> None:
    # Centre 0.5, n = 100: one standard error is 0.05. Shares alternate 0.4 and 0.6, z = -2 and 2, every moving range
    # is 4, sigma z = 4 / 1.128, limits 0.5 -+ 3 * (4 / 1.128) * 0.05, cut at 0 and 1.
    frame = pd.DataFrame({"month": months(10), "numerator": [40, 60] * 5, "denominator": 100})
    got = control.p_chart(frame)
    assert got.attrs["sigma_z"] == pytest.approx(4 / 1.128)
    assert got.loc[0, "upper"] == 1.0
    frame = pd.DataFrame({"month": months(10), "numerator": [450, 550] * 5, "denominator": 1000})
    half = 3 * (2 * 50 / math.sqrt(250) / 1.128) * math.sqrt(0.25 / 1000)
    assert control.p_chart(frame).loc[0, "upper"] == pytest.approx(0.5 + half)


def test_auto_never_narrows_below_the_binomial() -> None:
    shares = [20, 20, 20, 21, 20, 20, 19, 20, 20, 20]
    frame = pd.DataFrame({"month": months(10), "numerator": shares, "denominator": 100})
    assert control.p_chart(frame, method="laney").attrs["sigma_z"] < 1
    auto, plain = control.p_chart(frame), control.p_chart(frame, method="p")
    assert auto["upper"].tolist() == plain["upper"].tolist()


def test_the_open_month_moves_no_limit_and_gives_no_signal() -> None:
    frame = pd.DataFrame({"month": months(12), "numerator": [20] * 11 + [90], "denominator": 100})
    got = control.p_chart(frame, open_months=[months(12)[-1]])
    assert got["centre"].iloc[0] == pytest.approx(0.2)
    assert got["signal"].iloc[-1] == ""
    assert got["open"].tolist() == [False] * 11 + [True]
    assert control.p_chart(frame)["signal"].iloc[-1] == control.BEYOND


def test_eight_on_one_side_and_six_rising_are_signals() -> None:
    shift = pd.DataFrame({"month": months(20), "value": [10, 12] * 6 + [13, 14] * 4})
    assert control.xmr(shift)["signal"].tolist()[-1] == control.SHIFT
    assert control.SHIFT not in control.xmr(shift)["signal"].tolist()[:18]
    drift = pd.DataFrame({"month": months(12), "value": [10, 11, 10, 11, 10, 11, 9.5, 10, 10.2, 10.4, 10.6, 10.8]})
    assert control.xmr(drift)["signal"].tolist() == [""] * 11 + [control.DRIFT]


def test_seven_months_give_no_limits() -> None:
    got = control.p_chart(pd.DataFrame({"month": months(7), "numerator": 3, "denominator": 10}))
    assert got["centre"].isna().all()
    assert got["share"].notna().all()


@pytest.mark.parametrize(
    ("month", "settling", "is_open"),
    [("2025-06", 0, True), ("2025-05", 0, False), ("2025-05", 1, True), ("2025-07", 0, True), ("2024-12", 0, False)],
)
def test_open_months(month: str, settling: int, is_open: bool) -> None:
    assert control.is_open(month, date(2025, 6, 30), settling) is is_open


@given(st.integers(0, 3000), st.integers(-500, 500))
def test_months_add_and_subtract(start: int, by: int) -> None:
    first = control.add_months("1990-01", start)
    assert control.months_between(first, control.add_months(first, by)) == by


# ---------------------------------------------------------------- waiting times

WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [bool(int(r)) for r in "111010100110001100000"]


def test_kaplan_meier_against_the_remission_data() -> None:
    got = survival.waiting(WEEKS, RELAPSE)
    steps = got.curve[got.curve["events"] > 0]
    assert (1 - steps["share"]).round(3).tolist() == list(tables.REMISSION.expected)
    assert steps["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (got.n, got.events, got.median) == (21, 9, 23)
    assert got.say("weeks") == "median 23 weeks (95% CI 13-not reached), n = 21, 12 still open"


def test_leaving_open_cases_out_would_look_quicker() -> None:
    closed_only = [w for w, r in zip(WEEKS, RELAPSE, strict=True) if r]
    everybody, quick = survival.waiting(WEEKS, RELAPSE), survival.waiting(closed_only, [True] * 9)
    assert quick.median is not None
    assert everybody.median is not None
    assert quick.median < everybody.median


@given(st.lists(st.tuples(st.integers(0, 24), st.booleans()), min_size=1, max_size=40))
def test_curves_rise_stay_in_bounds_and_agree_with_statsmodels(cases: list[tuple[int, bool]]) -> None:
    time, ended = [c[0] for c in cases], [c[1] for c in cases]
    got = survival.waiting(time, ended).curve
    assert got["share"].is_monotonic_increasing
    assert ((got["low"] <= got["share"] + 1e-9) & (got["share"] <= got["high"] + 1e-9)).all()
    assert got["events"].sum() + got["censored"].sum() == len(cases)
    if any(ended):
        fitted = SurvfuncRight(np.array(time), np.array(ended, int))
        assert 1 - got["share"].iloc[-1] == pytest.approx(fitted.surv_prob[-1])


def test_nothing_decided_yet_has_no_median() -> None:
    got = survival.waiting([3, 5], [False, False])
    assert got.median is None
    assert got.say() == "median not reached, n = 2, 2 still open"
    assert survival.waiting([], []).curve.empty


def test_the_median_has_limits_however_many_cases_share_a_month() -> None:
    """With whole months and many cases no step of the curve lies within its limits of one half."""
    months = [n % 7 + 1 for n in range(980)]
    found = survival.waiting(months, [m < 7 for m in months])
    assert (found.low, found.median, found.high) == (4.0, 4.0, 4.0)
