"""Native PowerPoint charts from figure frames: editable, in house colours, with nothing hidden in their workbooks.

The one thing to know: a hidden or missing value is written as no value at all, and the words beside the chart say so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from tracker.exports.pack.slides import LEFT, describe, rgb, set_font
from tracker.figures.axes import months_between
from tracker.figures.style import PRINT
from tracker.figures.text import count
from tracker.vocabulary import DenialClass

TOP, WIDE, HIGH = 1.9, 8.3, 4.9  # inches: where a chart stands beside its words


def _add(slide: Any, kind: Any, data: CategoryChartData, alt: str) -> Any:
    shape = slide.shapes.add_chart(kind, Inches(LEFT), Inches(TOP), Inches(WIDE), Inches(HIGH), data)
    describe(shape, alt)
    chart = shape.chart
    chart.has_title, chart.has_legend = False, False
    set_font(chart.font, 13, PRINT.ink)
    return chart


def _value(number: Any) -> float | None:
    return None if number is None or pd.isna(number) else float(number)


def _quiet(axis: Any, number_format: str | None = None, lines: bool = False) -> None:
    axis.has_major_gridlines = lines
    axis.format.line.color.rgb = rgb(PRINT.ghost)
    if lines:
        axis.major_gridlines.format.line.color.rgb = rgb(PRINT.grid)
        axis.format.line.fill.background()
    set_font(axis.tick_labels.font, 12, PRINT.soft)
    if number_format:
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False


def trend_chart(slide: Any, frame: pd.DataFrame, colour: str, alt: str) -> None:
    """Share by month with its interval as thin lines; the open month as a hollow point."""
    months = months_between(frame["month"].min(), frame["month"].max())
    full = frame.set_index("month").reindex(months)
    is_open = full["open"].eq(True)
    data = CategoryChartData(number_format="0%")
    data.categories = [date.fromisoformat(f"{m}-01") for m in months]
    data.add_series("share denied", [_value(v) for v in full["share"].mask(is_open)])
    data.add_series("95% interval, lower", [_value(v) for v in full["low"]])
    data.add_series("95% interval, upper", [_value(v) for v in full["high"]])
    if is_open.any():
        data.add_series("month still open", [_value(v) for v in full["share"].where(is_open)])
    chart = _add(slide, XL_CHART_TYPE.LINE_MARKERS, data, alt)
    for series in chart.plots[0].series:
        thin = series.name.startswith("95%")
        series.smooth = False
        series.format.line.color.rgb = rgb(PRINT.ghost if thin else colour)
        series.format.line.width = Pt(1 if thin else 2.5)
        if thin:
            series.format.line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE if thin else XL_MARKER_STYLE.CIRCLE
        series.marker.size = 7
        series.marker.format.fill.solid()
        hollow = series.name == "month still open"
        series.marker.format.fill.fore_color.rgb = rgb(PRINT.paper if hollow else colour)
        series.marker.format.line.color.rgb = rgb(colour)
    _legend(chart)
    chart.value_axis.minimum_scale = 0
    _quiet(chart.value_axis, "0%", lines=True)
    _quiet(chart.category_axis, "mmm yyyy")
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _by_months(chart.category_axis, 1 if len(months) <= 6 else 3 if len(months) <= 24 else 6)


def _by_months(axis: Any, step: int) -> None:
    """A date axis in months with a label at every `step`th: python-pptx has no property for either."""
    set_font(axis.tick_labels.font, 12, PRINT.soft)
    for tag, value in (("c:baseTimeUnit", "months"), ("c:majorUnit", str(step)), ("c:majorTimeUnit", "months")):
        for old in axis._element.findall(qn(tag)):
            axis._element.remove(old)
        axis._element.append(axis._element.makeelement(qn(tag), {"val": value}))


def _legend(chart: Any) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    set_font(chart.legend.font, 12, PRINT.ink)


def reasons_chart(slide: Any, frame: pd.DataFrame, alt: str) -> None:
    """Bars by first reason: the payer's choice in reds and ambers, ours to mend in greys."""
    rows = _reason_rows(frame)
    data = CategoryChartData(number_format="#,##0")
    data.categories = [f"{words} (hidden)" if lines is None else words for words, lines, _ in rows]
    data.add_series("denied lines", [lines for _, lines, _ in rows])
    chart = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt)
    plot = chart.plots[0]
    plot.gap_width = 45
    for i, (_, _, colour) in enumerate(rows):
        point = plot.series[0].points[i]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(colour)
    _labels(plot, "#,##0")
    _upside_down(chart)


def _reason_rows(frame: pd.DataFrame) -> list[tuple[str, float | None, str]]:
    """Words, lines (None where hidden) and colour, largest first within each family."""
    rows = []
    for kind, colours in (
        (DenialClass.COVERAGE, PRINT.coverage),
        (DenialClass.BILLING, PRINT.billing),
        (DenialClass.UNCLASSIFIED, (PRINT.ghost,)),
    ):
        part = frame[frame["denial_class"] == kind]
        part = part.assign(size=part["lines"].fillna(-1)).sort_values("size", ascending=False, kind="stable")
        for i, r in enumerate(part.itertuples()):
            rows.append((str(r.words), None if r.hidden else _value(r.lines), colours[min(i, len(colours) - 1)]))
    return rows


def against_chart(slide: Any, frame: pd.DataFrame, payer: str, colour: str, alt: str) -> None:
    """Two bars a group: this payer and all others. The counts stand in the group's words."""
    groups, mine, others = [], [], []
    for group, rows in frame.groupby("group", sort=False):
        by = {r.who: r for r in rows.itertuples()}
        groups.append(f"{group} ({_n(by.get('payer'))} / {_n(by.get('others'))} lines)")
        mine.append(_share(by.get("payer")))
        others.append(_share(by.get("others")))
    data = CategoryChartData(number_format="0%")
    data.categories = groups
    data.add_series(payer, mine)
    data.add_series("all other payers", others)
    chart = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for series, fill in zip(plot.series, (colour, PRINT.ghost), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(fill)
    _labels(plot, "0%")
    _upside_down(chart)
    _legend(chart)


def _n(row: Any) -> str:
    return "no" if row is None else "hidden" if row.hidden else count(row.denominator)


def _share(row: Any) -> float | None:
    return None if row is None or row.hidden else _value(row.share)


def _labels(plot: Any, number_format: str) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    set_font(labels.font, 12, PRINT.ink)


def _upside_down(chart: Any) -> None:
    """The first category on top, no value axis (the labels say it), bars from zero."""
    chart.category_axis.reverse_order = True
    _quiet(chart.category_axis)
    set_font(chart.category_axis.tick_labels.font, 12, PRINT.ink)
    chart.value_axis.minimum_scale = 0
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
