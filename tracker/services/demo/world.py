"""The invented world: habits of payers and practices of very different size. Pure; same seed, same world.

The one thing to know: a habit belongs to a payer of the registry by lot. It says nothing about that payer.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

# Practices per state, by lot with these weights; MT is left to one practice that holds nearly everything there.
# fmt: off
STATES = {"CA": 13, "TX": 10, "FL": 8, "NY": 8, "PA": 7, "OH": 6, "IL": 6, "NC": 5, "MI": 5, "WA": 4, "MA": 4,
          "CO": 4, "AZ": 3, "MN": 3, "GA": 3, "VA": 3, "MO": 2, "OR": 2, "WI": 2, "MD": 2, "NJ": 2, "MT": 1}
# fmt: on
LONE_STATE = "MT"


@dataclass(frozen=True, eq=False)
class Style:
    """A way of answering claims: share denied, and the first reasons given with their weights."""

    name: str
    denied: float
    reasons: tuple[tuple[str, int], ...]


BILLING = {"CO-16": 5, "CO-4": 4, "CO-29": 3, "CO-119": 3, "CO-27": 3, "CO-151": 2, "CO-B15": 2, "CO-A1": 1}
STYLES = (
    Style(
        "covers",
        0.04,
        (
            ("CO-197", 2),
            ("CO-50", 1),
        ),
    ),
    Style(
        "covers_on_paper",
        0.34,
        (
            ("CO-96", 8),
            ("PR-204", 4),
            ("CO-50", 3),
        ),
    ),
    Style(
        "does_not_cover",
        0.86,
        (
            ("CO-96", 5),
            ("PR-96", 4),
            ("PR-204", 4),
        ),
    ),
    Style(
        "bundles",
        0.72,
        (
            ("CO-97", 9),
            ("CO-236", 2),
            ("CO-234", 1),
        ),
    ),
    Style(
        "wants_authorization",
        0.29,
        (
            ("CO-197", 9),
            ("CO-198", 2),
            ("CO-50", 1),
        ),
    ),
    Style(
        "provider_type",
        0.41,
        (
            ("CO-170", 6),
            ("CO-185", 2),
            ("CO-8", 2),
        ),
    ),
    Style(
        "silent_denies",
        0.55,
        (
            ("CO-96", 5),
            ("CO-97", 2),
            ("CO-50", 2),
        ),
    ),
    Style(
        "silent_pays",
        0.07,
        (
            ("CO-5", 2),
            ("CO-50", 1),
        ),
    ),
)


@dataclass(frozen=True, eq=False)
class Habit:
    """How one payer behaves. From `turn` on (a month, or '' for never) it behaves like `after`.

    `spike`: months in which a broken claims system denies more. `tilt` makes single states stricter or milder.
    """

    payer_id: str
    name: str
    line_of_business: str
    states: frozenset[str]
    style: Style
    after: Style
    turn: str
    spike: frozenset[str]
    tilt: tuple[tuple[str, float], ...]
    weight: float


@dataclass(frozen=True)
class Practice:
    """One practice: where, how big, how it sends (`x12_835`, `spreadsheet`, `form`) and whom it bills."""

    number: int
    fingerprint: str
    sender: str
    state: str
    size: float
    channel: str
    first_month: str
    payers: tuple[Habit, ...]
    weights: tuple[float, ...]  # cumulative


@dataclass(frozen=True)
class World:
    """Everything invented, and the months it plays in."""

    months: tuple[str, ...]
    habits: tuple[Habit, ...]
    practices: tuple[Practice, ...]
    today: date


def key_of(*parts: object) -> str:
    """A fingerprint-shaped key for invented things: 32 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def months_until(today: date) -> tuple[str, ...]:
    """`2024-01` to the month of today."""
    count = (today.year - 2024) * 12 + today.month
    return tuple(f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(max(count, 1)))


def day_in(month: str, day: int) -> date:
    return date(int(month[:4]), int(month[5:]), 1) + timedelta(days=day - 1)


def build(rng: random.Random, registry: list[dict[str, Any]], today: date, practices: int) -> World:
    """A world of `practices` practices that bill payers of the registry operating in their state."""
    months = months_until(today)
    habits = tuple(_habit(rng, p, months) for p in _chosen(rng, registry))
    made = tuple(_practice(rng, n, habits, months) for n in range(practices))
    return World(months, habits, made, today)


def _chosen(rng: random.Random, registry: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nationwide payers and, for every state of the world, a few that work there."""
    wanted = {"commercial", "medicaid_mco", "medicaid_ffs", "medicare_advantage", "marketplace"}
    payers = sorted(
        (p for p in registry if p["payer_type"] in wanted and "left the" not in p["name"]),
        key=lambda p: str(p["payer_id"]),
    )
    chosen = {p["payer_id"]: p for p in payers if p["states"] == "US"}
    chosen |= {p["payer_id"]: p for p in registry if p["payer_id"] == "medicare-ffs"}
    for state in STATES:
        local = [p for p in payers if state in p["states"].split(",")]
        chosen |= {p["payer_id"]: p for p in rng.sample(local, min(4, len(local)))}
    return list(chosen.values())


def _habit(rng: random.Random, payer: dict[str, Any], months: tuple[str, ...]) -> Habit:
    everywhere = payer["states"] == "US"
    style = rng.choices(STYLES, (16, 18, 9, 10, 12, 8, 14, 13))[0]
    turns = rng.random() < 0.35 and len(months) > 12
    after = STYLES[0] if style.denied > 0.2 and rng.random() < 0.75 else rng.choice(STYLES)
    start = rng.randrange(max(len(months) - 3, 1))
    return Habit(
        payer_id=payer["payer_id"],
        name=payer["name"],
        line_of_business=payer["usual_line_of_business"] or "other",
        states=frozenset(STATES if everywhere else payer["states"].split(",")),
        style=style,
        after=after if turns else style,
        turn=rng.choice(months[6:-4]) if turns else "",
        spike=frozenset(months[start : start + 3] if rng.random() < 0.2 else ()),
        tilt=tuple((s, rng.uniform(-0.12, 0.25)) for s in sorted(STATES) if rng.random() < 0.3),
        weight=rng.lognormvariate(2.2 if everywhere else 1.0, 0.9) * (5 if payer["payer_id"] == "medicare-ffs" else 1),
    )


def _practice(rng: random.Random, number: int, habits: tuple[Habit, ...], months: tuple[str, ...]) -> Practice:
    state = LONE_STATE if number == 0 else rng.choices(list(STATES), list(STATES.values()))[0]
    payers = tuple(h for h in habits if state in h.states)
    channel = "x12_835" if number == 0 else rng.choices(("x12_835", "spreadsheet", "form"), (6, 3, 4))[0]
    size = rng.lognormvariate({"x12_835": 2.6, "spreadsheet": 1.6, "form": 0.2}[channel], 1.0)
    late = rng.random() < 0.6
    return Practice(
        number=number,
        fingerprint=key_of("practice", number),
        sender=f"demo-member-{number:04}",
        state=state,
        size=60.0 if number == 0 else size,
        channel=channel,
        first_month=rng.choice(months[: max(len(months) - 4, 1)]) if late else months[0],
        payers=payers,
        weights=tuple(accumulate(h.weight * rng.lognormvariate(0, 0.8) for h in payers)),
    )
