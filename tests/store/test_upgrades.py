"""From every released schema with rows in every table to today's: nothing is lost, every view answers, summaries are a recount.

`released.sql` holds the rows by section. The one thing to know: a store of an older schema is made by the released
migrations themselves, since they are never edited; the rows are plain SQL of that time.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from tracker.errors import OutOfDate
from tracker.settings import ROOT
from tracker.store import cells, copies, live, reach
from tracker.store.connection import let_go, reading
from tracker.store.schema import migrations

ROWS = (Path(__file__).parent / "released.sql").read_text("utf-8")
RELEASED = [m.name for m in migrations._migrations]
SECTION = re.compile(r"^-- section (\w+)(?: until (\w+))?.*$", re.M)
# Facts of reference are brought up to date on the way: there are more of them afterwards, with other words.
REFERENCE = {"codes", "reasons", "medicare_rates", "claims_signals", "meta", "payer_aliases", "payer_states",
             "payer_identifiers", "_sqlite_migrations"}  # fmt: skip
# Reference rows come in beside those that people entered, in a write of their own.
ADDED_TO = {"payers", "revisions", "audit", "sources", "coverage_decisions", "decision_sources", "policy_checks"}


def sections(newest: str) -> list[str]:
    """The SQL of the sections that a store of this schema has."""
    at = RELEASED.index(newest)
    parts = list(SECTION.finditer(ROWS))
    ends = [p.start() for p in parts[1:]] + [len(ROWS)]
    return [
        ROWS[part.end() : end]
        for part, end in zip(parts, ends, strict=True)
        if RELEASED.index(part[1]) <= at and (part[2] is None or at < RELEASED.index(part[2]))
    ]


def make(path: Path, newest: str) -> None:
    """A store as a program whose last migration was `newest` left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        db = Database(connection)
        migrations.apply(db, stop_before=([*RELEASED, None])[RELEASED.index(newest) + 1])
        connection.execute("pragma foreign_keys = off")
        connection.execute("begin")
        for section in sections(newest):
            for statement in re.split(r";\n", section):
                connection.execute(statement)
        connection.execute("commit")
        connection.execute("pragma journal_mode = wal")


def everything(path: Path) -> dict[str, tuple[list[str], list[tuple[object, ...]]]]:
    """Columns and rows of every table."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            r[0] for r in db.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        ]
        found = {}
        for name in names:
            rows = db.execute(f'select * from "{name}"')
            found[name] = ([c[0] for c in rows.description], rows.fetchall())
    return found


@pytest.fixture(params=RELEASED)
def old(request: pytest.FixtureRequest, own_store: Path) -> Path:
    make(own_store, request.param)
    return own_store


def test_the_rows_fill_every_table_of_every_schema(old: Path) -> None:
    assert [name for name, (_, rows) in everything(old).items() if not rows] == []
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("pragma foreign_key_check").fetchall() == []


def test_nothing_is_lost_on_the_way_to_todays_schema(old: Path) -> None:
    before = everything(old)
    live.ensure(old)
    after = everything(old)
    summaries = {
        *cells.SUMMARIES,
        *reach.TABLES,
        "payer_codes",
        "practice_payers",
        "practice_places",
        "practice_months",
    }
    for name in set(before) - summaries - REFERENCE:
        columns, rows = before[name]
        names, held = after[name]
        kept = [tuple(dict(zip(names, row, strict=True))[c] for c in columns) for row in held]
        missing = [r for r in rows if r not in kept and not (name == "payers" and r[0] == "aetna")]
        # The head of the audit moves on with the rows that the upgrade itself adds.
        assert missing == [] or name == "audit_head", (name, missing)
        if name not in ADDED_TO:
            assert len(held) == len(rows), name
    for name in REFERENCE - {"meta", "_sqlite_migrations", "claims_signals"}:  # signals come whole from reference
        width = 1 if name == "codes" else 2  # the key; the words are the newer ones
        assert {r[:width] for r in before[name][1]} <= {r[:width] for r in after[name][1]}, name
    assert copies.faults(old) == []


def test_every_view_answers_and_summaries_are_a_recount(old: Path) -> None:
    live.ensure(old)
    with reading(old) as db:
        views = [v.name for v in db.views]
        assert {"denial_reports", "current_coverage", "coverage_gaps", "current_names"} <= set(views)
        assert db.execute("select count(*) from denial_reports where review <> 'returned'").fetchone() == (7,)
        assert [v for v in views if not db.execute(f"select count(*) from {v}").fetchone()[0]] == []
    kept = {name: sorted(everything(old)[name][1], key=repr) for name in (*cells.SUMMARIES, *reach.TABLES)}
    let_go(old)
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("begin")
        cells.rebuild(Database(connection))
        connection.execute("commit")
    for name, rows in kept.items():
        assert rows and rows == sorted(everything(old)[name][1], key=repr), name


def test_an_upgraded_store_has_the_schema_of_a_fresh_one(old: Path, tmp_path: Path) -> None:
    schema = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by 1, 2"
    live.ensure(old)
    fresh = live.ensure(tmp_path / "fresh" / "payers.sqlite")
    with reading(old) as db, reading(fresh) as other:
        assert db.execute(schema).fetchall() == other.execute(schema).fetchall()


def from_the_future(path: Path) -> list[str]:
    live.ensure(path)
    let_go(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('payer-tracker', 'm999_future', '2099-01-01')"
        )
        db.execute("create table of_the_future (x)")
    live._ready.clear()
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


SCRIPTS = [["load_denials.py", "{folder}/sent.csv"], ["backup.py"], ["audit.py"], ["people.py"], ["write_digest.py"]]


@pytest.mark.parametrize("words", SCRIPTS, ids=lambda w: w[0])
def test_a_newer_store_is_refused_by_scripts_with_words(own_store: Path, tmp_path: Path, words: list[str]) -> None:
    before = from_the_future(own_store)
    (tmp_path / "sent.csv").write_text("Payer,State,CPT,Service month,Outcome,CARC\nAetna,CA,97550,2025-03,denied,96\n")
    name, *rest = [w.format(folder=tmp_path) for w in words]
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / name), *rest], capture_output=True, text=True, check=False
    )
    assert run.returncode == OutOfDate.exit_code, run.stderr
    assert "newer version of the program" in run.stderr and "Update the program" in run.stderr
    assert "Traceback" not in run.stderr
    with closing(sqlite3.connect(own_store)) as db:
        assert list(db.iterdump()) == before


def test_a_newer_store_is_refused_by_the_app_with_words(own_store: Path) -> None:
    before = from_the_future(own_store)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not page.exception
    assert "newer version of the program. Update the program" in page.error[0].value
    with closing(sqlite3.connect(own_store)) as db:
        assert list(db.iterdump()) == before
