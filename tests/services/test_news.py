"""The digest of two days: what is new, what changed, and the files it is published as."""

from __future__ import annotations

from datetime import timedelta

from lxml import etree

from tests.services.test_decide import row_of
from tracker.exports import digest
from tracker.measures.digest import Kind
from tracker.people import LOCAL
from tracker.services import decide
from tracker.services.answers import news
from tracker.store.questions import Filters

UHC = Filters(payers=("uhc",))


def items() -> list:  # type: ignore[type-arg]
    today = decide.today()
    return list(news.between(today - timedelta(days=1), today, UHC))


def test_a_decision_recorded_today_is_news_today_and_a_check_is_none() -> None:
    assert items() == []
    decide.record(row_of(), "uhc", LOCAL)
    assert [(i.kind, i.payer_id) for i in items()] == [(Kind.NEW, "uhc")]


def test_the_feed_is_well_formed_and_names_the_payer() -> None:
    decide.record(row_of(), "uhc", LOCAL)
    today = decide.today()
    feed = digest.atom(items(), today)
    root = etree.fromstring(feed)
    assert root.tag.endswith("feed")
    assert "UnitedHealthcare" in etree.tostring(root, encoding="unicode")
    assert "UnitedHealthcare" in digest.markdown(items(), today - timedelta(days=1), today, "r1")
