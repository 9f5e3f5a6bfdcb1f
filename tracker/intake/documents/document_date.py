"""The day a whole document, schedule or sheet takes effect, for statements that give none of their own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from itertools import islice

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.dates import days, period
from tracker.intake.documents.model import Block, Reading, Table
from tracker.intake.documents.text import flat, sentences

WHOLE = re.compile(
    r"(?i)\b(?:policy|bulletin|schedule|list|manual|guide|notice|exhibit|rates?|fees?|allowances?|document|publication|edition|update|changes?|table|rules?|coverage|amendment|agreement|services (?:provided |rendered |furnished )?on (?:and|or) after|for (?:dates of )?services?|article|transmittal|codes?)\b"
)
LABEL = re.compile(
    r"(?i)^\W*(?:(?:policy|original|proposed|current|plan|rate|fee schedule|list|schedule|version)\s+)?(?:effective(?: date)?|eff\b\.?|in effect|valid|takes effect|start date|effective from|applies)\b"
)
FIRST = 60


def _lines(parts: Iterable[Block | Table], sheet: str | None) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Block):
            yield part.text
        elif part.sheet == sheet or sheet is None:
            for row in part.rows[:8]:
                cells = [c for c in row.cells if c.strip()]
                if len(cells) == 1:
                    yield cells[0]
                elif cells and not find_codes(flat(" ".join(cells))):
                    yield from (f"{a}: {b}" for a, b in itertools.pairwise(cells) if len(a) < 40)
                    yield " ".join(cells)


def document_start(reading: Reading, sheet: str | None = None) -> tuple[str | None, str]:
    """(day, the line it rests on). Days of review, publication and printing are not it."""
    for text in islice(_lines(_early(reading), sheet), FIRST):
        for line in [*text.split("\n"), flat(text)]:
            for sentence in sentences(flat(line)):
                found = _of_sentence(sentence)
                if found:
                    return found, sentence
    return None, ""


def _early(reading: Reading) -> Iterable[Block | Table]:
    for part in reading.parts:
        page = part.place.page if isinstance(part, Block) else part.rows[0].place.page if part.rows else None
        if (page or 1) <= 3:
            yield part


def _of_sentence(sentence: str) -> str | None:
    if len(sentence) > 320 or not days(sentence) or find_codes(sentence):
        return None
    when = period(sentence)
    if not when.start:
        return None
    if LABEL.match(sentence):
        return when.start
    if re.search(
        r"(?i)\b(?:effective(?: date| as of)?|eff\.?|in effect|on and after|on or after|in force|takes? effect|beginning|from)\b",
        sentence,
    ) and WHOLE.search(sentence):
        short = len(sentence) < 140
        return (
            when.start
            if short
            or re.search(
                r"(?i)\bthis (?:policy|bulletin|schedule|list|manual|notice|update|document|guide)\b|(?:table|rates?|list|schedule|changes?) (?:applies|apply|are|is|take)",
                sentence,
            )
            else None
        )
    return None
