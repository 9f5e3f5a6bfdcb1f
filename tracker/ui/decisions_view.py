"""One payer's decisions in words, with source, passage, dates, who recorded and who checked."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.services import evidence
from tracker.services.answers import coverage
from tracker.store.questions import Filters
from tracker.ui import access, data
from tracker.vocabulary import STATES, Confidence, LineOfBusiness, PriorAuth, Status


def cards(payer_id: str, code: str | None = None, at: int | None = None) -> None:
    """A card a decision, the newest period first. Says what to do where there is none."""
    ledger = data.ask(coverage.ledger, Filters(payers=(payer_id,), codes=(code,) if code else ()), at)
    if ledger.empty:
        st.markdown(
            "**Nobody has looked.** No decision is recorded here yet. Find the payer's policy, then record what it says on "
            "the page *Record* or load it with `scripts/load_decisions.py`."
        )
        return
    rows = ledger.astype(object).where(ledger.notna(), None).to_dict("records")
    for row in sorted(rows, key=lambda r: str(r["effective_from"] or ""), reverse=True):
        _card(row)


def where(d: dict[Any, Any]) -> str:
    """The state of a decision in words."""
    return STATES.get(str(d["state"]), "everywhere it operates")


def period(d: dict[Any, Any]) -> str:
    """`from 2025-07-01 until further notice`."""
    return f"from {d['effective_from'] or 'a day not stated'} until {d['effective_to'] or 'further notice'}"


def document_button(d: dict[Any, Any], key: str) -> None:
    """Hands out the kept document of a decision, where it has one; read only when it is asked for."""
    if d.get("sha256"):
        sha256, person = str(d["sha256"]), access.who()
        try:
            file_name, kind = evidence.named(sha256, person)
        except TrackerError as error:
            st.caption(str(error))
            return
        st.download_button(
            "Document", lambda: evidence.fetch(sha256, person)[0], file_name, kind, key=f"document-{key}",
            on_click="ignore", icon=":material/description:",
        )  # fmt: skip


def _card(d: dict[Any, Any]) -> None:
    with st.container(border=True):
        business = LineOfBusiness(d["line_of_business"]).words
        st.markdown(f"**{d['code']}: {Status(d['status']).words}** · {business}, {where(d)} · {period(d)}")
        details = [d["scope"], d["conditions"], PriorAuth(d["prior_auth"]).words]
        st.text("; ".join(part for part in details if part))
        if d["evidence"]:
            st.text(f"Evidence{' (' + d['place'] + ')' if d['place'] else ''}: {d['evidence']}")
        checked = f"checked by {d['checker']}" if d["checked_by"] else "not checked by a second person yet"
        st.caption(
            f"{Confidence(d['confidence']).words}; recorded by {d['recorder']}, {checked}; last changed "
            f"{d['recorded_at'][:10]}, last checked {d['last_checked'] or 'never'}"
        )
        st.text(f"Source: {d['sources'] or 'none'}")
        if d["url"] and str(d["url"]).startswith(("https://", "http://")):
            st.link_button("Open the source", d["url"])
        document_button(d, f"card-{d['decision_id']}")
