"""Kill the program at random points, again and again, and look at what is left.

    python scripts/torture_store.py --kills 200 [--seed 1]

A worker does one kind of deed over and over (imports, reviews, exports, backups, first starts, migrations of an
old store) and says each finished one; it is killed with SIGKILL at a random moment. Afterwards the store must open, be
sound, hold every deed that was said to be finished and no half of any, its summaries must be those of its lines, its
audit must hold, and every backup that is listed must be sound.
"""

from __future__ import annotations

import _environment

_environment.enter()

import argparse
import csv
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tracker.people import LOCAL
from tracker.services import backups, release, review, submit
from tracker.services.answers import denials
from tracker.settings import ROOT, SHIPPED_STORE
from tracker.store import cells, copies, imports, live
from tracker.store.connection import audit_breaks, reading, writing
from tracker.store.questions import Filters

OLD = ROOT / "tests" / "store" / "schema_1.sql"
LINES = 400
"""Lines of one import: enough that a kill often falls into its transaction."""


# ---------------------------------------------------------------- the worker: does deeds, says what is finished


def _file(folder: Path, number: int) -> Path:
    path = folder / f"sent-{number}.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["Batch", "Payer", "State", "CPT", "Service month", "Outcome", "CARC"])
        for line in range(LINES):
            outcome = ("denied", "96") if line % 3 == 0 else ("paid", "")
            rows.writerow([number, "Aetna", "CA", "97550", f"2025-{line % 12 + 1:02d}", *outcome])
    return path


def _import(folder: Path, number: int) -> str:
    done = submit.accept(submit.preview(_file(folder, number), LOCAL), LOCAL)
    return done.receipt


def _review(folder: Path, number: int) -> str:
    receipt = _import(folder, number)
    verdict = "returned" if number % 2 else "accepted"
    review.give([receipt], verdict, LOCAL, "counts twice" if number % 2 else "")
    return f"{receipt} {verdict}"


def _export(folder: Path, number: int) -> str:
    if number == 0:
        _import(folder, number)
    release.shares(LOCAL, denials.trend, Filters(states=("CA",)), "complete", "denied")
    return str(number)


def _backup(folder: Path, number: int) -> str:
    if number == 0:
        _import(folder, number)
    return backups.take(LOCAL, folder / "backups", keep=3).path.name


def _start(folder: Path, number: int) -> str:
    live.ensure(folder / f"start-{number}" / "payers.sqlite")
    return str(number)


def _migrate(folder: Path, number: int) -> str:
    path = folder / f"old-{number}" / "payers.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    old = sqlite3.connect(path)
    old.executescript(OLD.read_text("utf-8"))
    old.close()
    print(f"old {number}", flush=True)
    live.ensure(path)
    return str(number)


DEEDS: dict[str, Callable[[Path, int], str]] = {
    "import": _import, "review": _review, "export": _export, "backup": _backup, "first start": _start,
    "migration": _migrate,
}  # fmt: skip


def work(kind: str, folder: Path, first: int) -> None:
    print("ready", flush=True)
    for number in range(first, first + 10_000):
        print(f"done {DEEDS[kind](folder, number)}", flush=True)


# ---------------------------------------------------------------- the one who kills and looks


def kill(kind: str, folder: Path, first: int, patience: float) -> list[str]:
    """What a worker said before it was killed."""
    command = [sys.executable, __file__, "--work", kind, "--folder", str(folder), "--first", str(first)]
    environment = {
        **os.environ,
        "TRACKER_STORE": str(folder / "live" / "payers.sqlite"),
        "TRACKER_SUBMISSIONS_PER_HOUR": "1000000",
    }
    told = folder / "said.txt"
    with told.open("w", encoding="utf-8") as out:
        worker = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=environment, text=True)
        while not told.stat().st_size and worker.poll() is None:
            time.sleep(0.02)
        time.sleep(patience)
        early = worker.poll()
        worker.send_signal(signal.SIGKILL)
        _, error = worker.communicate()
    if early is not None:
        raise SystemExit(f"the worker ended by itself:\n{error}")
    return told.read_text("utf-8").splitlines()


def faults(kind: str, folder: Path, said: list[str]) -> list[str]:
    """What is wrong after a kill; nothing is as it should be."""
    done = [line.removeprefix("done ") for line in said if line.startswith("done ")]
    live._ready.clear()
    if kind == "first start":
        made = list(folder.glob("start-*/payers.sqlite"))
        return [f for path in made for f in [*_sound(path), *_whole(path)]] + _missing(folder, done, "start-{}")
    if kind == "migration":
        stores = [
            folder / f"old-{line.removeprefix('old ')}" / "payers.sqlite" for line in said if line.startswith("old ")
        ]
        return [f for path in stores for f in [*_sound(live.ensure(path)), *_kept(path)]]
    store = live.ensure(folder / "live" / "payers.sqlite")
    found = _sound(store)
    with reading(store) as db:
        halves = db.execute(
            "select receipt from imports i "
            "where lines <> (select count(*) from claim_lines l where l.import_id = i.import_id)"
        ).fetchall()
        verdicts = dict(
            db.execute(
                "select i.receipt, v.verdict from imports i join reviews v using (import_id) "
                "where v.withdrawn_revision is null"
            )
        )
        exports = db.execute("select count(*) from export_log").fetchone()[0]
    found += [f"import {r} is half there" for (r,) in halves]
    if kind == "import":
        found += [f"import {r} was said to be stored and is not" for r in done if r not in verdicts]
    elif kind == "review":
        pairs = [d.rsplit(" ", 1) for d in done]
        found += [f"{r} was said to be {v} and is {verdicts.get(r)}" for r, v in pairs if verdicts.get(r) != v]
    elif kind == "export" and exports < len(done):
        found.append(f"{len(done)} exports were said to have left, {exports} are in the log")
    elif kind == "backup":
        held = {p.name for p in backups.listed(folder / "backups")}
        found += [f"backup {b} was said to be taken and is not there" for b in done[-3:] if b not in held]
        found += [f"backup {p.name}: {f}" for p in backups.listed(folder / "backups") for f in copies.faults(p)]
    return found


def _missing(folder: Path, done: list[str], name: str) -> list[str]:
    return [
        f"{name.format(d)} was said to be there"
        for d in done
        if not (folder / name.format(d) / "payers.sqlite").exists()
    ]


def _whole(path: Path) -> list[str]:
    """A first start that was killed goes on at the next one: every reference row is there."""
    counts = [_reference(store) for store in (live.ensure(path), SHIPPED_STORE)]
    return [] if counts[0] == counts[1] else [f"{path.parent.name} lacks reference rows after its next start"]


def _reference(path: Path) -> list[int]:
    with reading(path) as db:
        return [db[name].count for name in ("payers", "codes", "reasons", "sources", "coverage_decisions")]


def _kept(path: Path) -> list[str]:
    """An old store keeps what people entered."""
    before = sqlite3.connect(":memory:")
    before.executescript(OLD.read_text("utf-8"))
    question = "select count(*), coalesce(sum(units), 0) from claim_lines"
    wanted = before.execute(question).fetchone()
    before.close()
    with reading(path) as db:
        return [] if db.execute(question).fetchone() == wanted else ["an old store lost lines while it was migrated"]


def _sound(path: Path) -> list[str]:
    found = copies.faults(path)
    with reading(path) as db:
        found += [f"audit broken at {row}" for row in audit_breaks(db)]
        kept = _summaries(db)
    scratch = path.with_suffix(".scratch")
    copies.copy(path, scratch)
    with writing(scratch, "torture", "rebuild") as change:
        cells.rebuild(change.db)
        if _summaries(change.db) != kept:
            found.append("the summaries are not those of the lines")
    for left in path.parent.glob(f"{scratch.name}*"):
        left.unlink()
    return found


def _summaries(db: imports.Database) -> dict[str, int]:
    names = [*cells.LINE_SUMMARIES, *cells.PRACTICE_SUMMARIES, *cells.REASON_SUMMARIES]
    sums = {n: db.execute(f"select coalesce(sum(lines), 0) from {n}") for n in names}  # noqa: S608 - our own tables
    return {n: found.fetchone()[0] for n, found in sums.items()}


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--longest", type=float, default=5.0, help="seconds of work before the latest kill")
    options.add_argument("--only", choices=list(DEEDS), nargs="*", default=list(DEEDS))
    options.add_argument("--work", choices=list(DEEDS), help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.work:
        work(asked.work, asked.folder, asked.first)
        return 0
    dice = random.Random(asked.seed)  # noqa: S311 - the same kills again
    kills, finished, bad = Counter[str](), Counter[str](), list[str]()
    root = Path(tempfile.mkdtemp(prefix="torture-"))
    first = dict.fromkeys(DEEDS, 0)
    for turn in range(asked.kills):
        kind = asked.only[turn % len(asked.only)]
        folder = root / kind.replace(" ", "-")
        folder.mkdir(exist_ok=True)
        os.environ["TRACKER_STORE"] = str(folder / "live" / "payers.sqlite")
        said = kill(kind, folder, first[kind], dice.uniform(0.0, asked.longest))
        first[kind] += sum(1 for line in said if line.startswith("done ")) + 1
        kills[kind] += 1
        finished[kind] += sum(1 for line in said if line.startswith("done "))
        bad += [f"turn {turn}, {kind}: {f}" for f in faults(kind, folder, said)]
        for looked_at in [*folder.glob("start-*"), *folder.glob("old-*")]:
            shutil.rmtree(looked_at)
        print(f"\r{turn + 1} of {asked.kills} kills, {len(bad)} faults", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("| deed | kills | finished before |\n| --- | --- | --- |")
    for kind in kills:
        print(f"| {kind} | {kills[kind]} | {finished[kind]} |")
    print(f"\n{sum(kills.values())} kills, {len(bad)} faults")
    print("\n".join(bad))
    shutil.rmtree(root)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
