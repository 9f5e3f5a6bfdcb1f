"""Payer: one payer's everything: who it is, what it says, what members meet, where the two disagree, what was asked of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from tracker import reference
from tracker.figures import matrix, reasons, trend
from tracker.services import engage
from tracker.services.answers import coverage, denials, gaps, signals
from tracker.store.questions import Filters
from tracker.ui import access, captions, data, decisions_view, frame, gaps_view, show
from tracker.vocabulary import Gap, PayerType


def page() -> None:
    head = st.container()
    names = data.payers()
    payer_id = st.selectbox(
        "Payer", list(names), format_func=lambda i: str(names[i]["name"]), index=None, key="payer", bind="query-params",
        placeholder="Type a name", label_visibility="collapsed",
    )  # fmt: skip
    if payer_id is None:
        with head:
            frame.title("Payer", "Choose a payer to see what it says, what members meet, and where the two disagree.")
        return
    payer = names[payer_id]
    only = Filters(payers=(payer_id,))
    table = data.ask(gaps.table, only, data.today())
    with head:
        frame.title(str(payer["name"]), _answer(payer, table))
    _identity(payer)
    says, meets, disagree, asked = st.tabs(
        ["What it says", "What members meet", "Where the two disagree", "Asked of it"]
    )
    with says:
        _says(only, payer)
    with meets:
        _meets(only)
    with disagree:
        gaps_view.reconciliation(table, "payer-gaps", str(payer["name"]))
        show.table(gaps_view.rows(table), "payer-gaps-table", empty="Neither ledger knows this payer yet.")
    with asked:
        _asked(payer_id)


def _answer(payer: dict[str, Any], table: pd.DataFrame) -> str:
    if table.empty:
        return f"Nobody has looked at what {payer['name']} says, and no claim line has come in."
    broken = int((table["gap"] == Gap.COVERED_BUT_DENIED).sum())
    known = int((table["gap"] != Gap.NOT_CHECKED).sum())
    denied = f" {broken:,} of them are covered on paper and denied in practice." if broken else ""
    return f"{known:,} of {len(table):,} line-of-business, place and code pairs are known in writing.{denied}"


def _identity(payer: dict[str, Any]) -> None:
    ids = ", ".join(f"{s.upper()} {v}{f' ({st_})' if st_ else ''}" for s, v, st_ in payer["identifiers"])
    parts = [
        PayerType(payer["payer_type"]).words,
        f"parent: {payer['parent']}",
        f"states: {'all' if payer['states'] == 'US' else payer['states'].replace(',', ', ')}",
        f"also written: {', '.join(payer['aliases'])}" if payer["aliases"] else "",
        ids,
        "from a public source" if payer["basis"] == "sourced" else "general knowledge, to be checked",
    ]
    st.text("; ".join(p for p in parts if p))
    if payer["notes"]:
        st.caption(payer["notes"].replace("$", "\\$"))


def _says(only: Filters, payer: dict[str, Any]) -> None:
    grid = data.ask(coverage.matrix, only, data.today())
    if len(grid):
        caption = captions.caption(
            matrix.finding(grid), f"as of {data.today():%-d %B %Y}", captions.LEDGER, f"{len(reference.codes())} codes"
        )
        show.chart(matrix, grid, caption, "payer-matrix")
    decisions_view.cards(str(payer["payer_id"]))
    seen = data.ask(signals.of_payer, str(payer["payer_id"]))
    if seen:
        st.subheader("Claims signals", anchor=False)
        st.caption("Public spending files show that somebody was paid. That is a signal, not a coverage decision.")
        for s in seen:
            st.text(f"{s['code']}, {s['state']}: {s['observed']} Source: {s['source_publisher']}, {s['source_title']}")


def _meets(only: Filters) -> None:
    kind = data.ask(denials.best_kind, only)
    months = data.ask(denials.trend, only, kind)
    show.small_numbers_switch()
    if months.empty:
        st.markdown(
            "**No claim line of this payer yet.** Its trend and reasons will stand here. Next: *Submit* a file."
        )
        return
    tier = denials.KINDS[kind]
    shown = show.hide(months)
    caption = captions.caption(
        trend.finding(shown, "denied for coverage reasons"), tier.words, captions.LINES,
        f"{int(months['denominator'].sum()):,} adjudicated lines", tier,
    )  # fmt: skip
    show.chart(trend, shown, caption, "payer-trend", behind=show.months_table(months))
    mix = show.hide(data.ask(denials.reasons, only, kind))
    caption = captions.caption(reasons.finding(mix), tier.words, captions.LINES, "denied lines by first reason", tier)
    show.chart(reasons, mix, caption, "payer-reasons")


def _asked(payer_id: str) -> None:
    log = engage.listed(access.who(), payer_id)
    if not log:
        st.markdown("**Nothing was asked of this payer yet.** Meetings, letters and replies will stand here.")
        return
    show.table(
        pd.DataFrame(
            [
                {
                    "On": e["happened_on"],
                    "How": e["kind"],
                    "Asked": e["ask"],
                    "Answer": e["answer"],
                    "Reply": engage.REPLIES.get(e["reply"] or "", ""),
                    "Next": e["next_step"],
                    "Due": e["due_on"] or "",
                }
                for e in log
            ]
        ),
        "engagements",
    )
