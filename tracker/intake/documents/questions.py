"""Questions and their answers: `Is 97550 payable? Yes.`, `97550 is, 97552 is not.`

The one thing to know: an answer says what was asked, kept or turned round; a question states nothing by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.clauses import SHORT_NO, Stated, clauses
from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.dates import Period, days, period
from tracker.intake.documents.model import Place
from tracker.intake.documents.products import product_of
from tracker.intake.documents.references import (
    ANSWER,
    ASKS_ALSO,
    NEGATIVE,
    REFERS,
    SHORT_YES,
    WHEN,
)
from tracker.intake.documents.resolve import Entry
from tracker.intake.documents.section import Section, codes_in, remember
from tracker.intake.documents.statements import (
    BUNDLED,
    CONDITIONS,
    COVERED,
    NOT_COVERED,
    Says,
    conditional,
    read,
)
from tracker.intake.documents.topic import is_topic

LABELLED = re.compile(r"^\W*(?:A(?:nswer)?[.:]\s*)?([A-Z][\w&’' -]{2,40}):\s+(?=(?i:yes|no|not)\b)")


NO_PRODUCT = re.compile(
    r"(?i)\b(?:authori[sz]ation|approval|auth|PA|pre\w+|cover\w*|payment|benefits?|notes?|answer|reminder|important|limits?|status|referral|codes?)\b"
)


def labelled(sentence: str, section: Section) -> tuple[str | None, str]:
    """`Choice Plus: no, it is excluded.` answers a question for one product: its name, and the sentence without it."""
    m = LABELLED.match(sentence) if section.question else None
    if m is None or NO_PRODUCT.search(m.group(1)) or find_codes(m.group(1)):
        return None, sentence
    return product_of(m.group(1)) or m.group(1), sentence[m.end() :]


def elliptic(stated: Stated, section: Section, year: int | None, before: str | None) -> Stated:
    """`97550 is, 97552 isn't`: the predicate is the question's, or that of the sentence before."""
    says = stated.says
    if not stated.codes or says.status or says.undecided or says.restricts or says.auth != "unknown":
        return stated
    refused = SHORT_NO.search(stated.text)
    if not refused and not (section.question and SHORT_YES.search(stated.text)):
        return stated
    asked = next((s.says.status for s in clauses(section.question.rstrip("? "), year) if s.says.status), before)
    if asked not in {COVERED, CONDITIONS}:
        return stated
    status = NOT_COVERED if refused else COVERED
    return replace(stated, says=replace(says, status=status, reason=f"{section.question} {stated.text}".strip()))


def ask(sentence: str, section: Section, place: Place) -> None:
    section.question = sentence
    if not ASKS_ALSO.match(sentence):
        section.asked = sentence
        if any(s.says.status for s in clauses(sentence.rstrip("? "))):
            section.asked_pay = sentence
    named = codes_in(sentence)
    section.lately = named or section.lately
    remember(section, named)
    if named:
        section.subject = named
        section.entries.append(Entry(named, Says(reason=sentence), sentence, place, True))
    elif is_topic(sentence):
        section.subject = ()


def _asked(question: str) -> str:
    return re.sub(r"(?i)^\W*(?:q(?:uestion)?\s*\d*[.:)]\s*)?", "", question).rstrip("? ")


def answer_to(
    sentence: str,
    section: Section,
    place: Place,
    year: int | None,
    fresh: list[tuple[Says, str, Place]],
    label: str | None = None,
) -> bool:
    """A yes or no to the question before: the question's predicate, kept or turned round."""
    if section.question and section.subject and WHEN.search(section.question) and not codes_in(sentence):
        when = period(sentence, year)
        first = next(iter(days(sentence, year)), None)
        if not when and first and sentence.startswith(sentence[first.start : first.end]):
            when = Period(first.day.isoformat())  # "When? July 1, 2025."
        if when.start and len(sentence.split()) < 12:
            section.entries.append(
                Entry(
                    section.subject, Says(period=when, reason=sentence), f"{section.question} {sentence}", place, True
                )
            )
            return True
    m = ANSWER.match(sentence)
    if not m or not section.question:
        return False
    said = not NEGATIVE.search(m.group(1))
    rest = sentence[m.end() :]
    asked = _asked(section.asked or section.question)
    if ASKS_ALSO.match(_asked(section.question)) and section.asked_pay and not read(rest, year).empty:
        asked = _asked(section.asked_pay)  # "what about 97552?" - "yes, with approval": payment was asked for
    found = [s for s in clauses(asked, year) if not s.says.empty]
    if not found:
        return False
    says = found[0].says
    turned = {
        COVERED: COVERED if said else NOT_COVERED,
        CONDITIONS: CONDITIONS if said else NOT_COVERED,
        NOT_COVERED: NOT_COVERED if said else COVERED,
        BUNDLED: BUNDLED if said else COVERED,
    }
    auth = says.auth if said or says.auth == "unknown" else {"yes": "no", "no": "yes"}[says.auth]
    status = turned.get(says.status or "")
    if says.auth != "unknown":
        status = None
    if status == COVERED and conditional(rest):
        status, says = CONDITIONS, replace(says, conditions=(sentence,))
    named = (
        codes_in(section.question)
        or codes_in(sentence)
        or (section.subject if says.auth != "unknown" or REFERS.search(asked) else ())
    )
    answer = Says(
        status=status,
        auth=auth,
        reason=f"{section.question} {sentence}",
        conditions=says.conditions if status == CONDITIONS else (),
    )
    if label:
        answer = replace(answer, product=label)
    if named and len(rest.strip(" .,")) < 400:
        section.entries.append(Entry(named, answer, f"{section.question} {sentence}", place, True))
        section.subject = named
    elif not codes_in(sentence):
        section.pending.append((answer, f"{section.question} {sentence}", place))
        if is_topic(section.question):
            fresh.append((answer, f"{section.question} {sentence}", place))
    return False
