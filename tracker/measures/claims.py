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
from tracker.measures.disclosure import RULE, primary
from tracker.measures.funnel import LEAST_UNITS, funnel
from tracker.measures.numbers import EARNED, Basis, Proportion, check_words, counted
from tracker.measures.talking import Talking
from tracker.vocabulary import Status, Tier

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
        """All of it, for the clipboard."""
        return " ".join(p for p in (self.sentence, f"({self.number})" if self.number else "", self.caveat) if p)


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
        sentence = f"The share of {payer}'s lines denied shows no rise beyond chance in {len(closed)} closed months."
        return _with_company(Answer(Verdict.NOT_SUPPORTED, sentence, share.say(), basis.tier, caveat), talk)
    when, rule = up["month"].iloc[-1], up["signal"].iloc[-1]
    sentence = f"The share of {payer}'s lines denied rose beyond chance by {when} (control chart: {rule})."
    verdict = Verdict.SUPPORTED if rule == SHIFT or len(up) > 1 else Verdict.WITH_THESE_WORDS
    if verdict is Verdict.WITH_THESE_WORDS:
        caveat = f"{caveat} One month stands out so far; the next will tell.".strip()
    return _with_company(Answer(verdict, sentence, share.say(), basis.tier, caveat), talk)


def denies_although_covered(
    payer: str, status: str, stale: bool, effective_from: str | None, denials: int, basis: Basis,
    talk: Talking | None = None,
) -> Answer:  # fmt: skip
    """ "This payer denies although it covers." denials: coverage denials after the effective date. Holds at any tier:
    it says that it happens, not how often."""
    if status not in (Status.COVERED, Status.CONDITIONS):
        sentence = f"No policy in force is on file in which {payer} covers the code."
        return Answer(Verdict.NOT_SUPPORTED, sentence, "", basis.tier)
    since = f" since {effective_from}" if effective_from else ""
    covers = f"{payer} covers the code in writing{since}" + (", with conditions" if status == Status.CONDITIONS else "")
    if denials == 0:
        return Answer(
            Verdict.NOT_SUPPORTED, f"{covers}, and no line denied for coverage reasons is known.", "", basis.tier
        )
    practices = talk.practices if talk else basis.practices
    if primary(denials, practices, talk.largest.numerator if talk else None):
        sentence = f"{covers}, and single lines were denied for coverage reasons."
        return Answer(Verdict.WITH_THESE_WORDS, sentence, "number hidden (small number)", basis.tier,
                      "Too few, or of too few practices, to be called a pattern.")  # fmt: skip
    caveats = []
    if status == Status.CONDITIONS:
        caveats.append("Whether each line met the conditions is not known.")
    if stale:
        caveats.append("The policy was last looked at too long ago: look again before saying this.")
    verdict = Verdict.WITH_THESE_WORDS if caveats else Verdict.SUPPORTED
    sentence = f"{covers}, and yet {counted(denials, 'line')} were denied for coverage reasons."
    number = "; all lines: ".join(p for p in (f"n = {counted(denials, 'denied line')}", basis.said()) if p)
    return _with_company(Answer(verdict, sentence, number, basis.tier, " ".join(caveats)), talk)


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
