"""Can I say this? Each claim at its borders; the sentence never says more than the numbers."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from tracker.measures.claims import (
    Answer,
    Broken,
    Verdict,
    denies_although_covered,
    more_than_others,
    pays_nothing,
    rising,
)
from tracker.measures.control import add_months
from tracker.measures.numbers import Basis, Proportion
from tracker.measures.talking import Talking
from tracker.vocabulary import Tier

T1, T2 = Basis(Tier.T1, practices=9), Basis(Tier.T2, practices=9)
YES, WORDS, NO = Verdict.SUPPORTED, Verdict.WITH_THESE_WORDS, Verdict.NOT_SUPPORTED


def company(largest: int, total: int, practices: int = 9) -> Talking:
    none = Proportion(0, total, T2)
    return Talking(practices, Proportion(largest, total, T2), none, none)


def payers(mine: tuple[int, int], others: int = 8, each: tuple[int, int] = (40, 200)) -> pd.DataFrame:
    rows = [("p", *mine), *((f"o{i}", *each) for i in range(others))]
    return pd.DataFrame(rows, columns=["payer_id", "numerator", "denominator"])


@pytest.mark.parametrize(
    ("mine", "others", "basis", "verdict"),
    [
        ((90, 200), 8, T2, YES),  # far outside
        ((56, 200), 8, T2, WORDS),  # between the 95% and the 99.8% limit
        ((44, 200), 8, T2, NO),  # chance
        ((20, 200), 8, T2, NO),  # less than others
        ((90, 200), 3, T2, NO),  # nothing to compare with
        ((90, 200), 8, T1, NO),  # reports cannot be compared
        ((9, 12), 8, T2, NO),  # too small to be told
        ((195, 200), 8, T2, NO),  # the five that were paid would be told
    ],
)
def test_more_than_others(mine: tuple[int, int], others: int, basis: Basis, verdict: Verdict) -> None:
    got = more_than_others("Payer P", "p", payers(mine, others), basis)
    assert got.verdict is verdict
    assert got.sentence.startswith(("Payer P denied", "Practices reported", "Too few lines"))


BESIDE = [
    ((90, 200), "more than chance explains beside 23% overall"),
    ((44, 200), "cannot be told from 20% overall"),
    ((15, 200), "less than chance explains beside 19% overall"),
]


@pytest.mark.parametrize(("mine", "said"), BESIDE, ids=["more", "alike", "less"])
def test_what_is_said_beside_the_others(mine: tuple[int, int], said: str) -> None:
    """Less is never called alike; where payers differ by more than chance, the wider limits are told."""
    each = payers(mine)
    assert said in more_than_others("Payer P", "p", each, T2).sentence
    spread = pd.concat(
        [each, pd.DataFrame({"payer_id": list("abcd"), "numerator": [5, 90, 5, 90], "denominator": 200})]
    )
    got = more_than_others("Payer P", "p", spread, T2)
    assert "widened" in got.caveat and "told from" in got.sentence


def test_one_practice_makes_a_claim_need_its_words() -> None:
    got = more_than_others("Payer P", "p", payers((90, 200)), T2, company(80, 200))
    assert got.verdict is WORDS
    assert "One practice sent 40% of these lines (80 of 200)" in got.caveat
    assert more_than_others("Payer P", "p", payers((90, 200)), T2, company(101, 200)).sentence.startswith("Too few")


def history(*shares: float, n: int = 200) -> pd.DataFrame:
    months = [add_months("2024-01", i) for i in range(len(shares))]
    return pd.DataFrame({"month": months, "numerator": [round(s * n) for s in shares], "denominator": n})


QUIET = (0.20, 0.21, 0.19, 0.20, 0.21, 0.19, 0.20, 0.20, 0.21, 0.19)


@pytest.mark.parametrize(
    ("months", "verdict"),
    [
        (history(*QUIET), NO),
        (history(*QUIET, 0.45), WORDS),  # one month beyond the limits
        (history(*QUIET, 0.45, 0.46), YES),  # two of them
        (history(*QUIET, *[0.23, 0.24] * 4), YES),  # eight on the upper side
        (history(*QUIET, *[0.17, 0.16] * 4), NO),  # eight on the lower side: falling
        (history(*QUIET, 0.45, *QUIET[:4]), NO),  # long ago
        (history(*QUIET[:7]), NO),  # seven months
        (history(*QUIET, 0.45, n=3), NO),  # few lines
    ],
)
def test_rising(months: pd.DataFrame, verdict: Verdict) -> None:
    assert rising("Payer P", months, T2).verdict is verdict


def test_the_open_month_cannot_support_a_rise_and_reports_never_do() -> None:
    months = history(*QUIET, 0.45, 0.46)
    assert rising("Payer P", months, T2, open_months=months["month"].tail(2).tolist()).verdict is NO
    assert rising("Payer P", months, T1).verdict is NO


@pytest.mark.parametrize(
    ("broken", "verdict"),
    [
        (Broken(("97550",), "2025-01-01", denials=12), YES),
        (Broken(("97550",), "2025-01-01", conditional=True, denials=12), WORDS),
        (Broken(("97550",), "2025-01-01", stale=True, denials=12), WORDS),
        (Broken(("97550",), "2025-01-01", denials=4), WORDS),
        (Broken(("97550",), "2025-01-01", denials=14, unsaid=True), WORDS),
        (Broken(("97550",), "2025-01-01"), NO),
        (Broken(()), NO),
    ],
    ids=["covered", "with conditions", "stale", "few", "would give a part back", "none denied", "not covered"],
)
def test_denies_although_covered(broken: Broken, verdict: Verdict) -> None:
    got = denies_although_covered("Payer P", broken, T1)
    assert got.verdict is verdict
    assert not re.search(r"\b1?4\b", got.say())  # what is hidden is never told


@pytest.mark.parametrize(
    ("practices", "largest", "said", "told"),
    [
        (9, 100, "900 lines were denied", True),
        (9, 300, "One practice sent 33% of these lines (300 of 900)", True),
        (9, 500, "More than half of them come from one practice", False),
        (2, 450, "fewer than three practices", False),
    ],
    ids=["many practices", "one has a third", "one has more than half", "two practices"],
)
def test_who_stands_behind_the_denied_lines(practices: int, largest: int, said: str, told: bool) -> None:
    broken = Broken(("97550", "97551"), "2025-01-01", denials=900)
    got = denies_although_covered("Payer P", broken, T1, company(largest, 900, practices))
    assert said in got.say() and ("900" in got.sentence) is told
    assert "97550, 97551 in writing since 2025-01-01 at the earliest" in got.sentence
    assert "single lines" not in got.say()  # 900 are not few, whoever sent them


def test_a_share_is_told_once_and_of_the_months_it_is_of() -> None:
    got = rising("Payer P", history(*QUIET, 0.45), T2, open_months=["2024-11"])
    assert got.say().count("95% CI") == 1 and "2024-01 to 2024-10, T2" in got.say()
    assert more_than_others("Payer P", "p", payers((90, 200)), T2).say().count("95% CI") == 1


@pytest.mark.parametrize(
    ("paid", "adjudicated", "basis", "verdict"),
    [(0, 30, T2, YES), (0, 29, T2, WORDS), (0, 11, T2, WORDS), (0, 10, T2, NO), (0, 0, T2, NO), (12, 40, T2, NO),
     (1, 40, T2, NO), (0, 400, T1, NO)],
)  # fmt: skip
def test_pays_nothing(paid: int, adjudicated: int, basis: Basis, verdict: Verdict) -> None:
    assert pays_nothing("Payer P", paid, adjudicated, basis).verdict is verdict


def test_none_paid_says_how_many_may_be() -> None:
    got = pays_nothing("Payer P", 0, 30, T2)
    assert got.say() == (
        "Payer P paid none of 30 lines of reporting practices. (0% (95% CI 0-11), n = 30 lines, 9 practices, T2) "
        "With none of 30 paid, up to 11% of all its lines may be (95% limit)."
    )


def test_an_answer_that_calls_reports_a_rate_cannot_be_made() -> None:
    with pytest.raises(Exception, match="says rate"):
        Answer(YES, "Its denial rate is high.", "", Tier.T1)
