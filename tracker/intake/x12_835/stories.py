"""One line, one story: the first adjudication counts, a reversal alone cancels, a correction only continues.

The one thing a newcomer gets wrong: a denied line that is reversed and then paid was still denied at first. It stays
one denied line, with the flag `later_paid`; the paid one is not a second line. What a reversal takes back may lie in
another file: then the reversal itself is handed on (flag `reversal`), for the store to match by `line_key`.

Flags: `reversal` (takes back the line of the same key, never counted itself), `correction` (replaces a line of the
same key that is not in this file), `later_paid`, `later_partly_paid`, `later_denied` (what a later adjudication in the
same file made of it).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.intake.model import Line, SetAside


@dataclass(frozen=True, slots=True)
class Event:
    """A line as one claim segment adjudicated it, with the money that tells which reversal belongs to it."""

    line: Line
    paid: Decimal

    @property
    def takes_back(self) -> bool:
        return "reversal" in self.line.flags

    @property
    def tells(self) -> bool:
        """False for a second claim that was turned away as a duplicate: it changes nothing in the story."""
        return "duplicate" not in self.line.flags


def _aside(event: Event, kind: str, why: str) -> SetAside:
    return SetAside(event.line.row, kind, why)


def _unanswered(made: list[Event], taken: list[Event]) -> tuple[list[Event], bool]:
    """(adjudications that no reversal took back, whether some reversal found nothing to take back)."""
    left, stray = list(made), False
    for reversal in taken:
        match = next((e for e in left if abs(e.paid) == abs(reversal.paid)), None)
        if match is None:
            stray = True
        else:
            left.remove(match)
    return left, stray


def resolve(events: list[Event]) -> tuple[list[Line], list[SetAside]]:
    """All events of one line, in the order of the file -> what is handed on, and what is set aside and why."""
    made = [e for e in events if not e.takes_back]
    taken = [e for e in events if e.takes_back]
    left, stray = _unanswered(made, taken)
    if not left:  # nothing stands: the reversal goes on, since an earlier file may hold what it takes back
        kept = taken[0]
        aside = [_aside(e, "ignored", f"taken back by the reversal in segment {kept.line.row}") for e in made]
        aside += [_aside(e, "repeat", f"same reversal as in segment {kept.line.row}") for e in taken[1:]]
        return [kept.line], aside
    first = next((e for e in made if e.tells), made[0])
    final = next((e for e in reversed(left) if e.tells), first)
    flags = list(first.line.flags)
    if stray:
        flags.append("correction")
    if final.line.outcome != first.line.outcome:
        flags.append(f"later_{final.line.outcome.value}")
    aside = [
        _aside(e, "ignored", f"reversal, followed by an adjudication; counted once, in segment {first.line.row}")
        for e in taken
    ]
    aside += [_aside(e, "repeat", f"continues the line in segment {first.line.row}") for e in made if e is not first]
    return [replace(first.line, flags=tuple(flags))], aside


class Stories:
    """Gathers the events of a file; `told` gives the lines in the order of the file."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._first: dict[str, int] = {}
        self._several: dict[str, list[int]] = {}

    def add(self, line: Line, paid: Decimal) -> None:
        position = len(self._events)
        self._events.append(Event(line, paid))
        if line.line_key is None:
            return
        first = self._first.setdefault(line.line_key, position)
        if first != position:
            self._several.setdefault(line.line_key, [first]).append(position)

    def told(self) -> tuple[list[Line], list[SetAside]]:
        involved = {position for positions in self._several.values() for position in positions}
        lines = [e.line for n, e in enumerate(self._events) if n not in involved]
        aside: list[SetAside] = []
        for positions in self._several.values():
            kept, out = resolve([self._events[n] for n in positions])
            lines += kept
            aside += out
        if involved:
            lines.sort(key=lambda line: line.row)
        return lines, sorted(aside, key=lambda item: item.row)
