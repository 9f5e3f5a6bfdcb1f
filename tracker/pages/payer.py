"""Payer: one payer's everything: who it is, what it says, what members meet, where the two disagree, what was asked of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from tracker import reference
from tracker.figures import matrix
from tracker.people import may
from tracker.services import release, say
from tracker.services.answers import coverage, denials, events, gaps, signals
from tracker.store.questions import Filters
from tracker.ui import (
    access,
    asked_view,
    captions,
    chosen,
    data,
    decisions_view,
    frame,
    gaps_view,
    lines_view,
    links,
    packs_view,
    show,
)
from tracker.vocabulary import Gap, PayerType


def page() -> None:
    head = st.container()
    names = data.payers()
    payer_id = chosen.one("payer", "Payer", list(names), lambda i: str(names[i]["name"]), placeholder="Type a name")
    if payer_id is None:
        with head:
            frame.title("Payer", "Choose a payer to see what it says, what members meet, and where the two disagree.")
        return
    payer = names[payer_id]
    only = Filters(payers=(payer_id,))
    table = data.ask(gaps.table, only, data.day(), data.at())
    with head:
        frame.title(str(payer["name"]), _answer(payer, table))
    _identity(payer)
    links.link("packs", "Write a letter to this payer", ":material/outgoing_mail:", make="letter", about=payer_id)
    parts: dict[str, Callable[[], None]] = {
        "What it says": lambda: _says(only, payer),
        "What members meet": lambda: _meets(only),
        "Where the two disagree": lambda: _disagree(only, payer, table),
        "Can I say this?": lambda: _say(payer_id),
    }
    if may(access.who(), "export"):
        parts |= {
            "Asked of it": lambda: asked_view.log(payer_id),
            "Meeting pack": lambda: packs_view.payer_pack(payer_id),
        }
    # Only the open tab is worked out; the link says which one that is.
    for tab, draw in zip(st.tabs(list(parts), key="part", bind="query-params"), parts.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def _answer(payer: dict[str, Any], table: pd.DataFrame) -> str:
    if table.empty:
        return f"Nobody has looked at what {payer['name']} says, and no claim line has come in."
    broken = int((table["gap"] == Gap.COVERED_BUT_DENIED).sum())
    known = int((table["gap"] != Gap.NOT_CHECKED).sum())
    denied = f" {broken:,} of them are covered on paper and denied in practice." if broken else ""
    return f"{known:,} of {len(table):,} line-of-business, place and code pairs are known in writing.{denied}"


def _identity(payer: dict[str, Any]) -> None:
    ids = ", ".join(f"{s.upper()} {v}{f' ({place})' if place else ''}" for s, v, place in payer["identifiers"])
    parts = [
        PayerType(payer["payer_type"]).words,
        f"parent: {payer['parent']}",
        f"states: {'all' if payer['states'] == 'US' else payer['states'].replace(',', ', ')}",
        f"also written: {', '.join(payer['aliases'])}" if payer["aliases"] else "",
        ids,
        "from a public source" if payer["basis"] == "sourced" else "general knowledge, to be checked",
        payer["notes"],
    ]
    with st.expander("Who it is"):
        st.text("; ".join(p for p in parts if p))


def _says(only: Filters, payer: dict[str, Any]) -> None:
    grid = data.ask(coverage.matrix, only, data.day(), data.at())
    if len(grid):
        caption = captions.caption(
            matrix.finding(grid), f"as of {data.day():%-d %B %Y}", captions.LEDGER, f"{len(reference.codes())} codes"
        )
        show.chart(matrix, grid, caption, "payer-matrix")
    decisions_view.cards(str(payer["payer_id"]), at=data.at())
    seen = data.ask(signals.of_payer, str(payer["payer_id"]))
    if seen:
        st.subheader("Claims signals", anchor=False)
        st.caption("Public spending files show that somebody was paid. That is a signal, not a coverage decision.")
        for s in seen:
            st.text(f"{s['code']}, {s['state']}: {s['observed']} Source: {s['source_publisher']}, {s['source_title']}")


def _disagree(only: Filters, payer: dict[str, Any], table: pd.DataFrame) -> None:
    gaps_view.reconciliation("payer-gaps", only, data.day(), data.at(), str(payer["name"]))
    released = partial(release.gap_rows, access.who(), only, data.day(), data.at())
    show.table(
        gaps_view.rows(gaps_view.seen(table)), "payer-gaps-table", empty="Neither ledger knows this payer yet.",
        again=lambda: gaps_view.rows(released()),
    )  # fmt: skip


def _meets(only: Filters) -> None:
    kind = data.ask(denials.best_kind, only)
    months = data.ask(denials.trend, only, kind, "coverage_denied", data.at(), on=data.day())
    if months.empty:
        st.markdown(
            "**No claim line of this payer yet.** Its trend and reasons will stand here. Next: *Submit* a file."
        )
        return
    show.small_numbers_switch()
    happened = events.within(events.of_payer(only.payers[0], access.who()), months["month"])
    lines_view.by_month(months, only, kind, "payer-trend", events=happened)
    lines_view.by_reason(only, kind, "payer-reasons")


def _say(payer_id: str) -> None:
    st.markdown(
        "A claim is judged from the numbers at hand. The sentence may be copied as it stands; it hides small numbers."
    )
    for claim, words in say.CLAIMS.items():
        answer = data.ask(say.judge, claim, payer_id, access.who(), data.day(), data.at())
        with st.container(border=True):
            st.markdown(f"**“{words}.”** {answer.verdict}.")
            st.code(answer.say(), language=None, wrap_lines=True)
