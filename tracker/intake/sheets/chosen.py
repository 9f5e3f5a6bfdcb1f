"""Which tables of a file list claim lines: not the cover, not the look-up lists, not the yearly counts.

The one thing a newcomer gets wrong: a summary has the same headers as a list (payer, code, denied), but counts where a
list has words and days.
"""

from __future__ import annotations

import re
from datetime import date

from tracker.errors import Rejected
from tracker.intake.sheets import (
    blocks,
    cards,
    codes,
    context,
    dictionary,
    header,
    identity,
    journal,
    ledger,
    lookups,
    messages,
    pairs,
    parted,
    records,
    tidying,
)
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.columns import assign
from tracker.intake.sheets.grid import Sheet
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table, tables_of

Pair = tuple[Table, Plan]
WITHHELD = "(name withheld)"


def sheet_name(sheet: Sheet, sheets: list[Sheet]) -> str | None:
    """The name to show for a sheet: none where there is only one; its number where the name could be a person's."""
    if not sheet.name or len(sheets) < 2:
        return None
    number = next(n for n, other in enumerate(sheets, 1) if other is sheet)
    return identity.safe(sheet.name, f"sheet {number} {WITHHELD}")


def chosen(sheets: list[Sheet], overrides: dict[str, str] | None = None) -> tuple[list[Pair], list[Table]]:
    """The tables that list lines, and the others. Hidden sheets count only where no visible one does."""
    for sheet in sheets:
        sheet.trim()
    dictionary.apply(sheets)
    tables = [pairs.joined(t) for s in sheets for t in cards.tables_of(s) or records.tables_of(s) or tables_of(s)]
    lookups.join(tables, sheets)
    tidying.prepare(tables, sheets)
    found = _planned(tables, overrides)
    _refuse(sheets, found)
    taken, others = _taken(found, overrides)
    if not taken and (told := [t for s in sheets if not s.hidden for t in messages.tables_of(s)]):
        taken, others = _taken(_planned(told, overrides), overrides)
    if not taken:
        raise _no_lines(found)
    return taken, others


def _planned(tables: list[Table], overrides: dict[str, str] | None) -> list[Pair]:
    alike: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        alike.setdefault(tuple(table.headers), []).append(table)
    return [(t, assign(t, overrides, alike[tuple(t.headers)] if any(t.headers) else ())) for t in tables]


def _taken(found: list[Pair], overrides: dict[str, str] | None) -> tuple[list[Pair], list[Table]]:
    """The tables that list lines, and the others: dated ones, and those whose title gives the month."""
    found = [(t, p) for table, plan in found for t, p in [_unfolded(table, plan, overrides)]]
    usable = [(t, p) for t, p in found if _lists_lines(t, p)]
    visible = [(t, p) for t, p in usable if not t.sheet.hidden] or usable
    taken = [(t, p) for t, p in visible if {"date", "month"} & set(p.one)] or visible
    names = {id(t) for t, _ in taken}
    taken += [(t, p) for t, p in visible if id(t) not in names and context.around(t, p, date.max).month]
    names = {id(t) for t, _ in taken}
    return taken, [t for t, _ in found if id(t) not in names]


def _refuse(sheets: list[Sheet], found: list[Pair]) -> None:
    if not any(any(any(c for c in r) for r in s.rows) for s in sheets):
        raise Rejected("The file is empty: there are no rows in it.", "Export it again and see that rows are selected.")
    if found and not any(any(any(c.strip() for c in r) for _, r in t.rows) for t, _ in found):
        raise Rejected(
            "The file has only a header and no rows: there is nothing to read.",
            "Export it again and see that rows are selected.",
        )


def _unfolded(table: Table, plan: Plan, overrides: dict[str, str] | None) -> Pair:
    """A ledger of transactions or a journal of adjustments with one row for each line; any other table as it is."""
    lines = ledger.folded(table, plan) or journal.folded(table, plan) or parted.unfolded(table, plan)
    return (lines, assign(lines, overrides)) if lines else (table, plan)


def _lists_lines(table: Table, plan: Plan) -> bool:
    """A list of lines names codes (in its rows, its columns, its title or sheet name), and is no summary of counts."""
    named = bool(plan.all("code") or plan.code_choices or plan.having("code"))
    named = named or any(title.kind == "code" for _, title, _ in blocks.titled(plan, table))
    if (
        not named
        and {"date", "month"} & set(plan.one)
        and ({"payer", "outcome", "denied_flag", "reason"} & {u.role for u in plan.uses})
    ):
        named = bool(context.around(table, plan, date.max).code) or _code_headings(table)
    return named and not _counts(table, plan) and not _tells_coverage(table, plan)


def _code_headings(table: Table) -> bool:
    """Whether headings between the rows name the code of the rows below them."""
    alone = [c[0] for _, r in table.rows if len(c := [x for x in r if x.strip()]) == 1]
    return any(len(codes.read(c).items) == 1 for c in alone if len(c) < 60)


def _counts(table: Table, plan: Plan) -> bool:
    """A pivot: no date, no outcome in words, and numbers where a list would have ticks or words."""
    if _counted(table, plan):
        return True
    if {"date", "month"} & set(plan.one):
        return False
    numeric = [n for n, p in enumerate(plan.profiles) if p.count and p.money > 0.9 and p.code < 0.2]
    telling = {"outcome", "denied_flag"} & {
        u.role for u in plan.uses if plan.profiles[u.at].money < 0.5 and plan.profiles[u.at].count
    }
    choices = [u.at for u in plan.code_choices if plan.profiles[u.at].count]
    if choices and all(plan.profiles[n].money > 0.9 for n in choices):
        return not telling
    return len(numeric) >= 1 and not telling and not plan.having("reason", "remark", *header.PRIVATE)


_COUNTED = re.compile(
    r"^(?:lines?|claims?|count|counts|number|no|total|n|of|denials?|denied|paid|pending|partly|approved|rejected| )+$"
)


def _counted(table: Table, plan: Plan) -> bool:
    """Two and more columns of whole numbers headed "Denied", "Claims paid", "Total": a summary, also by month."""
    if plan.having("reason", "remark", "billed", *header.PRIVATE) or plan.at("outcome") is not None:
        return False
    heads = [(header.words(h), plan.profiles[n]) for n, h in enumerate(table.headers)]
    counts = [p for low, p in heads if _COUNTED.match(low) and p.count and p.bare > 0.9 and p.cents == 0]
    return len(counts) > 1 and any(p.distinct > 1 or p.flag < 1 for p in counts)


_COVERAGE = re.compile(
    r"^(?:(?:not?|non)[ -]?)?(?:covered|payable|reimbursable|benefit)\b|^(?:prior|pre)[ -]?auth|^(?:no policy|silent|bundled|case by case|covered with)\b",
    re.IGNORECASE,
)


def _tells_coverage(table: Table, plan: Plan) -> bool:
    """What payers say about codes (covered, not covered), without any service: a coverage grid."""
    if {"date", "month", "paid"} & set(plan.one) or plan.having("reason", *header.PRIVATE):
        return False
    cells = [
        plain(c)
        for _, r in table.rows[:300]
        for n, c in enumerate(r)
        if c and plan.profiles[n].payer < 0.5 and plan.profiles[n].code < 0.5
    ]
    told = sum(bool(_COVERAGE.match(c)) for c in cells)
    return told > 2 and told >= 0.5 * len(cells)


def _no_lines(found: list[Pair]) -> Rejected:
    if any(_tells_coverage(t, p) for t, p in found):
        return Rejected(
            "This is a table of what payers cover, not a list of claim lines: nothing can be read from it.",
            "Send the lines that were denied or paid; what payers say belongs into the coverage ledger.",
        )
    if any(_counts(t, p) for t, p in found):
        return Rejected(
            "This is a table of counts (a summary or pivot), not a list of lines: nothing can be read from it.",
            "Send the list behind it, with one row for each line of a claim.",
        )
    return Rejected(
        "No table of claim lines was found: no column holds procedure codes.",
        "See that the file has a header and a column with the procedure codes, or say which column holds them.",
    )
