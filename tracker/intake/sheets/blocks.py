"""Groups of columns that repeat side by side: `Code 1, Units 1, Code 2, ...`, or one group for each month, payer or code.

The one thing a newcomer gets wrong: `Group, Reason, Group, Reason` are two reasons of one line. Columns make several
lines only if the code repeats, or if each group has its own outcome or date under a title that tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.intake.sheets import header, titles
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.titles import Title

PER_LINE = ("modifier", "units", "outcome", "denied_flag", "paid_flag", "paid", "billed", "group", "reason", "remark", "date", "payer",
            "month", "year")  # fmt: skip
TELLING = ("outcome", "denied_flag", "paid", "date", "month")
Block = dict[str, list[int]]


def coded(plan: Plan, table: Table) -> list[Block]:
    """One block for each code column, where what belongs to a code repeats with it."""
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


def _numbered(plan: Plan, numbers: dict[int, int | None], head: int, named: list[int | None]) -> Block:
    block = {"code": [head]}
    for role in PER_LINE:
        columns = plan.having(role)
        own = [at for at in columns if numbers[at] == numbers[head]]
        once = all(numbers[at] is None for at in columns)  # the first code may go without a number: `CPT, CPT.1`
        block[role] = columns if once else own or [at for at in columns if numbers[at] not in named]
    return block


def _named_alike(table: Table, at: int, heads: list[int]) -> bool:
    """A lone column between the groups belongs to one of them: before the last group, or by a word ("Add-on units")."""
    if heads[0] < at < heads[-1]:
        return True
    others = {w for h in heads[:-1] for w in header.words(table.headers[h]).split()}
    own = set(header.words(table.headers[heads[-1]]).split()) - others
    return bool(own & set(header.words(table.headers[at]).split()))


def _between(plan: Plan, table: Table, heads: list[int], n: int) -> Block:
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


def titled(plan: Plan, table: Table) -> list[tuple[Block, Title, list[int]]]:
    """Blocks with the title that tells them apart and their own columns; empty where the table has none."""
    groups = _repeated(plan, table) or _single(plan, table)
    inside = {at for columns, _ in groups for at in columns}
    shared = {role: [at for at in plan.having(role) if at not in inside] for role in PER_LINE}
    found = []
    for columns, title in groups:
        block: Block = {"code": [at for at in plan.all("code") if at not in inside]}
        for role in PER_LINE:
            own = [at for at in columns if at in plan.having(role)]
            block[role] = own or shared[role]
        if len(columns) == 1:
            block["outcome"] = columns
            block["reason"] = columns
            block["units"] = []
        found.append((block, title, columns))
    return found


def _title_of(table: Table, at: int) -> str:
    return " ".join(table.headers[at].split(" | ")[:-1])


def _repeated(plan: Plan, table: Table) -> list[tuple[list[int], Title]]:
    """Runs of columns with the same header words under titles of one kind."""
    runs: dict[str, list[int]] = {}
    for at in range(table.width):
        if title := _title_of(table, at):
            runs.setdefault(title, []).append(at)
    read = {title: titles.read(title) for title in runs}
    groups = [(columns, read[title]) for title, columns in runs.items() if read[title]]
    if len(groups) < 2 or len({t.kind for _, t in groups if t}) > 1:
        return []
    named = [tuple(header.words(table.headers[at].split(" | ")[-1]) for at in columns) for columns, _ in groups]
    roles = {u.at: u.role for u in plan.uses}
    telling = all(any(roles[at] in TELLING for at in columns) for columns, _ in groups)
    return [(c, t) for c, t in groups if t] if len(set(named)) == 1 and telling else []


def _single(plan: Plan, table: Table) -> list[tuple[list[int], Title]]:
    """Columns headed by a period or a payer alone, whose cells tell the outcome."""
    groups = []
    for at in range(table.width):
        seen = plan.profiles[at]
        title = titles.read(table.headers[at])
        if (
            title
            and title.kind != "code"
            and plan.uses[at].score < 2
            and (not seen.count or _tells(seen.outcome, seen.reason))
        ):
            groups.append(([at], title))
    filled = sum(plan.profiles[c[0]].count > 0 for c, _ in groups)
    return groups if filled > 1 and len({t.kind for _, t in groups}) == 1 else []


def _tells(outcome: float, reason: float) -> bool:
    return outcome > 0.6 or outcome + reason > 0.9


def blank(row: Sequence[str], columns: Sequence[int]) -> bool:
    return not any(at < len(row) and row[at].strip(" -–—.") for at in columns)
