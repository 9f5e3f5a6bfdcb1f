"""Which column of a table holds what, from its header; and which rows are header.

The one thing to know: roles come from `scan_columns.csv`. A column whose header names a line of business holds that
product's statement; a column without a known header is only read for words, never for bare indicators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tracker.intake.documents.phrases import patterns
from tracker.intake.documents.products import product_of

ROLES = (
    "facility_rate",
    "period",
    "code",
    "modifier",
    "auth",
    "from",
    "to",
    "rate",
    "status",
    "limit",
    "provider",
    "label",
    "product",
    "record",
)
CODE_CELL = re.compile(r"^\W*(?:[A-Z]\d{4}|\d{4}[A-Z]|\d{5})(?!\d)(?!\.\d)")
SIGNED = re.compile(r"\s*(?:[^\w\s(\[\"'$#%&*-]{1,3}|\([^\w\s]{1,2}\)|\[[^\w\s]\])\s+[A-Za-z]{2}")
CODE_ANYWHERE = re.compile(r"(?<![\d$.,])(?:[A-Z]\d{4}|\d{5})(?![\d]|\.\d)")


@cache
def role(header: str) -> str:
    """The role of a header cell, or '' where it is not known."""
    text = re.sub(r"\^\w{1,2}|[*†‡]", "", re.sub(r"[\s_]+", " ", header)).strip(" .:").casefold()
    if not text or len(text) > 70 or "=" in text:
        return ""
    if PAST.search(text):
        return "past"
    text = SINCE.sub(" ", text).strip(" ,:-") or text  # "Fee effective 7/1/2026" is a fee
    apart = text.replace("-", " ")
    for form in dict.fromkeys([text, _expanded(text), _expanded(NOW.sub("", text)).strip(), apart, _expanded(apart)]):
        for name in ROLES:
            if any(pattern.fullmatch(form) for _, pattern in patterns("column", name)):
                return name
    return _loose(_expanded(text))


SINCE = re.compile(
    r"[\s(,:-]+(?:effective|eff\.?|as of|from|starting|beginning|on or after|in effect)\s+(?:from\s+|on\s+)?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|[a-z]{3,9}\.? \d{1,2},? \d{4})\)?$"
)
PAST = re.compile(
    r"\b(?:before|previous(?:ly)?|prior(?= (?:status|decision|coverage|rate|fee|position))|former(?:ly)?|old|last year|until now|was)\b"
)
NOW = re.compile(r"\b(?:now|new|current(?:ly)?|present|proposed|final|revised|updated)\b")
ABBREVIATIONS = {
    "dt": "date",
    "amt": "amount",
    "ind": "indicator",
    "cd": "code",
    "lim": "limit",
    "cov": "coverage",
    "svc": "service",
    "proc": "procedure",
    "eff": "effective",
    "stat": "status",
    "reqd": "required",
    "req": "required",
    "pmt": "payment",
    "reimb": "reimbursement",
    "allow": "allowed",
    "max": "maximum",
    "beg": "begin",
    "thru": "through",
    "cert": "certification",
    "nonfac": "non-facility",
    "u": "units",
    "un": "units",
    "qty": "quantity",
}


def _expanded(text: str) -> str:
    """Abbreviated words of data files written out, and `/` set apart."""
    words = re.sub(r"\s*/\s*", " / ", text).split()
    return " ".join(ABBREVIATIONS.get(w.strip(".'"), w) for w in words)


def _loose(text: str) -> str:
    """Headers in several words: what they speak of decides."""
    if re.search(r"\b(?:authori[sz]ation|prior auth|preauth|pre-?cert|approval)\b|\bpa\b", text):
        return "auth"
    if re.search(
        r"^(?:from|to|through|thru|first|last|start(?:ing)?|end(?:ing)?|begin(?:ning)?|low|high) (?:cpt |hcpcs |procedure )?codes?$",
        text,
    ):
        return "code"
    if re.search(
        r"\b(?:payment|pay|coverage|billing|pricing|benefit) (?:class|category|type|rule|flag|level|tier|group)\b", text
    ):
        return "status"
    if re.search(r"\breview (?:class|category|level|flag|type|required|before service|first)\b", text):
        return "auth"
    if re.search(r"\b(?:start|beginning|begin|first day) of\b|\bgo-? ?live\b|\blive\b", text):
        return "from"
    if re.search(
        r"\b(?:in force|in effect|closed|open|opened|valid|changed|active|excluded|covered) (?:since|from|on|as of)$",
        text,
    ):
        return "from"
    if re.search(r"\b(?:span|period|dates?|valid|effective|term|rate|line) (?:begins?|starts?|from|first)$", text):
        return "from"
    if re.search(
        r"\b(?:span|period|dates?|valid|effective|term|rate|line) (?:ends?|to|through|thru|last|until)$", text
    ):
        return "to"
    if re.search(r"\b(?:requirement|authori[sz]ation|pa)\b.*\b(?:end(?:ed|s)?|removed|lifted)\b", text):
        return "past"  # the last day of the requirement, not of the statement that there is none
    if re.search(r"\b(?:end|last day) of\b|\b(?:ended|expired)\b", text):
        return "to"
    if re.search(
        r"\b(?:retire\w*|terminat\w+|termed|end(?:s|ed|ing)?|expir\w+|discontinu\w+|delet\w+|inactive)\b.*\b(?:effective|date|day|on|as of)\b|\beffective (?:end|through|to|thru)\b",
        text,
    ):
        return "to"
    if re.search(
        r"\beffective\b|\bstart date\b|\bfrom date\b|\b(?:valid|good|applies|holds|counts) from\b", text
    ) and not re.search(r"end|through", text):
        return "from"
    if re.search(r"\b(?:end|term\w*|through|expir\w+) ?date\b", text):
        return "to"
    if re.search(
        r"\b(?:cpt|hcpcs|procedure|billing|service)\b.*\bcodes?\b|^codes?\b(?!.*(?:desc|label|status|mean))|\bcpt\b|\bhcpcs\b",
        text,
    ) and not re.search(r"desc|status|label|type", text):
        return "code"
    if (
        re.search(r"(?<!non-)(?<!non )(?<!non)facility|\bfac\b", text)
        and re.search(r"rate|fee|amount|allow|price|\$|max|pay", text)
        and not re.search(r"non-? ?fac", text)
    ):
        return "facility_rate"
    if re.search(
        r"\b(?:rate|fee|amount|allowance|allowable|price|reimbursement amount|maximum|mar)\b|\$", text
    ) and not re.search(r"schedule|type|for service|date|indicator|method", text):
        return "rate"
    if re.search(
        r"\b(?:covered|coverage|payable|reimburs\w+|eligible|paid|pays?|status|position|determination|benefit)\b", text
    ):
        return "status"
    if re.search(
        r"\b(?:limit\w*|condition\w*|criteria|comment\w*|remark\w*|note\w*|requirement\w*|instruction\w*|restriction\w*|units?)\b",
        text,
    ):
        return "limit"
    if re.search(
        r"\b(?:stock|item|order|part|catalog|serial|model|invoice|claim|case|ticket|account|member|group|license|npi|phone|fax|zip|document|form) ?(?:no|number|num|id|#)\b",
        text,
    ):
        return "record"
    if re.search(r"\b(?:modifiers?|mods?)\b", text):
        return "modifier"
    if re.search(r"\b(?:description|label|service|name|title)\b", text):
        return "label"
    return ""


def product(header: str) -> str | None:
    """The line of business a header names, where it names one and little else."""
    if re.fullmatch(r"(?i)\W*medicare\W*", header):
        return "medicare_advantage"  # a plan's own Medicare column is its Medicare Advantage product
    if re.fullmatch(r"(?i)\W*individual\W*", header):
        return "marketplace"
    return product_of(header) if len(header) <= 60 else None


def asks(header: str) -> str:
    """How a bare yes or no under this header is to be read: `covered`, `auth`, or `` where it cannot be."""
    text = _expanded(re.sub(r"[\s_]+", " ", header).strip().casefold())
    if role(header) == "auth":
        return "auth"
    if re.search(r"non-? ?covered|not covered|excluded|exclusion|denied|bundled", text):
        return ""
    if re.search(r"cover|payable|paid|reimburs|eligible|benefit|allowed|pay\b|pays\b|active|billable", text):
        return "covered"
    return "medicare" if re.search(r"\b(?:status|indicator|si|ind|stat)\b", text) else ""


FIRST = re.compile(r"(?i)\W*(?:first|from|start|begin|low|lower|beginning|starting)\b")
LAST = re.compile(r"(?i)\W*(?:last|to|through|thru|end|high|upper|ending)\b")


def names_a_span(first: str, last: str) -> bool:
    """`First | Last`, `From | Through`: two columns that hold the ends of spans."""
    return bool(FIRST.match(first) and LAST.match(last))


def looks_like_header(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c.strip()]
    if sum(bool(SIGNED.match(c)) for c in filled) > 1:
        return False  # "● covered | ○ not covered": a legend set in columns
    if len(filled) < 2 or any("=" in c for c in filled) or any(CODE_CELL.match(c.strip()) for c in filled):
        return False
    if any(len(c) > 75 for c in filled):
        return False
    if names_a_span(filled[0], filled[1]) and max(map(len, filled)) < 30:
        return True
    known = [role(c) or ("product" if product(c) else "") for c in filled]
    named = [r for r in known if r]
    if known.count("product") >= 2 and len(named) >= 0.7 * len(filled) and max(map(len, filled)) < 40:
        return True
    strong = [
        r for r in known if r in {"code", "auth", "from", "to", "period", "rate", "status", "facility_rate", "modifier"}
    ]
    return (
        ("code" in named and len(named) >= 2)
        or (len(strong) >= 2 and len(named) >= 0.5 * len(filled))
        or (known[0] == "code" and len(filled) >= 2 and len(filled[0]) < 30)
    )


def _names_columns(first: Sequence[str], below: Sequence[str]) -> bool:
    """A first row of short words above a row with numbers, one of them the name of a known column: `Item | Stock no.`"""
    filled = [c.strip() for c in first if c.strip()]
    plain = len(filled) >= 2 and all(len(c) < 30 and not re.search(r"\d", c) for c in filled)
    named = any(role(c) == "product" for c in filled) and any(len(c) > 40 for c in below)  # `State | Exception`
    return plain and any(re.search(r"\d", c) for c in below) and (named or any(role(c) == "record" for c in filled))


def header_height(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """(first, how many) header rows at the head of a table; (0, 0) where there is none."""
    if len(rows) > 1 and _names_columns(rows[0], rows[1]):
        return 0, 1
    for n, cells in enumerate(rows[:40]):
        if any(CODE_CELL.match(c.strip()) for c in cells[:3]) and not looks_like_header(cells):
            return 0, 0
        if not looks_like_header(cells):
            two = _merged(cells, rows[n + 1]) if n + 1 < len(rows) else []
            if (
                two
                and looks_like_header(two)
                and not any(CODE_CELL.match(c.strip()) for c in rows[n + 1])
                and sum(bool(c.strip()) for c in cells) >= 2
            ):
                return n, 2
            continue
        high = 1
        while n + high < len(rows) and high < 3:
            below = rows[n + high]
            filled = [c for c in below if c.strip()]
            if (
                not filled
                or any(CODE_ANYWHERE.search(c) or re.search(r"\d\.\d\d", c) for c in filled)
                or any(len(c) > 45 for c in filled)
            ):
                break
            named = sum(bool(role(c)) or re.fullmatch(r"(?i)[a-z/ ().-]{1,18}", c) is not None for c in filled)
            if (
                (below[0].strip() and role(below[0]) != "code")
                or named < len(filled)
                or (len(filled) < 2 and len(cells) > 2)
            ):
                break
            high += 1
        return n, high
    return 0, 0


def _merged(a: Sequence[str], b: Sequence[str]) -> list[str]:
    return [f"{x} {y}".strip() for x, y in zip(a, b, strict=False)]
