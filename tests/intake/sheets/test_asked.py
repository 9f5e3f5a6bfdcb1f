"""What is asked, and what is told, where a reading is not certain: no line rests on a guess."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import Rejected
from tracker.intake import sheets
from tracker.intake.model import Batch


def read(folder: Path, text: str) -> Batch:
    path = folder / "a.csv"
    path.write_text(text, "utf-8")
    return sheets.read(path, key=b"k" * 32, today=date(2026, 11, 23))


def test_products_are_no_payers(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "Payor,Plan,DOS,CPT,Denied?\nAetna,PPO,3/1/2025,97550,Y\nCigna,HMO,3/2/2025,97551,N\n,HMO,3/2/2025,97551,N\n",
    )
    assert [x.payer_as_written for x in batch.lines] == ["Aetna", "Cigna"]
    assert [(p.row, p.rule) for p in batch.problems] == [(4, "no_payer")]


def test_of_two_dates_with_one_header_the_earlier_is_the_service(tmp_path: Path) -> None:
    rows = "".join(f"Aetna,{n}/9/2025,97550,Denied,{n + 2}/1/2025\n" for n in range(1, 8))
    batch = read(tmp_path, "Payer,Date,CPT,Status,Date\n" + rows)
    assert [x.month for x in batch.lines] == [f"2025-{n:02d}" for n in range(1, 8)]


def test_two_dates_in_no_order_are_asked_about_also_where_one_is_blank(tmp_path: Path) -> None:
    rows = "Aetna,3/9/2025,97550,Denied,1/1/2025\nAetna,3/9/2025,97551,Denied,5/1/2025\nAetna,,97552,Denied,5/1/2025\nAetna,5/2/2025,97550,Paid,5/2/2025\n"
    batch = read(tmp_path, "Payer,Visit,CPT,Status,Session\n" + rows)
    assert "date of service" in batch.questions[0]
    assert [x.row for x in batch.lines] == [5]
    assert {p.rule for p in batch.problems} == {"column_unclear"}


def test_the_lines_own_status_goes_before_the_claims(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "Payer,DOS,CPT,Claim Status,Line Status\nAetna,3/1/2025,97550,Paid,Denied\nAetna,3/2/2025,97551,Paid,Paid\n",
    )
    assert [x.outcome.value for x in batch.lines] == ["denied", "paid"]
    assert not batch.questions


def test_how_far_the_work_is_says_nothing_of_the_payer(tmp_path: Path) -> None:
    rows = "".join(
        f"{s},Aetna,3/{n}/2025,97550,CO-96,110.00\n"
        for n, s in enumerate(["New", "In Progress", "Appealed", "On Hold"], 1)
    )
    batch = read(tmp_path, "Status,Payer,DOS,CPT,Denial Code,Denied Amount\n" + rows)
    assert [x.outcome.value for x in batch.lines] == ["denied"] * 4


def test_what_the_secondary_payer_decided_is_no_second_reason(tmp_path: Path) -> None:
    head = "Payer,DOS,CPT,Status,Reason,Secondary Ins,Sec Status,Sec Code\n"
    batch = read(tmp_path, head + "Aetna,3/1/2025,97550,Denied,CO-96,Cigna,Paid,OA-23\n")
    assert [(x.outcome.value, x.reasons) for x in batch.lines] == [("denied", ("CO-96",))]
    batch = read(tmp_path, "Payer,DOS,CPT,Status,Reason,Secondary reason\nAetna,3/1/2025,97550,Denied,CO-96,CO-197\n")
    assert [x.reasons for x in batch.lines] == [("CO-96", "CO-197")]


def test_a_heading_nobody_knows_ends_the_payer_above(tmp_path: Path) -> None:
    rows = "Aetna,,,\nA1234567,3/1/2025,97550,Denied\nZyx Partners,,,\nA1234568,3/2/2025,97550,Denied\nCigna,,,\nA1234569,3/3/2025,97550,Denied\n"
    batch = read(tmp_path, "Account,DOS,CPT,Status\n" + rows)
    assert [(x.row, x.payer_as_written) for x in batch.lines] == [(3, "Aetna"), (7, "Cigna")]
    assert [(p.row, p.rule) for p in batch.problems] == [(5, "no_payer")]


def test_a_reading_from_values_alone_is_told(tmp_path: Path) -> None:
    rows = "".join(f"3/{n}/2025,97550,Aetna,Denied CO-96\n" for n in range(1, 6))
    batch = read(tmp_path, "DOS,CPT,Payer,Memo\n" + rows)
    assert [(x.outcome.value, x.reasons) for x in batch.lines] == [("denied", ("CO-96",))] * 5
    assert "outcome" in batch.notes[0]


def test_crosses_that_contradict_are_asked_about(tmp_path: Path) -> None:
    rows = "Aetna,3/1/2025,97550,x,,\nAetna,3/2/2025,97550,,x,\nAetna,3/3/2025,97550,,,x\nAetna,3/4/2025,97551,x,,x\nAetna,3/5/2025,97552,,,\n"
    batch = read(tmp_path, "Payer,DOS,CPT,Denied,Paid,Waiting\n" + rows)
    assert [x.outcome.value for x in batch.lines] == ["denied", "paid", "pending"]
    assert [(p.row, p.rule) for p in batch.problems] == [(5, "outcome_contradicted"), (6, "no_outcome")]


def test_a_code_charged_twice_keeps_both_charges(tmp_path: Path) -> None:
    head = "Chg ID,Service Date,Trans Type,CPT,Payer,Amount,Reason Codes\n"
    lines = [("C1", "Charge", ""), ("C1", "Ins Denial", "CO-96"), ("C2", "Charge", ""), ("C2", "Ins Payment", ""), ("C1", "Charge", ""), ("C1", "Ins Payment", "")]  # fmt: skip
    rows = "".join(f"{c},3/1/2025,{t},97550,Aetna,{'0.00' if 'Denial' in t else '40.00'},{r}\n" for c, t, r in lines)
    batch = read(tmp_path, head + rows)
    told = {x.row: x.outcome.value for x in batch.lines}
    assert told[2] == "denied"
    assert told[4] == "paid"
    assert 6 in told or any(a.row == 6 and a.kind == "repeat" for a in batch.set_aside)


def test_a_grid_of_coverage_is_no_list_of_lines(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="what payers cover"):
        read(tmp_path, "Payer,97550,97551\nAetna,Covered,Not covered\nCigna,Not covered,Covered\n")


def test_a_label_and_a_payer_above_each_table_are_its_heading_whatever_words_the_name_is_made_of(
    tmp_path: Path,
) -> None:
    block = "Insurance,{},,\nCPT,Result,DOS,CARC\n97550,Denied,3/1/2025,CO-96\n97551,Paid,3/2/2025,\n,,,\n"
    batch = read(tmp_path, block.format("Priority Health") + block.format("Superior HealthPlan"))
    assert [x.payer_as_written for x in batch.lines] == ["Priority Health"] * 2 + ["Superior HealthPlan"] * 2
    assert not batch.problems


@pytest.mark.parametrize(("status", "outcomes"), [("", ["paid", "paid"]), ("Denied", ["denied"])])
def test_a_column_of_outcomes_speaks_against_the_title_only_where_something_stands_in_it(
    tmp_path: Path, status: str, outcomes: list[str]
) -> None:
    batch = read(tmp_path, f"Paid\nPayer,DOS,CPT,Status\nAetna,3/1/2025,97550,{status}\nCigna,3/2/2025,97551,\n")
    assert [x.outcome.value for x in batch.lines] == outcomes
    assert [p.rule for p in batch.problems] == ["no_outcome"] * (2 - len(outcomes))


def test_labels_of_figures_above_each_part_of_a_table_are_no_values_of_its_columns(tmp_path: Path) -> None:
    part = "Service month,{}/2025,,,\nLines,1,,,\nCARC,Insurance Provider,Acct #,Disposition,CPT\nCO-97,Aetna,C700{},Denied,97550\n,,,,\n"
    batch = read(tmp_path, "".join(part.format(n, 100 + n) for n in range(1, 9)))
    assert [(x.payer_as_written, x.month) for x in batch.lines] == [("Aetna", f"2025-{n:02d}") for n in range(1, 9)]
    assert not batch.problems


def test_days_that_read_as_years_long_past_are_no_birth_dates(tmp_path: Path) -> None:
    rows = "".join(
        f"{day},Aetna,97550,Denied\n" for day in ("Sep 18", "Apr 22", "Jan 10", "May 14", "Feb 15", "Jun 19", "Mar 4")
    )
    batch = read(tmp_path, "Denials 2026,,,\nDate,Payer,CPT,Status\n" + rows)
    assert [x.month[5:] for x in batch.lines] == ["09", "04", "01", "05", "02", "06", "03"]
    assert {x.month[:4] for x in batch.lines} == {"2026"}
