"""Payers compared with what chance would do: a funnel about the pooled share, widened for over-dispersion.

The one thing a newcomer would get wrong: this is not a league table. A payer inside the limits cannot be told from the
others, however high its share; limits come from the denominator, so small payers have wide ones.
Source: Spiegelhalter 2005, Funnel plots for comparing institutional performance, Stat Med 24:1185 (exact binomial
limits with interpolation; multiplicative over-dispersion estimated from winsorised z-scores). We widen whenever the
estimate is above 1, without testing first: the cautious side when somebody may be accused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import binom, norm

from tracker.measures.uncertainty import with_intervals

LIMITS = {"95": 0.95, "998": 0.998}
WINSORISED = 0.1
LEAST_UNITS = 5
"""Fewer payers than this say nothing about spread between payers: over-dispersion is then not estimated."""


def binomial_limit(n: int, p: float, tail: float) -> float:
    """The share below which `tail` of the binomial distribution lies, interpolated between whole counts."""
    r = int(binom.ppf(tail, n, p))
    upto, below = binom.cdf(r, n, p), binom.cdf(r - 1, n, p)
    alpha = (upto - tail) / (upto - below)
    return float(np.clip((r - alpha) / n, 0, 1))


def dispersion(numerators: np.ndarray, denominators: np.ndarray, pooled: float) -> float:
    """Phi: mean squared z-score after pulling the outer tenth at each end in to the 10th and 90th percentile."""
    z = (numerators / denominators - pooled) / np.sqrt(pooled * (1 - pooled) / denominators)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return float(np.mean(np.clip(z, low, high) ** 2))


@dataclass(frozen=True)
class Funnel:
    """pooled: share of all lines. phi: estimated over-dispersion (1.0 where not estimated). frame: see `funnel`."""

    pooled: float
    phi: float
    frame: pd.DataFrame

    @property
    def widened(self) -> bool:
        return self.phi > 1

    def limits(self, n: int) -> dict[str, float]:
        """lower95, upper95, lower998, upper998 for a denominator."""
        return _limits(n, self.pooled, self.phi)

    def curve(self, points: int = 60) -> pd.DataFrame:
        """Limits along the denominators, for drawing: denominator, lower95, upper95, lower998, upper998."""
        largest = int(self.frame["denominator"].max()) if len(self.frame) else 1
        ns = np.unique(np.geomspace(1, max(largest * 1.05, 2), points).astype(int))
        return pd.DataFrame([{"denominator": int(n), **self.limits(int(n))} for n in ns])


@cache
def _quantile(level: float) -> float:
    return float(norm.ppf(level))


def _limits(n: int, pooled: float, phi: float) -> dict[str, float]:
    out = {}
    for name, level in LIMITS.items():
        tail = (1 - level) / 2
        if phi > 1:
            spread = _quantile(1 - tail) * np.sqrt(phi * pooled * (1 - pooled) / n)
            low, high = max(0.0, pooled - spread), min(1.0, pooled + spread)
        elif 0 < pooled < 1:
            low, high = binomial_limit(n, pooled, tail), binomial_limit(n, pooled, 1 - tail)
        else:
            low = high = pooled
        out[f"lower{name}"], out[f"upper{name}"] = float(low), float(high)
    return out


def funnel(frame: pd.DataFrame) -> Funnel:
    """In: one row a payer with `numerator`, `denominator` (rows without lines are left out). Out: the frame with share,
    low, high, lower95, upper95, lower998, upper998 and position (`inside`, `above_95`, `above_998`, `below_95`,
    `below_998`), in the order it came."""
    data = with_intervals(frame[frame["denominator"] > 0]).reset_index(drop=True)
    if data.empty:
        return Funnel(float("nan"), 1.0, data.assign(position=pd.Series(dtype=str)))
    x, n = data["numerator"].to_numpy(float), data["denominator"].to_numpy(float)
    pooled = float(x.sum() / n.sum())
    estimable = len(data) >= LEAST_UNITS and 0 < pooled < 1
    phi = dispersion(x, n, pooled) if estimable else 1.0
    limits = pd.DataFrame([_limits(int(k), pooled, phi) for k in n])
    data = pd.concat([data, limits], axis=1)
    data["position"] = [_position(r) for r in data.to_dict("records")]
    return Funnel(pooled, phi, data)


def _position(row: dict[str, float]) -> str:
    for side, outside in (("above", row["share"] > row["upper998"]), ("below", row["share"] < row["lower998"])):
        if outside:
            return f"{side}_998"
    if row["share"] > row["upper95"]:
        return "above_95"
    return "below_95" if row["share"] < row["lower95"] else "inside"
