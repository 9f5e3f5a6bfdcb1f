"""Who stands behind a number: practices, payers, the largest contributor; and the campaigns that asked them to report."""

from __future__ import annotations

from typing import Any

from tracker.settings import settings
from tracker.store import engagements, live, questions
from tracker.store.connection import reading
from tracker.store.questions import Filters

DOMINATES = 0.25  # above this share of lines from one practice, say so


def summary(filters: Filters, revision: int | None = None) -> dict[str, int]:
    """practices, largest (lines of the biggest), lines, payers (settled ones with lines)."""
    with reading(live.ensure(settings().store)) as db:
        who = questions.practices(db, filters, revision)
        payers = sum(1 for r in questions.by_payer(db, filters, revision) if r["payer_id"])
    return {**who, "payers": payers}


def by_month(filters: Filters, revision: int | None = None) -> list[dict[str, Any]]:
    """A row a month: practices with lines, those new and those back (`questions.practices_by_month`)."""
    with reading(live.ensure(settings().store)) as db:
        return questions.practices_by_month(db, filters, revision)


def campaigns() -> list[dict[str, Any]]:
    """Campaigns, newest first."""
    with reading(live.ensure(settings().store)) as db:
        return engagements.campaigns(db)
