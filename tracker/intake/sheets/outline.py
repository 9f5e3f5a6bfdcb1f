"""Facts printed once for several rows: a payer only on the first row of its group, or in a row above its lines.

The one thing a newcomer gets wrong: a blank cell means "as above" only in columns that are blank in most rows, and
headings may name patients as well as payers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import codes, identity
from tracker.intake.sheets.clean import plain, simple
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.reader import Reader
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.totals import is_total

_ITEM = re.compile(r"^(?:line|item|row|claim|service|svc|entry|visit|record|no\.?|#)?\s*#?\d{1,4}$", re.IGNORECASE)


def people(table: Table) -> bool:
    """Whether most headings between the rows look like names of people."""
    alone = [c[0] for _, r in table.rows if len(c := [plain(x) for x in r if x.strip()]) == 1]
    people = sum(identity.name_like(t) and not identity.names_payer(t) for t in alone)
    return people > sum(map(identity.names_payer, alone))


def free(table: Table, plan: Plan) -> None:
    """An outline: the payer stands in a parent row, and its column only counts the lines below it."""
    at, code = plan.at("payer"), plan.all("code")
    if at is None or not code:
        return
    cells = [
        plain(r[at]) for _, r in table.rows if at < len(r) and code[0] < len(r) and r[code[0]].strip() and r[at].strip()
    ]
    if len(cells) > 2 and sum(bool(_ITEM.match(c)) for c in cells) > 0.8 * len(cells):
        plan.drop("payer", "seq", "counts the lines below the payer's own row")


def grouped(table: Table, plan: Plan) -> frozenset[int]:
    """Columns printed only on the first row of each group (payer first of all): blank below means "as above"."""
    at = plan.at("payer")
    if at is None or table.sideways:
        return frozenset()
    code = plan.all("code")
    rows = [
        r
        for _, r in table.rows
        if at < len(r) and (not code or any(n < len(r) and codes.read(r[n]).why == "" for n in code))
    ]
    blanks = [r for r in rows if not r[at].strip()]
    if len(rows) < 4 or len(blanks) < len(rows) * 0.4 or not rows[0][at].strip():
        return frozenset()
    together = {at}
    for role in ("state", "place", "date"):
        n = plan.at(role)
        if n is not None and sum(n < len(r) and not r[n].strip() for r in blanks) > 0.9 * len(blanks):
            together.add(n)
    return frozenset(together)


def filled(reader: Reader, row: Sequence[str]) -> Sequence[str]:
    if is_total(row) or sum(1 for c in row if c.strip()) < 3 or [simple(c) for c in row] in reader.heads:
        return row
    out = list(row)
    for at in reader.fill:
        if at < len(out):
            if out[at].strip():
                reader.carried[at] = out[at]
            else:
                out[at] = reader.carried.get(at, "")
    return out
