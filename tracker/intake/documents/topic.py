"""Does a sentence speak of teaching those who care for a patient, without the patient? Wording where no code stands.

The one thing to know: caregivers named in passing are not the topic. A sentence counts when it names helpers, a teaching
or meeting, and the absence of the patient; or a fixed term of the field in a sentence about payment.
"""

from __future__ import annotations

import itertools
import re
from functools import cache

from tracker.intake.documents.phrases import one, patterns
from tracker.reference import rows


@cache
def _quick() -> re.Pattern[str]:
    """A cheap first look. The hints are parts of words, so they are not bound to whole ones as other phrases are."""
    return re.compile("|".join(r["phrase"] for r in rows("scan_topic") if r["role"] == "hint"), re.IGNORECASE)


@cache
def _terms() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """Terms that stand for the topic by themselves, and those that need a word of payment beside them."""
    notes = [r["notes"] for r in rows("scan_topic") if r["role"] == "term"]
    found = [p for _, p in patterns("topic", "term")]
    bare = [p for p, note in zip(found, notes, strict=True) if not note]
    return bare, [p for p, note in zip(found, notes, strict=True) if note]


def is_topic(sentence: str) -> bool:
    if not _quick().search(sentence):
        return False
    bare, paid = _terms()
    if any(p.search(sentence) for p in bare):
        return True
    if any(p.search(sentence) for p in paid) and one("topic", "payment").search(sentence):
        return True
    absent = one("topic", "absent").search(sentence)
    if not absent:
        return False
    return bool(one("topic", "helper").search(sentence) and one("topic", "teach").search(sentence))


def may_hold_topic(text: str) -> bool:
    """A quick look at a page: any window of text that may be the topic."""
    if not _quick().search(text):
        return False
    flat = re.sub(r"\s+", " ", text.replace("-\n", ""))
    parts = re.split(r"(?<=[.!?])\s+", flat)
    return any(map(is_topic, parts)) or any(is_topic(f"{a} {b}") for a, b in itertools.pairwise(parts))
