"""A letter for a payer, filled from the ledger: choose, read what to mind, take it as Word file or as text.

The one thing to know: the choice stands in the link (`payer`, `code`, `kind`, `reason`), so a receipt or a gap can lead
here with everything chosen. There is no field for anything about a patient.
"""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.exports import letters as form
from tracker.services import letters
from tracker.services.letters import Draft
from tracker.ui import access, chosen, data, frame

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
    said = {str(k): words for k, words in letters.KINDS.items()}
    kind = cast(form.Kind, chosen.button("kind", "Letter", list(said), said.__getitem__, "reconsideration"))
    left, right = st.columns([3, 2])
    with left:
        payer_id = chosen.one("payer", "Payer", list(data.payers()), _name, placeholder="Type a name")
    with right:
        code = chosen.one("code", "Code", list(reference.codes()), _code)
    return kind, payer_id, code


def _name(payer_id: str) -> str:
    return str(data.payers()[payer_id]["name"])


def _code(code: str) -> str:
    return f"{code}: {reference.codes()[code].short_label}"


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
    """The code of the reason; a link may write it as the remittance does, `CO-96`."""
    listed = {r.code: f"{r.code}: {r.label}" for r in reference.reasons().values() if r.kind == "CARC"}
    try:
        asked = letters.read_reason(st.query_params.get("reason", ""))
    except TrackerError:
        asked = None
    if asked:
        listed.setdefault(asked.code, f"{asked.code}: {asked.label}")
        st.query_params["reason"] = asked.code
    hint = "Code, for example 96; blank where none was given"
    return chosen.one("reason", "Reason on the remittance", list(listed), listed.__getitem__, placeholder=hint) or ""


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
