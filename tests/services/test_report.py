"""Reports by hand: screened before they are kept, one's own only, counted once beside a file, corrected by record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.intake import form as forms_in
from tracker.intake import reason_words
from tracker.intake.form import Form
from tracker.people import LOCAL, Person
from tracker.services import report, review, submit
from tracker.settings import settings, today
from tracker.store import live, questions
from tracker.store.connection import reading
from tracker.vocabulary import Role

MEMBER = Person("member-1", "A member", Role.MEMBER)
OTHER = Person("member-2", "Another member", Role.MEMBER)
SOUND = Form(payer_id="aetna", state="CA", code="97550", month="2025-03", outcome="denied", payer_said="not_covered",
             reasons=("CO-96",), units=1)  # fmt: skip
PENDING = questions.Filters(review=("accepted", "pending"))


def counted(filters: questions.Filters = PENDING) -> int:
    with reading(live.ensure(settings().store)) as db:
        return int(questions.totals(db, filters)["lines"])


def a_file(folder: Path, rows: int = 1, reason: str = "CO-96", name: str = "a.csv") -> Path:
    path = folder / name
    head = "Claim Number,Payer,State,Date of Service,CPT,Status,Reason,Units\n"
    path.write_text(head + "".join(f"C{n},Aetna,CA,2025-03-0{n + 1},97550,Denied,{reason},1\n" for n in range(rows)))
    return path


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("they said it is not a covered benefit", "not_covered"),
        ("Said it\u2019s bundled with the evaluation", "bundled"),
        ("we needed prior auth", "no_authorization"),
        ("not medically necessary", "medical_necessity"),
        ("an OT can't bill this", "provider_type"),
        ("the patient has to be present", "patient_absent"),
        ("over the limit of visits", "units"),
        ("no telehealth for this", "telehealth"),
        ("filed past the deadline", "timely_filing"),
        ("not on the fee schedule", "fee_schedule"),
    ],
)
def test_plain_words_find_the_saying(said: str, meant: str) -> None:
    assert reason_words.sayings(said)[0].said == meant


def test_codes_are_found_among_words_and_unknown_ones_are_not_made_up() -> None:
    assert [r.code for r in reason_words.codes("it says CO-96 and n130, maybe 999")] == ["96", "N130"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"payer_id": ""}, "payer"),
        ({"payer_id": "", "payer_as_written": "Jane Quixwort, DOB 03/04/1951"}, "payer"),
        ({"code": "99213"}, "code"),
        ({"month": ""}, "month"),
        ({"month": "2099-01"}, "month"),
        ({"month": "2023-12"}, "month"),
        ({"outcome": "rejected"}, "outcome"),
        ({"payer_said": "", "reasons": ()}, "payer_said"),
        ({"reasons": ("soon",)}, "reasons"),
        ({"modifiers": ("GPX",)}, "modifiers"),
        ({"units": 0}, "units"),
        ({"appeal_level": 1, "appeal_month": "2025-02", "appeal_outcome": "open"}, "appeal_month"),
        ({"appeal_level": 1, "appeal_month": "2025-04", "appeal_outcome": "upheld"}, "appeal_decided"),
        ({"note": "Called about Zebulon Quixwort, born 03/04/1951"}, "note"),
    ],
)
def test_what_is_wrong_is_said_with_its_field(wrong: dict[str, object], field: str) -> None:
    found = forms_in.problems(replace(SOUND, **wrong), today())
    assert [p.field for p in found][:1] == [field]
    assert all(p.message and p.advice for p in found)


def test_a_sound_form_has_no_problem_and_becomes_one_line() -> None:
    assert forms_in.problems(SOUND, today()) == []
    line = forms_in.line(replace(SOUND, reasons=(), units=2), "Aetna")
    assert line.reasons == ("96",)
    assert set(line.flags) == {"units_over_limit", forms_in.IN_WORDS}
    assert "add_on_without_base" in forms_in.line(replace(SOUND, code="97551", base_billed=False), "Aetna").flags
    assert forms_in.line(replace(SOUND, outcome="paid"), "Aetna").reasons == ()


def test_a_report_waits_for_review_and_is_stored_once_however_often_it_is_sent() -> None:
    done = report.send(SOUND, "token", MEMBER)
    again = report.send(SOUND, "token", MEMBER)
    assert (done.receipt, done.verdict, done.counted) == (again.receipt, "pending", False)
    assert (counted(questions.Filters()), counted()) == (0, 1)
    review.give([done.receipt], "accepted", LOCAL)
    assert counted(questions.Filters()) == 1
    assert report.status(done.receipt, MEMBER).counted


def test_nothing_unscreened_is_stored_and_a_note_is_gone_after_review() -> None:
    with pytest.raises(Rejected, match="note") as refused:
        report.send(replace(SOUND, note="She is Zebulon Quixwort, DOB 03/04/1951"), "t", MEMBER)
    assert "Quixwort" not in str(refused.value)
    assert counted() == 0
    secret = "the plan answered by telephone that policy quagmire applies"
    done = report.send(replace(SOUND, note=secret), "t", MEMBER)
    assert next(b for b in review.queue(LOCAL).batches if b["receipt"] == done.receipt)["note"] == secret
    review.give([done.receipt], "accepted", LOCAL)
    with reading(settings().store) as db:
        assert db["report_notes"].count == 0
    for file in settings().store.parent.iterdir():
        assert b"quagmire" not in file.read_bytes(), f"the note's text is still in {file.name}"


def test_a_note_goes_with_a_withdrawn_report() -> None:
    done = report.send(replace(SOUND, note="they read us a policy by telephone"), "t", MEMBER)
    assert submit.withdraw(done.receipt, MEMBER) == 1
    with reading(settings().store) as db:
        assert db["report_notes"].count == 0
    assert counted() == 0


def test_a_note_of_a_file_is_screened_too(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="patient"):
        submit.accept(submit.preview(a_file(tmp_path), MEMBER), MEMBER, note="for Zebulon Quixwort, born 03/04/1951")


def test_one_sees_and_changes_ones_own_reports_only() -> None:
    done = report.send(SOUND, "t", MEMBER)
    assert [r["receipt"] for r in report.mine(MEMBER)] == [done.receipt]
    assert report.mine(OTHER) == []
    for deed in (
        lambda: report.own(done.receipt, OTHER),
        lambda: report.correct(done.receipt, SOUND, OTHER),
        lambda: report.tell(done.receipt, "written_off", OTHER),
        lambda: report.appeal(done.receipt, OTHER, level=1, filed="2025-04", ended="open"),
    ):
        with pytest.raises(Rejected, match="of yours"):
            deed()
    with pytest.raises(NotAllowed):
        submit.withdraw(done.receipt, OTHER)
    for nobody in (None, Person("x", "X", None), Person("x", "X", Role.MEMBER, active=False)):
        with pytest.raises(NotAllowed):
            report.send(SOUND, "t2", nobody)
        with pytest.raises(NotAllowed):
            report.mine(nobody)


def test_a_form_and_a_file_about_one_line_are_counted_once_in_either_order(tmp_path: Path) -> None:
    first = report.send(SOUND, "t", MEMBER)
    file = submit.accept(submit.preview(a_file(tmp_path), MEMBER), MEMBER)
    assert counted() == 1
    assert report.status(first.receipt, MEMBER).told_by == file.receipt
    second = report.send(replace(SOUND, reasons=()), "t2", MEMBER)  # one form for one line: this is another story
    assert second.told_by == ""
    assert counted() == 2
    submit.withdraw(file.receipt, MEMBER)
    assert counted() == 2
    assert report.status(first.receipt, MEMBER).told_by == ""


def test_a_form_whose_payer_is_settled_later_is_matched_then(tmp_path: Path) -> None:
    file = submit.accept(submit.preview(a_file(tmp_path), MEMBER), MEMBER)
    done = report.send(replace(SOUND, payer_id="", payer_as_written="Etna of the west"), "t", MEMBER)
    assert (done.told_by, counted()) == ("", 2)
    review.settle_name(review.open_names(LOCAL)[0]["name_id"], "aetna", LOCAL)
    assert report.status(done.receipt, MEMBER).told_by == file.receipt
    assert counted() == 1


def test_a_form_after_the_file_is_set_aside_too(tmp_path: Path) -> None:
    file = submit.accept(submit.preview(a_file(tmp_path, rows=2), MEMBER), MEMBER)
    done = report.send(replace(SOUND, reasons=()), "t", MEMBER)
    assert done.told_by == file.receipt
    assert counted() == 2


@pytest.mark.parametrize(
    "other", [{"payer_id": "cigna"}, {"code": "97552"}, {"month": "2025-04"}, {"state": "NY"}, {"reasons": ("CO-197",)}]
)
def test_what_differs_is_another_story(other: dict[str, object], tmp_path: Path) -> None:
    submit.accept(submit.preview(a_file(tmp_path), MEMBER), MEMBER)
    assert report.send(replace(SOUND, **other), "t", MEMBER).told_by == ""
    assert counted() == 2


def test_the_same_line_from_another_sender_is_not_taken_for_one(tmp_path: Path) -> None:
    submit.accept(submit.preview(a_file(tmp_path), OTHER), OTHER)
    assert report.send(SOUND, "t", MEMBER).told_by == ""


def test_a_correction_keeps_the_receipt_withdraws_the_old_line_and_waits_anew() -> None:
    done = report.send(SOUND, "t", MEMBER)
    report.appeal(done.receipt, MEMBER, level=1, filed="2025-05", ended="open")
    review.give([done.receipt], "accepted", LOCAL)
    after = report.correct(done.receipt, replace(SOUND, code="97552", reasons=("CO-197",)), MEMBER)
    assert (after.receipt, after.verdict) == (done.receipt, "pending")
    held = report.mine(MEMBER)[0]
    assert (held["code"], held["reasons"], held["first_reason"]) == ("97552", "CO-197", "CARC 197")
    assert [a["outcome"] for a in held["appeals"]] == ["open"]
    assert counted() == 1
    with reading(settings().store) as db:
        old = list(db.query("select code, withdrawn_why from claim_lines where withdrawn_revision is not null"))
    assert old == [{"code": "97550", "withdrawn_why": "corrected"}]


def test_a_specialist_corrects_with_a_reason_only_and_the_report_then_counts() -> None:
    done = report.send(SOUND, "t", MEMBER)
    with pytest.raises(Rejected, match="reason"):
        report.correct(done.receipt, replace(SOUND, state="NV"), LOCAL)
    assert (
        report.correct(done.receipt, replace(SOUND, state="NV"), LOCAL, why="the plan is Nevada's").verdict
        == "accepted"
    )


def test_correcting_a_withdrawn_report_is_refused() -> None:
    done = report.send(SOUND, "t", MEMBER)
    submit.withdraw(done.receipt, MEMBER)
    with pytest.raises(OutOfDate):
        report.correct(done.receipt, SOUND, MEMBER)


def test_what_came_of_it_is_asked_until_it_is_known() -> None:
    done = report.send(SOUND, "t", MEMBER)
    recent = report.send(replace(SOUND, month=today().strftime("%Y-%m")), "t2", MEMBER)
    assert [r["receipt"] for r in report.open_ends(MEMBER)] == [done.receipt]
    report.tell(done.receipt, "appealed", MEMBER)
    report.appeal(done.receipt, MEMBER, level=1, filed="2025-05", ended="open")
    assert len(report.open_ends(MEMBER)) == 1
    report.appeal(done.receipt, MEMBER, level=1, filed="2025-05", ended="overturned", decided="2025-08")
    assert report.open_ends(MEMBER) == []
    with pytest.raises(Rejected, match="on record"):
        report.appeal(done.receipt, MEMBER, level=1, filed="2025-05", ended="upheld", decided="2025-09")
    assert report.status(recent.receipt, MEMBER).verdict == "pending"


def test_a_typed_name_is_kept_for_a_specialist_and_a_chosen_one_is_settled() -> None:
    report.send(replace(SOUND, payer_id="", payer_as_written="Blue Cross", state=""), "t", MEMBER)
    assert [n["written"] for n in review.open_names(LOCAL)] == ["Blue Cross"]
    report.send(replace(SOUND, payer_id="", payer_as_written="Humana Inc", state="FL"), "t2", MEMBER)
    assert [n["written"] for n in review.open_names(LOCAL)] == ["Blue Cross"], (
        "what the rules settle is not asked about"
    )
    assert report.possible_payers(Form(payer_as_written="Humana", state="FL"), MEMBER)


def test_payers_are_narrowed_by_state_and_line_of_business() -> None:
    every = report.payers_for("", "", MEMBER)
    here = report.payers_for("CA", "", MEMBER)
    medicaid = report.payers_for("CA", "medicaid_ffs", MEMBER)
    assert set(medicaid) < set(here) < set(every)
    assert "aetna" in here
