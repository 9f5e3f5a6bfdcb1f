"""The entry form without a page: whom a typed name means, and what an entry becomes."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.errors import Rejected
from tracker.services import decide
from tracker.services.answers import coverage
from tracker.settings import today
from tracker.ui import access, data, entry, entry_save
from tracker.ui.entry_save import BESIDE, TAKES_OVER, Start
from tracker.vocabulary import NOT_PAYERS

SAID: dict[str, Any] = {
    "business": "commercial", "states": [], "codes": ["97550-97552"], "finding": "covered", "prior_auth": "no",
    "effective_from": "2025-07-01", "effective_to": "", "scope": "", "conditions": "", "source_publisher": "The payer",
    "source_title": "A policy", "source_url": "https://payer.example", "source_published": "", "source_accessed": "",
    "checked_on": "2026-11-01", "confidence": "primary", "evidence": "it says so", "place": "page 1", "document": None,
    "stands": TAKES_OVER,
}  # fmt: skip


def start() -> Start:
    return Start("uhc", data.payers()["uhc"], {})


def knowledge(code: str, state: str = "") -> str:
    return str(coverage.said(("uhc", "commercial", state, code), today()).knowledge)


def first_match(typed: str) -> str:
    """What the list of the form takes when this is typed and Enter pressed."""
    return next(i for i, words in data.ask(entry.labelled).items() if typed.casefold() in words.casefold())


def test_a_payers_own_name_typed_means_that_payer() -> None:
    names = {i: str(p["name"]) for i, p in data.payers().items() if p["payer_type"] not in NOT_PAYERS}
    unique = {i: n for i, n in names.items() if sum(n.casefold() in m.casefold() for m in names.values()) == 1}
    assert len(unique) > 200
    assert {n for i, n in unique.items() if first_match(n) != i} == set()
    assert first_match("Cigna Healthcare") == "cigna" and first_match("Centene") == "centene"


def test_an_entry_is_a_decision_a_code_and_state_and_says_so() -> None:
    words = entry_save.save(start(), {**SAID, "states": ["CA", "NV"]})
    assert "97550, 97551, 97552: covers. 6 decisions recorded" in words
    assert [knowledge(c, s) for c in ("97550", "97552") for s in ("CA", "NV", "OH")] == [
        "covered", "covered", "not_checked", "covered", "covered", "not_checked",
    ]  # fmt: skip


@pytest.mark.parametrize(("stands", "now"), [(TAKES_OVER, "not_covered"), (BESIDE, "conflicting")])
def test_what_stood_ends_or_stays_beside(stands: str, now: str) -> None:
    entry_save.save(start(), SAID)
    change = {**SAID, "finding": "not_covered", "effective_from": "2026-02-01", "source_title": "Newer"}
    entry_save.save(start(), {**change, "stands": stands})
    assert knowledge("97551") == now


def test_silence_needs_no_source_and_a_look_no_more_than_what_stands() -> None:
    entry_save.save(start(), {**SAID, "finding": "silent", "source_title": "", "effective_from": ""})
    assert knowledge("97550") == "silent"
    words = entry_save.save(start(), {**SAID, "finding": entry_save.UNCHANGED, "checked_on": today().isoformat()})
    assert "unchanged" in words
    assert coverage.said(("uhc", "commercial", "", "97550"), today()).last_checked == today().isoformat()
    with pytest.raises(Rejected, match="no decision here"):
        entry_save.save(start(), {**SAID, "finding": entry_save.UNCHANGED, "codes": ["96202"]})


def test_a_corrected_entry_replaces_the_decision_whole() -> None:
    entry_save.save(start(), {**SAID, "codes": ["97550"]})
    (held,) = [d for d in decide.unchecked(access.LOCAL) if d["payer_id"] == "uhc"]
    corrected = Start("uhc", data.payers()["uhc"], {}, (held,))
    entry_save.save(
        corrected, {**SAID, "codes": ["97550"], "finding": "bundled", "scope": "telehealth", "stands": BESIDE}
    )
    (now,) = [d for d in decide.unchecked(access.LOCAL) if d["payer_id"] == "uhc"]
    assert (now["status"], now["scope"], now["supersedes"]) == ("bundled", "telehealth", held["decision_id"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"codes": []}, "codes and a finding"), ({"finding": None}, "codes and a finding"),
        ({"business": None}, "codes and a finding"), ({"codes": ["97110"]}, "not tracked"),
        ({"effective_from": "someday", "source_url": "nowhere"}, "effective_from cannot be read.*no web address"),
        ({"source_title": ""}, "source_title is empty"), ({"checked_on": "2999-01-01"}, "future day"),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_said_at_once_and_nothing_kept(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Rejected, match=words):
        entry_save.save(start(), {**SAID, **changed})
    assert [d for d in decide.unchecked(access.LOCAL) if d["payer_id"] == "uhc"] == []
