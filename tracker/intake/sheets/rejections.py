"""Rejections at the front end that a program lists among the payers' answers.

The one thing a newcomer gets wrong: "Rejected" mostly means denied. Only where the same column says "Denied" too, with
reasons, and "Rejected" never with any, the claim did not reach the payer: it waits for a corrected one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import reasons
from tracker.intake.sheets.clean import simple
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.reader import cell_of
from tracker.intake.sheets.table import Table

_REJECTED = re.compile(r"^(?:claim )?reject(?:ed|ion)?$")
_DENIED = re.compile(r"\bden(?:ied|ial)\b")
MANY = 0.8


def apart(plan: Plan, table: Table) -> int | None:
    """The column in which a bare "Rejected" tells of the front end, None where there is none."""
    at, why = plan.at("outcome"), [*plan.all("reason"), *plan.all("remark")]
    if at is None or not why:
        return None
    told = {
        kind: [_reasoned(r, why) for _, r in table.rows if pattern.search(simple(cell_of(r, at)))]
        for kind, pattern in (("rejected", _REJECTED), ("denied", _DENIED))
    }
    clear = sum(told["denied"]) >= max(2, MANY * len(told["denied"]))
    return at if clear and told["rejected"] and not any(told["rejected"]) else None


def bare(row: Sequence[str], at: int | None) -> bool:
    return at is not None and bool(_REJECTED.match(simple(cell_of(row, at))))


def _reasoned(row: Sequence[str], why: Sequence[int]) -> bool:
    return any(reasons.read(cell_of(row, at)) for at in why)
