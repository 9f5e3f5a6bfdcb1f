"""Account ledgers: one row for each transaction (charge, payment, denial, adjustment) of the same service.

The one thing a newcomer gets wrong: the charge says what was billed and the rows after it how it ended, so that none of
them is a line by itself. A payment of another service of the same patient has another code or day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from tracker.intake import outcome as rules
from tracker.intake.sheets import codes, header, reasons, values
from tracker.intake.sheets.clean import simple
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("patient", re.compile(r"\b(?:pt|patient|client|copay|co-pay|self[- ]?pay|guarantor)\b")),
    ("again", re.compile(r"\b(?:re-?bill\w*|re-?submi\w*|corrected|re-?fil\w*)\b")),
    ("denial", re.compile(r"\bden(?:ial|ied|y)\b|\bzero pay\b|\breject\w*")),
    ("charge", re.compile(r"\b(?:charges?|chg|billed service|procedure|service)\b|^c$")),
    ("adjustment", re.compile(r"\b(?:c?adj\w*|xfe?r\w*|contractual|write[- ]?offs?|w/?o|transfer\w*|discount|sequest\w*|deduct\w*|coins\w*)\b")),
    ("payment", re.compile(r"\b(?:payments?|pmts?|pay|paid|receipt|posting|remit\w*)\b|^p$")),
    ("claim", re.compile(r"\b(?:claim|bill|statement|submi\w+|sent)\b")),
)  # fmt: skip
DECIDED = frozenset({"denial", "payment", "adjustment"})
_NAMED = re.compile(r"\b(?:trans\w*|trx|txn|entry|activity|ledger|posting|event|record|type|description|action|item)\b")


def kind_of(cell: str) -> str:
    low = simple(cell)
    return next((kind for kind, pattern in KINDS if pattern.search(low)), "") if len(low) < 40 else ""


def folded(table: Table, plan: Plan) -> Table | None:
    """The ledger with one row for each charge and its outcome in words, None where the table is no ledger."""
    at = _type_column(table, plan)
    names = plan.having("claim", "patient", "member_id")
    code = plan.all("code")
    if at is None or not names or not code:
        return None
    date = plan.at("date")
    groups: dict[tuple[str, ...], list[int]] = {}
    kinds: list[str] = []
    charges: list[int] = []
    every: list[list[int]] = []  # a code may be charged twice on one day: the later charge takes what follows
    for n, (_, row) in enumerate(table.rows):
        key = (
            *(row[i] for i in names if i < len(row)),
            _code(row, code[0]),
            row[date] if date is not None and date < len(row) else "",
        )
        kinds.append(kind_of(row[at] if at < len(row) else ""))
        again = kinds[n] == "again" and any(kinds[m] in DECIDED for m in groups.get(key, [])[1:])
        if kinds[n] == "charge" or again:
            charges.append(n)
            groups[key] = [n]
            every.append(groups[key])
        elif key in groups:
            groups[key].append(n)
    if len(charges) < 2 or sum(len(g) > 1 for g in every) < 0.4 * len(charges):
        return None
    return _folded(table, plan, at, every)


def _type_column(table: Table, plan: Plan) -> int | None:
    for at in range(table.width):
        if plan.uses[at].role in header.PRIVATE and not _NAMED.search(header.words(table.headers[at])):
            continue
        cells = [r[at] for _, r in table.rows[:600] if at < len(r) and r[at].strip()]
        kinds = [kind_of(c) for c in cells]
        found = set(kinds)
        few = len(cells) > 3 and len(set(cells)) < 20 and kinds.count("") < 0.1 * len(cells)
        if few and "charge" in found and found & {"payment", "denial"}:
            return at
    return None


def _code(row: Sequence[str], at: int) -> str:
    items = codes.read(row[at]).items if at < len(row) else ()
    return items[0].code if items else (row[at][:5] if at < len(row) else "")


def _folded(table: Table, plan: Plan, at: int, groups: list[list[int]]) -> Table:
    inside = {n for g in groups for n in g[1:]}
    first = {g[0]: g[1:] for g in groups}
    rows: list[tuple[int, list[str]]] = []
    aside = list(table.folded)
    for n, (number, row) in enumerate(table.rows):
        if n in inside:
            continue
        more = [table.rows[m][1] for m in first.get(n, [])]
        rows.append(
            (
                number,
                _with_end(row, more, plan, at, table.width)
                if n in first
                else [*row, *[""] * (table.width + 1 - len(row))],
            )
        )
        aside += [(table.rows[m][0], f"a further transaction of the line in row {number}") for m in first.get(n, [])]
    headers = [*("" if i == at else h for i, h in enumerate(table.headers)), "Outcome"]
    return Table(table.sheet, headers, rows, table.header_rows, table.preamble, last_parts=list(headers), offset=table.offset, folded=aside)  # fmt: skip


def _with_end(row: Sequence[str], more: list[list[str]], plan: Plan, at: int, width: int) -> list[str]:
    """The row of the charge with the reasons of its transactions, and in words how it ended."""
    out = [*row, *[""] * (width - len(row))]
    for column in plan.having("reason", "remark", "group"):
        said = [r[column] for r in more if column < len(r) and r[column].strip()]
        out[column] = "; ".join(dict.fromkeys([c for c in (out[column], *said) if c.strip()]))
    kinds = {kind_of(r[at]) for r in more if at < len(r)}
    money = plan.having("paid", "billed", "money", "adj_amount")
    flats = tuple(f for column in plan.having("reason") for f in reasons.read(out[column]))
    paid = sum((abs(values.money(r[money[0]]) or Decimal(0)) for r in more if money and at < len(r) and kind_of(r[at]) == "payment" and money[0] < len(r)), Decimal(0))  # fmt: skip
    return [*out, _ended(kinds, paid, flats, told=bool(money))]


def _ended(kinds: set[str], paid: Decimal, flats: tuple[str, ...], *, told: bool) -> str:
    """How a line ended, in words. told: the transactions have amounts. One that only moves the rest to the patient or
    writes off the contract's part was decided too."""
    paid_any = "payment" in kinds and (paid > 0 or not told)
    if "denial" in kinds:
        return "Partly paid" if paid_any else "Denied"
    if flats and (told or not paid_any):
        return rules.from_amounts(paid, flats).words
    return "Paid" if paid_any else "Denied" if "payment" in kinds else "Pending"
