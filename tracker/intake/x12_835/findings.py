"""What the reader has to say about a file: what could not be read, and what is odd. Bounded, and without any value.

The one thing to know: every sentence here is a constant. A segment is named by its number, never by its content.
"""

from __future__ import annotations

MOST_UNREAD = 1000
SHOWN = 5


class Findings:
    """Collects while a file is read. `unread`: (segment number, reason). `odd`: sentence -> segment numbers."""

    def __init__(self) -> None:
        self._unread: list[tuple[int, str]] = []
        self._more = 0
        self._odd: dict[str, tuple[int, list[int]]] = {}

    def unread(self, number: int, why: str) -> None:
        """A segment, or a value in it, that could not be read."""
        if len(self._unread) < MOST_UNREAD:
            self._unread.append((number, why))
        else:
            self._more += 1

    def odd(self, number: int, what: str) -> None:
        """Something that was read but is not as it should be."""
        count, first = self._odd.get(what, (0, []))
        if len(first) < SHOWN:
            first.append(number)
        self._odd[what] = (count + 1, first)

    def count(self, what: str) -> int:
        return self._odd.get(what, (0, []))[0]

    @property
    def all_unread(self) -> tuple[tuple[int, str], ...]:
        if self._more:
            last = self._unread[-1][0]
            return (*self._unread, (last, f"{self._more} further segments after this one could not be read either"))
        return tuple(self._unread)

    @property
    def notes(self) -> tuple[str, ...]:
        """One sentence a kind, with how often and where first."""
        said = []
        for what, (count, first) in self._odd.items():
            places = ", ".join(str(n) for n in first) + (" ..." if count > len(first) else "")
            times = f"{count} times, " if count > 1 else ""
            said.append(f"{what} ({times}segment{'s' if count > 1 else ''} {places}).")
        return tuple(said)
