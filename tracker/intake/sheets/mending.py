"""What a corrected copy is made of: the rows to keep and to mend, without any column that identifies people.

The one thing to know: only columns with a role that the tracker reads are in it. Unknown columns and notes stay out
too, since nobody can say what they hold; the row number leads back to the sender's own file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker.intake.model import Batch, Problem
from tracker.intake.sheets import container, header, identity, reasons, repeats, values
from tracker.intake.sheets.chosen import Pair, chosen, sheet_name
from tracker.intake.sheets.clean import plain

KEPT = frozenset(
    {"payer", "payer_other", "payer_type", "payer_order", "code", "choice", "modifier", "units", "units_paid", "date", "date_to", "month", "day",
     "year", "outcome", "denied_flag", "paid_flag", "clp_status", "paid", "billed", "group", "reason", "remark", "state", "frequency"}
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
    return [_marked(pair, batch, n, sheet_name(pair[0].sheet, sheets)) for n, pair in enumerate(pairs, 1)]


def _marked(pair: Pair, batch: Batch, number: int, name: str | None) -> Marked:
    table, plan = pair
    rows, _ = repeats.merge_adjustments(table, plan)
    problems = [p for p in batch.problems if p.sheet == name and p.row is not None]
    wanted = {x.row for x in batch.lines if x.sheet == name} | {p.row for p in problems}
    columns = [u.at for u in plan.uses if u.role in KEPT and u.role not in header.PRIVATE]
    shown = [_header(table.headers[at], at) for at in columns]
    roles = {u.at: u.role for u in plan.uses}
    kept = tuple((n, tuple(_cell(r, at, roles[at]) for at in columns)) for n, r in rows if n in wanted)
    inside = {n for n, _ in kept}
    places = {c.header: columns.index(c.position - 1 - table.offset) for c in batch.columns
              if c.sheet == name and c.position - 1 - table.offset in columns}  # fmt: skip
    return Marked(name or f"table {number}", tuple(shown), kept, _marks(problems, inside, places))


def _marks(problems: list[Problem], inside: set[int], places: dict[str, int]) -> dict[tuple[int, int | None], str]:
    marks: dict[tuple[int, int | None], str] = {}
    for p in problems:
        if p.row in inside:
            place = (p.row, places.get(p.column or ""))
            marks[place] = " ".join(filter(None, (marks.get(place, ""), p.message, p.advice)))
    return marks


def _header(text: str, at: int) -> str:
    return identity.safe(text.replace(" | ", " "), f"column {at + 1}", known=bool(header.roles(text)))


def _cell(row: list[str], at: int, role: str) -> str:
    """The cell as text, reduced to its fact where free words could name somebody."""
    text = plain(row[at]) if at < len(row) else ""
    if role in ("reason", "remark") and (flats := reasons.read(text)):
        return "; ".join(flats)
    if role in ("outcome", "denied_flag", "paid_flag") and identity.names_somebody(text):
        return str(values.outcome(text) or "")
    if role in ("payer", "payer_other"):
        return identity.without_private(text)
    return "" if identity.private(text) or (role in ("reason", "remark") and identity.names_somebody(text)) else text
