"""Numbers that look like a code and are none: telephones, ZIP codes, amounts, house, form and record numbers, links.

The one thing to know: the words and signs right beside a number tell; which words stands in `scan_code_context.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.intake.documents.phrases import one
from tracker.vocabulary import STATES

DASH = r"[-\u2010-\u2015\u2212\u00ad\u2043\ufe63\uff0d]"


SHAPE = r"(?:[A-Z]\d{4}|\d{4}[A-Z]|\d{5})"


LINK = re.compile(
    r"\S*(?:https?://|www\.|@|://)\S*|\S+\.(?:pdf|html?|aspx?|docx?|xlsx?|com|org|gov|example)\b\S*", re.I
)


TELEPHONE = re.compile(r"(?<![\d-])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)")


ZIP4 = re.compile(rf"(?<!\d)\d{{5}}{DASH}\d{{4}}(?!\d)")


def is_address(text: str, start: int, end: int) -> bool:
    """A house number before a street, or a ZIP code behind a place."""
    after, before = text[end : end + 60], text[max(0, start - 60) : start]
    street = one("context", "street").pattern
    if re.match(rf"\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w.'’]*\s+){{1,4}}(?i:{street})", after):
        return True
    state = re.search(r"([A-Z][a-z]+\.?,?)\s+([A-Z]{2})\.?,?\s+$", before)
    if state and state.group(2) in STATES:
        return True
    named = re.search(r",\s*([A-Z][a-z]+(?: [A-Z][a-z]+)?)\s+$", before)
    if named and named.group(1) in STATES.values():
        return True
    return bool(
        re.search(
            rf"(?:\b(?i:box)\s+\w+|\d+\s+(?:[A-Z]\w*\s+){{1,3}}(?i:{street}))[.,]?\s+(?:[A-Z][\w.'’]*,?\s+){{1,4}}$",
            before,
        )
    )


def names_a_record(words: list[str]) -> bool:
    """Do the last words before a number say that it counts something else: `form`, `mail stop`, `change request`?"""
    last = words[-1].rstrip(".")
    record = one("context", "decoy_before")
    return bool(record.fullmatch(last) or (len(words) > 1 and record.fullmatch(f"{words[-2].rstrip('.')} {last}")))


def is_decoy(text: str, start: int, end: int) -> bool:
    """Do the surroundings say that this number is something else?"""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if re.search(r"[$€£#]\s*$|\bUSD\s*$|[\d,]{2},$|\d\.$|[\w]\.$(?<=\d\.)|=\s*\"?$", before):
        coded = re.search(r"(?:cpt|hcpcs|code)\w*\s*#\s*$", before, re.IGNORECASE)
        glued_list = re.search(rf"{SHAPE},$", before)
        if not coded and not glued_list:
            return True
    if re.match(r"\.\d|,\d{3}(?!\d)|%|\s*(?:USD|dollars)\b|:\d|\s?-\s?\d{4}(?!\d)", after):
        return True
    if re.search(r"\d[-/.:]$", before) and not re.search(rf"{SHAPE}(?:\^\w{{1,2}})?[-/]$", before):
        return True
    lead = re.search(r"([A-Za-z0-9]+)[-_/.]$", before)
    free = lead and re.fullmatch(rf"(?i:cpt|hcpcs|codes?|and|or)|{SHAPE}|\d{{1,2}}", lead.group(1))
    if lead and not free and not re.search(r"[a-z]{3,}[/]$", before):
        return True
    words = re.findall(r"[A-Za-z#§.][\w.]*|#", before[-32:])
    tail = before.rstrip()
    listed = re.match(rf"\s*(?:,|;|/|&|\band\b|\bor\b|\bthrough\b|\bto\b|-)\s*(?:and\s+|or\s+)?{SHAPE}(?!\w|-)", after)
    if re.match(r"-(?:[A-Z]{1,4}-?\d|[A-Z]{3,}|\d{2,3}-|[a-z])", after):
        return True
    if re.search(
        r"(?i)\b(?:numbers?|ids?|identifiers?)\s+(?:such as|like|e\.g\.,?|is|are|was|of|reads?)[\s:]*$", before
    ) and not re.search(r"(?i)(?:code|cpt|hcpcs|procedure)\s+(?:numbers?)", before):
        return True
    if words and not tail.endswith((";", ")", "]")):
        gap = before[before.rfind(words[-1]) + len(words[-1]) :]
        named = names_a_record(words) or (words[-1] == "#")
        as_code = any(one("context", "code_word").fullmatch(w.rstrip(".:")) for w in words[-3:])
        if (
            named
            and not as_code
            and not listed
            and re.fullmatch(r"[\s.:#,-]*", gap)
            and "," not in gap
            and "\n\n" not in gap
        ):
            return True
        previous = words[-2].rstrip(".") if len(words) > 1 else ""
        numbered = re.fullmatch(
            r"(?:is|are|:|no|number|id|type|category|kind|topic)", words[-1].rstrip(".:"), re.IGNORECASE
        )
        if (
            numbered
            and not one("context", "code_word").fullmatch(words[-1].rstrip(".:"))
            and one("context", "decoy_before").fullmatch(previous)
            and re.fullmatch(r"[\s.:#]*", gap)
        ):
            return True
    unit = re.match(r"\s+([a-z][\w.]*)", after)
    if unit and one("context", "decoy_after").fullmatch(unit.group(1).rstrip(".")):
        return True
    if re.match(r"-[A-Z](?![A-Z0-9])", after) and re.search(r"(?i)\b(?:forms?|id|item|list)\b", before):
        return True
    return is_address(text, start, end)


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int

    def holds(self, start: int) -> bool:
        return self.start <= start < self.end


def blocked_spans(text: str) -> list[Span]:
    """Stretches in which nothing is a code: links, telephones, ZIP+4."""
    return [Span(m.start(), m.end()) for p in (LINK, TELEPHONE, ZIP4) for m in p.finditer(text)]
