"""Sentences that lean on what stands before: `Neither is 97552`, `from the same day`, `the three codes above`.

The one thing to know: each takes the nearest thing that fits and takes nothing where none does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

AS_BEFORE = re.compile(
    r"(?i)^\W*(?:(?:and\s+|but\s+)?(?:neither|nor|so|likewise|similarly)\s+(?:is|are|do|does|will|can|may|has|have|was|were)\b"
    r"|(?:and\s+|but\s+)?the same (?:is true|goes|applies|holds|position|rule applies|decision|answer)\b"
    r"|(?:likewise|similarly|ditto)\s*[:,]?\s+(?:for\s+)?(?:cpt |hcpcs |codes? )*(?=[A-Z]?\d{4,5}))"
)
DENYING = re.compile(r"(?i)^\W*(?:and\s+|but\s+)?(?:neither|nor)\b")
SAME_DAY = re.compile(
    r"(?i)\b(?:from|on|as of|since|beginning|starting|effective(?: (?:on|from|as of))?)\s+(?:the\s+(?:very\s+)?same|that(?: same)?)\s+(?:day|date)\b"
    r"|\bwith the same effective date\b|\b(?:at|from) the same time\b|\bfrom then on\b"
)
COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
ABOVE = re.compile(
    rf"(?i)\b(?:(?:all|none|each|any|either|both)(?: of)?(?: the| these| those)?|the|these|those)\s+(?P<count>{'|'.join(COUNT)})\s+(?:\w+\s+){{0,2}}?"
    r"(?:codes?|services?|procedures?)\s+(?:named |listed |given |mentioned |shown |discussed |just )*(?:above|before|so far|already named|named earlier|mentioned)\b"
)


def leans_on(text: str) -> bool:
    """Does the clause repeat the statement before it for other codes?"""
    return bool(AS_BEFORE.match(text))


def counted_above(sentence: str, named: Sequence[str]) -> tuple[str, ...]:
    """`None of the three codes above`: the codes named last, where as many were named."""
    m = ABOVE.search(sentence)
    count = COUNT[m["count"].casefold()] if m else 0
    return tuple(named[-count:]) if 0 < count <= len(named) else ()
