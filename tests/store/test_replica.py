"""A copy for reading: pages answer from it, nothing is written to it or beside it, the next copy is seen at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import replica
from streamlit.testing.v1 import AppTest

from tests.store.making import a_line
from tracker.errors import OutOfDate, StoreProblem
from tracker.services import people
from tracker.settings import ROOT
from tracker.store import copies, live
from tracker.store.connection import noting, reading, revision, writing


@pytest.fixture
def copy(store: Path, name_id: int, send: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy with one file in it; from here on this process reads from it alone."""
    send([a_line(name_id)], "A")
    target = tmp_path / "replica" / "payers.sqlite"
    replica.newer(target, 0)
    monkeypatch.setenv("TRACKER_STORE", str(target))
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    return target


def test_pages_answer_from_a_copy_and_leave_it_as_it_is(copy: Path) -> None:
    before = copy.read_bytes()
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not page.exception and not page.error and page.title
    assert copy.read_bytes() == before
    assert [p.name for p in copy.parent.iterdir()] == [copy.name]


def test_nothing_is_written_to_a_copy(copy: Path) -> None:
    for write in (lambda: writing(copy, "x", "x"), lambda: noting(copy, "x")):
        with pytest.raises(StoreProblem, match="Go to the main address"), write():  # type: ignore[attr-defined]
            pass
    seen = people.Arrival("https://login.example.org", "new", "New", "new@example.org", 1)
    assert people.arrive(seen, self_registration=True).role is None


def test_the_next_copy_is_seen_at_once(copy: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading(live.ensure(copy)) as db:
        before = revision(db)
    monkeypatch.delenv("TRACKER_READ_ONLY")
    with writing(store, "desk", "something"):
        pass
    copies.copy(store, copy)
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    with reading(live.ensure(copy)) as db:
        assert revision(db) == before + 1


def test_a_copy_that_is_missing_or_of_another_version_is_refused(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as outside, outside:
        outside.execute("delete from _sqlite_migrations where name = 'm013_lines_by_name'")
    live._ready.clear()
    with pytest.raises(OutOfDate, match="another version"):
        live.ensure(copy)
    copy.unlink()
    with pytest.raises(StoreProblem, match=r"scripts/replica\.py"):
        live.ensure(copy)
