"""Denied lines that a later remittance paid: derived from the rows of one line, never stored.

The one thing to know: a payment shows that a denial did not stand, not that an appeal was won. It tells of wins only and
never of losses, so it counts among all denied lines and never among decided appeals. What is known of a line at a revision
is its rows of imports that counted then; the order in which files arrive changes nothing where money tells which
adjudication was taken back, or where the months of the remittances tell which came first (`stories`).
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlite_utils import Database

from tracker.store import keys, stories
from tracker.store.appeals import COUNTED, KNOWN, at
from tracker.store.filters import Filters, condition

_COUNTING = f"""join imports i on i.import_id = {{0}}.import_id and {KNOWN.format("i")}
  join reviews v on v.import_id = {{0}}.import_id and {KNOWN.format("v")} and v.verdict = 'accepted'"""
_PAID = ("paid", "partly_paid")
# The rows of each denied line that some row says was paid: the newest of each, when a remittance told it ('' where it was
# no remittance), and how often the whole claim was taken back.
_ROWS = f"""
  with asked as materialized (
    select line_id, line_key, practice_id from ({COUNTED} and l.line_key in (
      select o.line_key from claim_lines o where o.outcome in ('paid', 'partly_paid') and o.primary_payer = 1
        and o.line_key is not null and o.withdrawn_revision is not null and o.added_revision <= :revision))
    where {{where}})
  select t.denied, t.practice_id, max(l.line_id), l.import_id, l.row, l.flags, l.money_key, l.outcome,
    coalesce(i.remitted, ''), case when i.kind = 'x12_835' then substr(i.submitted_at, 1, 7) else '' end,
    (select count(*) from claim_reversals r {_COUNTING.format("r")} where r.claim_key = l.claim_key)
  from ({keys.alike("asked", columns="t.line_id as denied, t.practice_id", where="l.added_revision <= :revision")}) t
  cross join claim_lines l using (line_id)
  {_COUNTING.format("l")} group by t.denied, l.import_id, l.row order by t.denied"""


def listed(db: Database, filters: Filters, revision: int | None = None) -> list[dict[str, Any]]:
    """Denied primary lines under filters which a remittance paid in the end, as known at a revision: `line_id`,
    `practice_id` (0: not known), `paid` (`paid` or `partly_paid`), `told_month` (the month in which it was sent)."""
    where, bound = condition(filters)
    rows = db.execute(_ROWS.format(where=where), {**bound, "revision": at(revision)}).fetchall()
    found = []
    for (line, practice), group in groupby(rows, key=lambda row: (row[0], row[1])):
        held = [row[2:] for row in group]
        told = {line_id: (outcome, month) for line_id, _, _, _, _, outcome, _, month, _ in held}
        events = [
            stories.Event(n, of, row, frozenset(flags.split()), money, remitted=remitted)
            for n, of, row, flags, money, _, remitted, *_ in held
        ]
        settled = sum("taken_back" in event.flags for event in events)
        last = stories.last(events, max(max(row[-1] for row in held) - settled, 0))
        outcome, month = told[last.line_id] if last else ("", "")
        if outcome in _PAID and month:
            found.append({"line_id": line, "practice_id": practice, "paid": outcome, "told_month": month})
    return found
