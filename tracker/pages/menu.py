"""Which pages a person may see. Hiding is courtesy: the services ask for themselves."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from tracker.pages import (
    administration,
    audit,
    changed,
    coverage,
    denials,
    desk,
    documents,
    gaps,
    methods,
    my_reports,
    overview,
    packs,
    payer,
    record,
    report,
    review,
    submit,
)
from tracker.people import Person, may
from tracker.settings import settings
from tracker.ui import frame, links


def pages(person: Person) -> dict[str, list[Any]]:
    """Streamlit pages by heading of the navigation."""
    see = [
        st.Page(overview.page, title="Overview", icon=":material/space_dashboard:", default=True),
        st.Page(coverage.page, title="Coverage", icon=":material/grid_on:", url_path="coverage"),
        st.Page(denials.page, title="Denials", icon=":material/trending_down:", url_path="denials"),
        st.Page(gaps.page, title="Gaps", icon=":material/compare_arrows:", url_path="gaps"),
        st.Page(changed.page, title="What changed", icon=":material/history:", url_path="changed"),
        st.Page(payer.page, title="Payer", icon=":material/domain:", url_path="payer"),
    ]
    give = []
    if may(person, "report"):
        give.append(st.Page(report.page, title="Report a denial", icon=":material/add_comment:", url_path="report"))
        give.append(
            st.Page(my_reports.page, title="My reports", icon=":material/assignment_ind:", url_path="my-reports")
        )
    if may(person, "submit"):
        give.append(st.Page(submit.page, title="Submit", icon=":material/upload_file:", url_path="submit"))
    words = "Packs & letters" if may(person, "export") else "Letters"
    give.append(st.Page(packs.page, title=words, icon=":material/outgoing_mail:", url_path="packs"))
    keep = []
    if may(person, "review"):
        keep.append(st.Page(review.page, title="Review", icon=":material/rule:", url_path="review"))
    if may(person, "decide"):
        keep.append(st.Page(desk.page, title="Research desk", icon=":material/checklist:", url_path="desk"))
        keep.append(st.Page(record.page, title="Record", icon=":material/edit_note:", url_path="record"))
        keep.append(st.Page(documents.page, title="Documents", icon=":material/find_in_page:", url_path="documents"))
    keep_house = []
    if may(person, "administer"):
        keep_house = [
            st.Page(administration.page, title="Administration", icon=":material/settings:", url_path="administration"),
            st.Page(audit.page, title="Audit", icon=":material/fact_check:", url_path="audit"),
        ]
    about = [st.Page(methods.page, title="Sources & methods", icon=":material/menu_book:", url_path="methods")]
    return links.know({"See": see, "Give": give, "Keep": keep, "House": keep_house, "About": about})


# Pages that not everybody has: for the others their address says so, where it would be "page not found".
OF_A_ROLE = {
    "review": "Review",
    "desk": "Research desk",
    "record": "Record",
    "documents": "Documents",
    "administration": "Administration",
    "audit": "Audit",
}


def refusing(sections: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The menu, and out of sight a refusal at the address of each page that this person does not have."""
    offered = {page.url_path for part in sections.values() for page in part}
    closed = [
        st.Page(partial(_refused, title), title=title, url_path=address, visibility="hidden")
        for address, title in OF_A_ROLE.items()
        if address not in offered
    ]
    return {**sections, "About": [*sections["About"], *closed]}


def _refused(title: str) -> None:
    frame.title(title, f"Your role does not have this page. Whoever needs it asks {settings().contact}.")
