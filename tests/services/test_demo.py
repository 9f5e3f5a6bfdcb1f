"""The demonstration: the same twice, saying that it is invented, whole, and never where real reports are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import Rejected
from tracker.services import demo
from tracker.settings import SHIPPED_STORE, settings
from tracker.store import cells, live, paid_later
from tracker.store.connection import audit_breaks, reading, revision
from tracker.store.filters import EVERYTHING

DAY = date(2026, 3, 14)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    demo.make(path, lines=3_000, seed=7, today=DAY)
    return path


def dump(path: Path) -> list[str]:
    with reading(path) as db:
        return [line for line in db.conn.iterdump() if "sqlite_stat" not in line]


def test_the_same_seed_and_day_give_the_same_rows(store: Path, tmp_path: Path) -> None:
    demo.make(tmp_path / "again.sqlite", lines=3_000, seed=7, today=DAY)
    assert dump(tmp_path / "again.sqlite") == dump(store)


def test_another_seed_gives_other_rows(store: Path, tmp_path: Path) -> None:
    demo.make(tmp_path / "other.sqlite", lines=3_000, seed=8, today=DAY)
    assert dump(tmp_path / "other.sqlite") != dump(store)


def test_it_says_that_it_is_invented(store: Path) -> None:
    assert live.is_demonstration(store)
    with reading(store) as db:
        assert db.execute("select value from meta where key = 'notice'").fetchone()[0] == demo.NOTICE
        assert {r[0] for r in db.execute("select publisher from sources")} == {"Demonstration (invented)"}
        assert not list(db.query("select 1 from coverage_decisions where origin = 'reference'"))


def test_it_holds_every_kind_of_thing_that_pages_show(store: Path) -> None:
    with reading(store) as db:
        statuses = {r[0] for r in db.execute("select status from coverage_decisions where withdrawn_revision is null")}
        assert statuses == {"covered", "covered_with_conditions", "not_covered", "bundled", "silent"}
        for what, sql in {
            "superseded decisions": "select 1 from coverage_decisions where withdrawn_why = 'superseded'",
            "announced decisions": f"select 1 from coverage_decisions where effective_from > '{DAY}'",
            "withdrawn imports": "select 1 from imports where withdrawn_revision is not null",
            "pending imports": "select 1 from reviews where verdict = 'pending' and withdrawn_revision is null",
            "repeated lines": "select 1 from claim_lines where withdrawn_why = 'duplicate'",
            "reversed lines": "select 1 from claim_lines where withdrawn_why = 'reversed'",
            "unresolved names": "select 1 from current_names where payer_id is null",
            "secondary lines": "select 1 from cells where basis = 'secondary'",
            "small cells": "select 1 from cells where denied between 1 and 10",
            "appeals won": "select 1 from appeals where outcome = 'overturned'",
            "campaigns": "select 1 from campaigns",
            "answered engagements": "select 1 from engagements where reply is not null",
        }.items():
            assert db.execute(sql).fetchone(), what
        assert len(paid_later.listed(db, EVERYTHING)) > 10
        gaps = {r[0] for r in db.execute("select gap from coverage_gaps")}
        assert {"covered_but_denied", "conflicting", "not_checked", "no_gap", "silent_denied"} <= gaps


def test_one_practice_holds_nearly_all_of_one_state(store: Path) -> None:
    with reading(store) as db:
        sql = "select sum(lines) from practice_cells where state = 'MT' group by practice_id order by 1 desc"
        lines = [row[0] for row in db.execute(sql)]
    assert lines[0] / sum(lines) > 0.8


def test_nothing_is_broken_and_nothing_lies_in_the_future(store: Path) -> None:
    with reading(store) as db:
        assert audit_breaks(db) == []
        assert db.execute("pragma foreign_key_check").fetchall() == []
        newest = revision(db)
        then = db.execute(cells.cells_at(newest), {"revision": newest}).fetchall()
        assert sorted(db.execute(cells.cells_at(None)).fetchall()) == sorted(then)
        assert db.execute("select max(month) from claim_lines").fetchone()[0] <= "2026-03"
        days = [r[0] for r in db.execute("select at from revisions order by revision")]
    assert days == sorted(days) and days[-1] <= "2026-03-15"


def test_it_is_never_written_over_a_real_store(tmp_path: Path) -> None:
    real = live.ensure(settings().store)
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(real.read_bytes())
    for target in (real, SHIPPED_STORE, copy):
        before = target.read_bytes()
        with pytest.raises(Rejected, match="never written over"):
            demo.make(target, lines=100)
        assert target.read_bytes() == before


def test_a_demonstration_may_be_made_again(tmp_path: Path) -> None:
    target = tmp_path / "demo.sqlite"
    for seed in (1, 2):
        made = demo.make(target, lines=300, seed=seed, today=DAY)
    assert made["claim_lines"] > 200
