"""People: first sign-in, later ones, roles, invitations, sign-out; the hour's limit; who looked is written down."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tracker.errors import NotAllowed, Rejected
from tracker.intake.form import Form
from tracker.people import LOCAL, Person
from tracker.services import audit, demo, limits, people, report, review, submit
from tracker.services.people import Arrival
from tracker.settings import settings, use_store
from tracker.store import audit as chain
from tracker.store import connection
from tracker.store.connection import reading, revision, writing
from tracker.vocabulary import Role

ISSUER = "https://login.example.org"
MEMBER = Person("member-1", "A member", Role.MEMBER)
DESK = Person("desk-1", "The desk", Role.SPECIALIST)


def arrive(
    name: str = "Mia", email: str = "mia@example.org", at: int = 100, subject: str = "1", **options: bool
) -> Person:
    return people.arrive(Arrival(ISSUER, subject, name, email, at), self_registration=options.get("open", False))


def actions() -> list[str]:
    return [row["action"] for row in audit.listed(LOCAL)]


@pytest.mark.parametrize(("is_open", "role"), [(True, Role.MEMBER), (False, None)])
def test_the_first_sign_in_gives_no_more_than_membership(is_open: bool, role: Role | None) -> None:
    assert arrive(open=is_open).role is role
    assert arrive(open=True).role is role, "a later sign-in changes no role"


def test_a_later_sign_in_brings_the_name_and_address_of_today() -> None:
    arrive()
    assert arrive(name="Mia Married", email="new@example.org", at=200).name == "Mia Married"
    arrive(name="Mia", email="mia@example.org", at=150)
    [row] = people.listed(LOCAL)
    assert (row["name"], row["email"], row["signed_in_at"]) == ("Mia Married", "new@example.org", 200)
    assert actions().count("sign in") == 1


def test_a_run_within_the_same_sign_in_writes_nothing() -> None:
    arrive()
    before = actions()
    arrive()
    assert actions() == before


def test_signing_in_makes_no_revision() -> None:
    arrive()
    with reading(settings().store) as db:
        before = revision(db)
    arrive(at=200)
    people.leave(people.key_of(ISSUER, "1"), 200)
    with reading(settings().store) as db:
        assert revision(db) == before


def test_ten_first_sign_ins_at_once_add_one_person_once() -> None:
    people.listed(LOCAL)
    ready = threading.Barrier(10)

    def come() -> None:
        ready.wait()
        arrive(open=True)

    threads = [threading.Thread(target=come) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(people.listed(LOCAL)) == 1
    assert actions().count("first sign-in") == 1


def test_a_deactivated_person_who_arrives_stays_out() -> None:
    key = arrive(open=True).key
    people.change_role(key, Role.MEMBER, False, LOCAL)
    assert not arrive(at=300, open=True).active


def test_the_same_subject_of_another_provider_is_another_person() -> None:
    key = arrive().key
    people.change_role(key, Role.ADMINISTRATOR, True, LOCAL)
    other = people.arrive(Arrival("https://other.example", "1", "Mia", "mia@example.org", 1), self_registration=False)
    assert other.role is None and other.key != key


def test_a_sign_in_ended_by_signing_out_stays_ended() -> None:
    key = arrive(at=100, open=True).key
    people.leave(key, 100)
    for at in (100, 90):
        with pytest.raises(NotAllowed, match="ended by signing out"):
            arrive(at=at)
        with pytest.raises(NotAllowed):
            people.find(key, at)
    assert arrive(at=101).role is Role.MEMBER


def test_an_invitation_is_used_once_and_by_its_address_only() -> None:
    people.invite("Sam@Example.org", Role.SPECIALIST, LOCAL)
    assert arrive(subject="2", email="mallory@example.org").role is None
    assert arrive(subject="3", email="sam@example.org").role is Role.SPECIALIST
    assert people.invited(LOCAL) == []
    assert arrive(subject="4", email="sam@example.org").role is None
    with pytest.raises(Rejected, match="signed in already"):
        people.invite("SAM@example.org", Role.ADMINISTRATOR, LOCAL)


def test_an_invitation_can_be_changed_and_taken_back() -> None:
    people.invite("sam@example.org", Role.ADMINISTRATOR, LOCAL)
    people.invite("sam@example.org", Role.MEMBER, LOCAL)
    assert [(i["email"], i["role"]) for i in people.invited(LOCAL)] == [("sam@example.org", "member")]
    people.uninvite("SAM@example.org", LOCAL)
    assert arrive(email="sam@example.org").role is None
    with pytest.raises(Rejected, match="no open invitation"):
        people.uninvite("sam@example.org", LOCAL)


@pytest.mark.parametrize("wrong", ["", "sam", "sam@", "a b@example.org", "sam@example.org, eve@example.org"])
def test_an_address_that_is_none_is_not_invited(wrong: str) -> None:
    with pytest.raises(Rejected, match="no e-mail address"):
        people.invite(wrong, Role.MEMBER, LOCAL)


def test_nobody_takes_their_own_administration_away() -> None:
    key = arrive().key
    people.change_role(key, Role.ADMINISTRATOR, True, LOCAL)
    admin = people.find(key)
    for role, active in ((Role.MEMBER, True), (None, True), (Role.ADMINISTRATOR, False)):
        with pytest.raises(Rejected, match="your own"):
            people.change_role(key, role, active, admin)
    with pytest.raises(Rejected, match="Nobody is known"):
        people.change_role("somebody", Role.MEMBER, True, admin)


def test_people_are_those_of_the_live_store_while_the_demonstration_is_open(tmp_path: Path) -> None:
    key = arrive(open=True).key
    people.change_role(key, Role.ADVOCATE, True, LOCAL)
    demo.make(tmp_path / "demo.sqlite", lines=200)
    use_store(tmp_path / "demo.sqlite")
    try:
        assert arrive().role is Role.ADVOCATE
        with reading(tmp_path / "demo.sqlite") as db:
            assert db.execute("select count(*) from people where person_key = ?", [key]).fetchone() == (0,)
    finally:
        use_store(None)


def batch(folder: Path, number: int) -> Path:
    path = folder / f"{number}.csv"
    path.write_text(f"Payer,State,Date of Service,CPT,Status,Reason\nAetna,CA,2025-03-04,97550,Denied,CO-{number}\n")
    return path


def test_one_person_sends_so_much_an_hour_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SUBMISSIONS_PER_HOUR", "3")
    seen = [submit.preview(batch(tmp_path, n), MEMBER) for n in (96, 97, 204, 50, 11)]
    receipts = [submit.accept(one, MEMBER).receipt for one in seen[:3]]
    with pytest.raises(Rejected, match=r"3 times in the last hour.*send it again after \d\d:\d\d UTC"):
        submit.accept(seen[3], MEMBER)
    submit.withdraw(receipts[0], MEMBER)
    with pytest.raises(Rejected, match="in the last hour"):
        submit.accept(seen[3], MEMBER)
    assert submit.accept(seen[3], Person("member-2", "Another", Role.MEMBER)).counted == 1
    with reading(settings().store) as db:
        assert db["imports"].count == 4
    monkeypatch.setattr(connection, "now", lambda: "2999-01-01T00:00:00Z")
    assert submit.accept(seen[4], MEMBER).counted == 1


def test_whoever_reviews_is_not_held_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SUBMISSIONS_PER_HOUR", "1")
    for n in (96, 97):
        assert submit.accept(submit.preview(batch(tmp_path, n), DESK), DESK).counted == 1


def test_two_windows_cannot_slip_past_the_limit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SUBMISSIONS_PER_HOUR", "1")
    people.listed(LOCAL)
    with writing(settings().store, MEMBER.key, "import") as change:
        limits.within(change, MEMBER)


def test_a_look_at_small_numbers_is_written_down_once_an_hour(tmp_path: Path) -> None:
    receipt = submit.accept(submit.preview(batch(tmp_path, 96), MEMBER), MEMBER).receipt
    for _ in range(3):
        review.lines_of(receipt, DESK)
        audit.saw("page denials", DESK)
    seen = [(r["who"], r["object"]) for r in audit.listed(LOCAL, action=audit.SAW)]
    assert sorted(seen) == [(DESK.key, f"batch {receipt}"), (DESK.key, "page denials")]
    with pytest.raises(NotAllowed):
        audit.saw("page denials", MEMBER)


def test_the_audit_is_filtered_exported_and_proved() -> None:
    arrive(name="=HYPERLINK(1)", open=True)
    people.invite("sam@example.org", Role.SPECIALIST, LOCAL)
    assert [r["action"] for r in audit.listed(LOCAL, who="local")] == ["invite"]
    assert audit.listed(LOCAL, first="2999-01-01") == []
    assert len(audit.listed(LOCAL, last="2999-01-01", limit=1)) == 1
    text = audit.export(LOCAL).decode()
    assert "sam@example.org" not in text, "an address of somebody who never came does not enter the audit"
    assert "'=HYPERLINK" in text and text.splitlines()[0].startswith("audit_id,at,who")
    anchor = text.splitlines()[-1].split(",")[1]
    people.uninvite("sam@example.org", LOCAL)
    found = audit.verify(LOCAL, anchor)
    assert found.sound and found.through_anchor and "is whole" in found.words
    assert not audit.verify(LOCAL, anchor[:-1] + ("0" if anchor[-1] != "0" else "1")).sound
    with pytest.raises(Rejected, match="no anchor"):
        audit.verify(LOCAL, "12")


def tamper(store: Path, sql: str) -> None:
    outside = sqlite3.connect(store)
    with outside:
        for guard in chain.GUARDS:
            outside.execute(f"drop trigger if exists {guard}")
        outside.execute(sql)
    outside.close()


def test_the_page_says_which_rows_of_the_audit_were_proved_and_finds_the_rest_on_demand(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "NEWEST", 3)
    for n in range(8):
        audit.saw(f"page {n}", DESK)
    whole, again = audit.standing(LOCAL), audit.standing(LOCAL)
    assert whole.sound and not whole.newest and "each following from the one before" in whole.words
    assert again.sound and again.newest == 3 and again.whole_at and "the newest 3 of them" in again.words
    audit.saw("page 8", DESK)
    with reading(own_store) as db:
        last = chain.row_before(db, 0)
    tamper(own_store, "update audit set who = 'x' where object = 'page 1'")
    assert audit.standing(LOCAL).newest == 3, "it claims no more than it proved just now"
    assert not audit.verify(LOCAL).sound and not audit.standing(LOCAL, anew=True).sound, (
        "every row is proved where the page says so"
    )
    tamper(own_store, f"update audit set who = 'x' where audit_id = {last}")
    found = audit.standing(LOCAL)
    assert not found.sound and len(found.broken) == 2, "a doubt about a new row has every row proved"
    assert not audit.standing(LOCAL).sound


@pytest.mark.parametrize(
    "sql",
    [
        "delete from audit where object = 'page 1'",
        "update audit set hash = 'x' where audit_id = (select max(audit_id) from audit)",
        "delete from audit where audit_id = (select max(audit_id) from audit)",
    ],
)
def test_a_row_that_is_missing_is_seen_at_the_next_look_however_old(
    own_store: Path, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    monkeypatch.setattr(audit, "NEWEST", 3)
    for n in range(8):
        audit.saw(f"page {n}", DESK)
    assert audit.standing(LOCAL).sound and audit.standing(LOCAL).newest
    tamper(own_store, sql)
    assert not audit.standing(LOCAL).sound


def test_reports_by_hand_count_too_and_a_second_click_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SUBMISSIONS_PER_HOUR", "2")
    form = Form(
        payer_id="aetna", state="CA", line_of_business="commercial", code="97550", month="2025-03", outcome="denied",
        units=1, reasons=("CO-96",),
    )  # fmt: skip
    first = report.send(form, "one", MEMBER)
    assert report.send(form, "one", MEMBER).receipt == first.receipt
    report.send(replace(form, code="97552"), "two", MEMBER)
    assert report.send(form, "one", MEMBER).receipt == first.receipt
    with pytest.raises(Rejected, match="2 times in the last hour"):
        report.send(replace(form, month="2025-04"), "three", MEMBER)
