"""Is it rising? Control charts: p or Laney p' for shares, XmR for counts, and a few fixed rules for a signal.

The one thing a newcomer would get wrong: the open month is drawn but never enters a limit or a signal; half of its
lines have not arrived, so it always looks like a fall.
Sources: Shewhart p chart; Laney 2002, Improved control charts for attributes, Qual Eng 14:531 (limits times sigma z);
XmR with 2.66 and 3.267 (3/1.128 and the range factor for two); rules: beyond 3 sigma and eight in a row on one side
(Western Electric 1956), six in a row rising or falling (Nelson 1984).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from tracker.measures.uncertainty import with_intervals

D2 = 1.128
"""Mean range of two normal values in standard deviations."""
LEAST_POINTS = 8
"""Limits from fewer closed months would be noise about noise; none are given."""
RUN = 8
TREND = 6

BEYOND = "beyond the limits"
SHIFT = "eight in a row on one side"
DRIFT = "six in a row in one direction"


def month_of(day: date) -> str:
    return day.strftime("%Y-%m")


def add_months(month: str, by: int) -> str:
    """`2025-11` + 3 -> `2026-02`."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def months_between(first: str, last: str) -> int:
    """Whole months from first to last; negative when last is earlier."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def is_open(month: str, today: date, settling: int = 0) -> bool:
    """True while lines of this month still come in: the running month, and `settling` months before it."""
    return month >= add_months(month_of(today), -settling)


def sigma_z(shares: np.ndarray, denominators: np.ndarray, centre: float) -> float:
    """Laney's factor: mean moving range of the z-scores over 1.128; 1 means binomial variation only."""
    z = (shares - centre) / np.sqrt(centre * (1 - centre) / denominators)
    return float(np.mean(np.abs(np.diff(z))) / D2)


def p_chart(frame: pd.DataFrame, open_months: Collection[str] = (), method: str = "auto") -> pd.DataFrame:
    """In: `month`, `numerator`, `denominator`. Out, in month order: share, low, high, open, centre, lower, upper,
    signal.

    method: `p`, `laney`, or `auto` (Laney where its factor is above 1, so limits are only ever widened). Months without
    lines have no point. Limits are missing with fewer than eight closed months. `frame.attrs["sigma_z"]` tells the
    factor used.
    """
    if method not in {"auto", "p", "laney"}:
        raise ValueError(method)
    out = with_intervals(frame.sort_values("month").reset_index(drop=True))
    out["open"] = out["month"].isin(list(open_months))
    closed = out[~out["open"] & (out["denominator"] > 0)]
    out["centre"], out["lower"], out["upper"], out["signal"] = np.nan, np.nan, np.nan, ""
    out.attrs["sigma_z"] = 1.0
    if len(closed) < LEAST_POINTS:
        return out
    n = closed["denominator"].to_numpy(float)
    centre = float(closed["numerator"].sum() / n.sum())
    factor = 1.0
    if method != "p" and 0 < centre < 1:
        found = sigma_z(closed["share"].to_numpy(float), n, centre)
        factor = found if method == "laney" else max(1.0, found)
    spread = 3 * factor * np.sqrt(centre * (1 - centre) / out["denominator"].where(out["denominator"] > 0))
    out["centre"] = centre
    out["lower"], out["upper"] = (centre - spread).clip(lower=0), (centre + spread).clip(upper=1)
    out.attrs["sigma_z"] = factor
    return _with_signals(out, "share", closed.index)


def xmr(frame: pd.DataFrame, value: str = "value", open_months: Collection[str] = ()) -> pd.DataFrame:
    """In: `month` and a count. Out: the same with open, centre, lower, upper, moving_range, range_upper, signal."""
    out = frame.sort_values("month").reset_index(drop=True)
    out["open"] = out["month"].isin(list(open_months))
    closed = out[~out["open"] & out[value].notna()]
    out["moving_range"] = closed[value].diff().abs()
    for column in ("centre", "lower", "upper", "range_upper"):
        out[column] = np.nan
    out["signal"] = ""
    if len(closed) < LEAST_POINTS:
        return out
    centre, moving = float(closed[value].mean()), float(out["moving_range"].mean())
    out["centre"], out["range_upper"] = centre, 3.267 * moving
    out["lower"], out["upper"] = max(0.0, centre - 3 * moving / D2), centre + 3 * moving / D2
    return _with_signals(out, value, closed.index)


def _with_signals(frame: pd.DataFrame, value: str, closed: pd.Index) -> pd.DataFrame:
    """Names the first rule that each closed point completes; '' elsewhere."""
    points = frame.loc[closed]
    values, centre = points[value].to_numpy(float), points["centre"].to_numpy(float)
    sides = np.sign(values - centre)
    steps = np.sign(np.diff(values))
    outside = (values > points["upper"].to_numpy(float)) | (values < points["lower"].to_numpy(float))
    said = dict.fromkeys(closed, "")
    for position, index in enumerate(closed):
        run = sides[max(0, position - RUN + 1) : position + 1]
        trend = steps[max(0, position - TREND + 1) : position]
        if outside[position]:
            said[index] = BEYOND
        elif len(run) == RUN and abs(run.sum()) == RUN:
            said[index] = SHIFT
        elif len(trend) == TREND - 1 and abs(trend.sum()) == TREND - 1:
            said[index] = DRIFT
    frame["signal"] = [said.get(index, "") for index in frame.index]
    return frame
