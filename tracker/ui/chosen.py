"""A choice that stands in the link by its id: `payer=aetna`, whatever the payer is called on the page today.

The one thing to know: Streamlit's own binding knows only the words it shows, and drops what else a link says. So the link
is read before the widget is drawn and written after it; words of older links are understood too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from tracker.ui import links


def one(
    key: str,
    label: str,
    options: Sequence[str],
    words: Callable[[str], str] = str,
    *,
    default: str | None = None,
    placeholder: str = "Choose",
) -> str | None:
    """A select box; the option chosen, None where none is."""
    _from_link(key, options, words, default)
    value = st.selectbox(label, options, format_func=words, index=None, key=key, placeholder=placeholder)
    _to_link(key, value)
    return value


def button(
    key: str, label: str, options: Sequence[str], words: Callable[[str], str], default: str, *, visible: bool = True
) -> str:
    """One of a few, side by side; always one is chosen. The label is read aloud where it is not visible."""
    _from_link(key, options, words, default)
    value = st.segmented_control(
        label, options, format_func=words, required=True, key=key, label_visibility="visible" if visible else "collapsed"
    )  # fmt: skip
    _to_link(key, value)
    return value or default


def _from_link(key: str, options: Sequence[str], words: Callable[[str], str], default: str | None) -> None:
    if st.session_state.get(key) in options:
        return
    asked = links.asked(key, *(["about"] if key == "payer" else []))
    by_words = {words(o): o for o in options}
    st.session_state[key] = asked if asked in options else by_words.get(asked, default)


def _to_link(key: str, value: str | None) -> None:
    """Write the choice down, where the link does not say it yet. Coming from a page whose own filter is bound to the
    name, that is refused once; the next run does it."""
    with suppress(StreamlitAPIException):
        if value is None:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != value:
            st.query_params[key] = value
