"""Prove that nobody tampered with the audit, or take it away as CSV. Ends with 1 when a row was changed or is missing.

python scripts/audit.py                   prove the chain, print the anchor
python scripts/audit.py --anchor ANCHOR   prove also that it still goes through an anchor kept elsewhere
python scripts/audit.py --csv FILE        write all of it; the last line is an anchor
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import TrackerError
from tracker.people import LOCAL
from tracker.services import audit, publish


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--anchor", default="", help="number:hash, printed or exported earlier")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="where to write it")
    asked = parser.parse_args()
    try:
        found = audit.verify(LOCAL, asked.anchor)
        print(found.words)
        if asked.csv:
            publish.write(asked.csv, audit.export(LOCAL))
            print(f"written: {asked.csv}")
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"anchor, to be kept elsewhere: {found.anchor}")
    return 0 if found.sound else 1


if __name__ == "__main__":
    sys.exit(main())
