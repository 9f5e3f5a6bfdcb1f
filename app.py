"""The door and the router. Imported by the server it makes the door; run for a reader it asks who and which pages.

The one thing a newcomer would get wrong: this file is executed twice over, once by the server (no session: `app`) and
once for every click of every reader (`main`). No SQL and no plotting here.
"""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.errors import TrackerError, of_file
from tracker.pages import menu
from tracker.ui import access, frame, gate, settle

ICON = Path(__file__).parent / "tracker" / "ui" / "icon.png"  # a named icon would be fetched from outside


def main() -> None:
    """One run of a page."""
    st.set_page_config(page_title="Payer tracker", page_icon=str(ICON), layout="wide")
    try:
        person = access.who()
        if access.door(person) and person:
            frame.begin(person)
            page = st.navigation(menu.refusing(menu.pages(person)), expanded=True)
            page.run()
            settle.once(page.url_path)
    except TrackerError as problem:
        access.trouble(problem)
    except OSError as problem:
        logging.getLogger("tracker").exception("a file could not be read or written")
        access.trouble(of_file(problem, "a file of the program"))


if get_script_run_ctx(suppress_warning=True) is None:
    access.refuse_other_addresses()
    settle.once("start")
    app = st.App(__file__, middleware=gate.middleware())
else:
    main()
