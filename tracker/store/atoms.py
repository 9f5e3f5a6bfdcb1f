"""The finest counts that released numbers are sums of, for disclosure control.

The one thing to know: a part is a kind of answer: `paid` (every adjudicated line that was not denied), `coverage` and
`other` (denied lines), so that every share of lines is a sum of parts and one log can compare them.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils import Database

from tracker.store import cells
from tracker.store.questions import Filters, Rows, condition, source
from tracker.vocabulary import ReasonCategory

PAID, COVERAGE, OTHER = "paid", "coverage", "other"
DIMENSIONS = ("payer_id", "state", "line_of_business", "code", "month")
_EVERY = Filters(basis=("complete", "reports"), review=("accepted",))


def parts(db: Database, dimensions: Collection[str], revision: int | None = None) -> Rows:
    """Accepted, adjudicated lines by `basis`, `part` and the dimensions asked for (some of `DIMENSIONS`): `lines`."""
    wanted = [d for d in DIMENSIONS if d in dimensions]
    key, (where, bound) = ", ".join(["basis", *wanted]), condition(_EVERY)
    counts = {PAID: "lines - pending - denied", COVERAGE: "coverage_denied", OTHER: "denied - coverage_denied"}
    table = source(cells.LINE_SUMMARIES, "", set(wanted), revision)
    sums = ", ".join(f"sum({expression}) as {part}" for part, expression in counts.items())
    rows = db.query(f"select {key}, {sums} from {table} where {where} group by {key}", {**bound, "revision": revision})
    return [
        {**{k: row[k] for k in ("basis", *wanted)}, "part": part, "lines": row[part]}
        for row in rows for part in counts if row[part]
    ]  # fmt: skip


def denied(db: Database, dimensions: Collection[str], revision: int | None = None) -> Rows:
    """Accepted, denied lines by `basis`, `denial_class`, `category`, first `reason` and the dimensions asked for."""
    wanted = [d for d in DIMENSIONS if d in dimensions]
    key, (where, bound) = ", ".join(["basis", *wanted]), condition(_EVERY)
    table = source(cells.REASON_SUMMARIES, "", {"reason", *wanted}, revision)
    return list(
        db.query(
            f"""select f.*, coalesce(r.category, '{ReasonCategory.OTHER}') as category
            from (select {key}, denial_class, {cells.REASON_CODE} as reason, sum(lines) as lines from {table}
              where {where} group by {key}, denial_class, {cells.REASON_CODE}) f
            left join reasons r on r.code = f.reason and r.kind in ('CARC', 'RARC')""",
            {**bound, "revision": revision},
        )
    )


def payers_of(db: Database, filters: Filters) -> list[str] | None:
    """The payers that filters allow (by payer and by parent), None where they allow all."""
    if not filters.payers and not filters.parents:
        return None
    found = db.execute(
        """select payer_id from payers
        where (:payers = '[]' or payer_id in (select value from json_each(:payers)))
          and (:parents = '[]' or parent in (select value from json_each(:parents))) order by payer_id""",
        {"payers": json.dumps(filters.payers), "parents": json.dumps(filters.parents)},
    )
    return [i for (i,) in found]
