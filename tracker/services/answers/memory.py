"""Answers remembered for everybody in this process. A revision never changes, so what it answered once it answers for ever.

The key is the store's file, its newest revision, the day and what was asked: nothing is ever out of date, and nothing is
cleared. The one thing to know: an answer is shared. Frames are handed out as copies that cost nothing until somebody
writes to them; whoever wants to change a list or a dict takes a copy first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from inspect import signature
from threading import Lock
from typing import Any

import pandas as pd

from tracker.settings import settings, today
from tracker.store import live
from tracker.store.connection import reading, revision

ANSWERS = 400  # each a frame of some hundred rows; the largest, of a few thousand
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_asking: dict[Hashable, Lock] = {}
_lock = Lock()
_NOTHING = object()


def moment() -> tuple[Hashable, ...]:
    """What an answer depends on besides the question: the file, its newest revision, the day, when a look grows old."""
    configured = settings()
    path = live.ensure(configured.store)
    with reading(path) as db:
        newest = revision(db)
    return str(path), path.stat().st_ino, newest, today(), configured.review_days


def ask(question: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """The answer of a function, worked out once a revision; who asks while it is being worked out waits for it."""
    asked = _signature(question).bind(*arguments, **named)
    asked.apply_defaults()  # what is left out and what is said to be the default are the same question
    key = (*moment(), question.__module__, question.__qualname__, *asked.arguments.values())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _handed(_kept[key])
        asking = _asking.setdefault(key, Lock())
    with asking:
        try:
            with _lock:
                answer = _kept.get(key, _NOTHING)
            if answer is _NOTHING:
                answer = question(*arguments, **named)
            with _lock:
                _kept[key] = answer
                while len(_kept) > ANSWERS:
                    _kept.popitem(last=False)
        finally:
            with _lock:
                _asking.pop(key, None)
    return _handed(answer)


_signature = cache(signature)


def forget() -> None:
    """Start anew, for measurements."""
    with _lock:
        _kept.clear()


def _handed(answer: Any) -> Any:
    """The answer as one reader gets it: a change of columns or of the outer list stays with that reader."""
    if isinstance(answer, pd.DataFrame):
        return answer.copy(deep=False)
    if type(answer) is tuple:
        return tuple(_handed(part) for part in answer)
    return answer.copy() if type(answer) in (list, dict) else answer
