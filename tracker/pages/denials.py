"""Denials: trend by month, reasons split in coverage and billing, by payer, by state. Says what its numbers may be called."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.figures import funnel, intervals, reasons, trend
from tracker.figures.axes import Event
from tracker.measures.numbers import Basis, Proportion
from tracker.services.answers import denials, people_behind
from tracker.store.questions import Filters
from tracker.ui import captions, data, filters, frame, show, take
from tracker.vocabulary import DenialClass, Tier

KINDS = {"complete": "Complete remittances", "reports": "Reports"}
WHAT = {"coverage_denied": "Coverage denials", "denied": "All denials"}


def page() -> None:
    head = st.container()
    chosen, kind, what = _controls()
    tier = denials.KINDS[kind]
    months = data.ask(denials.trend, chosen, kind, what, data.at())
    who = data.ask(people_behind.summary, denials.of_kind(chosen, kind), data.at())
    with head:
        frame.title("Denials", _answer(months, kind, what, who))
    if months.empty:
        _nothing()
        return
    _warn(who)
    subtitle = captions.joined(filters.words(chosen), tier.words)
    _trend(months, kind, what, subtitle)
    _who(chosen, kind, who)
    _payers(chosen, kind, what, subtitle)
    _funnel(chosen, kind, what, subtitle)
    left, right = st.columns(2, gap="large")
    with left:
        _reasons(chosen, kind, subtitle)
    with right:
        st.subheader("By state", anchor=False)
        states = show.shares_table(data.ask(denials.by_state, chosen, kind, what, data.at()), "state", "State")
        show.table(states, "denials-by-state", height=520)
    st.subheader("By reason code", anchor=False)
    _codes(chosen, kind)


def _controls() -> tuple[Filters, str, str]:
    chosen = filters.row("state", "business", "parent", "code", "months")
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        kind = st.segmented_control(
            "Stands on", list(KINDS), format_func=KINDS.__getitem__, default=data.ask(denials.best_kind, Filters()),
            required=True, key="kind", bind="query-params",
            help="Complete remittances hold paid lines too and give a denial rate (T2). Reports are what people chose to "
            "send: a share of reports (T1). The two are never added.",
        )  # fmt: skip
    with middle:
        what = st.segmented_control(
            "Count", list(WHAT), format_func=WHAT.__getitem__, default="coverage_denied", required=True, key="what",
            bind="query-params",
        )  # fmt: skip
    with right:
        show.small_numbers_switch()
    return chosen, kind or "complete", what or "coverage_denied"


def _answer(months: pd.DataFrame, kind: str, what: str, who: dict[str, int]) -> str:
    if months.empty:
        return "No adjudicated line matches these filters yet."
    closed = months[~months["open"]]
    counted = closed if len(closed) else months
    basis = Basis(
        denials.KINDS[kind], who["practices"], who["payers"], str(counted["month"].min()), str(counted["month"].max())
    )
    share = Proportion(int(counted["numerator"].sum()), int(counted["denominator"].sum()), basis)
    name = "Denial rate among reporting practices" if basis.tier is Tier.T2 else "Share of reports"
    return f"{name}, {denials.WHAT[what]}: {share.say()}."


def _nothing() -> None:
    st.markdown(
        "**Nothing to count yet.** Months, reasons and payers will stand here as soon as a file is accepted. Next: send a "
        "remittance on *Submit*, remove a filter, or open the demonstration from the sidebar."
    )


def _warn(who: dict[str, int]) -> None:
    if who["lines"] and who["largest"] / who["lines"] > people_behind.DOMINATES:
        st.warning(
            f"One practice sent {who['largest'] / who['lines']:.0%} of these lines. Say so wherever you quote the number."
        )


def _trend(months: pd.DataFrame, kind: str, what: str, subtitle: str) -> None:
    shown = show.hide(months)
    caption = captions.caption(
        trend.finding(shown, denials.WHAT[what]), subtitle, captions.LINES,
        f"{int(months['denominator'].sum()):,} adjudicated lines", denials.KINDS[kind],
    )  # fmt: skip
    events = tuple(Event(c["sent_on"][:7], f"Campaign: {c['name']}"[:40]) for c in data.ask(people_behind.campaigns))
    show.chart(trend, shown, caption, "trend", behind=show.months_table(months), events=events)


def _reasons(chosen: Filters, kind: str, subtitle: str) -> None:
    mix = show.hide(data.ask(denials.reasons, chosen, kind, data.at()))
    total = int(mix["lines"].fillna(0).sum()) if len(mix) else 0
    caption = captions.caption(
        reasons.finding(mix), captions.joined(subtitle, "by first denial reason"), captions.LINES,
        f"{total:,} denied lines", denials.KINDS[kind],
        note="Coverage denials are the payer's choice; billing denials are ours to mend and are never counted as gaps.",
    )  # fmt: skip
    behind = pd.DataFrame(
        {
            "Reason": mix["words"],
            "Whose doing": [DenialClass(c).words for c in mix["denial_class"]],
            "Lines": ["hidden (small number)" if pd.isna(n) else f"{int(n):,}" for n in mix["lines"]],
        }
    )
    show.chart(reasons, mix, caption, "reasons", behind=behind, half=True)


def _payers(chosen: Filters, kind: str, what: str, subtitle: str) -> None:
    every = data.ask(denials.by_payer, chosen, kind, what, data.at())
    rows = show.hide(every).head(20).sort_values("payer", key=lambda s: s.str.casefold(), ignore_index=True)
    overall = every["numerator"].sum() / every["denominator"].sum() if len(every) else None
    caption = captions.caption(
        intervals.finding(rows, overall, denials.WHAT[what]),
        captions.joined(subtitle, "the 20 payers with most lines, by name"),
        captions.LINES, f"{int(every['denominator'].sum()) if len(every) else 0:,} adjudicated lines", denials.KINDS[kind],
    )  # fmt: skip
    show.chart(intervals, rows, caption, "payers", behind=show.shares_table(every, "payer", "Payer"), overall=overall)


def _who(chosen: Filters, kind: str, who: dict[str, int]) -> None:
    """Who is talking: how many practices, the largest one's share, newcomers."""
    months = data.ask(people_behind.by_month, denials.of_kind(chosen, kind), data.at())
    new = sum(m["new"] for m in months[-12:])
    largest = f"{who['largest'] / who['lines']:.0%}" if who["lines"] else "none"
    st.caption(
        f"Who is talking: {who['practices']:,} practices; the largest sent {largest} of the lines; {new:,} sent their first "
        f"lines in the last {min(len(months), 12)} months."
    )


def _funnel(chosen: Filters, kind: str, what: str, subtitle: str) -> None:
    """Payers against what chance would do. Only for complete remittances: reports have no denominator to speak of."""
    if denials.KINDS[kind] is not Tier.T2:
        return
    found = data.ask(denials.funnel, chosen, kind, what, data.at())
    if found is None:
        return
    rows, curve, pooled, phi = found
    shown = rows if take.locked() else rows[~rows["hidden"].astype(bool)]
    left_out = len(rows) - len(shown)
    note = f"Limits widened for over-dispersion (phi {phi:.1f})." if phi > 1 else ""
    note += f" {left_out} payers left out: hidden (small number)." if left_out else ""
    caption = captions.caption(
        funnel.finding(shown), subtitle, captions.LINES, f"{int(shown['denominator'].sum()):,} adjudicated lines",
        denials.KINDS[kind], note=note.strip(),
    )  # fmt: skip
    show.chart(funnel, shown, caption, "funnel", curve=curve, pooled=pooled)


def _codes(chosen: Filters, kind: str) -> None:
    rows = show.hide(data.ask(denials.reason_codes, chosen, kind, data.at()))
    show.table(
        pd.DataFrame(
            {
                "Reason": rows["reason"].replace("", "none given"),
                "What it says, in our words": rows["label"].fillna("not on file"),
                "Whose doing": [DenialClass(c).words if c else "" for c in rows["denial_class"]],
                "Denied lines": ["hidden (small number)" if pd.isna(n) else f"{int(n):,}" for n in rows["lines"]],
            }
        ),
        "denials-by-code",
    )
