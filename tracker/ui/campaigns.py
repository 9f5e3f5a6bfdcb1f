"""Campaigns: when members were asked to report or a payer to cover. They are drawn on trends and on the adoption curves.

The one thing to know: `log()` is the whole of it, for any page; it draws nothing for those who may not log contacts.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.people import may
from tracker.services import engage
from tracker.ui import access, data, show


def log() -> None:
    """The campaigns so far and the form to add one, folded away."""
    if not may(access.who(), "engage"):
        return
    listed = engage.campaigns(access.who())
    with st.expander(f"Campaigns ({len(listed):,})"):
        st.caption("When members were asked to report, or a payer to cover. Drawn on the trends and adoption curves.")
        names = data.payers()
        rows = [
            {
                "Sent on": c["sent_on"],
                "Campaign": c["name"],
                "About": names[c["payer_id"]]["name"] if c["payer_id"] in names else "all payers",
                "Note": c["note"],
            }
            for c in listed
        ]
        show.table(pd.DataFrame(rows), "campaigns", empty="No campaign is logged yet.")
        with st.form("campaign", clear_on_submit=True, border=False):
            _form(names)


def _form(names: dict[str, dict[str, object]]) -> None:
    left, right = st.columns(2)
    with left:
        name = st.text_input("Name of the campaign", placeholder="Call for denials, spring")
        day = st.date_input("Sent on", data.today(), max_value=data.today())
    with right:
        payer_id = st.selectbox(
            "About", list(names), format_func=lambda i: str(names[i]["name"]), index=None, placeholder="All payers"
        )
        note = st.text_input("Note")
    if st.form_submit_button("Log the campaign"):
        try:
            engage.campaign(name, str(day), access.who(), payer_id, note)
        except TrackerError as problem:
            st.error(str(problem))
        else:
            st.rerun()
