"""The month of service in one column and its year in another, as forms ask for them.

The one thing a newcomer gets wrong: the day on which a form was sent is a whole date, and still not the date of
service where the form asks for that in two questions.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.sheets import dates, header
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.plan import Plan, Use
from tracker.intake.sheets.table import Table

YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
OF_YEAR = re.compile(r"\b(?:year|yr|yyyy|ano|annee|jahr)\b")
OF_MONTH = re.compile(r"\b(?:month|mo|mth|mes|mois|monat)\b")
FREE = ("", "date", "month", "year", "ignore", "units", "seq")
OF_SERVICE = re.compile(r"\b(?:service|services|dos|svc|visit|session|treatment|seen|provided|performed|procedure)\b")


def settle(plan: Plan, table: Table) -> None:
    """Two columns, a month without a year and a year alone, are the date of service together."""
    month = next((u for u in plan.uses if u.role == "month" and plan.profiles[u.at].count), None)
    month = month or next((u for u in plan.uses if _month_alone(table, u)), None)
    year = next((u for u in plan.uses if u.role == "year" and _years(table, u)), None)
    year = year or next((u for u in plan.uses if month and _of_year(table, u)), None)
    if month is None or year is None or max(month.score, year.score) >= 2:
        return
    plan.uses[month.at] = replace(month, role="month", score=max(month.score, 0.9))
    plan.uses[year.at] = replace(year, role="year", score=max(year.score, 0.9), why="years, beside the month")
    for use in plan.uses:
        words = header.words(table.headers[use.at])
        if use.role == "date" and use.score < 2 and not OF_SERVICE.search(words):
            plan.uses[use.at] = replace(
                use, role="other_date", why="month and year of service have columns of their own"
            )


def _month_alone(table: Table, use: Use) -> bool:
    """Whether a column that no other role claims strongly says "month" above names or numbers of months."""
    if use.role not in FREE or use.score >= 2 or not OF_MONTH.search(header.words(table.headers[use.at])):
        return False
    told = _told(table, use)
    return bool(told) and sum(dates.month_number(t) is not None for t in told) >= 0.9 * len(told)


def _of_year(table: Table, use: Use) -> bool:
    return (
        use.role in FREE
        and use.score < 2
        and bool(OF_YEAR.search(header.words(table.headers[use.at])))
        and _years(table, use)
    )


def _years(table: Table, use: Use) -> bool:
    """Whether the cells hold years and nothing else."""
    told = _told(table, use)
    return bool(told) and sum(YEAR.fullmatch(t) is not None for t in told) >= 0.9 * len(told)


def _told(table: Table, use: Use) -> list[str]:
    return [plain(r[use.at]) for _, r in table.rows[:2000] if use.at < len(r) and not is_nothing(r[use.at])]
