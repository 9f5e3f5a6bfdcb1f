""" "Can I say this?" on a real store: who is talking reaches every verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.making import a_line, add, key, settled
from tracker.measures.claims import Verdict
from tracker.people import LOCAL
from tracker.services import say
from tracker.store import live
from tracker.store.connection import writing


def fill(store: Path, largest: int) -> None:
    """Two hundred lines of Aetna, none paid, `largest` of them of one practice and the rest of twenty; six others pay."""
    with writing(live.ensure(store), "desk", "fill") as change:
        payers = ("aetna", "cigna", "humana", "uhc", "centene", "molina")
        registry = {r[0] for r in change.db.execute("select payer_id from payers")}
        lines = []
        for name, number in settled(change, [p for p in payers if p in registry]).items():
            for row in range(200):
                outcome = "denied" if name == "aetna" or row % 5 == 0 else "paid"
                whose = "largest" if row < largest else row % 20
                lines.append(a_line(number, row=len(lines) + 1, outcome=outcome, practice=key("practice", whose)))
        add(change, lines, "file")


@pytest.mark.parametrize(
    ("largest", "verdict", "warned"),
    [(10, Verdict.SUPPORTED, False), (60, Verdict.WITH_THESE_WORDS, True), (120, Verdict.NOT_SUPPORTED, False)],
    ids=["many practices", "one has more than a quarter", "one has more than half"],
)
@pytest.mark.parametrize("claim", ["nothing"])
def test_one_practice_that_dominates_is_told(
    own_store: Path, claim: str, largest: int, verdict: Verdict, warned: bool
) -> None:
    fill(own_store, largest)
    got = say.judge(claim, "aetna", LOCAL)
    assert got.verdict is verdict, got.say()
    assert ("One practice sent" in got.caveat) is warned
    assert (largest == 120) is got.sentence.startswith("Too few")
