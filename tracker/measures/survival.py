"""Time until something happens, when for some it has not happened yet: Kaplan-Meier by statsmodels.

The one thing a newcomer would get wrong: open cases are not left out and not counted as decided; they count as "not
yet" for as long as they were watched (censored). Leaving them out makes every payer look quick. A case that was given
up is censored when it was given up, and said apart: it is open no more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight

from tracker.measures.uncertainty import Z95


@dataclass(frozen=True)
class Waiting:
    """median, low, high: months, None where not reached. n: cases. events: those in which it happened. given_up: those
    that ended without it. curve: see `waiting`."""

    n: int
    events: int
    median: float | None
    low: float | None
    high: float | None
    curve: pd.DataFrame
    given_up: int = 0

    def say(self, unit: str = "months") -> str:
        """`median 4 months (95% CI 3-7), n = 31, 9 still open, 2 withdrawn`."""
        still = self.n - self.events - self.given_up
        tail = f"n = {self.n:,}" + (f", {still:,} still open" if still else "")
        tail += f", {self.given_up:,} withdrawn" if self.given_up else ""
        if self.median is None:
            return f"median not reached, {tail}"
        low = "0" if self.low is None else f"{self.low:g}"
        high = "not reached" if self.high is None else f"{self.high:g}"
        return f"median {self.median:g} {unit} (95% CI {low}-{high}), {tail}"


def waiting(months: Sequence[float], ended: Sequence[bool], given_up: int = 0) -> Waiting:
    """The curve of what has happened by each month.

    months: time watched, 0 or more. ended: True where it happened at that time, False where it had not by then.
    given_up: how many of the latter are open no more.
    curve: months, share (happened by then), low, high (log-log limits), at_risk, events, censored; a row at each time
    where anything changed, beginning at 0.
    """
    time, event = np.asarray(months, float), np.asarray(ended, bool)
    if len(time) != len(event) or (time < 0).any() or np.isnan(time).any():
        raise ValueError("months must be 0 or more, one for each case")
    columns = ["months", "share", "low", "high", "at_risk", "events", "censored"]
    if not len(time):
        return Waiting(0, 0, None, None, None, pd.DataFrame(columns=columns))
    fitted = SurvfuncRight(time, event.astype(int)) if event.any() else None
    curve = _curve(time, event, fitted)
    median = low = high = None
    if fitted is not None:
        median = _finite(fitted.quantile(0.5))
        # Where the limits cross one half, as R's survfit does: statsmodels finds no limit between two long steps.
        low, high = _crossing(curve, "high"), _crossing(curve, "low")
    return Waiting(len(time), int(event.sum()), median, low, high, curve, given_up)


def _crossing(curve: pd.DataFrame, limit: str) -> float | None:
    """The first month by which the limit says that half of the cases ended, None where it never does."""
    reached = curve.loc[curve[limit] >= 0.5, "months"]
    return float(reached.iloc[0]) if len(reached) else None


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _curve(time: np.ndarray, event: np.ndarray, fitted: SurvfuncRight | None) -> pd.DataFrame:
    steps = {} if fitted is None else dict(
        zip(fitted.surv_times, zip(fitted.surv_prob, fitted.surv_prob_se, strict=True), strict=True)
    )  # fmt: skip
    rows, surviving, error = [], 1.0, 0.0
    for t in sorted({0.0, *time.tolist()}):
        surviving, error = steps.get(t, (surviving, error))
        low, high = _limits(surviving, error)
        here = time == t
        rows.append((t, 1 - surviving, 1 - high, 1 - low, int((time >= t).sum()), int((here & event).sum()),
                     int((here & ~event).sum())))  # fmt: skip
    return pd.DataFrame(rows, columns=["months", "share", "low", "high", "at_risk", "events", "censored"])


def _limits(surviving: float, error: float) -> tuple[float, float]:
    """Log-log limits of a survival probability; themselves where nothing or everything has happened."""
    if not 0 < surviving < 1 or not np.isfinite(error):
        return surviving, surviving
    theta = math.exp(Z95 * error / (surviving * math.log(surviving)))
    pair = sorted((surviving**theta, surviving ** (1 / theta)))
    return pair[0], pair[1]
