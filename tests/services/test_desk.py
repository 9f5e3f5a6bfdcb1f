"""What the desk looks at first, and who is on it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.services.test_decide import COLLEAGUE, row_of
from tracker import reference
from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.people import LOCAL, Person
from tracker.services import decide, desk, submit
from tracker.services.answers import coverage
from tracker.services.desk import Task
from tracker.store.questions import Filters
from tracker.vocabulary import Role, Status

ON = date(2026, 11, 25)
HUMANA = Filters(payers=("humana",))
ONE = Filters(payers=("humana", "aetna"))


def send(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = "".join(f"Humana,FL,2025-{m:02},97550,denied,CO-96\n" for m in range(1, 10))
    file.write_text("Payer,State,Month,Code,Outcome,Reasons\n" + rows, "utf-8")
    submit.accept(submit.preview(file, LOCAL), LOCAL)


def test_denials_nobody_has_read_about_come_first_and_go_when_somebody_looks(tmp_path: Path) -> None:
    send(tmp_path)
    tasks = desk.queue(ONE, LOCAL, ON)
    assert [t.payer_id for t in tasks] == ["humana", "aetna"]
    assert tasks[0].denials == 9 and "9 coverage denials" in tasks[0].why[0]
    assert tasks[1].why == ("nobody has looked",)


def test_of_payers_nobody_billed_or_looked_at_the_one_in_most_states_comes_first() -> None:
    tasks = desk.queue(Filters(), LOCAL, ON)
    reach = [
        len(s) for s in coverage.registry(Filters()).set_index("payer_id")["states"].loc[[t.payer_id for t in tasks]]
    ]
    assert len(tasks) > 300 and reach == sorted(reach, reverse=True)


def test_two_people_are_not_on_the_same_task() -> None:
    task = desk.queue(Filters(payers=("aetna",)), LOCAL, ON)[0]
    desk.claim(task, LOCAL)
    with pytest.raises(OutOfDate):
        desk.claim(task, Person("colleague", "A colleague", Role.SPECIALIST))
    desk.release(task, LOCAL)
    desk.claim(task, Person("colleague", "A colleague", Role.SPECIALIST))


def test_a_look_counts_as_done_today() -> None:
    assert desk.done_today(LOCAL, decide.today()) == []
    decide.looked("aetna", "commercial", "", (), "nothing", LOCAL)
    (done,) = desk.done_today(LOCAL, decide.today())
    assert (done["payer_id"], done["decisions"], done["looks"]) == ("aetna", 0, 1)


def test_a_look_that_finds_what_is_recorded_makes_it_fresh_where_it_stands() -> None:
    """The decision holds everywhere; looked at long ago, it is stale in every state until somebody looks again."""
    decide.record(row_of(state="", payer="humana", checked_on="2026-01-05"), "humana", LOCAL)
    (task,) = desk.queue(HUMANA, LOCAL, ON)
    assert task.why == ("1 code not looked at for long",) and task.known == 1
    desk.still_stands(task, LOCAL)
    assert desk.queue(HUMANA, LOCAL, ON) == []
    (done,) = desk.done_today(LOCAL, decide.today())
    assert (done["payer_id"], done["decisions"], done["looks"]) == ("humana", 1, 2)


def test_a_look_that_grows_too_old_soon_is_reminded_of_before_it_is() -> None:
    looked = (ON - timedelta(days=170)).isoformat()
    decide.record(row_of(state="", payer="humana", checked_on=looked), "humana", LOCAL)
    (task,) = desk.queue(HUMANA, LOCAL, ON)
    assert task.why == (f"1 code is due for a look by {ON + timedelta(days=10)}",)
    assert desk.queue(HUMANA, LOCAL, ON - timedelta(days=60)) == []


def test_a_change_that_begins_soon_wants_a_look() -> None:
    soon = (ON + timedelta(days=20)).isoformat()
    decide.record(row_of(state="", payer="humana", effective_from=soon, checked_on=str(ON)), "humana", LOCAL)
    (task,) = desk.queue(HUMANA, LOCAL, ON)
    assert task.why == (f"1 code changes by {soon}",)


def test_what_is_stale_comes_before_two_sources_that_disagree() -> None:
    decide.record(row_of(state="", payer="aetna", checked_on="2026-01-05"), "aetna", LOCAL)
    for title, status in (("One", "covered"), ("Other", "not_covered")):
        said = row_of(state="", payer="humana", source_title=title, status=status, checked_on=str(ON))
        decide.record(said, "humana", LOCAL)
    assert [(t.payer_id, t.why) for t in desk.queue(ONE, LOCAL, ON)] == [
        ("aetna", ("1 code not looked at for long",)), ("humana", ("1 code on which sources disagree",)),
    ]  # fmt: skip


def test_finding_nothing_records_silence_on_the_codes_nobody_had_looked_at() -> None:
    decide.record(row_of(state="", payer="aetna", checked_on=str(ON)), "aetna", LOCAL)
    aetna = Task("aetna", "Aetna", "Aetna", "commercial", "", (), 0, ())
    assert desk.found_nothing(aetna, LOCAL) == len(reference.codes()) - 1
    said = {c: coverage.said(("aetna", "commercial", "", c), decide.today()).knowledge for c in reference.codes()}
    assert said.pop("97550") is Status.NOT_COVERED
    assert set(said.values()) == {Status.SILENT}
    with pytest.raises(Rejected, match="every code"):
        desk.found_nothing(aetna, LOCAL)


def test_what_was_done_today_is_counted_once_however_it_was_checked_since() -> None:
    number = decide.record(row_of(), "uhc", LOCAL)
    decide.check(number, COLLEAGUE)
    deeds = [(d["name"], d["payer_id"], d["decisions"], d["looks"]) for d in desk.done_today(LOCAL, decide.today())]
    assert deeds == [("local", "uhc", 1, 1)]


def test_only_those_who_decide_have_a_desk() -> None:
    with pytest.raises(NotAllowed):
        desk.queue(ONE, Person("m", "m", Role.MEMBER), ON)
