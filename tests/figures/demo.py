"""Made-up frames for looking at figures and for their tests: believable shapes, long names, few rows, none.

Every payer here is invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pandas as pd

from tracker import reference
from tracker.figures.axes import Event
from tracker.figures.style import Caption
from tracker.vocabulary import STATES, ReasonCategory, Tier

Case = tuple[str, pd.DataFrame, Callable[[ModuleType, pd.DataFrame], Caption], dict[str, Any]]

CODES = list(reference.codes())
PARENTS = ("Meridian Mutual Group", "Harbor & Lowell Health Holdings", "Prairie Benefit Alliance", "")
LONG = "Consolidated Evergreen Community Health Plan of the Upper Peninsula and Northern Counties, Incorporated"


def caption(subtitle: str = "", **more: Any) -> Callable[[ModuleType, pd.DataFrame], Caption]:
    """A caption whose title is the module's own finding."""

    def make(module: ModuleType, frame: pd.DataFrame) -> Caption:
        facts = {"source": "payers' own documents, Tracker coverage ledger", "snapshot": "812", "licence": "CC BY 4.0"}
        return Caption(module.finding(frame), subtitle, **{**facts, **more})

    return make


def matrix(payers: int, seed: int = 7) -> pd.DataFrame:
    pick = random.Random(seed)
    states = ["covered", "covered_with_conditions", "bundled", "not_covered", "silent", "not_checked", "conflicting"]
    weights = [18, 14, 6, 10, 20, 28, 4]
    rows = []
    for i in range(payers):
        parent = PARENTS[pick.randrange(4)] if i % 5 else ""
        name = LONG if i == 3 else f"{parent.split(' ')[0] or 'Lakeshore'} Health Plan {i + 1}"
        mood = pick.choices(range(7), weights)[0]
        for code in CODES:
            state = states[mood if pick.random() < 0.6 else pick.choices(range(7), weights)[0]]
            conflicting = state == "conflicting"
            rows.append(
                {
                    "payer_id": f"p{i}",
                    "payer": name,
                    "parent": parent,
                    "code": code,
                    "state_of_knowledge": state,
                    "status": pick.choice(["covered", "covered_with_conditions"]) if conflicting else state,
                    "other_status": pick.choice(["not_covered", "bundled", "silent"]) if conflicting else "",
                    "stale": state != "not_checked" and pick.random() < 0.15,
                    "announced": state == "covered" and pick.random() < 0.08,
                }
            )
    columns = ["payer_id", "payer", "parent", "code", "state_of_knowledge", "status", "other_status"]
    columns += ["stale", "announced"]
    return pd.DataFrame(rows, columns=columns)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95% interval, for made-up frames only; the program's own stands in `measures`."""
    z = 1.959964
    middle = (k + z * z / 2) / (n + z * z)
    half = z * ((k * (n - k) / n + z * z / 4) ** 0.5) / (n + z * z)
    return max(0.0, middle - half), min(1.0, middle + half)


def tiles(seed: int = 3, states: int = 52) -> pd.DataFrame:
    pick = random.Random(seed)
    names = ["covered", "covered_with_conditions", "bundled", "not_covered", "silent", "not_checked", "conflicting"]
    rows = [
        {"state": s, "status": pick.choices(names, [8, 10, 3, 9, 12, 12, 3])[0], "n_payers": pick.randrange(1, 9)}
        for s in sorted(STATES)[:states]
    ]
    for row in rows:
        cut = row["status"] == "conflicting"
        row |= {"first": "covered" if cut else "", "second": "not_covered" if cut else ""}
    return pd.DataFrame(rows, columns=["state", "status", "n_payers", "first", "second"])


def timeline(months: int = 35, payers: int = 60, unseen: int = 0) -> pd.DataFrame:
    rows = []
    for i in range(months):
        done = i / max(months - 1, 1)
        shares = {
            "covered": 0.02 + 0.22 * done,
            "covered_with_conditions": 0.04 + 0.2 * done**1.4,
            "bundled": 0.03 + 0.02 * done,
            "not_covered": 0.05 + 0.08 * done,
            "conflicting": 0.03 * done,
            "silent": 0.1 + 0.12 * done,
        }
        counts = {s: int(payers * x) for s, x in shares.items()}
        counts["not_checked"] = payers - sum(counts.values()) + unseen
        date = f"{2024 + i // 12}-{i % 12 + 1:02d}-01"
        rows += [{"date": date, "status": s, "payers": n} for s, n in counts.items()]
    return pd.DataFrame(rows, columns=["date", "status", "payers"])


def adoption(payers: int = 60, months: int = 34) -> pd.DataFrame:
    pick = random.Random(5)
    rows, at_risk, still = [], payers, 1.0
    for m in range(months + 1):
        covering = sum(pick.random() < 0.02 for _ in range(at_risk))
        censored = min(at_risk - covering, pick.choice([0, 0, 0, 1]))
        still *= 1 - covering / at_risk if at_risk else 1
        half = 1.96 * (still * (1 - still) / payers) ** 0.5
        share = 1 - still
        rows.append((m, share, max(share - half, 0), min(share + half, 1), at_risk, censored))
        at_risk -= covering + censored
    return pd.DataFrame(rows, columns=["months", "share", "low", "high", "at_risk", "censored"])


def covering(months: int = 34, looked: int = 60) -> pd.DataFrame:
    rows = []
    for i in range(months):
        k = int(looked * (0.05 + 0.45 * i / months))
        low, high = wilson(k, looked)
        rows.append((f"{2024 + i // 12}-{i % 12 + 1:02d}", k, looked, k / looked, low, high))
    return pd.DataFrame(rows, columns=["month", "numerator", "denominator", "share", "low", "high"])


def known_by_state(states: int = 52) -> pd.DataFrame:
    pick = random.Random(4)
    rows = [(s, pick.randrange(0, 9), pick.randrange(0, 3), pick.randrange(4, 40)) for s in sorted(STATES)[:states]]
    rows[0] = (rows[0][0], 0, 0, 12)
    return pd.DataFrame(rows, columns=["state", "known", "stale", "never"])


def trend(months: int = 23, volume: int = 120, limits: bool = False) -> pd.DataFrame:
    pick = random.Random(11)
    rows = []
    for i in range(months):
        month = f"{2025 + i // 12}-{i % 12 + 1:02d}"
        if i == 9 and months > 12:
            continue
        n = int(volume * (0.7 + 0.6 * pick.random()))
        k = sum(pick.random() < (0.31 if i < 14 else 0.46) for _ in range(n))
        hidden = i in (3, 4) and months > 6
        low, high = wilson(k, n)
        row = {"month": month, "numerator": k, "denominator": n, "share": k / n, "low": low, "high": high}
        if hidden:
            row = {**dict.fromkeys(row, float("nan")), "month": month}
        rows.append({**row, "hidden": hidden, "open": i == months - 1 and months > 1})
    columns = ["month", "numerator", "denominator", "share", "low", "high", "hidden", "open"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(centre=0.36, lower=0.24, upper=0.49) if limits else frame


def reasons(scale: int = 40, few: bool = False) -> pd.DataFrame:
    pick = random.Random(2)
    rows = []
    for c in ReasonCategory:
        lines = int(scale * pick.random() * (3 if c.denial_class == "coverage" else 1.5))
        hidden = lines <= 10
        rows.append((c.value, c.words, c.denial_class.value, float("nan") if hidden else lines, hidden))
    frame = pd.DataFrame(rows, columns=["category", "words", "denial_class", "lines", "hidden"])
    return frame.head(2) if few else frame


def intervals(payers: int = 12) -> pd.DataFrame:
    pick = random.Random(9)
    rows = []
    for i in range(payers):
        name = (
            LONG if i == 2 else f"{pick.choice(['Aspen', 'Birch', 'Cedar', 'Dune', 'Elm'])} Mutual Health Plan {i + 1}"
        )
        n = pick.choice([14, 40, 90, 260, 900])
        k = sum(pick.random() < pick.choice([0.2, 0.35, 0.5]) for _ in range(n))
        low, high = wilson(k, n)
        hidden = n == 14
        numbers = (float("nan"),) * 5 if hidden else (k, n, k / n, low, high)
        rows.append((name, *numbers, hidden))
    columns = ["payer", "numerator", "denominator", "share", "low", "high", "hidden"]
    return pd.DataFrame(rows, columns=columns)


def gaps() -> pd.DataFrame:
    rows = [
        ("covered_but_denied", 21, 412, False),
        ("not_covered", 34, 126, False),
        ("bundled", 12, 88, False),
        ("silent_denied", 40, 230, False),
        ("silent_paid", 9, 0, False),
        ("silent_quiet", 51, 0, False),
        ("conflicting", 4, float("nan"), True),
        ("announced", 7, 0, False),
        ("not_checked", 160, float("nan"), True),
        ("no_gap", 48, 0, False),
    ]
    return pd.DataFrame(rows, columns=["gap", "cells", "coverage_denials", "hidden"])


def funnel(payers: int = 24) -> tuple[pd.DataFrame, pd.DataFrame]:
    pick = random.Random(6)
    pooled, z95, z998 = 0.36, 1.96, 3.09

    def limits(n: int) -> dict[str, float]:
        error = (pooled * (1 - pooled) / n) ** 0.5
        both = {f"{side}{name}": pooled + sign * z * error for name, z in (("95", z95), ("998", z998))
                for side, sign in (("lower", -1), ("upper", 1))}  # fmt: skip
        return {k: min(max(v, 0.0), 1.0) for k, v in both.items()}

    rows = []
    for i in range(payers):
        n = int(10 ** pick.uniform(1.2, 3.1))
        p = pick.choice([0.33, 0.36, 0.39]) if i % 6 else pick.choice([0.2, 0.62])
        k = sum(pick.random() < p for _ in range(n))
        edge, share = limits(n), k / n
        side = "above" if share > edge["upper95"] else "below" if share < edge["lower95"] else ""
        far = share > edge["upper998"] or share < edge["lower998"]
        place = f"{side}_{'998' if far else '95'}" if side else "inside"
        name = LONG if i == 6 else f"{pick.choice(['Aspen', 'Birch', 'Cedar'])} Mutual Health Plan {i + 1}"
        rows.append((name, k, n, share, place, n < 20))
    columns = ["payer", "numerator", "denominator", "share", "position", "hidden"]
    steps = [int(1.3**i) for i in range(2, 29)]
    curve = pd.DataFrame([{"denominator": n, **limits(n)} for n in dict.fromkeys(steps)])
    return pd.DataFrame(rows, columns=columns), curve


def against(groups: int = 6) -> pd.DataFrame:
    pick = random.Random(8)
    rows = []
    for code in list(reference.codes().values())[:groups]:
        for who, n, p in (("payer", pick.choice([9, 60, 220]), 0.5), ("others", pick.choice([400, 1500]), 0.36)):
            k = sum(pick.random() < p for _ in range(n))
            hidden = k < 11 or n - k < 11
            low, high = wilson(k, n)
            numbers = (float("nan"),) * 5 if hidden else (k, n, k / n, low, high)
            rows.append((f"{code.code} {code.short_label}", who, *numbers, hidden))
    columns = ["group", "who", "numerator", "denominator", "share", "low", "high", "hidden"]
    return pd.DataFrame(rows, columns=columns)


def appeals() -> pd.DataFrame:
    rows = [("not_appealed", 671, False), ("paid_later", 21, False), ("open", 31, False), ("overturned", 48, False), ("partly", 12, False),
            ("upheld", 37, False), ("withdrawn", float("nan"), True)]  # fmt: skip
    return pd.DataFrame(rows, columns=["step", "lines", "hidden"])


def staleness() -> pd.DataFrame:
    rows = [
        ("up to 90 days ago", 122, False, False),
        ("91 to 180 days ago", 71, False, False),
        ("181 days to a year ago", 44, True, False),
        ("more than a year ago", 18, True, False),
        ("nobody has looked", 345, False, True),
    ]
    return pd.DataFrame(rows, columns=["words", "cells", "stale", "unseen"])


def cases() -> dict[str, Case]:
    """Case name -> module, frame, caption maker, further arguments of `draw`."""
    covers = caption("What payers say in writing about caregiver-training codes, all lines of business, 25 Nov 2026")
    medicaid = caption("Medicaid, fee for service · code 97550 · as of 25 Nov 2026")
    lines = {"n": "2,641 lines from 14 practices", "tier": Tier.T2, "source": "complete remittance files"}
    meets = caption(
        "Lines denied at first adjudication · all payers · codes 97550-97552 · Jan 2025 to Nov 2026", **lines
    )
    events = (Event("2025-07", "policy effective"), Event("2026-02", "letter sent"))
    return {
        "matrix-14": ("matrix", matrix(14), covers, {}),
        "matrix-1": ("matrix", matrix(1), covers, {}),
        "matrix-0": ("matrix", matrix(0), covers, {}),
        "matrix-60": ("matrix", matrix(60), covers, {}),
        "tile_map-full": ("tile_map", tiles(), medicaid, {}),
        "tile_map-3": ("tile_map", tiles(states=3), medicaid, {}),
        "timeline-35": ("timeline", timeline(), covers, {}),
        "timeline-1": ("timeline", timeline(2, 3), covers, {}),
        "adoption-34": ("adoption", adoption(), covers, {}),
        "adoption-2": ("adoption", adoption(2), covers, {}),
        "covering-34": ("covering", covering(), covers, {"events": events}),
        "covering-0": ("covering", covering(0), covers, {}),
        "known_map-52": ("known_map", known_by_state(), covers, {}),
        "known_map-2": ("known_map", known_by_state(2), covers, {}),
        "timeline-unseen": ("timeline", timeline(payers=60, unseen=300), covers, {}),
        "trend-23": ("trend", trend(), meets, {"events": events}),
        "trend-limits": ("trend", trend(limits=True), meets, {}),
        "trend-1": ("trend", trend(1), meets, {}),
        "trend-0": ("trend", trend(0), meets, {}),
        "reasons-14": ("reasons", reasons(), meets, {}),
        "reasons-2": ("reasons", reasons(few=True), meets, {}),
        "intervals-12": ("intervals", intervals(), meets, {"overall": 0.36}),
        "intervals-1": ("intervals", intervals(1), meets, {}),
        "intervals-40": ("intervals", intervals(40), meets, {"overall": 0.36}),
        "gaps-10": ("gaps", gaps(), covers, {}),
        "funnel-24": ("funnel", funnel()[0], meets, {"curve": funnel()[1], "pooled": 0.36}),
        "funnel-0": ("funnel", funnel(0)[0], meets, {}),
        "against_others-6": ("against_others", against(), meets, {"payer": LONG}),
        "against_others-1": ("against_others", against(1), meets, {"payer": "Birch Mutual"}),
        "appeals-6": ("appeals", appeals(), meets, {}),
        "staleness-5": ("staleness", staleness(), covers, {}),
    }
