"""Files of decisions that are damaged or odd: read or refused in words, never a crash."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import Rejected
from tracker.intake import decision_file

TODAY = date(2026, 11, 25)
HEADER = "payer,line_of_business,code,status,source_title,source_publisher"
ROW = "uhc,commercial,97550,covered,A policy,The payer"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(end: str) -> None:
    rows, problems = decision_file.read(end.join([HEADER, ROW, ROW, ""]).encode(), today=TODAY)
    assert (len(rows), problems) == (2, [])


def test_a_cell_without_an_end_gives_no_decision_and_is_told() -> None:
    endless = f'{HEADER}\n"{ROW}' + "x" * 200_000
    try:
        rows, problems = decision_file.read(endless.encode(), today=TODAY)
    except Rejected as refused:
        assert refused.next_step
    else:
        assert problems
        assert not rows
