"""Measure the store: importing a file, every question that pages ask, every page, on small and large stores.

python scripts/bench_store.py [--lines 10000 1000000] [--rows 100000] [--only import questions pages] [--times 7]

The one thing to know: pages of all stores are asked in turn, so that whatever else the machine does hits them alike.
Cold is the first reader after a new revision: one is really made, by an empty write. Where the machine is not quiet,
`--cpu` tells the processor's time instead of the clock's.
"""

from __future__ import annotations

import argparse
import csv
import os
import pkgutil
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import _environment

_environment.enter()

import _bench
from streamlit.testing.v1 import AppTest

from tracker import pages, reference
from tracker.people import LOCAL
from tracker.services import submit
from tracker.store import appeals, paid_later, questions, standing
from tracker.store.connection import Database, reading, revision, writing
from tracker.store.questions import Filters
from tracker.ui import settle

FILTERS = {
    "nothing": Filters(),
    "a state": Filters(states=("CA",)),
    "a year": Filters(month_from="2025-07", month_to="2026-06"),
    "a payer": Filters(payers=("medicare-ffs",)),
    "a parent and code": Filters(parents=("CVS Health",), codes=("97550",)),
    "a line of business": Filters(lines_of_business=("commercial",)),
}
Question = Callable[[Database, Filters], object]
COUNTED: tuple[Question, ...] = (
    questions.totals,
    questions.by_month,
    questions.by_payer,
    questions.by_state,
    questions.by_code,
    questions.by_line_of_business,
    questions.by_payer_code,
    questions.by_basis,
    questions.by_reason,
    questions.gap_inputs,
    questions.practices_by_place,
    questions.practices,
    questions.practices_by_month,
    questions.who_reports,
    appeals.listed,
    paid_later.listed,
)


def _freshness(db: Database, _: Filters) -> object:
    return standing.freshness(db)


def _changes(db: Database, _: Filters) -> object:
    return standing.changes_since(db, max(revision(db) - 5, 0))


def _new_denials(db: Database, _: Filters) -> object:
    return standing.new_denials_since(db, max(revision(db) - 5, 0))


PLAIN: dict[str, Question] = {"freshness": _freshness, "changes_since": _changes, "new_denials_since": _new_denials}


def measure_questions(sizes: list[int], times: int) -> str:
    """A row a question: median and 95th percentile over all filters, for each size of store."""
    found: dict[str, list[float]] = {}
    for size in sizes:
        path = _bench.store_of(size)
        for question in COUNTED:
            taken = [t for filters in FILTERS.values() for t in _times(path, question, filters, times)]
            found.setdefault(question.__name__, []).extend((_bench.middle(taken), _bench.p95(taken)))
        for name, plain in PLAIN.items():
            taken = _times(path, plain, Filters(), times)
            found.setdefault(name, []).extend((_bench.middle(taken), _bench.p95(taken)))
    head = ["question"] + [f"{size:,}: {what}" for size in sizes for what in ("median ms", "p95 ms")]
    return _bench.table(head, [[name, *values] for name, values in found.items()])


def _times(path: Path, question: Question, filters: Filters, times: int) -> list[float]:
    """Milliseconds with a connection of its own each time, as pages do."""

    def ask() -> None:
        with reading(path) as db:
            question(db, filters)

    return _bench.milliseconds(ask, times)


def make_csv(path: Path, rows: int, seed: int = 5, months: int = 12) -> None:
    """A believable export: paid and denied lines of many payers, one practice, `months` months of 2025. Another seed is
    another file of other claims."""
    rng = random.Random(seed)  # noqa: S311 - a measurement, not a secret
    payers = [r["name"] for r in reference.rows("payers") if r["payer_type"] == "commercial"][:60]
    codes = list(reference.codes())
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Date of Service", "CPT", "Payer", "State", "Units", "Charge", "Paid", "Denial Reason", "Claim"])
        for n in range(rows):
            denied = rng.random() < 0.3
            day = f"{rng.randint(1, months):02}/{rng.randint(1, 28):02}/2025"
            out.writerow([day, rng.choice(codes), rng.choice(payers), rng.choice(("CA", "TX", "NY")), 1, "60.00",
                          "0.00" if denied else "45.10", "CO-96" if denied else "CO-45",
                          f"C{seed:03}-{n:08}"])  # fmt: skip


def measure_import(rows: int, cpu: bool) -> str:
    """Rows per second with full validation through `services.submit`, beside `sqlite-utils insert --csv`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines.csv"
        make_csv(file, rows)
        os.environ["TRACKER_STORE"] = str(Path(folder) / "live" / "payers.sqlite")
        clock = _processor if cpu else time.perf_counter
        start = clock()
        seen = submit.preview(file, LOCAL)
        read = clock()
        done = submit.accept(seen, LOCAL, complete=True)
        stored = clock()
        plain = [sys.executable, "-m", "sqlite_utils", "insert", str(Path(folder) / "plain.db"), "lines", str(file)]
        subprocess.run([*plain, "--csv"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        others = clock()
    figures: list[list[object]] = [
        ["read, clean, check, resolve names", read - start, rows / (read - start)],
        ["store, with reasons and summaries", stored - read, rows / (stored - read)],
        [f"together ({done.counted:,} lines counted)", stored - start, rows / (stored - start)],
        ["sqlite-utils insert --csv", others - stored, rows / (others - stored)],
    ]
    return _bench.table([f"{rows:,} rows", "seconds", "rows per second"], figures)


def _processor() -> float:
    """Processor time of this process and of those it waited for."""
    return sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip


PARTS = ("What members meet", "Where the two disagree", "Can I say this?", "Meeting pack")  # tabs of the payer's page
PAGES = sorted(
    [m.name for m in pkgutil.iter_modules(pages.__path__) if m.name != "menu"] + [f"payer: {part}" for part in PARTS]
)


def measure_pages(sizes: list[int], names: list[str], times: int, clock: Callable[[], float]) -> str:
    """A row a page: its run on the server in milliseconds, cold and warm, for each size of store, and how many times
    that of the store before it the last one takes."""
    stores = [_bench.store_of(size) for size in sizes]
    figures = []
    for page in names:
        apps = [opened(page, store) for store in stores]
        cold: list[list[float]] = [[] for _ in stores]
        warm: list[list[float]] = [[] for _ in stores]
        for _ in range(times):
            for n, (app, store) in enumerate(zip(apps, stores, strict=True)):
                with writing(store, "bench", "new revision"):
                    pass
                cold[n].append(_run(app, store, clock))
                warm[n] += [_run(app, store, clock) for _ in range(2)]
        row: list[object] = [page]
        for kind in (cold, warm):
            row += [figure for taken in kind for figure in (_bench.middle(taken), _bench.p95(taken))]
            row.append(_bench.middle(kind[-1]) / _bench.middle(kind[max(len(stores) - 2, 0)]))
        figures.append(row)
    heads = [
        [f"{size:,} {kind}: {what}" for size in sizes for what in ("median", "p95")] + [f"{kind}: times"]
        for kind in ("cold", "warm")
    ]
    return _bench.table(["page, ms", *heads[0], *heads[1]], figures)


def opened(page: str, store: Path, run: str = "{page}.page()") -> AppTest:
    """A page as it opens for the first time; the payer's page with the payer that has most lines."""
    os.environ["TRACKER_STORE"] = str(store)
    page, _, part = page.partition(": ")
    app = AppTest.from_string(f"from tracker.pages import {page}\n{run.format(page=page)}\n", default_timeout=300)
    if page == "payer":
        with reading(store) as db:
            most = max(questions.by_payer(db), key=lambda row: (row["payer_id"] != "", row["lines"]))
        app.session_state["payer"] = most["payer_id"]
        app.session_state["part"] = part or "What it says"
    app.run()
    if app.exception:
        raise SystemExit(f"{page}: {app.exception[0].message}")
    settle.once(page)  # as app.py does
    return app


def _run(app: AppTest, store: Path, clock: Callable[[], float]) -> float:
    os.environ["TRACKER_STORE"] = str(store)
    start = clock()
    app.run()
    return (clock() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 1_000_000], help="sizes of generated stores")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the imported file")
    parser.add_argument("--only", nargs="+", choices=("import", "questions", "pages"))
    parser.add_argument("--pages", nargs="+", default=PAGES, choices=PAGES, help="which pages (default: all)")
    parser.add_argument("--times", type=int, default=7, help="how often each question is asked with each filter")
    parser.add_argument("--cpu", action="store_true", help="processor time instead of the clock's, but for questions")
    asked = parser.parse_args()
    only = asked.only or ("import", "questions", "pages")
    if "import" in only:
        print(measure_import(asked.rows, asked.cpu), flush=True)
    if "questions" in only:
        print(measure_questions(asked.lines, asked.times), flush=True)
    if "pages" in only:
        print(
            measure_pages(asked.lines, asked.pages, asked.times, time.process_time if asked.cpu else time.perf_counter),
            flush=True,
        )


if __name__ == "__main__":
    main()
