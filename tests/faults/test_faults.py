"""Whatever is wrong with disk, store, lock or key: words with a way out, no traceback, and nothing half written.

`FAULTS` is the table: what is done to the store, which deeds must be refused with which words, and which still work. The deeds run
in a process of their own (`deeds.py`): the scripts as they are, and the app's pages. Afterwards the fault is lifted, and the
store must be sound and hold exactly what it held.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tracker.intake.decision_file import TEMPLATE
from tracker.people import LOCAL
from tracker.services import backups, submit
from tracker.settings import ROOT
from tracker.store import copies, live
from tracker.store.connection import let_go, reading

HEADER = "Batch,Payer,State,CPT,Service month,Outcome,CARC\n"
FULL = r"disk (is full|did not do)"
FORBIDDEN = r"may not be read or written|may only be read|cannot be opened"
DAMAGED = r"damaged.*scripts/restore\.py"
EVERY = ("load", "send", "decide", "backup", "audit", "people", "export", "digest", "page")


@dataclass(frozen=True)
class Place:
    """A store with a file sent and a backup taken: `disk` holds the store, `files` what is sent, `outside` what is written."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "disk" / "payers.sqlite"


@dataclass(frozen=True)
class Fault:
    """What is done, the deeds that must be refused and with which words, those that must go on, limits of the process."""

    name: str
    happen: Callable[[Place], object]
    refused: dict[str, str]
    works: tuple[str, ...] = ()
    limit: Callable[[Place], Callable[[], None] | None] = lambda place: None
    environment: dict[str, str] = field(default_factory=dict)


def written(deeds: str, words: str) -> dict[str, str]:
    return dict.fromkeys(deeds.split(), words)


# ---------------------------------------------------------------- what happens to a store


@contextmanager
def nothing(place: Place) -> Iterator[None]:
    yield


@contextmanager
def mounted(place: Place, *, room: int, options: str = "") -> Iterator[None]:
    """The store on a small disk of its own, with `room` bytes left or read-only."""
    disk, kept = place.folder / "disk", place.folder / "kept"
    shutil.copytree(disk, kept)
    used = sum(f.stat().st_size for f in kept.rglob("*") if f.is_file())
    # Each file takes whole pages of the file system.
    size = used + 4096 * (2 + sum(1 for _ in kept.rglob("*"))) + room
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk cannot be mounted here (no rights to)")
    try:
        shutil.copytree(kept, disk, dirs_exist_ok=True)
        if options:
            subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)
        yield
        if options:
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        let_go(place.store)
        shutil.rmtree(kept)
        shutil.copytree(disk, kept)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
        shutil.rmtree(disk)
        kept.rename(disk)


def full_disk(place: Place) -> object:
    return mounted(place, room=8192)


def read_only_disk(place: Place) -> object:
    return mounted(place, room=4_000_000, options="ro")


@contextmanager
def mode(place: Place, path: Path, rights: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(rights)
    yield
    path.chmod(before)


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Another process holds the write lock for as long as the deeds take."""
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
         "c.execute('begin immediate'); print('held', flush=True); sys.stdin.read()", str(place.store)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    yield
    holder.communicate()


@contextmanager
def changed(place: Place, change: Callable[[bytes], bytes]) -> Iterator[None]:
    """The store's bytes are others, until it is put back as it was."""
    before = place.store.read_bytes()
    place.store.write_bytes(change(before))
    held = place.store.read_bytes()
    yield
    assert place.store.read_bytes() == held, "a damaged store is left as it is"
    for suffix in ("-wal", "-shm"):
        place.store.with_name(place.store.name + suffix).unlink(missing_ok=True)
    place.store.write_bytes(before)


@contextmanager
def without(path: Path, instead: bytes | None = None) -> Iterator[None]:
    aside = path.with_name(path.name + ".aside")
    path.rename(aside)
    if instead is not None:
        path.write_bytes(instead)
    yield
    assert (path.read_bytes() if path.exists() else None) == instead, "no other key was made in silence"
    aside.replace(path)


def overwritten(data: bytes) -> bytes:
    """Pages in the middle hold something else; the first one, which says that it is a store, is as it was."""
    page = 4096
    return data[:page] + os.urandom(0) + b"\xa5" * (len(data) - 2 * page) + data[-page:]


def database_of_another() -> bytes:
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("create table songs (name text)")
        return other.serialize()


def plain_rights(place: Place) -> Callable[[], None] | None:
    """Root may write everywhere; the deeds' process gives that up, so that rights of files mean something."""
    if os.geteuid():
        return None

    def give_up() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
                os._exit(77)

    return give_up


def small_files(place: Place) -> Callable[[], None]:
    """No file of the process may grow beyond what the store has: what a quota does."""
    most = place.store.stat().st_size // 2

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


WRITES = "load send decide people export"
FAULTS = [
    Fault("disk full", full_disk, written(WRITES + " backup", FULL), ("audit", "digest", "page")),
    Fault("quota reached", nothing, written("backup", FULL), ("page", "digest"), limit=small_files),
    Fault("disk read-only", read_only_disk, written(WRITES + " backup", FORBIDDEN)),
    Fault("file read-only", lambda p: mode(p, p.store, 0o444), written(WRITES, FORBIDDEN), limit=plain_rights),
    Fault("folder read-only", lambda p: mode(p, p.store.parent, 0o555), written(WRITES + " backup", FORBIDDEN), limit=plain_rights),
    Fault("folder closed", lambda p: mode(p, p.store.parent, 0o000), written(" ".join(EVERY), FORBIDDEN), limit=plain_rights),
    Fault("locked", locked, written(WRITES, "busy with another write. Try again"),
          ("audit", "digest", "backup", "page"), environment={"FAULTS_WAIT": "0.2"}),
    Fault("no key", lambda p: without(p.store.parent / "fingerprint.key"), written("load send secret", r"key.*missing.*scripts/secret\.py --new"),
          ("backup", "digest", "page")),
    Fault("another key", lambda p: without(p.store.parent / "fingerprint.key", b"ab" * 32), written("load send secret", "not the one of this store"), ("page",)),
    Fault("half a key", lambda p: without(p.store.parent / "fingerprint.key", b"abcd"), written("load send secret", r"damaged.*scripts/secret\.py"), ("page",)),
    Fault("pages overwritten", lambda p: changed(p, overwritten), written("load send decide backup audit export page", DAMAGED)),
    Fault("not a database", lambda p: changed(p, lambda data: b"Dear member, " * 1000), written(" ".join(EVERY), DAMAGED)),
    Fault("cut off", lambda p: changed(p, lambda data: data[: len(data) // 2 // 4096 * 4096]), written("load send decide backup audit export page", DAMAGED)),
    Fault("emptied", lambda p: changed(p, lambda data: b""), written(" ".join(EVERY), r"holds nothing.*scripts/restore\.py")),
    Fault("another program's", lambda p: changed(p, lambda data: database_of_another()), written(" ".join(EVERY), r"another program's.*left as it is|left as it was")),
]  # fmt: skip


# ---------------------------------------------------------------- the tests


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path)
    for name in ("disk", "files", "outside"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TRACKER_STORE", str(made.store))
    for name in ("sent", "fresh"):
        rows = [
            f"{name},Aetna,CA,97550,2025-{n % 12 + 1:02d},denied,96\n" for n in range(2000 if name == "fresh" else 30)
        ]
        (tmp_path / "files" / f"{name}.csv").write_text(HEADER + "".join(rows))
    decision = {"payer": "Cigna", "line_of_business": "commercial", "code": "97550", "status": "covered", "source_title": "A policy",
                "source_publisher": "Cigna", "accessed": "2026-01-01", "confidence": "primary"}  # fmt: skip
    rows_of = [",".join(TEMPLATE), ",".join(decision.get(name, "") for name in TEMPLATE)]
    (tmp_path / "files" / "decisions.csv").write_text("\n".join(rows_of) + "\n")
    submit.accept(submit.preview(tmp_path / "files" / "sent.csv", LOCAL), LOCAL)
    backups.take(LOCAL)
    let_go(made.store)
    return made


def at_rest(store: Path) -> None:
    """Nobody reads, and nothing lies beside the file."""
    let_go(store)
    with closing(sqlite3.connect(store)) as outside:
        outside.execute("pragma wal_checkpoint(truncate)")


def held(store: Path) -> dict[str, int]:
    live._ready.clear()
    let_go(store)
    with reading(live.ensure(store)) as db:
        return {
            t: db[t].count
            for t in ("imports", "claim_lines", "cells", "coverage_decisions", "revisions", "invitations")
        }


def do(place: Place, fault: Fault, deeds: list[str]) -> dict[str, dict[str, object]]:
    command = [sys.executable, str(ROOT / "tests" / "faults" / "deeds.py"), str(place.folder), *deeds]
    environment = {**os.environ, **fault.environment, "TRACKER_STORE": str(place.store)}
    run = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=240,
        check=False,
        preexec_fn=fault.limit(place),
    )
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name)
def test_a_fault_is_told_with_a_way_out_and_leaves_nothing_half_written(place: Place, fault: Fault) -> None:
    before = held(place.store)
    at_rest(place.store)
    backups_before = [p.name for p in backups.listed()]
    with ExitStack() as happening:
        happening.enter_context(fault.happen(place))  # type: ignore[arg-type]
        found = do(place, fault, [*fault.refused, *fault.works])
    for deed, answer in found.items():
        said = str(answer["said"])
        assert answer["code"] != "traceback", f"{deed}: {said}"
        if deed in fault.works:
            assert answer["code"] == 0 and not said, f"{deed}: {said}"
            continue
        assert re.search(fault.refused[deed], said, re.S), f"{deed}: {said!r}"
        assert answer["code"] != 0 or deed.startswith("page"), deed
    assert copies.faults(place.store) == []
    assert held(place.store) == before
    if "backup" in fault.refused:
        assert [p.name for p in backups.listed()] == backups_before
    left = [p.name for p in place.store.parent.rglob("*") if ".new" in p.name]
    assert left == []


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.name in ("pages overwritten", "not a database", "cut off", "emptied")], ids=lambda f: f.name)  # fmt: skip
def test_the_way_out_leads_out(place: Place, fault: Fault) -> None:
    """What the message names, done: the store of the last backup is there again."""
    before = held(place.store)
    at_rest(place.store)
    happening = fault.happen(place)
    happening.__enter__()  # type: ignore[attr-defined]
    found = do(place, fault, ["page", "restore", "page", "load"])
    assert found["restore"]["code"] == 0, found
    assert (found["page"]["said"], found["load"]["code"]) == ("", 0)
    assert held(place.store)["claim_lines"] == before["claim_lines"] + 2000


def test_a_lost_key_is_made_anew_only_when_somebody_says_so(place: Place) -> None:
    from tracker.errors import OutOfDate, StoreProblem
    from tracker.services import secret

    key = place.store.parent / "fingerprint.key"
    assert secret.state().sound
    with pytest.raises(OutOfDate, match="right key"):
        secret.renew(LOCAL)
    key.unlink()
    with pytest.raises(StoreProblem, match="missing"):
        submit.preview(place.folder / "files" / "fresh.csv", LOCAL)
    assert not key.exists() and not secret.state().sound
    secret.renew(LOCAL)
    assert secret.state().sound
    done = submit.accept(submit.preview(place.folder / "files" / "fresh.csv", LOCAL), LOCAL)
    assert done.counted == 2000


def test_the_newest_backup_is_kept_when_the_clock_was_put_back(place: Place) -> None:
    ahead = backups.folder() / "payers-20990101T000000000000Z.sqlite"
    shutil.copy(backups.listed()[0], ahead)
    done = backups.take(LOCAL, keep=2)
    assert done.path.exists() and done.path.name > ahead.name
    assert backups.listed()[0] == done.path


def test_what_a_killed_backup_left_is_taken_away_later(place: Place) -> None:
    left, running = (backups.folder() / f".payers-2026{n}.sqlite.new" for n in range(2))
    for file in (left, running):
        file.write_bytes(b"half")
    os.utime(left, (0, 0))
    backups.take(LOCAL)
    assert (left.exists(), running.exists()) == (False, True)


@pytest.mark.parametrize("room", [16_384, 300_000])
def test_a_first_start_without_room_leaves_nothing(place: Place, room: int) -> None:
    shutil.rmtree(place.folder / "disk")
    (place.folder / "disk").mkdir()
    live._ready.clear()
    fault = Fault("first start", lambda p: mounted(p, room=room), {})
    with fault.happen(place):  # type: ignore[attr-defined]
        found = do(place, fault, ["page", "load"])
        assert not place.store.exists()
        assert list(place.store.parent.iterdir()) == []
    for answer in found.values():
        assert re.search(FULL, str(answer["said"])), answer
