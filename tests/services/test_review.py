"""The reviewer's desk: all that waits whatever came after, filters in SQL, oddness, duplicates, corrections by record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.making import a_line, add
from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.intake.form import Form
from tracker.people import LOCAL, Person
from tracker.services import report, review
from tracker.services.review import Wanted
from tracker.settings import settings
from tracker.store import live, names, questions
from tracker.store.connection import noting, reading, writing
from tracker.vocabulary import Role

MEMBER = Person("member-1", "A member", Role.MEMBER)
SOUND = Form(payer_id="aetna", state="CA", code="97550", month="2025-03", outcome="denied", reasons=("CO-96",), units=1)


def send(
    file: str, lines: int = 1, who: str = "member-1", payer: str = "aetna", verdict: str = "pending", **changed: object
) -> str:
    with writing(live.ensure(settings().store), who, "import") as change:
        key = (payer, "CA", "commercial", "")
        number = names.ensure(change.db, {key: payer})[key]
        if number not in names.current(change.db, {number}):
            names.decide(change, number, payer, how="rule", why="test")
        rows = [a_line(number, row=n + 1, **changed) for n in range(lines)]
        return add(change, rows, file, kind="spreadsheet", verdict=verdict).receipt


def test_what_waits_is_found_however_much_came_after() -> None:
    old = send("old")
    store = live.ensure(settings().store)
    with writing(store, "busy", "import") as change:
        name = names.ensure(change.db, {("cigna", "", "", ""): "Cigna"})[("cigna", "", "", "")]
        for n in range(2_100):
            add(change, [a_line(name)], f"f{n}", verdict="accepted")
    found = review.queue(LOCAL)
    assert [b["receipt"] for b in found.batches] == [old]


def test_pages_follow_each_other_oldest_first() -> None:
    sent = [send(f"f{n}", who=f"m{n}") for n in range(7)]
    pages = [review.queue(LOCAL, page=p, per_page=3) for p in (1, 2, 3)]
    assert [b["receipt"] for p in pages for b in p.batches] == sent
    assert {p.total for p in pages} == {7}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(kind="form"), ["form", "unsettled"]),
        (Wanted(state="NY"), ["ny"]),
        (Wanted(code="97551"), ["ny"]),
        (Wanted(payer_id="cigna"), ["ny"]),
        (Wanted(payer_id="?"), ["unsettled"]),
        (Wanted(sender="member-9"), ["unsettled"]),
        (Wanted(noted=True), ["form"]),
        (Wanted(state="NY", code="97550"), []),
    ],
)
def test_filters_are_asked_of_the_store(wanted: Wanted, found: list[str]) -> None:
    receipts = {
        "form": report.send(replace(SOUND, note="they read us a policy by telephone"), "t", MEMBER).receipt,
        "ny": send("ny", payer="cigna", state="NY", code="97551"),
    }
    unknown = Person("member-9", "Nine", Role.MEMBER)
    receipts["unsettled"] = report.send(
        replace(SOUND, payer_id="", payer_as_written="Blue Cross", state=""), "u", unknown
    ).receipt
    assert [b["receipt"] for b in review.queue(LOCAL, wanted).batches] == [receipts[f] for f in found]


def test_where_many_wait_the_longest_are_offered_and_others_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "SENDERS", 2)
    sent = {n: send(f"f{n}", who=f"member-{n}") for n in (3, 1, 2)}
    with noting(settings().store, "test") as change:
        for n in (1, 2, 3):
            words = [f"member-{n}", f"Person No {n}", "2026-01-01T00:00:00Z"]
            change.db.execute("insert into people (person_key, name, added_at) values (?,?,?)", words)
    found = review.queue(LOCAL)
    assert found.senders == {"member-1": "Person No 1", "member-3": "Person No 3"}  # in the order of names
    assert [b["receipt"] for b in review.queue(LOCAL, Wanted(sender="person no 2")).batches] == [sent[2]]
    assert review.queue(LOCAL, Wanted(sender="PERSON")).total == 3
    assert review.queue(LOCAL, Wanted(sender="nobody")).total == 0


def test_sudden_volume_one_practice_and_a_new_reason_deserve_a_second_look() -> None:
    for n in range(3):
        send(f"usual{n}", lines=2, verdict="accepted")
    send("others", lines=5, who="other", verdict="accepted", practice="ab" * 16)
    sudden = send("sudden", lines=40)
    new = send("new", who="third", first_reason="A1", practice="cd" * 16)
    plain = send("plain", who="fourth", practice="ef" * 16)
    found = {b["receipt"]: b["second_look"] for b in review.queue(LOCAL).batches}
    assert "usually has 2" in found[sudden]
    assert "one practice would be" in found[sudden]
    assert "A1" in found[new]
    assert found[plain] == ""
    assert {b["receipt"] for b in review.queue(LOCAL, Wanted(odd=True)).batches} == {sudden, new}


def test_a_duplicate_is_counted_once_and_says_with_which() -> None:
    first, second = send("a"), send("b")
    batch = next(b for b in review.queue(LOCAL).batches if b["receipt"] == second)
    assert batch["alike"] == first
    review.mark_duplicate(second, first, LOCAL)
    with reading(settings().store) as db:
        assert questions.totals(db, questions.Filters(review=("accepted", "pending")))["lines"] == 1
    with pytest.raises(Rejected, match="itself"):
        review.mark_duplicate(first, first, LOCAL)
    with pytest.raises(Rejected, match="counts"):
        review.mark_duplicate(first, second, LOCAL)
    with pytest.raises(OutOfDate):
        review.mark_duplicate("ZZZZ-ZZZZ", first, LOCAL)


def test_a_line_is_corrected_by_record() -> None:
    receipt = send("a", verdict="accepted")
    line = review.lines_of(receipt, LOCAL)[0]
    new = review.correct_line(line["line_id"], {"state": "NV"}, "the plan is Nevada's", LOCAL)
    lines = review.lines_of(receipt, LOCAL)
    assert [(x["line_id"], x["state"], x["reasons"]) for x in lines] == [(new, "NV", "CO-96")]
    with reading(settings().store) as db:
        told = list(db.query("select before, after, reason, who from line_corrections"))
        assert [r["state"] for r in questions.by_state(db)] == ["NV"]
    assert told == [{"before": "state CA", "after": "state NV", "reason": "the plan is Nevada's", "who": LOCAL.key}]
    with pytest.raises(OutOfDate):
        review.correct_line(line["line_id"], {"state": "CA"}, "again", LOCAL)


def test_a_corrected_outcome_is_judged_anew() -> None:
    receipt = send("a", verdict="accepted")
    line = review.lines_of(receipt, LOCAL)[0]["line_id"]
    paid = review.correct_line(line, {"outcome": "paid"}, "the remittance shows a payment", LOCAL)
    assert review.lines_of(receipt, LOCAL)[0]["denial_class"] is None
    review.correct_line(paid, {"outcome": "denied"}, "that payment was another's", LOCAL)
    assert review.lines_of(receipt, LOCAL)[0]["denial_class"] == "coverage"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "x"),
        ({"state": "NV"}, " "),
        ({"practice_id": "1"}, "x"),
        ({"state": "NV"}, "for Zebulon Quixwort, DOB 03/04/1951"),
    ],
)
def test_a_correction_without_a_sound_reason_or_of_anything_else_is_refused(changed: dict[str, str], why: str) -> None:
    receipt = send("a", verdict="accepted")
    line = review.lines_of(receipt, LOCAL)[0]["line_id"]
    with pytest.raises(Rejected):
        review.correct_line(line, changed, why, LOCAL)


def test_the_desk_is_for_those_who_review() -> None:
    for role in (Role.MEMBER, Role.ADVOCATE):
        for deed in (
            lambda who: review.queue(who),
            lambda who: review.give(["X"], "accepted", who),
            lambda who: review.mark_duplicate("X", "Y", who),
            lambda who: review.correct_line(1, {"state": "NV"}, "x", who),
        ):
            with pytest.raises(NotAllowed):
                deed(Person("x", "X", role))
