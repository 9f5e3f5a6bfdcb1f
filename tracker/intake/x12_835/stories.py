"""One line, one story: the first adjudication counts, a reversal alone cancels, a correction only continues.

The one thing a newcomer gets wrong: a denied line that is reversed and then paid was still denied at first. It stays
one denied line, with the flag `later_paid`; the paid one is not a second line. What a reversal takes back may lie in
another file: then the reversal itself is handed on, and the store settles by `line_key` what counts.

Flags: `reversal` (takes back the line of the same key in another file, never counted itself), `taken_back` (adjudicated
and taken back in this file: not counted, unless a correction comes in another), `correction` (replaces a line of the
same key that is not in this file), `later_paid`, `later_partly_paid`, `later_denied` (what a later adjudication in the
same file made of it).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge

from tracker.intake.model import Line, SetAside
from tracker.intake.packed import FIELDS, Packed, Values
from tracker.intake.x12_835.claims import OPEN

BUCKETS = 64
LINE_KEY = FIELDS.index("line_key")


def takes_back(line: Line) -> bool:
    return "reversal" in line.flags


def _tells(line: Line) -> bool:
    """False for a second claim that was turned away as a duplicate: it changes nothing in the story."""
    return "duplicate" not in line.flags


def _unanswered(made: list[Line], taken: list[Line]) -> tuple[list[Line], list[Line]]:
    """(adjudications that no reversal took back, reversals that found nothing to take back)."""
    left, stray = list(made), []
    for reversal in taken:
        match = _match(reversal.money_key or "", left)
        if match is None:
            stray.append(reversal)
        else:
            left.remove(match)
    return left, stray


def _match(reversal: str, made: list[Line]) -> Line | None:
    """The adjudication of the same money; a reversal that leaves open why is known by what was paid."""
    length = len(OPEN) if reversal.endswith(OPEN) else None
    return next((line for line in made if (line.money_key or "")[:length] == reversal[:length]), None)


def resolve(events: list[Line], whole: int = 0) -> tuple[list[Line], list[SetAside]]:
    """All that happened to one line, in the order of the file -> what is handed on, and what is set aside and why.

    whole: how often its claim was taken back without service lines."""
    made = [e for e in events if not takes_back(e)]
    taken = [e for e in events if takes_back(e)]
    left, stray = _unanswered(made, taken)
    left = left[whole:]
    going_on = list({e.money_key: e for e in reversed(stray)}.values())[::-1]
    aside = [SetAside(e.row, "repeat", "the same reversal again") for e in stray if not _among(e, going_on)]
    if not made:
        return going_on, aside
    # What was taken back came before what stands, wherever in the file it is.
    first = min(made, key=lambda e: (not _tells(e), _among(e, left)))
    final = next((e for e in reversed(left) if _tells(e)), first)
    flags = list(first.flags)
    if not left:
        flags.append("taken_back")
    if stray:
        flags.append("correction")
    if final.outcome != first.outcome:
        flags.append(f"later_{final.outcome.value}")
    answered = [e for e in taken if not _among(e, stray)]
    aside += [SetAside(e.row, "ignored", f"reversal; belongs to the line in segment {first.row}") for e in answered]
    aside += [SetAside(e.row, "repeat", f"continues the line in segment {first.row}") for e in made if e is not first]
    # What a later file takes back is what stands now.
    return [replace(first, flags=tuple(flags), money_key=final.money_key), *going_on], aside


def _among(line: Line, lines: list[Line]) -> bool:
    return any(line is other for other in lines)


class Stories:
    """Gathers what happens to the lines of a file; `told` gives the lines in the order of the file."""

    def __init__(self) -> None:
        self._lines = Packed()
        # Places of lines by the first 64 bits of their keys, in buckets: a dictionary of all keys would take 80 MB.
        self._marks = [array("Q") for _ in range(BUCKETS)]
        self._places = [array("L") for _ in range(BUCKETS)]

    def add(self, values: Values) -> None:
        """A line, as the values of its fields."""
        key = values[LINE_KEY]
        if key is not None:
            mark = int(key[:16], 16)
            bucket = mark % BUCKETS
            self._marks[bucket].append(mark)
            self._places[bucket].append(len(self._lines))
        self._lines.append(values)

    def told(self, claim_reversals: Sequence[str] = ()) -> tuple[Sequence[Line], list[SetAside]]:
        """claim_reversals: keys of claims that the file takes back as a whole."""
        places = {place for group in self._several() for place in group}
        wanted = set(claim_reversals)
        if wanted:
            places |= {n for n, line in enumerate(self._lines) if line.claim_key in wanted and line.line_key}
        if not places:
            return self._lines.handed_on(), []
        groups: dict[str, list[Line]] = {}
        for place in sorted(places):
            line = self._lines[place]
            groups.setdefault(line.line_key or "", []).append(line)
        kept: list[Line] = []
        aside: list[SetAside] = []
        for events in groups.values():
            lines, out = resolve(events, claim_reversals.count(events[0].claim_key or "") if wanted else 0)
            kept += lines
            aside += out
        others = (line for n, line in enumerate(self._lines) if n not in places)
        whole = Packed(_in_order(others, kept))
        return whole.handed_on(), sorted(aside, key=lambda item: item.row)

    def _several(self) -> Iterator[list[int]]:
        """Places of the lines that share a key, key by key."""
        for marks, places in zip(self._marks, self._places, strict=True):
            found: dict[int, list[int]] = {}
            first: dict[int, int] = {}
            for mark, place in zip(marks, places, strict=True):
                if mark in first:
                    found.setdefault(mark, [first[mark]]).append(place)
                else:
                    first[mark] = place
            yield from found.values()


def _in_order(others: Iterable[Line], kept: list[Line]) -> Iterator[Line]:
    return merge(others, sorted(kept, key=lambda line: line.row), key=lambda line: line.row)
