"""Never silent: every row of every file ends as line, problem, repeat or ignored, and nothing is told twice."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.sheets import layouts
from tracker.errors import Rejected
from tracker.intake import sheets
from tracker.intake.model import Batch

TODAY = date(2026, 11, 23)


def account(batch: Batch, rows: int) -> None:
    lines = {(x.sheet, x.row) for x in batch.lines}
    problems = {(p.sheet, p.row) for p in batch.problems}
    aside = [(a.sheet, a.row) for a in batch.set_aside]
    assert len(aside) == len(set(aside))
    assert not lines & problems
    assert not (lines | problems) & set(aside)
    assert len(lines) + len(problems) + len(aside) == rows == batch.rows


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_every_row_of_a_random_layout_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    rng = random.Random(seed)
    layout = layouts.table(rng)
    path = layouts.save(rng, layout, tmp_path_factory.mktemp("layout"))
    try:
        batch = sheets.read(path, key=b"k" * 32, today=TODAY)
    except Rejected:
        return
    rows = len(layout.rows)
    while rows and not any(layout.rows[rows - 1]):
        rows -= 1
    account(batch, rows)


_CELL = st.sampled_from(
    [
        "",
        "97550",
        "G0539 GP",
        "Aetna",
        "3/14/2025",
        "Denied",
        "CO-96",
        "Total",
        "110.00",
        "x",
        "Payer",
        "CPT",
        "DOS",
        "\u202e",
        "=1+1",
        "<b>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_CELL, min_size=1, max_size=6), min_size=1, max_size=12))
def test_any_grid_is_refused_in_words_or_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, body: list[list[str]]
) -> None:
    rows = [["Payer", "DOS", "CPT", "Outcome", "Reason", "Paid"], *body]
    path = tmp_path_factory.mktemp("grid") / "file.csv"
    path.write_text("\n".join("\t".join(r) for r in rows), "utf-8")
    try:
        batch = sheets.read(path, key=b"k" * 32, today=TODAY)
    except Rejected as refusal:
        assert refusal.what
        assert refusal.next_step
        return
    while rows and not any(rows[-1]):
        rows.pop()
    account(batch, len(rows))


def test_a_workbook_with_other_sheets_is_accounted_for(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "book.xlsx"))
    cover, data, counts = book.add_worksheet("Cover"), book.add_worksheet("2025"), book.add_worksheet("Summary")
    cover.write(0, 0, "Denials of 2025")
    for n, row in enumerate(
        [
            ["Payer", "DOS", "CPT", "Outcome"],
            ["Aetna", "3/1/2025", "97550", "Denied"],
            ["Cigna", "", "97550", "Paid"],
            ["Total", "", "", "2"],
        ]
    ):
        data.write_row(n, 0, row)
    for n, row in enumerate([["Payer", "Code", "Denied"], ["Aetna", "all", 1], ["Cigna", "all", 0]]):
        counts.write_row(n, 0, row)
    book.close()
    batch = sheets.read(tmp_path / "book.xlsx", key=b"k" * 32, today=TODAY)
    account(batch, 1 + 4 + 3)
    assert [(x.sheet, x.row) for x in batch.lines] == [("2025", 2)]
    assert [(p.sheet, p.row, p.rule) for p in batch.problems] == [("2025", 3, "no_date")]
