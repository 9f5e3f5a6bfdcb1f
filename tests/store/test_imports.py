"""One line, one story: repeats, reversals and corrections across files, in the order files come and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.making import a_line, key
from tracker.errors import OutOfDate, StoreProblem
from tracker.store import imports, keys, lines, names, questions, queue
from tracker.store.connection import reading, revision, writing

KEYS = {"claim_key": key("claim"), "line_key": key("line")}


@pytest.fixture(params=[1_000, 2, 0], ids=["fresh keys", "filed now and then", "filed at once"])
def play(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Path, name_id: int, send: Callable[..., Any]
) -> Callable[[str], tuple[int, int]]:
    """Plays a story of files, `+A` to send, `-A` to withdraw, `!A` to return, `=A` to accept; (denied, paid) after it.

    Files: A and B hold the same denied line, R its reversal, P the paid line that replaces it, K takes back the claim.
    Where keys lie changes nothing.
    """
    monkeypatch.setattr(keys, "FEWEST", request.param)
    monkeypatch.setattr(keys, "SHARE", 1_000_000)
    held = {
        "A": a_line(name_id, **KEYS),
        "B": a_line(name_id, **KEYS, row=7),
        "R": a_line(name_id, **KEYS, flags="reversal", claim_status="22"),
        "P": a_line(name_id, **KEYS, outcome="paid", flags="correction"),
        "K": a_line(name_id),
    }
    receipts: dict[str, str] = {}

    def playing(story: str) -> tuple[int, int]:
        for step in story.split():
            deed, file = step
            if deed == "+":
                whole = {"claim_reversals": [KEYS["claim_key"]]} if file == "K" else {}
                receipts[file] = send([held[file]], file, **whole).receipt
                continue
            with writing(store, "desk", "x") as change:
                if deed == "-":
                    imports.withdraw(change, receipts[file])
                else:
                    imports.review(change, receipts[file], {"!": "returned", "=": "accepted"}[deed])
        with reading(store) as db:
            total = questions.totals(db)
        return total["denied"], total["paid"]

    return playing


@pytest.mark.parametrize(
    ("story", "denied", "paid"),
    [
        ("+A", 1, 0),
        ("+A +B", 1, 0),  # a repeat does not count twice
        ("+A +B -A", 1, 0),  # the repeat counts when what it repeated is gone
        ("+A +B -A -B", 0, 0),
        ("+A +B -B", 1, 0),
        ("+A +B !A", 1, 0),
        ("+A +B !A =A", 1, 0),  # accepted again: now the other one was first
        ("+A !A +B", 1, 0),  # a returned file does not stand in the way of the mended one
        ("+A !A +B =A", 1, 0),
        ("+A +R", 0, 0),  # a reversal cancels
        ("+R +A", 0, 0),  # in whatever order they come
        ("+A +R +P", 1, 0),  # reversed, then paid: one line, denied at its first adjudication
        ("+R +A +P", 1, 0),
        ("+P +R +A", 1, 0),
        ("+P +A +R", 1, 0),
        ("+A +P", 1, 0),  # paid later: still denied at its first adjudication
        ("+A +R -R", 1, 0),  # no reversal any more: the line counts again
        ("+A +R !R", 1, 0),
        ("+A +R !R =R", 0, 0),
        ("+A +R -A", 0, 0),
        ("+A +R !A =A", 0, 0),  # accepted again, yet still reversed
        ("+A +R +P -R", 1, 0),
        ("+A +R +P -A", 0, 1),  # the correction stands
        ("+A +R =A", 0, 0),
        ("+A +R +P =R", 1, 0),  # a verdict changes nothing in the story
        ("+A +R +P !P", 0, 0),
        ("+A +R +P !P =P", 1, 0),
        ("+R +P", 0, 1),
        ("+A =A =A", 1, 0),
    ],
)
def test_a_line_is_counted_once(play: Callable[[str], tuple[int, int]], story: str, denied: int, paid: int) -> None:
    assert play(story) == (denied, paid)


def test_the_same_reversal_in_a_second_file_does_not_undo_the_correction(
    play: Callable[[str], tuple[int, int]], name_id: int, send: Any, store: Path
) -> None:
    assert play("+A +R +P") == (1, 0)
    send([a_line(name_id, **KEYS, flags="reversal", claim_status="22", row=3)], "R again")
    with reading(store) as db:
        assert questions.totals(db)["denied"] == 1


@pytest.mark.parametrize(
    ("story", "denied"),
    [
        ("+A +K", 1),
        ("+K +A", 1),
        ("+A +K -K", 1),
        ("+A +K !K", 1),
        ("+A +K +P", 2),
        ("+A +R +K", 1),
        ("+K +A -A +P", 1),
    ],
)
def test_a_claim_is_taken_back_as_a_whole(play: Callable[[str], tuple[int, int]], story: str, denied: int) -> None:
    """K holds a line of another claim too, which always counts."""
    assert play(story)[0] == denied


def test_repeats_inside_one_file_count_once(name_id: int, send: Any) -> None:
    done = send([a_line(name_id, **KEYS), a_line(name_id, **KEYS, row=2), a_line(name_id, row=3)], "A")
    assert done.counted == 2


def test_lines_without_keys_are_never_taken_for_repeats(name_id: int, send: Any) -> None:
    assert send([a_line(name_id, row=n) for n in range(5)], "A").counted == 5
    assert send([a_line(name_id, row=n) for n in range(5)], "B").counted == 5


def test_what_became_of_an_import_is_told(name_id: int, send: Any) -> None:
    send([a_line(name_id, **KEYS)], "A")
    done = send([a_line(name_id, **KEYS), a_line(name_id, row=2)], "B")
    assert (done.counted, done.known_already, done.cancelled) == (1, 1, 0)
    done = send([a_line(name_id, **KEYS, flags="reversal")], "R")
    assert (done.counted, done.known_already, done.cancelled) == (0, 0, 1)


def test_the_same_file_is_found_and_cannot_be_stored_twice(store: Path, name_id: int, send: Any) -> None:
    first = send([a_line(name_id)], "A", who="ada")
    with reading(store) as db:
        found = imports.find_file(db, key("file", "A"))
    assert found is not None and (found["receipt"], found["submitted_by"], found["lines"]) == (first.receipt, "ada", 1)
    with pytest.raises(StoreProblem, match="refused"):
        send([a_line(name_id)], "A")
    with writing(store, "ada", "withdraw") as change:
        imports.withdraw(change, first.receipt)
    assert send([a_line(name_id)], "A").counted == 1


def test_withdrawing_twice_is_told(store: Path, name_id: int, send: Any) -> None:
    receipt = send([a_line(name_id)], "A").receipt
    for times in range(2):
        with writing(store, "ada", "withdraw") as change:
            if times:
                with pytest.raises(OutOfDate, match="withdrawn before"):
                    imports.withdraw(change, receipt)
            else:
                assert imports.withdraw(change, receipt) == 1


def test_problems_and_reasons_are_kept_in_order(store: Path, name_id: int, send: Any, ask: Any) -> None:
    done = send(
        [a_line(name_id, reasons=(("CO", "CARC", "16"), (None, "RARC", "N362")))], "A",
        problems=[(None, 4, "Month", "month", "not a month", "write 2025-03"), (None, 9, None, "code", "b", "c")],
        counts={"rows": 3, "problems": 2, "ignored": 0, "repeats": 0},
    )  # fmt: skip
    with reading(store) as db:
        assert [p["row"] for p in imports.problems_of(db, done.receipt)] == [4, 9]
    assert ask("select group_code, kind, code from line_reasons order by position") == [
        ("CO", "CARC", "16"), (None, "RARC", "N362")]  # fmt: skip


def test_a_resolved_name_moves_its_lines_and_older_revisions_keep_them(store: Path, send: Any) -> None:
    with writing(store, "x", "names") as change:
        number = names.ensure(change.db, {("odd", "", "", ""): "Odd"}).popitem()[1]
    send([a_line(number)], "A")
    with reading(store) as db:
        before = revision(db)
    with writing(store, "desk", "resolve") as change:
        names.decide(change, number, "cigna", how="person", why="asked")
    with reading(store) as db:
        assert [r["payer_id"] for r in questions.by_payer(db)] == ["cigna"]
        assert [r["payer_id"] for r in questions.by_payer(db, revision=before)] == [""]


def test_a_reason_nobody_else_has_is_pointed_out(store: Path, name_id: int, send: Any) -> None:
    send([a_line(name_id)], "A")
    odd = send([a_line(name_id), a_line(name_id, row=2, first_reason="A1")], "B", verdict="pending")
    usual = send([a_line(name_id)], "C", verdict="pending")
    with reading(store) as db:
        told = queue.odd(db)
        assert "A1" in told[odd.import_id][0]
        assert usual.import_id not in told


def test_receipts_are_short_and_free_of_signs_that_look_alike() -> None:
    drawn = {imports.receipt() for _ in range(500)}
    assert len(drawn) == 500
    assert all(len(r) == 9 and r[4] == "-" and not set(r) & set("01OILo") for r in drawn)


@pytest.mark.parametrize("again", [{}, {"flags": "reversal"}], ids=["repeat", "reversal"])
def test_a_line_is_known_again_after_a_reviewer_moved_its_month(
    store: Path, name_id: int, send: Any, again: dict[str, Any]
) -> None:
    send([a_line(name_id, **KEYS)], "A")
    with writing(store, "desk", "correct") as change:
        old = int(change.db.execute("select max(line_id) from claim_lines").fetchone()[0])
        new = lines.correct(change, old, {"month": "2025-04"})
        lines.record_correction(change, old, new, "2025-03", "2025-04", "misread")
    send([a_line(name_id, **KEYS, **again)], "B")
    with reading(store) as db:
        assert questions.totals(db)["lines"] == (0 if again else 1)


def test_a_claim_taken_back_reaches_its_lines_of_every_month(store: Path, name_id: int, send: Any) -> None:
    months = ("2024-12", "2025-01", "2025-03")
    send([a_line(name_id, claim_key=key("c"), line_key=key("l", m), month=m, row=n) for n, m in enumerate(months)], "A")
    send([a_line(name_id, claim_key=key("other"), line_key=key("k"))], "B", claim_reversals=[key("c")])
    with reading(store) as db:
        assert questions.totals(db)["lines"] == 1


def test_many_reports_by_hand_push_no_file_off_the_list(store: Path, name_id: int, send: Callable[..., Any]) -> None:
    file = send([a_line(name_id)], "file")
    for n in range(3):
        send([a_line(name_id, row=n, line_key=key("line", n))], f"form {n}", kind="form")
    with reading(store) as db:
        assert [i["receipt"] for i in imports.listed(db, forms=False, limit=2)] == [file.receipt]
        assert {i["kind"] for i in imports.listed(db, limit=2)} == {"form"}


def test_lines_told_twice_are_found_in_the_index_alone(store: Path, name_id: int, send: Callable[..., Any]) -> None:
    """Reading each line that may be alike took most of the review page's time in a store of ten million."""
    first = send([a_line(name_id, row=n) for n in range(3)], "one")
    second = send([a_line(name_id, row=n) for n in range(3)], "two", who="another")
    with reading(store) as db:
        asked: list[str] = []
        db.conn.set_trace_callback(asked.append)
        (twin,) = imports.twins(db, second.receipt)
        db.conn.set_trace_callback(None)
        assert (twin["receipt"], twin["lines"], twin["other_sender"]) == (first.receipt, 3, 1)
        (question,) = {sql for sql in asked if "theirs" in sql}
        plan = [row[3] for row in db.execute(f"explain query plan {question}")]
        assert [step for step in plan if "lines_by_name" in step and "COVERING" not in step] == [], plan
        assert any("SEARCH o USING COVERING INDEX lines_by_name" in step for step in plan), plan
