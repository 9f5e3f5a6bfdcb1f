"""What changed: the digest of a week, or of any two days, on screen, as Markdown and as a feed."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from tracker.exports import digest
from tracker.intake import code_ranges
from tracker.measures.digest import WORDS, Item, Kind
from tracker.services.answers import news
from tracker.ui import campaigns, captions, data, filters, frame, show

WEEKS = {"This week": 0, "Last week": 1, "Four weeks": 3}
CHOOSE = "Two days"
EXPLAINED = {
    Kind.NEW: "Decisions recorded for the first time.",
    Kind.CHANGED: "Decisions that say something else than before, or that another took over from.",
    Kind.WITHDRAWN: "Decisions taken out of the ledger, with the reason.",
    Kind.BEGAN: "Announced earlier, in force now.",
    Kind.CONFLICT: "Two current sources say different things. The research desk settles them.",
    Kind.STALE: "The last look is older than the review interval.",
}


def page() -> None:
    head = st.container()
    since, until = _period()
    chosen = filters.row("state", "business", "payer", "code")
    items = data.ask(news.between, since, until, chosen)
    with head:
        frame.title("What changed", digest.headline(items, since, until))
    if not items:
        st.markdown("Nothing to list. Choose a longer period above, or record what a payer says on the page *Record*.")
    for kind in Kind:
        of_kind = [i for i in items if i.kind is kind]
        if of_kind:
            st.subheader(f"{WORDS[kind]} ({sum(len(i.codes) for i in of_kind):,})", anchor=False)
            st.caption(EXPLAINED[kind])
            if show.is_narrow():
                _list(of_kind)
            else:
                show.table(_rows(of_kind), f"changed-{kind}", height=360)
    _take_away(items, since, until)
    campaigns.log()


def _period() -> tuple[date, date]:
    """The end of the day before the period and its last day, never after today."""
    today = data.today()
    which = st.segmented_control(
        "Period", [*WEEKS, CHOOSE], default="This week", required=True, key="period", bind="query-params"
    ) or "This week"  # fmt: skip
    if which != CHOOSE:
        since, _ = news.week_of(today - timedelta(weeks=WEEKS[which]))
        _, until = news.week_of(today if which != "Last week" else today - timedelta(weeks=1))
        return since, min(until, today)
    left, right, _ = st.columns([1, 1, 2])
    with left:
        first = st.date_input("After the end of", today - timedelta(days=30), max_value=today, key="since",
                              bind="query-params")  # fmt: skip
    with right:
        last = st.date_input("Up to the end of", today, max_value=today, key="until", bind="query-params")
    first, last = first or today, last or today
    return min(first, last), max(first, last)


def _rows(items: list[Item]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Payer": i.payer,
                "Codes": code_ranges.words(i.codes),
                "What": digest.sentence(i),
                "Where": digest.where(i),
                "Day": i.day,
                "Source": i.sources,
            }
            for i in items
        ]
    )


MOST = 40  # pieces of news of a kind on a phone; the files below have all


def _list(items: list[Item]) -> None:
    """The news as lines: on a phone a table would hide what happened."""
    for i in items[:MOST]:
        what = f"{code_ranges.words(i.codes)}: {digest.sentence(i)}"
        st.markdown(f"**{frame.plain(i.payer)}** · {frame.plain(what)}  \n{frame.plain(digest.where(i))}, {i.day}")
    if len(items) > MOST:
        st.caption(f"And {len(items) - MOST:,} more: take the text or the feed below.")


def _take_away(items: list[Item], since: date, until: date) -> None:
    revision = data.revision()
    note = captions.SYNTHETIC if data.is_demonstration() else ""
    name = f"what-changed_{since}_{until}_r{revision}"
    with st.container(horizontal=True):
        st.download_button(
            "Markdown", lambda: digest.markdown(items, since, until, f"r{revision}", note), f"{name}.md",
            "text/markdown", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Atom feed", lambda: digest.atom(items, until, note=note), f"{name}.atom", "application/atom+xml",
            on_click="ignore", icon=":material/rss_feed:",
        )  # fmt: skip
    st.caption("To publish the feed every day: `scripts/write_digest.py --since 2026-01-01 --atom FILE`.")
