"""Make what is taken to a meeting: the pack of a payer, the compare pack of a state or parent company, a fact sheet.

python scripts/export_pack.py --payer PAYER_ID [--out FILE-OR-FOLDER] [--demo]
python scripts/export_pack.py --state CA | --parent "NAME" [--out ...]
python scripts/export_pack.py --fact-sheet CA [--code 97550] [--out ...]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

_environment.enter()

from tracker import settings as configuration
from tracker.errors import Rejected, TrackerError
from tracker.people import LOCAL
from tracker.services import packs


def read_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--payer", help="the pack of one payer: its id, as in the registry")
    what.add_argument("--state", help="the compare pack of a state: its postal abbreviation")
    what.add_argument("--parent", help="the compare pack of a parent company: its name, as in the registry")
    what.add_argument("--fact-sheet", metavar="STATE", help="one page for legislators of a state, as PDF")
    parser.add_argument("--code", default=packs.FIRST_CODE, help="the code of the fact sheet (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(), help="a file or an existing folder (default: here)")
    parser.add_argument("--demo", action="store_true", help="from the demonstration store")
    return parser.parse_args(arguments)


def make(options: argparse.Namespace) -> tuple[str, bytes]:
    """File name and bytes of what was asked for."""
    if options.fact_sheet:
        return packs.fact_sheet(options.fact_sheet, LOCAL, options.code)
    if options.payer:
        return packs.make(options.payer, LOCAL)
    return packs.compare(LOCAL, state=options.state or "", parent=options.parent or "")


def main() -> int:
    options = read_arguments()
    if options.demo:
        configuration.use_store(configuration.DEMO_STORE)
    try:
        name, content = make(options)
        target = options.out / name if options.out.is_dir() else options.out
        try:
            target.write_bytes(content)
        except OSError as error:
            raise Rejected(f"{target} cannot be written.", "Name a file in a folder that is there.") from error
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"written: {target} ({len(content):,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
