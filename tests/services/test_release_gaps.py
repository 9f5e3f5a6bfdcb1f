"""Gaps that leave, attacked: somebody holds the gap table and the sums of its classes under every filter, as of several
days, and the list of what opened and closed; no count that any of them hides can be worked out."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from tests.services.test_release import CODES, MONTHS, PAYERS, fill
from tests.store.making import a_line, add, key, settled
from tracker.measures.disclosure import RULE
from tracker.people import LOCAL
from tracker.services import release
from tracker.services.answers import gaps
from tracker.store import decisions, live
from tracker.store.connection import writing
from tracker.store.decisions import NewDecision
from tracker.store.questions import Filters

ON = date(2025, 6, 1)
STATES = ("CA", "OH", "TX", "NY", "FL", "WA", "OR", "IL", "MD", "MI")
KEY = ["payer_id", "line_of_business", "state", "code"]
EVERY_FILTER = [
    Filters(payers=p, states=s, codes=c)
    for p, s, c in product(
        ((), *((x,) for x in PAYERS), PAYERS[:2]),
        ((), STATES[1:], STATES[:4], STATES[4:], *((x,) for x in STATES[:2])),
        ((), ("97550",)),
    )
]


def spread(store: Path, dice: random.Random) -> None:
    """Denied lines in many places, most of them with few."""
    with writing(live.ensure(store), "desk", "fill") as change:
        of = settled(change, PAYERS)
        lines = [
            a_line(of[payer], row=n, state=state, code=code, month=MONTHS[n % 3], practice=key("p", dice.randrange(8)))
            for payer, state, code in product(PAYERS, STATES, CODES)
            for n in range(dice.choice((0, 2, 4, 7, 9, 12, 15, 25)))
        ]
        add(change, lines, "file")


def decide(store: Path) -> None:
    """Aetna covers everywhere, Cigna does not, in Ohio it does; of Humana nobody knows."""
    with writing(store, "desk", "decide") as change:
        for code in CODES:
            for payer, state, status in (
                ("aetna", "", "covered"),
                ("cigna", "", "not_covered"),
                ("cigna", "OH", "covered"),
            ):
                said = NewDecision(payer, "commercial", code, status, "primary", state=state)
                decisions.add(change, said, [], checked_on="2025-05-20")


def ends(target: int, equations: list[tuple[np.ndarray, int]], size: int) -> tuple[float, float]:
    """The least and the most that one hidden count can be; each hidden one is at least 1."""
    found = []
    for sign in (1, -1):
        goal = np.zeros(size)
        goal[target] = sign
        got = linprog(goal, A_eq=np.array([m for m, _ in equations]), b_eq=[v for _, v in equations], bounds=(1, None))
        assert got.status in (0, 3), got.message
        found.append(sign * got.fun if got.status == 0 else np.inf)
    return found[0], found[1]


@pytest.mark.parametrize("seed", range(4))
def test_whoever_holds_rows_and_sums_under_every_filter_finds_no_hidden_row(own_store: Path, seed: int) -> None:
    dice = random.Random(seed)
    spread(own_store, dice)
    decide(own_store)
    truth = gaps.table(Filters(), ON)
    truth = truth[truth["coverage_denials"] > 0].set_index(KEY)
    place = {k: n for n, k in enumerate(truth.index)}
    equations: list[tuple[np.ndarray, int]] = []
    for chosen in dice.sample(EVERY_FILTER, 12):
        classes = release.gap_classes(LOCAL, chosen, ON).set_index("gap")["coverage_denials"]
        rows = release.gap_rows(LOCAL, chosen, ON).set_index(KEY)
        rows = rows[[k in place for k in rows.index]]
        for k, n in rows["coverage_denials"].dropna().items():
            equations.append((np.eye(len(place))[place[k]], int(n)))
        for gap, n in classes.dropna().items():
            inside = np.zeros(len(place))
            inside[[place[k] for k in rows.index[rows["gap"] == gap]]] = 1
            if inside.any():
                assert inside @ truth["coverage_denials"].to_numpy() == n, "a sum that leaves is the sum of its rows"
                equations.append((inside, int(n)))
    told = {int(np.argmax(m)) for m, _ in equations if m.sum() == 1}
    assert any(m.sum() > 1 for m, _ in equations) and len(told) < len(place), "there is something to attack"
    for hidden in set(place.values()) - told:
        low, high = ends(hidden, equations, len(place))
        assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) + 1 >= RULE.possible, truth.index[hidden]


def test_two_sums_that_differ_by_a_hidden_row_cannot_both_leave(own_store: Path) -> None:
    """By itself each is harmless; what one filter takes away is a row of four lines."""
    counts = {"CA": 40, "OH": 30, "TX": 20, "NY": 8, "FL": 9, "WA": 4}
    with writing(live.ensure(own_store), "desk", "fill") as change:
        number = settled(change, ["aetna"])["aetna"]
        lines = [a_line(number, state=s, practice=key("p", n % 8)) for s, many in counts.items() for n in range(many)]
        add(change, lines, "file")
    decide(own_store)
    whole, without = Filters(payers=("aetna",)), Filters(payers=("aetna",), states=("CA", "OH", "TX", "NY", "FL"))
    alone = [gaps.classes(f, ON).set_index("gap").loc["covered_but_denied"] for f in (whole, without)]
    assert [int(c["coverage_denials"]) for c in alone] == [111, 107] and not any(c["hidden"] for c in alone)
    left = [release.gap_classes(LOCAL, f, ON).set_index("gap").loc["covered_but_denied"] for f in (whole, without)]
    assert left[0]["coverage_denials"] == 111 and pd.isna(left[1]["coverage_denials"])
    again = release.gap_classes(LOCAL, whole, ON).set_index("gap").loc["covered_but_denied"]
    assert again["coverage_denials"] == 111, "the same sum may leave as often as asked for"


def test_where_a_hidden_row_stands_tells_nothing_about_its_size(own_store: Path) -> None:
    with writing(live.ensure(own_store), "desk", "fill") as change:
        number = settled(change, ["aetna"])["aetna"]
        of_one = {"CA": 26, "TX": 14}  # of one practice: hidden whatever their size
        lines = [a_line(number, state=s, practice=key("one")) for s, many in of_one.items() for _ in range(many)]
        for state, many in (("FL", 27), ("NY", 25), ("OH", 13)):
            lines += [a_line(number, state=state, practice=key("p", n % 8)) for n in range(many)]
        add(change, lines, "file")
    aetna = Filters(payers=("aetna",))
    ranked = gaps.table(aetna, ON)
    assert list(ranked["state"]) == ["FL", "CA", "NY", "TX", "OH"]
    for table in (gaps.leaving(ranked), release.gap_rows(LOCAL, aetna, ON)):
        assert list(table["state"]) == ["FL", "NY", "OH", "CA", "TX"]
        assert list(table["hidden"]) == [False, False, False, True, True]
    assert list(gaps.leaving(ranked, ranked=True)["state"]) == list(ranked["state"])


def test_rows_as_of_two_days_cannot_be_subtracted(own_store: Path) -> None:
    """Between the two days lie a few lines of one place: as of the later day its count stays at home."""
    with writing(live.ensure(own_store), "desk", "fill") as change:
        number = settled(change, ["aetna"])["aetna"]
        lines = [a_line(number, state="CA", month="2025-01", practice=key("p", n % 8)) for n in range(30)]
        lines += [a_line(number, state="CA", month="2025-03", practice=key("p", n % 8)) for n in range(6)]
        lines += [a_line(number, state="OH", month=MONTHS[n % 3], practice=key("p", n % 8)) for n in range(60)]
        add(change, lines, "file")
    days = (date(2025, 1, 31), date(2025, 6, 1))
    before, after = (release.gap_rows(LOCAL, Filters(), day).set_index("state")["coverage_denials"] for day in days)
    assert before["CA"] == 30 and pd.isna(after["CA"])
    assert (before["OH"], after["OH"]) == (20, 60), "forty lines between the days are many enough"


def test_the_list_of_what_opened_holds_no_count_and_a_new_row_may_be_any_number(own_store: Path) -> None:
    """New this month: a gap of one line is listed by its class alone; beside the table of today nothing is subtracted."""
    fill(own_store, random.Random(3), 300)
    decide(own_store)
    with writing(own_store, "desk", "more") as change:
        number = settled(change, ["aetna"])["aetna"]
        add(change, [a_line(number, state="WA", month="2025-05", row=1)], "one line")
    found = gaps.moved(Filters(), ON, date(2020, 1, 1))
    assert set(found.columns) == {*KEY, "was", "now", "change", "payer"}, (
        "classes only: no count, no value, no practice"
    )
    assert "WA" in set(found["state"])
    rows = release.gap_rows(LOCAL, Filters(), ON).set_index("state")
    assert pd.isna(rows.loc["WA", "coverage_denials"]) and pd.isna(rows.loc["WA", "value_usd"])
    classes = release.gap_classes(LOCAL, Filters(states=("WA",)), ON)
    assert classes.set_index("gap").loc["covered_but_denied", "hidden"]


def denied(store: Path, counts: dict[str, tuple[int, int]], payer: str = "aetna") -> None:
    """Lines denied in each state: how many, and of how many practices (1: always the same one)."""
    with writing(live.ensure(store), "desk", "fill") as change:
        number = settled(change, [payer])[payer]
        lines = [
            a_line(number, state=state, practice=key("p", n % practices))
            for state, (many, practices) in counts.items()
            for n in range(many)
        ]
        add(change, lines, "file")


@pytest.mark.parametrize(
    ("oregon", "leaves"),
    [
        pytest.param((30, 1), False, id="one-practice"),
        pytest.param((30, 2), False, id="one-practice-has-most"),
        pytest.param((4, 4), False, id="few-beside-one-practice"),
    ],
)
def test_a_sum_whose_hidden_rows_are_of_few_practices_stays(
    own_store: Path, oregon: tuple[int, int], leaves: bool
) -> None:
    """Each hidden row could be any number; what they are together is nearly one practice's own count."""
    denied(own_store, {"CA": (40, 8), "TX": (30, 1), "OR": oregon})
    decide(own_store)
    for classes in (gaps.classes(Filters(), ON), release.gap_classes(LOCAL, Filters(), ON)):
        assert classes.set_index("gap").loc["covered_but_denied", "hidden"] != leaves


def test_a_sum_whose_hidden_rows_are_of_many_practices_leaves(own_store: Path) -> None:
    denied(own_store, {"CA": (40, 8), "TX": (9, 5), "OR": (9, 5)})
    decide(own_store)
    left = release.gap_classes(LOCAL, Filters(), ON).set_index("gap").loc["covered_but_denied"]
    assert left["coverage_denials"] == 58 and not left["hidden"]


def test_practices_denied_before_the_first_day_stand_behind_no_sum(own_store: Path) -> None:
    """Coverage begins in March; what eight others met in January is our own error, and does not make one practice many."""
    with writing(live.ensure(own_store), "desk", "fill") as change:
        number = settled(change, ["aetna"])["aetna"]
        both, kept = product(("TX", "OR"), range(7)), product(("CA",), range(40))
        lines = [a_line(number, state=s, month="2025-03", row=n, practice=key("one")) for s, n in both]
        lines += [
            a_line(number, state=s, month="2025-01", row=99, practice=key("p", n))
            for s, n in product(("TX", "OR"), range(8))
        ]
        lines += [a_line(number, state=s, month="2025-03", row=n, practice=key("p", n % 8)) for s, n in kept]
        add(change, lines, "file")
        said = NewDecision("aetna", "commercial", "97550", "covered", "primary", effective_from="2025-03-01")
        decisions.add(change, said, [], checked_on="2025-05-20")
    table = gaps.table(Filters(), ON).set_index("state")
    assert list(table.loc[["TX", "OR"], "coverage_denials"]) == [7, 7] and not table["few"].any()
    assert gaps.classes(Filters(), ON).set_index("gap").loc["covered_but_denied", "hidden"]


def test_a_class_hidden_alone_takes_another_along(own_store: Path) -> None:
    """All coverage denials of a payer leave with its share: less the other classes they would be the one that is hidden."""
    with writing(live.ensure(own_store), "desk", "fill") as change:
        of = settled(change, ["aetna", "cigna", "humana"])
        many = {("aetna", "CA"): 40, ("cigna", "CA"): 6, ("humana", "CA"): 25}
        lines = [
            a_line(of[payer], row=n, state=state, practice=key("p", n % 8))
            for (payer, state), lines in many.items()
            for n in range(lines)
        ]
        add(change, lines, "file")
    decide(own_store)
    hidden = gaps.classes(Filters(), ON).set_index("gap")["hidden"]
    assert hidden["not_covered"] and hidden["not_checked"] and not hidden["covered_but_denied"]
