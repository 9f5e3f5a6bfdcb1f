"""The word "rate" is earned, and tiers are never pooled. The tables are `tables.LADDER` and `tables.DISCLOSURE`."""

from __future__ import annotations

import pytest

from tests.spec.tables import DISCLOSURE, LADDER, WILSON, HideCase, Published, Worded
from tracker.measures.disclosure import primary
from tracker.measures.numbers import WordNotEarned, check_words
from tracker.measures.uncertainty import wilson


@pytest.mark.parametrize("case", LADDER, ids=lambda c: f"{c.tier} {c.text}")
def test_words(case: Worded) -> None:
    if case.allowed:
        assert check_words(case.text, case.tier) == case.text
    else:
        with pytest.raises(WordNotEarned):
            check_words(case.text, case.tier)


@pytest.mark.parametrize("case", DISCLOSURE, ids=lambda c: c.rule)
def test_a_cell_on_its_own(case: HideCase) -> None:
    assert bool(primary(case.value, case.practices, case.largest)) is case.hidden


@pytest.mark.parametrize("case", WILSON, ids=lambda c: c.what)
def test_published_intervals(case: Published) -> None:
    assert wilson(int(case.inputs[0]), int(case.inputs[1])) == pytest.approx(case.expected, abs=5.1e-5)
