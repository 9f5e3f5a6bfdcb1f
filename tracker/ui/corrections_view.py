"""The correction log: public for everybody; the desk adds to it, sees which guards complain, and closes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.people import may
from tracker.services import correct
from tracker.services.answers import coverage
from tracker.store.corrections import NewCorrection
from tracker.store.questions import EVERYTHING
from tracker.ui import access, data, decisions_view, show
from tracker.vocabulary import Status


def log() -> None:
    """What we hold otherwise than a source says, and why."""
    rows = [
        {
            "About": r["about"],
            "The source says": r["source_says"],
            "We hold": r["we_hold"],
            "Because": r["reason"],
            "State": correct.STATUSES[r["status"]],
            "Since": r["at"][:10],
        }
        for r in correct.listed(access.who())
    ]
    st.caption("Where we knowingly depart from a source, it stands here with the reason.")
    show.table(pd.DataFrame(rows), "corrections", empty="No departure from a source is on record.")
    if may(access.who(), "decide"):
        _watch()
        _add()


def _watch() -> None:
    for r in correct.watched(access.who()):
        found = r["guard_found"]
        with st.container(border=True):
            st.text(f"{r['about']}: {r['we_hold']}")
            (st.warning if found.holds is False else st.caption)(found.words)
            with st.container(horizontal=True):
                for status, words in (("mended", "The source was mended"), ("dropped", "Drop it")):
                    st.button(
                        words, key=f"{status}-{r['correction_id']}", on_click=_close, args=(r["correction_id"], status)
                    )


def _close(correction_id: int, status: str) -> None:
    try:
        correct.close(correction_id, status, access.who())
    except TrackerError as problem:
        st.toast(str(problem))


def _add() -> None:
    with st.expander("Record a departure from a source"):
        kind = st.segmented_control(
            "About", list(KINDS), format_func=KINDS.__getitem__, default="source", required=True, key="departs_from"
        ) or "source"  # fmt: skip
        options = data.ask(_objects, kind)
        with st.form(f"correction-{kind}", border=False, clear_on_submit=True):
            about = st.selectbox(
                KINDS[kind], list(options), format_func=options.__getitem__, index=None, filter_mode="contains"
            )
            says = st.text_input("What the source says")
            hold = st.text_input("What we hold")
            reason = st.text_input("Why")
            guard = st.text_input(
                "Words that stand in the source as long as this is needed", help="When they are gone, we are told."
            )
            if st.form_submit_button("Record"):
                _record(NewCorrection(kind, about or "", says, hold, reason, guard))


KINDS = {"source": "A source", "decision": "One decision", "payer": "A payer's registry entry"}


def _objects(kind: str) -> dict[str, str]:
    """What a departure may be about, by its id, in words."""
    if kind == "source":
        return {s["source_id"]: f"{s['publisher']}: {s['title']}" for s in data.sources()}
    if kind == "payer":
        return {i: str(p["name"]) for i, p in data.payers().items()}
    rows = coverage.ledger(EVERYTHING).to_dict("records")
    return {
        str(d["decision_id"]): f"{d['payer']}, {d['code']}{', ' + d['state'] if d['state'] else ''}: "
        f"{Status(d['status']).words} {decisions_view.period(d)}"
        for d in rows
    }


def _record(new: NewCorrection) -> None:
    try:
        correct.record(new, access.who())
    except TrackerError as problem:
        st.error(str(problem))
    else:
        st.rerun()
