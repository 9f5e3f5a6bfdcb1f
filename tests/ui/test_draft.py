"""What a browser kept of a half-written report is read like anything from outside."""

from __future__ import annotations

import json

import pytest

from tracker.intake.form import Form
from tracker.ui import draft

EMPTY = Form(units=1)


@pytest.mark.parametrize("held", ["", "null", "[]", "{", '"x"', "7", "{}"])
def test_what_is_no_draft_is_an_empty_one(held: str) -> None:
    assert draft.read(held) == EMPTY


@pytest.mark.parametrize(
    "told",
    [
        {"payer": "nobody", "state": "XX", "code": "99213", "outcome": "rejected", "payer_said": "x", "next_step": "y"},
        {"payer": 7, "state": ["CA"], "month": "2026-03-04", "units": "2", "reasons": "96"},
        {
            "base_billed": "yes",
            "appeal_level": 9,
            "appeal_month": "2026-13",
            "appeal_outcome": "x",
            "appeal_decided": 3,
        },
        {"units": 4711, "reasons": ["Zebulon Quixwort", 96, "<script>"], "modifiers": ["GPX", ""]},
    ],
)
def test_unknown_values_are_left_out(told: dict[str, object]) -> None:
    assert draft.read(json.dumps(told)) == EMPTY


def test_choices_come_back() -> None:
    told = {"payer": "aetna", "state": "CA", "code": "97550", "month": "2026-03", "outcome": "partly_paid", "units": 2,
            "modifiers": ["GO", "95"], "payer_said": "bundled", "reasons": ["CO-97", "N130"], "next_step": "appealed"}  # fmt: skip
    assert draft.read(json.dumps(told)) == Form(
        payer_id="aetna", state="CA", code="97550", month="2026-03", outcome="partly_paid", units=2, modifiers=("GO", "95"),
        payer_said="bundled", reasons=("CO-97", "N130"), next_step="appealed",
    )  # fmt: skip


def test_an_appeal_and_a_base_code_come_back() -> None:
    told = {"base_billed": False, "appeal_level": 2, "appeal_month": "2026-04", "appeal_outcome": "upheld",
            "appeal_decided": "2026-06"}  # fmt: skip
    assert draft.read(json.dumps(told)) == Form(
        units=1, base_billed=False, appeal_level=2, appeal_month="2026-04", appeal_outcome="upheld", appeal_decided="2026-06",
    )  # fmt: skip
