"""Say whether the fingerprint key is there and fits the store; make a new one when the old one is lost for good.

python scripts/secret.py [--new]
"""

from __future__ import annotations

import argparse
import sys

import _environment

_environment.enter()

from tracker.errors import StoreProblem, TrackerError
from tracker.people import LOCAL
from tracker.services import secret


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--new", action="store_true", help="the old key is lost for good: begin with another one")
    asked = parser.parse_args()
    try:
        if asked.new:
            print(f"A new key lies in {secret.renew(LOCAL)}: keep a copy of it somewhere else.")
            print("Files sent before will not be known again: whoever sends one of them once more is counted twice.")
            return 0
        found = secret.state()
        print(f"{found.file}: {found.words}", file=sys.stdout if found.sound else sys.stderr)
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0 if found.sound else StoreProblem.exit_code


if __name__ == "__main__":
    sys.exit(main())
