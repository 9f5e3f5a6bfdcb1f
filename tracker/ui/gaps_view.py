"""Gaps in words: the table and the picture that several pages share."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from tracker.figures import gaps as figure
from tracker.figures.axes import masked
from tracker.measures import disclosure
from tracker.people import may
from tracker.services import release
from tracker.services.answers import gaps, people_behind
from tracker.store.questions import Filters
from tracker.ui import access, captions, data, show, take
from tracker.ui.take import Drawing
from tracker.vocabulary import Gap, Tier, business_words, place_words

EVERYTHING = "all payers, lines of business, states and codes"


def seen(table: pd.DataFrame) -> pd.DataFrame:
    """The table for this screen: small counts taken out, unless the reader may see them and asked to. Who may keeps the
    ranking of all rows; for everybody else it would tell how large the hidden ones are."""
    return table if take.locked() else gaps.leaving(table, ranked=may(access.who(), "see_unsuppressed"))


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
    name: str, chosen: Filters, on: date, at: int | None, subtitle: str = EVERYTHING, *, half: bool = False
) -> None:
    """The picture of both ledgers side by side: how many pairs in each class.

    Its sums are counts of lines of every kind (T0): what may leave is checked against all that left before."""
    who = people_behind_words(chosen, on, at)

    def tell(classes: pd.DataFrame) -> Drawing:
        pairs = f"{int(classes['cells'].sum()):,} payer, business, place and code"
        lines = f"{int(classes['coverage_denials'].fillna(0).sum()):,} coverage denials shown"
        caption = captions.caption(
            figure.finding(classes), subtitle, f"{captions.LEDGER}; {captions.LINES}",
            captions.joined(pairs, lines, who), Tier.T0, at=at,
            note="A pair is one payer, line of business, place and code that either ledger knows. Denials are counted from "
            "the first day of coverage.", among="counts of denied lines, from reports and remittances",
        )  # fmt: skip
        behind = pd.DataFrame(
            {
                "Class": [Gap(g).words for g in classes["gap"]],
                "Pairs": classes["cells"],
                "Coverage denials": [disclosure.shown(n) for n in classes["coverage_denials"]],
            }
        )
        return Drawing(classes, caption, behind)

    classes = data.ask(gaps.classes, chosen, on, at)
    again = partial(release.gap_classes, access.who(), chosen, on, at)
    show.lines(figure, tell(masked(classes)), name, lambda: tell(again()), half=half)


def people_behind_words(chosen: Filters, on: date, at: int | None) -> str:
    """Whose lines these are: practices, payers and months up to a day."""
    month = on.isoformat()[:7]
    newest = max(data.months(), default=month)
    until = Filters(**{**vars(chosen), "month_to": month}) if month < newest else chosen
    return str(data.ask(people_behind.behind, until, at))
