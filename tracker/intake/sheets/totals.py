"""Rows that add up other rows.

The one thing to know: such a row may hold a payer ("Total for Aetna"), so it is no sample of what its columns hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import identity
from tracker.intake.sheets.clean import plain

_TOTAL = re.compile(
    r"^\W*(?:sub|grand|report|page|overall|running|payer|month|quarter|year)?[\s-]*totals?\b|^(?:sum|count|average|avg|mean|subtotals?)\b[\s:]*(?!of)|\b(?:sub-?)?totals?\W*$|^\d+ (?:lines?|claims?|rows?|records?)\W*$",
    re.IGNORECASE,
)


def is_total(row: Sequence[str]) -> bool:
    texts = [c for c in row if c.strip()][:4]
    return any(_TOTAL.search(plain(c)) for c in texts if len(c) < 80)


_OF = re.compile(
    r"^\W*(?:sub|grand)?[\s-]*totals?\s*(?:for|of|:|-|–)?\s*(.+?)[\s:]*(?:\d+)?$|^(.+?)\s*[:\-–]?\s*(?:sub)?[\s-]?totals?\W*$",
    re.IGNORECASE,
)


def payers_below(rows: Sequence[tuple[int, Sequence[str]]]) -> dict[int, str]:
    """Row number -> payer, for reports that name it only in the total below its rows ("Total for Aetna")."""
    found: dict[int, str] = {}
    payer = ""
    for number, row in reversed(rows):
        filled = [plain(c) for c in row if c.strip()]
        if is_total(row):
            said = next((m[1] or m[2] for c in filled if (m := _OF.match(c))), "")
            payer = said if said and identity.names_payer(said) else ""
        elif len(filled) == 1 and identity.names_payer(filled[0]):
            return {}  # headings name the payers
        elif payer:
            found[number] = payer
    return found
