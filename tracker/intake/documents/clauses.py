"""A sentence cut into statements about codes: who is said what, with exceptions and short answers worked in.

The one thing to know: a clause without codes goes on about the codes of the clause before it; "97552 is not" turns the
statement before it round; "except 97552" takes the code out and turns the statement round for it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from tracker.intake.documents.authorization import authorization
from tracker.intake.documents.codes import find_codes, other_codes
from tracker.intake.documents.money import amounts
from tracker.intake.documents.predicates import blank, predicates, without_absence
from tracker.intake.documents.products import product_spans
from tracker.intake.documents.speakers import refuses_it
from tracker.intake.documents.statements import BUNDLED, CONDITIONS, COVERED, NOT_COVERED, Says, read
from tracker.intake.documents.text import strong_clauses

EXCEPT = re.compile(
    r"(?i)(?:^|[\s,(-]+)(?:except(?:ing)?(?: for)?|(?:all|everything|any) but|excluding|other than|with the exception of|apart from|but not|save for|not including|and not|(?:but )?never|but no longer)\s+(?:for\s+)?(?:code[s]?\s+|cpt\s+|hcpcs\s+)*$"
    r"|,?\s+but not\s+(?:for\s+)?(?:(?!(?:when|if|with|by|paid|covered|billed|payable|reimbursed|until|before|after|unless|in|on|at|under|limited|required|separately|both|all|is|are)\b)[\w-]+\s+){1,4}\($"
)
SHORT_NO = re.compile(
    r"(?i)\bthe same (?:is|are|can|does|may|holds?)\s*(?:not|n['’]t|cannot|never)\s+(?:be\s+)?(?:said|true|so|the case|hold|apply|go)\b|\b(?:is|are|do|does|did|will|would|was|were)\s*(?:not|n['’]t)\s*[.,]?$|\b(?:is|are|does|do|will) (?:not|n['’]t)(?:,| yet| at this time| now)?\s*[.]?$"
)
SHORT_SAME = re.compile(
    r"(?i)^(?:as|so|likewise|similarly|the same)\b.{0,30}\b(?:is|are|does|do|applies|goes|holds)\b|\b(?:likewise|as well|too|the same|also)\s*[.]?$"
)
OBJECT = re.compile(
    r"(?i)(?:\bwith|\binto|\b(?:payments?|reimbursement|rates?|fees?|allowances?|charges?) (?:for|of)|\bby|\bof|\bthan|\breplac\w+|\bunder|\bin place of|\binstead of|\brather than|\bto|\bas an add-on to|\bin addition to|\bafter|\balongside|\bincluded in|\bpart of|\bbilled with|\bwithout|\bbase(?: code)?|\bprimary(?: code)?|\bsame day as|\bsee|\busing|\buse)\s+(?:the\s+)?(?:primary\s+|base\s+|add-on\s+)?(?:(?:service|procedure)\s+)?(?:(?:cpt|hcpcs)\s+)?(?:codes?\s+)?$"
)


INSTEAD = re.compile(
    r"(?i)\b(?:rather than|instead of|in place of|in lieu of|as opposed to)\s+(?:the\s+)?(?:codes?\s+)?$"
)
UNDER = re.compile(
    r"(?i)\b(?:under|using|use|by|through|with)\s+(?:the\s+)?(?:(?:service|procedure|billing)\s+)?(?:(?:cpt|hcpcs)\s+)?(?:codes?\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """`codes` empty: the clause names none."""

    codes: tuple[str, ...]
    says: Says
    text: str
    named: bool = True


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for f in find_codes(text) for c in f.codes))


def _predicate_spans(text: str) -> list[int]:
    plain = without_absence(text)
    _, spans = authorization(plain)
    found = [p.start for p in predicates(blank(plain, spans))]
    short = SHORT_NO.search(plain)
    return sorted(found + [a for a, _ in spans] + ([short.start()] if short else []))


def split_by_code(text: str) -> list[str]:
    """`97550 is covered and 97552 is denied` in two, where each part has codes and a predicate of its own."""
    return _split(text, [(f.start, f.end) for f in find_codes(text)])


def split_by_product(text: str) -> list[str]:
    """`payable under our Medicaid plans and excluded under our commercial plans` in two."""
    return _split(text, product_spans(text))


def _split(text: str, subjects: list[tuple[int, int]]) -> list[str]:
    if len(subjects) < 2:
        return [text]
    marks = sorted(
        [("c", a, b) for a, b in subjects] + [("p", p, p) for p in _predicate_spans(text)], key=lambda m: m[1]
    )
    runs: list[list[tuple[str, int, int]]] = []
    for m in marks:
        if runs and runs[-1][-1][0] == m[0]:
            runs[-1].append(m)
        else:
            runs.append([m])
    kinds = "".join(r[0][0] for r in runs)
    if kinds.count("c") < 2 or kinds.count("p") < 2:
        return [text]
    lead = "c" if kinds[0] == "c" else "p"
    cuts = []
    for before, run in itertools.pairwise(runs):
        if run[0][0] != lead:
            continue
        gap = text[before[-1][2] : run[0][1]]
        if lead == "c" and OBJECT.search(text[: run[0][1]]):
            continue
        separators = list(
            re.finditer(
                r"(?i)[.:,;)]\s+(?:and\s+|or\s+|whereas\s+|while\s+)?(?:code\s+)?|\s(?:and|while|whereas|but|or)\s", gap
            )
        )
        if separators:
            chosen = separators[-1] if lead == "c" else separators[0]
            cuts.append(before[-1][2] + chosen.start())
    if not cuts:
        return [text]
    edges = [0, *cuts, len(text)]
    return [text[a:b].strip(" ,;") for a, b in itertools.pairwise(edges) if text[a:b].strip(" ,;")]


def _turn(says: Says) -> Says:
    status = {COVERED: NOT_COVERED, CONDITIONS: NOT_COVERED, NOT_COVERED: COVERED, BUNDLED: None}.get(says.status or "")
    auth = "unknown" if says.status or says.undecided else {"yes": "no", "no": "yes"}.get(says.auth, "unknown")
    return replace(says, status=status, conditions=(), auth=auth, period=says.period, rate=None)


def _refused(before: Says) -> str | None:
    """What "we do not" or "ours does not" comes to after what somebody else, or another product, does."""
    paid = {before.theirs, before.status} & {COVERED, CONDITIONS}
    return NOT_COVERED if paid or before.undecided else None


def clauses(sentence: str, year: int | None = None) -> list[Stated]:
    """The statements of one sentence, in order."""
    if sentence.rstrip("\"”' )").endswith("?"):
        return [Stated(_codes(sentence), Says(reason=sentence), sentence)] if _codes(sentence) else []
    out: list[Stated] = []
    labelled = LABEL.match(sentence)
    label = labelled.group(1) if labelled else ""
    for strong in strong_clauses(sentence):
        for part in (p for piece in split_by_code(strong) for p in split_by_product(piece)):
            part = f"{label} {part}" if label and out and not re.search(label, part, re.IGNORECASE) else part
            stated = _of_part(part, out, year)
            out += _carried(stated, out)
    return _without_excepted(out) if EXCEPT_THAT.search(sentence) else _led(_announced(sentence, out, year))


ANNOUNCED = re.compile(
    r"(?i)^(.{0,180}?\b(?:following|these|below|services|codes|procedures|items|benefits)\b.{0,90}?):\s"
)


def _announced(sentence: str, stated: list[Stated], year: int | None) -> list[Stated]:
    """`The following are not covered: braces (L1820); caregiver groups (97552); ...`: the head speaks of every entry."""
    head = ANNOUNCED.match(sentence)
    if not head or ";" not in sentence or find_codes(head.group(1)):
        return stated
    says = read(head.group(1), year)
    if not says.status:
        return stated
    return [replace(s, says=replace(says, reason=sentence)) if s.codes and s.says.empty else s for s in stated]


def _led(stated: list[Stated]) -> list[Stated]:
    """`No approval is needed; bill 97550 and it is paid`: what the first clause says of approval is about the codes of the next."""
    if len(stated) < 2 or stated[0].codes or stated[0].says.auth == "unknown" or stated[0].says.status:
        return stated
    codes = next((s.codes for s in stated if s.codes), ())
    return [replace(stated[0], codes=codes, named=True), *stated[1:]] if codes else stated


EXCEPT_THAT = re.compile(r"(?i),\s+except\s+that\s+")


def _without_excepted(stated: list[Stated]) -> list[Stated]:
    """`97550-97552 are excluded, except that 97550 is paid`: the rule is not said of what the exception names."""
    *rule, exception = stated
    if not rule or not exception.says.status:
        return stated
    kept = [replace(s, codes=tuple(c for c in s.codes if c not in exception.codes)) for s in rule]
    return [*(k for k, s in zip(kept, rule, strict=True) if k.codes or not s.codes), exception]


OTHERS = re.compile(
    r"(?i)\bthe (?:others?|rest|remaining)\b(?! (?:hand|day|side|than))(?: (?:two|three|four|five|six|codes?|services?))*"
)
LABEL = re.compile(r"(?i)^\W*((?:prior |pre-?)?(?:authori[sz]ation|approval|precertification))\s*:")


def _carried(stated: list[Stated], before: list[Stated]) -> list[Stated]:
    """A clause without codes goes on about those of the clause before it in the same sentence."""
    last = next((s.codes for s in reversed(before) if s.codes), ())
    if not last or any(OTHERS.search(s.text) for s in stated):
        return stated
    return [
        replace(s, codes=last, named=True) if not s.codes and not s.says.empty and not other_codes(s.text) else s
        for s in stated
    ]


def _of_part(part: str, before: list[Stated], year: int | None) -> list[Stated]:
    excepted, kept, spans = _excepted(part)
    codes = tuple(c for c in kept if c not in excepted)
    says = replace(read(blank(part, spans), year), reason=part) if spans and codes else read(part, year)
    if not kept and before and refuses_it(part):
        return [Stated(before[-1].codes, replace(says, status=_refused(before[-1].says), undecided=False), part)]
    last = next((s for s in reversed(before) if s.says.status or s.says.undecided), None)
    short = not (says.status or says.undecided or says.restricts)
    if codes and short and last is not None:
        if SHORT_NO.search(part) or re.match(r"(?i)(?:and |or )?(?:not|never|nor)\b", part):
            turned = _turn(last.says)
            if turned.status == NOT_COVERED and re.search(r"(?i)\b(?:separate|separately)\b", last.text):
                turned = replace(turned, status=BUNDLED)  # "97550 pays separately, 97551 does not"
            return [Stated(codes, replace(turned, reason=part), part)]
        if SHORT_SAME.search(part):
            return [Stated(codes, replace(last.says, reason=part), part)]
    out = []
    if excepted:
        out.append(Stated(tuple(excepted), replace(_turn(says), reason=part), part))
        if not codes:
            return [*out, Stated((), says, part, named=False)] if not says.empty else out
    main = _subjects(part, codes)
    if chosen := picked(part, main):
        left = tuple(c for c in main if c not in chosen)
        turned = _turn(says) if re.search(r"(?i)\bonly\b", part) else Says(reason=part)
        out.append(Stated(left, replace(turned, reason=part), part))
        main = chosen
    out = [Stated(c, s, part, named=bool(main)) for c, s in shared_out(main, says, part)] + out
    others = tuple(c for c in codes if c not in main)
    if others:
        out.append(Stated(others, Says(reason=part), part))
    return out


PICKED = re.compile(
    r"(?i)\bthe (first|last)(?: (one|two|three|four))?\b(?! (?:\w+ )?(?:day|unit|visit|hour|session|time|\d|minute))"
    r"|\bthe (second|third|former|latter)\b(?= (?:one |code |service )?(?:is|are|was|were|does|do|will|may|can|needs?|requires?|remains?|has|have|never|only)\b)"
)
PLACES = {"former": 0, "second": 1, "third": 2, "latter": -1}


def picked(part: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """`of these three only the first two`: the codes that are meant, nothing where all are."""
    m = PICKED.search(part)
    if m and m.group(3):
        at = PLACES[m.group(3).casefold()]
        return codes[at:][:1] if len(codes) > max(at, 1) else ()
    count = {"one": 1, "two": 2, "three": 3, "four": 4}.get((m.group(2) or "one").casefold(), 1) if m else 0
    if not m or count >= len(codes):
        return ()
    return codes[:count] if m.group(1).casefold() == "first" else codes[-count:]


def shared_out(codes: tuple[str, ...], says: Says, text: str) -> list[tuple[tuple[str, ...], Says]]:
    """As many amounts as codes: each code has its own ("$41.20 and $20.60 respectively", "97550 ($52), 97551 ($26)")."""
    found = amounts(text)
    if len(codes) < 2 or len(found) != len(codes):
        return [(codes, says)]
    return [((code,), replace(says, rate=amount)) for code, amount in zip(codes, found, strict=True)]


def _excepted(part: str) -> tuple[list[str], list[str], list[tuple[int, int]]]:
    """Codes behind "except", all codes of the clause, and where the exceptions stand."""
    spans: list[tuple[int, int]] = []
    excepted: list[str] = []
    named: list[str] = []
    going = False
    end = 0
    for f in find_codes(part):
        between = part[end : f.start]
        lead = EXCEPT.search(part[: f.start])
        going = bool(lead) or (going and re.fullmatch(r"(?i)\s*(?:[,/&]|and|or)*\s*", between) is not None)
        if going:
            spans.append((lead.start() if lead else end, f.end))
        (excepted if going else named).extend(f.codes)
        end = f.end
    return list(dict.fromkeys(excepted)), list(dict.fromkeys([*named, *excepted])), spans


def _subjects(part: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes the predicate is about: not those named as the thing it goes with ("billed with 97550")."""
    found = find_codes(part)
    if len(found) < 2:
        return codes
    first = _predicate_spans(part)
    if not first:
        return codes
    objects: list[str] = []
    going = False
    end = 0
    for f in found:
        lead = part[: f.start]
        going = bool(INSTEAD.search(lead) or (f.start > first[0] and OBJECT.search(lead))) or (
            going and re.fullmatch(r"(?i)\s*(?:[,/&]|and|or)*\s*", part[end : f.start]) is not None
        )
        if going:
            objects += f.codes
        end = f.end
    subject = tuple(c for c in codes if c not in objects)
    if not any(f.start < first[0] for f in found) and UNDER.search(part[: found[0].start]):
        return codes  # "pays for it under 97550 and 97551": nothing else is spoken of
    return subject or codes
