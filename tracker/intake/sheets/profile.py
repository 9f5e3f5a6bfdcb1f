"""What the values of a column look like: the share that reads as codes, dates, reasons, money, names ...

The one thing to know: shares are of sampled rows that hold something; each distinct value is tested once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from tracker import reference
from tracker.intake.sheets import codes, dates, identity, reasons, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.vocabulary import STATES

_REASON = re.compile(r"\b(?:CO|PR|OA|PI|CR)[\s\-:/*_.#]{0,2}(?:[ABDPWY]?\d{1,3})\b|^(?:MA|M|N)\d{1,3}\b", re.IGNORECASE)
_REMARK = re.compile(r"^(?:(?:MA|M|N)\s?-?\d{1,4}(?:[\s,;/|]+|$))+$", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:[ABPW]\d{1,2}|\d{1,3}(?:\.0+)?)(?:[\s,;/|]+(?:[ABPW]\d{1,2}|\d{1,3}(?:\.0+)?))*$", re.IGNORECASE
)
_CLOCK = re.compile(r"(?<!\d)(?!0?0:00(?::00)?(?!\d))\d{1,2}:\d{2}")
_MONEY = re.compile(
    r"^\(?-?\s*\$?\s*-?[\d,.]*\d[.,]\d{2}\)?-?$|^-?\(?\$\s?-?[\d,]+\)?$|^-?[\d.,]+\s?[$€]$|^€\s?-?[\d.,]+$|^-?\d{1,6}$|^\(?\d+(?:\.\d+)?\)?$|^-$"
)


@dataclass(frozen=True)
class Profile:
    """Shares between 0 and 1 of the filled sample; filled: share of rows that hold something."""

    filled: float = 0.0
    code: float = 0.0
    tracked: float = 0.0
    date: float = 0.0
    reason: float = 0.0
    remark: float = 0.0
    bare: float = 0.0
    group: float = 0.0
    outcome: float = 0.0
    flag: float = 0.0
    money: float = 0.0
    cents: float = 0.0
    units: float = 0.0
    modifier: float = 0.0
    state: float = 0.0
    payer: float = 0.0
    name: float = 0.0
    private: float = 0.0
    long: float = 0.0
    recent: float = 0.0
    timed: float = 0.0
    product: float = 0.0
    told: float = 0.0
    decided: float = 0.0
    brief: float = 0.0
    yearless: float = 0.0
    carc: float = 0.0
    named: float = 0.0
    distinct: int = 0
    count: int = 0


def of(cells: Iterable[str], total: int) -> Profile:
    """The profile of one column's sampled cells."""
    counts = Counter(plain(c) for c in cells)
    for blank in [v for v in counts if is_nothing(v)]:
        del counts[blank]
    n = sum(counts.values())
    if not n:
        return Profile()
    if len(counts) > 300:
        counts = Counter(dict(list(counts.items())[:300]))
    inside = sum(counts.values())

    def share(test: Callable[[str], bool]) -> float:
        return sum(times for value, times in counts.items() if test(value)) / inside

    return Profile(
        filled=n / max(1, total), distinct=len(counts), count=n,
        code=share(_code), tracked=share(lambda v: bool(codes.read(v).items)),
        date=share(lambda v: not dates.read(v).why), reason=share(lambda v: bool(_REASON.search(v)) or reasons.in_fields(v)),
        remark=share(lambda v: bool(_REMARK.match(_unlisted(v)))), bare=share(lambda v: bool(_BARE.match(_unlisted(v)))),
        group=share(lambda v: len(v) < 40 and bool(reasons.read_groups(v)) and not reasons.read(v)),
        outcome=share(lambda v: len(v) < 60 and values.outcome(v) is not None), flag=share(lambda v: values.flag(v) is not None),
        money=share(lambda v: bool(_MONEY.match(v))), cents=share(lambda v: "$" in v or bool(re.search(r"[.,]\d{2}\)?-?$", v))),
        units=share(lambda v: (values.units(v) or 99) < 30), modifier=share(lambda v: len(v) < 20 and codes.only_modifiers(v)),
        state=share(_state), payer=share(lambda v: len(v) < 80 and not v.isdigit() and identity.payer_like(v)),
        name=share(identity.name_like), private=share(identity.private), long=share(lambda v: len(v) > 40 or v.count(" ") > 6), recent=share(_recent), timed=share(lambda v: bool(_CLOCK.search(v))),
        product=share(_product), decided=share(lambda v: len(v) < 60 and values.decided(v)), told=share(lambda v: values.outcome(v[:60]) is not None),
        brief=share(lambda v: len(v) < 3), yearless=share(lambda v: dates.read(v).why == "no_year"),
        named=share(lambda v: len(v) < 80 and identity.names_payer(v)), carc=share(_carc) if sum(map(_telling_carc, counts)) > 2 else 0.0,
    )  # fmt: skip


def _unlisted(value: str) -> str:
    """The members of a list as a program writes it: `['N216', 'M15']`."""
    return value.strip("[](){} ").replace("'", "").replace('"', "") if value[:1] in "[({" else value


@cache
def _carcs() -> frozenset[str]:
    return frozenset(r["code"] for r in reference.rows("reasons") if r["kind"] == "CARC")


def _carc(value: str) -> bool:
    """A bare number, or several, all of which are reasons on file."""
    found = re.findall(r"[A-Z]?\d+", value.upper().replace(".0", ""))
    return bool(_BARE.match(value)) and bool(found) and all((f.lstrip("0") or f) in _carcs() for f in found)


def _telling_carc(value: str) -> bool:
    """A reason too large for a count, a day or a line number, or one with a letter."""
    return _carc(value) and (not value.isdecimal() or int(value) > 31)


def _code(value: str) -> bool:
    found = codes.read(value)
    return bool(found.items) or found.other or found.why in ("range", "look_alike")


def _recent(value: str) -> bool:
    found = dates.read(value)
    month = found.us or found.eu
    return bool(month and month[0] >= 2023)


_PRODUCTS = frozenset(
    "ppo hmo epo pos hdhp hsa hra pffs indemnity open access choice select gold silver bronze platinum managed care fee for service ffs commercial "
    "group individual plan product public private government governmental employer network tier in out of network dual snp dsnp d-snp value basic standard premium plus self insurance insured patient guarantor primary secondary other none".split()
)


def _product(value: str) -> bool:
    """A product or a plan's metal, not a payer: every word belongs to the kinds of plans."""
    words = re.findall(r"[a-z\-]+", value.casefold())
    return bool(words) and all(w in _PRODUCTS for w in words)


def _state(value: str) -> bool:
    return value.upper() in STATES or value.casefold() in _NAMES


_NAMES = {s.casefold() for s in STATES.values()}
