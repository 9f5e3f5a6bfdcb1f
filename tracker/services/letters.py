"""Letters for members: which decision of the payer and which position of Medicare a letter may cite, and what to mind.

The one thing to know: a letter cites only what is in force today for the line of business it is about. Where the ledger
cannot say which that is, or its sources disagree, the letter says less and `minds` says why. No patient detail comes in
here: the blanks are filled in on the member's own computer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker import reference
from tracker.errors import Rejected
from tracker.exports import cite, letters
from tracker.exports.letters import Kind, Letter
from tracker.measures import coverage as measure
from tracker.people import Person, require
from tracker.reference import Reason
from tracker.services.answers import coverage
from tracker.services.answers.words import SYNTHETIC
from tracker.settings import settings, today
from tracker.store import live, payers
from tracker.store.connection import reading, revision
from tracker.store.questions import Filters
from tracker.vocabulary import COVERING, STATES, DenialClass, LineOfBusiness, Status

MEDICARE = "medicare-ffs"
KINDS: dict[Kind, str] = {
    "reconsideration": "Ask to reconsider a denial",
    "policy": "Ask for a written policy",
}
_SAID: dict[Status, str] = {
    Status.COVERED: "{code} is covered",
    Status.CONDITIONS: "{code} is covered, with conditions",
    Status.NOT_COVERED: "{code} is not covered",
    Status.BUNDLED: "{code} is paid only as part of another service",
}
Decision = Mapping[Any, Any]


@dataclass(frozen=True)
class Draft:
    """A letter, and what its sender should know before sending it. revision: of the ledger it was filled from."""

    letter: Letter
    minds: tuple[str, ...]
    revision: int

    def file(self, kind: str) -> tuple[str, bytes]:
        """File name and bytes; kind: `docx` or `txt`."""
        filters = {"payer": self.letter.payer, "code": self.letter.code}
        content = letters.as_docx(self.letter) if kind == "docx" else letters.as_text(self.letter).encode("utf-8")
        return cite.file_name(f"letter {self.letter.kind}", filters, self.revision, kind), content


def places(payer_id: str, code: str, person: Person | None) -> list[tuple[str, str]]:
    """Line of business and state ('' everywhere) of what the payer says today about a code, those covering first."""
    require(person, "see_published")
    said = _in_force(payer_id, code)
    order = sorted(said, key=lambda d: (d["status"] not in COVERING, str(d["line_of_business"]), str(d["state"])))
    return list(dict.fromkeys((str(d["line_of_business"]), str(d["state"])) for d in order))


def place_words(business: str, state: str) -> str:
    """`Commercial, California`; without a state: everywhere the payer operates."""
    return f"{LineOfBusiness(business).words}, {STATES.get(state, 'everywhere it operates')}"


def read_reason(text: str) -> Reason | None:
    """The denial reason written as `CO-96`, `CARC 96` or `96`; None where none is given. Raises `Rejected`."""
    found = re.fullmatch(r"\s*(?:(?:CO|PR|OA|PI|CARC|RARC)[\s-]*)?([A-Z]{0,2}\d{1,4})\s*", text.upper())
    if not text.strip():
        return None
    known = reference.reasons()
    for kind in ("CARC", "RARC"):
        if found and (kind, found[1]) in known:
            return known[kind, found[1]]
    raise Rejected(f"The reason {text[:20]!r} is not on file.", "Give the code on the remittance, for example CO-96.")


def write(
    kind: Kind,
    payer_id: str,
    code: str,
    person: Person | None,
    *,
    reason: str = "",
    place: tuple[str, str] | None = None,
) -> Draft:
    """The letter about a payer and a code, and what to mind. place: line of business and state it is about (see
    `places`); needed only where the payer says different things in different ones. Raises `Rejected`, `NotAllowed`."""
    require(person, "see_published")
    store = live.ensure(settings().store)
    with reading(store) as db:
        payer, at, notice = payers.one(db, payer_id), revision(db), live.notice(db)
    known = reference.codes().get(code)
    if payer is None or known is None or kind not in KINDS:
        raise Rejected("There is no such payer, code or kind of letter.", "Choose them on the page Packs & letters.")
    given = read_reason(reason) if kind == "reconsideration" else None
    policy, minds = _policy(kind, payer_id, code, place)
    medicare = _medicare(code) if payer_id != MEDICARE else None
    letter = Letter(
        kind=kind,
        payer=str(payer["name"]),
        code=code,
        label=known.label,
        day=today(),
        reason=f"{given.label[:1].lower()}{given.label[1:]}, {given.kind} {given.code}" if given else "",
        policy=_sentence(policy, with_place=True) if policy else "",
        policy_source=_source(policy) if policy else "",
        medicare=_sentence(medicare) if medicare else "",
        medicare_source=_source(medicare) if medicare else "",
        note=SYNTHETIC if notice else "",
        facts=f"coverage ledger, snapshot r{at}, {today().isoformat()}",
    )
    return Draft(letter, (*_about_reason(given), *minds), at)


def _in_force(payer_id: str, code: str) -> list[Decision]:
    day = today().isoformat()
    rows = coverage.ledger(Filters(payers=(payer_id,), codes=(code,)))
    if rows.empty:
        return []
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return [d for d in plain if (d["effective_from"] or "") <= day <= (d["effective_to"] or "9999")]


def _policy(kind: Kind, payer_id: str, code: str, place: tuple[str, str] | None) -> tuple[Decision | None, list[str]]:
    """The decision a letter may cite, and why it cites none or what to check first."""
    said = [d for d in _in_force(payer_id, code) if place is None or (d["line_of_business"], d["state"]) == place]
    spoken = [d for d in said if d["status"] != Status.SILENT]
    if not spoken:
        found = "nothing in writing was found" if said else "nobody has looked yet"
        return None, [f"No policy is cited: {found}. Look at the payer's site before you send this."]
    by_place = {(d["line_of_business"], d["state"]) for d in spoken}
    statuses = {d["status"] in COVERING or d["status"] for d in spoken}
    if len(statuses) > 1:
        if len(by_place) > 1 and place is None:
            return None, ["No policy is cited: it differs by line of business or state. Choose the one of the plan."]
        return None, ["No policy is cited: the sources on file disagree. Ask the payer which one holds."]
    best = max(spoken, key=lambda d: (d["confidence"] == "primary", str(d["effective_from"] or "")))
    if kind == "reconsideration" and best["status"] not in COVERING:
        says = _SAID[Status(best["status"])].format(code=code)
        return None, [f"No policy is cited: the payer says that {says}. A letter asking for a policy may serve better."]
    return best, _checks(best)


def _checks(decision: Decision) -> list[str]:
    minds = []
    limit = settings().review_days
    state = measure.state_on([dict(decision)], str(decision["state"]), today(), today(), limit)
    if state.stale:
        minds.append(f"The policy was last looked at on {state.last_checked or 'no day on file'}: open it again first.")
    if decision["effective_from"]:
        minds.append(f"It holds from {decision['effective_from']}: it says nothing about sessions before that day.")
    if decision["confidence"] != "primary":
        minds.append("It is not the payer's own document: find that before you send this.")
    return minds


def _about_reason(reason: Reason | None) -> list[str]:
    if reason and reason.denial_class is DenialClass.BILLING:
        return [f"“{reason.label}” is usually for the practice to mend: correct the claim and send it again first."]
    if reason and not reason.denial:
        return [f"“{reason.label}” is no denial by itself: look for another reason on the remittance."]
    return []


def _medicare(code: str) -> Decision | None:
    """What Original Medicare says today, where it covers; the latest where several hold."""
    covering = [d for d in _in_force(MEDICARE, code) if d["status"] in COVERING]
    return max(covering, key=lambda d: str(d["effective_from"] or ""), default=None)


def _sentence(d: Decision, with_place: bool = False) -> str:
    """`97550 is covered, with conditions (Commercial, everywhere it operates), from 2025-03-01`, and the conditions.

    Medicare's conditions on file hold prices too, so they are left to its source."""
    where = f" ({place_words(d['line_of_business'], d['state'])})" if with_place else ""
    since = f", from {d['effective_from']}" if d["effective_from"] else ""
    conditions = f"; conditions: {d['conditions']}" if with_place and d["conditions"] else ""
    return f"{_SAID[Status(d['status'])].format(code=d['code'])}{where}{since}{conditions}"


def _source(d: Decision) -> str:
    parts = [f"{d['publisher']}, {d['title']}" if d["title"] else "", d["place"] or "",
             f"published {d['published']}" if d["published"] else "",
             f"looked at on {d['last_checked']}" if d["last_checked"] else "", d["url"] or ""]  # fmt: skip
    return ", ".join(p for p in parts if p)
