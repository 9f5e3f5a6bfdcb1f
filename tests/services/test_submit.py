"""Sending: a preview stores nothing, accept all or nothing, the same file is a no-op, withdrawal undoes, no leak."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tracker.errors import NotAllowed, OutOfDate, Rejected, TrackerError
from tracker.people import LOCAL, Person
from tracker.services import containers, review, submit
from tracker.settings import settings
from tracker.store import questions
from tracker.store.connection import reading, revision
from tracker.vocabulary import Role

MEMBER = Person("member-1", "A member", Role.MEMBER)
HEAD = "Patient,Member ID,Payer,State,Date of Service,CPT,Status,Reason,Units\n"
ROWS = (
    "Zebulon Quixwort,ZQX998877,Aetna,CA,2025-03-04,97550,Denied,CO-96,1\n"
    "Zebulon Quixwort,ZQX998877,Aetna,CA,2025-03-11,97551,Denied,CO-97,1\n"
    "Ottoline Brakespear,OBK112233,Humana,FL,2025-04-02,97550,Paid,,1\n"
    "Ottoline Brakespear,OBK112233,Humana,FL,2025-05-20,97550,Denied,CO-16 N822,1\n"
)
PRIVATE = (
    "Zebulon",
    "Quixwort",
    "ZQX998877",
    "Ottoline",
    "Brakespear",
    "OBK112233",
    "2025-03-04",
    "denials_of_zebulon",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "denials_of_zebulon.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    return path


def lines() -> int:
    with reading(settings().store) as db:
        return int(questions.totals(db)["lines"])


def test_a_preview_stores_nothing_and_shows_what_would_be_kept(file: Path) -> None:
    seen = submit.preview(file, LOCAL)
    with reading(settings().store) as db:
        before = revision(db)
        assert db["imports"].count == 0
    assert [(x.code, x.month, str(x.outcome)) for x in seen.batch.lines] == [
        ("97550", "2025-03", "denied"), ("97551", "2025-03", "denied"),
        ("97550", "2025-04", "paid"), ("97550", "2025-05", "denied"),
    ]  # fmt: skip
    submit.preview(file, LOCAL)
    with reading(settings().store) as db:
        assert revision(db) == before


def test_accept_counts_and_the_same_file_again_is_a_no_op_that_says_so(file: Path) -> None:
    done = submit.accept(submit.preview(file, LOCAL), LOCAL)
    assert (done.counted, lines()) == (4, 4)
    again = submit.preview(file, LOCAL)
    assert again.already and again.already["receipt"] == done.receipt
    with pytest.raises(Rejected, match=done.receipt):
        submit.accept(again, LOCAL)
    assert lines() == 4


def test_a_withdrawn_batch_no_longer_counts_and_may_be_sent_again(file: Path) -> None:
    done = submit.accept(submit.preview(file, LOCAL), LOCAL)
    assert submit.withdraw(done.receipt, LOCAL) == 4
    assert lines() == 0
    with pytest.raises(OutOfDate):
        submit.withdraw(done.receipt, LOCAL)
    submit.accept(submit.preview(file, LOCAL), LOCAL)
    assert lines() == 4


def test_a_members_batch_waits_for_review_and_is_theirs_alone(file: Path) -> None:
    done = submit.accept(submit.preview(file, MEMBER), MEMBER)
    assert lines() == 0, "pending lines are counted apart"
    assert [r["receipt"] for r in submit.receipts(MEMBER)] == [done.receipt]
    other = Person("member-2", "Another", Role.MEMBER)
    assert submit.receipts(other) == []
    with pytest.raises(NotAllowed):
        submit.withdraw(done.receipt, other)


def test_the_same_line_by_another_file_is_pointed_out_to_the_reviewer(tmp_path: Path) -> None:
    row = "Aetna,CA,2025-03,97550,denied,CO-96\n"
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Payer,State,Month,Code,Outcome,Reasons\n" + row, "utf-8")
    second.write_text("Insurance,State,Service month,CPT,Status,CARC\n" + row, "utf-8")
    done = submit.accept(submit.preview(first, MEMBER), MEMBER)
    submit.accept(submit.preview(second, MEMBER), MEMBER)
    looks = [b["second_look"] for b in review.queue(LOCAL).batches]
    assert any(done.receipt in words for words in looks)


def test_a_copy_to_mend_holds_the_problem_and_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + ROWS.replace("2025-05-20", "someday"), "utf-8")
    seen = submit.preview(path, LOCAL)
    assert [p.column for p in seen.batch.problems] == ["Date of Service"]
    with zipfile.ZipFile(io.BytesIO(submit.corrected_copy(path, seen))) as book:
        words = b"".join(book.read(n) for n in book.namelist()).decode("utf-8", "replace")
    assert "someday" in words and seen.batch.problems[0].advice[:20] in words
    assert "Quixwort" not in words and "OBK112233" not in words


def test_nobody_without_a_role_may_send(file: Path) -> None:
    with pytest.raises(NotAllowed):
        submit.preview(file, Person("x", "x", None))


def test_a_corrected_column_is_remembered_for_the_layout(tmp_path: Path) -> None:
    head = "Payer,State,DOS,Seen,CPT,Result\n"
    one, two = tmp_path / "1.csv", tmp_path / "2.csv"
    rows = ["Aetna,CA,2025-03-04,2025-06-0{},97550,Denied\n", "Humana,FL,2025-03-05,2025-06-0{},97550,Paid\n"]
    one.write_text(head + "".join(r.format(1) for r in rows), "utf-8")
    two.write_text(head + "".join(r.format(2) for r in rows), "utf-8")
    seen = submit.preview(one, LOCAL, overrides={"DOS": "ignore", "Seen": "date"})
    assert {x.month for x in seen.batch.lines} == {"2025-06"}
    submit.accept(seen, LOCAL)
    assert {x.month for x in submit.preview(two, LOCAL).batch.lines} == {"2025-06"}


def test_nothing_private_is_in_store_wal_preview_or_messages(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    seen = submit.preview(file, LOCAL)
    submit.accept(seen, LOCAL)
    kept = b"".join(p.read_bytes() for p in settings().store.parent.rglob("*") if p.is_file())
    said = repr(seen) + repr(submit.as_json(seen)) + "".join(capfd.readouterr())
    for value in PRIVATE:
        assert value.encode() not in kept, value
        assert value not in said, value


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n", b"{}", b"ISA*00*"])
def test_what_cannot_be_read_is_refused_and_the_store_unchanged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(TrackerError) as refused:
        submit.preview(path, LOCAL)
    assert refused.value.next_step
    with reading(settings().store) as db:
        assert db["imports"].count == 0


def test_a_zip_of_many_is_read_member_by_member(tmp_path: Path) -> None:
    packed = tmp_path / "many.zip"
    with zipfile.ZipFile(packed, "w") as z:
        z.writestr("one.csv", HEAD + ROWS)
        z.writestr("two.csv", HEAD + ROWS.replace("2025", "2026"))
        z.writestr("photo.png", b"\x89PNG\r\n\x1a\n")
    found = list(containers.expand(packed))
    assert len(found) == 3
    members = []
    for label, path in containers.expand(packed):
        assert isinstance(path, Path)
        try:
            members.append((label, submit.as_json(submit.preview(path, LOCAL))))
        except TrackerError as error:
            members.append((label, submit.error_json(error)))
    whole = containers.together(members)
    assert (whole["error"], len(whole["lines"]), len(whole["unreadable_members"])) == (None, 8, 1)


def test_a_zip_in_which_nothing_can_be_read_is_one_clear_refusal() -> None:
    photo = {"error": "This is a picture.", "lines": [], "problems": []}
    whole = containers.together([("a", photo), ("b", photo)])
    assert "could be read" in whole["error"] and "picture" in whole["error"]


def test_a_zip_of_one_table_is_handed_on_as_it_is(tmp_path: Path) -> None:
    packed = tmp_path / "one.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as z:
        z.writestr("one.csv", HEAD + ROWS)
    packed.write_bytes(buffer.getvalue())
    assert list(containers.expand(packed)) == [("one.zip", packed)]
    assert len(submit.preview(packed, LOCAL).batch.lines) == 4
