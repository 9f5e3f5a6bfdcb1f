"""Write the whole coverage ledger with its citations as CSV and XLSX.

python scripts/export_ledger.py --csv FILE --xlsx FILE
python scripts/export_ledger.py --csv FILE --known-on 2026-11-01     as the ledger stood at the end of that day
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import TrackerError
from tracker.people import LOCAL
from tracker.services import publish


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csv", type=Path, metavar="FILE")
    parser.add_argument("--xlsx", type=Path, metavar="FILE")
    parser.add_argument(
        "--known-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as known at the end of a day"
    )
    options = parser.parse_args()
    if not options.csv and not options.xlsx:
        parser.error("name --csv FILE, --xlsx FILE or both")
    try:
        as_csv, as_xlsx = publish.files(LOCAL, options.known_on)
        for path, data in ((options.csv, as_csv), (options.xlsx, as_xlsx)):
            if path:
                publish.write(path, data)
                print(f"{path}: {len(data):,} bytes")
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
