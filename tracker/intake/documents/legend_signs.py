"""Signs that a legend calls by their names: `An asterisk: approval is required`, `A ring (○) means that none is needed`.

The one thing to know: a name counts only where an explanation follows; "a star rating" and "check the box" name no sign.
"""

from __future__ import annotations

import re

NAMES = {
    "double asterisk": "**", "two asterisks": "**", "two stars": "**", "asterisk": "*", "star": "*",
    "double dagger": "‡", "dagger": "†", "section sign": "§", "check mark": "✓", "checkmark": "✓", "check": "✓", "tick": "✓",
    "filled circle": "●", "solid circle": "●", "full circle": "●", "black dot": "●", "bullet": "●", "dot": "●",
    "open circle": "○", "empty circle": "○", "hollow circle": "○", "ring": "○", "circle": "○",
    "filled square": "■", "solid square": "■", "open square": "□", "square": "■", "triangle": "▲", "cross": "✗",
    "plus sign": "+", "minus sign": "-", "dash": "-", "hyphen": "-",
}  # fmt: skip
BESIDE = (
    r"(?:\s+(?:beside|next to|after|behind|following|against|by|on|in front of|before)\s+"
    r"(?:(?:the|a|an|any|its)\s+)?(?:cpt\s+|hcpcs\s+|procedure\s+)?(?:codes?|fees?|amounts?|entry|entries|number|line|row|service)\b)?"
)
SAYS = r"\s*(?:=|:|\s[–—-]\s|\s(?:means?|indicates?|denotes?|shows?|marks?|signif(?:y|ies)|stands? for|tells?|designates?)\b)"
PLACED = r"(?:\s+(?:in|under)\s+(?:the\s+|this\s+|that\s+)?[\w/. -]{1,28}?)?"
NAMED = re.compile(
    rf"(?i)(?<![\w-])(?:(?:an?|the|one)\s+)?(?P<name>{'|'.join(sorted(NAMES, key=len, reverse=True))})"
    rf"{BESIDE}(?={PLACED}{SAYS})"
)
SHOWN = re.compile(
    rf"(?i)(?<![\w-])(?:(?:an?|the|one)\s+)?(?:[a-z-]+\s+){{1,3}}?\((?P<sign>[^\w\s()]{{1,3}})\){BESIDE}(?={PLACED}{SAYS})"
)
TWINS = str.maketrans(
    {"✔": "✓", "☑": "✓", "✅": "✓", "✘": "✗", "✖": "✗", "☒": "✗", "❌": "✗", "•": "●", "⬤": "●", "◯": "○"}
)


def signs_for_names(line: str) -> str:
    """The line with the signs themselves in place of their names, where the name is explained."""
    line = SHOWN.sub(lambda m: m["sign"], line)
    return NAMED.sub(lambda m: NAMES[re.sub(r"\s+", " ", m["name"]).casefold()], line)


def one_kind(entry: str) -> str:
    """Signs that are drawn in several ways (`✔`, `✓`, `☑`) as one."""
    return entry.translate(TWINS)
