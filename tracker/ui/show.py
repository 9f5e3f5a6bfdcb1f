"""Charts and tables as every page shows them: picture, the table behind it, and what can be taken away.

The one thing to know: a picture carries its caption inside (title, filters, source, n, tier, snapshot), so the page adds
none around it. Tables never show raw column names or an index; numbers stand right.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from tracker.figures.axes import masked
from tracker.figures.style import CONFIG, HALF, NARROW, SCREEN, THEMES, Caption, Size, Theme
from tracker.measures import disclosure
from tracker.measures.numbers import check_words
from tracker.people import may
from tracker.ui import access, data, take
from tracker.ui.take import Drawing


class Figure(Protocol):
    """A module of `tracker.figures`: each has its own options for `draw`."""

    @property
    def draw(self) -> Callable[..., Any]: ...
    @property
    def alt(self) -> Callable[[pd.DataFrame, Caption], str]: ...


WIDTH_COOKIE = "narrow"
# Tells the server whether the window is narrow; reloads once when the server believed otherwise.
_MEASURE = """<script>
(() => {{
  const narrow = window.innerWidth < 640 ? "1" : "0";
  document.cookie = "{name}=" + narrow + "; path=/; SameSite=Strict; max-age=31536000";
  if (narrow !== "{believed}" && sessionStorage.getItem("measured") !== narrow) {{
    sessionStorage.setItem("measured", narrow);
    window.location.reload();
  }}
}})();
</script>"""


def is_narrow() -> bool:
    """Whether the reader's window is a phone's: by the cookie the page sets, else by what the browser calls itself."""
    told = st.context.cookies.get(WIDTH_COOKIE)
    if told is not None:
        return told == "1"
    return "Mobi" in st.context.headers.get("User-Agent", "")


def measure_window() -> None:
    """Learn the width of the window, so that pictures come out readable on a phone."""
    st.html(_MEASURE.format(name=WIDTH_COOKIE, believed=int(is_narrow())), unsafe_allow_javascript=True)


def theme() -> Theme:
    """The house theme that fits the reader's."""
    return THEMES["dark" if st.context.theme.type == "dark" else "light"]


def size(half: bool = False) -> Size:
    """The frame that fits: a phone's, half a page's or a page's."""
    return NARROW if is_narrow() else HALF if half else SCREEN


def table(
    frame: pd.DataFrame,
    name: str,
    *,
    height: int | None = None,
    download: bool = True,
    empty: str = "Nothing here yet.",
    again: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """A table with readers' headings, and a CSV of it whose cells cannot run as formulas.

    again: makes the table anew when it is taken away, for tables of counted lines (`services.release`). While small
    numbers are shown nothing can be taken away: they are for this screen only."""
    if frame.empty:
        st.markdown(empty)
        return
    options: dict[str, Any] = {"height": height} if height and len(frame) > 8 else {}
    st.dataframe(frame, hide_index=True, width="stretch", alt=f"Table, {len(frame):,} rows", **options)
    if download and may(access.who(), "export"):
        locked = take.locked()
        make = again or (lambda: frame)
        file = f"{name}-r{data.revision()}.csv"
        st.download_button(
            "CSV",
            data=take.written_down(lambda: take.csv_of(make()), file),
            file_name=file,
            mime="text/csv",
            on_click="ignore",
            key=f"csv-{name}",
            icon=":material/download:",
            disabled=locked,
            help="Turn small numbers off to take the table away." if locked else None,
        )


def _key(*drawn_from: Any) -> str:
    """Tells two pictures apart: everything a picture is drawn from, to the last cell."""
    module, *rest = drawn_from
    return hashlib.sha256(module.__name__.encode() + pickle.dumps(rest)).hexdigest()


@st.cache_resource(show_spinner=False, max_entries=100)
def _drawn(
    key: str, _module: Any, _frame: pd.DataFrame, _caption: Caption, _half: bool, _options: dict[str, Any]
) -> Any:
    """A figure, drawn once for all readers of the same numbers. Nobody changes it afterwards."""
    return _module.draw(_frame, _caption, size(_half), theme(), **_options)


def chart(
    module: Figure,
    frame: pd.DataFrame,
    caption: Caption,
    name: str,
    *,
    behind: pd.DataFrame | None = None,
    half: bool = False,
    **options: Any,
) -> Any:
    """A house figure with the table behind it and its downloads. `module` is a module of `tracker.figures`.

    half: the picture stands in half a page. behind: the table in readers' words (default: none). Further options go to the figure's `draw`. Gives plotly's
    selection where `on_select` is among the options. For counted lines use `lines`.
    """
    select = options.pop("on_select", None)
    return _picture(module, Drawing(frame, caption, behind, options), name, half, select)


def lines(module: Figure, shown: Drawing, name: str, again: Callable[[], Drawing], *, half: bool = False) -> Any:
    """A house figure of counted lines. `shown` is for this screen; `again` makes what may leave, from rows that
    `services.release` gave, and asks nothing of Streamlit (it runs when a button is clicked)."""
    return _picture(module, shown, name, half, None, again)


def _picture(
    module: Figure, shown: Drawing, name: str, half: bool, select: Any, again: Callable[[], Drawing] | None = None
) -> Any:
    frame, caption, behind, options = shown.frame, shown.caption, shown.behind, shown.options
    check_words(
        f"{caption.title} {caption.subtitle}", caption.tier
    )  # "rate" is earned: no picture may say it at T0 or T1
    figure = _drawn(_key(module, frame, caption, size(half), theme(), options), module, frame, caption, half, options)
    chosen = st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=f"chart-{name}",
        alt=module.alt(frame, caption),
        on_select=select or "ignore",
        selection_mode="points",
    )
    left, right = st.columns([3, 2] if half else [5, 1])
    if behind is not None and not behind.empty:
        with left, st.expander("Table behind this picture"):
            table(behind, name, download=again is None)
    with right:
        take.away(module, shown, name, again)
    return chosen


def picked_cell(chosen: Any) -> tuple[str, str] | None:
    """Payer and code of the matrix cell that was clicked, None when none was."""
    points = getattr(getattr(chosen, "selection", None), "points", None) or []
    for point in points:
        data_of = point.get("customdata") if isinstance(point, dict) else None
        if data_of is not None and len(data_of) >= 2:
            return str(data_of[0]), str(data_of[1])
    return None


def small_numbers_switch() -> None:
    """The switch for those who may see hidden numbers inside the program; whatever leaves it hides them all the same."""
    if may(access.who(), "see_unsuppressed"):
        st.toggle(
            "Show small numbers", key=take.SMALL_NUMBERS,
            help="Cells of 1 to 10, of fewer than 3 practices or mostly of one are for this screen only. Who looks is written down.",
        )  # fmt: skip


def hide(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as it may be drawn: hidden rows lose their numbers unless the reader may see small ones."""
    if frame.empty or "hidden" not in frame:
        return frame
    if take.locked():
        return frame.assign(hidden=False)
    return masked(frame)


def months_table(months: pd.DataFrame) -> pd.DataFrame:
    """The table behind a trend, under readers' headings."""
    return shares_table(months, "month", "Month")


def shares_table(seen: pd.DataFrame, column: str, heading: str) -> pd.DataFrame:
    """Shares with their parts and interval; numbers that `hide` took out say so."""
    return pd.DataFrame(
        {
            heading: seen[column],
            "Denied": [disclosure.shown(n) for n in seen["numerator"]],
            "Adjudicated": [disclosure.shown(n) for n in seen["denominator"]],
            "Share": [
                "" if pd.isna(s) else f"{s:.0%} (95% CI {a:.0%}-{b:.0%})"
                for s, a, b in zip(seen["share"], seen["low"], seen["high"], strict=True)
            ],
            "Practices": [
                disclosure.shown(p, hidden=pd.isna(n))
                for p, n in zip(seen["practices"], seen["numerator"], strict=True)
            ],
        }
    )
