"""What happened to a payer, as events to draw on its trend: policies taking effect, campaigns, contacts.

The one thing to know: what was said to a payer is for those who may engage; others see policies and campaigns only.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tracker.figures.axes import Event
from tracker.people import Person, may
from tracker.services import engage
from tracker.services.answers import coverage, people_behind
from tracker.settings import today
from tracker.store.questions import Filters
from tracker.vocabulary import Status

_EFFECT = {
    Status.COVERED: "policy: covers",
    Status.CONDITIONS: "policy: covers, conditions",
    Status.BUNDLED: "policy: bundled",
    Status.NOT_COVERED: "policy: not covered",
}


def of_payer(payer_id: str, person: Person | None) -> tuple[Event, ...]:
    """Events of one payer by day, each in a few words."""
    found = [*_policies(payer_id), *_campaigns(payer_id)]
    if may(person, "engage"):
        for e in engage.listed(person, payer_id):
            found.append(Event(e["happened_on"], f"{e['kind']}"))
            if e["reply"] == "agrees_and_corrected" and e["corrected_on"]:
                found.append(Event(e["corrected_on"], "corrected"))
    return tuple(sorted(found, key=lambda e: e.month))


def within(events: Sequence[Event], months: pd.Series) -> tuple[Event, ...]:
    """Those that happened in the months of a frame; two alike in one month once."""
    if not len(months):
        return ()
    first, last = str(months.min()), str(months.max())
    inside = (e for e in events if first <= e.month[:7] <= last)
    return tuple({(e.month[:7], e.words): e for e in inside}.values())


def _policies(payer_id: str) -> list[Event]:
    ledger = coverage.ledger(Filters(payers=(payer_id,)))
    if ledger.empty:
        return []
    day = today().isoformat()
    began = {
        (str(d.effective_from), Status(d.status)) for d in ledger.itertuples() if isinstance(d.effective_from, str)
    }
    return [Event(start, _EFFECT[status]) for start, status in sorted(began) if start <= day and status in _EFFECT]


def _campaigns(payer_id: str) -> list[Event]:
    mine = (c for c in people_behind.campaigns() if c["payer_id"] in (None, payer_id))
    return [Event(c["sent_on"], "campaign sent") for c in mine]
