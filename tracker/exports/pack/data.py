"""What a pack is made from, for one payer or for all payers of a state or a parent company.

The one thing to know: a part that has no lines is None or an empty frame; its slide then says so in a sentence
instead of standing empty. Frames are those of the figure of the same name (see `tracker.figures`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from tracker.errors import TrackerError
from tracker.figures.axes import masked
from tracker.figures.style import Caption

MOST_WORDS = 40

ANTITRUST = (
    "This pack shows coverage decisions and counts of claim lines. It holds no fee, price or payment amount of any "
    "practice, recommends no price and no joint refusal to deal, and is not for agreeing on either."
)


@dataclass(frozen=True)
class Brand:
    """Whose pack it is: name, accent colour and the colour of what it is compared with (`#rrggbb`), logo (PNG bytes),
    and the statement on the last page."""

    name: str = ""
    colour: str = "#0b5f8a"
    second: str = "#b4bbc4"
    logo: bytes | None = None
    antitrust: str = ANTITRUST


@dataclass(frozen=True)
class Ask:
    """What is asked of the payer: one sentence, and up to three numbers that stand behind it, each with its words."""

    sentence: str
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A source of the coverage ledger, numbered as it is cited in the pack."""

    number: int
    publisher: str
    title: str
    says: str
    url: str = ""
    accessed: str = ""


@dataclass(frozen=True)
class Exchange:
    """A meeting, letter or call, and what came of it. `answer` says `no reply after 41 days` where none came."""

    day: str
    what: str
    ask: str
    answer: str
    next_step: str = ""


@dataclass(frozen=True)
class Part:
    """A frame with its caption, and what to say beside it (at most 40 words).

    Numbers of hidden rows are taken out here, whatever the caller left in them.

    reply: what the payer replied when this finding was raised before. options: what else the figure's `draw` takes.
    """

    frame: pd.DataFrame
    caption: Caption
    says: str = ""
    reply: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Whether any number of it may be shown."""
        counts = [c for c in ("denominator", "lines") if c in self.frame]
        return any(bool(self.frame[c].notna().any()) for c in counts)

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", masked(self.frame))
        if len(self.says.split()) > MOST_WORDS:
            raise TrackerError(
                f"The words beside the chart “{self.caption.title}” are {len(self.says.split())}.",
                f"Shorten them to {MOST_WORDS}: nobody reads more in a meeting.",
            )


@dataclass(frozen=True)
class PackData:
    """Everything in a pack. subject: the payer, the state or the parent company it is about.

    coverage: one row a payer and code, columns payer_id, payer, parent, code, label, state_of_knowledge, status,
    other_status, stale, announced, and for a single payer since, last_checked, evidence (numbers as text). trend,
    reasons, against (one payer beside the others), payers (several, with intervals), gaps: frames of these figures.
    departures: the pairs covered on paper and denied in practice, columns payer, where, business, code,
    coverage_denials, hidden.
    sentences: what may be said, with numbers. hidden: what is hidden and why. definitions: word -> meaning.
    """

    subject: str
    scope: str
    ask: Ask
    snapshot: str
    drawn: date
    coverage: Part
    payers: Part | None = None
    trend: Part | None = None
    reasons: Part | None = None
    against: Part | None = None
    gaps: Part | None = None
    departures: Part | None = None
    evidence: tuple[Evidence, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    sentences: tuple[str, ...] = ()
    hidden: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    brand: Brand = Brand()
    link: str = ""

    @property
    def stamp(self) -> str:
        """The snapshot as it is written everywhere: `r153`."""
        return self.snapshot if self.snapshot.startswith("r") else f"r{self.snapshot}"

    @property
    def several(self) -> bool:
        """Whether the pack compares payers."""
        return "payer_id" in self.coverage.frame and self.coverage.frame["payer_id"].nunique() > 1

    @property
    def stands_on(self) -> str:
        """How many lines the numbers stand on, and what they may be called: `n = 200 lines · T2: ...`."""
        for part in (self.trend, self.payers, self.reasons, self.against):
            if part is not None and part.caption.tier and part.tells:
                n = f"n = {part.caption.n} · " if part.caption.n else ""
                return f"{n}{part.caption.tier_words}"
        return ""

    @property
    def nothing(self) -> str:
        """The sentence where no claim line may be shown."""
        whose = f"the payers of {self.subject}" if self.several else "this payer"
        too_few = "too few were reported to say anything without naming a practice"
        return f"No claim line of {whose} may be shown yet: {too_few}."
