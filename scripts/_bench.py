"""What the benchmarks share: generated stores kept in the temp folder, timing, and a table of the figures.

The one thing to know: figures of one run are compared with each other only, since another machine, or the same one
with more to do, gives others.
"""

from __future__ import annotations

import math
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import _grow

from tracker.services import demo
from tracker.store import live
from tracker.store.schema import known

FOLDER = Path(tempfile.gettempdir()) / "payer-tracker-bench"


GENERATED = 1_000_000  # larger ones are grown of one of this size: playing more would take hours


def store_of(lines: int) -> Path:
    """A generated store of about `lines` lines, made once; one of an older schema is copied and brought up to date."""
    schema = max(known())
    path = FOLDER / f"{lines}-{schema}.sqlite"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    older = [p for p in FOLDER.glob(f"{lines}-m*.sqlite") if p.stem.partition("-")[2] < schema]
    print(f"making a store of {lines:,} lines ...", file=sys.stderr, flush=True)
    if older:
        _migrated(max(older), path)
    elif lines > GENERATED and lines % GENERATED == 0:
        _grow.grow(store_of(GENERATED), path, lines // GENERATED)
    else:
        demo.make(path, lines=lines, seed=11)
    return path


def _migrated(old: Path, path: Path) -> None:
    """The migrations are the program's own; a killed run leaves no half-made store behind."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        fresh = Path(folder) / "store.sqlite"
        shutil.copyfile(old, fresh)
        live.ensure(fresh)
        live.settle_file(fresh)
        fresh.replace(path)


def milliseconds(deed: Callable[[], object], times: int) -> list[float]:
    """How long a deed takes, `times` times, after once for the file system's cache."""
    deed()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def p95(taken: list[float]) -> float:
    return sorted(taken)[math.ceil(0.95 * len(taken)) - 1]


def table(head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table, numbers to one decimal."""
    texts = [[f"{cell:,.1f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    body = [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *texts]]
    return "\n".join(body)


def middle(taken: list[float]) -> float:
    return statistics.median(taken)
