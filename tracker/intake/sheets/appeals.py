"""Columns about appeals: which they are, and what a row says in them. They never decide how the line itself ended.

The one thing a newcomer gets wrong: a row whose appeal cannot be read still gives its line. The denial is known; only
its appeal is told as something to mend.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.intake.model import Appeal, Line
from tracker.intake.sheets import appeal_words, dates, facts, header, values
from tracker.intake.sheets.appeal_words import NONE
from tracker.intake.sheets.clean import is_nothing, simple
from tracker.intake.sheets.plan import Plan, Use
from tracker.intake.sheets.reader import AppealPart, Reader
from tracker.intake.sheets.table import Table
from tracker.vocabulary import AppealOutcome, Outcome

LEVEL, FILED, OUTCOME, DECIDED = "appeal_level", "appeal_filed", "appeal_outcome", "appeal_decided"
ROLES = frozenset({LEVEL, FILED, OUTCOME, DECIDED})
ASSUMED = "No column tells the level of the appeals: each is taken for the first level."

_ABOUT = re.compile(
    r"\b(?:appeal\w*|reconsiderations?|recons?|redeterminations?|overturned|upheld|(?:1st|2nd|3rd|first|second|third) level)\b"
)
_NOT_READ = re.compile(
    r"\b(?:deadline|due|by|until|limit|days?|expir\w*|window|rights?|notes?|comments?|reasons?|why|basis|reference|ref|number|no|num|id|contact|rep|fax|address|count|times|"
    r"amount|amt|usd|cost|dollars|letter|template|needed|required|recommended|eligible|possible|status code|owner|assigned|staff|type of service)\b"
)
_DECISION = re.compile(
    r"\b(?:decision|decided|determin\w*|outcome|respon\w*|answer\w*|result|resol\w*|closed|completed|finali[sz]ed|overturned|upheld|ended|end|notice|adjudicat\w*)\b"
)
_FILED = re.compile(
    r"\b(?:fil\w*|sent|submitted|submission|mailed|faxed|requested|request|start\w*|date appealed|appealed on|initiated)\b"
)


def settle(plan: Plan, table: Table) -> None:
    """Give each column about appeals its role, after all others have theirs."""
    for use in plan.uses:
        low = header.words(table.headers[use.at])
        if (
            use.role not in ("appeal", "other_date")
            or use.score >= 2
            or not _ABOUT.search(low)
            or _NOT_READ.search(low)
        ):
            continue
        role = _role(low, plan, use)
        if role:
            plan.uses[use.at] = replace(use, role=role, why=f"{use.why}; about appeals")
    plan.known.clear()


def _role(low: str, plan: Plan, use: Use) -> str:
    seen = plan.profiles[use.at]
    if not seen.count or (seen.money > 0.6 and seen.flag < 0.5 and "level" not in low and seen.date < 0.5):
        return _by_words(low) if not seen.count else ""
    if seen.date > 0.6 and not ("level" in low and seen.units > 0.9):
        return DECIDED if _DECISION.search(low) and not _FILED.search(low) else FILED
    if re.search(r"\blevels?\b", low) and appeal_words.level(low) is None:
        return LEVEL
    return OUTCOME


def _by_words(low: str) -> str:
    """An empty column, as in a template that few rows fill in."""
    dated = re.search(r"\b(?:date|month|on)\b", low)
    if dated or _FILED.search(low):
        return DECIDED if _DECISION.search(low) and not _FILED.search(low) else FILED
    return LEVEL if re.search(r"\blevel\b", low) and appeal_words.level(low) is None else OUTCOME


def parts(plan: Plan, table: Table) -> tuple[AppealPart, ...]:
    """The columns about appeals of a table."""
    mine = [u for u in plan.uses if u.role in ROLES]
    words = {u.at: header.words(table.headers[u.at]) for u in mine}
    medicare = any("redetermination" in w for w in words.values())
    return tuple(
        AppealPart(u.at, u.role, None if u.role == LEVEL else appeal_words.level(words[u.at], after_redetermination=medicare), _asks(words[u.at]))
        for u in mine
    )  # fmt: skip


def levels_told(plan: Plan, table: Table) -> bool:
    """Whether some column or header tells a level."""
    return any(p.tells == LEVEL or p.level for p in parts(plan, table))


def _asks(low: str) -> str:
    """The outcome that a column of yes and no asks about."""
    won, lost = "overturned" in low.split(), "upheld" in low.split()
    return (
        AppealOutcome.OVERTURNED.value if won and not lost else AppealOutcome.UPHELD.value if lost and not won else ""
    )


@dataclass
class _Told:
    """What the cells of one level say so far."""

    level: int | None = None
    level_blank: bool = False
    filed: str = ""
    outcome: str = ""
    decided: str = ""
    refused: bool = False  # `Overturned: no`
    known: bool = False
    broken: bool = False  # a cell about how it ended is not understood: no appeal is made of the rest
    at: int | None = None


def read(
    reader: Reader, row: Sequence[str], lines: Sequence[Line]
) -> tuple[tuple[Appeal, ...], list[tuple[str, int | None]]]:
    """The appeals of a row's lines, and what in them must be mended (rule, column)."""
    groups: dict[int | None, _Told] = {}
    wrong: list[tuple[str, int | None]] = []
    for part in reader.appeals:
        cell = row[part.at] if part.at < len(row) else ""
        if not is_nothing(cell) and (rule := _take(reader, groups.setdefault(part.level, _Told()), part, cell)):
            wrong.append((rule, part.at))
    levels = [p.at for p in reader.appeals if p.tells == LEVEL]
    month = max((x.month for x in lines), default="")
    found: dict[int, Appeal] = {}
    for level, told in groups.items():
        made, rule = _made(level, told, bool(levels), month)
        if rule:
            wrong.append((rule, levels[0] if rule == "appeal_without_level" else told.at))
        elif made:
            found.setdefault(made.level, made)
    if found and not any(x.outcome in (Outcome.DENIED, Outcome.PARTLY_PAID) for x in lines):
        return (), [("appeal_of_paid", reader.appeals[0].at)]
    return tuple(found[n] for n in sorted(found)), list(dict.fromkeys(wrong))


def _take(reader: Reader, told: _Told, part: AppealPart, cell: str) -> str:
    """What one cell says, put to the rest; the rule it breaks or ''."""
    said = values.flag(cell)
    if part.tells == LEVEL:
        if said is False or appeal_words.ended(cell) == NONE:
            return ""
        told.level, told.known, told.at = appeal_words.level(simple(cell)), True, part.at
        told.broken = told.broken or told.level is None
        return "appeal_level" if told.level is None else ""
    if part.tells in (FILED, DECIDED) or not dates.read(cell).why:
        return _dated(reader, told, part, cell, said)
    if said is not None:
        told.refused = told.refused or (not said and part.says == AppealOutcome.OVERTURNED)
        told.known, told.at = told.known or said, part.at
        told.outcome = told.outcome or (part.says if said else "")
        return ""
    ended = appeal_words.ended(simple(cell))
    if ended is None:
        told.broken = True
        return "appeal_outcome"
    if ended != NONE:
        told.known, told.at = True, part.at
        if told.outcome in ("", AppealOutcome.OPEN):
            told.outcome = ended
    return ""


def _dated(reader: Reader, told: _Told, part: AppealPart, cell: str, said: bool | None) -> str:
    if said is not None or appeal_words.ended(simple(cell)) == NONE:
        told.known = told.known or bool(said)  # `Appeal filed: yes`
        return ""
    month, _, wrong = facts.read_date(reader, cell)
    if wrong:
        return "appeal_date"
    told.known, told.at = True, part.at
    if part.tells == DECIDED:
        told.decided = month
    else:
        told.filed = min(told.filed or month, month)
        told.outcome = told.outcome or (part.says if part.tells == OUTCOME else "")
    return ""


def _made(level: int | None, told: _Told, asked: bool, month: str) -> tuple[Appeal | None, str]:
    """The appeal that the cells of one level tell, or the rule they break."""
    if not told.known or told.broken:
        return None, ""
    number = level or told.level or (None if asked else 1)
    if number is None:
        return None, "appeal_without_level"
    outcome = told.outcome or (
        AppealOutcome.UPHELD.value if told.refused and told.decided else AppealOutcome.OPEN.value
    )
    if told.decided and outcome == AppealOutcome.OPEN:
        return None, "appeal_without_outcome"
    if (told.filed and told.filed < month) or (told.decided and told.decided < max(month, told.filed)):
        return None, "appeal_order"
    return Appeal(number, outcome, told.filed, told.decided), ""
