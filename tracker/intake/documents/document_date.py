"""The day a whole document, schedule or sheet takes effect, for statements that give none of their own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from itertools import islice

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.dates import NEVER, Period, days, period
from tracker.intake.documents.model import Block, Reading, Table
from tracker.intake.documents.statements import read
from tracker.intake.documents.text import flat, sentences

WHOLE = re.compile(
    r"(?i)\b(?:policy|bulletin|schedule|list|manual|guide|notice|exhibit|rates?|fees?|allowances?|document|publication|edition|update|changes?|table|rules?|coverage|amendment|agreement|services (?:provided |rendered |furnished )?on (?:and|or) after|for (?:dates of )?services?|article|transmittal|codes?)\b"
)
LABEL = re.compile(
    r"(?i)^\W*(?:(?:policy|original|proposed|current|plan|rate|fee schedule|list|schedule|version)\s+)?(?:(?:plan|benefit|contract|policy|calendar|fiscal) year|(?:contract|agreement|coverage|schedule) (?:term|period)|effective(?: date)?|eff\b\.?|in effect|in force|valid|takes effect|start date|effective from|applies)\b"
)
STARTS = re.compile(
    r"(?i)\b(?:effective(?: date| as of)?|eff\.?|in effect|on and after|on or after|in force|valid|takes? effect|beginning|from)\b"
)
INNER = re.compile(
    r"(?i)(?<!original )(?<!initial )(?<!previous )(?<!prior )\b(?:policy |rate )?effective date\s*:\s*(?=\d|[A-Z][a-z]{2})"
)
OWN = re.compile(
    r"(?i)\b(?:this (?:policy|bulletin|schedule|list|manual|notice|update|document|guide|exhibit|amendment)\b.{0,80}\b(?:effective|in effect|in force|takes? effect|applies|begins?)"
    r"|\b(?:exhibit|section|schedule|attachment|appendix|agreement|contract|amendment)\b.{0,60}\b(?:is|are|be) (?:hereby )?(?:amended|replaced|added|revised)\b.{0,50}\b(?:as of|effective)\b"
    r"|(?:table|rates?|list|schedule|changes?|exhibit \w+) (?:applies|apply|are|is|takes?) (?:to|effect|effective|in)|(?:under|in) (?:exhibit|schedule|appendix|attachment) \w+\b.{0,90}\bfrom\b)"
)
ANSWERED = re.compile(r"(?i)^\W*(?:a|answer|q|question)[.:]\s|\b(?:yes|no),\s")
OF_CODES = re.compile(
    r"(?i)^\W*(?:a\d*[.:]\s*)?(?:(?:yes|no)[,.;]\s*)?(?:both|they|either|neither|each|it)\b|^\W*(?:these|those) (?:two |three |four )?codes?\b"
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


def document_period(reading: Reading, sheet: str | None = None) -> Period:
    """The period the whole document holds for. Days of review, publication and printing are not it."""
    for text in islice(_lines(_early(reading), sheet), FIRST):
        coded = bool(find_codes(flat(text)))
        for line in [*text.split("\n"), flat(text)]:
            if coded and line != text and not LABEL.match(line):
                continue  # a line out of a statement on codes
            for sentence in sentences(flat(line)):
                found = _of_sentence(sentence)
                if found:
                    return found
    return NEVER


RETIRED = re.compile(
    r"(?i)\b(?:retired|archived|sunset|expired|expires|terminated|withdrawn|obsolete|end date|termination date|expiration date|retirement date|last day|superseded)\b(?: (?:on|as of|date|after|through|effective|by \S+ (?:on|effective)))*\s*:?\s*$"
)


def last_day(reading: Reading) -> str | None:
    """The day after which the whole document no longer holds, where its front says so: `Retired 03/31/2026`."""
    for text in islice(_lines(_early(reading), None), FIRST):
        for sentence in sentences(flat(text)):
            if len(sentence) > 200 or find_codes(sentence):
                continue
            for day in days(sentence):
                if day.whole and RETIRED.search(sentence[: day.start][-40:]) and day.day.year < 2099:
                    return day.day.isoformat()
    return None


def _early(reading: Reading) -> Iterable[Block | Table]:
    for part in reading.parts:
        page = part.place.page if isinstance(part, Block) else part.rows[0].place.page if part.rows else None
        if (page or 1) <= 3:
            yield part


def _of_sentence(sentence: str) -> Period | None:
    if OF_CODES.match(sentence) and read(sentence).status:
        return None
    if ANSWERED.match(sentence) or len(sentence) > 320 or not days(sentence) or find_codes(sentence):
        return None
    when = period(sentence)
    if not when.start:
        return None
    inner = INNER.search(sentence)
    if inner and not LABEL.match(sentence):
        return period(sentence[inner.start() :])
    if LABEL.match(sentence) or OWN.search(sentence):
        return when
    if STARTS.search(sentence) and WHOLE.search(sentence):
        return when if len(sentence) < 140 else None
    return None
