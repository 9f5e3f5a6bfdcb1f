"""What can be taken away from a chart: PNG, SVG, CSV, XLSX, how to cite it, and a link that draws it again.

Files are made on the click, not before. The one thing to know: while small numbers are shown nothing can be taken away;
a picture of counted lines is counted anew when it is taken (`services.release` checks it against what has left before),
and one for a slide is drawn anew at that size, so that nothing is stretched.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.exports import cite, images, tables
from tracker.figures.style import LETTER, LIGHT, SCREEN, SLIDE, SQUARE, Caption
from tracker.people import may
from tracker.services import audit
from tracker.ui import access, data

T = TypeVar("T")
SMALL_NUMBERS = "small_numbers"
FRAMES = {"Screen": SCREEN, "Slide 16:9": SLIDE, "Letter page": LETTER, "Square": SQUARE}


@dataclass(frozen=True)
class Drawing:
    """A picture as it may be drawn: frame, caption, the table behind it in readers' words, further options of `draw`."""

    frame: pd.DataFrame
    caption: Caption
    behind: pd.DataFrame | None = None
    options: dict[str, Any] = field(default_factory=dict)


def locked() -> bool:
    """Whether this reader has small numbers on the screen (asked for them, and may): nothing leaves meanwhile.

    Every way to them leads through here, so here it is written down who looked."""
    if not st.session_state.get(SMALL_NUMBERS, False) or not may(person := access.who(), "see_unsuppressed"):
        return False
    audit.saw(f"page {_here()}", person)
    return True


def _here() -> str:
    """The page this is, by its address: what was asked for in the filters stays out of the audit."""
    return urlsplit(str(st.context.url or "")).path.strip("/") or "overview"


def csv_of(frame: pd.DataFrame, caption: Caption | None = None) -> bytes:
    """A frame under readers' headings as CSV, with its caption before it where it has one."""
    return tables.csv_bytes(_table(frame, caption or Caption(title="")), with_about=caption is not None)


def _table(frame: pd.DataFrame, caption: Caption) -> tables.Table:
    return tables.Table(frame, tuple(tables.Column(str(c), str(c)) for c in frame.columns), caption)


def away(module: Any, shown: Drawing, name: str, again: Callable[[], Drawing] | None = None) -> None:
    """The menu beside a chart. again: makes the drawing anew for every file; without it what is shown is what leaves.

    `again` runs when a button is clicked, outside the page: it may ask services, but nothing of Streamlit."""
    if shown.frame.empty or not may(access.who(), "export"):
        return
    with st.popover("Take away", icon=":material/download:", width="stretch"):
        if locked():
            st.markdown("Turn small numbers off first: they are for this screen only.")
            return
        words = st.selectbox("Size", list(FRAMES), key=f"size-{name}")
        size, made_on = FRAMES[words or "Screen"], datetime.now(UTC)
        drawing = again or (lambda: shown)

        def picture(kind: str) -> bytes:
            d = drawing()
            drawn = module.draw(d.frame, d.caption, size, LIGHT, **d.options)
            return images.png(drawn) if kind == "png" else images.svg(drawn)

        def table(kind: str) -> bytes:
            d = drawing()
            assert d.behind is not None
            return (
                csv_of(d.behind, d.caption)
                if kind == "csv"
                else tables.xlsx_bytes(_table(d.behind, d.caption), made_on)
            )

        drawable = images.find_browser() is not None
        if not drawable:
            st.caption(f"No pictures here. {images.ADVICE}")
        left, right = st.columns(2)
        for place, kind in ((left, "png"), (right, "svg")):
            with place:
                _button(
                    kind.upper(), lambda kind=kind: picture(kind), _name(name, kind, size.name), f"image/{kind}",
                    disabled=not drawable,
                )  # fmt: skip
        if shown.behind is not None and not shown.behind.empty:
            with left:
                _button("CSV", lambda: table("csv"), _name(name, "csv"), "text/csv")
            with right:
                _button("XLSX", lambda: table("xlsx"), _name(name, "xlsx"), "application/octet-stream")
        if again:
            st.caption("Counted anew when taken: a number that an earlier file would give back is hidden too.")
        st.caption("How to cite")
        st.code(cite.how_to_cite(shown.caption, data.today(), link()), language=None, wrap_lines=True)
        st.caption("Link to this view, as it stands now")
        st.code(link(), language=None, wrap_lines=True)


def in_this_context(make: Callable[[], T]) -> Callable[[], T]:
    """The same, to be called later from elsewhere: it still knows the store that this session looks at."""
    here = copy_context()
    return lambda: here.copy().run(make)


def written_down(make: Callable[[], bytes], file: str) -> Callable[[], bytes]:
    """The same, and a row of the audit that this person took it away. For buttons: called later, outside the page."""
    person = access.who()

    def made() -> bytes:
        content = make()
        audit.took(file, person)
        return content

    return in_this_context(made)


def _button(label: str, make: Any, file: str, mime: str, disabled: bool = False) -> None:
    taken = written_down(lambda: bytes(make()), file)

    def made() -> bytes:
        try:
            return taken()
        except TrackerError as problem:
            return str(problem).encode()

    st.download_button(
        label, made, file, mime, key=f"take-{file}", on_click="ignore", width="stretch", disabled=disabled
    )


def _name(name: str, extension: str, size: str = "") -> str:
    return cite.file_name(name, dict(st.query_params.items()), data.revision(), extension, size)


def link() -> str:
    """The address of this page with its filters and the snapshot it was drawn from."""
    here = str(st.context.url or "").split("?")[0]
    asked = [(k, st.query_params.get_all(k)) for k in st.query_params if k not in ("snapshot", "day")]
    pairs = [(k, one) for k, values in asked for one in values]
    as_of = [("snapshot", str(data.at() or data.revision())), ("day", data.day().isoformat())]
    return f"{here}?{urlencode([*pairs, *as_of])}"
