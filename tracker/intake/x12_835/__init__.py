"""X12 835 remittances: a file of any size becomes a `Batch` of tracked lines and control figures, nothing private.

    looks_like(first_bytes)            is this a remittance?
    read(path_or_stream, key=secret)   all of it, in bounded memory
    as_json(batch)                     the same as plain data, for scripts and comparisons

The one thing a newcomer gets wrong: the totals count every claim, line and adjustment of the file; `Batch.lines` holds
the tracked codes only, each billed line once (`stories`). `Batch.rows` counts service lines of tracked codes, and each
is a line, a problem or set aside. What the totals mean:

    claims               CLP segments, reversals too
    service_lines        SVC segments
    cas_triplets         adjustments (up to six in a CAS, of claims and of lines) with a reason or an amount
    charge_total         sum of CLP03, reversals negative
    paid_total           sum of CLP04
    adjustment_total     sum of all adjustment amounts, of claims and of lines; provider adjustments (PLB) are apart
    unread               (segment number, reason) of what could not be read; segments count from 1 at the first ISA

Flags of a line: `reversal`, `taken_back`, `correction`, `later_paid` and its kin (see `stories`), `units_over_limit`
(billed units of the code on that day of the claim above Medicare's), `add_on_without_base` (no base code on the claim),
`before_first_day`, `code_changed` (the payer decided another code than was submitted), `duplicate` (turned away because
the same line had been decided before: neither a denial nor news).

`complete` says whether the file can be a denominator. True: every transaction's payment (BPR02) is covered by the paid
amounts of its claims less provider adjustments, so that no paid claim was taken out; a remittance of denials only,
which pays 0, is complete too. False: some payment is larger than its claims explain, as after filtering or a cut.
None: it cannot be told (no BPR, an amount that cannot be read, a last transaction without SE, which may be cut short).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import BinaryIO

from tracker.errors import Rejected
from tracker.intake.model import Batch, Totals835
from tracker.intake.x12_835.envelope import (
    Cutter,
    find_bare,
    find_start,
    in_small_letters,
    names_remittance,
    pieces,
    wide_encoding,
)
from tracker.intake.x12_835.reader import Reader
from tracker.intake.x12_835.report import as_json

__all__ = ["as_json", "looks_like", "read"]


def looks_like(first_bytes: bytes) -> bool:
    """True when a file that begins so can be a remittance. Give it what is there, up to 64 KiB; more does not harm."""
    wide = wide_encoding(first_bytes)
    text = first_bytes.decode(wide, "replace") if wide else first_bytes.decode("latin-1")
    if in_small_letters(first_bytes):
        text = text.upper()
    start = find_start(text)
    if start is None:
        return find_bare(text) is not None
    if names_remittance(text):
        return True
    sep = re.escape(start[1])
    named = re.compile(rf"(?<![A-Za-z0-9])(?:ST{sep}\d\d\d|GS{sep}[A-Z]{{2}}{sep})").search(text, start.end())
    return named is None  # only the ISA is in sight; another kind would have named itself


def read(
    source: str | Path | BinaryIO,
    *,
    key: bytes,
    progress: Callable[[float], None] | None = None,
    today: date | None = None,
) -> Batch:
    """Read a remittance. key: the installation's secret. progress: called with the share read, 0 to 1.

    today: lines of later months are problems. Raises `Rejected` when there is no remittance in it at all.
    """
    reader = Reader(key, today or date.today())  # noqa: DTZ011 - a calendar day of the person at the desk
    digest = hashlib.sha256()
    cutter = Cutter()
    with _opened(source) as stream:
        size, done = _size(stream), 0

        def seen(block: bytes) -> None:
            nonlocal done
            digest.update(block)
            done += len(block)
            if progress and size:
                progress(min(done / size, 1.0))

        for piece in pieces(stream, seen, cutter):
            reader.take(piece)
    reader.finish()
    if progress:
        progress(1.0)
    if not (reader.transactions or reader.claims or reader.service_lines):
        raise _nothing(reader, done)
    return _batch(reader, cutter, digest.hexdigest())


def _opened(source: str | Path | BinaryIO) -> AbstractContextManager[BinaryIO]:
    if isinstance(source, str | Path):
        try:
            return Path(source).open("rb")
        except OSError as error:
            raise Rejected("The remittance cannot be opened.", "See that it is still there and readable.") from error
    return nullcontext(source)


def _size(stream: BinaryIO) -> int:
    try:
        here = stream.tell()
        end = stream.seek(0, 2)
        stream.seek(here)
    except (OSError, AttributeError, ValueError):
        return 0
    return end - here


def _nothing(reader: Reader, size: int) -> Rejected:
    if size == 0:
        return Rejected("The file is empty.", "Download the remittance again and send that file.")
    if reader.foreign:
        return Rejected(
            "This is an X12 file, but no remittance (835): it holds other transactions.",
            "Ask the clearinghouse for the 835 (electronic remittance advice) and send that file.",
        )
    if reader.interchanges:
        return Rejected(
            "The interchange holds no transaction: it is cut short or empty.",
            "Download the remittance again and send that file.",
        )
    return Rejected(
        "There is no X12 835 remittance in this file: neither an ISA nor an ST segment was found.",
        "Send the remittance as the clearinghouse delivers it, or a spreadsheet of claim lines.",
    )


def _batch(reader: Reader, cutter: Cutter, sha256: str) -> Batch:
    lines, aside = reader.stories.told(reader.claim_reversals)
    other = reader.service_lines - reader.tracked_lines
    totals = Totals835(
        claims=reader.claims,
        service_lines=reader.service_lines,
        cas_triplets=reader.cas_triplets,
        charge_total=reader.charge_total,
        paid_total=reader.paid_total,
        adjustment_total=reader.adjustment_total,
        provider_adjustments=reader.provider_adjustments,
        unread=reader.found.all_unread,
    )
    return Batch(
        kind="x12_835",
        lines=lines,
        problems=tuple(reader.problems),
        set_aside=tuple(sorted([*reader.set_aside, *aside], key=lambda item: item.row)),
        notes=_notes(reader, cutter, other),
        rows=reader.tracked_lines,
        complete=_complete(reader.whole),
        totals=totals,
        sha256=sha256,
        name="remittance",
        extra={"transactions": str(reader.transactions), "other_lines": str(other)},
        claim_reversals=tuple(reader.claim_reversals),
        remitted=_only(reader.paid_months),
    )


def _only(months: set[str]) -> str:
    """The month of all payments, '' where they are of several or one of them does not say."""
    return next(iter(months)) if len(months) == 1 else ""


def _notes(reader: Reader, cutter: Cutter, other: int) -> tuple[str, ...]:
    notes = list(reader.found.notes)
    if not reader.interchanges:
        notes.insert(0, "The file has no interchange header (ISA); it was read from its first transaction on.")
    if cutter.skipped:
        notes.insert(0, f"{cutter.skipped} characters before the first interchange were left out.")
    if other:
        lines = "1 service line" if other == 1 else f"{other} service lines"
        notes.append(f"Of codes that are not tracked: {lines}, counted and not kept.")
    return tuple(notes)


def _complete(whole: list[bool | None]) -> bool | None:
    if False in whole:
        return False
    return None if not whole or None in whole else True
