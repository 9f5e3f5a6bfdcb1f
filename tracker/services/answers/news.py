"""What changed between two days, asked of the store. See `measures.digest` for what counts as news."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.measures import digest
from tracker.measures.digest import Item
from tracker.settings import settings
from tracker.store import decisions, live, revisions, succession
from tracker.store.connection import reading
from tracker.store.questions import EVERYTHING, Filters


def between(since: date, until: date, filters: Filters = EVERYTHING) -> list[Item]:
    """News after the end of `since` up to the end of `until`, each as known on its day."""
    with reading(live.ensure(settings().store)) as db:
        first, last = revisions.on_day(db, since), revisions.on_day(db, until)
        before, after = decisions.known(db, revision=first), decisions.known(db, revision=last)
        roots = succession.lineage(db)
        reasons = succession.withdrawals(db, first, last)
    items = digest.digest(before, after, since, until, roots, reasons, settings().review_days)
    return [item for item in items if _fits(item, filters)]


def _fits(item: Item, filters: Filters) -> bool:
    return (
        (not filters.payers or item.payer_id in filters.payers)
        and (not filters.states or item.state in ("", *filters.states))
        and (not filters.lines_of_business or item.line_of_business in filters.lines_of_business)
        and (not filters.codes or bool(set(item.codes) & set(filters.codes)))
    )


def week_of(day: date) -> tuple[date, date]:
    """The last day before the week of a day (Monday to Sunday) and its last day: what `between` takes."""
    monday = day - timedelta(days=day.weekday())
    return monday - timedelta(days=1), monday + timedelta(days=6)
