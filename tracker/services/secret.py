"""The installation's fingerprint key: there, the right one, or told missing; made anew only when somebody says so.

The one thing to know: a key that is lost must not be replaced in silence. With another key no line and no file is known
again, and everything sent twice would count twice. A store that holds fingerprints therefore knows its key by a short mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.errors import OutOfDate, Rejected, StoreProblem, of_file
from tracker.intake import fingerprint
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import live, marks
from tracker.store.connection import Change, reading, writing

ADVICE = (
    "Put back the copy you keep (docs/administration.md, Backups). Is it lost for good: "
    "scripts/secret.py --new begins with another one, and says what that costs."
)


@dataclass(frozen=True)
class State:
    """Where the key lies, whether it is there, and whether it is the one of this store."""

    file: Path
    words: str
    sound: bool


def key() -> bytes:
    """The key in force, made on the first use. Raises `StoreProblem` when it is missing or belongs to another store."""
    file = settings().secret_file
    with reading(live.ensure(settings().store)) as db:
        mark = "" if live.notice(db) else marks.of_secret(db)
        waited_for = not live.notice(db) and marks.holds_fingerprints(db)
    if waited_for and not file.exists():
        raise StoreProblem(f"The fingerprint key {file.name} is missing; nothing was read or stored.", ADVICE)
    found = fingerprint.load_or_make_key(file)
    if mark and mark != _mark(found):
        raise StoreProblem(f"The fingerprint key {file.name} is not the one of this store; nothing was stored.", ADVICE)
    return found


def note(change: Change, found: bytes) -> None:
    """Remember in the store, within a write that keeps fingerprints, which key made them."""
    if not live.notice(change.db):
        marks.remember_secret(change.db, _mark(found))


def _mark(found: bytes) -> str:
    return fingerprint.make(found, "mark")[:8]


def state() -> State:
    """How it stands, in words; nothing of the key itself is said."""
    file = settings().secret_file
    try:
        there = file.exists()
        if there:
            key()
    except StoreProblem as problem:
        return State(file, str(problem), False)
    if there:
        return State(file, "The fingerprint key is there and fits the store.", True)
    with reading(live.ensure(settings().store)) as db:
        missed = marks.holds_fingerprints(db)
    missing = f"The fingerprint key is missing. {ADVICE}"
    return State(file, missing if missed else "There is no key yet; the first file sent makes it.", not missed)


def renew(person: Person | None) -> Path:
    """Begin with another key: the old file, where there is one, is kept beside it. Written down in the audit.

    Later files are not matched with those sent before. Raises `OutOfDate` while the right key is there.
    """
    admin = require(person, "administer")
    file = settings().secret_file
    if state().sound and file.exists():
        raise OutOfDate("The right key is there; nothing was changed.", "Only a lost key is made anew.")
    try:
        if file.exists():
            file.rename(file.with_name(f"{file.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    except OSError as error:
        raise of_file(error, f"the fingerprint key {file.name}") from error
    fresh = fingerprint.load_or_make_key(file)
    with writing(live.ensure(settings().store), admin.key, "new fingerprint key") as change:
        if live.notice(change.db):
            raise Rejected("This is a demonstration: its key does not matter.", "Delete the file and go on.")
        marks.replace_secret(change.db, _mark(fresh))
    return file
