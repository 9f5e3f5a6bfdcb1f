"""Put a backup in place of the live store; what was there is kept beside it. Stop the program first.

python scripts/restore.py [FILE | --newest]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import Rejected, TrackerError
from tracker.people import LOCAL
from tracker.services import backups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="the backup; without it the backups are listed")
    parser.add_argument("--newest", action="store_true", help="take the newest one of backups/ beside the store")
    asked = parser.parse_args()
    try:
        found = backups.listed()
        if asked.newest and not found:
            raise Rejected("There is no backup.", "Run scripts/backup.py while the store is sound.")
        chosen = found[0] if asked.newest else asked.file
        if chosen is None:
            print("\n".join(map(str, found)) or "There is no backup yet: run scripts/backup.py.")
            return
        done = backups.put_back(LOCAL, chosen)
    except TrackerError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    print(f"restored revision {done.revision} to {done.path}; the store that was there is kept beside it")


if __name__ == "__main__":
    main()
