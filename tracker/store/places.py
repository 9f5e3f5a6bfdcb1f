"""What members meet in each place (payer, line of business, state and code): what gaps are made of.

The one thing to know: a place is split by time only where the measure must tell times apart: at the first days of its
decisions and where Medicare's amounts change. Everything else of a place is one row.
"""

from __future__ import annotations

from sqlite_utils import Database

from tracker.store import cells
from tracker.store.filters import EVERYTHING, Filters, Rows, condition

_KEYS = "payer_id, line_of_business, state, code"
_TRIPLE = "(payer_id, line_of_business, code)"
_MET = "paid + partly_paid as paid, billing_denied, lines - pending as adjudicated"
_DENIED = "sum(coverage_denied) as coverage_denied, sum(coverage_units) as coverage_units"

# Live decisions with a first or last day, and the months in which something may change for their places.
DATED = """select distinct payer_id, line_of_business, code from coverage_decisions
  where {live} and (effective_from is not null or effective_to is not null)"""
PERIODS = """select row_number() over () as n, payer_id, line_of_business, code, turn as begins,
    lead(turn, 1, '9999') over (partition by payer_id, line_of_business, code order by turn) as ends
  from (select d.*, '' as turn from dated d
    union select payer_id, line_of_business, code, substr(effective_from, 1, 7) from coverage_decisions
      where withdrawn_revision is null and effective_from is not null
    union select d.*, substr(r.effective_from, 1, 7) from dated d join medicare_rates r using (code))"""
_KEPT = f"""
  with dated as materialized ({DATED.format(live="withdrawn_revision is null")}),
    periods as materialized ({PERIODS})
  select {_KEYS}, '' as month, {_MET}, coverage_denied * free as coverage_denied, coverage_units * free as coverage_units,
    practices, largest
  from (select p.*, d.code is null as free from places p left join dated d using (payer_id, line_of_business, code))
  where {{where}} and payer_id <> ''
  union all
  select {_KEYS}, begins, 0, 0, 0, sum(lines), sum(units), null, null
  from periods cross join place_denials using (payer_id, line_of_business, code)
  where month >= begins and month < ends and {{parts}} group by n, state"""


def gap_inputs(
    db: Database, filters: Filters = EVERYTHING, revision: int | None = None, until: str | None = None
) -> Rows:
    """What members meet, for each `payer_id`, `line_of_business`, `state`, `code` and `month`: `paid` (partly paid too),
    `coverage_denied`, `billing_denied`, `adjudicated`, `coverage_units`. Settled names only, months up to `until`.

    `month` is '' where time makes no difference: nothing was denied for coverage, or no live decision has a first or
    last day. Else it is the month in which the denials' period begins, or their own month. Sums are what to read, not
    rows: a place with dates has its paid lines in one row and its denials in others. Where practices are kept, `practices`
    and `largest` stand in the first row of a place, as `practices_by_place` tells them.
    """
    newest = db.execute("select coalesce(max(value), '') from margins where dimension = 'month'").fetchone()[0]
    if until is not None and until < str(newest):
        filters = Filters(**{**vars(filters), "month_to": min(until, filters.month_to or until)})
    if revision is None and filters.kept and "month" not in filters.dimensions:
        where, bound = condition(filters, filters.kept)
        parts, own = condition(filters)
        parts = parts.replace(":basis", ":parts")
        return list(db.query(_KEPT.format(where=where, parts=parts), {**bound, "parts": own["basis"]}))
    return _by_month(db, filters, revision)


def _by_month(db: Database, filters: Filters, revision: int | None) -> Rows:
    """The same from the finest summary, or from the lines as of a revision: places with dates month by month."""
    where, bound = condition(filters)
    live = "withdrawn_revision is null"
    if revision is not None:
        live = "added_revision <= :revision and (withdrawn_revision is null or withdrawn_revision > :revision)"
    return list(
        db.query(
            f"""with dated as ({DATED.format(live=live)})
            select {_KEYS}, case when {_TRIPLE} in (select * from dated) then month else '' end as month,
              sum(paid + partly_paid) as paid, sum(coverage_denied) as coverage_denied,
              sum(billing_denied) as billing_denied, sum(lines - pending) as adjudicated,
              sum(coverage_units) as coverage_units
            from ({cells.counted("cells", revision)}) where {where} and payer_id <> '' group by 1, 2, 3, 4, 5""",
            {**bound, "revision": revision},
        )
    )


def practices_by_place(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """Distinct `practices` and `largest` for each `payer_id`, `line_of_business`, `state`, `code`: to go with gaps."""
    if revision is None and filters.kept and "month" not in filters.dimensions:
        where, bound = condition(filters, filters.kept)
        return list(db.query(f"select {_KEYS}, practices, largest from places where {where} and payer_id <> ''", bound))
    where, bound = condition(filters)
    return list(
        db.query(
            f"""select {_KEYS}, count(*) as practices, max(lines) as largest from (
              select {_KEYS}, practice_id, sum(lines) as lines from ({cells.counted("practice_cells", revision)})
              where {where} and payer_id <> '' group by {_KEYS}, practice_id) group by {_KEYS}""",
            {**bound, "revision": revision},
        )
    )
