"""One report of one's own as a card: where it stands, and what can be done about it.

The one thing to know: a card says only what its sender told or may know; who reviewed it is not shown.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.services import report, submit
from tracker.ui import access, report_answers, report_form
from tracker.ui.frame import plain
from tracker.vocabulary import STATES, AppealOutcome, LineOfBusiness, NextStep, Outcome

EDITING = "report_editing"
Held = dict[str, Any]


def standing(held: Held) -> str:
    """Where a report or file stands, in words."""
    if held["withdrawn"]:
        return "withdrawn"
    if held["duplicate_of"]:
        return f"counted once, with {held['duplicate_of']}"
    if held["verdict"] == "returned":
        return f"returned: {held.get('review_reason') or held.get('reason') or 'no reason given'}"
    if held.get("told_by"):
        return f"counted once, in your file {held['told_by']}"
    return "counts" if held["verdict"] == "accepted" else "waits for a specialist"


def card(held: Held, place: str) -> None:
    """The card; place tells apart the same report shown twice on a page."""
    with st.container(border=True):
        where = STATES.get(held["state"], "no state given")
        business = f", {LineOfBusiness(held['line_of_business']).words}" if held["line_of_business"] else ""
        st.markdown(
            f"**{held['code']} · {report_form.month_words(held['month'])} · {plain(held['payer'])}**: "
            f"{Outcome(held['outcome']).words}"
        )
        st.text(f"{where}{business}. {_why(held)}")
        st.text(f"{held['receipt']}, sent {held['submitted_at'][:10]}: {standing(held)}.")
        for line in _since(held):
            st.caption(line)
        if place == "end":
            ending(held, f"end-{held['receipt']}")
        if not held["withdrawn"]:
            _deeds(held, place)


def _why(held: Held) -> str:
    return report.reason_words(held["reasons"] or "") or ""


def _since(held: Held) -> list[str]:
    said = [f"Since then: {NextStep(held['next_step']).words}."] if held["next_step"] else []
    for a in held["appeals"]:
        words = f"Appeal at level {a['level']}, {report_form.month_words(a['filed_month'])}: {AppealOutcome(a['outcome']).words}"
        said.append(f"{words}{', ' + report_form.month_words(a['decided_month']) if a['decided_month'] else ''}.")
    return said


def _deeds(held: Held, place: str) -> None:
    key = f"{place}-{held['receipt']}"
    with st.container(horizontal=True):
        if held["outcome"] in (Outcome.DENIED, Outcome.PARTLY_PAID) and place != "end":
            with st.popover("What came of it"):
                ending(held, key)
        st.button("Correct", key=f"correct-{key}", on_click=_open, args=(held,))
        with st.popover("Withdraw"):
            st.markdown(f"Takes report {held['receipt']} (1 line) out of every count. It cannot be undone.")
            st.button("Withdraw it", key=f"withdraw-{key}", on_click=_withdraw, args=(held["receipt"],))


def _open(held: Held) -> None:
    st.session_state[EDITING] = held["receipt"]
    report_answers.open_for(report.as_form(held))


def _withdraw(receipt: str) -> None:
    try:
        submit.withdraw(receipt, access.who())
        st.toast(f"{receipt} is withdrawn.")
    except TrackerError as error:
        st.toast(str(error), icon=":material/error:")


def ending(held: Held, key: str) -> None:
    """The questions "what happened to it?" and what was answered to an appeal."""
    steps = {str(s): s.words for s in NextStep}
    now = held["next_step"] or None
    step = st.selectbox("What happened next?", list(steps), index=list(steps).index(now) if now else None,
                        format_func=steps.__getitem__, key=f"step-{key}", placeholder="Choose")  # fmt: skip
    answer: dict[str, Any] = {}
    if step == NextStep.APPEALED:
        answer = _appeal(held, key)
    st.button("Save", key=f"save-{key}", disabled=step is None, on_click=_save, args=(held["receipt"], step, answer))


def _appeal(held: Held, key: str) -> dict[str, Any]:
    waiting = next((a for a in held["appeals"] if a["outcome"] == AppealOutcome.OPEN), None)
    if waiting is None:
        level = st.selectbox("Level", range(len(held["appeals"]) + 1, 6), key=f"level-{key}")
        filed = report_form.month("Appealed in", f"filed-{key}", held["month"])
    else:
        level, filed = waiting["level"], waiting["filed_month"]
        st.caption(f"Appeal at level {level}, {report_form.month_words(filed)}.")
    ends = {str(o): o.words for o in AppealOutcome}
    ended = st.selectbox("Where it stands", list(ends), format_func=ends.__getitem__, key=f"ended-{key}")
    decided = report_form.month("Answered in", f"decided-{key}", filed) if ended != AppealOutcome.OPEN else ""
    if waiting is not None and ended == AppealOutcome.OPEN:
        return {}  # nothing new
    return {"level": level, "filed": filed, "ended": ended, "decided": decided}


def _save(receipt: str, step: str, answer: dict[str, Any]) -> None:
    try:
        if answer:
            report.appeal(receipt, access.who(), **answer)
        report.tell(receipt, step, access.who())
        st.toast(f"{receipt}: noted. Thank you.")
    except TrackerError as error:
        st.toast(str(error), icon=":material/error:")
