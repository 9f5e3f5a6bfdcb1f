"""A document's statements one at a time: what is proposed, why, and the place it stands, to accept, change or reject.

The one thing to know: the keys A, X, N and B work while no field is being typed in; what is settled leaves the row at
once, so that the next statement stands where the last one was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.services import documents
from tracker.services.documents import Citing, Mention, Statement
from tracker.ui import access, show
from tracker.vocabulary import PriorAuth, Status

UNDECIDED = "undecided"
PLACES = "document_places"
AUTHORISATION = {"yes": "needed", "no": "not needed", "unknown": "not said"}
Accept = Callable[[Sequence[Mention]], None]


def review(
    open_ones: Sequence[Statement], sha256: str, content: bytes, citing: Citing | None, accept: Accept, reject: Accept
) -> None:
    """The statement in hand beside its place, and the four things to do with it."""
    position = f"at-{sha256[:12]}"
    at = min(int(st.session_state.get(position, 0)), len(open_ones) - 1)
    statement = open_ones[at]
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(border=True):
        st.caption(f"Statement {at + 1} of {len(open_ones)} still open, {statement.first.place.words}")
        chosen = _fields(statement, f"{sha256[:12]}-{statement.key}")
        _buttons(chosen, citing, accept, reject)
        _steps(position, at, len(open_ones))
    with right:
        _place(statement, sha256, content)


def _fields(s: Statement, key: str) -> list[Mention]:
    """The proposal, to be changed; the statements as they would be recorded."""
    first = s.first
    codes = list(s.codes)
    taken = (
        st.pills("Codes", codes, selection_mode="multi", default=codes, key=f"codes-{key}") if len(codes) > 1 else codes
    )
    if len(codes) == 1:
        st.markdown(f"**{codes[0]}**")
    words = [UNDECIDED, *(x.words for x in Status if x != Status.SILENT)]
    said = Status(first.status).words if first.status else UNDECIDED
    left, right = st.columns(2)
    status = left.selectbox("Says", words, index=words.index(said), key=f"says-{key}")
    auth = right.selectbox(
        "Prior authorisation", [str(a) for a in PriorAuth], index=[str(a) for a in PriorAuth].index(first.prior_auth),
        format_func=AUTHORISATION.__getitem__, key=f"auth-{key}",
    )  # fmt: skip
    left, right = st.columns(2)
    start = left.date_input("From", _day(first.effective_from), key=f"from-{key}", min_value=date(2000, 1, 1))
    end = right.date_input("To", _day(first.effective_to), key=f"to-{key}", min_value=date(2000, 1, 1))
    for line in _about(first):
        st.caption(line)
    if s.disputed:
        st.warning("Another place of this document says what cannot hold beside this. Choose which one to record.")
    st.markdown("Because of" if first.reason else "No reason: the code is named and nothing is said of it.")
    for part in dict.fromkeys(first.reason.split(" · ")) if first.reason else ():
        st.html(f'<blockquote class="because">{_escaped(part)}</blockquote>')
    value = next((str(x) for x in Status if x.words == status), None)
    return [
        documents.corrected(p.mention, value, str(auth), _iso(start), _iso(end))
        for p in s.proposals
        if p.mention.code in (taken or [])
    ]


def said(m: Mention) -> str:
    """A statement in a line: `covers, approval not needed, from 2025-03-01, $55.00 a unit`."""
    parts = [Status(m.status).words if m.status else UNDECIDED]
    parts += [f"prior authorisation {AUTHORISATION[m.prior_auth]}"] if m.prior_auth != "unknown" else []
    parts += [f"from {m.effective_from}"] if m.effective_from else []
    parts += [f"to {m.effective_to}"] if m.effective_to else []
    parts += [f"\\${m.rate_usd:,.2f} a unit"] if m.rate_usd else []
    return ", ".join(parts)


def _about(m: Mention) -> list[str]:
    """Product, rate and terms, where the document gives them."""
    lines = [f"For {m.line_of_business.replace('_', ' ')}"] if m.line_of_business else []
    lines += [f"${m.rate_usd:,.2f} a unit"] if m.rate_usd else []
    lines += [f"Modifier or provider: {m.modifiers}"] if m.modifiers else []
    return lines + [f"Terms: {c}" for c in m.conditions[:3] if c != m.passage]


def _buttons(chosen: list[Mention], citing: Citing | None, accept: Accept, reject: Accept) -> None:
    count = f" {len(chosen)}" if len(chosen) > 1 else ""
    undecided = any(m.status is None for m in chosen)
    why = "Say whose document it is first." if citing is None else "Choose what it says first." if undecided else None
    row = st.container(horizontal=True)
    if row.button(
        f"Accept{count}", type="primary", shortcut="A", width="stretch", help=why, disabled=bool(why) or not chosen
    ):
        accept(chosen)
    if row.button(f"Reject{count}", shortcut="X", width="stretch", disabled=not chosen):
        reject(chosen)


def _steps(position: str, at: int, of: int) -> None:
    def go(to: int) -> None:
        st.session_state[position] = to

    row = st.container(horizontal=True)
    row.button("Back", shortcut="B", width="stretch", disabled=at == 0, on_click=go, args=(at - 1,))
    row.button("Next", shortcut="N", width="stretch", disabled=at + 1 >= of, on_click=go, args=(at + 1,))


def _place(s: Statement, sha256: str, content: bytes) -> None:
    """The page with the passage marked, the rows of the sheet, or the passage in its own words."""
    m = s.first
    try:
        if m.place.page and content[:5] == b"%PDF-":
            shown = _held(
                (sha256, s.key), lambda: documents.picture(content, m.place.page or 1, _marks(m), access.who())
            )
            with st.container(height="content" if show.is_narrow() else 760):
                st.image(shown, width="stretch", caption=f"Page {m.place.page}, the passage marked")
            return
        near = _held((sha256, s.key), lambda: documents.rows(content, m.place, access.who()))
    except TrackerError as problem:
        st.caption(str(problem))
        near = []
    if near:
        st.html(_rows(near))
    else:
        st.caption(m.place.words)
        st.html(f'<blockquote class="because">{_bold(m.passage, s.codes)}</blockquote>')


def _marks(m: Mention) -> list[str]:
    """What is marked on the page: the passage and every sentence the proposal rests on."""
    return list(dict.fromkeys([m.passage, *(part for part in m.reason.split(" · ") if len(part) > 12)]))


def _held(key: tuple[str, str], make: Callable[[], Any]) -> Any:
    """Pictures and rows are made once a session; only the last few are kept."""
    places: dict[tuple[str, str], Any] = st.session_state.setdefault(PLACES, {})
    if key not in places:
        while len(places) > 12:
            places.pop(next(iter(places)))
        places[key] = make()
    return places[key]


def _rows(near: Sequence[tuple[int, bool, tuple[str, ...]]]) -> str:
    lines = "".join(
        f'<tr class="{"marked" if it else ""}"><th>{n}</th>{"".join(f"<td>{_escaped(c)}</td>" for c in cells)}</tr>'
        for n, it, cells in near
    )
    return f'<div class="sheet" role="region" aria-label="Rows about the passage" tabindex="0"><table><tbody>{lines}</tbody></table></div>'


def quoted(m: Mention) -> str:
    """The passage with its code marked, and where it stands, as HTML."""
    return f"{_bold(m.passage, [m.code])} <small>({_escaped(m.place.words)})</small>"


def _bold(passage: str, codes: Sequence[str]) -> str:
    text = _escaped(passage)
    for code in codes:
        text = text.replace(code, f"<mark>{code}</mark>")
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None
