"""Readings that would be wrong, given up: columns that merely look like a fact which another column names.

The one thing a newcomer gets wrong: five digits are not a procedure code for being five digits. Departments, plans and
charge masters have numbers of that length, some of them equal to tracked codes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.sheets import header, later
from tracker.intake.sheets.plan import Plan, shown
from tracker.intake.sheets.table import Table

FULL = 0.9
# Deductible, coinsurance, copay: a payer who leaves an amount to the patient has decided the line.
_SHARE = re.compile(r"^(?!.*\b(?:paid|collected|met|remaining|balance|bal|type)\b)(?:.*\b)?(?:ded|deduct\w*|coins\w*|co ?ins|co ?pay\w*|(?:pt|patient|client|member) (?:resp\w*|share|portion|liab\w*))\b")  # fmt: skip


def settle(plan: Plan, table: Table) -> None:
    """Before the roles are given out for good."""
    later.settle(plan, table)
    _codes_by_chance(plan, table)
    _units_of_payment(plan)
    _only_state(plan)
    plan.shares = [u.at for u in plan.uses if _SHARE.search(header.words(table.headers[u.at])) and plan.profiles[u.at].money > FULL]  # fmt: skip


def _codes_by_chance(plan: Plan, table: Table) -> None:
    """A column of numbers like codes, headed as something else, beside one that is headed as the codes and full."""
    codes = [u for u in plan.uses if u.role == "code"]
    named = [u for u in codes if header.roles(table.headers[u.at]).get("code", 0) >= 0.8 or u.score >= 2]
    numbered = {_unnumbered(table.headers[u.at]) for u in named}  # `svc_2_Code` beside `svc_1_Code`
    best = max((plan.profiles[u.at].filled for u in named if plan.profiles[u.at].code >= FULL), default=0.0)
    for use in codes:
        strange = (
            use not in named
            and header.roles(table.headers[use.at]).get("code", 0) < 0.5
            and table.headers[use.at]
            and _unnumbered(table.headers[use.at]) not in numbered
        )
        if strange and best >= max(FULL, plan.profiles[use.at].filled - 0.1):
            why = f"numbers like codes, but “{shown(table, named[0].at)}” names the codes"
            plan.uses[use.at] = replace(use, role="ignore", why=why)


def _unnumbered(text: str) -> str:
    return re.sub(r"\W*\d+\W*", " ", header.words(text)).strip()


def _units_of_payment(plan: Plan) -> None:
    """Units that the payer counted are the line's, where no column has those billed and lines paid nothing have some."""
    paid = next((u.at for u in plan.uses if u.role == "paid"), None)
    found = [u for u in plan.uses if u.role == "units_paid"]
    if len(found) != 1 or any(u.role == "units" for u in plan.uses) or paid is None:
        return
    at = found[0].at
    unpaid = [r[at] for r in plan.sample if max(at, paid) < len(r) and r[paid].strip(" $-(){}") in ("0", "0.00")]
    if unpaid and sum(c.strip() not in ("", "0", "0.00", "0.0") for c in unpaid) > 0.8 * len(unpaid):
        plan.uses[at] = replace(found[0], role="units", why="units also on lines that were paid nothing")


def _only_state(plan: Plan) -> None:
    """The patient's state serves where no other column or place tells one: plans are bought where people live."""
    have = {u.role for u in plan.uses if plan.profiles[u.at].count}
    for use in plan.uses:
        if not {"state", "place"} & have and use.role == "state_other" and plan.profiles[use.at].state > FULL:
            plan.uses[use.at] = replace(use, role="state", score=0.5, why="the patient's state; no other is told")
            return
