"""The invented first ledger: decisions that change, conflict, are announced, go stale; meetings and campaigns.

The one thing to know: an event is a day, a person and a deed; `play` orders them and runs each through the store's
own verbs, so that whatever the store refuses, the demonstration cannot contain.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.services.demo.world import Habit, World, day_in
from tracker.store import decisions, engagements, sources, succession
from tracker.store.connection import Change
from tracker.store.decisions import NewDecision
from tracker.store.sources import Citation

CLERKS = ("demo-specialist-1", "demo-specialist-2")
SAYS = {
    "covers": ("covered_with_conditions", "unknown"),
    "covers_on_paper": ("covered", "no"),
    "does_not_cover": ("not_covered", "unknown"),
    "bundles": ("bundled", "unknown"),
    "wants_authorization": ("covered_with_conditions", "yes"),
    "provider_type": ("covered_with_conditions", "unknown"),
    "silent_denies": ("silent", "unknown"),
    "silent_pays": ("silent", "unknown"),
}
CONDITIONS = {
    "covers": "Invented: plan of care and documented consent",
    "wants_authorization": "Invented: prior authorisation before the first session",
    "provider_type": "Invented: listed provider types only",
}
ASKS = ("Correct the claims edit", "Publish the policy for the new codes", "Reprocess denied lines", "Drop the bundle")
TOPICS = ("trend", "coverage", "reasons", "against")
REPLIES = ("agrees_and_corrected", "error_reprocessing", "policy_differs", "disputes", "no_reply")

_REPLY: dict[str, dict[str, str | None]] = {
    "agrees_and_corrected": {"answer": "Invented: an edit was set in error"},
    "error_reprocessing": {"answer": "Invented: affected claims are named by the payer"},
    "policy_differs": {"answer": "", "document": "Invented bulletin on caregiver training, page 4"},
    "disputes": {"answer": "Invented: the lines lacked a plan of care"},
    "no_reply": {"answer": ""},
}


@dataclass(frozen=True)
class Event:
    """Something that happens on a day, done by somebody."""

    day: date
    who: str
    do: Callable[[Change], object]


def events(rng: random.Random, world: World) -> Iterator[Event]:
    """All of the first ledger's events, in no order."""
    for n, habit in enumerate(world.habits):
        yield from _policy(rng, world, habit, n)
    yield from _campaigns(world)
    yield from _engagements(rng, world)


def _policy(rng: random.Random, world: World, habit: Habit, number: int) -> Iterator[Event]:
    """One payer's story: perhaps nobody looks; else a first finding, perhaps a turn, a conflict, an announcement."""
    if number % 5 == 4 or habit.line_of_business == "other":
        return  # nobody has checked
    codes = ["97550", "97551", "97552"] + (["96202", "G0539"] if number % 3 == 0 else [])
    first = min(day_in(rng.choice(world.months[: max(len(world.months) // 2, 1)]), rng.randint(2, 27)), world.today)
    turn = day_in(habit.turn, 1) if habit.turn else None
    for code in codes:
        if code.startswith("G") and first < date(2025, 1, 1):
            first = min(date(2025, 1, 15), world.today)
        yield from _story(habit, code, first, turn, number, world.today)


def _story(habit: Habit, code: str, first: date, turn: date | None, number: int, today: date) -> Iterator[Event]:
    held: dict[str, int] = {}
    new = _decision(habit, code, habit.style.name, first)
    recorder, checker = CLERKS[number % 2], CLERKS[1 - number % 2]

    def record(change: Change, what: NewDecision, day: date, source: str, supersede: bool) -> None:
        cite = _cite(change, habit, source, day)
        held["id"] = decisions.add(
            change, what, [cite], checked_on=day.isoformat(), supersedes=held.get("id") if supersede else None
        )

    yield Event(first, recorder, lambda c: record(c, new, first, "1", False))
    if new.status != "silent" and number % 4:
        second = first + timedelta(days=9)
        if second <= today:
            yield Event(second, checker, lambda c: held.update(id=succession.check(c, held["id"])))
    latest = new
    if turn and turn > first and habit.after is not habit.style:
        latest = _decision(habit, code, habit.after.name, turn)
        yield Event(turn, recorder, lambda c: record(c, latest, turn, "2", True))
    if number % 10 == 1:
        yield _conflict(habit, code, latest, today, recorder)
    elif number % 10 == 3:
        yield from _announced(habit, code, latest, today, recorder, record)
    if number % 3:  # the others go stale
        day = today - timedelta(days=10 + 9 * (number % 12))
        if day > first:
            yield Event(day, checker, lambda c: decisions.add_check(
                c, habit.payer_id, habit.line_of_business, "", code, day.isoformat(),
                "nothing" if latest.status == "silent" else "unchanged"))  # fmt: skip


def _decision(habit: Habit, code: str, style: str, day: date) -> NewDecision:
    status, auth = SAYS[style]
    return NewDecision(
        habit.payer_id, habit.line_of_business, code, status, "primary" if style != "provider_type" else "secondary",
        conditions=CONDITIONS.get(style, ""), prior_auth=auth,
        effective_from=None if status == "silent" else day.replace(day=1).isoformat(),
    )  # fmt: skip


def _cite(change: Change, habit: Habit, number: str, day: date) -> Citation:
    source = f"demo-{habit.payer_id}-{number}"
    sources.add(
        change, source, "Demonstration (invented)", f"Invented policy bulletin {number}", published=day.isoformat()
    )
    return Citation(source, "Invented for the demonstration: no payer wrote this.", "page 1")


def _conflict(habit: Habit, code: str, held: NewDecision, today: date, who: str) -> Event:
    """A second source that says something else."""
    other = "not_covered" if held.status.startswith("covered") else "covered"
    day = today - timedelta(days=40)
    new = replace(held, status=other, confidence="weak", effective_from=day.replace(day=1).isoformat(), conditions="")
    return Event(day, who, lambda c: decisions.add(c, new, [_cite(c, habit, "3", day)], checked_on=day.isoformat()))


def _announced(
    habit: Habit, code: str, held: NewDecision, today: date, who: str, record: Callable[..., None]
) -> Iterator[Event]:
    """Coverage that begins in the future; what is held ends the day before."""
    begins = (today + timedelta(days=75)).replace(day=1)
    day = today - timedelta(days=6)
    ends = replace(held, effective_to=(begins - timedelta(days=1)).isoformat())
    yield Event(day, who, lambda c: record(c, ends, day, "4", True))
    new = replace(_decision(habit, code, "covers", begins), effective_from=begins.isoformat())
    yield Event(day, who, lambda c: record(c, new, day, "4", False))


def _campaigns(world: World) -> Iterator[Event]:
    for n, month in enumerate(world.months[5::9]):
        yield _campaign(f"Invented call for reports {n + 1}", min(day_in(month, 12), world.today))


def _campaign(name: str, day: date) -> Event:
    return Event(day, "demo-administrator", lambda c: engagements.add_campaign(c, name, day.isoformat()))


def _engagements(rng: random.Random, world: World) -> Iterator[Event]:
    """Meetings with the payers billed most; some answered."""
    for n, habit in enumerate(sorted(world.habits, key=lambda h: -h.weight)[:14]):
        day = world.today - timedelta(days=rng.randint(20, 500))
        ask: dict[str, str | None] = {
            "payer_id": habit.payer_id,
            "happened_on": day.isoformat(),
            "kind": ("meeting", "letter", "call", "e-mail")[n % 4],
            "ask": f"Invented: {ASKS[n % len(ASKS)]}",
            "due_on": (day + timedelta(days=45)).isoformat(),
            "owner": "demo-advocate",
            "topic": TOPICS[n % len(TOPICS)],
        }
        answered = day + timedelta(days=rng.randint(10, 60))
        yield from _engagement(ask, day, answered if n % 3 and answered <= world.today else None, REPLIES[n % 5])


def _engagement(ask: dict[str, str | None], day: date, answered: date | None, reply: str) -> Iterator[Event]:
    held: dict[str, int] = {}
    yield Event(day, "demo-advocate", lambda c: held.update(id=engagements.add(c, ask)))
    if answered:
        full = {**ask, **_REPLY[reply], "reply": reply, "reply_on": answered.isoformat(), "due_on": None}
        if reply == "agrees_and_corrected":
            full["corrected_on"] = answered.replace(day=1).isoformat()
        yield Event(answered, "demo-advocate", lambda c: engagements.add(c, full, supersedes=held["id"]))
