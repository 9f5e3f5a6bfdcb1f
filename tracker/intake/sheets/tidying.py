"""Cells that stand for other cells or words: ditto marks, and the signs of a key ("red = denied", "D: denied by plan").

The one thing a newcomer gets wrong: `P` means pending in a list whose key says so, and colours mean nothing without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.intake.sheets import (
    claims_above,
    header,
    levels,
    notes_below,
    packed,
    parents,
    report_boxes,
    told_cells,
    values,
)
from tracker.intake.sheets.clean import is_nothing, plain, simple
from tracker.intake.sheets.grid import Row, Sheet
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

Key = dict[str, Outcome]
DITTO = frozenset(['"', "''", "〃", "”", "“", "″", ",,", "do.", "ditto", "-\"-", "- \" -", "\" \"", "same", "same as above", "as above", "idem", "↓", "^", "^^"])  # fmt: skip
_MARKS = frozenset(form for mark in DITTO for form in (mark, mark.upper(), mark.capitalize(), f" {mark}", f"{mark} "))
_PART = re.compile(
    r"^(?:.{0,40}?:\s*)?[\"'(\[]?([a-z0-9+*✓✔✗√]{1,12})[\"')\]]?\s*(?:=|:|-+>?|→|means|stands for|is)\s*(.+)$"
)
_BARE = re.compile(r"^(?:.{0,40}:\s*)?[\"'(\[]?([A-Z0-9]{1,3})[\"')\]]?\s+([a-z].+)$")
MEANING = 60  # characters: longer ones are prose


def prepare(tables: list[Table], sheets: list[Sheet]) -> None:
    """Writes out ditto marks and the signs of the file's key, in place."""
    everywhere = _key(cell for s in sheets if len(s.rows) <= 40 for cell in _sayings(s.rows))
    for table in tables:
        levels.split(table)
        told_cells.part(table)
        report_boxes.clear(table)
        claims_above.fold(table)
        packed.unpack(table)
        parents.fold(table)
        notes_below.join(table)
        _copy_down(table)
        own = _key(_sayings([r for _, r in (*table.preamble, *table.rows[-12:])]))
        key = everywhere | own
        if key:
            _write_out(table, key)


def _copy_down(table: Table) -> None:
    if all(_MARKS.isdisjoint(row) for _, row in table.rows):
        return
    above: dict[int, str] = {}
    for number, (row_number, row) in enumerate(table.rows):
        marked = [n for n, c in enumerate(row) if c and len(c) < 14 and simple(c) in DITTO and n in above]
        if marked:
            row = list(row)
            for n in marked:
                row[n] = above[n]
            table.rows[number] = (row_number, row)
        if sum(1 for c in row if c) > 1:
            above = {n: c for n, c in enumerate(row) if c}


def _sayings(rows: Iterable[Row]) -> Iterable[str]:
    """Cells that may hold a key: those that stand alone in their row, and pairs of sign and meaning."""
    for row in rows:
        filled = [plain(c) for c in row if c and not is_nothing(c)]
        if len(filled) == 1:
            yield filled[0]
        elif 1 < len(filled) <= 10:
            yield from (c for c in filled if "=" in c)
            if len(filled) == 2 and len(filled[0]) <= 12:
                yield f"{filled[0]} = {filled[1]}"


def _key(sayings: Iterable[str]) -> Key:
    found: Key = {}
    clashing: set[str] = set()
    for text in sayings:
        for part in re.split(r"[,;|/\n]| and (?=\S+ =)|(?<=\S)\s{2,}", text) if len(text) < 400 else []:
            read = _PART.match(simple(part.strip())) or _BARE.match(part.strip())
            if not read or len(read[2]) > MEANING:
                continue
            sign, meaning = read[1].casefold(), values.outcome(read[2])
            if isinstance(meaning, Outcome):
                clashing |= {sign} if found.get(sign, meaning) != meaning else set()
                found[sign] = meaning
    return {s: o for s, o in found.items() if s not in clashing} if len(found) > 1 else {}


def _write_out(table: Table, key: Key) -> None:
    """Columns that hold the key's signs (and hardly anything else) get its words."""
    for at in range(table.width):
        cells = {simple(r[at]) for _, r in table.rows if at < len(r) and r[at] and len(r[at]) < 40}
        signs = [c for c in cells if c in key]
        role, weight = header.best(table.headers[at])
        if role not in ("", "outcome", "denied_flag", "paid_flag", "clp_status", "note", "ignore") and weight >= 0.8:
            continue
        if len(signs) < 2 or len(signs) < 0.7 * len([c for c in cells if not is_nothing(c)]):
            continue
        for number, (row_number, row) in enumerate(table.rows):
            if at < len(row) and (said := key.get(simple(row[at]))) and sum(1 for c in row if c) > 2:
                table.rows[number] = (row_number, [*row[:at], said.words, *row[at + 1 :]])
