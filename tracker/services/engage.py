"""Meetings, letters and calls with payers, what was asked and answered; campaigns to members. Supersede only.

The one thing to know: a reply is never just a word. A correction has its day, a differing policy its document, a dispute
its reason; and where none came, the days since are counted whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.errors import OutOfDate, Rejected
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import engagements, exports, live
from tracker.store.connection import reading, writing

KINDS = ("meeting", "letter", "call", "e-mail", "other")
REPLIES = {
    "agrees_and_corrected": "agrees, and has corrected it",
    "error_reprocessing": "an error; claims are being reprocessed",
    "policy_differs": "its policy differs, with a document",
    "disputes": "disputes the finding",
    "no_reply": "has not replied",
}
TOPICS = {
    "": "in general",
    "coverage": "what its policy says",
    "trend": "denials over time",
    "reasons": "the reasons it gives",
    "against": "beside other payers",
}
Entry = Mapping[str, Any]


def log(entry: dict[str, Any], person: Person | None, supersedes: int | None = None) -> int:
    """Record an engagement (fields of the `engagements` table); its id. With `supersedes`, replaces an earlier one."""
    person = require(person, "engage")
    if not str(entry.get("ask", "")).strip():
        raise Rejected("An engagement needs what was asked.", "Say in one sentence what the payer was asked for.")
    if entry.get("kind") not in KINDS:
        raise Rejected("This kind of contact is not known.", f"Choose one of {', '.join(KINDS)}.")
    if entry.get("topic", "") not in TOPICS:
        raise Rejected("This finding is not known.", f"Choose one of {', '.join(TOPICS.values())}.")
    for name in ("happened_on", "due_on", "reply_on", "corrected_on"):
        _day(entry.get(name), name)
    _reply_is_whole(entry)
    with writing(live.ensure(settings().store), person.key, "engage") as change:
        return engagements.add(change, entry, supersedes)


def _day(text: Any, name: str) -> None:
    try:
        if text:
            date.fromisoformat(str(text))
    except ValueError as error:
        raise Rejected(f"{name} is not a day.", "Write it as 2026-11-25.") from error


def _reply_is_whole(entry: Entry) -> None:
    reply = entry.get("reply")
    if reply and reply not in REPLIES:
        raise Rejected("This reply is not known.", f"Choose one of {', '.join(REPLIES.values())}.")
    if reply == "agrees_and_corrected" and not entry.get("corrected_on"):
        raise Rejected("A correction needs its day.", "Give the day from which it is corrected.")
    if reply == "policy_differs" and not str(entry.get("document") or "").strip():
        raise Rejected("A differing policy needs its document.", "Give its title, and where it stands.")
    if reply == "disputes" and not str(entry.get("answer") or "").strip():
        raise Rejected("A dispute needs its reason.", "Say in one sentence why the payer disputes it.")


def reply(
    engagement_id: int,
    what: str,
    on: date,
    person: Person | None,
    *,
    answer: str = "",
    corrected_on: date | None = None,
    document: str = "",
    next_step: str = "",
    due_on: date | None = None,
) -> int:
    """Record what the payer replied to an earlier contact; the new id. Raises `Rejected`, `OutOfDate`."""
    require(person, "engage")
    with reading(live.ensure(settings().store)) as db:
        asked = engagements.one(db, engagement_id)
    if asked is None:
        raise OutOfDate("This entry was changed by somebody else.", "Reload the page and look again.")
    if on.isoformat() < asked["happened_on"]:
        raise Rejected("The reply is older than the question.", "Look at the two days again.")
    entry = {f: asked[f] for f in engagements.FIELDS} | {
        "reply": what, "reply_on": on.isoformat(), "answer": answer.strip() or asked["answer"],
        "corrected_on": corrected_on.isoformat() if corrected_on else None, "document": document.strip(),
        "next_step": next_step.strip(), "due_on": due_on.isoformat() if due_on else None,
    }  # fmt: skip
    return log(entry, person, engagement_id)


def listed(person: Person | None, payer_id: str | None = None) -> list[dict[str, Any]]:
    """Engagements, newest first, with the payer's name."""
    require(person, "engage")
    with reading(live.ensure(settings().store)) as db:
        return engagements.listed(db, payer_id)


def due(person: Person | None, on: str, payer_id: str | None = None) -> list[dict[str, Any]]:
    """Follow-ups due on or before a day, soonest first. A reply settles the day it was due; the next step has its own."""
    waiting = (e for e in listed(person, payer_id) if e["due_on"] and e["due_on"] <= on)
    return sorted(waiting, key=lambda e: str(e["due_on"]))


def waits(entry: Entry) -> bool:
    """Whether no reply has come yet."""
    return entry["reply"] in (None, "", "no_reply")


def answer_words(entry: Entry, on: date) -> str:
    """What came of it, in words for anybody: `no reply after 41 days`, `agrees, and corrected it on 2026-05-20`."""
    answer = str(entry["answer"] or "").strip()
    if waits(entry):
        days = (on - date.fromisoformat(entry["happened_on"])).days
        none = f"no reply after {days:,} days" if days != 1 else "no reply after 1 day"
        return f"{answer}; {none} since" if answer else none
    said = {
        "agrees_and_corrected": f"agrees, and corrected it on {entry['corrected_on'] or 'a day not stated'}",
        "error_reprocessing": "an error; claims are being reprocessed",
        "policy_differs": f"its policy differs: {entry['document'] or 'document not named'}",
        "disputes": "disputes the finding",
    }[entry["reply"]]
    joined = f", because {answer}" if entry["reply"] == "disputes" and answer else f". {answer}" if answer else ""
    return f"{said}{joined}"


def latest(entries: list[dict[str, Any]], topic: str) -> dict[str, Any] | None:
    """The newest contact about a finding, None where it was never raised. `entries` are newest first."""
    return next((e for e in entries if e["topic"] == topic), None)


def beside(entries: list[dict[str, Any]], topic: str, on: date) -> str:
    """The sentence that stands beside a finding in a later pack, '' where the payer was not asked about it."""
    entry = latest(entries, topic)
    if entry is None:
        return ""
    shown = f" (shown: snapshot {entry['snapshot']})" if entry["snapshot"] else ""
    replied = f" on {entry['reply_on']}" if entry["reply_on"] and not waits(entry) else ""
    return f"Raised on {entry['happened_on']}{shown}. The payer{replied}: {answer_words(entry, on)}"


def shown_before(payer_id: str, person: Person | None) -> list[tuple[str, str]]:
    """Packs made for a payer, newest first: snapshot and the day, so that a contact can say what was shown."""
    require(person, "engage")
    with reading(live.ensure(settings().store)) as db:
        made = exports.of_payer(db, payer_id)
    return [(f"r{m['revision']}", str(m["at"])[:10]) for m in made]


def campaign(name: str, sent_on: str, person: Person | None, payer_id: str | None = None, note: str = "") -> int:
    """Record that members were asked to report; the id. Drawn on trends and used to judge who is talking."""
    person = require(person, "engage")
    if not name.strip() or len(sent_on) != 10:
        raise Rejected("A campaign needs a name and the day it was sent.", "Give both.")
    with writing(live.ensure(settings().store), person.key, "campaign") as change:
        return engagements.add_campaign(change, name.strip(), sent_on, payer_id, note)


def campaigns(person: Person | None) -> list[dict[str, Any]]:
    """Campaigns, newest first."""
    require(person, "see_published")
    with reading(live.ensure(settings().store)) as db:
        return engagements.campaigns(db)
