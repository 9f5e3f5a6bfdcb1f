"""Reduce remittances (835) to a small table on your own machine, before anything is sent.

    python scripts/strip_835.py ERA.835                      writes ERA.lines.csv beside it
    python scripts/strip_835.py FOLDER_OR_ZIP --out lines.csv

Needs Python 3.11 and nothing else. The table holds payer, month, code, outcome and reasons of the tracked codes: no
name, no number of a patient, member, claim or account, no day, no amount. It is made to be looked at before it is sent.

Reversals are left out, since without claim numbers nobody can tell what they take back; send the remittance itself
where they matter. Lines of a second or third payer are in it, with the claim status that says so.
"""

from __future__ import annotations

import argparse
import csv
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import _environment

_environment.enter()

from tracker.errors import Rejected, TrackerError
from tracker.intake import archive, x12_835
from tracker.intake.model import Batch, Line

COLUMNS = [
    "Payer", "Payer ID", "State", "Month", "Code", "Modifiers", "Units", "Place of service", "Outcome", "Reasons",
    "Claim status",
]  # fmt: skip


def row_of(line: Line) -> list[str]:
    """One line of the table. A name cannot begin like a formula."""
    return [
        line.payer_as_written.lstrip("=+-@\t\r"),
        (line.payer_identifier or "").lstrip("=+-@\t\r"),
        line.state or "",
        line.month,
        line.code,
        " ".join(line.modifiers),
        "" if line.units is None else str(line.units),
        line.place_of_service or "",
        line.outcome.words.capitalize(),
        "; ".join(line.reasons),
        line.claim_status or "",
    ]


def batches(source: Path) -> Iterator[tuple[str, Batch]]:
    """Each remittance in a file, folder or container; what is none, or cannot be opened, is said."""

    def tell(name: str, problem: Rejected) -> None:
        print(f"{name}: {problem}", file=sys.stderr)

    key = secrets.token_bytes(32)  # fingerprints are not written; the key is forgotten with the process
    for name, item in archive.expand(source, on_problem=tell):
        shown = item.name if isinstance(item, Path) else name
        try:
            yield shown, x12_835.read(item, key=key)
        except Rejected as problem:
            tell(shown, problem)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, help="a remittance, a folder of them, or a zip or gz")
    parser.add_argument(
        "--out", type=Path, help="the table to write (default: beside the source, ending in .lines.csv)"
    )
    parser.add_argument("--force", action="store_true", help="write over a table that is there already")
    asked = parser.parse_args()
    out: Path = asked.out or asked.source.with_name(f"{asked.source.stem}.lines.csv")
    try:
        return strip(asked.source, out, asked.force)
    except TrackerError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def strip(source: Path, out: Path, force: bool = False) -> int:
    """Write the table; 0 when it holds what the remittances hold, 2 when there was none."""
    if out.exists() and not force:
        raise Rejected(f"{out} is there already.", "Name another file with --out, or write over it with --force.")
    rows: list[list[str]] = []
    files = 0
    for name, batch in batches(source):
        files += 1
        lines = [line for line in batch.lines if "reversal" not in line.flags]
        rows += [row_of(line) for line in lines]
        _say(name, batch, len(lines))
    if not files:
        raise Rejected("No remittance was found.", "Name an 835 file, or a folder or zip that holds some.")
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(
        f"{len(rows)} lines of tracked codes from {files} remittances written to {out}. Look at it before you send it."
    )
    return 0


def _say(name: str, batch: Batch, kept: int) -> None:
    totals = batch.totals
    assert totals is not None
    print(f"{name}: {totals.claims} claims, {totals.service_lines} service lines, {kept} lines written")
    reversals = sum("reversal" in line.flags for line in batch.lines)
    if reversals:
        print(f"  {reversals} reversals left out: what they take back is not in this file")
    for problem in batch.problems:
        print(f"  segment {problem.row}: {problem.message}")
    for number, why in totals.unread:
        print(f"  segment {number}: {why}")


if __name__ == "__main__":
    sys.exit(main())
