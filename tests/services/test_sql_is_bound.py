"""Whatever somebody types reaches SQLite as a bound value: it never stands in the text of a statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from tests.store.making import a_line, add
from tracker.errors import TrackerError
from tracker.people import LOCAL
from tracker.services import audit, engage, people, review, secret, submit
from tracker.services.people import Arrival
from tracker.settings import settings
from tracker.store import live, names, questions
from tracker.store.connection import reading, writing
from tracker.store.questions import Filters
from tracker.vocabulary import Role

MARK = "x' or 1=1 --\"); drop table people; --"
ROW = 'Payer,State,Date of Service,CPT,Status,Reason\n"{}",CA,2025-03-04,97550,Denied,CO-96\n'


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The text of every statement that was run, values not put in."""
    texts: list[str] = []
    execute, query = Database.execute, Database.query

    def executing(self: Database, sql: str, *rest: Any, **named: Any) -> Any:
        texts.append(sql)
        return execute(self, sql, *rest, **named)

    def querying(self: Database, sql: str, *rest: Any, **named: Any) -> Any:
        texts.append(sql)
        return query(self, sql, *rest, **named)

    monkeypatch.setattr(Database, "execute", executing)
    monkeypatch.setattr(Database, "query", querying)
    yield texts
    assert texts, "nothing was asked"
    assert [text for text in texts if "drop table people" in text] == []


@pytest.fixture
def store() -> Path:
    store = live.ensure(settings().store)
    secret.key()  # made before the first line, as the verbs do
    with writing(store, "desk", "resolve name") as change:
        number = names.ensure(change.db, {("some plan", "CA", "commercial", ""): "Some Plan"}).popitem()[1]
        names.decide(change, number, "aetna", how="person", why="asked")
        add(change, [a_line(number)], "A")
    return store


@pytest.mark.parametrize("field", [f.name for f in fields(Filters) if f.name not in ("basis", "review")])
def test_a_filter_is_bound(field: str, store: Path, said: list[str]) -> None:
    value = MARK if field.startswith("month") else (MARK,)
    hostile = replace(Filters(), **{field: value})
    asked = [questions.by_month, questions.by_payer, questions.by_reason, questions.gap_inputs, questions.practices]
    with reading(store) as db:
        assert questions.totals(db)["lines"] == 1
        for question in asked:
            question(db, hostile)
        if field != "month_to":
            assert not questions.totals(db, hostile)["lines"]


def test_what_is_typed_into_the_verbs_is_bound(store: Path, said: list[str], tmp_path: Path) -> None:
    people.arrive(Arrival(MARK, MARK, MARK, MARK, 1), self_registration=True)
    people.change_role(people.key_of(MARK, MARK), Role.MEMBER, True, LOCAL)
    assert people.by_email(MARK, LOCAL)[0]["name"] == MARK
    audit.saw(MARK, LOCAL)
    assert [r["object"] for r in audit.listed(LOCAL, action=audit.SAW)] == [MARK]
    assert audit.listed(LOCAL, who=MARK, action=MARK, first=MARK, last=MARK) == []
    file = tmp_path / "a.csv"
    file.write_text(ROW.format(MARK.replace('"', '""')))
    receipt = submit.accept(submit.preview(file, LOCAL), LOCAL, note=MARK).receipt
    assert review.lines_of(receipt, LOCAL)
    [name] = [n for n in review.open_names(LOCAL) if "drop table" in n["written"]]
    review.settle_name(name["name_id"], "aetna", LOCAL, why=MARK)
    with pytest.raises(TrackerError):
        submit.withdraw(MARK, LOCAL)
    entry = {"payer_id": "aetna", "happened_on": "2026-01-01", "kind": "meeting", "ask": MARK}
    engage.log(entry, LOCAL)
    assert [e["ask"] for e in engage.listed(LOCAL, "aetna")] == [MARK]
    assert people.listed(LOCAL), "the table is still there"
