"""The other values of a line: outcomes in words, money, units, states, ticks.

The one thing a newcomer gets wrong: "not paid" holds "paid", and "denied, then paid on appeal" was denied first. The
first adjudication counts, so the order of the tests below matters.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from tracker.intake.sheets import tongues
from tracker.intake.sheets.clean import NOTHING, plain, simple
from tracker.vocabulary import STATES, LineOfBusiness, Outcome

_UNPAID = re.compile(
    r"\b(?:not|never|non|un|no|zero|nothing|didn'?t|did not|wasn'?t|won'?t|refus\w+ to|declin\w+ to|without|0)[\s-]*(?:be |been |was |yet |is |get |got )?"
    r"(?:paid|pay|pays|paying|payment|pd|payable|reimburs\w*|approved|allowed|cover\w*)\b|\bpaid (?:at )?(?:\$?0(?:\.00)?|zero|nothing)\b|\bunpaid\b|\$0\.00 paid|\bnon-?cov\w*"
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ied|ies|ial|ials|d|eid|yed)?|dny|dnd|reject\w*|refus\w*|disallow\w*|declin\w*|adverse\w*|turned down|uphe?ld|denegad\w*|rechazad\w*|kicked back|bounced|write[- ]?off|written off|overturned|appeal\w*|won on appeal)\b"
)
_PARTLY = re.compile(
    r"\b(?:part(?:ial\w*|ly|s)?|some (?:units?|paid|of)|short[- ]?paid|underpaid|under[- ]paid|split|reduced|cut back|less units|fewer units|mixed|parcial\w*)\b"
)
_UNBILLED = re.compile(
    r"\b(?:not|never|didn'?t|did not|wasn'?t) (?:been )?(?:bill|billed|used?|submit|submitted|sent|report|reported|applicable)\b"
)
_PENDING = re.compile(
    r"\b(?:pend\w*|in[- ]?process\w*|processing|being processed|wait\w*|await\w*|submitted|resubmitted|re-?billed|billed|sent|open|under review|in review|review\w*|undecided|no (?:decision|response|answer|eob|remit\w*|word|reply|news)|nothing (?:yet|back|received|heard|so far)|(?:not|n.t) heard(?: back)?|haven.?t heard|on hold|hold|held|suspend\w*|"
    r"in progress|outstanding|unresolved|not (?:yet )?(?:decided|adjudicated|processed|received|finali[sz]ed|posted)|has(?:n't| not) (?:yet )?(?:decided|answered|responded|paid yet)|unknown yet|not yet|still out|pendiente|en proceso|acknowledged|accepted|received|in system|ready to bill|unbilled|tbd)\b"
)
_PAID = re.compile(
    r"\b(?:paid|pd|pays|pay|payed|payment|approv\w*|allow\w*|cover\w*|reimburs\w*|settled|cleared|pagad\w*|accepted and paid|remitted|payable)\b"
)
_FRONT_END = re.compile(
    r"front[- ]?end|clearing ?house|\bscrub\w*|\b277(?:ca)?\b|\b999\b|\b[af]\d:\d+|payer edit|pre-?adjudication|at (?:the )?gateway|\breject\w*[\s(-]+(?:by|at) (?:ch|clearing|gateway|front|payer edit)"
)
_SHORT = {
    **dict.fromkeys(
        ["dn", "d", "den", "dny", "dnd", "deny", "np", "rej", "rj", "nonpd", "dend", "0pd", "zp"], Outcome.DENIED
    ),
    **dict.fromkeys(["pd", "p", "pmt", "pif", "paidinfull", "appr", "apvd", "ok", "fp"], Outcome.PAID),
    **dict.fromkeys(["pp", "ppd", "partpd", "prtl", "part", "ptl", "partial", "pdpt", "par"], Outcome.PARTLY_PAID),
    **dict.fromkeys(["op", "o", "pend", "pnd", "pn", "open", "os", "wip", "inproc", "ip", "sub", "w"], Outcome.PENDING),
}
_VOID = re.compile(
    r"\b(?:void\w*|cancel\w*|deleted|withdrawn|reversed|reversal|take[- ]?back|recoup\w*|do not (?:use|count))\b"
)
_YES = frozenset("y yes true t 1 x checked ticked selected on ✓ ✔ ☑ ☒ √ ✗ ✘ × si sí yep".split())
_NO = frozenset("n no false f 0 unchecked not_checked unticked off ☐ ☐ nope".split()) | {"not selected", "not checked"}
_STATE_NAMES = {name.casefold(): code for code, name in STATES.items()} | {"washington dc": "DC", "washington d.c.": "DC", "d.c.": "DC", "penn": "PA", "calif": "CA", "mass": "MA", "tenn": "TN", "wash": "WA", "minn": "MN", "wisc": "WI", "fla": "FL", "tex": "TX", "ariz": "AZ", "colo": "CO", "conn": "CT", "mich": "MI", "okla": "OK", "ore": "OR", "virgin islands": "", "n carolina": "NC", "s carolina": "SC", "n dakota": "ND", "s dakota": "SD", "w virginia": "WV"}  # fmt: skip
_LONG_NAMES = re.compile(
    r"\b(" + "|".join(sorted((re.escape(n.casefold()) for n in STATES.values()), key=len, reverse=True)) + r")\b"
)


_CODES = re.compile(r"\b(?:co|pr|oa|pi|cr)[\s\-]?[abdpwy]?\d{1,3}\b|\b(?:ma|m|n)\d{1,3}\b")


@lru_cache(maxsize=50_000)
def outcome(value: str) -> Outcome | str | None:
    """What a cell says about the outcome: an `Outcome`, `front_end`, `void`, or None where it says nothing."""
    text = tongues.english(simple(value))
    if text in NOTHING or (_UNBILLED.search(text) and not re.search(r"\byet\b", text)):
        return None
    short = _SHORT.get(re.sub(r"[\s.\-/]+", "", text)) or _SHORT.get(
        re.sub(r"[\s.\-/,;:()]+", "", _CODES.sub("", text))
    )
    if short:
        return short
    if _FRONT_END.search(text) and not re.search(r"\bden(?:ied|ial)", text):
        return "front_end"
    unpaid = bool(_UNPAID.search(text))
    rest = _UNPAID.sub(" ", text)
    denied, paid = bool(_DENIED.search(rest)), bool(_PAID.search(rest))
    if _PENDING.search(rest) and re.search(
        r"\bnot (?:yet )?(?:decided|adjudicated|processed)|not .{0,12}yet|no decision", text
    ):
        return Outcome.PENDING
    if _PARTLY.search(rest) and not re.search(r"\bno part", text):
        return Outcome.PARTLY_PAID
    if denied and paid:
        later = re.search(
            r"den\w*.*\b(?:then|later|appeal\w*|overturn\w*|after|resubmi\w*|corrected|eventually|now)\b.*\b(?:paid|pd|approved)|\bappeal",
            rest,
        )
        both = re.search(r"(?:paid|pays).*(?:rest|other|remain|denied|some)", rest)
        return Outcome.DENIED if later or not both else Outcome.PARTLY_PAID
    if denied:
        return Outcome.DENIED
    if _VOID.search(rest) and not paid:
        return "void"
    if unpaid:
        return Outcome.PENDING if re.search(r"\byet\b", text) else Outcome.DENIED
    if paid and not re.search(r"\b(?:await|wait|pend|expect)\w*", rest):
        return Outcome.PAID
    return Outcome.PENDING if _PENDING.search(rest) else None


_WORK = re.compile(r"\bappeal\w*|\b(?:closed|worked|resolved|complete\w*|follow\w*|overturned|upheld|won|lost)\b")


@lru_cache(maxsize=10_000)
def unbilled(value: str) -> bool:
    """Says that the code was not billed at all."""
    return bool(_UNBILLED.search(simple(value)))


@lru_cache(maxsize=10_000)
def decided(value: str) -> bool:
    """Says that a payer denied or paid, and not only how far the work on a denial is."""
    said = outcome(value)
    return said in ("front_end", Outcome.DENIED, Outcome.PAID, Outcome.PARTLY_PAID) and not _WORK.search(simple(value))


@lru_cache(maxsize=10_000)
def flag(value: str) -> bool | None:
    """A yes-or-no cell. None where it is neither."""
    text = simple(value)
    text = tongues.english(text) if len(text) < 5 else text
    return True if text in _YES else False if text in _NO else None


@lru_cache(maxsize=100_000)
def money(value: str) -> Decimal | None:
    """An amount in any dress: `$1,234.50`, `(11.64)`, `1.234,50`, `-$5`. None where the cell holds none."""
    text = simple(value).replace("usd", "").replace("us$", "")
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
    """Units as a whole number: `2`, `2.00`, `2,00`, `x3`, `1 unit`, `two`."""
    text = simple(value)
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    found = re.fullmatch(r"[x×]?\s*(\d{1,3})(?:[.,]0+)?\s*(?:x|units?|un?\.?|ea|each)?\.?", text)
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
