"""Where the two ledgers disagree: what payers say beside what members meet, one class a payer, line, state and code.

The one thing a newcomer would get wrong: a denial before the payer's coverage took effect is our own error and no gap,
and a billing denial is no gap either; both are counted, apart.

Line counts: payer_id, line_of_business, state, code, month, adjudicated, paid (with partly paid), coverage_denied,
billing_denied, coverage_units; practices come in a frame of their own, since distinct ones cannot be added over months.
A month may be blank (all months together) where no decision of the cell has dates; its units are priced as of the day
asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from tracker import reference
from tracker.measures.coverage import KEY, REVIEW_DAYS, coverage, keys_of
from tracker.vocabulary import Derived, Gap, Status

SAYS_COVERED = (Status.COVERED, Status.CONDITIONS)
_COUNTS = ("adjudicated", "paid", "coverage_denied", "billing_denied", "coverage_units")


@dataclass(frozen=True)
class Rule:
    """One line of the specification. denied, paid: True (some), False (none), None (either)."""

    says: tuple[Status | Derived, ...]
    denied: bool | None
    paid: bool | None
    gap: Gap


SPECIFICATION = (
    Rule((Derived.CONFLICTING,), None, None, Gap.CONFLICTING),
    Rule(SAYS_COVERED, True, None, Gap.COVERED_BUT_DENIED),
    Rule(SAYS_COVERED, False, None, Gap.NO_GAP),
    Rule((Status.NOT_COVERED,), None, None, Gap.NOT_COVERED),
    Rule((Status.BUNDLED,), None, None, Gap.BUNDLED),
    Rule((Status.SILENT,), True, None, Gap.SILENT_DENIED),
    Rule((Status.SILENT,), False, True, Gap.SILENT_PAID),
    Rule((Status.SILENT,), False, False, Gap.SILENT_QUIET),
    # Nothing is in force yet: of coverage that is announced, every denial so far lies before the effective date.
    Rule((Derived.ANNOUNCED,), None, None, Gap.ANNOUNCED),
    Rule((Derived.NOT_CHECKED,), None, None, Gap.NOT_CHECKED),
)
"""The first line that fits decides; exactly one fits."""

OPEN = frozenset({Gap.COVERED_BUT_DENIED, Gap.SILENT_DENIED, Gap.NOT_COVERED, Gap.BUNDLED, Gap.CONFLICTING})
"""Classes that ask something of a payer. Not checked asks something of us."""


def classify(knowledge: Status | Derived, coverage_denials: int, paid_lines: int) -> Gap:
    """The class of one cell. coverage_denials: without those before the effective date."""
    for rule in SPECIFICATION:
        fits_denied = rule.denied is None or rule.denied == (coverage_denials > 0)
        fits_paid = rule.paid is None or rule.paid == (paid_lines > 0)
        if knowledge in rule.says and fits_denied and fits_paid:
            return rule.gap
    raise ValueError(f"no class for {knowledge}")


def gaps(
    decisions: pd.DataFrame,
    lines: pd.DataFrame,
    on: date,
    practices: pd.DataFrame | None = None,
    keys: pd.DataFrame | None = None,
    today: date | None = None,
    review_days: int = REVIEW_DAYS,
) -> pd.DataFrame:
    """One row a payer, line of business, state and code, ranked by what it means for members.

    practices: the key columns, `practices` (distinct, with a coverage denial) and any other column to carry along
    (payer's members). keys: what is asked for besides what either ledger names.
    Out: the key, gap, state_of_knowledge, status, stale, announced, effective_from, last_checked, coverage_denials,
    denials_before_effective_date, billing_denials, paid_lines, adjudicated_lines, units_denied, value_usd (units at
    national Medicare rates), units_without_rate, practices.
    """
    lines = lines.assign(state=lines["state"].fillna(""))
    lines = lines[lines["month"] <= on.isoformat()[:7]]
    asked = keys_of(decisions, lines, *([] if keys is None else [keys]))
    says = coverage(decisions, on, asked, today, review_days)
    out = says.merge(_met(lines, says, on), on=list(KEY), how="left")
    for column in _MET:
        out[column] = out[column].fillna(0).astype(float if column == "value_usd" else int)
    if practices is not None:
        out = out.merge(practices.assign(state=practices["state"].fillna("")), on=list(KEY), how="left")
    else:
        out["practices"] = pd.NA
    out.insert(len(KEY), "gap", [
        classify(k, int(d), int(p))
        for k, d, p in zip(out["state_of_knowledge"], out["coverage_denials"], out["paid_lines"], strict=True)
    ])  # fmt: skip
    return ranked(out)


_MET = ("coverage_denials", "denials_before_effective_date", "billing_denials", "paid_lines", "adjudicated_lines",
        "units_denied", "value_usd", "units_without_rate")  # fmt: skip


def _met(lines: pd.DataFrame, says: pd.DataFrame, on: date) -> pd.DataFrame:
    """Sums of the lines by key, denials before the effective month apart, denied units priced by month."""
    asked_month = on.isoformat()[:7]
    data = lines.merge(says[[*KEY, "effective_from", "status", "other_status"]], on=list(KEY))
    start = data["effective_from"].fillna("").astype(str).str[:7]
    waits = data["status"].isin(SAYS_COVERED) | data["other_status"].isin(SAYS_COVERED)
    early = waits & (data["month"] < start)
    data["coverage_denials"] = data["coverage_denied"].where(~early, 0)
    data["denials_before_effective_date"] = data["coverage_denied"].where(early, 0)
    data["units_denied"] = data["coverage_units"].where(~early, 0)
    priced = [
        price(c, m or asked_month, int(u))
        for c, m, u in zip(data["code"], data["month"], data["units_denied"], strict=True)
    ]
    data["value_usd"] = [0.0 if p is None else float(p) for p in priced]
    data["units_without_rate"] = data["units_denied"].where([p is None for p in priced], 0)
    data = data.rename(
        columns={"billing_denied": "billing_denials", "paid": "paid_lines", "adjudicated": "adjudicated_lines"}
    )
    return data.groupby(list(KEY), as_index=False)[list(_MET)].sum()


def price(code: str, month: str, units: int) -> Decimal | None:
    """Units at the national Medicare amount of that month; None where no amount is on file."""
    rate = reference.medicare_rate(code, month)
    return None if rate is None else rate * units


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Most coverage denials first, then most practices, then value, then members where known; equal ones by name."""
    by = [c for c in ("coverage_denials", "practices", "value_usd", "members") if c in table]
    keyed = table.assign(**{c: pd.to_numeric(table[c], errors="coerce").fillna(-1) for c in by})
    order = keyed.sort_values([*by, *KEY], ascending=[False] * len(by) + [True] * len(KEY)).index
    return table.loc[order].reset_index(drop=True)


def by_class(table: pd.DataFrame) -> pd.DataFrame:
    """One row a class, all ten in the order of the vocabulary: gap, cells, coverage_denials, practices not summed."""
    cells = table.groupby("gap").agg(cells=("gap", "size"), coverage_denials=("coverage_denials", "sum"))
    full = cells.reindex([str(g) for g in Gap], fill_value=0).rename_axis("gap").reset_index()
    return full.assign(gap=[Gap(g) for g in full["gap"]])


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What opened and what closed between two tables of `gaps`: the key, was, now, change (`new`, `closed`, `other`).

    Only keys whose class differs; a key that is in one table alone counts as not checked in the other."""
    joined = before[[*KEY, "gap"]].merge(after[[*KEY, "gap"]], on=list(KEY), how="outer", suffixes=("_was", "_now"))
    joined = joined.rename(columns={"gap_was": "was", "gap_now": "now"}).fillna(
        dict.fromkeys(("was", "now"), Gap.NOT_CHECKED)
    )
    joined = joined[joined["was"] != joined["now"]].copy()
    joined["change"] = [_change(w, n) for w, n in zip(joined["was"], joined["now"], strict=True)]
    return joined.reset_index(drop=True)


def _change(was: Any, now: Any) -> str:
    if now in OPEN and was not in OPEN:
        return "new"
    return "closed" if was in OPEN and now not in OPEN else "other"
