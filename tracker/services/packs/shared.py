"""What all packs are made of: captions, what policies say with their evidence, gaps, and words for numbers.

The one thing to know: nothing here hides a number by its own rule; frames come hidden from `answers` and are masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from tracker import reference
from tracker.exports.pack import Evidence
from tracker.figures.style import Caption
from tracker.figures.text import counted, month_words
from tracker.measures.definitions import definition, name_for
from tracker.measures.numbers import check_words, percent
from tracker.measures.uncertainty import wilson
from tracker.people import Person, require
from tracker.services import release
from tracker.services.answers import denials
from tracker.services.answers.words import LEDGER, LICENCE, LINES, SYNTHETIC
from tracker.settings import settings
from tracker.store import live
from tracker.store.connection import reading, revision
from tracker.store.questions import Filters
from tracker.vocabulary import DenialClass, Derived, Status, Tier

COVERAGE_DENIAL = "coverage_denial"
DENIED = "denied for coverage reasons"
HIDDEN = (
    "Counts of 1 to 10 lines, cells that rest on fewer than 3 practices or on one practice for more than half, and numbers "
    "from which these could be worked out are hidden and say so."
)
DEFINITIONS = {
    "Denied": "adjudicated, paid nothing, with at least one denial reason (contractual write-offs and cost share are none)",
    "Coverage denial": "a denial whose first reason is the payer's choice: benefit, bundling, authorisation, provider type, "
    "medical necessity, place of service",
    "Billing denial": "a denial that is the practice's to mend: coding, units, timely filing, duplicate, eligibility",
}
TIERS = {
    Tier.T1: "reports that practices chose to send; a share of reports, never a rate",
    Tier.T2: "denied / adjudicated lines of complete remittance files, paid lines included",
}


@dataclass(frozen=True)
class Facts:
    """What every caption of a pack carries: revision and day it was drawn from, and the mark of the demonstration."""

    revision: int
    day: date
    note: str

    @property
    def snapshot(self) -> str:
        return f"r{self.revision}, {self.day.isoformat()}"

    def said(self, title: str, n: str, subtitle: str = "", note: str = "") -> Caption:
        """A caption of what policies say."""
        as_of = f"as of {self.day:%-d %B %Y}"
        return Caption(
            check_words(title, None), "; ".join(t for t in (subtitle, as_of) if t), LEDGER, n, None, self.snapshot, LICENCE,
            " ".join(t for t in (self.note, note) if t),
        )  # fmt: skip

    def reasons(self, title: str, n: str, tier: Tier, subtitle: str = "") -> Caption:
        """A caption of the mix of reasons, which is a share of denied lines and never a rate."""
        named = "; ".join(t for t in (name_for("reason_mix", tier), subtitle) if t)
        among = f"reasons {tier.among}"
        return Caption(check_words(title, tier), named, LINES, n, tier, self.snapshot, LICENCE, self.note, among)

    def met(self, title: str, n: str, tier: Tier, subtitle: str = "", source: str = LINES) -> Caption:
        """A caption of claim lines, named by what the measure may be called at this tier."""
        named = "; ".join(t for t in (measure_words(tier), subtitle) if t)
        return Caption(check_words(title, tier), named, source, n, tier, self.snapshot, LICENCE, self.note)

    def both(self, title: str, n: str, tier: Tier, subtitle: str = "") -> Caption:
        """A caption of what policies say beside what members meet: counts, and never a rate."""
        shown = "; ".join(t for t in ("what policies say beside what members meet", subtitle) if t)
        among = f"coverage denials {tier.among}"
        source = f"{LEDGER}; {LINES}"
        return Caption(check_words(title, tier), shown, source, n, tier, self.snapshot, LICENCE, self.note, among)


def facts(day: date) -> Facts:
    """The facts of the store as it stands."""
    with reading(live.ensure(settings().store)) as db:
        return Facts(revision(db), day, SYNTHETIC if live.notice(db) else "")


def measure_words(tier: Tier) -> str:
    """What the share of coverage denials may be called: a rate from complete remittances on, else a share of reports."""
    return name_for(COVERAGE_DENIAL, tier)


def definitions(tier: Tier) -> dict[str, str]:
    """The words of a pack and what they mean, with the measure as its document says."""
    measure = definition(COVERAGE_DENIAL)
    return {
        **DEFINITIONS,
        measure_words(tier): f"{measure.numerator} Divided by: {measure.denominator} Limits: {measure.limits}",
        str(tier): TIERS.get(tier, tier.words),
    }


def covering(grid: pd.DataFrame) -> pd.Series:
    """Which cells of a matrix cover today."""
    now = ~grid["announced"].astype(bool)
    return grid["state_of_knowledge"].isin([str(Status.COVERED), str(Status.CONDITIONS)]) & now


def labelled(grid: pd.DataFrame) -> pd.DataFrame:
    """The matrix with our label of each code."""
    return grid.assign(label=[reference.codes()[c].label for c in grid["code"]])


def evidence(ledger: pd.DataFrame, with_payer: bool = False) -> tuple[Evidence, ...]:
    """The sources of the ledger, numbered in its order, each with what it says of which codes (and of which payer)."""
    if ledger.empty:
        return ()
    found = []
    for number, (_, rows) in enumerate(
        ledger.groupby(["payer", "sources"] if with_payer else "sources", sort=False), 1
    ):
        first = rows.iloc[0]
        publisher, _, title = str(first["sources"]).partition(": ")
        codes = ", ".join(sorted(set(rows["code"])))
        statuses = " / ".join(dict.fromkeys(Status(s).words for s in rows["status"]))
        whose = f"{first['payer']}: " if with_payer else ""
        says = f"{whose}{codes}: {statuses}. {_text(first['evidence'])}".strip()
        found.append(Evidence(number, publisher, title, says, _text(first["url"]), _text(first["last_checked"])))
    return tuple(found)


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def reasons(person: Person | None, only: Filters, kind: str) -> pd.DataFrame:
    """Denied lines by reason that may leave; no row where all of them are hidden."""
    mix = release.counts(person, denials.reasons, only, kind)
    return mix if mix["lines"].notna().any() else mix.head(0)


def says(name: str, grid: pd.DataFrame) -> str:
    """What a payer says of all codes: covered ones first, what is refused, open and unknown after it. Silence is not
    refusal, and nothing is said for a payer that it did not say."""
    now, total = grid["state_of_knowledge"].mask(~covering(grid) & grid["announced"].astype(bool), ""), len(grid)
    count_of = {str(s): int((now == s).sum()) for s in (*Status, *Derived)}
    unseen = count_of[Derived.NOT_CHECKED]
    if unseen == total:
        return f"Nobody has looked at what {name} says yet"
    clauses = [
        (int(covering(grid).sum()), f"{name} says in writing that it covers {{}}", ""),
        (count_of[Status.NOT_COVERED], f"{name} says in writing that it does not cover {{}}", "does not cover {}"),
        (count_of[Status.BUNDLED], f"{name} pays {{}} only as part of another service", "pays {} only as part of another service"),
        (count_of[Derived.CONFLICTING], f"Sources disagree on what {name} says about {{}}", "sources disagree on {}"),
        (count_of[Status.SILENT], f"{name} says nothing in writing on {{}}", "says nothing on {}"),
    ]  # fmt: skip
    told = [(n, alone, after) for n, alone, after in clauses if n]
    if not told:
        return f"What {name} has announced is not in force yet"
    said = [told[0][1].format(f"{told[0][0]} of {total} codes"), *(after.format(n) for n, _, after in told[1:])]
    return "; ".join([*said, f"nobody has looked at {unseen}"] if unseen else said)


def whole(person: Person | None, only: Filters, kind: str) -> pd.DataFrame:
    """All lines of one payer or one state in a row that may leave; no row where that is hidden or neither is asked for.

    Never the sum of the months that are shown: those without a denial are, those with a few are not."""
    person = require(person, "export")
    if len(only.payers) != 1 and len(only.states) != 1:
        return pd.DataFrame(columns=["numerator", "denominator"])
    by = denials.by_payer if len(only.payers) == 1 else denials.by_state
    total = release.shares(person, by, only, kind, "coverage_denied")
    return total[total["numerator"].notna() & total["denominator"].notna()].head(1)


def payers_choice(mix: pd.DataFrame) -> tuple[float, int] | None:
    """The share of denied lines that were the payer's choice, and of how many; None where a reason is hidden."""
    if mix.empty or mix["hidden"].astype(bool).any():
        return None
    total = int(mix["lines"].sum())
    chosen = int(mix[mix["denial_class"] == DenialClass.COVERAGE]["lines"].sum())
    return (chosen / total, total) if total else None


def reason_words(mix: pd.DataFrame) -> str:
    """The families of reasons in numbers, to stand beside the chart; of what is shown."""
    said = []
    for kind, words in ((DenialClass.COVERAGE, "The payer's choice"), (DenialClass.BILLING, "Ours to mend")):
        rows = mix[mix["denial_class"] == kind]
        lines = int(rows["lines"].fillna(0).sum())
        if lines:
            shown = " shown" if rows["hidden"].astype(bool).any() else ""
            said.append(f"{words}: {counted(lines, f'line{shown}', f'lines{shown}')}.")
    return "\n".join(said)


def overall(total: pd.DataFrame, months: pd.DataFrame) -> tuple[float, str] | None:
    """The share of all lines (`whole`), and its words: `of 2,537 lines denied ..., Mar 2024 to Sep 2026 (95% CI 34-38)`."""
    if total.empty or months.empty:
        return None
    denied, lines = (int(total[name].iloc[0]) for name in ("numerator", "denominator"))
    low, high = wilson(denied, lines)
    when = " to ".join(dict.fromkeys(month_words(m) for m in (months["month"].min(), months["month"].max())))
    return denied / lines, f"of {lines:,} lines {DENIED}, {when} ({interval_words(low, high)})"


def together(said: tuple[float, str] | None) -> str:
    """What all months together say, to stand beside the trend."""
    return f"All months together: {percent(said[0])}% {said[1]}." if said else ""


def interval_words(low: float, high: float) -> str:
    """`95% CI 31-46`."""
    return f"95% CI {percent(low)}-{percent(high)}"


def shown_lines(frame: pd.DataFrame, column: str = "denominator", who: str = "") -> str:
    """`5,852 adjudicated lines shown; 12 practices, ...`: what n is after hiding, and whose lines they are."""
    what = "adjudicated lines" if column == "denominator" else "denied lines"
    if frame.empty:
        return "no line"
    return f"{int(frame[column].fillna(0).sum()):,} {what} shown" + (f"; {who}" if who else "")


def looked_at(grid: pd.DataFrame) -> pd.Series:
    """By payer: whether somebody has looked at any of its codes."""
    seen = grid["state_of_knowledge"] != Derived.NOT_CHECKED
    return seen.groupby(grid["payer_id"]).any()
