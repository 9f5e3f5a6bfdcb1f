"""What was asked of a payer and what came of it: the log, what is due, and the forms that add to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.services import engage
from tracker.ui import access, data, frame, show


def log(payer_id: str) -> None:
    """What is due, the log, and the two forms: a new contact, and the reply to an earlier one."""
    person, today = access.who(), data.today()
    entries = engage.listed(person, payer_id)
    for entry in engage.due(person, today.isoformat(), payer_id):
        st.warning(frame.plain(f"Due since {entry['due_on']}: {entry['next_step'] or entry['ask']}"))
    show.table(
        rows(entries),
        "engagements",
        empty="**Nothing was asked of this payer yet.** Log the first meeting or letter below.",
    )
    with st.expander("Log a contact", expanded=not entries):
        _contact(payer_id)
    waiting = [e for e in entries if engage.waits(e)] + [e for e in entries if not engage.waits(e)]
    if waiting:
        with st.expander("Record a reply"):
            _reply(waiting)


def rows(entries: list[dict[str, Any]], with_payer: bool = False) -> pd.DataFrame:
    """The log under readers' headings, newest first."""
    today = data.today()
    listed = [
        {
            **({"Payer": e["payer"]} if with_payer else {}),
            "On": e["happened_on"],
            "How": e["kind"],
            "About": engage.TOPICS[e["topic"]],
            "Asked": e["ask"],
            "Came of it": engage.answer_words(e, today),
            "Next": e["next_step"],
            "Due": e["due_on"] or "",
            "Owner": e["owner"],
            "Shown": e["snapshot"],
        }
        for e in entries
    ]
    return pd.DataFrame(listed)


def _contact(payer_id: str) -> None:
    today = data.today()
    shown = [(f"r{data.revision()}", ""), *engage.shown_before(payer_id, access.who())]
    with st.form("engage", clear_on_submit=True, border=False):
        left, right = st.columns(2)
        with left:
            day = st.date_input("On", today, max_value=today)
            kind = st.selectbox("How", engage.KINDS)
            topic = st.selectbox("About which finding", list(engage.TOPICS), format_func=engage.TOPICS.__getitem__)
        with right:
            due = st.date_input("Answer due", None)
            owner = st.text_input("Who sees to it", _name())
            snapshot = st.selectbox(
                "Evidence shown", shown, format_func=lambda s: f"{s[0]}, pack of {s[1]}" if s[1] else f"{s[0]}, now"
            )
        ask = st.text_input("What was asked")
        next_step = st.text_input("Next step")
        answer = st.text_area("What was answered on the spot, if anything", height=70)
        if st.form_submit_button("Log it", type="primary"):
            entry = {
                "payer_id": payer_id, "happened_on": str(day), "kind": kind, "ask": ask, "answer": answer,
                "next_step": next_step, "due_on": str(due) if due else None, "owner": owner, "topic": topic,
                "snapshot": snapshot[0] if snapshot else "",
            }  # fmt: skip
            _done(lambda: engage.log(entry, access.who()))


def _reply(waiting: list[dict[str, Any]]) -> None:
    words = {e["engagement_id"]: f"{e['happened_on']}, {e['kind']}: {e['ask']}" for e in waiting}
    with st.form("reply", clear_on_submit=True, border=False):
        asked = st.selectbox("To which contact", list(words), format_func=words.__getitem__)
        left, right = st.columns(2)
        with left:
            what = st.selectbox("The payer", list(engage.REPLIES), format_func=engage.REPLIES.__getitem__)
            on = st.date_input("Reply came on", data.today(), max_value=data.today())
        with right:
            corrected = st.date_input("Corrected on (where it agrees)", None)
            document = st.text_input("Its document (where its policy differs)", placeholder="Title, page, link")
        answer = st.text_area("In its words; where it disputes: because ...", height=70)
        next_step = st.text_input("Next step", key="reply-next")
        due = st.date_input("Next step due", None)
        if st.form_submit_button("Record the reply", type="primary"):
            _done(lambda: engage.reply(
                asked, what, on, access.who(), answer=answer, corrected_on=corrected, document=document,
                next_step=next_step, due_on=due,
            ))  # fmt: skip


def _name() -> str:
    person = access.who()
    return person.name if person else ""


def _done(deed: Callable[[], int]) -> None:
    try:
        deed()
    except TrackerError as problem:
        st.error(str(problem))
    else:
        st.rerun()
