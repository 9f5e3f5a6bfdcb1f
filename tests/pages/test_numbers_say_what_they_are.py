"""What a page draws says what its numbers are: never a rate of reports, and with each number who and what stands behind it.

The one thing to know: it reads everything that is sent to the browser (texts, pictures with their captions and alternative
texts, downloads' notes), not the code.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_every_page import script

RATE = re.compile(r"(?<![a-z])rates?(?![a-z])", re.IGNORECASE)
# A price, and the sentence that says what the other choice would give.
MAY_STAY = re.compile(r"medicare(?:'s|’s)?(?: national)? rates?|give a denial rate \(T2\)", re.IGNORECASE)
BEHIND = re.compile(
    r"^[\d,]+ (adjudicated|denied) lines( in the rows shown)?; (fewer than 3|[\d,]+) practices?, [\d,]+ payers?, "
    r"\d{4}-\d{2}( to \d{4}-\d{2})?$"
)


def drawn(name: str, opened: tuple[str, ...] = (), **query: str) -> AppTest:
    at = AppTest.from_string(script(name), default_timeout=30)
    for key, value in query.items():
        at.query_params[key] = value
    for part in opened:
        at.session_state[part] = True
    at.run()
    assert not at.exception, at.exception
    return at


def sent(at: AppTest) -> list[str]:
    """All that goes to the browser, each element as text."""
    return [str(node.proto) for node in at._tree if getattr(node, "proto", None) is not None]


def pictures(at: AppTest) -> list[dict[str, Any]]:
    """`layout.meta` of every picture of the house on the page."""
    found = [json.loads(p.proto.spec)["layout"].get("meta") for p in at.get("plotly_chart")]
    return [meta for meta in found if meta]


def test_nothing_on_the_page_of_reports_is_called_a_rate(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    at = drawn("denials", ("appeals", "look"), kind="Reports")
    texts = sent(at)
    assert len(pictures(at)) >= 3 and any("T1: " in text for text in texts)
    told = [m for text in texts for m in RATE.findall(MAY_STAY.sub("", text))]
    assert told == []


KINDS = [("Reports", "T1"), ("Complete remittances", "T2")]


@pytest.mark.parametrize(("kind", "tier"), KINDS, ids=[t for _, t in KINDS])
def test_every_picture_carries_tier_lines_practices_payers_and_months(
    kind: str, tier: str, full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    captions = [meta["caption"] for meta in pictures(drawn("denials", ("appeals",), kind=kind))]
    assert len(captions) >= 4 - (tier == "T1")
    for caption in captions:
        assert caption["tier"] == tier and caption["snapshot"] and caption["source"]
        assert BEHIND.match(caption["n"]), caption["n"]


def test_only_shares_of_adjudicated_lines_are_named_a_denial_rate(
    full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mix of reasons and what became of appeals are counted among reporting practices and are no denial rate."""
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    metas = pictures(drawn("denials", ("appeals",), kind="Complete remittances"))
    others = [m for m in metas if "denied lines" in m["caption"]["n"]]
    assert len(others) == 2
    for meta in others:
        words = " ".join([meta["alt"], *(str(meta["caption"][k]) for k in ("title", "subtitle", "among", "note"))])
        assert not RATE.search(words), words
        assert meta["caption"]["among"].endswith("among reporting practices")
