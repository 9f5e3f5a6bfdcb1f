"""How sure we are: Wilson intervals, and the reporting odds ratio that says "worth a look" and no more.

The one thing a newcomer would get wrong: an interval covers chance, not who chose to report. Lines of one practice
resemble each other, so where one practice dominates, the truth is less certain than the interval says.
Sources: Wilson 1927 (J Am Stat Assoc 22:209); Newcombe 1998 (Stat Med 17:857); Evans 2001
(Pharmacoepidemiol Drug Saf 10:483) for screening reports by disproportion with at least three cases.
"""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

Z95 = 1.959963984540054
LEAST_REPORTS = 3


@lru_cache(maxsize=10_000)
def wilson(numerator: int, denominator: int, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper limit. The denominator must be above 0."""
    low, high = proportion_confint(numerator, denominator, alpha=1 - level, method="wilson")
    return max(0.0, float(low)), min(1.0, float(high))


def with_intervals(frame: pd.DataFrame, numerator: str = "numerator", denominator: str = "denominator") -> pd.DataFrame:
    """The frame with `share`, `low`, `high` (missing where the denominator is 0 or missing)."""
    out = frame.copy()
    n = pd.to_numeric(out[denominator], errors="coerce").astype(float)
    x = pd.to_numeric(out[numerator], errors="coerce").astype(float)
    known = (n > 0) & x.notna()
    out["share"] = (x / n).where(known)
    low, high = proportion_confint(x[known].to_numpy(), n[known].to_numpy(), alpha=0.05, method="wilson")
    out["low"], out["high"] = float("nan"), float("nan")
    out.loc[known, "low"] = low.clip(0, 1)
    out.loc[known, "high"] = high.clip(0, 1)
    return out


def odds_ratio(a: int, b: int, c: int, d: int) -> tuple[float, float, float]:
    """(ratio, lower, upper) of a/b against c/d with 95% limits on the log scale. Half is added to every cell when one
    of them is 0."""
    cells = [float(v) for v in (a, b, c, d)]
    if 0 in cells:
        cells = [v + 0.5 for v in cells]
    pa, pb, pc, pd_ = cells
    log_ratio = math.log(pa * pd_ / (pb * pc))
    spread = Z95 * math.sqrt(sum(1 / v for v in cells))
    return math.exp(log_ratio), math.exp(log_ratio - spread), math.exp(log_ratio + spread)


def reporting_odds(frame: pd.DataFrame, payer: str = "payer_id", reason: str = "category") -> pd.DataFrame:
    """Which payer gives which reason more often than the other payers do, among reports.

    In: payer, reason, `lines` (denied lines with that first reason). Out, a row a pair that occurs: payer, reason,
    lines (a), others_reasons (b), other_payers (c), rest (d), ratio, low, high, worth_a_look (at least 3 lines and the
    lower limit above 1). No ratio is given where there is no other payer or no other reason to compare with.
    """
    cells = frame.groupby([payer, reason], as_index=False)["lines"].sum()
    cells = cells[cells["lines"] > 0]
    total = int(cells["lines"].sum())
    by_payer = cells.groupby(payer)["lines"].sum()
    by_reason = cells.groupby(reason)["lines"].sum()
    rows = []
    for row in cells.to_dict("records"):
        a = int(row["lines"])
        b, c = int(by_payer[row[payer]]) - a, int(by_reason[row[reason]]) - a
        d = total - a - b - c
        comparable = (c + d) > 0 and (b + d) > 0
        ratio, low, high = odds_ratio(a, b, c, d) if comparable else (math.nan, math.nan, math.nan)
        look = comparable and a >= LEAST_REPORTS and low > 1
        rows.append((row[payer], row[reason], a, b, c, d, ratio, low, high, look))
    columns = [payer, reason, "lines", "others_reasons", "other_payers", "rest", "ratio", "low", "high", "worth_a_look"]
    return pd.DataFrame(rows, columns=columns)
