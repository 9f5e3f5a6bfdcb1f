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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.store import cells

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Filters:
    """What to count. An empty tuple or None means everything; months are `YYYY-MM`, both ends included.

    basis: `complete` (files with paid and denied lines: a denominator for rates), `reports`, `secondary` (never in a
    share). review: `accepted`, `pending`.
    """

    payers: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    month_from: str | None = None
    month_to: str | None = None
    basis: tuple[str, ...] = ("complete", "reports")
    review: tuple[str, ...] = ("accepted",)

    @property
    def dimensions(self) -> frozenset[str]:
        """The columns that the filters need."""
        used = {
            "payer_id": self.payers or self.parents,
            "state": self.states,
            "line_of_business": self.lines_of_business,
            "code": self.codes,
            "month": self.month_from or self.month_to,
        }
        return frozenset(name for name, value in used.items() if value)


EVERYTHING = Filters()


def condition(filters: Filters) -> tuple[str, dict[str, Any]]:
    """A condition on a summary's columns and what is bound to it."""
    bound: dict[str, Any] = {}
    parts = []
    for column, values in {
        "payer_id": filters.payers,
        "state": filters.states,
        "line_of_business": filters.lines_of_business,
        "code": filters.codes,
        "basis": filters.basis,
        "review": filters.review,
    }.items():
        if values:
            parts.append(f"{column} in (select value from json_each(:{column}))")
            bound[column] = json.dumps(values)
    if filters.parents:
        parts.append(
            "payer_id in (select payer_id from payers where parent in (select value from json_each(:parents)))"
        )
        bound["parents"] = json.dumps(filters.parents)
    if filters.month_from:
        parts.append("month >= :month_from")
        bound["month_from"] = filters.month_from
    if filters.month_to:
        parts.append("month <= :month_to")
        bound["month_to"] = filters.month_to
    return " and ".join(parts) or "true", bound


def _source(family: Mapping[str, Sequence[str]], needed: set[str], revision: int | None) -> str:
    """The smallest summary of a family that has all columns needed, as SQL for a `from`."""
    table = next(name for name, columns in family.items() if needed <= set(columns))
    return f"({cells.counted(table, revision)})" if revision is not None else table


def _counts(db: Database, by: Sequence[str], filters: Filters, revision: int | None) -> Rows:
    """Counts and practices grouped by columns, in the order of the columns."""
    where, bound = condition(filters)
    bound["revision"] = revision
    needed = set(by) | filters.dimensions
    key = ", ".join(by)
    group = f"group by {key}" if by else ""
    lead = f"{key}, " if by else ""
    sums = ", ".join(f"coalesce(sum({c}), 0) as {c}" for c in cells.COUNTS)
    counted = db.query(
        f"select {lead}{sums} from {_source(cells.LINE_SUMMARIES, needed, revision)} where {where} {group} "
        + (f"order by {key}" if by else ""),
        bound,
    )
    practices = db.query(
        f"""select {lead}count(*) as practices, coalesce(max(lines), 0) as largest from (
          select {lead}practice_id, sum(lines) as lines
          from {_source(cells.PRACTICE_SUMMARIES, needed | {"practice_id"}, revision)}
          where {where} group by {lead}practice_id) {group}""",
        bound,
    )
    found = {tuple(row[c] for c in by): row for row in practices}
    nobody = {"practices": 0, "largest": 0}
    return [
        {
            **row,
            "adjudicated": row["lines"] - row["pending"],
            **{k: found.get(tuple(row[c] for c in by), nobody)[k] for k in nobody},
        }
        for row in counted
    ]


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


def by_payer_month(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a payer and month: `payer_id`, `payer`, `parent`, `month` and the counts."""
    return named(db, _counts(db, ("payer_id", "month"), filters, revision))


def by_basis(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a basis and review: `basis`, `review`, `lines`, `denied`, `coverage_denied`. What lies beside the figure
    shown: secondary and pending lines too, whatever `filters.basis` and `filters.review` say."""
    where, bound = condition(Filters(**{**vars(filters), "basis": (), "review": ()}))
    source = _source(cells.LINE_SUMMARIES, set(filters.dimensions), revision)
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
    key = ", ".join([*by, "reason", "denial_class"])
    source = _source(cells.REASON_SUMMARIES, {"reason", *by} | filters.dimensions, revision)
    rows = list(
        db.query(
            f"""with found as (select {key}, sum(lines) as lines from {source} where {where} group by {key})
            select f.*, r.category, r.label from found f left join reasons r
              on r.code = f.reason and r.kind in ('CARC', 'RARC')
            order by f.lines desc, f.reason""",
            {**bound, "revision": revision},
        )
    )
    return named(db, rows) if payer else rows


def gap_inputs(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """What members meet, for each `payer_id`, `line_of_business`, `state`, `code` and `month`: `paid` (partly paid too),
    `coverage_denied`, `billing_denied`, `adjudicated`, `coverage_units`. Settled names only.

    `month` is '' (all months in one row) where no live decision of the payer, line of business and code has a first or
    last day: there is nothing to split.
    """
    where, bound = condition(filters)
    keys = "payer_id, line_of_business, state, code"
    sums = """sum(paid + partly_paid) as paid, sum(coverage_denied) as coverage_denied,
      sum(billing_denied) as billing_denied, sum(lines - pending) as adjudicated, sum(coverage_units) as coverage_units"""
    live = "withdrawn_revision is null"
    if revision is not None:
        live = "added_revision <= :revision and (withdrawn_revision is null or withdrawn_revision > :revision)"
    dated = f"""select payer_id, line_of_business, code from coverage_decisions
      where {live} and (effective_from is not null or effective_to is not null)"""
    whole = _source(
        cells.LINE_SUMMARIES, {"payer_id", "state", "line_of_business", "code"} | filters.dimensions, revision
    )
    fine = _source(cells.LINE_SUMMARIES, {"payer_id", "state", "line_of_business", "code", "month"}, revision)
    triple = "(payer_id, line_of_business, code)"
    return list(
        db.query(
            f"""with dated as ({dated})
            select {keys}, '' as month, {sums} from {whole}
              where {where} and payer_id <> '' and {triple} not in (select * from dated) group by {keys}
            union all
            select {keys}, month, {sums} from {fine}
              where {where} and payer_id <> '' and {triple} in (select * from dated) group by {keys}, month""",
            {**bound, "revision": revision},
        )
    )


def practices_by_place(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """Distinct `practices` and `largest` for each `payer_id`, `line_of_business`, `state`, `code`: to go with gaps."""
    where, bound = condition(filters)
    keys = "payer_id, line_of_business, state, code"
    needed = {"payer_id", "state", "line_of_business", "code", "practice_id"}
    source = _source(cells.PRACTICE_SUMMARIES, needed, revision)
    return list(
        db.query(
            f"""select {keys}, count(*) as practices, max(lines) as largest from (
              select {keys}, practice_id, sum(lines) as lines from {source}
              where {where} and payer_id <> '' group by {keys}, practice_id) group by {keys}""",
            {**bound, "revision": revision},
        )
    )


def practices(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> dict[str, Any]:
    """One row: `practices`, `lines`, `largest` (lines of the biggest), `unknown` (lines of no known practice)."""
    where, bound = condition(filters)
    source = _source(cells.PRACTICE_SUMMARIES, {"practice_id"} | filters.dimensions, revision)
    return next(
        iter(
            db.query(
                f"""select coalesce(sum(practice_id <> 0), 0) as practices, coalesce(sum(lines), 0) as lines,
                coalesce(max(lines), 0) as largest, coalesce(sum(lines * (practice_id = 0)), 0) as unknown
                from (select practice_id, sum(lines) as lines from {source} where {where} group by practice_id)""",
                {**bound, "revision": revision},
            )
        )
    )


def practices_by_month(db: Database, filters: Filters = EVERYTHING, revision: int | None = None) -> Rows:
    """A row a month: `month`, `practices` (known ones with lines in it), `new` (seen for the first time under these
    filters), `back` (seen in an earlier month), `lines`. Reporting intensity is lines / practices."""
    where, bound = condition(filters)
    source = _source(cells.PRACTICE_SUMMARIES, {"practice_id", "month"} | filters.dimensions, revision)
    return list(
        db.query(
            f"""with seen as (select practice_id, month, sum(lines) as lines from {source} where {where} group by 1, 2),
            first as (select practice_id, min(month) as month from seen where practice_id <> 0 group by 1)
            select s.month, sum(s.practice_id <> 0) as practices, count(f.practice_id) as new,
              sum(s.practice_id <> 0) - count(f.practice_id) as back, sum(s.lines) as lines
            from seen s left join first f on f.practice_id = s.practice_id and f.month = s.month
            group by s.month order by s.month""",
            {**bound, "revision": revision},
        )
    )


def who_reports(db: Database, filters: Filters = EVERYTHING, revision: int | None = None, limit: int = 20) -> Rows:
    """The practices with most lines: `practice_id` (a number, nobody's name; 0: not known), `lines`, `denied`,
    `coverage_denied`, `first_month`, `last_month`, `months` with lines."""
    where, bound = condition(filters)
    source = _source(cells.PRACTICE_SUMMARIES, {"practice_id", "month"} | filters.dimensions, revision)
    return list(
        db.query(
            f"""select practice_id, sum(lines) as lines, sum(denied) as denied, sum(coverage_denied) as coverage_denied,
            min(month) as first_month, max(month) as last_month, count(distinct month) as months
            from {source} where {where} group by practice_id order by 2 desc, 1 limit :limit""",
            {**bound, "revision": revision, "limit": limit},
        )
    )
