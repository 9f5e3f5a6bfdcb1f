"""A snapshot is for ever: each answer asked again as of a revision is the same, whatever comes, goes or is corrected later."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.services import test_release_appeals as with_appeals
from tests.services.test_release import fill
from tests.store.making import a_line, add, key
from tracker.people import LOCAL
from tracker.services import say
from tracker.services.answers import appealed, coverage, denials, gaps, people_behind
from tracker.store import appeals, decisions, imports, live, names
from tracker.store.connection import reading, revision, writing
from tracker.store.decisions import NewDecision
from tracker.store.questions import Filters

ON = date(2025, 6, 1)
ALL, ONE = Filters(), Filters(payers=("aetna",), states=("CA", "OH"), month_from="2025-02")
ANSWERS: dict[str, Callable[[int], Any]] = {
    **{
        f"{by.__name__} {what} {'one' if f is ONE else 'all'}": lambda at, by=by, f=f, what=what: by(f, "complete", what, at)
        for by, f in ((denials.by_payer, ALL), (denials.by_state, ONE), (denials.by_code, ONE), (denials.funnel, ALL))
        for what in denials.WHAT
    },
    "trend": lambda at: denials.trend(ALL, "complete", "denied", at, on=ON),
    "reasons": lambda at: denials.reasons(ONE, "complete", at),
    "reason codes": lambda at: denials.reason_codes(ALL, "complete", at),
    "totals": lambda at: denials.totals(ONE, "complete", at),
    "best kind": lambda at: denials.best_kind(ALL, at),
    "practices": lambda at: people_behind.summary(ALL, at),
    "practices by month": lambda at: people_behind.by_month(ONE, at),
    "who is talking": lambda at: people_behind.talking(ALL, at),
    "who stands behind": lambda at: people_behind.behind(ALL, at),
    "matrix": lambda at: coverage.matrix(ALL, ON, at),
    "tile map": lambda at: coverage.tile_map(Filters(lines_of_business=("commercial",), payers=("cigna",)), "97550", ON, at),
    "timeline": lambda at: coverage.timeline(ALL, "97550", ON, at),
    "covering": lambda at: coverage.covering(ALL, "97550", ON, at),
    "adoption": lambda at: coverage.adoption(ALL, "97550", ON, at),
    "gaps": lambda at: gaps.table(ALL, ON, at),
    "gap classes": lambda at: gaps.classes(ONE, ON, at),
    **{f"say {c}": lambda at, c=c: say.judge(c, "aetna", LOCAL, ON, at).say() for c in say.CLAIMS},
}  # fmt: skip


def later(store: Path, dice: random.Random) -> list[Callable[[], None]]:
    """Everything that can happen to a store after a snapshot, each in a write of its own."""

    def import_more() -> None:
        with writing(store, "desk", "more") as change:
            number = names.ensure(change.db, {("aetna", "", "commercial", ""): "aetna"})[
                ("aetna", "", "commercial", "")
            ]
            lines = [a_line(number, row=r, practice=key("practice", r % 3), outcome="denied") for r in range(1, 90)]
            add(change, lines, f"more {dice.random()}")

    def withdraw_first() -> None:
        with reading(store) as db:
            receipt = db.execute("select receipt from imports order by import_id limit 1").fetchone()[0]
        with writing(store, "desk", "withdraw") as change:
            imports.withdraw(change, receipt)

    def return_newest() -> None:
        with reading(store) as db:
            receipt = db.execute("select receipt from imports order by import_id desc limit 1").fetchone()[0]
        with writing(store, "desk", "review") as change:
            imports.review(change, receipt, "returned", "counts twice")

    def settle_a_name_anew() -> None:
        with writing(store, "desk", "name") as change:
            number = names.ensure(change.db, {("humana", "", "commercial", ""): "humana"})[
                ("humana", "", "commercial", "")
            ]
            names.decide(change, number, "cigna", how="person", why="mistaken before")

    def decide_otherwise() -> None:
        with reading(store) as db:
            old = next(d for d in decisions.known(db, payer_id="aetna") if d["code"] == "97550")
        with writing(store, "desk", "supersede") as change:
            decisions.add(
                change, NewDecision("aetna", old["line_of_business"], "97550", "not_covered", "primary"), [],
                checked_on="2025-06-10", supersedes=old["decision_id"],
            )  # fmt: skip
            decisions.add(
                change, NewDecision("cigna", "commercial", "97550", "covered", "primary"), [], checked_on="2025-05-20"
            )

    return [import_more, settle_a_name_anew, decide_otherwise, return_newest, withdraw_first]


def same(one: Any, two: Any) -> None:
    if isinstance(one, tuple) and isinstance(two, tuple):
        for a, b in zip(one, two, strict=True):
            same(a, b)
    elif isinstance(one, pd.DataFrame) and isinstance(two, pd.DataFrame):
        pd.testing.assert_frame_equal(one, two, check_dtype=False)
    else:
        assert type(one) is type(two) and one == two


@pytest.fixture
def snapshot(own_store: Path) -> int:
    dice = random.Random(11)
    fill(own_store, dice, 500)
    with writing(own_store, "desk", "decide") as change:
        for payer, status in (("aetna", "covered"), ("cigna", "silent"), ("humana", "bundled")):
            for code in ("97550", "97551"):
                new = NewDecision(
                    payer,
                    "commercial",
                    code,
                    status,
                    "primary",
                    effective_from=None if status == "silent" else "2025-02-01",
                )
                decisions.add(change, new, [], checked_on="2025-05-01")
    with reading(own_store) as db:
        return revision(db)


def test_every_answer_of_a_snapshot_stays_as_it_was(own_store: Path, snapshot: int) -> None:
    before = {name: ask(snapshot) for name, ask in ANSWERS.items()}
    now = {name: ask(None) for name, ask in ANSWERS.items()}  # type: ignore[arg-type]
    for name in ANSWERS:
        same(before[name], now[name])
    moved = set()
    for happen in later(own_store, random.Random(3)):
        happen()
        for name, ask in ANSWERS.items():
            same(before[name], ask(snapshot))
        moved |= {name for name, ask in ANSWERS.items() if not _equal(now[name], ask(None))}  # type: ignore[arg-type]
    assert moved == set(ANSWERS), (
        f"nothing that came later touched {set(ANSWERS) - moved}: the test would prove nothing"
    )


def _equal(one: Any, two: Any) -> bool:
    try:
        same(one, two)
    except AssertionError:
        return False
    return True


def became(filters: Filters, at: int | None) -> tuple[Any, ...]:
    """All that is said of appeals, as of a revision and the day `ON`."""
    found = appealed.outcome(filters, "complete", at, ON)
    assert found is not None
    counts = (found.open, found.withdrawn, found.untimed, found.paid_later)
    shares = (found.appealed, found.overturned_all, found.overturned_decided)
    return *shares, *counts, found.to_decision.say(), found.to_decision.curve, appealed.steps(filters, "complete", at)


def test_what_became_of_denials_stays_as_it_was(own_store: Path) -> None:
    with_appeals.fill(own_store, random.Random(4), 300)
    store = live.ensure(own_store)
    with reading(store) as db:
        then = revision(db)
        name, line = db.execute(
            "select name_id, min(line_id) from claim_lines where withdrawn_revision is null and outcome = 'denied' "
            "and line_id not in (select line_id from appeals)"
        ).fetchone()
        waiting = db.execute("select min(appeal_id) from appeals where outcome = 'open'").fetchone()[0]
    chosen = (ALL, Filters(states=("CA", "OH")))
    before = [became(f, then) for f in chosen]
    same(tuple(before), tuple(became(f, None) for f in chosen))

    def settle() -> None:
        with writing(store, "desk", "appeal") as change:
            appeals.settle(change, waiting, "overturned", "2025-06")

    def appeal() -> None:
        with writing(store, "desk", "appeal") as change:
            appeals.settle(change, appeals.file(change, line, "2025-05"), "withdrawn", "2025-06")

    def pay_more() -> None:
        paid = [
            a_line(name, row=row, outcome="paid", state="CA", claim_key=key("claim", row), line_key=key("line", row))
            for row in range(1, 60)
        ]
        with writing(store, "desk", "more") as change:
            add(change, [*paid, a_line(name, row=60, state="OH", line_key=key("new"))], "more")

    def withdraw_payments() -> None:
        with reading(store) as db:
            receipt = db.execute("select receipt from imports where import_id = 2").fetchone()[0]
        with writing(store, "desk", "withdraw") as change:
            imports.withdraw(change, receipt)

    for happen in (settle, appeal, pay_more, withdraw_payments):
        now = became(ALL, None)
        happen()
        assert not _equal(now, became(ALL, None)), f"{happen.__name__} touched nothing: the test would prove nothing"
        for filters, said in zip(chosen, before, strict=True):
            same(said, became(filters, then))
