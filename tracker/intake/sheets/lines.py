"""Rows of a table become lines, or problems with their place and advice, or are set aside with a reason.

The one thing a newcomer gets wrong: a row with any problem gives no line at all, and no message repeats a cell that
could identify somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from tracker import reference
from tracker.intake import fingerprint
from tracker.intake.model import Line, Problem, SetAside
from tracker.intake.sheets import (
    appeals,
    blocks,
    codes,
    dates,
    facts,
    ignorable,
    outcomes,
    outline,
    rejections,
    spread,
    totals,
    values,
)
from tracker.intake.sheets.clean import is_nothing, simple
from tracker.intake.sheets.context import Context
from tracker.intake.sheets.ignorable import under
from tracker.intake.sheets.plan import Plan, shown
from tracker.intake.sheets.reader import Entry, Read, Reader
from tracker.intake.sheets.settling import differing
from tracker.intake.sheets.slots import Slots, slots_of
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.totals import is_total
from tracker.intake.sheets.wording import ADVICE, CODE_RULES, MESSAGES
from tracker.vocabulary import Outcome

STRONG = ("claim", "member_id", "patient", "birth")


def read_table(table: Table, plan: Plan, context: Context, sheet: str | None, key: bytes) -> Read:
    """All rows of a table."""
    reader = Reader(table, plan, context, Read(), sheet, key, _telling(plan))
    reader.heads = [[simple(c) for c in r] for _, r in table.header_rows]
    outline.free(table, plan)
    reader.appeals = appeals.parts(plan, table)
    reader.slots = slots_of(plan, table)
    for role in [r for r in plan.unclear if len({getattr(s, r) for s in reader.slots}) > 1]:
        del plan.unclear[role]  # each of the columns belongs to a line of its own
    reader.rejected_at = rejections.apart(plan, table)
    reader.fill = outline.grouped(table, plan)
    if plan.at("payer") is None:
        reader.people = outline.people(table)
    if plan.at("payer") is None and not context.payer:
        reader.footers = totals.payers_below(table.rows)
    reader.eu, reader.out.undecided_dates = _day_first(reader)
    for number, row in table.rows:
        for title in table.sheet.titles.get(number, ()):
            under(reader, [title])
        _row(reader, number, row)
    return reader.out


def _day_first(reader: Reader) -> tuple[bool, bool]:
    """(day first?, undecided?): as the header says, the dates of the column, those of tables with the same header, the
    month that title or sheet name gives, or the other dates of the table; US order where nothing tells."""
    table, plan = reader.table, reader.plan
    at = {s.date for s in reader.slots if s.date is not None} | {n for n in [plan.at("date_to")] if n is not None}
    own = _cells(table, at)
    reader.days = dates.days_named(own)
    said = {o for n in at if n < table.width and (o := dates.order_said(table.headers[n])) is not None}
    if len(said) == 1:
        return said.pop(), False
    month = reader.context.month
    alike = {r[n] for n in at for r in plan.sample if n < len(r)}
    for days in (own, alike, _cells(table, plan.having("other_date", "birth", "stamp"))):
        eu, undecided = dates.day_first(days)
        if eu or undecided or any(dates.read(d).vote for d in days):
            return eu, undecided
        if days is own and month and (eu_by_month := dates.order_by_month(own, month)) is not None:
            return eu_by_month, False
    return False, False


def _cells(table: Table, columns: Iterable[int]) -> set[str]:
    return {r[n] for n in columns for _, r in table.rows if n < len(r)}


def _telling(plan: Plan) -> list[int]:
    """Columns that say whose service a row is; one that holds the same value everywhere says nothing."""
    return [n for n in plan.having(*STRONG) if plan.profiles[n].distinct > 1 or plan.profiles[n].count < 2]


def _name(reader: Reader, row: Sequence[str]) -> str:
    cells = [row[n] for n in reader.strong if n < len(row)]
    name = "\x1f".join(cells)
    return name if len(name) > 16 or any(not is_nothing(c) for c in cells) else ""


def _row(reader: Reader, number: int, row: Sequence[str]) -> None:
    if ignorable.labels(reader, row):
        reader.out.aside.append(SetAside(number, "ignored", "heading", reader.sheet))
        return
    if reader.fill:
        row = outline.filled(reader, row)
    lines: list[tuple[Slots, codes.Item, Sequence[str]]] = []
    other, why = False, "blank"
    for whole in reader.slots:
        if whole.own and blocks.blank(row, whole.own):
            continue
        for slots, one in spread.rows_of(row, whole):
            items, more, reason = facts.codes_of(reader, slots, one)
            lines.extend((slots, item, one) for item in items)
            other = other or more
            why = reason if why == "blank" and reason else why
    if lines and not (lines[0][0].code or reader.plan.code_choices) and ignorable.header_again(reader, row):
        lines = []  # no cell of its own says the code
    if lines:
        _lines(reader, number, row, lines)
    elif other:
        reader.out.aside.append(SetAside(number, "ignored", "no tracked code", reader.sheet))
    else:
        _without_code(reader, number, row, why)


def _lines(
    reader: Reader, number: int, row: Sequence[str], items: list[tuple[Slots, codes.Item, Sequence[str]]]
) -> None:
    whole, name = row, _name(reader, row)
    reason = ignorable.not_counted(reader, row)
    if reason:
        reader.out.aside.append(SetAside(number, "ignored", reason, reader.sheet))
        return
    reader.out.contexts[number] = reader.context
    problems: list[tuple[str, int | None]] = []
    lines: list[Line] = []
    fate, day = "", ""
    for slots, item, row in items:
        payer, at = facts.payer_of(reader, slots, row)
        payer = payer or reader.footers.get(number, "")
        month, day, wrong = facts.date_of(reader, slots, row)
        flats = facts.reasons_of(reader, slots, row) or facts.choice_reasons(reader, row, item.code)
        ended = _ended(reader, slots, row, item.code, flats)
        problems += _problems(reader, slots, item, payer, at, month, wrong, ended)
        if ended in ("front_end", "reversal", "void"):
            fate, ended = ended, Outcome.PENDING
        problems += [("column_unclear", at) for at in _unclear(reader, whole)]
        if not problems and isinstance(ended, Outcome):
            alone = len(items) == 1 or row is not whole
            lines.append(_line(reader, number, row, slots, item, payer, month, flats, ended, day, name, alone=alone))
    if problems and is_total(whole):
        reader.out.aside.append(SetAside(number, "ignored", "total", reader.sheet))
    elif problems:
        _tell(reader, number, problems)
    else:
        reader.out.entries.append(Entry(number, whole, _appealed(reader, number, whole, lines), day, name, fate))


def _appealed(reader: Reader, number: int, row: Sequence[str], lines: list[Line]) -> list[Line]:
    """The lines with what the row says about appeals of those that were denied."""
    if not reader.appeals or not lines:
        return lines
    found, wrong = appeals.read(reader, row, lines)
    reader.out.appeal_problems += [_problem(reader, number, rule, at) for rule, at in wrong]
    denied = (Outcome.DENIED, Outcome.PARTLY_PAID)
    return [replace(x, appeals=found) if found and x.outcome in denied else x for x in lines]


def _ended(reader: Reader, slots: Slots, row: Sequence[str], code: str, flats: tuple[str, ...]) -> Outcome | str | None:
    """How a line ended: as ticked, as its heading says, as its own cells say; None where they do not, `CLASH` where they
    contradict each other."""
    if rejections.bare(row, reader.rejected_at):
        return "front_end"
    told = facts.choice_outcome(reader, row, code) or outcomes.under(reader.context.outcome, slots, flats)
    return told or outcomes.settle(row, slots, reader.plan, flats, reader.context.denials) or reader.context.outcome


def _unclear(reader: Reader, row: Sequence[str]) -> list[int]:
    """Columns that fit a role alike and say different things in this row."""
    return [
        first
        for role, (first, *others) in ((r, u.columns) for r, u in reader.plan.unclear.items())
        if any(
            max(first, at) < len(row)
            and (differing(role, row[first], row[at]) or is_nothing(row[first]) != is_nothing(row[at]))
            for at in others
        )
    ]


@cache
def _first_month(code: str) -> str:
    return reference.codes()[code].first_month


def _problems(
    reader: Reader,
    slots: Slots,
    item: codes.Item,
    payer: str,
    at: int | None,
    month: str,
    wrong: str,
    ended: Outcome | str | None,
) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []
    if not payer:
        found.append(("no_payer", at))
    if wrong:
        found.append((wrong, slots.date if slots.date is not None else reader.plan.at("day")))
    elif month < _first_month(item.code):
        found.append(("before_first_day", slots.date))
    if ended is None:
        found.append(("no_outcome", slots.outcome))
    elif ended == outcomes.CLASH:
        found.append(("outcome_contradicted", slots.outcome))
    return found


def _tell(reader: Reader, number: int, problems: list[tuple[str, int | None]]) -> None:
    for rule, at in dict.fromkeys(problems):
        reader.out.problems.append(_problem(reader, number, rule, at))


def _problem(reader: Reader, number: int, rule: str, at: int | None) -> Problem:
    column = shown(reader.table, at) if at is not None else None
    return Problem(number, column, rule, MESSAGES[rule], ADVICE[rule], None, reader.sheet)


def _line(reader: Reader, number: int, row: Sequence[str], slots: Slots, item: codes.Item, payer: str, month: str,
          flats: tuple[str, ...], ended: Outcome, day: str, name: str, *, alone: bool) -> Line:  # fmt: skip
    modifiers = item.modifiers
    for at in slots.modifier:
        if at < len(row) and row[at]:
            modifiers += tuple(m for m in codes.read_modifiers(row[at]) if m not in modifiers)
    units = item.units
    if units is None and slots.units is not None and slots.units < len(row) and (alone or len(reader.slots) > 1):
        units = values.units(row[slots.units])
    limit = reference.codes()[item.code].daily_units if units and units > 1 else None
    later = outcomes.secondary(row, reader.plan, flats)
    flags = ("units_over_limit",) if units and limit and units > limit else ()
    claim = "".join([row[n] for n in reader.plan.having("claim") if n < len(row)])
    return Line(
        number, item.code, month, ended, payer, reader.sheet, modifiers, units, facts.state_of(reader, row),
        facts.lob_of(reader, row), flats, None, None, None, not later, None,
        fingerprint.make(reader.key, "claim", claim) if claim else None,
        fingerprint.make(reader.key, "line", name, item.code, day, *modifiers) if name else None, flags,
    )  # fmt: skip


def _without_code(reader: Reader, number: int, row: Sequence[str], why: str) -> None:
    reason = ignorable.why_ignored(reader, row, why)
    if reason:
        reader.out.aside.append(SetAside(number, "ignored", reason, reader.sheet))
        return
    reader.out.contexts[number] = reader.context
    slots = reader.slots[0]
    at = slots.code[0] if slots.code else reader.plan.code_choices[0].at if reader.plan.code_choices else None
    _tell(reader, number, [(CODE_RULES[why], at)])
