"""The reader of one table, and what it hands on.

The one thing a newcomer gets wrong: an `Entry` holds the raw row and the day of service, so it must never leave this
package; what leaves is its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.intake.model import Line, Problem, SetAside
from tracker.intake.sheets.context import Context
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.slots import Slots
from tracker.intake.sheets.table import Table


@dataclass
class Entry:
    """A row that gave lines, with what recognises it again (never kept)."""

    number: int
    row: Sequence[str]
    lines: list[Line]
    day: str
    name: str = ""  # whose service it is, '' where nothing says so
    fate: str = ""  # `reversal`, `void` or '' : not a line of its own


@dataclass(frozen=True)
class AppealPart:
    """A column about appeals and what it tells. level: the one its header names, None where it names none. says: the
    outcome of which a yes in it tells (`Overturned? y/n`)."""

    at: int
    tells: str
    level: int | None
    says: str = ""


@dataclass
class Read:
    """What one table gave."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    appeal_problems: list[Problem] = field(default_factory=list)  # of rows that gave lines
    undecided_dates: bool = False
    contexts: dict[int, Context] = field(default_factory=dict)  # what held for each row that told of lines


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
    rejected_at: int | None = None  # where a bare "Rejected" tells of the front end
    days: bool = False  # `Mar 12` in the column of dates is a day
    fill: frozenset[int] = frozenset()
    carried: dict[int, str] = field(default_factory=dict)
    footers: dict[int, str] = field(default_factory=dict)  # the payer that the total below a row names
    people: bool = False  # more headings look like names of people than like payers
    appeals: tuple[AppealPart, ...] = ()
    heads: list[list[str]] = field(default_factory=list)
    dated: dict[tuple[str, int | None], tuple[str, str, str]] = field(default_factory=dict)


def cell_of(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
