"""Headers of a grid question told in one line (`What happened? >> 97550 >> Result`) become a title and a fact below it.

The one thing a newcomer gets wrong: the question itself says nothing about the column; the code says whose fact it is.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import codes
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.table import Table

PARTS = re.compile(r"\s*(?:>>|»|›|→|::|\|)\s*|\s+[-–—]\s+|:\s+")
CODES, FACTS = 2, 2  # the fewest of each that make a grid


def split(table: Table) -> None:
    """Sets code and fact of such headers one above the other, in place."""
    found = {n: told for n, h in enumerate(table.headers) if h and (told := _told(h))}
    if len({code for code, _ in found.values()}) < CODES or len({fact for _, fact in found.values()}) < FACTS:
        return
    parts = [*table.last_parts, *[""] * (table.width - len(table.last_parts))]
    for n, (code, fact) in found.items():
        table.headers[n] = f"{code} | {fact}"
        parts[n] = fact
    table.last_parts = parts


def _told(text: str) -> tuple[str, str] | None:
    """(code, fact) where a question, one tracked code and a fact stand in this order."""
    parts = [p for p in PARTS.split(plain(text)) if p]
    named = [n for n, p in enumerate(parts) if codes.read(p).items]
    if len(parts) < 3 or named != [len(parts) - 2]:
        return None
    code, fact = parts[-2:]
    return (code, fact) if len(codes.read(code).items) == 1 and len(code) < 40 and not fact.isdigit() else None
