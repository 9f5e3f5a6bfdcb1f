"""Gives each column of a table its role, from its header words and from its values, with the reason and a confidence.

The one thing a newcomer gets wrong: the header proposes, the values decide. A column called `Remarks` full of
sentences is a note, a column called `Plan` full of names is private, and a column with no header may be the codes.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from tracker.errors import Rejected
from tracker.intake.sheets import (
    aging,
    appeals,
    claim_status,
    codes,
    fitness,
    header,
    identity,
    profile,
    renaming,
    settling,
    titles,
    values,
)
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.plan import ROLES, Plan, Use
from tracker.intake.sheets.profile import Profile
from tracker.intake.sheets.table import Table
from tracker.intake.sheets.totals import is_total

SAMPLE = 600
COUNTED = 200  # rows, of those taken one after the other, by which a running number is recognised
# What is said of the cells: the shares of the profile that speak for a role, and what such cells are.
_AMOUNTS = (("money",), "amounts")
_DATES = (("date",), "dates")
EVIDENCE: dict[str, tuple[tuple[str, ...], str]] = {
    **dict.fromkeys(("date", "date_to", "other_date", "stamp"), _DATES),
    **dict.fromkeys(("paid", "billed", "allowed", "adj_amount", "denied_amount"), _AMOUNTS),
    **dict.fromkeys(("denied_flag", "paid_flag"), (("flag",), "yes or no")),
    "code": (("code",), "procedure codes"),
    "group": (("group",), "adjustment groups"),
    "modifier": (("modifier",), "modifiers"),
    "outcome": (("outcome",), "outcomes"),
    "payer": (("payer",), "payers"),
    "reason": (("reason", "remark", "bare"), "reasons"),
    "remark": (("remark", "reason"), "remark codes"),
    "state": (("state",), "states"),
    "units": (("units",), "units"),
}


def assign(table: Table, overrides: dict[str, str] | None = None, alike: Sequence[Table] = ()) -> Plan:
    """The plan of a table. alike: all tables of the file with the same headers (a sheet for each month or payer),
    whose values are judged together. Raises `Rejected` where an override names no role."""
    rows = [row for one in (alike or (table,)) for row in _sample(one)]
    profiles = [profile.of((r[n] for r in rows if n < len(r)), len(rows)) for n in range(table.width)]
    uses = [_choose(n, table, profiles[n], rows) for n in range(table.width)]
    for at, role in _overridden(table, overrides or {}).items():
        uses[at] = Use(at, role, 2.0, "set by hand")
    plan = Plan(uses, profiles=profiles, sample=rows)
    settling.settle(plan, table)
    plan.aged = aging.aged(table)
    plan.of_claim = claim_status.of_claim(plan, table)
    appeals.settle(plan, table)
    return plan


def _sample(table: Table) -> Sequence[Sequence[str]]:
    """Rows that look like data, from the whole height of the table."""
    step = max(1, len(table.rows) // SAMPLE)
    rows = [r for _, r in table.rows[: SAMPLE // 2]] + [r for _, r in table.rows[SAMPLE // 2 :: step]]
    heads = [r for _, r in table.header_rows]
    lines = [r for r in rows if r not in heads and sum(1 for c in r if c) > 1 and not is_total(r)]
    if table.width < 4:
        return lines or rows
    labels = Counter(label for r in lines if (label := _label(r)))
    return [r for r in lines if not titles.pair(r) and labels[_label(r)] < 3] or lines or rows


def _label(row: Sequence[str]) -> str:
    """The first of only two cells at a row's beginning: where it comes again and again (`Lines | 4`, above each part of
    the table), it is the label of a figure and no value of the first column. Empty for every other row."""
    filled = [n for n, c in enumerate(row) if c.strip()]
    return plain(row[0]) if filled == [0, 1] and not any(c.isdigit() for c in row[0]) else ""


def _overridden(table: Table, overrides: dict[str, str]) -> dict[int, str]:
    found = {}
    for name, role in overrides.items():
        if role not in ROLES and role != "private":
            raise Rejected(
                f"There is no role called “{role}”.",
                f"Use one of: {', '.join(sorted(ROLES - header.PRIVATE))}, private.",
            )
        found_at = _place(table, name)
        if found_at is not None:
            found[found_at] = "patient" if role == "private" else role
    return found


def _place(table: Table, name: str) -> int | None:
    low = header.words(name)
    for n, text in enumerate(table.headers):
        if text == plain(name) or (low and low in {header.words(text), *(header.words(p) for p in text.split(" | "))}):
            return n
    if name.isdecimal() and 0 < int(name) <= table.width + table.left:
        return int(name) - 1 - table.left if int(name) > table.left else None
    if name.isalpha() and len(name) <= 3 and name.isupper():
        number = 0
        for letter in name:
            number = number * 26 + ord(letter) - 64
        return number - 1 - table.left if table.left < number <= table.width + table.left else None
    return None


def _choose(at: int, table: Table, seen: Profile, rows: Sequence[Sequence[str]]) -> Use:
    text = table.headers[at]
    choice = _choice(text, table.last_parts[at] if at < len(table.last_parts) else "", at, seen, rows)
    if choice:
        return Use(at, "choice", 1.0, "the header names one choice, the cells tick it", choice=choice)
    named = {} if identity.is_payer(text) else header.roles(text)
    if not {"code", "reason", "day", "month", "year"} & set(named) and _counts_up(at, rows):
        return Use(at, "seq", 1.0, "the cells number the rows")
    scores = {role: weight * fitness.fit(role, seen) for role, weight in named.items()}
    strongest = max(scores.values(), default=0.0)
    if strongest < 0.5:
        for role, score in fitness.by_values(seen).items():
            scores[role] = max(scores.get(role, 0.0), score)
    if not scores:
        return Use(at, "", 0.0, "neither header nor values say what it is")
    role, score = max(scores.items(), key=lambda item: item[1])
    if role not in header.PRIVATE and fitness.is_private(role, seen):
        return Use(at, "patient", max(score, 0.8), "the cells identify people")
    role, score = renaming.rename(role, score, seen, named)
    why = "; ".join(filter(None, ["header words" if role in named else "", evidence(role, seen)])) or "the cells alone"
    rivals = tuple(sorted((r for r, s in scores.items() if r != role and s > score - 0.1), key=lambda r: -scores[r]))
    return Use(at, role if score >= 0.25 else "", round(min(1.8, score), 2), why, candidates=rivals)


def _counts_up(at: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells number the rows: 1, 2, 3 ... with hardly a gap."""
    told = [r[at] for r in rows[:COUNTED] if at < len(r) and r[at]]
    if len(told) < 5 or not all(c.isdecimal() and len(c) < 6 for c in told):
        return False
    steps = [int(b) - int(a) for a, b in itertools.pairwise(told)]
    return min(steps) > 0 and sum(s == 1 for s in steps) >= 0.8 * len(steps)


def evidence(role: str, seen: Profile) -> str:
    """`94% of the cells read as dates`; empty where the cells say nothing for the role."""
    shares, noun = EVIDENCE.get(role, ((), ""))
    share = max((getattr(seen, name) for name in shares), default=0.0)
    return f"{share:.0%} of the cells read as {noun}" if share >= 0.3 else ""


def _choice(text: str, last: str, at: int, seen: Profile, rows: Sequence[Sequence[str]]) -> str:
    kind, value = header.choice(last or text)
    if not kind and not (" | " in text and header.roles(last)):
        kind, value = header.choice(text)
    if not kind:
        return ""
    label = plain(last or text).casefold()
    cells = {plain(r[at]) for r in rows if at < len(r)} - {""}

    def ticks(cell: str) -> bool:
        if (
            values.flag(cell) is not None
            or is_nothing(cell)
            or cell.casefold() == label
            or values.unbilled(cell)
            or (cell.isdecimal() and int(cell) < 30)
        ):
            return True
        if kind == "reason":
            return values.money(cell) is not None
        return {i.code for i in codes.read(cell).items} == {value} or (
            values.outcome(cell) is not None and len(cell) < 40
        )

    if not cells and (kind not in ("code", "other") or _names_a_fact(last or text, value)):
        return ""
    return f"{kind}:{value}" if all(map(ticks, cells)) else ""


def _names_a_fact(text: str, code: str) -> bool:
    """Whether an empty column whose header has a code in it is one of that code's facts (`97550_denial code`)."""
    role, weight = header.best(text.replace(code, " ").replace("_", " "))
    return role in ("reason", "outcome", "units") and weight >= 0.8
