"""What one entry of a table says, where a word or two stand for a sentence: `Yes`, `NC`, `by report`, `with criteria`.

The one thing to know: the header asks the question; without one a bare yes or no answers nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.authorization import authorization
from tracker.intake.documents.phrases import indicators
from tracker.intake.documents.statements import CONDITIONS, Says, read

CONDITION_CELL = re.compile(
    r"(?i)^(?:(?:if|when|where|provided|only (?:if|when|with|after)|with|subject to|upon|once|based on|per) (?:\w+ ){0,3}?(?:criteria|conditions?|medical necessity|medical review|plan of care|requirements?|consent|guidelines?)\b"
    r"|(?:criteria|conditions?|limits?|limitations?|restrictions?) appl(?:y|ies)\b|criteria(?:[- ]based)?$|conditional(?:ly)?$|with (?:conditions|criteria|limits|restrictions|limitations)$|medical necessity(?: review| criteria)?$|medically necessary(?:[,;(].*)?$)"
)


BEFOREHAND = re.compile(
    r"(?i)^(?:after|beyond|over|more than|from) (?:the )?(?:first )?(?:\w+ )?(?:\d+|\w+) (?:units?|visits?|sessions?|hours?)\b"
    r"|^(?!.*\bno\b)(?!.*\bnot\b).*\b(?:before|prior to|ahead of) (?:the )?(?:first )?(?:service|treatment|session|visit)\b|^in advance\b"
)  # in a column on authorization: when, or how, it is asked for


def read_cell(text: str, question: str = "status", year: int | None = None) -> Says:
    """What an entry of a table says. `question`: status, auth, covered (the header asks), or medicare (indicator)."""
    entry = text.strip().strip(".").strip()
    bare = re.sub(r"\s*\^\w{1,2}$|\s*[*†‡]+$", "", entry).casefold()
    meaning = indicators(question).get(bare) or (indicators("status").get(bare) if question != "auth" else None)
    if question == "auth":
        if meaning:
            return Says(auth=meaning, reason=text)
        auth, _ = authorization(entry)
        if auth == "unknown" and (
            re.match(r"(?i)(?:yes|required|needed|always|prior)\b", entry) or BEFOREHAND.search(entry)
        ):
            auth = "yes"
        elif auth == "unknown" and re.match(
            r"(?i)(?:no\b(?! (?:benefit|coverage|payment))|not (?:required|needed|necessary|applicable|subject|on)|none\b|n/?a\b|never\b|waived|exempt|does not apply|do not apply|free\b)",
            entry,
        ):
            auth = "no"
        return Says(auth=auth, reason=text)
    if meaning is not None:
        entry = meaning
    if not entry:
        return Says()
    if re.fullmatch(
        r"(?i)(?:by report|individual consideration|by invoice|case[- ]by[- ]case|individual review|reviewed individually|manual(?:ly)? pric\w+|invoice)",
        entry,
    ):
        return Says(CONDITIONS, conditions=(text.strip(),), reason=text)
    if CONDITION_CELL.match(entry) and question != "auth":
        return replace(read(f"covered {entry}", year), status=CONDITIONS, conditions=(text.strip(),), reason=text)
    if re.match(r"(?i)see (?:note|footnote|below|section|policy|comment)", entry):
        return Says(reason=text)
    says = read(entry, year)
    if says.empty or not (says.status or says.undecided or says.restricts):
        words = re.sub(
            r"(?i)^included (?:in|under|with) (?:the |your |our |this )?(?:\w+ )?(?:coverage|benefits?|plan|package|covered services)\b.*",
            "covered",
            entry,
        )
        words = re.sub(r"(?i)^(?:included|inclusive|incidental|packaged)\b.*", "bundled", words)
        words = re.sub(
            r"(?i)^(?:part of|(?:within|in) (?:the |another |other |an? )?(?:\S+ ){0,4}?(?:payments?|rates?|fees?|services?|codes?|visits?|procedures?|per diem|capitation|allowances?|reimbursements?|sessions?|evaluations?|treatments?)\b).*",
            "bundled",
            words,
        )
        words = re.sub(
            r"(?i)^(?:eligible|allowed|allowable|approved|accepted|active|payable|open|benefit|recognized|valid|yes|pays)\b",
            "covered",
            words,
        )
        words = re.sub(
            r"(?i)^(?:not (?:eligible|allowed|allowable|approved|accepted|active|a benefit|recognized|valid|open|on (?:file|schedule|list)|listed)|no benefit|no pay\w*|closed|inactive|ineligible|invalid|no\b(?! (?:prior|auth|pa|limit|pre))|never|none\b|terminated)\b",
            "not covered",
            words,
        )
        if words != entry:
            other = read(words, year)
            says = replace(
                says,
                status=other.status,
                conditions=other.conditions or says.conditions,
                undecided=other.undecided,
                restricts=other.restricts,
                reason=text,
            )
    return replace(says, reason=text)
