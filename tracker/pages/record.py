"""Record: what a payer says, entered in under a minute; checked by a second person; or many at once from a file."""

from __future__ import annotations

import streamlit as st

from tracker.services import decide
from tracker.ui import access, bulk, checking, decisions_view, entry, frame


def page() -> None:
    waiting = decide.unchecked(access.who())
    others = [d for d in waiting if not d["own"]]
    frame.title(
        "Record",
        f"{len(waiting):,} current decisions have not been checked by a second person; {len(others):,} of them wait for you.",
    )
    one, check, many = st.tabs(["One payer", f"To check ({len(others):,})", "Many at once"])
    with one:
        payer_id = entry.draw()
        if payer_id is None:
            st.markdown("Choose a payer: the rest of the form follows, filled in as far as it is known.")
        else:
            _standing(payer_id)
    with check:
        checking.queue(waiting)
    with many:
        bulk.draw()


def _standing(payer_id: str) -> None:
    with st.expander("What the ledger says about this payer now"):
        decisions_view.cards(payer_id)
