"""One more source for decisions that stand: the small form behind `Add a source`.

The one thing to know: nothing that is said changes, but a colleague has to check the decision anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.errors import Rejected, TrackerError
from tracker.intake import decision_file
from tracker.intake.decision_file import DecisionRow
from tracker.services import decide, evidence
from tracker.ui import access, data


def another(group: Sequence[dict[Any, Any]], key: str) -> None:
    """The button and its form."""
    with st.popover("Add a source", icon=":material/add_link:"), st.form(f"cite-{key}", border=False):
        st.caption("Another document that says the same. A colleague will be asked to check the decision anew.")
        publisher = st.text_input("Publisher", group[0]["payer"])
        title = st.text_input("Title of the source")
        url = st.text_input("Link", placeholder="https://")
        published = st.text_input("Published", placeholder="2025-06-15")
        passage = st.text_area("What the passage says, in our words", height=80)
        place = st.text_input("Page or cell", placeholder="page 12")
        file = st.file_uploader("Document to keep", max_upload_size=evidence.MOST_MEGABYTES)
        if st.form_submit_button("Add", type="primary"):
            _add(
                group,
                {
                    "source_publisher": publisher, "source_title": title, "source_url": url,
                    "source_published": published, "evidence": passage, "place": place,
                },
                file.getvalue() if file else None,
            )  # fmt: skip


def _add(group: Sequence[dict[Any, Any]], said: dict[str, str], document: bytes | None) -> None:
    try:
        decide.cite([d["decision_id"] for d in group], row_of(group[0], said), access.who(), document=document)
    except TrackerError as error:
        st.error(str(error))
    else:
        st.rerun()


def row_of(decision: dict[Any, Any], said: dict[str, str]) -> DecisionRow:
    """The decision with the new source, judged as a row of a file is. Raises `Rejected` with all problems at once."""
    kept = {n: str(decision[n] or "") for n in ("line_of_business", "state", "code", "status", "confidence")}
    today = data.today()
    row, problems = decision_file.entry(
        {**kept, "payer": decision["payer_id"], **said, "source_accessed": today.isoformat()}, today=today
    )
    if row is None:
        raise Rejected("Not added.", " ".join(dict.fromkeys(f"{p.message} {p.advice}" for p in problems)))
    return row
