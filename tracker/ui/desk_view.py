"""The one task of the research desk that is open: why, the payer's links, and what can be done about it in one key.

The one thing to know: a look that finds what is recorded, or nothing at all, needs no form; everything else opens it,
filled in as far as the task knows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.services import decide, desk
from tracker.services.desk import Task
from tracker.ui import access, frame, links
from tracker.vocabulary import STATES, business_words, place_words

SAID = "desk_said"
# A link has no key of its own: E follows it, unless somebody is typing.
KEY = """<script>
(() => {
  if (window.deskKey) return;
  window.deskKey = true;
  document.addEventListener("keydown", (e) => {
    const typing = e.target.closest("input, textarea, select, [contenteditable]");
    const link = document.querySelector(".st-key-record-it a");
    if (link && e.key.toLowerCase() === "e" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) link.click();
  });
})();
</script>"""


def last_deed() -> None:
    """What was just done, said once."""
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(frame.plain(said), icon=":material/check:")


def business(task: Task) -> str:
    return business_words(task.line_of_business)


def where(task: Task) -> str:
    return place_words(task.state)


def work(task: Task) -> None:
    """The card of a task with its buttons; the small letter on a button is its key."""
    with st.container(border=True):
        st.markdown(f"**{frame.plain(task.payer)}**, {business(task)}, {where(task)}")
        st.text("; ".join(task.why))
        _links(task)
        with st.container(horizontal=True):
            _buttons(task)


def _links(task: Task) -> None:
    """The sources that decisions on this payer rest on, and a search for its policy."""
    with st.container(horizontal=True):
        for source in decide.sources_of(task.payer_id, access.who())[:4]:
            if str(source["url"]).startswith(("https://", "http://")):
                st.link_button(str(source["title"])[:80], source["url"], icon=":material/open_in_new:")
        st.link_button("Search for its policy", search(task), icon=":material/search:", help="Opens a search engine.")


def search(task: Task) -> str:
    """The address of a web search for what a payer says about the first tracked codes."""
    place = STATES.get(task.state, "")
    words = f'"{task.payer}" {business(task)} {place} caregiver training {" ".join(list(reference.codes())[:3])} policy'
    return f"https://duckduckgo.com/?q={quote_plus(' '.join(words.split()))}"


def _buttons(task: Task) -> None:
    if task.who:
        _button(f"Release ({task.who})", desk.release, task, "Given back.", key="release")
    else:
        _button("I am on it", desk.claim, task, "It is yours.", shortcut="i", icon=":material/front_hand:")
    with st.container(key="record-it", width="content"):
        links.link(
            "record", "Record what it says (E)", ":material/edit_note:",
            about=task.payer_id, line=task.line_of_business, place=task.state,
        )  # fmt: skip
    st.html(KEY, unsafe_allow_javascript=True)
    if task.known:
        _button(
            "Looked: still stands", desk.still_stands, task, "A look of today is recorded: unchanged.", shortcut="u"
        )
    elif task.line_of_business:
        _button(
            "Looked: nothing found", desk.found_nothing, task, "Recorded: it says nothing, as of today.", shortcut="s"
        )


def _button(label: str, verb: Callable[..., Any], task: Task, done: str, key: str = "", **look: Any) -> None:
    st.button(label, on_click=_do, args=(verb, task, f"{task.payer}, {where(task)}. {done}"), key=key or None, **look)


def _do(verb: Callable[..., Any], task: Task, done: str) -> None:
    try:
        verb(task, access.who())
    except TrackerError as problem:
        st.toast(str(problem), icon=":material/error:")
    else:
        st.session_state[SAID] = done
