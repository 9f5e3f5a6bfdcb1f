"""What an administrator looks after besides people: backups, branding, and the settings with their meaning."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.services import backups, branding, packs
from tracker.settings import described
from tracker.ui import access


def backup_state() -> None:
    now = backups.state(access.who())
    (st.warning if now.late else st.success)(now.words)
    st.text(f"The store holds {now.megabytes:,.1f} MB. Backups lie in {now.where}.")
    if st.button("Take a backup now", type="primary"):
        try:
            done = backups.take(access.who())
        except TrackerError as problem:
            st.error(str(problem))
        else:
            st.toast(f"Written and proved: {done.path.name}, snapshot r{done.revision}.")
            st.rerun()
    st.markdown(
        "Each backup is proved when it is taken, and the newest 14 are kept. Let the machine take one every night "
        "(`scripts/backup.py`; `docs/deploy/` has a timer), and keep the key behind the fingerprints somewhere else. "
        "To put one back, stop the program and run `scripts/restore.py`."
    )


def brand() -> None:
    try:
        now = packs.brand()
    except TrackerError as problem:
        st.error(str(problem))
        return
    st.markdown("What packs, slides and briefs carry.")
    if now.logo:
        st.image(now.logo, width=160)
    with st.form("branding"):
        name = st.text_input("Name of the association", now.name, max_chars=200)
        colour = st.color_picker("Colour", now.colour)
        logo = st.file_uploader("Logo, as PNG", type=["png"])
        antitrust = st.text_area("Statement on the last page", now.antitrust, max_chars=branding.LONGEST)
        if st.form_submit_button("Save", type="primary"):
            try:
                branding.save(name, colour, antitrust, logo.getvalue() if logo else None, access.who())
            except TrackerError as problem:
                st.error(str(problem))
            else:
                st.toast("Saved. The next pack carries it.")
                st.rerun()


def in_force() -> None:
    st.markdown("Set in the environment of the program; a change takes effect when it is started again.")
    rows = pd.DataFrame(described(), columns=["Variable", "Meaning", "In force"])
    st.dataframe(rows, hide_index=True, width="stretch", row_height=None, alt="The settings in force")
    if access.sign_in_configured():
        tls = "by https" if access.served_with_tls() else "without TLS: put a proxy before it"
        st.text(f"Sign-in is configured. People reach the program {tls}.")
    else:
        st.text("Sign-in is not configured: this machine only, and whoever sits at it is the administrator.")
