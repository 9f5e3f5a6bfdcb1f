"""A status that is the whole claim's, on the rows of its lines: "Paid" although the line was paid nothing and denied.

The one thing a newcomer gets wrong: the unit is the line. Where lines of one claim share its status and their amounts
and reasons say otherwise, the amounts are believed; a status that contradicts its only line is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache

from tracker.intake import outcome as rules
from tracker.intake.sheets import reasons, values
from tracker.intake.sheets.clean import is_nothing
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

LOOK = 3000  # rows
LINES = 2  # claims of several lines that are needed to know the status as theirs


def of_claim(plan: Plan, table: Table) -> bool:
    """Whether the column of outcomes tells of whole claims: always the same within one, and against the amounts of
    some of its lines."""
    at, paid = plan.at("outcome"), plan.at("paid")
    names, why = plan.having("claim", "patient", "member_id"), plan.all("reason")
    if at is None or paid is None or not names or not why or plan.uses[at].score >= 2:
        return False
    same = [*names, *plan.having("date")]
    claims: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for _, row in table.rows[:LOOK]:
        if max(at, paid, *same) < len(row) and not is_nothing(row[names[0]]) and not is_nothing(row[at]):
            claims["\x1f".join(row[n] for n in same)].append(
                (row[at], against(row[at], values.money(row[paid]), _flats(row, why)))
            )
    several = [told for told in claims.values() if len(told) > 1]
    alike = all(len({said for said, _ in told}) == 1 for told in several)
    return alike and len(several) >= LINES and any(wrong for told in several for _, wrong in told)


@lru_cache(maxsize=20_000)
def against(cell: str, paid: Decimal | None, flats: tuple[str, ...]) -> bool:
    """Whether a cell calls paid what was paid nothing for a denial reason, or denied what was paid without any."""
    said = values.outcome(cell)
    if paid is None or not isinstance(said, Outcome):
        return False
    denying = bool(rules.denial_reasons(flats))
    return (said is Outcome.PAID and paid == 0 and denying) or (said is Outcome.DENIED and paid > 0 and not denying)


def _flats(row: list[str], why: list[int]) -> tuple[str, ...]:
    return tuple(f for at in why if at < len(row) for f in reasons.read(row[at]))
