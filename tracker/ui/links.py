"""Going from one page to another with what was chosen there.

The one thing to know: pages are functions, so only the menu knows their addresses; it leaves them here once a run.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

PAGES = "pages_by_address"


def know(sections: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Remember the pages of a menu by their address; gives the menu back."""
    st.session_state[PAGES] = {page.url_path: page for pages in sections.values() for page in pages}
    return sections


def can_go(address: str) -> bool:
    """Whether this person's menu has the page."""
    return address in st.session_state.get(PAGES, {})


def go(address: str, **chosen: str) -> None:
    """Open a page with its widgets set by query parameters; nothing happens where the menu does not have it."""
    if can_go(address):
        st.switch_page(st.session_state[PAGES][address], query_params={k: v for k, v in chosen.items() if v})


def link(address: str, label: str, icon: str = "", **chosen: str) -> None:
    """A link to a page as a line of its own; nothing where the menu does not have it."""
    if can_go(address):
        page = st.session_state[PAGES][address]
        st.page_link(page, label=label, icon=icon or None, query_params={k: v for k, v in chosen.items() if v})
