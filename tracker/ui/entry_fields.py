"""The fields of the entry form, a row of them a function, filled in from the payer, the source or what is corrected.

The one thing to know: keys carry payer, source and round, so that saving empties what belongs to one decision and keeps
the source.
"""

from __future__ import annotations

import streamlit as st

from tracker import reference
from tracker.intake import code_ranges
from tracker.services import evidence
from tracker.ui import data, links
from tracker.ui.entry_save import BESIDE, FINDINGS, TAKES_OVER, Start, Values
from tracker.vocabulary import STATES, Confidence, LineOfBusiness, PriorAuth


def draw(start: Start, round_of: int) -> tuple[Values, bool]:
    """All fields, and whether they were sent. Keys carry payer, source and round, so that presets come anew with each."""
    tail = f"{start.payer_id}-{round_of}" + ("-edit" if start.editing else "")
    of_source = f"{tail}-{start.source.get('source_id', '')}"
    values = _what(start, tail)
    values |= _when(start, tail)
    values |= _where_it_stands(start, of_source)
    values |= _passage(start, tail)
    left, middle, right = st.columns([3, 2, 1], vertical_alignment="bottom")
    with left:
        values["stands"] = _stands(start, tail)
    with middle, st.container(key="entry_hint"):
        st.caption("Enter: next field. 1 to 6: the finding. Ctrl+Enter: save.")
    with right:
        saved = st.form_submit_button("Save", type="primary", help="Ctrl+Enter", width="stretch")
    return values, saved


def _what(start: Start, tail: str) -> Values:
    held = start.first
    lines = [str(b) for b in LineOfBusiness]
    usual = held.get("line_of_business") or _asked(start, "business") or start.payer["usual_line_of_business"]
    states = {d["state"] for d in start.editing} - {""} or _usual_states(start)
    families = code_ranges.families()
    a, b, c = st.columns([2, 2, 3])
    with a:
        business = st.selectbox(
            "Line of business", lines, format_func=lambda v: LineOfBusiness(v).words, key=f"business-{tail}",
            index=lines.index(usual) if usual in lines else None, placeholder="Choose",
        )  # fmt: skip
    with b:
        where = st.multiselect(
            "States", list(STATES), default=sorted(states), format_func=STATES.__getitem__, key=f"states-{tail}",
            placeholder="Everywhere it operates",
        )  # fmt: skip
    with c:
        codes = st.multiselect(
            "Codes", [*families, *reference.codes()], default=[d["code"] for d in start.editing], key=f"codes-{tail}",
            accept_new_options=True, placeholder="97550-97552, or all", help="A range counts all tracked codes in it.",
        )  # fmt: skip
    finding = st.segmented_control(
        "What did you find?", list(FINDINGS), format_func=FINDINGS.__getitem__, default=held.get("status"),
        key=f"finding-{tail}",
    )  # fmt: skip
    return {"business": business, "states": where, "codes": codes, "finding": finding}


ASKED = {"business": ("line", "business"), "state": ("place", "state")}


def _asked(start: Start, name: str) -> str:
    """What the link to this page asked about its payer; '' once another payer is chosen."""
    return links.asked(*ASKED[name]) if links.asked("about", "payer") == start.payer_id else ""


def _usual_states(start: Start) -> set[str]:
    """The state asked about; else the payer's only one."""
    state, only = _asked(start, "state"), str(start.payer["states"])
    return {s for s in (state or only,) if s in STATES}


def _when(start: Start, tail: str) -> Values:
    held = start.first
    auth = [str(p) for p in PriorAuth]
    a, b, c, d, e = st.columns([4, 2, 2, 2, 4])
    with a:
        prior = st.selectbox(
            "Prior authorisation", auth, format_func=lambda v: PriorAuth(v).words, key=f"auth-{tail}",
            index=auth.index(held.get("prior_auth", str(PriorAuth.UNKNOWN))),
        )  # fmt: skip
    first = b.text_input("From", held.get("effective_from") or "", placeholder="2025-07-01", key=f"from-{tail}")
    last = c.text_input("Until", held.get("effective_to") or "", placeholder="open", key=f"until-{tail}")
    scope = d.text_input("Only for", held.get("scope", ""), placeholder="telehealth", key=f"scope-{tail}")
    conditions = e.text_input("Conditions, in our words", held.get("conditions", ""), key=f"conditions-{tail}")
    return {
        "prior_auth": prior, "effective_from": first, "effective_to": last, "scope": scope, "conditions": conditions,
    }  # fmt: skip


def _where_it_stands(start: Start, tail: str) -> Values:
    s = start.source
    today = data.today().isoformat()
    a, b, c = st.columns([2, 3, 3])
    publisher = a.text_input("Publisher", s.get("publisher", ""), key=f"publisher-{tail}")
    title = b.text_input("Title of the source", s.get("title", ""), key=f"title-{tail}")
    url = c.text_input("Link", s.get("url", ""), placeholder="https://", key=f"url-{tail}")
    a, b, c, d = st.columns([1, 1, 1, 2])
    published = a.text_input("Published", s.get("published", ""), placeholder="2025-06-15", key=f"published-{tail}")
    accessed = b.text_input(
        "Accessed", today if not start.editing else s.get("accessed", today), key=f"accessed-{tail}"
    )
    looked = c.text_input("Looked on", start.first.get("last_checked") or today, key=f"looked-{tail}")
    with d:
        sure = [str(x) for x in Confidence]
        confidence = st.selectbox(
            "How good is it?", sure, format_func=lambda v: Confidence(v).words, key=f"confidence-{tail}",
            index=sure.index(start.first.get("confidence", str(Confidence.PRIMARY))),
        )  # fmt: skip
    return {
        "source_publisher": publisher, "source_title": title, "source_url": url, "source_published": published,
        "source_accessed": accessed, "checked_on": looked, "confidence": confidence,
    }  # fmt: skip


def _passage(start: Start, tail: str) -> Values:
    held = start.source if start.editing else {}
    a, b, c = st.columns([3, 1, 2])
    passage = a.text_area(
        "What the passage says, in our words", held.get("quotation", ""), height=90, key=f"passage-{tail}"
    )
    place = b.text_input("Page or cell", held.get("place", ""), placeholder="page 12", key=f"place-{tail}")
    file = c.file_uploader(
        "Document to keep", key=f"document-{tail}", max_upload_size=evidence.MOST_MEGABYTES,
        help="PDF, HTML, text, XLSX or DOCX, kept once beside the store. A payer's own document only: never anything "
        "about a patient.",
    )  # fmt: skip
    return {"evidence": passage, "place": place, "document": file}


def _stands(start: Start, tail: str) -> str:
    """What becomes of what the ledger says so far on the same payer, business, state and code."""
    if start.editing:
        return BESIDE
    return st.segmented_control(
        "What stands on it so far", [TAKES_OVER, BESIDE], default=TAKES_OVER, required=True, key=f"stands-{tail}",
        help="Ends: the payer changed its mind. Beside: another source says something else, which shows as a conflict.",
    ) or TAKES_OVER  # fmt: skip
