"""One payer's decisions in words, with source, passage, dates, who recorded and who checked."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.services.answers import coverage
from tracker.store.questions import Filters
from tracker.ui import data
from tracker.vocabulary import Confidence, LineOfBusiness, PriorAuth, Status


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


def _card(d: dict[Any, Any]) -> None:
    with st.container(border=True):
        where = d["state"] or "everywhere it operates"
        period = f"{d['effective_from'] or 'not stated'} to {d['effective_to'] or 'further notice'}"
        business = LineOfBusiness(d["line_of_business"]).words
        st.markdown(f"**{d['code']}: {Status(d['status']).words}** · {business}, {where} · {period}")
        details = [d["scope"], d["conditions"], PriorAuth(d["prior_auth"]).words]
        st.text("; ".join(part for part in details if part))
        if d["evidence"]:
            st.text(f"Evidence: {d['evidence']}")
        checked = f"checked by {d['checked_by']}" if d["checked_by"] else "not checked by a second person yet"
        st.caption(
            f"{Confidence(d['confidence']).words}; recorded by {d['recorded_by']}, {checked}; last changed "
            f"{d['recorded_at'][:10]}, last checked {d['last_checked'] or 'never'}"
        )
        st.text(f"Source: {d['sources'] or 'none'}")
        if d["url"] and str(d["url"]).startswith(("https://", "http://")):
            st.link_button("Open the source", d["url"])
