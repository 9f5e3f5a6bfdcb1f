"""Problems in full words: where each kind stands, however many rows and sheets it is in."""

from __future__ import annotations

import pytest

from tracker.intake.model import Problem
from tracker.ui import mending_view


def problem(row: int | None, column: str | None = "DOS", sheet: str | None = None) -> Problem:
    return Problem(row, column, "no_date", "There is no date of service.", "Write it.", None, sheet)


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ([problem(4)], "Row 4, column DOS"),
        ([problem(4), problem(4, "CPT"), problem(9)], "Rows 4 and 9, columns DOS, CPT"),
        ([problem(n, None) for n in range(1, 16)], "Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more"),
        ([problem(4, sheet="May"), problem(2, sheet="June")], "Sheet May, Row 4, column DOS; Sheet June, Row 2, column DOS"),
        ([problem(None, None)], "The whole file"),
    ],
    ids=["one", "twice-in-a-row", "many", "sheets", "file"],
)  # fmt: skip
def test_the_place_of_problems_is_told(problems: list[Problem], words: str) -> None:
    assert mending_view.places(mending_view.problems_frame(problems)) == words
