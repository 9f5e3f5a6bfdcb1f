"""Load denial data: spreadsheets (CSV, TSV, XLSX and kin) and 835 remittances, also zipped or in folders.

    python scripts/load_denials.py FILE...                 read, show, store
    python scripts/load_denials.py --dry-run FILE...       read and show, store nothing
    python scripts/load_denials.py --dry-run --json FILE   what would be kept and why the rest would not, as JSON

Patient data is dropped while reading; nothing private is printed. The exit code is 0 only when every file was read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _environment

_environment.enter()

from tracker.errors import TrackerError
from tracker.people import LOCAL
from tracker.services import containers, submit


def main() -> int:
    options = _arguments()
    results: dict[str, object] = {}
    failed = 0
    for file in _files(options.files):
        members: list[tuple[str, dict[str, Any]]] = []
        codes = [_one(label, found, options, members) for label, found in containers.expand(file)]
        failed = max(failed, *codes, 0)
        if options.json:
            whole = members[0][1] if len(members) == 1 else containers.together(members)
            results[_name(file, results)] = whole
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    return failed


def _files(paths: list[Path]) -> list[Path]:
    """The files named, and those in the folders named."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
        found += inside if path.is_dir() else [path]
    return found


def _name(file: Path, taken: dict[str, object]) -> str:
    return str(file) if file.name in taken else file.name


def _one(
    label: str, found: Path | TrackerError, options: argparse.Namespace, members: list[tuple[str, dict[str, Any]]]
) -> int:
    """Read, show and store one file; its exit code."""
    overrides = dict(_pair(m) for m in options.map)
    try:
        if isinstance(found, TrackerError):
            raise found
        seen = submit.preview(found, LOCAL, overrides=overrides or None, progress=_bar(options, label))
        if options.json:
            members.append((label, submit.as_json(seen)))
        else:
            _tell(label, seen)
        if not options.dry_run:
            _store(seen, options)
    except TrackerError as error:
        if options.json:
            members.append((label, submit.error_json(error)))
        else:
            print(f"{label}: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, zip archives or folders")
    parser.add_argument("--dry-run", action="store_true", help="store nothing")
    parser.add_argument("--json", action="store_true", help="print JSON instead of words")
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=ROLE", help="how to read a column")
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument("--complete", action="store_true", default=None, help="the files hold paid lines too")
    whole.add_argument("--denials-only", dest="complete", action="store_false", help="the files hold denials only")
    return parser.parse_args()


def _pair(text: str) -> tuple[str, str]:
    column, sign, role = text.rpartition("=")
    if not sign or not column:
        sys.exit(f"--map needs COLUMN=ROLE, not {text!r}.")
    return column.strip(), role.strip()


def _bar(options: argparse.Namespace, name: str) -> Callable[[float], None] | None:
    if options.json or not sys.stderr.isatty():
        return None

    def show(share: float) -> None:
        done = int(share * 30)
        print(f"\r{name[:40]:40} [{'#' * done}{'.' * (30 - done)}]", end="" if share < 1 else "\n", file=sys.stderr)

    return show


def _tell(name: str, seen: submit.Preview) -> None:
    batch = seen.batch
    print(f"{name}: {submit.summary(seen)}")
    for problem in batch.problems[:20]:
        where = " ".join(str(p) for p in (problem.sheet, f"row {problem.row}", problem.column) if p)
        print(f"  {where}: {problem.message} {problem.advice}")
    if len(batch.problems) > 20:
        print(f"  and {len(batch.problems) - 20:,} more; --json lists all")
    for question in batch.questions:
        print(f"  question: {question}")
    for note in batch.notes:
        print(f"  note: {note}")
    for reading in seen.names:
        if reading.payer_id is None:
            print(f"  payer not settled: {reading.written} ({reading.lines} lines): {reading.why}")


def _store(seen: submit.Preview, options: argparse.Namespace) -> None:
    if seen.already:
        _say(options, f"  {submit.already_words(seen.already)} Nothing was stored again.")
        return
    if not seen.batch.keeps:
        _say(options, "  no line of a tracked code to keep: nothing was stored")
        return
    done = submit.accept(seen, LOCAL, complete=options.complete)
    known = f", {done.known_already:,} were known already" if done.known_already else ""
    _say(options, f"  stored, receipt {done.receipt}: {done.counted:,} lines count{known}")


def _say(options: argparse.Namespace, words: str) -> None:
    """Words for a person, beside the JSON where that is asked for."""
    print(words, file=sys.stderr if options.json else sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
