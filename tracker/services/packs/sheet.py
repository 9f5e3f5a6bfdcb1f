"""The fact sheet for legislators: one page for a state and a code, drawn from the same numbers as the compare pack."""

from __future__ import annotations

import pandas as pd

from tracker import reference
from tracker.errors import Rejected
from tracker.exports.pack import Ask, FactSheet
from tracker.figures.text import percent
from tracker.people import Person, require
from tracker.services import release
from tracker.services.answers import coverage, denials, people_behind
from tracker.services.answers.words import LEDGER, LINES
from tracker.services.packs import ledgers, shared
from tracker.services.packs.branding import brand
from tracker.services.packs.many import Scope
from tracker.settings import today
from tracker.store.questions import Filters
from tracker.vocabulary import Derived, Status

ORDER = (Status.COVERED, Status.CONDITIONS, Status.BUNDLED, Status.NOT_COVERED, Derived.CONFLICTING, Status.SILENT)


def gather(chosen: Scope, code: str, person: Person | None) -> FactSheet:
    """The page of one state and code. Raises `Rejected` for a code that is not tracked."""
    require(person, "export")
    if code not in reference.codes():
        raise Rejected(f"The code {code[:10]!r} is not tracked.", f"Give one of {', '.join(reference.codes())}.")
    only, day = Filters(states=(chosen.state,), codes=(code,)), today()
    known, kind = shared.facts(day), denials.best_kind(only)
    tier = denials.KINDS[kind]
    grid, table = coverage.matrix(only, day), ledgers.gap_table(person, only, day)
    months = release.shares(person, denials.trend, only, kind, "coverage_denied")
    denied = shared.overall(shared.whole(person, only, kind), months)
    covers, looked = int(shared.covering(grid).sum()), int(shared.looked_at(grid).sum())
    broken = len(ledgers.broken(table))
    numbers = [(f"{covers} of {looked}", f"payers that were looked at cover {code} in writing")] if looked else []
    if broken:
        numbers.append((f"{broken:,}", "of them deny it in practice"))
    sentences = []
    if denied is not None:
        numbers.append((percent(denied[0]), denied[1]))
        sentences.append(f"{shared.measure_words(tier)} in {chosen.name}: {percent(denied[0])} {denied[1]}.")
    title, label = f"What {looked} payers in {chosen.place} say about {code}", reference.codes()[code].label
    n, who = f"{len(grid)} payers", people_behind.behind(denials.of_kind(only, kind), known.revision)
    caption = known.said(title, n, label) if denied is None else known.met(
        title, f"{n}; {shared.shown_lines(months, who=who)}", tier, f"{label}; {day:%-d %B %Y}", f"{LEDGER}; {LINES}"
    )  # fmt: skip
    return FactSheet(
        state=chosen.name,
        ask=Ask(_headline(chosen.place, covers, looked, broken, len(grid)), tuple(numbers)),
        payers=_ordered(grid),
        caption=caption,
        drawn=day,
        sentences=tuple(sentences),
        hidden=shared.HIDDEN,
        brand=brand(),
    )


def _headline(state: str, covers: int, looked: int, broken: int, payers: int) -> str:
    if not looked:
        return f"Nobody knows yet what {payers} payers in {state} pay when a family caregiver is trained"
    if broken:
        who = "1 payer says it pays" if broken == 1 else f"{broken} payers say they pay"
        return f"In {state}, {who} for training family caregivers, and {'denies' if broken == 1 else 'deny'} it in practice"
    if covers:
        return f"In {state}, {covers} of {looked} payers looked at pay for training family caregivers"
    return f"In {state}, none of {looked} payers looked at says that it pays for training family caregivers"


def _ordered(grid: pd.DataFrame) -> pd.DataFrame:
    """Those that cover first, each group by name, with the day since which it holds left to the pack."""
    order = {str(s): i for i, s in enumerate(ORDER)}
    place = grid["state_of_knowledge"].map(lambda s: order.get(str(s), len(order)))
    return grid.assign(place=place, since="").sort_values(["place", "payer"], ignore_index=True)
