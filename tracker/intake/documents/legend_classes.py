"""Classes that a document explains in sentences: `Category A codes are payable.`, `Codes in tier 3 need approval.`

The one thing to know: the class must be the subject of its sentence. A footnote that moves a code into another class
("Moves to Category A on January 1, 2027") says what that class says, from that day on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.statements import Says

KIND = r"(?P<kind>category|class|tier|group|status|level|type|list|indicator|rule)"
KEYS = r"(?P<keys>(?-i:[IVX]{2,4}|[A-Z]\d?|\d{1,2})(?:(?:,\s*|\s+(?:and|or|&)\s+|,\s*(?:and|or)\s+)(?-i:[IVX]{2,4}|[A-Z]\d?|\d{1,2}))*)(?![\w-])"
THINGS = r"(?:codes?|services?|procedures?|items?|lines?)"
SUBJECT = re.compile(
    rf"(?i)^\W*(?:(?:all|the|any|every|each|an?)\s+)?(?:{THINGS}\s+(?:(?:listed|placed|marked|shown|assigned|that are|which are)\s+)?(?:in|of|under|with|to|as)\s+(?:the\s+)?)?"
    rf"(?:{KIND}|categories|classes|tiers|groups|levels)\s+{KEYS}(?:\s+{THINGS})?\s+(?=(?:is|are|do|does|will|may|can|need|needs|require|requires|must|pay|pays|have|has|never|always|cannot)\b)"
)
MOVES = re.compile(
    rf"(?i)\b(?:moves?|moved|moving|changes?|changed|changing|becomes?|becoming|goes|passes|reclassified|reassigned|will (?:move|change|become|be (?:moved|reclassified|reassigned)))\s+(?:(?:from\s+\w+\s+)?(?:in)?to\s+)?{KIND}\s+{KEYS}"
)


def classes(sentence: str, meaning: Callable[[str], Says]) -> list[tuple[str, str, Says]]:
    """(key, column, what is said) of each class that is the subject of the sentence."""
    m = SUBJECT.match(sentence)
    if m is None or find_codes(sentence):
        return []
    says = meaning(f"The codes {sentence[m.end() :]}")
    if not (says.status or says.undecided or says.auth != "unknown"):
        return []
    column = (m["kind"] or "category").casefold()
    return [(key.casefold(), column, says) for key in _keys(m["keys"])]


def moved_to(line: str, known: Iterable[tuple[str, str, Says]]) -> Says | None:
    """What a footnote says that moves a code to another class, by what is known of the classes."""
    m = MOVES.search(line)
    if m is None:
        return None
    key = _keys(m["keys"])[-1].casefold()
    return next((says for k, column, says in known if k == key and says.status and _same(column, m["kind"])), None)


def _keys(written: str) -> list[str]:
    return re.findall(r"[IVX]{2,4}|[A-Z]\d?|\d{1,2}", re.sub(r"\b(?:and|or)\b", " ", written))


def _same(column: str, kind: str) -> bool:
    short, long = sorted((column.casefold().strip(" .:"), kind.casefold()), key=len)
    return not short or long.startswith(short)
