"""Make the meeting pack of one payer: deck, brief, pictures, tables and a README in one ZIP.

python scripts/export_pack.py --payer PAYER_ID [--out FILE-OR-FOLDER] [--demo]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker import settings as configuration
from tracker.errors import TrackerError
from tracker.people import LOCAL
from tracker.services import packs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--payer", required=True, help="the payer's id, as in the registry")
    parser.add_argument("--out", type=Path, default=Path(), help="a file or an existing folder (default: here)")
    parser.add_argument("--demo", action="store_true", help="from the demonstration store")
    options = parser.parse_args()
    if options.demo:
        configuration.use_store(configuration.DEMO_STORE)
    try:
        name, content = packs.make(options.payer, LOCAL)
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    target = options.out / name if options.out.is_dir() else options.out
    target.write_bytes(content)
    print(f"written: {target} ({len(content):,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
