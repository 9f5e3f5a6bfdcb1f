"""A truth written in a random layout is read back: the reader may rest on no file's own words."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.sheets import (
    layouts,
    layouts_billing,
    layouts_claims,
    layouts_extracts,
    layouts_forms,
    layouts_mixed,
    layouts_odd,
    layouts_wide,
)
from tracker.intake import sheets
from tracker.intake.model import Batch

SHAPES = (
    layouts_wide.KINDS
    | layouts_odd.KINDS
    | layouts_billing.KINDS
    | layouts_extracts.KINDS
    | layouts_claims.KINDS
    | layouts_forms.KINDS
)
TODAY = date(2026, 11, 23)
# The same examples come every time, so more of them find nothing new; the profile that looks for new ones takes many.
TIMES = 5 if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else 1


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


Facts = Counter[tuple[str, str, str, str, tuple[str, ...]]]


def told(layout: layouts.Layout) -> Facts:
    """Code, month, outcome, payer and reasons of each line that was written."""
    return Counter(
        (t.code, f"{t.day[0]}-{t.day[1]:02d}", t.outcome, folded(t.payer), tuple(sorted(t.reasons)))
        for t in layout.lines
    )


def read_back(batch: Batch) -> Facts:
    """The same facts of each line that was read."""
    return Counter(
        (x.code, x.month, x.outcome.value, folded(x.payer_as_written), tuple(sorted(x.reasons))) for x in batch.lines
    )


def check(seed: int, make: Callable[[random.Random], layouts.Layout] = layouts.table) -> None:
    rng = random.Random(seed)
    layout = make(rng)
    if len(layout.lines) < 4:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = layouts.save(rng, layout, Path(folder))
        batch = sheets.read(path, key=b"k" * 32, today=TODAY)
    assert read_back(batch) == told(layout), (seed, layout.about)
    shown = str(sheets.as_json(batch))
    assert not [v for v in layout.private if v in shown], (seed, layout.about)
    if not any("\n" in c for r in layout.rows for c in r):
        assert set(layout.problems) <= {p.row for p in batch.problems}, (seed, layout.about)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_truth_in_any_layout_is_read_back(seed: int) -> None:
    check(seed)


@pytest.mark.slow
@settings(max_examples=500 * TIMES, deadline=None)
@given(st.integers(0, 10**9))
def test_a_truth_in_many_layouts_is_read_back(seed: int) -> None:
    check(seed)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9))
def test_a_truth_written_with_any_mixture_of_habits_is_read_back(seed: int) -> None:
    check(seed, layouts_mixed.mixed)


@pytest.mark.slow
@settings(max_examples=400 * TIMES, deadline=None)
@given(st.integers(0, 10**9))
def test_truths_written_with_many_mixtures_of_habits_are_read_back(seed: int) -> None:
    check(seed, layouts_mixed.mixed)


@pytest.mark.parametrize("kind", SHAPES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_truth_in_a_layout_that_is_no_flat_table_is_read_back(kind: str, seed: int) -> None:
    check(seed, SHAPES[kind])


@pytest.mark.slow
@pytest.mark.parametrize("kind", SHAPES)
@settings(max_examples=90 * TIMES, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_truths_in_many_wide_layouts_are_read_back(kind: str, seed: int) -> None:
    check(seed, SHAPES[kind])
