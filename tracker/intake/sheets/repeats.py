"""Rows that tell of the same service again: exact repeats, further adjustments, resubmissions, reversals.

The one thing a newcomer gets wrong: two equal rows are a repeat only if something says that they concern the same
service (claim, patient, record number, or one sender within half an hour). Two patients may have equal denials.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from tracker.intake.model import Line, SetAside
from tracker.intake.sheets import header, reasons
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.reader import Entry, Read
from tracker.intake.sheets.table import Table

WEAK = ("contact", "person_other")
SAME_SITTING = 30 * 60  # seconds between two presses of one button
_ADJUSTMENT = ("reason", "group", "remark", "adj_amount", "reason_text")


def merge_adjustments(table: Table, plan: Plan) -> tuple[list[tuple[int, list[str]]], list[SetAside]]:
    """Consecutive rows that differ only in their adjustment, or hold nothing else, become one row with all reasons."""
    rows = table.rows
    inside = set(plan.having(*_ADJUSTMENT))
    keys = _row_keys(table, plan)
    names = [n for n in plan.having("claim", "member_id", "patient") if n not in keys]
    if not plan.all("reason") or len(rows) < 2:
        return rows, []
    counters = _counters(table, plan) | keys
    keep = [n for n in range(table.width) if n not in inside and n not in counters]
    anchor = min(names) if names else None
    merged: list[tuple[int, list[str]]] = []
    aside: list[SetAside] = []
    for number, row in rows:
        if merged and _belongs(row, merged[-1][1], keep, inside, anchor, plan):
            merged[-1] = (merged[-1][0], _with_reasons(merged[-1][1], row, plan, table.width))
            aside.append(SetAside(number, "repeat", f"a further adjustment of the line in row {merged[-1][0]}"))
        else:
            merged.append((number, row))
    return merged, aside


def _belongs(
    row: Sequence[str], last: Sequence[str], keep: list[int], inside: set[int], anchor: int | None, plan: Plan
) -> bool:
    """The row tells only a further adjustment of the row before it."""
    if anchor is None or anchor >= len(row) or not row[anchor]:
        code = plan.all("code")
        telling = plan.having(
            "payer", "date", "code", "claim", "patient", "member_id", "outcome", "units", "paid", "month"
        )
        if any(n < len(row) and row[n].strip() for n in telling) or not any(
            n < len(last) and last[n].strip() for n in code
        ):
            return False
        told = [row[n] for n in plan.having("reason", "remark") if n < len(row) and row[n].strip()]
        alone = len(told) == 1 and sum(1 for c in row if c.strip()) == 1
        return any(map(reasons.only if alone else reasons.read, told))
    if anchor >= len(last) or row[anchor] != last[anchor]:
        return False
    return _key(row, keep) == _key(last, keep) and _differs(row, last, inside)


def _counters(table: Table, plan: Plan) -> set[int]:
    """Running numbers: of the adjustment, or different in every row."""
    found = set()
    for n in plan.having("seq"):
        text = header.words(table.headers[n])
        cells = [r[n] for _, r in table.rows[:2000] if n < len(r)]
        if re.search(r"\badj|\bseq|\bcas\b", text) or len(set(cells)) == len(cells):
            found.add(n)
    return found


def _row_keys(table: Table, plan: Plan) -> set[int]:
    """Numbers of the rows themselves: different in every row, where another column says whose service it is and
    repeats it."""
    rows = [r for _, r in table.rows[:2000]]
    names = plan.having("claim", "member_id", "patient")
    told = {n: [r[n] for r in rows if n < len(r) and r[n]] for n in names}
    single = {n for n, cells in told.items() if len(cells) > 2 and len(set(cells)) == len(cells)}
    return single if any(len(cells) > len(set(cells)) for n, cells in told.items() if n not in single) else set()


def _key(row: Sequence[str], keep: list[int]) -> tuple[str, ...]:
    return tuple(row[n] if n < len(row) else "" for n in keep)


def _differs(row: Sequence[str], other: Sequence[str], inside: set[int]) -> bool:
    return any((row[n] if n < len(row) else "") != (other[n] if n < len(other) else "") for n in inside)


def _with_reasons(first: list[str], more: Sequence[str], plan: Plan, width: int) -> list[str]:
    """The first row with the reasons of the next one added, groups written out so that pairs stay pairs."""
    first = [*first, *[""] * (width - len(first))]
    out = list(first)
    groups, reason = plan.all("group"), plan.all("reason")
    pairs = list(zip(groups, reason, strict=False)) if groups else []
    for at in reason:
        group = next((g for g, r in pairs if r == at), groups[0] if len(groups) == 1 else None)
        out[at] = "; ".join(filter(None, (_written(first, group, at), _written(more, group, at))))
    for at in plan.all("remark"):
        out[at] = "; ".join(dict.fromkeys(filter(None, (first[at], more[at] if at < len(more) else ""))))
    for at in groups:
        out[at] = ""
    return out


def _written(row: Sequence[str], group: int | None, at: int) -> str:
    flats = reasons.read(row[at]) if at < len(row) else ()
    if group is not None and group < len(row) and row[group]:
        flats = reasons.join(reasons.read_groups(row[group]), flats)
    return "; ".join(flats)


Seen = dict[tuple[object, ...], Entry]


def settle(read: Read, table: Table, plan: Plan, sheet: str | None, seen: Seen) -> list[Line]:
    """The lines of a table, each service once; the other rows are set aside and say with which row they belong.

    seen: what earlier tables of the file told, so that a sheet of all months repeats nothing.
    """
    judge = _Judge(read, plan, table, sheet, seen)
    kept = [e for e in read.entries if judge.keep(e)]
    lines: list[Line] = []
    for entry in kept:
        if entry.fate in ("reversal", "void") or id(entry) in judge.cancelled:
            reason = f"{entry.fate or 'reversed by a later row'}: not a decision of its own"
            read.aside.append(SetAside(entry.number, "ignored", reason, sheet))
            continue
        extra = (("front_end",) if entry.fate == "front_end" else ()) + (
            ("resubmission",) if id(entry) in judge.flagged else ()
        )
        lines += [replace(x, flags=(*x.flags, *extra)) for x in entry.lines] if extra else entry.lines
    return lines


class _Judge:
    """Remembers the rows seen and says whether the next one tells anything new."""

    def __init__(self, read: Read, plan: Plan, table: Table, sheet: str | None, seen: Seen) -> None:
        self.read, self.plan, self.sheet, self.seen = read, plan, sheet, seen
        self.weak = plan.having(*WEAK)
        self.stamps = plan.having("stamp")
        loose = _counters(table, plan) | set(self.stamps)
        self.line_numbers = [n for n in plan.having("seq") if n not in loose]
        self.body = [n for n in range(table.width) if n not in loose]
        self.freq = plan.at("frequency")
        self.whole: dict[tuple[str, ...], Entry] = {}
        self.cancelled: set[int] = set()
        self.flagged: set[int] = set()

    def keep(self, entry: Entry) -> bool:
        if self._resent(entry):
            return self._aside(entry, self.whole[_key(entry.row, self.body)], "repeat of")
        if not entry.name:
            return True
        first_line = entry.lines[0]
        codes = (
            (first_line.code, first_line.modifiers)
            if len(entry.lines) == 1
            else tuple((x.code, x.modifiers) for x in entry.lines)
        )
        key: tuple[object, ...] = (entry.name, entry.day, codes, first_line.payer_as_written, first_line.primary)
        if self.line_numbers:
            key += tuple([entry.row[n] for n in self.line_numbers if n < len(entry.row)])
        first = self.seen.setdefault(key, entry)
        if first is entry:
            if self.freq is not None and self._corrected(entry):
                self.flagged.add(id(entry))
            return True
        return self._again(entry, first, key)

    def _again(self, entry: Entry, first: Entry, key: tuple[object, ...]) -> bool:
        if entry.fate in ("reversal", "void"):
            self.cancelled.add(id(first))
            del self.seen[key]
            return True
        if first.fate in ("reversal", "void", "front_end") or (self._corrected(first) and not self._corrected(entry)):
            self.seen[key] = entry
            if first.fate == "":
                self.cancelled.add(id(first))
            return True
        alike = [(x.outcome, x.reasons) for x in first.lines] == [(x.outcome, x.reasons) for x in entry.lines]
        if any(x.outcome.value == "pending" for x in first.lines) and not alike:
            self.cancelled.add(id(first))
            self.seen[key] = entry
            return True
        return self._aside(
            entry,
            first,
            "repeat of" if alike and not self._corrected(entry) else "resubmission or later decision on the line in",
        )

    def _resent(self, entry: Entry) -> bool:
        """The same answers, sent again by the same sender in one sitting, or by anybody at the very same time."""
        if not self.stamps and not self.weak:
            return False
        whole = _key(entry.row, self.body)
        first = self.whole.setdefault(whole, entry)
        if first is entry:
            return False
        if not self.stamps:
            return any(not is_nothing(entry.row[n]) for n in self.weak if n < len(entry.row))
        gap = _seconds(first.row, entry.row, self.stamps[0])
        return gap is None or gap <= SAME_SITTING

    def _corrected(self, entry: Entry) -> bool:
        cell = plain(entry.row[self.freq]).casefold() if self.freq is not None and self.freq < len(entry.row) else ""
        return cell[:1] in ("7", "y") or "correct" in cell or "replace" in cell or "resub" in cell

    def _aside(self, entry: Entry, first: Entry, words: str) -> bool:
        other = first.lines[0].sheet if first.lines and first.lines[0].sheet != self.sheet else None
        place = f"row {first.number} of sheet {other}" if other else f"row {first.number}"
        self.read.aside.append(SetAside(entry.number, "repeat", f"{words} {place}", self.sheet))
        return False


_FORMATS: tuple[Callable[[str], datetime], ...] = (
    lambda t: datetime.fromisoformat(t.replace("/", "-")),
    lambda t: datetime.strptime(t, "%m/%d/%Y %H:%M:%S"),  # noqa: DTZ007
    lambda t: datetime.strptime(t, "%Y/%m/%d %I:%M:%S %p"),  # noqa: DTZ007
    lambda t: datetime.strptime(t, "%m/%d/%Y %I:%M:%S %p"),  # noqa: DTZ007
    lambda t: datetime.strptime(t, "%m/%d/%Y %H:%M"),  # noqa: DTZ007
)


def _seconds(one: Sequence[str], two: Sequence[str], at: int) -> float | None:
    """Seconds between two time stamps, None where they cannot be read."""
    moments = []
    for row in (one, two):
        text = re.sub(r"\s+[A-Z]{2,5}$", "", plain(row[at])) if at < len(row) else ""
        text = re.sub(r"\s+(?:AM|PM)?\s*(?:GMT|UTC).*$", "", text) if "GMT" in text else text
        for form in _FORMATS:
            try:
                moments.append(form(text).replace(tzinfo=None))
                break
            except ValueError:
                continue
    return abs((moments[1] - moments[0]).total_seconds()) if len(moments) == 2 else None
