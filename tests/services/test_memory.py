"""Answers are worked out once a revision, for everybody, and never out of date."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from tracker.services.answers import memory
from tracker.store import live
from tracker.store.connection import reading, writing

asked: list[tuple[str, int]] = []


def revised(of: str, at: int = 0) -> pd.DataFrame:
    asked.append((of, at))
    return pd.DataFrame({"of": [of], "at": [at]})


def slow(of: str) -> list[str]:
    asked.append((of, -1))
    time.sleep(0.2)
    return [of]


@pytest.fixture(autouse=True)
def store(own_store: Path) -> Path:
    asked.clear()
    memory.forget()
    return live.ensure(own_store)


def test_a_question_is_answered_once_until_something_is_written(store: Path) -> None:
    for _ in range(3):
        memory.ask(revised, "a")
    memory.ask(revised, "a", 0)  # what is left out and its default are one question
    memory.ask(revised, of="a", at=0)
    assert asked == [("a", 0)]
    memory.ask(revised, "a", 1)
    with writing(store, "desk", "something"):
        pass
    memory.ask(revised, "a")
    assert asked == [("a", 0), ("a", 1), ("a", 0)]


def test_what_a_reader_does_to_an_answer_stays_with_the_reader() -> None:
    mine = memory.ask(revised, "a")
    mine["more"] = 1
    mine.loc[0, "of"] = "changed"
    assert memory.ask(revised, "a").to_dict("list") == {"of": ["a"], "at": [0]}
    memory.ask(slow, "b").append("c")
    assert memory.ask(slow, "b") == ["b"]


def test_who_asks_while_it_is_being_worked_out_waits_for_it() -> None:
    found: list[list[str]] = []
    readers = [threading.Thread(target=lambda: found.append(memory.ask(slow, "same"))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [["same"]] * 4
    assert asked == [("same", -1)]


def test_a_question_that_fails_is_asked_again() -> None:
    def failing() -> None:
        asked.append(("failing", 0))
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            memory.ask(failing)
    assert len(asked) == 2


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ANSWERS", 2)
    for n in (1, 2, 3, 1):
        memory.ask(revised, "a", n)
    assert asked == [("a", 1), ("a", 2), ("a", 3), ("a", 1)]


def test_another_file_at_the_same_place_answers_for_itself(store: Path, tmp_path: Path) -> None:
    memory.ask(revised, "a")
    live.build(tmp_path / "other.sqlite")
    (tmp_path / "other.sqlite").replace(store)
    with reading(live.ensure(store)) as db:
        assert db["payers"].count > 0
    memory.ask(revised, "a")
    assert len(asked) == 2
