"""Cells that hold several lines: `97550|97551` beside `Denied|Paid`, or `97550 GP x1 - denied CO-96` line by line.

The one thing a newcomer gets wrong: two codes in one cell usually share all other cells. Only cells that hold as many
parts as there are codes, parted in the same way, belong one to each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.sheets import codes, reasons, values
from tracker.intake.sheets.clean import is_nothing
from tracker.intake.sheets.slots import Slots

SURE = ("|", ";", "\n")
PARTS = ("\n", "|", ";", " / ", "/", ",")
_REMARKS = re.compile(r"^\s*(?:MA|M|N)\s?-?\d{1,4}\s*$", re.IGNORECASE)
_CODE = re.compile(r"\b(?:CPT|HCPCS)?\s*[A-Za-z]?\d{4,5}\b")
Part = tuple[Slots, Sequence[str]]


def rows_of(row: Sequence[str], slots: Slots) -> list[Part]:
    """One row, with its slots, for each code of a list that tells more of each code; else the row as it is."""
    if len(slots.code) != 1 or slots.code[0] >= len(row) or len(row[slots.code[0]]) < 11:
        return [(slots, row)]
    at = slots.code[0]
    told = _told_inside(row[at], slots)
    if told:
        return [_inside(row, part, slots) for part in told]
    for mark in PARTS:
        parts = row[at].split(mark)
        if len(parts) > 1 and all(map(_one_code, parts)):
            beside = _beside(row, slots, mark, len(parts))
            if not beside:
                return [(slots, row)]
            return [
                (slots, _with(row, {at: parts[n]} | {c: p[n] for c, p in beside.items()})) for n in range(len(parts))
            ]
    return [(slots, row)]


def _told_inside(cell: str, slots: Slots) -> list[str]:
    """The parts of a cell in which each code has its own outcome, or none."""
    for mark in PARTS:
        parts = [p for p in cell.split(mark) if p.strip()]
        if len(parts) > 1 and all(map(_one_code, parts)):
            return parts if all(values.outcome(_without_code(p)) for p in parts) else []
    starts = [m.start() for m in _CODE.finditer(cell) if _one_code(m[0])]
    if starts and not values.outcome(cell[: starts[0]]) and (len(starts) > 1 or slots.outcome is None):
        parts = [cell[a:b] for a, b in zip(starts, [*starts[1:], len(cell)], strict=True)]
        if all(_one_code(p) and values.outcome(_without_code(p)) for p in parts):
            return parts
    return []


def _without_code(part: str) -> str:
    return re.sub(r"[A-Za-z]?\d{4,5}", " ", part)


def _inside(row: Sequence[str], part: str, slots: Slots) -> Part:
    """A part that tells its own outcome (`97550 - denied CO-96`), put into cells of its own at the end of the row."""
    said = _without_code(part)
    flats = "; ".join(reasons.read(said))
    end = len(row)
    own = (*slots.reasons, (None, end + 1)) if not flats else ((None, end + 1),)
    return replace(slots, outcome=end, reasons=own, denied_flag=None), [*_with(row, {slots.code[0]: part}), said, flats]


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
