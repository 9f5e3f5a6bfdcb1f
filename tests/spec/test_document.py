"""The committed specification is the one the tables give."""

from __future__ import annotations

from pathlib import Path

from tests.spec import document, ledger, tables

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec.md"


def test_committed_document_is_current() -> None:
    assert SPEC.read_text("utf-8") == document.document(), "run python scripts/write_spec.py and commit docs/spec.md"


def test_every_rule_is_in_the_document() -> None:
    text = document.document()
    for case in (*ledger.LEDGER, *ledger.NEWS, *tables.COVERAGE_STATES, *tables.GAPS, *tables.DISCLOSURE):
        assert case.rule in text
    for worked in (*tables.WILSON, *tables.WORKED):
        assert worked.source in text
