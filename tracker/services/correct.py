"""Departures from a source, on record: what it says, what we hold, why; and the guard that notices when it was mended.

The one thing to know: a guard is a text that stands in the source as long as the departure is needed. When what the
store holds of the source no longer has it, the correction asks to be closed; it never closes by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.errors import Rejected, TrackerError
from tracker.people import Person, require
from tracker.services import evidence
from tracker.settings import settings
from tracker.store import corrections, live
from tracker.store.connection import reading, writing
from tracker.store.corrections import NewCorrection

OBJECTS = {"source": "a source", "decision": "one decision", "payer": "a payer's registry entry"}
STATUSES = {"open": "in force", "mended": "the source was mended", "dropped": "dropped"}


@dataclass(frozen=True)
class Guard:
    """holds: the guard's text is still there (None: nothing to look at). words: for the page."""

    holds: bool | None
    words: str


def record(new: NewCorrection, person: Person | None) -> int:
    """Record a departure; its id. Raises `Rejected` when something is missing or the guard is not there to begin with."""
    person = require(person, "decide")
    if new.object not in OBJECTS or not new.object_id:
        raise Rejected("A correction needs what it is about.", "Choose a source, a decision or a payer.")
    for words, text in (
        ("what the source says", new.source_says),
        ("what we hold", new.we_hold),
        ("a reason", new.reason),
    ):
        if not text.strip():
            raise Rejected(f"A correction needs {words}.", "Fill it in.")
    texts = _texts(new.object, new.object_id, person)
    if new.guard.strip() and texts and not _holds(new.guard, texts):
        raise Rejected(
            "The guard's text is not in what is kept of the source.", "Copy a few words that stand there now."
        )
    with writing(live.ensure(settings().store), person.key, "correction") as change:
        return corrections.add(change, new)


def close(correction_id: int, status: str, person: Person | None) -> None:
    """The source was `mended`, or the departure is `dropped`."""
    person = require(person, "decide")
    if status not in ("mended", "dropped"):
        raise Rejected("A correction is closed as mended or dropped.", "Choose one of the two.")
    with writing(live.ensure(settings().store), person.key, "correction") as change:
        corrections.close(change, correction_id, status)


def listed(person: Person | None) -> list[dict[str, Any]]:
    """The correction log, newest first: public, hence without the names of those who keep it."""
    person = require(person, "see_published")
    with reading(live.ensure(settings().store)) as db:
        return [{k: v for k, v in row.items() if k not in ("who", "name")} for row in corrections.listed(db)]


def watched(person: Person | None) -> list[dict[str, Any]]:
    """Open corrections with who recorded them and the state of their `guard_found` (a `Guard`), complaints first."""
    person = require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        rows = [r for r in corrections.listed(db) if r["status"] == "open"]
    found = [{**r, "guard_found": look(r, person)} for r in rows]
    return sorted(found, key=lambda r: r["guard_found"].holds is not False)


def look(correction: dict[str, Any], person: Person | None) -> Guard:
    """Whether the guard of a correction still stands in what the store holds of its source."""
    require(person, "decide")
    if not correction["guard"].strip():
        return Guard(None, "no guard: look at the source by hand")
    texts = _texts(correction["object"], correction["object_id"], person)
    if not texts:
        return Guard(None, "nothing of the source is kept: look at it by hand")
    if _holds(correction["guard"], texts):
        return Guard(True, "the source still says so")
    return Guard(False, f"the source no longer says “{correction['guard']}”: it may have been mended; look, then close")


def complaints(person: Person | None) -> list[dict[str, Any]]:
    """Open corrections whose source no longer has the guard's text."""
    return [r for r in watched(person) if r["guard_found"].holds is False]


def _texts(object_name: str, object_id: str, person: Person | None) -> list[str]:
    """What is kept of the source: the newest document where there is one, else passages, title and dates."""
    with reading(live.ensure(settings().store)) as db:
        said, documents = corrections.texts_of(db, object_name, object_id)
    for sha256 in documents[:1]:  # an older edition says what it always said
        try:
            return [evidence.words(sha256, person)]
        except TrackerError:  # a document that is gone says nothing; the passages still do
            continue
    return [text for text in said if text]


def _holds(guard: str, texts: list[str]) -> bool:
    wanted = " ".join(guard.split()).casefold()
    return any(wanted in " ".join(text.split()).casefold() for text in texts)
