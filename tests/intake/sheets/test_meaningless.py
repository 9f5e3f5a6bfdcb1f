"""What a program or a hand puts around a table changes nothing of what it says: blanks, empty columns and rows, titles."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.sheets import layouts, layouts_mixed
from tests.intake.sheets.test_layouts import SHAPES, TODAY, read_back, told
from tracker.intake import sheets

Grid = list[list[str]]
KINDS: dict[str, Callable[[random.Random], layouts.Layout]] = {
    **SHAPES,
    "table": layouts.table,
    "mixed": layouts_mixed.mixed,
}
TITLES: Grid = [["Caregiver training claims"], ["Prepared for the quarterly meeting"], [""]]
FOOTER: Grid = [[""], ["End of report"], ["Printed 11/20/2026 08:14 AM   Page 1 of 1"]]
BLANKS = ("", " ", "  ", "\u00a0", "\u200b")
# Print-outs have no cells, and in one column of a mail's text a title is another line of the mail.
NO_GRID = {"messages", *(kind for kind, make in KINDS.items() if make(random.Random(0)).text)}


def padded(rng: random.Random, grid: Grid) -> None:
    for row in grid:
        row[:] = [c and rng.choice(BLANKS) + c + rng.choice(BLANKS) for c in row]


def started_further_right(rng: random.Random, grid: Grid) -> None:
    for row in grid:
        row.insert(0, "")


def started_further_down(rng: random.Random, grid: Grid) -> None:
    grid[:0] = [[""], [""]]


def titled(rng: random.Random, grid: Grid) -> None:
    grid[:0] = copy.deepcopy(TITLES)


def signed(rng: random.Random, grid: Grid) -> None:
    grid += copy.deepcopy(FOOTER)


def followed_by_columns(rng: random.Random, grid: Grid) -> None:
    for row in grid:
        row += ["", ""]


def followed_by_rows(rng: random.Random, grid: Grid) -> None:
    grid += [[""] * 3 for _ in range(40)]


def headed_in_capitals(rng: random.Random, grid: Grid) -> None:
    grid[0][:] = [c.upper() for c in grid[0]]


def headed_over_lines(rng: random.Random, grid: Grid) -> None:
    grid[0][:] = [c.replace(" ", "\n", 1) if rng.random() < 0.5 else c for c in grid[0]]


CHANGES = (
    padded, started_further_right, started_further_down, titled, signed, followed_by_columns, followed_by_rows,
    headed_in_capitals, headed_over_lines,
)  # fmt: skip


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
@pytest.mark.parametrize("kind", sorted(set(KINDS) - NO_GRID))
def test_what_stands_around_a_table_changes_nothing(
    kind: str, change: Callable[[random.Random, Grid], None], seed: int, tmp_path: Path
) -> None:
    layout = KINDS[kind](random.Random(seed))
    rng = random.Random(seed)
    layout.rows = [list(r) for r in layout.rows]
    layout.sheets = [(name, [list(r) for r in rows]) for name, rows in layout.sheets]
    for grid in [rows for _, rows in layout.sheets] or [layout.rows]:
        change(rng, grid)
    batch = sheets.read(layouts.save(rng, layout, tmp_path), key=b"k" * 32, today=TODAY)
    assert read_back(batch) == told(layout)
