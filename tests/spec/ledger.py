"""The rules of keeping the ledger as tables: what a deed leaves standing, by both clocks, and what of it is news.

A case is a story: what was done, then what the ledger answers. The one thing a newcomer would get wrong: `known_after`
counts deeds, so the same day in the world is asked about as it was known before and after one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.measures.digest import Kind
from tracker.vocabulary import Derived, Status

COVERED, CONDITIONS, NOT_COVERED = Status.COVERED, Status.CONDITIONS, Status.NOT_COVERED
BUNDLED, SILENT = Status.BUNDLED, Status.SILENT


@dataclass(frozen=True)
class Record:
    """A source says something: status, first and last day, whose word it is, whether it takes over, where, when looked."""

    status: Status
    first: str | None = None
    last: str | None = None
    source: str = "A"
    takes_over: bool = False
    state: str = ""
    looked: str = "2026-11-01"
    conditions: str = ""

    def words(self) -> str:
        place = f" in {self.state}" if self.state else ""
        days = f" from {self.first}" if self.first else ""
        days += f" to {self.last}" if self.last else ""
        how = ", taking over" if self.takes_over else ""
        return (
            f"{self.source} {self.status.words}{place}{days}{' if ' + self.conditions if self.conditions else ''}{how}"
        )


@dataclass(frozen=True)
class Check:
    """A second person checks what the n-th record said."""

    record: int

    def words(self) -> str:
        return f"the {_nth(self.record)} is checked"


@dataclass(frozen=True)
class Cite:
    """What the n-th record said is found in another source as well."""

    record: int

    def words(self) -> str:
        return f"the {_nth(self.record)} is given a second source"


@dataclass(frozen=True)
class Correct:
    """What the n-th record said is replaced whole by what was meant."""

    record: int
    meant: Record

    def words(self) -> str:
        return f"the {_nth(self.record)} is corrected: {self.meant.words()}"


@dataclass(frozen=True)
class Withdraw:
    """What the n-th record said is taken out."""

    record: int

    def words(self) -> str:
        return f"the {_nth(self.record)} is withdrawn"


Deed = Record | Check | Cite | Correct | Withdraw


def _nth(record: int) -> str:
    return ("first", "second", "third", "fourth")[record]


@dataclass(frozen=True)
class Answer:
    """As known after the first `known_after` deeds, what applied on a day."""

    known_after: int
    on: str
    says: Status | Derived
    state: str = ""

    def words(self) -> str:
        place = f" in {self.state}" if self.state else ""
        return f"known after {self.known_after}, on {self.on}{place}: {self.says.words}"


@dataclass(frozen=True)
class LedgerCase:
    rule: str
    deeds: tuple[Deed, ...]
    answers: tuple[Answer, ...]


NO, YES = Record(NOT_COVERED, "2024-01-01"), Record(COVERED, "2025-07-01", source="B", takes_over=True)
LEDGER = (
    LedgerCase("What takes over ends what stood, the day before it begins", (NO, YES), (Answer(2, "2025-06-30", NOT_COVERED), Answer(2, "2025-07-01", COVERED))),
    LedgerCase("... and before it was known, the other answer was right", (NO, YES), (Answer(1, "2025-07-01", NOT_COVERED), Answer(0, "2025-07-01", Derived.NOT_CHECKED))),
    LedgerCase("What stays beside it is a conflict from its first day on", (NO, Record(COVERED, "2025-07-01", source="B")), (Answer(2, "2025-06-30", NOT_COVERED), Answer(2, "2025-07-01", Derived.CONFLICTING))),
    LedgerCase("The same source about the same first day replaces its own word", (NO, Record(COVERED, "2024-01-01")), (Answer(2, "2025-01-01", COVERED), Answer(1, "2025-01-01", NOT_COVERED))),
    LedgerCase("Another source about the same first day, taking over, replaces it too", (NO, Record(COVERED, "2024-01-01", source="B", takes_over=True)), (Answer(2, "2025-01-01", COVERED), Answer(1, "2025-01-01", NOT_COVERED))),
    LedgerCase("Of two that disagree, what takes over ends both", (NO, Record(BUNDLED, "2024-06-01", source="C"), YES), (Answer(3, "2025-06-30", Derived.CONFLICTING), Answer(3, "2025-07-01", COVERED))),
    LedgerCase("What takes over in the future leaves today as it is", (NO, Record(COVERED, "2030-01-01", source="B", takes_over=True)), (Answer(2, "2026-11-01", NOT_COVERED), Answer(2, "2030-01-01", COVERED))),
    LedgerCase("Coverage that begins in the future, with nothing before it, is announced", (Record(COVERED, "2030-01-01"),), (Answer(1, "2026-11-01", Derived.ANNOUNCED), Answer(1, "2030-01-01", COVERED))),
    LedgerCase("An earlier word that is entered later ends where the known one begins", (YES, Record(NOT_COVERED, "2024-01-01", takes_over=True)), (Answer(2, "2025-06-30", NOT_COVERED), Answer(2, "2025-07-01", COVERED))),
    LedgerCase("Without a first day, what takes over replaces what stands", (NO, Record(COVERED, source="B", takes_over=True)), (Answer(2, "2024-06-01", COVERED), Answer(1, "2024-06-01", NOT_COVERED))),
    LedgerCase("... and leaves what is announced", (NO, Record(BUNDLED, "2030-01-01", source="B", takes_over=True), Record(COVERED, source="C", takes_over=True)), (Answer(3, "2026-11-01", COVERED), Answer(3, "2029-12-31", COVERED), Answer(3, "2030-01-01", BUNDLED))),
    LedgerCase("Silence takes over on the day somebody found nothing", (NO, Record(SILENT, source="B", takes_over=True)), (Answer(2, "2026-10-31", NOT_COVERED), Answer(2, "2026-11-01", SILENT))),
    LedgerCase("A state's own word takes over in its state alone", (NO, Record(COVERED, "2025-07-01", source="B", takes_over=True, state="OH")), (Answer(2, "2025-07-01", NOT_COVERED), Answer(2, "2025-07-01", COVERED, "OH"), Answer(2, "2025-06-30", NOT_COVERED, "OH"))),
    LedgerCase("A check changes nothing that is said", (NO, Check(0)), (Answer(1, "2025-01-01", NOT_COVERED), Answer(2, "2025-01-01", NOT_COVERED))),
    LedgerCase("A second source changes nothing that is said", (NO, Cite(0)), (Answer(1, "2025-01-01", NOT_COVERED), Answer(2, "2025-01-01", NOT_COVERED))),
    LedgerCase("What is withdrawn says nothing any more, and did until then", (NO, Withdraw(0)), (Answer(2, "2025-01-01", Derived.NOT_CHECKED), Answer(1, "2025-01-01", NOT_COVERED))),
    LedgerCase("When what took over is withdrawn, what it ended holds again", (NO, YES, Withdraw(1)), (Answer(3, "2025-07-01", NOT_COVERED), Answer(2, "2025-07-01", COVERED))),
    LedgerCase("... though both were checked and given sources meanwhile", (NO, YES, Check(1), Cite(1), Check(0), Cite(0), Withdraw(1)), (Answer(7, "2025-07-01", NOT_COVERED), Answer(6, "2025-07-01", COVERED))),
    LedgerCase("... until its own last day, if it had one", (Record(NOT_COVERED, "2024-01-01", "2025-12-31"), YES, Withdraw(1)), (Answer(3, "2025-12-31", NOT_COVERED), Answer(3, "2026-01-01", Derived.NOT_CHECKED))),
    LedgerCase("... both, if it had ended two", (NO, Record(BUNDLED, "2024-06-01", source="C"), YES, Withdraw(2)), (Answer(4, "2025-07-01", Derived.CONFLICTING),)),
    LedgerCase("... until the next one begins, if it was the middle one of three", (NO, Record(BUNDLED, "2025-01-01", source="C", takes_over=True), YES, Withdraw(1)), (Answer(4, "2025-06-30", NOT_COVERED), Answer(4, "2025-07-01", COVERED))),
    LedgerCase("The last of three withdrawn: the middle one holds again, the first stays ended", (NO, Record(BUNDLED, "2025-01-01", source="C", takes_over=True), YES, Withdraw(2)), (Answer(4, "2025-07-01", BUNDLED), Answer(4, "2024-12-31", NOT_COVERED), Answer(4, "2025-01-01", BUNDLED))),
    LedgerCase("Both later ones withdrawn, the middle one first: the first holds again as it did", (NO, Record(BUNDLED, "2025-01-01", source="C", takes_over=True), YES, Withdraw(1), Withdraw(2)), (Answer(5, "2025-12-31", NOT_COVERED), Answer(4, "2025-12-31", COVERED))),
    LedgerCase("... or the last one first", (NO, Record(BUNDLED, "2025-01-01", source="C", takes_over=True), YES, Withdraw(2), Withdraw(1)), (Answer(5, "2025-12-31", NOT_COVERED), Answer(4, "2025-12-31", BUNDLED))),
    LedgerCase("A first day that is corrected to a later one moves the end of what stood", (NO, YES, Correct(1, Record(COVERED, "2025-09-01", source="B"))), (Answer(3, "2025-08-31", NOT_COVERED), Answer(3, "2025-09-01", COVERED), Answer(2, "2025-08-31", COVERED))),
    LedgerCase("... to an earlier one as well", (NO, YES, Correct(1, Record(COVERED, "2025-03-01", source="B"))), (Answer(3, "2025-02-28", NOT_COVERED), Answer(3, "2025-03-01", COVERED))),
    LedgerCase("... and withdrawn after all, it leaves what stood before any of it", (NO, YES, Correct(1, Record(COVERED, "2025-09-01", source="B")), Withdraw(1)), (Answer(4, "2025-12-31", NOT_COVERED),)),
    LedgerCase("A correction changes what we know of every day, not what we knew", (NO, Correct(0, Record(CONDITIONS, "2024-01-01", conditions="consent is on file"))), (Answer(1, "2024-06-01", NOT_COVERED), Answer(2, "2024-06-01", CONDITIONS), Answer(2, "2026-06-01", CONDITIONS))),
)  # fmt: skip


@dataclass(frozen=True)
class NewsCase:
    """The first `before` deeds were known on `since`, all of them on `until`: kind of news, what was and is said."""

    rule: str
    deeds: tuple[Deed, ...]
    before: int
    news: tuple[tuple[Kind, str, str], ...]
    since: str = "2026-11-01"
    until: str = "2026-11-08"


_YES_LATER = Record(COVERED, "2026-11-05")
NEWS = (
    NewsCase("Nothing happened", (NO,), 1, ()),
    NewsCase("A decision is recorded: new", (NO,), 0, ((Kind.NEW, "", "not_covered"),)),
    NewsCase("A second person's check is no news", (NO, Check(0)), 1, ()),
    NewsCase("... but what was recorded and checked in one period is", (NO, Check(0)), 0, ((Kind.NEW, "", "not_covered"),)),
    NewsCase("A second source is no news", (NO, Cite(0)), 1, ()),
    NewsCase("The same word again is no news", (NO, NO), 1, ()),
    NewsCase("What takes over is a change", (NO, YES), 1, ((Kind.CHANGED, "not_covered", "covered"),)),
    NewsCase("A condition that is added is a change, though the status stands", (NO, Correct(0, Record(NOT_COVERED, "2024-01-01", conditions="no telehealth"))), 1, ((Kind.CHANGED, "not_covered", "not_covered"),)),
    NewsCase("A withdrawal is news, with its reason", (NO, Withdraw(0)), 1, ((Kind.WITHDRAWN, "not_covered", ""),)),
    NewsCase("Recorded and withdrawn within the period: no news", (NO, Withdraw(0)), 0, ()),
    NewsCase("What took over is withdrawn: back to what stood", (NO, YES, Withdraw(1)), 2, ((Kind.CHANGED, "covered", "not_covered"),)),
    NewsCase("A second voice that disagrees is new, and a conflict", (NO, Record(COVERED, "2025-07-01", source="B")), 1, ((Kind.NEW, "", "covered"), (Kind.CONFLICT, "covered", "not_covered"))),
    NewsCase("A conflict that was there before is no news", (NO, Record(COVERED, "2025-07-01", source="B")), 2, ()),
    NewsCase("What was announced comes into force", (_YES_LATER,), 1, ((Kind.BEGAN, "", "covered"),)),
    NewsCase("... and so does a change that was announced", (NO, Record(COVERED, "2026-11-05", source="B", takes_over=True)), 2, ((Kind.BEGAN, "not_covered", "covered"),)),
    NewsCase("The day before it begins it is no news", (_YES_LATER,), 1, (), until="2026-11-04"),
    NewsCase("The look grows older than 180 days: stale", (NO,), 1, ((Kind.STALE, "", "not_covered"),), since="2027-04-30", until="2027-05-01"),
    NewsCase("... and the day before it is not yet", (NO,), 1, (), since="2027-04-29", until="2027-04-30"),
    NewsCase("Stale already at the beginning: no news", (NO,), 1, (), since="2027-05-01", until="2027-05-08"),
)  # fmt: skip
