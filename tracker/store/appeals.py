"""Appeals of denied lines: one row per line and level, settled by a new row. Every verb runs inside one `writing()`.

The one thing to know: an appeal never changes its line. The line stays denied at its first adjudication; what came of
it afterwards is told here, so that a denial rate does not fall because somebody won later.

An appeal stands with the row that told it and counts for the row of that line which counts (`TOLD`): a table sent again
with more appeals, or a form about a line of a file, adds to what is known of one line. It goes when the batch that told
it goes. A month nobody told is '' (filed) or None (decided).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate, Rejected
from tracker.store import keys
from tracker.store.connection import Change
from tracker.store.filters import Filters, condition

KNOWN = """{0}.added_revision <= :revision
  and ({0}.withdrawn_revision is null or {0}.withdrawn_revision > :revision)"""
"""Whether a row was there at a revision; `at` says what is bound."""

_OWN = f"""
  select a.appeal_id, a.level, a.filed_month, a.outcome, a.decided_month, a.how, o.line_id as own, o.line_key, o.import_id,
    substr(i.submitted_at, 1, 7) as told_month, v.verdict
  from appeals a join claim_lines o on o.line_id = a.line_id
  join imports i on i.import_id = o.import_id and {KNOWN.format("i")}
  join reviews v on v.import_id = o.import_id and {KNOWN.format("v")} and v.verdict <> 'returned'
  where {KNOWN.format("a")}"""
TOLD = f"""(
  with own as materialized ({_OWN}),
  counts as (
    select own.*, l.line_id from own join claim_lines l on l.line_id = own.own and {KNOWN.format("l")}
    union all
    {keys.alike("own", columns="t.*", where=f"l.line_id <> t.own and {KNOWN.format('l')} and t.verdict = 'accepted'")}
    union all
    select own.*, l.line_id from own join form_matches m on m.form_line_id = own.own and {KNOWN.format("m")}
      join claim_lines l on l.line_id = m.line_id and {KNOWN.format("l")} where own.verdict = 'accepted')
  select * from (select counts.*, row_number() over (partition by line_id, level
    order by outcome = 'open', appeal_id desc) as nth from counts) where nth = 1)"""
"""Appeals by the line that counts, one a level: an answer before none, the later told before the earlier."""


def at(revision: int | None) -> int:
    """What `KNOWN` is asked with: a revision, or later than all of them."""
    return revision if revision is not None else 1 << 62


def tell(change: Change, told: Iterable[tuple[int, Iterable[tuple[int, str, str, str | None]]]]) -> None:
    """Keep the appeals that a file tells of its lines: (line id, its (level, filed month, outcome, decided month))."""
    change.db.conn.executemany(
        "insert into appeals (line_id, level, filed_month, outcome, decided_month, how, who, added_revision) "
        "values (?,?,?,?,?,'spreadsheet',?,?)",
        ([line_id, *appeal_of, change.who, change.revision] for line_id, those in told for appeal_of in those),
    )


def file(change: Change, line_id: int, filed_month: str, *, level: int = 1, how: str = "form") -> int:
    """Record that a denied line was appealed; the appeal's id. Raises `Rejected` for a line that is not denied or
    has an open appeal at this level."""
    db = change.db
    line = db.execute(
        "select outcome from claim_lines l where line_id = ? and (withdrawn_revision is null or exists (select 1 "
        "from form_matches m where m.form_line_id = l.line_id and m.withdrawn_revision is null))",
        [line_id],
    ).fetchone()
    if line is None or line[0] not in ("denied", "partly_paid"):
        raise Rejected("Only a denied line can be appealed.", "Choose a line that was denied and still counts.")
    if db.execute(
        "select 1 from appeals where line_id = ? and level = ? and withdrawn_revision is null", [line_id, level]
    ).fetchone():
        raise Rejected("This line was appealed at this level before.", "Record the answer, or the next level.")
    return _insert(change, line_id, level, filed_month, "open", None, how)


def settle(change: Change, appeal_id: int, outcome: str, decided_month: str) -> int:
    """The payer's answer (`overturned`, `partly`, `upheld`, `withdrawn`): a new row in place of the open one; its id."""
    db = change.db
    held = db.execute(
        "select line_id, level, filed_month, how from appeals where appeal_id = ? and withdrawn_revision is null",
        [appeal_id],
    ).fetchone()
    if held is None:
        raise OutOfDate("This appeal was changed by somebody else.", "Reload the page and look again.")
    line_id, level, filed_month, how = held
    if decided_month < filed_month:
        raise Rejected("An appeal cannot be decided before it was filed.", "See the two months.")
    db.execute("update appeals set withdrawn_revision = ? where appeal_id = ?", [change.revision, appeal_id])
    return _insert(change, line_id, level, filed_month, outcome, decided_month, how)


def _insert(
    change: Change, line_id: int, level: int, filed_month: str, outcome: str, decided_month: str | None, how: str
) -> int:
    number = change.db.execute(
        "insert into appeals (line_id, level, filed_month, outcome, decided_month, how, who, added_revision) "
        "values (?,?,?,?,?,?,?,?)",
        [line_id, level, filed_month, outcome, decided_month, how, change.who, change.revision],
    ).lastrowid
    assert number is not None
    change.audit("appeal", str(number), outcome)
    return number


def of_line(db: Database, line_id: int) -> list[dict[str, Any]]:
    """The live appeals of one line, by level."""
    return list(
        db.query(
            "select appeal_id, level, filed_month, outcome, decided_month from appeals "
            "where line_id = ? and withdrawn_revision is null order by level",
            [line_id],
        )
    )


def fates(db: Database) -> list[dict[str, Any]]:
    """What became of appeals of accepted, primary lines, a row a settled payer: `payer_id`, `decided`, `won` (overturned or
    partly) and, of the decided ones, `practices` and `largest` (appeals of the biggest practice)."""
    return list(
        db.query(
            f"""select payer_id, sum(n) as decided, sum(won) as won, count(*) as practices, max(n) as largest from (
              select d.payer_id, coalesce(l.practice_id, 0) as practice_id, count(*) as n,
                sum(a.outcome in ('overturned', 'partly')) as won
              from {TOLD} a
              join claim_lines l on l.line_id = a.line_id and l.primary_payer = 1
              join reviews v on v.import_id = l.import_id and v.withdrawn_revision is null and v.verdict = 'accepted'
              join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null and d.payer_id is not null
              where a.outcome in ('overturned', 'partly', 'upheld')
              group by 1, 2) group by 1 order by 1""",
            {"revision": at(None)},
        )
    )


COUNTED = f"""
  select l.line_id, l.line_key, coalesce(l.practice_id, 0) as practice_id, coalesce(d.payer_id, '') as payer_id, l.state,
    l.code, l.month,
    case when l.line_of_business <> '' then l.line_of_business else coalesce(p.usual_line_of_business, '') end
      as line_of_business,
    case when i.complete = 1 then 'complete' else 'reports' end as basis, v.verdict as review
  from claim_lines l
  join imports i on i.import_id = l.import_id and {KNOWN.format("i")}
  join reviews v on v.import_id = i.import_id and {KNOWN.format("v")}
  left join name_decisions d on d.name_id = l.name_id and {KNOWN.format("d")}
  left join payers p on p.payer_id = d.payer_id
  where l.outcome = 'denied' and l.primary_payer = 1 and {KNOWN.format("l")}"""
"""Denied lines that count at a revision, with what filters ask about."""


def places(db: Database, line_ids: Iterable[int], revision: int | None = None) -> list[dict[str, Any]]:
    """Where denied lines stand: `line_id`, `basis`, `payer_id`, `state`, `line_of_business`, `code`, `month`."""
    return list(
        db.query(
            f"""select line_id, basis, payer_id, state, line_of_business, code, month from (
              {COUNTED} and l.line_id in (select value from json_each(:ids)))""",
            {"ids": json.dumps([int(n) for n in line_ids]), "revision": at(revision)},
        )
    )


def listed(db: Database, filters: Filters, revision: int | None = None) -> list[dict[str, Any]]:
    """Appeals of denied primary lines under filters, as known at a revision: `line_id`, `level`, `filed_month` ('' not
    told), `outcome`, `decided_month` (None: open, or not told), `told_month` (when it was sent at the latest),
    `practice_id` (0: not known)."""
    where, bound = condition(filters)
    return list(
        db.query(
            f"""with told as materialized (select * from {TOLD})
            select line_id, level, filed_month, appealed as outcome, decided_month, told_month, practice_id from (
              select a.level, a.filed_month, a.outcome as appealed, a.decided_month, a.told_month, c.*
              from told a join ({COUNTED} and l.line_id in (select line_id from told)) c using (line_id))
            where {where} order by line_id, level""",
            {**bound, "revision": at(revision)},
        )
    )
