"""Deeds on a real store, case by case: what the ledger answers by both clocks, and what of it is news.

The tables are `ledger.LEDGER` and `ledger.NEWS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.spec.ledger import LEDGER, NEWS, Check, Cite, Correct, Deed, LedgerCase, NewsCase, Record, Withdraw
from tracker.intake.decision_file import DecisionRow
from tracker.measures import digest
from tracker.measures.digest import Kind
from tracker.people import Person
from tracker.services import decide
from tracker.services.answers import coverage
from tracker.settings import settings
from tracker.store import decisions, live, succession
from tracker.store.connection import reading, revision
from tracker.vocabulary import Role, Status

PAYER, BUSINESS, CODE = "uhc", "commercial", "97550"
ADA, BEN, CLEO = (Person(k, k, Role.SPECIALIST) for k in ("ada", "ben", "cleo"))


def row_of(said: Record) -> DecisionRow:
    return DecisionRow(
        1, PAYER, BUSINESS, said.state, CODE, str(said.status), said.conditions, "unknown", said.first, said.last,
        f"Document {said.source}", "The payer", "", "", "", "our words", "page 2", "primary", "", said.looked,
    )  # fmt: skip


class Story:
    """Does deeds; remembers the revision after each and the row each record began with."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.revisions = [self._revision()]

    def _revision(self) -> int:
        with reading(live.ensure(settings().store)) as db:
            return revision(db)

    def now(self, record: int) -> int:
        """The live row that stands in the place of the one a record began with."""
        number = self.rows[record]
        with reading(settings().store) as db:
            for later, before, same in db.execute(
                "select n.decision_id, n.supersedes, o.withdrawn_revision = n.added_revision from coverage_decisions n "
                "join coverage_decisions o on o.decision_id = n.supersedes order by 1"
            ):
                number = later if before == number and same else number
        return number

    def do(self, deed: Deed) -> None:
        match deed:
            case Record():
                self.rows += decide.record_many([row_of(deed)], PAYER, ADA, takes_over=deed.takes_over)
            case Correct():
                where = (deed.meant.state, CODE)
                decide.record_many([row_of(deed.meant)], PAYER, ADA, instead_of={where: self.now(deed.record)})
            case Check():
                decide.check(self.now(deed.record), BEN if self._recorder(deed.record) != BEN.key else ADA)
            case Cite():
                decide.cite([self.now(deed.record)], row_of(Record(Status.COVERED, source="Z")), CLEO)
            case Withdraw():
                decide.withdraw(self.now(deed.record), "read wrongly", ADA)
        self.revisions.append(self._revision())

    def _recorder(self, record: int) -> str:
        with reading(settings().store) as db:
            return str(decisions.one(db, self.now(record))["recorded_by"])


def told(deeds: Sequence[Deed]) -> Story:
    story = Story()
    for deed in deeds:
        story.do(deed)
    return story


@pytest.mark.parametrize("case", LEDGER, ids=lambda c: c.rule)
def test_both_clocks(case: LedgerCase) -> None:
    story, seen = Story(), []
    for deed in case.deeds:
        story.do(deed)
        with reading(settings().store) as db:
            seen.append(said_in(decisions.known(db, payer_id=PAYER)))
    for answer in case.answers:
        place = (PAYER, BUSINESS, answer.state, CODE)
        got = coverage.said(place, date.fromisoformat(answer.on), story.revisions[answer.known_after])
        assert got.knowledge == answer.says, answer.words()
    with reading(settings().store) as db:  # whatever was done next, what was known earlier stays word for word
        for then, at in zip(seen, story.revisions[1:], strict=True):
            assert said_in(decisions.known(db, revision=at, payer_id=PAYER)) == then


def said_in(rows: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    names = ("decision_id", "status", "state", "effective_from", "effective_to", "sources", "recorded_by", "checked_by")
    return [tuple(r[n] for n in names) for r in rows]


@pytest.mark.parametrize("case", NEWS, ids=lambda c: c.rule)
def test_news(case: NewsCase) -> None:
    story = told(case.deeds)
    first, last = story.revisions[case.before], story.revisions[-1]
    with reading(settings().store) as db:
        before, after = (decisions.known(db, revision=at, payer_id=PAYER) for at in (first, last))
        roots, reasons = succession.lineage(db), succession.withdrawals(db, first, last)
    found = digest.digest(before, after, date.fromisoformat(case.since), date.fromisoformat(case.until), roots, reasons)
    assert [(i.kind, i.was, i.now) for i in found] == list(case.news)
    assert all(i.why == "read wrongly" for i in found if i.kind is Kind.WITHDRAWN)


def test_a_second_source_stands_beside_the_first_and_wants_a_check_of_its_own() -> None:
    story = told((Record(Status.COVERED, "2024-01-01"), Check(0), Cite(0)))
    with reading(settings().store) as db:
        (held,) = decisions.known(db, payer_id=PAYER)
        cited = [c["title"] for c in decisions.cited(db) if c["decision_id"] == story.now(0)]
    assert cited == ["Document A", "Document Z"]
    assert (held["recorded_by"], held["checked_by"]) == ("cleo", None)
