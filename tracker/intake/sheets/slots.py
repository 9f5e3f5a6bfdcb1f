"""Which columns make one line of a row: one set for most tables, several where groups repeat side by side.

The one thing a newcomer gets wrong: `Mod 1, Mod 2` are two modifiers of one line, but `Code 1, Units 1, Code 2,
Units 2` are two lines. Only a repeated code column makes several lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.intake.sheets import header
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table

PER_LINE = (
    "modifier",
    "units",
    "outcome",
    "denied_flag",
    "paid_flag",
    "paid",
    "billed",
    "group",
    "reason",
    "remark",
    "date",
    "payer",
)


@dataclass(frozen=True)
class Slots:
    """Column positions for one line. reasons: (group column or None, reason column) pairs in order."""

    code: tuple[int, ...] = ()
    modifier: tuple[int, ...] = ()
    units: int | None = None
    outcome: int | None = None
    denied_flag: int | None = None
    paid_flag: int | None = None
    paid: int | None = None
    billed: int | None = None
    date: int | None = None
    payer: int | None = None
    reasons: tuple[tuple[int | None, int], ...] = ()
    remark: tuple[int, ...] = ()


def slots_of(plan: Plan, table: Table) -> list[Slots]:
    """One `Slots`, or one for each repeated group."""
    blocks = _blocks(plan, table)
    if not blocks:
        columns = {role: plan.having(role) for role in PER_LINE} | {"code": plan.all("code")}
        return [_slots(columns, plan)]
    return [_slots(block, plan) for block in blocks]


def _blocks(plan: Plan, table: Table) -> list[dict[str, list[int]]]:
    heads = plan.all("code")
    if len(heads) < 2:
        return []
    numbers = {at: header.number(table.headers[at]) for at in range(table.width)}
    named = [numbers[at] for at in heads]
    if len(set(named)) == len(heads) and any(
        numbers[at] in named
        for role in ("units", "outcome", "paid", "reason", "denied_flag", "modifier", "billed", "date")
        for at in plan.having(role)
    ):
        return [_numbered(plan, numbers, head, named) for head in heads]
    if len({header.words(table.headers[at]) for at in heads}) == 1 or any(
        len(plan.having(r)) == len(heads) for r in ("units", "outcome", "paid", "reason")
    ):
        return [_between(plan, table, heads, n) for n in range(len(heads))]
    return []


def _numbered(plan: Plan, numbers: dict[int, int | None], head: int, named: list[int | None]) -> dict[str, list[int]]:
    block = {"code": [head]}
    for role in PER_LINE:
        columns = plan.having(role)
        own = [at for at in columns if numbers[at] == numbers[head]]
        block[role] = own or [at for at in columns if numbers[at] not in named]
    return block


def _named_alike(table: Table, at: int, heads: list[int]) -> bool:
    """A lone column between the groups belongs to one of them: before the last group, or by a word ("Add-on units")."""
    if heads[0] < at < heads[-1]:
        return True
    others = {w for h in heads[:-1] for w in header.words(table.headers[h]).split()}
    own = set(header.words(table.headers[heads[-1]]).split()) - others
    return bool(own & set(header.words(table.headers[at]).split()))


def _between(plan: Plan, table: Table, heads: list[int], n: int) -> dict[str, list[int]]:
    """Columns from one code column up to the next; what stands only once is shared by all groups."""
    end = heads[n + 1] if n + 1 < len(heads) else 10**9
    block = {"code": [heads[n]]}
    for role in PER_LINE:
        columns = plan.having(role)
        own = [at for at in columns if heads[n] < at < end]
        if len(columns) == 1 and role not in ("date", "payer"):
            block[role] = own if _named_alike(table, columns[0], heads) else columns
            continue
        if len(columns) > 1 and len(columns) % len(heads) == 0 and not own:
            share = len(columns) // len(heads)
            own = columns[n * share : (n + 1) * share]
        block[role] = own if len(columns) > 1 else columns
    return block


def _slots(columns: dict[str, list[int]], plan: Plan) -> Slots:
    def one(role: str) -> int | None:
        found = columns.get(role, [])
        chosen = plan.at(role)
        return chosen if chosen in found else found[0] if found else None

    return Slots(
        code=tuple(columns["code"]), modifier=tuple(columns["modifier"]), units=one("units"), outcome=one("outcome"),
        denied_flag=one("denied_flag"), paid_flag=one("paid_flag"), paid=one("paid"), billed=one("billed"),
        date=one("date"), payer=one("payer"), reasons=_pairs(columns["group"], columns["reason"]), remark=tuple(columns["remark"]),
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
