"""The audit: written for every change by the store itself, for looks at small numbers here; read by administrators.

The one thing to know: an export ends with an anchor (row count and last hash). Whoever keeps it elsewhere can later tell
that no row before it was changed, even by somebody who worked the whole chain out anew. `verify` proves every row;
`standing`, for a page that is drawn often, those since the last such proof and always the newest, and says so.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.errors import Rejected
from tracker.exports import tables
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import audit, live
from tracker.store.connection import noting, now, reading

SAW = "saw small numbers"
TOOK = "take away"
AGAIN_AFTER = timedelta(hours=1)
COLUMNS = ("audit_id", "at", "who", "name", "action", "object", "detail", "revision", "hash")

NEWEST = 2_000  # rows that are proved whenever somebody looks: as many as the page lists


@dataclass(frozen=True)
class _Proof:
    """The last row when every row was proved, its hash, and when that was."""

    audit_id: int
    hash: str
    at: str


_proofs: dict[tuple[str, int], _Proof] = {}  # by file; of this process only


@dataclass(frozen=True)
class Soundness:
    """Whether the chain holds: the rows that were tampered with (0: the end is missing), and where it ends now.

    newest, whole_at: not all rows were proved just now but only so many newest ones; all of them were at that time."""

    rows: int
    broken: tuple[int, ...]
    anchor: str
    through_anchor: bool | None = None
    newest: int = 0
    whole_at: str = ""

    @property
    def sound(self) -> bool:
        return not self.broken and self.through_anchor is not False

    @property
    def words(self) -> str:
        """One sentence for people."""
        if self.broken:
            where = ", ".join(f"row {n}" if n else "the end, where rows are missing" for n in self.broken[:5])
            return f"The audit was tampered with: {where}."
        if self.through_anchor is False:
            return "The audit does not go through the anchor: it was written anew after the anchor was taken."
        if self.newest:
            return (
                f"The audit is whole: {self.rows:,} rows, the newest {self.newest:,} of them proved just now, "
                f"all before at {self.whole_at[11:16]} UTC."
            )
        held = " and goes through the anchor" if self.through_anchor else ""
        return f"The audit is whole: {self.rows:,} rows, each following from the one before{held}."


def saw(what: str, person: Person | None) -> None:
    """Write down that somebody looked at unsuppressed numbers; once an hour for the same thing."""
    person = require(person, "see_unsuppressed")
    if settings().store != settings().home:
        return  # the demonstration: invented numbers
    store = live.ensure(settings().home)
    earliest = (datetime.now(UTC) - AGAIN_AFTER).strftime("%Y-%m-%dT%H:%M:%SZ")
    with reading(store) as db:
        if audit.since(db, person.key, SAW, what, earliest):
            return
    with noting(store, person.key) as change:
        change.audit(SAW, what)


def took(file_name: str, person: Person | None) -> None:
    """Write down that somebody took a picture, table or pack away; its name tells page, filters and snapshot."""
    person = require(person, "export")
    if settings().store == settings().home:
        with noting(live.ensure(settings().home), person.key) as change:
            change.audit(TOOK, file_name)


def listed(
    person: Person | None, *, who: str = "", action: str = "", first: str = "", last: str = "", limit: int = 1000
) -> list[dict[str, Any]]:
    """The audit, newest first, for administrators."""
    require(person, "administer")
    with reading(live.ensure(settings().home)) as db:
        return audit.listed(db, who=who, action=action, first=first, last=last, limit=limit)


def choices(person: Person | None) -> tuple[list[tuple[str, str]], list[str]]:
    """People (key and name) and actions that occur in the audit, for administrators."""
    require(person, "administer")
    with reading(live.ensure(settings().home)) as db:
        return audit.choices(db)


def verify(person: Person | None, anchor: str = "") -> Soundness:
    """Whether nothing was tampered with, and whether the chain still goes through an anchor taken earlier."""
    require(person, "administer")
    point = audit.anchor_of(anchor) if anchor else None
    if anchor and point is None:
        raise Rejected("This is no anchor.", "An anchor is a number, a colon and 64 letters and digits.")
    with reading(live.ensure(settings().home)) as db:
        head = audit.head(db)
        through = audit.holds(db, point) if point else None
        return Soundness(head.rows, tuple(audit.breaks(db)), str(head), through)


def standing(person: Person | None, *, anew: bool = False) -> Soundness:
    """The same, quickly: the rows added since every row was proved today by this program, at least the newest ones, and
    that none is missing. Whatever does not fit, or `anew`, has every row proved."""
    require(person, "administer")
    path = live.ensure(settings().home)
    file = (str(path), path.stat().st_ino)
    with reading(path) as db:
        proof, start = _proofs.get(file), audit.row_before(db, NEWEST)
        if (
            proof
            and start
            and not anew
            and proof.at[:10] == now()[:10]
            and audit.hash_of(db, proof.audit_id) == proof.hash
        ):
            start = min(start, proof.audit_id)
            if not audit.breaks(db, start):
                head = audit.head(db)
                return Soundness(head.rows, (), str(head), newest=audit.rows_after(db, start), whole_at=proof.at)
        broken, head, last = tuple(audit.breaks(db)), audit.head(db), audit.row_before(db, 0)
    _proofs.pop(file, None)
    if not broken:
        _proofs[file] = _Proof(last, head.hash, now())
    return Soundness(head.rows, broken, str(head))


def export(person: Person | None, *, who: str = "", action: str = "", first: str = "", last: str = "") -> bytes:
    """The audit as CSV, oldest first, formulas made harmless, the anchor in its last line. Written down itself."""
    person = require(person, "administer")
    with noting(live.ensure(settings().home), person.key) as change:
        change.audit("export audit")
        rows = audit.listed(change.db, who=who, action=action, first=first, last=last, limit=-1)
        anchor = audit.head(change.db)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([tables.defused(row[c]) for c in COLUMNS] for row in reversed(rows))
    writer.writerow(["anchor", str(anchor)])
    return out.getvalue().encode()
