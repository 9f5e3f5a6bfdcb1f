"""A number says what it is: its parts, its tier, who stands behind it; tiers are never pooled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Rejected
from tracker.measures.numbers import Basis, NotComparable, Number, Proportion, percent, pool, side_by_side
from tracker.vocabulary import Tier

T2 = Basis(Tier.T2, practices=12, payers=3, first="2025-01", last="2025-09")


def test_a_proportion_in_words() -> None:
    said = Proportion(81, 214, T2).say()
    assert said == "38% (95% CI 32-45), n = 214 lines, 12 practices, 3 payers, 2025-01 to 2025-09, T2"


def test_what_is_not_known_is_not_said() -> None:
    assert Proportion(1, 4, Basis(Tier.T1), "report").say() == "25% (95% CI 5-70), n = 4 reports, T1"


def test_the_incomplete_month_is_said() -> None:
    basis = Basis(Tier.T0, first="2025-01", last="2025-09", open_last=True)
    assert Number(1, basis, "report").say() == "1 report, 2025-01 to 2025-09 (last month incomplete), T0"


def test_no_lines_have_no_share_and_no_interval() -> None:
    nothing = Proportion(0, 0, T2)
    assert nothing.share is None
    assert nothing.interval is None
    assert nothing.say().startswith("no lines, n = 0 lines")


@pytest.mark.parametrize(("numerator", "denominator"), [(5, 4), (-1, 4), (0, -1)])
def test_impossible_parts_are_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(Rejected):
        Proportion(numerator, denominator, T2)


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in Tier for b in Tier if a != b])
def test_tiers_are_never_pooled(one: Tier, other: Tier) -> None:
    with pytest.raises(NotComparable):
        Proportion(1, 4, Basis(one)) + Proportion(1, 4, Basis(other))


def test_one_tier_pools_its_parts_and_forgets_practices_that_may_overlap() -> None:
    both = Proportion(1, 4, T2) + Proportion(2, 6, Basis(Tier.T2, practices=5, first="2024-06", last="2025-01"))
    assert (both.numerator, both.denominator, both.basis.practices) == (3, 10, None)
    assert (both.basis.first, both.basis.last) == ("2024-06", "2025-09")
    assert pool([both], practices=15).basis.practices == 15


def test_units_and_scopes_are_not_mixed_and_nothing_is_not_pooled() -> None:
    with pytest.raises(NotComparable):
        Proportion(1, 4, T2, "line") + Proportion(1, 4, T2, "appeal")
    with pytest.raises(NotComparable):
        pool([])


def test_public_figures_stand_beside_ours() -> None:
    public = Proportion(80, 1000, Basis(Tier.T3, scope="Original Medicare 2024"), "service")
    assert [s[-2:] for s in side_by_side([public, Proportion(81, 214, T2)])] == ["T2", "T3"]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_only_none_and_all_are_said_as_0_and_100(numerator: int, denominator: int) -> None:
    numerator = min(numerator, denominator)
    said = percent(numerator / denominator)
    assert (said == "0") == (numerator == 0)
    assert (said == "100") == (numerator == denominator)
    assert abs(float(said) - 100 * numerator / denominator) <= 0.51
