"""Keep a copy of the live store for processes that only read (`TRACKER_READ_ONLY=1`), here or on another machine.

    python scripts/replica.py --to FILE                  one copy
    python scripts/replica.py --to FILE --every 10       look every 10 seconds, copy what is newer, until stopped

The copy is proved and moved in whole: readers see one revision or the next, never a mixture.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import TrackerError
from tracker.settings import settings
from tracker.store import copies, live
from tracker.store.connection import reading, revision


def newer(target: Path, held: int) -> int:
    """Copy the live store to `target` when it is newer than revision `held`; the revision that is there now."""
    store = live.ensure(settings().home)
    with reading(store) as db:
        now = revision(db)
    if now == held and target.exists():
        return held
    began = time.perf_counter()
    target.parent.mkdir(parents=True, exist_ok=True)
    copied = copies.copy(store, target)
    print(f"revision {copied}, {time.perf_counter() - began:.1f} s, {target.stat().st_size / 1e6:,.0f} MB", flush=True)
    return copied


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, required=True, metavar="FILE")
    parser.add_argument("--every", type=float, default=0, metavar="SECONDS")
    asked = parser.parse_args()
    held = 0
    while True:
        try:
            held = newer(asked.to, held)
        except TrackerError as error:
            print(error, file=sys.stderr)
            if not asked.every:
                return error.exit_code
        if not asked.every:
            return 0
        time.sleep(asked.every)


if __name__ == "__main__":
    sys.exit(main())
