"""Going from one page to another with what was chosen there.

The one thing to know: pages are functions, so only the menu knows their addresses; it leaves them here once a run.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

PAGES = "pages_by_address"


def know(sections: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Remember the pages of a menu by their address; gives the menu back."""
    st.session_state[PAGES] = {page.url_path: page for pages in sections.values() for page in pages}
    return sections


def can_go(address: str) -> bool:
    """Whether this person's menu has the page."""
    return address in st.session_state.get(PAGES, {})


def go(address: str, **chosen: str) -> None:
    """Open a page with what was chosen for it in its link; nothing happens where the menu does not have it.

    For pages without filters in their link: Streamlit does not leave a page from code while a widget is bound to a
    parameter that is set. There `link` is the way; where it was not taken, it is offered."""
    if can_go(address):
        named = {k: v for k, v in chosen.items() if v}
        try:
            st.switch_page(st.session_state[PAGES][address], query_params=named)
        except StreamlitAPIException:
            link(address, "Go on", ":material/arrow_forward:", **named)


def link(address: str, label: str, icon: str = "", **chosen: str) -> None:
    """A link to a page as a line of its own; nothing where the menu does not have it."""
    if can_go(address):
        page = st.session_state[PAGES][address]
        st.page_link(page, label=label, icon=icon or None, query_params={k: v for k, v in chosen.items() if v})


def asked(*names: str) -> str:
    """What the link says under the first of these names that it has; '' when under none.

    A page whose filters are bound to `payer` takes that name out of the link on the way to the next one, so what is
    chosen there travels under another name (`about`)."""
    return next((str(st.query_params[n]) for n in names if st.query_params.get(n)), "")
