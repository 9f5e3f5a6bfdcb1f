"""The committed store is what the reference files say: rows are compared with a fresh build, table by table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.settings import SHIPPED_STORE
from tracker.store import live
from tracker.store.connection import reading


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with reading(path) as db:
        return {
            name: sorted(map(tuple, db.execute(f"select * from [{name}]").fetchall()), key=repr)
            for name in db.table_names()
        }


def test_the_committed_store_holds_what_the_reference_says(tmp_path: Path) -> None:
    live.build(tmp_path / "fresh.sqlite")
    fresh, shipped = tables(tmp_path / "fresh.sqlite"), tables(SHIPPED_STORE)
    assert fresh.keys() == shipped.keys()
    for name, rows in fresh.items():
        assert rows == shipped[name], f"{name}: run scripts/build_store.py"


def test_the_shipped_store_holds_no_report() -> None:
    with reading(SHIPPED_STORE) as db:
        for table in ("claim_lines", "imports", "people", "payer_names", "practices", "cells", "audit"):
            assert db[table].count == 0


@pytest.mark.parametrize("view", ["denial_reports", "current_coverage", "coverage_gaps"])
def test_the_readers_views_can_be_asked(view: str) -> None:
    with reading(SHIPPED_STORE) as db:
        rows = list(db.query(f"select * from {view}"))
    assert (len(rows) > 0) == (view != "denial_reports")
