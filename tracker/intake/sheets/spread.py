"""Cells that hold lists for several lines: `97550|97551` beside `Denied|Paid`.

The one thing a newcomer gets wrong: two codes in one cell usually share all other cells. Only cells that hold as many
parts as there are codes, parted in the same way, belong one to each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.intake.sheets import codes, reasons, values
from tracker.intake.sheets.clean import is_nothing
from tracker.intake.sheets.slots import Slots

SURE = ("|", ";", "\n")
PARTS = (*SURE, " / ", "/", ",")
_REMARKS = re.compile(r"^\s*(?:MA|M|N)\s?-?\d{1,4}\s*$", re.IGNORECASE)


def rows_of(row: Sequence[str], slots: Slots) -> list[Sequence[str]]:
    """One row for each code of a list that has lists beside it, else the row as it is."""
    if len(slots.code) != 1 or slots.code[0] >= len(row) or len(row[slots.code[0]]) < 11:
        return [row]
    at = slots.code[0]
    for mark in PARTS:
        parts = row[at].split(mark)
        if len(parts) > 1 and all(_one_code(p) for p in parts):
            if slots.outcome is not None and all(values.outcome(_without_code(p)) for p in parts):
                return [_with(row, _inside(p, slots)) for p in parts]
            beside = _beside(row, slots, mark, len(parts))
            if not beside:
                return [row]
            return [_with(row, {at: parts[n]} | {c: p[n] for c, p in beside.items()}) for n in range(len(parts))]
    return [row]


def _without_code(part: str) -> str:
    return re.sub(r"[A-Za-z]?\d{4,5}", " ", part)


def _inside(part: str, slots: Slots) -> dict[int, str]:
    """A part that tells its own outcome: `97550 - denied CO-96`."""
    cells = {slots.code[0]: part, slots.outcome or 0: _without_code(part)}
    if slots.reasons and reasons.read(part):
        cells[slots.reasons[0][1]] = "; ".join(reasons.read(part))
    return cells


def _one_code(part: str) -> bool:
    found = codes.read(part)
    return len(found.items) == 1 or (found.other and not found.items)


def _beside(row: Sequence[str], slots: Slots, mark: str, count: int) -> dict[int, list[str]]:
    """Columns whose cells hold one part for each code."""
    found: dict[int, list[str]] = {}
    for role in ("outcome", "units", "denied_flag", "paid_flag", "paid", "billed"):
        at = getattr(slots, role)
        parts = _split(row, at, mark, count)
        if parts and _fits(role, parts, row[at]):
            found[at] = parts
    told = bool(found)
    for at in (
        *(r for _, r in slots.reasons),
        *(g for g, _ in slots.reasons if g is not None),
        *slots.remark,
        *slots.modifier,
    ):
        parts = _split(row, at, mark, count)
        if parts and (mark in SURE or told) and not any(_REMARKS.match(p) for p in parts if at not in slots.remark):
            found[at] = parts
    return found


def _split(row: Sequence[str], at: int | None, mark: str, count: int) -> list[str]:
    if at is None or at >= len(row) or not row[at]:
        return []
    for one in dict.fromkeys((mark, *SURE)):
        parts = row[at].split(one)
        if len(parts) == count:
            return [p.strip() for p in parts]
    return []


def _fits(role: str, parts: list[str], cell: str) -> bool:
    if role == "outcome":
        return all(is_nothing(p) or values.outcome(p) is not None for p in parts)
    if role == "units":
        return values.units(cell) is None and all(is_nothing(p) or values.units(p) is not None for p in parts)
    if role in ("paid", "billed"):
        return all(is_nothing(p) or values.money(p) is not None for p in parts) and "," not in cell
    return all(is_nothing(p) or values.flag(p) is not None for p in parts)


def _with(row: Sequence[str], cells: dict[int, str]) -> list[str]:
    out = list(row)
    for at, text in cells.items():
        out[at] = text
    return out
