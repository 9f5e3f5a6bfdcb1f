"""Packs and fact sheets on a page: choose, make on the click, take away.

The one thing to know: a pack is made once for a choice and a revision and kept for this session only; making it is logged
as an export, so it is never made just because a page is drawn.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.exports import images
from tracker.services import packs
from tracker.ui import access, chosen, data, frame, take
from tracker.vocabulary import STATES

ZIP, PDF = "application/zip", "application/pdf"
HOLDS = (
    "A deck with charts that can be edited, a two-page brief, the pictures, the tables and what they rest on, in one ZIP. "
    "Only numbers that may leave the building are in it. Making it is logged."
)


def payer_pack(payer_id: str) -> None:
    """The pack of one payer."""
    st.markdown(HOLDS)
    _make(f"pack-{payer_id}", "Make the pack", ZIP, lambda: packs.make(payer_id, access.who()))


def choose_payer() -> None:
    """Choose a payer, then its pack."""
    names = data.payers()
    payer_id = chosen.one("payer", "Payer", list(names), lambda i: str(names[i]["name"]), placeholder="Type a name")
    if payer_id is None:
        st.markdown("**Choose a payer.** Its pack is made on the click and takes some seconds.")
        return
    payer_pack(payer_id)


def compare() -> None:
    """All payers of a state, or of a parent company, beside each other."""
    state, parent = _state(), ""
    if not state:
        parents = sorted({str(p["parent"]) for p in data.payers().values()}, key=str.casefold)
        parent = chosen.one("parent", "or parent company", parents, placeholder="Type a name") or ""
    if not state and not parent:
        st.markdown("**Choose a state or a parent company.** Payers are shown by name and never ranked by their share.")
        return
    st.markdown(HOLDS)
    _make(
        f"compare-{state or parent}", "Make the compare pack", ZIP,
        lambda: packs.compare(access.who(), state=state, parent=parent),
    )  # fmt: skip


def fact_sheet() -> None:
    """One page for legislators."""
    left, right = st.columns([3, 2])
    with left:
        state = _state()
    with right:
        known = reference.codes()
        code = chosen.one(
            "code", "Code", list(known), lambda c: f"{c}: {known[c].short_label}", default=packs.FIRST_CODE
        )
    if not state:
        st.markdown("**Choose a state.** The page says what its payers say about the code, and what practices meet.")
        return
    st.markdown("One page (PDF, letter): what the payers of the state say, and what practices there meet. Logged.")
    _make(
        f"facts-{state}-{code}",
        "Make the fact sheet",
        PDF,
        lambda: packs.fact_sheet(state, access.who(), code or packs.FIRST_CODE),
    )


def _state() -> str:
    return chosen.one("state", "State", list(STATES), STATES.__getitem__) or ""


def _make(name: str, words: str, mime: str, make: Callable[[], tuple[str, bytes]]) -> None:
    """Make on the click, then offer the file."""
    if take.locked():
        st.markdown("Turn small numbers off first: they are for this screen only.")
        return
    key = f"{name}-{data.revision()}"
    if key not in st.session_state:
        if not st.button(words, type="primary"):
            return
        with st.spinner("Drawing ..."):
            try:
                made = make()
            except TrackerError as problem:
                st.error(frame.plain(str(problem)))
                return
        key = f"{name}-{data.revision()}"
        st.session_state[key] = made
    file, content = st.session_state[key]
    st.download_button(
        f"Download {file}", content, file, mime, type="primary", on_click="ignore", icon=":material/download:"
    )
    if mime == ZIP and images.find_browser() is None:
        st.caption(f"The pictures are left out. {images.ADVICE}")
