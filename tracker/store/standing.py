"""How the store stands: fresh or not, what waits, what changed since a revision.

The one thing to know: a revision is known by its number; `revision_on` turns a day into the last revision before it.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store.questions import Rows, named


def revision_on(db: Database, day: str) -> int:
    """The newest revision made before the end of a day (ISO text), 0 when there is none."""
    row = db.execute("select max(revision) from revisions where at < ? || 'T99'", [day]).fetchone()
    return int(row[0] or 0)


def freshness(db: Database) -> dict[str, Any]:
    """One row: `revision`, `revised_at`, `last_import_at`, `newest_month`, `imports`, `lines`, `pending_imports`,
    `unresolved_names`, `unresolved_lines`, `last_check_on`, `decisions`."""
    return next(
        iter(
            db.query(
                """select (select max(revision) from revisions) as revision,
                (select at from revisions order by revision desc limit 1) as revised_at,
                (select submitted_at from imports where withdrawn_revision is null order by import_id desc limit 1)
                  as last_import_at,
                (select max(value) from margins where dimension = 'month') as newest_month,
                (select coalesce(sum(batches), 0) from senders) as imports,
                (select coalesce(sum(lines), 0) from margins where dimension = 'everything' and basis <> 'primary') as lines,
                (select count(*) from waiting) as pending_imports,
                (select count(*) from payer_names n where not exists (select 1 from name_decisions d
                  where d.name_id = n.name_id and d.withdrawn_revision is null)) as unresolved_names,
                (select coalesce(sum(lines), 0) from margins where dimension = 'payer_id' and value = ''
                  and basis <> 'primary') as unresolved_lines,
                (select max(checked_on) from policy_checks where withdrawn_revision is null) as last_check_on,
                (select count(*) from coverage_decisions where withdrawn_revision is null) as decisions"""
            )
        )
    )


def months(db: Database) -> list[str]:
    """The months that have live lines, oldest first."""
    return [row[0] for row in db.execute("select distinct value from margins where dimension = 'month' order by value")]


def changes_since(db: Database, since: int) -> dict[str, Any]:
    """How much happened after a revision: `imports`, `lines`, `withdrawn_imports`, `accepted`, `names`, `decisions`,
    `checks`, `appeals`, `engagements`."""
    return next(
        iter(
            db.query(
                """select
                (select count(*) from imports where added_revision > :since) as imports,
                (select coalesce(sum(lines), 0) from imports where added_revision > :since) as lines,
                (select count(*) from imports where withdrawn_revision > :since) as withdrawn_imports,
                (select count(*) from reviews where added_revision > :since and verdict = 'accepted'
                  and withdrawn_revision is null) as accepted,
                (select count(*) from name_decisions where added_revision > :since and withdrawn_revision is null) as names,
                (select count(*) from coverage_decisions where added_revision > :since and withdrawn_revision is null)
                  as decisions,
                (select count(*) from policy_checks where added_revision > :since and withdrawn_revision is null) as checks,
                (select count(*) from appeals where added_revision > :since and withdrawn_revision is null) as appeals,
                (select count(*) from engagements where added_revision > :since and withdrawn_revision is null)
                  as engagements""",
                {"since": since},
            )
        )
    )


def new_denials_since(db: Database, since: int, limit: int = 20) -> Rows:
    """Payers with most coverage denials in reports accepted after a revision: `payer_id`, `payer`, `parent`, `lines`,
    `denied`, `coverage_denied`, `practices`."""
    return named(
        db,
        list(
            db.query(
                """select coalesce(d.payer_id, '') as payer_id, count(*) as lines, sum(l.outcome = 'denied') as denied,
                sum(l.outcome = 'denied' and l.denial_class = 'coverage') as coverage_denied,
                count(distinct l.practice_id) as practices
                from reviews v join imports i on i.import_id = v.import_id and i.withdrawn_revision is null
                join claim_lines l on l.import_id = i.import_id and l.withdrawn_revision is null and l.primary_payer = 1
                left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
                where v.added_revision > :since and v.verdict = 'accepted' and v.withdrawn_revision is null
                group by 1 order by 4 desc, 2 desc limit :limit""",
                {"since": since, "limit": limit},
            )
        ),
    )
