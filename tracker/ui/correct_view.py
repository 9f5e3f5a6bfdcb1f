"""A reviewer corrects one line by record: which line, which field, what it should say, why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.services import review
from tracker.ui import access, report_form
from tracker.vocabulary import STATES, LineOfBusiness, Outcome

FIELDS = {
    "state": "State",
    "line_of_business": "Line of business",
    "code": "Code",
    "month": "Month",
    "outcome": "Outcome",
}


def draw(lines: Sequence[dict[str, Any]]) -> bool:
    """The questions; True when a line was corrected."""
    if not lines:
        return False
    with st.popover("Correct a line"):
        by_id = {x["line_id"]: x for x in lines}
        line_id = st.selectbox("Line", list(by_id), key="fix_line",
                               format_func=lambda i: f"{i}: {by_id[i]['payer']}, {by_id[i]['code']}, {by_id[i]['month']}")  # fmt: skip
        field = st.selectbox("What is wrong?", list(FIELDS), format_func=FIELDS.__getitem__, key="fix_field")
        value = _value(field)
        why = st.text_input("Why", key="fix_why", placeholder="The plan is Nevada's: asked the sender")
        if not st.button("Correct it", key="fix_save", disabled=value is None):
            return False
        try:
            review.correct_line(int(line_id), {field: str(value)}, why, access.who())
        except TrackerError as error:
            st.error(str(error))
            return False
        st.toast(f"Line {line_id} is corrected; what it said stays on record.")
        return True


def _value(field: str) -> str | None:
    if field == "month":
        return report_form.month("Should say", "fix_month", "") or None
    words: dict[str, dict[str, str]] = {
        "state": STATES,
        "line_of_business": {str(b): b.words for b in LineOfBusiness},
        "code": {c: f"{c} {k.short_label}" for c, k in reference.codes().items()},
        "outcome": {str(o): o.words for o in Outcome},
    }
    return st.selectbox("Should say", list(words[field]), format_func=words[field].__getitem__, index=None, key=f"fix_{field}",
                        placeholder="Choose")  # fmt: skip
