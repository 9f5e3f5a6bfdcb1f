"""Two clocks: what applied on a day in the world, and what was known to us at a revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tracker.errors import NotAllowed, OutOfDate
from tracker.store import decisions, sources, succession
from tracker.store.connection import Change, reading, revision, writing
from tracker.store.decisions import NewDecision
from tracker.store.sources import Citation

OLD = NewDecision("cigna", "commercial", "97552", "not_covered", "primary", effective_from="2024-01-01")
NEW = NewDecision("cigna", "commercial", "97552", "covered", "primary", effective_from="2025-07-01")
OURS = {"payer_id": "cigna"}


@contextmanager
def by(store: Path, who: str) -> Iterator[Change]:
    with writing(store, who, "decide") as change:
        yield change


@pytest.fixture
def story(store: Path) -> dict[str, int]:
    """Revision after each step: recorded, checked, superseded, withdrawn."""
    at: dict[str, int] = {}
    with reading(store) as db:
        at["before"] = revision(db)
    with by(store, "ada") as change:
        sources.add(change, "s1", "Cigna", "Bulletin")
        first = decisions.add(change, OLD, [Citation("s1", "our words", "p. 2")], checked_on="2025-01-10")
        at["recorded"] = change.revision
    with by(store, "ben") as change:
        checked = succession.check(change, first)
        at["checked"] = change.revision
    with by(store, "ada") as change:
        second = decisions.add(change, NEW, [], checked_on="2025-08-01", supersedes=checked)
        at["superseded"] = change.revision
    with by(store, "ada") as change:
        succession.withdraw(change, second, "the bulletin was a draft")
        at["withdrawn"] = change.revision
    return at


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("before", []),
        ("recorded", [("not_covered", None, "2025-01-10")]),
        ("checked", [("not_covered", "ben", "2025-01-10")]),
        ("superseded", [("covered", None, "2025-08-01")]),
        ("withdrawn", []),
        (None, []),
    ],
)
def test_what_was_known_at_a_revision(
    store: Path, story: dict[str, int], at: str | None, expected: list[tuple[str, str | None, str]]
) -> None:
    with reading(store) as db:
        known = decisions.known(db, revision=story[at] if at else None, payer_id="cigna")
    assert [(d["status"], d["checked_by"], d["last_checked"]) for d in known if d["code"] == "97552"] == expected


def test_a_check_keeps_what_the_decision_rests_on(store: Path, story: dict[str, int]) -> None:
    with reading(store) as db:
        (held,) = [d for d in decisions.known(db, revision=story["checked"], payer_id="cigna") if d["code"] == "97552"]
    assert (held["evidence"], held["sources"], held["recorded_by"]) == ("our words", "Cigna: Bulletin", "ada")


def test_nothing_is_overwritten(store: Path, story: dict[str, int]) -> None:
    with reading(store) as db:
        rows = db.execute(
            "select status, supersedes is not null, withdrawn_why from coverage_decisions where origin = 'entered' "
            "order by decision_id"
        ).fetchall()
    assert rows == [
        ("not_covered", 0, "checked"), ("not_covered", 1, "superseded"), ("covered", 1, "the bulletin was a draft")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "what"),
    [
        ("before", "recorded", ["new"]),
        ("recorded", "checked", ["checked"]),
        ("checked", "superseded", ["changed"]),
        ("superseded", "withdrawn", ["withdrawn"]),
        ("before", "checked", ["checked"]),
        ("before", "withdrawn", []),
    ],
)
def test_what_changed_between_two_revisions(
    store: Path, story: dict[str, int], since: str, until: str, what: list[str]
) -> None:
    with reading(store) as db:
        assert [c["what"] for c in decisions.changes(db, story[since], story[until])] == what


def test_whoever_records_cannot_check_and_nobody_changes_what_is_gone(store: Path) -> None:
    with by(store, "ada") as change:
        number = decisions.add(change, OLD, [], checked_on="2025-01-10")
    with pytest.raises(NotAllowed, match="cannot check"), by(store, "ada") as change:
        succession.check(change, number)
    with by(store, "ben") as change:
        succession.withdraw(change, number, "wrong payer")
    for deed in (
        lambda c: succession.check(c, number),
        lambda c: succession.withdraw(c, number, "again"),
        lambda c: decisions.add(c, NEW, [], checked_on="2025-08-01", supersedes=number),
    ):
        with pytest.raises(OutOfDate, match="somebody else"), by(store, "ben") as change:
            deed(change)


def test_looking_without_finding_is_a_check_of_its_own(store: Path) -> None:
    with by(store, "ada") as change:
        decisions.add(change, OLD, [], checked_on="2025-01-10")
    with by(store, "ada") as change:
        decisions.add_check(change, "cigna", "commercial", "", None, "2025-09-09", "unchanged")
    with reading(store) as db:
        (held,) = [d for d in decisions.known(db, payer_id="cigna") if d["code"] == "97552"]
    assert held["last_checked"] == "2025-09-09" and held["effective_from"] == "2024-01-01"
