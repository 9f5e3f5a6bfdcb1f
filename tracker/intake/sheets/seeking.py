"""A fact that no header names is sought in the values: in columns whose header leads nowhere, or is not believed.

The one thing a newcomer gets wrong: what is found here rests on values alone, so the sender is told (`plan.UNNAMED`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tracker.intake import outcome as rules
from tracker.intake.sheets import reasons, values
from tracker.intake.sheets.plan import BY_VALUES, IN_NOTES, Plan, Use
from tracker.intake.sheets.profile import Profile
from tracker.intake.sheets.table import Table

# Roles of columns in which a missing fact may be sought: their headers say little, or their values contradict them.
LOST = frozenset(
    ("", "ignore", "person_other", "patient", "note", "seq", "reason_text", "date_to", "claim", "payer_id", "auth", "appeal")
)  # fmt: skip
ANYWHERE = LOST | {
    "billed",
    "paid",
    "money",
    "allowed",
    "member_id",
    "code_text",
    "units",
    "reason",
    "place",
    "payer_type",
}
SOUGHT: dict[str, Callable[[Profile], bool]] = {
    "code": lambda p: p.code > 0.6 and p.tracked > 0.1,
    "payer": lambda p: (
        p.payer > 0.7 and p.named > 0.2 > p.product and p.name < 0.2 and p.outcome < 0.7 * p.payer and p.private < 0.1
    ),
    "date": lambda p: p.date > 0.8 and p.recent > 0.8 and p.timed < 0.5,
    "outcome": lambda p: p.outcome > 0.8 and p.decided > 0 and p.distinct <= 15 and p.flag < 0.5 and p.long < 0.3,
    "reason": lambda p: p.bare > 0.8 and p.cents == 0,
}
TELLING = frozenset({"denied_flag", "paid_flag", "paid", "clp_status", "denied_amount"})


def missing(plan: Plan, table: Table) -> None:
    """Seeks codes first, since codes that tell outcomes are codes."""
    have = {u.role for u in plan.uses if plan.profiles[u.at].count or u.score >= 2}
    have |= {"code"} if any(u.choice.startswith("code:") for u in plan.uses) else set()
    have |= {"outcome"} if have & TELLING or plan.outcome_choices else set()
    have |= {"date"} if "month" in have else set()
    for role in [r for r in SOUGHT if r not in have]:
        for use in _candidates(plan, role):
            if SOUGHT[role](plan.profiles[use.at]):
                plan.uses[use.at] = replace(use, role=role, score=0.5, why=BY_VALUES)
                break
    found = {u.role for u in plan.uses if plan.profiles[u.at].count}
    if "payer" not in found:
        _likeliest_payer(plan)
    if "reason" not in found:
        _numbers_of_reasons(plan)
    if "outcome" not in have | found:
        _outcome_in_notes(plan)
    if not found & (TELLING | {"outcome"}):
        _payments(plan, table)


def _candidates(plan: Plan, role: str) -> list[Use]:
    """Columns to look at, the likeliest first. A bare number is a reason only beside its group code."""
    found = [u for u in plan.uses if u.role in ANYWHERE and u.score < 2 and plan.profiles[u.at].count]
    if role == "code":
        found = [u for u in found if u.role in LOST or plan.profiles[u.at].long < 0.5]
        return sorted(found, key=lambda u: -plan.profiles[u.at].tracked)
    found = [u for u in found if u.role in LOST]
    if role == "outcome":
        found = [u for u in found if u.role != "ignore"]  # its header says what else it tells
    if role == "reason":
        beside = {u.at + step for u in plan.uses if u.role == "group" for step in (1, -1)}
        found = [u for u in found if u.at in beside]
        return sorted(found, key=lambda u: (u.role == "seq", -plan.profiles[u.at].carc, -u.at))
    return found


def _likeliest_payer(plan: Plan) -> None:
    """Payers of whom few are on file: the column most like payers, none of whose cells looks like anything else."""

    def likely(p: Profile) -> bool:
        other = max(p.code, p.date, p.money, p.state, p.outcome, p.private, p.reason, p.long, p.flag)
        return p.payer > 0.3 and p.named > 0.2 > p.product and p.name < 0.4 and other < 0.2 and p.distinct > 1

    found = [u for u in plan.uses if u.role in LOST and u.score < 1 and likely(plan.profiles[u.at])]
    if found:
        best = max(found, key=lambda u: plan.profiles[u.at].payer)
        plan.uses[best.at] = replace(best, role="payer", score=0.5, why=BY_VALUES)


def _numbers_of_reasons(plan: Plan) -> None:
    """Bare numbers most of which are denial reasons on file, and of several kinds."""
    for use in plan.uses:
        seen = plan.profiles[use.at]
        if use.role in ("", "ignore", "code", "note", "reason_text") and use.score < 0.5 and seen.carc > 0.8:
            plan.uses[use.at] = replace(use, role="reason", score=0.5, why=BY_VALUES)
            return


def _outcome_in_notes(plan: Plan) -> None:
    """Where nothing else tells how the lines ended: a column of remarks most of which begin by telling it."""
    for use in plan.uses:
        seen = plan.profiles[use.at]
        if use.role in ("note", "reason", "reason_text", "") and use.score < 2 and seen.told > 0.7 and seen.payer < 0.4:
            plan.uses[use.at] = replace(use, role="outcome", score=0.5, why=IN_NOTES)
            return


def _payments(plan: Plan, table: Table) -> None:
    """Amounts that are nothing on the rows with a denial reason and something on the others are payments."""
    at = [u.at for u in plan.uses if u.role == "reason"]
    for use in plan.uses:
        seen = plan.profiles[use.at]
        amounts = use.role == "" and use.score < 0.5 and seen.money > 0.9 and seen.filled > 0.6
        if amounts and at and _go_with(table.rows, use.at, at):
            plan.uses[use.at] = replace(use, role="paid", score=0.5, why=BY_VALUES)
            return


def _go_with(rows: Sequence[tuple[int, Sequence[str]]], amount: int, reason: list[int]) -> bool:
    told = []
    for _, row in rows[:2000]:
        paid = values.money(row[amount]) if amount < len(row) else None
        if paid is not None:
            flats = tuple(f for n in reason if n < len(row) for f in reasons.read(row[n]))
            told.append((paid == 0, bool(rules.denial_reasons(flats))))
    agree = sum(none == denied for none, denied in told)
    return len(told) > 4 and agree >= 0.9 * len(told) and {True, False} <= {none for none, _ in told}
