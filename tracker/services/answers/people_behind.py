"""Who stands behind a number: practices, payers, the largest contributor; and the campaigns that asked them to report."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tracker.measures.control import is_open, xmr
from tracker.measures.disclosure import RULE
from tracker.measures.numbers import Basis, Proportion, counted
from tracker.measures.talking import Talking, campaign_windows
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import engagements, live, questions
from tracker.store.connection import reading
from tracker.store.questions import Filters


def summary(filters: Filters, revision: int | None = None) -> dict[str, int]:
    """practices, largest (lines of the biggest), lines, payers (settled ones with lines)."""
    with reading(live.ensure(settings().store)) as db:
        return {**questions.practices(db, filters, revision), "payers": questions.payers(db, filters, revision)}


def behind(filters: Filters, revision: int | None = None) -> str:
    """Who stands behind the numbers under these filters, for every caption: `45 practices, 68 payers, 2024-01 to 2026-10`.
    '' where there is no line."""
    who, months = ask(summary, filters, revision), [m["month"] for m in ask(by_month, filters, revision)]
    if not months:
        return ""
    few = 0 < who["practices"] < RULE.practices
    practices = f"fewer than {RULE.practices} practices" if few else counted(who["practices"], "practice")
    return f"{practices}, {Basis(None, None, who['payers'], min(months), max(months)).said()}"


def by_month(filters: Filters, revision: int | None = None) -> list[dict[str, Any]]:
    """A row a month: practices with lines, those new and those back (`questions.practices_by_month`)."""
    with reading(live.ensure(settings().store)) as db:
        return questions.practices_by_month(db, filters, revision)


def talking(filters: Filters, revision: int | None = None, on: date | None = None) -> Talking:
    """Who is talking: practices, the largest one's share, first-time practices, lines that a campaign brought.

    First-time against repeat: in the months asked about or, where these go back to the beginning, in the last closed one
    (on: the day by which that is judged)."""
    who = ask(summary, filters, revision)
    ever = ask(by_month, Filters(**{**vars(filters), "month_from": None, "month_to": None}), revision)
    within = [m for m in ever if (filters.month_from or m["month"]) <= m["month"] <= (filters.month_to or m["month"])]
    known = [c for c in campaigns() if revision is None or c["added_revision"] <= revision]
    windows = campaign_windows(date.fromisoformat(c["sent_on"]) for c in known)
    basis = Basis(None, who["practices"])
    new, senders, first_of = min(sum(m["new"] for m in within), who["practices"]), who["practices"], "in these months"
    closed = [m for m in within if not is_open(m["month"], on or today())]
    if within and within[0] is ever[0] and len(closed) > 1:
        new, senders, first_of = closed[-1]["new"], closed[-1]["practices"], f"in {closed[-1]['month']}"
    with reading(live.ensure(settings().store)) as db:
        brought = questions.arrived_within(db, windows, filters, revision) if windows else 0
    return Talking(
        who["practices"],
        Proportion(who["largest"], who["lines"], basis),
        Proportion(new, senders, basis, "practice"),
        Proportion(brought, who["lines"], basis),
        first_of,
    )


def unusual_months(filters: Filters, on: date, revision: int | None = None) -> list[str]:
    """Months in which practices reported unusually much or little each (XmR of lines a practice), open ones left out.

    A change of the count in such a month may be a change of reporting, not of the payer."""
    rows = [m for m in ask(by_month, filters, revision) if m["practices"]]
    if not rows:
        return []
    frame = pd.DataFrame({"month": [m["month"] for m in rows], "value": [m["lines"] / m["practices"] for m in rows]})
    chart = xmr(frame, open_months=[m for m in frame["month"] if is_open(m, on)])
    return [str(m) for m in chart.loc[chart["signal"] != "", "month"]]


def campaigns() -> list[dict[str, Any]]:
    """Campaigns, newest first."""
    with reading(live.ensure(settings().store)) as db:
        return engagements.campaigns(db)
