"""What the benchmarks share: generated stores kept in the temp folder, timing, and a table of the figures.

The one thing to know: figures of one run are compared with each other only, since another machine, or the same one
with more to do, gives others.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tracker.services import demo
from tracker.store.schema import known

FOLDER = Path(tempfile.gettempdir()) / "payer-tracker-bench"


def store_of(lines: int) -> Path:
    """A generated store of about `lines` lines, made once for each schema."""
    path = FOLDER / f"{lines}-{max(known())}.sqlite"
    if not path.exists():
        print(f"making a store of {lines:,} lines ...", file=sys.stderr, flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        demo.make(path, lines=lines, seed=11)
    return path


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
