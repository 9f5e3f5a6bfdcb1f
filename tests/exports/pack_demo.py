"""Made-up packs: a payer with everything, one with hardly anything, one with very long names. All invented."""

from __future__ import annotations

from datetime import date

import pandas as pd

from tests.figures import demo
from tracker import reference
from tracker.exports.pack import Ask, Brand, Evidence, Exchange, PackData, Part
from tracker.figures import against_others, gaps, intervals, reasons, trend
from tracker.figures.style import Caption
from tracker.vocabulary import Gap, Tier

DRAWN = date(2026, 11, 25)
FACTS = {"source": "Payers' own documents; complete remittance files", "snapshot": "812", "licence": "CC BY 4.0"}


def coverage(seed: int = 7) -> pd.DataFrame:
    frame = demo.matrix(30, seed)
    states = frame[frame["parent"] != ""].groupby("payer_id")["state_of_knowledge"].nunique()
    frame = frame[frame["payer_id"] == states.idxmax()].copy()
    known = reference.codes()
    frame["label"] = [known[c].label for c in frame["code"]]
    seen = frame["state_of_knowledge"] != "not_checked"
    frame["since"] = ["2025-03-01" if s else "" for s in seen]
    frame["last_checked"] = ["2026-10-14" if s else "" for s in seen]
    frame["evidence"] = ["1" if s else "" for s in seen]
    return frame


def full(payer: str = "Birch Mutual Health Plan", long: bool = False) -> PackData:
    meets = {**FACTS, "n": "2,641 lines from 14 practices", "tier": Tier.T2}
    scope = "Commercial, all states, codes 97550 to G0543, Jan 2025 to Nov 2026"
    t, r, a = demo.trend(), demo.reasons(), demo.against()
    wordy = " and every affiliated, delegated or administered plan wherever it operates" if long else ""
    evidence = tuple(
        Evidence(i, f"{payer}", f"Medical policy {i}: caregiver training services{wordy}",
                 "Covered when a plan of care names the caregiver; prior authorisation is not mentioned.",
                 "https://example.org/policy", "2026-10-14")
        for i in range(1, 17 if long else 4)
    )  # fmt: skip
    return PackData(
        subject=payer,
        scope=scope,
        ask=Ask(
            f"We ask {payer} to pay caregiver training as its own policy says{wordy}",
            (("45%", "of 109 lines denied in Oct 2026 (95% CI 36-54)"), ("21 of 69", "payer-and-code pairs covered on "
             "paper and denied in practice"), ("66%", "of denied lines were the payer's choice, not a billing error")),
        ),
        snapshot="812",
        drawn=DRAWN,
        coverage=Part(coverage(), Caption(f"{payer} says in writing that it covers 5 of 10 codes", scope, **FACTS)),
        trend=Part(t, Caption(trend.finding(t), scope, **meets), "Denials did not fall after the policy took effect. "
                   "Nothing in the policy explains the change; a claims edit may."),
        reasons=Part(r, Caption(reasons.finding(r), scope, **meets), "Two reasons make up most coverage denials. "
                     "Neither is named in the policy."),
        against=Part(a, Caption(against_others.finding(a, payer), scope, **meets), "The same practices bill the same "
                     "codes to other payers."),
        evidence=evidence,
        exchanges=(
            Exchange("2026-02-11", "letter", "Reprocess lines denied as bundled", "no reply after 41 days",
                     "call the medical director"),
            Exchange("2026-05-02", "meeting", "Name the edit behind the denials", "agrees: an edit was set in error; "
                     "corrected on 2026-05-20", "check in November"),
        ),
        sentences=(trend.finding(t) + ".", reasons.finding(r) + "."),
        hidden="Counts of 1 to 10 lines, and numbers from which they could be worked out, are hidden.",
        definitions={"Denied": "adjudicated, paid nothing, with at least one denial reason",
                     "Coverage denial": "a denial whose first reason is the payer's choice",
                     "Share denied": "lines denied at first adjudication / lines adjudicated"},
        brand=Brand("Example Association"),
        link="https://example.org/tracker?payer=birch&snapshot=812",
    )  # fmt: skip


def bare(payer: str = "Dune Health") -> PackData:
    empty = demo.matrix(0).assign(label="", since="", last_checked="", evidence="")
    caption = Caption(f"Nobody has looked at what {payer} says yet", "All lines of business", **FACTS)
    return PackData(payer, "All lines of business", Ask(f"We ask {payer} to say in writing what it covers"),
                    "812", DRAWN, Part(empty, caption))  # fmt: skip


def many(state: str = "Example State") -> PackData:
    """Several payers beside each other, some hidden."""
    grid = demo.matrix(9, 5)
    grid["label"] = [reference.codes()[c].label for c in grid["code"]]
    meets = {**FACTS, "n": "1,204 lines from 9 practices", "tier": Tier.T2}
    rows, t, r = demo.intervals(9), demo.trend(), demo.reasons()
    broken = pd.DataFrame(
        [("Alder Health", "Ohio", "Commercial", "97550", 34, False), ("Birch Plan", "Ohio", "Commercial", "97551", None, True)],
        columns=["payer", "where", "business", "code", "coverage_denials", "hidden"],
    )  # fmt: skip
    classes = demo.gaps().assign(gap_words=lambda f: [Gap(g).words for g in f["gap"]])
    scope = f"Payers that operate in {state}; all lines of business"
    return PackData(
        subject=state,
        scope=scope,
        ask=Ask(f"We ask the payers of {state} to pay as their own policies say", (("5 of 9", "payers cover a code"),)),
        snapshot="812",
        drawn=DRAWN,
        coverage=Part(grid, Caption("5 of 9 payers cover a code in writing", scope, n="9 payers", **FACTS)),
        payers=Part(rows, Caption(intervals.finding(rows, 0.3), scope, **meets), options={"overall": 0.3}),
        trend=Part(t, Caption(trend.finding(t), scope, **meets)),
        reasons=Part(r, Caption(reasons.finding(r), scope, **meets)),
        gaps=Part(classes, Caption(gaps.finding(classes), scope, **meets)),
        departures=Part(broken, Caption("2 payers deny what they cover on paper", scope, **meets)),
        evidence=(
            Evidence(1, "Alder Health", "Medical policy 7", "97550: covers.", "https://example.org/p", "2026-10-14"),
        ),
        sentences=("5 of 9 payers cover a code in writing.",),
        hidden="Counts of 1 to 10 lines are hidden.",
        definitions={"Denied": "adjudicated, paid nothing, with at least one denial reason"},
        brand=Brand("Example Association"),
    )


def packs() -> dict[str, PackData]:
    return {
        "full": full(),
        "bare": bare(),
        "long": full(demo.LONG, long=True),
        "many": many(),
        "many-long": many(demo.LONG),
    }
