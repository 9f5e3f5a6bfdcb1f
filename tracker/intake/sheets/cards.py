"""Sheets of cards: each line is a block of `label: value` rows, one below the other ("Payer | Aetna", "CPT | 97550").

The one thing to know: a card becomes one row, numbered like its first row; its other rows are accounted for there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import header
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.grid import Sheet
from tracker.intake.sheets.table import Table

_COLON = re.compile(r"^([^:=]{2,60}?)\s*[:=]\s*(.*)$", re.DOTALL)
Pair = tuple[str, str]
Card = tuple[int, dict[str, str], list[int]]  # its number, label -> value, its further rows


def tables_of(sheet: Sheet) -> list[Table]:
    """The cards as a table with a column for each label; empty where the sheet holds none."""
    if told := _bodies(sheet):
        return [told]
    if sum(_pair(row) is not None for row in sheet.rows[:200]) < 0.4 * sum(any(r) for r in sheet.rows[:200]):
        return []
    pairs = [_pair(row) for row in sheet.rows]
    filled = sum(any(c.strip() for c in r) for r in sheet.rows)
    known = [p for p in pairs if p and header.best(p[0])[1] >= 0.5]
    roles = {header.best(label)[0] for label, _ in known}
    if len(known) < 3 or len(known) < 0.5 * filled or not {"code", "payer"} <= roles or not roles & {"date", "month"}:
        return []
    cards, aside = _cards(sheet, pairs)
    labels = list(dict.fromkeys(label for _, card, _ in cards for label in card))
    rows = [(number, [card.get(label, "") for label in labels]) for number, card, _ in cards]
    further = [(n, f"told in row {number}") for number, _, more in cards for n in more]
    return [Table(sheet, labels, rows, last_parts=list(labels), folded=[*aside, *further])]


def _pair(row: Sequence[str]) -> Pair | None:
    """Label and value of a row: in two cells, or in one with a colon."""
    filled = [c for c in row if c.strip()]
    if not filled or len(filled) > 2:
        return None
    first = plain(filled[0])
    if len(filled) == 2:
        return first.rstrip(" :="), filled[1]
    if found := _COLON.match(first):
        return found[1].strip(), found[2].strip()
    return (first.rstrip(" :"), "") if header.best(first)[1] >= 0.8 and len(first) < 40 else None


def _cards(sheet: Sheet, pairs: list[Pair | None]) -> tuple[list[Card], list[tuple[int, str]]]:
    cards: list[Card] = []
    aside: list[tuple[int, str]] = []
    ended = True
    for n, (row, pair) in enumerate(zip(sheet.rows, pairs, strict=True)):
        number = sheet.first_row + n
        if pair is None:
            blank = not any(c.strip() for c in row)
            ended = ended or blank
            aside.append((number, "blank row" if blank else "heading, comment or footer"))
            continue
        label, value = pair
        if not cards or label in cards[-1][1] or (ended and _complete(cards[-1][1])):
            cards.append((number, {label: value}, []))
        else:
            cards[-1][1][label] = value
            cards[-1][2].append(number)
        ended = False
    return cards, aside


def _complete(card: dict[str, str]) -> bool:
    return len({header.best(label)[0] for label in card} & {"payer", "code", "date", "outcome", "reason"}) > 1


def _bodies(sheet: Sheet) -> Table | None:
    """Rows one cell of which holds a whole card, line by line: the messages of a contact form."""
    if not any("\n" in c for r in sheet.rows[:50] for c in r):
        return None
    for at in range(max(map(len, sheet.rows), default=0)):
        read = [_lines(r[at]) if at < len(r) and "\n" in r[at] else {} for r in sheet.rows]
        told = [c for c in read if len(c) > 2]
        roles = {header.best(label)[0] for c in told for label in c}
        if len(told) > 1 and len(told) > 0.6 * (len(sheet.rows) - 1) and {"code", "payer"} <= roles:
            break
    else:
        return None
    labels = list(dict.fromkeys(label for c in told for label in c))
    first = next(n for n, c in enumerate(read) if len(c) > 2)
    numbered = [(sheet.first_row + n, row) for n, row in enumerate(sheet.rows)]
    rows = [
        (sheet.first_row + n, [card.get(label, "") for label in labels]) for n, card in enumerate(read) if n >= first
    ]
    return Table(sheet, labels, rows, header_rows=numbered[first - 1 : first], preamble=numbered[: max(0, first - 1)], last_parts=list(labels))  # fmt: skip


def _lines(cell: str) -> dict[str, str]:
    found = [m for line in cell.split("\n") if (m := _COLON.match(line.strip()))]
    return {plain(m[1]): m[2].strip() for m in found}
