""" "Can I say this?" on a real store: who is talking reaches every verdict, and each claim's number is that of its own lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.store.making import a_line, add, key, settled
from tracker.measures.claims import Verdict
from tracker.measures.control import add_months
from tracker.people import LOCAL
from tracker.services import say
from tracker.services.answers import gaps
from tracker.settings import today
from tracker.store import decisions, live
from tracker.store.connection import reading, revision, writing
from tracker.store.decisions import NewDecision
from tracker.store.questions import Filters

ON = date(2026, 3, 10)
FIRST, MONTHS = "2025-01", 14  # the last one, February 2026, is closed on that day
OTHERS = ("cigna", "humana", "uhc", "centene", "molina", "kaiser")
COVERED_SINCE = "2025-03-01"


def denied(payer: str, month: int, row: int, all_denied: bool) -> bool:
    """Aetna denies half, four of five from the seventh month on (or all); the others one of five."""
    if payer != "aetna":
        return row % 5 == 0
    return all_denied or row % 10 < (8 if month >= 6 else 5)


def fill(store: Path, largest: int, all_denied: bool = False) -> None:
    """Twenty lines a month of each payer; of a hundred lines of Aetna `largest` are one practice's, the rest of twenty."""
    with writing(live.ensure(store), "desk", "fill") as change:
        lines = []
        for payer, number in settled(change, ("aetna", *OTHERS)).items():
            for n in range(MONTHS * 20):
                month, row = divmod(n, 20)
                whose = "largest" if payer == "aetna" and n * 37 % 100 < largest else n % 20
                outcome = "denied" if denied(payer, month, row, all_denied) else "paid"
                lines.append(
                    a_line(number, row=len(lines) + 1, month=add_months(FIRST, month), outcome=outcome,
                           practice=key("practice", whose))
                )  # fmt: skip
        add(change, lines, "file")
        covers = NewDecision("aetna", "commercial", "97550", "covered", "primary", effective_from=COVERED_SINCE)
        decisions.add(change, covers, [], checked_on=today().isoformat())


@pytest.mark.parametrize(
    ("largest", "verdict", "warned"),
    [(10, Verdict.SUPPORTED, False), (40, Verdict.WITH_THESE_WORDS, True)],
    ids=["many practices", "one has more than a quarter"],
)
@pytest.mark.parametrize("claim", say.CLAIMS)
def test_one_practice_that_dominates_is_told(
    own_store: Path, claim: str, largest: int, verdict: Verdict, warned: bool
) -> None:
    fill(own_store, largest, all_denied=claim == "nothing")
    got = say.judge(claim, "aetna", LOCAL, ON)
    assert got.verdict is verdict, got.say()
    assert ("One practice sent" in got.caveat) is warned


@pytest.mark.parametrize("claim", say.CLAIMS)
def test_a_number_of_mostly_one_practice_is_never_told(own_store: Path, claim: str) -> None:
    fill(own_store, 70, all_denied=claim == "nothing")
    got = say.judge(claim, "aetna", LOCAL, ON)
    assert got.verdict is (Verdict.WITH_THESE_WORDS if claim == "although" else Verdict.NOT_SUPPORTED), got.say()
    assert "n =" not in got.say() and "%" not in got.say()


def test_denied_although_covered_counts_the_denied_lines_and_their_practices_alone(own_store: Path) -> None:
    """Practices whose lines were all paid, or denied before the first day of coverage, do not stand behind the claim."""
    fill(own_store, 10)
    with writing(own_store, "desk", "paid") as change:
        number = settled(change, ["aetna"])["aetna"]
        paid = [
            a_line(number, row=n, outcome="paid", practice=key("paid", n % 50), month="2025-06") for n in range(1, 901)
        ]
        early = [a_line(number, row=1000 + n, practice=key("early", n), month="2025-02") for n in range(9)]
        add(change, [*paid, *early], "more")
    got = say.judge("although", "aetna", LOCAL, ON)
    with_denials = sum(
        denied("aetna", month, row, False) for month in range(2, MONTHS) for row in range(20)
    )  # from March 2025 on; four of the twenty practices have no denied line
    assert f"and yet {with_denials} lines were denied" in got.sentence, got.say()
    assert f"since {COVERED_SINCE}" in got.sentence and "97550" in got.sentence
    assert f"(n = {with_denials} denied lines, 17 practices, 2025-03 to 2026-02, T0)" in got.say()
    table = gaps.table(Filters(payers=("aetna",)), ON)
    assert int(table["coverage_denials"].sum()) == with_denials


def test_more_practices_than_need_be_counted_are_told_as_more(own_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(own_store, 10)
    everybody = say.judge("although", "aetna", LOCAL, ON)
    monkeypatch.setattr(say, "ENOUGH_PRACTICES", 17)
    assert say.judge("although", "aetna", LOCAL, ON) == everybody
    monkeypatch.setattr(say, "ENOUGH_PRACTICES", 16)
    some = say.judge("although", "aetna", LOCAL, ON)
    assert some.sentence == everybody.sentence
    assert some.number == everybody.number.replace("17 practices", "more than 16 practices")
    with reading(own_store) as db:
        newest = revision(db)
    assert say.judge("although", "aetna", LOCAL, ON, newest) == some, "as it was known is as it is known"


def test_a_payer_that_stands_out_among_few_lines_is_not_judged(own_store: Path) -> None:
    fill(own_store, 10)
    assert say.judge("more", "cigna", LOCAL, ON).verdict is Verdict.NOT_SUPPORTED
    assert say.judge("rising", "cigna", LOCAL, ON).verdict is Verdict.NOT_SUPPORTED
    assert say.judge("although", "cigna", LOCAL, ON).verdict is Verdict.NOT_SUPPORTED


def test_coverage_with_a_first_day_beside_coverage_without_one(own_store: Path) -> None:
    fill(own_store, 10)
    with writing(own_store, "desk", "another code") as change:
        number = settled(change, ["aetna"])["aetna"]
        undated = NewDecision("aetna", "commercial", "97551", "covered", "primary")
        decisions.add(change, undated, [], checked_on=today().isoformat())
        add(change, [a_line(number, code="97551", row=n, practice=key("practice", n)) for n in range(30)], "more")
    got = say.judge("although", "aetna", LOCAL, ON)
    assert f"covers 97550, 97551 in writing since {COVERED_SINCE} at the earliest" in got.sentence, got.say()
