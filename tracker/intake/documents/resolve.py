"""From the statements of a section to mentions: by place and product, changes of rule told from contradictions.

The one thing to know: a refusal up to a day, and what was so in the past, never become the present status; two present
statements of one paragraph that disagree are undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.intake.documents.dates import Period
from tracker.intake.documents.model import Mention, Place
from tracker.intake.documents.statements import BUNDLED, CONDITIONS, COVERED, NOT_COVERED, Says


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement bound to codes, with where it stands."""

    codes: tuple[str, ...]
    says: Says
    sentence: str
    place: Place
    named: bool
    block: int = 0


HOLD = re.compile(r"(?i)\b(?:not|n['’]t|hold)\s+(?:\w+\s+)?(?:bill|submit|send|report)\b")


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
    general_status = any(e.says.status and not _ended(e) for e in loose)
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


def _ended(e: Entry) -> bool:
    """A refusal that held up to a day is no statement beside those of the products."""
    return bool(e.says.period.end and not e.says.period.start and e.says.status in {NOT_COVERED, BUNDLED})


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
    if kinds == {NOT_COVERED} and any(e.says.undecided for e in group) and all(HOLD.search(e.sentence) for e in main):
        main, kinds = [], set()  # "no decision yet; until then do not bill them": nothing is decided
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


LASTS = re.compile(
    r"(?i)\b(?:coverage|covered|payment|benefits?|pilot|program|rule|policy|codes?|demonstration|waiver)\b.{0,90}?\b(?:ends?|expires?|terminates?|sunsets?|lapses?|(?:in effect|in force|valid|available|runs?|lasts?|holds?|continues?) (?:\w+ )?(?:through|until))\b"
)


def _until(period: Period, anchor: Entry, group: list[Entry]) -> Period:
    """`Coverage of these codes is a pilot and ends on June 30`: the last day of what is said beside it."""
    if period.end or not period.start or anchor.says.status not in {COVERED, CONDITIONS}:
        return period
    ends = [
        e.says.period.end
        for e in group
        if e.says.period.end and not e.says.period.start and not e.says.status and not e.says.past
        and e.says.auth == "unknown" and LASTS.search(e.sentence)
    ]  # fmt: skip
    return Period(period.start, ends[0]) if ends and ends[0] > period.start else period


def _period(anchor: Entry, group: list[Entry]) -> Period:
    if anchor.says.period.start or (anchor.says.period.end and anchor.says.status):
        return _until(anchor.says.period, anchor, group)
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
