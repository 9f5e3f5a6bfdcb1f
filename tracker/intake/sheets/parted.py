"""Codes parted by how they ended: a column for those paid, one for those denied, one for those still open.

The one thing a newcomer gets wrong: the header of the column is the outcome of its codes; the reasons of the row belong
to those that were denied.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import codes, header, values
from tracker.intake.sheets.clean import is_nothing
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

_ALL = re.compile(r"\b(?:billed|submitted|sent|charged|all|total)\b")
_NOUN = re.compile(r"\b(?:cpts?|codes?|procedures?|procs?|services?|svcs?|lines?|hcpcs|items?)\b")


def unfolded(table: Table, plan: Plan) -> Table | None:
    """The table with a row for each outcome that has codes, None where its codes are not parted in this way."""
    ends = _outcomes(table, plan)
    if len(ends) < 2 or plan.at("outcome") is not None:
        return None
    shared = [n for n in range(table.width) if n not in ends and not _lists_all(table, plan, n)]
    why = set(plan.having("reason", "remark", "group"))
    rows: list[tuple[int, list[str]]] = []
    for number, row in table.rows:
        told = [(at, end) for at, end in ends.items() if at < len(row) and not is_nothing(row[at])]
        for at, end in told:
            own = [
                "" if n >= len(row) or (n in why and end is Outcome.PAID and len(told) > 1) else row[n] for n in shared
            ]
            rows.append((number, [*own, row[at], end.words]))
        if not told:
            rows.append((number, [*(row[n] if n < len(row) else "" for n in shared), "", ""]))
    headers = [*(table.headers[n] for n in shared), "Procedure code", "Outcome"]
    return Table(table.sheet, headers, rows, table.header_rows, table.preamble, last_parts=list(headers), offset=table.offset, folded=table.folded)  # fmt: skip


def _outcomes(table: Table, plan: Plan) -> dict[int, Outcome]:
    """Columns of codes -> the outcome that their header names; none where two name the same."""
    found: dict[int, Outcome] = {}
    for at, text in enumerate(table.headers):
        low = header.words(text)
        said = values.outcome(_NOUN.sub(" ", low)) if _NOUN.search(low) and not _ALL.search(low) else None
        seen = plan.profiles[at]
        if isinstance(said, Outcome) and (not seen.count or seen.code > 0.6):
            found[at] = said
    filled = [at for at in found if plan.profiles[at].tracked > 0]
    return found if len(filled) > 1 and len(set(found.values())) == len(found) else {}


def _lists_all(table: Table, plan: Plan, at: int) -> bool:
    """A further column of the same codes, whatever became of them."""
    cells = [r[at] for _, r in table.rows[:200] if at < len(r) and not is_nothing(r[at])]
    return (
        plan.uses[at].role == "code" and bool(cells) and sum(codes.read(c).why == "" for c in cells) > 0.6 * len(cells)
    )
