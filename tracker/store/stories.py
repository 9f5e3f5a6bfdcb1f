"""One line, one story, whatever order its files come in: which of its rows counts, and what became of the others.

A line counts once, with what its first adjudication said, as long as some adjudication of it stands. A reversal takes
back the adjudication of the same money. The one thing to know: an adjudication that was taken back came before the one
that replaced it, even where its file arrives later; only among equals does the order decide: of the
months of the remittances where every row of the line has one, else of arrival. Days are not kept, so two remittances of one
month, and rows of tables and forms, which have no such month, follow arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OPEN = bytes(4)  # the second half of a reversal's money key where only what was paid tells what it takes back


@dataclass(frozen=True, slots=True)
class Event:
    """A row of a line. flags: `reversal` takes back another, `taken_back` was taken back within its own file,
    `correction` follows a reversal whose adjudication is not in its file, `duplicate` was turned away and tells
    nothing. money: see `remittance.sql`; None where nothing is known. remitted: the month in which the payer sent the
    remittance, '' where that is not known."""

    line_id: int
    import_id: int
    row: int
    flags: frozenset[str]
    money: bytes | None = None
    live: bool = True
    remitted: str = ""

    @property
    def takes(self) -> bool:
        return "reversal" in self.flags


@dataclass(frozen=True, slots=True)
class Story:
    """counts: the row that counts, None where every adjudication was taken back. aside: line_id -> why it does not."""

    counts: Event | None
    aside: dict[int, str]


def of(events: Iterable[Event], claim_reversals: int = 0) -> Story:
    """The story of one line. claim_reversals: how many times its whole claim was taken back."""
    known = _ordered(events)
    made = [e for e in known if not e.takes]
    back = _taken_back(made, [e for e in known if e.takes], claim_reversals)
    standing = [e for e in made if e.line_id not in back]
    first = None
    if standing:
        first = min(made, key=lambda e: ("duplicate" in e.flags, e.line_id not in back))  # the sort is kept: stable
    aside = {}
    for event in known:
        if event.takes or (first is None):
            aside[event.line_id] = "reversed"
        elif event is not first:
            aside[event.line_id] = "duplicate" if _repeats(event, first) else "corrected"
    return Story(first, aside)


def last(events: Iterable[Event], claim_reversals: int = 0) -> Event | None:
    """The adjudication that stands in the end, None where every one was taken back. A refusal as a duplicate decides
    nothing."""
    known = _ordered(events)
    made = [e for e in known if not e.takes and "duplicate" not in e.flags]
    back = _taken_back(made, [e for e in known if e.takes], claim_reversals)
    return next((e for e in reversed(made) if e.line_id not in back), None)


def _ordered(events: Iterable[Event]) -> list[Event]:
    known = list(events)
    dated = all(e.remitted for e in known)

    def order(event: Event) -> tuple[bool, str, int, int]:
        return "correction" in event.flags, event.remitted if dated else "", event.import_id, event.row

    return sorted(known, key=order)


def _taken_back(made: list[Event], taken: list[Event], claim_reversals: int) -> set[int]:
    """Adjudications that some reversal takes back, their repeats in other files too."""
    back: set[int] = set()

    def take(event: Event) -> None:
        back.add(event.line_id)
        back.update(e.line_id for e in made if _repeats(e, event))

    for event in made:
        if "taken_back" in event.flags:
            take(event)
    for reversal in {e.money: e for e in taken}.values():  # the same reversal in two files takes back once
        # One that was taken back in its own file has its reversal there: the same reversal elsewhere takes no second.
        if not _match(reversal.money, [e for e in made if "taken_back" in e.flags]):
            found = _match(reversal.money, [e for e in made if e.line_id not in back])
            if found:
                take(found)
    for _ in range(claim_reversals):
        left = [e for e in made if e.line_id not in back and "correction" not in e.flags]
        if left:
            take(left[0])
    return back


def _match(money: bytes | None, made: list[Event]) -> Event | None:
    """The adjudication that a reversal of this money takes back, else the first of which it cannot be told. None: it
    takes back something that was never sent here."""
    if money is not None:
        length = len(OPEN) if money.endswith(OPEN) else None
        for event in made:
            if event.money is not None and event.money[:length] == money[:length]:
                return event
    return next((e for e in made if None in (money, e.money) and "correction" not in e.flags), None)


def _repeats(event: Event, other: Event) -> bool:
    """The same adjudication in another file, as far as can be told."""
    return event.money == other.money and "correction" not in event.flags
