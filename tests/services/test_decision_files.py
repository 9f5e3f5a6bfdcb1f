"""Decisions from files: what comes back as known or gone, the whole ledger out and in again, ranges, titles above."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.services.test_decide import COLLEAGUE, GOOD, csv_of, held, row_of
from tracker.errors import Rejected
from tracker.intake import decision_file, decision_table
from tracker.people import LOCAL
from tracker.services import decide, decision_files, publish
from tracker.ui.bulk import words

TODAY = date(2026, 11, 25)


def load(file: Path | bytes) -> int:
    return decision_files.accept(decision_files.preview(file, LOCAL), LOCAL)


@pytest.mark.parametrize("how", ["withdrawn", "replaced", "taken over"])
def test_what_was_replaced_or_withdrawn_since_is_gone_and_does_not_come_back(tmp_path: Path, how: str) -> None:
    file = csv_of(tmp_path, GOOD)
    assert load(file) == 1
    number = int(str(held()[0]["decision_id"]))
    if how == "withdrawn":
        decide.withdraw(number, "read wrongly", LOCAL)
    elif how == "replaced":
        decide.record(row_of(state="CA", status="covered"), "uhc", LOCAL)
    else:
        later = row_of(state="CA", status="covered", effective_from="2025-07-01", source_title="Another")
        decide.record_many([later], "uhc", LOCAL, takes_over=True)
    again = decision_files.preview(file, LOCAL)
    assert (again.ready, again.known, again.gone, again.problems) == ((), 0, 1, ())
    assert "1 that were replaced or withdrawn since" in words(again)
    assert load(file) == 0


def test_a_check_by_a_colleague_leaves_it_known(tmp_path: Path) -> None:
    file = csv_of(tmp_path, GOOD)
    load(file)
    decide.check(int(str(held()[0]["decision_id"])), COLLEAGUE)
    again = decision_files.preview(file, LOCAL)
    assert (again.known, again.gone) == (1, 0)


def test_the_whole_ledger_goes_out_and_comes_back_as_known() -> None:
    """The shipped decisions, one with two sources, one that a spreadsheet would run: nothing is new, nothing is lost."""
    odd = row_of(conditions="=1+1 visits", evidence="-none", source_title="Title, with a comma")
    decide.cite([decide.record(odd, "uhc", LOCAL)], row_of(source_title="Another source"), LOCAL)
    rows = publish.rows(LOCAL)
    as_csv, as_xlsx = publish.files(LOCAL)
    for file in (as_csv, as_xlsx):
        seen = decision_files.preview(file, LOCAL)
        assert [p for p in seen.problems if p.column != "source_title"] == []
        assert (seen.ready, seen.gone) == ((), 0)
        assert seen.known + len(seen.problems) == len(rows)


def test_a_row_of_the_export_that_is_mended_replaces_what_it_was() -> None:
    decide.record(row_of(state="CA"), "uhc", LOCAL)
    text = publish.files(LOCAL)[0].decode("utf-8-sig")
    assert text.startswith("# Finding:")
    lines = text.splitlines()
    table = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    (row,) = [r for r in table if r["payer_id"] == "uhc"]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow({**row, "status": "covered"})
    assert load(out.getvalue().encode()) == 1
    assert [(d["status"], d["state"]) for d in held()] == [("covered", "CA")]


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ({"code": "97550-97552"}, {("CA", "97550"), ("CA", "97551"), ("CA", "97552")}),
        ({"state": "CA; Nevada"}, {("CA", "97550"), ("NV", "97550")}),
        (
            {"state": "CA/OR and WA", "code": "96202/3"},
            {(s, c) for s in ("CA", "OR", "WA") for c in ("96202", "96203")},
        ),
        ({"state": "nationwide"}, {("", "97550")}),
        ({"state": "california"}, {("CA", "97550")}),
    ],
)
def test_one_row_may_speak_of_several_codes_and_states(
    tmp_path: Path, written: dict[str, str], rows: set[tuple[str, str]]
) -> None:
    seen = decision_files.preview(csv_of(tmp_path, {**GOOD, **written}), LOCAL)
    assert {(r.state, r.code) for r, _ in seen.ready} == rows
    assert {r.row for r, _ in seen.ready} == {2} and not seen.problems


@pytest.mark.parametrize("written", [{"code": "97550; 97110"}, {"state": "CA; Somewhere"}])
def test_a_row_with_one_part_that_cannot_be_read_is_one_problem_and_no_row(
    tmp_path: Path, written: dict[str, str]
) -> None:
    seen = decision_files.preview(csv_of(tmp_path, {**GOOD, **written}), LOCAL)
    assert not seen.ready
    assert [(p.row, p.column) for p in seen.problems] == [(2, next(iter(written)))]


def test_headings_are_found_under_titles_and_on_a_later_sheet(tmp_path: Path) -> None:
    file = tmp_path / "decisions.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("Read me").write_string(0, 0, "What this file is")
        sheet = book.add_worksheet("Decisions")
        sheet.write_string(0, 0, "Decisions of the third quarter")
        sheet.write_row(3, 0, ["Insurer", "LOB", "CPT", "Coverage", "Source", "Publisher"])
        sheet.write_row(4, 0, ["uhc", "Commercial", 97550, "covers", "A policy", "The payer"])
        sheet.write_row(5, 0, ["uhc", "Commercial", 97551, "perhaps", "A policy", "The payer"])
    rows, problems = decision_file.read(file, today=TODAY)
    assert [(r.row, r.code, r.status) for r in rows] == [(5, "97550", "covered")]
    assert [(p.row, p.column) for p in problems] == [(6, "status")]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_any_usual_mark_between_cells(mark: str) -> None:
    text = mark.join(GOOD) + "\n" + mark.join(GOOD.values()) + "\n"
    rows, problems = decision_file.read(
        ("Decisions, a title with commas, and more\n" + text).encode("cp1252"), today=TODAY
    )
    assert (len(rows), problems) == (1, [])


def test_an_exact_heading_goes_before_a_synonym() -> None:
    header = ["decision", "notes", *GOOD, "conditions"]
    cells = ["17", "see mail", *GOOD.values(), "plan of care"]
    rows, problems = decision_file.read("\n".join([",".join(header), ",".join(cells)]).encode(), today=TODAY)
    assert problems == [] and (rows[0].status, rows[0].conditions) == ("not_covered", "plan of care")


def test_too_many_rows_are_refused_and_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision_table, "MOST_ROWS", 3)
    line = ",".join(GOOD.values())
    with pytest.raises(Rejected, match="more than 3 rows"):
        decision_file.read("\n".join([",".join(GOOD), line, line, line]).encode(), today=TODAY)


def test_the_same_row_twice_in_a_file_is_stored_once(tmp_path: Path) -> None:
    seen = decision_files.preview(csv_of(tmp_path, GOOD, GOOD), LOCAL)
    assert (len(seen.ready), seen.known) == (1, 1)
