"""A letter for a payer, filled from the ledger: choose, read what to mind, take it as Word file or as text.

The one thing to know: the choice stands in the link (`payer`, `code`, `kind`, `reason`), so a receipt or a gap can lead
here with everything chosen. There is no field for anything about a patient.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.exports import letters as form
from tracker.services import letters
from tracker.services.letters import Draft
from tracker.ui import access, data, frame, links

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BUTTON: dict[str, Any] = {"on_click": "ignore", "icon": ":material/download:", "width": "stretch"}


def draw() -> None:
    """The choices, the letter and its two files."""
    kind, payer_id, code = _what()
    if payer_id is None or code is None:
        st.markdown("**Choose a payer and a code.** The letter will stand here, ready to be taken away.")
        return
    place, reason = _details(kind, payer_id, code)
    try:
        draft = letters.write(kind, payer_id, code, access.who(), reason=reason, place=place)
    except TrackerError as problem:
        st.error(str(problem))
        return
    if draft.minds:
        st.warning("\n\n".join(frame.plain(m) for m in draft.minds), icon=":material/priority_high:")
    _take(draft)
    with st.container(border=True):
        st.text(form.as_text(draft.letter))


def _what() -> tuple[form.Kind, str | None, str | None]:
    names = data.payers()
    links.by_id("payer", names)
    links.by_id("kind", letters.KINDS)
    kind = st.segmented_control(
        "Letter", list(letters.KINDS), format_func=letters.KINDS.__getitem__, default="reconsideration", required=True,
        key="kind", bind="query-params",
    )  # fmt: skip
    left, right = st.columns([3, 2])
    with left:
        payer_id = st.selectbox(
            "Payer", list(names), format_func=lambda i: str(names[i]["name"]), index=None, key="payer",
            bind="query-params", placeholder="Type a name",
        )  # fmt: skip
    with right:
        known = reference.codes()
        links.by_id("code", known)
        code = st.selectbox(
            "Code", list(known), format_func=lambda c: f"{c}: {known[c].short_label}", index=None, key="code",
            bind="query-params", placeholder="Choose",
        )  # fmt: skip
    return kind or "reconsideration", payer_id, code


def _details(kind: form.Kind, payer_id: str, code: str) -> tuple[tuple[str, str] | None, str]:
    """Line of business and state where there are several, and the reason of the denial."""
    said = letters.places(payer_id, code, access.who())
    left, right = st.columns([3, 2])
    place, reason = None, ""
    if len(said) > 1:
        with left:
            place = st.selectbox(
                "Plan", said, format_func=lambda p: letters.place_words(*p), index=None, key=f"plan-{payer_id}-{code}",
                placeholder="Line of business and state of the plan",
            )  # fmt: skip
    if kind == "reconsideration":
        with right if len(said) > 1 else left:
            reason = _reason()
    return place, reason


def _reason() -> str:
    listed = {f"CO-{r.code}": f"{r.code}: {r.label}" for r in reference.reasons().values() if r.kind == "CARC"}
    try:
        asked = letters.read_reason(st.query_params.get("reason", ""))
    except TrackerError:
        asked = None
    first = f"CO-{asked.code}" if asked else None
    options = list(listed) if first in listed or not first else [first, *listed]
    chosen = st.selectbox(
        "Reason on the remittance", options, format_func=lambda r: listed.get(r, r.removeprefix("CO-")),
        index=options.index(first) if first else None, placeholder="Code, for example 96; blank where none was given",
    )  # fmt: skip
    return (chosen or "").removeprefix("CO-")


def _take(draft: Draft) -> None:
    left, right, _ = st.columns([2, 2, 3])
    stem = draft.file("txt")[0].removesuffix(".txt")

    def word() -> bytes:
        return draft.file("docx")[1]

    with left:
        st.download_button("Word file", word, f"{stem}.docx", DOCX, type="primary", **BUTTON, key="letter-docx")
    with right:
        st.download_button("Plain text", draft.file("txt")[1], f"{stem}.txt", "text/plain", **BUTTON, key="letter-txt")
    st.caption("Blanks in square brackets are filled in on your own computer: nothing about a patient is typed here.")
