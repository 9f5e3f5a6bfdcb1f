"""Scan payers' documents for what they say about the tracked codes.

    python scripts/scan_document.py FILE-OR-FOLDER... [--json]
    python scripts/scan_document.py FOLDER --new [--payer PAYER --state ST]

Without --json a short report for people; with it one object keyed by file name. Nothing is stored, but with --new: then
only documents whose content was not read before are read, each is compared with its earlier version in the folder and
among the documents kept in the store, and the live store remembers their hashes. With --payer (an identifier) only that
payer's kept documents are compared, and documents that say nothing are recorded as checks.
"""

import _environment

_environment.enter()

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tracker.errors import TrackerError
from tracker.intake.documents import Mention, Scan, scan
from tracker.people import LOCAL
from tracker.services import document_folder
from tracker.services.document_folder import News
from tracker.vocabulary import Status


def files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def line_of(m: Mention) -> str:
    """One mention in a line: code, status, authorization, days, rate, place."""
    status = Status(m.status).words if m.status else "undecided"
    days = " ".join(
        filter(
            None,
            (f"from {m.effective_from}" if m.effective_from else "", f"to {m.effective_to}" if m.effective_to else ""),
        )
    )
    auth = {"yes": "authorization needed", "no": "no authorization"}.get(m.prior_auth, "")
    rate = f"${m.rate_usd:,.2f}" if m.rate_usd else ""
    told = ", ".join(filter(None, (status, auth, days, rate, m.line_of_business or "")))
    return f"  {m.code}  {told}  [{m.place.words}]\n         because: {m.reason or m.passage}"


def report(found: Scan) -> None:
    print(f"\n{found.name}  ({found.pages} pages or sheets, {found.seconds:.1f} s)")
    if found.error:
        print(f"  {found.error}")
        return
    for warning in found.warnings:
        print(f"  {warning}")
    if found.silent:
        print("  Silent: read to its end, neither a tracked code nor the topic.")
    for m in found.mentions:
        print(line_of(m))
    for w in found.wording:
        print(f"  wording  [{w.place.words}]  {w.passage}")
    for c in found.contradictions:
        print(f"  CONTRADICTION on {c.code} ({c.about}): {c.first.place.words} and {c.second.place.words}")


def changes(fresh: list[News], of: int, silent: int, payer: str | None, out: TextIO) -> None:
    """One report of what the new documents change."""
    where = f"in this folder or among the kept documents of {payer or 'any payer'}"
    print(f"\n{of - len(fresh)} of {of} documents were read before.", file=out)
    for n in fresh:
        if n.changed is None:
            print(f"{n.name}: no earlier version {where}", file=out)
        elif n.changed.nothing:
            print(
                f"{n.name}: a new version of {n.before}, nothing changed for the tracked codes and the topic", file=out
            )
        else:
            print(f"{n.name}: a new version of {n.before}", file=out)
            for change in n.changed.changes:
                print(f"  {change.words}", file=out)
            for word, passages in (("new", n.changed.wording_new), ("gone", n.changed.wording_gone)):
                for w in passages:
                    print(f"  {word} wording  [{w.place.words}]  {w.passage}", file=out)
    if silent:
        print(f"{silent} silent documents recorded as checks.", file=out)


def shown(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,}", end="" if done < of else "\r" + " " * 30 + "\r", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE-OR-FOLDER")
    parser.add_argument("--json", action="store_true", help="print one object keyed by file name")
    parser.add_argument("--new", action="store_true", help="only what was not read before; remember it")
    parser.add_argument(
        "--payer",
        help="identifier of their payer: only its kept documents are compared, silence becomes a check",
    )
    parser.add_argument("--state", default="", help="state the documents speak of, blank for everywhere")
    options = parser.parse_args()
    wanted = list(files(options.paths))
    fresh = document_folder.news(wanted, LOCAL, shown, options.payer) if options.new else []
    found = {n.name: n.scan for n in fresh} if options.new else {p.name: scan(p, progress=shown) for p in wanted}
    if options.json:
        print(json.dumps({name: s.as_json() for name, s in found.items()}, indent=1, ensure_ascii=False))
    else:
        for s in found.values():
            report(s)
    if options.new:
        silent = document_folder.remember_all(list(found.values()), LOCAL, options.payer, options.state)
        changes(fresh, len(wanted), silent, options.payer, sys.stderr if options.json else sys.stdout)
    return 0 if not found or any(s.error is None for s in found.values()) else 2


def told() -> int:
    """`main`, with what a person can meet told in words."""
    try:
        return main()
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(told())
