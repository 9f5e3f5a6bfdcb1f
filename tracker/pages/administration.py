"""Administration: who may come in, what packs carry, which settings are in force, whether there is a backup."""

from __future__ import annotations

import streamlit as st

from tracker.services import backups, people
from tracker.ui import access, campaigns, frame, people_view, upkeep_view


def page() -> None:
    frame.title("Administration", _answer())
    tabs = {
        "People": people_view.draw,
        "Backups": upkeep_view.backup_state,
        "Branding": upkeep_view.brand,
        "Campaigns": campaigns.log,
        "Settings": upkeep_view.in_force,
    }
    for tab, draw in zip(st.tabs(list(tabs)), tabs.values(), strict=True):
        with tab:
            draw()


def _answer() -> str:
    known = people.listed(access.who())
    inside = sum(1 for p in known if p["active"] and p["role"])
    waiting = sum(1 for p in known if p["active"] and not p["role"])
    first = f"{inside:,} {'person' if inside == 1 else 'people'} may come in"
    then = f", {waiting:,} {'waits' if waiting == 1 else 'wait'} for a role" if waiting else ""
    return f"{first}{then}. {backups.state(access.who()).words}"
