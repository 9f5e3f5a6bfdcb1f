"""Recorded departures from a source. Supersede only: a change of status is a new row that withdraws the old one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate
from tracker.store.connection import Change
from tracker.store.sources import EDITIONS


@dataclass(frozen=True)
class NewCorrection:
    """object: `source`, `decision` or `payer`; object_id: its id. guard: the text that stands in the source as long as
    the departure is needed; '' when nobody can say."""

    object: str
    object_id: str
    source_says: str
    we_hold: str
    reason: str
    guard: str = ""


def add(change: Change, new: NewCorrection) -> int:
    """Record a departure; its id."""
    number = _insert(change, asdict(new), "open")
    change.audit("correction", str(number), f"{new.object} {new.object_id}")
    return number


def _insert(change: Change, values: dict[str, Any], status: str) -> int:
    number = change.db.execute(
        """insert into corrections (object, object_id, source_says, we_hold, reason, guard, status, who, at,
        added_revision) values (?,?,?,?,?,?,?,?,?,?)""",
        [values["object"], values["object_id"], values["source_says"], values["we_hold"], values["reason"],
         values["guard"], status, change.who, change.at, change.revision],
    ).lastrowid  # fmt: skip
    assert number is not None
    return number


def close(change: Change, correction_id: int, status: str) -> int:
    """Say that the source is `mended` or the departure `dropped`; the new id. Raises `OutOfDate`."""
    done = change.db.execute(
        "update corrections set withdrawn_revision = ? where correction_id = ? and withdrawn_revision is null "
        "and status = 'open'",
        [change.revision, correction_id],
    ).rowcount
    if not done:
        raise OutOfDate("This correction was closed by somebody else.", "Reload the page and look again.")
    held = next(change.db.query("select * from corrections where correction_id = ?", [correction_id]))
    number = _insert(change, held, status)
    change.audit(f"correction {status}", str(number))
    return number


def listed(db: Database) -> list[dict[str, Any]]:
    """Corrections now, newest first, with what they are about in words (`about`) and the name of who said so."""
    return list(
        db.query(
            """select c.*, coalesce(w.name, c.who) as name, coalesce(
              (select s.publisher || ': ' || s.title from sources s where c.object = 'source' and s.source_id = c.object_id),
              (select p.name from payers p where c.object = 'payer' and p.payer_id = c.object_id),
              (select y.name || ', ' || d.code || case d.state when '' then '' else ', ' || d.state end
                from coverage_decisions d join payers y using (payer_id)
                where c.object = 'decision' and d.decision_id = c.object_id), c.object_id) as about
            from corrections c left join people w on w.person_key = c.who
            where c.withdrawn_revision is null order by c.at desc, c.correction_id desc"""
        )
    )


def texts_of(db: Database, object_name: str, object_id: str) -> tuple[list[str], list[str]]:
    """What the store holds of a source's own words (passages, title, dates), and the hashes of its kept documents, newest first."""
    if object_name == "payer":
        row = db.execute("select name, parent, states, notes from payers where payer_id = ?", [object_id]).fetchone()
        return ([str(v) for v in row] if row else []), []
    chosen = f"x.source_id in ({EDITIONS})" if object_name == "source" else "x.decision_id = ?"
    rows = db.execute(
        f"""select s.title, s.published, x.quotation, x.sha256 from decision_sources x join sources s using (source_id)
        join coverage_decisions d using (decision_id) left join evidence e on e.sha256 = x.sha256
        where {chosen} and (d.withdrawn_revision is null or ? = 'decision') order by e.added_revision desc""",
        [object_id, object_name],
    ).fetchall()
    said = [str(v) for row in rows for v in row[:3] if v]
    return said, list(dict.fromkeys(row[3] for row in rows if row[3]))
