"""What a payer says, as of a day: from decision rows to one state of knowledge a payer, line of business, state and
code.

The one thing a newcomer would get wrong: silent is not "not covered", not checked is not silent, and a decision for
the very state beats one that holds everywhere, even when it only says that nothing was found there.

Decision rows: payer_id, line_of_business, state ('' or missing: everywhere), code, status, effective_from, effective_to
(ISO text or missing: open), last_checked (ISO text or missing); others are carried along unread.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tracker.measures.control import months_between
from tracker.measures.numbers import Basis, Proportion
from tracker.measures.survival import Waiting, waiting
from tracker.vocabulary import COVERING, Derived, Status

KEY = ("payer_id", "line_of_business", "state", "code")
REVIEW_DAYS = 180


@dataclass(frozen=True)
class State:
    """What is known on a day.

    knowledge: a `Status`, or `CONFLICTING`, `NOT_CHECKED`, `ANNOUNCED`; never `STALE`, which is a property of its own.
    status: what the payer says (or will say, when announced), None when nobody has looked; of two that conflict the one
    less good for members, the better one in other_status. effective_from: the first known day of coverage where any
    source covers, else of the status. next_status, next_from: a change that is announced.
    """

    knowledge: Status | Derived
    status: Status | None = None
    other_status: Status | None = None
    stale: bool = False
    effective_from: str | None = None
    last_checked: str | None = None
    next_status: Status | None = None
    next_from: str | None = None
    everywhere: bool = False

    @property
    def covers(self) -> bool:
        return self.knowledge in COVERING


NOBODY = State(Derived.NOT_CHECKED)
_WORST_FIRST = (Status.NOT_COVERED, Status.BUNDLED, Status.CONDITIONS, Status.COVERED, Status.SILENT)


def text(value: Any) -> str:
    """The first ten characters of a date or place, '' where it is missing."""
    return "" if value is None or value != value else str(value)[:10]


def state_on(decisions: Sequence[dict[Any, Any]], state: str, on: date, today: date | None = None,
             review_days: int = REVIEW_DAYS) -> State:  # fmt: skip
    """The state of one payer, line of business and code in one US state ('' asks for the rows that hold everywhere).

    on: the day in the world. today: the day from which staleness is counted (default: `on`).
    """
    day = on.isoformat()
    own = [d for d in decisions if text(d.get("state")) == state]
    general = [d for d in decisions if text(d.get("state")) == ""]
    current = _in_force(own, day) or _in_force(general, day)
    coming = _coming(own, day) or ([] if _in_force(own, day) else _coming(general, day))
    everywhere = bool(state) and not any(d in own for d in current or coming[:1])
    return _describe(current, coming, everywhere, today or on, review_days)


def _in_force(rows: Sequence[dict[Any, Any]], day: str) -> list[dict[Any, Any]]:
    return [d for d in rows if text(d.get("effective_from")) <= day <= (text(d.get("effective_to")) or "9999")]


def _coming(rows: Sequence[dict[Any, Any]], day: str) -> list[dict[Any, Any]]:
    later = [d for d in rows if text(d.get("effective_from")) > day]
    return sorted(later, key=lambda d: str(d["effective_from"]))


def _describe(current: Sequence[dict[Any, Any]], coming: Sequence[dict[Any, Any]], everywhere: bool, today: date,
              review_days: int) -> State:  # fmt: skip
    if not current and not coming:
        return NOBODY
    used = current or coming[:1]
    checked = max((text(d.get("last_checked")) for d in used), default="")
    limit = (today - timedelta(days=review_days)).isoformat()
    statuses = {Status(d["status"]) for d in used}
    said = [s for s in _WORST_FIRST if s in statuses]
    voices = {s in COVERING or s for s in statuses - {Status.SILENT}}
    leading = COVERING if statuses & COVERING else {said[0]}
    starts = [text(d.get("effective_from")) for d in used if d["status"] in leading and text(d.get("effective_from"))]
    if not current:
        knowledge: Status | Derived = Derived.ANNOUNCED
    else:
        knowledge = Derived.CONFLICTING if len(voices) > 1 else said[0]
    return State(
        knowledge,
        said[0],
        said[-1 if said[-1] is not Status.SILENT else -2] if len(voices) > 1 else None,
        checked < limit,
        min(starts, default=None),
        checked or None,
        Status(coming[0]["status"]) if coming else None,
        text(coming[0]["effective_from"]) if coming else None,
        everywhere,
    )


Place = tuple[str, str, str, str]
"""A key: payer_id, line_of_business, state ('' everywhere), code."""


def records(decisions: pd.DataFrame) -> dict[tuple[str, str, str], list[dict[Any, Any]]]:
    """Decision rows by payer, line of business and code."""
    return grouped(decisions.to_dict("records"))


def grouped(decisions: Iterable[Mapping[Any, Any]]) -> dict[tuple[str, str, str], list[dict[Any, Any]]]:
    """Plain decision rows by payer, line of business and code."""
    out: dict[tuple[str, str, str], list[dict[Any, Any]]] = {}
    for row in decisions:
        out.setdefault((row["payer_id"], row["line_of_business"], row["code"]), []).append(dict(row))
    return out


def states_of(decisions: Iterable[Mapping[Any, Any]], keys: Iterable[Place], on: date, today: date | None = None,
              review_days: int = REVIEW_DAYS) -> Iterator[tuple[Place, State]]:  # fmt: skip
    """The state of each key, in the order asked for: plain rows in, no frame made.

    Places that no decision names by their own state hear the same answer, so it is worked out once."""
    by_key = grouped(decisions)
    named = {key: {text(d.get("state")) for d in rows} | {""} for key, rows in by_key.items()}
    known: dict[tuple[str, str, str, str | None], State] = {}
    for key in keys:
        payer, lob, state, code = key
        rows = by_key.get((payer, lob, code))
        if rows is None:
            yield key, NOBODY
            continue
        alike = (payer, lob, code, state if state in named[payer, lob, code] else None)
        if alike not in known:
            known[alike] = state_on(rows, state, on, today, review_days)
        yield key, known[alike]


def places_of(*frames: pd.DataFrame) -> list[Place]:
    """The distinct payer, line of business, state and code of frames in order, state '' for everywhere."""
    found: set[Place] = set()
    for frame in frames:
        columns = (
            [frame[c].fillna("").tolist() if c == "state" else frame[c].tolist() for c in KEY] if len(frame) else []
        )
        found.update(zip(*columns, strict=True))
    return sorted(found)


def keys_of(*frames: pd.DataFrame) -> pd.DataFrame:
    """The distinct payer, line of business, state, code of frames, state '' for everywhere."""
    parts = [f[list(KEY)].assign(state=f["state"].fillna("")) for f in frames if len(f)]
    if not parts:
        return pd.DataFrame(columns=list(KEY))
    return pd.concat(parts).drop_duplicates().sort_values(list(KEY)).reset_index(drop=True)


def coverage(
    decisions: pd.DataFrame,
    on: date,
    keys: pd.DataFrame | None = None,
    today: date | None = None,
    review_days: int = REVIEW_DAYS,
) -> pd.DataFrame:
    """One row a key: its columns, state_of_knowledge, status, other_status, stale, announced, covers, effective_from,
    last_checked, next_status, next_from, everywhere.

    keys: what is asked for (payer_id, line_of_business, state, code); default: what the decisions name. For an
    announced decision state_of_knowledge is `announced` and status what will hold.
    """
    places = places_of(decisions if keys is None else keys)
    found = states_of(decisions.to_dict("records"), places, on, today, review_days)
    return table_of(places, [state for _, state in found])


def table_of(places: Sequence[Place], states: Sequence[State]) -> pd.DataFrame:
    """The columns of `coverage`, one row a place."""
    columns: dict[str, Any] = dict(zip(KEY, map(list, zip(*places, strict=True)), strict=True)) if places else {}
    columns |= {
        "state_of_knowledge": [s.knowledge for s in states],
        "status": [s.status for s in states],
        "other_status": [s.other_status for s in states],
        "stale": [s.stale for s in states],
        "announced": [s.knowledge is Derived.ANNOUNCED for s in states],
        "covers": [s.covers for s in states],
        **{c: [getattr(s, c) for s in states] for c in ("effective_from", "last_checked", "next_status", "next_from",
                                                          "everywhere")},
    }  # fmt: skip
    return pd.DataFrame(columns, columns=[*KEY, *[c for c in columns if c not in KEY]])


BEST_FIRST: tuple[Status | Derived, ...] = (
    Status.COVERED, Status.CONDITIONS, Derived.CONFLICTING, Status.BUNDLED, Status.NOT_COVERED, Derived.ANNOUNCED,
    Status.SILENT, Derived.NOT_CHECKED,
)  # fmt: skip


_RANK = {s: n for n, s in enumerate(BEST_FIRST)}


def best(states: Iterable[str]) -> str:
    """Of the states of one payer's lines and places, the one best for members: a payer is counted once."""
    found = {str(s) for s in states}
    return str(next(s for s in BEST_FIRST if str(s) in found))


def over_time(decisions: pd.DataFrame, days: Iterable[date], keys: pd.DataFrame | None = None) -> pd.DataFrame:
    """How many payers are in each state on each day, with what is known today: date, status, payers.

    A payer counts once, by its best state; filter decisions and keys to one code to ask about that code.
    A state only changes on the first day of a decision and on the day after its last: it is worked out once for each
    stretch between two such days, not once a day."""
    asked = [day.isoformat() for day in days]
    by_key = records(decisions)
    wanted = keys_of(decisions) if keys is None else keys_of(keys)
    ranks: dict[str, list[int]] = {}  # of each payer on each day, the place of its best state in BEST_FIRST
    for payer, lob, state, code in wanted.itertuples(index=False, name=None):
        starts, states = _stretches(by_key.get((payer, lob, code), ()), state)
        here = [_RANK[states[bisect_right(starts, day)]] for day in asked]
        held = ranks.get(payer)
        ranks[payer] = here if held is None else list(map(min, held, here))
    rows = []
    for at, day in enumerate(asked):
        counts = Counter(each[at] for each in ranks.values())
        rows += [(day, str(BEST_FIRST[rank]), counts[rank]) for rank in sorted(counts)]
    return pd.DataFrame(rows, columns=["date", "status", "payers"])


def _stretches(decisions: Sequence[dict[Any, Any]], state: str) -> tuple[list[str], list[Status | Derived]]:
    """The days on which something begins or has ended, and the state before the first and from each of them on."""
    turns = {text(d.get("effective_from")) for d in decisions}
    ends = (text(d.get("effective_to")) for d in decisions)
    turns |= {(date.fromisoformat(e) + timedelta(days=1)).isoformat() for e in ends if e}
    starts = sorted(turns - {""})
    days = [date.min, *map(date.fromisoformat, starts)]
    return starts, [state_on(decisions, state, day, date.max).knowledge for day in days]


def share_covering(states: pd.DataFrame) -> tuple[Proportion, int]:
    """Payers that cover in writing, of payers somebody has looked at; and how many nobody has looked at.

    In: rows of `coverage`, filtered to the code and lines of business in question."""
    each = states.groupby("payer_id")["state_of_knowledge"].agg(best) if len(states) else pd.Series(dtype=str)
    looked = each[each != Derived.NOT_CHECKED]
    covering = int(looked.isin([str(s) for s in COVERING]).sum())
    return Proportion(covering, len(looked), Basis(None), "payer"), len(each) - len(looked)


def adoption(decisions: pd.DataFrame, code: str, first_month: str, until: date) -> Waiting:
    """Months from a code's first month to each payer's first coverage in writing, as known on `until`.

    A payer that covers counts from the first day in force (where that day is not known, from the last look that found
    it; before the code existed: 0). One that does not is watched until its last look, and never beyond `until`."""
    months, covered = [], []
    today = until.isoformat()
    by_payer: dict[str, list[dict[Any, Any]]] = {}
    for row in decisions[decisions["code"] == code].to_dict("records"):
        by_payer.setdefault(row["payer_id"], []).append(row)
    for _, rows in sorted(by_payer.items()):
        covering = [r for r in rows if Status(r["status"]) in COVERING]
        starts = [text(r.get("effective_from")) or text(r.get("last_checked")) for r in covering]
        begun = sorted(s for s in starts if s and s <= today)
        looks = [text(r.get("last_checked")) for r in rows if text(r.get("last_checked"))]
        end = begun[0] if begun else min(max(looks, default=""), today)
        if end:
            months.append(max(0, months_between(first_month, end[:7])))
            covered.append(bool(begun))
    return waiting(months, covered)
