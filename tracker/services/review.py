"""The specialist's desk: batches waiting for a verdict, names to settle, batches that look odd.

The one thing to know: a verdict moves all lines of a batch in or out of every count at once; a settled name is
remembered and used for the next file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.errors import OutOfDate, Rejected
from tracker.intake import outcome
from tracker.people import Person, require
from tracker.services import audit, registry, submit
from tracker.services.answers.memory import ask
from tracker.settings import settings
from tracker.store import forms, imports, live, names
from tracker.store import lines as claim_lines
from tracker.store import queue as waiting
from tracker.store.connection import Database, reading, writing
from tracker.store.queue import EVERYTHING, Wanted
from tracker.vocabulary import Outcome

__all__ = [
    "Queue",
    "Wanted",
    "correct_line",
    "give",
    "lines_of",
    "mark_duplicate",
    "open_names",
    "queue",
    "settle_name",
]

SMALL_BATCH = 200  # larger ones are not compared line by line: in a month of many lines all look alike
PER_PAGE = 25
SENDERS = 200  # more are no list to choose from; others are found by a part of their name


@dataclass(frozen=True)
class Queue:
    """One page of what waits, how many wait under the filters, and how many of all that waits are odd. senders: who waits
    longest, at most `SENDERS` of them."""

    batches: list[dict[str, Any]]
    total: int
    odd: int
    senders: dict[str, str]


def queue(person: Person | None, wanted: Wanted = EVERYTHING, page: int = 1, per_page: int = PER_PAGE) -> Queue:
    """Batches waiting for a verdict, oldest first, each with `second_look`: why it deserves one, or '', and `alike`: the
    receipt of another batch that tells the same lines, or ''. Who looks is written down, once an hour."""
    require(person, "review")
    audit.saw("the batches that wait", person)
    odd, senders = ask(_standing)
    with reading(live.ensure(settings().store)) as db:
        found = waiting.page(db, wanted, odd, per_page, (page - 1) * per_page)
        likenesses = _likenesses(found)
        for batch in found:
            batch["alike"], said = "", list(odd.get(batch["import_id"], []))
            if likeness := likenesses.get(batch["import_id"]):
                batch["alike"], words = likeness
                said.append(words)
            batch["second_look"] = "; ".join(said)
        return Queue(found, ask(_total, wanted), len(odd), waiting.called(db, senders))


def _standing() -> tuple[dict[int, list[str]], list[str]]:
    """What is odd among all that waits, and who sent it. Remembered for the revision; names of people are not: they change
    without one."""
    with reading(live.ensure(settings().store)) as db:
        return waiting.odd(db), waiting.senders(db, SENDERS)


def _total(wanted: Wanted) -> int:
    """How many batches wait under these filters."""
    odd, _ = ask(_standing)
    with reading(live.ensure(settings().store)) as db:
        return waiting.count(db, wanted, odd)


def _likenesses(batches: list[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    """For batches that another one tells too: its receipt, and that in words. Remembered for the revision."""
    found: dict[int, tuple[str, str]] = ask(
        _compared, tuple((b["import_id"], b["receipt"], b["lines"]) for b in batches)
    )
    return found


def _compared(batches: tuple[tuple[int, str, int], ...]) -> dict[int, tuple[str, str]]:
    found = {}
    with reading(live.ensure(settings().store)) as db:
        own = waiting.alike(db, [import_id for import_id, _, _ in batches], SMALL_BATCH)
        for import_id, receipt, lines in batches:
            if import_id in own:
                other, same = own[import_id]
                words = f"{same:,} of {lines:,} lines look like lines of {other} by the same sender"
                found[import_id] = (other, words)
            elif twin := _other_office(db, receipt, lines):
                words = (
                    f"{twin['lines']:,} of {lines:,} lines tell the same as {twin['receipt']} by another sender: "
                    "one clinic, sent twice?"
                )
                found[import_id] = (twin["receipt"], words)
    return found


def _other_office(db: Database, receipt: str, lines: int) -> dict[str, Any] | None:
    """A batch of another sender that tells nearly the same lines."""
    if not imports.LEAST_ALIKE <= lines <= SMALL_BATCH:
        return None
    return next((t for t in imports.twins(db, receipt) if t["other_sender"]), None)


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
    submit.screened(reason)
    with writing(live.ensure(settings().store), person.key, f"review: {verdict}") as change:
        for receipt in receipts:
            imports.review(change, receipt, verdict, reason.strip())
    return len(receipts)


def mark_duplicate(receipt: str, of: str, person: Person | None) -> None:
    """Return a batch because another one tells the same lines; its sender reads which. Raises `Rejected`, `OutOfDate`."""
    person = require(person, "review")
    if receipt == of:
        raise Rejected("A batch cannot be a duplicate of itself.", "Give the receipt of the other one.")
    with writing(live.ensure(settings().store), person.key, "review: duplicate") as change:
        if not imports.stands(change.db, of):
            raise Rejected(f"There is no batch {of} that counts.", "Give the receipt of the batch that is kept.")
        imports.review(change, receipt, "returned", f"Counted once, with {of}.", duplicate_of=of)


def correct_line(line_id: int, changed: dict[str, str], why: str, person: Person | None) -> int:
    """Correct one line of a batch by record: state, line of business, code, month or outcome. The old line stays as it was,
    withdrawn; the reason goes to the record of corrections. The new line's id."""
    person = require(person, "review")
    if not why.strip() or not changed or set(changed) - set(CORRECTABLE):
        raise Rejected("A correction needs what is changed and why.", "Choose a field and say in a few words why.")
    submit.screened(why)
    with writing(live.ensure(settings().store), person.key, "correct line") as change:
        held = claim_lines.one(change.db, line_id)
        if held is None:
            raise OutOfDate("This line was changed by somebody else.", "Reload the page and look again.")
        values = _judged({**held, **changed}) if "outcome" in changed else dict(changed)
        new = claim_lines.correct(change, line_id, values)
        before = ", ".join(f"{c} {held[c] or 'not given'}" for c in changed)
        after = ", ".join(f"{c} {v or 'not given'}" for c, v in changed.items())
        claim_lines.record_correction(change, line_id, new, before, after, why.strip())
    return new


CORRECTABLE = ("state", "line_of_business", "code", "month", "outcome")


def _judged(line: dict[str, Any]) -> dict[str, Any]:
    """The columns that follow from an outcome: whose doing a denial is."""
    reasons = (line["reasons"] or "").split()
    judged = outcome.denial_class(Outcome(line["outcome"]), reasons, line["flags"].split())
    return {c: line[c] for c in CORRECTABLE} | {"denial_class": str(judged) if judged else None}


def open_names(person: Person | None) -> list[dict[str, Any]]:
    """Spellings to settle, those with most lines first, each with the `candidates` the rules left (payer_id, name)."""
    require(person, "review")
    return [dict(name) for name in ask(_open_names)]


def _open_names() -> list[dict[str, Any]]:
    store = live.ensure(settings().store)
    known = registry.directory(store)
    with reading(store) as db:
        settled, unsettled = registry.decided(db), names.open_names(db)
    for name in unsettled:
        key = (name["normal"], name["state"], name["line_of_business"], name["identifier"])
        meaning = registry.resolve(key, name["written"], known, settled)
        name["why"] = meaning.reason
        name["candidates"] = [(c.payer_id, c.name) for c in meaning.candidates]
        name["suggestion"] = meaning.suggestion
    return unsettled


def settle_name(name_id: int, payer_id: str | None, person: Person | None, why: str = "decided by hand") -> None:
    """Say which payer a spelling means (None: none that is tracked). Remembered; moves the lines that carry it."""
    person = require(person, "review")
    with writing(live.ensure(settings().store), person.key, "resolve name") as change:
        names.decide(change, name_id, payer_id, how="person", why=why)
        forms.meet_named(change, name_id)
