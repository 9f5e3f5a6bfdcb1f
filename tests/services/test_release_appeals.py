"""What became of denials leaves in several files: none of them gives a hidden step back together with the others."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from tests.services.test_release import _end, mask
from tests.store.making import a_line, add, key, settled
from tracker.people import LOCAL
from tracker.services import release
from tracker.services.answers import appealed, denials
from tracker.store import atoms, exports, live
from tracker.store.connection import reading, writing
from tracker.store.questions import Filters

PAYERS, STATES, MONTHS = ("aetna", "cigna"), ("CA", "OH", "TX"), ("2025-01", "2025-02", "2025-03")
ENDS = ("open", "overturned", "partly", "upheld", "withdrawn")


def fill(store: Path, dice: random.Random, lines: int) -> None:
    """Many denied lines of eight practices, a third of them appealed, one in ten paid by a later remittance."""
    with writing(live.ensure(store), "desk", "fill") as change:
        by_payer = settled(change, PAYERS)
        made, paid = [], []
        for row in range(1, lines + 1):
            ended = dice.choices(ENDS, (5, 5, 2, 5, 1))[0]
            told = ((1, "2025-04", ended, None if ended == "open" else "2025-05"),) if dice.random() < 0.33 else ()
            same = {
                "state": dice.choices(STATES, (6, 3, 1))[0], "month": dice.choice(MONTHS),
                "practice": key("practice", row % 8), "claim_key": key("claim", row), "line_key": key("line", row),
            }  # fmt: skip
            name = by_payer[dice.choices(PAYERS, (3, 1))[0]]
            made.append(a_line(name, row=row, appeals=told, **same))
            if dice.random() < 0.1:
                paid.append(a_line(name, row=row, outcome="paid", **same))
        add(change, made, "denied")
        add(change, paid, "paid")


def left(store: Path) -> list[dict[str, object]]:
    with reading(store) as db:
        return exports.cells(db, release.APPEALS)


@pytest.mark.parametrize("seed", range(4))
def test_the_finest_counts_add_up_to_the_steps(own_store: Path, seed: int) -> None:
    fill(own_store, random.Random(seed), 300)
    finest = appealed.finest(atoms.DIMENSIONS)
    assert (finest["lines"] >= 0).all()
    for chosen in (Filters(), Filters(states=("OH",)), Filters(payers=("aetna",), month_from="2025-02")):
        steps = appealed.steps(chosen, "complete").set_index("step")["lines"]
        part = finest[finest["basis"] == "complete"]
        part = part[part["state"].isin(chosen.states or STATES) & part["payer_id"].isin(chosen.payers or PAYERS)]
        part = part[part["month"] >= (chosen.month_from or "")]
        assert part.groupby("step")["lines"].sum().to_dict() == steps[steps > 0].to_dict()
        assert int(steps.sum()) == denials.totals(chosen, "complete")["denied"]


def test_two_files_that_differ_by_a_small_step_cannot_both_leave(own_store: Path) -> None:
    fill(own_store, random.Random(3), 900)
    whole = release.appeal_steps(LOCAL, Filters(), "complete").set_index("step")["lines"]
    chosen = Filters(states=("CA", "OH"))
    alone = appealed.steps(chosen, "complete").set_index("step")
    without = release.appeal_steps(LOCAL, chosen, "complete").set_index("step")["lines"]
    part = appealed.steps(Filters(states=("TX",)), "complete").set_index("step")["lines"]
    small = part.index[part.between(1, 10)]
    assert len(small) and not alone.loc[small, "hidden"].all(), (
        "the case is there, and the table alone would not see it"
    )
    assert whole.notna().any()
    for step in small:
        assert pd.isna(whole[step]) or pd.isna(without[step]), step


@pytest.mark.parametrize("seed", range(5))
def test_an_attacker_with_every_file_finds_no_hidden_step(own_store: Path, seed: int) -> None:
    dice = random.Random(seed)
    fill(own_store, dice, dice.choice((300, 900)))
    for _ in range(6):
        chosen = Filters(
            payers=tuple(dice.sample(PAYERS, dice.choice((0, 0, 1)))),
            states=tuple(dice.sample(STATES, dice.choice((0, 0, 1, 2)))),
            month_from=dice.choice((None, "2025-02")),
        )
        release.appeal_steps(LOCAL, chosen, "complete")
    base, log = appealed.finest(atoms.DIMENSIONS), left(own_store)
    known = [(mask(base, r), r["value"]) for r in log if r["value"] is not None]
    floors = [mask(base, r) for r in log if r["value"] is None and base["lines"][mask(base, r)].sum() > 0]
    assert known and all(base["lines"][m].sum() == value for m, value in known), (
        "what is logged is what the store holds"
    )
    steps = [(m, v) for m, v in known if base["step"][m].nunique() == 1]
    for (a, x), (b, y) in combinations(steps, 2):
        if (a & ~b).any() != (b & ~a).any():  # one inside the other
            assert not 1 <= abs(x - y) <= 10
    for target in floors:
        high, low = (_end(sign, target, known, [target]) for sign in (1, -1))
        assert high - low + 1 >= 10 - 1e-6
        # That parts of it are hidden tells that each is not 0: the limit that `measures.disclosure` names.
        parts = [f for f in floors if not (f & ~target).any()]
        high, low = (_end(sign, target, known, floors) for sign in (1, -1))
        assert high - low + 1 >= 10 - len(parts) - 1e-6 and high > low


def test_the_same_file_twice_is_the_same_file(own_store: Path) -> None:
    fill(own_store, random.Random(5), 900)
    one, two = (release.appeal_steps(LOCAL, Filters(), "complete") for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
