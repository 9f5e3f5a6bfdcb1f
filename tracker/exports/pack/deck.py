"""The deck: one finding a slide, native chart or table, at most forty words beside it, the ask first.

The one thing to know: slides stand in the order of the conversation (what we ask, what you say, what members meet,
why, beside others, where the two disagree, what was said before, what it rests on, how it was counted), none is empty.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from pptx.util import Inches

from tracker.exports.cite import how_to_cite
from tracker.exports.pack import charts, comparing
from tracker.exports.pack.data import MOST_WORDS, PackData, Part
from tracker.exports.pack.said import coverage
from tracker.exports.pack.slides import (
    HIGH,
    LEFT,
    RIGHT,
    Frame,
    add_logo,
    add_slide,
    add_table,
    article,
    block,
    describe,
    fit_table,
    line_at,
    new_deck,
    source_of,
    words,
    write_title,
)
from tracker.figures import against_others, gaps, intervals, reasons, trend
from tracker.figures.style import PRINT
from tracker.figures.text import cut, month_words
from tracker.measures.disclosure import HIDDEN_WORDS

SIDE_X, SIDE_WIDE = 9.2, RIGHT - 9.2
TABLE_TOP, TABLE_HIGH = 1.9, 4.75
MOST_NAMED = 6
MOST_ROWS = 12
PROPERTY = 255  # characters an Office file takes as title, author or subject


def make_deck(data: PackData) -> bytes:
    """The pack as a PowerPoint file (16:9)."""
    file = new_deck()
    brand, note = data.brand, data.coverage.caption.note
    frame = Frame(data.subject, brand.name, data.stamp, brand.colour, brand.logo, note)
    for chapter in (_ask, coverage, _meets, _disagree, _exchanges, _evidence, _method):
        chapter(file, frame, data)
    known = file.core_properties
    known.title, known.author = data.ask.sentence[:PROPERTY], data.brand.name[:PROPERTY]
    known.subject = f"snapshot {data.stamp}, {data.subject}"[:PROPERTY]
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _ask(file: Any, frame: Frame, data: PackData) -> None:
    """The cover: what is asked, and up to three numbers behind it."""
    slide = add_slide(file, frame, data.ask.sentence, " · ".join(t for t in (data.scope, data.stands_on) if t))
    block(slide, 0, 0, 0.3, HIGH, frame.colour)
    add_logo(slide, frame, 0.72)
    heading = slide.shapes.title
    heading.top, heading.width, heading.height = Inches(1.35), Inches(8.9 if frame.logo else 11), Inches(1.75)
    write_title(heading, data.ask.sentence, 40)
    step, gap = (RIGHT - LEFT) / 3, 0.45
    for i, (number, meaning) in enumerate(data.ask.numbers[:3]):
        x = LEFT + i * step
        line_at(slide, 3.4, PRINT.ghost, x, x + step - gap)
        words(slide, number, x, 3.5, step - gap, 0.85, 48, frame.colour, bold=True, smallest=20)
        words(slide, meaning, x, 4.4, step - gap, 0.95, 16, PRINT.ink, smallest=11)
    said = "\n".join(data.sentences[:2]) or ("" if data.stands_on else data.nothing)
    y, high = (5.6, 1.2) if data.ask.numbers else (3.5, 1.6)
    words(slide, said, LEFT, y, RIGHT - LEFT - gap, high, 16, PRINT.soft, smallest=11)


def _meets(file: Any, frame: Frame, data: PackData) -> None:
    """What members meet: payers, trend, reasons, beside others; one sentence where nothing may be shown."""
    drawn = [
        _slide(file, frame, data.payers, "share", lambda s, p: _payers(s, p, frame)),
        _slide(file, frame, data.trend, "share", lambda s, p: charts.trend_chart(
            s, p.frame, frame.colour, trend.alt(p.frame, p.caption), p.options.get("events", ()))),
        _slide(file, frame, data.reasons, "lines", lambda s, p: charts.reasons_chart(
            s, p.frame, reasons.alt(p.frame, p.caption))),
        _slide(file, frame, data.against, "share", lambda s, p: charts.against_chart(
            s, p.frame, cut(data.subject, 12, 400), (frame.colour, data.brand.second),
            against_others.alt(p.frame, p.caption))),
    ]  # fmt: skip
    if not any(drawn):
        slide = add_slide(file, frame, "What members meet cannot be shown yet", data.scope)
        words(slide, data.nothing, LEFT, 2.2, 9, 1.5, 18, PRINT.soft)


def _slide(file: Any, frame: Frame, part: Part | None, column: str, chart: Callable[[Any, Part], None]) -> bool:
    """A slide with a chart, where the part has a number to show."""
    if part is None or part.frame.empty or not part.frame[column].notna().any():
        return False
    chart(_beside(file, frame, part, _hidden_months(part)), part)
    return True


def _payers(slide: Any, part: Part, frame: Frame) -> None:
    left = comparing.payers_chart(slide, part.frame, frame.colour, intervals.alt(part.frame, part.caption))
    said = ["In brackets: lines, 95% interval. Ordered by name, not by share."]
    if left:
        said.append(f"{left} more payers are in the tables.")
    if hidden := int(part.frame["hidden"].astype(bool).sum()):
        said.append(f"{hidden} of {len(part.frame)} payers are hidden (small numbers).")
    words(slide, "\n\n".join(said), SIDE_X, charts.TOP + 0.1, SIDE_WIDE, 2.6, 16, PRINT.ink, smallest=11)


def _disagree(file: Any, frame: Frame, data: PackData) -> None:
    """Where the two ledgers disagree: the classes as a chart, then the pairs that are denied though covered."""
    if data.gaps is not None and not data.gaps.frame.empty and data.gaps.frame["cells"].sum():
        slide = _beside(file, frame, data.gaps)
        comparing.gaps_chart(slide, data.gaps.frame, gaps.alt(data.gaps.frame, data.gaps.caption))
    part = data.departures
    if part is None or part.frame.empty:
        return
    head, widths = ["Payer", "Where", "Line of business", "Code", "Denials"], [4.2, 2.1, 2.6, 0.9, 2.33]
    rows = [
        [r.payer, r.where, r.business, r.code, HIDDEN_WORDS if r.hidden else f"{int(r.coverage_denials):,}"]
        for r in part.frame.head(MOST_ROWS).itertuples()
    ]
    if part.frame["payer"].nunique() == 1:  # the title names it
        head, widths, rows = head[1:], [4.2, 4.2, 1.4, 2.33], [row[1:] for row in rows]
    points, pages = fit_table(rows, widths, TABLE_HIGH - 0.3, 14)
    left = len(part.frame) - len(pages[0])
    slide = add_slide(file, frame, part.caption.title, source_of(part))
    shown = [rows[i] for i in pages[0]]
    describe(add_table(slide, head, shown, widths, TABLE_TOP, points, right=[len(head) - 1]), _table_alt(part))
    if left:
        words(slide, f"{left:,} more are in the tables.", LEFT, 6.6, 9, 0.25, 12, PRINT.soft)


def _table_alt(part: Part) -> str:
    return f"{part.caption.title}. Table of {len(part.frame)} rows: payer, place, line of business, code, denials."


def _beside(file: Any, frame: Frame, part: Part, more: str = "") -> Any:
    """A slide with room for a chart at the left and the words of the part at the right."""
    slide = add_slide(file, frame, part.caption.title, source_of(part))
    line_at(slide, charts.TOP + 0.1, PRINT.grid, SIDE_X - 0.22, down=charts.HIGH - 0.2)
    text = _at_most("\n\n".join(t for t in (part.says, part.reply, more) if t))
    if text:
        words(slide, text, SIDE_X, charts.TOP + 0.1, SIDE_WIDE, 3.2, 16, PRINT.ink, smallest=11)
    facts = "\n".join(t for t in (part.caption.subtitle, _n(part)) if t)
    words(slide, facts, SIDE_X, 5.2, SIDE_WIDE, 1.5, 11, PRINT.soft, smallest=8, bottom=True)
    return slide


def _at_most(text: str) -> str:
    """The words beside a chart, cut at the limit: the whole reply stands among the exchanges."""
    if len(text.split()) <= MOST_WORDS:
        return text
    kept, left = [], MOST_WORDS
    for paragraph in text.split("\n\n"):
        said = paragraph.split()
        kept.append(" ".join(said[:left]) + (" …" if len(said) > left else ""))
        left -= len(said)
        if left <= 0:
            break
    return "\n\n".join(kept)


def _n(part: Part) -> str:
    return "\n".join(t for t in (f"n = {part.caption.n}" if part.caption.n else "", part.caption.tier_words) if t)


def _hidden_months(part: Part) -> str:
    if "month" not in part.frame:
        return ""
    months = [month_words(m) for m in part.frame[part.frame["hidden"].eq(True)]["month"]]
    if len(months) > MOST_NAMED:
        return f"{len(months)} of {len(part.frame)} months are hidden (small numbers)."
    return f"Hidden (small number): {', '.join(months)}." if months else ""


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
    if not data.evidence:
        return
    head, widths = ["No.", "Publisher", "Document", "Says", "Looked at"], [0.55, 2.3, 3.2, 4.73, 1.35]
    rows = [[str(e.number), e.publisher, e.title, e.says, e.accessed or "–"] for e in data.evidence]
    points, pages = fit_table(rows, widths, TABLE_HIGH, 14)
    for page in pages:
        slide = add_slide(file, frame, "What this rests on", data.scope)
        table = add_table(slide, head, [rows[i] for i in page], widths, TABLE_TOP, points)
        describe(table, "Table of documents behind the coverage decisions.")


def _method(file: Any, frame: Frame, data: PackData) -> None:
    slide = add_slide(file, frame, "How it was counted, and what is not shown", data.link)
    half = (RIGHT - LEFT) / 2 - 0.3
    otherwise = {"What the words mean": "They are explained on the tracker's page on sources and methods."}
    article(slide, list((data.definitions or otherwise).items()), LEFT, TABLE_TOP, half, TABLE_HIGH)
    cite = how_to_cite(data.coverage.caption, data.drawn, data.link, data.brand.name)
    right = [("What is hidden", data.hidden), ("Antitrust", data.brand.antitrust), ("How to cite", cite)]
    article(slide, right, LEFT + half + 0.6, TABLE_TOP, half, TABLE_HIGH)
