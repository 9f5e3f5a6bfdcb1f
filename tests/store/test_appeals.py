"""Appeals by the line that counts, and denied lines that a later remittance paid: in every order of files, and as of every
revision."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.store.making import a_line, key
from tracker.store import appeals, imports, names, paid_later
from tracker.store.connection import reading, revision, writing
from tracker.store.filters import EVERYTHING

KEYS = {"claim_key": key("claim"), "line_key": key("line")}
Send = Callable[..., Any]


def money(paid: str, why: str = "0" * 8) -> str:
    return paid * 8 + why


@pytest.fixture
def settled(store: Path, name_id: int) -> int:
    with writing(store, "desk", "settle") as change:
        names.decide(change, name_id, "aetna", how="person", why="asked")
    return name_id


def paid(store: Path, at: int | None = None) -> list[str]:
    with reading(store) as db:
        return [r["paid"] for r in paid_later.listed(db, EVERYTHING, at)]


def heard(store: Path, at: int | None = None) -> list[tuple[int, str]]:
    with reading(store) as db:
        return [(r["level"], r["outcome"]) for r in appeals.listed(db, EVERYTHING, at)]


def now(store: Path) -> int:
    with reading(store) as db:
        return revision(db)


DENIED = {"money_key": money("0", "1" * 8)}
TAKEN = {"flags": "reversal", "claim_status": "22", **DENIED}
PAID = {"outcome": "paid", "money_key": money("5", "f" * 8)}


@pytest.mark.parametrize("order", list(permutations("DRP")), ids="".join)
def test_a_reversed_denial_that_is_paid_is_found_in_every_order(
    store: Path, settled: int, send: Send, order: tuple[str, ...]
) -> None:
    """D the denial, R its reversal, P the new payment, each in a file of its own."""
    rows = {"D": DENIED, "R": TAKEN, "P": PAID}
    for file in order:
        send([a_line(settled, **KEYS, **rows[file])], file)
    assert paid(store) == ["paid"]


@pytest.mark.parametrize("order", ["DX", "XD"])
def test_reversal_and_payment_in_one_file(store: Path, settled: int, send: Send, order: str) -> None:
    files = {
        "D": [a_line(settled, **KEYS, **DENIED)],
        "X": [a_line(settled, **KEYS, **TAKEN), a_line(settled, **KEYS, **PAID, flags="correction", row=2)],
    }
    for file in order:
        send(files[file], file)
    assert paid(store) == ["paid"]


def test_a_claim_sent_again_and_paid_without_a_reversal(store: Path, settled: int, send: Send) -> None:
    send([a_line(settled, **KEYS, **DENIED)], "D")
    assert paid(store) == []
    send([a_line(settled, **KEYS, **{**PAID, "outcome": "partly_paid"})], "P")
    assert paid(store) == ["partly_paid"]


def test_a_payment_that_is_taken_back_is_none(store: Path, settled: int, send: Send) -> None:
    send([a_line(settled, **KEYS, **DENIED)], "D")
    send([a_line(settled, **KEYS, **PAID)], "P")
    send([a_line(settled, **KEYS, flags="reversal", claim_status="22", money_key=money("5", "0" * 8))], "R")
    assert paid(store) == []


def test_no_payment_is_told_by_a_repeat_a_refused_duplicate_or_a_table(store: Path, settled: int, send: Send) -> None:
    send([a_line(settled, **KEYS, **DENIED)], "D")
    send([a_line(settled, **KEYS, **DENIED)], "again")
    send([a_line(settled, **KEYS, **{**PAID, "outcome": "denied"}, flags="duplicate")], "duplicate")
    send([a_line(settled, **KEYS, **PAID)], "table", kind="spreadsheet")
    assert paid(store) == []


def test_a_snapshot_says_for_ever_what_was_paid_then(store: Path, settled: int, send: Send) -> None:
    said: dict[int, list[str]] = {}
    receipts = {}
    for file, row in (("D", DENIED), ("P", PAID), ("R", TAKEN)):
        receipts[file] = send([a_line(settled, **KEYS, **row)], file).receipt
        said[now(store)] = paid(store)
    with writing(store, "desk", "withdraw") as change:
        imports.withdraw(change, receipts["P"])
    said[now(store)] = paid(store)
    assert list(said.values()) == [[], ["paid"], ["paid"], []]
    assert {at: paid(store, at) for at in said} == said


def test_only_accepted_files_tell_of_payments(store: Path, settled: int, send: Send) -> None:
    send([a_line(settled, **KEYS, **DENIED)], "D")
    done = send([a_line(settled, **KEYS, **PAID)], "P", verdict="pending")
    assert paid(store) == []
    with writing(store, "desk", "review") as change:
        imports.review(change, done.receipt, "accepted")
    assert paid(store) == ["paid"]


OPEN, WON = ((1, "2025-05", "open", None),), ((1, "2025-05", "overturned", "2025-08"),)


def test_a_table_tells_appeals_and_takes_them_with_it(store: Path, settled: int, send: Send) -> None:
    done = send([a_line(settled, appeals=WON)], "table", kind="spreadsheet")
    then = now(store)
    with reading(store) as db:
        assert [r[0] for r in db.execute("select how from appeals")] == ["spreadsheet"]
    with writing(store, "desk", "withdraw") as change:
        imports.withdraw(change, done.receipt)
    assert (heard(store, then), heard(store)) == ([(1, "overturned")], [])


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_the_same_table_with_more_appeals_adds_to_what_is_known_of_a_line(
    store: Path, settled: int, send: Send, order: str
) -> None:
    told = {"A": OPEN, "B": (*WON, (2, "2025-09", "open", None))}
    receipts, said = {}, {}
    for file in order:
        receipts[file] = send([a_line(settled, **KEYS, appeals=told[file])], file, kind="spreadsheet").receipt
        said[now(store)] = heard(store)
    assert heard(store) == [(1, "overturned"), (2, "open")], "an answer stands before none, whatever came first"
    with writing(store, "desk", "withdraw") as change:
        imports.withdraw(change, receipts["B"])
    assert heard(store) == [(1, "open")]
    with writing(store, "desk", "withdraw") as change:
        imports.withdraw(change, receipts["A"])
    assert heard(store) == []
    assert {at: heard(store, at) for at in said} == said


def test_a_line_that_counts_again_keeps_its_appeals(store: Path, settled: int, send: Send) -> None:
    first = send([a_line(settled, **KEYS)], "A", kind="spreadsheet")
    send([a_line(settled, **KEYS, appeals=WON)], "B", kind="spreadsheet")
    with writing(store, "desk", "withdraw") as change:
        imports.withdraw(change, first.receipt)
    assert heard(store) == [(1, "overturned")]


REMITTED = [  # months of denial and payment: what counts as denied at first, what was paid later
    ("2025-04", "2025-06", 1, ["paid"], "the denial came first, whichever file arrives first"),
    ("2025-06", "2025-04", 0, [], "the payment came first: nothing was denied at its first adjudication"),
]


@pytest.mark.parametrize("order", ["DP", "PD"])
@pytest.mark.parametrize(("denied", "settled_in", "count", "later", "why"), REMITTED, ids=[r[-1] for r in REMITTED])
def test_months_of_remittances_tell_which_came_first_without_a_reversal(
    store: Path, settled: int, send: Send, ask: Any, order: str,
    denied: str, settled_in: str, count: int, later: list[str], why: str,
) -> None:  # fmt: skip
    rows, months = {"D": DENIED, "P": PAID}, {"D": denied, "P": settled_in}
    said: dict[int, list[str]] = {}
    for file in order:
        send([a_line(settled, **KEYS, **rows[file])], file, remitted=months[file])
        said[now(store)] = paid(store)
    live = "select count(*) from claim_lines where withdrawn_revision is null and outcome = 'denied'"
    assert (ask(live)[0][0], paid(store)) == (count, later), why
    assert ask("select sum(denied) from cells")[0][0] == count, "the summaries say the same"
    assert {at: paid(store, at) for at in said} == said, "a snapshot stays"


@pytest.mark.parametrize("months", [("2025-04", "2025-04"), ("2025-06", ""), ("", "2025-04"), ("", "")], ids="|".join)
@pytest.mark.parametrize(("order", "later"), [("DP", ["paid"]), ("PD", [])])
def test_arrival_decides_where_months_do_not_tell(
    store: Path, settled: int, send: Send, order: str, later: list[str], months: tuple[str, str]
) -> None:
    """Days are not kept: remittances of one month, or of a month nobody told, follow arrival."""
    rows = {"D": (DENIED, months[0]), "P": (PAID, months[1])}
    for file in order:
        send([a_line(settled, **KEYS, **rows[file][0])], file, remitted=rows[file][1])
    assert paid(store) == later
