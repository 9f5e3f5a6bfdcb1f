"""A copy to mend stands by itself: sent again, it gives the lines of the file it was made from, whatever its layout."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.sheets import layouts, layouts_mixed, layouts_odd, layouts_wide
from tracker.exports import corrections
from tracker.intake import sheets
from tracker.intake.model import Batch
from tracker.intake.sheets import mending

TODAY = date(2026, 11, 23)
KINDS = {"flat": layouts.table, **layouts_wide.KINDS, **layouts_odd.KINDS, **layouts_mixed.KINDS}


def told(batch: Batch) -> Counter[tuple[str, ...]]:
    return Counter(
        (x.code, x.month, x.outcome.value, x.payer_as_written.casefold(), *sorted(x.reasons)) for x in batch.lines
    )


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_copy_gives_the_same_lines(tmp_path_factory: pytest.TempPathFactory, kind: str, seed: int) -> None:
    rng = random.Random(seed)
    layout = KINDS[kind](rng)
    folder = tmp_path_factory.mktemp("copy")
    path = layouts.save(rng, layout, folder)
    batch = sheets.read(path, key=b"k" * 32, today=TODAY)
    copy = corrections.write(mending.marked(path, batch), folder / "copy.xlsx")
    again = sheets.read(copy, key=b"k" * 32, today=TODAY)
    lines, repeated = told(batch), told(again)
    assert lines == repeated, seed
