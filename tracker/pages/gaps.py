"""Gaps: where what payers say and what members meet disagree, ranked by what it means for members."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.services.answers import gaps
from tracker.store.questions import Filters
from tracker.ui import captions, data, decisions_view, filters, frame, gaps_view, show, take
from tracker.vocabulary import STATES, Gap, LineOfBusiness

CLASSES = {str(g): g.words for g in Gap}
ACTIONABLE = (Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.NOT_COVERED, Gap.BUNDLED, Gap.CONFLICTING)


def page() -> None:
    head = st.container()
    chosen, classes = _controls()
    table = data.ask(gaps.table, chosen, data.today(), data.at())
    with head:
        frame.title("Gaps", _answer(table))
    gaps_view.reconciliation(table, "gaps", captions.joined(filters.words(chosen)) or "all payers, states and codes")
    shown = table[table["gap"].isin(classes)] if classes else table[table["gap"] != Gap.NOT_CHECKED]
    st.subheader(f"{len(shown):,} payer, place and code, those that cost members most first", anchor=False)
    if shown.empty:
        st.markdown("**Nothing here under these filters.** Remove a filter, or load denial data on *Submit*.")
        return
    show.table(_ranked(shown), "gaps-ranked", height=460)
    _open(shown)


def _controls() -> tuple[Filters, list[str]]:
    chosen = filters.row("state", "business", "parent", "code")
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    with left:
        classes = st.multiselect(
            "Class", list(CLASSES), format_func=CLASSES.__getitem__, placeholder="All but never checked", key="class",
            bind="query-params",
        )  # fmt: skip
    with right:
        show.small_numbers_switch()
    return chosen, classes


def _answer(table: pd.DataFrame) -> str:
    broken = table[table["gap"] == Gap.COVERED_BUT_DENIED]
    if table.empty or not len(broken):
        return "No payer that covers a code in writing is seen to deny it under these filters."
    value = float(table[table["gap"].isin(ACTIONABLE)]["value_usd"].sum())
    return (
        f"{broken['payer_id'].nunique():,} payers deny what they cover on paper, in {len(broken):,} payer, place and code; "
        f"services denied by choice are worth ${value:,.0f} at national Medicare prices."
    )


def _ranked(shown: pd.DataFrame) -> pd.DataFrame:
    out = gaps_view.rows(shown)
    visible = [take.locked() or not h for h in shown["hidden"]]
    out.insert(6, "Billing denials", _counts(shown["billing_denials"], visible))
    out.insert(7, "Before effective date", _counts(shown["denials_before_effective_date"], visible))
    out.insert(8, "Paid", _counts(shown["paid_lines"], visible))
    out.insert(
        9,
        "Value at Medicare prices",
        [f"${v:,.0f}" if s else "" for v, s in zip(shown["value_usd"], visible, strict=True)],
    )
    out.insert(10, "Last checked", shown["last_checked"].fillna("never").to_list())
    return out


def _counts(values: pd.Series, visible: list[bool]) -> list[str]:
    return [f"{int(v):,}" if s else "hidden" for v, s in zip(values, visible, strict=True)]


def _open(shown: pd.DataFrame) -> None:
    """One gap with its decisions and the way to its payer."""
    with st.expander("Open a gap"):
        top = shown.head(200).reset_index(drop=True)
        words = [
            f"{r.payer}, {STATES.get(r.state, 'everywhere')}, "
            f"{LineOfBusiness(r.line_of_business).words if r.line_of_business else 'not stated'}, {r.code}"
            for r in top.itertuples()
        ]
        at = st.selectbox("Gap", range(len(top)), format_func=words.__getitem__, label_visibility="collapsed")
        if at is None:
            return
        row = top.iloc[at]
        st.markdown(f"**{Gap(row['gap']).words}**")
        decisions_view.cards(str(row["payer_id"]), str(row["code"]))
        st.markdown(f"[All about this payer](payer?payer={row['payer_id']})")
