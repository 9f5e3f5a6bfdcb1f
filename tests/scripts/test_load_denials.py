"""The door on the command line: exit codes, JSON, no-op on repeat, a dry run stores nothing; the samples if present."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = "Payer,State,Month,Code,Outcome,Reasons\nAetna,CA,2025-03,97550,denied,CO-96\nHumana,FL,2025-04,97551,paid,\n"


def load(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "load_denials.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=False)


def test_a_file_is_stored_and_again_is_a_no_op(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD)
    first, second = load(file), load(file)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "2 lines count" in first.stdout
    assert "was sent before" in second.stdout


def test_a_dry_run_makes_json_and_stores_nothing(tmp_path: Path, own_store: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD)
    told = json.loads(load("--dry-run", "--json", file).stdout)["a.csv"]
    assert told["error"] is None
    assert [(x["code"], x["outcome"], x["service_month"]) for x in told["lines"]] == [
        ("97550", "denied", "2025-03"), ("97551", "paid", "2025-04"),
    ]  # fmt: skip
    assert "2 lines count" in load(file).stdout


def test_an_unreadable_file_ends_with_words_and_not_zero(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(GOOD)
    bad.write_bytes(b"\x00\x01\x02")
    done = load(good, bad, tmp_path / "absent.csv")
    assert done.returncode != 0
    assert "2 lines count" in done.stdout
    assert "bad.csv:" in done.stderr and "absent.csv:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_column_can_be_said_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD.replace("Month", "Zzz"))
    told = json.loads(load("--dry-run", "--json", "--map", "Zzz=date", file).stdout)["a.csv"]
    assert len(told["lines"]) == 2
    assert load("--map", "nonsense", file).returncode != 0


def test_the_sample_spreadsheets_are_read_without_a_wrong_line(samples: Path, tmp_path: Path) -> None:
    folder = samples / "spreadsheets"
    expected = json.loads((folder / "EXPECTED.json").read_text("utf-8"))
    done = load("--dry-run", "--json", *(folder / name for name in expected))
    (tmp_path / "result.json").write_text(done.stdout, "utf-8")
    score = subprocess.run(
        [sys.executable, folder / "score.py", tmp_path / "result.json"], capture_output=True, text=True, check=True
    ).stdout
    assert "mean over files: recall 1.0000  precision 1.0000" in score, score
    leaked = [
        v for x in expected.values() for v in x["private_values"] if len(v) > 3 and v in done.stdout + done.stderr
    ]
    assert leaked == []


def test_the_sample_remittances_have_the_figures_of_their_index(samples: Path) -> None:
    with (samples / "835" / "INDEX.tsv").open(encoding="utf-8") as file:
        index = list(csv.DictReader(file, delimiter="\t"))
    told = json.loads(load("--dry-run", "--json", *(samples / "835" / r["file"] for r in index)).stdout)
    names = ("claims", "service_lines", "cas_triplets", "charge_total", "paid_total", "adjustment_total")
    wrong = [
        (r["file"], n) for r in index for n in names if Decimal(str(told[r["file"]][n])) != Decimal(r[n])
    ]  # fmt: skip
    assert wrong == []


def test_a_folder_of_everything_twice(samples: Path, tmp_path: Path) -> None:
    """Remittances and tables mixed: as many lines count as the tables' key asks for; the second time all is a no-op."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    expected = json.loads((samples / "spreadsheets" / "EXPECTED.json").read_text("utf-8"))
    with (samples / "835" / "INDEX.tsv").open(encoding="utf-8") as file:
        remittances = [r["file"] for r in csv.DictReader(file, delimiter="\t")]
    for source in [samples / "835" / n for n in remittances] + [samples / "spreadsheets" / n for n in expected]:
        (folder / source.name).write_bytes(source.read_bytes())
    first, second = load(folder), load(folder)
    counted = [int(n.replace(",", "")) for n in re.findall(r"([\d,]+) lines count", first.stdout)]
    least, optional = (sum(len(x.get(part, ())) for x in expected.values()) for part in ("lines", "lines_optional"))
    assert least <= sum(counted) <= least + optional
    assert second.stdout.count("was sent before") == len(counted)
    assert "stored, receipt" not in second.stdout
