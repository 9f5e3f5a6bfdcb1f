"""A live store of its own for each test, and short ways to fill and ask it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.store.making import PAYER, add
from tracker.store import live, names
from tracker.store.connection import reading, writing
from tracker.store.imports import Accepted, NewLine


@pytest.fixture
def store(own_store: Path) -> Path:
    return live.ensure(own_store)


@pytest.fixture
def name_id(store: Path) -> int:
    """A spelling that means PAYER."""
    with writing(store, "desk", "resolve name") as change:
        number = names.ensure(change.db, {("some plan", "CA", "commercial", ""): "Some Plan"}).popitem()[1]
        names.decide(change, number, PAYER, how="person", why="asked")
    return number


@pytest.fixture
def send(store: Path) -> Callable[..., Accepted]:
    """Send lines as one file; the file's name stands for its content."""

    def sending(lines: Sequence[NewLine], file: str, who: str = "member", **said: Any) -> Accepted:
        with writing(store, who, "import") as change:
            return add(change, lines, file, **said)

    return sending


@pytest.fixture
def ask(store: Path) -> Callable[..., list[tuple[Any, ...]]]:
    def asking(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with reading(store) as db:
            return db.execute(sql, list(values)).fetchall()

    return asking
