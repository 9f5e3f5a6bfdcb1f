"""Overview: what changed since last week, the gaps that matter, how much is known at all."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from tracker.services.answers import coverage, denials, gaps
from tracker.store.questions import Filters
from tracker.ui import data, frame, gaps_view, lines_view, links, show
from tracker.vocabulary import Gap, Status

ALL = Filters()


def page() -> None:
    on = data.day()
    grid = data.ask(coverage.matrix, ALL, on, data.at())
    known = coverage.knowledge(grid)
    table = data.ask(gaps.table, ALL, on, data.at())
    week = data.ask(gaps.lately, ALL, on)
    frame.title("Overview", _answer(known, table))
    _figures(known, table, week)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("Gaps that matter most", anchor=False)
        _gaps(table)
    with right:
        st.subheader(f"Since {week['since']:%-d %B}", anchor=False)
        _week(week)
    left, right = st.columns(2, gap="large")
    with left:
        gaps_view.reconciliation("overview-gaps", ALL, on, data.at(), half=True)
    with right:
        _trend()


def _answer(known: dict[str, int], table: pd.DataFrame) -> str:
    broken = table[table["gap"] == Gap.COVERED_BUT_DENIED]
    first = f"{known['covering']:,} of {known['payers']:,} payers cover at least one caregiver-training code in writing"
    if broken.empty:
        return (
            f"{first}; nobody has looked at {known['payers'] - known['known']:,}. "
            "No denial reports have come in that contradict a payer's own policy."
        )
    return (
        f"{first}, and {broken['payer_id'].nunique():,} of those deny it in practice; nobody has looked at "
        f"{known['payers'] - known['known']:,}."
    )


def _figures(known: dict[str, int], table: pd.DataFrame, week: dict[str, Any]) -> None:
    places = st.columns(4)
    share = known["cells_known"] / known["cells"] if known["cells"] else 0
    places[0].metric(
        "Payer-and-code cells known",
        f"{known['cells_known']:,} of {known['cells']:,}",
        f"{share:.0%}",
        delta_arrow="off",
        delta_color="off",
    )
    places[1].metric(
        "Covered on paper, denied",
        f"{int((table['gap'] == Gap.COVERED_BUT_DENIED).sum()):,}",
        "payer, place and code",
        delta_arrow="off",
        delta_color="off",
    )
    places[2].metric(
        "Sources that disagree",
        f"{known['conflicting']:,}",
        f"{known['stale']:,} not looked at for long",
        delta_arrow="off",
        delta_color="off",
    )
    places[3].metric(
        "Lines since last week",
        f"{week['lines']:,}",
        f"{week['pending']:,} batches wait for review",
        delta_arrow="off",
        delta_color="off",
    )


def _gaps(table: pd.DataFrame) -> None:
    top = table[table["gap"].isin([Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.NOT_COVERED, Gap.BUNDLED])]
    top = top[top["coverage_denials"] > 0].head(8)
    if top.empty:
        st.markdown(
            "**No denial reports yet.** Here the payers will stand whose practice departs from their policy, those that cost "
            "members most first. Next: send a file on *Submit*, or open the demonstration from the sidebar."
        )
        return
    show.table(gaps_view.short(gaps_view.seen(top)), "gaps-that-matter", download=False)


def _week(week: dict[str, Any]) -> None:
    links.link("changed", "What changed, in detail", ":material/history:")
    st.markdown(f"{week['imports']:,} batches with {week['lines']:,} lines came in.")
    if not week["decisions"]:
        st.markdown("No coverage decision changed. The queue on *Coverage* shows what nobody has looked at.")
        return
    changed = pd.DataFrame(week["decisions"])
    changed["Says"] = [Status(s).words for s in changed["status"]]
    grouped = changed.groupby(["what", "payer", "Says"], sort=False)["code"].agg(lambda c: ", ".join(sorted(set(c))))
    listed = grouped.reset_index().rename(columns={"what": "What", "payer": "Payer", "code": "Codes"})
    show.table(listed[["What", "Payer", "Says", "Codes"]], "this-week", height=320)


def _trend() -> None:
    kind = data.ask(denials.best_kind, ALL)
    months = data.ask(denials.trend, ALL, kind, "coverage_denied", data.at(), on=data.day())
    if months.empty:
        st.subheader("Denials by month", anchor=False)
        st.markdown("**No claim lines yet.** The monthly share denied for coverage reasons will stand here.")
        return
    lines_view.by_month(months, ALL, kind, "overview-trend", half=True)
