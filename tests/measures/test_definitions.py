"""Every measure is a complete document; what is missing, expired or unchecked is told."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tracker.errors import Rejected
from tracker.measures.definitions import MEASURES, Definition, definition, definitions, name_for, problems, read
from tracker.measures.numbers import EARNED, WordNotEarned
from tracker.vocabulary import Tier

DAY = date(2026, 11, 25)
ALL_MEASURES = {
    "initial_denial", "coverage_denial", "reason_mix", "appeal", "overturn_all", "overturn_decided",
    "months_to_decision", "reporting_intensity", "largest_contributor", "adoption_lag", "share_covering",
    "reporting_odds", "public_denial",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MEASURES, tmp_path / "measures"))


def change(folder: Path, key: str, old: str, new: str) -> None:
    path = folder / f"{key}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_every_measure_of_the_field_is_defined() -> None:
    assert set(definitions()) == ALL_MEASURES


def test_the_only_problem_of_the_shipped_documents_is_the_missing_second_person() -> None:
    assert {p.split(": ", 1)[1] for p in problems(DAY)} <= {
        "no second person has checked it. Ask one, and write the name."
    }


@pytest.mark.parametrize("one", definitions().values(), ids=lambda d: d.key)
def test_no_name_below_t2_says_rate_and_question_asks(one: Definition) -> None:
    assert one.question.endswith("?")
    for tier in one.tiers:
        assert ("rate" in one.name(tier).lower().split()) <= (tier in EARNED)


def test_the_name_follows_the_tier() -> None:
    assert name_for("initial_denial", Tier.T2) == "Initial denial rate among reporting practices"
    assert name_for("initial_denial", Tier.T1) == "Share of reported lines that were denied"
    assert name_for("share_covering", None) == "Share of payers covering the code in writing"


def test_a_measure_has_no_name_where_it_does_not_exist() -> None:
    with pytest.raises(Rejected, match="cannot be told from reports"):
        name_for("initial_denial", Tier.T0)
    with pytest.raises(KeyError):
        definition("invented")


def test_a_document_that_calls_reports_a_rate_is_a_problem(folder: Path) -> None:
    change(folder, "initial_denial", "Share of reported lines that were denied", "Denial rate of reports")
    assert any("says rate" in p for p in problems(DAY, folder))
    with pytest.raises(WordNotEarned):
        read(folder / "initial_denial.toml").name(Tier.T1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("limits =", "limit =", "limit, limits missing, empty or unknown"),
        ('author = "payer-tracker maintainers"', 'author = ""', "author missing, empty or unknown"),
        ("next_review = 2027-05-31", 'next_review = "soon"', "next_review is not a date"),
        ("T2 =", "T9 =", "there is no tier T9"),
        ("question = ", "question ", "cannot be read"),
        ("next_review = 2027-05-31", "next_review = 2026-11-25", "its review was due on 2026-11-25"),
        ("next_review = 2027-05-31", "next_review = 2029-01-01", "more than a year away"),
        ('checker = "not yet checked"', 'checker = "Payer-tracker maintainers"', "the same person"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_or_the_measure(folder: Path, old: str, new: str, said: str) -> None:
    change(folder, "initial_denial", old, new)
    mine = [p for p in problems(DAY, folder) if p.startswith("initial_denial")]
    (found,) = [p for p in mine if "no second person" not in p]
    assert said in found


def test_a_checked_current_document_has_no_problem(folder: Path) -> None:
    change(folder, "initial_denial", "not yet checked", "A. Reviewer")
    assert not [p for p in problems(DAY, folder) if p.startswith("initial_denial")]
