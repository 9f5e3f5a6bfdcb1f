"""The row of filters on top of a page. What is chosen stands in the link, so a view can be shared and reopened.

Each filter is a multiselect bound to a query parameter of its own name: what is active is written in it as removable
words. The one thing to know: an empty filter means everything, never nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker import reference
from tracker.store.questions import Filters
from tracker.ui import data
from tracker.vocabulary import STATES, LineOfBusiness, business_words

LABELS = {
    "state": "State",
    "business": "Line of business",
    "parent": "Parent company",
    "code": "Code",
    "payer": "Payer",
}


def row(*names: str) -> Filters:
    """Draw the named filters (`state`, `business`, `parent`, `code`, `payer`, `months`) and give what is chosen."""
    places = st.columns([3 if n in ("parent", "payer") else 2 for n in names], vertical_alignment="bottom")
    chosen: dict[str, Sequence[str]] = {}
    months: tuple[str | None, str | None] = (None, None)
    for name, place in zip(names, places, strict=True):
        with place:
            if name == "months":
                months = _months()
            else:
                chosen[name] = _choice(name)
    return Filters(
        payers=tuple(chosen.get("payer", ())),
        parents=tuple(chosen.get("parent", ())),
        states=tuple(chosen.get("state", ())),
        lines_of_business=tuple(chosen.get("business", ())),
        codes=tuple(chosen.get("code", ())),
        month_from=months[0],
        month_to=months[1],
    )


def _choice(name: str) -> list[str]:
    options, words = _options(name)
    # Streamlit now and then keeps nothing where an empty list was left behind.
    if st.session_state.get(name, ()) is None:
        del st.session_state[name]
    return st.multiselect(
        LABELS[name], options, format_func=lambda o: words.get(o, o), placeholder="All", key=name, bind="query-params"
    )


def _options(name: str) -> tuple[list[str], dict[str, str]]:
    if name == "state":
        return list(STATES), STATES
    if name == "business":
        return [str(b) for b in LineOfBusiness], {str(b): b.words for b in LineOfBusiness}
    if name == "code":
        return list(reference.codes()), {}
    if name == "parent":
        return sorted({p["parent"] for p in data.payers().values()}, key=str.casefold), {}
    return list(data.payers()), {k: str(p["name"]) for k, p in data.payers().items()}


def _months() -> tuple[str | None, str | None]:
    listed = data.months()
    if len(listed) < 2:
        return None, None
    first, last = st.select_slider("Months", listed, value=(listed[0], listed[-1]), key="months", bind="query-params")
    return (None if first == listed[0] else first), (None if last == listed[-1] else last)


def words(filters: Filters) -> str:
    """The filters in words for subtitles: `California; Medicaid managed care; 97550`. '' when nothing is chosen."""
    names = data.payers()
    parts = [
        ", ".join(STATES.get(s, s or "no state stated") for s in filters.states),
        ", ".join(business_words(b) for b in filters.lines_of_business),
        ", ".join(filters.parents),
        ", ".join(str(names[p]["name"]) for p in filters.payers if p in names),
        ", ".join(filters.codes),
        f"{filters.month_from or 'first'} to {filters.month_to or 'last'} month"
        if filters.month_from or filters.month_to
        else "",
    ]
    return "; ".join(p for p in parts if p)
