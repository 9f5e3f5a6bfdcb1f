"""The words around every picture and number: where it comes from, what it stands on, which snapshot it was drawn from."""

from __future__ import annotations

import pandas as pd

from tracker.figures.style import Caption
from tracker.services.answers import denials, people_behind
from tracker.services.answers.words import LEDGER, LICENCE, LINES, SYNTHETIC
from tracker.store.questions import Filters
from tracker.ui import data
from tracker.vocabulary import Tier

__all__ = ["LEDGER", "LINES", "caption", "joined"]


def caption(
    title: str,
    subtitle: str,
    source: str,
    n: str,
    tier: Tier | None = None,
    note: str = "",
    at: int | None = None,
    among: str = "",
) -> Caption:
    """A caption of the house: snapshot, licence and the mark of the demonstration are put in here, never forgotten. among: of a
    number that is not the one its tier is named after."""
    at = at if at is not None else data.at()
    synthetic = SYNTHETIC if data.is_demonstration() else ""
    return Caption(
        title=title,
        subtitle=subtitle,
        source=source,
        n=n,
        tier=tier,
        snapshot=f"r{at if at is not None else data.revision()}, {data.day().isoformat()}",
        licence=LICENCE,
        note=" ".join(part for part in (synthetic, note) if part),
        among=among,
    )


def who(filters: Filters, kind: str, at: int | None = None) -> str:
    """Practices, payers and months behind the numbers of one kind: they travel with every n."""
    return data.ask(people_behind.behind, denials.of_kind(filters, kind), at if at is not None else data.at())


def adjudicated(rows: pd.DataFrame, who: str = "") -> str:
    """The n of a picture of shares: the lines behind its rows that are shown, and whose they are."""
    return joined(_shown(rows, "denominator", "adjudicated lines"), who)


def denied(rows: pd.DataFrame, who: str = "") -> str:
    """The n of a picture of denied lines, and whose they are."""
    return joined(_shown(rows, "lines", "denied lines"), who)


def _shown(rows: pd.DataFrame, column: str, what: str) -> str:
    hidden = bool(len(rows)) and bool(rows[column].isna().any())
    return f"{int(rows[column].fillna(0).sum()) if len(rows) else 0:,} {what}{' in the rows shown' if hidden else ''}"


def joined(*parts: str) -> str:
    """Parts of a subtitle, blanks left out: `97550; California; as of 3 March 2025`."""
    return "; ".join(p for p in parts if p)
