"""What pages ask of the store. Answers are remembered by `services.answers.memory` for the revision, day and filters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from tracker import settings as configuration
from tracker.figures.axes import months_between
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import connection, live, revisions, standing
from tracker.store import payers as registry
from tracker.store import sources as citing
from tracker.store.connection import reading

__all__ = ["ask", "at", "is_demonstration", "months", "payers", "revision", "revision_on", "sources", "store", "today"]


def store() -> Path:
    """The store of this session, ready to be read."""
    return live.ensure(settings().store)


def revision() -> int:
    """The newest revision of this session's store."""
    with reading(store()) as db:
        return connection.revision(db)


def payers() -> dict[str, dict[str, Any]]:
    """The registry by payer_id, in the order of names."""
    found: dict[str, dict[str, Any]] = ask(_payers)
    return found


def _payers() -> dict[str, dict[str, Any]]:
    with reading(store()) as db:
        listed = registry.listed(db)
    return {p["payer_id"]: p for p in sorted(listed, key=lambda p: str(p["name"]).casefold())}


def months() -> list[str]:
    """Months that have lines, first to last without holes."""
    found: list[str] = ask(_months)
    return found


def _months() -> list[str]:
    with reading(store()) as db:
        seen = standing.months(db)
    return months_between(seen[0], seen[-1]) if seen else []


def is_demonstration() -> bool:
    """Whether this session looks at the synthetic store."""
    return configuration.settings().store == configuration.DEMO_STORE or live.is_demonstration(store())


def revision_on(day: date) -> int:
    """The newest revision at the end of a day."""
    with reading(store()) as db:
        return revisions.on_day(db, day)


def sources() -> list[dict[str, Any]]:
    """Sources now in the ledger, by publisher."""
    with reading(store()) as db:
        return citing.listed(db)


def at() -> int | None:
    """The revision this page is asked to show (`?snapshot=812` in the link), None for now."""
    asked = st.query_params.get("snapshot", "")
    if not asked.isdigit() or not 0 < int(asked) <= (newest := revision()):
        return None
    return int(asked) if int(asked) < newest or _another_day() else None


def _another_day() -> bool:
    """Whether a link asks for the newest revision as of an earlier day: counted as it is now, judged as of then."""
    return st.query_params.get("day", today().isoformat()) != today().isoformat()


def day() -> date:
    """The day this page is as of: today, or with `?snapshot=812&day=2026-11-25` the day that link was made."""
    number = at()
    if number is None:
        return today()
    try:
        return date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        with reading(store()) as db:
            return date.fromisoformat((revisions.at(db, number) or today().isoformat())[:10])
