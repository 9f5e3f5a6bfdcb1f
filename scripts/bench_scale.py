"""Measure the program on stores of ten thousand, one million and ten million lines, and beside other ways to ask.

python scripts/bench_scale.py [--lines 10000 1000000 10000000] [--only size start import pages browser peers]
                              [--profile PAGE]

The first run makes the stores (the largest is grown of the next smaller one, some six minutes) and keeps them in the
temp folder; an older schema's store is brought up to date. The one thing to know: an import is measured into a copy, so
the kept stores do not grow; the largest takes 3.5 GB, and so does its copy.
"""

from __future__ import annotations

import argparse
import os
import pstats
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import _environment

_environment.enter()

import _bench
import bench_store

from tracker.people import LOCAL
from tracker.services import submit
from tracker.store import live
from tracker.store.connection import let_go, reading, writing

PARTS = ("size", "start", "import", "pages", "browser", "peers")


def measure_size(sizes: list[int]) -> str:
    rows: list[list[object]] = []
    for size in sizes:
        path = _bench.store_of(size)
        with reading(path) as db:
            held = db["claim_lines"].count
        rows.append([f"{held:,}", path.stat().st_size / 1e6, path.stat().st_size / held])
    return _bench.table(["lines", "MB", "bytes a line"], rows)


def measure_start(sizes: list[int], times: int) -> str:
    import _bench_server

    rows: list[list[object]] = []
    for size in sizes:
        taken = [_bench_server.start_up(_bench.store_of(size)) for _ in range(times)]
        answered, first, second = ([one[n] for one in taken] for n in range(3))
        rows.append([f"{size:,}", *(f"{x:.2f}" for x in
                     (_bench.middle(answered), _bench.middle(first), max(first), _bench.middle(second)))])  # fmt: skip
    return _bench.table(["lines", "answers, s", "first page done, s", "slowest, s", "next reader's page, s"], rows)


def measure_import(size: int, rows: int, times: int) -> str:
    """A file of one month and one of a year, each sent to an empty store and to a copy of a large one in turn."""
    figures: list[list[object]] = []
    with tempfile.TemporaryDirectory(dir=_bench.FOLDER, prefix="import-") as folder:
        empty, large = Path(folder) / "empty" / "s.sqlite", Path(folder) / "large" / "s.sqlite"
        for store in (empty, large):
            store.parent.mkdir()
        shutil.copyfile(_bench.store_of(size), large)
        for store in (empty, large):
            live.ensure(store)
        for months in (1, 12):
            taken: dict[Path, list[tuple[float, float]]] = {empty: [], large: []}
            for turn in range(times + 1):
                file = Path(folder) / f"{months}-{turn}.csv"
                bench_store.make_csv(file, rows, seed=100 * months + turn, months=months)
                for store in (empty, large) if turn % 2 else (large, empty):  # who reads a file first reads it slower
                    taken[store].append(_sent(file, store))
            figures.append(_falls(f"{months} month{'s' if months > 1 else ''}", rows, taken[empty], taken[large]))
        for store in (empty, large):
            let_go(store)
    head = [f"{rows:,} rows over", "empty, rows/s of processor", f"{size:,}, rows/s of processor", "kept, %",
            "empty, rows/s by clock", f"{size:,}, rows/s by clock", "kept by clock, %"]  # fmt: skip
    return _bench.table(head, figures)


def _sent(file: Path, store: Path) -> tuple[float, float]:
    """Seconds of processor and clock for preview and accept."""
    os.environ["TRACKER_STORE"] = str(store)
    cpu, clock = time.process_time(), time.perf_counter()
    submit.accept(submit.preview(file, LOCAL), LOCAL, complete=True)
    return time.process_time() - cpu, time.perf_counter() - clock


def _falls(what: str, rows: int, empty: list[tuple[float, float]], large: list[tuple[float, float]]) -> list[object]:
    """The first file of each store only warms it."""
    row: list[object] = [what]
    for kind in (0, 1):
        small, big = (_bench.middle([one[kind] for one in found[1:]]) for found in (empty, large))
        row += [f"{rows / small:,.0f}", f"{rows / big:,.0f}", 100 * small / big]
    return row


def measure_browser(sizes: list[int], rounds: int) -> str:
    import _bench_browser

    rows: list[list[object]] = []
    for size in sizes:
        taken = _bench_browser.clicks(_bench.store_of(size), rounds)
        taken["every click"] = [one for found in taken.values() for one in found]
        for kind, found in taken.items():
            top, every = [t for t, _ in found], [e for _, e in found]
            rows.append([f"{size:,}", kind, len(found), *(f"{x:,.0f}" for x in
                         (_bench.middle(top), _bench.p95(top), _bench.middle(every), _bench.p95(every)))])  # fmt: skip
    head = ["lines", "click", "times", "topmost picture, ms: median", "p95", "all pictures: median", "p95"]
    return _bench.table(head, rows)


def measure_peers(sizes: list[int], times: int) -> str:
    import _bench_peers

    said = []
    for size in sizes:
        names, rows, notes = _bench_peers.compare(_bench.store_of(size), times)
        said.append(_bench.table([f"{size:,} lines, ms", *names], rows))
        said.append("\n".join(f"- {note}" for note in notes))
    return "\n\n".join(said)


def profile(page: str, size: int, lines: int = 15) -> None:
    """The top lines of a page's run after a new revision, everything imported. The page runs in a thread of its own, so
    that the profile is taken inside it."""
    store = _bench.store_of(size)
    bench_store.opened(page, store)
    with writing(store, "bench", "new revision"):
        pass
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile"
        deed = (
            f"import cProfile\nseen = cProfile.Profile()\nseen.runcall({{page}}.page)\nseen.dump_stats({str(file)!r})"
        )
        bench_store.opened(page, store, deed)
        pstats.Stats(str(file), stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 1_000_000, 10_000_000], help="sizes of stores")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--rows", type=int, default=20_000, help="rows of an imported file")
    parser.add_argument("--times", type=int, default=5, help="how often each is measured")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of twenty clicks in the browser")
    parser.add_argument("--pages", nargs="+", default=bench_store.PAGES, choices=bench_store.PAGES)
    parser.add_argument("--cpu", action="store_true", help="pages: processor time instead of the clock's")
    parser.add_argument("--profile", choices=bench_store.PAGES, metavar="PAGE", help="top lines of a page's first run")
    asked = parser.parse_args()
    sizes, times = sorted(asked.lines), asked.times
    if asked.profile:
        profile(asked.profile, sizes[-1])
        return
    clock = time.process_time if asked.cpu else time.perf_counter
    large = [size for size in sizes if size >= 1_000_000] or sizes
    deeds: dict[str, Callable[[], str]] = {
        "size": lambda: measure_size(sizes),
        "start": lambda: measure_start(sizes, min(times, 5)),
        "import": lambda: measure_import(sizes[-1], asked.rows, times),
        "pages": lambda: bench_store.measure_pages(sizes, asked.pages, times, clock),
        "browser": lambda: measure_browser(large, asked.rounds),
        "peers": lambda: measure_peers(large, times),
    }
    for part in PARTS:
        if part in asked.only:
            print(f"\n{part}\n\n{deeds[part]()}", flush=True)


if __name__ == "__main__":
    main()
