"""Imports and their claim lines: accept, find again, withdraw, review. Every verb runs inside one `writing()`.

The one thing to know: a line is never changed. A withdrawal of an import marks the import only (its lines are then no
longer live); what a single line's fate depends on is in `lines`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate
from tracker.store import forms
from tracker.store import lines as claim_lines
from tracker.store.connection import Change
from tracker.store.lines import NewLine

__all__ = ["Accepted", "NewLine", "add", "find_file", "listed", "problems_of", "receipt", "review", "withdraw"]

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no sign that can be taken for another on paper


@dataclass(frozen=True)
class Accepted:
    """What became of an import: its receipt and how many lines count, were known already or were cancelled."""

    import_id: int
    receipt: str
    counted: int
    known_already: int
    cancelled: int


def find_file(db: Database, file_key: str) -> dict[str, Any] | None:
    """The live import of the same file, None when it is new."""
    found = db.query(
        "select import_id, receipt, submitted_at, submitted_by, lines from imports "
        "where file_key = ? and withdrawn_revision is null",
        [bytes.fromhex(file_key)],
    )
    return next(iter(found), None)


def sent_since(db: Database, person_key: str, at: str) -> list[str]:
    """When this person sent something since a moment, oldest first; withdrawn ones count too."""
    found = db.execute(
        "select submitted_at from imports where submitted_by = ? and submitted_at > ? order by submitted_at",
        [person_key, at],
    )
    return [str(row[0]) for row in found]


def receipt() -> str:
    """A short code a member can read out: `K7M4-PX2D`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def add(
    change: Change,
    *,
    kind: str,
    file_key: str | None,
    layout: str | None,
    complete: bool | None,
    counts: dict[str, int],
    lines: Iterable[NewLine],
    problems: Iterable[tuple[str | None, int | None, str | None, str, str, str]],
    verdict: str,
    ticket: str | None = None,
    claim_reversals: Iterable[str] = (),
    remitted: str = "",
) -> Accepted:
    """Store one import whole. counts: rows, problems, ignored, repeats. problems: (sheet, row, column, rule, message,
    advice). Lines whose `line_key` is live already are kept but not counted; reversals cancel what they reverse;
    `claim_reversals` are the keys of claims taken back as a whole; `remitted` the month (`2025-04`) in which the payer sent the remittance, '' where not known.
    `ticket` replaces the random receipt where a store must come out the same twice (the demonstration)."""
    db = change.db
    ticket = ticket or receipt()
    import_id = db.execute(
        """insert into imports (receipt, kind, file_key, layout, complete, rows, lines, problems, ignored, repeats,
        submitted_by, submitted_at, added_revision, remitted) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
        [ticket, kind, bytes.fromhex(file_key) if file_key else None, layout,
         None if complete is None else int(complete), counts["rows"], 0, counts["problems"],
         counts["ignored"], counts["repeats"], change.who, change.at, change.revision, remitted or None],
    ).lastrowid  # fmt: skip
    assert import_id is not None
    db.execute(
        "insert into reviews (import_id, verdict, who, at, added_revision) values (?,?,?,?,?)",
        [import_id, verdict, change.who, change.at, change.revision],
    )
    db.conn.executemany(
        "insert into import_problems values (?,?,?,?,?,?,?,?)",
        ([import_id, n, *problem] for n, problem in enumerate(problems)),
    )
    db.conn.executemany(
        "insert or ignore into claim_reversals values (?,?)", ([import_id, bytes.fromhex(k)] for k in claim_reversals)
    )
    held = claim_lines.insert(change, import_id, lines)
    db.execute("update imports set lines = ? where import_id = ?", [held, import_id])
    known, taken = claim_lines.enter(change, import_id) if verdict != "returned" else (0, 0)
    if verdict != "returned":
        forms.meet(change, import_id)
    counted = db.execute(
        "select count(*) from claim_lines where import_id = ? and withdrawn_revision is null", [import_id]
    ).fetchone()[0]
    change.audit("import", ticket, f"{kind}: {held} lines, {counted} counted, {counts['problems']} problems")
    return Accepted(import_id, ticket, counted, known, taken)


def withdraw(change: Change, receipt_code: str) -> int:
    """Take an import out of every count; its rows stay for older revisions. Lines it held. Raises `OutOfDate`."""
    db = change.db
    found = db.execute(
        "select import_id, lines from imports where receipt = ? and withdrawn_revision is null", [receipt_code]
    ).fetchone()
    if found is None:
        raise OutOfDate("This batch is not there or was withdrawn before.", "Reload the page to see what is.")
    import_id, lines = found
    claim_lines.leave(change, import_id)
    db.execute(
        "update imports set withdrawn_revision = ?, withdrawn_by = ? where import_id = ?",
        [change.revision, change.who, import_id],
    )
    claim_lines.revive(change, import_id)
    forms.part(change, import_id, for_good=True)
    forget_note(change, import_id)
    change.audit("withdraw", receipt_code, f"{lines} lines")
    return int(lines)


def review(change: Change, receipt_code: str, verdict: str, reason: str = "", duplicate_of: str = "") -> None:
    """Give an import a verdict (`accepted`, `returned`, `pending`). Its note is deleted. duplicate_of: the receipt that
    counts in place of a returned one. Raises `OutOfDate`."""
    db = change.db
    found = db.execute(
        "select import_id from imports where receipt = ? and withdrawn_revision is null", [receipt_code]
    ).fetchone()
    if found is None:
        raise OutOfDate("This batch is not there or was withdrawn before.", "Reload the page to see what is.")
    import_id = found[0]
    claim_lines.leave(change, import_id)
    db.execute(
        "update reviews set withdrawn_revision = ? where import_id = ? and withdrawn_revision is null",
        [change.revision, import_id],
    )
    db.execute(
        "insert into reviews (import_id, verdict, reason, duplicate_of, who, at, added_revision) values (?,?,?,?,?,?,?)",
        [import_id, verdict, reason, duplicate_of, change.who, change.at, change.revision],
    )
    if verdict == "returned":
        claim_lines.revive(change, import_id)
        forms.part(change, import_id, for_good=False)
    else:
        claim_lines.enter(change, import_id)
        forms.meet(change, import_id)
    forget_note(change, import_id)
    change.audit("review", receipt_code, verdict)


def listed(
    db: Database, *, submitted_by: str | None = None, forms: bool = True, limit: int = 200
) -> list[dict[str, Any]]:
    """Imports, newest first, withdrawn ones too: receipt, kind, counts, who, when, verdict, reason.

    forms: reports by hand too. They are left out before the limit, or a year of them would push out every file."""
    where = " and ".join(
        [*(["i.submitted_by = :who"] if submitted_by else []), *([] if forms else ["i.kind <> 'form'"])]
    )
    return list(
        db.query(
            f"""select i.receipt, i.kind, i.rows, i.lines, i.problems, i.ignored, i.repeats, i.complete, i.submitted_by,
            i.submitted_at, v.verdict, v.reason, v.duplicate_of, i.withdrawn_revision is not null as withdrawn
            from imports i left join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null
            where {where or "true"} order by i.import_id desc limit :limit""",
            {"who": submitted_by, "limit": limit},
        )
    )


def problems_of(db: Database, receipt_code: str) -> list[dict[str, Any]]:
    """The problem rows of an import, in order."""
    return list(
        db.query(
            'select p.sheet, p.row, p."column", p.rule, p.message, p.advice from import_problems p '
            "join imports i using (import_id) where i.receipt = ? order by p.position",
            [receipt_code],
        )
    )


def stands(db: Database, receipt_code: str) -> bool:
    """Whether an import is there, not withdrawn and not returned."""
    return (
        db.execute(
            "select 1 from imports i join reviews v using (import_id) where i.receipt = ? and i.withdrawn_revision is null "
            "and v.withdrawn_revision is null and v.verdict <> 'returned'",
            [receipt_code],
        ).fetchone()
        is not None
    )


LEAST_ALIKE = 3
"""Fewer lines alike tell nothing: in a busy month many are."""
_ALIKE = ("month", "code", "state", "outcome", "modifiers", "units", "first_reason")


def twins(db: Database, receipt_code: str, share: float = 0.8, least: int = LEAST_ALIKE) -> list[dict[str, Any]]:
    """Other live imports, of whatever sender, that tell nearly the same lines (payer, state, code, modifiers, units,
    month, outcome and first reason alike, line for line): `receipt`, `kind`, `lines` of this import found there too,
    `other_sender`. Two offices that send one clinic's claims from two programs show up so."""
    # In the order of the index `lines_by_name`, which holds all that is asked: no line is read.
    grouped = ", ".join(f"l.{c}" for c in _ALIKE)
    same = " and ".join(f"o.{c} is m.{c}" for c in _ALIKE)
    return list(
        db.query(
            f"""with mine as (
              select d.payer_id, {grouped}, count(*) as n
              from imports i cross join claim_lines l on l.import_id = i.import_id and l.withdrawn_revision is null
              cross join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
              where i.receipt = :receipt group by 1, 2, 3, 4, 5, 6, 7, 8),
            theirs as (
              select m.number, m.n as mine, o.import_id, count(*) as n
              from (select row_number() over () as number, * from mine) m
              cross join name_decisions e on e.payer_id = m.payer_id and e.withdrawn_revision is null
              cross join claim_lines o on o.name_id = e.name_id and {same} and o.withdrawn_revision is null
              group by 1, 2, 3)
            select oi.receipt, oi.kind, sum(min(t.mine, t.n)) as lines, oi.submitted_by <> i.submitted_by as other_sender
            from theirs t join imports oi on oi.import_id = t.import_id and oi.withdrawn_revision is null
            join imports i on i.receipt = :receipt and i.import_id <> oi.import_id
            group by oi.import_id having sum(min(t.mine, t.n)) >= max(:least, :share * min(i.lines, oi.lines))
            order by 3 desc, oi.import_id desc limit 3""",
            {"receipt": receipt_code, "least": least, "share": share},
        )
    )


def lines_of(db: Database, receipt_code: str, limit: int = 5000) -> list[dict[str, Any]]:
    """The kept lines of an import in readers' words."""
    return list(
        db.query(
            "select r.* from claim_lines l join imports i using (import_id) join denial_reports r on r.line_id = l.line_id "
            "where i.receipt = ? order by l.row limit ?",
            [receipt_code, limit],
        )
    )


def sender_of(db: Database, receipt_code: str) -> str | None:
    """Who sent an import, None when there is no such receipt."""
    row = db.execute("select submitted_by from imports where receipt = ?", [receipt_code]).fetchone()
    return str(row[0]) if row else None


def add_note(change: Change, import_id: int, note: str) -> None:
    """Keep a screened note until the report is reviewed."""
    change.db.execute("insert into report_notes values (?,?)", [import_id, note])


def forget_note(change: Change, import_id: int) -> None:
    """Delete a note so that its text is gone from the file too, not only from the table."""
    change.db.execute("pragma secure_delete = on")
    change.db.execute("delete from report_notes where import_id = ?", [import_id])
