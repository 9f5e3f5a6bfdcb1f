"""Can I say this? A claim about a payer, judged: supported, supported with these words, or not supported.

The one thing a newcomer would get wrong: the sentence is the answer. It says no more than its numbers do, stands on its
own when copied into a letter, and hides small numbers; a claim that fails still comes with what may be said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from tracker.measures.control import BEYOND, SHIFT, add_months, p_chart
from tracker.measures.disclosure import FEW_PRACTICES, ONE_PRACTICE, RULE, SMALL, primary
from tracker.measures.funnel import LEAST_UNITS, funnel
from tracker.measures.numbers import EARNED, Basis, Proportion, check_words, counted
from tracker.measures.talking import Talking
from tracker.vocabulary import Tier

ENOUGH_LINES = 30
"""With fewer lines "pays nothing" leaves room for one line in nine (Wilson 95%), so the sentence must say how few."""
RECENT = 3
"""A signal older than this many closed months is history, not "rising"."""


class Verdict(StrEnum):
    SUPPORTED = "supported"
    WITH_THESE_WORDS = "supported with these words"
    NOT_SUPPORTED = "not supported"


@dataclass(frozen=True)
class Answer:
    """sentence: ready to copy. number: its n, interval, tier and period in words. caveat: what must be said with it."""

    verdict: Verdict
    sentence: str
    number: str
    tier: Tier | None
    caveat: str = ""

    def __post_init__(self) -> None:
        check_words(self.sentence + " " + self.caveat, self.tier)

    def say(self) -> str:
        """All of it, for the clipboard; a share that the sentence tells is not told again beside its n."""
        share, n, rest = self.number.partition("n = ")
        told = bool(n) and share.removesuffix(", ") in self.sentence
        number = n + rest if told else self.number
        return " ".join(p for p in (self.sentence, f"({number})" if number else "", self.caveat) if p)


_TOO_SMALL = "The numbers are too small to be told outside."
_REPORTS = (
    "These are reports that practices chose to send; paid lines are missing, so payers cannot be compared by them."
)


def _quotable(share: Proportion, talk: Talking | None) -> bool:
    """May numerator, denominator and rest leave the building?"""
    practices = talk.practices if talk else share.basis.practices
    largest = talk.largest.numerator if talk else None
    parts = (share.numerator, share.denominator - share.numerator)
    return not primary(share.denominator, practices, largest) and not any(RULE.small(p) for p in parts)


def _with_company(answer: Answer, talk: Talking | None) -> Answer:
    """A number that one practice dominates is never simply supported, and the warning goes along."""
    if talk is None or not talk.dominated:
        return answer
    softer = Verdict.WITH_THESE_WORDS if answer.verdict is Verdict.SUPPORTED else answer.verdict
    return replace(answer, verdict=softer, caveat=f"{answer.caveat} {talk.warning()}".strip())


def _too_small(payer: str, tier: Tier | None) -> Answer:
    return Answer(Verdict.NOT_SUPPORTED, f"Too few lines of {payer} are known to say this.", "", tier, _TOO_SMALL)


def more_than_others(payer: str, payer_id: str, payers: pd.DataFrame, basis: Basis,
                     talk: Talking | None = None) -> Answer:  # fmt: skip
    """ "This payer denies more than others." payers: payer_id, numerator (coverage denials), denominator."""
    mine = payers[payers["payer_id"] == payer_id]
    share = Proportion(int(mine["numerator"].sum()), int(mine["denominator"].sum()), basis)
    if basis.tier not in EARNED:
        sentence = f"Practices reported {payer} denying caregiver-training lines."
        return Answer(Verdict.NOT_SUPPORTED, sentence, "", basis.tier, _REPORTS)
    if not _quotable(share, talk):
        return _too_small(payer, basis.tier)
    compared = funnel(payers)
    others = int((compared.frame["payer_id"] != payer_id).sum())
    position = str(compared.frame.set_index("payer_id")["position"].get(payer_id, "inside"))
    verdict = {"above_998": Verdict.SUPPORTED, "above_95": Verdict.WITH_THESE_WORDS}.get(
        position, Verdict.NOT_SUPPORTED
    )
    caveat = f"Compared with {counted(others, 'other payer')} among reporting practices, which are not a random sample."
    if compared.widened:
        caveat += " The limits are widened, since payers differ by more than chance."
    if others + 1 < LEAST_UNITS:
        caveat = f"With fewer than {LEAST_UNITS} payers there is nothing to compare with."
        alone = Answer(Verdict.NOT_SUPPORTED, _plainly(payer, share), share.say(), basis.tier, caveat)
        return _with_company(alone, talk)
    if position == "inside":
        sentence = (
            f"{_plainly(payer, share)} That cannot be told from {compared.pooled:.0%} overall: payers differ that much."
        )
    elif position.startswith("below"):
        sentence = f"{_plainly(payer, share)} That is less than chance explains beside {compared.pooled:.0%} overall."
    else:
        sentence = f"{_plainly(payer, share)} That is more than chance explains beside {compared.pooled:.0%} overall."
    if verdict is Verdict.WITH_THESE_WORDS:
        caveat += " It lies outside the 95% limits and inside the 99.8% ones: of twenty payers one would by chance."
    return _with_company(Answer(verdict, sentence, share.say(), basis.tier, caveat), talk)


def _plainly(payer: str, share: Proportion) -> str:
    return f"{payer} denied {share.share_words()} of the lines of reporting practices for coverage reasons."


def rising(payer: str, months: pd.DataFrame, basis: Basis, open_months: Collection[str] = (),
           talk: Talking | None = None) -> Answer:  # fmt: skip
    """ "Denials are rising." months: month, numerator, denominator; open months are marked by the caller."""
    chart = p_chart(months, open_months)
    closed = chart[~chart["open"] & (chart["denominator"] > 0)]
    if len(closed):  # the number is that of the closed months, so its period is theirs
        basis = replace(basis, first=str(closed["month"].min()), last=str(closed["month"].max()), open_last=False)
    share = Proportion(int(closed["numerator"].sum()), int(closed["denominator"].sum()), basis)
    if basis.tier not in EARNED:
        sentence = f"Whether {payer} denies more often than before cannot be told from reports."
        return Answer(Verdict.NOT_SUPPORTED, sentence, "", basis.tier, _REPORTS)
    if not _quotable(share, talk):
        return _too_small(payer, basis.tier)
    if closed["centre"].isna().all():
        sentence = f"{len(closed)} closed months are too few to tell a trend of {payer} from chance."
        return Answer(Verdict.NOT_SUPPORTED, sentence, share.say(), basis.tier)
    recent = closed[closed["month"] > add_months(str(closed["month"].iloc[-1]), -RECENT)]
    up = recent[recent["signal"].isin([BEYOND, SHIFT]) & (recent["share"] > recent["centre"])]
    caveat = "The incomplete month is left out." if chart["open"].any() else ""
    if up.empty:
        sentence = f"{_its_share(payer)} shows no rise beyond chance in {len(closed)} closed months."
        return _with_company(Answer(Verdict.NOT_SUPPORTED, sentence, share.say(), basis.tier, caveat), talk)
    when, rule = up["month"].iloc[-1], up["signal"].iloc[-1]
    sentence = f"{_its_share(payer)} rose beyond chance by {when} (control chart: {rule})."
    verdict = Verdict.SUPPORTED if rule == SHIFT or len(up) > 1 else Verdict.WITH_THESE_WORDS
    if verdict is Verdict.WITH_THESE_WORDS:
        caveat = f"{caveat} One month stands out so far; the next will tell.".strip()
    return _with_company(Answer(verdict, sentence, share.say(), basis.tier, caveat), talk)


def _its_share(payer: str) -> str:
    return f"The share of {payer}'s lines denied for coverage reasons"


@dataclass(frozen=True)
class Broken:
    """What a payer covers in writing and denies. codes: those denied (none denied: those covered). since: the first day
    of coverage among them. conditional, stale: whether any of it is. denials: coverage denials from its first day on.
    unsaid: the count may not be told, since it would give a hidden part of it back."""

    codes: tuple[str, ...]
    since: str | None = None
    conditional: bool = False
    stale: bool = False
    denials: int = 0
    unsaid: bool = False

    def covers(self, payer: str) -> str:
        several = len(self.codes) > 1
        earliest = f" since {self.since}{' at the earliest' if several else ''}" if self.since else ""
        return f"{payer} covers {', '.join(self.codes)} in writing{earliest}" + (
            ", with conditions" if self.conditional else ""
        )


def denies_although_covered(payer: str, broken: Broken, basis: Basis, talk: Talking | None = None) -> Answer:
    """ "This payer denies although it covers." basis, talk: of these denied lines alone, not of all lines of the payer.
    Holds at any tier: it says that it happens, not how often."""
    if not broken.codes:
        sentence = f"No policy in force is on file in which {payer} covers a caregiver-training code."
        return Answer(Verdict.NOT_SUPPORTED, sentence, "", basis.tier)
    covers, denials = broken.covers(payer), broken.denials
    if denials == 0:
        sentence = f"{covers}, and no line denied for coverage reasons is known."
        return Answer(Verdict.NOT_SUPPORTED, sentence, "", basis.tier)
    caveats = []
    if broken.conditional:
        caveats.append("Whether each line met the conditions is not known.")
    if broken.stale:
        caveats.append("The policy was last looked at too long ago: look again before saying this.")
    practices = talk.practices if talk else basis.practices
    why = primary(denials, practices, talk.largest.numerator if talk else None)
    if why or broken.unsaid:
        caveats.insert(0, _FEW[why])
        return Answer(Verdict.WITH_THESE_WORDS, f"{covers}, and yet lines were denied for coverage reasons.",
                      "number hidden (small number)" if why == SMALL else "number hidden", basis.tier,
                      " ".join(caveats).strip())  # fmt: skip
    verdict = Verdict.WITH_THESE_WORDS if caveats else Verdict.SUPPORTED
    sentence = f"{covers}, and yet {counted(denials, 'line')} were denied for coverage reasons."
    number = ", ".join(p for p in (f"n = {counted(denials, 'denied line')}", basis.said()) if p)
    return _with_company(Answer(verdict, sentence, number, basis.tier, " ".join(caveats)), talk)


_FEW = {
    SMALL: "Too few lines to be called a pattern.",
    FEW_PRACTICES: "They come from fewer than three practices: too few to be called a pattern.",
    ONE_PRACTICE: "More than half of them come from one practice: they may say more about it than about the payer.",
    "": "How many is not told: it would give a smaller number back.",
}


def pays_nothing(payer: str, paid: int, adjudicated: int, basis: Basis, talk: Talking | None = None) -> Answer:
    """ "This payer pays nothing." paid: lines paid in full or part. Needs files that would show paid lines (T2, T3)."""
    share = Proportion(paid, adjudicated, basis)
    if basis.tier not in EARNED:
        sentence = f"Practices reported denials of {payer}; whether it pays other lines is not known."
        return Answer(Verdict.NOT_SUPPORTED, sentence, "", basis.tier, _REPORTS)
    if not _quotable(share, talk):
        return _too_small(payer, basis.tier)
    if paid or share.interval is None:
        sentence = f"{payer} paid {share.share_words()} of the lines of reporting practices."
        return Answer(Verdict.NOT_SUPPORTED, sentence, share.say(), basis.tier)
    sentence = f"{payer} paid none of {counted(adjudicated, 'line')} of reporting practices."
    caveat = f"With none of {adjudicated:,} paid, up to {share.interval[1]:.0%} of all its lines may be (95% limit)."
    verdict = Verdict.SUPPORTED if adjudicated >= ENOUGH_LINES else Verdict.WITH_THESE_WORDS
    return _with_company(Answer(verdict, sentence, share.say(), basis.tier, caveat), talk)
