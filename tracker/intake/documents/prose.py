"""Running text as mentions: what each paragraph says of the codes it names, carried on by "these codes" and "it".

The one thing to know: a sentence that names codes beats one that only refers to them; a refusal up to a day, and what
was so in the past, never become the present status. Two present statements of one paragraph that disagree are undecided.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.backward import counted_above
from tracker.intake.documents.clauses import OTHERS, Stated, clauses, shared_out
from tracker.intake.documents.codes import other_codes, quick
from tracker.intake.documents.leaning import keyed, leaning, of_known, on_the_day
from tracker.intake.documents.legend_classes import SUBJECT as CLASS
from tracker.intake.documents.model import Place
from tracker.intake.documents.predicates import predicates
from tracker.intake.documents.questions import answer_to, ask, elliptic, labelled
from tracker.intake.documents.references import (
    ABOUT_LISTED,
    ANNOUNCES,
    BARE,
    CARRIES,
    COUNTED,
    DEFINES,
    LEADERS,
    OF_AUTH,
    OF_THIS_LIST,
    ORDINAL,
    PLURAL,
    REFERRING,
    REFERS,
    REFERS_LAST,
    REMOVES,
    SPEAKER,
    THOSE_CODES,
    same_matter,
    without_day,
)
from tracker.intake.documents.resolve import Entry
from tracker.intake.documents.run_in import product_head
from tracker.intake.documents.section import Section, codes_in, remember
from tracker.intake.documents.statements import (
    BUNDLED,
    NOT_COVERED,
    Says,
    as_medicare,
)
from tracker.intake.documents.text import sentences
from tracker.intake.documents.topic import is_topic


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
            ask(sentence, section, place)
            inside = inside or bool(codes_in(sentence))
            continue
        sentence = CHANGED.sub("", sentence) or sentence
        if REMOVES.match(sentence):
            gone = codes_in(sentence)
            section.entries += [Entry(gone, Says(reason=sentence), sentence, place, True)] if gone else []
            continue
        if entry := keyed(sentence, section, inside, year):
            section.entries.append(Entry(section.subject, entry, sentence, place, True))
            inside = True
            continue
        if not _may_matter(sentence, section, inside):
            continue
        label, sentence = labelled(sentence, section)
        answered = answer_to(sentence, section, place, year, fresh, label)
        known = section.lately
        section.lately = codes_in(sentence) or known
        remember(section, section.lately)
        for said in clauses(YES_OR_NO.sub("", sentence), year):
            said = of_known(said, known, sentence)
            if label and not said.says.product:
                said = replace(said, says=replace(said.says, product=label))
            before = next((e.says.status for e in reversed(section.entries[started:]) if e.says.status), None)
            said = replace(said, says=as_medicare(said.says)) if section.medicare else said
            stated = on_the_day(leaning(elliptic(said, section, year, before), section), section)
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
