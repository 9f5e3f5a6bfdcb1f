"""Both ledgers side by side in a pack: the classes of gaps, and where a payer denies what it covers on paper.

The one thing to know: a title stands on numbers that may be shown. Places with single denials are told as such and make
no accusation.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.exports.pack import Part
from tracker.figures import gaps as gaps_figure
from tracker.figures.axes import masked
from tracker.figures.text import count, counted
from tracker.people import Person, require
from tracker.services import release
from tracker.services.packs.shared import Facts
from tracker.store.questions import Filters
from tracker.vocabulary import Gap, Tier, business_words, place_words

PLACE, PLACES = "place and code", "places and codes"
GAP_WORDS = "Each is one line of business, place and code."
GAP_MORE = (
    "A denial counts from the day coverage took effect. Single lines count too: the numbers that may be shown are on the "
    "next page."
)


def gap_table(person: Person | None, only: Filters, day: date) -> pd.DataFrame:
    """The pairs that either ledger knows, with the counts that may leave; whether nobody has looked is no gap to show."""
    table = release.gap_rows(person, only, day)
    return table[table["gap"] != Gap.NOT_CHECKED].reset_index(drop=True) if len(table) else table


def gap_parts(
    person: Person | None, table: pd.DataFrame, tier: Tier, known: Facts, subject: str, only: Filters, payer: str = ""
) -> tuple[Part | None, Part | None]:
    """Both ledgers side by side (classes), and the pairs covered on paper and denied in practice. payer: of one alone."""
    person = require(person, "export")
    if table.empty:
        return None, None
    classes = release.gap_classes(person, only, known.day)
    # Whether nobody has looked is no gap to show: its bar stays empty.
    unlooked = classes["gap"] == Gap.NOT_CHECKED
    classes.loc[unlooked, ["cells", "coverage_denials"]] = 0
    classes = classes.assign(hidden=classes["hidden"] & ~unlooked, gap_words=[Gap(g).words for g in classes["gap"]])
    cells = int(classes["cells"].sum())
    n = counted(cells, PLACE, PLACES) if payer else f"{cells:,} pairs of payer and {PLACE}"
    title = _of_one(classes, payer) if payer else gaps_figure.finding(classes)
    both = known.both(title, n, tier, subject)
    broken = table[table["gap"] == Gap.COVERED_BUT_DENIED]
    departures = _departures(broken, tier, known, subject) if len(broken) else None
    return Part(classes, both, f"{GAP_WORDS} {GAP_MORE}" if departures else GAP_WORDS), departures


def _of_one(classes: pd.DataFrame, payer: str) -> str:
    """The finding about a single payer: in how many places it keeps, or does not keep, what it says."""
    cells = {Gap(g): int(n) for g, n in zip(classes["gap"], classes["cells"], strict=True)}
    broken, kept = cells[Gap.COVERED_BUT_DENIED], cells[Gap.NO_GAP]
    if broken + kept:
        places = counted(broken + kept, PLACE, PLACES)
        return f"{payer} covers {places} on paper; lines were denied in {count(broken) if broken else 'none'} of them"
    gap, most = max(cells.items(), key=lambda c: c[1])
    return f"{payer}: {gap.words} in {count(most)} of {counted(sum(cells.values()), PLACE, PLACES)}"


def _departures(broken: pd.DataFrame, tier: Tier, known: Facts, subject: str) -> Part:
    rows = pd.DataFrame(
        {
            "payer": broken["payer"],
            "where": [place_words(s) for s in broken["state"]],
            "business": [business_words(b) for b in broken["line_of_business"]],
            "code": broken["code"],
            "coverage_denials": broken["coverage_denials"].astype("Float64"),
            "hidden": broken["hidden"],
        }
    )
    rows = masked(rows.sort_values(["hidden", "coverage_denials"], ascending=[True, False], ignore_index=True))
    caption = known.both(_departing(rows), counted(len(rows), PLACE, PLACES), tier, subject)
    return Part(rows, caption)


def _departing(rows: pd.DataFrame) -> str:
    """Who denies what it covers, and where: the numbers that may be shown carry the sentence, the others are told."""
    told = rows[~rows["hidden"].astype(bool)]
    few = len(rows) - len(told)
    payers = (told if len(told) else rows)["payer"]
    one = payers.nunique() == 1
    who = str(payers.iloc[0]) if one else f"{payers.nunique():,} payers"
    if told.empty:
        whose = f"{who} covers" if one else f"{who} cover"
        return f"Lines were denied in {counted(few, PLACE, PLACES)} that {whose} on paper, too few to show"
    said = f"{who} {'denies what it covers' if one else 'deny what they cover'} on paper in {counted(len(told), PLACE, PLACES)}"
    return f"{said}; in {few:,} more the numbers are too small to show" if few else said


def broken(table: pd.DataFrame) -> set[str]:
    """Payers seen to deny what they cover on paper, in numbers that may be shown: single lines are no headline."""
    if table.empty:
        return set()
    told = (table["gap"] == Gap.COVERED_BUT_DENIED) & ~table["hidden"].astype(bool)
    return set(table[told]["payer_id"])
