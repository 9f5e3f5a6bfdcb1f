""" "Can I say this?" Judges claims about a payer from what the store holds; the sentences are those of `measures.claims`."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tracker.measures import claims
from tracker.measures.claims import Answer, Verdict
from tracker.measures.numbers import Basis
from tracker.people import Person, require
from tracker.services import registry
from tracker.services.answers import coverage, denials, gaps, people_behind
from tracker.settings import settings, today
from tracker.store import live
from tracker.store.questions import Filters
from tracker.vocabulary import Gap

CLAIMS = {
    "more": "It denies more than others",
    "rising": "Its denials are rising",
    "although": "It denies although it covers",
    "nothing": "It pays nothing",
}


def judge(claim: str, payer_id: str, person: Person | None) -> Answer:
    """The verdict on one of `CLAIMS` about a payer, with the sentence that is supported."""
    require(person, "see_published")
    name = registry.directory(live.ensure(settings().store)).payers[payer_id].name
    only = Filters(payers=(payer_id,))
    kind = denials.best_kind(only)
    judges: dict[str, Callable[[], Answer]] = {
        "more": lambda: claims.more_than_others(name, payer_id, denials.by_payer(Filters(), kind), _basis(only, kind)),
        "rising": lambda: _rising(name, only, kind),
        "although": lambda: _although(name, only, kind),
        "nothing": lambda: _nothing(name, only, kind),
    }
    return judges[claim]()


def supported(payer_id: str, person: Person | None) -> list[Answer]:
    """The claims that may be said of a payer, with or without other words."""
    found = [judge(c, payer_id, person) for c in CLAIMS]
    return [a for a in found if a.verdict is not Verdict.NOT_SUPPORTED]


def _basis(only: Filters, kind: str) -> Basis:
    who = people_behind.summary(denials.of_kind(only, kind))
    months = denials.trend(only, kind)
    first, last = (str(months["month"].min()), str(months["month"].max())) if len(months) else (None, None)
    return Basis(
        denials.KINDS[kind], who["practices"], None, first, last, bool(len(months) and months["open"].iloc[-1])
    )


def _rising(name: str, only: Filters, kind: str) -> Answer:
    months = denials.trend(only, kind)
    opened = list(months[months["open"]]["month"]) if len(months) else []
    frame = months[["month", "numerator", "denominator"]] if len(months) else pd.DataFrame(
        {"month": [], "numerator": [], "denominator": []}
    )  # fmt: skip
    return claims.rising(name, frame, _basis(only, kind), opened)


def _although(name: str, only: Filters, kind: str) -> Answer:
    table = gaps.table(only, today())
    broken = table[table["gap"] == Gap.COVERED_BUT_DENIED] if len(table) else table
    covering = [state for _, state in coverage.states_of(only, today()) if state.covers]
    if not covering:
        return claims.denies_although_covered(name, "", False, None, 0, _basis(only, kind))
    first = covering[0]
    return claims.denies_although_covered(
        name, str(first.knowledge), first.stale, first.effective_from,
        int(broken["coverage_denials"].sum()) if len(broken) else 0, _basis(only, kind),
    )  # fmt: skip


def _nothing(name: str, only: Filters, kind: str) -> Answer:
    sums = denials.totals(only, kind)
    return claims.pays_nothing(name, sums["paid"] + sums["partly_paid"], sums["adjudicated"], _basis(only, kind))
