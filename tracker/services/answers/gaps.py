"""Where the two ledgers disagree, and what changed lately: gaps ranked by effect, new and closed ones, the week's digest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tracker.measures import disclosure, gaps
from tracker.measures.coverage import text
from tracker.services.answers import coverage
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import decisions, live, payers, questions, revisions
from tracker.store.connection import reading, revision
from tracker.store.questions import Filters

COUNTS = ("coverage_denials", "billing_denials", "denials_before_effective_date", "paid_lines", "adjudicated_lines")


def table(filters: Filters, on: date, at: int | None = None) -> pd.DataFrame:
    """One row a payer, line of business, state and code: the columns of `measures.gaps.gaps` with payer and parent.

    on: the day in the world; at: the revision of what was known. `few`: no count of the row may leave the building, since
    too few practices stand behind it; `hidden`: the count of coverage denials may not.
    """
    said = coverage.rows_of(filters, at)
    with reading(live.ensure(settings().store)) as db:
        met = questions.gap_inputs(db, filters, at, until=on.isoformat()[:7])
        who = [r for r in met if r.get("practices") is not None] or questions.practices_by_place(db, filters, at)
        names = payers.names(db)
    found = gaps.gaps(said, met, on, who, today=today(), review_days=settings().review_days)
    few = _few(found)
    small = found["coverage_denials"].map(disclosure.RULE.small)
    return found.assign(
        payer=[names.get(i, (i, ""))[0] for i in found["payer_id"].tolist()],
        parent=[names.get(i, (i, ""))[1] for i in found["payer_id"].tolist()],
        few=few,
        hidden=(small | few) & (found["coverage_denials"] > 0),
    )


def _few(found: pd.DataFrame) -> pd.Series:
    """Places with lines of fewer than three practices, or of one for more than half."""
    practices, largest = (
        pd.to_numeric(found[c], errors="coerce") if c in found else pd.Series(math.nan, found.index)
        for c in ("practices", "largest")
    )
    rule = disclosure.RULE
    few = practices.lt(rule.practices) | largest.gt(found["adjudicated_lines"].astype(float) * rule.largest)
    return few.fillna(False).astype(bool)


def leaving(table: pd.DataFrame, *, ranked: bool = False) -> pd.DataFrame:
    """The table with the counts that may leave; the others are missing, and the value of what is hidden with them.

    Rows without a count stand last, by name: in their rank, the rows around them would say how large they are. ranked:
    they keep it, for those who may see every number."""
    out = table.copy()
    for column in COUNTS:
        hidden = table[column].map(disclosure.RULE.small) | (table["few"] & (table[column] > 0))
        out[column] = table[column].astype("Int64").mask(hidden)
    out["value_usd"] = table["value_usd"].mask(out["coverage_denials"].isna())
    out = out.assign(hidden=out["coverage_denials"].isna())
    return out if ranked else hidden_last(out)


def hidden_last(table: pd.DataFrame) -> pd.DataFrame:
    """Rows whose count is shown in the order they have, then the others by name."""
    unseen = table["hidden"].astype(bool)
    return pd.concat([table[~unseen], table[unseen].sort_values(list(gaps.KEY))], ignore_index=True)


def classes(filters: Filters, on: date, at: int | None = None) -> pd.DataFrame:
    """One row a class, as `class_sums` tells them, for the rows of `table` under the same filters, day and revision."""
    rows = ask(table, filters, on, at)
    unseen = rows.loc[rows["hidden"].astype(bool), list(_COUNTED_BY)].to_dict("records")
    with reading(live.ensure(settings().store)) as db:
        met = questions.practices_denied(db, counting(unseen), filters, at, on.isoformat()[:7]) if unseen else []
    who: dict[str, list[int]] = {}
    for row in met:
        who.setdefault(row["part"], []).append(int(row["denials"]))
    return class_sums(rows, {gap: (len(each), max(each)) for gap, each in who.items()})


_COUNTED_BY = (*gaps.KEY, "gap", "status", "other_status", "effective_from")


def counting(rows: Iterable[Mapping[Any, Any]]) -> list[tuple[str, str, str, str, str, str]]:
    """The places of rows, the month from which their coverage denials count, and their class."""
    covering = {str(s) for s in gaps.SAYS_COVERED}
    return [
        (r["payer_id"], r["line_of_business"], text(r["state"]), r["code"],
         text(r["effective_from"])[:7] if covering & {str(r["status"]), str(r.get("other_status"))} else "", str(r["gap"]))
        for r in rows
    ]  # fmt: skip


def class_sums(table: pd.DataFrame, unseen: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    """One row a class: gap, cells, coverage_denials and `hidden`.

    unseen: by class, how many practices stand behind the denials of its hidden rows, and how many the largest has. A sum
    less the rows that are shown is the sum of those that are not: it must be fit to be told as any other number is, and
    give back none of its parts. Where one class alone is hidden, all denials less the others would tell it: another goes
    with it."""
    out = gaps.by_class(table)
    rest = table[table["hidden"].astype(bool)].groupby("gap")["coverage_denials"].agg(list)
    parts: dict[str, list[int]] = {str(gap): [int(n) for n in each] for gap, each in rest.items()}
    out["hidden"] = [
        disclosure.RULE.small(int(n)) or _tells(parts.get(str(gap), []), *unseen.get(str(gap), (None, None)))
        for gap, n in zip(out["gap"], out["coverage_denials"], strict=True)
    ]
    while _too_few_values(out.loc[out["hidden"], "coverage_denials"].tolist()):
        left = out[~out["hidden"] & (out["coverage_denials"] > 0)]
        if left.empty:
            break
        out.loc[left["coverage_denials"].idxmin(), "hidden"] = True
    return out


def _tells(parts: Sequence[int], practices: int | None, largest: int | None) -> bool:
    """Would the sum of hidden rows say what may not be said?"""
    return _too_few_values(parts) or bool(parts and disclosure.primary(sum(parts), practices, largest))


def _too_few_values(parts: Sequence[int]) -> bool:
    """Whether the sum of hidden counts, none of them 0, leaves too few values for each."""
    return len(parts) == 1 or (bool(parts) and sum(parts) - len(parts) + 1 < disclosure.RULE.possible)


def moved(filters: Filters, on: date, since: date, at: int | None = None) -> pd.DataFrame:
    """Gaps that opened and closed between the ends of two days, as known on each: the key, payer, was, now, change
    (`new`, `closed`). The earlier day is counted from the lines as they were known then, which takes longer."""
    with reading(live.ensure(settings().store)) as db:
        then = min(revisions.on_day(db, since), at or revision(db))
        names = payers.names(db)
    found = gaps.changes(table(filters, since, then), table(filters, on, at))
    found = found[found["change"] != "other"]
    return found.assign(payer=[names.get(i, (i, ""))[0] for i in found["payer_id"]]).reset_index(drop=True)


def lately(filters: Filters, on: date, days: int = 7) -> dict[str, Any]:
    """What is new since `days` before: decisions (new, changed, checked, withdrawn), lines and imports, gaps opened and
    closed; `since`: the day, `then`: its revision."""
    since = on - timedelta(days=days)
    with reading(live.ensure(settings().store)) as db:
        then = revisions.on_day(db, since)
        now = revision(db)
        changed = decisions.changes(db, then)
        arrived = revisions.arrivals(db, then)
    return {"since": since, "then": then, "now": now, "decisions": changed, **arrived}
