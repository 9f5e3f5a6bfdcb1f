"""Columns about appeals: words, levels, months; a row whose appeal cannot be read still gives its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tracker.intake import sheets
from tracker.intake.model import Appeal, Batch
from tracker.intake.sheets import appeal_words, appeals

HEAD = "Payer,DOS,CPT,Status,CARC"
LINE = "Aetna,1/{day}/2026,97550,{status},CO-96"


def read(
    folder: Path, columns: str, *cells: str, status: str = "Denied", overrides: dict[str, str] | None = None
) -> Batch:
    """A table of denied lines with these columns about appeals beside them."""
    path = folder / "log.csv"
    rows = [f"{LINE.format(day=n, status=status)},{c}" for n, c in enumerate(cells, 3)]
    path.write_text("\n".join([f"{HEAD},{columns}", *rows]) + "\n", "utf-8")
    return sheets.read(path, key=b"k" * 32, today=date(2026, 11, 23), overrides=overrides)


def told(batch: Batch) -> list[tuple[Appeal, ...]]:
    return [x.appeals for x in batch.lines]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Overturned", "overturned"), ("denial overturned", "overturned"), ("Won - paid", "overturned"),
        ("Fully Favorable", "overturned"), ("Approved on appeal", "overturned"), ("reversed, payment pending", "overturned"),
        ("Denial upheld", "upheld"), ("Unfavorable", "upheld"), ("not overturned", "upheld"), ("appeal denied", "upheld"),
        ("lost", "upheld"), ("Partially overturned", "partly"), ("partially favorable", "partly"), ("withdrawn", "withdrawn"),
        ("pending", "open"), ("filed", "open"), ("denied, appeal pending", "open"), ("awaiting decision", "open"),
        ("approval pending decision", "open"), ("not appealed", "none"), ("needs appeal", "none"), ("will appeal", "none"),
        ("did not appeal", "none"), ("closed", None), ("see chart", None), ("upheld at first, then paid", None),
    ],
)  # fmt: skip
def test_words_of_outcomes(said: str, means: str | None) -> None:
    assert appeal_words.ended(said) == means


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("1", 1), ("2.0", 2), ("First", 1), ("2nd level", 2), ("Level 3", 3), ("L2", 2), ("level two", 2), ("Redetermination", 1),
        ("Reconsideration", 1), ("ALJ hearing", 3), ("second level appeal", 2), ("Tier 1", 1), ("9", None), ("external", None),
    ],
)  # fmt: skip
def test_words_of_levels(said: str, level: int | None) -> None:
    assert appeal_words.level(said) == level


def test_a_reconsideration_follows_a_redetermination() -> None:
    assert appeal_words.level("Reconsideration", after_redetermination=True) == 2


def test_level_months_and_outcome_are_read_and_the_line_stays_denied(tmp_path: Path) -> None:
    batch = read(
        tmp_path, "Appeal Level,Appeal Filed,Appeal Status,Appeal Decision Date",
        "1,2/3/2026,Overturned,5/1/2026", "2,02/2026,Pending,", ",,,",
    )  # fmt: skip
    assert told(batch) == [(Appeal(1, "overturned", "2026-02", "2026-05"),), (Appeal(2, "open", "2026-02"),), ()]
    assert {x.outcome.value for x in batch.lines} == {"denied"}
    roles = {c.header: c.role for c in batch.columns}
    assert roles["Appeal Level"] == "appeal_level" and roles["Appeal Decision Date"] == "appeal_decided"
    assert all("about appeals" in c.why and c.confidence > 0.5 for c in batch.columns if c.role.startswith("appeal"))


def test_columns_for_each_level(tmp_path: Path) -> None:
    batch = read(tmp_path, "1st level appeal,2nd level appeal", "Upheld,Overturned", "4/2/2026,", "No,")
    assert told(batch) == [(Appeal(1, "upheld"), Appeal(2, "overturned")), (Appeal(1, "open", "2026-04"),), ()]


def test_names_of_medicare_levels(tmp_path: Path) -> None:
    batch = read(tmp_path, "Redetermination,Reconsideration", "Unfavorable,Fully favorable", "Partially favorable,")
    assert told(batch) == [(Appeal(1, "upheld"), Appeal(2, "overturned")), (Appeal(1, "partly"),)]


@pytest.mark.parametrize(
    ("columns", "cells", "appeal"),
    [
        ("Appealed?,Overturned?", "Yes,Yes", (Appeal(1, "overturned"),)),
        ("Appealed?,Appeal Result", "Yes,", (Appeal(1, "open"),)),
        ("Appealed?,Appeal Result", "No,", ()),
        ("Date appealed,Outcome of appeal", "4/1/2026,Denied", (Appeal(1, "upheld", "2026-04"),)),
        ("Overturned,Appeal Decision Date", "N,6/1/2026", (Appeal(1, "upheld", "", "2026-06"),)),
        ("Appeal deadline,Appeal notes", "4/1/2026,called", ()),
        ("Appeal Count,Appeal Ref", "3,88", ()),
    ],
)
def test_other_ways_to_tell(tmp_path: Path, columns: str, cells: str, appeal: tuple[Appeal, ...]) -> None:
    batch = read(tmp_path, columns, cells, cells, cells)
    assert told(batch) == [appeal] * 3
    assert (appeals.ASSUMED in batch.notes) == bool(appeal)


@pytest.mark.parametrize(
    ("cells", "rule", "status"),
    [
        (",2/3/2026,Upheld,5/1/2026", "appeal_without_level", "Denied"),
        ("seventh,2/3/2026,Upheld,5/1/2026", "appeal_level", "Denied"),
        ("1,2/3/2026,Jane Roe said so,5/1/2026", "appeal_outcome", "Denied"),
        ("1,2/3/2026,,5/1/2026", "appeal_without_outcome", "Denied"),
        ("1,2/3/2027,Upheld,5/1/2026", "appeal_date", "Denied"),
        ("1,2/3/2026,Upheld,1/1/2026", "appeal_order", "Denied"),
        ("1,12/3/2025,Upheld,5/1/2026", "appeal_order", "Denied"),
        ("1,2/3/2026,Upheld,5/1/2026", "appeal_of_paid", "Paid"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_line_is_kept(tmp_path: Path, cells: str, rule: str, status: str) -> None:
    sound = "1,2/3/2026,Upheld,5/1/2026"
    batch = read(
        tmp_path, "Appeal Level,Appeal Filed,Appeal Status,Appeal Decision Date", cells, *([] if status == "Paid" else [sound] * 3), status=status
    )  # fmt: skip
    assert [(p.row, p.rule) for p in batch.appeal_problems] == [(2, rule)]
    assert batch.lines[0].row == 2 and not batch.problems
    assert batch.appeal_problems[0].advice and batch.appeal_problems[0].value is None
    assert "Roe" not in json.dumps(sheets.as_json(batch)) + repr(batch)


def test_a_person_can_say_what_a_column_is(tmp_path: Path) -> None:
    batch = read(tmp_path, "Stage two", "won", "lost", overrides={"Stage two": "appeal_outcome"})
    assert [a.outcome for t in told(batch) for a in t] == ["overturned", "upheld"]


def test_json_has_appeals_only_where_there_are_any(tmp_path: Path) -> None:
    with_one = sheets.as_json(read(tmp_path, "Appeal Status", "Upheld"))
    assert with_one["lines"][0]["appeals"] == [{"level": 1, "outcome": "upheld", "filed": "", "decided": ""}]
    without = sheets.as_json(read(tmp_path, "Colour", "red"))
    assert "appeals" not in without["lines"][0] and "appeal_problems" not in without
