"""What the desk looks at first, and who is on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import NotAllowed, OutOfDate
from tracker.people import LOCAL, Person
from tracker.services import decide, desk, submit
from tracker.store.questions import Filters
from tracker.vocabulary import Role

ON = date(2026, 11, 25)
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


def test_only_those_who_decide_have_a_desk() -> None:
    with pytest.raises(NotAllowed):
        desk.queue(ONE, Person("m", "m", Role.MEMBER), ON)
