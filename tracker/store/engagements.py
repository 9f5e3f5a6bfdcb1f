"""Contacts with payers (meetings, letters, calls) and campaigns to members. Supersede only."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate
from tracker.store.connection import Change

FIELDS = ("payer_id", "happened_on", "kind", "ask", "snapshot", "answer", "reply", "reply_on", "next_step", "due_on",
          "owner", "topic", "corrected_on", "document")  # fmt: skip
OPTIONAL = ("reply", "reply_on", "due_on", "corrected_on")


def add(change: Change, entry: dict[str, Any], supersedes: int | None = None) -> int:
    """Record a contact; its id. Withdraws the one it supersedes. Raises `OutOfDate`."""
    if supersedes is not None:
        done = change.db.execute(
            "update engagements set withdrawn_revision = ? where engagement_id = ? and withdrawn_revision is null",
            [change.revision, supersedes],
        ).rowcount
        if not done:
            raise OutOfDate("This entry was changed by somebody else.", "Reload the page and look again.")
    values = [entry.get(f) or (None if f in OPTIONAL else "") for f in FIELDS]
    number = change.db.execute(
        f"insert into engagements ({', '.join(FIELDS)}, supersedes, who, added_revision) "
        f"values ({', '.join('?' * (len(FIELDS) + 3))})",
        [*values, supersedes, change.who, change.revision],
    ).lastrowid
    change.audit("engage", str(number), f"{entry.get('payer_id')} {entry.get('kind')}")
    return int(number or 0)


def listed(db: Database, payer_id: str | None = None) -> list[dict[str, Any]]:
    """Contacts now, newest first, with the payer's name."""
    return list(
        db.query(
            "select e.*, p.name as payer from engagements e join payers p using (payer_id) "
            "where e.withdrawn_revision is null and (:payer is null or e.payer_id = :payer) "
            "order by e.happened_on desc, e.engagement_id desc",
            {"payer": payer_id},
        )
    )


def one(db: Database, engagement_id: int) -> dict[str, Any] | None:
    """One contact as it stands now, None where there is none or it was replaced."""
    return next((e for e in listed(db) if e["engagement_id"] == engagement_id), None)


def add_campaign(change: Change, name: str, sent_on: str, payer_id: str | None = None, note: str = "") -> int:
    """Record a campaign; its id."""
    number = change.db.execute(
        "insert into campaigns (name, sent_on, payer_id, note, who, added_revision) values (?,?,?,?,?,?)",
        [name, sent_on, payer_id, note, change.who, change.revision],
    ).lastrowid
    change.audit("campaign", str(number))
    return int(number or 0)


def campaigns(db: Database) -> list[dict[str, Any]]:
    """Campaigns now, newest first."""
    return list(db.query("select * from campaigns where withdrawn_revision is null order by sent_on desc"))
