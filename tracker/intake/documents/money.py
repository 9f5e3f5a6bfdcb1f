"""Amounts of a clause, and which of them is the rate for one unit.

The one thing to know: copayments, totals, penalties and charges are amounts and no rates.
"""

from __future__ import annotations

import re

MONEY = re.compile(r"(?:US)?\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,4})?(?![\d,]*\d)")


NOT_A_RATE = re.compile(
    r"(?i)co-?pay|deductible|penalt|fine|charge|annual max|per year|gift|interest|total|invoice|withhold|fax|over|exceed|above|more than"
)


FACILITY = re.compile(r"(?i)(?<!non-)(?<!non)(?<!non )\bfacility")


def rate(text: str) -> float | None:
    """The amount for one unit a clause gives: the one that is not the facility's where two stand."""
    found = []
    for m in MONEY.finditer(text):
        around = text[max(0, m.start() - 45) : m.end() + 25]
        if not NOT_A_RATE.search(text[max(0, m.start() - 25) : m.end() + 18]):
            amount = float(m.group(1).replace(",", "") + (m.group(2) or ""))
            facility = bool(FACILITY.search(around)) and not re.search(r"(?i)non-?\s?facility", around)
            found.append((facility, amount))
    found = [f for f in found if 0 < f[1] < 5000]
    return min(found, key=lambda f: f[0])[1] if found else None


def amounts(text: str) -> list[float]:
    """All amounts of a clause, in order."""
    return [float(m.group(1).replace(",", "") + (m.group(2) or "")) for m in MONEY.finditer(text)]
