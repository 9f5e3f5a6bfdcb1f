"""Kinds of tables that people keep, each small: what a careful reader gets out of them, line for line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.intake import sheets
from tracker.intake.model import Batch

TODAY = date(2026, 11, 23)


def read(folder: Path, text: str) -> Batch:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return sheets.read(path, key=b"k" * 32, today=TODAY)


def told(batch: Batch) -> list[str]:
    """Each line in one string: row, payer, code, month, outcome, reasons."""
    return [
        " ".join((str(x.row), x.payer_as_written, x.code, x.month, x.outcome.value, *x.reasons)) for x in batch.lines
    ]


def wrong(batch: Batch) -> list[tuple[int, str | None, str]]:
    return [(p.row, p.column, p.rule) for p in batch.problems]


DAYS = """Therapy visits,,,,,
Patient,Ins,{head},CPT,Result,Code
** JANUARY 2025 **,,,,,
"Doe, Jane",Aetna,11,97550,Denied,CO-96
"Roe, Rick",Cigna,12th,97551,Paid,
"Poe, Pam",Cigna,31,97550,Paid,
** FEBRUARY 2025 **,,,,,
"Low, Lou",Cigna,3,97550,Paid,
"May, Mel",Humana,30,97551,Denied,CO-50
"""


@pytest.mark.parametrize("head", ["Day", "DOS", "Date"])
def test_days_alone_below_the_name_of_their_month(tmp_path: Path, head: str) -> None:
    batch = read(tmp_path, DAYS.format(head=head))
    assert told(batch) == [
        "4 Aetna 97550 2025-01 denied CO-96", "5 Cigna 97551 2025-01 paid", "6 Cigna 97550 2025-01 paid", "8 Cigna 97550 2025-02 paid",
    ]  # fmt: skip
    assert wrong(batch) == [(9, head, "not_a_date")]


ASKED = """Client,Which insurance?,Date seen,CPT,Did they pay?,EOB said
Doe Jane,Aetna,3/11/2025,97550,nope,CO-96
Roe Rick,Cigna,3/12/2025,97551,"yes, all of it",
Poe Pam,Cigna,3/31/2025,97550,yes,
Low Lou,Cigna,2/3/2025,97550,some of it,CO-119
May Mel,Humana,2/13/2025,97551,"no, denied",CO-50
Kay Kim,Humana,2/9/2025,97551,still waiting,
"""


def test_a_question_of_yes_and_no_answered_in_words(tmp_path: Path) -> None:
    batch = read(tmp_path, ASKED)
    assert [x.outcome.value for x in batch.lines] == ["denied", "paid", "paid", "partly_paid", "denied", "pending"]
    assert not batch.problems


LETTERS = """Patient,Ins,Date,Code,Paid?,Reason
Doe Jane,Aetna,3/11/2025,97550,Y,
Roe Rick,Cigna,3/12/2025,97551,N,96
Poe Pam,Cigna,3/31/2025,97550,P,119
Low Lou,Humana,2/3/2025,97550,Y,
May Mel,Humana,2/4/2025,97550,P,
"""


def test_a_p_beside_y_and_n_is_partly_paid_where_a_reason_stands_by_it_and_asked_about_elsewhere(
    tmp_path: Path,
) -> None:
    batch = read(tmp_path, LETTERS)
    assert [x.outcome.value for x in batch.lines] == ["paid", "denied", "partly_paid", "paid"]
    assert [(row, rule) for row, _, rule in wrong(batch)] == [(6, "no_outcome")]


SEGMENTS = """,claim_id,payer_name,service_date,procedure_code,charge,paid,cas_raw,remarks
0,111,Aetna,2025-03-04,97550,85.00,0.00,CAS*CO*45*45.9**96*39.1~,['N216']
1,112,Cigna,2025-03-05,97551,85.00,39.10,CAS*CO*45*45.9~,[]
2,113,Cigna,2025-03-06,97550,85.00,0.00,CAS*CO*97*85~,"['M15', 'N20']"
3,114,Humana,2025-03-07,97550,85.00,0.00,CAS*CO*45*45.9~CAS*PR*204*39.1~,['N130']
"""


def test_segments_of_a_remittance_in_a_cell_and_lists_as_a_program_writes_them(tmp_path: Path) -> None:
    assert told(read(tmp_path, SEGMENTS)) == [
        "2 Aetna 97550 2025-03 denied CO-45 CO-96 N216", "3 Cigna 97551 2025-03 paid CO-45",
        "4 Cigna 97550 2025-03 denied CO-97 M15 N20", "5 Humana 97550 2025-03 denied CO-45 PR-204 N130",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "*UNKNOWN*",
        "(no plan on file)",
        "Please select",
        "-- select --",
        "Unknown payer",
        "Not entered",
        "no insurance on file",
    ],
)
def test_a_payer_that_nobody_chose_is_asked_for(tmp_path: Path, said: str) -> None:
    text = f"Patient,Insurance,DOS,CPT,Outcome\nDoe,Aetna,3/11/2025,97550,Denied\nRoe,{said},3/12/2025,97551,Paid\nPoe,Cigna,3/13/2025,97551,Paid\n"
    batch = read(tmp_path, text)
    assert [x.payer_as_written for x in batch.lines] == ["Aetna", "Cigna"]
    assert wrong(batch) == [(3, "Insurance", "no_payer")]


CLINICS = """Denial log,,,,
Patient,Ins,Date,Code,Result
"Clinic: Coeur d'Alene, ID",,,,
Doe Jane,Aetna,3/11/2025,97550,Denied
"Clinic: Spokane, WA",,,,
Poe Pam,Cigna,3/31/2025,97550,Denied
Location - Portland OR,,,,
Poe Pam,Cigna,3/30/2025,97550,Denied
"""


def test_the_clinic_above_its_rows_tells_their_state(tmp_path: Path) -> None:
    assert [x.state for x in read(tmp_path, CLINICS).lines] == ["ID", "WA", "OR"]


CHOICES = """record_id,redcap_repeat_instrument,redcap_repeat_instance,payer,payer_oth,dos,code___1 (97550),code___2 (97551),code___oth,outcome
1,denial,1,Aetna,,2025-03-04,Checked,Unchecked,Unchecked,Denied
1,denial,2,Cigna,,2025-03-05,Unchecked,Unchecked,Checked,Denied
2,denial,1,Cigna,,2025-03-05,Unchecked,Checked,Unchecked,Paid
2,denial,2,,,,Unchecked,Unchecked,Unchecked,
3,denial,1,Another payer,Moda Health,2025-03-06,Checked,Unchecked,Unchecked,Denied
3,denial,2,Not on the list,Geisinger,2025-03-06,Checked,Unchecked,Unchecked,Denied
"""


def test_another_code_ticked_and_another_payer_named(tmp_path: Path) -> None:
    batch = read(tmp_path, CHOICES)
    assert [(x.row, x.payer_as_written) for x in batch.lines] == [
        (2, "Aetna"),
        (4, "Cigna"),
        (6, "Moda Health"),
        (7, "Geisinger"),
    ]
    assert {a.row: a.reason for a in batch.set_aside if a.row in (3, 5)} == {
        3: "no tracked code",
        5: "nothing about a line",
    }
