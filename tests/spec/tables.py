"""The rules of the field as tables: one source for the tests in this folder and for `docs/spec.md`.

A row is a claim that somebody who knows the field can check without reading code. The one thing a newcomer would get
wrong: `docs/spec.md` is generated (`scripts/write_spec.py`); change the row here, never the document.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.vocabulary import Derived, Gap, Status, Tier

COVERED, CONDITIONS, NOT_COVERED = Status.COVERED, Status.CONDITIONS, Status.NOT_COVERED
BUNDLED, SILENT = Status.BUNDLED, Status.SILENT


@dataclass(frozen=True)
class Says:
    """One decision: US state ('' everywhere), status, first and last day (None open), day of the last look."""

    state: str
    status: Status
    first: str | None = None
    last: str | None = None
    checked: str | None = "2025-06-01"


@dataclass(frozen=True)
class StateCase:
    """Asked about `state` on `on`; today is the same day unless given."""

    rule: str
    decisions: tuple[Says, ...]
    state: str
    on: str
    knowledge: Status | Derived
    status: Status | None
    stale: bool = False
    other: Status | None = None
    coming: Status | None = None
    today: str | None = None


J = "2025-07-01"
COVERAGE_STATES = (
    StateCase("No decision at all: nobody has looked", (), "OH", J, Derived.NOT_CHECKED, None),
    StateCase("A decision that holds everywhere answers for a state", (Says("", COVERED, "2025-01-01"),), "OH", J, COVERED, COVERED),
    StateCase("The state's own decision beats one that holds everywhere", (Says("", COVERED, "2025-01-01"), Says("OH", NOT_COVERED, "2025-01-01")), "OH", J, NOT_COVERED, NOT_COVERED),
    StateCase("Another state's decision says nothing here", (Says("TX", COVERED, "2025-01-01"),), "OH", J, Derived.NOT_CHECKED, None),
    StateCase("The state's own silence beats a decision that holds everywhere", (Says("", COVERED, "2025-01-01"), Says("OH", SILENT)), "OH", J, SILENT, SILENT),
    StateCase("A state's decision does not answer for everywhere", (Says("OH", COVERED, "2025-01-01"),), "", J, Derived.NOT_CHECKED, None),
    StateCase("Silent is what somebody found, not what nobody looked for", (Says("", SILENT),), "", J, SILENT, SILENT),
    StateCase("Two current decisions that disagree", (Says("", COVERED, "2025-01-01"), Says("", NOT_COVERED, "2025-02-01")), "", J, Derived.CONFLICTING, NOT_COVERED, other=COVERED),
    StateCase("Bundled against not covered is a conflict too", (Says("", BUNDLED, "2025-01-01"), Says("", NOT_COVERED, "2025-01-01")), "", J, Derived.CONFLICTING, NOT_COVERED, other=BUNDLED),
    StateCase("Covered and covered with conditions agree: the conditions hold", (Says("", COVERED, "2025-01-01"), Says("", CONDITIONS, "2025-01-01")), "", J, CONDITIONS, CONDITIONS),
    StateCase("Silence of one source does not contradict another", (Says("", COVERED, "2025-01-01"), Says("", SILENT)), "", J, COVERED, COVERED),
    StateCase("One place's conflict is not another's", (Says("", COVERED, "2025-01-01"), Says("TX", NOT_COVERED, "2025-01-01")), "OH", J, COVERED, COVERED),
    StateCase("Coverage begins on its first day", (Says("", COVERED, J),), "", J, COVERED, COVERED),
    StateCase("The day before, it is announced", (Says("", COVERED, "2025-07-02"),), "", J, Derived.ANNOUNCED, COVERED, coming=COVERED),
    StateCase("Coverage ends after its last day", (Says("", COVERED, "2025-01-01", J),), "", J, COVERED, COVERED),
    StateCase("The day after, nothing is known until somebody looks", (Says("", COVERED, "2025-01-01", "2025-06-30"),), "", J, Derived.NOT_CHECKED, None),
    StateCase("The second of two periods holds in its own", (Says("", NOT_COVERED, "2024-01-01", "2024-12-31"), Says("", COVERED, "2025-01-01")), "", J, COVERED, COVERED),
    StateCase("... and the first in the past", (Says("", NOT_COVERED, "2024-01-01", "2024-12-31", "2024-06-01"), Says("", COVERED, "2025-01-01")), "", "2024-07-01", NOT_COVERED, NOT_COVERED, coming=COVERED),
    StateCase("A change that is announced does not hold yet", (Says("", NOT_COVERED, "2024-01-01", "2025-12-31"), Says("", COVERED, "2026-01-01")), "", J, NOT_COVERED, NOT_COVERED, coming=COVERED),
    StateCase("Until the state's own decision begins, the one that holds everywhere does", (Says("", NOT_COVERED, "2024-01-01"), Says("OH", COVERED, "2026-01-01")), "OH", J, NOT_COVERED, NOT_COVERED, coming=COVERED),
    StateCase("When the state's own decision has ended, the one that holds everywhere does", (Says("", NOT_COVERED, "2024-01-01"), Says("OH", COVERED, "2024-01-01", "2024-12-31")), "OH", J, NOT_COVERED, NOT_COVERED),
    StateCase("A change announced everywhere does not reach a state with its own decision", (Says("", COVERED, "2026-01-01"), Says("OH", NOT_COVERED, "2024-01-01")), "OH", J, NOT_COVERED, NOT_COVERED),
    StateCase("Looked at 180 days ago: still fresh", (Says("", COVERED, "2024-01-01", None, "2025-01-02"),), "", J, COVERED, COVERED),
    StateCase("Looked at 181 days ago: stale, and the status stands", (Says("", COVERED, "2024-01-01", None, "2025-01-01"),), "", J, COVERED, COVERED, stale=True),
    StateCase("Never looked at since it was recorded: stale", (Says("", NOT_COVERED, "2024-01-01", None, None),), "", J, NOT_COVERED, NOT_COVERED, stale=True),
    StateCase("Staleness is counted from today, whatever day is asked about", (Says("", COVERED, "2024-01-01", None, "2024-06-01"),), "", "2024-07-01", COVERED, COVERED, stale=True, today=J),
    StateCase("A silence grows stale as well", (Says("", SILENT, None, None, "2024-06-01"),), "", J, SILENT, SILENT, stale=True),
)  # fmt: skip


@dataclass(frozen=True)
class Met:
    """Lines of one month: paid (with partly paid), coverage denials, billing denials."""

    month: str
    paid: int = 0
    coverage: int = 0
    billing: int = 0


@dataclass(frozen=True)
class GapCase:
    """What is said and met, as of 2025-07-01: the class, coverage denials that count, those before the first day."""

    rule: str
    decisions: tuple[Says, ...]
    lines: tuple[Met, ...]
    gap: Gap
    denials: int = 0
    early: int = 0
    billing: int = 0


GAPS = (
    GapCase("Covered on paper, denied in practice", (Says("", COVERED, "2025-01-01"),), (Met("2025-03", 5, 1),), Gap.COVERED_BUT_DENIED, 1),
    GapCase("... with conditions just the same", (Says("", CONDITIONS, "2025-01-01"),), (Met("2025-03", 0, 2),), Gap.COVERED_BUT_DENIED, 2),
    GapCase("Covered and paid: no gap, and shown", (Says("", COVERED, "2025-01-01"),), (Met("2025-03", 5),), Gap.NO_GAP),
    GapCase("Covered, no claim seen: no gap", (Says("", COVERED, "2025-01-01"),), (), Gap.NO_GAP),
    GapCase("A billing denial is ours to mend and no gap", (Says("", COVERED, "2025-01-01"),), (Met("2025-03", 5, 0, 4),), Gap.NO_GAP, billing=4),
    GapCase("A denial before coverage began is our error, counted apart", (Says("", COVERED, "2025-03-01"),), (Met("2025-02", 0, 3),), Gap.NO_GAP, 0, 3),
    GapCase("Denials before and after: only those after count", (Says("", COVERED, "2025-03-01"),), (Met("2025-02", 0, 3), Met("2025-03", 0, 2)), Gap.COVERED_BUT_DENIED, 2, 3),
    GapCase("Covered without a known first day: every denial counts", (Says("", COVERED),), (Met("2024-02", 0, 3),), Gap.COVERED_BUT_DENIED, 3),
    GapCase("The payer says it does not cover", (Says("", NOT_COVERED, "2025-01-01"),), (Met("2025-03", 0, 3),), Gap.NOT_COVERED, 3),
    GapCase("... even where it pays", (Says("", NOT_COVERED, "2025-01-01"),), (Met("2025-03", 3),), Gap.NOT_COVERED),
    GapCase("The payer says it is part of another service", (Says("", BUNDLED, "2025-01-01"),), (Met("2025-03", 1, 3),), Gap.BUNDLED, 3),
    GapCase("Nothing in writing, and denied", (Says("", SILENT),), (Met("2025-03", 4, 1),), Gap.SILENT_DENIED, 1),
    GapCase("Nothing in writing, yet paid", (Says("", SILENT),), (Met("2025-03", 4, 0, 2),), Gap.SILENT_PAID, billing=2),
    GapCase("Nothing in writing, no claims seen", (Says("", SILENT),), (), Gap.SILENT_QUIET),
    GapCase("Nothing in writing, only billing denials: still quiet", (Says("", SILENT),), (Met("2025-03", 0, 0, 2),), Gap.SILENT_QUIET, billing=2),
    GapCase("Sources disagree, whatever members meet", (Says("", COVERED, "2025-01-01"), Says("", NOT_COVERED, "2025-01-01")), (Met("2025-03", 4, 1),), Gap.CONFLICTING, 1),
    GapCase("... and a denial before either source says covered is our error", (Says("", COVERED, "2025-04-01"), Says("", NOT_COVERED, "2025-01-01")), (Met("2025-03", 4, 1),), Gap.CONFLICTING, 0, 1),
    GapCase("Two sources that cover, one without a first day: the known one counts", (Says("", COVERED), Says("", COVERED, "2025-04-01")), (Met("2025-03", 0, 1), Met("2025-05", 0, 2)), Gap.COVERED_BUT_DENIED, 2, 1),
    GapCase("Nobody has checked, and members are denied", (), (Met("2025-03", 0, 5),), Gap.NOT_CHECKED, 5),
    GapCase("Coverage that is announced: shown as such, and denials so far lie before it", (Says("", COVERED, "2026-01-01"),), (Met("2025-03", 0, 5),), Gap.ANNOUNCED, 0, 5),
    GapCase("... whatever is paid meanwhile", (Says("", COVERED, "2026-01-01"),), (Met("2025-03", 5),), Gap.ANNOUNCED),
    GapCase("An exclusion that is announced: what is denied before it still counts", (Says("", NOT_COVERED, "2026-01-01"),), (Met("2025-03", 0, 5),), Gap.ANNOUNCED, 5),
    GapCase("A change that is announced leaves today's class as it is", (Says("", NOT_COVERED, "2025-01-01", "2025-12-31"), Says("", COVERED, "2026-01-01")), (Met("2025-03", 0, 5),), Gap.NOT_COVERED, 5),
    GapCase("Lines after the day that is asked about do not count", (Says("", COVERED, "2025-01-01"),), (Met("2025-08", 0, 5),), Gap.NO_GAP),
    GapCase("The month of the day that is asked about counts", (Says("", COVERED, "2025-01-01"),), (Met("2025-07", 0, 5),), Gap.COVERED_BUT_DENIED, 5),
)  # fmt: skip


@dataclass(frozen=True)
class Worded:
    """A text about a number of a tier, and whether it may stand."""

    text: str
    tier: Tier
    allowed: bool


LADDER = (
    Worded("12 reports of denials", Tier.T0, True),
    Worded("A denial rate of 12 reports", Tier.T0, False),
    Worded("38% of reports name bundling", Tier.T1, True),
    Worded("The denial rate among reports is 38%", Tier.T1, False),
    Worded("Denial-rate: 38%", Tier.T1, False),
    Worded("denial_rate", Tier.T1, False),
    Worded("RATES by payer", Tier.T1, False),
    Worded("12 separate reports about a corporate plan", Tier.T1, True),
    Worded("Denied services worth $1,200 at Medicare rates", Tier.T1, True),
    Worded("Denied at a Medicare rate of 38%, a rate too high", Tier.T1, False),
    Worded("Denial rate among reporting practices: 38%", Tier.T2, True),
    Worded("Denial rate in Original Medicare, 2024: 8%", Tier.T3, True),
)


@dataclass(frozen=True)
class Published:
    """A value somebody else computed and printed, and where."""

    what: str
    inputs: tuple[float, ...]
    expected: tuple[float, ...]
    source: str


WILSON = (
    Published("Wilson 95%, 81 of 263", (81, 263), (0.2553, 0.3662), "Newcombe 1998, Stat Med 17:857, table I"),
    Published("Wilson 95%, 15 of 148", (15, 148), (0.0624, 0.1605), "Newcombe 1998, Stat Med 17:857, table I"),
    Published("Wilson 95%, 0 of 20", (0, 20), (0.0000, 0.1611), "Newcombe 1998, Stat Med 17:857, table I"),
    Published("Wilson 95%, 1 of 29", (1, 29), (0.0061, 0.1718), "Newcombe 1998, Stat Med 17:857, table I"),
)


@dataclass(frozen=True)
class HideCase:
    """A cell on its own: value, distinct practices, lines of the largest practice."""

    rule: str
    value: int
    practices: int | None
    largest: int | None
    hidden: bool


DISCLOSURE = (
    HideCase("0 is shown", 0, 0, 0, False),
    HideCase("1 is hidden", 1, 5, 1, True),
    HideCase("10 is hidden", 10, 5, 2, True),
    HideCase("11 is shown", 11, 5, 3, False),
    HideCase("Two practices are too few, however many lines", 500, 2, 250, True),
    HideCase("Three practices are enough", 500, 3, 250, False),
    HideCase("One practice with exactly half is shown", 100, 3, 50, False),
    HideCase("One practice with more than half is not", 100, 3, 51, True),
    HideCase("Public figures have no practices: only the size counts", 100, None, None, False),
)

MONTGOMERY = Published(
    "p chart, cans of orange juice, 30 samples of 50: centre, limits",
    (12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
    (0.2313, 0.0524, 0.4102),
    "Montgomery, Introduction to Statistical Quality Control; data set orangejuice of R package qcc",
)
NIST = Published(
    "XmR, ten flow rates: centre, limits",
    (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1),
    (50.81, 45.8159, 55.8041),
    "NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2",
)
ODDS = Published(
    "Odds ratio of 14, 12, 7, 27 with 95% limits",
    (14, 12, 7, 27),
    (4.5, 1.448095, 13.98389),
    "R, oddsratio.wald of package epitools; quoted in Biostatistics For Dummies, chapter 13",
)
REMISSION = Published(
    "Kaplan-Meier, 21 remissions under 6-mercaptopurine: share still in remission at each relapse time",
    (),
    (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448),
    "Freireich et al. 1963, Blood 21:699; Gehan 1965, Biometrika 52:203",
)
WORKED = (MONTGOMERY, NIST, ODDS, REMISSION)
