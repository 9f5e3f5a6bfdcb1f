"""Copy the live store while people work, prove the copy, keep the newest ones.

python scripts/backup.py [--to FOLDER] [--keep N]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import TrackerError
from tracker.people import LOCAL
from tracker.services import backups
from tracker.settings import settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, help="folder for backups (default: backups/ beside the store)")
    parser.add_argument("--keep", type=int, default=backups.KEEP, help=f"how many to keep (default: {backups.KEEP})")
    asked = parser.parse_args()
    try:
        done = backups.take(LOCAL, asked.to, asked.keep)
    except TrackerError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    print(f"written and proved: {done.path} (revision {done.revision}, {done.dropped} older let go)")
    print(f"Not in it: the fingerprint secret. Keep a copy of {settings().secret_file} somewhere else.")


if __name__ == "__main__":
    main()
