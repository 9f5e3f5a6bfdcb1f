"""Packs & letters: what is taken to a payer or a legislator, and the letters members send. Members see the letters only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tracker.people import may
from tracker.services import engage
from tracker.ui import access, asked_view, chosen, data, frame, letters_view, packs_view, show


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
        "For the meeting: the pack of one payer, of a state or of a parent company, a page for legislators, and letters. "
        "Only numbers that may leave the building are in them.",
    )
    panels = _panels()
    first = "letter" if "kind" in st.query_params else "pack"
    panels[chosen.button("make", "What to make", list(panels), lambda k: panels[k][0], first, visible=False)][1]()


def _panels() -> dict[str, tuple[str, Callable[[], None]]]:
    return {
        "pack": ("Payer pack", packs_view.choose_payer),
        "compare": ("Compare pack", packs_view.compare),
        "facts": ("Fact sheet", packs_view.fact_sheet),
        "letter": ("Letter", letters_view.draw),
        "due": ("Follow-ups", _follow_ups),
    }


def _follow_ups() -> None:
    """What is due, and everything that was asked of any payer."""
    person, today = access.who(), data.today()
    due, entries = engage.due(person, today.isoformat()), engage.listed(person)
    waiting = sum(engage.waits(e) for e in entries)
    st.markdown(
        f"**{len(due):,} follow-ups are due; {waiting:,} of {len(entries):,} contacts have no reply yet.** A reply is "
        "recorded on the payer's page, under *Asked of it*."
    )
    show.table(asked_view.rows(due, with_payer=True), "follow-ups-due", empty="Nothing is due.")
    st.subheader("All contacts", anchor=False)
    show.table(
        asked_view.rows(entries, with_payer=True), "contacts", height=480,
        empty="**Nothing was asked of any payer yet.** Log the first contact on a payer's page.",
    )  # fmt: skip
