"""Which line of business words are bound to, in the words of the vocabulary.

The one thing to know: `as Medicare pays` measures a payment by Medicare's and binds it to no product.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.intake.documents.phrases import products
from tracker.intake.documents.predicates import blank

MEASURE = re.compile(
    r"(?i)\b(?:as|under|per|follow\w*|by|of|with|than|mirror\w*|using|on|to)\s+(?:the\s+)?(?:original\s+|traditional\s+)?medicare('s)?\s+(?:rules?|rates?|pays?|guid\w+|fee|allowables?|allows?|does|physician|coverage|polic\w+|NCDs?|LCDs?|national)"
    r"|as\s+(?:(?:they|it|these|those)\s+(?:are|is)\s+(?:\w+\s+)?(?:in|under|by)\s+)?(?:original|traditional)\s+medicare(?:\s+pays)?"
)


def product_spans(text: str) -> list[tuple[int, int]]:
    """Where products are named, in order; words inside longer names count once."""
    text = MEASURE.sub(lambda m: " " * len(m.group()), text)
    spans: list[tuple[int, int]] = []
    for _, pattern in products():
        for m in pattern.finditer(text):
            spans.append(m.span())
            text = blank(text, [m.span()])
    return sorted(spans)


@lru_cache(maxsize=4096)
def product_of(text: str) -> str | None:
    """The line of business a clause is bound to; several are joined by commas."""
    text = MEASURE.sub(lambda m: " " * len(m.group()), text)
    found: list[str] = []
    for name, pattern in products():
        for m in pattern.finditer(text):
            found.append(name)
            text = blank(text, [m.span()])
    return ", ".join(dict.fromkeys(found)) or None
