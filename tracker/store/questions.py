"""The questions that pages ask of the second ledger: each one SQL aggregate over a summary, small lists of dicts.

Every question takes a `Filters` and `revision`: None asks the summaries as they are now, a number asks the lines as
they were known then (slower, the same columns). The one thing to know: a summary is chosen by what is grouped and
filtered by, and only counts are given. What a count may be called, and whether it may be shown, is for `measures`.

Columns of every counting question:
  lines, paid, partly_paid, denied, pending (not adjudicated), coverage_denied, billing_denied (of the denied),
  coverage_units (units of coverage denials, 1 where unknown); adjudicated = lines - pending
  practices (distinct reporting practices; those not known count as one), largest (lines of the biggest practice)
payer_id '' stands for names that nobody has settled yet; its `payer` and `parent` are None.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from tracker.store import cells, reach
from tracker.store.denied import company, practices_denied
from tracker.store.filters import EVERYTHING, Filters, Rows, condition
from tracker.store.places import gap_inputs, practices_by_place

__all__ = [
    "EVERYTHING",
    "Filters",
    "Rows",
    "company",
    "condition",
    "gap_inputs",
    "practices_by_place",
    "practices_denied",
]


_COARSER = {name: of for name, of in cells.LINE_SUMMARIES.items() if name != "cells"}
_LINES = {**_COARSER, "places": reach.PLACE, "cells": cells.LINE_SUMMARIES["cells"]}


def source(summaries: cells.Summaries, margins: str, needed: set[str], revision: int | None) -> str:
    """The smallest summary that has all columns needed, as SQL for a `from`. margins: those of the same family."""
    if revision is not None:
        return f"({cells.counted(next(reversed(summaries)), revision)})"
    if not needed:
        return f"(select * from {margins} where dimension = '{reach.EVERYTHING}')"
    if margins and len(needed) == 1:
        (dimension,) = needed
        return f"(select value as {dimension}, * from {margins} where dimension = '{dimension}')"
    return next(name for name, columns in summaries.items() if needed <= set(columns))


def _lines(needed: set[str], revision: int | None) -> str:
    return source(_LINES, "margins", needed, revision)


def _practices(by: set[str], filters: Filters, revision: int | None) -> str:
    """The smallest summary with a row a practice."""
    needed = by | filters.dimensions
    # Parents are bound as such: their payers lie together in the finest summary, and the whole of a pair would be read.
    if revision is None and not filters.parents and (name := reach.pair_of(needed)):
        seek = reach.PAIRS[name][0] in filters.dimensions
        return reach.chosen(name) if seek else reach.pair(name, "practice_margins")
    return source(cells.PRACTICE_SUMMARIES, "practice_margins", needed, revision)


def _counts(db: Database, by: Sequence[str], filters: Filters, revision: int | None) -> Rows:
    """Counts and practices grouped by columns, in the order of the columns."""
    rows = _kept(db, by, filters) if revision is None else None
    if rows is None:
        rows = _counted_anew(db, by, filters, revision)
    return [{**row, "adjudicated": row["lines"] - row["pending"]} for row in rows]


def _kept(db: Database, by: Sequence[str], filters: Filters) -> Rows | None:
    """The rows of `margins`, practices and all; None where they do not answer what is asked."""
    found = _margins(by, filters)
    if filters.kept is None or not found:
        return None
    where, bound = condition(filters, filters.kept)
    lead = f"{by[0]}, " if by else ""
    kept = (*cells.COUNTS, "practices", "largest")
    rows = list(db.query(f"select {lead}{', '.join(kept)} from {found} where {where} order by 1", bound))
    return rows if rows or by else [dict.fromkeys(kept, 0)]


def _margins(by: Sequence[str], filters: Filters) -> str:
    """The margins that have a row for each row asked for, '' where none have: of one dimension, or of two of which one
    value of the second is asked for."""
    if len(by) > 1:
        return ""
    dimension = by[0] if by else filters.only[0] if filters.only else reach.EVERYTHING
    if filters.dimensions <= {dimension}:
        return f"(select value as {dimension}, * from margins where dimension = '{dimension}')"
    needed = set(by) | filters.dimensions
    name = reach.pair_of(needed) if all(filters.one(d) for d in needed - set(by)) else None
    return reach.pair(name) if name else ""


def _counted_anew(db: Database, by: Sequence[str], filters: Filters, revision: int | None) -> Rows:
    """The same where nothing is kept: lines from the smallest summary, practices from the finest."""
    where, bound = condition(filters)
    bound["revision"] = revision
    needed = set(by) | filters.dimensions
    key = ", ".join(by)
    group = f"group by {key}" if by else ""
    lead = f"{key}, " if by else ""
    sums = ", ".join(f"coalesce(sum({c}), 0) as {c}" for c in cells.COUNTS)
    counted = db.query(
        f"select {lead}{sums} from {_lines(needed, revision)} where {where} {group} "
        + (f"order by {key}" if by else ""),
        bound,
    )
    practices = db.query(
        f"""select {lead}count(*) as practices, coalesce(max(lines), 0) as largest from (
          select {lead}practice_id, sum(lines) as lines from {_practices(set(by), filters, revision)}
          where {where} group by {lead}practice_id) {group}""",
        bound,
    )
    found = {tuple(row[c] for c in by): row for row in practices}
    nobody = {"practices": 0, "largest": 0}
    return [{**row, **{k: found.get(tuple(row[c] for c in by), nobody)[k] for k in nobody}} for row in counted]


def named(db: Database, rows: Rows) -> Rows:
    """The rows with `payer` and `parent` of their payer_id."""
    names = {i: (n, p) for i, n, p in db.execute("select payer_id, name, parent from payers")}
    for row in rows:
        row["payer"], row["parent"] = names.get(row["payer_id"], (None, None))
    return rows


def totals(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> dict[str, Any]:
    """One row: all counts, `practices` and `largest`. Zeros where nothing matches."""
    return _counts(db, (), filters, revision)[0]


def by_month(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a month that has lines, oldest first: `month` and the counts. Months without lines are missing."""
    return _counts(db, ("month",), filters, revision)


def by_payer(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a payer: `payer_id`, `payer`, `parent` and the counts."""
    return named(db, _counts(db, ("payer_id",), filters, revision))


def by_state(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a state ('' where it is not known): `state` and the counts."""
    return _counts(db, ("state",), filters, revision)


def by_code(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a code: `code` and the counts."""
    return _counts(db, ("code",), filters, revision)


def by_line_of_business(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a line of business ('' where it is not known): `line_of_business` and the counts."""
    return _counts(db, ("line_of_business",), filters, revision)


def by_payer_code(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a payer and code: `payer_id`, `payer`, `parent`, `code` and the counts."""
    return named(db, _counts(db, ("payer_id", "code"), filters, revision))


def by_basis(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a basis and review: `basis`, `review`, `lines`, `denied`, `coverage_denied`. What lies beside the figure
    shown: secondary and pending lines too, whatever `filters.basis` and `filters.review` say."""
    where, bound = condition(Filters(**{**vars(filters), "basis": (), "review": ()}))
    source = _lines(set(filters.dimensions), revision)
    return list(
        db.query(
            f"select basis, review, sum(lines) as lines, sum(denied) as denied, sum(coverage_denied) as coverage_denied "
            f"from {source} where {where} group by basis, review order by basis, review",
            {**bound, "revision": revision},
        )
    )


def by_reason(db: Database, filters: Filters = EVERYTHING, revision: int | None = None, *, payer: bool = False) -> Rows:
    """Denied lines by first reason, most first: `reason` ('' where none was given), `denial_class`, `category` and
    `label` (ours, None for a reason not on file), `lines`. With `payer`: also `payer_id`, `payer`, `parent`."""
    where, bound = condition(filters)
    by = ["payer_id"] if payer else []
    key = ", ".join([*by, cells.REASON_CODE, "denial_class"])
    shown = ", ".join([*by, f"{cells.REASON_CODE} as code", "denial_class"])
    found = source(cells.REASON_SUMMARIES, "", {"reason", *by} | filters.dimensions, revision)
    rows = list(
        db.query(
            f"""with found as (select {shown}, sum(lines) as lines from {found} where {where} group by {key})
            select {"f.payer_id, " if payer else ""}f.code as reason, f.denial_class, f.lines, r.category, r.label
            from found f left join reasons r on r.code = f.code and r.kind in ('CARC', 'RARC')
            order by f.lines desc, f.code""",
            {**bound, "revision": revision},
        )
    )
    return named(db, rows) if payer else rows


def payers(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> int:
    """How many settled payers have lines."""
    where, bound = condition(filters)
    found = _lines({"payer_id"} | filters.dimensions, revision)
    sql = f"select count(distinct payer_id) from {found} where {where} and payer_id <> '' and lines > 0"
    return int(db.execute(sql, {**bound, "revision": revision}).fetchone()[0])


def practices(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> dict[str, Any]:
    """One row: `practices`, `lines`, `largest` (lines of the biggest), `unknown` (lines of no known practice)."""
    if revision is None and (kept := _practices_kept(db, filters)):
        return kept
    where, bound = condition(filters)
    return next(
        iter(
            db.query(
                f"""select coalesce(sum(practice_id <> 0), 0) as practices, coalesce(sum(lines), 0) as lines,
                coalesce(max(lines), 0) as largest, coalesce(sum(lines * (practice_id = 0)), 0) as unknown
                from (select practice_id, sum(lines) as lines from {_practices(set(), filters, revision)}
                where {where} group by practice_id)""",
                {**bound, "revision": revision},
            )
        )
    )


def _practices_kept(db: Database, filters: Filters) -> dict[str, Any] | None:
    """The same from one row of `margins`, None where none answers. Those not known count as one practice there."""
    only = (reach.EVERYTHING, "") if not filters.dimensions else filters.only
    if filters.kept is None or only is None:
        return None
    bound = {"dimension": only[0], "value": only[1], "kept": filters.kept, "review": filters.review[0]}
    row = db.execute(_ROW, bound).fetchone() or (0, 0, 0)
    _, basis = condition(filters)
    nobody = db.execute(_NOBODY, {**bound, "basis": basis["basis"]}).fetchone()[0]
    return {"practices": row[0] - (nobody > 0), "lines": row[1], "largest": row[2], "unknown": nobody}


_SAME = "dimension = :dimension and value = :value and review = :review"
_ROW = f"select practices, lines, largest from margins where {_SAME} and basis = :kept"
_NOBODY = f"""select coalesce(sum(lines), 0) from practice_margins where {_SAME} and practice_id = 0
  and basis in (select value from json_each(:basis))"""


def practices_by_month(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a month: `month`, `practices` (known ones with lines in it), `new` (seen for the first time under these
    filters), `back` (seen in an earlier month), `lines`. Reporting intensity is lines / practices."""
    where, bound = condition(filters)
    if revision is None and filters.kept and not filters.dimensions:
        return list(db.query(_months_kept(False), {**bound, "kept": filters.kept}))
    if revision is None and filters.kept and filters.dimensions == {"payer_id"} and filters.one("payer_id"):
        return list(db.query(_months_kept(True), {**bound, "kept": filters.kept, "payer": filters.payers[0]}))
    return list(
        db.query(
            f"""with seen as (select practice_id, month, sum(lines) as lines
              from {_practices({"month"}, filters, revision)} where {where} group by 1, 2),
            first as (select practice_id, min(month) as month from seen where practice_id <> 0 group by 1)
            select s.month, sum(s.practice_id <> 0) as practices, count(f.practice_id) as new,
              sum(s.practice_id <> 0) - count(f.practice_id) as back, sum(s.lines) as lines
            from seen s left join first f on f.practice_id = s.practice_id and f.month = s.month
            group by s.month order by s.month""",
            {**bound, "revision": revision},
        )
    )


def arrived_within(
    db: Database, windows: Sequence[tuple[str, str]], filters: Filters = EVERYTHING, revision: int | None = None
) -> int:
    """Lines that arrived from one day up to another (not that day itself), in any of these windows of whole days, which do not overlap."""
    where, bound = condition(filters)
    if filters.dimensions <= {"payer_id"} and revision is None:
        asked = "select value ->> 0 as begins, value ->> 1 as ends from json_each(:windows)"
        kept = f"""select coalesce(sum(lines), 0) from ({asked}) cross join arrivals
          where day >= begins and day < ends and {where}"""
        return int(db.execute(kept, {**bound, "windows": json.dumps(list(windows))}).fetchone()[0])
    arrived = """select i.import_id from imports i join json_each(:windows) w
      on i.submitted_at >= w.value ->> 0 and i.submitted_at < w.value ->> 1"""
    found = db.execute(
        f"select coalesce(sum(n), 0) from ({cells.counted_of(arrived, revision)}) where {where}",
        {**bound, "revision": revision, "windows": json.dumps(list(windows))},
    )
    return int(found.fetchone()[0])


_BOUND = "basis in (select value from json_each(:basis)) and review in (select value from json_each(:review))"


def _months_kept(payer: bool) -> str:
    """SQL of `practices_by_month` for everything, or for the bound `:payer`."""
    firsts, dimension, value = "practice_firsts", "month", "m.month"
    if payer:
        firsts, dimension, value = "payer_firsts", "payer months", ":payer || ' ' || m.month"
    margins = reach.pair(dimension) if payer else "(select value as month, * from margins where dimension = 'month')"
    mine = "payer_id = :payer" if payer else "true"
    return f"""
      with first as (select month, count(*) as new from (select practice_id, min(month) as month from {firsts}
          where {mine} and {_BOUND} and practice_id <> 0 group by 1) group by 1),
        months as (select m.month, m.lines, coalesce(f.new, 0) as new,
            m.practices - exists (select 1 from practice_margins p where p.dimension = '{dimension}' and p.value = {value}
              and p.practice_id = 0 and {_BOUND}) as practices
          from {margins} m left join first f on f.month = m.month
          where {mine} and m.basis = :kept and m.review in (select value from json_each(:review)))
      select month, practices, new, practices - new as back, lines from months order by month"""


def who_reports(db: Database, filters: Filters = EVERYTHING, revision: int | None = None, limit: int = 20) -> Rows:
    """The practices with most lines: `practice_id` (a number, nobody's name; 0: not known), `lines`, `denied`,
    `coverage_denied`, `first_month`, `last_month`, `months` with lines."""
    where, bound = condition(filters)
    found = _practices({"month"}, filters, revision)
    return list(
        db.query(
            f"""select practice_id, sum(lines) as lines, sum(denied) as denied, sum(coverage_denied) as coverage_denied,
            min(month) as first_month, max(month) as last_month, count(distinct month) as months
            from {found} where {where} group by practice_id order by 2 desc, 1 limit :limit""",
            {**bound, "revision": revision, "limit": limit},
        )
    )
