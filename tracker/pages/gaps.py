"""Gaps: where what payers say and what members meet disagree, ranked by what it means for members."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from tracker.measures import disclosure
from tracker.services import release, submit
from tracker.services.answers import denials, gaps
from tracker.store.questions import Filters
from tracker.ui import access, captions, clocks, data, decisions_view, filters, frame, gaps_view, lines_view, show
from tracker.vocabulary import Gap, business_words, place_words

CLASSES = {str(g): g.words for g in Gap}
ACTIONABLE = (Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.NOT_COVERED, Gap.BUNDLED, Gap.CONFLICTING)


def page() -> None:
    head = st.container()
    chosen, classes, on, at = _controls()
    table = data.ask(gaps.table, chosen, on, at)
    with head:
        frame.title("Gaps", _answer(table, on, at))
    as_of = captions.joined(
        filters.words(chosen) or "all payers, states and codes", f"as of {on:%-d %B %Y}", clocks.known_words(at)
    )
    gaps_view.reconciliation("gaps", chosen, on, at, as_of)
    shown = _of_classes(table, classes)
    st.subheader(f"{len(shown):,} payer, place and code, those that cost members most first", anchor=False)
    if shown.empty:
        st.markdown("**Nothing here under these filters.** Remove a filter, or load denial data on *Submit*.")
        return
    released = partial(release.gap_rows, access.who(), chosen, on, at)
    show.table(
        _ranked(gaps_view.seen(shown)),
        "gaps-ranked",
        height=460,
        again=lambda: _ranked(_of_classes(released(), classes)),
    )
    _open(shown, on, at)
    _moved(chosen, on, at)


def _controls() -> tuple[Filters, list[str], date, int | None]:
    chosen = filters.row("state", "business", "parent", "code")
    first, second, third, last = st.columns([2, 2, 3, 2], vertical_alignment="bottom")
    with first:
        on = clocks.applied("As of", data.today())
    with second:
        at = clocks.knew()
    with third:
        classes = st.multiselect(
            "Class", list(CLASSES), format_func=CLASSES.__getitem__, placeholder="All but never checked", key="class",
            bind="query-params",
        )  # fmt: skip
    with last:
        show.small_numbers_switch()
    return chosen, classes, on, at


def _answer(table: pd.DataFrame, on: date, at: int | None) -> str:
    broken = table[table["gap"] == Gap.COVERED_BUT_DENIED]
    then = ", ".join(w for w in (f"On {on:%-d %B %Y}" if on != data.today() else "", clocks.known_words(at)) if w)
    then = f"{then[:1].upper()}{then[1:]}: " if then else ""
    if table.empty or not len(broken):
        return f"{then}No payer that covers a code in writing is seen to deny it under these filters."
    payers = broken["payer_id"].nunique()
    said = (
        f"{then}{submit.counted(payers, 'payer')} {'denies what it covers' if payers == 1 else 'deny what they cover'} on paper, "
        f"in {submit.counted(len(broken), 'pair')} of place and code"
    )
    # The value of rows that are shown: with the others in it, it would tell how many services these hold.
    asked = gaps_view.seen(table[table["gap"].isin(ACTIONABLE)])
    value, hidden = asked["value_usd"].sum(), bool(asked["value_usd"].isna().any())
    if not value:
        return f"{said}."
    least = "at least " if hidden else ""
    return f"{said}; services denied by choice are worth {least}${value:,.0f} at national Medicare prices."


def _of_classes(table: pd.DataFrame, classes: list[str]) -> pd.DataFrame:
    return table[table["gap"].isin(classes)] if classes else table[table["gap"] != Gap.NOT_CHECKED]


def _ranked(seen: pd.DataFrame) -> pd.DataFrame:
    out = gaps_view.rows(seen)
    out.insert(6, "Practices", [_practices(n, h) for n, h in zip(seen["practices"], seen["hidden"], strict=True)])
    out.insert(7, "Value at Medicare prices", ["" if pd.isna(v) else f"${v:,.0f}" for v in seen["value_usd"]])
    out.insert(8, "Billing denials", [disclosure.shown(n) for n in seen["billing_denials"]])
    out.insert(9, "Before effective date", [disclosure.shown(n) for n in seen["denials_before_effective_date"]])
    out.insert(10, "Paid", [disclosure.shown(n) for n in seen["paid_lines"]])
    out.insert(11, "Last checked", seen["last_checked"].fillna("never").to_list())
    return out


def _practices(practices: Any, hidden: bool) -> str:
    """Practices with any line of the place; of a hidden row they stay unsaid too."""
    if practices is None or pd.isna(practices):
        return "0"
    return disclosure.HIDDEN_WORDS if hidden else f"{int(practices):,}"


def _open(shown: pd.DataFrame, on: date, at: int | None) -> None:
    """One gap with its counts, months, reasons and decisions, and the way to its payer."""
    with st.expander("Open a gap", key="open", on_change="rerun") as place:
        if not place.open:
            return
        top = gaps_view.seen(shown).head(200).reset_index(drop=True)
        words = [
            f"{r.payer}, {place_words(r.state)}, {business_words(r.line_of_business)}, {r.code}"
            for r in top.itertuples()
        ]
        number = st.selectbox("Gap", range(len(top)), format_func=words.__getitem__, label_visibility="collapsed")
        if number is None:
            return
        row = top.iloc[number]
        counts = {
            "coverage denials": row["coverage_denials"], "before the effective date": row["denials_before_effective_date"],
            "billing denials": row["billing_denials"], "paid": row["paid_lines"],
        }  # fmt: skip
        said = ", ".join(f"{disclosure.shown(n)} {what}" for what, n in counts.items())
        st.markdown(f"**{Gap(row['gap']).words}**: {said}.")
        decisions_view.cards(str(row["payer_id"]), str(row["code"]), at=at)
        _met(row, on, at)
        st.markdown(f"[All about this payer](payer?payer={row['payer_id']})")


def _met(row: pd.Series, on: date, at: int | None) -> None:
    """What members met there: month by month, and why."""
    only = Filters(
        payers=(str(row["payer_id"]),), codes=(str(row["code"]),), states=(str(row["state"]),),
        lines_of_business=(str(row["line_of_business"]),), month_to=on.isoformat()[:7] if on < data.today() else None,
    )  # fmt: skip
    kind = data.ask(denials.best_kind, only, at)
    months = data.ask(denials.trend, only, kind, "coverage_denied", at, on=on)
    if months.empty:
        st.markdown("No adjudicated line has come in from there.")
        return
    subtitle = captions.joined(filters.words(only), denials.KINDS[kind].words)
    left, right = st.columns(2, gap="large")
    with left:
        lines_view.by_month(months, only, kind, "gap-trend", subtitle=subtitle, half=True, clocks=(on, at))
    with right:
        lines_view.by_reason(
            only,
            kind,
            "gap-reasons",
            captions.joined(filters.words(only), denials.KINDS[kind].among),
            half=True,
            clocks=(on, at),
        )


def _moved(chosen: Filters, on: date, at: int | None) -> None:
    """What opened and what closed. Asked for, since the earlier day is counted from the lines as they were known then."""
    with st.expander("New this month, closed since", key="moved", on_change="rerun") as place:
        if not place.open:
            return
        since = st.date_input(
            "Since the end of", on - timedelta(days=30), max_value=on, key="since", bind="query-params"
        ) or on  # fmt: skip
        found = data.ask(gaps.moved, chosen, on, since, at)
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
