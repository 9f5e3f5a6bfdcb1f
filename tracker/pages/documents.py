"""Documents: drop in a payer's document, see what it says and where, accept or reject each proposal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.people import require
from tracker.services import documents
from tracker.services.documents import Citing, Found, Proposal
from tracker.ui import access, data, frame, show
from tracker.vocabulary import STATES, PriorAuth, Status

SEEN = "document_scans"


def page() -> None:
    require(access.who(), "decide")
    frame.title(
        "Documents",
        "Drop in a policy, manual, bulletin, code list or fee schedule: every place that names a tracked code, what it says "
        "there, and a decision ready to be checked.",
    )
    file = st.file_uploader("PDF, Word, Excel, CSV, HTML, text or a ZIP of them", key="document")
    if file is None:
        st.markdown("**No document yet.** What it says will stand here, each statement with the passage it rests on.")
        return
    content = file.getvalue()
    found = _read(file.file_id, content)
    scan = found.scan
    if scan.error:
        st.error(scan.error)
        return
    for warning in scan.warnings:
        st.warning(warning)
    st.subheader(_answer(found), anchor=False)
    citing = _citing()
    if scan.silent:
        _silence(found, citing)
        return
    _contradictions(found)
    _proposals(found, citing, content)
    _wording(found)
    _versions(found, citing)


def _answer(found: Found) -> str:
    scan = found.scan
    if scan.silent:
        return f"Read to the end ({scan.pages:,} pages): no tracked code and no talk of training caregivers"
    codes = sorted({m.code for m in scan.mentions})
    decided = sum(p.decided for p in found.proposals)
    said = f"{len(codes)} codes in {len(scan.mentions)} places; {decided} say something, {len(scan.mentions) - decided} undecided"
    return f"{said} ({scan.pages:,} pages in {scan.seconds:.1f} s)"


def _read(file_id: str, content: bytes) -> Found:
    """Read once a session and file; through a temporary file that is gone when this returns."""
    held: dict[str, Found] = st.session_state.setdefault(SEEN, {})
    if file_id not in held:
        bar = st.progress(0.0, "Reading ...")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "document"
            path.write_bytes(content)
            held[file_id] = documents.read(path, access.who(), lambda done, of: _move(bar, done / max(of, 1)))
        bar.empty()
    return held[file_id]


def _move(bar: Any, share: float) -> None:
    bar.progress(min(max(share, 0.0), 1.0), "Reading ...")


def _citing() -> Citing | None:
    """Whose document it is and how it is cited: needed before anything is recorded."""
    names = data.payers()
    left, middle, right = st.columns([3, 2, 3])
    with left:
        payer_id = st.selectbox(
            "Whose document", list(names), format_func=lambda i: str(names[i]["name"]), index=None, key="doc_payer"
        )
        url = st.text_input("Link", placeholder="https://", key="doc_url")
    with middle:
        state = st.selectbox("State", ["", *STATES], format_func=lambda s: STATES.get(s, "everywhere"), key="doc_state")
        published = st.date_input("Published", None, key="doc_published")
    with right:
        title = st.text_input("Title of the document", key="doc_title")
    if not payer_id or not title:
        st.caption("Say whose document it is and its title; then statements can be accepted.")
        return None
    payer = names[payer_id]
    return Citing(
        payer_id, str(payer["payer_type"]), state or "", str(payer["name"]), title, url if url.startswith("http") else "",
        str(published or ""),
    )  # fmt: skip


def _contradictions(found: Found) -> None:
    for c in found.scan.contradictions:
        with st.container(border=True):
            st.markdown(f"**{c.code}: two statements that cannot both hold ({c.about}).**")
            left, right = st.columns(2)
            for place, m in ((left, c.first), (right, c.second)):
                with place:
                    st.caption(m.place.words)
                    st.text(m.passage)


def _proposals(found: Found, citing: Citing | None, content: bytes) -> None:
    """A table to choose from (all codes of a range at once), and the chosen passage as a picture."""
    rows = [p for p in found.proposals if p.state == "open"]
    done = len(found.proposals) - len(rows)
    if done:
        st.caption(f"{done} proposals of this document were settled before and are not offered again.")
    if not rows:
        st.markdown("Nothing is left to settle here.")
        return
    disputed = {c.code for c in found.scan.contradictions}
    chosen = st.data_editor(
        _frame(rows, disputed), hide_index=True, width="stretch", key="proposals",
        disabled=["Code", "Where", "Passage", "Why", "Product"],
        column_config={
            "Take": st.column_config.CheckboxColumn(width="small"),
            "Says": st.column_config.SelectboxColumn(options=["undecided", *(s.words for s in Status if s != Status.SILENT)]),
            "Prior authorisation": st.column_config.SelectboxColumn(options=[str(a) for a in PriorAuth], required=True),
        },
    )  # fmt: skip
    taken = [_changed(p, row) for p, row in zip(rows, chosen.to_dict("records"), strict=True) if row["Take"]]
    left, right, _ = st.columns([2, 2, 4])
    with left:
        accept = st.button(
            f"Accept {len(taken)}", type="primary", disabled=not (taken and citing), shortcut="ctrl+enter"
        )
    with right:
        reject = st.button(f"Reject {len(taken)}", disabled=not taken, shortcut="ctrl+backspace")
    if accept and citing:
        _do(lambda: documents.accept(taken, citing, content, access.who()), found, citing, f"{len(taken)} recorded")
    if reject:
        picked = [p.mention for p, take in zip(rows, chosen["Take"], strict=True) if take]
        _do(lambda: documents.reject(found, picked, access.who()), found, citing, f"{len(picked)} rejected")
    _look(rows, content)


def _frame(rows: list[Proposal], disputed: set[str]) -> pd.DataFrame:
    """Decided statements are ticked, but not where the document contradicts itself."""
    return pd.DataFrame(
        [
            {
                "Take": p.decided and p.mention.code not in disputed,
                "Code": p.mention.code,
                "Says": Status(p.mention.status).words if p.mention.status else "undecided",
                "Prior authorisation": PriorAuth(p.mention.prior_auth).value,
                "From": p.mention.effective_from or "",
                "To": p.mention.effective_to or "",
                "Product": p.mention.line_of_business or "",
                "Where": p.mention.place.words,
                "Why": p.mention.reason,
                "Passage": p.mention.passage,
            }
            for p in rows
        ]
    )


def _changed(p: Proposal, row: dict[Any, Any]) -> documents.Mention:
    """The statement as a person corrected it in the table."""
    status = next((str(s) for s in Status if s.words == row["Says"]), None)
    return documents.corrected(
        p.mention, status, str(row["Prior authorisation"]), str(row["From"] or "") or None, str(row["To"] or "") or None
    )


def _look(rows: list[Proposal], content: bytes) -> None:
    with st.expander("See the place", expanded=True):
        words = {p.key: f"{p.mention.code}, {p.mention.place.words}" for p in rows}
        key = st.selectbox("Place", list(words), format_func=words.__getitem__, label_visibility="collapsed")
        chosen = next((p for p in rows if p.key == key), None)
        if chosen is None:
            return
        st.text(chosen.mention.passage)
        st.caption(f"Because of: {chosen.mention.reason}" if chosen.mention.reason else "No reason: undecided.")
        if chosen.mention.place.page and content[:5] == b"%PDF-":
            try:
                picture = documents.picture(content, chosen.mention.place.page, chosen.mention.passage, access.who())
                with st.container(height=640):
                    st.image(picture, width="stretch", caption=f"Page {chosen.mention.place.page}, the passage marked")
            except TrackerError as problem:
                st.caption(str(problem))


def _do(deed: Any, found: Found, citing: Citing | None, words: str) -> None:
    try:
        deed()
        documents.remember(found, citing.payer_id if citing else None, access.who())
    except TrackerError as problem:
        st.error(str(problem))
        return
    st.session_state.pop(SEEN, None)
    st.toast(words)
    st.rerun()


def _silence(found: Found, citing: Citing | None) -> None:
    st.markdown("Silence is a finding: recorded, it says that somebody looked on this day and found nothing.")
    if citing and st.button("Record that it says nothing", type="primary"):
        business = documents.line_of_business(None, citing.payer_type)
        _do(lambda: documents.record_silence(found, citing, business, access.who()), found, citing, "recorded")


def _wording(found: Found) -> None:
    if found.scan.wording:
        with st.expander(f"Talk of training caregivers where no code stands ({len(found.scan.wording)})"):
            rows = [{"Where": w.place.words, "Passage": w.passage} for w in found.scan.wording]
            show.table(pd.DataFrame(rows), "wording", download=False)


def _versions(found: Found, citing: Citing | None) -> None:
    """What this version says otherwise than the one before."""
    if citing is None:
        return
    changed = documents.since_last(found, citing.payer_id, access.who())
    if changed is None:
        return
    with st.expander("Compared with this payer's last kept document", expanded=not changed.nothing):
        if changed.nothing:
            st.markdown("For the tracked codes and the topic, nothing has changed.")
        for change in changed.changes:
            st.text(change.words)
