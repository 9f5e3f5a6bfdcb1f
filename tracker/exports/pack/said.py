"""The slides of what policies say: one payer code by code, or many payers as a matrix with a chart before it.

The one thing to know: payers nobody has looked at are counted, not listed; the tables of the pack have them all.
"""

from __future__ import annotations

from typing import Any

from tracker.exports.pack import comparing
from tracker.exports.pack.data import PackData, Part
from tracker.exports.pack.slides import (
    LEFT,
    RIGHT,
    Frame,
    add_slide,
    add_table,
    describe,
    fit_table,
    source_of,
    table_pages,
    words,
)
from tracker.figures import matrix
from tracker.figures.style import PRINT, status_words
from tracker.figures.text import cut
from tracker.vocabulary import Derived

TOP, HIGH = 1.9, 4.75
MOST_SLIDES = 3
OLD = "* not looked at for too long"


def coverage(file: Any, frame: Frame, data: PackData) -> None:
    """What the policy says, or what all the policies say; a sentence where nothing is recorded."""
    if data.coverage.frame.empty:
        slide = add_slide(file, frame, f"Nobody has looked at what {data.subject} says yet", data.scope)
        words(slide, "No coverage decision is recorded.", LEFT, 2.2, 9, 1, 18, PRINT.soft)
    elif data.several:
        _many(file, frame, data.coverage)
    else:
        _one(file, frame, data.coverage)


def in_words(r: Any) -> str:
    """What a payer says about a code: `covers`, `sources disagree: covers / does not cover (...)`."""
    said = status_words(r.state_of_knowledge)
    if r.state_of_knowledge == Derived.CONFLICTING:
        said += f": {status_words(r.status)} / {status_words(r.other_status)}"
    said += " (begins later)" if r.announced else ""
    return f"{said} *" if r.stale else said


def _one(file: Any, frame: Frame, part: Part) -> None:
    head = ["Code", "Service", "", "What the policy says", "Since", "Last looked", "Source"]
    widths = [0.8, 4.75, 0.3, 3.2, 1.13, 1.13, 0.82]
    rows, fills = [], {}
    for at, r in enumerate(part.frame.itertuples()):
        conflicting = r.state_of_knowledge == Derived.CONFLICTING
        cells = [r.since or "–", r.last_checked or "–", r.evidence or "–"]
        rows.append([r.code, r.label, "≠" if conflicting else "", in_words(r), *cells])
        fill = PRINT.fill(str(r.status if conflicting else r.state_of_knowledge))
        if fill.colour != PRINT.paper and not r.announced:
            fills[at, 2] = (fill.colour, fill.mark)
    high = HIGH - (0.3 if part.reply or part.frame["stale"].any() else 0)
    points, pages = fit_table(rows, widths, high, 14)
    for page in pages:
        slide = add_slide(file, frame, part.caption.title, source_of(part))
        here = {(page.index(r), c): fill for (r, c), fill in fills.items() if r in page}
        table = add_table(slide, head, [rows[i] for i in page], widths, TOP, points, here)
        describe(table, matrix.alt(part.frame, part.caption))
        below = "\n".join(t for t in (OLD if part.frame["stale"].any() else "", part.reply) if t)
        if below:
            kept = cut(below, 9, (RIGHT - LEFT) * 130)
            words(slide, kept, LEFT, 6.42, RIGHT - LEFT, 0.46, 12, PRINT.ink, smallest=9, bottom=True)


def _many(file: Any, frame: Frame, part: Part) -> None:
    codes, rows, fills = comparing.matrix_rows(part.frame)
    unseen = part.frame["payer_id"].nunique() - len(rows)
    nobody = f"Nobody has looked at {unseen:,} of {part.frame['payer_id'].nunique():,} payers." if unseen else ""
    if not rows:
        slide = add_slide(file, frame, part.caption.title, source_of(part))
        words(slide, nobody or "No payer is recorded.", LEFT, 2.2, 9, 1, 18, PRINT.soft)
        return
    slide = add_slide(file, frame, part.caption.title, source_of(part))
    comparing.standing_chart(slide, part.frame, matrix.alt(part.frame, part.caption))
    said = "\n".join(t for t in ("Payers by what they say of each code, of those looked at.", nobody) if t)
    words(slide, said, 9.2, TOP + 0.2, RIGHT - 9.2, 2.4, 17, PRINT.ink, smallest=11)
    words(slide, part.caption.subtitle, 9.2, 5.3, RIGHT - 9.2, 1.45, 12, PRINT.soft, bottom=True)
    widths = comparing.matrix_widths(codes, RIGHT - LEFT)
    pages = table_pages([[cut(row[0], 11, widths[0] * 66), *row[1:]] for row in rows], widths, 11, HIGH - 0.45)
    for page in pages[:MOST_SLIDES]:
        slide = add_slide(
            file, frame, f"What each payer says ({page[0] + 1}–{page[-1] + 1} of {len(rows)})", source_of(part)
        )
        here = {(page.index(r), c): fill for (r, c), fill in fills.items() if r in page}
        listed = [[cut(rows[i][0], 11, widths[0] * 66), *rows[i][1:]] for i in page]
        table = add_table(slide, ["Payer", *codes], listed, widths, TOP, 11, here)
        describe(table, matrix.alt(part.frame, part.caption))
        left = len(rows) - pages[MOST_SLIDES - 1][-1] - 1 if len(pages) > MOST_SLIDES else 0
        more = f"{left:,} more payers are in the tables. " if left and page is pages[MOST_SLIDES - 1] else ""
        words(slide, more + comparing.KEY, LEFT, 6.5, RIGHT - LEFT, 0.4, 10, PRINT.soft, smallest=8)
