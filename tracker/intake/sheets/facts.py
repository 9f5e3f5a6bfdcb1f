"""The facts of one row, each from its own cells: codes, payer, month, reasons, state.

The one thing to know: days of service serve to compare rows and are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.intake.sheets import codes, dates, identity, outcomes, reasons, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.reader import Reader
from tracker.intake.sheets.slots import Slots
from tracker.intake.sheets.wording import DATE_RULES
from tracker.vocabulary import LineOfBusiness, Outcome

_OTHER = re.compile(
    r"^(?:other|another|(?:payer |plan |insurance )?not (?:listed|(?:on|in) (?:the |this )?list)|unlisted|none of (?:these|the above)|different|"
    r"see (?:below|other)|my payer is not)\b[^:]*:?\s*(.*)$",
    re.IGNORECASE,
)
# What a form or a program shows where nobody chose a payer.
_UNCHOSEN = re.compile(
    r"[\W_]*(?:(?:payer|plan|insurance|carrier|ins)\s+)?(?:unknown(?: (?:payer|plan|insurance|carrier))?|unassigned|undefined|default|unspecified|"
    r"(?:please )?(?:select|choose|pick|enter)(?: (?:one|an? \w+|your \w+|payer|plan|insurance|from (?:the )?list))?|"
    r"(?:no|none|not|nothing) (?:(?:plan|payer|payor|insurance|ins|coverage|carrier|info|information) )?(?:on file|entered|selected|chosen|recorded|listed|found|specified|verified)|"
    r"to be (?:determined|verified|confirmed|added)|verify|needs? (?:payer|insurance|verification)|pending verification)[\W_]*",
    re.IGNORECASE,
)


def codes_of(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[Sequence[codes.Item], bool, str]:
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
        if cell and use.choice not in {i.code for i in items} and ticked(cell):
            counted = reader.plan.profiles[use.at].flag < 1 or "unit" in reader.table.headers[use.at].casefold()
            units = values.units(cell) if cell.strip().isdecimal() and counted else None
            items.append(codes.Item(use.choice, (), units))
    other = other or any(at < len(row) and row[at] and ticked(row[at]) for at in reader.plan.other_codes)
    if (
        not items
        and not other
        and not slots.code
        and not reader.plan.code_choices
        and (named := (slots.title.code if slots.title else "") or reader.context.code)
        and sum(1 for c in row if c) > 2
    ):
        items.append(codes.Item(named))
    return items, other, why or ("" if items or other else "blank")


def ticked(cell: str) -> bool:
    if len(cell) > 6 and values.unbilled(cell):
        return False
    said = values.flag(cell)
    return said if said is not None else not is_nothing(cell) and values.money(cell) != 0


def state_of(reader: Reader, row: Sequence[str]) -> str | None:
    for role, state_in in (("state", values.state), ("place", values.state_of_place)):
        at = reader.plan.at(role)
        if at is not None and at < len(row) and row[at] and (found := state_in(row[at])):
            return found
    return reader.context.state


def lob_of(reader: Reader, row: Sequence[str]) -> LineOfBusiness | None:
    at = reader.plan.at("payer_type")
    return values.line_of_business(row[at]) if at is not None and at < len(row) and row[at] else None


def payer_of(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, int | None]:
    """The payer as written, and the column to mend where there is none."""
    at = slots.payer
    text = _named_payer(row[at]) if at is not None and at < len(row) else ""
    others = reader.plan.all("payer_other")
    named = _OTHER.match(text)
    if named and (not is_nothing(named[1]) and ":" in text):
        text = named[1]
    elif named or is_nothing(text):
        text, chosen = "", at
        for other in others:
            said = _named_payer(row[other]) if other < len(row) else ""
            if not is_nothing(said):
                return without_private(said), other
            chosen = other if named else at
        at = chosen
    if not text and slots.payer is None and not others:
        text = (slots.title.payer if slots.title else "") or reader.context.payer
    return ("" if is_nothing(text) or re.fullmatch(r"[\W\d_]+", text) else without_private(text)), at


@lru_cache(maxsize=10_000)
def _named_payer(cell: str) -> str:
    """The cell, empty where it says that nobody chose a payer."""
    text = plain(cell)
    return "" if _UNCHOSEN.fullmatch(text) else text


@lru_cache(maxsize=10_000)
def without_private(text: str) -> str:
    return identity.without_private(text) if any(c.isdigit() or c == "@" for c in text) else text


def date_of(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, str, str]:
    """(month, day key, rule that is broken or '')."""
    if slots.date is None:
        return undated(reader, slots, row)
    cell = row[slots.date] if slots.date < len(row) else ""
    year = _year(reader, slots, row)
    key = (cell, year)
    if key not in reader.dated:
        reader.dated[key] = read_date(reader, cell, year)
    return reader.dated[key]


def _year(reader: Reader, slots: Slots, row: Sequence[str]) -> int | None:
    """The year of dates written without one: from the row, the title of the columns, or the headings."""
    if slots.year is not None and slots.year < len(row) and (said := dates.year_in(row[slots.year])):
        return said
    return (slots.title.period.year if slots.title else None) or reader.context.year


def read_date(reader: Reader, cell: str, year: int | None = None) -> tuple[str, str, str]:
    found = dates.read(cell, days=reader.days)
    if found.why == "no_year" and year:
        found = dates.read(cell, year, days=reader.days)
    month = dates.month_of(found, reader.eu)
    if month is None:
        return "", "", DATE_RULES.get(found.why, "not_a_date")
    day = found.day_eu if month == found.eu and reader.eu else found.day_us
    now = reader.context.today
    if (*month, day) > (now.year, now.month, now.day if day else 99):
        return "", "", "future_date"
    text = f"{month[0]:04d}-{month[1]:02d}"
    return text, f"{text}-{day:02d}", ""


def undated(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, str, str]:
    """The month where no column holds a date: month and year apart, the title of the columns, a heading. A day in a
    column of its own serves to compare rows."""
    month, day, wrong = _month_alone(reader, slots, row)
    at = reader.plan.at("day")
    if not month or at is None or at >= len(row):
        return month, day, wrong
    number = dates.day_number(row[at])
    if number and not dates.exists(int(month[:4]), int(month[5:]), number):
        return "", "", "not_a_date"
    return month, f"{month}-{number:02d}" if number else f"{month}-{row[at].strip()}", wrong


def _month_alone(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, str, str]:
    year = _year(reader, slots, row)
    if slots.month is not None and slots.month < len(row):
        number = dates.month_number(row[slots.month])
        return read_date(reader, f"{number:02d}/{year}" if number and year else row[slots.month], year)
    period = slots.title.period if slots.title else None
    if period and period.month:
        return read_date(reader, f"{period.month[1]:02d}/{period.month[0]}")
    if period and period.number and year:
        return read_date(reader, f"{period.number:02d}/{year}")
    if period and slots.title and slots.title.kind == "period":
        return "", "", "date_unclear"
    if reader.context.month:
        year_of, month_of = reader.context.month
        return read_date(reader, f"{month_of:02d}/{year_of}")
    return "", "", "no_date"


def reasons_of(reader: Reader, slots: Slots, row: Sequence[str]) -> tuple[str, ...]:
    out: tuple[str, ...] = ()
    for group_at, at in slots.reasons:
        if at < len(row) and row[at]:
            flats = reasons.read(row[at])
            if flats and group_at is not None and group_at < len(row) and row[group_at]:
                flats = reasons.join(reasons.read_groups(row[group_at]), flats)
            elif flats and at in reader.plan.header_groups:
                flats = reasons.join((reader.plan.header_groups[at],), flats)
            out += flats
    if not slots.reasons and slots.outcome is not None and slots.outcome < len(row) and len(row[slots.outcome]) > 3:
        out = reasons.read(row[slots.outcome])
    for at in slots.remark:
        if at < len(row) and row[at]:
            out += reasons.read(row[at], slots.reasons != ())
    for use in reader.plan.reason_choices:
        if use.at < len(row) and row[use.at] and ticked(row[use.at]):
            out += (use.choice,)
    if not out and not slots.reasons:
        return reader.context.reasons
    return tuple(dict.fromkeys(out)) if len(out) > 1 else out


def choice_outcome(reader: Reader, row: Sequence[str], code: str) -> Outcome | str | None:
    """The outcome written into the cell of one code, or ticked in a column for each outcome."""
    for use in reader.plan.code_choices:
        if use.choice == code and use.at < len(row) and values.flag(row[use.at]) is None:
            return values.outcome(row[use.at])
    ticks = {
        use.choice for use in reader.plan.outcome_choices if use.at < len(row) and row[use.at] and ticked(row[use.at])
    }
    if ticks in (
        {Outcome.DENIED, Outcome.PAID},
        {Outcome.PARTLY_PAID, Outcome.DENIED},
        {Outcome.PARTLY_PAID, Outcome.PAID},
    ):
        return Outcome.PARTLY_PAID
    return outcomes.CLASH if len(ticks) > 1 else Outcome(ticks.pop()) if ticks else None


def choice_reasons(reader: Reader, row: Sequence[str], code: str) -> tuple[str, ...]:
    """Reasons written into the cell of one code: `denied CO-96`."""
    for use in reader.plan.code_choices:
        if use.choice == code and use.at < len(row) and len(row[use.at]) > 3:
            return reasons.read(row[use.at])
    return ()
