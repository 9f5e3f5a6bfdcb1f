"""Which columns make one line of a row: one set for most tables, several where groups repeat side by side.

The one thing a newcomer gets wrong: `Mod 1, Mod 2` are two modifiers of one line, but `Code 1, Units 1, Code 2,
Units 2` are two lines (see `blocks`).
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.intake.sheets import blocks
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.titles import Title


@dataclass(frozen=True)
class Slots:
    """Column positions for one line. reasons: (group column or None, reason column) pairs in order. title: what the
    heading of these columns says. own: columns that belong to this line only; all blank means that there is none."""

    code: tuple[int, ...] = ()
    modifier: tuple[int, ...] = ()
    units: int | None = None
    outcome: int | None = None
    denied_flag: int | None = None
    paid_flag: int | None = None
    paid: int | None = None
    billed: int | None = None
    date: int | None = None
    month: int | None = None
    year: int | None = None
    payer: int | None = None
    reasons: tuple[tuple[int | None, int], ...] = ()
    remark: tuple[int, ...] = ()
    title: Title | None = None
    own: tuple[int, ...] = ()


def slots_of(plan: Plan, table: Table) -> list[Slots]:
    """One `Slots`, or one for each repeated group."""
    repeated = blocks.coded(plan, table)
    if repeated:
        return [_slots(block, plan) for block in repeated]
    titled = blocks.titled(plan, table)
    if titled:
        return [_slots(block, plan, title, own) for block, title, own in titled]
    columns = {role: plan.having(role) for role in blocks.PER_LINE} | {"code": plan.all("code")}
    return [_slots(columns, plan)]


def passed_over(plan: Plan, table: Table) -> dict[int, int]:
    """Columns whose role another one fills better -> that other one; none where groups repeat side by side."""
    if len(slots_of(plan, table)) != 1:
        return {}
    found = {role: plan.one[role] for role in ("date", "payer", "outcome") if role in plan.one}
    return {u.at: found[u.role] for u in plan.uses if u.role in found and u.at != found[u.role]}


def _slots(
    columns: dict[str, list[int]], plan: Plan, title: Title | None = None, own: list[int] | None = None
) -> Slots:
    def one(role: str) -> int | None:
        found = columns.get(role, [])
        chosen = plan.at(role)
        return chosen if chosen in found else found[0] if found else None

    return Slots(
        code=tuple(columns["code"]), modifier=tuple(columns["modifier"]), units=one("units"), outcome=one("outcome"),
        denied_flag=one("denied_flag"), paid_flag=one("paid_flag"), paid=one("paid"), billed=one("billed"),
        date=one("date"), month=one("month"), year=one("year"), payer=one("payer"), reasons=_pairs(columns["group"], columns["reason"]),
        remark=tuple(columns["remark"]), title=title, own=tuple(own or ()),
    )  # fmt: skip


def _pairs(groups: list[int], reasons: list[int]) -> tuple[tuple[int | None, int], ...]:
    """Each reason column with the group column that belongs to it: the nearest one not yet used, or the only one."""
    if len(groups) == 1:
        return tuple((groups[0], r) for r in reasons)
    if len(groups) == len(reasons):
        return tuple(zip(groups, reasons, strict=True))
    pairs = []
    for n, reason in enumerate(reasons):
        since = reasons[n - 1] if n else -1
        near = [g for g in groups if since < g < reason] or [g for g in groups if g == reason + 1]
        pairs.append((near[-1] if near else None, reason))
    return tuple(pairs)
