"""Clauses made whole by what stands before them: `Neither is 97552.`, `from the same day`, `Coverage: Yes` below a heading.

The one thing to know: `backward` tells how they look, this module what they come to in the section that is read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.backward import DENYING, SAME_DAY, leans_on
from tracker.intake.documents.clauses import Stated, picked
from tracker.intake.documents.dates import Period
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.references import (
    ALL_BUT,
    ORDINAL,
)
from tracker.intake.documents.section import Section, codes_in
from tracker.intake.documents.statements import (
    CONDITIONS,
    COVERED,
    Says,
)


def of_known(said: Stated, known: tuple[str, ...], sentence: str) -> Stated:
    """`The first two are payable`, `all but 97552 are payable`: which of the codes named last are meant."""
    if said.codes or len(known) < 2:
        return said
    if ORDINAL.match(said.text) and (chosen := picked(said.text, known)):
        return replace(said, codes=chosen, named=True)
    if ALL_BUT.search(sentence) and (rest := tuple(c for c in known if c not in codes_in(sentence))):
        return replace(said, codes=rest, named=True)
    return said


KEYED = re.compile(
    r"(?i)^\W*(?:(?:coverage|payment|reimbursement|benefit|current|plan)\s+)*(?:status|coverage|covered|position|decision|determination|payable|reimbursement|reimbursable|payment|benefit)"
    r"\s*\??\s*(?:[:=]|\s-\s)\s*(?P<value>[^:]{1,90})$"
)


def keyed(sentence: str, section: Section, inside: bool, year: int | None) -> Says | None:
    """`Coverage: Yes` below a heading that names codes: what stands behind the colon is read as an entry of a table."""
    m = KEYED.match(sentence) if section.subject and (inside or codes_in(section.title)) else None
    if m is None or codes_in(sentence):
        return None
    says = read_cell(m["value"].strip(" ."), "covered", year)
    return replace(says, reason=f"{section.title} {sentence}".strip()) if says.status or says.undecided else None


def leaning(stated: Stated, section: Section) -> Stated:
    """`Neither are 97551 and 97552.`: what was said last is said of these codes too."""
    says = stated.says
    if not stated.codes or says.status or says.auth != "unknown" or not leans_on(stated.text):
        return stated
    last = next((e for e in reversed(section.entries) if e.says.status or e.says.auth != "unknown"), None)
    if last is None or (
        DENYING.match(stated.text) and (last.says.status in {COVERED, CONDITIONS} or last.says.auth == "yes")
    ):
        return stated
    return replace(stated, says=replace(last.says, rate=None, reason=f"{last.sentence} {stated.text}"))


def on_the_day(stated: Stated, section: Section) -> Stated:
    """`from the same day`: the first day that was named last."""
    says = stated.says
    if not says.period and section.day and SAME_DAY.search(stated.text):
        return replace(stated, says=replace(says, period=Period(section.day)))
    section.day = says.period.start or section.day
    return stated
