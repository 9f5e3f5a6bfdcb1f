"""Where the answers of a report made by hand are held while it is written: filled, opened to be corrected, emptied.

The one thing to know: keys carry the form's name, so that correcting an old report does not touch a new one half written,
and a round number, so that Send empties the form: a widget under a new key has no answer yet.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.intake.form import Form
from tracker.vocabulary import Outcome

ROUND, NAME = "report_round", "report_name"
NEW, CORRECTING = "report", "correct"


def key(name: str) -> str:
    """The key of a question in the form that is open, in this round."""
    return f"{st.session_state.get(NAME, NEW)}_{name}_{int(st.session_state.get(ROUND, 0))}"


def begin_again(form: Form | None = None) -> None:
    """Empty the new report; what is likely the same for the next (payer, place, code) stays when one is handed in."""
    st.session_state[ROUND] = int(st.session_state.get(ROUND, 0)) + 1
    if form is not None:
        st.session_state[NAME] = NEW
        fill(form, only=("state", "line_of_business", "payer", "payer_written", "unlisted", "code"))


def open_for(form: Form) -> None:
    """Open the questions with a report's answers, to be corrected."""
    st.session_state[NAME] = CORRECTING
    fill(form)


def fill(form: Form, only: tuple[str, ...] = ()) -> None:
    """Put the answers of a report into the questions of this round."""
    answers: dict[str, Any] = {
        "state": form.state or None,
        "line_of_business": form.line_of_business or None,
        "payer": form.payer_id or None,
        "payer_written": form.payer_as_written,
        "unlisted": bool(form.payer_as_written),
        "code": form.code or None,
        "month": form.month or None,
        "outcome": form.outcome or str(Outcome.DENIED),
        "units": form.units,
        "modifiers": list(form.modifiers),
        "base_billed": None if form.base_billed is None else form.base_billed,
        "payer_said": form.payer_said or None,
        "reasons": list(form.reasons),
        "next_step": form.next_step or None,
    }
    appeal = {"appeal_level": form.appeal_level, "appeal_month": form.appeal_month,
              "appeal_outcome": form.appeal_outcome, "appeal_decided": form.appeal_decided}  # fmt: skip
    answers |= {
        name: value for name, value in appeal.items() if value
    }  # a list that starts with its first entry takes no None
    for name, value in answers.items():
        if not only or name in only:
            st.session_state[key(name)] = value
