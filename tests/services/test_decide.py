"""Decisions from a file and by hand: both clocks, supersede, second person, no-op on repeat, all problems at once."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.intake import decision_file
from tracker.intake.decision_file import TEMPLATE, DecisionRow
from tracker.people import LOCAL, Person
from tracker.services import decide, decision_files
from tracker.settings import settings
from tracker.store import decisions, live
from tracker.store.connection import reading, revision
from tracker.vocabulary import Role

TODAY = date(2026, 11, 25)
COLLEAGUE = Person("colleague", "A colleague", Role.SPECIALIST)
GOOD = {
    "payer": "uhc", "line_of_business": "commercial", "state": "CA", "code": "97550", "status": "not_covered",
    "effective_from": "2025-01-01", "source_title": "A policy", "source_publisher": "The payer",
    "source_url": "https://payer.example/policy", "confidence": "primary", "checked_on": "2026-11-01",
}  # fmt: skip


def csv_of(tmp_path: Path, *rows: dict[str, str]) -> Path:
    file = tmp_path / "decisions.csv"
    lines = [",".join(TEMPLATE), *(",".join(row.get(c, "") for c in TEMPLATE) for row in rows)]
    file.write_text("\n".join(lines), "utf-8")
    return file


def row_of(**changed: str | None) -> DecisionRow:
    base = dict.fromkeys((f.name for f in dataclasses.fields(DecisionRow)), "")
    return DecisionRow(**{**base, "row": 1, "effective_to": None, "prior_auth": "unknown", **GOOD, **changed})  # type: ignore[arg-type]


def held(**clock: int | None) -> list[dict[str, object]]:
    with reading(live.ensure(settings().store)) as db:
        return [d for d in decisions.known(db, **clock) if d["payer_id"] == "uhc"]


def test_a_file_is_stored_once_and_again_is_a_no_op(tmp_path: Path) -> None:
    file = csv_of(tmp_path, GOOD, {**GOOD, "code": "97551"})
    assert decision_files.accept(decision_files.preview(file, LOCAL), LOCAL) == 2
    again = decision_files.preview(file, LOCAL)
    assert (again.ready, again.known) == ((), 2)
    assert {(d["code"], d["status"], d["url"]) for d in held()} == {
        ("97550", "not_covered", "https://payer.example/policy"),
        ("97551", "not_covered", "https://payer.example/policy"),
    }


@pytest.mark.parametrize(
    ("changed", "rule", "column"),
    [
        ({"status": "maybe"}, "not_in_list", "status"),
        ({"code": "97110"}, "not_in_list", "code"),
        ({"state": "ZZ"}, "not_in_list", "state"),
        ({"line_of_business": "retail"}, "not_in_list", "line_of_business"),
        ({"effective_from": "sometime"}, "not_in_list", "effective_from"),
        ({"effective_to": "2024-01-01"}, "dates_crossed", "effective_to"),
        ({"checked_on": "2999-01-01"}, "future", "checked_on"),
        ({"source_url": "javascript:alert(1)"}, "url", "source_url"),
        ({"source_publisher": ""}, "missing", "source_publisher"),
        ({"payer": "No Such Payer At All"}, "payer_unclear", "payer"),
    ],
)
def test_every_problem_names_its_row_column_and_advice(
    tmp_path: Path, changed: dict[str, str], rule: str, column: str
) -> None:
    seen = decision_files.preview(csv_of(tmp_path, GOOD, {**GOOD, **changed}), LOCAL)
    assert len(seen.ready) == 1
    assert [(p.row, p.column, p.rule) for p in seen.problems] == [(3, column, rule)]
    assert seen.problems[0].advice


def test_a_workbook_with_other_headings_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / "decisions.xlsx"
    names = ["Insurer", "LOB", "CPT code", "Coverage", "Effective date", "Source", "Publisher"]
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, names)
        sheet.write_row(1, 0, ["uhc", "Commercial", 97550, "does not cover", "7/1/2025", "A policy", "The payer"])
    rows, problems = decision_file.read(file, today=TODAY)
    assert problems == []
    assert (rows[0].code, rows[0].status, rows[0].effective_from) == ("97550", "not_covered", "2025-07-01")


@pytest.mark.parametrize("content", [b"", b"payer,code\n", b"\x00\x01\x02\x03junk", b"a,b,c\n1,2,3\n"])
def test_what_is_no_table_of_decisions_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(Rejected):
        decision_file.read(file, today=TODAY)


def test_two_clocks_give_two_right_answers() -> None:
    decide.record(row_of(), "uhc", LOCAL)
    with reading(settings().store) as db:
        then = revision(db)
    decide.record(row_of(status="covered"), "uhc", LOCAL)
    assert [d["status"] for d in held(revision=then)] == ["not_covered"]
    assert [d["status"] for d in held()] == ["covered"]


def test_another_source_stays_beside_as_a_conflict() -> None:
    decide.record(row_of(), "uhc", LOCAL)
    decide.record(row_of(status="covered", source_title="Another policy"), "uhc", LOCAL)
    assert sorted(str(d["status"]) for d in held()) == ["covered", "not_covered"]


def test_the_recorder_cannot_check_and_a_colleague_can_once() -> None:
    number = decide.record(row_of(), "uhc", LOCAL)
    with pytest.raises(NotAllowed):
        decide.check(number, LOCAL)
    checked = decide.check(number, COLLEAGUE)
    assert [(d["decision_id"], d["checked_by"]) for d in held()] == [(checked, "colleague")]
    with pytest.raises(OutOfDate):
        decide.check(number, COLLEAGUE)


def test_a_withdrawal_needs_a_reason_and_older_revisions_keep_the_row() -> None:
    number = decide.record(row_of(), "uhc", LOCAL)
    with reading(settings().store) as db:
        then = revision(db)
    with pytest.raises(Rejected):
        decide.withdraw(number, " ", LOCAL)
    decide.withdraw(number, "read wrongly", LOCAL)
    assert held() == []
    assert len(held(revision=then)) == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADVOCATE, None])
def test_only_the_desk_decides(role: Role | None) -> None:
    with pytest.raises(NotAllowed):
        decide.record(row_of(), "uhc", Person("x", "x", role))
