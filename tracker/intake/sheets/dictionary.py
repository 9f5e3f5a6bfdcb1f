"""A data dictionary beside raw answers (REDCap): `cts_code` 4 means "Caregiver training code billed", 96202.

The one thing a newcomer gets wrong: the numbers look like units and flags; without the dictionary they say nothing,
with it they are exact.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import codes, header
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Row, Sheet

FIELD = re.compile(r"variable(?: field)?(?: name)?|field(?: name)?|column(?: name)?")
LABEL = re.compile(r"(?:field |question |variable )?(?:label|text|question|description)")
CHOICES = re.compile(r"(?:choices|options|values|answers|coding)\b.*|.*\b(?:choices|value labels|response options)")
ONE = re.compile(r"^\s*(-?\w{1,8})\s*[,=:]\s*(\S.*?)\s*$")
MOSTLY = 0.5
LOOK = 12  # rows in which a header is sought: titles may stand above it

# Field name in small letters -> (label, number -> meaning)
Fields = dict[str, tuple[str, dict[str, str]]]


def apply(sheets: list[Sheet]) -> None:
    """Writes labels in place of field names, and what a number stands for in place of the number, in place."""
    for book in sheets:
        found = _read(book) if len(sheets) > 1 else {}
        for sheet in sheets:
            if found and sheet is not book and sheet.rows:
                _write(sheet, found)


def _read(sheet: Sheet) -> Fields:
    """What the sheet says of fields; empty where it is no dictionary."""
    for top, row in enumerate(sheet.rows[:LOOK]):
        words = [header.words(c) for c in row]
        at = [next((n for n, w in enumerate(words) if w and p.fullmatch(w)), None) for p in (FIELD, LABEL, CHOICES)]
        name, label, choices = at
        if name is not None and label is not None and choices is not None and len({name, label, choices}) == 3:
            return _fields(sheet.rows[top + 1 :], name, label, choices)
    return {}


def _fields(rows: list[Row], name: int, label: int, choices: int) -> Fields:
    found = {}
    for row in rows:
        if max(name, label) < len(row) and plain(row[name]) and plain(row[label]):
            told = plain(row[choices]) if choices < len(row) else ""
            means = [m for part in re.split(r"\s*[|;\n]\s*", told) if (m := ONE.match(part))]
            found[plain(row[name]).casefold()] = (plain(row[label]), {m[1]: m[2] for m in means})
    return found


def _write(sheet: Sheet, found: Fields) -> None:
    for at, row in enumerate(sheet.rows[:LOOK]):
        head = [plain(c) for c in row]
        known = [_field(h.casefold(), found) for h in head]
        if sum(k is not None for k in known) >= max(3, MOSTLY * sum(1 for h in head if h)):
            sheet.rows[at] = [_heading(h, k, found) for h, k in zip(head, known, strict=True)]
            sheet.rows[at + 1 :] = (
                [_meant(c, known[n], found) if n < len(known) else c for n, c in enumerate(r)]
                for r in sheet.rows[at + 1 :]
            )
            return


def _field(name: str, found: Fields) -> tuple[str, str] | None:
    """(field, choice that the column ticks or nothing)."""
    if name in found:
        return name, ""
    field, _, choice = name.partition("___")
    return (field, choice) if choice and field in found else None


def _heading(name: str, known: tuple[str, str] | None, found: Fields) -> str:
    if known is None:
        return name
    label, means = found[known[0]]
    return f"{label} (choice={means.get(known[1], known[1])})" if known[1] else label


def _meant(cell: str, known: tuple[str, str] | None, found: Fields) -> str:
    if known is None or is_nothing(cell):
        return cell
    number, means = re.sub(r"\.0$", "", plain(cell)), found[known[0]][1]
    if not known[1]:
        return means.get(number, cell)
    choice = means.get(known[1], "")
    if codes.only_modifiers(choice):  # a column a modifier: the cell names it
        return choice if number == "1" else ""
    return {"1": "Checked", "0": "Unchecked"}.get(number, cell)
