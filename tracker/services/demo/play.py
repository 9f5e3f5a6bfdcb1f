"""Plays the invented world into a store, day by day, through the store's own verbs.

The one thing to know: it writes to a file of its own beside the target and moves it in at the end, so that a page
never sees half a demonstration, and it refuses the paths of the live and the shipped store.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from tracker.errors import Rejected, of_file
from tracker.services.demo import ledger, lines, world
from tracker.services.demo.ledger import Event
from tracker.services.demo.lines import Draft
from tracker.services.demo.world import Practice, World, key_of
from tracker.settings import SHIPPED_STORE, settings
from tracker.store import appeals, imports, live, names, payers
from tracker.store.connection import Change, reading, writing
from tracker.vocabulary import Outcome

Deed = Callable[[Change], object]

NOTICE = (
    "Demonstration. Payer names are real, everything else is invented: no coverage decision, denial, share or date "
    "shown here says anything about any payer."
)


def make(
    target: Path, *, lines: int = 40_000, seed: int = 1, today: date | None = None, practices: int | None = None
) -> dict[str, int]:
    """Write a demonstration store of about `lines` claim lines; how many rows each noun has.

    The same seed, size and day give the same rows. Raises `Rejected` when `target` is a store that is not a
    demonstration.
    """
    refuse_real(target)
    rng = random.Random(seed)  # noqa: S311 - a play, not a secret
    with reading(SHIPPED_STORE) as db:
        registry = payers.listed(db)
    made = world.build(rng, registry, today or datetime.now(UTC).date(), practices or max(60, lines // 450))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fresh = Path(folder) / "demo.sqlite"
        shutil.copyfile(SHIPPED_STORE, fresh)
        live.make_demonstration(fresh, NOTICE)
        events = [*ledger.events(rng, made), *_reports(rng, made, lines), *_appeals(rng, made)]
        _play(fresh, [e for e in events if e.day <= made.today], made)
        live.settle_file(fresh)
        fresh.replace(target)
    return count(target)


def notice(store: Path) -> str:
    """The banner of a demonstration store, '' for any other and for one that is not there."""
    try:
        if not store.exists():
            return ""
    except OSError as error:
        raise of_file(error, f"the store {store.name}") from error
    with reading(live.ensure(store)) as db:
        return live.notice(db)


def refuse_real(target: Path) -> None:
    """Raises `Rejected` when `target` is the live or shipped store, or any file that is not a demonstration."""
    real = {settings().store.resolve(), SHIPPED_STORE.resolve()}
    if target.resolve() in real or (target.exists() and not live.is_demonstration(target)):
        raise Rejected(
            "A demonstration is never written over a real store.", "Name another file with --to, or leave it out."
        )


def count(path: Path) -> dict[str, int]:
    with reading(path) as db:
        nouns = ("claim_lines", "imports", "coverage_decisions", "appeals", "engagements", "revisions")
        return {noun: db[noun].count for noun in nouns}


def _play(path: Path, events: list[Event], made: World) -> None:
    """A week is one write; each event in it keeps its own day and person."""
    events.sort(key=lambda e: e.day)
    for _, group in groupby(events, key=lambda e: e.day.isocalendar()[:2]):
        week = list(group)
        with writing(path, "demo", "demonstration week", at=f"{week[-1].day}T18:00:00Z") as change:
            for event in week:
                event.do(replace(change, who=event.who, at=f"{event.day}T12:00:00Z"))


def _reports(rng: random.Random, made: World, total: int) -> Iterator[Event]:
    """What the practices send: whole files monthly, reports quarterly or one at a time; repeats and withdrawals."""
    wanted = {(p.number, m): _expected(p, m, made) for p in made.practices for m in made.months}
    scale = total / (sum(wanted.values()) or 1)
    for practice in made.practices:
        waiting: list[Draft] = []
        for n, month in enumerate(made.months):
            drawn = wanted[practice.number, month] * scale
            number = int(drawn) + (rng.random() < drawn % 1)
            newest = n >= len(made.months) - 2
            waiting += lines.of_month(rng, practice, month, number, newest=newest)
            every = {"x12_835": 1, "spreadsheet": 3, "form": 1}[practice.channel]
            if waiting and (n % every == 0 or n == len(made.months) - 1):
                yield from _send(rng, practice, month, waiting, made)
                waiting = []


def _expected(practice: Practice, month: str, made: World) -> float:
    """Lines to expect: growing over the years, fewer in summer, the running month not over yet."""
    if month < practice.first_month:
        return 0.0
    age = made.months.index(month) / max(len(made.months) - 1, 1)
    season = 0.8 if month[5:] in ("07", "08", "12") else 1.0
    over = made.today.day / 31 if month == made.months[-1] else 1.0
    return practice.size * (0.5 + age) * season * over


def _send(rng: random.Random, practice: Practice, month: str, drafts: list[Draft], made: World) -> Iterator[Event]:
    """The events of one file or of single reports, with what becomes of them later."""
    sent = world.day_in(month, 28) + timedelta(days=rng.randint(3, 24))
    sent = min(sent, made.today) if month >= made.months[-2] else sent
    parts = [[d] for d in drafts] if practice.channel == "form" else [drafts]
    for n, part in enumerate(parts):
        receipt = _receipt(practice.number, month, n)
        recent = (made.today - sent).days < 20
        verdict = "pending" if recent and rng.random() < 0.7 else "accepted"
        if rng.random() < 0.02:
            verdict = "returned"
        yield Event(sent, practice.sender, _adding(made, practice, part, receipt, verdict))
        if rng.random() < 0.008:
            yield Event(sent + timedelta(days=15), practice.sender, _withdrawing(receipt))
        elif verdict == "pending" and rng.random() < 0.3:
            yield Event(sent + timedelta(days=4), ledger.CLERKS[0], _reviewing(receipt))
        if practice.channel == "x12_835" and rng.random() < 0.03:
            yield Event(sent + timedelta(days=30), practice.sender, _repeating(made, practice, part, month))
        if practice.channel == "x12_835":
            later = sent + timedelta(days=75)
            yield Event(later, practice.sender, _paying(made, practice, part, month))
        if practice.channel == "x12_835" and rng.random() < 0.1:
            yield Event(sent + timedelta(days=45), practice.sender, _reversing(made, practice, part, month))


def _receipt(*parts: object) -> str:
    signs = imports.ALPHABET
    drawn = int(key_of("receipt", *parts), 16)
    text = "".join(signs[drawn // len(signs) ** n % len(signs)] for n in range(8))
    return f"{text[:4]}-{text[4:]}"


def _adding(made: World, practice: Practice, part: list[Draft], receipt: str, verdict: str) -> Deed:
    return lambda change: _add(change, made, practice, part, receipt, verdict)


def _add(change: Change, made: World, practice: Practice, part: list[Draft], receipt: str, verdict: str) -> None:
    ids = names.ensure(change.db, {d.name: d.written for d in part})
    known = lines.by_name(made.habits)
    settled = names.current(change.db, set(ids.values()))
    for key, number in ids.items():
        payer_id = known.get(key[0])
        if payer_id and number not in settled:
            names.decide(change, number, payer_id, how="rule", why="the registry's own name")
    imports.add(
        change,
        kind=practice.channel,
        file_key=None if practice.channel == "form" else key_of("file", receipt),
        layout=None,
        complete={"x12_835": True, "spreadsheet": False, "form": False}[practice.channel],
        counts={"rows": len(part), "problems": 0, "ignored": 0, "repeats": 0},
        lines=[replace(d.line, row=n + 1, name_id=ids[d.name]) for n, d in enumerate(part)],
        problems=[],
        verdict=verdict,
        ticket=receipt,
    )


def _withdrawing(receipt: str) -> Deed:
    return lambda change: imports.withdraw(change, receipt)


def _reviewing(receipt: str) -> Deed:
    return lambda change: imports.review(change, receipt, "accepted")


def _repeating(made: World, practice: Practice, part: list[Draft], month: str) -> Deed:
    """The same remittance lines once more, in another file: recognised by their keys and not counted."""
    again = part[: max(len(part) // 2, 1)]
    return _adding(made, practice, again, _receipt(practice.number, month, "again"), "accepted")


def _reversing(made: World, practice: Practice, part: list[Draft], month: str) -> Deed:
    """The payer takes back a claim: its reversal comes in a later file."""
    claim = part[0].line.claim_key
    old = [d for d in part if d.line.claim_key == claim]
    back = [replace(d, line=replace(d.line, claim_status="22", flags="reversal")) for d in old]
    return _adding(made, practice, back, _receipt(practice.number, month, "back"), "accepted")


def _paying(made: World, practice: Practice, part: list[Draft], month: str) -> Deed:
    """A later remittance: about one denied line in twenty-five is paid after all, the claim adjudicated anew."""
    draw = random.Random(key_of("paid later", practice.number, month))  # noqa: S311 - a play, not a secret
    paid = [
        _paid(d) for d in part if d.line.outcome == Outcome.DENIED and d.line.primary_payer and draw.random() < 0.04
    ]
    return _adding(made, practice, paid, _receipt(practice.number, month, "paid"), "accepted") if paid else _nothing


def _paid(draft: Draft) -> Draft:
    line = replace(
        draft.line, outcome=str(Outcome.PAID), denial_class=None, first_reason=None, reasons=(("CO", "CARC", "45"),)
    )
    return replace(draft, line=line)


def _nothing(change: Change) -> None:
    """No line to tell of."""


def _appeals(rng: random.Random, made: World) -> Iterator[Event]:
    """About one denied line in twelve is appealed a month or two later; most appeals are decided in time."""
    for n, month in enumerate(made.months[:-2]):
        draw = random.Random(rng.random())  # noqa: S311 - a play, not a secret
        filed = made.months[n + 2]
        day = world.day_in(filed, 20)
        yield Event(day, "demo-member-appeals", _appealing(draw, month, filed, made))


def _appealing(draw: random.Random, month: str, filed: str, made: World) -> Deed:
    def do(change: Change) -> None:
        denied = change.db.execute(
            "select line_id from claim_lines where month = ? and outcome = 'denied' and withdrawn_revision is null "
            "order by line_id",
            [month],
        ).fetchall()
        for (line_id,) in denied:
            if draw.random() > 0.08:
                continue
            number = appeals.file(change, line_id, filed)
            later = made.months.index(filed) + draw.randint(1, 5)
            if later < len(made.months) and draw.random() < 0.8:
                outcome = draw.choices(("overturned", "partly", "upheld", "withdrawn"), (42, 8, 45, 5))[0]
                appeals.settle(change, number, outcome, made.months[later])

    return do
