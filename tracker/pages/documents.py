"""Documents: drop in a payer's document, see what it says and where, accept or reject each proposal."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.people import require
from tracker.services import document_folder, documents
from tracker.services.documents import Change, Citing, Found, Mention, Statement
from tracker.ui import access, data, frame, show
from tracker.ui import document_review as review
from tracker.vocabulary import STATES, Status, place_words

SEEN = "document_scans"
COMPARED = "document_versions"


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
        _versions(found, citing, content)
        return
    _contradictions(found)
    _proposals(found, citing, content)
    _wording(found)
    _versions(found, citing, content)


def _answer(found: Found) -> str:
    scan = found.scan
    if scan.silent:
        return f"Read to the end ({_pages(found)}): no tracked code and no talk of training caregivers"
    if not scan.mentions and not scan.wording:
        return f"Nothing found in the pages that could be read ({_pages(found)}); what is named above prevents silence"
    codes = sorted({m.code for m in scan.mentions})
    decided = sum(p.decided for p in found.proposals)
    places = len({m.place for m in scan.mentions})
    rest = len(scan.mentions) - decided
    said = f"{_of(len(codes), 'code')} in {_of(places, 'place')}: {_of(decided, 'statement')}, {rest} without one"
    return f"{said} ({_pages(found)} in {scan.seconds:.1f} s)"


def _of(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _pages(found: Found) -> str:
    sheets = any(m.place.sheet for m in found.scan.mentions)
    return f"{found.scan.pages:,} {'sheet' if sheets else 'page'}{'' if found.scan.pages == 1 else 's'}"


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
        state = st.selectbox("State", ["", *STATES], format_func=place_words, key="doc_state")
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
    """Statements that cannot both hold, side by side."""
    disputed = found.scan.contradictions
    if not disputed:
        return
    with st.container(border=True):
        codes = ", ".join(dict.fromkeys(c.code for c in disputed))
        st.markdown(f"**The document contradicts itself on {codes}.** Neither side is taken without your choice.")
        for c in disputed:
            left, right = st.columns(2)
            for place, m in ((left, c.first), (right, c.second)):
                with place:
                    st.markdown(f"**{m.code}**: {review.said(m)}")
                    st.html(f'<blockquote class="because">{review.quoted(m)}</blockquote>')


def _proposals(found: Found, citing: Citing | None, content: bytes) -> None:
    """Statement by statement with its place; then all that needs no second look at once; then the whole list."""
    open_ones = documents.statements(found)
    done = sum(p.state != "open" for p in found.proposals)
    if done:
        st.caption(f"{done} of {len(found.proposals)} proposals of this document are settled and not offered again.")
    if not open_ones:
        st.markdown("Nothing is left to settle here.")
        return

    def accept(chosen: Sequence[Mention]) -> None:
        if citing:
            _do(
                lambda: documents.accept(chosen, citing, content, access.who()),
                found,
                citing,
                f"{_count(chosen)} recorded",
            )

    def reject(chosen: Sequence[Mention]) -> None:
        _do(lambda: documents.reject(found, chosen, access.who()), found, citing, f"{_count(chosen)} rejected")

    review.review(open_ones, found.scan.sha256, content, citing, accept, reject)
    ready = [p.mention for s in open_ones if s.ready for p in s.proposals]
    if len(ready) > 1 and st.button(
        f"Accept all {len(ready)} that say something and are not disputed",
        disabled=citing is None,
        shortcut="ctrl+enter",
    ):
        accept(ready)
    with st.expander(f"All statements still open ({len(open_ones)})"):
        show.table(_frame(open_ones), "statements", download=False)


def _count(chosen: Sequence[Mention]) -> str:
    return "1 statement" if len(chosen) == 1 else f"{len(chosen)} statements"


def _frame(open_ones: Sequence[Statement]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Codes": ", ".join(s.codes),
                "Says": Status(s.first.status).words if s.first.status else review.UNDECIDED,
                "Prior authorisation": review.AUTHORISATION[s.first.prior_auth],
                "From": s.first.effective_from or "",
                "To": s.first.effective_to or "",
                "Product": "; ".join(review.product_words(p) for p in s.products if p),
                "Where": s.first.place.words,
                "Passage": s.first.passage,
            }
            for s in open_ones
        ]
    )


def _do(deed: Any, found: Found, citing: Citing | None, words: str) -> None:
    try:
        deed()
        documents.remember(found, citing.payer_id if citing else None, access.who())
    except TrackerError as problem:
        st.error(str(problem))
        return
    held = st.session_state.get(SEEN, {})
    for file_id, read in held.items():
        if read.scan.sha256 == found.scan.sha256:
            held[file_id] = documents.settled(read.scan, access.who())
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


def _versions(found: Found, citing: Citing | None, content: bytes) -> None:
    """What this version says otherwise than the one before."""
    if citing is None:
        return
    held = st.session_state.setdefault(COMPARED, {})
    key = (found.scan.sha256, citing.payer_id)
    if key not in held:
        held[key] = document_folder.since_last(found.scan, content, citing.payer_id, access.who())
    changed = held[key]
    if changed is None:
        return
    with st.expander("Compared with the kept version of this document", expanded=not changed.nothing):
        if changed.nothing:
            st.markdown("For the tracked codes and the topic, nothing has changed.")
        if changed.changes:
            show.table(pd.DataFrame([_change(c) for c in changed.changes]), "changes", download=False)
        for word, passages in (("New", changed.wording_new), ("Gone", changed.wording_gone)):
            for w in passages:
                st.markdown(f"{word} talk of training caregivers, {w.place.words}:")
                st.text(w.passage)


def _change(c: Change) -> dict[str, str]:
    return {
        "Code": c.code,
        "Product": review.product_words(c.line_of_business) if c.line_of_business else "",
        "What": c.kind,
        "Before": review.said(c.before) if c.before else "not named",
        "Now": review.said(c.after) if c.after else "not named",
    }
