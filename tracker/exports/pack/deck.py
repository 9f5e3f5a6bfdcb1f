"""The deck: one finding a slide, native chart or table, at most forty words beside it, the ask first.

The one thing to know: slides stand in the order of the conversation (what we ask, what you say, what members meet, why,
beside others, what was said before, what it rests on, how it was counted), and none is ever empty.
"""

from __future__ import annotations

import io
from typing import Any

from tracker.exports.cite import how_to_cite
from tracker.exports.pack import charts
from tracker.exports.pack.data import PackData, Part
from tracker.exports.pack.slides import (
    LEFT,
    RIGHT,
    Frame,
    add_logo,
    add_slide,
    add_table,
    describe,
    fit_table,
    new_deck,
    words,
)
from tracker.figures import against_others, matrix, reasons, trend
from tracker.figures.style import PRINT, status_words
from tracker.figures.text import cut, month_words
from tracker.vocabulary import Derived

SIDE_X, SIDE_WIDE = 9.2, RIGHT - 9.2
TABLE_TOP, TABLE_HIGH = 1.9, 4.75
MOST_NAMED = 6
PROPERTY = 255  # characters an Office file takes as title, author or subject
NO_LINES = (
    "No claim line of this payer may be shown yet: too few were reported to say anything without naming a practice."
)


def make_deck(data: PackData) -> bytes:
    """The pack as a PowerPoint file (16:9)."""
    file = new_deck()
    frame = Frame(data.payer, data.brand.name, data.snapshot, data.brand.colour, data.brand.logo)
    _ask(file, frame, data)
    _coverage(file, frame, data)
    _meets(file, frame, data)
    _exchanges(file, frame, data)
    _evidence(file, frame, data)
    _method(file, frame, data)
    known = file.core_properties
    known.title, known.author = data.ask.sentence[:PROPERTY], data.brand.name[:PROPERTY]
    known.subject = f"snapshot {data.snapshot}, {data.payer}"[:PROPERTY]
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _ask(file: Any, frame: Frame, data: PackData) -> None:
    slide = add_slide(file, frame, data.ask.sentence, " · ".join(t for t in (data.scope, data.stands_on) if t))
    step = (RIGHT - LEFT) / 3
    for i, (number, meaning) in enumerate(data.ask.numbers[:3]):
        x = LEFT + i * step
        words(slide, number, x, 2.5, step - 0.4, 1.0, 54, frame.colour, bold=True, smallest=20)
        words(slide, meaning, x, 3.6, step - 0.4, 1.6, 18, PRINT.ink)
    said = "\n".join(data.sentences[:2])
    words(slide, said, LEFT, 5.0, RIGHT - LEFT - 2, 1.0, 16, PRINT.soft)
    if not data.ask.numbers:
        words(slide, NO_LINES, LEFT, 2.5, 8.5, 1.5, 18, PRINT.soft)
    add_logo(slide, frame)


def _coverage(file: Any, frame: Frame, data: PackData) -> None:
    part = data.coverage
    head = ["Code", "Service", "", "What the policy says", "Since", "Last looked", "Source"]
    widths = [0.95, 4.5, 0.3, 3.05, 1.25, 1.25, 0.83]
    if part.frame.empty:
        slide = add_slide(file, frame, f"Nobody has looked at what {data.payer} says yet", data.scope)
        words(slide, "No coverage decision of this payer is recorded.", LEFT, 2.2, 9, 1, 18, PRINT.soft)
        return
    rows, fills = [], []
    for r in part.frame.itertuples():
        said = status_words(r.state_of_knowledge)
        conflicting = r.state_of_knowledge == Derived.CONFLICTING
        if conflicting:
            said += f": {status_words(r.status)} / {status_words(r.other_status)}"
        said += " (not looked at for too long)" if r.stale else ""
        said += " (begins later)" if r.announced else ""
        rows.append(
            [
                r.code,
                r.label,
                "≠" if conflicting else "",
                said,
                r.since or "–",
                r.last_checked or "–",
                r.evidence or "–",
            ]
        )
        fill = PRINT.fill(r.status if conflicting else r.state_of_knowledge)
        fills.append(None if fill.colour == PRINT.paper or r.announced else (fill.colour, fill.mark))
    points, pages = fit_table(rows, widths, TABLE_HIGH, 14)
    for page in pages:
        slide = add_slide(file, frame, part.caption.title, _source(part))
        table = add_table(
            slide, head, [rows[i] for i in page], widths, TABLE_TOP, points, [fills[i] for i in page], fill_column=2
        )
        describe(table, matrix.alt(part.frame, part.caption))


def _meets(file: Any, frame: Frame, data: PackData) -> None:
    """What members meet: trend, reasons, beside others; one sentence where nothing may be shown."""
    shown = 0
    if data.trend and data.trend.frame["share"].notna().any():
        slide = _beside(file, frame, data.trend, _hidden_months(data.trend))
        charts.trend_chart(slide, data.trend.frame, frame.colour, trend.alt(data.trend.frame, data.trend.caption))
        shown += 1
    if data.reasons and data.reasons.frame["lines"].notna().any():
        slide = _beside(file, frame, data.reasons)
        charts.reasons_chart(slide, data.reasons.frame, reasons.alt(data.reasons.frame, data.reasons.caption))
        shown += 1
    if data.against and data.against.frame["share"].notna().any():
        slide = _beside(file, frame, data.against)
        alt = against_others.alt(data.against.frame, data.against.caption)
        charts.against_chart(slide, data.against.frame, cut(data.payer, 12, 250), frame.colour, alt)
        shown += 1
    if not shown:
        slide = add_slide(file, frame, "What members meet cannot be shown yet", data.scope)
        words(slide, NO_LINES, LEFT, 2.2, 9, 1.5, 18, PRINT.soft)


def _beside(file: Any, frame: Frame, part: Part, more: str = "") -> Any:
    """A slide with room for a chart at the left and the words of the part at the right."""
    slide = add_slide(file, frame, part.caption.title, _source(part))
    text = "\n\n".join(t for t in (part.says, more) if t)
    words(slide, text, SIDE_X, charts.TOP + 0.2, SIDE_WIDE, 3.2, 18, PRINT.ink, smallest=11)
    facts = "\n".join(t for t in (part.caption.subtitle, _n(part)) if t)
    words(slide, facts, SIDE_X, 5.3, SIDE_WIDE, 1.45, 12, PRINT.soft, bottom=True)
    return slide


def _n(part: Part) -> str:
    tier = f"{part.caption.tier}: {part.caption.tier.words}" if part.caption.tier else ""
    return "\n".join(t for t in (f"n = {part.caption.n}" if part.caption.n else "", tier) if t)


def _hidden_months(part: Part) -> str:
    months = [month_words(m) for m in part.frame[part.frame["hidden"].eq(True)]["month"]]
    if len(months) > MOST_NAMED:
        return f"{len(months)} of {len(part.frame)} months are hidden (small numbers)."
    return f"Hidden (small number): {', '.join(months)}." if months else ""


def _source(part: Part) -> str:
    facts = [part.caption.note, f"Source: {part.caption.source}" if part.caption.source else "", part.caption.licence]
    return " · ".join(f for f in facts if f)


def _exchanges(file: Any, frame: Frame, data: PackData) -> None:
    if not data.exchanges:
        return
    head, widths = ["When", "What", "We asked", "They answered", "Next"], [1.4, 1.3, 3.6, 3.6, 2.23]
    rows = [[e.day, e.what, e.ask, e.answer, e.next_step or "–"] for e in data.exchanges]
    points, pages = fit_table(rows, widths, TABLE_HIGH, 15)
    for page in pages:
        slide = add_slide(file, frame, "What was asked before, and what was answered", data.scope)
        describe(add_table(slide, head, [rows[i] for i in page], widths, TABLE_TOP, points), "Table of past exchanges.")


def _evidence(file: Any, frame: Frame, data: PackData) -> None:
    head, widths = ["No.", "Publisher", "Document", "Says", "Looked at"], [0.55, 2.6, 3.7, 3.88, 1.4]
    rows = [[str(e.number), e.publisher, e.title, e.says, e.accessed or "–"] for e in data.evidence]
    points, pages = fit_table(rows, widths, TABLE_HIGH, 14)
    for page in pages:
        slide = add_slide(file, frame, "What this rests on", data.scope)
        if rows:
            table = add_table(slide, head, [rows[i] for i in page], widths, TABLE_TOP, points)
            describe(table, "Table of documents behind the coverage decisions.")
        else:
            words(slide, "No document of this payer is on file yet.", LEFT, 2.2, 9, 1, 18, PRINT.soft)


def _method(file: Any, frame: Frame, data: PackData) -> None:
    slide = add_slide(file, frame, "How it was counted, and what is not shown", data.link)
    meaning = "\n".join(f"{k}: {v}" for k, v in data.definitions.items())
    half = (RIGHT - LEFT) / 2 - 0.25
    words(
        slide,
        meaning or "The words are explained on the tracker's page on sources and methods.",
        LEFT,
        1.95,
        half,
        4.8,
        14,
        PRINT.ink,
        smallest=8,
    )
    cite = how_to_cite(data.coverage.caption, data.drawn, data.link, data.brand.name)
    right = "\n\n".join(t for t in (data.hidden, data.brand.antitrust, f"How to cite: {cite}") if t)
    words(slide, right, LEFT + half + 0.5, 1.95, half, 4.8, 14, PRINT.ink, smallest=8)
