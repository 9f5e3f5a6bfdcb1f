"""Build data/payers.sqlite from tracker/reference/*.csv.

python scripts/build_store.py [--to FILE]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import _environment

_environment.enter()

from tracker.settings import SHIPPED_STORE
from tracker.store import live


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=SHIPPED_STORE, help="where to write (default: data/payers.sqlite)")
    target = parser.parse_args().to
    for noun, number in live.build(target).items():
        print(f"{number:6,} {noun.replace('_', ' ')}")
    print(f"written: {target}")


if __name__ == "__main__":
    main()
