"""What was asked of a payer and what came of it; and the pack to take to the next meeting."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.services import engage, packs
from tracker.ui import access, data, show, take


def log(payer_id: str) -> None:
    """The log of contacts, what is due, and the form to add one."""
    entries = engage.listed(access.who(), payer_id)
    today = data.today().isoformat()
    for entry in [e for e in entries if e["due_on"] and e["due_on"] <= today and not e["reply"]]:
        st.warning(f"Due since {entry['due_on']}: {entry['next_step'] or entry['ask']}")
    rows = [
        {
            "On": e["happened_on"],
            "How": e["kind"],
            "Asked": e["ask"],
            "Answer": e["answer"],
            "Reply": engage.REPLIES.get(e["reply"] or "", "none yet"),
            "Next": e["next_step"],
            "Due": e["due_on"] or "",
            "Shown": e["snapshot"],
        }
        for e in entries
    ]
    show.table(
        pd.DataFrame(rows),
        "engagements",
        empty="**Nothing was asked of this payer yet.** Log the first meeting or letter below.",
    )
    with st.expander("Log a contact"), st.form("engage", clear_on_submit=True, border=False):
        _form(payer_id)


def _form(payer_id: str) -> None:
    left, right = st.columns(2)
    with left:
        day = st.date_input("On", data.today(), max_value=data.today())
        kind = st.selectbox("How", engage.KINDS)
        due = st.date_input("Answer due", None)
    with right:
        reply = st.selectbox(
            "Reply", [None, *engage.REPLIES], format_func=lambda r: engage.REPLIES.get(r or "", "none yet")
        )
        owner = st.text_input("Who sees to it")
        next_step = st.text_input("Next step")
    ask = st.text_input("What was asked")
    answer = st.text_area("What was answered")
    if st.form_submit_button("Log it", type="primary"):
        entry = {
            "payer_id": payer_id, "happened_on": str(day), "kind": kind, "ask": ask, "answer": answer, "reply": reply,
            "reply_on": str(day) if reply else None, "next_step": next_step, "due_on": str(due) if due else None,
            "owner": owner, "snapshot": f"r{data.revision()}",
        }  # fmt: skip
        try:
            engage.log(entry, access.who())
        except TrackerError as problem:
            st.error(str(problem))
        else:
            st.rerun()


def pack(payer_id: str) -> None:
    """Make the pack on the click: it takes some seconds and is logged."""
    st.markdown(
        "A deck with charts that can be edited, a two-page brief, the pictures, the tables and what they rest on, in one ZIP. "
        "Only numbers that may leave the building are in it. Making it is logged."
    )
    if take.locked():
        st.markdown("Turn small numbers off first.")
        return
    key = f"pack-{payer_id}-{data.revision()}"
    if key not in st.session_state and st.button("Make the pack", type="primary"):
        with st.spinner("Drawing the pack ..."):
            try:
                st.session_state[key] = packs.make(payer_id, access.who())
            except TrackerError as problem:
                st.error(str(problem))
                return
    if key in st.session_state:
        name, content = st.session_state[key]
        st.download_button("Download the pack", content, name, "application/zip", type="primary", on_click="ignore")
