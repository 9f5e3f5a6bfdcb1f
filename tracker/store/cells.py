"""The summaries: counts of live lines at several grains, kept in the transaction that changes the lines.

`tally` adds or takes away the lines that a condition names, so that every change of lines (an import, a withdrawal, a
review, a resolved name) is: take away, change, add. The one thing to know: `counted` asks a summary now, or the lines
themselves as they were at an older revision, and gives the same columns; both agree for the newest revision, and a
test says so. Distinct practices cannot be added up: `reach` keeps them.
"""

from __future__ import annotations

from functools import cache

from sqlite_utils import Database

from tracker.store import reach
from tracker.store.reach import COUNTS, PRACTICE_COUNTS

Summaries = dict[str, tuple[str, ...]]

# Summaries by family, smallest first; each is also kept by basis and review. The last of a family is its finest.
LINE_SUMMARIES: Summaries = {
    "code_months": ("line_of_business", "code", "month"),
    "state_months": ("state", "month"),
    "payer_months": ("payer_id", "month"),
    "cells": ("payer_id", "state", "line_of_business", "code", "month"),
}
PRACTICE_SUMMARIES: Summaries = {
    "practice_cells": ("payer_id", "state", "line_of_business", "code", "month", "practice_id")
}
REASON_SUMMARIES: Summaries = {
    "reason_months": ("month", "reason", "denial_class"),
    "reason_payers": ("payer_id", "reason", "denial_class"),
    "reason_cells": ("payer_id", "state", "line_of_business", "code", "month", "reason", "denial_class"),
}
DENIAL_SUMMARIES: Summaries = {"place_denials": ("payer_id", "line_of_business", "code", "month", "state")}

ARRIVALS: Summaries = {"arrivals": ("day", "payer_id")}

# The code of a first reason, which lines keep with its kind (`CARC 96`). A code is of one kind only.
REASON_CODE = "substr(reason, instr(reason, ' ') + 1)"

SUMMARIES = {**LINE_SUMMARIES, **PRACTICE_SUMMARIES, **REASON_SUMMARIES, **DENIAL_SUMMARIES, **ARRIVALS}

# Live lines gathered as finely as any summary needs. `{...}` are revision tests, never user text.
_GATHERED = """
  select coalesce(d.payer_id, '') as payer_id, l.state,
    case when l.line_of_business <> '' then l.line_of_business else coalesce(p.usual_line_of_business, '') end
      as line_of_business,
    l.code, l.month,
    case when l.primary_payer = 0 then 'secondary' when i.complete = 1 then 'complete' else 'reports' end as basis,
    v.verdict as review, coalesce(l.practice_id, 0) as practice_id, l.outcome,
    coalesce(l.denial_class, '') as denial_class, coalesce(l.first_reason, '') as reason,
    substr(i.submitted_at, 1, 10) as day, count(*) as n, sum(coalesce(l.units, 1)) as units
  from claim_lines l
  join imports i on i.import_id = l.import_id
  join reviews v on v.import_id = i.import_id and {review}
  left join name_decisions d on d.name_id = l.name_id and {name}
  left join payers p on p.payer_id = d.payer_id
  where v.verdict in ('accepted', 'pending') and {line} and {imported} and {where}
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
"""

_VALUE = {
    "lines": "n",
    "paid": "n * (outcome = 'paid')",
    "partly_paid": "n * (outcome = 'partly_paid')",
    "denied": "n * (outcome = 'denied')",
    "pending": "n * (outcome = 'pending')",
    "coverage_denied": "n * (outcome = 'denied' and denial_class = 'coverage')",
    "billing_denied": "n * (outcome = 'denied' and denial_class = 'billing')",
    "coverage_units": "units * (outcome = 'denied' and denial_class = 'coverage')",
}
# By family: its columns as sums over gathered lines, and of which lines.
_FAMILIES: tuple[tuple[Summaries, dict[str, str], str], ...] = (
    (LINE_SUMMARIES, _VALUE, "true"),
    (PRACTICE_SUMMARIES, {c: _VALUE[c] for c in PRACTICE_COUNTS}, "true"),
    (REASON_SUMMARIES, {"lines": "n"}, "outcome = 'denied'"),
    (DENIAL_SUMMARIES, {"lines": "n", "units": "units"}, "outcome = 'denied' and denial_class = 'coverage'"),
    (ARRIVALS, {"lines": "n"}, "true"),
)


def _gathered(revision: bool, where: str) -> str:
    """SQL of the gathered live lines now, or as of the bound `:revision`."""

    def live(alias: str) -> str:
        if not revision:
            return f"{alias}.withdrawn_revision is null"
        return (
            f"{alias}.added_revision <= :revision "
            f"and ({alias}.withdrawn_revision is null or {alias}.withdrawn_revision > :revision)"
        )

    return _GATHERED.format(review=live("v"), name=live("d"), line=live("l"), imported=live("i"), where=where)


# Made once for a connection: making and dropping tables would have every statement prepared anew.
_CELL = ("payer_id", "state", "line_of_business", "code", "month", "basis", "review", "practice_id")
_CHANGED = (
    f"create temp table if not exists changed ({', '.join(_CELL)}, outcome, denial_class, reason, day, n, units)",
    f"create temp table if not exists changed_cells ({', '.join((*_CELL, *COUNTS))})",
)


def tally(db: Database, sign: int, where: str, parameters: list[object]) -> None:
    """Add (`sign` 1) or take away (-1) the live lines for which `where` (on `claim_lines l`) holds."""
    for statement in _CHANGED:
        db.execute(statement)
    db.execute("delete from temp.changed")
    if not db.execute(f"insert into temp.changed {_gathered(False, where)}", parameters).rowcount:
        return
    for statement in _upserts(sign):
        db.execute(statement)
    reach.bring(db, sign)


@cache
def _upserts(sign: int) -> tuple[str, ...]:
    """The statements that bring every summary up to date from `changed`. What is taken away is counted below zero."""
    cell, values = ", ".join(_CELL), ", ".join(f"{sign} * sum({_VALUE[c]})" for c in COUNTS)
    statements = [
        "delete from temp.changed_cells",
        f"insert into temp.changed_cells select {cell}, {values} from temp.changed group by {cell}",
    ]
    for family, columns, which in _FAMILIES:
        # Counts of cells are summed up from cells; what asks for more detail, from the gathered lines themselves.
        whole = which == "true" and family is not ARRIVALS
        source = "temp.changed_cells" if whole else "temp.changed"
        sums = ", ".join(f"sum({c})" if whole else f"{sign} * sum({value})" for c, value in columns.items())
        for table, dimensions in family.items():
            key = ", ".join((*dimensions, "basis", "review"))
            adding = ", ".join(f"{c} = {c} + excluded.{c}" for c in columns)
            statements.append(
                f"insert into {table} ({key}, {', '.join(columns)}) select {key}, {sums} from {source} "
                f"where {which} group by {key} on conflict do update set {adding}"
            )
            if sign < 0:
                statements.append(f"delete from {table} where lines = 0")
    return tuple(statements)


def rebuild(db: Database) -> None:
    """Make every summary anew from the lines: for migrations and bulk loads."""
    for table in (*SUMMARIES, *reach.TABLES):
        db.execute(f"delete from {table}")
    tally(db, 1, "true", [])


def counted(table: str, revision: int | None) -> str:
    """SQL with the columns of a summary: the summary now (None), or the lines as of a revision (bind `:revision`)."""
    if revision is None:
        return f"select * from {table}"
    for family, columns, which in _FAMILIES:
        if table in family:
            key = ", ".join((*family[table], "basis", "review"))
            values = ", ".join(f"sum({value}) as {c}" for c, value in columns.items())
            return f"select {key}, {values} from ({_gathered(True, 'true')}) where {which} group by {key}"
    raise KeyError(table)


def counted_of(imports: str, revision: int | None) -> str:
    """SQL of live lines of some batches only (`imports`: a query of their numbers), gathered as finely as any summary
    needs, as of a revision or now: `n` lines a row."""
    return _gathered(revision is not None, f"l.import_id in ({imports})")


def cells_at(revision: int | None) -> str:
    """SQL of a table with the columns of `cells`, now or as of a revision (bind `:revision`)."""
    return counted("cells", revision)
