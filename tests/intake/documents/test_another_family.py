"""Another association's codes and topic: reference files alone, not a line of code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tracker import reference

PROGRAM = """
import json, sys
from pathlib import Path
from tracker import reference
reference.FOLDER = Path(sys.argv[1])
from tracker.intake.documents import scan
print(json.dumps([scan(Path(name)).as_json() for name in sys.argv[2:]]))
"""
CODES = (
    "code,label,short_label,family,kind,first_day,add_on_to,medicare_daily_units,source,basis\n"
    "99453,Monitoring from afar: set-up,Set-up,monitoring,device,2019-01-01,,,made,sourced\n"
    "99454,Monitoring from afar: device,Device,monitoring,device,2019-01-01,,,made,sourced\n"
    "99457,Monitoring from afar: time,Time,monitoring,time,2019-01-01,,,made,sourced\n"
)
TOPIC = (
    "role,phrase,notes\n"
    "hint,remote|afar|monitor,\n"
    "noun,(monitoring|device),\n"
    'helper,"(devices?|scales?|cuffs?)",\n'
    'teach,"(transmit\\w*|readings?)",\n'
    'absent,"(at home|from home)",\n'
    'term,"remote (patient |physiologic )?monitoring (services?|benefit)",\n'
    'payment,"(covered|paid|payable|billed)",\n'
)


def folder(at: Path) -> Path:
    shutil.copytree(reference.FOLDER, at, ignore=shutil.ignore_patterns("__pycache__"))
    (at / "codes.csv").write_text(CODES)
    (at / "scan_topic.csv").write_text(TOPIC)
    with (at / "scan_indicators.csv").open("a") as file:
        file.write("status,zz,not covered,an indicator of this association's payers\n")
    with (at / "scan_status_phrases.csv").open("a") as file:
        file.write('status,denies,"stands outside the plan",a wording of these payers\n')
    return at


def test_codes_topic_phrases_and_indicators_come_from_the_files(tmp_path: Path) -> None:
    pages = {
        "range.html": "<p>99453 through 99457 are covered. The monitoring needs no prior authorization. 97550 is covered.</p>",
        "phrase.html": "<p>Code 99457 stands outside the plan.</p>",
        "table.html": "<table><tr><th>Code</th><th>Status</th></tr><tr><td>99454</td><td>ZZ</td></tr></table>",
        "topic.html": "<p>A remote monitoring benefit is described in chapter 9.</p>",
        "silent.html": "<p>Caregiver training services, 97550, are covered.</p>",
    }
    for name, words in pages.items():
        (tmp_path / name).write_text(f"<html><body>{words}</body></html>")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder(tmp_path / "reference")), *(str(tmp_path / n) for n in pages)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    span, phrase, table, topic, silent = json.loads(done.stdout)
    assert {(m["code"], m["status"], m["prior_auth"]) for m in span["mentions"]} == {
        (code, "covered", "no") for code in ("99453", "99454", "99457")
    }
    assert [m["status"] for m in phrase["mentions"]] == ["not_covered"]
    assert [m["status"] for m in table["mentions"]] == ["not_covered"]
    assert len(topic["wording"]) == 1
    assert silent["silent"]
