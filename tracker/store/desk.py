"""Who is on what at the research desk, and what was done on a day.

A claim is a courtesy between colleagues, not a fact of the ledger: it is taken and given back, and leaves only an audit row.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate
from tracker.store import succession
from tracker.store.connection import Change


def claim(change: Change, payer_id: str, line_of_business: str, state: str) -> None:
    """Put this person on it. Raises `OutOfDate` when somebody else is."""
    key = [payer_id, line_of_business, state]
    held = change.db.execute(
        "select who from desk_claims where payer_id = ? and line_of_business = ? and state = ?", key
    ).fetchone()
    if held is not None and held[0] != change.who:
        raise OutOfDate("A colleague is on it already.", "Choose another, or ask them to release it.")
    change.db.execute("insert or ignore into desk_claims values (?,?,?,?,?)", [*key, change.who, change.at])
    change.audit("claim", payer_id, f"{line_of_business} {state}".strip())


def release(change: Change, payer_id: str, line_of_business: str, state: str) -> None:
    """Take whoever is on it off it; nothing happens when nobody is."""
    change.db.execute(
        "delete from desk_claims where payer_id = ? and line_of_business = ? and state = ?",
        [payer_id, line_of_business, state],
    )
    change.audit("release", payer_id, f"{line_of_business} {state}".strip())


def claims(db: Database) -> list[dict[str, Any]]:
    """Open claims with the name of who is on them, oldest first."""
    return list(
        db.query(
            """select c.*, coalesce(p.name, c.who) as name from desk_claims c left join people p on p.person_key = c.who
            order by c.at"""
        )
    )


def done_on(db: Database, day: str) -> list[dict[str, Any]]:
    """What was recorded and looked at on a day (UTC), one row a person, payer, line of business and state: `name`,
    `payer`, `decisions`, `looks`, `at` (the last deed)."""
    return list(
        db.query(
            f"""with deeds as (
              select recorded_by as who, payer_id, line_of_business, state, 1 as decisions, 0 as looks, recorded_at as at
                from coverage_decisions where origin = 'entered' and date(recorded_at) = :day
                and (withdrawn_revision is null or withdrawn_why in ({succession.KEPT_SQL}))
                and (supersedes is null or checked_by is null)
              union all
              select k.who, k.payer_id, k.line_of_business, k.state, 0, 1, r.at from policy_checks k
                join revisions r on r.revision = k.added_revision
                where k.origin = 'entered' and date(r.at) = :day and k.withdrawn_revision is null)
            select d.who, coalesce(p.name, d.who) as name, d.payer_id, y.name as payer, d.line_of_business, d.state,
              sum(d.decisions) as decisions, sum(d.looks) as looks, max(d.at) as at
            from deeds d join payers y using (payer_id) left join people p on p.person_key = d.who
            group by 1, 2, 3, 4, 5, 6 order by at desc""",
            {"day": day},
        )
    )
