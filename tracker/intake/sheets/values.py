"""The other values of a line: money, units, states, ticks, lines of business.

The one thing to know: outcomes in words are read by `outcome_words`, which this module hands on under its own name.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from tracker.intake.sheets import tongues
from tracker.intake.sheets.clean import plain, simple
from tracker.intake.sheets.outcome_words import decided, outcome, unbilled
from tracker.vocabulary import STATES, LineOfBusiness

__all__ = [
    "decided",
    "flag",
    "line_of_business",
    "money",
    "outcome",
    "state",
    "state_in",
    "state_of_place",
    "unbilled",
    "units",
]

_YES = frozenset("y yes true t 1 x checked ticked selected on ✓ ✔ ☑ ☒ √ ✗ ✘ × si sí yep yeah yup".split())
_NO = frozenset("n no false f 0 unchecked not_checked unticked off ☐ ☐ nope nah".split()) | {
    "not selected",
    "not checked",
}
_STATE_NAMES = {name.casefold(): code for code, name in STATES.items()} | {"washington dc": "DC", "washington d.c.": "DC", "d.c.": "DC", "penn": "PA", "calif": "CA", "mass": "MA", "tenn": "TN", "wash": "WA", "minn": "MN", "wisc": "WI", "fla": "FL", "tex": "TX", "ariz": "AZ", "colo": "CO", "conn": "CT", "mich": "MI", "okla": "OK", "ore": "OR", "virgin islands": "", "n carolina": "NC", "s carolina": "SC", "n dakota": "ND", "s dakota": "SD", "w virginia": "WV"}  # fmt: skip
_LONG_NAMES = re.compile(
    r"\b(" + "|".join(sorted((re.escape(n.casefold()) for n in STATES.values()), key=len, reverse=True)) + r")\b"
)


_STRESSED = re.compile(  # what adds nothing to a yes or a no
    r"(y|yes|yep|yeah|n|no|nope|nah)[\s,;.!:\-(]+(?:all|all of it|all (?:units|lines|of them)|in full|fully|everything|completely|"
    r"none|none of it|not at all|nothing|not a (?:cent|dime|penny)|zero|sir|they did|they did ?n[o']t|it (?:was|did)|it was ?n[o']t)[).!]*"
)


@lru_cache(maxsize=10_000)
def flag(value: str) -> bool | None:
    """A yes-or-no cell. None where it is neither."""
    text = simple(value)
    text = tongues.english(text) if len(text) < 5 else text
    if stressed := _STRESSED.fullmatch(text):
        text = stressed[1]
    return True if text in _YES else False if text in _NO else None


_BALANCE = re.compile(r"(?<=[\d)])\s*(?:cr|dr|db)$")  # the side of the account, not part of the amount


@lru_cache(maxsize=100_000)
def money(value: str) -> Decimal | None:
    """An amount in any dress: `$1,234.50`, `(11.64)`, `1.234,50`, `-$5`. None where the cell holds none."""
    text = _BALANCE.sub("", simple(value)).replace("usd", "").replace("us$", "")
    negative = text.startswith("(") or "-" in text
    digits = re.sub(r"[^\d.,]", "", text)
    if not digits or re.search(r"[a-z]", text) or not re.search(r"\d", digits):
        return None
    if re.fullmatch(r"[\d.]*,\d{1,2}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = digits.replace(",", "")
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    return -amount if negative else amount


@lru_cache(maxsize=10_000)
def units(value: str) -> int | None:
    """Units as a whole number: `2`, `2.00`, `2,00`, `00002.0`, `x3`, `1 unit`, `two`."""
    text = simple(value)
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    found = re.fullmatch(r"[x×]?\s*0*(\d{1,3})(?:[.,]0+)?\s*(?:x|units?|un?\.?|ea|each)?\.?", text)
    if found:
        return int(found[1]) if 0 < int(found[1]) < 200 else None
    first = text.split(" ")[0]
    return words.get(first) if first in words and re.fullmatch(r"\w+(?: units?)?", text) else None


@lru_cache(maxsize=20_000)
def state(value: str) -> str | None:
    """Two letters from an abbreviation, a name, or an address; None where the cell names no state."""
    text = plain(value)
    if len(text) == 2:
        return text.upper() if text.upper() in STATES else None
    low = text.casefold().strip(" .")
    if low in _STATE_NAMES:
        return _STATE_NAMES[low] or None
    dotted = low.replace(".", "").replace(" ", "")
    if len(dotted) == 2 and dotted.upper() in STATES and "." in low:
        return dotted.upper()
    return state_in(text)


@lru_cache(maxsize=20_000)
def state_in(text: str) -> str | None:
    """The state named inside an address, a title or a sentence: `Lincoln, NE`, `Portland OR 97201`, `Ohio clinic`."""
    for pattern in (
        r",\s*([A-Z]{2})\.?\s*(?:\d{5}(?:-\d{4})?)?\s*(?:$|[;|)\-–—,(])",
        r"\b([A-Z]{2})\s+\d{5}(?:-\d{4})?\b",
        r"^([A-Z]{2})\s*[-–—:/|(]\s*\w",
        r"[-–—(/|:]\s*([A-Z]{2})\)?$",
    ):
        found = [f for f in re.findall(pattern, text) if f in STATES]
        if len(set(found)) == 1:
            return str(found[0])
    low = text.casefold()
    names = set(_LONG_NAMES.findall(low))
    if "west virginia" in names:
        names.discard("virginia")
    if "washington" in names and re.search(r"washington,? d\.?c", low):
        names = {"district of columbia"}
    return _STATE_NAMES[names.pop()] if len(names) == 1 else None


_TOWN = re.compile(r"[a-z.]\s+([A-Z]{2})$")


def state_of_place(text: str) -> str | None:
    """`state`, and the one behind a town (`Portland OR`): of use only where the text names a place."""
    found = _TOWN.search(plain(text))
    return state(text) or (found[1] if found and found[1] in STATES else None)


@lru_cache(maxsize=10_000)
def line_of_business(value: str) -> LineOfBusiness | None:
    """The line of business a cell names outright; None where it does not."""
    text = simple(value)
    for pattern, lob in _LOBS:
        if re.search(pattern, text):
            return lob
    return None


_LOBS = [
    (
        r"medicare adv|\bma(?:-?pd)?\b|medicare part c|medicare replacement|medicare hmo|medicare ppo",
        LineOfBusiness.MEDICARE_ADVANTAGE,
    ),
    (
        r"medicaid (?:mco|managed|hmo)|managed medicaid|medicaid managed care|\bmco\b",
        LineOfBusiness.MEDICAID_MANAGED_CARE,
    ),
    (r"medicaid", LineOfBusiness.MEDICAID_FFS),
    (r"medicare|part b", LineOfBusiness.MEDICARE_FFS),
    (r"\bchip\b|children'?s health", LineOfBusiness.CHIP),
    (r"marketplace|exchange|\baca\b|individual plan", LineOfBusiness.MARKETPLACE),
    (r"self[- ]?(?:funded|insured)|\baso\b", LineOfBusiness.SELF_FUNDED),
    (r"\bfeh?bp?\b|federal employee|\bfep\b", LineOfBusiness.FEHB),
    (r"tricare", LineOfBusiness.TRICARE),
    (r"\bva\b|veteran", LineOfBusiness.VA),
    (r"work(?:er|man|men)'?s'? comp|\bwc\b", LineOfBusiness.WORKERS_COMP),
    (r"\bauto\b|no[- ]?fault|liability|\bmva\b", LineOfBusiness.AUTO_LIABILITY),
    (r"commercial|employer|group plan|private|\bppo\b|\bhmo\b|\bepo\b|\bpos\b", LineOfBusiness.COMMERCIAL),
]
