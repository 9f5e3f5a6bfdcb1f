"""Review: what members sent waits here for a verdict; names to settle. The desk's own page."""

from __future__ import annotations

import streamlit as st

from tracker.figures.text import counted
from tracker.services import review
from tracker.ui import access, frame, names_view, review_view


def page() -> None:
    everything = review.queue(access.who(), per_page=1)
    names = review.open_names(access.who())
    oldest = f", the oldest since {everything.batches[0]['submitted_at'][:10]}" if everything.batches else ""
    frame.title(
        "Review",
        f"{counted(everything.total, 'batch', 'batches')} to be looked at{oldest}; {everything.odd or 'none'} of them odd enough "
        f"for a second look. {counted(len(names), 'payer name')} not settled. What waits is counted apart, as pending.",
    )
    batches, unsettled = st.tabs([f"Waiting ({everything.total:,})", f"Names ({len(names):,})"])
    with batches:
        wanted = review_view.filters(everything.senders)
        page_number = max(1, int(st.session_state.get(review_view.PAGE, 1)))
        found = review.queue(access.who(), wanted, page_number)
        if not found.batches and found.total:  # the last page was emptied by verdicts
            page_number = -(-found.total // review.PER_PAGE)
            st.session_state[review_view.PAGE] = page_number
            found = review.queue(access.who(), wanted, page_number)
        review_view.draw(found, page_number)
    with unsettled:
        names_view.draw(names)
