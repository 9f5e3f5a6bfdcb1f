"""The specialist's desk: batches waiting for a verdict, names to settle, batches that look odd.

The one thing to know: a verdict moves all lines of a batch in or out of every count at once; a settled name is
remembered and used for the next file.
"""

from __future__ import annotations

from typing import Any

from tracker.errors import Rejected
from tracker.people import Person, require
from tracker.services import audit, registry
from tracker.settings import settings
from tracker.store import imports, live, names
from tracker.store.connection import Database, reading, writing

SUDDEN = 5  # a batch this many times larger than the sender's usual one gets a second look
SMALL_BATCH = 200  # larger ones are not compared line by line: in a month of many lines all look alike


def queue(person: Person | None) -> list[dict[str, Any]]:
    """Batches waiting for a verdict, oldest first, each with `second_look`: why it deserves one, or ''."""
    require(person, "review")
    with reading(live.ensure(settings().store)) as db:
        waiting = [b for b in imports.listed(db, limit=2000) if b["verdict"] == "pending" and not b["withdrawn"]]
        for batch in waiting:
            batch["second_look"] = _second_look(db, batch)
            batch["note"] = imports.note_of(db, batch["receipt"])
    return list(reversed(waiting))


def _second_look(db: Database, batch: dict[str, Any]) -> str:
    usual = imports.usual_size(db, batch["submitted_by"], batch["receipt"])
    if usual and batch["lines"] > SUDDEN * usual:
        return f"{batch['lines']:,} lines, where this sender usually has {usual:,.0f}"
    if batch["lines"] <= SMALL_BATCH:
        alike = next(iter(imports.look_alikes(db, batch["receipt"])), None)
        if alike:
            return f"{alike['lines']:,} of {batch['lines']:,} lines look like lines of {alike['receipt']} by the same sender"
    rare = imports.unseen_reason(db, batch["receipt"])
    return f"reason {rare} was never seen before" if rare else ""


def lines_of(receipt: str, person: Person | None) -> list[dict[str, Any]]:
    """The kept lines of a batch, as the readers' view shows them. Who looks is written down."""
    require(person, "review")
    audit.saw(f"batch {receipt}", person)
    with reading(live.ensure(settings().store)) as db:
        return imports.lines_of(db, receipt)


def give(receipts: list[str], verdict: str, person: Person | None, reason: str = "") -> int:
    """Accept or return batches, all or none; how many. Returning needs a reason."""
    person = require(person, "review")
    if verdict == "returned" and not reason.strip():
        raise Rejected("A returned batch needs a reason.", "Say in a few words what the sender should mend.")
    with writing(live.ensure(settings().store), person.key, f"review: {verdict}") as change:
        for receipt in receipts:
            imports.review(change, receipt, verdict, reason.strip())
    return len(receipts)


def open_names(person: Person | None) -> list[dict[str, Any]]:
    """Spellings to settle, those with most lines first, each with the `candidates` the rules left (payer_id, name)."""
    require(person, "review")
    store = live.ensure(settings().store)
    known = registry.directory(store)
    with reading(store) as db:
        settled, waiting = registry.decided(db), names.open_names(db)
    for name in waiting:
        key = (name["normal"], name["state"], name["line_of_business"], name["identifier"])
        meaning = registry.resolve(key, name["written"], known, settled)
        name["why"] = meaning.reason
        name["candidates"] = [(c.payer_id, c.name) for c in meaning.candidates]
        name["suggestion"] = meaning.suggestion
    return waiting


def settle_name(name_id: int, payer_id: str | None, person: Person | None, why: str = "decided by hand") -> None:
    """Say which payer a spelling means (None: none that is tracked). Remembered; moves the lines that carry it."""
    person = require(person, "review")
    with writing(live.ensure(settings().store), person.key, "resolve name") as change:
        names.decide(change, name_id, payer_id, how="person", why=why)
