"""What stands around a table and holds for all its rows: month, year, payer, state, code, "all of these are denials".

The one thing a newcomer gets wrong: a heading between the rows replaces what the title said, from there downwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from tracker.intake.sheets import codes, dates, header, identity, reasons, values
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Row, Sheet
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

_DENIALS = re.compile(r"\b(?:denials?|denied|rejections?|not paid|unpaid claims)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:payments?|paid|approv\w*|all (?:claims|lines))\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:payer|payor|insurance|carrier|plan|ins|month|period|service month|section|group|funder|client payer|primary payer)\s*(?:name)?\s*[:\-–=]\s*(.+)$",
    re.IGNORECASE,
)


_SITE = re.compile(
    r"^(?:clinic|site|location|office|facility|branch|practice)(?: name| location)?\s*[:\-–=#]\s*(.+)$", re.IGNORECASE
)
_CONTRACTOR = re.compile(r"^(?:mac|fi|medicare contractor)[\s:]+(.+)$", re.IGNORECASE)
_SPAN = re.compile(r"\d[/.-]\d{1,2}[/.-]\d")  # "Posted 1/1/2026 to ..." tells what was selected, not how lines ended
_APART = re.compile(r"\s{3,}(?=\S)")  # several titles in one line of a print-out
_CONTINUED = re.compile(r"[\s,(\[\-–—]*\b(?:continued|cont'?d?)\b\.?[)\]]?$", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """Defaults for rows that do not say it themselves. denials: the table lists denials only."""

    today: date
    month: tuple[int, int] | None = None
    year: int | None = None
    payer: str = ""
    headed: bool = False  # the payer comes from a heading, so that the next heading may end it
    state: str | None = None
    code: str = ""
    denials: bool = False
    outcome: Outcome | None = None
    reasons: tuple[str, ...] = ()  # of the heading that groups the rows by reason


def around(table: Table, plan: Plan, today: date, file_state: str | None = None) -> Context:
    """What title, sheet name and header words say about the whole table."""
    titles = [plain(part) for _, r in table.preamble for c in r if c and len(c) < 300 for part in _APART.split(c)]
    begin = table.rows[0][0] if table.rows else 0
    titles += [plain(t) for row, said in table.sheet.titles.items() if row < begin for t in said]
    name = plain(table.sheet.name)
    where = [*titles, name]
    named = {i.code for t in where for i in codes.read(t).items} if len(titles) < 40 else set()
    months = {m for m in map(dates.months_in, where) if m}
    years = {y for y in [dates.year_in(name)] if y} or {y for y in map(dates.year_in, titles) if y}
    return Context(
        today=today,
        month=months.pop() if len(months) == 1 else None,
        year=years.pop() if len(years) == 1 else None,
        payer=(payer := _payer(table, titles, name)),
        headed=payer in [*map(_bare, titles), name],
        state=_state(table, titles, name) or file_state,
        code=named.pop() if len(named) == 1 else "",
        denials=_denials(table, plan, where),
        outcome=_outcome(plan, titles[-1:]) or _outcome(plan, [name]),
    )


def _outcome(plan: Plan, titles: list[str]) -> Outcome | None:
    """The outcome that a section title gives to all its rows ("Denied lines", "Still open"). A column of outcomes in
    which nothing stands does not speak against the title."""
    telling = [plan.one[r] for r in ("outcome", "denied_flag", "paid_flag", "clp_status") if r in plan.one]
    if any(plan.profiles[at].count for at in telling):
        return None
    said = [values.outcome(t) for t in titles if len(t) < 40 and not _SPAN.search(t) and not _names_payer(t)]
    return said[0] if len(said) == 1 and isinstance(said[0], Outcome) else None


def _names_payer(title: str) -> bool:
    """`Medicare Part B` tells nothing of partial payments, whether or not a label stands before it."""
    found = _LABEL.match(title)
    return identity.names_payer(found[1] if found else title)


def _denials(table: Table, plan: Plan, where: list[str]) -> bool:
    if any(_DENIALS.search(t) and not _BOTH.search(t) for t in where):
        return True
    decided = {"outcome", "denied_flag", "paid_flag", "paid", "clp_status"} & set(plan.one)
    return not decided and not plan.outcome_choices and any(_DENIALS.search(header.words(h)) for h in table.headers)


def _payer(table: Table, titles: list[str], name: str) -> str:
    for _, row in table.preamble:
        cells = [plain(c) for c in row if plain(c)]
        inside = ":" in cells[0].rstrip(": ") if cells else False  # label and value in one cell
        if (
            len(cells) >= 2
            and not inside
            and header.best(cells[0].rstrip(":"))[0] == "payer"
            and not is_nothing(cells[1])
        ):
            return cells[1]
    bare = [_bare(t) for t in titles]
    for title in bare:
        if (found := _LABEL.match(title) or _CONTRACTOR.match(title)) and identity.payer_like(found[1]):
            return found[1]
    for text in [name, *bare]:
        if text and len(text) < 60 and identity.payer_like(text) and _strictly_payer(text):
            return text
    return ""


def _strictly_payer(text: str) -> bool:
    """Every word belongs to a payer name and none of them is about denials, months or reports."""
    known = identity.payer_words() - {"denials", "report", "claims", "claim"}
    words = re.findall(r"[a-z0-9\-]{2,}", text.casefold())
    return (
        identity.names_payer(text) and all(w in known and not w.isdigit() for w in words) and not _DENIALS.search(text)
    )


def _state(table: Table, titles: list[str], name: str) -> str | None:
    for _, row in table.preamble:
        cells = [plain(c) for c in row if plain(c)]
        if len(cells) >= 2 and header.best(cells[0].rstrip(":"))[0] == "state" and values.state(cells[1]):
            return values.state(cells[1])
    found = {s for t in [*titles, name] if not _LABEL.match(_bare(t)) and (s := values.state_in(t))}
    return found.pop() if len(found) == 1 else None


def sister_payers(pairs: list[tuple[Table, Plan]], found: list[Context]) -> list[tuple[int, str]]:
    """Tables without a payer of their own and the names of their sheets, where most other sheets are named by payers:
    `VIVA Health` beside `Aetna`, `Cigna` and `BCBS AL`."""
    names = [plain(t.sheet.name) for t, _ in pairs]
    told = [bool(name) and c.payer == name for name, c in zip(names, found, strict=True)]
    lacking = [n for n, (_, plan) in enumerate(pairs) if plan.at("payer") is None and not found[n].payer]
    if sum(told) < 2 or len(lacking) >= sum(told):
        return []
    return [(n, names[n]) for n in lacking if _may_be_payer(names[n], people=True) and not dates.month_number(names[n])]


def of_file(sheets: list[Sheet]) -> str | None:
    """The state that a cover sheet names, None where the file names none or several. A list of payers is no cover, and
    the CO of `CO-96` not Colorado."""
    found = set()
    for sheet in sheets:
        cells = [c for r in sheet.rows for c in r if c and not reasons.read(c)] if len(sheet.rows) < 30 else []
        payers = {c for c in cells if identity.names_payer(c)}
        found |= {s for c in cells if (len(payers) < 2 or c not in payers) and (s := values.state_in(plain(c)))}
    return found.pop() if len(found) == 1 else None


_OTHER = re.compile(
    r"^(?:page|sheet|section|week|batch|group|note|see|prepared|printed|run|report|filter|sorted)\b|[.!?]$|:",
    re.IGNORECASE,
)


def _may_be_payer(text: str, people: bool) -> bool:
    """A heading that names nothing we know where headings name payers: the payer above may no longer hold."""
    if (
        not 1 < len(text) < 50
        or len(text.split()) > 6
        or _OTHER.search(text)
        or codes.read(text).items
        or values.outcome(text)
        or reasons.read(text)
    ):
        return False
    if identity.private(text) or re.search(r"\d{3,}|,", text):
        return False
    return not (people and identity.name_like(text)) and text[:1].isupper()


_COUNT = re.compile(
    r"\s*[(\[]\s*(?:n\s*=\s*)?\d+(?: (?:claims?|lines?|rows?|items?|records?|entries))?\s*[)\]]$", re.IGNORECASE
)


def _bare(text: str) -> str:
    """A heading without its decoration (`=== Aetna ===`) and without the number of lines below it."""
    bare = _COUNT.sub("", text.strip(" -–—=*#:.~_>•")).strip(" :-–—")
    return bare[1:-1].strip() if bare[:1] + bare[-1:] in ("()", "[]") else bare


def under_heading(context: Context, row: Row, plan: Plan, *, people: bool = False) -> Context:
    """The context below a heading row: a month, a year, a payer or a state replaces the earlier one. people: the
    headings name patients too, below the payers."""
    bare = _bare(next((plain(c) for c in row if plain(c)), ""))
    if of_state := re.match(r"^(?:clinic |practice |provider )?state\s*[:\-–=]\s*(.+)$", bare, re.IGNORECASE):
        return replace(context, state=values.state(of_state[1].strip()) or context.state)
    if of_site := _SITE.match(bare):
        return replace(context, state=values.state_of_place(of_site[1].strip()) or context.state)
    if _SPAN.search(bare):
        return context  # a note or what was selected: it says nothing of the rows below
    if (why := reasons.read(bare)) and not plan.all("reason") and not identity.names_payer(bare):
        return replace(context, reasons=why)
    found = _LABEL.match(bare)
    subject = _CONTINUED.sub("", found[1].strip() if found else bare)
    month, year = dates.months_in(bare), dates.year_in(bare)
    changed = replace(context, month=month or context.month, year=month[0] if month else year or context.year)
    if not month:
        alone = dates.month_number(bare)
        if alone and not bare.isdecimal() and context.year:
            changed = replace(changed, month=(context.year, alone))
    if values.state(subject) and len(subject) < 40 and not identity.payer_like(subject):
        changed = replace(changed, state=values.state(subject))
    if plan.at("payer") is None and not month and 1 < len(subject) < 80 and (found or identity.names_payer(subject)):
        changed = replace(changed, payer=subject, headed=True)
    elif context.headed and (changed.month, changed.year, changed.state) == (
        context.month,
        context.year,
        context.state,
    ):
        changed = replace(changed, payer="" if _may_be_payer(bare, people) else changed.payer)
    if changed.payer != context.payer:
        changed = replace(changed, reasons=())
    if ended := _outcome(plan, [bare]):
        changed = replace(changed, outcome=ended)
    named = codes.read(bare).items
    if not plan.all("code") and not plan.code_choices and len(named) == 1:
        changed = replace(changed, code=named[0].code)
    return changed
