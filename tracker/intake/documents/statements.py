"""What one clause or one table cell says: status, authorization, conditions, period, rate.

The one thing to know: a clause is read as predicates (pays, denies, bundles, undecided) that a negator may turn round.
Two predicates that do not agree make the clause undecided; nothing here guesses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from tracker.intake.documents.authorization import OBTAINED, authorization
from tracker.intake.documents.dates import NEVER, Period, period
from tracker.intake.documents.money import amounts, rate
from tracker.intake.documents.phrases import one, patterns, products

COVERED, CONDITIONS, NOT_COVERED, BUNDLED = "covered", "covered_with_conditions", "not_covered", "bundled"


BILLING = re.compile(r"(?i)\b(?:bill|billed|reported|submitted|claimed)$")


ENDING = re.compile(r"(?i)\b(?:ends?|ended|ending|stops?|ceases?|discontinu\w+|terminat\w+|expires?|withdrawn?)\b")


BY_WIRE = re.compile(r"(?i)^\W*(?:tele\w+|audio[- ]only|virtual|remote)\b")
MENDED = re.compile(
    r"(?i)\bden(?:y|ied|ies)\s+(?:\d+|many|some|several|most)\b|\b(?:often|frequently|sometimes|commonly|occasionally)\s+(?:\w+\s+)?den(?:y|ied|ies)\b|\b(?:edit|edits|error|errors|issue|problem|defect|glitch|configuration|mistake|system)\b.{0,160}\b(?:fixed|corrected|resolved|repaired|reprocess\w*|readjudicat\w*)\b"
    r"|\b(?:den(?:y|ied|ying)|rejected|paid|processed)\s+(?:\w+\s+){0,2}?(?:in error|incorrectly|improperly|by mistake|erroneously|wrongly)|\b(?:incorrectly|improperly|erroneously|wrongly|mistakenly)\s+(?:den|reject|paid|process)\w*"
)


EVENT = re.compile(
    r"(?i)(?:removed|added|deleted|dropped|taken|moved|placed|opened|adopted|granted|withdrawn|discontinued)\b"
)


@dataclass(frozen=True, slots=True)
class Says:
    """The statement of one clause. `restricts`: a refusal under circumstances, which refuses nothing by itself."""

    status: str | None = None
    auth: str = "unknown"
    conditions: tuple[str, ...] = ()
    period: Period = NEVER
    rate: float | None = None
    undecided: bool = False
    restricts: bool = False
    past: bool = False
    product: str | None = None
    reason: str = ""

    @property
    def empty(self) -> bool:
        return not (self.status or self.undecided or self.restricts or self.period or self.rate) and (
            self.auth == "unknown" and not self.conditions
        )


@dataclass(frozen=True, slots=True)
class Predicate:
    meaning: str  # pays | denies | bundles | undecided
    start: int
    end: int
    past: bool = False


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches blanked, so that positions stay."""
    for a, b in spans:
        text = text[:a] + " " * (b - a) + text[b:]
    return text


def without_absence(text: str) -> str:
    """`without the patient present` is the topic, neither a negation nor a condition."""
    lead = r"(?:\b(?:when|while|if|where|that|even though|although)\b\s+(?:\w+\s+){0,2}?)?"
    return blank(text, [m.span() for m in re.finditer(lead + f"(?:{one('topic', 'absent').pattern})", text, re.I)])


def _attributive(text: str, start: int, end: int) -> bool:
    """`the covered codes` names codes; `is a covered service` states."""
    word = text[start:end].casefold()
    after = text[end:]
    if not re.match(r"\s+(?:" + one("status", "attributive").pattern.replace("(?<=covered )", "") + ")", after, re.I):
        return False
    if word not in {
        "covered",
        "excluded",
        "non-covered",
        "noncovered",
        "non covered",
        "payable",
        "reimbursable",
        "bundled",
        "denied",
        "paid",
    }:
        return False
    return not re.search(
        r"\b(?:is|are|be|as|considered|remains?|becomes?|not)\s+(?:now\s+|also\s+|not\s+|currently\s+)?(?:an?\s+)?(?:\w+\s+)?$",
        text[:start],
        re.I,
    )


NEGATORS_FAR = re.compile(r"^\W*(?:\w+\s+){0,1}?(no|none|neither|nothing)\b", re.IGNORECASE)


def _negated(text: str, start: int, floor: int) -> bool:
    """Is there a negator before the predicate, with nothing between that would cut it off?"""
    before = text[floor:start]
    cut = max(
        (
            m.end()
            for m in re.finditer(
                r"[;:.]\s|\bbut\b|\bhowever\b|\bunless\b|\bbecause\b|\bsince\b|\band (?:will |they |it )?(?:continues?|remains?|stays?|still|now)\b",
                before,
            )
        ),
        default=0,
    )
    before = before[cut:]
    words = before.split()
    near = " ".join(words[-7:])
    for m in reversed(list(re.finditer(one("status", "negator").pattern, near, re.I))):
        word, gap = m.group().casefold(), near[m.end() :]
        if re.match(r"\s+(?:only|later|more than|less than|fewer|limited|just|matter|later than)\b", gap, re.I):
            continue
        if word == "without" and len(gap.split()) > 2:
            continue
        if re.search(r",\s+(?:which|who|and|or)?\b", gap) and not re.search(r"\bn(?:or|either)\b", near, re.I):
            continue
        return True
    return bool(NEGATORS_FAR.match(before)) and len(words) <= 22


@lru_cache(maxsize=4096)
def predicates(text: str) -> list[Predicate]:
    """The predicates of a clause in order, negation worked in, shorter ones inside longer ones dropped."""
    raw: list[tuple[int, int, str]] = []
    for meaning, pattern in patterns("status", "status"):
        raw += [(m.start(), m.end(), meaning) for m in pattern.finditer(text)]
    order = {"undecided": 0, "bundles": 1, "denies": 2, "pays": 3}
    raw.sort(key=lambda r: (r[0] - r[1], order[r[2]]))
    kept: list[tuple[int, int, str]] = []
    for a, b, meaning in raw:
        if not any(a < y and x < b for x, y, _ in kept) and not _attributive(text, a, b):
            kept.append((a, b, meaning))
    kept.sort()
    found = []
    floor = 0
    for a, b, meaning in kept:
        disclaimer = re.match(
            r"(?i)(?:mean|imply|indicate|guarantee|constitute|determine|address|speak|ensure|establish|describe|govern|confirm|promise|suggest|confer)",
            text[a:b],
        )
        if disclaimer and meaning == "undecided" and not _negated(text, a, floor):
            continue
        own_no = re.match(r"(?i)(?:no|nor|not|never|without|cannot)\b", text[a:b]) or re.search(
            r"(?i)n['’]t\b", text[a:b]
        )
        turned = meaning in {"pays", "denies", "bundles"} and _negated(text, a, floor)
        if own_no and meaning == "pays":
            turned = True
        elif own_no and meaning in {"bundles", "denies"}:
            turned = False
        if (
            meaning == "bundles"
            and re.match(r"(?i)(?:any |separate|additional|nor)", text[a:b])
            and not own_no
            and not turned
        ):
            meaning = "pays"
        elif meaning == "bundles" and re.match(
            r"(?i)(?:any )?(?:separate|additional|extra|further|distinct)", text[a:b]
        ):
            turned = False
        elif meaning == "pays" and turned and re.match(r"(?i)(?:any )?separate", text[a:b]):
            meaning, turned = "bundles", False
        if turned:
            meaning = {"pays": "denies", "denies": "pays", "bundles": "pays"}[meaning]
        lead = text[max(floor, a - 40) : a]
        gone = list(re.finditer(one("status", "past").pattern, lead, re.I))
        past = (
            bool(gone)
            and not EVENT.match(text[a:b])
            and len(lead[gone[-1].end() :].split()) <= 3
            and not re.match(
                r"(?i)\s+(?:\w+\s+)?(?:added|placed|moved|changed|designated|made|assigned|set|updated|revised|listed|determined|approved|classified|considered|reclassified)",
                lead[gone[-1].end() :],
            )
        )
        if BILLING.search(text[a:b]) and re.search(
            r"(?i)\b(?:members?|patients?|beneficiar\w+|enrollees?)\s*$", text[:a]
        ):
            continue  # whom the provider may bill, not what the plan pays
        if not turned and BILLING.search(text[a:b]):
            if re.search(r"(?i)\bnot\b|^cannot", text[a:b]):
                meaning = "denies"
            elif not re.match(r"(?i)(?:may|can|able|permitted|authorized)\b", text[a:b]):
                continue  # "must be billed with a modifier" is a rule of billing
        found.append(Predicate(meaning, a, b, past))
        floor = b
    return found


@lru_cache(maxsize=4096)
def product_of(text: str) -> str | None:
    """The line of business a clause is bound to, in the words of the vocabulary. `as Medicare pays` binds to none."""
    text = re.sub(
        r"(?i)\b(?:as|under|per|follow\w*|by|of|with|than|mirror\w*|using|on|to)\s+(?:the\s+)?(?:original\s+|traditional\s+)?medicare('s)?\s+(?:rules?|rates?|pays?|guid\w+|fee|allowables?|allows?|does|physician|coverage|polic\w+|NCDs?|LCDs?|national)",
        lambda m: " " * len(m.group()),
        text,
    )
    text = re.sub(r"(?i)as\s+original\s+medicare\s+pays", lambda m: " " * len(m.group()), text)
    found: list[str] = []
    for name, pattern in products():
        for m in pattern.finditer(text):
            found.append(name)
            text = blank(text, [m.span()])
    return ", ".join(dict.fromkeys(found)) or None


def conditional(text: str) -> bool:
    """Does a title bind coverage to a term ("covered only when ...")?"""
    return bool(
        re.search(
            r"(?i)\b(?:only (?:when|if|with|after|for)|when|if|with (?:limits|conditions|criteria|prior|pre)|subject to|conditional\w*)\b",
            text,
        )
    )


def _condition(text: str) -> bool:
    for m in re.finditer(one("status", "condition").pattern, text, re.I):
        wide = text[max(0, m.start() - 8) : m.end() + 25]
        if not re.search(one("status", "whatever").pattern, wide, re.I):
            return True
    return False


def _restricted(text: str, at: Predicate) -> bool:
    whole = blank(text, [m.span() for m in re.finditer(one("status", "whatever").pattern, text, re.I)])
    if re.search(one("status", "whatever").pattern, text, re.I) and not re.search(r"(?i)\bunless\b", text):
        return False
    if BY_WIRE.match(text):
        return True  # one way to furnish it is refused, not the service
    return bool(re.search(one("status", "restriction").pattern, whole[at.end :], re.I)) or bool(
        re.match(
            r"(?i)\W*(?:an?\s+)?(?:when|if|where|for|units?|time|sessions?|services?|claims?|lines?|charges?)\b", whole
        )
        and re.search(one("status", "restriction").pattern, whole[: at.start], re.I)
    )


def _resolve(text: str, found: list[Predicate]) -> Says:
    """One status from the predicates of a clause; undecided where they disagree."""
    now = [p for p in found if not p.past] or found
    past = bool(found) and all(p.past for p in found)
    meanings = {p.meaning for p in now}
    only_if = re.search(one("status", "only_if").pattern, text, re.I)
    if meanings == {"undecided"} or ("undecided" in meanings and meanings <= {"undecided", "denies", "pays"}):
        return Says(undecided=True, past=past)
    meanings.discard("undecided")
    if "bundles" in meanings and not (only_if and "pays" not in meanings):
        at = next(p for p in now if p.meaning == "bundles")
        if _restricted(text, at) and "denies" not in meanings:
            return Says(restricts=True, conditions=(text.strip(),), past=past)
        return Says(BUNDLED, past=past)
    denies = [p for p in now if p.meaning in {"denies", "bundles"}]
    pays = [p for p in now if p.meaning == "pays"]
    if denies and only_if and not pays:
        return Says(CONDITIONS, conditions=(text.strip(),), past=past)
    hard = [p for p in denies if not _restricted(text, p)]
    if denies and not hard and not pays:
        return Says(restricts=True, conditions=(text.strip(),), past=past)
    if pays and not hard:
        conditional = bool(denies) or _condition(text)
        return Says(
            CONDITIONS if conditional else COVERED, conditions=(text.strip(),) if conditional else (), past=past
        )
    if hard and not pays:
        return Says(NOT_COVERED, past=past)
    return Says(undecided=bool(pays and hard), past=past)


@lru_cache(maxsize=4096)
def read(text: str, year: int | None = None) -> Says:
    """What a clause of running text says. An empty `Says` where it says nothing of payment."""
    text = text.strip()
    plain = without_absence(text)
    auth, spans = authorization(plain)
    says = _resolve(blank(plain, spans), predicates(blank(plain, spans)))
    if (
        says.status in {None, NOT_COVERED}
        and auth == "yes"
        and re.search(one("status", "only_if").pattern, plain, re.I)
    ):
        again = _resolve(plain, predicates(plain))
        says = again if again.status == CONDITIONS else says
    if says.status in {NOT_COVERED, BUNDLED} and MENDED.search(plain):
        says = Says(undecided=True)
    amount = rate(plain)
    if (
        amount
        and not says.status
        and not says.undecided
        and not says.restricts
        and re.search(
            r"(?i)\b(?:rates?|fees?|paid|pays?|reimburs\w+|allowances?|allowed|allowable|priced|per unit|MAR)\b", plain
        )
    ):
        says = replace(says, status=COVERED)
    if says.status == COVERED and amounts(plain) and not any(amounts(plain)):
        says = replace(says, status=None)
    if auth == "unknown" and says.status in {COVERED, CONDITIONS} and OBTAINED.search(plain):
        auth = "yes"
    if says.status == COVERED and auth == "yes":
        says = replace(says, status=CONDITIONS, conditions=(text,))
    loose = () if says.status or says.restricts or not _condition(blank(plain, spans)) else (text,)
    when = period(plain, year)
    if says.status == NOT_COVERED and when.end and not when.start and ENDING.search(plain):
        when = Period(start=(date.fromisoformat(when.end) + timedelta(days=1)).isoformat())
    return replace(
        says,
        auth=auth,
        period=when,
        rate=amount,
        product=product_of(plain),
        conditions=says.conditions or loose,
        reason=text,
    )
