"""Rows that add up other rows.

The one thing to know: such a row may hold a payer ("Total for Aetna"), so it is no sample of what its columns hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets.clean import plain

_TOTAL = re.compile(
    r"^\W*(?:sub|grand|report|page|overall|running|payer|month|quarter|year)?[\s-]*totals?\b|^(?:sum|count|average|avg|mean|subtotals?)\b[\s:]*(?!of)|\b(?:sub-?)?totals?\W*$|^\d+ (?:lines?|claims?|rows?|records?)\W*$",
    re.IGNORECASE,
)


def is_total(row: Sequence[str]) -> bool:
    texts = [c for c in row if c.strip()][:4]
    return any(_TOTAL.search(plain(c)) for c in texts if len(c) < 80)
