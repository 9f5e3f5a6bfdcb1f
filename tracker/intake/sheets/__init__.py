"""Any spreadsheet a clinic sends becomes a `Batch`: container -> table -> header -> columns -> values -> lines.

The one thing to know: every row of the file is accounted for, as a line, a problem, a repeat or ignored with a
reason, and nothing that identifies anybody leaves this package, not even in a message.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.intake.model import Batch, Column, Line, Problem, SetAside
from tracker.intake.sheets import appeals, container, context, header, lines, repeats
from tracker.intake.sheets.chosen import Pair, chosen, sheet_name
from tracker.intake.sheets.context import Context
from tracker.intake.sheets.grid import Sheet
from tracker.intake.sheets.output import as_json
from tracker.intake.sheets.plan import UNNAMED, Plan, described, role_words, shown
from tracker.intake.sheets.slots import passed_over
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

__all__ = ["as_json", "read"]


def read(
    path: Path,
    *,
    key: bytes,
    overrides: dict[str, str] | None = None,
    today: date | None = None,
    progress: Callable[[float], None] | None = None,
) -> Batch:
    """Reads a file. overrides: column header, number or letter -> role. progress is told a share between 0 and 1.

    Raises `Rejected` in words where the file cannot be read or holds no list of lines.
    """
    with _uncollected():
        return _read(path, key, overrides, today, progress or (lambda share: None))


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: a hundred thousand rows hold no cycles, and looking for them takes a third of
    the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(
    path: Path, key: bytes, overrides: dict[str, str] | None, today: date | None, tell: Callable[[float], None]
) -> Batch:
    sheets = container.sheets_of(path)
    tell(0.3)
    pairs, others = chosen(sheets, overrides)
    today = today or date.today()  # noqa: DTZ011 the clinic's own day is meant
    gathered = _Gathered()
    rooms = _contexts(gathered, pairs, today, sheets)
    for n, ((table, plan), around) in enumerate(zip(pairs, rooms, strict=True), 1):
        _read_one(gathered, table, plan, around, sheets, key)
        tell(0.3 + 0.6 * n / len(pairs))
    _set_aside_rest(gathered, sheets, pairs, others)
    batch = _batch(gathered, sheets, pairs)
    tell(1.0)
    return batch


class _Gathered:
    """What the tables of a file gave, before it is frozen into a `Batch`."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.seen: repeats.Seen = {}
        self.problems: list[Problem] = []
        self.appeal_problems: list[Problem] = []
        self.aside: list[SetAside] = []
        self.columns: list[Column] = []
        self.questions: list[str] = []
        self.notes: list[str] = []


def _contexts(got: _Gathered, pairs: list[Pair], today: date, sheets: list[Sheet]) -> list[Context]:
    """What stands around each table. Where the other sheets are named by payers, one more name is a payer's too."""
    state = context.of_file(sheets) if len(sheets) > 1 else None
    found = [context.around(t, p, today, state) for t, p in pairs]
    for n, name in context.sister_payers(pairs, found):
        found[n] = replace(found[n], payer=name, headed=True)
        got.notes.append(f"Sheets are named by payers here: “{name}” was taken for one. Look whether that is right.")
    return found


def _read_one(got: _Gathered, table: Table, plan: Plan, around: Context, sheets: list[Sheet], key: bytes) -> None:
    name = sheet_name(table.sheet, sheets)
    table.rows, merged = repeats.merge_adjustments(table, plan)
    seen = lines.read_table(table, plan, around, name, key)
    got.lines += repeats.settle(seen, table, plan, name, got.seen)
    got.problems += seen.problems
    got.appeal_problems += seen.appeal_problems
    got.aside += [SetAside(a.row, a.kind, a.reason, name) for a in merged]
    got.aside += seen.aside
    got.aside += [SetAside(n, "ignored", "header", name) for n, _ in table.header_rows]
    got.aside += [
        SetAside(n, "ignored", "above the header" if any(r) else "blank row", name) for n, r in table.preamble
    ]
    got.aside += [SetAside(n, "ignored", why, name) for n, why in table.folded]
    got.columns += described(plan, table, name, passed_over(plan, table))
    got.questions += [q for q in plan.questions if q not in got.questions]
    got.notes += [
        f"No header names the {role_words(u.role)}: it was read from “{shown(table, u.at)}”. Look whether that is right."
        for u in plan.uses
        if u.why in UNNAMED
    ]
    if any(x.appeals for e in seen.entries for x in e.lines) and not appeals.levels_told(plan, table):
        got.notes.append(appeals.ASSUMED)
    if seen.undecided_dates:
        got.notes.append(
            "The dates of service are written in both orders (month first and day first): see that their months are right."
        )


def _set_aside_rest(got: _Gathered, sheets: list[Sheet], pairs: list[Pair], others: list[Table]) -> None:
    """Rows of sheets and tables that list no lines are accounted for too."""
    used = {id(t.sheet) for t, _ in pairs}
    for table in others:
        if id(table.sheet) in used:
            name = sheet_name(table.sheet, sheets)
            numbers = [n for n, _ in (*table.preamble, *table.header_rows, *table.rows)]
            got.aside += [SetAside(n, "ignored", "table without claim lines", name) for n in numbers]
    for sheet in sheets:
        if id(sheet) in used:
            continue
        name = sheet_name(sheet, sheets)
        reason = "hidden sheet" if sheet.hidden else "sheet without claim lines"
        got.aside += [SetAside(sheet.first_row + n, "ignored", reason, name) for n in range(len(sheet.rows))]
        if sheet.hidden and sheet.rows:
            got.notes.append("A hidden sheet was not read.")


def _batch(got: _Gathered, sheets: list[Sheet], pairs: list[Pair]) -> Batch:
    outcomes = {x.outcome for x in got.lines}
    denials_only = bool(got.lines) and outcomes <= {Outcome.DENIED, Outcome.PARTLY_PAID, Outcome.PENDING}
    layout = hashlib.sha256(
        "\x1f".join("\x1e".join(map(header.words, t.headers)) for t, _ in pairs).encode()
    ).hexdigest()[:32]
    told = {(x.sheet, x.row) for x in got.lines} | {(p.sheet, p.row) for p in got.problems if p.row is not None}
    aside = {(a.sheet, a.row): a for a in got.aside if (a.sheet, a.row) not in told}
    got.columns.sort(key=lambda c: c.position)
    return Batch(
        kind="spreadsheet",
        lines=tuple(got.lines),
        problems=tuple(sorted(got.problems, key=lambda p: (p.sheet or "", p.row or 0))),
        appeal_problems=tuple(sorted(got.appeal_problems, key=lambda p: (p.sheet or "", p.row or 0))),
        set_aside=tuple(aside.values()),
        columns=tuple(got.columns),
        questions=tuple(got.questions),
        notes=tuple(dict.fromkeys(got.notes)),
        layout=layout,
        rows=len(told) + len(aside),
        complete=False if denials_only else None,
        name="spreadsheet",
        extra={"sheets": str(len(sheets))},
    )
