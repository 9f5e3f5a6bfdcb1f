"""What stands around every page: measure, tabular figures, the banner of the demonstration, which store is open.

The one thing to know: the demonstration is a choice of this session only. It points the session's settings at another
file; everybody else stays on the live store, and nothing is ever copied between the two.
"""

from __future__ import annotations

import streamlit as st

from tracker import settings as configuration
from tracker.people import Person, require
from tracker.services import demo
from tracker.settings import DEMO_STORE, settings
from tracker.ui import access, data, show

CHOICE = "demonstration"
STYLE = """
<style>
[data-testid="stMainBlockContainer"] { max-width: 1400px; padding-top: 2.2rem; padding-bottom: 4rem; }
[data-testid="stSidebar"] [data-testid="stMarkdownContainer"] p { font-size: .85rem; }
[data-testid="stMetricValue"], table, [data-testid="stTable"] { font-variant-numeric: tabular-nums; }
[data-testid="stMetricValue"] { font-size: 1.7rem; }
h1 { letter-spacing: -.01em; line-height: 1.2; text-wrap: balance; }
.lead { font-size: 1.12rem; line-height: 1.5; max-width: 62rem; margin: 0 0 .6rem 0; }
.banner { border-left: 5px solid #f0b03a; padding: .45rem .8rem; margin: 0 0 1rem 0; font-size: .92rem;
  background: color-mix(in srgb, #f0b03a 14%, transparent); }
/* Enough contrast for small words (WCAG 2.2, 1.4.3): the frame's own grey and its green code have not. */
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit !important; }
[data-testid="stCaptionContainer"] { opacity: .82; }
[data-testid="stMarkdownContainer"] code { color: inherit !important; }
/* Whoever goes by keyboard sees where they are (2.4.7); the frame's menu shows nothing. */
:is(a, button, summary):focus-visible { outline: 2px solid currentcolor !important; outline-offset: 2px; }
.because { border-left: 4px solid #0b5f8a; margin: 0 0 .5rem 0; padding: .1rem .8rem; font-size: .95rem; line-height: 1.45; }
.because mark, .sheet tr.marked { background: color-mix(in srgb, #f0b03a 34%, transparent); color: inherit; }
.sheet { overflow-x: auto; } .sheet table { border-collapse: collapse; font-size: .82rem; }
.sheet td, .sheet th { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .25rem .5rem; text-align: left; }
.sheet th { font-weight: 400; opacity: .65; } .sheet td.short { white-space: nowrap; }
/* The house's own CSV button neutralises formulas and hides small numbers; Streamlit's does neither. */
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) { display: none; }
@media (max-width: 640px) {
  [data-testid="stExpanderDetails"] { padding-inline: .15rem; }  /* a picture is as wide as outside of it */
  [data-testid="stMainBlockContainer"] { padding-left: .8rem; padding-right: .8rem; }
  h1 { font-size: 1.45rem !important; }
}
</style>
"""
# White on the light accent of the dark theme cannot be read.
DARK = """
<style>
[data-testid^="stBaseButton-primary"]:not(:disabled) :is(p, span) { color: #14181d !important; }
</style>
"""


def begin(person: Person | None) -> None:
    """Choose the store of this session and draw what every page has on top. Raises `NotAllowed` without a role."""
    person = require(person, "see_published")
    _choose_store()
    st.html(STYLE if st.context.theme.type != "dark" else STYLE + DARK)
    show.measure_window()
    with st.sidebar:
        _sidebar(person)
    notice = demo.notice(settings().store)
    if notice:
        st.html(f'<div class="banner" role="note">{notice}</div>')
    _snapshot()


def _snapshot() -> None:
    older = data.at()
    if older is not None:
        st.html(
            f'<div class="banner" role="note">As it stood at snapshot r{older}. Later reports and decisions are left out.</div>'
        )
        if st.button("Show it as it stands now"):
            st.query_params.pop("snapshot", None)
            st.rerun()


def _choose_store() -> None:
    if st.query_params.get("store") == "demo":
        st.session_state[CHOICE] = True
    opened = st.session_state.get(CHOICE, False) and DEMO_STORE.exists()
    configuration.use_store(DEMO_STORE if opened else None)


def _sidebar(person: Person) -> None:
    if demo.notice(settings().store) and st.session_state.get(CHOICE):
        if st.button("Leave the demonstration", width="stretch"):
            st.session_state[CHOICE] = False
            st.query_params.pop("store", None)
            st.rerun()
    elif not demo.notice(settings().store) and st.button("Open the demonstration", width="stretch"):
        open_demonstration()
    if access.sign_in_configured():
        st.text(f"{person.name}, {person.role}")
        st.button("Sign out", on_click=access.sign_out, width="stretch")
    else:
        st.caption(f"{person.name}. No sign-in is configured, so only this machine is served.")


def open_demonstration() -> None:
    """Switch this session to the synthetic store, made on first use."""
    if not DEMO_STORE.exists():
        with st.spinner("Making the demonstration store (once, about 20 seconds) ..."):
            demo.make(DEMO_STORE)
    st.session_state[CHOICE] = True
    st.rerun()


def title(heading: str, lead: str = "") -> None:
    """The page's heading and the sentence that answers its question. Text is escaped."""
    st.title(heading, anchor=False)
    if lead:
        st.markdown(f'<p class="lead">{_escape(lead)}</p>', unsafe_allow_html=True)


def plain(text: str) -> str:
    """Text that Markdown shows as it stands: somebody else's words never become links, pictures or headings."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|<>$~:" else c for c in text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$", "&#36;")
