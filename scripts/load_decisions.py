"""Load coverage decisions from CSV or XLSX into the ledger.

    python scripts/load_decisions.py FILE...          check every row, store all of them or none
    python scripts/load_decisions.py --dry-run FILE   check and show, store nothing
    python scripts/load_decisions.py --template       print the header line to fill in

A file with problems is not stored unless --skip-problems is given. The same rows again change nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import Rejected, TrackerError
from tracker.intake.decision_file import TEMPLATE
from tracker.people import LOCAL
from tracker.services import decision_files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="store nothing")
    parser.add_argument("--skip-problems", action="store_true", help="store the good rows of a file that has others")
    parser.add_argument("--json", action="store_true", help="print JSON instead of words")
    parser.add_argument("--template", action="store_true", help="print the header line and stop")
    options = parser.parse_args()
    if options.template:
        print(",".join(TEMPLATE))
        return 0
    if not options.files:
        parser.error("name at least one file, or --template")
    return max(_told(file, options) for file in options.files)


def _told(file: Path, options: argparse.Namespace) -> int:
    try:
        return _one(file, options)
    except TrackerError as error:
        print(f"{file}: {error}", file=sys.stderr)
        return error.exit_code


def _one(file: Path, options: argparse.Namespace) -> int:
    if not file.is_file():
        raise Rejected(f"{file} is not there.", "See that the name is right.")
    seen = decision_files.preview(file, LOCAL)
    if options.json:
        problems = [asdict(p) for p in seen.problems]
        counts = {"ready": len(seen.ready), "known": seen.known, "gone": seen.gone}
        print(json.dumps({file.name: {**counts, "problems": problems}}, indent=1))
    else:
        gone = f", {seen.gone} replaced or withdrawn since" if seen.gone else ""
        said = f"{len(seen.ready)} new, {seen.known} in the ledger already{gone}"
        print(f"{file}: {said}, {len(seen.problems)} with problems")
        for p in seen.problems:
            print(f"  row {p.row} {p.column or ''}: {p.message} {p.advice}")
    if options.dry_run:
        return 0 if not seen.problems else Rejected.exit_code
    if seen.problems and not options.skip_problems:
        print("  nothing was stored: mend the rows, or give --skip-problems", file=sys.stderr)
        return Rejected.exit_code
    print(f"  {decision_files.accept(seen, LOCAL)} decisions stored")
    return 0


if __name__ == "__main__":
    sys.exit(main())
