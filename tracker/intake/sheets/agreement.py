"""Which of several columns of outcomes agrees with the payments and reasons of the rows.

The one thing to know: a claim's status and its line's differ where a claim holds several lines; the amounts are the
line's, so they tell which column is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tracker.intake import outcome as rules
from tracker.intake.sheets import reasons, values
from tracker.intake.sheets.plan import Plan, Use
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

ENOUGH = 4  # rows that tell something
SURE, DOUBTED = 0.9, 0.8


def agreeing(plan: Plan, table: Table, rivals: Sequence[Use]) -> Use | None:
    """The one column that agrees with what was paid and why, where the likeliest by its header does not."""
    if len(rivals) < 2 or rivals[0].score >= 2:
        return None
    shares = [_share(plan, table, u.at) for u in rivals]
    if shares[0] is None or shares[0] >= DOUBTED:
        return None
    good = [u for u, share in zip(rivals, shares, strict=True) if share is not None and share >= SURE]
    return good[0] if len(good) == 1 else None


def _share(plan: Plan, table: Table, at: int) -> float | None:
    """The share of telling rows in which a column's outcome agrees with amounts and reasons; None where few tell."""
    paid_at = next((u.at for u in plan.uses if u.role == "paid"), None)
    why = [u.at for u in plan.uses if u.role == "reason"]
    told = []
    for _, row in table.rows[:2000]:
        said = values.outcome(row[at]) if at < len(row) else None
        if isinstance(said, Outcome):
            paid = values.money(row[paid_at]) if paid_at is not None and paid_at < len(row) else None
            flats = tuple(f for n in why if n < len(row) for f in reasons.read(row[n]))
            told.append(_agrees(said, paid, bool(rules.denial_reasons(flats))))
    counted = [t for t in told if t is not None]
    return sum(counted) / len(counted) if len(counted) >= ENOUGH else None


def _agrees(said: Outcome, paid: Decimal | None, denying: bool) -> bool | None:
    """Whether an outcome goes with what was paid and why; None where that tells nothing."""
    if paid is None:
        return said in (Outcome.DENIED, Outcome.PARTLY_PAID) if denying else None
    if denying:
        return said is (Outcome.PARTLY_PAID if paid else Outcome.DENIED)
    return said is Outcome.PAID if paid > 0 else None
