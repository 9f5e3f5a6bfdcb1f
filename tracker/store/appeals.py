"""Appeals of denied lines: one row per line and level, settled by a new row. Every verb runs inside one `writing()`.

The one thing to know: an appeal never changes its line. The line stays denied at its first adjudication; what came of
it afterwards is told here, so that a denial rate does not fall because somebody won later.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate, Rejected
from tracker.store.connection import Change
from tracker.store.filters import Filters, condition


def file(change: Change, line_id: int, filed_month: str, *, level: int = 1, how: str = "form") -> int:
    """Record that a denied line was appealed; the appeal's id. Raises `Rejected` for a line that is not denied or
    has an open appeal at this level."""
    db = change.db
    line = db.execute(
        "select outcome from claim_lines where line_id = ? and withdrawn_revision is null", [line_id]
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
            """select payer_id, sum(n) as decided, sum(won) as won, count(*) as practices, max(n) as largest from (
              select d.payer_id, coalesce(l.practice_id, 0) as practice_id, count(*) as n,
                sum(a.outcome in ('overturned', 'partly')) as won
              from appeals a
              join claim_lines l on l.line_id = a.line_id and l.withdrawn_revision is null and l.primary_payer = 1
              join imports i on i.import_id = l.import_id and i.withdrawn_revision is null
              join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict = 'accepted'
              join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null and d.payer_id is not null
              where a.withdrawn_revision is null and a.outcome in ('overturned', 'partly', 'upheld')
              group by 1, 2) group by 1 order by 1"""
        )
    )


def listed(db: Database, filters: Filters, revision: int | None = None) -> list[dict[str, Any]]:
    """Appeals of accepted, primary lines under filters, as known at a revision: `line_id`, `level`, `filed_month`,
    `outcome`, `decided_month`, `practice_id` (0: not known)."""
    where, bound = condition(filters)

    def known(alias: str) -> str:
        if revision is None:
            return f"{alias}.withdrawn_revision is null"
        gone = f"({alias}.withdrawn_revision is null or {alias}.withdrawn_revision > :revision)"
        return f"{alias}.added_revision <= :revision and {gone}"

    return list(
        db.query(
            f"""select line_id, level, filed_month, appealed as outcome, decided_month, practice_id from (
              select a.line_id, a.level, a.filed_month, a.outcome as appealed, a.decided_month,
                coalesce(l.practice_id, 0) as practice_id, coalesce(d.payer_id, '') as payer_id, l.state, l.code, l.month,
                case when l.line_of_business <> '' then l.line_of_business
                  else coalesce(p.usual_line_of_business, '') end as line_of_business,
                case when i.complete = 1 then 'complete' else 'reports' end as basis, v.verdict as review
              from appeals a
              join claim_lines l on l.line_id = a.line_id and l.outcome = 'denied' and l.primary_payer = 1 and {known("l")}
              join imports i on i.import_id = l.import_id and {known("i")}
              join reviews v on v.import_id = i.import_id and {known("v")}
              left join name_decisions d on d.name_id = l.name_id and {known("d")}
              left join payers p on p.payer_id = d.payer_id
              where {known("a")}) where {where} order by line_id, level""",
            {**bound, "revision": revision},
        )
    )
