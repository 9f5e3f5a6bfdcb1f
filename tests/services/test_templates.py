"""The template, filled in, is read back line for line without a question; its lists are those of the registry."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import cycle
from pathlib import Path

import pytest

from tracker.errors import NotAllowed
from tracker.exports import template
from tracker.intake.model import Appeal
from tracker.people import LOCAL, Person
from tracker.services import submit, templates
from tracker.vocabulary import AppealOutcome, LineOfBusiness, Outcome, Role

MEMBER = Person("member-1", "A member", Role.MEMBER)


def filled(lists: dict[str, list[str]]) -> list[list[str]]:
    """A row for every payer, the other columns taking each of their values in turn, newest months only."""
    turns = {c: cycle(v) for c, v in lists.items() if c != "Payer"}
    months = cycle(lists["Month"][:12])
    rows = []
    for n, payer in enumerate(lists["Payer"]):
        outcome, rows_month = next(turns["Outcome"]), next(months)
        denied = outcome in ("denied", "partly paid")
        rows.append([payer, next(turns["State"]), next(turns["Line of business"]), next(turns["Code"]), rows_month, outcome,
                     str(n % 3 + 1), ("GO", "GP 95", "")[n % 3], next(turns["Reason codes"]) if denied else "",
                     *(_appeal(n, rows_month, lists, next(turns["Appeal outcome"])) if denied and n % 2 else ("",) * 4)])  # fmt: skip
    return rows


def _appeal(n: int, month: str, lists: dict[str, list[str]], stands: str) -> tuple[str, ...]:
    """Level, month, outcome and month of the answer of an appeal after a month of service."""
    later = lists["Appeal month"][: lists["Appeal month"].index(month) + 1]
    return str(n % 5 + 1), later[-1], stands, "" if stands == AppealOutcome.OPEN.words else later[0]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_filled_in_is_read_back_line_for_line(kind: str, tmp_path: Path) -> None:
    lists = templates.lists()
    rows = filled(lists)
    path = tmp_path / f"t.{kind}"
    path.write_bytes(template.xlsx(lists, rows) if kind == "xlsx" else template.as_csv(rows))
    batch = submit.preview(path, MEMBER).batch
    assert batch.questions == ()
    assert batch.problems == batch.appeal_problems == ()
    ends = {a.words: a.value for a in AppealOutcome}
    words = {b.words: b for b in LineOfBusiness}
    outcomes = {
        "denied": Outcome.DENIED,
        "partly paid": Outcome.PARTLY_PAID,
        "paid": Outcome.PAID,
        "pending": Outcome.PENDING,
    }
    read = [
        [
            x.payer_as_written,
            x.state,
            x.line_of_business,
            x.code,
            x.month,
            x.outcome,
            x.units,
            x.modifiers,
            x.reasons,
            x.appeals,
        ]
        for x in batch.lines
    ]
    meant = [
        [
            p,
            s,
            words[b],
            c,
            m,
            outcomes[o],
            int(u),
            tuple(mods.split()),
            tuple(r.split()),
            (Appeal(int(level), ends[stands], filed, decided),) if level else (),
        ]
        for p, s, b, c, m, o, u, mods, r, level, filed, stands, decided in rows
    ]
    assert read == meant


def test_an_empty_template_says_that_nothing_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(templates.make("xlsx", MEMBER)[1])
    seen = submit.preview(path, MEMBER)
    assert seen.batch.lines == ()


def test_every_column_has_its_rule_and_the_lists_are_hidden() -> None:
    parts = zipfile.ZipFile(BytesIO(templates.make("xlsx", LOCAL)[1]))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == len(template.COLUMNS)
    assert sheet.count('type="list"') == 11
    assert 'name="Lists" sheetId="2" state="hidden"' in parts.read("xl/workbook.xml").decode()


def test_nobody_without_a_role_gets_it() -> None:
    with pytest.raises(NotAllowed):
        templates.make("xlsx", None)
