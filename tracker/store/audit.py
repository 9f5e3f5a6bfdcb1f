"""The audit: who did what and when, each row's hash covering the row and the hash before it.

The one thing to know: the chain shows tampering by anybody who does not work the whole chain out anew. Against somebody
who does, keep an `Anchor` outside the machine (every export of the audit ends with one): `holds` says whether the
chain still goes through it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

GUARDS = ("audit_row_stays", "audit_row_is_kept")


@dataclass(frozen=True)
class Anchor:
    """How many rows the audit had, and the hash of the last: written `1204:9f3c...`."""

    rows: int
    hash: str

    def __str__(self) -> str:
        return f"{self.rows}:{self.hash}"


def anchor_of(text: str) -> Anchor | None:
    """The anchor somebody wrote down, None when the text is none."""
    rows, _, digest = text.strip().partition(":")
    return Anchor(int(rows), digest) if rows.isdigit() and len(digest) == 64 else None


def add(db: Database, revision: int | None, at: str, who: str, action: str, object_name: str, detail: str) -> None:
    """One more row. `detail` holds counts and ids, never private text."""
    last = db.execute("select hash from audit order by audit_id desc limit 1").fetchone()
    digest = _digest([last[0] if last else "", str(revision or ""), at, who, action, object_name, detail])
    db.execute(
        "insert into audit (revision, at, who, action, object, detail, hash) values (?,?,?,?,?,?,?)",
        [revision, at, who, action, object_name, detail, digest],
    )
    db.execute("update audit_head set rows = rows + 1, hash = ?", [digest])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def breaks(db: Database, after: int = 0) -> list[int]:
    """Ids of rows whose hash does not follow from the row before; 0 when rows are missing at the end. Empty when sound.

    after: prove only the rows after this one, whose hash is taken as it stands; the length of the chain is always proved.
    """
    broken = []
    count, known = db.execute(
        "select (select count(*) from audit), (select hash from audit where audit_id = ?)", [after]
    ).fetchone()
    previous = known or ""
    rows = db.execute(
        "select audit_id, revision, at, who, action, object, detail, hash from audit where audit_id > ? order by audit_id",
        [after if known else 0],
    )
    for audit_id, revision, *words, found in rows:
        if _digest([previous, str(revision or ""), *words]) != found:
            broken.append(audit_id)
        previous = found
    if _ends_early(db, count, previous):
        broken.append(0)
    return broken


def row_before(db: Database, newest: int) -> int:
    """The id of the row before the newest ones, 0 when there are no more than these."""
    row = db.execute("select audit_id from audit order by audit_id desc limit 1 offset ?", [newest]).fetchone()
    return int(row[0]) if row else 0


def rows_after(db: Database, audit_id: int) -> int:
    """How many rows came after this one."""
    return int(db.execute("select count(*) from audit where audit_id > ?", [audit_id]).fetchone()[0])


def hash_of(db: Database, audit_id: int) -> str:
    """The hash of a row, '' when it is not there."""
    row = db.execute("select hash from audit where audit_id = ?", [audit_id]).fetchone()
    return str(row[0]) if row else ""


def _ends_early(db: Database, count: int, last_hash: str) -> bool:
    # A backup from before the head was kept has none.
    if db["audit_head"].exists() and head(db) != Anchor(count, last_hash):
        return True
    # Every write ends with a row of its own action and no object; a store that was only ever built has no audit.
    last = db.execute(
        "select revision, action, object from audit where revision is not null order by audit_id desc limit 1"
    ).fetchone()
    newest = db.execute("select revision, action, '' from revisions order by revision desc limit 1").fetchone()
    return bool(newest and newest[0] > 1 and last != newest)


def head(db: Database) -> Anchor:
    """Where the audit ends now."""
    return Anchor(*db.execute("select rows, hash from audit_head").fetchone())


def holds(db: Database, anchor: Anchor) -> bool:
    """Whether the chain still goes through a point that was written down earlier."""
    row = db.execute("select hash from audit order by audit_id limit 1 offset ?", [max(anchor.rows - 1, 0)]).fetchone()
    return row is not None and row[0] == anchor.hash


def clear(db: Database) -> None:
    """Begin a new chain in a store that was only just built; nowhere else."""
    kept = [db.execute("select sql from sqlite_master where name = ?", [name]).fetchone()[0] for name in GUARDS]
    for name in GUARDS:
        db.execute(f"drop trigger {name}")
    db.execute("delete from audit")
    db.execute("update audit_head set rows = 0, hash = ''")
    for sql in kept:
        db.execute(sql)


def since(db: Database, who: str, action: str, object_name: str, at: str) -> bool:
    """Whether this person did this since a moment."""
    found = db.execute(
        "select 1 from audit where who = ? and at >= ? and action = ? and object = ? limit 1",
        [who, at, action, object_name],
    )
    return found.fetchone() is not None


def listed(
    db: Database, *, who: str = "", action: str = "", first: str = "", last: str = "", limit: int = 1000
) -> list[dict[str, Any]]:
    """Rows, newest first, with the person's name where they are known. Days are inclusive ISO dates, blank for any."""
    sql = """
        select a.audit_id, a.at, a.who, coalesce(p.name, a.who) as name, a.action, a.object,
          coalesce(o.name, a.object) as object_name, a.detail, a.revision, a.hash
        from audit a left join people p on p.person_key = a.who left join people o on o.person_key = a.object
        where (:who = '' or a.who = :who) and (:action = '' or a.action = :action)
          and (:first = '' or a.at >= :first) and (:last = '' or substr(a.at, 1, 10) <= :last)
        order by a.audit_id desc limit :limit"""
    return list(db.query(sql, {"who": who, "action": action, "first": first, "last": last, "limit": limit}))


def choices(db: Database) -> tuple[list[tuple[str, str]], list[str]]:
    """People (key and name) and actions that occur, for filters."""
    people = db.execute(
        f"select a.value, coalesce(p.name, a.value) as name from ({_distinct('who')}) a "
        "left join people p on p.person_key = a.value order by name"
    ).fetchall()
    actions = [row[0] for row in db.execute(_distinct("action"))]
    return [(str(k), str(n)) for k, n in people], actions


def _distinct(column: str) -> str:
    """SQL of the values of an indexed column, one step of the index each: the audit has many rows and few of these."""
    return f"""with recursive seen (value) as (select min({column}) from audit
      union all select (select min({column}) from audit where {column} > value) from seen where value is not null)
      select value from seen where value is not null"""
