"""Rows of a table become lines, or problems with their place and advice, or are set aside with a reason.

The one thing a newcomer gets wrong: a row with any problem gives no line at all, and no message repeats a cell that
could identify somebody. Days of service are used to compare rows and never kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tracker import reference
from tracker.intake import fingerprint
from tracker.intake.model import Line, Problem, SetAside
from tracker.intake.sheets import codes, columns, dates, identity, outcomes, reasons, spread, values
from tracker.intake.sheets.clean import is_nothing, plain, simple
from tracker.intake.sheets.columns import Plan
from tracker.intake.sheets.context import Context, under_heading
from tracker.intake.sheets.slots import Slots, slots_of
from tracker.intake.sheets.table import Table
from tracker.vocabulary import LineOfBusiness, Outcome

_TOTAL = re.compile(
    r"^\W*(?:sub|grand|report|page|overall|running|payer|month|quarter|year)?[\s-]*totals?\b|^(?:sum|count|average|avg|mean|subtotals?)\b[\s:]*(?!of)|\btotals?\W*$|^\d+ (?:lines?|claims?|rows?|records?)\W*$",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"^\W*(?:this is (?:a |just a )?)?(?:test(?:ing)?(?: test)*|dummy|fake|sample|demo|example|xxx+|asdf\w*)(?:\s*(?:row|record|entry|response|answer|line|data|submission|only|claim|payer|insurance|patient|clinic|user|account|\d+|\W.*))?\W*$|\btest (?:response|record|entry|answer|submission|row|only)\b|\bplease (?:ignore|delete)\b|\b(?:ignore|delete) this\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^(?:other|another|not listed|none of (?:these|the above)|different|see (?:below|other)|my payer is not)\b[^:]*:?\s*(.*)$",
    re.IGNORECASE,
)
_SKIPPED = re.compile(r"preview|spam|survey test|test mode|draft|deleted|trash", re.IGNORECASE)
_SELF = re.compile(r"^(?:self[- ]?pay|private pay|cash(?: pay)?|patient|no insurance|uninsured|none)$", re.IGNORECASE)
ADVICE = {
    "no_code": "Write the procedure code of the line, for example 97550.",
    "code_range": "Write each code of the range in its own cell or row: a range does not say which lines were decided.",
    "code_unclear": "A letter seems to stand for a digit: write the code as it stands on the remittance.",
    "no_date": "Write the date or the month of service; the date of the denial or of the payment cannot stand for it.",
    "not_a_date": "Write the date of service as month/day/year, or only month and year.",
    "date_unclear": "Write the month of service, for example 03/2025: a season or a quarter is too wide.",
    "date_without_year": "Write the year with the date of service.",
    "dates_several": "The dates lie in different months: write one row for each month.",
    "future_date": "Correct the date of service: it lies in the future.",
    "before_first_day": "Correct the date or the code: the code did not exist yet at that time.",
    "no_payer": "Write the name of the payer that decided the line.",
    "no_outcome": "Write how the line ended: denied, partly paid, paid or pending.",
}  # fmt: skip
MESSAGES = {
    "no_code": "There is no procedure code.", "code_range": "The code is a range.", "code_unclear": "The code cannot be read for certain.",
    "no_date": "There is no date of service.", "not_a_date": "The date of service is not a date.", "date_unclear": "The date of service names no month.",
    "date_without_year": "The date of service has no year.", "dates_several": "Several dates of service stand in one cell.",
    "future_date": "The date of service lies in the future.", "before_first_day": "The date of service is before the first day of the code.",
    "no_payer": "There is no payer.", "no_outcome": "The outcome is not given or not understood.",
}  # fmt: skip
_DATE_RULES = {
    "blank": "no_date",
    "not_a_date": "not_a_date",
    "season": "date_unclear",
    "no_year": "date_without_year",
    "several": "dates_several",
}
_CODE_RULES = {"blank": "no_code", "not_a_code": "no_code", "range": "code_range", "look_alike": "code_unclear"}


@dataclass
class Entry:
    """A row that gave lines, with what recognises it again (never kept)."""

    number: int
    row: Sequence[str]
    lines: list[Line]
    day: str
    name: str = ""  # whose service it is, '' where nothing says so
    fate: str = ""  # `reversal`, `void` or '' : not a line of its own


@dataclass
class Read:
    """What one table gave."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    undecided_dates: bool = False


@dataclass
class Reader:
    """Reads the rows of one table in order; `context` changes at headings."""

    table: Table
    plan: Plan
    context: Context
    out: Read
    sheet: str | None
    key: bytes
    strong: list[int] = field(default_factory=list)
    slots: list[Slots] = field(default_factory=list)
    eu: bool = False
    fill: frozenset[int] = frozenset()
    carried: dict[int, str] = field(default_factory=dict)
    heads: list[list[str]] = field(default_factory=list)
    dated: dict[tuple[str, int | None], tuple[str, str, str]] = field(default_factory=dict)


def read_table(table: Table, plan: Plan, context: Context, sheet: str | None, key: bytes) -> Read:
    """All rows of a table."""
    reader = Reader(table, plan, context, Read(), sheet, key, _telling(plan))
    reader.heads = [[simple(c) for c in r] for _, r in table.header_rows]
    _free_outline(table, plan)
    reader.slots = slots_of(plan, table)
    reader.fill = _grouped(table, plan)
    at = [s.date for s in reader.slots if s.date is not None] + [n for n in [plan.at("date_to")] if n is not None]
    distinct = {r[n] for n in set(at) for _, r in table.rows if n < len(r)}
    reader.eu, reader.out.undecided_dates = dates.day_first(distinct)
    for number, row in table.rows:
        _row(reader, number, row)
    return reader.out


STRONG = ("claim", "member_id", "patient", "birth")


def _telling(plan: Plan) -> list[int]:
    """Columns that say whose service a row is; one that holds the same value everywhere says nothing."""
    return [n for n in plan.having(*STRONG) if plan.profiles[n].distinct > 1 or plan.profiles[n].count < 2]


def _name(reader: Reader, row: Sequence[str]) -> str:
    cells = [row[n] for n in reader.strong if n < len(row)]
    name = "\x1f".join(cells)
    return name if len(name) > 16 or any(not is_nothing(c) for c in cells) else ""


_ITEM = re.compile(r"^(?:line|item|row|claim|service|svc|entry|visit|record|no\.?|#)?\s*#?\d{1,4}$", re.IGNORECASE)


def _free_outline(table: Table, plan: Plan) -> None:
    """An outline: the payer stands in a parent row, and its column only counts the lines below it."""
    at, code = plan.at("payer"), plan.all("code")
    if at is None or not code:
        return
    cells = [
        plain(r[at]) for _, r in table.rows if at < len(r) and code[0] < len(r) and r[code[0]].strip() and r[at].strip()
    ]
    if len(cells) > 2 and sum(bool(_ITEM.match(c)) for c in cells) > 0.8 * len(cells):
        plan.drop("payer", "seq", "counts the lines below the payer's own row")


def _grouped(table: Table, plan: Plan) -> frozenset[int]:
    """Columns printed only on the first row of each group (payer first of all): blank below means "as above"."""
    at = plan.at("payer")
    if at is None or table.sideways:
        return frozenset()
    code = plan.all("code")
    rows = [
        r
        for _, r in table.rows
        if at < len(r) and (not code or any(n < len(r) and codes.read(r[n]).why == "" for n in code))
    ]
    blanks = [r for r in rows if not r[at].strip()]
    if len(rows) < 4 or len(blanks) < len(rows) * 0.4 or not rows[0][at].strip():
        return frozenset()
    together = {at}
    for role in ("state", "place", "date"):
        n = plan.at(role)
        if n is not None and sum(n < len(r) and not r[n].strip() for r in blanks) > 0.9 * len(blanks):
            together.add(n)
    return frozenset(together)


def _row(reader: Reader, number: int, row: Sequence[str]) -> None:
    if reader.fill:
        row = _filled(reader, row)
    lines: list[tuple[Slots, codes.Item, Sequence[str]]] = []
    other, why = False, "blank"
    for slots in reader.slots:
        for one in spread.rows_of(row, slots):
            items, more, reason = _codes(reader, slots, one)
            lines.extend((slots, item, one) for item in items)
            other = other or more
            why = reason if why == "blank" and reason else why
    if lines:
        _lines(reader, number, row, lines)
    elif other:
        reader.out.aside.append(SetAside(number, "ignored", "no tracked code", reader.sheet))
    else:
        _without_code(reader, number, row, why)


def _filled(reader: Reader, row: Sequence[str]) -> Sequence[str]:
    if _is_total(row) or sum(1 for c in row if c.strip()) < 3 or [simple(c) for c in row] in reader.heads:
        return row
    out = list(row)
    for at in reader.fill:
        if at < len(out):
            if out[at].strip():
                reader.carried[at] = out[at]
            else:
                out[at] = reader.carried.get(at, "")
    return out


def _codes(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[Sequence[codes.Item], bool, str]:
    if len(slots.code) == 1 and not reader.plan.code_choices:
        found = codes.read(row[slots.code[0]]) if slots.code[0] < len(row) else codes.BLANK
        return found.items, found.other, found.why
    items: list[codes.Item] = []
    other, why = False, ""
    for at in slots.code:
        if at < len(row) and row[at]:
            found = codes.read(row[at])
            items += [i for i in found.items if i.code not in {x.code for x in items}]
            other = other or found.other
            why = why or ("" if found.why == "blank" else found.why)
    if why == "range":
        return [], False, why
    for use in reader.plan.code_choices:
        cell = row[use.at] if use.at < len(row) else ""
        if cell and _ticked(cell):
            units = values.units(cell) if cell.strip().isdigit() and reader.plan.profiles[use.at].flag < 1 else None
            items.append(codes.Item(use.choice, (), units))
    if (
        not items
        and not other
        and not slots.code
        and not reader.plan.code_choices
        and reader.context.code
        and sum(1 for c in row if c) > 2
    ):
        items.append(codes.Item(reader.context.code))
    return items, other, why or ("" if items or other else "blank")


def _ticked(cell: str) -> bool:
    said = values.flag(cell)
    return said if said is not None else not is_nothing(cell) and cell.strip().strip("0.") != ""


def _lines(
    reader: Reader, number: int, row: Sequence[str], items: list[tuple[Slots, codes.Item, Sequence[str]]]
) -> None:
    whole, name = row, _name(reader, row)
    reason = _not_counted(reader, row)
    if reason:
        reader.out.aside.append(SetAside(number, "ignored", reason, reader.sheet))
        return
    problems: list[tuple[str, int | None]] = []
    lines: list[Line] = []
    fate, day = "", ""
    for slots, item, row in items:
        payer, at = _payer(reader, slots, row)
        month, day, wrong = _date(reader, slots, row)
        flats = _reasons(reader, slots, row) or _choice_reasons(reader, row, item.code)
        choice = _choice_outcome(reader, row, item.code)
        ended = (
            choice or outcomes.settle(row, slots, reader.plan, flats, reader.context.denials) or reader.context.outcome
        )
        problems += _problems(reader, slots, item, payer, at, month, wrong, ended)
        if ended in ("front_end", "reversal", "void"):
            fate, ended = ended, Outcome.PENDING
        if not problems and isinstance(ended, Outcome):
            lines.append(
                _line(
                    reader,
                    number,
                    row,
                    slots,
                    item,
                    payer,
                    month,
                    flats,
                    ended,
                    day,
                    name,
                    alone=len(items) == 1 or row is not whole,
                )
            )
    if problems and _is_total(whole):
        reader.out.aside.append(SetAside(number, "ignored", "total", reader.sheet))
    elif problems:
        _tell(reader, number, problems)
    else:
        reader.out.entries.append(Entry(number, whole, lines, day, name, fate))


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
        found.append((wrong, slots.date))
    elif month < _first_month(item.code):
        found.append(("before_first_day", slots.date))
    if ended is None:
        found.append(("no_outcome", slots.outcome))
    return found


def _tell(reader: Reader, number: int, problems: list[tuple[str, int | None]]) -> None:
    for rule, at in dict.fromkeys(problems):
        column = columns.shown(reader.table, at) if at is not None else None
        reader.out.problems.append(Problem(number, column, rule, MESSAGES[rule], ADVICE[rule], None, reader.sheet))


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
        number, item.code, month, ended, payer, reader.sheet, modifiers, units, _state(reader, row),
        _lob(reader, row), flats, None, None, None, not later, None,
        fingerprint.make(reader.key, "claim", claim) if claim else None,
        fingerprint.make(reader.key, "line", name, item.code, day, *modifiers) if name else None, flags,
    )  # fmt: skip


def _lob(reader: Reader, row: Sequence[str]) -> LineOfBusiness | None:
    at = reader.plan.at("payer_type")
    return values.line_of_business(row[at]) if at is not None and at < len(row) and row[at] else None


def _state(reader: Reader, row: Sequence[str]) -> str | None:
    for role in ("state", "place"):
        at = reader.plan.at(role)
        if at is not None and at < len(row) and row[at] and (found := values.state(row[at])):
            return found
    return reader.context.state


def _payer(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, int | None]:
    """The payer as written, and the column to mend where there is none."""
    at = slots.payer
    text = plain(row[at]) if at is not None and at < len(row) else ""
    others = reader.plan.all("payer_other")
    named = _OTHER.match(text)
    if named and (not is_nothing(named[1]) and ":" in text):
        text = named[1]
    elif named or is_nothing(text):
        text, chosen = "", at
        for other in others:
            said = plain(row[other]) if other < len(row) else ""
            if not is_nothing(said):
                return _without_private(said), other
            chosen = other if named else at
        at = chosen
    if not text and slots.payer is None and not others:
        text = reader.context.payer
    return ("" if is_nothing(text) or re.fullmatch(r"[\W\d_]+", text) else _without_private(text)), at


@lru_cache(maxsize=10_000)
def _without_private(text: str) -> str:
    return identity.without_private(text) if any(c.isdigit() or c == "@" for c in text) else text


def _date(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, str, str]:
    """(month, day key, rule that is broken or '')."""
    if slots.date is None:
        return _undated(reader, row)
    cell = row[slots.date] if slots.date < len(row) else ""
    key = (cell, reader.context.year)
    if key not in reader.dated:
        reader.dated[key] = _read_date(reader, cell)
    return reader.dated[key]


def _read_date(reader: Reader, cell: str) -> tuple[str, str, str]:
    found = dates.read(cell)
    if found.why == "no_year" and reader.context.year:
        found = dates.read(cell, reader.context.year)
    month = dates.month_of(found, reader.eu)
    if month is None:
        return "", "", _DATE_RULES.get(found.why, "not_a_date")
    day = found.day_eu if month == found.eu and reader.eu else found.day_us
    now = reader.context.today
    if (*month, day) > (now.year, now.month, now.day if day else 99):
        return "", "", "future_date"
    text = f"{month[0]:04d}-{month[1]:02d}"
    return text, f"{text}-{day:02d}", ""


def _undated(reader: Reader, row: Sequence[str]) -> tuple[str, str, str]:
    month_at, year_at = reader.plan.at("month"), reader.plan.at("year")
    if month_at is not None and month_at < len(row):
        year = row[year_at] if year_at is not None and year_at < len(row) else str(reader.context.year or "")
        number = dates.month_number(row[month_at])
        if number and re.fullmatch(r"20\d\d(\.0)?", year.strip()):
            return _read_date(reader, f"{number:02d}/{year.strip()[:4]}")
        return _read_date(reader, row[month_at])
    if reader.context.month:
        year_of, month_of = reader.context.month
        return _read_date(reader, f"{month_of:02d}/{year_of}")
    return "", "", "no_date"


def _reasons(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, ...]:
    out: tuple[str, ...] = ()
    for group_at, at in slots.reasons:
        if at < len(row) and row[at]:
            flats = reasons.read(row[at])
            if flats and group_at is not None and group_at < len(row) and row[group_at]:
                flats = reasons.join(reasons.read_groups(row[group_at]), flats)
            out += flats
    for at in slots.remark:
        if at < len(row) and row[at]:
            out += reasons.read(row[at], slots.reasons != ())
    for use in reader.plan.reason_choices:
        if use.at < len(row) and row[use.at] and _ticked(row[use.at]):
            out += (use.choice,)
    return tuple(dict.fromkeys(out)) if len(out) > 1 else out


def _choice_outcome(reader: Reader, row: Sequence[str], code: str) -> Outcome | str | None:
    for use in reader.plan.code_choices:
        if use.choice == code and use.at < len(row) and values.flag(row[use.at]) is None:
            return values.outcome(row[use.at])
    return None


def _choice_reasons(reader: Reader, row: Sequence[str], code: str) -> tuple[str, ...]:
    """Reasons written into the cell of one code: `denied CO-96`."""
    for use in reader.plan.code_choices:
        if use.choice == code and use.at < len(row) and len(row[use.at]) > 3:
            return reasons.read(row[use.at])
    return ()


def _is_total(row: Sequence[str]) -> bool:
    texts = [c for c in row if c.strip()][:4]
    return any(_TOTAL.search(plain(c)) for c in texts if len(c) < 80)


def _not_counted(reader: Reader, row: Sequence[str]) -> str:
    """Why a row is no report at all: a test, a preview, spam, self-pay."""
    for at in reader.plan.having("survey_status"):
        if at < len(row) and _SKIPPED.search(row[at]):
            return "preview, spam or draft"
    for at in reader.plan.having("consent"):
        if at < len(row) and values.flag(row[at]) is False:
            return "no consent given"
    if reader.plan.having("finished", "stamp", "consent", "survey_status") and _told(reader, row) == 0:
        return "left unfinished"
    for at in reader.plan.having("payer", "payer_other", "note", "patient"):
        if at < len(row) and row[at] and len(row[at]) < 80 and _is_test(row[at]):
            return "test entry"
    payer = _cell(row, reader.plan.at("payer"))
    return "self-pay, no payer" if payer and _SELF.match(plain(payer)) and not is_nothing(payer) else ""


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


_HINT = re.compile(r"test|dummy|fake|sample|demo|example|xxx|asdf|ignore|delete", re.IGNORECASE)


def _is_test(cell: str) -> bool:
    return bool(_HINT.search(cell) and _TEST.search(plain(cell)))


def _without_code(reader: Reader, number: int, row: Sequence[str], why: str) -> None:
    reason = _ignorable(reader, row, why)
    if reason:
        reader.out.aside.append(SetAside(number, "ignored", reason, reader.sheet))
        return
    slots = reader.slots[0]
    at = slots.code[0] if slots.code else reader.plan.code_choices[0].at if reader.plan.code_choices else None
    _tell(reader, number, [(_CODE_RULES[why], at)])


def _ignorable(reader: Reader, row: Sequence[str], why: str) -> str:
    filled = [c for c in row if not is_nothing(c)]
    if not filled:
        return "blank row"
    low = [simple(c) for c in row]
    if low in reader.heads or (
        reader.heads
        and sum(a == b != "" for a, b in zip(low, reader.heads[-1], strict=False)) >= max(3, 0.8 * len(filled))
    ):
        return "header printed again"
    if _is_total(row):
        return "total"
    if len({plain(c) for c in filled}) == 1:
        reader.context = under_heading(reader.context, list(row), reader.plan)
        reader.dated.clear()
        return "heading, comment or footer"
    if "ImportId" in filled[0]:
        return "second header row"
    reason = _not_counted(reader, row)
    if reason:
        return reason
    known = _told(reader, row)
    return "" if known >= 2 or (known == 1 and why in ("range", "look_alike")) else "nothing about a line"


def _told(reader: Reader, row: Sequence[str]) -> int:
    """How many of the things that make a line the row tells: with two and more it is a line that lacks its code."""
    told: set[str] = set()
    for slots in reader.slots:
        tests: dict[str, Callable[[str], object]] = {
            "payer": lambda c: not is_nothing(c), "outcome": values.outcome, "denied_flag": lambda c: values.flag(c) is not None, "units": values.units,
        }  # fmt: skip
        for role, test in tests.items():
            cell = _cell(row, getattr(slots, role))
            if cell and test(cell):
                told.add(role)
        if (
            slots.date is not None
            and slots.date < len(row)
            and dates.read(row[slots.date]).why in ("", "season", "no_year")
        ):
            told.add("date")
        if slots.date is None and not _undated(reader, row)[2] and "month" in reader.plan.one:
            told.add("date")
        if slots.paid is not None and slots.paid < len(row) and values.money(row[slots.paid]) is not None:
            told.add("paid")
        if _reasons(reader, slots, row):
            told.add("reason")
    return len(told)
