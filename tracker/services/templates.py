"""The template members fill in, with the lists of today: payers of the registry, tracked codes, months until now.

The one thing to know: it holds reference facts only, so it may be handed to anybody who may send reports.
"""

from __future__ import annotations

from tracker import reference
from tracker.exports import template
from tracker.intake import form
from tracker.people import Person, require
from tracker.settings import settings, today
from tracker.store import live, payers
from tracker.store.connection import reading
from tracker.vocabulary import NOT_PAYERS, STATES, AppealOutcome, LineOfBusiness, Outcome, PayerType

MONTHS_BACK = 36


def lists() -> dict[str, list[str]]:
    """Column -> what may be chosen in it."""
    with reading(live.ensure(settings().store)) as db:
        names = [str(p["name"]) for p in payers.listed(db) if PayerType(p["payer_type"]) not in NOT_PAYERS]
    reasons = [r.code for r in reference.reasons().values() if r.kind != "GROUP" and r.denial]
    return {
        "Payer": sorted(dict.fromkeys(names), key=str.casefold),
        "State": list(STATES),
        "Line of business": [b.words for b in LineOfBusiness if b is not LineOfBusiness.OTHER],  # blank says as much
        "Code": list(reference.codes()),
        "Month": months(),
        "Outcome": [o.words for o in (Outcome.DENIED, Outcome.PARTLY_PAID, Outcome.PAID)] + ["pending"],
        "Reason codes": reasons,
        "Appeal level": [str(n) for n in form.LEVELS],
        "Appeal month": months(),
        "Appeal outcome": [o.words for o in AppealOutcome],
        "Appeal decided": months(),
    }


def months() -> list[str]:
    """The last three years of months, the newest first, none before the first day of the first code."""
    last = today().year * 12 + today().month - 1
    listed = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(last, last - MONTHS_BACK, -1)]
    first = min(c.first_month for c in reference.codes().values())
    return [m for m in listed if m >= first]


def make(kind: str, person: Person | None) -> tuple[str, bytes]:
    """File name and bytes of the template; kind: `xlsx` or `csv`."""
    require(person, "report")
    if kind == "csv":
        return "denials-template.csv", template.as_csv()
    return "denials-template.xlsx", template.xlsx(lists())
