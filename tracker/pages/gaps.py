"""Gaps: where what payers say and what members meet disagree, ranked by what it means for members."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pandas as pd
import streamlit as st

from tracker.measures import disclosure
from tracker.services import release
from tracker.services.answers import denials, gaps
from tracker.store.questions import Filters
from tracker.ui import access, captions, data, decisions_view, filters, frame, gaps_view, lines_view, show
from tracker.vocabulary import Gap, business_words, place_words

CLASSES = {str(g): g.words for g in Gap}
ACTIONABLE = (Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.NOT_COVERED, Gap.BUNDLED, Gap.CONFLICTING)


def page() -> None:
    head = st.container()
    chosen, classes = _controls()
    table = data.ask(gaps.table, chosen, data.day(), data.at())
    with head:
        frame.title("Gaps", _answer(table))
    gaps_view.reconciliation(table, "gaps", captions.joined(filters.words(chosen)) or "all payers, states and codes")
    shown = _of_classes(table, classes)
    st.subheader(f"{len(shown):,} payer, place and code, those that cost members most first", anchor=False)
    if shown.empty:
        st.markdown("**Nothing here under these filters.** Remove a filter, or load denial data on *Submit*.")
        return
    released = partial(release.gap_rows, access.who(), chosen, data.day(), data.at())
    show.table(
        _ranked(gaps_view.seen(shown)),
        "gaps-ranked",
        height=460,
        again=lambda: _ranked(_of_classes(released(), classes)),
    )
    _open(shown)
    _moved(chosen)


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
    asked = table[table["gap"].isin(ACTIONABLE)]
    said = f"{broken['payer_id'].nunique():,} payers deny what they cover on paper, in {len(broken):,} payer, place and code"
    # Few services have a price that tells how many there were.
    if disclosure.RULE.small(int(asked["units_denied"].sum())) or asked["few"].all():
        return f"{said}."
    return f"{said}; services denied by choice are worth ${asked['value_usd'].sum():,.0f} at national Medicare prices."


def _of_classes(table: pd.DataFrame, classes: list[str]) -> pd.DataFrame:
    return table[table["gap"].isin(classes)] if classes else table[table["gap"] != Gap.NOT_CHECKED]


def _ranked(seen: pd.DataFrame) -> pd.DataFrame:
    out = gaps_view.rows(seen)
    out.insert(6, "Billing denials", [disclosure.shown(n) for n in seen["billing_denials"]])
    out.insert(7, "Before effective date", [disclosure.shown(n) for n in seen["denials_before_effective_date"]])
    out.insert(8, "Paid", [disclosure.shown(n) for n in seen["paid_lines"]])
    out.insert(9, "Value at Medicare prices", ["" if pd.isna(v) else f"${v:,.0f}" for v in seen["value_usd"]])
    out.insert(10, "Last checked", seen["last_checked"].fillna("never").to_list())
    return out


def _open(shown: pd.DataFrame) -> None:
    """One gap with its counts, months, reasons and decisions, and the way to its payer."""
    with st.expander("Open a gap", key="open", on_change="rerun") as place:
        if not place.open:
            return
        top = shown.head(200).reset_index(drop=True)
        words = [
            f"{r.payer}, {place_words(r.state)}, {business_words(r.line_of_business)}, {r.code}"
            for r in top.itertuples()
        ]
        at = st.selectbox("Gap", range(len(top)), format_func=words.__getitem__, label_visibility="collapsed")
        if at is None:
            return
        row = gaps_view.seen(top).iloc[at]
        counts = {
            "coverage denials": row["coverage_denials"], "before the effective date": row["denials_before_effective_date"],
            "billing denials": row["billing_denials"], "paid": row["paid_lines"],
        }  # fmt: skip
        said = ", ".join(f"{disclosure.shown(n)} {what}" for what, n in counts.items())
        st.markdown(f"**{Gap(row['gap']).words}**: {said}.")
        decisions_view.cards(str(row["payer_id"]), str(row["code"]), at=data.at())
        _met(row)
        st.markdown(f"[All about this payer](payer?payer={row['payer_id']})")


def _met(row: pd.Series) -> None:
    """What members met there: month by month, and why."""
    only = Filters(
        payers=(str(row["payer_id"]),), codes=(str(row["code"]),), states=(str(row["state"]),) if row["state"] else (),
        lines_of_business=(str(row["line_of_business"]),) if row["line_of_business"] else (),
    )  # fmt: skip
    kind = data.ask(denials.best_kind, only, data.at())
    months = data.ask(denials.trend, only, kind, "coverage_denied", data.at(), on=data.day())
    if months.empty:
        st.markdown("No adjudicated line has come in from there.")
        return
    subtitle = captions.joined(filters.words(only), denials.KINDS[kind].words)
    left, right = st.columns(2, gap="large")
    with left:
        lines_view.by_month(months, only, kind, "gap-trend", subtitle=subtitle, half=True)
    with right:
        lines_view.by_reason(
            only, kind, "gap-reasons", captions.joined(filters.words(only), denials.KINDS[kind].among), half=True
        )


def _moved(chosen: Filters) -> None:
    """What opened and what closed. Asked for, since the earlier day is counted from the lines as they were known then."""
    with st.expander("New this month, closed since", key="moved", on_change="rerun") as place:
        if not place.open:
            return
        day = data.day()
        since = st.date_input(
            "Since the end of", day - timedelta(days=30), max_value=day, key="since", bind="query-params"
        )
        found = data.ask(gaps.moved, chosen, day, since or day, data.at())
        if found.empty:
            st.markdown("No gap opened and none closed in that time.")
            return
        opened, closed = ((found["change"] == change).sum() for change in ("new", "closed"))
        st.markdown(f"**{opened:,} opened, {closed:,} closed** since the end of {since:%-d %B %Y}.")
        words = pd.DataFrame(
            {
                "Change": found["change"].map({"new": "new gap", "closed": "closed"}),
                "Payer": found["payer"],
                "Where": [place_words(s) for s in found["state"]],
                "Business": [business_words(b) for b in found["line_of_business"]],
                "Code": found["code"],
                "Was": [Gap(g).words for g in found["was"]],
                "Is": [Gap(g).words for g in found["now"]],
            }
        )
        show.table(words, "gaps-moved", height=320)
