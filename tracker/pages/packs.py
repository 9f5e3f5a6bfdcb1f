"""Packs & letters: what is taken to a payer or a legislator, and the letters members send. Members see the letters only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tracker.people import may
from tracker.ui import access, asked_view, data, frame, letters_view, links


def page() -> None:
    if not may(access.who(), "export"):
        frame.title(
            "Letters",
            "A letter that asks a payer to reconsider a denial, or to write a policy, filled with what the payer and "
            "Medicare say.",
        )
        letters_view.draw()
        return
    frame.title(
        "Packs & letters",
        "Take to the meeting only what may leave the building: a pack for one payer, and letters, each with its sources "
        "and snapshot.",
    )
    panels = _panels()
    links.by_id("make", panels)
    wanted = st.segmented_control(
        "What do you need?", list(panels), format_func=lambda k: panels[k][0], default="pack", required=True, key="make",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    panels[wanted or "pack"][1]()


def _panels() -> dict[str, tuple[str, Callable[[], None]]]:
    return {
        "pack": ("Payer pack", _payer_pack),
        "letter": ("Letter", letters_view.draw),
    }


def _payer_pack() -> None:
    names = data.payers()
    links.by_id("payer", names)
    payer_id = st.selectbox(
        "Payer", list(names), format_func=lambda i: str(names[i]["name"]), index=None, key="payer", bind="query-params",
        placeholder="Type a name",
    )  # fmt: skip
    if payer_id is None:
        st.markdown("**Choose a payer.** Its pack is made on the click and takes some seconds.")
        return
    asked_view.pack(payer_id)
