"""What stays is walked no more by the collector; what a later run leaves behind is still found."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from tracker.ui import settle


class Knot:
    """Holds itself, so that only the collector can take it away."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def thaw(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settle, "_settled", set())
    yield
    gc.unfreeze()


def test_what_is_alive_is_set_aside_once() -> None:
    settle.once("start")
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    kept = [Knot() for _ in range(1000)]
    settle.once("start")
    assert gc.get_freeze_count() < frozen + len(kept)
    settle.once("a page")
    assert gc.get_freeze_count() > frozen + len(kept) / 2


def test_garbage_is_not_kept_and_later_garbage_is_found() -> None:
    before = weakref.ref(Knot())
    settle.once("start")
    assert before() is None
    after = weakref.ref(Knot())
    gc.collect()
    assert after() is None
