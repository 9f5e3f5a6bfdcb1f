"""Claim lines of an import: stored, and told apart from what is known already (`stories` says which row counts).

`enter` and `leave` are the two moments that matter: an import begins to count (sent, accepted again) or stops
(withdrawn, returned). The one thing to know: a line is never changed back. A line that counts again, because what it
repeated or what took it back is gone, is a new row, so that older revisions still read as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from sqlite_utils import Database

from tracker.store import appeals, keys, stories
from tracker.store.cells import tally
from tracker.store.connection import Change

CHUNK = 5_000  # lines at a time: an import of a million is never held as rows


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line ready to be stored; `name_id` from `names.ensure`, keys as 32 hexadecimal digits or None.

    flags: those of `stories.Event` decide which row of a line counts. money_key: 16 hexadecimal digits or None.
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
    money_key: str | None = None
    appeals: tuple[tuple[int, str, str, str | None], ...] = ()  # (level, filed month, outcome, decided month)


def insert(change: Change, import_id: int, lines: Iterable[NewLine]) -> int:
    """Store the lines of an import, as they come; how many. Reversals are set aside at once, repeats by `enter`."""
    db = change.db
    first_id = db.execute("select coalesce(max(line_id), 0) + 1 from claim_lines").fetchone()[0]
    coming, stored = iter(lines), 0
    practices: dict[str, int] = {}
    while chunk := list(islice(coming, CHUNK)):
        _practices(db, {line.practice for line in chunk if line.practice and line.practice not in practices}, practices)
        rows = (_row(x, import_id, first_id + stored + n, change.revision, practices) for n, x in enumerate(chunk))
        db.conn.executemany(f"insert into claim_lines values ({','.join('?' * 24)})", rows)
        db.conn.executemany(
            "insert into line_reasons values (?,?,?,?,?)",
            (
                (first_id + stored + n, position, group, kind, code)
                for n, x in enumerate(chunk)
                for position, (group, kind, code) in enumerate(x.reasons)
            ),
        )
        appeals.tell(change, ((first_id + stored + n, x.appeals) for n, x in enumerate(chunk) if x.appeals))
        stored += len(chunk)
    keys.add(db, first_id)
    return stored


def _row(x: NewLine, import_id: int, line_id: int, revision: int, practices: dict[str, int]) -> tuple[Any, ...]:
    key = bytes.fromhex(x.line_key) if x.line_key else None
    aside = "reversed" if x.flags and not {"reversal", "taken_back"}.isdisjoint(x.flags.split()) else None
    return (
        line_id, import_id, x.row, x.name_id, x.state, x.line_of_business, x.code, x.month, x.outcome,
        x.denial_class, x.first_reason, x.units, x.modifiers, x.place_of_service, x.claim_status,
        int(x.primary_payer), practices.get(x.practice or ""), bytes.fromhex(x.claim_key) if x.claim_key else None, key,
        x.flags, revision, revision if aside else None, aside, bytes.fromhex(x.money_key) if x.money_key else None,
    )  # fmt: skip


def _practices(db: Database, fingerprints: set[str], known: dict[str, int]) -> None:
    """Add the numbers of these practices to `known`."""
    db.conn.executemany(
        "insert or ignore into practices (fingerprint) values (?)", ([bytes.fromhex(f)] for f in sorted(fingerprints))
    )
    for f in fingerprints:
        sql = "select practice_id from practices where fingerprint = ?"
        known[f] = db.execute(sql, [bytes.fromhex(f)]).fetchone()[0]


# Rows of imports that count: neither withdrawn nor returned.
_COUNTING = """join imports i on i.import_id = {0}.import_id and i.withdrawn_revision is null
  join reviews v on v.import_id = {0}.import_id and v.withdrawn_revision is null and v.verdict <> 'returned'"""
_TAKES = "(instr(flags, 'reversal') > 0 or instr(flags, 'taken_back') > 0)"

_TOUCHED = f"""
  create temp table touched as
  select line_key from claim_lines l
  where import_id = :import and line_key is not null
    and (flags <> '' and {_TAKES} or {keys.shared("l")} or l.claim_key in (select claim_key from claim_reversals))
  union select l.line_key
  from ({keys.alike("claim_reversals", "claim_key", "t.claim_key", "t.import_id = :import")}) join claim_lines l using (line_id)
  where l.line_key is not null"""


def enter(change: Change, import_id: int) -> tuple[int, int]:
    """The import begins to count: every line that it shares with others, and every reversal, is settled anew, the rest
    is tallied. (its lines known from others, lines taken back because of it)."""
    db = change.db
    again = _settle(change, import_id)
    known = db.execute(
        f"select count(*) from claim_lines join temp.aside using (line_id) where import_id = ? and why <> 'reversed' "
        f"and not {_TAKES}", [import_id]
    ).fetchone()[0]  # fmt: skip
    taken = db.execute(
        f"select count(*) from claim_lines join temp.aside using (line_id) where why = 'reversed' and not {_TAKES}"
    ).fetchone()[0]
    tally(db, -1, f"l.line_id in (select line_id from temp.aside) and l.import_id <> {int(import_id)}", [])
    _set_aside(change)
    tally(db, 1, "l.import_id = ?", [import_id])
    _count_again(change, again)
    return int(known), int(taken)


def leave(change: Change, import_id: int) -> None:
    """The import stops counting. Call before its withdrawal or verdict is written: its lines leave the summaries."""
    tally(change.db, -1, "l.import_id = ?", [import_id])


def revive(change: Change, import_id: int) -> int:
    """After an import stopped counting: the lines it shares with others are settled without it. How many count again."""
    again = _settle(change, import_id)
    tally(change.db, -1, "l.line_id in (select line_id from temp.aside)", [])
    _set_aside(change)
    return _count_again(change, again)


def _settle(change: Change, import_id: int) -> list[int]:
    """Tell anew the story of every line that the import shares or takes back: `temp.aside` (line_id, why) holds the rows
    that stop counting; the rows handed back count again."""
    db = change.db
    for table in ("touched", "aside"):
        db.execute(f"drop table if exists temp.{table}")
    db.execute("create temp table aside (line_id integer primary key, why text)")
    db.execute(_TOUCHED, {"import": import_id})
    again: list[int] = []
    aside: list[tuple[int, str]] = []
    for events, claim_reversals in _told(db):
        story = stories.of(events, claim_reversals)
        if story.counts and not story.counts.live:
            again.append(story.counts.line_id)
        aside += [(e.line_id, story.aside[e.line_id]) for e in events if e.live and e.line_id in story.aside]
    db.conn.executemany("insert into temp.aside values (?,?)", aside)
    return again


def _told(db: Database) -> Iterator[tuple[list[stories.Event], int]]:
    """The events of each touched line, the newest row of each, and how often its claim was taken back as a whole (by an
    import that has not taken it back line by line)."""
    rows = db.execute(
        f"""select l.line_key, max(l.line_id), l.import_id, l.row, l.flags, l.money_key, l.withdrawn_revision is null,
          coalesce(i.remitted, ''), (select count(*) from claim_reversals r {_COUNTING.format("r")} where r.claim_key = l.claim_key)
        from ({keys.alike("temp.touched")}) a cross join claim_lines l on l.line_id = a.line_id {_COUNTING.format("l")}
        group by l.line_key, l.import_id, l.row"""
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        found = [
            (stories.Event(line, of, row, frozenset(flags.split()), money, bool(live), remitted), whole)
            for _, line, of, row, flags, money, live, remitted, whole in group
        ]
        events = [event for event, _ in found]
        settled = sum("taken_back" in event.flags for event in events)
        yield events, max(max(whole for _, whole in found) - settled, 0)


def _set_aside(change: Change) -> None:
    change.db.execute(
        "update claim_lines set withdrawn_revision = ?, withdrawn_why = (select why from temp.aside a "
        "where a.line_id = claim_lines.line_id) where line_id in (select line_id from temp.aside)",
        [change.revision],
    )


def _count_again(change: Change, line_ids: list[int]) -> int:
    if not line_ids:
        return 0
    db = change.db
    db.execute("drop table if exists temp.revived")
    db.execute("create temp table revived (line_id integer primary key)")
    db.conn.executemany("insert into temp.revived values (?)", ([n] for n in line_ids))
    return _copied(change)


def one(db: Database, line_id: int) -> dict[str, Any] | None:
    """A line that counts, with its `reasons` (`CO-96 N130`); None when it is gone."""
    return next(
        iter(
            db.query(
                """select l.*, (select group_concat(coalesce(r.group_code || '-', '') || r.code, ' ') from line_reasons r
                  where r.line_id = l.line_id) as reasons
                from claim_lines l where l.line_id = ? and l.withdrawn_revision is null""",
                [line_id],
            )
        ),
        None,
    )


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


def record_correction(change: Change, old: int, new: int, before: str, after: str, reason: str) -> None:
    """Why a line was corrected: what it said, what it says now, in whose words."""
    change.db.execute(
        "insert into line_corrections (line_id, corrected_line_id, before, after, reason, who, at, added_revision) "
        "values (?,?,?,?,?,?,?,?)",
        [new, old, before, after, reason, change.who, change.at, change.revision],
    )
    change.audit("correct line", str(new), f"instead of {old}")


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
    keys.add(db, first_id)
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
