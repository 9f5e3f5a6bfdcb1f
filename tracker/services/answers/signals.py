"""Medicaid claims signals: public spending files show that somebody was paid. Never a decision."""

from __future__ import annotations

from typing import Any

from tracker.settings import settings
from tracker.store import live, payers
from tracker.store.connection import reading


def of_payer(payer_id: str | None = None) -> list[dict[str, Any]]:
    """Signals of one payer, or all of them."""
    with reading(live.ensure(settings().store)) as db:
        return payers.signals(db, payer_id)
