"""Running text as mentions: what each paragraph says of the codes it names, carried on by "these codes" and "it".

The one thing to know: a sentence that names codes beats one that only refers to them; a refusal up to a day, and what
was so in the past, never become the present status. Two present statements of one paragraph that disagree are undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tracker.intake.documents.clauses import OTHERS, SHORT_NO, Stated, clauses, shared_out
from tracker.intake.documents.codes import find_codes, other_codes, quick
from tracker.intake.documents.dates import Period, period
from tracker.intake.documents.model import Mention, Place
from tracker.intake.documents.phrases import one
from tracker.intake.documents.statements import BUNDLED, CONDITIONS, COVERED, NOT_COVERED, Says
from tracker.intake.documents.text import sentences
from tracker.intake.documents.topic import is_topic

NOUN = one("topic", "noun").pattern
REFERS = re.compile(
    r"(?i)^\W*(?:a[.:]\s+)?(?:(?:note|important|reminder|exception|please note)\b:?\s*(?:that\s+)?)?(?:(?:for|in|under|on|with|of|when|if|all|any|each|no|none of|neither of|both of|payment for|claims (?:for|with)|coverage (?:of|for)|reimbursement (?:of|for)|use of|billing (?:of|for))\s+)*"
    r"(?:these|this|those|such|it|they|both|neither|either|them|each|all (?:three|four|five|such|listed)|the (?:\w+ )?(?:codes?|services?|same|two|three|latter|lines?|above|"
    + NOUN
    + r"|sessions?|benefit|procedures?))\b"
)
REFERS_LAST = re.compile(
    r"(?i)\b(?:for|of|on|to|with|by|to bill|to report) (?:(?:either|both|any|each|all|none|neither|one)(?: of)? )?(?:the |these |those )?"
    r"(?:them|it|this|(?:these|those|both|either|all)(?: (?:two|three|four|five|six|\d))?|(?:(?:these|those|both|either|all|two|three|four|five|listed|same|new|above) )+(?:cpt |hcpcs |procedure |billing |training )?(?:codes?|services?|procedures?|lines?))\s*[.,;:)]*$"
)
CARRIES = re.compile(
    r"(?i)^\W*(?:a[.:]\s+)?(?:payment|reimbursement|coverage|claims?|services?|sessions?|prior|pre-?auth\w*|pre-?cert\w*|authori[sz]ation|approval|no (?:prior|auth|pre|separate|payment|additional|approval|referral)|you (?:do not|need|must|don't)|providers? (?:must|need|do not|may)|effective|beginning|starting|for dates|until|before|after|through|on and after|from|since|when|commercial|medicaid|medicare|not |covered|bundled|"
    + NOUN
    + r"|the (?:rate|fee|allowance|payment|plan|line|claim|"
    + NOUN
    + r")|we |our |yes|no\b|you may|rates?|reimbursed|limited|limits?|maximum|up to|units?|only|must|requires?|documentation|consent|earlier|later|"
    r"with (?:dates?|service)|retroactive|\w+ (?:health|plan|mutual|care) (?:does|do|will|pays|covers|reimburses|considers|requires))"
)
ANSWER = re.compile(
    r"(?i)^\W*(?:a(?:nswer)?[.:]\s*)?(yes|no(?=\s*(?:[,.;:!-]|$)|\s+(?:they|it|we|this|these|that|those|not|code|cpt|hcpcs|\d|[A-Z]\d))|not (?:at this time|currently|yet|now|today)|correct|never|that is correct|(?:they are not|it is not|they are|it is|we do not|we do|neither)(?=\s*(?:[,.;!]|$)))\b"
)
POSITIVE = {"yes", "correct", "that is correct", "they are", "it is", "we do"}
ABOUT_LISTED = re.compile(
    r"(?i)\b(?:(?:covered|eligible|payable|reimbursable|listed|these|those|above|following|approved|allowed|all|any of the|shown as covered|this)\b.{0,30}\b(?:codes?|services?|procedures?|table|list)|codes? (?:shown|listed|marked|in this|on this|that are covered|above|below)|this (?:policy|bulletin|schedule|service|training))\b"
)
COUNTED = re.compile(
    r"(?i)\b(?:two|three|four|five|six|several|certain|new|additional|some) (?:\w+ ){0,2}?(?:codes|services|procedures)\b"
)
ANNOUNCES = re.compile(
    r"(?i):\s*$|\b(?:the|these) following\b(?! (?:limits?|criteria|conditions|rules))|\b(?:following|below) (?:codes?|services?|procedures?|items?|list)\b"
    r"|\b(?:codes?|services?|procedures?) (?:\w+ )?(?:below|that follow)\b"
)
BARE = re.compile(
    r"(?i)\W*(?:\S+\s+){0,3}?(?:prior |pre-?)?(?:authori[sz]ation|approval|precertification|preauthori[sz]ation)\b(?:(?! for | of )[^.]){0,40}\.?"
)
SPEAKER = re.compile(
    r"(?i)^\W*(?:\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\W*(?-i:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}:\s+)?"
    r"|(?:agent|representative|rep|caller|you|provider|member services|moderator|speaker|presenter|host|chair)(?: (?-i:[A-Z][\w.]*)){0,2}:\s+)"
)
REFERRING = re.compile(
    r"(?i)\b(?:these|this|those|such|it|they|both|neither|either|them|each|all (?:three|four|five|listed)|the (?:\w+ )?(?:codes?|services?|same|two|three|latter|lines?|above|"
    + NOUN
    + r"|sessions?|benefit|procedures?))\b"
)
PLURAL = re.compile(
    r"(?i)\b(?:these|those|both|either|neither|they|them|all (?:of )?(?:these|those|three|four|five)|the (?:two|three|four|five))\b"
)
REMOVES = re.compile(
    r"^\W*(?:REMOVED?|DELETED?|STRIKE|STRUCK|Removed?|Deleted?|Strike|Struck|(?:Old|Former|Previous|Current|Existing) (?:text|wording|language|version))(?: (?:text|wording|language|the following))?\s*:"
)
SHORT_YES = re.compile(
    r"(?i)\b(?:is|are|do|does|can|will|may)\s*(?:[,.;]|$|\b(?:since|now|today|as of|from|beginning|starting|for)\b)"
)
OF_AUTH = re.compile(
    r"(?i)^\W*(?:(?:an?|no|the|prior|written)\s+){0,2}(?:referrals?|orders?|prescriptions?|(?:service |treatment )?authori[sz]ations?|approvals?|pre-?cert\w*|PA)\b(?!\s+(?:for|of|requests?|numbers?|forms?))"
)
DEFINES = re.compile(
    r"(?i)^\W*(?:(?:the )?(?:word|term|phrase|entry|indicator|status)s? )?[“\"'‘][^”\"’]{1,50}[”\"’']\s+(?:\w+ )?(?:means?|indicates?|stands?|refers?|denotes?|is defined|signif|shows?)|^\W*(?:\S+ ){1,5}(?:means? that|is defined as|refers to)\b"
)
TOLD = re.compile(
    r"(?i)^(?:\S+ ){1,10}?(?:said|says|answered|stated|replied|reported|explained|noted|confirmed|clarified|added|advised|responded|told \w+)(?: that)?,?\s+(?=both|these|those|they|it|the)"
)
BOUND = re.compile(
    r"(?i)^(?:on|for|in|under)\s+(?:\S+\s+){1,5}?(?:claims|members|plans|products|enrollees|patients|beneficiaries|lines? of business),?\s+(?=it|they|these|those|both|this|the)"
)
WHEN = re.compile(
    r"(?i)\b(?:since when|when (?:did|does|do|will|is|are|was)|from when|(?:what|which) (?:is the )?(?:effective )?(?:date|day)|as of when|when\?)"
)
LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|_{5,}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement bound to codes, with where it stands."""

    codes: tuple[str, ...]
    says: Says
    sentence: str
    place: Place
    named: bool
    block: int = 0


@dataclass(slots=True)
class Section:
    """What is known while reading from one heading to the next."""

    title: str = ""
    product: str | None = None
    about: bool = False
    subject: tuple[str, ...] = ()
    lately: tuple[str, ...] = ()  # all codes of the last sentence that named any
    carry: bool = False  # the codes of a small table stand right above
    question: str = ""
    block: int = 0
    entries: list[Entry] = field(default_factory=list)
    pending: list[tuple[Says, str, Place]] = field(default_factory=list)
    general: list[tuple[Says, str, Place]] = field(default_factory=list)
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
    fresh: list[tuple[Says, str, Place]] = []
    inside = section.carry
    section.carry = inside and len(text) < 50 and not codes_in(text)  # a line of the page's foot may stand between
    for whole in sentences(text):
        sentence = SPEAKER.sub("", whole) or whole
        if sentence.rstrip("\"”' )").endswith("?"):
            _ask(sentence, section, place)
            inside = inside or bool(codes_in(sentence))
            continue
        if REMOVES.match(sentence):
            gone = codes_in(sentence)
            section.entries += [Entry(gone, Says(reason=sentence), sentence, place, True)] if gone else []
            continue
        if not _may_matter(sentence, section, inside):
            continue
        answered = _answer(sentence, section, place, year)
        section.lately = codes_in(sentence) or section.lately
        for said in clauses(sentence, year):
            stated = _elliptic(said, section, year)
            if stated.codes:
                section.subject = (
                    stated.codes
                    if stated.says.status or not inside or not section.subject
                    else _wider(section.subject, stated.codes)
                )
                _take_pending(section, fresh, stated.codes)
                section.entries.append(Entry(stated.codes, stated.says, sentence, place, True))
                inside = True
            elif not stated.says.empty and not answered:
                _codeless(stated, sentence, section, fresh, place, inside)
        section.question = "" if answered else section.question
    section.pending += fresh
    section.entries[started:] = [replace(e, block=section.block) for e in section.entries[started:]]
    return section.entries[started:]


def _wider(subject: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    return codes


def _elliptic(stated: Stated, section: Section, year: int | None) -> Stated:
    """`97550 is, 97552 isn't`: the predicate is the question's."""
    says = stated.says
    if (
        not (stated.codes and section.question)
        or says.status
        or says.undecided
        or says.restricts
        or says.auth != "unknown"
    ):
        return stated
    refused = SHORT_NO.search(stated.text)
    if not refused and not SHORT_YES.search(stated.text):
        return stated
    asked = next((s.says.status for s in clauses(section.question.rstrip("? "), year) if s.says.status), None)
    if asked not in {COVERED, CONDITIONS}:
        return stated
    status = NOT_COVERED if refused else COVERED
    return replace(stated, says=replace(says, status=status, reason=f"{section.question} {stated.text}"))


def _may_matter(sentence: str, section: Section, inside: bool) -> bool:
    """A cheap look before a sentence is taken apart: most sentences of a manual neither name a code nor refer to one."""
    if section.question or quick().search(sentence) or ";" in sentence:
        return True
    if REFERRING.search(sentence) or ABOUT_LISTED.search(sentence) or COUNTED.search(sentence) or is_topic(sentence):
        return True
    if not section.subject:
        return section.about and bool(CARRIES.search(sentence))
    continued = inside or section.about
    return bool(
        (continued and (CARRIES.search(sentence) or OTHERS.search(sentence)))
        or BARE.fullmatch(sentence)
        or (inside and OF_AUTH.match(sentence))
    )


def _take_pending(section: Section, fresh: list[tuple[Says, str, Place]], codes: tuple[str, ...]) -> None:
    """A topic sentence before the codes of its paragraph ("... is a covered service. Report 97550.") is about them."""
    for says, sentence, place in fresh:
        section.entries.append(Entry(codes, says, sentence, place, False))
    fresh.clear()


def _codeless(
    stated: Stated, sentence: str, section: Section, fresh: list[tuple[Says, str, Place]], place: Place, inside: bool
) -> None:
    if other_codes(sentence) or ANNOUNCES.search(sentence) or DEFINES.match(sentence):
        return
    refers = bool(REFERS.search(_without_day(sentence)) or REFERS_LAST.search(stated.text))
    topical = is_topic(sentence)
    if section.subject and (
        (inside and (refers or topical or CARRIES.search(sentence) or OTHERS.search(stated.text)))
        or refers
        or (section.about and CARRIES.search(sentence))
        or (stated.says.auth != "unknown" and sentence[:1].isalpha() and BARE.fullmatch(sentence))
        or (stated.says.auth != "unknown" and inside and OF_AUTH.match(sentence))
    ):
        says = stated.says
        if not (refers or topical) and says.status and section.entries and not _same_matter(sentence):
            says = replace(says, status=None, undecided=False)
        several = PLURAL.search(stated.text) and set(section.subject) < set(section.lately)
        subject = section.lately if several else section.subject
        subject = _rest(section, sentence) if OTHERS.search(stated.text) else subject
        if says.auth != "unknown" and not refers and _refused(section, subject):
            section.rules.append((says, sentence, place))  # it speaks of what is paid, said further up
            return
        for codes, own in shared_out(subject, says, stated.text):
            section.entries.append(Entry(codes, own, sentence, place, bool(OTHERS.search(stated.text))))
        if ABOUT_LISTED.search(sentence) or says.period.start:
            section.general.append((stated.says, sentence, place))
    elif topical or refers or ABOUT_LISTED.search(sentence) or (section.about and CARRIES.search(sentence)):
        if topical or refers:
            fresh.append((stated.says, sentence, place))
        section.general.append((stated.says, sentence, place))
    elif stated.says.status and stated.says.period.start and COUNTED.search(sentence):
        section.general.append((Says(period=stated.says.period, reason=sentence), sentence, place))


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


def _without_day(sentence: str) -> str:
    """`On July 1, 2025, the code becomes payable` refers by what comes behind the day."""
    head = re.match(
        r"(?i)^\W*(?:on|effective|beginning|starting|from|as of|after|until|since|for|through)\b.{0,60}?\b\d{4}\)?,?\s+(?:forward,?\s+|and (?:after|later),?\s+)?",
        sentence,
    )
    rest = sentence[head.end() :] if head else sentence
    told = TOLD.match(rest)
    rest = rest[told.end() :] if told else rest
    bound = BOUND.match(rest)
    return rest[bound.end() :] if bound else rest


def _same_matter(sentence: str) -> bool:
    return not re.match(
        r"(?i)^\W*(?:claims?|documentation|services?|providers?)\b(?! (?:for|with) (?:these|this|them|it))", sentence
    )


def _ask(sentence: str, section: Section, place: Place) -> None:
    section.question = sentence
    named = codes_in(sentence)
    if named:
        section.subject = named
        section.entries.append(Entry(named, Says(reason=sentence), sentence, place, True))
    elif is_topic(sentence):
        section.subject = ()


def _answer(sentence: str, section: Section, place: Place, year: int | None) -> bool:
    """A yes or no to the question before: the question's predicate, kept or turned round."""
    if section.question and section.subject and WHEN.search(section.question) and not codes_in(sentence):
        when = period(sentence, year)
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
    said = m.group(1).casefold() in POSITIVE
    asked = re.sub(r"(?i)^\W*(?:q(?:uestion)?\s*\d*[.:)]\s*)?", "", section.question).rstrip("? ")
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
    rest = sentence[m.end() :]
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
    if named and len(rest.strip(" .,")) < 400:
        section.entries.append(Entry(named, answer, f"{section.question} {sentence}", place, True))
        section.subject = named
    elif not codes_in(sentence):
        section.pending.append((answer, f"{section.question} {sentence}", place))
    return False


# ---- from statements to mentions


def resolve(entries: list[Entry], product: str | None = None) -> list[Mention]:
    """Mentions of one section: per place, code and line of business, what the statements come to."""
    out: list[Mention] = []
    order = list(dict.fromkeys(c for e in entries for c in e.codes))
    for code in order:
        for near in _near_one_another([e for e in entries if code in e.codes]):
            for name, group in _by_product(near).items():
                out += _of_group(code, group, name or product)
    return out


FAR_LINES = 25


def _near_one_another(mine: list[Entry]) -> list[list[Entry]]:
    """Statements of a long section apart by page: a code named again further on, with a statement, is a new mention."""
    clusters: list[list[Entry]] = []
    for e in mine:
        last = clusters[-1] if clusters else None
        told = bool(e.says.status or e.says.undecided)
        if last is None or (e.named and _far(last[-1].place, e.place) and (told or _far(last[-1].place, e.place, 1))):
            clusters.append([e])
        else:
            last.append(e)
    return clusters


def _far(a: Place, b: Place, further: int = 0) -> bool:
    if a.page is not None and b.page is not None:
        return b.page - a.page > further
    return (b.line or 0) - (a.line or 0) > FAR_LINES * (1 + further)


def _by_product(mine: list[Entry]) -> dict[str | None, list[Entry]]:
    """Statements bound to one line of business apart from the others; what is said in general joins each of them."""
    named = list(
        dict.fromkeys(
            e.says.product
            for e in mine
            if e.says.product and (e.says.status or e.says.auth != "unknown" or e.says.undecided)
        )
    )
    loose = [e for e in mine if e.says.product not in named]
    if not named:
        return {None: mine}
    groups: dict[str | None, list[Entry]] = {n: [] for n in named}
    general_status = any(e.says.status for e in loose)
    if general_status:
        groups[None] = loose
    for name in named:
        own = [e for e in mine if e.says.product == name]
        stated = any(e.says.status for e in own)
        extra = [replace(e, says=replace(e.says, status=None if stated else e.says.status)) for e in loose]
        if len(named) > 1 or general_status:
            extra = [e for e in extra if e.named or e.says.auth == "unknown"]
            extra = (
                [replace(e, says=replace(e.says, auth="unknown", rate=None)) for e in extra]
                if stated and len(named) > 1
                else extra
            )
        groups[name] = own + extra
    return groups


def _of_group(code: str, group: list[Entry], product: str | None) -> list[Mention]:
    stated = [e for e in group if e.says.status and not e.says.past]
    explicit = [e for e in stated if e.named]
    main = explicit or stated
    gone = [e for e in group if e.says.past and e.says.status and e.says.period.end and not e.says.period.start]
    group = [e for e in group if e not in gone] or group
    if gone and not stated:
        first = gone[0]
        return [_mention(code, first, first.says.status, [first], product, Period(None, first.says.period.end))]
    dated_out = [
        e for e in stated if e.says.period.end and not e.says.period.start and e.says.status in {NOT_COVERED, BUNDLED}
    ]
    others = [e for e in (stated if dated_out else main) if e not in dated_out]
    out = []
    if dated_out and others:
        out += [_mention(code, e, e.says.status, [e], product, Period(None, e.says.period.end)) for e in dated_out[:1]]
        group = [e for e in group if e not in dated_out]
        main = [e for e in others if e.named] or others
    return [*_present(code, group, main, product), *out]


def _present(code: str, group: list[Entry], main: list[Entry], product: str | None) -> list[Mention]:
    places = list(dict.fromkeys(e.place for e in group if e.named)) or [group[0].place]
    kinds = {e.says.status for e in main}
    if kinds and kinds <= {COVERED, CONDITIONS}:
        return [_mention(code, main[0], CONDITIONS if CONDITIONS in kinds else COVERED, group, product)]
    if kinds and kinds <= {NOT_COVERED, BUNDLED}:
        first = next((e for e in main if e.says.status == BUNDLED), main[0])
        return [_mention(code, first, first.says.status, group, product)]
    if kinds:
        return _disagreeing(code, group, main, product)
    undecided = next((e for e in group if e.says.undecided), None)
    anchor = (
        undecided
        or next((e for e in group if e.says.auth != "unknown"), None)
        or next((e for e in group if e.named), group[0])
    )
    return [replace(_mention(code, anchor, None, group, product), place=places[0])]


def _disagreeing(code: str, group: list[Entry], main: list[Entry], product: str | None) -> list[Mention]:
    """A change of rule where the statements have different first days, else undecided."""
    pays = [e for e in main if e.says.status in {COVERED, CONDITIONS}]
    refuses = [e for e in main if e.says.status in {NOT_COVERED, BUNDLED}]
    new, old = (pays, refuses) if _later(pays, refuses) else (refuses, pays) if _later(refuses, pays) else ([], [])
    if new and old:
        first_day = max(e.says.period.start for e in new if e.says.period.start)
        rest = [e for e in group if e not in old]
        until = old[0].says.period.end or (date.fromisoformat(first_day) - timedelta(days=1)).isoformat()
        earlier = _mention(code, old[0], old[0].says.status, [old[0]], product, Period(old[0].says.period.start, until))
        return [_mention(code, new[0], new[0].says.status, rest, product), earlier]
    if not {e.block for e in pays} & {e.block for e in refuses}:
        kept = [
            [e for e in group if e.block in {x.block for x in side} or not e.says.status] for side in (pays, refuses)
        ]
        return [
            _mention(code, side[0], _strongest(side), own, product)
            for side, own in zip((pays, refuses), kept, strict=True)
        ]
    both = _mention(code, main[0], None, group, product)
    return [replace(both, reason=f"undecided, the text says both: {pays[0].sentence} / {refuses[0].sentence}")]


def _strongest(side: list[Entry]) -> str | None:
    kinds = {e.says.status for e in side}
    return CONDITIONS if CONDITIONS in kinds else BUNDLED if BUNDLED in kinds else side[0].says.status


def _later(a: list[Entry], b: list[Entry]) -> bool:
    """Do the statements of `a` begin after those of `b` hold?"""
    start = max((e.says.period.start for e in a if e.says.period.start), default=None)
    if start is None:
        return False
    other = max((e.says.period.start or "" for e in b), default="")
    return start > other


def _mention(
    code: str, anchor: Entry, status: str | None, group: list[Entry], product: str | None, when: Period | None = None
) -> Mention:
    auths = [e for e in group if e.says.auth != "unknown"]
    named = [e for e in auths if e.named] or auths
    given = {e.says.auth for e in named}
    auth = given.pop() if len(given) == 1 else "unknown"
    conditions = tuple(dict.fromkeys(c for e in group for c in (e.says.conditions or ())))
    if status == COVERED and (
        auth == "yes"
        or any(
            e.says.restricts or (e.says.conditions and not e.says.status)
            for e in group
            if e is not anchor and _binding(e)
        )
    ):
        status = CONDITIONS
    if status in {NOT_COVERED, BUNDLED}:
        conditions = ()
        auth = "unknown" if auth == "no" else auth
    period = when or _period(anchor, group)
    rate = next((e.says.rate for e in group if e.says.rate), None)
    reasons = [
        anchor.sentence,
        *(e.sentence for e in named if auth != "unknown" and e.says.auth == auth and e.sentence != anchor.sentence),
    ]
    place = anchor.place
    return Mention(
        code, place, anchor.sentence, status, conditions, auth if when is None or anchor.says.auth != "unknown" else "unknown",
        period.start, period.end, rate if status not in {NOT_COVERED, BUNDLED} else None, product, " · ".join(dict.fromkeys(reasons)),
    )  # fmt: skip


def _binding(e: Entry) -> bool:
    """Is this a term for payment, not a rule of billing?"""
    return bool(
        re.search(
            r"(?i)\b(?:must|only|limit\w*|no more than|up to|not to exceed|required?|plan of care|plan of treatment|treatment plan|consent|criteria|per (?:day|week|month|year)|(?:a|each|every|per|calendar) (?:day|week|month|year)|not payable|not covered|not paid|maximum|once|when|if|unless)\b",
            e.sentence,
        )
    )


def _period(anchor: Entry, group: list[Entry]) -> Period:
    if anchor.says.period.start or (anchor.says.period.end and anchor.says.status):
        return anchor.says.period
    same = [
        e
        for e in group
        if e.says.period.start
        and not e.says.past
        and (
            e.says.status in {None, anchor.says.status} or {e.says.status, anchor.says.status} <= {COVERED, CONDITIONS}
        )
    ]
    named = [e for e in same if e.named] or same
    return named[0].says.period if named else Period()
