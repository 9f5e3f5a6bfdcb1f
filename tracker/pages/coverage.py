"""Coverage: what each payer says about each code, on a day, as known today or as known then."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from tracker import reference
from tracker.figures import adoption, covering, matrix, tile_map, timeline
from tracker.figures.axes import Event
from tracker.measures.control import months_between
from tracker.services.answers import coverage, people_behind
from tracker.store.questions import Filters
from tracker.ui import captions, clocks, data, decisions_view, filters, frame, ledger_view, show
from tracker.vocabulary import Derived, Status

KNOWLEDGE = {str(s): s.words for s in (*Status, *Derived)}
PER_PAGE = 40


def page() -> None:
    chosen, on, at, statuses = _controls()
    grid = data.ask(coverage.matrix, chosen, on, at, statuses=statuses)
    known = coverage.knowledge(grid)
    with st.session_state["head"]:
        frame.title("Coverage", _answer(known, on, at))
    as_of = captions.joined(filters.words(chosen), f"as of {on:%-d %B %Y}", clocks.known_words(at))
    _matrix(grid, known, as_of, at)
    _open_cell(grid, on, at)
    code = _code(chosen)
    left, right = st.columns([1, 1])
    with left:
        _map(chosen, code, on, at, as_of)
    with right:
        _timeline(chosen, code, on, at)
    left, right = st.columns([1, 1])
    with left:
        _covering(chosen, code, on, at)
    with right:
        _adoption(chosen, code, on, at)
    ledger_view.take(clocks.known_on())


def _answer(known: dict[str, int], on: date, at: int | None) -> str:
    then = clocks.known_words(at)
    return (
        f"On {on:%-d %B %Y}{', ' + then if then else ''}, {known['covering']:,} of {known['payers']:,} payers cover at least one code in writing; "
        f"we have looked at {known['known']:,} of them."
    )


def _controls() -> tuple[Filters, date, int | None, tuple[str, ...]]:
    """One row of filters and the two clocks. The heading stands above but is written when the answer is known."""
    st.session_state["head"] = st.container()
    chosen = filters.row("state", "business", "parent", "code")
    left, middle, right = st.columns([2, 2, 4], vertical_alignment="bottom")
    with left:
        on = clocks.applied()
    with middle:
        at = clocks.knew()
    with right:
        statuses = st.multiselect(
            "Status", list(KNOWLEDGE), format_func=KNOWLEDGE.__getitem__, placeholder="All", key="status",
            bind="query-params",
        )  # fmt: skip
    return chosen, on, at, tuple(statuses)


def _matrix(grid: pd.DataFrame, known: dict[str, int], as_of: str, at: int | None) -> None:
    payers = list(dict.fromkeys(grid["payer_id"]))
    pages = max(1, -(-len(payers) // PER_PAGE))
    number = 1
    if pages > 1:
        number = st.segmented_control(
            "Payers", range(1, pages + 1), default=1, required=True, key="rows",
            format_func=lambda n: f"{(n - 1) * PER_PAGE + 1}-{min(n * PER_PAGE, len(payers))}",
        ) or 1  # fmt: skip
    shown = grid[grid["payer_id"].isin(payers[(number - 1) * PER_PAGE : number * PER_PAGE])]
    caption = captions.caption(
        matrix.finding(grid), as_of, captions.LEDGER, f"{known['payers']:,} payers x {grid['code'].nunique()} codes",
        note=f"Payers {(number - 1) * PER_PAGE + 1} to {min(number * PER_PAGE, len(payers))} of {len(payers)}; those with "
        "most in writing first. A payer counts by its best line of business." if pages > 1 else
        "A payer counts by its best line of business.", at=at,
    )  # fmt: skip
    picked = show.chart(matrix, shown, caption, "matrix", behind=_table(grid), on_select="rerun", of=grid)
    st.session_state["cell"] = show.picked_cell(picked)


def _open_cell(grid: pd.DataFrame, on: date, at: int | None) -> None:
    """The decisions behind the cell that was clicked, or that is chosen by name (for the keyboard)."""
    cell = st.session_state["cell"]
    names = dict(zip(grid["payer_id"], grid["payer"], strict=True))
    with st.expander("Open a cell", expanded=cell is not None):
        left, right = st.columns([3, 1])
        options = list(names)
        with left:
            payer_id = st.selectbox(
                "Payer", options, format_func=names.__getitem__, index=options.index(cell[0]) if cell else 0
            ) if options else None  # fmt: skip
        with right:
            codes = list(dict.fromkeys(grid["code"]))
            code = st.selectbox("Code", codes, index=codes.index(cell[1]) if cell else 0) if codes else None
        if payer_id and code:
            decisions_view.by_both_clocks(payer_id, code, on, at, clocks.known_words(at) or "as we know now")
            decisions_view.cards(payer_id, code, at)


def _table(grid: pd.DataFrame) -> pd.DataFrame:
    words = grid.assign(
        said=[
            KNOWLEDGE[s] + (" (stale)" if old else "")
            for s, old in zip(grid["state_of_knowledge"], grid["stale"], strict=True)
        ]
    )
    wide = words.pivot(index="payer_id", columns="code", values="said")
    order = list(dict.fromkeys(grid["payer_id"]))
    names = grid.drop_duplicates("payer_id").set_index("payer_id")
    wide = wide.loc[order, list(dict.fromkeys(grid["code"]))]
    wide.insert(0, "Payer", names.loc[order, "payer"])
    wide.insert(1, "Parent", names.loc[order, "parent"])
    return wide.reset_index(drop=True)


def _code(chosen: Filters) -> str:
    codes = chosen.codes or tuple(reference.codes())
    return st.segmented_control("Map and timeline for", codes, default=codes[0], required=True, key="of") or codes[0]


def _map(chosen: Filters, code: str, on: date, at: int | None, as_of: str) -> None:
    tiles = data.ask(coverage.tile_map, chosen, code, on, at)
    caption = captions.caption(
        f"{code}: {_lower(tile_map.finding(tiles))}", as_of, captions.LEDGER, f"{int((tiles['n_payers'] > 0).sum())} states with a decision",
        note="A state shows the best status among its payers." if chosen.lines_of_business else
        "Each state's Medicaid agency; choose a line of business to see others.", at=at,
    )  # fmt: skip
    behind = tiles.assign(status=[KNOWLEDGE[s] for s in tiles["status"]])[["state", "status", "n_payers"]]
    behind.columns = ["State", "Best status among payers", "Payers with a decision"]
    show.chart(tile_map, tiles, caption, "map", behind=behind, half=True)


def _timeline(chosen: Filters, code: str, on: date, at: int | None) -> None:
    steps = data.ask(coverage.timeline, chosen, code, on, at)
    caption = captions.caption(
        f"{code}: {_lower(timeline.finding(steps))}", captions.joined(filters.words(chosen), "on the first of each month"),
        captions.LEDGER, f"{int(steps.groupby('date')['payers'].sum().max())} payers", at=at,
    )  # fmt: skip
    wide = steps.pivot(index="date", columns="status", values="payers").fillna(0).astype(int)
    wide.columns = [KNOWLEDGE[c] for c in wide.columns]
    show.chart(timeline, steps, caption, "timeline", behind=wide.reset_index(names="Date"), half=True)


def _covering(chosen: Filters, code: str, on: date, at: int | None) -> None:
    """The share of payers that cover, month by month, with the campaigns that asked them to."""
    months = data.ask(coverage.covering, chosen, code, on, at)
    first = reference.codes()[code].first_month
    sent = [c for c in data.ask(people_behind.campaigns) if first <= c["sent_on"][:7] <= on.isoformat()[:7]]
    named = "; ".join(f"{c['name']}, {c['sent_on']}" for c in reversed(sent))
    caption = captions.caption(
        f"{code}: {_lower(covering.finding(months))}",
        captions.joined(filters.words(chosen), "on the first of each month", clocks.known_words(at) or "as known now"),
        captions.LEDGER, f"{int(months['denominator'].max()) if len(months) else 0} payers looked at",
        note=f"Campaigns: {named}." if sent else "", at=at,
    )  # fmt: skip
    events = tuple(Event(c["sent_on"][:7], "campaign") for c in sent)
    show.chart(covering, months, caption, "covering", behind=covering.table(months), half=True, events=events)


def _adoption(chosen: Filters, code: str, on: date, at: int | None) -> None:
    """How long payers take, with the campaigns that asked them to."""
    steps = data.ask(coverage.adoption, chosen, code, on, at)
    first = reference.codes()[code].first_day
    sent = [c for c in data.ask(people_behind.campaigns) if c["sent_on"] >= first.isoformat()]
    months = [(c["name"], months_between(first.isoformat(), c["sent_on"])) for c in sent]
    campaigns = "; ".join(f"{name} in month {m}" for name, m in sorted(months, key=lambda x: x[1]))
    caption = captions.caption(
        f"{code}: {_lower(adoption.finding(steps))}",
        captions.joined(filters.words(chosen), f"months since {first:%-d %B %Y}, payers somebody has looked at"),
        captions.LEDGER, f"{int(steps['at_risk'].max()) if len(steps) else 0} payers watched",
        note="Whoever covered once counts as covering from then on, also where sources disagree now; drawn while at least a "
        f"tenth of the payers, and {adoption.LEAST}, are still watched.{f' Campaigns: {campaigns}.' if campaigns else ''}", at=at,
    )  # fmt: skip
    marks = tuple((m, f"campaign: {name}") for name, m in months)
    show.chart(adoption, steps, caption, "adoption", behind=_steps(steps), half=True, marks=marks)


def _steps(steps: pd.DataFrame) -> pd.DataFrame:
    if steps.empty:
        return steps
    steps = adoption.told(steps)
    return pd.DataFrame(
        {
            "Months since the first day": steps["months"].astype(int),
            "Share covering": [
                f"{s:.0%} (95% CI {a:.0%}-{b:.0%})"
                for s, a, b in zip(steps["share"], steps["low"], steps["high"], strict=True)
            ],
            "Payers watched": steps["at_risk"],
            "Last seen not covering": steps["censored"],
        }
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
