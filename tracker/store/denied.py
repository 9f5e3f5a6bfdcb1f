"""Who stands behind coverage denials in some places: what a claim about a payer, and a sum of hidden rows, rest on.

Places are asked with the month from which their denials count, which is of each place and so cannot be kept. The one thing
to know: distinct practices are counted up to a number beyond which nobody needs to know how many, so that `company` reads
about as many rows in a store of ten million lines as in one of a million.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.store import cells
from tracker.store.filters import EVERYTHING, Filters, Rows, condition

Asked = tuple[str, str, str, str, str, str]
"""The key of a place, the month from which its denials count, and the part it is added up under."""
_KEYS = "payer_id, line_of_business, state, code"
_ASKED = """asked as materialized (select value ->> 0 as payer_id, value ->> 1 as line_of_business,
  value ->> 2 as state, value ->> 3 as code, value ->> 4 as since, value ->> 5 as part from json_each(:asked))"""
_COUNTS = "coverage_denied > 0 and month >= since and month <= :until"
LAST = "9999-12"


@dataclass(frozen=True)
class Company:
    """Coverage denials in some places: how many, of how many known practices (`more`: that many were counted, and there are
    more), how many the largest of them has, and in which months."""

    denials: int = 0
    practices: int = 0
    more: bool = False
    largest: int = 0
    first: str | None = None
    last: str | None = None


def practices_denied(
    db: Database,
    since: Iterable[Asked],
    filters: Filters = EVERYTHING,
    revision: int | None = None,
    until: str = LAST,
) -> Rows:
    """Coverage denials by practice, in some places only: `part`, `practice_id` (0: not known), `denials`, `first`, `last`
    (months)."""
    where, bound = condition(filters)
    # `cross join` keeps the order written: a few places are looked up, instead of every practice being read.
    return list(
        db.query(
            f"""with {_ASKED}
            select part, practice_id, sum(coverage_denied) as denials, min(month) as first, max(month) as last
            from asked cross join ({cells.counted("practice_cells", revision)}) using ({_KEYS})
            where {where} and {_COUNTS}
            group by part, practice_id order by part, practice_id""",
            {**bound, "revision": revision, "asked": json.dumps(list(since)), "until": until},
        )
    )


def company(
    db: Database,
    since: Sequence[Asked],
    filters: Filters = EVERYTHING,
    revision: int | None = None,
    until: str = LAST,
    *,
    enough: int,
) -> Company:
    """Who stands behind all coverage denials in these places. enough: how many practices are counted at most."""
    if revision is not None:
        return _of_rows(practices_denied(db, since, filters, revision, until), enough)
    where, bound = condition(filters)
    bound |= {"asked": json.dumps(list(since)), "until": until}
    denials, first, last = db.execute(_MONTHS.format(where=where), bound).fetchone()
    if not denials:
        return Company()
    found = db.execute(_PRACTICES.format(where=where), {**bound, "enough": enough + 1}).fetchone()[0]
    return Company(
        denials, min(found, enough), found > enough, _largest(db, where, bound, {a[0] for a in since}), first, last
    )


def _of_rows(rows: Rows, enough: int) -> Company:
    by_practice: dict[int, int] = {}
    for row in rows:
        by_practice[row["practice_id"]] = by_practice.get(row["practice_id"], 0) + int(row["denials"])
    known = [n for practice, n in by_practice.items() if practice]
    return Company(
        sum(by_practice.values()),
        min(len(known), enough),
        len(known) > enough,
        max(known, default=0),
        min((str(r["first"]) for r in rows), default=None),
        max((str(r["last"]) for r in rows), default=None),
    )


# Denials by month and place are kept without practices. Each payer, line and code is read once, whatever its states.
_MONTHS = f"""with {_ASKED}
  select coalesce(sum(lines), 0), min(month), max(month)
  from (select distinct payer_id, line_of_business, code from asked)
  cross join place_denials using (payer_id, line_of_business, code) cross join asked using ({_KEYS})
  where {{where}} and lines > 0 and month >= since and month <= :until"""

_PRACTICES = f"""with {_ASKED}
  select count(*) from (select distinct practice_id from asked cross join practice_cells using ({_KEYS})
    where {{where}} and practice_id > 0 and {_COUNTS} limit :enough)"""

# No practice has more in some places of a payer than in all of them.
_AT_MOST = """select practice_id, sum(coverage_denied) as denials from practice_margins
  where dimension = 'payer_id' and value in (select value from json_each(:payers)) and practice_id > 0
    and {where} group by practice_id having denials > 0 order by denials desc limit :some offset :at"""

_EXACTLY = f"""with {_ASKED}
  select max(denials) from (select sum(coverage_denied) as denials
    from (select value as practice_id from json_each(:some)) cross join asked
    cross join practice_cells using ({_KEYS}, practice_id) where {{where}} and {_COUNTS} group by practice_id)"""
LOOKED_AT = 10  # practices at a time, then four times as many


def _largest(db: Database, where: str, bound: dict[str, Any], payers: set[str]) -> int:
    """The denials of the practice with most: those that have most of the payer in all are looked at first, until nobody
    who is left can have more."""
    basis: dict[str, Any] = {c: bound[c] for c in ("basis", "review") if c in bound}
    reviewed = " and ".join(f"{c} in (select value from json_each(:{c}))" for c in basis) or "true"
    most = _AT_MOST.format(where=reviewed)
    best, at, some = 0, 0, LOOKED_AT
    while True:
        # One more than is looked at: it says how many the others have at most.
        asked = {**basis, "payers": json.dumps(sorted(payers)), "some": some + 1, "at": at}
        found = db.execute(most, asked).fetchall()
        looked = json.dumps([practice for practice, _ in found[:some]])
        best = max(best, db.execute(_EXACTLY.format(where=where), {**bound, "some": looked}).fetchone()[0] or 0)
        if len(found) <= some or found[some][1] <= best:
            return best
        at, some = at + some, 4 * some
