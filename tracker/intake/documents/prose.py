"""Running text as mentions: what each paragraph says of the codes it names, carried on by "these codes" and "it".

The one thing to know: a sentence that names codes beats one that only refers to them; a refusal up to a day, and what
was so in the past, never become the present status. Two present statements of one paragraph that disagree are undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tracker.intake.documents.backward import DENYING, SAME_DAY, counted_above, leans_on
from tracker.intake.documents.clauses import OTHERS, SHORT_NO, Stated, clauses, picked, shared_out
from tracker.intake.documents.codes import find_codes, other_codes, quick
from tracker.intake.documents.dates import Period, days, period
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.legend_classes import SUBJECT as CLASS
from tracker.intake.documents.model import Place
from tracker.intake.documents.predicates import predicates
from tracker.intake.documents.products import product_of
from tracker.intake.documents.references import (
    ABOUT_LISTED,
    ALL_BUT,
    ANNOUNCES,
    ANSWER,
    ASKS_ALSO,
    BARE,
    CARRIES,
    COUNTED,
    DEFINES,
    LEADERS,
    NEGATIVE,
    OF_AUTH,
    OF_THIS_LIST,
    ORDINAL,
    PLURAL,
    REFERRING,
    REFERS,
    REFERS_LAST,
    REMOVES,
    SHORT_YES,
    SPEAKER,
    THOSE_CODES,
    WHEN,
    same_matter,
    without_day,
)
from tracker.intake.documents.resolve import Entry
from tracker.intake.documents.run_in import product_head
from tracker.intake.documents.statements import (
    BUNDLED,
    CONDITIONS,
    COVERED,
    NOT_COVERED,
    Says,
    as_medicare,
    conditional,
    read,
)
from tracker.intake.documents.text import sentences
from tracker.intake.documents.topic import is_topic


@dataclass(slots=True)
class Section:
    """What is known while reading from one heading to the next."""

    title: str = ""
    medicare: bool = False  # the document speaks for Medicare
    product: str | None = None
    about: bool = False
    subject: tuple[str, ...] = ()
    lately: tuple[str, ...] = ()  # all codes of the last sentence that named any
    list_follows: bool = False  # a table or list stands right below the present paragraph
    carry: bool = False  # the codes of a small table stand right above
    question: str = ""
    asked_pay: str = ""  # the last question on payment, not on approval
    asked: str = ""  # the last question that asked something of payment; "what about 97552?" asks it again
    block: int = 0
    day: str | None = None  # the first day that was named last; "from the same day" means it
    named: dict[str, None] = field(default_factory=dict)  # all codes so far, the last named last
    paragraph: str = ""
    entries: list[Entry] = field(default_factory=list)
    pending: list[tuple[Says, str, Place]] = field(default_factory=list)
    general: list[tuple[Says, str, Place]] = field(default_factory=list)
    bound: dict[str, set[str]] = field(default_factory=dict)  # general sentences that speak of these codes alone
    rules: list[tuple[Says, str, Place]] = field(default_factory=list)  # authorization for whatever is paid


def codes_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for f in find_codes(text) for c in f.codes))


def read_block(text: str, place: Place, section: Section, year: int | None) -> list[Entry]:
    """The statements of one flat paragraph; adds to the section what it leaves open."""
    if LEADERS.search(text):
        named = [Entry((c,), Says(reason=text), text, place, True) for c in codes_in(text)]
        section.entries += named
        return named
    started = len(section.entries)
    section.block += 1
    section.paragraph = text
    fresh: list[tuple[Says, str, Place]] = []
    inside = section.carry or bool(codes_in(section.question))
    section.carry = inside and len(text) < 50 and not codes_in(text)  # a line of the page's foot may stand between
    bound, text = product_head(text)
    for whole in _carried_motions(sentences(text)):
        sentence = SPEAKER.sub("", whole) or whole
        if sentence.rstrip("\"”' )").endswith("?"):
            _ask(sentence, section, place)
            inside = inside or bool(codes_in(sentence))
            continue
        sentence = CHANGED.sub("", sentence) or sentence
        if REMOVES.match(sentence):
            gone = codes_in(sentence)
            section.entries += [Entry(gone, Says(reason=sentence), sentence, place, True)] if gone else []
            continue
        if keyed := _keyed(sentence, section, inside, year):
            section.entries.append(Entry(section.subject, keyed, sentence, place, True))
            inside = True
            continue
        if not _may_matter(sentence, section, inside):
            continue
        label, sentence = _label(sentence, section)
        answered = _answer(sentence, section, place, year, fresh, label)
        known = section.lately
        section.lately = codes_in(sentence) or known
        _name(section, section.lately)
        for said in clauses(YES_OR_NO.sub("", sentence), year):
            said = _of_known(said, known, sentence)
            if label and not said.says.product:
                said = replace(said, says=replace(said.says, product=label))
            before = next((e.says.status for e in reversed(section.entries[started:]) if e.says.status), None)
            said = replace(said, says=as_medicare(said.says)) if section.medicare else said
            stated = _on_the_day(_leaning(_elliptic(said, section, year, before), section), section)
            if bound and not stated.says.product:
                stated = replace(stated, says=replace(stated.says, product=bound))
            if stated.codes:
                section.subject = stated.codes
                _take_pending(section, fresh, stated.codes)
                section.entries.append(Entry(stated.codes, stated.says, sentence, place, True))
                inside = True
            elif not stated.says.empty and not answered:
                _codeless(stated, sentence, section, fresh, place, inside)
        section.question = "" if answered else section.question
    section.pending += fresh
    section.entries[started:] = [replace(e, block=section.block) for e in section.entries[started:]]
    return section.entries[started:]


CHANGED = re.compile(
    r"(?i)^\W*(?:that|this|the rule|our position|it) (?:has (?:now )?changed|changes|changed|is no longer (?:so|true|the case|our policy)|is different now)\s*[:;.,-]\s+"
)
YES_OR_NO = re.compile(
    r"(?i)^\W*(?:A(?:nswer)?[.:]\s*)?(?:yes|no|correct|unfortunately|sorry)\s*[,;:-]\s+(?=\S+\s+\S+)"
)  # an answer, no negator
LABELLED = re.compile(r"^\W*(?:A(?:nswer)?[.:]\s*)?([A-Z][\w&’' -]{2,40}):\s+(?=(?i:yes|no|not)\b)")
NO_PRODUCT = re.compile(
    r"(?i)\b(?:authori[sz]ation|approval|auth|PA|pre\w+|cover\w*|payment|benefits?|notes?|answer|reminder|important|limits?|status|referral|codes?)\b"
)


def _label(sentence: str, section: Section) -> tuple[str | None, str]:
    """`Choice Plus: no, it is excluded.` answers a question for one product: its name, and the sentence without it."""
    m = LABELLED.match(sentence) if section.question else None
    if m is None or NO_PRODUCT.search(m.group(1)) or find_codes(m.group(1)):
        return None, sentence
    return product_of(m.group(1)) or m.group(1), sentence[m.end() :]


MOTION = re.compile(
    r"(?i)^(?:(?:an?|the)\s+)?motion\s+(?:\w+ \w+ )?to\s+(?=(?:cover|pay|reimburse|add|open|exclude|deny|bundle)\b)"
)
CARRIED = re.compile(
    r"(?i)^\W*(?:(?:the )?(?:motion|vote|it) )?(?:was )?(?:carried|passed|adopted|approved)\b(?!.{0,40}\bas amended)"
)


def _carried_motions(found: list[str]) -> list[str]:
    """`Motion to cover from October 1. Carried, 4 to 0.`: a motion that carried is the rule."""
    out = []
    for n, sentence in enumerate(found):
        decided = MOTION.match(sentence) and any(CARRIED.match(s) for s in found[n + 1 : n + 2])
        out.append(MOTION.sub("We ", sentence) if decided else sentence)
    return out


def _of_known(said: Stated, known: tuple[str, ...], sentence: str) -> Stated:
    """`The first two are payable`, `all but 97552 are payable`: which of the codes named last are meant."""
    if said.codes or len(known) < 2:
        return said
    if ORDINAL.match(said.text) and (chosen := picked(said.text, known)):
        return replace(said, codes=chosen, named=True)
    if ALL_BUT.search(sentence) and (rest := tuple(c for c in known if c not in codes_in(sentence))):
        return replace(said, codes=rest, named=True)
    return said


def _elliptic(stated: Stated, section: Section, year: int | None, before: str | None) -> Stated:
    """`97550 is, 97552 isn't`: the predicate is the question's, or that of the sentence before."""
    says = stated.says
    if not stated.codes or says.status or says.undecided or says.restricts or says.auth != "unknown":
        return stated
    refused = SHORT_NO.search(stated.text)
    if not refused and not (section.question and SHORT_YES.search(stated.text)):
        return stated
    asked = next((s.says.status for s in clauses(section.question.rstrip("? "), year) if s.says.status), before)
    if asked not in {COVERED, CONDITIONS}:
        return stated
    status = NOT_COVERED if refused else COVERED
    return replace(stated, says=replace(says, status=status, reason=f"{section.question} {stated.text}".strip()))


KEYED = re.compile(
    r"(?i)^\W*(?:(?:coverage|payment|reimbursement|benefit|current|plan)\s+)*(?:status|coverage|covered|position|decision|determination|payable|reimbursement|reimbursable|payment|benefit)"
    r"\s*\??\s*(?:[:=]|\s-\s)\s*(?P<value>[^:]{1,90})$"
)


def _keyed(sentence: str, section: Section, inside: bool, year: int | None) -> Says | None:
    """`Coverage: Yes` below a heading that names codes: what stands behind the colon is read as an entry of a table."""
    m = KEYED.match(sentence) if section.subject and (inside or codes_in(section.title)) else None
    if m is None or codes_in(sentence):
        return None
    says = read_cell(m["value"].strip(" ."), "covered", year)
    return replace(says, reason=f"{section.title} {sentence}".strip()) if says.status or says.undecided else None


def _name(section: Section, codes: tuple[str, ...]) -> None:
    section.named = {**{c: None for c in section.named if c not in codes}, **dict.fromkeys(codes)}


def _leaning(stated: Stated, section: Section) -> Stated:
    """`Neither are 97551 and 97552.`: what was said last is said of these codes too."""
    says = stated.says
    if not stated.codes or says.status or says.auth != "unknown" or not leans_on(stated.text):
        return stated
    last = next((e for e in reversed(section.entries) if e.says.status or e.says.auth != "unknown"), None)
    if last is None or (
        DENYING.match(stated.text) and (last.says.status in {COVERED, CONDITIONS} or last.says.auth == "yes")
    ):
        return stated
    return replace(stated, says=replace(last.says, rate=None, reason=f"{last.sentence} {stated.text}"))


def _on_the_day(stated: Stated, section: Section) -> Stated:
    """`from the same day`: the first day that was named last."""
    says = stated.says
    if not says.period and section.day and SAME_DAY.search(stated.text):
        return replace(stated, says=replace(says, period=Period(section.day)))
    section.day = says.period.start or section.day
    return stated


def _may_matter(sentence: str, section: Section, inside: bool) -> bool:
    """A cheap look before a sentence is taken apart: most sentences of a manual neither name a code nor refer to one."""
    if section.question or quick().search(sentence) or ";" in sentence:
        return True
    if (
        ORDINAL.match(sentence)
        or REFERRING.search(sentence)
        or ABOUT_LISTED.search(sentence)
        or COUNTED.search(sentence)
        or is_topic(sentence)
    ):
        return True
    if not section.subject:
        return section.about and bool(CARRIES.search(sentence))
    continued = inside or section.about
    return bool(
        (continued and (CARRIES.search(sentence) or OTHERS.search(sentence) or _opens(sentence)))
        or BARE.fullmatch(sentence)
        or (inside and OF_AUTH.match(sentence))
    )


def _opens(sentence: str) -> bool:
    """`Payable under a plan of care.`: the statement is all there is, its subject stands above."""
    found = predicates(sentence)
    return bool(found) and len(sentence[: found[0].start].split()) < 2


def _take_pending(section: Section, fresh: list[tuple[Says, str, Place]], codes: tuple[str, ...]) -> None:
    """A topic sentence before the codes of its paragraph ("... is a covered service. Report 97550.") is about them."""
    for says, sentence, place in fresh:
        section.entries.append(Entry(codes, says, sentence, place, False))
    fresh.clear()


def _codeless(
    stated: Stated, sentence: str, section: Section, fresh: list[tuple[Says, str, Place]], place: Place, inside: bool
) -> None:
    if other_codes(sentence) or ANNOUNCES.search(sentence) or DEFINES.match(sentence) or CLASS.match(sentence):
        return
    if not codes_in(section.paragraph) and FOLLOWING.search(section.paragraph[: section.paragraph.find(sentence)]):
        return  # "The following codes describe ... They are packaged": said of the codes below
    if section.list_follows and OF_THIS_LIST.search(section.paragraph):
        return  # said of the rows right below
    refers = bool(REFERS.search(without_day(sentence)) or REFERS.search(stated.text) or REFERS_LAST.search(stated.text))
    counted = counted_above(sentence, tuple(section.named))
    refers = refers or bool(counted) or bool(inside and THOSE_CODES.search(stated.text))
    topical = is_topic(sentence)
    if section.subject and (
        (inside and (refers or topical or CARRIES.search(sentence) or OTHERS.search(stated.text) or _opens(sentence)))
        or refers
        or (section.about and (CARRIES.search(sentence) or _opens(sentence)))
        or (stated.says.auth != "unknown" and sentence[:1].isalpha() and BARE.fullmatch(sentence))
        or (stated.says.auth != "unknown" and inside and OF_AUTH.match(sentence))
    ):
        says = stated.says
        if not (refers or topical) and says.status and section.entries and not same_matter(sentence):
            says = replace(says, status=None, undecided=False)
        several = PLURAL.search(stated.text) and set(section.subject) < set(section.lately)
        subject = section.lately if several else section.subject
        subject = counted or (_rest(section, sentence) if OTHERS.search(stated.text) else subject)
        if says.auth != "unknown" and not refers and _refused(section, subject):
            section.rules.append((says, sentence, place))  # it speaks of what is paid, said further up
            return
        for codes, own in shared_out(subject, says, stated.text):
            section.entries.append(Entry(codes, own, sentence, place, bool(OTHERS.search(stated.text))))
        if ABOUT_LISTED.search(sentence) or says.period.start:
            of = (
                set(subject)
                if PLURAL.search(stated.text) and not re.search(r"(?i)\b(?:covered|listed|all)\b", sentence)
                else set()
            )
            section.general.append((stated.says, sentence, place))
            section.bound.update({sentence: of} if of else {})
    elif topical or refers or ABOUT_LISTED.search(sentence) or (section.about and CARRIES.search(sentence)):
        if topical or refers:
            fresh.append((stated.says, sentence, place))
        section.general.append((stated.says, sentence, place))
    elif stated.says.status and stated.says.period.start and COUNTED.search(sentence):
        section.general.append((Says(period=stated.says.period, reason=sentence), sentence, place))


FOLLOWING = re.compile(
    r"(?i)\b(?:the|these) following (?:\w+ ){0,3}?(?:codes|services|procedures)\b|\b(?:codes|services|procedures) (?:listed )?(?:below|that follow)\b"
)


def _refused(section: Section, codes: tuple[str, ...]) -> bool:
    """Is all that was said of these codes that they are not paid?"""
    said = {e.says.status for e in section.entries if set(e.codes) & set(codes) and e.says.status}
    return bool(said) and said <= {NOT_COVERED, BUNDLED}


def _rest(section: Section, sentence: str) -> tuple[str, ...]:
    """The codes of the paragraph without those just named: "97552 needs approval; the other two do not"."""
    place = section.entries[-1].place if section.entries else None
    named = dict.fromkeys(c for e in section.entries if e.place == place and e.named for c in e.codes)
    rest = tuple(c for c in named if c not in section.subject)
    return rest or section.subject


def _ask(sentence: str, section: Section, place: Place) -> None:
    section.question = sentence
    if not ASKS_ALSO.match(sentence):
        section.asked = sentence
        if any(s.says.status for s in clauses(sentence.rstrip("? "))):
            section.asked_pay = sentence
    named = codes_in(sentence)
    section.lately = named or section.lately
    _name(section, named)
    if named:
        section.subject = named
        section.entries.append(Entry(named, Says(reason=sentence), sentence, place, True))
    elif is_topic(sentence):
        section.subject = ()


def _asked(question: str) -> str:
    return re.sub(r"(?i)^\W*(?:q(?:uestion)?\s*\d*[.:)]\s*)?", "", question).rstrip("? ")


def _answer(
    sentence: str,
    section: Section,
    place: Place,
    year: int | None,
    fresh: list[tuple[Says, str, Place]],
    label: str | None = None,
) -> bool:
    """A yes or no to the question before: the question's predicate, kept or turned round."""
    if section.question and section.subject and WHEN.search(section.question) and not codes_in(sentence):
        when = period(sentence, year)
        first = next(iter(days(sentence, year)), None)
        if not when and first and sentence.startswith(sentence[first.start : first.end]):
            when = Period(first.day.isoformat())  # "When? July 1, 2025."
        if when.start and len(sentence.split()) < 12:
            section.entries.append(
                Entry(
                    section.subject, Says(period=when, reason=sentence), f"{section.question} {sentence}", place, True
                )
            )
            return True
    m = ANSWER.match(sentence)
    if not m or not section.question:
        return False
    said = not NEGATIVE.search(m.group(1))
    rest = sentence[m.end() :]
    asked = _asked(section.asked or section.question)
    if ASKS_ALSO.match(_asked(section.question)) and section.asked_pay and not read(rest, year).empty:
        asked = _asked(section.asked_pay)  # "what about 97552?" - "yes, with approval": payment was asked for
    found = [s for s in clauses(asked, year) if not s.says.empty]
    if not found:
        return False
    says = found[0].says
    turned = {
        COVERED: COVERED if said else NOT_COVERED,
        CONDITIONS: CONDITIONS if said else NOT_COVERED,
        NOT_COVERED: NOT_COVERED if said else COVERED,
        BUNDLED: BUNDLED if said else COVERED,
    }
    auth = says.auth if said or says.auth == "unknown" else {"yes": "no", "no": "yes"}[says.auth]
    status = turned.get(says.status or "")
    if says.auth != "unknown":
        status = None
    if status == COVERED and conditional(rest):
        status, says = CONDITIONS, replace(says, conditions=(sentence,))
    named = (
        codes_in(section.question)
        or codes_in(sentence)
        or (section.subject if says.auth != "unknown" or REFERS.search(asked) else ())
    )
    answer = Says(
        status=status,
        auth=auth,
        reason=f"{section.question} {sentence}",
        conditions=says.conditions if status == CONDITIONS else (),
    )
    if label:
        answer = replace(answer, product=label)
    if named and len(rest.strip(" .,")) < 400:
        section.entries.append(Entry(named, answer, f"{section.question} {sentence}", place, True))
        section.subject = named
    elif not codes_in(sentence):
        section.pending.append((answer, f"{section.question} {sentence}", place))
        if is_topic(section.question):
            fresh.append((answer, f"{section.question} {sentence}", place))
    return False
