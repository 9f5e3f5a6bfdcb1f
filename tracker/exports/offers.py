"""What can be taken away at a chart: the picture in every size, the table, and how to cite both.

The one thing to know: an offer is made only when it is asked for (`make` is called on the click), so a page with ten
charts starts no Chromium and writes no file until somebody wants one. Frames must have been through disclosure control.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Protocol

import pandas as pd
import plotly.graph_objects as go

from tracker.exports import images
from tracker.exports.cite import file_name, how_to_cite
from tracker.exports.tables import Table, csv_bytes, xlsx_bytes
from tracker.figures.style import LETTER, PRINT, SCREEN, SLIDE, SQUARE, Caption

SIZES = {"Screen": SCREEN, "Slide (16:9)": SLIDE, "Letter page": LETTER, "Square": SQUARE}


class Figure(Protocol):
    """A module of `tracker.figures`: each has its own further options for `draw`."""

    @property
    def draw(self) -> Callable[..., go.Figure]: ...


@dataclass(frozen=True)
class Offer:
    """One thing to take away. `make` gives its bytes and may raise `TrackerError` (no Chromium)."""

    words: str
    file_name: str
    mime: str
    make: Callable[[], bytes]


def pictures(
    module: Figure,
    frame: pd.DataFrame,
    caption: Caption,
    measure: str,
    filters: Mapping[str, str],
    revision: int | str,
    options: Mapping[str, Any] | None = None,
) -> list[Offer]:
    """PNG in every size, and SVG, drawn on white paper. `options` are those of the figure's `draw`."""

    def draw(size: Any) -> go.Figure:
        return module.draw(frame, caption, size, PRINT, **(options or {}))

    offers = [
        Offer(
            f"PNG, {words.lower()}",
            file_name(measure, filters, revision, "png", size.name),
            "image/png",
            partial(lambda s: images.png(draw(s)), size),
        )
        for words, size in SIZES.items()
    ]
    svg = file_name(measure, filters, revision, "svg")
    return [*offers, Offer("SVG, for editing", svg, "image/svg+xml", lambda: images.svg(draw(SCREEN)))]


def data(
    table: Table, measure: str, filters: Mapping[str, str], revision: int | str, day: date, link: str = ""
) -> list[Offer]:
    """The numbers as CSV and XLSX, and how to cite them."""
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)

    def named(extension: str) -> str:
        return file_name(measure, filters, revision, extension)

    return [
        Offer("CSV", named("csv"), "text/csv", lambda: csv_bytes(table)),
        Offer(
            "XLSX",
            named("xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: xlsx_bytes(table, made),
        ),
        Offer("How to cite", named("txt"), "text/plain", lambda: how_to_cite(table.caption, day, link).encode()),
    ]
