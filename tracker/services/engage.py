"""Meetings, letters and calls with payers, what was asked and answered; campaigns to members. Supersede only."""

from __future__ import annotations

from typing import Any

from tracker.errors import Rejected
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import engagements, live
from tracker.store.connection import reading, writing

KINDS = ("meeting", "letter", "call", "e-mail", "other")
REPLIES = {
    "agrees_and_corrected": "agrees, and has corrected it",
    "error_reprocessing": "an error; claims are being reprocessed",
    "policy_differs": "its policy differs, with a document",
    "disputes": "disputes the finding",
    "no_reply": "has not replied",
}


def log(entry: dict[str, Any], person: Person | None, supersedes: int | None = None) -> int:
    """Record an engagement (fields of the `engagements` table); its id. With `supersedes`, replaces an earlier one."""
    person = require(person, "engage")
    if not str(entry.get("ask", "")).strip():
        raise Rejected("An engagement needs what was asked.", "Say in one sentence what the payer was asked for.")
    if entry.get("kind") not in KINDS:
        raise Rejected("This kind of contact is not known.", f"Choose one of {', '.join(KINDS)}.")
    with writing(live.ensure(settings().store), person.key, "engage") as change:
        return engagements.add(change, entry, supersedes)


def listed(person: Person | None, payer_id: str | None = None) -> list[dict[str, Any]]:
    """Engagements, newest first, with the payer's name."""
    require(person, "see_published")
    with reading(live.ensure(settings().store)) as db:
        return engagements.listed(db, payer_id)


def due(person: Person | None, on: str) -> list[dict[str, Any]]:
    """Follow-ups due on or before a day, soonest first."""
    waiting = (e for e in listed(person) if e["due_on"] and e["due_on"] <= on and not e["reply"])
    return sorted(waiting, key=lambda e: str(e["due_on"]))


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
