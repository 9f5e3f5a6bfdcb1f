"""An attacker who holds every export tries to work out what was hidden. He has his own equations, not ours."""

from __future__ import annotations

import json
import os
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tracker.measures.disclosure import NEAR_EARLIER, Cell, log_rows, region, release, shown
from tracker.measures.tables import ALL, protect_counts, protect_shares

DIMENSIONS = {"payer_id": ["a", "b", "c"], "code": ["x", "y"], "month": ["1", "2", "3"]}
Row = dict[str, Any]
ATTACKS = int(os.environ.get("ATTACKS", 30))
"""Random stores a test attacks; set the variable to try harder."""


def base_of(counts: list[int]) -> pd.DataFrame:
    rows = [(p, c, m) for p in DIMENSIONS["payer_id"] for c in DIMENSIONS["code"] for m in DIMENSIONS["month"]]
    frame = pd.DataFrame(rows, columns=list(DIMENSIONS))
    return frame.assign(lines=counts)


counts = st.lists(st.one_of(st.just(0), st.integers(1, 12), st.integers(0, 60)), min_size=18, max_size=18)
exports = st.lists(
    st.tuples(
        st.lists(st.sampled_from(list(DIMENSIONS)), min_size=1, max_size=2, unique=True),
        st.fixed_dictionaries({d: st.sets(st.sampled_from(v), min_size=1) for d, v in DIMENSIONS.items()}),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


def export_all(base: pd.DataFrame, wanted: Any) -> list[Row]:
    log: list[Row] = []
    for keys, within, totals in wanted:
        chosen = base
        for dimension, values in within.items():
            chosen = chosen[chosen[dimension].isin(values)]
        frame = chosen.groupby(keys, as_index=False)["lines"].sum()
        log += protect_counts(frame, keys, within=within, base=base, log=log, totals=totals).log
    return log


def interval(base: pd.DataFrame, log: list[Row], target: Row) -> tuple[float, float]:
    """What the target can be, from the log alone: unknowns are all finest cells, each 0 or more."""

    def mask(row: Row) -> np.ndarray:
        found = np.ones(len(base))
        for dimension, values in row["region"].items():
            found *= base[dimension].isin(values).to_numpy(float)
        return found

    known = [(mask(r), r["value"]) for r in log if r["value"] is not None]
    hidden = [mask(r) for r in log if r["value"] is None]
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * mask(target),
            A_eq=np.array([k[0] for k in known]) if known else None,
            b_eq=np.array([k[1] for k in known]) if known else None,
            A_ub=-np.array(hidden) if hidden else None,
            b_ub=-np.ones(len(hidden)) if hidden else None,
            bounds=(0, None),
        )
        ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
    return ends[0], ends[1]


@settings(max_examples=ATTACKS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts, exports)
def test_attacker_with_all_exports_recovers_no_hidden_cell(numbers: list[int], wanted: Any) -> None:
    base = base_of(numbers)
    log = export_all(base, wanted)
    for row in log:
        if row["value"] is None:
            low, high = interval(base, log, row)
            assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) + 1 >= 10
        else:
            assert not 1 <= row["value"] <= 10


@settings(max_examples=ATTACKS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts, exports)
def test_attacker_finds_no_small_finest_cell_that_nobody_exported(numbers: list[int], wanted: Any) -> None:
    base = base_of(numbers)
    log = export_all(base, wanted)
    for row in base[base["lines"].between(1, 10)].to_dict("records"):
        target = {"region": {d: [row[d]] for d in DIMENSIONS}}
        low, high = interval(base, log, target) if log else (0, np.inf)
        assert high - low >= 1 - 1e-6, "a small cell stands alone"


def share_log(base: pd.DataFrame, wanted: Any) -> list[Row]:
    log: list[Row] = []
    for keys, within, totals in wanted:
        chosen = base
        for dimension, values in within.items():
            chosen = chosen[chosen[dimension].isin(values)]
        frame = chosen.groupby(keys, as_index=False)[["numerator", "denominator"]].sum()
        log += protect_shares(frame, keys, within=within, base=base, log=log, totals=totals).log
    return log


@settings(max_examples=ATTACKS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts, counts, exports)
def test_attacker_with_all_exported_shares_recovers_no_hidden_numerator_or_denominator(
    yes: list[int], no: list[int], wanted: Any
) -> None:
    base = base_of(yes).rename(columns={"lines": "numerator"})
    base["denominator"] = base["numerator"] + no
    log = share_log(base, wanted)
    told = {json.dumps(r["region"], sort_keys=True): r["value"] for r in log}
    for row in log:
        above = told.get(json.dumps({**row["region"], "part": ["yes"]}, sort_keys=True))
        if row["value"] is not None and above is not None:
            assert not 1 <= row["value"] - above <= 10, "the rest is small and both are shown"
    finest = pd.concat([base_of(yes).assign(part="yes"), base_of(no).assign(part="no")], ignore_index=True)
    for row in log:
        if row["value"] is None:
            low, high = interval(finest, log, row)
            assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) + 1 >= 10
        else:
            assert not 1 <= row["value"] <= 10


def test_a_numerator_that_earlier_exports_tell_is_not_the_one_to_hide() -> None:
    base = pd.DataFrame({"code": ["x", "y"], "numerator": [0, 11], "denominator": [1, 11]})
    by_code = protect_shares(base, ["code"], base=base, totals=False)
    whole = pd.DataFrame({"family": ["f"], "numerator": [11], "denominator": [12]})
    both = protect_shares(whole, ["family"], base=base.assign(family="f"), log=by_code.log, totals=False)
    assert [r["value"] for r in by_code.log] == [None, 11, 0, 11]
    assert [r["value"] for r in both.log] == [None, 11]


def test_the_attack_would_succeed_without_the_second_step() -> None:
    """The test above would fail if only small cells were hidden."""
    base = base_of([5, 0, 0, 60, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    only_primary = [
        {"region": {"payer_id": ["a"], "code": ["x"]}, "value": None},
        {"region": {"payer_id": ["a"], "code": ["y"]}, "value": 60},
        {"region": {"payer_id": ["a"]}, "value": 65},
    ]
    assert interval(base, only_primary, only_primary[0]) == pytest.approx((5, 5))


def one_way(**values: int) -> pd.DataFrame:
    return pd.DataFrame({"payer_id": list(values), "lines": list(values.values())})


def test_second_cell_is_hidden_where_a_total_would_tell_and_the_smallest_is_taken() -> None:
    got = protect_counts(one_way(a=5, b=40, c=90), ["payer_id"])
    assert got.rows["hidden"].tolist() == [True, True, False]
    assert got.totals["hidden"].tolist() == [False]


def test_without_a_total_nothing_else_need_be_hidden() -> None:
    got = protect_counts(one_way(a=5, b=40, c=90), ["payer_id"], totals=False)
    assert got.rows["hidden"].tolist() == [True, False, False]


def test_zero_is_shown_and_never_used_as_cover() -> None:
    got = protect_counts(one_way(a=5, b=0, c=90), ["payer_id"])
    assert got.rows["hidden"].tolist() == [True, False, True]


def test_two_hidden_cells_whose_sum_is_small_hide_a_third() -> None:
    got = protect_counts(one_way(a=3, b=4, c=50, d=90), ["payer_id"])
    assert got.rows["hidden"].tolist() == [True, True, True, False]


def test_subtotals_of_a_parent_protect_their_children() -> None:
    frame = pd.DataFrame(
        [("m", "m1", 4), ("m", "m2", 50), ("n", "n1", 30), ("n", "n2", 70)], columns=["parent", "payer_id", "lines"]
    )
    got = protect_counts(frame, ["parent", "payer_id"])
    hidden = dict(zip(got.rows["payer_id"], got.rows["hidden"], strict=True))
    parent_m = got.totals[(got.totals["parent"] == "m") & (got.totals["payer_id"] == ALL)]["hidden"].item()
    assert hidden["m1"]
    assert hidden["m2"] or parent_m


def test_practices_hide_large_cells_too() -> None:
    frame = one_way(a=200, b=200, c=200).assign(practices=[2, 9, 9], largest_practice_lines=[100, 101, 60])
    got = protect_counts(frame, ["payer_id"], totals=False)
    assert got.rows["hidden"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [(0, 50, False), (50, 50, False), (5, 50, True), (45, 50, True), (25, 50, False), (4, 8, True), (0, 8, True)],
)
def test_a_share_hides_where_numerator_denominator_or_rest_is_small(
    numerator: int, denominator: int, hidden: bool
) -> None:
    frame = pd.DataFrame({"payer_id": ["a"], "numerator": [numerator], "denominator": [denominator], "share": [0.5]})
    got = protect_shares(frame, ["payer_id"], totals=False).rows
    assert got["hidden"].item() is hidden
    assert got["share"].isna().item() is hidden


def test_shares_of_a_table_do_not_give_the_hidden_numerator_back() -> None:
    frame = pd.DataFrame({"payer_id": list("abc"), "numerator": [3, 40, 60], "denominator": [100, 120, 150]})
    got = protect_shares(frame, ["payer_id"])
    shown_numerators = got.rows["numerator"].sum() + 0
    total = got.totals["numerator"].item()
    assert pd.isna(total) or got.rows["numerator"].isna().sum() >= 2
    assert pd.isna(total) or total - shown_numerators != 3


def test_two_exports_cannot_be_subtracted() -> None:
    base = pd.DataFrame({"month": ["1", "2", "3"], "lines": [30, 40, 4]})
    year = release([Cell({}, 74)], base)
    part = release([Cell(region(month=["1", "2"]), 70)], base, log_rows(year))
    assert [c.hidden for c in year] == [False]
    assert [c.why for c in part] == [NEAR_EARLIER]


def test_a_number_that_grew_by_a_few_since_the_last_export_is_held_back() -> None:
    base = pd.DataFrame({"payer_id": ["a"], "lines": [29]})
    earlier = [{"region": {"payer_id": ["a"]}, "value": 25}]
    assert release([Cell(region(payer_id="a"), 29)], base, earlier)[0].why == NEAR_EARLIER
    assert not release([Cell(region(payer_id="a"), 36)], base.assign(lines=36), earlier)[0].hidden
    assert not release([Cell(region(payer_id="a"), 25)], base.assign(lines=25), earlier)[0].hidden


def test_three_exports_cannot_be_subtracted_to_a_payer_nobody_asked_about() -> None:
    base = one_way(a=50, b=60, c=7)
    log: list[Row] = []
    for cell in (Cell(region(payer_id="a"), 50), Cell(region(payer_id="b"), 60), Cell({}, 117)):
        log += log_rows(release([cell], base, log))
    assert [r["value"] for r in log] == [50, 60, None]


def test_the_log_survives_json_and_holds_no_hidden_value() -> None:
    rows = log_rows(release([Cell(region(payer_id="a"), 7)], one_way(a=7)))
    assert json.loads(json.dumps(rows)) == [{"region": {"payer_id": ["a"]}, "value": None}]


def test_words_of_a_cell() -> None:
    assert [shown(1204), shown(3, hidden=True), shown(None), shown(float("nan"))] == [
        "1,204", "hidden (small number)", "hidden (small number)", "hidden (small number)",
    ]  # fmt: skip
