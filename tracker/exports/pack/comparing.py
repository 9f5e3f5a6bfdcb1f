"""Native charts and tables that compare payers: who says what, whose lines are denied, where word and deed disagree.

The one thing to know: payers stand in the order of their names, never of their shares; how many are hidden is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from tracker.exports.pack.charts import GAP_WIDTH, add, bars_on_top, labels, legend, number
from tracker.exports.pack.slides import rgb, set_font
from tracker.figures.gaps import GROUPS
from tracker.figures.style import PRINT, STATUS_ORDER, status_words
from tracker.figures.text import count, cut, percent
from tracker.vocabulary import Derived, Gap, Status

MOST_PAYERS = 14
LETTERS: dict[str, str] = {  # characters that every Arial has; the key under the table says what they mean
    Status.COVERED: "C", Status.CONDITIONS: "c", Status.BUNDLED: "B", Status.NOT_COVERED: "N", Status.SILENT: "–",
    Derived.CONFLICTING: "≠",
}  # fmt: skip
KEY = (
    "C covers · c covers, with conditions · B pays only as part of another service · N does not cover · – says nothing "
    "· ≠ sources disagree · empty: nobody has looked · ( ) begins later · * not looked at for too long"
)
_GROUP_COLOURS = (PRINT.coverage[0], PRINT.coverage[4], PRINT.billing[4], PRINT.accent)


def payers_chart(slide: Any, frame: pd.DataFrame, colour: str, alt: str) -> int:
    """A bar a payer with its share; lines and interval in its words. Returns how many shown payers had no room."""
    shown = frame[~frame["hidden"].astype(bool)]
    rows = shown[shown.index.isin(shown.nlargest(MOST_PAYERS, "denominator").index)]
    data = CategoryChartData(number_format="0%")
    data.categories = [_payer_words(r) for r in rows.itertuples()]
    data.add_series("share denied", [number(r.share) for r in rows.itertuples()])
    chart = add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt, len(rows))
    plot = chart.plots[0]
    plot.gap_width = GAP_WIDTH
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = rgb(colour)
    labels(plot, "0%")
    bars_on_top(chart)
    set_font(chart.category_axis.tick_labels.font, 11, PRINT.ink)
    return len(shown) - len(rows)


def _payer_words(r: Any) -> str:
    name = cut(str(r.payer), 11, 190)
    return f"{name} ({count(r.denominator)}; {percent(r.low)}–{percent(r.high)})"


def standing(grid: pd.DataFrame) -> pd.DataFrame:
    """How many payers stand at each status, by code: code, status, payers. What begins later counts as not yet."""
    now = grid["state_of_knowledge"].mask(grid["announced"].astype(bool), Derived.NOT_CHECKED.value)
    counted = grid.assign(status=now).groupby(["code", "status"], sort=False).size().rename("payers").reset_index()
    order = {s: i for i, s in enumerate(STATUS_ORDER)}
    return counted.sort_values(["code", "status"], key=lambda c: c.map(order) if c.name == "status" else c)


def standing_chart(slide: Any, grid: pd.DataFrame, alt: str) -> None:
    """A stacked bar a code: payers by what they say, of those that somebody has looked at."""
    found = standing(grid).pivot_table(index="code", columns="status", values="payers", fill_value=0, sort=False)
    codes = list(dict.fromkeys(grid["code"]))
    data = CategoryChartData(number_format="#,##0;;")
    data.categories = codes
    shown = [s for s in STATUS_ORDER if s in found.columns and s != Derived.NOT_CHECKED]
    for status in shown:
        data.add_series(status_words(status), [float(found[status].get(c, 0)) for c in codes])
    if not shown:
        return
    chart = add(slide, XL_CHART_TYPE.BAR_STACKED, data, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, status in zip(plot.series, shown, strict=True):
        fill = PRINT.fill(status)
        conflicting = status == Derived.CONFLICTING
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(PRINT.ghost if conflicting else fill.colour)
        _inside_labels(series, PRINT.ink if conflicting else fill.mark)
    bars_on_top(chart)
    legend(chart)


def _inside_labels(series: Any, ink: str) -> None:
    at = series.data_labels
    at.show_value, at.number_format, at.number_format_is_linked = True, "#,##0;;", False
    at.position = XL_LABEL_POSITION.CENTER
    set_font(at.font, 11, ink)


def gaps_chart(slide: Any, frame: pd.DataFrame, alt: str) -> None:
    """A bar a class of gap with the number of pairs, in the four families of the figure."""
    counts = {Gap(r.gap): int(r.cells) for r in frame.itertuples()}
    rows = [
        (gap, colour) for (_, gaps), colour in zip(GROUPS.items(), _GROUP_COLOURS, strict=True) for gap in gaps
        if counts.get(gap)
    ]  # fmt: skip
    if not rows:
        return
    data = CategoryChartData(number_format="#,##0")
    data.categories = [gap.words for gap, _ in rows]
    data.add_series("payer, business, place and code", [counts[gap] for gap, _ in rows])
    chart = add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt, len(rows))
    plot = chart.plots[0]
    plot.gap_width = GAP_WIDTH
    for i, (_, colour) in enumerate(rows):
        point = plot.series[0].points[i]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(colour)
    labels(plot, "#,##0")
    bars_on_top(chart)


def matrix_rows(
    grid: pd.DataFrame,
) -> tuple[list[str], list[list[str]], dict[tuple[int, int], tuple[str, str]]]:
    """Codes, a row a payer that somebody has looked at (name and a letter a code), and the fills of its cells."""
    codes = list(dict.fromkeys(grid["code"]))
    rows: list[list[str]] = []
    fills: dict[tuple[int, int], tuple[str, str]] = {}
    for _, own in grid.groupby("payer_id", sort=False):
        if (own["state_of_knowledge"] == Derived.NOT_CHECKED).all():
            continue
        by_code = {r.code: r for r in own.itertuples()}
        rows.append([str(own["payer"].iloc[0]), *(cell_letter(by_code[c]) if c in by_code else "" for c in codes)])
        for at, code in enumerate(codes, start=1):
            fill = cell_fill(by_code[code]) if code in by_code else None
            if fill:
                fills[len(rows) - 1, at] = fill
    return codes, rows, fills


def cell_letter(r: Any) -> str:
    """The letter of a status: `C`, `(c)` where it begins later, `N*` where nobody looked for too long."""
    said = LETTERS.get(r.state_of_knowledge, "")
    said = f"({said})" if r.announced and said else said
    return f"{said}*" if r.stale and said else said


def cell_fill(r: Any) -> tuple[str, str] | None:
    """Colour and ink of a cell, None for one without a fill."""
    if r.announced or r.state_of_knowledge == Derived.NOT_CHECKED:
        return None
    if r.state_of_knowledge == Derived.CONFLICTING:
        return PRINT.grid, PRINT.ink
    fill = PRINT.fill(r.state_of_knowledge)
    return fill.colour, fill.mark


def matrix_widths(codes: Sequence[str], room: float) -> list[float]:
    """Column widths in inches: a narrow one a code, the rest for the payer."""
    each = min(0.85, room * 0.62 / max(len(codes), 1))
    return [room - each * len(codes), *[each] * len(codes)]
