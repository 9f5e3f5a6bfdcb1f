"""One column for the roles that can have only one; what no header names is sought in the values; the rest is asked.

The one thing a newcomer gets wrong: where two columns fit alike and say different things, neither is taken.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace

from tracker.intake.sheets import agreement, dates, guards, header, month_year, seeking, status_numbers, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.plan import MANY, ONE, Plan, Unclear, Use, role_words, shown
from tracker.intake.sheets.profile import Profile
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

CLOSE = 0.06
ASKED = ("payer", "date", "outcome")
SEVERAL = ("outcome", "paid", "units", "billed", "denied_flag", "date", "payer", "month", "year")  # one for each block


_OF_LINE = re.compile(r"\b(?:line|svc|service|procedure|proc|cpt|code|detail|charge)\b")
_OF_CLAIM = re.compile(r"^(?!.*\bline\b).*\b(?:claim|clm|visit|encounter|invoice|account|header|overall)\b|^status$")
_FIRST = re.compile(r"\b(?:initial|original|first|1st)\b")
_AT_LAST = re.compile(r"\b(?:current|final|latest|last|now|appeal\w*|second|2nd|after|reconsider\w*|today)\b")
_LATER = re.compile(r"\b(?:current|final|latest|last|now|appeal\w*|second|2nd|status|after)\b")


OF_LINE = ("units", "billed", "code", "date", "payer", "reason", "remark", "modifier", "claim", "code_text")


def _outcome_ticks(plan: Plan, table: Table) -> None:
    """Columns called "Denied", "Paid", "Pending" that are ticked stand for one outcome each."""
    found = []
    for use in plan.uses:
        last = header.words(table.headers[use.at].split(" | ")[-1])
        ended = values.outcome(last) if 0 < len(last) < 25 and "date" not in last else None
        if use.role in ("appeal", "consent", "auth", "frequency", "other_date") or (
            use.role in (*OF_LINE, "ignore") and use.why.startswith("header") and use.score > 0.5
        ):
            continue
        if isinstance(ended, Outcome) and use.score < 2 and _ticked(plan.profiles[use.at]):
            found.append(replace(use, role="choice", choice=ended.value, why="ticked where the line ended so"))
    told = {u.choice for u in found if plan.profiles[u.at].count}
    counted = any(plan.profiles[u.at].bare > 0.5 for u in found)
    if len(told) > 1 or (told and len({u.choice for u in found}) > 2):
        if counted and not _one_each(table, [u.at for u in found]):
            return
        plan.outcome_choices = found
        for use in found:
            plan.uses[use.at] = use


def _ticked(seen: Profile) -> bool:
    """Only ticks or nothing at all. Ones are ticks too where no other number stands beside them."""
    return not seen.count or (seen.flag > 0.95 and (seen.bare < 0.5 or seen.distinct <= 2))


def _one_each(table: Table, columns: list[int]) -> bool:
    """Whether hardly any row has a figure in more than one of the columns: they are ticks, not counts."""
    ticks = [sum(values.flag(r[n]) is True for n in columns if n < len(r)) for _, r in table.rows[:2000]]
    return sum(t == 1 for t in ticks) >= 0.9 * sum(t > 0 for t in ticks)


def settle(plan: Plan, table: Table) -> None:
    """One column for the roles that can have only one; questions where two fit alike."""
    _outcome_ticks(plan, table)
    _later_payer(plan, table)
    _products(plan)
    _prose(plan)
    status_numbers.settle(plan, table)
    guards.settle(plan, table)
    _work_status(plan, table)
    _day_alone(plan, table)
    month_year.settle(plan, table)
    seeking.missing(plan, table)
    for role in ONE:
        _one(plan, table, role)
    _take_in_others(plan, table)
    _beside(plan, table)
    for role in MANY:
        plan.many[role] = [u.at for u in plan.uses if u.role == role]
    plan.many["code"] = [
        n
        for n in plan.many["code"]
        if plan.profiles[n].code > 0 or not plan.profiles[n].count or plan.uses[n].score >= 2
    ]
    plan.code_choices = [replace(u, choice=u.choice[5:]) for u in plan.uses if u.choice.startswith("code:")]
    plan.other_codes = [u.at for u in plan.uses if u.choice.startswith("other:")] + _other_ticked(plan, table)
    plan.known.clear()
    plan.reason_choices = [replace(u, choice=u.choice[7:]) for u in plan.uses if u.choice.startswith("reason:")]


_CHOICE = re.compile(r"(.+?)(?:___| \| |\(choice=)\W*(.*)", re.DOTALL)
_OTHER_CHOICE = re.compile(r"oth(?:er|r)?\b|none\b|another\b|different\b|something else", re.IGNORECASE)


def _other_ticked(plan: Plan, table: Table) -> list[int]:
    """The choice "Other" of a question whose other choices are codes (`cpt___97550`, `cpt___oth`)."""
    parts = {u.at: m for u in plan.uses if (m := _CHOICE.match(table.headers[u.at]))}
    asked = {parts[u.at][1] for u in plan.code_choices if u.at in parts}
    return [
        u.at
        for u in plan.uses
        if not u.role
        and u.at in parts
        and parts[u.at][1] in asked
        and _OTHER_CHOICE.match(parts[u.at][2])
        and plan.profiles[u.at].flag > 0.9
    ]


def _products(plan: Plan) -> None:
    """A column of products (PPO, HMO) beside one of payers names no payer."""
    payers = [u for u in plan.uses if u.role == "payer" and u.score < 2]
    for use in payers:
        if plan.profiles[use.at].product > 0.7 and len(payers) > 1:
            plan.uses[use.at] = replace(use, role="payer_type", why="products (PPO, HMO), no names of payers")


_SECOND = re.compile(r"(?:sec|secondary|ter|tertiary|cob)\b")
_SECOND_TOO = re.compile(r"(?:sec|secondary|ter|tertiary|cob|2nd|second)\b")
OF_PAYER = ("outcome", "denied_flag", "paid_flag", "paid", "billed", "allowed", "reason", "remark", "group", "adj_amount", "denied_amount")  # fmt: skip


def _later_payer(plan: Plan, table: Table) -> None:
    """What the secondary payer decided, where that payer has a column; else only its outcome and payment are told from
    a second reason or modifier of the same line."""
    known = any(u.role == "payer_secondary" for u in plan.uses)
    for use in plan.uses:
        low = header.words(table.headers[use.at])
        theirs = (
            _SECOND_TOO.match(low)
            if known
            else _SECOND.match(low) and use.role in ("outcome", "paid", "paid_flag", "denied_flag")
        )
        if theirs and use.role in OF_PAYER and use.score < 2:
            plan.uses[use.at] = replace(use, role="ignore", why="tells of a later payer")


def _prose(plan: Plan) -> None:
    """Sentences that mention codes are remarks where a header names the column of the codes."""
    named = [u for u in plan.uses if u.role == "code" and u.why.startswith("header")]
    for use in plan.uses:
        if named and use.role == "code" and use.why == "values" and plan.profiles[use.at].long > 0.3:
            plan.uses[use.at] = replace(use, role="note", why="sentences that mention codes")


def _day_alone(plan: Plan, table: Table) -> None:
    """Numbers under a header of dates (`DOS` 11, 12th, 31 below "March 2025") are days of the month; beside such a column
    a date that no header names is none of service."""
    for use in plan.uses:
        cells = [c for r in plan.sample if use.at < len(r) and not is_nothing(c := r[use.at])] if not use.role else []
        numbers = [dates.day_number(c) for c in cells]
        months = all(n is None or n < 13 for n in numbers) or "month" in header.words(table.headers[use.at])
        if len(cells) > 2 and all(numbers) and not months and header.best(table.headers[use.at])[0] == "date":
            plan.uses[use.at] = replace(use, role="day", score=0.8, why="days of the month under a header of dates")
    days = any(u.role == "day" and plan.profiles[u.at].count for u in plan.uses)
    for use in plan.uses:
        if days and use.role == "date" and use.score <= 0.5:
            plan.uses[use.at] = replace(use, role="other_date", why="the day of service has its own column")


def _work_status(plan: Plan, table: Table) -> None:
    """A status that never says "denied" or "paid" where something else tells how the lines ended (another status,
    reasons on many rows, payments both of nothing and of something): how far the work is, no outcome."""
    uses = [u for u in plan.uses if u.role == "outcome" and plan.profiles[u.at].count > 3]
    told = [plan.profiles[u.at] for u in plan.uses if u.role == "reason"]
    elsewhere = any(plan.profiles[u.at].decided > 0.1 for u in uses) or any(p.filled > 0.5 for p in told)
    elsewhere = elsewhere or any(u.role == "denied_amount" or _pays_and_not(table, u) for u in plan.uses)
    shared = Counter(table.headers[u.at].split(" | ")[-1] for u in plan.uses if " | " in table.headers[u.at])
    for use in uses:
        *titles, own = table.headers[use.at].split(" | ")
        if titles and shared[own] > 1:
            continue  # `G0543 | status` beside `97550 | status`: each tells of its own code
        if elsewhere and use.score < 2 and plan.profiles[use.at].decided == 0:
            plan.uses[use.at] = replace(use, role="ignore", why="tells how far the work is, not what the payer decided")


def _pays_and_not(table: Table, use: Use) -> bool:
    """Whether a column of payments holds both nothing paid and something paid."""
    if use.role != "paid":
        return False
    paid = {values.money(r[use.at]) for _, r in table.rows[:2000] if use.at < len(r)} - {None}
    return 0 in paid and len(paid) > 1


def _one(plan: Plan, table: Table, role: str) -> None:
    """The column of a role: the best; where others fit as well and say otherwise, the question is put."""
    rivals = sorted(
        (u for u in plan.uses if u.role == role),
        key=lambda u: (*_empty(plan, u), -u.score, -plan.profiles[u.at].filled, u.at),
    )
    if not rivals:
        return
    agreeing = None
    if role == "outcome":
        first = _first_decision(table, rivals) or (agreeing := agreement.agreeing(plan, table, rivals)) or rivals[0]
        rivals.sort(key=lambda u: u is not first)
    plan.one[role] = rivals[0].at
    close = [
        u
        for u in rivals[1:]
        if rivals[0].score - u.score < CLOSE and plan.profiles[u.at].filled > 0.3 and rivals[0].score < 2
    ]
    if close and role in ASKED and not agreeing:
        _judge(plan, table, role, [rivals[0], *close])
    for rival in rivals[1:]:
        if role == "payer" and rival.score < 2 and _in_turn(table, rivals[0].at, rival.at):
            plan.uses[rival.at] = replace(rival, role="payer_other", why="filled where the payer on its left is blank")
        if role not in SEVERAL:
            plan.uses[rival.at] = replace(rival, role="ignore", why=f"“{shown(table, plan.one[role])}” fits better")


def _empty(plan: Plan, use: Use) -> tuple[bool]:
    """A column without any value comes behind those that hold some, unless it was set by hand."""
    return (use.score < 2 and not plan.profiles[use.at].count,)


def _in_turn(table: Table, one: int, two: int) -> bool:
    """Whether of two columns never both are filled, and each is at times: answers to one of two questions."""
    filled = [(not is_nothing(r[one]), not is_nothing(r[two])) for _, r in table.rows[:2000] if max(one, two) < len(r)]
    return (True, False) in filled and (False, True) in filled and (True, True) not in filled


def _judge(plan: Plan, table: Table, role: str, rivals: list[Use]) -> None:
    """Columns that fit alike: those that say the same need no question; of two dates the earlier is the service."""
    if role == "date" and (first := _earliest(table, rivals)) is not None:
        plan.one[role] = first
        for use in rivals:
            if use.at != first:
                plan.uses[use.at] = replace(use, role="other_date", why="never before the date of service beside it")
        return
    if _numbered(table, rivals):
        return
    if role == "outcome" and (nearest := _nearest(table, rivals)) is not None:
        plan.one[role] = nearest
        return
    others = [u.at for u in rivals[1:] if _differ(table, role, rivals[0].at, u.at)]
    if others:
        names = " or ".join(f"“{shown(table, at)}”" for at in (rivals[0].at, *others))
        question = (
            f"Two columns could be the {role_words(role)}: {names}. Rows in which they differ are not kept until you "
            "choose one under Columns (or with --map)."
        )
        plan.unclear[role] = Unclear((rivals[0].at, *others), question)


def _nearest(table: Table, rivals: list[Use]) -> int | None:
    """The outcome nearest to the line at its first adjudication: the line's before the claim's, the first before the
    last."""
    for nearer, farther in ((_OF_LINE, _OF_CLAIM), (_FIRST, _LATER)):
        words = {u.at: header.words(table.headers[u.at]) for u in rivals}
        near = [at for at, w in words.items() if nearer.search(w)]
        if len(near) == 1 and all(farther.search(w) for at, w in words.items() if at != near[0]):
            return near[0]
    return None


def _first_decision(table: Table, rivals: list[Use]) -> Use | None:
    """The outcome at the first adjudication, where the headers of all others say that they came later."""
    words = {u.at: header.words(table.headers[u.at]) for u in rivals}
    first = [u for u in rivals if _FIRST.search(words[u.at])] or [u for u in rivals if not _AT_LAST.search(words[u.at])]
    others = [u for u in rivals if u not in first]
    return first[0] if len(first) == 1 and others and all(_LATER.search(words[u.at]) for u in others) else None


def _earliest(table: Table, rivals: list[Use]) -> int | None:
    """The one of several date columns that is never after the others and mostly before them."""
    rows = [[dates.read(r[u.at]) if u.at < len(r) else dates.BLANK for u in rivals] for _, r in table.rows[:600]]
    days = [[(*f.us, f.day_us) for f in row if f.us] for row in rows]
    whole = [d for d in days if len(d) == len(rivals)]
    for n, use in enumerate(rivals):
        firsts = sum(d[n] == min(d) and d.count(d[n]) == 1 for d in whole)
        if len(whole) > 2 and all(d[n] == min(d) for d in whole) and firsts > 0.5 * len(whole):
            return use.at
    return None


def _beside(plan: Plan, table: Table) -> None:
    """What columns learn from the one on their left, and from the group or the payment named in their header."""
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


def _differ(table: Table, role: str, one: int, two: int) -> bool:
    return any(differing(role, r[one], r[two]) for _, r in table.rows[:2000] if max(one, two) < len(r))


def differing(role: str, one: str, two: str) -> bool:
    """Whether two cells say different things about a role; a blank one says nothing."""
    if is_nothing(one) or is_nothing(two) or plain(one).casefold() == plain(two).casefold():
        return False
    if role == "outcome":
        first, second = values.outcome(one), values.outcome(two)
        return first is not None and second is not None and first != second
    return role != "date" or dates.read(one).us != dates.read(two).us
