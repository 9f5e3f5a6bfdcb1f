"""What every reader of member files hands on: a `Batch`. Nothing in it can identify a patient.

The one thing to know: a reader drops private values before it builds any of these, so a `Batch` may be shown,
logged and kept. Each row of a file ends as exactly one of line source, problem, ignored or repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.vocabulary import LineOfBusiness, Outcome


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal of a denied line, as a row tells it. outcome: an `AppealOutcome`. filed, decided: `YYYY-MM`, '' where
    not told."""

    level: int
    outcome: str
    filed: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One adjudicated (or pending) line of a tracked code.

    row: 1-based row or record in its file (for an 835: the segment number of the service line). sheet: only where a
    workbook has several. month: `YYYY-MM`. reasons: in order, `CO-96`, `96` (group unknown), `N130`. claim_status:
    CLP02 where known. primary: False for secondary and tertiary adjudications, which never enter rates.
    claim_key, line_key, practice: keyed one-way fingerprints or None. flags: rule names such as `units_over_limit`,
    `add_on_without_base`, `reversal`, `before_first_day`. money_key: 16 digits, keyed: the first half is alike where
    the same was paid, all of it where charge and adjustments are alike too; no amount can be read from it.
    """

    row: int
    code: str
    month: str
    outcome: Outcome
    payer_as_written: str
    sheet: str | None = None
    modifiers: tuple[str, ...] = ()
    units: int | None = None
    state: str | None = None
    line_of_business: LineOfBusiness | None = None
    reasons: tuple[str, ...] = ()
    payer_identifier: str | None = None
    place_of_service: str | None = None
    claim_status: str | None = None
    primary: bool = True
    practice: str | None = None
    claim_key: str | None = None
    line_key: str | None = None
    flags: tuple[str, ...] = ()
    money_key: str | None = None
    appeals: tuple[Appeal, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A row the sender must mend. `value` is shown only when it cannot be private; rule is a stable name."""

    row: int | None
    column: str | None
    rule: str
    message: str
    advice: str
    value: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is neither line nor problem: `kind` is `ignored` or `repeat`, `reason` a short phrase."""

    row: int
    kind: str
    reason: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """How one column was read. header is safe to show (private headers are replaced); role is '' when unused."""

    position: int
    header: str
    role: str
    confidence: float
    why: str
    sheet: str | None = None
    candidates: tuple[str, ...] = ()
    asked: bool = False  # another column fits the role as well and says otherwise: a person must choose


@dataclass(frozen=True, slots=True)
class Totals835:
    """Control figures of a remittance file, shown to the sender and never stored."""

    claims: int = 0
    service_lines: int = 0
    cas_triplets: int = 0
    charge_total: Decimal = Decimal(0)
    paid_total: Decimal = Decimal(0)
    adjustment_total: Decimal = Decimal(0)
    provider_adjustments: int = 0
    unread: tuple[tuple[int, str], ...] = ()  # (segment number, reason)


@dataclass(frozen=True)
class Batch:
    """All that one file gave. kind: `spreadsheet` or `x12_835`. layout: fingerprint of the header layout.

    complete: True when the file holds all adjudicated lines (paid too), False when denials only, None when unknown.
    rows: rows in the file; every one is accounted for by lines, problems, ignored and repeats.
    questions: things a person must settle before Send (two candidate columns, an ambiguous date order).
    claim_reversals: keys of claims that a remittance takes back as a whole, without service lines.
    remitted: the month of a remittance's payments (`2025-04`), '' where it holds several months or does not say.
    appeal_problems: appeals that could not be read; the lines of their rows are kept all the same.
    """

    kind: str
    lines: Sequence[Line] = ()
    problems: tuple[Problem, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    columns: tuple[Column, ...] = ()
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    layout: str | None = None
    rows: int = 0
    complete: bool | None = None
    totals: Totals835 | None = None
    sha256: str = ""
    name: str = ""  # a neutral name: never the sender's file name, which may hold a patient's
    extra: dict[str, str] = field(default_factory=dict)
    claim_reversals: tuple[str, ...] = ()
    remitted: str = ""
    appeal_problems: tuple[Problem, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether there is anything to keep: lines, or claims that are taken back."""
        return bool(self.lines or self.claim_reversals)
