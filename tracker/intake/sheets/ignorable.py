"""Rows that are no lines and no problems: totals, headings, tests, previews, answers never given.

The one thing a newcomer gets wrong: a row without a code is a problem only if it tells at least two things about a
line; one stray cell is a remark or a footer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tracker.intake.sheets import dates, facts, titles, values
from tracker.intake.sheets.clean import is_nothing, plain, simple
from tracker.intake.sheets.context import under_heading
from tracker.intake.sheets.reader import Reader, cell_of
from tracker.intake.sheets.totals import is_total

_TEST = re.compile(
    r"^\W*(?:this is (?:a |just a )?)?(?:test(?:ing)?(?: test)*|dummy|fake|sample|demo|example|xxx+|asdf\w*)(?:\s*(?:row|record|entry|response|answer|line|data|submission|only|claim|payer|insurance|patient|clinic|user|account|\d+|\W.*))?\W*$|\btest (?:response|record|entry|answer|submission|row|only)\b|\bplease (?:ignore|delete)\b|\b(?:ignore|delete) this\b",
    re.IGNORECASE,
)
_SKIPPED = re.compile(r"preview|spam|survey test|test mode|draft|deleted|trash", re.IGNORECASE)
_SELF = re.compile(r"^(?:self[- ]?pay|private pay|cash(?: pay)?|patient|no insurance|uninsured|none)$", re.IGNORECASE)
_HINT = re.compile(r"test|dummy|fake|sample|demo|example|xxx|asdf|ignore|delete", re.IGNORECASE)


def not_counted(reader: Reader, row: Sequence[str]) -> str:
    """Why a row is no report at all: a test, a preview, spam, self-pay."""
    for at in reader.plan.having("survey_status"):
        if at < len(row) and _SKIPPED.search(row[at]):
            return "preview, spam or draft"
    for at in reader.plan.having("consent"):
        if at < len(row) and values.flag(row[at]) is False:
            return "no consent given"
    if reader.plan.having("finished", "stamp", "consent", "survey_status") and told(reader, row) == 0:
        return "left unfinished"
    for at in reader.plan.having("payer", "payer_other", "note", "patient"):
        if at < len(row) and row[at] and len(row[at]) < 80 and is_test(row[at]):
            return "test entry"
    payer = cell_of(row, reader.plan.at("payer"))
    return "self-pay, no payer" if payer and _SELF.match(plain(payer)) and not is_nothing(payer) else ""


def is_test(cell: str) -> bool:
    return bool(_HINT.search(cell) and _TEST.search(plain(cell)))


def under(reader: Reader, row: Sequence[str]) -> None:
    """What a heading says holds from here downwards."""
    reader.context = under_heading(reader.context, list(row), reader.plan, people=reader.people)
    reader.dated.clear()


def labels(reader: Reader, row: Sequence[str]) -> bool:
    """Whether a row only labels the rows below it; what it says of them then holds."""
    said = titles.labelled(row) if any(":" in c for c in row[:2]) else None
    for text in said or ():
        under(reader, [text])
    return said is not None


def header_again(reader: Reader, row: Sequence[str]) -> bool:
    """Whether a row repeats the header, with at most a few cells that differ."""
    low = [simple(c) for c in row]
    filled = sum(not is_nothing(c) for c in row)
    alike = sum(a == b != "" for a, b in zip(low, reader.heads[-1], strict=False)) if reader.heads else 0
    return low in reader.heads or (bool(reader.heads) and alike >= max(3, 0.8 * filled))


def why_ignored(reader: Reader, row: Sequence[str], why: str) -> str:
    filled = [c for c in row if not is_nothing(c)]
    if not filled:
        return "blank row"
    if header_again(reader, row):
        return "header printed again"
    if is_total(row) or _sums(reader, row):
        return "total"
    if said := titles.pair(row):
        under(reader, [f"{said[0]}: {said[1]}"])
        return "heading"
    if len({plain(c) for c in filled}) == 1:
        under(reader, row)
        return "heading, comment or footer"
    if "ImportId" in filled[0]:
        return "second header row"
    reason = not_counted(reader, row)
    if reason:
        return reason
    known = told(reader, row)
    return "" if known >= 2 or (known == 1 and why in ("range", "look_alike")) else "nothing about a line"


_SPAN = re.compile(r"^\d[\d/.\-]{5,9}\s*(?:-|–|—|to|through|→)\s*\d[\d/.\-]{5,9}$", re.IGNORECASE)


def _sums(reader: Reader, row: Sequence[str]) -> bool:
    """A row of figures without a word under a group, as boards add up: from the first day to the last, units, amounts."""
    at = reader.plan.at("date")
    spans = at is not None and at < len(row) and bool(_SPAN.match(plain(row[at])))
    others = [c for n, c in enumerate(row) if n != at and not is_nothing(c)]
    return spans and bool(others) and all(values.money(c) is not None for c in others)


def told(reader: Reader, row: Sequence[str]) -> int:
    """How many of the things that make a line the row tells: with two and more it is a line that lacks its code."""
    told: set[str] = set()
    for slots in reader.slots:
        tests: dict[str, Callable[[str], object]] = {
            "payer": lambda c: not is_nothing(c), "outcome": values.outcome, "denied_flag": lambda c: values.flag(c) is not None, "units": values.units,
        }  # fmt: skip
        for role, test in tests.items():
            cell = cell_of(row, getattr(slots, role))
            if cell and test(cell):
                told.add(role)
        if (
            slots.date is not None
            and slots.date < len(row)
            and dates.read(row[slots.date]).why in ("", "season", "no_year")
        ):
            told.add("date")
        if slots.date is None and not facts.undated(reader, slots, row)[2] and slots.month is not None:
            told.add("date")
        if slots.paid is not None and slots.paid < len(row) and values.money(row[slots.paid]) is not None:
            told.add("paid")
        if facts.reasons_of(reader, slots, row):
            told.add("reason")
    return len(told)
