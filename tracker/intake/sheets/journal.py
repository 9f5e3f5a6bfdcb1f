"""Journals of adjustments: a row for each write-off, denial or transfer as it was posted, without the charge.

The one thing a newcomer gets wrong: the rows of one line need not follow each other, and a contractual write-off alone
is no denial. A denial beside a write-off on the same line may have been paid in part: without payments that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.intake import outcome as rules
from tracker.intake.sheets import codes, header, reasons
from tracker.intake.sheets.clean import is_nothing, simple
from tracker.intake.sheets.ledger import kind_of
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table

TELLING = frozenset({"outcome", "denied_flag", "paid_flag", "paid", "clp_status"})
OWN = ("reason", "remark", "group", "adj_amount", "reason_text")
Key = tuple[str, ...]


def folded(table: Table, plan: Plan) -> Table | None:
    """The journal with one row for each line and its outcome in words, None where the table is no journal."""
    at, names, code = _type_column(table, plan), plan.having("claim", "patient", "member_id"), plan.all("code")
    told = {u.role for u in plan.uses if u.at != at and plan.profiles[u.at].count}
    if at is None or not names or len(code) != 1 or TELLING & told or "reason" not in told:
        return None
    same = [*names, code[0], *(n for n in map(plan.at, ("date", "units", "payer")) if n is not None)]
    groups: dict[Key, list[int]] = {}
    for n, (_, row) in enumerate(table.rows):
        if code[0] < len(row) and codes.read(row[code[0]]).why == "" and not is_nothing(row[names[0]]):
            groups.setdefault(tuple(row[i] if i < len(row) else "" for i in same), []).append(n)
    if len(groups) < 2:
        return None
    return _folded(table, plan, at, {g[0]: g for g in groups.values()})


def _type_column(table: Table, plan: Plan) -> int | None:
    """The column whose few different words say what was posted: adjustments or transfers, and denials."""
    for at in range(table.width):
        named = header.roles(table.headers[at])
        if plan.uses[at].role in (*header.PRIVATE, "reason", "code", "payer") or named.get("outcome", 0) >= 0.8:
            continue
        cells = [simple(r[at]) for _, r in table.rows[:600] if at < len(r) and r[at].strip()]
        kinds = [kind_of(c) for c in cells]
        few = len(cells) > 3 and len(set(cells)) < 20 and kinds.count("") < 0.2 * len(cells)
        if few and {"adjustment", "denial"} <= set(kinds) and not {"charge", "payment"} & set(kinds):
            return at
    return None


def _folded(table: Table, plan: Plan, at: int, groups: dict[int, list[int]]) -> Table:
    rows: list[tuple[int, list[str]]] = []
    inside = {n for g in groups.values() for n in g[1:]}
    aside = list(table.folded)
    for n, (number, row) in enumerate(table.rows):
        if n in inside:
            continue
        more = [table.rows[m][1] for m in groups.get(n, [])[1:]]
        out = _joined([*row, *[""] * (table.width - len(row))], more, plan)
        out[at] = ""
        rows.append((number, [*out, _ended(out, plan) if n in groups else ""]))
        aside += [(table.rows[m][0], f"a further posting of the line in row {number}") for m in groups.get(n, [])[1:]]
    headers = [*("" if n == at else h for n, h in enumerate(table.headers)), "Outcome"]
    return Table(table.sheet, headers, rows, table.header_rows, table.preamble, last_parts=list(headers), offset=table.offset, folded=aside)  # fmt: skip


def _joined(first: Sequence[str], more: Sequence[Sequence[str]], plan: Plan) -> list[str]:
    out = list(first)
    for column in plan.having(*OWN):
        said = [r[column] for r in (first, *more) if column < len(r) and r[column].strip()]
        out[column] = "; ".join(dict.fromkeys(said)) if plan.uses[column].role != "adj_amount" else ""
    return out


def _ended(row: Sequence[str], plan: Plan) -> str:
    flats = tuple(f for at in plan.having("reason") for f in reasons.read(row[at]))
    denying = rules.denial_reasons(flats)
    others = [f for f in flats if rules.lookup(f).kind == "CARC" and not rules.lookup(f).denial]
    return "" if not flats or (denying and others) else "Denied" if denying else "Paid"
