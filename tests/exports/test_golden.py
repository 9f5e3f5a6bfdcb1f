"""What leaves the building, compared whole: deck, workbook, letter, CSV to the byte, README, alternative text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.exports.outline import of_deck, of_letter, of_workbook
from tests.exports.pack_demo import packs
from tests.exports.test_letters import LETTER
from tracker.exports.letters import as_docx
from tracker.exports.pack import make_deck
from tracker.exports.pack.bundle import readme, tables
from tracker.exports.tables import csv_bytes, xlsx_bytes

PACKS = packs()
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", ["full", "bare", "many"])
def test_the_deck_is_the_one_that_was_looked_at(name: str, golden: Golden) -> None:
    golden(f"deck-{name}.txt", of_deck(make_deck(PACKS[name])))


@pytest.mark.parametrize("name", ["full", "many"])
def test_the_workbook_is_the_one_that_was_looked_at(name: str, golden: Golden) -> None:
    sheets = tables(PACKS[name])
    made = datetime(2026, 11, 25, tzinfo=UTC)
    golden(f"workbook-{name}.txt", of_workbook(xlsx_bytes(list(sheets.values()), made, [k.title() for k in sheets])))
    assert xlsx_bytes(list(sheets.values()), made) == xlsx_bytes(list(sheets.values()), made)


@pytest.mark.parametrize("name", ["full", "many"])
def test_the_csv_is_the_same_to_the_byte(name: str, golden: Golden) -> None:
    for what, table in tables(PACKS[name]).items():
        content = csv_bytes(table)
        assert content.startswith(b"\xef\xbb\xbf# Finding: "), (
            "Excel reads accents by this mark; the caption comes first"
        )
        assert content.count(b"\n") == content.count(b"\r\n")
        golden(f"{what}-{name}.csv", content.decode("utf-8-sig").replace("\r\n", "\n"))


@pytest.mark.parametrize("kind", ["reconsideration", "policy"])
def test_the_letter_is_the_one_that_was_looked_at(kind: str, golden: Golden) -> None:
    golden(f"letter-{kind}.txt", of_letter(as_docx(replace(LETTER, kind=kind, facts="coverage ledger, snapshot r812"))))


@pytest.mark.parametrize("name", ["full", "many"])
def test_the_readme_is_the_one_that_was_looked_at(name: str, golden: Golden) -> None:
    golden(f"readme-{name}.txt", readme(PACKS[name], ["deck.pptx", "brief.pdf"], "No Chromium was found."))
