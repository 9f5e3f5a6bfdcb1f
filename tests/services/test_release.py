"""What leaves is checked against everything that left before: through the services, on a real store, by an attacker who
subtracts every pair of files and one who holds them all."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from tests.store.making import a_line, add, key, settled
from tracker.errors import NotAllowed
from tracker.people import LOCAL, Person
from tracker.services import release
from tracker.services.answers import denials, gaps
from tracker.settings import today
from tracker.store import atoms, exports, live, names
from tracker.store.connection import audit_breaks, reading, revision, writing
from tracker.store.questions import Filters
from tracker.vocabulary import Role

PAYERS, STATES, CODES = ("aetna", "cigna", "humana"), ("CA", "OH", "TX"), ("97550", "97551")
MONTHS = ("2025-01", "2025-02", "2025-03")
MADE = (denials.trend, denials.by_payer, denials.by_state, denials.by_code)


def fill(store: Path, dice: random.Random, lines: int) -> None:
    """A store with many small cells, of eight practices so that the rule of practices does not hide everything."""
    with writing(live.ensure(store), "desk", "fill") as change:
        by_payer = settled(change, PAYERS)
        made = [
            a_line(
                by_payer[dice.choices(PAYERS, (6, 3, 1))[0]], row=row, state=dice.choices(STATES, (6, 3, 1))[0],
                code=dice.choices(CODES, (3, 1))[0], month=dice.choice(MONTHS), practice=key("practice", row % 8),
                outcome=dice.choices(("paid", "denied"), (2, 1))[0],
            )
            for row in range(1, lines + 1)
        ]  # fmt: skip
        add(change, made, "file")


@pytest.fixture
def filled(own_store: Path) -> Path:
    fill(own_store, random.Random(7), 400)
    return own_store


def left(store: Path) -> list[dict[str, Any]]:
    with reading(store) as db:
        return exports.cells(db, release.ADJUDICATED)


def finest(store: Path) -> pd.DataFrame:
    with reading(store) as db:
        return pd.DataFrame(atoms.parts(db, atoms.DIMENSIONS))


def mask(base: pd.DataFrame, row: dict[str, Any]) -> np.ndarray:
    found = np.ones(len(base), dtype=bool)
    for dimension, values in row["region"].items():
        found &= base[dimension].isin(values).to_numpy()
    return found


def test_two_files_that_differ_by_a_small_cell_cannot_both_leave(filled: Path) -> None:
    whole = release.shares(LOCAL, denials.by_code, Filters(payers=("aetna",)), "complete", "denied")
    without = Filters(payers=("aetna",), states=("CA", "OH"))
    alone = denials.by_code(without, "complete", "denied")
    released = release.shares(LOCAL, denials.by_code, without, "complete", "denied")
    part = denials.by_code(Filters(payers=("aetna",), states=("TX",)), "complete", "denied")
    small = part["numerator"].between(1, 10) | part["denominator"].between(1, 10)
    assert small.any() and not alone["hidden"].any(), "the case is there, and the table alone would not see it"
    for code in part[small]["code"]:
        pair = [frame.set_index("code").loc[code, "numerator"] for frame in (whole, released)]
        assert any(pd.isna(n) for n in pair)


@pytest.mark.parametrize("seed", range(6))
def test_an_attacker_with_every_file_finds_no_hidden_cell(own_store: Path, seed: int) -> None:
    dice = random.Random(seed)
    fill(own_store, dice, dice.choice((150, 400, 900)))
    for _ in range(8):
        chosen = Filters(
            payers=tuple(dice.sample(PAYERS, dice.choice((0, 0, 1, 2)))),
            states=tuple(dice.sample(STATES, dice.choice((0, 0, 1, 2)))),
            codes=tuple(dice.sample(CODES, dice.choice((0, 0, 1)))),
            month_from=dice.choice((None, None, "2025-02")),
        )
        release.shares(LOCAL, dice.choice(MADE), chosen, "complete", dice.choice(("denied", "coverage_denied")))
    base, log = finest(own_store), left(own_store)
    known = [(mask(base, r), r["value"]) for r in log if r["value"] is not None]
    floors = [mask(base, r) for r in log if r["value"] is None and base["lines"][mask(base, r)].sum() > 0]
    assert all(base["lines"][m].sum() == value for m, value in known), "what is logged is what the store holds"
    for (a, x), (b, y) in combinations(known, 2):
        if (a & ~b).any() != (b & ~a).any():  # one inside the other
            assert not 1 <= abs(x - y) <= 10
    for target in floors:
        high, low = (_end(sign, target, known, floors) for sign in (1, -1))
        assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) + 1 >= 10


def _end(sign: int, target: np.ndarray, known: list[tuple[np.ndarray, int]], floors: list[np.ndarray]) -> float:
    """The most (1) or the least (-1) that the target can hold."""
    found = linprog(
        -sign * target.astype(float),
        A_eq=np.array([m for m, _ in known], dtype=float) if known else None, b_eq=[v for _, v in known] if known else None,
        A_ub=-np.array(floors).astype(float), b_ub=-np.ones(len(floors)), bounds=(0, None),
    )  # fmt: skip
    assert found.status in (0, 3), found.message
    return sign * np.inf if found.status == 3 else -sign * found.fun


def test_the_same_file_twice_is_the_same_file(filled: Path) -> None:
    one, two = (release.shares(LOCAL, denials.trend, Filters(), "complete", "denied") for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_reasons_are_checked_too(filled: Path) -> None:
    every = release.counts(LOCAL, denials.reasons, Filters(), "complete")
    assert every["lines"].notna().all()
    with reading(filled) as db:
        assert exports.cells(db, release.DENIED)[-1]["value"] == int(every["lines"].sum())


def test_an_export_is_no_new_revision_and_stands_in_the_audit(filled: Path) -> None:
    with reading(filled) as db:
        before = revision(db)
    release.funnel(LOCAL, Filters(), "complete", "denied")
    release.gap_rows(LOCAL, Filters(), today())
    with reading(filled) as db:
        assert revision(db) == before and audit_breaks(db) == []
        assert [r["measure"] for r in exports.listed(db)] == [release.GAP_ROWS, release.ADJUDICATED]
        assert db.execute("select count(*) from audit where action = 'export'").fetchone()[0] == 2


@pytest.mark.parametrize(
    "verb",
    [
        lambda who: release.shares(who, denials.trend, Filters(), "complete", "denied"),
        lambda who: release.counts(who, denials.reasons, Filters(), "complete"),
        lambda who: release.funnel(who, Filters(), "complete", "denied"),
        lambda who: release.gap_rows(who, Filters(), today()),
    ],
)
@pytest.mark.parametrize("who", [None, Person("m", "Member", Role.MEMBER)])
def test_members_take_nothing_away(filled: Path, verb: Callable[[Person | None], object], who: Person | None) -> None:
    with pytest.raises(NotAllowed):
        verb(who)
    assert left(filled) == []


def test_no_count_of_the_gap_table_that_leaves_is_small(filled: Path) -> None:
    for table in (gaps.leaving(gaps.table(Filters(), today())), release.gap_rows(LOCAL, Filters(), today())):
        for column in gaps.COUNTS:
            assert not table[column].dropna().between(1, 10).any(), column
        assert table["value_usd"][table["coverage_denials"].isna()].isna().all()


def test_a_payers_trend_knows_the_rows_of_the_gap_table_that_left(filled: Path) -> None:
    rows = release.gap_rows(LOCAL, Filters(), today())
    shown = rows[(rows["payer_id"] == "aetna") & rows["coverage_denials"].notna() & (rows["coverage_denials"] > 0)]
    assert len(shown)
    with reading(filled) as db:
        known = release.control(db, release.ADJUDICATED, Filters(payers=("aetna",), basis=("complete",)))
        others = release.control(db, release.ADJUDICATED, Filters(basis=("complete",)))
    assert len(known._log) > len(others._log) == 0


def test_a_class_sum_that_gives_its_only_hidden_row_back_is_hidden() -> None:
    rows = [("aetna", "CA", 30, False), ("aetna", "OH", 25, False), ("aetna", "TX", 4, True)]
    table = pd.DataFrame(
        [{"payer_id": p, "state": s, "gap": "covered_but_denied", "coverage_denials": n, "hidden": h} for p, s, n, h in rows]
    )  # fmt: skip
    classes = gaps.class_sums(table, {"covered_but_denied": (8, 20)}).set_index("gap")
    assert bool(classes.loc["covered_but_denied", "hidden"]) and not bool(classes.loc["no_gap", "hidden"])


def test_reasons_of_one_practice_are_hidden_together_and_none_is_logged(own_store: Path) -> None:
    with writing(live.ensure(own_store), "desk", "fill") as change:
        number = names.ensure(change.db, {("aetna", "", "commercial", ""): "aetna"})["aetna", "", "commercial", ""]
        names.decide(change, number, "aetna", how="person", why="asked")
        add(change, [a_line(number, row=r, practice=key("practice", 1)) for r in range(1, 60)], "file")
    assert denials.reasons(Filters(), "complete")["hidden"].all()
    assert denials.reason_codes(Filters(), "complete")["hidden"].all()
    assert release.counts(LOCAL, denials.reasons, Filters(), "complete")["lines"].isna().all()
    with reading(own_store) as db:
        assert exports.cells(db, release.DENIED) == []


def _gap_rows() -> pd.DataFrame:
    return release.gap_rows(LOCAL, Filters(), today())


def _trend() -> pd.DataFrame:
    return release.shares(
        LOCAL, denials.by_code, Filters(payers=("cigna",), states=("CA",)), "complete", "coverage_denied"
    )


def _steps() -> pd.DataFrame:
    return release.appeal_steps(LOCAL, Filters(), "complete")


@pytest.mark.parametrize("verb", [_gap_rows, _trend, _steps])
def test_what_others_export_meanwhile_is_looked_at_before_anything_leaves(
    filled: Path, monkeypatch: pytest.MonkeyPatch, verb: Callable[[], pd.DataFrame]
) -> None:
    """Somebody exports between the look at the log and the writing: who comes second is worked out again."""
    noting, logged, looks = release.noting, release._logged, []

    def interrupted(store: Path, who: str) -> Any:
        if len(looks) == 1:
            monkeypatch.setattr(release, "noting", noting)
            release.counts(LOCAL, denials.reasons, Filters(), "complete")
        return noting(store, who)

    def watched(person: Any, measure: str, filed: str, at: Any, make: Callable[[int], Any]) -> Any:
        def make_and_tell(now: int) -> Any:
            if measure != release.DENIED:
                with reading(filled) as db:
                    looks.append(exports.last(db))
            return make(now)

        return logged(person, measure, filed, at, make_and_tell)

    monkeypatch.setattr(release, "noting", interrupted)
    monkeypatch.setattr(release, "_logged", watched)
    verb()
    assert looks == [0, 1], "made a second time, with the other's export known"
    with reading(filled) as db:
        assert [r["measure"] for r in exports.listed(db)][1] == release.DENIED, "the other's export came first"


def test_rows_of_the_gap_table_know_a_trend_that_left_while_they_were_made(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    checked = release._gaps_checked

    def slow(*args: Any) -> Any:
        made = checked(*args)
        if not seen:
            seen.append(1)
            _trend()
        else:
            with reading(filled) as db:
                seen.append(len(release._of_single_payers(exports.cells(db, release.ADJUDICATED))))
        return made

    monkeypatch.setattr(release, "_gaps_checked", slow)
    _gap_rows()
    assert seen == [1, 1], "the second time the payer's trend is in the log that the rows are checked against"
