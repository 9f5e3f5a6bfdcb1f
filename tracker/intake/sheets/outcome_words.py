"""What a cell says about how a line ended, from the words of `outcome_words.tsv`.

The one thing a newcomer gets wrong: "not paid" holds "paid", and "denied, then paid on appeal" was denied first. The
first adjudication counts, so the order of the tests in `_said` matters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tracker.intake.sheets import phrases, tongues
from tracker.intake.sheets.clean import NOTHING, simple
from tracker.vocabulary import Outcome

_SHORT = {
    **dict.fromkeys("dn d den dny dnd deny np rej rj nonpd dend 0pd zp zero f2 w/o wo".split(), Outcome.DENIED),
    **dict.fromkeys(
        "pd p pmt pif paidinfull appr apvd ok fp f1 posted collected satisfied satisfiedinfull".split(), Outcome.PAID
    ),
    **dict.fromkeys("pp ppd partpd prtl part ptl partial pdpt par".split(), Outcome.PARTLY_PAID),
    **dict.fromkeys("op o pend pnd pn open os wip inproc ip sub w ack filed working new".split(), Outcome.PENDING),
}
_LOCATION = re.compile(
    r"([pdrsti])[ /]?[bm]\d{4}"
)  # status and location of a claim in Medicare's own system: `D B9997`
_LOCATED = {"p": Outcome.PAID, "d": Outcome.DENIED, "r": Outcome.DENIED, "s": Outcome.PENDING, "i": Outcome.PENDING, "t": "front_end"}  # fmt: skip
_REASONS = re.compile(r"\b(?:co|pr|oa|pi|cr)[\s\-]?[abdpwy]?\d{1,3}\b|\b(?:ma|m|n)\d{1,3}\b")
_ACKNOWLEDGED = re.compile(r"\b[af]\d:\d+|^a\d\b.*\breject")  # status categories of the front end: `A7:21`
_REJECTED_THERE = re.compile(r"\breject\w*[\s(-]+(?:by|at) (?:ch|clearing|gateway|front|payer edit)")
_DENIED_THEN_PAID = re.compile(
    r"den\w*.*\b(?:then|later|appeal\w*|overturn\w*|after|resubmi\w*|corrected|eventually|now)\b.*\b(?:paid|pd|approved)|\bappeal"
)
_BOTH = re.compile(r"(?:paid|pays).*(?:rest|other|remain|denied|some)")
_COUNTED = re.compile(r"\b(\d{1,2}) (?:out )?of (\d{1,2})\b")  # `1 of 2 units paid`
_WORK = re.compile(r"\bappeal\w*|\b(?:closed|worked|resolved|complete\w*|follow\w*|overturned|upheld|won|lost)\b")


@cache
def _pattern(says: str) -> re.Pattern[str]:
    words = phrases.table("outcome_words.tsv")
    if says != "unpaid":
        return phrases.compiled(words[says])
    no, filler, paying = ("|".join(words[k]) for k in ("negation", "filler", "paying"))
    negated = [f"({no}) (({filler}) )?({paying})", f"(non|un)({paying})"]
    return phrases.compiled([*words["unpaid"], *negated])


def _says(what: str, text: str) -> bool:
    return bool(_pattern(what).search(text))


@lru_cache(maxsize=50_000)
def outcome(value: str) -> Outcome | str | None:
    """What a cell says about the outcome: an `Outcome`, `front_end`, `void`, or None where it says nothing."""
    text = tongues.english(simple(value).replace("_", " "))  # `denied_all`: forms keep names of choices
    if text in NOTHING or (_says("unbilled", text) and not re.search(r"\byet\b", text)):
        return None
    located = _LOCATION.fullmatch(text)
    return _LOCATED[located[1]] if located else _short(text) or _said(text)


def _short(text: str) -> Outcome | None:
    """Letters and abbreviations, also beside a reason: `DN`, `D / CO-96`."""
    return _SHORT.get(re.sub(r"[\s.\-/]+", "", text)) or _SHORT.get(
        re.sub(r"[\s.\-/,;:()]+", "", _REASONS.sub("", text))
    )


def _said(text: str) -> Outcome | str | None:
    at_front = _says("front_end", text) or _ACKNOWLEDGED.search(text) or _REJECTED_THERE.search(text)
    if at_front and (not re.search(r"\bden(?:ied|ial)", text) or re.search(r"\b(?:ch|edi) den", text)):
        return "front_end"
    unpaid = _says("unpaid", text)
    rest = _pattern("unpaid").sub(" ", text)
    denied, paid = _says("denied", rest), _says("paid", rest)
    if _says("pending", rest) and _says("undecided", text):
        return Outcome.PENDING
    counted = _COUNTED.search(rest)
    if counted and paid and int(counted[1]) < int(counted[2]):
        return Outcome.PARTLY_PAID if int(counted[1]) else Outcome.DENIED
    if _says("partly", rest) and not re.search(r"\bno part", text):
        return Outcome.PARTLY_PAID
    if denied and paid:
        return Outcome.DENIED if _DENIED_THEN_PAID.search(rest) or not _BOTH.search(rest) else Outcome.PARTLY_PAID
    if denied:
        return Outcome.DENIED
    if _says("void", rest) and (not paid or _says("of_payment", rest)):
        return "void"
    if unpaid:
        waits = re.search(r"\byet\b", text) or ("unpaid" in text and _says("unanswered", rest))
        return Outcome.PENDING if waits else Outcome.DENIED
    if paid and not _says("expected", rest):
        return Outcome.PAID
    return Outcome.PENDING if _says("pending", rest) else None


@lru_cache(maxsize=10_000)
def refused_for(value: str) -> Outcome | None:
    """An outcome told by its reason alone (`Bundled`, `No benefit`): of use only where a column holds outcomes."""
    return Outcome.DENIED if _says("refused_for", simple(value)) else None


@lru_cache(maxsize=10_000)
def unbilled(value: str) -> bool:
    """Says that the code was not billed at all."""
    return _says("unbilled", simple(value))


@lru_cache(maxsize=10_000)
def decided(value: str) -> bool:
    """Says that a payer denied or paid, and not only how far the work on a denial is."""
    said = outcome(value)
    return said in ("front_end", Outcome.DENIED, Outcome.PAID, Outcome.PARTLY_PAID) and not _WORK.search(simple(value))
