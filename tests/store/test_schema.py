"""What the store refuses by itself: values outside closed lists, wrong types, rows that point nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.store.making import a_line, add
from tracker import vocabulary as words
from tracker.errors import StoreProblem
from tracker.store import decisions
from tracker.store.connection import reading, writing
from tracker.store.decisions import NewDecision

SOUND = NewDecision("aetna", "commercial", "97550", "covered", "primary")

# A line of a closed list: field, a value that is not in it.
BAD_LINES: list[dict[str, Any]] = [
    {"outcome": "rejected"},
    {"denial_class": "maybe"},
    {"outcome": "paid", "denial_class": "coverage"},
    {"outcome": "denied", "denial_class": None},
    {"code": "99999"},
    {"month": "2025-3"},
    {"month": "March"},
    {"name_id": 4711},
    {"units": "two"},
    {"row": None},
    {"primary_payer": 2},
    {"reasons": (("CO", "OTHER", "96"),)},
]
BAD_DECISIONS: list[dict[str, Any]] = [
    {"status": "not_checked"},
    {"status": "stale"},
    {"line_of_business": "hmo"},
    {"prior_auth": "maybe"},
    {"confidence": "sure"},
    {"payer_id": "nobody"},
    {"code": "12345"},
    {"delegate_id": "nobody"},
    {"effective_from": "2025-02-01", "effective_to": "2025-01-01"},
]
BAD_ROWS = [
    "insert into imports (receipt, kind, rows, lines, problems, ignored, repeats, submitted_by, submitted_at, "
    "added_revision) values ('A', 'fax', 1, 1, 0, 0, 0, 'x', 'x', 1)",
    "insert into reviews (import_id, verdict, who, at, added_revision) values (999, 'accepted', 'x', 'x', 1)",
    "insert into people (person_key, name, role, added_at) values ('k', 'n', 'owner', 'x')",
    "insert into engagements (payer_id, happened_on, kind, ask, who, added_revision) values "
    "('aetna','x','fax','x','x',1)",
    "insert into appeals (line_id, level, filed_month, outcome, how, who, added_revision) "
    "values (1, 9, '2025-01', 'open', 'form', 'x', 1)",
    "insert into payers (payer_id, name, parent, payer_type, states, basis) "
    "values ('p','p','p','hospital','US','sourced')",
    "insert into policy_checks (payer_id, line_of_business, checked_on, found, who, added_revision) "
    "values ('aetna', 'commercial', '2025-01-01', 'perhaps', 'x', 1)",
]


@pytest.mark.parametrize("wrong", BAD_LINES, ids=lambda w: ", ".join(f"{k}={v}" for k, v in w.items()))
def test_a_line_outside_the_closed_lists_is_refused_and_nothing_of_its_file_is_kept(
    store: Path, name_id: int, ask: Any, wrong: dict[str, Any]
) -> None:
    before = ask("select max(revision) from revisions")
    with pytest.raises(StoreProblem, match="refused"), writing(store, "member", "import") as change:
        add(change, [a_line(name_id), a_line(**{"name_id": name_id, **wrong})], "bad")
    for table in ("imports", "claim_lines", "cells", "reviews", "practices"):
        assert ask(f"select count(*) from {table}") == [(0,)]
    assert ask("select max(revision) from revisions") == before


@pytest.mark.parametrize("wrong", BAD_DECISIONS, ids=lambda w: ", ".join(f"{k}={v}" for k, v in w.items()))
def test_a_decision_outside_the_closed_lists_is_refused(store: Path, ask: Any, wrong: dict[str, Any]) -> None:
    before = ask("select count(*) from coverage_decisions")
    with pytest.raises(StoreProblem, match="refused"), writing(store, "desk", "decide") as change:
        decisions.add(change, NewDecision(**{**vars(SOUND), **wrong}), [], checked_on="2025-06-01")
    assert ask("select count(*) from coverage_decisions") == before


@pytest.mark.parametrize("sql", BAD_ROWS, ids=lambda sql: sql.split()[2])
def test_other_rows_outside_the_closed_lists_are_refused(store: Path, sql: str) -> None:
    with pytest.raises(StoreProblem, match="refused"), writing(store, "x", "x") as change:
        change.db.execute(sql)


def test_the_vocabulary_and_the_schema_hold_the_same_lists(store: Path) -> None:
    lists = {
        "coverage_decisions": [words.Status, words.LineOfBusiness, words.PriorAuth, words.Confidence],
        "claim_lines": [words.Outcome, words.DenialClass],
        "payers": [words.PayerType],
        "people": [words.Role],
    }
    with reading(store) as db:
        for table, enums in lists.items():
            schema = db[table].schema
            for enum in enums:
                for member in enum:  # type: ignore[attr-defined]
                    assert f"'{member.value}'" in schema, f"{table} lacks {member!r}"


def test_every_table_is_strict(store: Path) -> None:
    with reading(store) as db:
        loose = [t.name for t in db.tables if not t.strict and not t.name.startswith(("_sqlite", "sqlite_"))]
    assert loose == []
