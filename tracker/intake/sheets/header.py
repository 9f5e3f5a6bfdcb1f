"""What the words of a header say about its column: a role with a weight, or several.

The words live in `header_words.tsv`: grow that table, not this module. The one thing to know: a more specific pattern
carries the greater weight, so "denial date" is another date although it ends like a date of service, and "group
number" identifies people although "group" is a group code.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from tracker.intake.sheets import codes, reasons, spelling
from tracker.intake.sheets.clean import plain

CORE = frozenset(
    {"payer", "code", "date", "outcome", "reason", "units", "modifier", "remark", "group", "paid", "denied_flag"}
)
PRIVATE = frozenset({"claim", "patient", "member_id", "birth", "person_other", "contact", "sex", "dx", "auth", "check"})
QUESTION = 7  # words: longer headers are questions, in which words of other roles occur by the way


@cache
def _table() -> list[tuple[str, float, re.Pattern[str]]]:
    """The patterns in their order; a row without a role goes on with the pattern above it."""
    found: list[tuple[str, float, str]] = []
    with (Path(__file__).parent / "header_words.tsv").open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if r["role"]:
                found.append((r["role"], float(r["weight"]), r["pattern"]))
            else:
                role, weight, begun = found[-1]
                found[-1] = (role, weight, begun + r["pattern"])
    return [(role, weight, re.compile(pattern)) for role, weight, pattern in found]


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """A header in plain lower-case words: `PAT_MRN_ID`, `PatMrnId` and `Pat. MRN-ID` are one."""
    text = plain(text)
    text = re.sub(r"(?<=[a-z])-(?: \| | )(?=[a-z])", "", text)  # a word divided between two rows: "Modi-" "fiers"
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    text = text.replace("%", " percent ").replace("$", " usd ").replace("&", " and ")
    text = re.sub(r"#", " number " if re.search(r"[a-z]\s*#", text) else " ", text) if text.strip() != "#" else "number"
    text = re.sub(r"(?<=[a-z])'s\b", " s", text)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


@lru_cache(maxsize=20_000)
def roles(text: str) -> dict[str, float]:
    """Role -> weight for one header. Empty where its words say nothing.

    Parts of a header of several rows are joined by ` | `; the longest tail that is a known header as a whole counts
    ("Claim | Date of | service" is a date of service), unless the title above names somebody else's column.
    """
    parts = text.split(" | ")
    found, whole = _roles(words(text))
    for start in range(1, len(parts)):
        tail, tail_whole = _roles(words(" | ".join(parts[start:])))
        if not tail_whole or {"payer_secondary", "patient"} & set(_roles(words(" ".join(parts[:start])))[0]):
            continue
        if not whole or max(tail.values()) > max(found.values()):
            return tail
    return found


def _roles(low: str) -> tuple[dict[str, float], bool]:
    """Roles of plain words, and whether a pattern took all of them: as written, else spelled out, else taken apart."""
    found, complete = _plain_roles(low)
    for other in dict.fromkeys((spelling.longer(low), spelling.longer(spelling.apart(low)))):
        if complete or other == low:
            continue
        tried, whole = _plain_roles(other)
        if tried and (whole or max(tried.values()) > max(found.values(), default=0.0)):
            found, complete = tried, whole
    return found, complete


def _plain_roles(low: str) -> tuple[dict[str, float], bool]:
    base = re.sub(r"(?<=[a-z]) ?\d{1,2}$", "", low)
    count = len(low.split())
    question = count > QUESTION or (count > 3 and bool(_ASKS.match(low)))
    found: dict[str, float] = {}
    complete = False
    for role, weight, pattern in _table() if low else ():
        hit = pattern.search(low) or (base != low and pattern.search(base))
        if hit:
            whole = hit.end() - hit.start() >= len(base)
            complete = complete or whole
            found[role] = max(found.get(role, 0.0), weight + (0.3 if whole and not question else 0.0))
    if question:
        return {r: _in_question(r, w, low) for r, w in found.items()}, False
    return found, complete


_ASKS = re.compile(
    r"(?:and |if |so |first |next |finally |then )?(?:what|which|who|how|when|where|why|on what|in which|did|was|is|were|do|does|are|please|any|tell|select|choose|list|enter)\b"
)
_SUBJECT = {
    "payer": r"^(?!what\b.{0,40}\b(?:did|do|does|decided?|said|say)\b)(?:.*?\bwho\b.{0,20}\b(paid|denied|decided|insur\w*|pays)\b|(which|what|who|name|please|select|choose|health|insur|payer|payor)\b.{0,40}\b(payer|payor|insur\w*|health plan|carrier|plan)\b)",
    "code": r"\b(which|what|select|tick|choose|list)\b.{0,60}\b(codes?|cpt|hcpcs|services?)\b",
    "date": r"\b(date|dates|month|day|when)\b.{0,30}\b(service|services|visit|session|training|treatment|seen|provided|given|delivered|take place|took place|happen\w*)\b",
    "units": r"\b(how many|number of)\b.{0,12}\bunits\b|^units\b",
    "outcome": r"^(and |so )?(what|how)\b.{0,40}\b(do|did|decide|decided|happen\w*|outcome|decision|respond\w*|response|result|answer|say|said|handled|processed|end|ended)\b",
    "reason": r"\bcodes?\b.{0,20}\b(eob|remittance|remit|era|denial)\b|\b(reason|remark|carc|denial|eob)\b.{0,30}\bcodes?\b|^(why|reason)\b|\breason\b.{0,20}\b(given|denial)\b",
    "state": r"\b(which|what|in)\b.{0,12}\bstate\b",
    "modifier": r"^(which |what |list )?(any )?modifiers?\b",
    "note": r"\banything else\b|\bcomments?\b|\bnotes?\b|\btell us\b",
    "patient": r"^(your|full|patient|what is your)\b.{0,20}\bname\b",
    "consent": r"\b(consent|agree)\b",
    "group": r"^group code\b",
    "payer_other": r"\b(other|not listed|specify)\b",
    "denied_flag": r"^(was|is|did)\b.{0,40}\b(denied|deny|rejected)\b",
    "paid_flag": r"^(was|is|did)\b.{0,40}\b(paid|pay)\b",
}


def _in_question(role: str, weight: float, low: str) -> float:
    subject = _SUBJECT.get(role)
    return (1.15 if role == "payer_other" else 1.0) if subject and re.search(subject, low) else weight * 0.45


def best(text: str) -> tuple[str, float]:
    """The likeliest role of a header and its weight, ('', 0) where its words say nothing."""
    found = roles(text)
    return max(found.items(), key=lambda item: item[1]) if found else ("", 0.0)


@lru_cache(maxsize=20_000)
def choice(text: str) -> tuple[str, str]:
    """(`code`, `other` or `reason`, value) where the header itself names exactly one, else ('', ''). `other` is a code
    that is not tracked.

    `cpt___97550`, `Which codes? | 97551 each further 15 min`, `reason CO-96`: one column per choice.
    """
    low = plain(text).replace("___", " ").replace("_", " ")
    read = codes.read(low)
    named = [i.code for i in read.items]
    if len(named) == 1:
        return "code", named[0]
    if named:
        return "", ""
    if read.other:
        return "other", low
    flat = [f for f in reasons.read(low) if "-" in f]
    return ("reason", flat[0]) if len(flat) == 1 else ("", "")


def number(text: str) -> int | None:
    """The running number of a header (`Code 2`, `adj_1_code`, `2nd modifier`), None where it has none."""
    low = words(text)
    found = re.search(r"(?:^|[a-z ])(\d{1,2})(?=$| [a-z])", low) or re.search(r"[a-z](\d)$", low)
    return int(found[1]) if found else None
