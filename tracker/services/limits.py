"""How much one person may send in an hour, so that one account cannot flood the queue of the reviewers.

The one thing to know: it is counted inside the write that stores the submission, where two windows of one person cannot
slip past each other. Whoever reviews is not held up: what they send needs no review.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.errors import Rejected
from tracker.people import Person, may
from tracker.settings import settings
from tracker.store import imports
from tracker.store.connection import Change

HOUR = timedelta(hours=1)


def within(change: Change, person: Person) -> None:
    """Raises `Rejected`, saying when to go on, when this person has sent as much as one may in an hour."""
    most = settings().submissions_per_hour
    if may(person, "review"):
        return
    at = datetime.strptime(change.at, "%Y-%m-%dT%H:%M:%S%z")
    sent = imports.sent_since(change.db, person.key, (at - HOUR).strftime("%Y-%m-%dT%H:%M:%SZ"))
    if len(sent) < most:
        return
    again = datetime.strptime(sent[-most], "%Y-%m-%dT%H:%M:%S%z") + HOUR
    raise Rejected(
        f"You have sent {len(sent):,} times in the last hour, and {most:,} is the most.",
        f"Nothing is lost: send it again after {again:%H:%M} UTC, or put many reports into one file.",
    )
