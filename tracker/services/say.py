""" "Can I say this?" Judges claims about a payer from what the store holds; the sentences are those of `measures.claims`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from tracker.measures import claims
from tracker.measures.claims import Answer, Broken, Verdict
from tracker.measures.control import is_open
from tracker.measures.coverage import text
from tracker.measures.numbers import Basis, Proportion
from tracker.measures.talking import Talking
from tracker.people import Person, require
from tracker.services import registry
from tracker.services.answers import coverage, denials, gaps, people_behind
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import live, questions
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import Gap, Status, Tier

ENOUGH_PRACTICES = 1_000  # behind denials in some places of a payer: beyond that it is said that there are more
CLAIMS = {
    "more": "It denies more than others",
    "rising": "Its denials are rising",
    "although": "It denies although it covers",
    "nothing": "It pays nothing",
}


@dataclass(frozen=True)
class _Asked:
    """One payer as of a day and a revision."""

    payer_id: str
    name: str
    on: date
    at: int | None

    @property
    def only(self) -> Filters:
        return Filters(payers=(self.payer_id,))

    @cached_property
    def kind(self) -> str:
        return str(ask(denials.best_kind, self.only, self.at))

    @cached_property
    def months(self) -> pd.DataFrame:
        found: pd.DataFrame = ask(denials.trend, self.only, self.kind, revision=self.at, on=self.on)
        return found

    def basis(self) -> Basis:
        who = ask(people_behind.summary, denials.of_kind(self.only, self.kind), self.at)
        months = self.months
        first, last = (str(months["month"].min()), str(months["month"].max())) if len(months) else (None, None)
        ends_open = bool(len(months) and months["open"].iloc[-1])
        return Basis(denials.KINDS[self.kind], who["practices"], None, first, last, ends_open)

    @cached_property
    def talk(self) -> Talking:
        """Who is talking: a number that one practice dominates is never simply supported."""
        found: Talking = ask(people_behind.talking, denials.of_kind(self.only, self.kind), self.at)
        return found


def judge(claim: str, payer_id: str, person: Person | None, on: date | None = None, at: int | None = None) -> Answer:
    """The verdict on one of `CLAIMS` about a payer, with the sentence that is supported, as of a day and a revision."""
    require(person, "see_published")
    name = registry.directory(live.ensure(settings().store)).payers[payer_id].name
    judges: dict[str, Callable[[_Asked], Answer]] = {
        "more": _more, "rising": _rising, "although": _although, "nothing": _nothing,
    }  # fmt: skip
    return judges[claim](_Asked(payer_id, name, on or today(), at))


def supported(payer_id: str, person: Person | None) -> list[Answer]:
    """The claims that may be said of a payer, with or without other words."""
    found = [judge(c, payer_id, person) for c in CLAIMS]
    return [a for a in found if a.verdict is not Verdict.NOT_SUPPORTED]


def _more(asked: _Asked) -> Answer:
    every = ask(denials.by_payer, Filters(), asked.kind, revision=asked.at)
    return claims.more_than_others(asked.name, asked.payer_id, every, asked.basis(), asked.talk)


def _rising(asked: _Asked) -> Answer:
    months = asked.months
    opened = list(months[months["open"]]["month"]) if len(months) else []
    frame = months[["month", "numerator", "denominator"]] if len(months) else pd.DataFrame(
        {"month": [], "numerator": [], "denominator": []}
    )  # fmt: skip
    return claims.rising(asked.name, frame, asked.basis(), opened, asked.talk)


def _although(asked: _Asked) -> Answer:
    """Over everything it covers in writing: what was denied there, and by the word of how many practices."""
    covering = [(place, s) for place, s in coverage.states_of(asked.only, asked.on, asked.at) if s.covers]
    table = ask(gaps.table, asked.only, asked.on, asked.at)
    rows = table[table["gap"] == Gap.COVERED_BUT_DENIED].to_dict("records") if len(table) else []
    if not rows:
        codes = tuple(sorted({place[3] for place, _ in covering}))
        starts = [s.effective_from for _, s in covering if s.effective_from]
        return claims.denies_although_covered(
            asked.name, Broken(codes, min(starts, default=None)), Basis(Tier.T0), None
        )
    classes = ask(gaps.classes, asked.only, asked.on, asked.at).set_index("gap")
    broken = Broken(
        tuple(sorted({r["code"] for r in rows})),
        min((first for r in rows if (first := text(r["effective_from"]))), default=None),
        any(r["status"] == Status.CONDITIONS for r in rows),
        any(r["stale"] for r in rows),
        sum(int(r["coverage_denials"]) for r in rows),
        unsaid=bool(classes.loc[Gap.COVERED_BUT_DENIED, "hidden"]),
    )
    return claims.denies_although_covered(asked.name, broken, *_who_was_denied(asked, rows))


def _who_was_denied(asked: _Asked, rows: list[dict[Hashable, Any]]) -> tuple[Basis, Talking]:
    """Months and practices of the denied lines alone: those of all the payer's lines would make them look like more."""
    until = asked.on.isoformat()[:7]
    with reading(live.ensure(settings().store)) as db:
        met = questions.company(db, gaps.counting(rows), asked.only, asked.at, until, enough=ENOUGH_PRACTICES)
    basis = Basis(
        Tier.T0, met.practices, None, met.first, met.last, met.last is not None and is_open(met.last, asked.on),
        more_practices=met.more,
    )  # fmt: skip
    nothing = Proportion(0, met.denials, basis)
    return basis, Talking(met.practices, Proportion(met.largest, met.denials, basis), nothing, nothing)


def _nothing(asked: _Asked) -> Answer:
    sums = denials.totals(asked.only, asked.kind, asked.at)
    return claims.pays_nothing(
        asked.name, sums["paid"] + sums["partly_paid"], sums["adjudicated"], asked.basis(), asked.talk
    )
