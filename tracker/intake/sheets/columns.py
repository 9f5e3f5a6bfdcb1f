"""Gives each column of a table its role, from its header words and from its values, with the reason and a confidence.

The one thing a newcomer gets wrong: the header proposes, the values decide. A column called `Remarks` full of
sentences is a note, a column called `Plan` full of names is private, and a column with no header may be the codes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tracker.errors import Rejected
from tracker.intake.model import Column
from tracker.intake.sheets import codes, fitness, header, identity, profile, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.profile import Profile
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

SAMPLE = 600
ONE = ("payer", "date", "outcome", "state", "units", "paid", "billed", "denied_flag", "paid_flag", "frequency", "clp_status",
       "payer_order", "units_paid", "payer_type", "pos", "year", "month", "payer_id", "place", "date_to", "allowed")  # fmt: skip
MANY = ("code", "modifier", "reason", "remark", "group", "payer_other", "note")
ROLES = frozenset(ONE) | frozenset(MANY) | header.PRIVATE | {"choice", "ignore", "other_date", "stamp"}
CLOSE = 0.06
ASKED = ("payer", "date", "outcome")


@dataclass(frozen=True)
class Use:
    """One column's role. choice: the code or reason of a column that stands for one choice."""

    at: int
    role: str
    score: float
    why: str
    choice: str = ""
    candidates: tuple[str, ...] = ()


@dataclass
class Plan:
    """Where each role stands in the rows of one table."""

    uses: list[Use]
    one: dict[str, int] = field(default_factory=dict)
    many: dict[str, list[int]] = field(default_factory=dict)
    code_choices: list[Use] = field(default_factory=list)
    reason_choices: list[Use] = field(default_factory=list)
    outcome_choices: list[Use] = field(default_factory=list)
    header_groups: dict[int, str] = field(default_factory=dict)
    paid_dates: list[int] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    known: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def at(self, role: str) -> int | None:
        return self.one.get(role)

    def all(self, role: str) -> list[int]:
        return self.many.get(role, [])

    def having(self, *roles: str) -> list[int]:
        if roles not in self.known:
            self.known[roles] = [u.at for u in self.uses if u.role in roles]
        return self.known[roles]

    def drop(self, role: str, instead: str, why: str) -> None:
        """The column of a role turns out to be something else."""
        at = self.one.pop(role)
        self.uses[at] = replace(self.uses[at], role=instead, why=why)
        self.known.clear()


def assign(table: Table, overrides: dict[str, str] | None = None, alike: Sequence[Table] = ()) -> Plan:
    """The plan of a table. alike: all tables of the file with the same headers (a sheet for each month or payer),
    whose values are judged together. Raises `Rejected` where an override names no role."""
    rows = [row for one in (alike or (table,)) for row in _sample(one)]
    profiles = [profile.of((r[n] for r in rows if n < len(r)), len(rows)) for n in range(table.width)]
    uses = [_choose(n, table, profiles[n], rows) for n in range(table.width)]
    for at, role in _overridden(table, overrides or {}).items():
        uses[at] = Use(at, role, 2.0, "set by hand")
    plan = Plan(uses, profiles=profiles)
    _settle(plan, table)
    return plan


def _sample(table: Table) -> Sequence[Sequence[str]]:
    """Rows that look like data, from the whole height of the table."""
    step = max(1, len(table.rows) // SAMPLE)
    rows = [r for _, r in table.rows[: SAMPLE // 2]] + [r for _, r in table.rows[SAMPLE // 2 :: step]]
    heads = [r for _, r in table.header_rows]
    return [r for r in rows if r not in heads and sum(1 for c in r if c) > 1] or rows


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
    if name.isdigit() and 0 < int(name) <= table.width + table.offset:
        return int(name) - 1 - table.offset if int(name) > table.offset else None
    if name.isalpha() and len(name) <= 3 and name.isupper():
        number = 0
        for letter in name:
            number = number * 26 + ord(letter) - 64
        return number - 1 - table.offset if table.offset < number <= table.width + table.offset else None
    return None


def _choose(at: int, table: Table, seen: Profile, rows: Sequence[Sequence[str]]) -> Use:
    text = table.headers[at]
    choice = _choice(text, table.last_parts[at] if at < len(table.last_parts) else "", at, seen, rows)
    if choice:
        return Use(at, "choice", 1.0, "the header names one choice, the cells tick it", choice=choice)
    named = header.roles(text)
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
    role, score = fitness.rename(role, score, seen, named)
    why = "header words and values" if role in named and seen.count else "header words" if role in named else "values"
    rivals = tuple(sorted((r for r, s in scores.items() if r != role and s > score - 0.1), key=lambda r: -scores[r]))
    return Use(at, role if score >= 0.25 else "", round(min(1.8, score), 2), why, candidates=rivals)


def _choice(text: str, last: str, at: int, seen: Profile, rows: Sequence[Sequence[str]]) -> str:
    kind, value = header.choice(last or text)
    if not kind:
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
            or (cell.isdigit() and int(cell) < 30)
        ):
            return True
        if kind == "reason":
            return values.money(cell) is not None
        return {i.code for i in codes.read(cell).items} == {value} or (
            values.outcome(cell) is not None and len(cell) < 40
        )

    return f"{kind}:{value}" if all(map(ticks, cells)) and (cells or kind == "code") else ""


def _outcome_ticks(plan: Plan, table: Table) -> None:
    """Columns called "Denied", "Paid", "Pending" that are ticked stand for one outcome each."""
    found = []
    for use in plan.uses:
        seen, last = plan.profiles[use.at], table.headers[use.at].split(" | ")[-1]
        ended = values.outcome(last) if 0 < len(last) < 25 and "date" not in header.words(last) else None
        if isinstance(ended, Outcome) and use.score < 2 and (not seen.count or (seen.flag > 0.95 and seen.bare < 0.5)):
            found.append(replace(use, role="choice", choice=ended.value, why="ticked where the line ended so"))
    if len({u.choice for u in found if plan.profiles[u.at].count}) > 1:
        plan.outcome_choices = found
        for use in found:
            plan.uses[use.at] = use


LOST = ("", "ignore", "person_other", "patient", "note", "seq", "reason_text", "claim", "payer_id", "auth", "appeal")
SOUGHT: dict[str, Callable[[Profile], bool]] = {
    "code": lambda p: p.code > 0.6 and p.tracked > 0.1,
    "payer": lambda p: p.payer > 0.7 and p.name < 0.2 and p.outcome < 0.7 * p.payer and p.private < 0.1,
    "date": lambda p: p.date > 0.8 and p.recent > 0.8 and p.timed < 0.5,
    "outcome": lambda p: p.outcome > 0.8 and p.distinct <= 15 and p.flag < 0.5 and p.long < 0.3,
    "reason": lambda p: p.bare > 0.8 and p.cents == 0,
}


def _missing(plan: Plan) -> None:
    """A fact that no header names is sought in the values of columns whose header leads nowhere. A bare number is a
    reason only beside its group code."""
    have = {u.role for u in plan.uses} | ({"code"} if any(u.choice.startswith("code:") for u in plan.uses) else set())
    if have & {"denied_flag", "paid_flag", "paid", "clp_status"} or plan.outcome_choices:
        have.add("outcome")
    if "month" in have:
        have.add("date")
    beside = {u.at + step for u in plan.uses if u.role == "group" for step in (1, -1)}
    for role in SOUGHT.keys() - have:
        for use in plan.uses:
            seen = plan.profiles[use.at]
            if (
                use.role in LOST
                and use.score < 2
                and seen.count
                and SOUGHT[role](seen)
                and (role != "reason" or use.at in beside)
            ):
                plan.uses[use.at] = replace(use, role=role, score=0.5, why="values; no header names this")
                break


def _settle(plan: Plan, table: Table) -> None:
    """One column for the roles that can have only one; questions where two fit alike."""
    _outcome_ticks(plan, table)
    _missing(plan)
    for role in ONE:
        rivals = sorted(
            (u for u in plan.uses if u.role == role), key=lambda u: (-u.score, -plan.profiles[u.at].filled, u.at)
        )
        if not rivals:
            continue
        plan.one[role] = rivals[0].at
        close = [
            u
            for u in rivals[1:]
            if rivals[0].score - u.score < CLOSE and plan.profiles[u.at].filled > 0.3 and rivals[0].score < 2
        ]
        if (
            close
            and role in ASKED
            and not _numbered(table, [rivals[0], *close])
            and _differ(table, rivals[0].at, close[0].at)
        ):
            names = " or ".join(f"“{shown(table, u.at)}”" for u in (rivals[0], *close))
            plan.questions.append(
                f"Two columns could be the {role_words(role)}: {names}. The first is taken unless you choose."
            )
        for rival in rivals[1:]:
            if role not in ("outcome", "paid", "units", "billed", "denied_flag", "date", "payer"):
                plan.uses[rival.at] = replace(rival, role="ignore", why=f"“{shown(table, plan.one[role])}” fits better")
    _take_in_others(plan, table)
    for left, use in itertools.pairwise(plan.uses):
        bare = header.words(table.headers[use.at]) in ("amt", "amount", "amts", "usd", "value")
        if bare and left.role in ("reason", "group") and plan.profiles[use.at].money > 0.5:
            plan.uses[use.at] = replace(use, role="adj_amount", why="the amount of the adjustment on its left")
    for use in plan.uses:
        group = re.match(r"(co|pr|oa|pi|cr)\b", header.words(table.headers[use.at].split(" | ")[-1]))
        if use.role == "reason" and group:
            plan.header_groups[use.at] = group[1].upper()
        if use.role == "other_date" and re.search(r"\b(?:paid|payment)\b", header.words(table.headers[use.at])):
            plan.paid_dates.append(use.at)
    for role in MANY:
        plan.many[role] = [u.at for u in plan.uses if u.role == role]
    plan.many["code"] = [
        n
        for n in plan.many["code"]
        if plan.profiles[n].code > 0 or not plan.profiles[n].count or plan.uses[n].score >= 2
    ]
    plan.code_choices = [replace(u, choice=u.choice[5:]) for u in plan.uses if u.choice.startswith("code:")]
    plan.known.clear()
    plan.reason_choices = [replace(u, choice=u.choice[7:]) for u in plan.uses if u.choice.startswith("reason:")]


def _take_in_others(plan: Plan, table: Table) -> None:
    """A column called "Other" belongs to the question on its left."""
    for n, use in enumerate(plan.uses[1:], 1):
        if use.role or not header.words(table.headers[n].split(" | ")[-1]).startswith("other"):
            continue
        left, seen = plan.uses[n - 1], plan.profiles[n]
        if left.choice.startswith("code:") and seen.code > 0.3:
            plan.uses[n] = replace(use, role="code", score=0.6, why="other choice of the codes on its left")
        elif left.role == "payer" and seen.count and max(seen.code, seen.date, seen.money, seen.private) < 0.3:
            plan.uses[n] = replace(use, role="payer_other", score=0.6, why="other choice of the payer on its left")


def _numbered(table: Table, uses: list[Use]) -> bool:
    numbers = [header.number(table.headers[u.at]) for u in uses]
    return len(set(numbers)) == len(uses) or len({header.words(table.headers[u.at]) for u in uses}) == 1


def _differ(table: Table, one: int, two: int) -> bool:
    return any(max(one, two) < len(r) and plain(r[one]) != plain(r[two]) for _, r in table.rows[:300])


def role_words(role: str) -> str:
    return {
        "date": "date of service",
        "payer": "payer",
        "outcome": "outcome",
        "code": "procedure code",
        "paid": "paid amount",
    }.get(role, role.replace("_", " "))


def letter(at: int) -> str:
    """A, B, ... AA: how a spreadsheet program names the column."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(table: Table, at: int) -> str:
    """The name of a column that is safe to show: its first header, else its letter."""
    fallback = f"column {letter(at + table.offset)}"
    if table.headless or at >= table.width:
        return fallback
    text = table.headers[at].split(" | ")[0]
    return identity.safe(text, fallback, known=bool(header.roles(text))) if text else fallback


def described(plan: Plan, table: Table, name: str | None) -> list[Column]:
    """The columns for the preview: nothing in them can identify anybody."""
    out = []
    for use in plan.uses:
        role = "private" if use.role in header.PRIVATE else use.role
        out.append(
            Column(
                use.at + 1 + table.offset,
                shown(table, use.at),
                role,
                min(1.0, use.score),
                use.why,
                name,
                use.candidates,
            )
        )
    return out
