"""The ledger's doors on the command line: load decisions, write the whole ledger, write the digest."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.services.test_decide import GOOD, csv_of, row_of
from tracker.people import LOCAL
from tracker.services import decide
from tracker.settings import settings
from tracker.store.connection import reading

ROOT = Path(__file__).resolve().parents[2]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), timeout=120, check=False)


def revisions() -> int:
    with reading(settings().store) as db:
        return int(db.execute("select max(revision) from revisions").fetchone()[0])


def test_load_decisions_shows_then_stores_then_does_nothing(tmp_path: Path) -> None:
    file = csv_of(tmp_path, GOOD, {**GOOD, "code": "97551-97552"})
    dry = run("load_decisions", "--dry-run", file)
    assert (dry.returncode, "3 new" in dry.stdout, "stored" in dry.stdout) == (0, True, False)
    assert "3 decisions stored" in run("load_decisions", file).stdout
    then = revisions()
    again = run("load_decisions", file)
    assert "0 new, 3 in the ledger already" in again.stdout and revisions() == then


def test_load_decisions_with_a_problem_stores_nothing_unless_told(tmp_path: Path) -> None:
    file = csv_of(tmp_path, GOOD, {**GOOD, "code": "97551", "status": "perhaps"})
    found = run("load_decisions", file)
    assert found.returncode == 2 and "row 3 status" in found.stdout and "nothing was stored" in found.stderr
    assert "1 decisions stored" in run("load_decisions", "--skip-problems", file).stdout


def test_export_ledger_writes_both_files_with_their_citations(tmp_path: Path) -> None:
    decide.record(row_of(evidence="it says so", place="page 3"), "uhc", LOCAL)
    as_csv, as_xlsx = tmp_path / "l.csv", tmp_path / "l.xlsx"
    done = run("export_ledger", "--csv", as_csv, "--xlsx", as_xlsx)
    assert done.returncode == 0 and f"{as_csv}:" in done.stdout
    lines = [line for line in as_csv.read_text("utf-8-sig").splitlines() if not line.startswith("# ")]
    (ours,) = [r for r in csv.DictReader(lines) if r["payer_id"] == "uhc"]
    assert (ours["source_title"], ours["evidence"], ours["place"]) == ("A policy", "it says so", "page 3")
    assert (ours["last_checked"], ours["checked_by_second_person"]) == ("2026-11-01", "no")
    assert "local" not in as_csv.read_text("utf-8-sig"), "who recorded stays inside"
    book = CalamineWorkbook.from_path(as_xlsx)
    assert book.sheet_names == ["About", "Decisions", "Corrections"]
    assert len(book.get_sheet_by_name("Decisions").to_python()) == len(lines)


def test_export_ledger_as_known_on_a_day_before_anybody_entered_anything(tmp_path: Path) -> None:
    decide.record(row_of(), "uhc", LOCAL)
    file = tmp_path / "l.csv"
    day = datetime.now(UTC).date() - timedelta(days=1)
    assert run("export_ledger", "--csv", file, "--known-on", day).returncode == 0
    assert f"as known on {day}" in file.read_text("utf-8-sig") and ",uhc," not in file.read_text("utf-8-sig")


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("--csv", "/no/such/folder/l.csv"), 6)])
def test_export_ledger_says_what_is_wrong(arguments: tuple[str, ...], code: int) -> None:
    done = run("export_ledger", *arguments)
    assert done.returncode == code and done.stderr.strip()


def test_write_digest_writes_what_is_new_as_text_and_feed(tmp_path: Path) -> None:
    decide.record_many([row_of(), row_of(code="97551")], "uhc", LOCAL)
    today = datetime.now(UTC).date()
    text, feed = tmp_path / "d.md", tmp_path / "d.atom"
    since = today - timedelta(days=1)
    done = run("write_digest", "--since", since, "--markdown", text, "--atom", feed)
    assert done.returncode == 0 and "2 new decisions" in done.stdout
    assert "## New" in text.read_text("utf-8") and "UnitedHealthcare" in text.read_text("utf-8")
    root = etree.fromstring(feed.read_bytes())
    (entry,) = root.xpath("a:entry[a:title[contains(., '97550, 97551')]]", namespaces=ATOM)
    for wanted in ("a:id", "a:updated", "a:content"):
        assert entry.xpath(f"string({wanted})", namespaces=ATOM)
    first = [e.text for e in root.iterfind(".//a:entry/a:id", ATOM)]
    run("write_digest", "--since", since, "--atom", feed)
    again = [e.text for e in etree.fromstring(feed.read_bytes()).iterfind(".//a:entry/a:id", ATOM)]
    assert first == again and len(set(first)) == len(first), "a reader shows each piece of news once"


def test_write_digest_to_the_screen_and_of_a_quiet_period() -> None:
    assert "nothing changed" in run("write_digest", "--since", "2020-01-01", "--until", "2020-01-08").stdout
    done = run("write_digest", "--since", "2026-02-01", "--until", "2026-01-01")
    assert done.returncode == 2 and "Exchange the two" in done.stderr
