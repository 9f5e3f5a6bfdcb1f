"""The pack of one payer: what it says, what members meet with it, what was asked of it before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tracker import reference
from tracker.errors import Rejected
from tracker.exports.pack import Ask, Exchange, PackData, Part
from tracker.figures import against_others, reasons, trend
from tracker.figures.axes import masked
from tracker.figures.text import percent
from tracker.measures.disclosure import RULE
from tracker.measures.uncertainty import with_intervals
from tracker.people import Person, require
from tracker.services import engage, release, say
from tracker.services.answers import coverage, denials, events, people_behind
from tracker.services.packs import ledgers, shared
from tracker.services.packs.branding import brand
from tracker.services.packs.shared import DENIED
from tracker.settings import settings, today
from tracker.store import live, payers
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import Derived, Gap, Status

AGAINST = (
    "After each share: its 95% interval. Where two do not overlap the difference is clear.\n\nLeft, in brackets: lines of "
    "this payer / of all others."
)


def gather(payer_id: str, person: Person | None) -> PackData:
    """Everything of one payer that may leave the building. Raises `Rejected` for a payer that is not there."""
    require(person, "export")
    with reading(live.ensure(settings().store)) as db:
        payer = payers.one(db, payer_id)
    if payer is None:
        raise Rejected(f"There is no payer {payer_id!r} in the registry.", "Give its id, as on the page Payer.")
    only, day, name = Filters(payers=(payer_id,)), today(), str(payer["name"])
    known, kind = shared.facts(day), denials.best_kind(only)
    tier = denials.KINDS[kind]
    whole = shared.whole(person, only, kind)  # first: the parts give way to it
    months = release.shares(person, denials.trend, only, kind, "coverage_denied")
    total = shared.overall(whole, months)
    mix = shared.reasons(person, only, kind)
    against, grid, table = (
        _against(person, only, kind),
        coverage.matrix(only, day),
        ledgers.gap_table(person, only, day),
    )
    ledger, asked = coverage.ledger(only), engage.listed(person, payer_id)
    classes, departures = ledgers.gap_parts(person, table, tier, known, "", only, name)
    who = people_behind.behind(denials.of_kind(only, kind), known.revision)
    everybody = people_behind.behind(denials.of_kind(Filters(), kind), known.revision)
    lines, denied = shared.shown_lines(months, who=who), shared.shown_lines(mix, "lines", who)

    def about(topic: str) -> str:
        return engage.beside(asked, topic, day)

    return PackData(
        subject=name,
        scope=f"All lines of business, as of {day:%-d %B %Y}",
        ask=_ask(name, grid, table, total, mix),
        snapshot=str(known.revision),
        drawn=day,
        coverage=Part(
            _coverage(ledger, grid), known.said(shared.says(name, grid), f"{len(grid)} codes"), reply=about("coverage")
        ),
        trend=Part(
            months, known.met(trend.finding(months, DENIED), lines, tier), shared.together(total), about("trend"),
            options={"events": events.within(events.of_payer(payer_id, person), months["month"])},
        ) if len(months) else None,
        reasons=Part(
            mix, known.reasons(reasons.finding(mix), denied, tier), shared.reason_words(mix), about("reasons")
        ) if len(mix) else None,
        against=Part(
            against, known.met(against_others.finding(against, name), shared.shown_lines(against, who=everybody), tier),
            AGAINST, about("against"), options={"payer": name},
        ) if len(against) else None,
        gaps=classes,
        departures=departures,
        evidence=shared.evidence(ledger),
        exchanges=tuple(_exchange(e, day) for e in asked),
        sentences=_sentences(payer_id, only, kind, person),
        hidden=shared.HIDDEN,
        definitions=shared.definitions(tier),
        brand=brand(),
    )  # fmt: skip


def _against(person: Person | None, only: Filters, kind: str) -> pd.DataFrame:
    """This payer beside all others, code by code. The others are the difference of two tables that may leave, so both
    are hidden where either of these is, or where the difference is small."""
    mine, every = (
        release.shares(person, denials.by_code, f, kind, "coverage_denied").set_index("code") for f in (only, Filters())
    )
    rows = []
    for code, known in reference.codes().items():
        if code not in mine.index:
            continue
        a, b = (t.loc[code, ["numerator", "denominator"]].fillna(0).astype(int) for t in (mine, every))
        others = b - a
        small = any(RULE.small(int(v)) for v in (*others, others["denominator"] - others["numerator"]))
        hidden = bool(mine.loc[code, "hidden"]) or bool(every.loc[code, "hidden"]) or small
        for who, counts in (("payer", a), ("others", others)):
            parts = (0, 0) if hidden else (int(counts["numerator"]), int(counts["denominator"]))
            rows.append((f"{code} {known.short_label}", who, *parts, hidden))
    frame = pd.DataFrame(rows, columns=["group", "who", "numerator", "denominator", "hidden"])
    return masked(with_intervals(frame)) if len(frame) else frame


def _sentences(payer_id: str, only: Filters, kind: str, person: Person | None) -> tuple[str, ...]:
    """What may be said. The sentences rest on the payer's totals, which are released first; none where they may not leave."""
    total = release.shares(person, denials.by_payer, only, kind, "coverage_denied")
    if total["numerator"].isna().any():
        return ()
    return tuple(a.say() for a in say.supported(payer_id, person))


def _coverage(ledger: pd.DataFrame, grid: pd.DataFrame) -> pd.DataFrame:
    """The matrix of one payer with what its sources say since when, and their numbers."""
    out = shared.labelled(grid)
    held: dict[Any, pd.DataFrame] = dict(iter(ledger.groupby("code"))) if len(ledger) else {}
    numbers = {s: n for n, s in enumerate(dict.fromkeys(ledger["sources"]) if len(ledger) else [], 1)}
    out["since"] = [_first(held[c]["effective_from"].dropna().min()) if c in held else "" for c in out["code"]]
    out["last_checked"] = [_first(held[c]["last_checked"].dropna().max()) if c in held else "" for c in out["code"]]
    out["evidence"] = [
        ", ".join(str(numbers[s]) for s in dict.fromkeys(held[c]["sources"])) if c in held else "" for c in out["code"]
    ]
    return out.drop(columns=["next_from", "decisions", "hover"])


def _first(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _ask(name: str, grid: pd.DataFrame, table: pd.DataFrame, total: tuple[float, str] | None, mix: pd.DataFrame) -> Ask:
    """The ask and its numbers. It stands on numbers that may be shown: single lines make no accusation."""
    told = table[(table["gap"] == Gap.COVERED_BUT_DENIED) & ~table["hidden"].astype(bool)] if len(table) else table
    numbers: list[tuple[str, str]] = []
    if total is not None:
        numbers.append((percent(total[0]), total[1]))
    if len(told):
        where = "place and code" if len(told) == 1 else "places and codes"
        numbers.append(
            (f"{len(told):,}", f"{where} covered on paper, and denied in practice in numbers that may be shown")
        )
    chosen = shared.payers_choice(mix)
    if chosen is not None:
        numbers.append((percent(chosen[0]), f"of {chosen[1]:,} denied lines were the payer's choice, not billing"))
    return Ask(_asked(name, grid, bool(len(told))), tuple(numbers))


def _asked(name: str, grid: pd.DataFrame, broken: bool) -> str:
    """What is asked of the payer, by what it says and whether it keeps it."""
    covers, states = shared.covering(grid), grid["state_of_knowledge"]
    if broken:
        return f"We ask {name} to pay caregiver training as its own policy says"
    if (states == Derived.CONFLICTING).any():
        return f"We ask {name} to say in writing which of its statements on caregiver training holds"
    if covers.all():
        return f"We thank {name} for covering every caregiver-training code"
    if covers.any():
        return f"We thank {name} for covering caregiver training and ask it to cover every code"
    if states.isin([str(Status.NOT_COVERED), str(Status.BUNDLED)]).any():
        return f"We ask {name} to cover caregiver training as Medicare does"
    return f"We ask {name} to say in writing what it covers"


def _exchange(e: dict[str, Any], day: date) -> Exchange:
    shown = f" (shown: {e['snapshot']})" if e["snapshot"] else ""
    return Exchange(e["happened_on"], f"{e['kind']}{shown}", e["ask"], engage.answer_words(e, day), e["next_step"])
