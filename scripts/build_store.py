"""Build data/payers.sqlite from tracker/reference/*.csv.

python scripts/build_store.py [--to FILE]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import TrackerError, of_file
from tracker.settings import SHIPPED_STORE
from tracker.store import live


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=SHIPPED_STORE, help="where to write (default: data/payers.sqlite)")
    target = parser.parse_args().to
    try:
        made = live.build(target)
    except (OSError, TrackerError) as error:
        told = error if isinstance(error, TrackerError) else of_file(error, f"the store {target}")
        print(told, file=sys.stderr)
        sys.exit(told.exit_code)
    for noun, number in made.items():
        print(f"{number:6,} {noun.replace('_', ' ')}")
    print(f"written: {target}")


if __name__ == "__main__":
    main()
