"""Which pages a person may see. Hiding is courtesy: the services ask for themselves."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.pages import coverage, denials, gaps, methods, overview, payer, submit
from tracker.people import Person, may


def pages(person: Person) -> dict[str, list[Any]]:
    """Streamlit pages by heading of the navigation."""
    see = [
        st.Page(overview.page, title="Overview", icon=":material/space_dashboard:", default=True),
        st.Page(coverage.page, title="Coverage", icon=":material/grid_on:", url_path="coverage"),
        st.Page(denials.page, title="Denials", icon=":material/trending_down:", url_path="denials"),
        st.Page(gaps.page, title="Gaps", icon=":material/compare_arrows:", url_path="gaps"),
        st.Page(payer.page, title="Payer", icon=":material/domain:", url_path="payer"),
    ]
    give = []
    if may(person, "submit"):
        give.append(st.Page(submit.page, title="Submit", icon=":material/upload_file:", url_path="submit"))
    about = [st.Page(methods.page, title="Sources & methods", icon=":material/menu_book:", url_path="methods")]
    return {"See": see, "Give": give, "About": about}
