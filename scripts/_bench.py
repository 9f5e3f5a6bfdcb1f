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
from tracker.store.connection import reading
from tracker.store.schema import known

FOLDER = Path(tempfile.gettempdir()) / "payer-tracker-bench"


GENERATED = 1_000_000  # larger ones are grown of one of this size: playing more would take hours


def store_of(lines: int) -> Path:
    """A generated store of about `lines` lines, made once; one of an older schema is copied and brought up to date."""
    schema = max(known())
    path = FOLDER / f"{lines}-{schema}.sqlite"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        older = [p for p in FOLDER.glob(f"{lines}-m*.sqlite") if p.stem.partition("-")[2] < schema]
        print(f"making a store of {lines:,} lines ...", file=sys.stderr, flush=True)
        if older:
            shutil.copyfile(max(older), path)
        elif lines > GENERATED and lines % GENERATED == 0:
            _grow.grow(store_of(GENERATED), path, lines // GENERATED)
        else:
            demo.make(path, lines=lines, seed=11)
    if _behind(path):
        live.ensure(path)
        live.settle_file(path)
    return path


def _behind(path: Path) -> bool:
    """Whether migrations are missing: a branch may bring one with a lower number than the newest."""
    with reading(path) as db:
        held = {
            row[0] for row in db.execute("select name from _sqlite_migrations where migration_set = 'payer-tracker'")
        }
    return bool(known() - held)


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
