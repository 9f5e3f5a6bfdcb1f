"""Gaps in words: the table and the picture that several pages share."""

from __future__ import annotations

import pandas as pd

from tracker.figures import gaps as figure
from tracker.measures import disclosure
from tracker.services.answers import gaps
from tracker.ui import captions, show, take
from tracker.vocabulary import Gap, business_words, place_words


def seen(table: pd.DataFrame) -> pd.DataFrame:
    """The table for this screen: small counts taken out, unless the reader may see them and asked to."""
    return table if take.locked() else gaps.leaving(table)


def rows(seen: pd.DataFrame) -> pd.DataFrame:
    """The table of gaps under readers' headings; counts that `seen` took out say so."""
    out = pd.DataFrame(
        {
            "Payer": seen["payer"],
            "Where": [place_words(s) for s in seen["state"]],
            "Business": [business_words(b) for b in seen["line_of_business"]],
            "Code": seen["code"],
            "Gap": [Gap(g).words for g in seen["gap"]],
            "Coverage denials": [disclosure.shown(n) for n in seen["coverage_denials"]],
        }
    )
    if (seen["hidden"] & seen["coverage_denials"].notna()).any():
        out["May leave"] = ["no: small number" if h else "yes" for h in seen["hidden"]]
    return out


def short(seen: pd.DataFrame) -> pd.DataFrame:
    """The columns that fit beside something else."""
    full = rows(seen)
    out = full[["Payer", "Code", "Gap"]].copy()
    out.insert(1, "State", seen["state"].replace("", "all").to_list())
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
    classes = gaps.classes(table)
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
