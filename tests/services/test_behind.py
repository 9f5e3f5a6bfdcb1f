"""What stands behind the numbers: who is talking, odd months, pairs worth a look, what became of denials, gaps that moved;
each against a count made another way from the lines themselves."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from tests.services.test_release import fill
from tests.store.making import a_line, add, key, settled
from tracker.people import LOCAL
from tracker.services import release
from tracker.services.answers import appealed, denials, gaps, people_behind
from tracker.store import appeals, decisions, engagements
from tracker.store.connection import reading, writing
from tracker.store.decisions import NewDecision
from tracker.store.questions import Filters

ALL, COMPLETE = Filters(), Filters(basis=("complete",))
ON = date(2025, 6, 1)


@pytest.fixture
def filled(own_store: Path) -> Path:
    fill(own_store, random.Random(5), 400)
    return own_store


def more(store: Path, rows: list[tuple[str, str, str, str]]) -> None:
    """Denied lines: payer, month, practice, first reason."""
    with writing(store, "desk", "more") as change:
        ids = settled(change, [p for p, *_ in rows])
        lines = [
            a_line(ids[p], row=n, month=m, practice=key("practice", who), first_reason=reason,
                   reasons=(("CO", "CARC", reason),))
            for n, (p, m, who, reason) in enumerate(rows, 1)
        ]  # fmt: skip
        add(change, lines, f"more {len(rows)} {rows[0]}")


def appeal(store: Path, ends: list[str]) -> None:
    """Appeal the first denied lines and settle each as told; `open` stays open."""
    with writing(store, "desk", "appeal") as change:
        ids = change.db.execute(
            "select line_id from claim_lines where outcome = 'denied' order by line_id limit ?", [len(ends)]
        )
        for (line_id,), end in zip(ids.fetchall(), ends, strict=True):
            number = appeals.file(change, line_id, "2025-04")
            if end != "open":
                appeals.settle(change, number, end, "2025-05")


def test_who_is_talking_counts_practices_and_newcomers(filled: Path) -> None:
    more(filled, [("aetna", "2025-03", "newcomer", "96")] * 40)
    talk = people_behind.talking(Filters(basis=("complete",), month_from="2025-02"))
    with reading(filled) as db:
        practices, new = db.execute(
            """select count(*), sum(first >= '2025-02') from (select practice_id, min(month) as first, max(month) as last
            from claim_lines group by 1) where last >= '2025-02'"""
        ).fetchone()
    assert (talk.practices, talk.first_time.numerator) == (practices, new) == (9, 1)


def test_over_all_months_newcomers_are_those_of_the_last_closed_one(filled: Path) -> None:
    more(filled, [("aetna", "2025-03", "newcomer", "96")] * 40)
    talk = people_behind.talking(COMPLETE, on=date(2025, 4, 10))
    assert (talk.first_time.numerator, talk.first_time.denominator, talk.first_of) == (1, 9, "in 2025-03")
    assert "of 9 in 2025-03 1 for the first time" in talk.say()
    talk = people_behind.talking(COMPLETE, on=date(2025, 3, 10))
    assert (talk.first_time.numerator, talk.first_of) == (0, "in 2025-02"), "the open month is left out"


def test_a_campaign_brought_what_arrived_in_its_two_weeks_whatever_its_month(filled: Path) -> None:
    for day, many in (("2099-06-09", 4), ("2099-06-10", 30), ("2099-06-23", 20), ("2099-06-24", 7)):
        with writing(filled, "desk", day, at=f"{day}T08:00:00Z") as change:
            number = settled(change, ["humana"])["humana"]
            add(change, [a_line(number, row=n, month="2024-02", state="OH") for n in range(many)], day)
    with writing(filled, "desk", "campaign") as change:
        engagements.add_campaign(change, name="Ask", sent_on="2099-06-10", payer_id=None)
    with reading(filled) as db:
        lines, then = db.execute("select count(*), max(added_revision) from claim_lines").fetchone()
    talk = people_behind.talking(COMPLETE)
    assert (talk.after_campaign.numerator, talk.after_campaign.denominator) == (50, lines)
    assert people_behind.talking(Filters(basis=("complete",), states=("TX",))).after_campaign.numerator == 0
    assert people_behind.talking(COMPLETE, then).after_campaign.numerator == 0, "the campaign was not known then"


def test_one_practice_that_dominates_is_said(filled: Path) -> None:
    assert not people_behind.talking(COMPLETE).dominated
    more(filled, [("aetna", "2025-03", "flood", "96")] * 300)
    assert "One practice sent" in people_behind.talking(COMPLETE).warning()


def test_a_month_of_unusual_reporting_is_named_and_an_open_one_is_not(own_store: Path) -> None:
    fill(own_store, random.Random(1), 1)
    quiet = [(f"2024-{m:02d}", n) for m in range(1, 13) for n in range(10 + m % 2)]
    more(own_store, [("aetna", month, f"p{n % 5}", "96") for month, n in quiet])
    more(own_store, [("aetna", "2025-01", f"p{n % 5}", "96") for n in range(200)])
    assert "2025-01" in people_behind.unusual_months(COMPLETE, ON)
    assert "2025-01" not in people_behind.unusual_months(COMPLETE, date(2025, 1, 20))


def test_a_reason_that_one_payer_gives_more_often_is_worth_a_look_and_a_small_one_is_not(own_store: Path) -> None:
    fill(own_store, random.Random(1), 1)
    more(own_store, [("cigna", "2025-01", f"p{n % 5}", "97") for n in range(30)])
    more(own_store, [("aetna", "2025-01", f"p{n % 5}", "96") for n in range(60)])
    more(own_store, [("humana", "2025-01", f"p{n % 5}", "29") for n in range(5)])
    found = denials.worth_a_look(ALL, "complete").set_index("payer_id")
    assert found.loc["cigna", "category"] == "bundled" and found.loc["cigna", "low"] > 1
    assert "humana" not in found.index


def test_both_overturn_figures_count_open_appeals_as_open(filled: Path) -> None:
    appeal(filled, ["overturned"] * 14 + ["upheld"] * 13 + ["partly"] * 12 + ["open"] * 15 + ["withdrawn"] * 11)
    denied = denials.totals(ALL, "complete")["denied"]
    found = appealed.outcome(ALL, "complete", on=ON)
    assert found is not None
    assert (found.overturned_decided.numerator, found.overturned_decided.denominator) == (26, 39)
    assert (found.overturned_all.numerator, found.overturned_all.denominator) == (26, denied)
    assert found.appealed.numerator == 65 and found.open == 15
    steps = appealed.steps(ALL, "complete").set_index("step")
    assert steps["lines"].to_dict() == {
        "not_appealed": denied - 65, "paid_later": 0, "open": 15, "overturned": 14, "partly": 12, "upheld": 13, "withdrawn": 11,
    }  # fmt: skip
    assert not steps["hidden"].any() and appealed.may_be_told(ALL, "complete")


def test_few_appeals_are_not_told_and_do_not_leave(filled: Path) -> None:
    appeal(filled, ["overturned", "upheld", "open"])
    assert not appealed.may_be_told(ALL, "complete")
    frame = release.appeal_steps(LOCAL, ALL, "complete").set_index("step")
    assert frame.loc[["overturned", "upheld", "open"], "lines"].isna().all()


def test_an_appeal_settled_later_leaves_the_snapshot_as_it_was(filled: Path) -> None:
    appeal(filled, ["open"] * 20)
    with reading(filled) as db:
        then = db.execute("select max(revision) from revisions").fetchone()[0]
    before = appealed.steps(ALL, "complete", then)
    with writing(filled, "desk", "settle") as change:
        for (number,) in change.db.execute("select appeal_id from appeals where withdrawn_revision is null").fetchall():
            appeals.settle(change, number, "upheld", "2025-05")
    assert appealed.steps(ALL, "complete", then).equals(before)
    assert not appealed.steps(ALL, "complete").equals(before)


def test_gaps_that_opened_and_closed_since_a_day(own_store: Path) -> None:
    fill(own_store, random.Random(5), 300)
    with writing(own_store, "desk", "decide") as change:
        decisions.add(
            change, NewDecision("aetna", "commercial", "97550", "covered", "primary"), [], checked_on="2025-05-20"
        )
    found = gaps.moved(Filters(payers=("aetna",)), date(2026, 12, 1), date(2020, 1, 1))
    assert set(found["change"]) == {"new"} and set(found["now"]) == {"covered_but_denied"}
    assert gaps.moved(Filters(payers=("aetna",)), date(2026, 12, 1), date(2026, 12, 1)).empty
