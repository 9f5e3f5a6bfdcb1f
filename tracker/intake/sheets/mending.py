"""What a corrected copy is made of: the rows to keep and to mend, without any column that identifies people.

The one thing to know: only columns with a role that the tracker reads are in it. Unknown columns and notes stay out
too, since nobody can say what they hold; the row number leads back to the sender's own file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.intake.model import Batch, Problem
from tracker.intake.sheets import (
    appeals,
    codes,
    container,
    context,
    header,
    identity,
    lines,
    periods,
    reasons,
    repeats,
    totals,
    values,
)
from tracker.intake.sheets.chosen import Pair, chosen, sheet_name
from tracker.intake.sheets.clean import LONGEST, plain
from tracker.intake.sheets.context import Context
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.slots import slots_of
from tracker.vocabulary import Outcome

KEPT = frozenset(
    {"payer", "payer_other", "payer_type", "payer_order", "code", "choice", "modifier", "units", "units_paid", "date", "date_to", "month", "day",
     "year", "outcome", "denied_flag", "paid_flag", "clp_status", "paid", "billed", "denied_amount", "group", "reason", "remark", "state", "frequency", *appeals.ROLES}
)  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """One table of the copy. rows: (row number in the sender's file, cells). marks: (row number, column) -> advice."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    marks: dict[tuple[int, int | None], str]


def marked(path: Path, batch: Batch, overrides: dict[str, str] | None = None) -> list[Marked]:
    """The tables of the copy: the rows of `batch` that gave lines or problems. Raises `Rejected` like `read`."""
    sheets = container.sheets_of(path)
    pairs, _ = chosen(sheets, overrides)
    state = context.of_file(sheets) if len(sheets) > 1 else None
    return [_marked(pair, batch, n, sheet_name(pair[0].sheet, sheets), state) for n, pair in enumerate(pairs, 1)]


def _marked(pair: Pair, batch: Batch, number: int, name: str | None, state: str | None) -> Marked:
    table, plan = pair
    table.rows, _ = repeats.merge_adjustments(table, plan)
    problems = [p for p in batch.problems if p.sheet == name and p.row is not None]
    wanted = {x.row for x in batch.lines if x.sheet == name} | {p.row for p in problems}
    seen = lines.read_table(table, plan, context.around(table, plan, date.max, state), name, b"")
    own = {at for slots in slots_of(plan, table) for at in slots.own}
    alone = {slots.own[0] for slots in slots_of(plan, table) if len(slots.own) == 1}  # outcome and reason in one cell
    columns = [u.at for u in plan.uses if (u.role in KEPT or u.at in alone) and u.role not in header.PRIVATE]
    roles = {u.at: "choice" if u.at in alone else u.role for u in plan.uses}
    year = next((c.year for c in seen.contexts.values()), None)
    shown = [_header(table.headers[at], at, year if at in own else None) for at in columns]
    more = _from_around(plan, seen.contexts, own)
    if "Payer" not in more and plan.at("payer") is None and (footers := totals.payers_below(table.rows)):
        more["Payer"] = footers
    kept = tuple(
        (
            n,
            (
                *(_cell(r, at, roles[at]) for at in columns),
                *(told.get(n, "") for told in more.values()),
            ),
        )
        for n, r in table.rows
        if n in wanted
    )
    inside = {n for n, _ in kept}
    places = {c.header: columns.index(c.position - 1 - table.left) for c in batch.columns
              if c.sheet == name and c.position - 1 - table.left in columns}  # fmt: skip
    return Marked(name or f"table {number}", (*shown, *more), kept, _marks(problems, inside, places))


def _from_around(plan: Plan, contexts: dict[int, Context], own: set[int]) -> dict[str, dict[int, str]]:
    """Columns for what headings, titles and sheet names say of the rows, so that the copy stands by itself: header ->
    row number -> words."""
    dated = bool({"date", "month"} & set(plan.one)) or any(plan.uses[at].role in ("date", "month") for at in own)
    ended = {"outcome", "denied_flag", "paid_flag", "paid", "clp_status"} & set(plan.one) or plan.outcome_choices or own
    found: dict[str, dict[int, str]] = {}

    def add(name: str, there: object, told: Callable[[Context], str]) -> None:
        words = {n: told(c) for n, c in contexts.items()} if not there else {}
        if any(words.values()):
            found[name] = words

    add("Payer", plan.at("payer") is not None, lambda c: identity.without_private(c.payer))
    add("State", plan.at("state") is not None, lambda c: c.state or "")
    add("Month of service", dated, lambda c: f"{c.month[1]:02d}/{c.month[0]}" if c.month else "")
    add("Year", not dated or plan.at("year") is not None, lambda c: str(c.year or ""))
    add("Code", plan.all("code") or plan.code_choices, lambda c: c.code)
    add(
        "Outcome",
        ended,
        lambda c: (c.outcome or (Outcome.DENIED if c.denials else "")) and (c.outcome or Outcome.DENIED).words,
    )
    return found


def _marks(problems: list[Problem], inside: set[int], places: dict[str, int]) -> dict[tuple[int, int | None], str]:
    marks: dict[tuple[int, int | None], str] = {}
    for p in problems:
        if p.row in inside:
            place = (p.row, places.get(p.column or ""))
            marks[place] = " ".join(filter(None, (marks.get(place, ""), p.message, p.advice)))
    return marks


def _header(text: str, at: int, year: int | None = None) -> str:
    if year and (period := periods.read(text)) and period.number:
        return f"{text} {year}"
    return identity.safe(text, f"column {at + 1}", known=bool(header.roles(text)) or identity.is_payer(text))


def _outcome(text: str) -> str:
    said = values.outcome(text)
    return (
        said.words if isinstance(said, Outcome) else "Rejected at the front end" if said == "front_end" else said or ""
    )


def _cell(row: list[str], at: int, role: str) -> str:
    """The cell as text, reduced to its fact where free words could name somebody."""
    raw = html.unescape(row[at][:LONGEST]) if at < len(row) else ""
    if any(mark in raw for mark in "\n;|"):  # a list: one part for each code
        return "".join(
            p if p in "\n;|" else _fact(p, role) or ("-" if p.strip() else "") for p in re.split(r"([\n;|])", raw)
        )
    return _fact(raw, role)


def _fact(raw: str, role: str) -> str:
    text = plain(raw)
    if role == "code" and identity.private(text):  # `97550-59` looks like a number of somebody's
        return "; ".join(
            " ".join([i.code, *i.modifiers]) + f" x{i.units}" * bool(i.units) for i in codes.read(text).items
        )
    if role in ("reason", "remark") and (flats := reasons.read(text)):
        return "; ".join(flats)
    if role in ("outcome", "denied_flag", "paid_flag") and identity.names_somebody(text):
        return _outcome(text)
    if role == "choice" and identity.names_somebody(text):
        return " ".join(filter(None, [_outcome(text), *reasons.read(text)]))
    if role in ("payer", "payer_other"):
        return identity.without_private(text)
    return "" if identity.private(text) or (role in ("reason", "remark") and identity.names_somebody(text)) else text
