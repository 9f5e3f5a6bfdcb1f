"""The compare pack: the payers of a state, or the plans of a parent company, beside each other.

The one thing to know: payers are shown by name and with their intervals, never ranked by their share, and a state's
pack counts only lines of that state, while a parent's counts those of all its payers.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tracker.errors import Rejected
from tracker.exports.pack import Ask, Exchange, PackData, Part
from tracker.figures import intervals, reasons, trend
from tracker.figures.text import percent
from tracker.people import Person, require
from tracker.services import engage, release
from tracker.services.answers import coverage, denials, people_behind
from tracker.services.packs import ledgers, shared
from tracker.services.packs.branding import brand
from tracker.services.packs.shared import DENIED
from tracker.settings import settings, today
from tracker.store import live, payers
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import STATES

MOST_EXCHANGES = 20


@dataclass(frozen=True)
class Scope:
    """Which payers: those of a state (postal abbreviation), or those of a parent company."""

    state: str = ""
    parent: str = ""

    @property
    def name(self) -> str:
        return STATES[self.state] if self.state else self.parent

    @property
    def place(self) -> str:
        """The name in the middle of a sentence."""
        return f"the {self.name}" if self.state == "DC" else self.name

    @property
    def filters(self) -> Filters:
        return Filters(states=(self.state,)) if self.state else Filters(parents=(self.parent,))


def scope(state: str = "", parent: str = "") -> Scope:
    """The scope that was asked for. Raises `Rejected` unless it is one state or one parent company of the registry."""
    state, parent = state.strip().upper(), parent.strip()
    if bool(state) == bool(parent):
        raise Rejected("A compare pack is for a state or for a parent company.", "Give one of the two.")
    if state and state not in STATES:
        raise Rejected(f"{state!r} is no state.", "Give its postal abbreviation, for example CA.")
    if parent:
        with reading(live.ensure(settings().store)) as db:
            known = {str(p["parent"]).casefold(): str(p["parent"]) for p in payers.listed(db)}
        if parent.casefold() not in known:
            raise Rejected(
                f"There is no parent company {parent[:60]!r} in the registry.", "Give it as on the page Gaps."
            )
        parent = known[parent.casefold()]
    return Scope(state, parent)


def gather(chosen: Scope, person: Person | None) -> PackData:
    """Everything of these payers that may leave the building."""
    require(person, "export")
    only, day = chosen.filters, today()
    known, kind = shared.facts(day), denials.best_kind(only)
    tier = denials.KINDS[kind]
    whole = shared.whole(person, only, kind)  # first: the parts give way to it
    every = release.shares(person, denials.by_payer, only, kind, "coverage_denied")
    rows = every.sort_values("payer", key=lambda s: s.str.casefold(), ignore_index=True)
    months = release.shares(person, denials.trend, only, kind, "coverage_denied")
    mix = shared.reasons(person, only, kind)
    grid, table = shared.labelled(coverage.matrix(only, day)), ledgers.gap_table(person, only, day)
    classes, departures = ledgers.gap_parts(person, table, tier, known, chosen.name, only)
    ledger = coverage.ledger(only)
    total = shared.overall(whole, months)
    overall = total[0] if total else None
    who = people_behind.behind(denials.of_kind(only, kind), known.revision)
    n = shared.shown_lines(rows, who=who)
    return PackData(
        subject=chosen.name,
        scope=_scope_words(chosen, day.strftime("%-d %B %Y")),
        ask=_ask(chosen, grid, table, total),
        snapshot=str(known.revision),
        drawn=day,
        coverage=Part(
            grid.drop(columns=["next_from", "decisions", "hover"]),
            known.said(_covers(chosen, grid), f"{grid['payer_id'].nunique()} payers", chosen.name),
        ),
        payers=Part(
            rows, known.met(intervals.finding(rows, overall, DENIED), n, tier, f"{chosen.name}, payers by name"),
            options={"overall": overall},
        ) if len(rows) else None,
        trend=Part(months, known.met(trend.finding(months, DENIED), shared.shown_lines(months, who=who), tier, chosen.name))
        if len(months) else None,
        reasons=Part(
            mix,
            known.reasons(reasons.finding(mix), shared.shown_lines(mix, "lines", who), tier, chosen.name),
        ) if len(mix) else None,
        gaps=classes,
        departures=departures,
        evidence=shared.evidence(ledger, with_payer=True),
        exchanges=_exchanges(chosen, grid, person),
        sentences=_sentences(chosen, grid, table),
        hidden=shared.HIDDEN,
        definitions=shared.definitions(tier),
        brand=brand(),
    )  # fmt: skip


def _scope_words(chosen: Scope, day: str) -> str:
    if chosen.state:
        return f"Payers that operate in {chosen.place}, lines of practices there; all lines of business, as of {day}"
    return f"Payers of {chosen.name}; all states and lines of business, as of {day}"


def _counts(grid: pd.DataFrame, table: pd.DataFrame) -> tuple[int, int, int, int]:
    """Payers; those somebody looked at; those covering a code; those denying what they cover."""
    looked = shared.looked_at(grid)
    covers = shared.covering(grid).groupby(grid["payer_id"]).any()
    return len(looked), int(looked.sum()), int(covers.sum()), len(ledgers.broken(table))


def _covers(chosen: Scope, grid: pd.DataFrame) -> str:
    payers_, looked, covers, _ = _counts(grid, pd.DataFrame())
    where = f"in {chosen.place}" if chosen.state else f"of {chosen.name}"
    return f"{covers} of {looked} payers {where} that were looked at cover a code in writing; nobody has looked at {payers_ - looked}"


def _ask(chosen: Scope, grid: pd.DataFrame, table: pd.DataFrame, total: tuple[float, str] | None) -> Ask:
    payers_, looked, covers, broken = _counts(grid, table)
    if chosen.parent and 0 < covers < payers_:
        sentence = f"We ask {chosen.name} to give all its plans the coverage that {covers} of them have"
    elif broken:
        sentence = f"We ask the payers of {chosen.place} to pay caregiver training as their own policies say"
    elif covers:
        sentence = f"We ask the payers of {chosen.place} to cover caregiver training as {covers} of them do"
    else:
        sentence = f"We ask the payers of {chosen.place} to say in writing what they cover"
    numbers = (
        [(f"{covers} of {looked}", "payers that were looked at cover at least one code in writing")] if looked else []
    )
    if broken:
        numbers.append((f"{broken:,}", "payers deny in practice what they cover on paper"))
    if total is not None:
        numbers.append((percent(total[0]), total[1]))
    return Ask(sentence, tuple(numbers))


def _sentences(chosen: Scope, grid: pd.DataFrame, table: pd.DataFrame) -> tuple[str, ...]:
    """What may be said of all of them together; single payers have a pack of their own."""
    payers_, looked, covers, broken = _counts(grid, table)
    said = (
        [f"{covers} of {looked} payers looked at cover at least one caregiver-training code in writing."]
        if looked
        else []
    )
    if broken:
        said.append(f"{broken} of them deny it in practice although their policy covers it.")
    if payers_ > looked:
        said.append(f"What {payers_ - looked} of {payers_} payers say is not known: nobody has looked yet.")
    return tuple(said)


def _exchanges(chosen: Scope, grid: pd.DataFrame, person: Person | None) -> tuple[Exchange, ...]:
    """What was asked of the plans of a parent. A state's pack goes to others: talks with payers stay out of it."""
    if chosen.state:
        return ()
    own, day = set(grid["payer_id"]), today()
    asked = [e for e in engage.listed(person) if e["payer_id"] in own]
    return tuple(
        Exchange(e["happened_on"], e["kind"], f"{e['payer']}: {e['ask']}", engage.answer_words(e, day), e["next_step"])
        for e in asked[:MOST_EXCHANGES]
    )
