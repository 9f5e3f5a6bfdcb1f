"""Many people at once: real websocket sessions against a real server, reading and sending files, with pauses to think.

    python scripts/bench_sessions.py                                  100 sessions, 10 of them sending, 3 minutes
    python scripts/bench_sessions.py --soak 20                        the same for 20 minutes, memory told every minute
    python scripts/bench_sessions.py --processes 2                    two processes behind nginx, one store
    python scripts/bench_sessions.py --readers 1                      who only reads, reads from a copy made every 10 s
    python scripts/bench_sessions.py --store FILE                     on a copy of another store
    python scripts/bench_sessions.py --sessions 20 40 80 160          step by step: what breaks first

Reports errors, reports lost (each acknowledged one must be in the store exactly once), median and 95th percentile of an
interaction, memory per session. The exit code is 0 when nothing failed and nothing was lost.
"""

from __future__ import annotations

import _environment

_environment.enter()

import argparse
import asyncio
import csv
import io
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from _bench import store_of, table
from _servers import House, house
from _session_client import Failed, Seen, Session

from tracker.services import demo
from tracker.settings import DEMO_STORE
from tracker.store import copies, live
from tracker.store.connection import noting, reading

PAGES = ["", "coverage", "denials", "gaps", "changed", "payer", "my-reports", "methods"]
WEIGHTS = [6, 4, 6, 5, 2, 5, 1, 1]
RECEIPT = re.compile(r"Receipt ([2-9A-Z]{4}-[2-9A-Z]{4})")
LINES = 20
PATIENCE = 60.0  # seconds after which a reader gives up


@dataclass
class Told:
    """What the sessions saw: seconds by kind of interaction, errors by words, receipts they were given."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    receipts: list[str] = field(default_factory=list)
    sent: int = 0
    bytes: int = 0


# ---------------------------------------------------------------- one person


async def timed(told: Told, kind: str, deed: object) -> Seen:
    """One interaction: its time until the page is drawn, and whatever went wrong on it."""
    began = time.perf_counter()
    seen: Seen = await asyncio.wait_for(deed, PATIENCE)  # type: ignore[arg-type]
    told.seconds[kind].append(time.perf_counter() - began)
    told.bytes += seen.bytes
    if seen.broken:
        raise Failed(f"{kind}: {seen.broken[0][:80]}")
    return seen


async def read(session: Session, dice: random.Random, told: Told) -> None:
    """Another page, or another choice in a filter of this one."""
    filters = [s for s in session.seen.widgets["multiselect"] if s.options and not s.disabled]
    if filters and dice.random() < 0.5:
        select = dice.choice(filters)
        values = [] if session.state.get(select.id) and dice.random() < 0.4 else [dice.choice(select.options)]
        await timed(told, "filter", session.choose(select, values))
    else:
        await timed(told, "page", session.go(dice.choices(PAGES, WEIGHTS)[0]))


async def send(session: Session, dice: random.Random, told: Told) -> None:
    """The page Submit: drop a file, look at what would be kept, press Send, read the receipt."""
    await timed(told, "page", session.go("submit"))
    told.sent += 1
    await timed(told, "upload and preview", session.upload("sent.csv", made(dice)))
    await asyncio.sleep(dice.uniform(1, 3))
    seen = await timed(told, "send", session.press("Send "))
    found = RECEIPT.search(" ".join(seen.alerts))
    if not found:
        raise Failed(f"no receipt: {seen.alerts}")
    told.receipts.append(found[1])


def made(dice: random.Random) -> bytes:
    """A file that nobody sent before."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Batch", "Payer", "State", "CPT", "Service month", "Outcome", "CARC"])
    batch = dice.getrandbits(60)
    for line in range(LINES):
        outcome = ("denied", "96") if dice.random() < 0.4 else ("paid", "")
        rows.writerow([batch, dice.choice(["Aetna", "Cigna", "Humana"]), dice.choice(["CA", "TX", "NY"]), "97550",
                       f"2025-{line % 12 + 1:02d}", *outcome])  # fmt: skip
    return out.getvalue().encode()


async def person(home: House, number: int, sends: bool, asked: argparse.Namespace, told: Told, until: float) -> None:
    """Come in at a random moment, act and think until the end; whoever met an error comes in again."""
    dice = random.Random(asked.seed * 10_000 + number)  # noqa: S311 - the same load again
    await asyncio.sleep(dice.uniform(0, min(asked.think, asked.seconds / 4)))
    while time.monotonic() < until:
        session = Session(home.door(number, sends), f"member-{number}", home.secret)
        try:
            began = time.perf_counter()
            await asyncio.wait_for(session.open(), PATIENCE)
            told.seconds["open"].append(time.perf_counter() - began)
            while True:
                await asyncio.sleep(dice.uniform(0.5, 1.5) * asked.think)
                if time.monotonic() >= until:
                    return
                await (send if sends else read)(session, dice, told)
        except Exception as error:
            told.errors[f"{type(error).__name__}: {error}"[:160]] += 1
        finally:
            await session.close()


# ---------------------------------------------------------------- the whole


async def crowd(home: House, sessions: int, asked: argparse.Namespace, told: Told) -> dict[str, float]:
    """All of them together; memory before, while they are there and after, and how busy the program was."""
    for port in (home.port, home.port, *home.readers):  # what the first pay once: imports, caches, pools of threads
        first = Session(port, "member-0", home.secret)
        await first.open()
        for path in [*PAGES, *(["submit"] if port == home.port else [])]:
            await first.go(path)
        await first.close()
    await asyncio.sleep(2)
    before, spent, own, began = home.memory(), home.seconds(), time.process_time(), time.monotonic()
    until = began + asked.seconds
    senders = min(asked.sending, sessions)
    people = [asyncio.create_task(person(home, n, n < senders, asked, told, until)) for n in range(sessions)]
    most, last = before, before
    while any(not p.done() for p in people):
        await asyncio.sleep(1)
        if time.monotonic() < until:
            last = home.memory()
            most = max(most, last)
        minute = int(time.monotonic() - began)
        if asked.soak and minute % 60 == 0:
            done = sum(map(len, told.seconds.values()))
            print(f"minute {minute // 60:3}: {home.memory():7.0f} MB, {done:,} interactions", flush=True)
    await asyncio.gather(*people)
    passed = time.monotonic() - began
    return {
        "before": before, "most": most, "last": last, "passed": passed,
        "busy": (home.seconds() - spent) / passed, "own": (time.process_time() - own) / passed,
    }  # fmt: skip


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def lost(store: Path, told: Told) -> list[str]:
    """Receipts that are not in the store exactly once with all their lines, and whatever else is wrong with it."""
    with reading(store) as db:
        rows = db.execute(
            "select receipt, lines, (select count(*) from claim_lines l where l.import_id = i.import_id) "
            "from imports i where submitted_by like 'https://login.example.org|member-%'"
        ).fetchall()
    held = Counter(receipt for receipt, lines, there in rows if lines == there == LINES)
    found = [f"receipt {r} is {held[r]} times in the store" for r in told.receipts if held[r] != 1]
    if len(rows) > told.sent:
        found.append(f"{told.sent} files were sent, {len(rows)} are in the store")
    return [*found, *copies.faults(store)]


def report(
    sessions: int, asked: argparse.Namespace, told: Told, seen: dict[str, float], wrong: list[str], copying: str
) -> None:
    every = [s for kind, values in told.seconds.items() for s in values if kind != "open"]
    sending = min(asked.sending, sessions)
    print(
        f"\n### {sessions} sessions, {sending} sending, {asked.processes} process(es)"
        f"{f' and {asked.readers} on copies' if asked.readers else ''}, think {asked.think:g} s\n"
    )
    kinds = [*sorted(told.seconds.items()), ("**all but open**", every)]
    rows: list[list[object]] = [
        [kind, f"{len(v):,}", *(f"{s:.2f}" for s in (statistics.median(v), percentile(v, 0.95), max(v)))]
        for kind, v in kinds
        if v
    ]
    print(table(["interaction", "times", "median s", "p95 s", "slowest s"], rows))
    rate, each_ms = len(every) / seen["passed"], 1000 * seen["busy"] * seen["passed"] / max(len(every), 1)
    print(f"\n{rate:.1f} interactions a second; cores used: program {seen['busy']:.2f}, this bench {seen['own']:.2f}")
    print(f"{each_ms:.0f} ms of processor time an interaction, coming in and recounting after each file included")
    given, failed = len(told.receipts), sum(told.errors.values())
    print(f"files sent {told.sent}, acknowledged {given}, lost or doubled {len(wrong)}; errors {failed}")
    each = (seen["most"] - seen["before"]) / sessions
    print(
        f"memory: {seen['before']:.0f} MB before, {seen['most']:.0f} MB at most, {seen['last']:.0f} MB at the end; "
        f"{each:.2f} MB a session"
    )
    print(copying)
    for words, times in told.errors.most_common(8):
        print(f"  {times} x {words}")
    print("\n".join(wrong), flush=True)


def known(store: Path, sessions: int) -> None:
    """The members stand in the store: a copy for reading knows only those."""
    with noting(live.ensure(store), "bench") as change:
        rows = ([f"https://login.example.org|member-{n}", f"member-{n}", change.at] for n in range(sessions))
        change.db.conn.executemany(
            "insert or ignore into people (person_key, name, role, added_at) values (?, ?, 'member', ?)", rows
        )


def copied(home: House) -> str:
    """How many copies were made, and how long each took."""
    if home.copied is None:
        return ""
    took = [float(n) for n in re.findall(r"revision \d+, ([\d.]+) s", home.copied.read_text("utf-8"))]
    return f"{len(took)} copies, {statistics.median(took):.1f} s each (median), {max(took):.1f} s the slowest"


def one(sessions: int, asked: argparse.Namespace, source: Path) -> bool:
    """One crowd on a copy of the store; whether nothing failed and nothing was lost."""
    with tempfile.TemporaryDirectory(prefix="bench-sessions-") as name:
        folder = Path(name)
        store = folder / "payers.sqlite"
        copies.copy(source, store)
        told = Told()
        known(store, sessions)
        with house(store, folder, asked.processes, asked.readers, asked.every) as home:
            seen = asyncio.run(crowd(home, sessions, asked, told))
            copying = copied(home)
        wrong = lost(store, told)
        report(sessions, asked, told, seen, wrong, copying)
        if asked.logs:
            asked.logs.mkdir(parents=True, exist_ok=True)
            for log in folder.glob("*.log"):
                shutil.copy(log, asked.logs)
    return not wrong and not told.errors


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = options.add_argument
    add("--sessions", type=int, nargs="*", default=[100], help="how many; several numbers: one after the other")
    add("--sending", type=int, default=10, help="how many of them send files (default: 10)")
    add("--seconds", type=float, default=180, help="how long (default: 180)")
    add("--think", type=float, default=20, help="mean seconds between two interactions of a person (default: 20)")
    add("--soak", type=float, default=0, metavar="MINUTES", help="how long instead, with memory every minute")
    add("--processes", type=int, default=1, help="processes of the program behind nginx (default: 1, no nginx)")
    add(
        "--readers",
        type=int,
        default=0,
        help="processes that read from a copy, for those who send nothing (default: 0)",
    )
    add("--every", type=float, default=10, metavar="SECONDS", help="how often the copy is made when it is older")
    add("--store", type=Path, help="a store to copy (default: the demonstration, made when missing)")
    add("--lines", type=int, default=0, help="a generated store of so many lines instead")
    add("--logs", type=Path, metavar="FOLDER", help="keep the servers' logs")
    add("--seed", type=int, default=1)
    asked = options.parse_args()
    if asked.soak:
        asked.seconds = asked.soak * 60
    return asked


def main() -> int:
    asked = arguments()
    source = store_of(asked.lines) if asked.lines else asked.store or DEMO_STORE
    if source == DEMO_STORE and not source.exists():
        demo.make(source)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before, Python {sys.version.split()[0]}, store {source.name}")
    good = [one(sessions, asked, source) for sessions in asked.sessions]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
