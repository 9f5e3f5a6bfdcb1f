"""Rows of tables as statements: columns by their header, entries by the document's own legend, marks by their footnote.

The one thing to know: a status column beats a footnote, a footnote beats an amount, and the kind of list counts only
where the row itself says nothing. A number outside the code column is never a code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tracker.intake.documents import columns as col
from tracker.intake.documents.codes import Found, find_codes, quick, tidy
from tracker.intake.documents.dates import one_day, period
from tracker.intake.documents.legend import Legend
from tracker.intake.documents.lists import kind_of
from tracker.intake.documents.model import Mention, Place, Row, Table
from tracker.intake.documents.row_says import RowSays, Scope, merge
from tracker.intake.documents.statements import BUNDLED, CONDITIONS, COVERED, NOT_COVERED
from tracker.intake.documents.table_cells import CellReader
from tracker.intake.documents.table_shape import Shape, rows_with_shape
from tracker.intake.documents.table_turned import one_row_a_code
from tracker.intake.documents.text import flat

Prose = Callable[[str, Place], list[Mention]]


class TableReader:
    """Reads tables of one document. `prose` reads a row as running text where there is no code column."""

    def __init__(self, legend: Legend, prose: Prose) -> None:
        self.legend, self.prose, self.cells = legend, prose, CellReader(legend)
        self.shapes: dict[int, tuple[Shape, Shape]] = {}

    def mentions(self, table: Table, scope: Scope) -> list[Mention]:
        return [m for block in one_row_a_code(table) for m in self._block(block, scope)]

    def _block(self, table: Table, scope: Scope) -> list[Mention]:
        out: list[Mention] = []
        local = scope
        for row, plain, section in rows_with_shape(table):
            shape = self._explained(plain, table)
            if section == "§":
                if row.place in self.legend.places:
                    continue
                local = self._under(flat(" ".join(dict.fromkeys(c for c in row.cells if c.strip()))), scope)
                continue
            joined = " ".join(row.cells)
            if not quick().search(joined) and not row.removed:
                continue
            out += self._row(row, shape, local)
        return out

    def _explained(self, shape: Shape, table: Table) -> Shape:
        """A column the legend names, or whose entries it explains, holds what the legend speaks of."""
        if id(shape) not in self.shapes:
            roles = tuple(
                (self.legend.asks(h) or r)
                if r in {"", "limit", "record"} and h
                else "status"
                if r in {"label", "product"} and self._told_by_legend(n, table)
                else r
                for n, (h, r) in enumerate(zip(shape.header, shape.roles, strict=True))
            )
            self.shapes[id(shape)] = (shape, shape if roles == shape.roles else replace(shape, roles=roles))
        return self.shapes[id(shape)][1]

    def _told_by_legend(self, n: int, table: Table) -> bool:
        """Are nearly all entries of this column, whatever it is called, explained by the legend?"""
        entries = {r.cells[n].strip() for r in table.rows[:400] if n < len(r.cells) and r.cells[n].strip()}
        entries.discard(table.rows[0].cells[n].strip() if n < len(table.rows[0].cells) else "")
        known = [e for e in entries if self.legend.meaning(e, "", table.rows[0].place, "status")]
        return len(known) > 1 and len(known) >= 0.7 * len(entries) and len(entries) < 30

    def _under(self, title: str, scope: Scope) -> Scope:
        """The scope below a row that is a title."""
        kind = kind_of(title, scope.about_auth)
        when = period(title)
        changed = scope
        if kind:
            changed = replace(changed, status=kind.status, auth=kind.auth, reason=title)
        if when.start:
            changed = replace(changed, start=when.start, end=when.end, by_document=False)
        if named := col.product(title):
            changed = replace(changed, product=named)
        return changed

    def _row(self, row: Row, shape: Shape, scope: Scope) -> list[Mention]:
        cells = [tidy(c) for c in row.cells]
        found = self._codes(cells, shape)
        passage = flat(" | ".join(c for c in cells if c.strip()))[:600]
        if not found:
            if shape.code_columns and any(
                col.CODE_CELL.match(cells[n].strip()) for n in shape.code_columns if n < len(cells)
            ):
                return []
            records = {n for n, r in enumerate(shape.roles) if r == "record"}
            texts = [
                flat(c) for n, c in enumerate(cells) if n not in records and re.search(r"[A-Za-z]{3}|[A-Z]\d{4}", c)
            ]
            line = " ".join(texts) if not shape.header else ". ".join(t for t in texts if find_codes(t))
            bound = next(
                (flat(c) for c, r in zip(cells, shape.roles, strict=False) if r == "product" and c.strip()), None
            )
            said = [_on(m, cells) for m in (self.prose(line, row.place) if find_codes(line) else [])]
            return [*(replace(m, line_of_business=m.line_of_business or bound) for m in said), *self._removed(row)]
        if (
            row.removed
            and not any(
                c.strip()
                for n, c in enumerate(cells)
                if n not in shape.code_columns and shape.roles[n : n + 1] != ("past",)
            )
            and not scope.status
        ):
            return [
                Mention(c, row.place, passage, reason="the rest of its row is removed") for f in found for c in f.codes
            ]
        out: list[Mention] = []
        for product, values in self._values(cells, shape, row, scope):
            for hit in found:
                out += [
                    self._mention(code, hit, product, values.of(code), row.place, passage, scope) for code in hit.codes
                ]
        return out + self._removed(row, {m.code for m in out})

    def _removed(self, row: Row, known: set[str] | None = None) -> list[Mention]:
        return removed_mentions(row.removed, row.place, known or set())

    def _codes(self, cells: list[str], shape: Shape) -> list[Found]:
        found: list[Found] = []
        for n in shape.code_columns:
            if n < len(cells) and cells[n].strip():
                found += find_codes(
                    re.sub(r"(?<=\d)\n(?=[\dA-Z])", ", ", cells[n]) if _stacked(cells[n]) else flat(cells[n])
                )
        if len(shape.code_columns) == 2 and not any(len(f.codes) > 1 for f in found):
            found = _from_to(cells, shape) or found
        return found

    def _values(self, cells: list[str], shape: Shape, row: Row, scope: Scope) -> list[tuple[str | None, RowSays]]:
        """What the row says, once for each product that has columns of its own."""
        header = [*shape.header, *[""] * (len(cells) - len(shape.header))]
        roles = [*shape.roles, *[""] * (len(cells) - len(shape.roles))]
        named = [*shape.products, *[None] * (len(cells) - len(shape.products))]
        common = RowSays()
        groups: dict[str, RowSays] = {}
        unknown: list[int] = []
        for n, cell in enumerate(cells):
            if n in shape.code_columns or roles[n] == "past":
                self.cells.notes(cell if n in shape.code_columns else "", common, row.place)
                if n in shape.code_columns:
                    self.cells.beside_code(cell, common, row.place)
                continue
            product = named[n]
            target = common if product is None else groups.setdefault(product, RowSays(product=product))
            if roles[n] == "" and product is None:
                unknown.append(n)
                continue
            said = cell.strip() or self.legend.meaning("", header[n], row.place, "status")
            target.blank = target.blank and not said
            self.cells.cell(cell, header[n], roles[n] or "status", target, row.place, scope)
        self.cells.unknown(unknown, cells, header, common, groups, row.place)
        self.cells.fills(row, shape, common)
        if not groups:
            return [(common.product, replace(common, blank=False))]
        told = {label: group for label, group in groups.items() if not group.blank} or groups
        if shape.grouped:
            return [
                (
                    common.product,
                    replace(merge(common, g), product=common.product, modifiers=f"{common.modifiers} {label}".strip()),
                )
                for label, g in told.items()
            ]
        return [(label, merge(common, group)) for label, group in told.items()]

    def _mention(
        self, code: str, hit: Found, product: str | None, v: RowSays, place: Place, passage: str, scope: Scope
    ) -> Mention:
        if v.blank and product:
            scope = replace(scope, status=None, auth="unknown", reason="")
        if v.moved and v.moved.status:
            v = replace(
                v, status=v.moved, start=v.moved.period.start or v.start, end=None, auth_reason="", auth="unknown"
            )
        status, reason, _undecided = _decide(v, scope)
        listed = (
            "unknown"
            if v.unclear or (status in {NOT_COVERED, BUNDLED} and (v.status or v.worded or v.weak))
            else scope.auth
        )
        auth = v.auth if v.auth != "unknown" else listed
        auth_reason = v.auth_reason or (scope.auth_reason or scope.reason if listed != "unknown" else "")
        if status in {NOT_COVERED, BUNDLED} and auth == "no":
            auth, auth_reason = "unknown", ""
        conditions = tuple(
            dict.fromkeys([*v.conditions, *(scope.conditions if status in {COVERED, CONDITIONS} else ())])
        )
        if status == COVERED and (auth == "yes" or conditions):
            status = CONDITIONS
        amount = v.amount if v.amount else v.facility
        reasons = [r for r in (reason, auth_reason) if r]
        said = status is not None or auth != "unknown"
        start = v.start or (scope.start if said or not scope.by_document else None)
        return Mention(
            code, place, passage, status, conditions if status not in {NOT_COVERED, BUNDLED} else (), auth, start, v.end or (scope.end if not v.start else None),
            amount if amount and status not in {NOT_COVERED, BUNDLED} else None, product or v.product or scope.product,
            " · ".join(dict.fromkeys(reasons)) or scope.reason, f"{hit.modifiers} {v.modifiers}".strip(), v.start is None and scope.by_document,
        )  # fmt: skip


def _decide(v: RowSays, scope: Scope) -> tuple[str | None, str, bool]:
    """Status, its reason, and whether the row itself leaves it undecided."""
    for says in (v.status, v.worded):
        if says is not None and says.status:
            if says.status == COVERED and v.weak and v.weak.status in {NOT_COVERED, BUNDLED} and says is v.status:
                return None, f"{says.reason} · {v.weak.reason}", True
            return says.status, says.reason, False
        if says is not None and says.undecided:
            return None, says.reason, True
    if v.weak is not None and (v.weak.status or v.weak.undecided):
        return v.weak.status, v.weak.reason, v.weak.undecided
    if v.amount or v.facility:
        return COVERED, v.reasons[0] if v.reasons else "an amount is shown", False
    return scope.status, scope.reason if scope.status else "", False


def _on(m: Mention, cells: list[str]) -> Mention:
    """A change log (`7/1/2025 | 97550 made payable`): what a row tells holds from the only day in a cell of its own."""
    days = [d for d in (one_day(flat(c)) for c in cells if len(c.strip()) < 20) if d]
    return replace(m, effective_from=days[0]) if len(days) == 1 and not (m.effective_from or m.effective_to) else m


def _stacked(cell: str) -> bool:
    """Several whole codes one under the other in a cell."""
    lines = [c.strip() for c in cell.split("\n") if c.strip()]
    return len(lines) > 1 and all(re.match(r"[A-Z]?\d{4,5}", c) for c in lines)


def _from_to(cells: list[str], shape: Shape) -> list[Found]:
    """Two code columns that hold the first and the last code of a range."""
    a, b = (cells[n].strip() if n < len(cells) else "" for n in shape.code_columns[:2])
    heads = [shape.header[n].casefold() if n < len(shape.header) else "" for n in shape.code_columns[:2]]
    if (
        a
        and b
        and a != b
        and re.search(r"from|first|start|begin|low", heads[0])
        and re.search(r"to|through|thru|last|end|high", heads[1])
    ):
        return find_codes(f"{a}-{b}")
    return []


def removed_mentions(removed: str, place: Place, known: set[str]) -> list[Mention]:
    """Codes that stand only in removed words: named, and nothing said."""
    if not removed:
        return []
    named = dict.fromkeys(c for f in find_codes(flat(removed)) for c in f.codes)
    return [
        Mention(c, place, flat(removed)[:300], reason="only in removed text, which states nothing")
        for c in named
        if c not in known
    ]
