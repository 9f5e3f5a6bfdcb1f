"""The queue of decisions that nobody but the recorder has seen: check, correct or withdraw.

The one thing to know: codes that were recorded alike stand as one card and are checked together; a person's own
recordings are shown, but only a colleague can check them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.intake import code_ranges
from tracker.services import decide
from tracker.services.answers import coverage
from tracker.ui import access, data, entry, frame
from tracker.ui.decisions_view import alike, period, sources, where
from tracker.vocabulary import Confidence, LineOfBusiness, PriorAuth, Status

PER_PAGE = 8


def queue(waiting: Sequence[dict[str, Any]]) -> None:
    """Cards of what waits, a page at a time; those for this person first."""
    groups = sorted(alike(waiting), key=lambda g: bool(g[0]["own"]))
    if not groups:
        st.markdown("**Everything is checked.** What a colleague records next will stand here.")
        return
    names = sorted({g[0]["payer"] for g in groups})
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        only = st.selectbox("Payer", names, index=None, placeholder="All", key="check_payer")
    shown = [g for g in groups if not only or g[0]["payer"] == only]
    pages = -(-len(shown) // PER_PAGE)
    at = 1
    if pages > 1:
        with right:
            at = int(st.number_input(f"Page of {pages}", 1, pages, 1, key="check_page"))
    for group in shown[(at - 1) * PER_PAGE : at * PER_PAGE]:
        _card(group)


def _card(group: list[dict[str, Any]]) -> None:
    d = group[0]
    key = "-".join(str(x["decision_id"]) for x in group[:3])
    with st.container(border=True):
        codes = code_ranges.words(x["code"] for x in group)
        st.markdown(f"**{frame.plain(d['payer'])} · {codes}: {Status(d['status']).words}**")
        st.text(f"{LineOfBusiness(d['line_of_business']).words}, {where(d)}; {period(d)}")
        details = [d["scope"], d["conditions"], PriorAuth(d["prior_auth"]).words, Confidence(d["confidence"]).words]
        st.text("; ".join(x for x in details if x))
        sources(data.ask(coverage.citations, d["payer_id"]).get(d["decision_id"], []), f"check-{key}")
        st.caption(f"Recorded by {d['recorder']} on {d['recorded_at'][:10]}.")
        _buttons(group, key)


def _buttons(group: list[dict[str, Any]], key: str) -> None:
    d = group[0]
    ids = [x["decision_id"] for x in group]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Checked", key=f"check-{key}", disabled=d["own"], icon=":material/check:", on_click=_check, args=(ids,),
            help="You recorded it: a colleague checks it." if d["own"] else "You have seen the source and it says so.",
        )  # fmt: skip
        st.button("Correct", key=f"correct-{key}", on_click=_correct, args=(group,), help="Opens it in the form.")
        with st.popover("Withdraw"):
            why = st.text_input(f"Why are {len(ids)} decisions withdrawn?", key=f"why-{key}")
            st.button(f"Withdraw {len(ids)}", key=f"withdraw-{key}", on_click=_withdraw, args=(ids, why))


def _check(ids: list[int]) -> None:
    try:
        decide.check_many(ids, access.who())
        st.toast(f"Checked {len(ids)}.")
    except TrackerError as error:
        st.toast(str(error), icon=":material/error:")


def _correct(group: list[dict[str, Any]]) -> None:
    st.session_state[entry.EDITING] = group
    st.session_state[entry.ROUND] = st.session_state.get(entry.ROUND, 0) + 1
    st.toast("Opened under “One payer”.")


def _withdraw(ids: list[int], why: str) -> None:
    try:
        decide.withdraw_many(ids, why, access.who())
        st.toast(f"Withdrawn: {len(ids)}.")
    except TrackerError as error:
        st.toast(str(error), icon=":material/error:")
