"""Every outside sample is counted as its index says. Skipped where the samples are absent."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.intake import x12_835

COUNTS = ("claims", "service_lines", "cas_triplets")
SUMS = ("charge_total", "paid_total", "adjustment_total")


def test_every_sample_is_counted_as_its_index_says(samples: Path) -> None:
    folder = samples / "835"
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        index = list(csv.DictReader(file, delimiter="\t"))
    assert index
    wrong = {}
    for row in index:
        file_bytes = (folder / row["file"]).read_bytes()
        assert x12_835.looks_like(file_bytes[:65536]), row["file"]
        batch = x12_835.read(folder / row["file"], key=b"k" * 32)
        totals = batch.totals
        assert totals is not None
        got = {name: getattr(totals, name) for name in COUNTS + SUMS}
        true = {name: int(row[name]) for name in COUNTS} | {name: Decimal(row[name]) for name in SUMS}
        if got != true or batch.sha256 != row["sha256"]:
            wrong[row["file"]] = (got, true)
    assert wrong == {}


def test_plain_data_holds_the_same_figures(samples: Path) -> None:
    folder = samples / "835"
    for file in sorted(folder.iterdir()):
        if file.suffix in (".835", ".edi", ".txt", ".dat"):
            batch = x12_835.read(file, key=b"k" * 32)
            plain = x12_835.as_json(batch)
            assert batch.totals is not None
            assert Decimal(plain["adjustment_total"]) == batch.totals.adjustment_total
            assert len(plain["unread"]) == len(batch.totals.unread)


def test_oxedi_counts_every_sample_it_accepts_the_same(samples: Path) -> None:
    oxedi = pytest.importorskip("oxedi")
    compared = 0
    for file in sorted((samples / "835").iterdir()):
        if file.suffix not in (".835", ".edi", ".txt", ".dat"):
            continue
        try:
            tables = oxedi.parse_file(file).tables
        except oxedi.ParseError:
            continue
        totals = x12_835.read(file, key=b"k" * 32).totals
        assert totals is not None
        theirs = tuple(len(tables[name]) for name in ("claims", "services", "adjustments"))
        assert (totals.claims, totals.service_lines, totals.cas_triplets) == theirs, file.name
        compared += 1
    assert compared > 30
