"""Native PowerPoint charts from figure frames: editable, in house colours, with nothing hidden in their workbooks.

The one thing to know: a hidden or missing value is written as no value at all, and the words beside the chart say so.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from tracker.figures.axes import Event, months_between
from tracker.figures.reasons import HEADINGS
from tracker.figures.style import PRINT
from tracker.figures.text import count, percent, width
from tracker.vocabulary import DenialClass

GAP_WIDTH = 55  # the air between bars in per cent of their width
TOP, WIDE, HIGH = 1.9, 8.3, 4.9  # inches: where a chart stands beside its words


def add(slide: Any, kind: Any, data: CategoryChartData, alt: str, bars: int = 99) -> Any:
    """A chart with its alternative text. bars: how many there are; few of them take less than the whole height."""
    high = min(HIGH, 0.8 + 0.62 * bars)
    shape = slide.shapes.add_chart(kind, Inches(LEFT), Inches(TOP), Inches(WIDE), Inches(high), data)
    describe(shape, alt)
    chart = shape.chart
    chart.has_title, chart.has_legend = False, False
    set_font(chart.font, 13, PRINT.ink)
    return chart


def number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _quiet(axis: Any, number_format: str | None = None, lines: bool = False) -> None:
    axis.has_major_gridlines = lines
    axis.format.line.color.rgb = rgb(PRINT.ghost)
    if lines:
        axis.major_gridlines.format.line.color.rgb = rgb(PRINT.grid)
        axis.format.line.fill.background()
    set_font(axis.tick_labels.font, 12, PRINT.soft)
    if number_format:
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False


def trend_chart(slide: Any, frame: pd.DataFrame, colour: str, alt: str, events: Sequence[Event] = ()) -> None:
    """Share by month with its interval as thin lines; the open month as a hollow point; events as marks with words."""
    months = months_between(frame["month"].min(), frame["month"].max())
    full = frame.set_index("month").reindex(months)
    is_open = full["open"].eq(True)
    data = CategoryChartData(number_format="0%")
    data.categories = [date.fromisoformat(f"{m}-01") for m in months]
    data.add_series("share denied", [number(v) for v in full["share"].mask(is_open)])
    data.add_series("95% interval", [number(v) for v in full["low"]])
    data.add_series("95% interval, upper limit", [number(v) for v in full["high"]])
    if is_open.any():
        data.add_series("month still open", [number(v) for v in full["share"].where(is_open)])
    happened = _by_month(events, months)
    if happened:
        data.add_series("what happened", _heights(happened, months, float(full[["share", "high"]].max().max())))
    chart = add(slide, XL_CHART_TYPE.LINE_MARKERS, data, alt)
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
    if happened:
        _events(chart.plots[0].series[-1], happened, months)
    legend(chart, without=[2])
    chart.value_axis.minimum_scale = 0
    _quiet(chart.value_axis, "0%", lines=True)
    _quiet(chart.category_axis, "mmm yyyy")
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _by_months(chart.category_axis, 1 if len(months) <= 6 else 3 if len(months) <= 24 else 6)


def _by_month(events: Sequence[Event], months: Sequence[str]) -> dict[str, str]:
    """The words of what happened in each month that is drawn."""
    found: dict[str, list[str]] = {}
    for event in events:
        if event.month[:7] in months:
            found.setdefault(event.month[:7], []).append(event.words)
    return {m: "; ".join(dict.fromkeys(words)) for m, words in found.items()}


def _heights(happened: dict[str, str], months: Sequence[str], top: float) -> list[float | None]:
    """Where the mark of each month stands: on the axis, or above it where the words of the one before still run."""
    heights: list[float | None] = []
    free = [0.0, 0.0, 0.0]  # for each level the place from which it is empty again, in months
    for at, month in enumerate(months):
        if month not in happened:
            heights.append(None)
            continue
        half = width(happened[month], 9) / 2 / (WIDE * 62 / len(months))
        level = next((i for i, end in enumerate(free) if at - half >= end), 0)
        free[level] = at + half + 0.5
        heights.append(level * 0.07 * (top if top == top else 1.0))
    return heights


def _events(series: Any, happened: dict[str, str], months: Sequence[str]) -> None:
    """Marks on the axis of the chart, each with its words above it."""
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.TRIANGLE, 9
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(PRINT.ink)
    series.marker.format.line.color.rgb = rgb(PRINT.ink)
    for at, month in enumerate(months):
        if month in happened:
            label = series.points[at].data_label
            label.position = XL_LABEL_POSITION.ABOVE
            label.text_frame.text = happened[month]
            set_font(label.text_frame.paragraphs[0].runs[0].font, 9, PRINT.ink)


def _by_months(axis: Any, step: int) -> None:
    """A date axis in months with a label at every `step`th: python-pptx has no property for either."""
    set_font(axis.tick_labels.font, 12, PRINT.soft)
    for tag, value in (("c:baseTimeUnit", "months"), ("c:majorUnit", str(step)), ("c:majorTimeUnit", "months")):
        for old in axis._element.findall(qn(tag)):
            axis._element.remove(old)
        axis._element.append(axis._element.makeelement(qn(tag), {"val": value}))


def legend(chart: Any, without: Sequence[int] = ()) -> None:
    """The key above a chart. without: numbers of the series that need no entry of their own."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    set_font(chart.legend.font, 12, PRINT.ink)
    for number_ in without:
        entry = chart.legend._element.makeelement(qn("c:legendEntry"), {})
        for tag, value in (("c:idx", str(number_)), ("c:delete", "1")):
            entry.append(entry.makeelement(qn(tag), {"val": value}))
        chart.legend._element.find(qn("c:legendPos")).addnext(entry)


def reasons_chart(slide: Any, frame: pd.DataFrame, alt: str) -> None:
    """Bars by first reason, each family a series: the payer's choice in reds and ambers, ours to mend in greys."""
    rows = _reason_rows(frame)
    data = CategoryChartData(number_format="#,##0")
    data.categories = [f"{words} (hidden)" if lines is None else words for _, words, lines, _ in rows]
    kinds = list(dict.fromkeys(kind for kind, *_ in rows))
    for kind in kinds:
        data.add_series(HEADINGS[kind].lower(), [lines if own == kind else None for own, _, lines, _ in rows])
    chart = add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt, len(rows))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP_WIDTH, 100
    for series, kind in zip(plot.series, kinds, strict=True):
        own = [(i, colour) for i, (k, _, _, colour) in enumerate(rows) if k == kind]
        for fill, colour in [(series.format.fill, own[0][1]), *((series.points[i].format.fill, c) for i, c in own)]:
            fill.solid()
            fill.fore_color.rgb = rgb(colour)
    labels(plot, "#,##0")
    bars_on_top(chart)
    legend(chart)


def _reason_rows(frame: pd.DataFrame) -> list[tuple[DenialClass, str, float | None, str]]:
    """Family, words, lines (None where hidden) and colour, largest first within each family."""
    rows = []
    for kind, colours in (
        (DenialClass.COVERAGE, PRINT.coverage),
        (DenialClass.BILLING, PRINT.billing),
        (DenialClass.UNCLASSIFIED, (PRINT.ghost,)),
    ):
        part = frame[frame["denial_class"] == kind]
        part = part.assign(size=part["lines"].fillna(-1)).sort_values("size", ascending=False, kind="stable")
        for i, r in enumerate(part.itertuples()):
            lines = None if r.hidden else number(r.lines)
            rows.append((kind, str(r.words), lines, colours[min(i, len(colours) - 1)]))
    return rows


def against_chart(slide: Any, frame: pd.DataFrame, payer: str, colours: tuple[str, str], alt: str) -> None:
    """Two bars a group: this payer and all others. The counts stand in the group's words."""
    groups, mine, others = [], [], []
    for group, rows in frame.groupby("group", sort=False):
        by = {r.who: r for r in rows.itertuples()}
        lines = [_n(by.get(who)) for who in ("payer", "others")]
        groups.append(f"{group} (hidden)" if set(lines) == {"hidden"} else f"{group} ({' / '.join(lines)} lines)")
        mine.append(by.get("payer"))
        others.append(by.get("others"))
    data = CategoryChartData(number_format="0%")
    data.categories = groups
    data.add_series(payer, [_share(r) for r in mine])
    data.add_series("all other payers", [_share(r) for r in others])
    chart = add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt, 1 + len(groups))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for series, fill in zip(plot.series, colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(fill)
    labels(plot, "0%")
    for series, rows_ in zip(plot.series, (mine, others), strict=True):
        _interval_labels(series, rows_)
    bars_on_top(chart)
    legend(chart)


def _interval_labels(series: Any, rows: Sequence[Any]) -> None:
    """The share at the end of each bar with its 95% interval: `33% (31–35)`."""
    for at, r in enumerate(rows):
        if _share(r) is None or pd.isna(r.low):
            continue
        label = series.points[at].data_label
        label.position = XL_LABEL_POSITION.OUTSIDE_END
        label.text_frame.text = f"{percent(r.share)} ({percent(r.low)[:-1]}–{percent(r.high)[:-1]})"
        set_font(label.text_frame.paragraphs[0].runs[0].font, 11, PRINT.ink)


def _n(row: Any) -> str:
    return "no" if row is None else "hidden" if row.hidden else count(row.denominator)


def _share(row: Any) -> float | None:
    return None if row is None or row.hidden else number(row.share)


def labels(plot: Any, number_format: str) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    set_font(labels.font, 12, PRINT.ink)


def bars_on_top(chart: Any) -> None:
    """The first category on top, no value axis (the labels say it), bars from zero."""
    chart.category_axis.reverse_order = True
    _quiet(chart.category_axis)
    set_font(chart.category_axis.tick_labels.font, 12, PRINT.ink)
    chart.value_axis.minimum_scale = 0
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
