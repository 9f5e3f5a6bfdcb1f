"""What is known while running text is read from one heading to the next, and the statements gathered so far.

The one thing to know: a scanner makes a new one at each heading; only the last day and the codes named so far go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.model import Place
from tracker.intake.documents.resolve import Entry
from tracker.intake.documents.statements import (
    Says,
)


@dataclass(slots=True)
class Section:
    """What is known while reading from one heading to the next."""

    title: str = ""
    medicare: bool = False  # the document speaks for Medicare
    product: str | None = None
    about: bool = False
    subject: tuple[str, ...] = ()
    lately: tuple[str, ...] = ()  # all codes of the last sentence that named any
    list_follows: bool = False  # a table or list stands right below the present paragraph
    carry: bool = False  # the codes of a small table stand right above
    question: str = ""
    asked_pay: str = ""  # the last question on payment, not on approval
    asked: str = ""  # the last question that asked something of payment; "what about 97552?" asks it again
    block: int = 0
    day: str | None = None  # the first day that was named last; "from the same day" means it
    named: dict[str, None] = field(default_factory=dict)  # all codes so far, the last named last
    paragraph: str = ""
    entries: list[Entry] = field(default_factory=list)
    pending: list[tuple[Says, str, Place]] = field(default_factory=list)
    general: list[tuple[Says, str, Place]] = field(default_factory=list)
    bound: dict[str, set[str]] = field(default_factory=dict)  # general sentences that speak of these codes alone
    rules: list[tuple[Says, str, Place]] = field(default_factory=list)  # authorization for whatever is paid


def codes_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for f in find_codes(text) for c in f.codes))


def remember(section: Section, codes: tuple[str, ...]) -> None:
    section.named = {**{c: None for c in section.named if c not in codes}, **dict.fromkeys(codes)}
