"""Two independent computations of the gaps, SQL (the view `coverage_gaps`) and pandas, agree on random stores."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.store.making import a_line, add
from tracker.measures.coverage import KEY
from tracker.measures.gaps import gaps
from tracker.store import decisions, live, names, questions
from tracker.store.connection import reading, writing
from tracker.store.decisions import NewDecision

PAYERS = ("aetna", "cigna", "humana")
STATES, CODES = ("", "OH", "TX"), ("97550", "97551", "96202")
MONTHS = ("2024-02", "2024-11", "2025-03", "2025-08")
STATUSES = ("covered", "covered_with_conditions", "not_covered", "bundled", "silent")


def a_decision(dice: random.Random) -> NewDecision:
    status = dice.choice(STATUSES)
    begins = None if status == "silent" else dice.choice((None, "2024-01-01", "2025-03-01", "2025-03-15", "2999-01-01"))
    ends = dice.choice((None, None, None, "2025-06-30")) if begins and begins < "2025-06" else None
    return NewDecision(dice.choice(PAYERS), "commercial", dice.choice(CODES), status, "primary",
                       state=dice.choice(STATES), effective_from=begins, effective_to=ends)  # fmt: skip


def some_lines(dice: random.Random, name_ids: dict[str, int]) -> list[Any]:
    made = []
    for row in range(1, 121):
        outcome, doing = dice.choice(
            (("paid", None), ("partly_paid", "coverage"), ("denied", "coverage"), ("denied", "billing"),
             ("denied", "unclassified"), ("pending", None))
        )  # fmt: skip
        made.append(
            a_line(name_ids[dice.choice(PAYERS)], row=row, state=dice.choice(STATES), code=dice.choice(CODES),
                   month=dice.choice(MONTHS), outcome=outcome, units=dice.choice((1, 2)),
                   **({"denial_class": doing} if doing else {}))
        )  # fmt: skip
    return made


def fill(store: Path, dice: random.Random) -> None:
    with writing(store, "desk", "fill") as change:
        change.db.execute("update coverage_decisions set withdrawn_revision = 1, withdrawn_why = 'test'")
        for _ in range(25):
            decisions.add(change, a_decision(dice), [], checked_on="2025-06-01")
        wanted = {(p, "", "commercial", ""): p for p in PAYERS}
        ids = names.ensure(change.db, wanted)
        by_payer = {key[0]: number for key, number in ids.items()}
        for payer, number in by_payer.items():
            names.decide(change, number, payer, how="person", why="asked")
        add(change, some_lines(dice, by_payer), "file")


@pytest.mark.parametrize("seed", range(8))
def test_sql_and_pandas_agree(own_store: Path, seed: int) -> None:
    store = live.ensure(own_store)
    fill(store, random.Random(seed))
    with reading(store) as db:
        view = pd.DataFrame(list(db.query("select *, coalesce(state, '') as place from coverage_gaps")))
        said, met = pd.DataFrame(decisions.known(db)), pd.DataFrame(questions.gap_inputs(db))
        today = date.fromisoformat(next(iter(db.query("select date('now') as d")))["d"])
    ours = gaps(said, met, today)
    columns = ["gap", "coverage_denials", "denials_before_effective_date", "billing_denials", "paid_lines",
               "adjudicated_lines"]  # fmt: skip
    theirs = view.assign(state=view["place"]).set_index(list(KEY))[columns].sort_index()
    # The view lists what is in force; a place known only by ended decisions is ours alone, without lines.
    mine = ours.set_index(list(KEY))[columns].sort_index()
    extra = mine.index.difference(theirs.index)
    assert (mine.loc[extra, "adjudicated_lines"] == 0).all()
    both = mine.loc[theirs.index]
    assert len(theirs) > 20
    assert theirs["gap"].nunique() >= 5
    settled = ~both.index.isin(_announced_or_conflicting(ours))
    for column in columns:
        rows = settled if column in ("coverage_denials", "denials_before_effective_date") else slice(None)
        assert both.loc[rows, column].tolist() == theirs.loc[rows, column].tolist(), column


def _announced_or_conflicting(ours: pd.DataFrame) -> pd.Index:
    """Where only the pandas side looks at the first day of each source, or ahead."""
    special = ours["state_of_knowledge"].isin(["announced", "conflicting"])
    return ours[special].set_index(list(KEY)).index
