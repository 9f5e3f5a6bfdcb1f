"""What can be taken away from a chart: PNG, SVG, CSV, XLSX, how to cite it, and a link that draws it again.

Files are made on the click, not before. The one thing to know: while small numbers are shown nothing can be taken away,
and a picture for a slide is drawn anew at that size, so that nothing is stretched.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.exports import cite, images, tables
from tracker.figures.style import LETTER, LIGHT, SCREEN, SLIDE, SQUARE, Caption
from tracker.people import may
from tracker.services import audit
from tracker.ui import access, data

SMALL_NUMBERS = "small_numbers"
FRAMES = {"Screen": SCREEN, "Slide 16:9": SLIDE, "Letter page": LETTER, "Square": SQUARE}


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


def away(
    module: Any, frame: pd.DataFrame, caption: Caption, name: str, behind: pd.DataFrame | None, options: dict[str, Any]
) -> None:
    """The menu beside a chart."""
    if frame.empty or not may(access.who(), "export"):
        return
    with st.popover("Take away", icon=":material/download:", width="stretch"):
        if locked():
            st.markdown("Turn small numbers off first: they are for this screen only.")
            return
        words = st.selectbox("Size", list(FRAMES), key=f"size-{name}")
        size = FRAMES[words or "Screen"]

        def picture(kind: str) -> bytes:
            drawn = module.draw(frame, caption, size, LIGHT, **options)
            return images.png(drawn) if kind == "png" else images.svg(drawn)

        left, right = st.columns(2)
        for place, kind in ((left, "png"), (right, "svg")):
            with place:
                _button(kind.upper(), lambda kind=kind: picture(kind), _name(name, kind, size.name), f"image/{kind}")
        if behind is not None and not behind.empty:
            with left:
                _button("CSV", lambda: csv_of(behind, caption), _name(name, "csv"), "text/csv")
            with right:
                sheet = _table(behind, caption)
                made = datetime.now(UTC)
                _button("XLSX", lambda: tables.xlsx_bytes(sheet, made), _name(name, "xlsx"), "application/octet-stream")
        st.caption("How to cite")
        st.code(cite.how_to_cite(caption, data.today()), language=None, wrap_lines=True)
        st.caption("Link to this view, as it stands now")
        st.code(link(), language=None, wrap_lines=True)
        if images.find_browser() is None:
            st.caption(images.ADVICE)


def _button(label: str, make: Any, file: str, mime: str) -> None:
    def made() -> bytes:
        try:
            return bytes(make())
        except TrackerError as problem:
            return str(problem).encode()

    st.download_button(label, made, file, mime, key=f"take-{file}", on_click="ignore", width="stretch")


def _name(name: str, extension: str, size: str = "") -> str:
    return cite.file_name(name, dict(st.query_params.items()), data.revision(), extension, size)


def link() -> str:
    """The address of this page with its filters and the snapshot it was drawn from."""
    here = str(st.context.url or "").split("?")[0]
    asked = [(k, v) for k, v in ((k, st.query_params.get_all(k)) for k in st.query_params) if k != "snapshot"]
    pairs = [f"{k}={one.replace(' ', '+')}" for k, values in asked for one in values]
    return f"{here}?{'&'.join([*pairs, f'snapshot={data.at() or data.revision()}'])}"
