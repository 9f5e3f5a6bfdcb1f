"""Lines are found by their keys, wherever the keys lie, and never by half a key alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.store.making import a_line, key
from tracker.store import keys, questions
from tracker.store.connection import Database, reading, writing


def held(db: Database) -> dict[str, set[tuple[bytes, int]]]:
    return {table: set(db.execute(f"select key, line_id from {table}")) for table in keys.TABLES}


def of_lines(db: Database) -> set[tuple[bytes, int]]:
    rows = db.execute("select line_id, line_key, claim_key from claim_lines").fetchall()
    return {(k[:8], line) for line, *both in rows for k in both if k}


def lines(name_id: int, first: int, number: int) -> list[Any]:
    return [
        a_line(name_id, row=n, line_key=key("l", n), claim_key=key("c", n // 2)) for n in range(first, first + number)
    ]


def test_every_key_lies_in_one_of_the_tables(
    store: Path, name_id: int, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "FEWEST", 12)
    monkeypatch.setattr(keys, "SHARE", 1_000)
    sizes = []
    for n in range(5):
        send([*lines(name_id, 3 * n, 3), a_line(name_id, row=99)], f"file {n}")
        with reading(store) as db:
            found = held(db)
            assert found["filed_keys"] | found["fresh_keys"] == of_lines(db)
            assert not found["filed_keys"] & found["fresh_keys"]
            sizes.append((len(found["filed_keys"]), len(found["fresh_keys"])))
    assert sizes == [(0, 6), (0, 12), (18, 0), (18, 6), (18, 12)]


def test_keys_made_anew_are_those_that_were_kept(store: Path, name_id: int, send: Any) -> None:
    send(lines(name_id, 0, 4), "A")
    with writing(store, "desk", "keys") as change:
        before = held(change.db)
        keys.rebuild(change.db)
        assert held(change.db) == {"filed_keys": before["fresh_keys"], "fresh_keys": set()}


@pytest.mark.parametrize("fewest", [1_000, 0], ids=["fresh", "filed"])
def test_half_a_key_does_not_make_two_lines_one(
    store: Path, name_id: int, send: Any, monkeypatch: pytest.MonkeyPatch, fewest: int
) -> None:
    monkeypatch.setattr(keys, "FEWEST", fewest)
    begins = key("line")[:16]
    for n in "ab":
        send([a_line(name_id, line_key=begins + n * 16, claim_key=key("claim")[:16] + n * 16)], n)
    send([a_line(name_id)], "K", claim_reversals=[key("claim")[:16] + "a" * 16])
    with reading(store) as db:
        assert questions.totals(db)["lines"] == 2  # b and K: only the claim of a was taken back


def test_a_key_that_claim_and_line_share_is_kept_once(store: Path, name_id: int, send: Any) -> None:
    send([a_line(name_id, line_key=key("x"), claim_key=key("x"))], "A")
    send([a_line(name_id, line_key=key("x"), claim_key=key("x"))], "B")
    with reading(store) as db:
        assert (questions.totals(db)["lines"], len(held(db)["fresh_keys"])) == (1, 2)
