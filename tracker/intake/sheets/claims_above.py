"""Claims above their lines: a row for the claim (patient, claim number, status) and below it a row for each service.

The one thing a newcomer gets wrong: the claim's row has amounts too, the sums of its lines, so it looks like a line
that lacks its code. What only the claim's row tells belongs to every line below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.intake.sheets import codes, header
from tracker.intake.sheets.clean import is_nothing, simple
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.totals import is_total

CLAIMS, LINES = 2, 3  # the fewest by which the shape is recognised
MOSTLY, HARDLY = 0.8, 0.05
NAMES = frozenset({"claim", "patient", "member_id"})
WHY = "a claim, told with its lines"


def fold(table: Table) -> None:
    """Writes into the lines what the row of their claim tells, and sets these rows aside, in place."""
    at = code_column(table)
    if at is None:
        return
    without = [r for _, r in table.rows if at >= len(r) or is_nothing(r[at])]
    if len(without) < CLAIMS:
        return
    heads = [[simple(c) for c in r] for _, r in table.header_rows]
    lines = [r for _, r in table.rows if _has_code(r, at)]
    above = [r for r in without if _may_be_claim(r, at) and [simple(c) for c in r] not in heads]
    told = _told_above(table, above, lines) if len(above) >= CLAIMS and len(lines) >= LINES else []
    if not any(header.best(table.headers[n])[0] in NAMES for n in told):
        return
    rows: list[tuple[int, list[str]]] = []
    claim: Sequence[str] = ()
    for number, row in table.rows:
        own = any(n < len(row) and not is_nothing(row[n]) for n in told)
        if own and _may_be_claim(row, at) and [simple(c) for c in row] not in heads:
            claim = row
            table.folded.append((number, WHY))
        elif not own and claim and sum(not is_nothing(c) for c in row) > 2 and not is_total(row):
            filled = [*row, *[""] * (table.width - len(row))]
            for n in told:
                filled[n] = claim[n] if n < len(claim) else ""
            rows.append((number, filled))
        else:
            rows.append((number, row))
    table.rows = rows


def code_column(table: Table) -> int | None:
    """The first column headed as procedure codes in which some stand."""
    named = [n for n, h in enumerate(table.headers) if header.roles(h).get("code", 0) >= 0.8]
    return next((n for n in named if any(_has_code(r, n) for _, r in table.rows[:200])), None)


def _has_code(row: Sequence[str], at: int) -> bool:
    return at < len(row) and codes.read(row[at]).why == ""


def _may_be_claim(row: Sequence[str], at: int) -> bool:
    """A row without a code, neither a total nor a heading, nor one that tells of its own service day."""
    blank = at >= len(row) or is_nothing(row[at])
    return blank and sum(not is_nothing(c) for c in row) > 1 and not is_total(row)


def _told_above(table: Table, above: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]) -> list[int]:
    """The columns that are filled in the rows of claims and blank in those of lines."""

    def share(rows: Sequence[Sequence[str]], n: int) -> float:
        return sum(n < len(r) and not is_nothing(r[n]) for r in rows) / len(rows)

    return [n for n in range(table.width) if share(above, n) >= MOSTLY and share(lines, n) <= HARDLY]
