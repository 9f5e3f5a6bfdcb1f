"""Files that the program writes for others are whole, whoever else writes there at the same time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tracker import files
from tracker.errors import StoreProblem
from tracker.services import publish


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    """Each stops half way until the other has begun: with one name for both the second would spoil the first."""
    begun, out = threading.Barrier(2, timeout=20), tmp_path / "digest.md"
    failed: list[BaseException] = []

    def write(sign: str) -> None:
        try:
            with files.making(out) as fresh, fresh.open("w") as file:
                file.write(sign)
                file.flush()
                begun.wait()
                file.write(sign * 99)
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(sign,)) for sign in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failed
    assert out.read_text() in ("a" * 100, "b" * 100)
    assert [p.name for p in tmp_path.iterdir()] == ["digest.md"]


def test_a_file_written_anew_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    publish.write(tmp_path / "ledger.csv", b"old")
    publish.write(tmp_path / "ledger.csv", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("ledger.csv", b"new")]


def test_what_cannot_be_written_leaves_nothing_behind_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    for place in (tmp_path / "nowhere" / "ledger.csv", tmp_path / "taken"):
        with pytest.raises(StoreProblem, match="cannot be written") as refused:
            publish.write(place, b"data")
        assert str(place) in str(refused.value)
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]
