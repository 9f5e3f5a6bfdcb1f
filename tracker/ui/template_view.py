"""The template to take away, wherever somebody may want to send many lines."""

from __future__ import annotations

import streamlit as st

from tracker.services import templates
from tracker.ui import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(place: str) -> None:
    """Two buttons; the file is made when one is pressed."""
    person = access.who()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Template (XLSX)", lambda: templates.make("xlsx", person)[1], "denials-template.xlsx", XLSX, key=f"{place}-xlsx",
            on_click="ignore", icon=":material/download:", help="With lists of payers, codes, months, outcomes and states.",
        )  # fmt: skip
        st.download_button(
            "Template (CSV)", lambda: templates.make("csv", person)[1], "denials-template.csv", "text/csv", key=f"{place}-csv",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
