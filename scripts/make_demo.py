"""Make a demonstration store: real payer names, everything else invented, and saying so.

python scripts/make_demo.py [--to FILE] [--lines N] [--seed S] [--if-missing]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import TrackerError
from tracker.services import demo
from tracker.settings import DEMO_STORE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=DEMO_STORE, help="where to write (default: data/demo/demo.sqlite)")
    parser.add_argument("--lines", type=int, default=40_000, help="about how many claim lines (default: 40000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same store on the same day")
    parser.add_argument("--if-missing", action="store_true", help="do nothing when the file is there")
    asked = parser.parse_args()
    if asked.if_missing and asked.to.exists():
        return
    try:
        made = demo.make(asked.to, lines=asked.lines, seed=asked.seed)
    except TrackerError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    for noun, number in made.items():
        print(f"{number:9,} {noun.replace('_', ' ')}")
    print(f"written: {asked.to}")


if __name__ == "__main__":
    main()
