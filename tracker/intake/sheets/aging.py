"""Aging reports: what payers still owe, by how old it is.

The one thing a newcomer gets wrong: such a list holds open balances only, so that a line without any answer waits; it
does not lack its outcome.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import header
from tracker.intake.sheets.table import Table

BUCKETS = 3
_BUCKET = re.compile(
    r"^(?:(?:over|past|above|age|aged|days|bal|balance|ins) )*\d{1,3}(?: (?:to|\d{2,3}|plus|days?|over|and|above|older))*$"
)


def aged(table: Table) -> bool:
    """Whether columns part the balances by age: `0-30`, `31-60`, `61 to 90 days`, `120+`."""
    return sum(bool(_BUCKET.match(header.words(h))) for h in table.headers) >= BUCKETS
