"""The whole ledger to take away: every decision with its citations, as CSV and as a workbook with the correction log.

The one thing to know: both clocks hold for the file too; with a day of knowledge it is the ledger of that day.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from tracker.errors import TrackerError
from tracker.people import Person, may
from tracker.services import publish
from tracker.ui import access, data
from tracker.ui.take import in_this_context as made

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take(known_on: date | None = None, key: str = "ledger") -> None:
    """Two buttons; the files are made on the click. Nothing for those who may not take files away."""
    person = access.who()
    if not may(person, "export"):
        return
    known = f", as known on {known_on.isoformat()}" if known_on else ""
    name = f"coverage-ledger_{known_on.isoformat() if known_on else f'r{data.revision()}'}"
    st.markdown(f"**The whole ledger{known}**, a row a decision and source, all periods, with its citations")
    with st.container(horizontal=True):
        for label, at, ending, mime in (("CSV", 0, "csv", "text/csv"), ("XLSX", 1, "xlsx", XLSX)):
            st.download_button(
                f"Ledger, {label}", made(partial(_made, person, known_on, at)), f"{name}.{ending}", mime, on_click="ignore",
                icon=":material/download:", key=f"{key}-{ending}",
            )  # fmt: skip


def _made(person: Person | None, known_on: date | None, at: int) -> bytes:
    """Runs on the click, outside the page: who it is was asked before."""
    try:
        return publish.files(person, known_on)[at]
    except TrackerError as problem:
        return str(problem).encode()
