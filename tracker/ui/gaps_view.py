"""Gaps in words: the table and the picture that several pages share."""

from __future__ import annotations

import pandas as pd

from tracker.figures import gaps as figure
from tracker.measures import disclosure, gaps
from tracker.ui import captions, show, take
from tracker.vocabulary import STATES, Gap, LineOfBusiness


def rows(table: pd.DataFrame) -> pd.DataFrame:
    """The table of gaps under readers' headings; counts that may not leave the building say so."""
    seen = take.locked()
    counts = [
        disclosure.shown(int(n), hidden=bool(h) and not seen)
        for n, h in zip(table["coverage_denials"], table["hidden"], strict=True)
    ]
    out = pd.DataFrame(
        {
            "Payer": table["payer"],
            "Where": [STATES.get(s, "everywhere") if s else "everywhere" for s in table["state"]],
            "Business": [LineOfBusiness(b).words if b else "not stated" for b in table["line_of_business"]],
            "Code": table["code"],
            "Gap": [Gap(g).words for g in table["gap"]],
            "Coverage denials": counts,
        }
    )
    if seen:
        out["May leave"] = ["no: small number" if h else "yes" for h in table["hidden"]]
    return out


def short(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that fit beside something else."""
    full = rows(table)
    out = full[["Payer", "Code", "Gap"]].copy()
    out.insert(1, "State", table["state"].replace("", "all").to_list())
    out.insert(2, "Denials", ["hidden" if c == disclosure.HIDDEN_WORDS else c for c in full["Coverage denials"]])
    return out


def reconciliation(
    table: pd.DataFrame,
    name: str,
    subtitle: str = "all payers, lines of business, states and codes",
    *,
    half: bool = False,
) -> None:
    """The picture of both ledgers side by side: how many pairs in each class."""
    classes = gaps.by_class(table)
    hidden = table.groupby("gap")["hidden"].all() if len(table) else pd.Series(dtype=bool)
    classes["hidden"] = [
        bool(hidden.get(str(g), False)) or disclosure.RULE.small(n)
        for g, n in zip(classes["gap"], classes["coverage_denials"], strict=True)
    ]
    caption = captions.caption(
        figure.finding(classes), subtitle, f"{captions.LEDGER}; {captions.LINES}",
        f"{int(classes['cells'].sum()):,} payer, business, place and code",
        note="A pair is one payer, line of business, place and code that either ledger knows.",
    )  # fmt: skip
    behind = pd.DataFrame(
        {
            "Class": [Gap(g).words for g in classes["gap"]],
            "Pairs": classes["cells"],
            "Coverage denials": [
                disclosure.shown(int(n), hidden=bool(h))
                for n, h in zip(classes["coverage_denials"], classes["hidden"], strict=True)
            ],
        }
    )
    classes["coverage_denials"] = classes["coverage_denials"].astype("Int64").mask(classes["hidden"])
    show.chart(figure, classes, caption, name, behind=behind, half=half)
