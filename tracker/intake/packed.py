"""A long list of lines in little memory: pages of a thousand, each packed.

The one thing to know: it reads like a tuple, but a line is made anew each time it is asked for; go through it once, in
order, where you can. A remittance of 100 MB may hold half a million lines, a gigabyte as objects.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, overload

from tracker.intake.model import Line

PAGE = 1000
SMALL = 5 * PAGE  # up to here a tuple is handed on: simpler, and small enough
Values = tuple[Any, ...]  # of the fields of a `Line`, in their order
FIELDS = tuple(f.name for f in fields(Line))
values_of = attrgetter(*FIELDS)


class Packed(Sequence[Line]):
    """Append while reading, then read as often as wanted."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._pages: list[bytes] = []
        self._last: list[Values] = []
        self._open: tuple[int, list[Line]] = (-1, [])
        for line in lines:
            self.append(values_of(line))

    def append(self, values: Values) -> None:
        """A line, given as the values of its fields in their order: half a million objects are never made at once."""
        self._last.append(values)
        if len(self._last) == PAGE:
            self._pages.append(zlib.compress(pickle.dumps(self._last, protocol=5), 1))
            self._last = []

    def _page(self, number: int) -> list[Line]:
        if number == len(self._pages):
            return [Line(*v) for v in self._last]
        if self._open[0] != number:
            # packed by this object, in this process: nothing from outside is ever unpickled
            values = pickle.loads(zlib.decompress(self._pages[number]))  # noqa: S301  # nosec B301
            self._open = (number, [Line(*v) for v in values])
        return self._open[1]

    def __len__(self) -> int:
        return len(self._pages) * PAGE + len(self._last)

    def __iter__(self) -> Iterator[Line]:
        for number in range(len(self._pages) + 1):
            yield from self._page(number)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        if place >= len(self._pages) * PAGE:
            return Line(*self._last[place % PAGE])
        return self._page(place // PAGE)[place % PAGE]

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(Line.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self):,} lines>"

    def handed_on(self) -> Sequence[Line]:
        """Itself, or a tuple where it is short."""
        return self if len(self) > SMALL else tuple(self)
