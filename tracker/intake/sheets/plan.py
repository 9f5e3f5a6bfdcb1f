"""Where each role stands in a table, and how its columns are named for a reader.

The one thing a newcomer gets wrong: a column's header may name somebody, so only `shown` may be put into words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.intake.model import Column
from tracker.intake.sheets import header, identity
from tracker.intake.sheets.profile import Profile
from tracker.intake.sheets.table import Table

ONE = ("payer", "date", "outcome", "state", "units", "paid", "billed", "denied_flag", "paid_flag", "frequency", "clp_status",
       "payer_order", "units_paid", "payer_type", "pos", "year", "month", "day", "payer_id", "place", "date_to", "allowed", "denied_amount")  # fmt: skip
MANY = ("code", "modifier", "reason", "remark", "group", "payer_other", "note")
ROLES = (
    frozenset(ONE)
    | frozenset(MANY)
    | header.PRIVATE
    | {"choice", "ignore", "other_date", "stamp", "appeal_level", "appeal_filed", "appeal_outcome", "appeal_decided"}
)


WORDS = {
    "allowed": "allowed amount",
    "appeal_decided": "appeal: decided on",
    "appeal_filed": "appeal: filed on",
    "appeal_level": "appeal: level",
    "appeal_outcome": "appeal: outcome",
    "billed": "billed amount",
    "choice": "one choice, ticked",
    "clp_status": "claim status number",
    "code": "procedure code",
    "date": "date of service",
    "date_to": "last day of service",
    "day": "day of service",
    "denied_amount": "denied amount",
    "denied_flag": "denied: yes or no",
    "frequency": "claim frequency",
    "group": "adjustment group",
    "ignore": "not used",
    "month": "month of service",
    "note": "notes, not kept",
    "other_date": "another date",
    "paid": "paid amount",
    "paid_flag": "paid: yes or no",
    "payer_order": "primary or secondary payer",
    "payer_other": "payer, where another",
    "payer_type": "line of business",
    "pos": "place of service",
    "private": "private, dropped",
    "reason": "denial reason",
    "remark": "remark code",
    "stamp": "time of entry",
    "year": "year of service",
}
BY_VALUES = "values; no header names this"
IN_NOTES = "its words tell how the lines ended"
UNNAMED = (BY_VALUES, IN_NOTES)  # told to the sender: a reading that rests on values alone


@dataclass(frozen=True)
class Use:
    """One column's role. choice: the code or reason of a column that stands for one choice."""

    at: int
    role: str
    score: float
    why: str
    choice: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unclear:
    """Columns that fit one role alike and say different things, and the question to put about them."""

    columns: tuple[int, ...]
    question: str


@dataclass
class Plan:
    """Where each role stands in the rows of one table."""

    uses: list[Use]
    one: dict[str, int] = field(default_factory=dict)
    many: dict[str, list[int]] = field(default_factory=dict)
    code_choices: list[Use] = field(default_factory=list)
    other_codes: list[int] = field(default_factory=list)  # columns of codes that are not tracked
    reason_choices: list[Use] = field(default_factory=list)
    outcome_choices: list[Use] = field(default_factory=list)
    header_groups: dict[int, str] = field(default_factory=dict)
    paid_dates: list[int] = field(default_factory=list)
    unclear: dict[str, Unclear] = field(default_factory=dict)
    profiles: list[Profile] = field(default_factory=list)
    sample: Sequence[Sequence[str]] = ()  # rows of this and of tables with the same header, by which it was judged
    of_claim: bool = False  # the outcomes are those of whole claims (see `claim_status`)
    aged: bool = False  # a list of open balances (see `aging`)
    shares: list[int] = field(default_factory=list)  # what the payer left to the patient (see `guards`)
    known: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    @property
    def questions(self) -> list[str]:
        return [u.question for u in self.unclear.values()]

    def at(self, role: str) -> int | None:
        return self.one.get(role)

    def all(self, role: str) -> list[int]:
        return self.many.get(role, [])

    def having(self, *roles: str) -> list[int]:
        if roles not in self.known:
            self.known[roles] = [u.at for u in self.uses if u.role in roles]
        return self.known[roles]

    def drop(self, role: str, instead: str, why: str) -> None:
        """The column of a role turns out to be something else."""
        at = self.one.pop(role)
        self.uses[at] = replace(self.uses[at], role=instead, why=why)
        self.known.clear()


def role_words(role: str) -> str:
    """What a role is called on the page and in questions."""
    return WORDS.get(role, role.replace("_", " "))


def letter(at: int) -> str:
    """A, B, ... AA: how a spreadsheet program names the column."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(table: Table, at: int) -> str:
    """The name of a column that is safe to show: its first header, with the last one where several begin alike; else
    its letter."""
    fallback = f"column {letter(at + table.left)}"
    if table.headless or at >= table.width:
        return fallback
    parts = table.headers[at].split(" | ")
    alike = len(parts) > 1 and sum(h.split(" | ")[0] == parts[0] for h in table.headers) > 1
    text = f"{parts[0]} · {parts[-1]}" if alike else parts[0]
    return identity.safe(text, fallback, known=bool(header.roles(parts[0]) or header.roles(text))) if text else fallback


def described(plan: Plan, table: Table, name: str | None, passed_over: Mapping[int, int]) -> list[Column]:
    """The columns for the preview: nothing in them can identify anybody. passed_over: column -> the one that is used
    in its place."""
    asked = {at for unclear in plan.unclear.values() for at in unclear.columns}
    found = []
    for use in plan.uses:
        if use.at in passed_over and use.at not in asked:
            better = f"“{shown(table, passed_over[use.at])}” fits better as the {role_words(use.role)}"
            use = replace(use, role="", score=0.0, why=better)
        found.append(_described(use, table, name, asked=use.at in asked))
    return found


def _described(use: Use, table: Table, name: str | None, *, asked: bool) -> Column:
    role = "private" if use.role in header.PRIVATE else use.role
    sure = min(1.0, use.score) / (2 if asked else 1)
    why = "another column fits as well: choose one" if asked else use.why
    return Column(use.at + 1 + table.left, shown(table, use.at), role, sure, why, name, use.candidates, asked)
