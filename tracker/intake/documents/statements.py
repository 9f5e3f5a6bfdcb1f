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
from tracker.intake.documents.petitions import outcome
from tracker.intake.documents.phrases import one
from tracker.intake.documents.predicates import Predicate, blank, predicates, without_absence
from tracker.intake.documents.products import product_of
from tracker.intake.documents.speakers import does_the_same, of_others

COVERED, CONDITIONS, NOT_COVERED, BUNDLED = "covered", "covered_with_conditions", "not_covered", "bundled"


ENDING = re.compile(
    r"(?i)\b(?:ends?|ended|ending|stops?|ceases?|discontinu\w+|end-dat\w+|terminat\w+|expires?|withdrawn?)\b"
)


PRICED = re.compile(
    r"(?i)\b(?:rates?|fees?|paid|pays?|reimburs\w+|allowances?|allowed|allowable|priced|per unit|MAR)\b"
)
QUALIFIED = re.compile(
    r"(?i)\W*(?:the\s+|an?\s+|all\s+)?(?:inpatient|out-of-network|telehealth|virtual|paper|duplicate|late|untimely|unsigned|second|third|later|further|additional|excess|school-based|facility|non-?participating|secondary|unlisted|incomplete)(?:\s+(?:and|or)\s+\w+)?\s+(?:claims?|units?|lines?|services?|sessions?|visits?|charges?|hours?|use|billing)\b"
)
AFTER_CODE = re.compile(r"(?:[A-Z]\d{4}|\d{5})\)?([^;:]*)$")
QUALIFIES = re.compile(
    r"(?i)^\s*,?\s*(?:by|from|via|through(?!\s+(?:(?:cpt|hcpcs|codes?)\s+)*[A-Z]?\d{4,5}\b)|during|without|in excess of|beyond|over|after|(?:(?:performed|furnished|given|delivered|provided|rendered|done|used)\s+(?:by|in|at|via|through|to|without|during|after)))\s+(?!(?:the plan|us|our|this|any|all|medicaid|medicare)\b)"
)
BILLED_FOR = re.compile(
    r"(?i)\s+for\s+(?!(?:payment|reimbursement|any|our|commercial|medicaid|medicare|members|dates?|services? (?:on|after|before|rendered|furnished))\b)"
)
ONLY_IF = one("status", "only_if")
BY_WIRE = re.compile(r"(?i)^\W*(?:tele\w+|audio[- ]only|virtual|remote)\b")
MENDED = re.compile(
    r"(?i)\bden(?:y|ied|ies)\s+(?:\d{1,4}(?!\d)|many|some|several|most)\b|\b(?:often|frequently|sometimes|commonly|occasionally)\s+(?:\w+\s+)?den(?:y|ied|ies)\b|\b(?:edit|edits|error|errors|issue|problem|defect|glitch|configuration|mistake|system)\b.{0,160}\b(?:fixed|corrected|resolved|repaired|reprocess\w*|readjudicat\w*)\b"
    r"|\b(?:den(?:y|ied|ying)|rejected|paid|processed)\s+(?:[\w-]+\s+){0,5}?(?:in error|incorrectly|improperly|by mistake|erroneously|wrongly)|\b(?:incorrectly|improperly|erroneously|wrongly|mistakenly)\s+(?:den|reject|paid|process)\w*"
    r"|\b(?:caused|causing|led|leading|made|making)\b.{0,120}?\bto (?:\w+ )?(?:deny|reject|be (?:\w+ )?(?:denied|rejected))\b|\b(?:resulted|resulting) in (?:the )?(?:\w+ )?denials?\b"
)


@dataclass(frozen=True, slots=True)
class Says:
    """The statement of one clause. `restricts`: a refusal under circumstances, which refuses nothing by itself.
    theirs: what another payer does, which is not this document's statement; national: that payer is Medicare.
    """

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
    theirs: str | None = None
    national: bool = False

    @property
    def empty(self) -> bool:
        return not (self.status or self.undecided or self.restricts or self.period or self.rate or self.theirs) and (
            self.auth == "unknown" and not self.conditions
        )


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
    if re.search(one("status", "restriction").pattern, whole[at.end :], re.I):
        return True
    if at.meaning == "denies" and re.search(one("status", "restriction_beside").pattern, whole[at.end :], re.I):
        return True
    before = whole[: at.start]
    if BILLED_FOR.match(whole, at.end) and re.search(
        r"(?i)\b(?:bill|report|submit|claim)\w*$", whole[at.start : at.end]
    ):
        return True
    if QUALIFIED.match(before) or ((between := AFTER_CODE.search(before)) and QUALIFIES.search(between.group(1))):
        return True
    if re.search(one("status", "restriction_before").pattern, before, re.I):
        return True
    circumstance = re.match(
        r"(?i)\W*(?:an?\s+)?(?:when|if|where|for|units?|time|sessions?|services?|claims?|lines?|charges?)\b", whole
    )
    return bool(circumstance and re.search(one("status", "restriction").pattern, before, re.I))


def _resolve(text: str, found: list[Predicate]) -> Says:
    """One status from the predicates of a clause; undecided where they disagree."""
    now = [p for p in found if not p.past] or found
    past = bool(found) and all(p.past for p in found)
    meanings = {p.meaning for p in now}
    only_if = ONLY_IF.search(text)
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
    plain = blank(plain, [m.span() for m in re.finditer(one("status", "otherwise").pattern, plain, re.I)])
    plain, began = _without_the_past(plain)
    auth, spans = authorization(plain)
    bare = blank(plain, spans)
    says = _own(bare)
    if asked := outcome(plain):
        says = {"refused": Says(NOT_COVERED), "granted": Says(COVERED), "pending": Says(undecided=True)}[asked]
    if auth == "yes" and (says.status is None or (says.status == NOT_COVERED and ONLY_IF.search(plain))):
        again = _own(plain)
        says = again if again.status == CONDITIONS else says
    if says.status in {NOT_COVERED, BUNDLED} and MENDED.search(plain):
        says = Says(undecided=True)
    says = _with_amount(says, plain)
    if auth == "unknown" and says.status in {COVERED, CONDITIONS} and OBTAINED.search(plain):
        auth = "yes"
    if says.status == COVERED and auth == "yes":
        says = replace(says, status=CONDITIONS, conditions=(text,))
    loose = () if says.status or says.restricts or not _condition(bare) else (text,)
    when = period(plain, year)
    if began and not when.start:
        when = Period(began, when.end)
    if says.status == NOT_COVERED and when.end and not when.start and ENDING.search(plain):
        when = Period(start=(date.fromisoformat(when.end) + timedelta(days=1)).isoformat())
    return replace(
        says, auth=auth, period=when, product=product_of(plain), conditions=says.conditions or loose, reason=text
    )


TELLS = re.compile(
    r"(?i)^\W*(?:(?:we|the plan|this (?:letter|notice|bulletin))\s+(?:hereby\s+|can\s+|want to\s+)?(?:confirms?|advises?(?: you)?|reminds? (?:you|providers)|informs? you)"
    r"|please (?:note|be advised|be aware|remember|be reminded)|(?:this|it) is to confirm)\s+that\s+"
)
SAID_BEFORE = re.compile(
    r"(?i)^\W*(?:contrary to|despite|in spite of|regardless of|notwithstanding)\s+[^,;]{0,70}?\b(?:said|stated|reported|announced|printed|wrote|written|published|indicated|listed|showed|earlier|previous|last|misprint)\b[^,;]{0,50},\s+"
)
UNTIL_THEN = re.compile(
    r"(?i),\s*(?:which (?:was|were) )?(?:previously |formerly |once )?(?:denied|excluded|bundled|non-?covered|not covered|not payable|not paid|not reimbursed|unpaid|rejected)"
    r"\s+(?:before|until|through|prior to|up to)\s+(?P<day>[A-Z][a-z]+ \d{1,2}, \d{4}|[\w/ -]{3,24}?),(?=.*\bfrom (?:that|the same) (?:day|date)\b|)"
)


def _without_the_past(text: str) -> tuple[str, str | None]:
    """`97550, denied before July 1, is payable from that date`: the present half, and the day on which it begins."""
    if told := TELLS.match(text):
        text = blank(text, [told.span()])
    if said := SAID_BEFORE.match(text):
        text = blank(text, [said.span()])
    then = UNTIL_THEN.search(text)
    if then is None:
        return text, None
    again = re.search(r"(?i)\bfrom (?:that|the same) (?:day|date)\b|\b(?:since|from) then\b", text[then.end() :])
    last = period(then.group().strip(" ,")).end if again else None
    began = (date.fromisoformat(last) + timedelta(days=1)).isoformat() if last else None
    return blank(text, [then.span()]), began


BARE_PRICE = re.compile(r"^\W*(?:[A-Z]\d{4}|\d{5})(?:\W+[A-Za-z][\w-]*){0,6}?\W*\$\s?\d")
BARE_DAY = re.compile(
    r"(?i)\b(?:allowances?|rates?|fees?|fee schedule|amounts?|prices?|codes?)\b[^.;]{0,50}?[,(]\s*(?=[A-Z][a-z]+ \d|\d)"
)


def heading_says(title: str, year: int | None) -> Says:
    """A heading; `Allowances, commercial, July 1, 2026` gives the first day of what stands below it."""
    says = read(title, year) if title else Says()
    bare = BARE_DAY.search(title) if not says.period else None
    return replace(says, period=period(f"from {title[bare.end() :]}", year)) if bare else says


def _own(text: str) -> Says:
    """What this document's payer does, beside what another payer does."""
    found = predicates(text)
    national = of_others(text, found, "national")
    others = national + of_others(text, found)
    if not others:
        return _resolve(text, found)
    theirs = _resolve(text, others)
    says = _resolve(text, [p for p in found if p not in others])
    if does_the_same(text) and not says.status:
        says = theirs
    return replace(says, theirs=theirs.status, national=bool(national))


def as_medicare(says: Says) -> Says:
    """The same in a document of Medicare's own: its rule is the statement."""
    if not says.national or says.status or says.undecided:
        return says
    terms = (says.reason,) if says.theirs == CONDITIONS else ()
    return replace(says, status=says.theirs, theirs=None, conditions=says.conditions or terms)


def _with_amount(says: Says, plain: str) -> Says:
    """An amount in a sentence on payment is a payment; an amount of nothing is none."""
    amount = rate(plain)
    silent = not (says.status or says.undecided or says.restricts or says.theirs)
    if amount and silent and (PRICED.search(plain) or BARE_PRICE.match(plain)):
        says = replace(says, status=COVERED)
    if says.status == COVERED and amounts(plain) and not any(amounts(plain)):
        says = replace(says, status=None)
    return replace(says, rate=amount)
