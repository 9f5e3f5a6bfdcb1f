"""Time a payer pack, a compare pack and single pictures from the demonstration store.

python scripts/bench_pack.py [--runs 3] [--payer PAYER_ID] [--state CA]

The exports are logged in the demonstration store, as any export is, so later runs check against more earlier ones.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import _environment

_environment.enter()

from tracker import settings as configuration
from tracker.errors import TrackerError
from tracker.exports import images
from tracker.exports.pack.bundle import FIGURES, parts
from tracker.figures.style import PRINT
from tracker.people import LOCAL
from tracker.services import packs
from tracker.services.packs import one


def timed(make: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process alone (Chromium is another one)."""
    began, cpu = time.perf_counter(), time.process_time()
    make()
    return time.perf_counter() - began, time.process_time() - cpu


def report(words: str, runs: list[tuple[float, float]]) -> None:
    clock, own = zip(*runs, strict=True)
    print(
        f"{words:44} median {statistics.median(clock):5.2f} s, quickest {min(clock):5.2f} s, "
        f"own processor time {statistics.median(own):5.2f} s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--payer", default="centene")
    parser.add_argument("--state", default="CA")
    options = parser.parse_args()
    configuration.use_store(configuration.DEMO_STORE)
    try:
        report("first payer pack (Chromium starts)", [timed(lambda: packs.make(options.payer, LOCAL))])
        runs = range(options.runs)
        report("payer pack", [timed(lambda: packs.make(options.payer, LOCAL)) for _ in runs])
        report("compare pack", [timed(lambda: packs.compare(LOCAL, state=options.state)) for _ in runs])
        report("fact sheet", [timed(lambda: packs.fact_sheet(options.state, LOCAL)) for _ in runs])
        for name, part in parts(one.gather(options.payer, LOCAL)).items():
            if name in FIGURES:
                module, size = FIGURES[name]
                figure = module.draw(part.frame, part.caption, size, PRINT, **part.options)
                report(f"picture {name}, PNG", [timed(partial(images.png, figure)) for _ in runs])
                report(f"picture {name}, SVG", [timed(partial(images.svg, figure)) for _ in runs])
    except TrackerError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    finally:
        images.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
