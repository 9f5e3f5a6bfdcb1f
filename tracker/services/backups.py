"""Backups: taken, rotated, listed, put back. Scripts and the administrator's page do the same here.

The one thing to know: the fingerprint secret is not in a backup, since whoever has both can try claim numbers against
the store. It is kept elsewhere, once; without it the restored store cannot tell repeats of older files.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.errors import Rejected, of_file
from tracker.files import making
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import copies, live
from tracker.store.connection import writing

NAME = "payers-*.sqlite"
KEEP = 14
LEFT_OVER_SECONDS = 6 * 3600


@dataclass(frozen=True)
class Backup:
    """A sound copy: where, and which revision it holds; how many older ones were let go."""

    path: Path
    revision: int
    dropped: int


def folder() -> Path:
    """Where backups lie unless another folder is named: beside the store."""
    return settings().home.parent / "backups"


def listed(where: Path | None = None) -> list[Path]:
    """The backups of a folder, newest first."""
    return sorted((where or folder()).glob(NAME), reverse=True)


@dataclass(frozen=True)
class State:
    """How well the store is kept: its size, the newest backup and how old it is, how many there are."""

    megabytes: float
    newest: Path | None
    age: timedelta | None
    kept: int
    where: Path

    @property
    def words(self) -> str:
        """One sentence for people."""
        if self.age is None:
            return "There is no backup yet."
        hours = self.age.total_seconds() / 3600
        old = f"{hours:,.0f} hours" if hours < 72 else f"{hours / 24:,.0f} days"
        return f"The newest of {self.kept:,} backups is {old} old."

    @property
    def late(self) -> bool:
        """Whether a day went by without one."""
        return self.age is None or self.age > timedelta(hours=26)


def state(person: Person | None) -> State:
    """What there is to get back, for administrators. Each backup was proved when it was taken."""
    require(person, "administer")
    store, found = live.ensure(settings().home), listed()
    newest = found[0] if found else None
    age = datetime.now(UTC) - datetime.fromtimestamp(newest.stat().st_mtime, UTC) if newest else None
    return State(store.stat().st_size / 1_000_000, newest, age, len(found), folder())


def take(person: Person | None, where: Path | None = None, keep: int = KEEP) -> Backup:
    """Copy the live store and its documents, prove the copy, let go of all but the newest `keep`.

    Raises `StoreProblem` when the copy is not sound; older backups are then left alone.
    """
    require(person, "administer")
    if keep < 1:
        raise Rejected("At least one backup has to be kept.", "Give --keep a number above 0.")
    store, target = live.ensure(settings().home), where or folder()
    try:
        target.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        path = target / _next_name(target)
        held = copies.copy(store, path)
        _copy_documents(settings().home.parent / "evidence", target / "evidence")
        old = listed(target)[keep:]
        for backup in old:
            backup.unlink()
    except OSError as error:
        raise of_file(error, "the backup", "Older backups are as they were.") from error
    return Backup(path, held, len(old))


def _next_name(target: Path) -> str:
    """A name behind all others, also after the clock was put back: the newest backup is never the one let go."""
    names = [p.name for p in listed(target)]
    name = f"payers-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.sqlite"
    if not names or name > names[0]:
        return name
    last = datetime.strptime(names[0], "payers-%Y%m%dT%H%M%S%fZ.sqlite").replace(tzinfo=UTC)
    return f"payers-{last + timedelta(microseconds=1):%Y%m%dT%H%M%S%fZ}.sqlite"


def _sweep(target: Path) -> None:
    """Take away what a killed backup left half done, once it is older than any backup takes."""
    before = time.time() - LEFT_OVER_SECONDS
    for left in target.glob(".payers-*.sqlite.new*"):
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)


def put_back(person: Person | None, backup: Path) -> Backup:
    """Put a backup in place of the live store; what was there is kept beside it. Written down in the audit."""
    person = require(person, "administer")
    if not backup.is_file():
        raise Rejected(f"There is no backup {backup.name}.", "Run scripts/restore.py without a file to see the list.")
    store = settings().home
    try:
        held = copies.put_back(backup, store, f"before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        _copy_documents(backup.parent / "evidence", settings().home.parent / "evidence")
    except OSError as error:
        raise of_file(error, "the restored store", "The backup is as it was.") from error
    live.ensure(store)
    with writing(store, person.key, "restore") as change:
        change.audit("restore", backup.name, f"revision {held}")
    return Backup(store, held, 0)


def _copy_documents(source: Path, target: Path) -> None:
    """Documents are named by their content, so that what is there already is the same."""
    if not source.is_dir():
        return
    target.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        if file.is_file() and not (target / file.name).exists():
            with making(target / file.name) as fresh:
                shutil.copyfile(file, fresh)
