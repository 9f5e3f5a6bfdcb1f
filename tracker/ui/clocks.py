"""The two clocks, as controls that pages share: which day in the world, and what we knew on which day.

The one thing to know: both stand in the link (`on`, `known`). A day of knowledge that is today or empty means as we
know now; a link with a snapshot says both where neither is chosen.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from tracker.ui import data

FIRST, LAST = date(2023, 1, 1), date(2030, 12, 31)


def applied(label: str = "What applied on", last: date = LAST) -> date:
    """The day in the world: which decisions were in force, and which lines there were."""
    on = st.date_input(
        label, min(data.day(), last), min_value=FIRST, max_value=last, key="on", bind="query-params",
        help="The day in the world: which decisions were in force.",
    )  # fmt: skip
    return on or min(data.day(), last)


def knew() -> int | None:
    """The day in our ledger, as the revision at its end; None for now."""
    st.date_input(
        "As we knew on", None, min_value=date(2024, 1, 1), max_value=data.today(), key="known", bind="query-params",
        help="The day in our ledger: empty means as we know today.",
    )  # fmt: skip
    day = known_on()
    return data.revision_on(day) if day else data.at()


def known_on() -> date | None:
    """The day of knowledge that is asked about, None for now."""
    day = st.session_state.get("known")
    return day if day and day < data.today() else None


def known_words(at: int | None) -> str:
    """`as known on 3 March 2025`; '' for now."""
    day = known_on()
    return f"as known on {day:%-d %B %Y}" if day else f"as known at r{at}" if at is not None else ""
