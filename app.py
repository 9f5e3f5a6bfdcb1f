"""The router: who is it, which pages may they see, run. No SQL and no plotting here."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tracker.errors import TrackerError
from tracker.pages import menu
from tracker.ui import access, frame

ICON = Path(__file__).parent / "tracker" / "ui" / "icon.png"  # a named icon would be fetched from outside
st.set_page_config(page_title="Payer tracker", page_icon=str(ICON), layout="wide")
try:
    access.guard_address()
    person = access.who()
    if person and access.door(person):
        frame.begin(person)
        st.navigation(menu.pages(person)).run()
    elif person is None:
        access.door(None)
except TrackerError as problem:
    st.error(str(problem))
    if access.sign_in_configured() and st.user.is_logged_in:
        st.button("Sign out", on_click=st.logout)
