"""Claim lines of an import: stored, and told apart from what is known already. One line, one story, counted once.

`enter` and `leave` are the two moments that matter: an import begins to count (sent, accepted again) or stops
(withdrawn, returned). The one thing to know: a line is never changed back. A line that counts again, because what it
repeated or what took it back is gone, is a new row, so that older revisions still read as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.store.cells import tally
from tracker.store.connection import Change


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line ready to be stored; `name_id` from `names.ensure`, keys as 32 hexadecimal digits or None.

    flags: `reversal` takes back the line of the same `line_key` (of the same `claim_key` where it has no line key) and
    is never counted itself; `correction` continues a story that may have begun in another file.
    """

    row: int
    name_id: int
    state: str
    line_of_business: str
    code: str
    month: str
    outcome: str
    denial_class: str | None
    first_reason: str | None
    units: int | None
    modifiers: str
    place_of_service: str | None
    claim_status: str | None
    primary_payer: bool
    practice: str | None
    claim_key: str | None
    line_key: str | None
    flags: str
    reasons: tuple[tuple[str | None, str, str], ...]  # (group, kind, code)


def insert(change: Change, import_id: int, lines: Sequence[NewLine]) -> None:
    """Store the lines of an import. Reversals and repeats inside the import are set aside at once."""
    db = change.db
    practices = _practices(db, {line.practice for line in lines if line.practice})
    first_id = db.execute("select coalesce(max(line_id), 0) + 1 from claim_lines").fetchone()[0]
    revision = change.revision
    seen: set[str] = set()

    def row(n: int, x: NewLine) -> tuple[Any, ...]:
        aside = None
        if x.flags and "reversal" in x.flags.split():
            aside = "reversed"
        elif x.line_key is not None:
            aside = "duplicate" if x.line_key in seen else None
            seen.add(x.line_key)
        return (
            first_id + n, import_id, x.row, x.name_id, x.state, x.line_of_business, x.code, x.month, x.outcome,
            x.denial_class, x.first_reason, x.units, x.modifiers, x.place_of_service, x.claim_status,
            int(x.primary_payer), practices.get(x.practice or ""),
            bytes.fromhex(x.claim_key) if x.claim_key else None, bytes.fromhex(x.line_key) if x.line_key else None,
            x.flags, revision, revision if aside else None, aside,
        )  # fmt: skip

    db.conn.executemany(
        f"insert into claim_lines values ({','.join('?' * 23)})", (row(n, x) for n, x in enumerate(lines))
    )
    db.conn.executemany(
        "insert into line_reasons values (?,?,?,?,?)",
        (
            (first_id + n, position, group, kind, code)
            for n, x in enumerate(lines)
            for position, (group, kind, code) in enumerate(x.reasons)
        ),
    )


def _practices(db: Database, fingerprints: set[str]) -> dict[str, int]:
    db.conn.executemany(
        "insert or ignore into practices (fingerprint) values (?)", ([bytes.fromhex(f)] for f in sorted(fingerprints))
    )
    return {
        f: db.execute("select practice_id from practices where fingerprint = ?", [bytes.fromhex(f)]).fetchone()[0]
        for f in fingerprints
    }


# A line `o` of another import that counts (or would, were it not taken back).
_OTHER = """claim_lines o
  join imports oi on oi.import_id = o.import_id and oi.withdrawn_revision is null
  join reviews ov on ov.import_id = o.import_id and ov.withdrawn_revision is null and ov.verdict <> 'returned'"""
_REVERSAL = "instr({0}.flags, 'reversal') > 0"


def enter(change: Change, import_id: int) -> tuple[int, int]:
    """The import begins to count: its lines known from others are set aside, its reversals take back, the rest is
    tallied. (lines known already, lines of other imports taken back)."""
    db = change.db
    aside = "update claim_lines as l set withdrawn_revision = :now, withdrawn_why = {0} " + (
        "where l.import_id = :import and l.withdrawn_revision is null and l.line_key is not null and exists "
        f"(select 1 from {_OTHER} where o.line_key = l.line_key and o.import_id <> l.import_id and {{1}})"
    )
    bound = {"now": change.revision, "import": import_id}
    why = "case when instr(l.flags, 'correction') > 0 then 'corrected' else 'duplicate' end"
    known = db.execute(aside.format(why, "o.withdrawn_revision is null"), bound).rowcount
    db.execute(aside.format("'reversed'", f"o.import_id > l.import_id and {_REVERSAL.format('o')}"), bound)
    taken = _take_back(change, import_id)
    tally(db, 1, "l.import_id = ?", [import_id])
    return known, taken


def _take_back(change: Change, import_id: int) -> int:
    """The import's reversals take back live lines of earlier imports. A reversal known from another import does
    nothing: the same file under another name must not undo a later correction."""
    db = change.db
    reversals = db.execute(
        f"select 1 from claim_lines l where l.import_id = ? and {_REVERSAL.format('l')} limit 1", [import_id]
    ).fetchone()
    if not reversals:
        return 0
    db.execute("drop table if exists temp.taken")
    db.execute(
        f"""create temp table taken as
        with mine as (select l.line_key, l.claim_key from claim_lines l
          where l.import_id = ? and {_REVERSAL.format("l")} and not exists (select 1 from {_OTHER}
            where o.line_key = l.line_key and o.import_id <> l.import_id and {_REVERSAL.format("o")}))
        select l.line_id from mine m join claim_lines l on l.line_key = m.line_key
          where m.line_key is not null and l.import_id < ? and l.withdrawn_revision is null
        union
        select l.line_id from mine m join claim_lines l on l.claim_key = m.claim_key
          where m.line_key is null and l.import_id < ? and l.withdrawn_revision is null""",
        [import_id, import_id, import_id],
    )
    tally(db, -1, "l.line_id in (select line_id from taken)", [])
    return int(
        db.execute(
            "update claim_lines set withdrawn_revision = ?, withdrawn_why = 'reversed' "
            "where line_id in (select line_id from taken)",
            [change.revision],
        ).rowcount
    )


def leave(change: Change, import_id: int) -> None:
    """The import stops counting. Call before its withdrawal or verdict is written: its lines leave the summaries."""
    tally(change.db, -1, "l.import_id = ?", [import_id])


def revive(change: Change, import_id: int) -> int:
    """After an import stopped counting: lines of others that it had made repeats of, or had taken back, count again.
    How many."""
    db = change.db
    db.execute("drop table if exists temp.revived")
    db.execute(
        f"""create temp table revived as
        with gone as (select l.line_key, l.claim_key, {_REVERSAL.format("l")} as takes from claim_lines l
          where l.import_id = :import and (l.withdrawn_revision is null or {_REVERSAL.format("l")}))
        select min(o.line_id) as line_id from gone g join {_OTHER}
          where o.line_key = g.line_key and o.import_id <> :import and o.withdrawn_why in ('duplicate', 'corrected')
            and not g.takes group by o.line_key
        union
        select max(o.line_id) from gone g join {_OTHER}
          where g.takes and o.import_id <> :import and o.withdrawn_why = 'reversed' and not {_REVERSAL.format("o")}
            and (o.line_key = g.line_key or (g.line_key is null and o.claim_key = g.claim_key))
          group by coalesce(o.line_key, o.line_id)""",
        {"import": import_id},
    )
    db.execute(
        f"""delete from revived where exists (select 1 from claim_lines l join {_OTHER}
        where l.line_id = revived.line_id and o.withdrawn_revision is null
          and (o.line_key = l.line_key or (o.import_id = l.import_id and o.row = l.row and o.claim_key = l.claim_key)))"""
    )
    return _copied(change)


def count_again(change: Change, line_id: int) -> int:
    """A line that was set aside counts again, as a new row; the new id."""
    _only(change.db, line_id)
    _copied(change)
    return _newest(change.db)


def correct(
    change: Change, line_id: int, values: dict[str, Any], reasons: Sequence[tuple[str | None, str, str]] | None = None
) -> int:
    """The line as it should have been: the old row is withdrawn as corrected, a new one says `values` (columns of
    `claim_lines`) and, where given, other reasons. Appeals go with it. The new id."""
    db = change.db
    _only(db, line_id)
    tally(db, -1, "l.line_id = ?", [line_id])
    db.execute(
        "update claim_lines set withdrawn_revision = ?, withdrawn_why = 'corrected' "
        "where line_id = ? and withdrawn_revision is null",
        [change.revision, line_id],
    )
    _copied(change, values, reasons)
    return _newest(db)


def _only(db: Database, line_id: int) -> None:
    db.execute("drop table if exists temp.revived")
    db.execute("create temp table revived as select ? as line_id", [line_id])


def _newest(db: Database) -> int:
    return int(db.execute("select max(line_id) from claim_lines").fetchone()[0])


def _copied(
    change: Change,
    values: dict[str, Any] | None = None,
    reasons: Sequence[tuple[str | None, str, str]] | None = None,
) -> int:
    """New live rows for the lines named in `revived`, with their reasons and appeals; `values` and `reasons` instead of
    their own where given."""
    db = change.db
    first_id = db.execute("select max(line_id) + 1 from claim_lines").fetchone()[0]
    db.execute("drop table if exists temp.numbered")
    db.execute(
        "create temp table numbered as select line_id, row_number() over (order by line_id) - 1 + ? as new_id from revived",
        [first_id],
    )
    columns = [row[1] for row in db.execute("pragma table_info(claim_lines)")]
    changed = {"line_id": "n.new_id", "added_revision": ":now", "withdrawn_revision": "null", "withdrawn_why": "null"}
    changed |= {c: f":{c}" for c in values or {}}
    done = db.execute(
        f"insert into claim_lines select {', '.join(changed.get(c, f'l.{c}') for c in columns)} "
        "from numbered n join claim_lines l using (line_id)",
        {"now": change.revision, **(values or {})},
    ).rowcount
    if reasons is None:
        db.execute(
            "insert into line_reasons select n.new_id, r.position, r.group_code, r.kind, r.code "
            "from numbered n join line_reasons r using (line_id)"
        )
    else:
        db.conn.executemany(
            "insert into line_reasons values (?,?,?,?,?)",
            ([first_id, at, *reason] for at, reason in enumerate(reasons)),
        )
    _carry_appeals(change)
    tally(db, 1, "l.line_id in (select new_id from numbered)", [])
    return int(done)


def _carry_appeals(change: Change) -> None:
    """Appeals of a line that became a new row are appeals of the new row."""
    held = "withdrawn_revision is null and line_id in (select line_id from numbered)"
    change.db.execute(
        """insert into appeals (line_id, level, filed_month, outcome, decided_month, how, who, added_revision)
        select n.new_id, a.level, a.filed_month, a.outcome, a.decided_month, a.how, a.who, :now
        from appeals a join numbered n using (line_id) where a.withdrawn_revision is null""",
        {"now": change.revision},
    )
    change.db.execute(f"update appeals set withdrawn_revision = :now where {held}", {"now": change.revision})
