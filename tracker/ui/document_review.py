"""A document's statements one at a time: what is proposed, why, and the place it stands, to accept, change or reject.

The one thing to know: the keys A, X, N and B work while no field is being typed in; what is settled leaves the row at
once, so that the next statement stands where the last one was.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.services import documents
from tracker.services.documents import Citing, Mention, Statement
from tracker.ui import access, show
from tracker.vocabulary import LineOfBusiness, PriorAuth, Status

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
    seen = _seen(statement, sha256, content)
    wide = isinstance(seen, bytes) and _is_wide(seen)
    left, right = (st.container(), st.container()) if wide else st.columns([5, 7], gap="medium")
    with left, st.container(border=True):
        st.caption(f"Statement {at + 1} of {len(open_ones)} still open, {statement.first.place.words}")
        chosen = _fields(statement, f"{sha256[:12]}-{statement.key}", wide)
        _buttons(chosen, citing, accept, reject)
        _steps(position, at, len(open_ones))
    with right:
        _place(statement, seen, wide)


def _fields(s: Statement, key: str, wide: bool) -> list[Mention]:
    """The proposal, to be changed; the statements as they would be recorded."""
    first = s.first
    codes = list(s.codes)
    taken = (
        st.pills("Codes", codes, selection_mode="multi", default=codes, key=f"codes-{key}") if len(codes) > 1 else codes
    )
    if len(codes) == 1:
        st.markdown(f"**{codes[0]}**")
    products = list(s.products)
    bound = products
    if len(products) > 1:
        bound = st.pills(
            "Products",
            products,
            selection_mode="multi",
            default=products,
            key=f"products-{key}",
            format_func=product_words,
        )
    words = [UNDECIDED, *(x.words for x in Status if x != Status.SILENT)]
    said = Status(first.status).words if first.status else UNDECIDED
    one, two, three, four = st.columns([4, 2, 2, 2]) if wide else (st.container(), st.container(), *st.columns(2))
    status = one.selectbox("Says", words, index=words.index(said), key=f"says-{key}")
    auth = two.selectbox(
        "Prior authorisation", [str(a) for a in PriorAuth], index=[str(a) for a in PriorAuth].index(first.prior_auth),
        format_func=AUTHORISATION.__getitem__, key=f"auth-{key}",
    )  # fmt: skip
    start = three.date_input("From", _day(first.effective_from), key=f"from-{key}", min_value=date(2000, 1, 1))
    end = four.date_input("To", _day(first.effective_to), key=f"to-{key}", min_value=date(2000, 1, 1))
    for line in _about(first, len(products) == 1):
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
        if p.mention.code in (taken or []) and (p.mention.line_of_business or "") in (bound or [])
    ]


def said(m: Mention) -> str:
    """A statement in a line: `covers, approval not needed, from 2025-03-01, $55.00 a unit`."""
    parts = [Status(m.status).words if m.status else UNDECIDED]
    parts += [f"for {product_words(m.line_of_business)}"] if m.line_of_business else []
    parts += [f"prior authorisation {AUTHORISATION[m.prior_auth]}"] if m.prior_auth != "unknown" else []
    parts += [f"from {m.effective_from}"] if m.effective_from else []
    parts += [f"to {m.effective_to}"] if m.effective_to else []
    parts += [f"\\${m.rate_usd:,.2f} a unit"] if m.rate_usd else []
    return ", ".join(parts)


def product_words(words: str | None) -> str:
    """A product in the words of the vocabulary: `commercial: Small group` stays, `medicaid_ffs` is written out."""
    parts = [w.partition(":") for w in (words or "").split(", ")]
    known = {str(x): x.words for x in LineOfBusiness}
    return ", ".join(f"{known.get(head, head)}{colon}{rest}" for head, colon, rest in parts) or "every product"


def _about(m: Mention, with_product: bool) -> list[str]:
    """Product, rate and terms, where the document gives them."""
    lines = [f"For {product_words(m.line_of_business)}"] if m.line_of_business and with_product else []
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


Rows = Sequence[tuple[int, bool, tuple[str, ...]]]


def _seen(s: Statement, sha256: str, content: bytes) -> bytes | Rows | str:
    """What stands at the place: the page as a picture, the rows of the sheet, or why it cannot be shown."""
    m = s.first
    key = (sha256, s.key)
    try:
        if m.place.page and content[:5] == b"%PDF-":
            return _held(key, lambda: documents.picture(content, m.place.page or 1, _marks(s), access.who()))
        return _held(key, lambda: documents.rows(content, m.place, access.who(), s.rows))
    except TrackerError as problem:
        return str(problem)


def _is_wide(picture: bytes) -> bool:
    """Is a page broader than high? The size stands at the head of a PNG."""
    width, height = struct.unpack(">II", picture[16:24])
    return bool(width > height)


def _place(s: Statement, seen: bytes | Rows | str, wide: bool) -> None:
    """The page with the passage marked, the rows of the sheet, or the passage in its own words."""
    m = s.first
    if isinstance(seen, bytes):
        with st.container(height="content" if wide or show.is_narrow() else 760):
            st.image(seen, width="stretch", caption=f"Page {m.place.page}, the passage marked")
        return
    if isinstance(seen, str):
        st.caption(seen)
    if seen and not isinstance(seen, str):
        st.html(_rows(seen))
    else:
        st.caption(m.place.words)
        for passage in s.passages:
            st.html(f'<blockquote class="because">{_bold(passage, s.codes)}</blockquote>')


def _marks(s: Statement) -> list[str]:
    """What is marked on the page: the passages and every sentence the proposal rests on."""
    return list(dict.fromkeys([*s.passages, *(part for part in s.first.reason.split(" · ") if len(part) > 12)]))


def _held(key: tuple[str, str], make: Callable[[], Any]) -> Any:
    """Pictures and rows are made once a session; only the last few are kept."""
    places: dict[tuple[str, str], Any] = st.session_state.setdefault(PLACES, {})
    if key not in places:
        while len(places) > 12:
            places.pop(next(iter(places)))
        places[key] = make()
    return places[key]


def _rows(near: Rows) -> str:
    def cell(text: str) -> str:
        return f'<td class="short">{_escaped(text)}</td>' if len(text) < 14 else f"<td>{_escaped(text)}</td>"

    lines = "".join(
        f'<tr class="{"marked" if it else ""}"><th>{n}</th>{"".join(map(cell, cells))}</tr>' for n, it, cells in near
    )
    return f'<div class="sheet" role="region" aria-label="Rows about the passage" tabindex="0"><table><tbody>{lines}</tbody></table></div>'


def quoted(m: Mention) -> str:
    """The passage with its code marked, and where it stands, as HTML."""
    return f"{_bold(m.passage, [m.code])} <small>({_escaped(m.place.words)})</small>"


def _bold(passage: str, codes: Sequence[str]) -> str:
    out, at = "", 0
    for start, end in documents.naming(passage, codes):
        out += f"{_escaped(passage[at:start])}<mark>{_escaped(passage[start:end])}</mark>"
        at = end
    return out + _escaped(passage[at:])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None
