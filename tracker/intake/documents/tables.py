"""Rows of tables as statements: columns by their header, entries by the document's own legend, marks by their footnote.

The one thing to know: a status column beats a footnote, a footnote beats an amount, and the kind of list counts only
where the row itself says nothing. A number outside the code column is never a code.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.intake.documents import columns as col
from tracker.intake.documents.codes import Found, find_codes, quick, tidy
from tracker.intake.documents.dates import one_day, period
from tracker.intake.documents.legend import Legend
from tracker.intake.documents.lists import kind_of
from tracker.intake.documents.model import Mention, Place, Row, Table
from tracker.intake.documents.statements import (
    BUNDLED,
    CONDITIONS,
    COVERED,
    NOT_COVERED,
    Says,
    product_of,
    read,
    read_cell,
)
from tracker.intake.documents.text import flat

MARK = re.compile(r"\^(\w{1,2})|([*†‡§]{1,3})|[\[(](\d{1,2}|[a-z])[\])]\s*$")
DEPENDS = re.compile(
    r"(?i)^\W*(?:call|contact|ask|check|see|refer to|verify|review|depends?|varies|it depends|unknown|undetermined|may (?:be|need|require)|member[- ]specific|plan[- ]specific)\b"
)
AMOUNT = re.compile(r"^\W{0,3}(?:USD\s*)?\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(?:USD|/\s*unit|per unit)?\W{0,2}$")


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands above a table or list: its kind, date, product and the words this rests on."""

    status: str | None = None
    auth: str = "unknown"
    start: str | None = None
    end: str | None = None
    product: str | None = None
    conditions: tuple[str, ...] = ()
    reason: str = ""
    about_auth: bool = False
    by_document: bool = True
    auth_reason: str = ""
    asks: str = ""  # what a bare yes or no under the name of a product answers: `auth`, `covered`


@dataclass(slots=True)
class _Shape:
    """The columns of the table at the present row."""

    header: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    products: tuple[str | None, ...] = ()
    code_columns: tuple[int, ...] = ()
    grouped: bool = False  # `products` holds provider groups, not lines of business


@dataclass(slots=True)
class _Row:
    """What the columns of one row (for one product) gave."""

    status: Says | None = None
    weak: Says | None = None  # from a remark
    auth: str = "unknown"
    auth_reason: str = ""
    amount: float | None = None
    facility: float | None = None
    worded: Says | None = None  # NC, INCL, BR in a column of amounts
    start: str | None = None
    end: str | None = None
    conditions: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    modifiers: str = ""
    product: str | None = None
    unclear: bool = False  # an entry on coverage or authorization that says "it depends"
    blank: bool = True  # no entry of its own: the kind of list says nothing about it


Prose = Callable[[str, Place], list[Mention]]


def shape_of(header: Sequence[str], rows: Sequence[Row]) -> _Shape:
    header = tuple(flat(h) for h in header)
    roles = tuple(col.role(h) for h in header)
    found = tuple(
        None if r in {"code", "modifier", "label", "from", "to", "record", "product", "limit"} else col.product(h)
        for h, r in zip(header, roles, strict=True)
    )
    roles, found = _by_entries(header, roles, found, rows)
    found = _told_apart(header, roles, found)
    codes = tuple(n for n, r in enumerate(roles) if r == "code")
    if codes and len(codes) > 1:
        codes = _with_codes(codes, rows) or codes
    if not any(found) and (groups := _provider_groups(header, roles)):
        return _Shape(header, roles, groups, codes or _by_content(rows, roles), grouped=True)
    return _Shape(header, roles, found, codes or _by_content(rows, roles))


def _by_entries(
    header: tuple[str, ...], roles: tuple[str, ...], found: tuple[str | None, ...], rows: Sequence[Row]
) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """Columns whose heading tells nothing but whose entries are statements (`Network`, `Out of network`, `Ohio`): each
    states for what its heading names. A bare `Date` beside a code column is the first day."""
    stated = [n for n, r in enumerate(roles) if r in {"", "product"} and header[n] and _states(n, rows)]
    new_roles, new_found = list(roles), list(found)
    for n in stated:
        new_roles[n] = "status"
        new_found[n] = found[n] or (header[n] if len(stated) > 1 or "status" in roles else None)
    if "code" in roles and "from" not in roles:
        new_roles = ["from" if not r and header[n].casefold() == "date" else r for n, r in enumerate(new_roles)]
    return tuple(new_roles), tuple(new_found)


def _states(n: int, rows: Sequence[Row]) -> bool:
    cells = [flat(r.cells[n]) for r in rows[:80] if n < len(r.cells) and r.cells[n].strip()]
    words = [c for c in cells[1:] or cells if 3 < len(c) < 40]
    return (
        len(words) > 0.5 * len(cells) - 1
        and bool(words)
        and sum(bool(read_cell(c).status) for c in words) >= 0.6 * len(words)
    )


def _told_apart(
    header: tuple[str, ...], roles: tuple[str, ...], found: tuple[str | None, ...]
) -> tuple[str | None, ...]:
    """`HMO` and `PPO` are both commercial and two columns: where one line of business has two columns for one matter, the
    header's own words keep them apart."""
    seen: dict[tuple[str, str], set[str]] = {}
    for h, r, p in zip(header, roles, found, strict=True):
        if p:
            seen.setdefault((r, p), set()).add(h.casefold())
    twice = {p for (_, p), heads in seen.items() if len(heads) > 1}
    return tuple(f"{p}: {h}" if p in twice else p for h, p in zip(header, found, strict=True))


def _provider_groups(header: tuple[str, ...], roles: tuple[str, ...]) -> tuple[str | None, ...]:
    """Columns that repeat under several headings (`PT Rate`, `PT PA`, `Behavioral Rate`, `Behavioral PA`)."""
    heads: list[str | None] = [None] * len(header)
    seen: dict[str, set[str]] = {}
    for n, (text, role) in enumerate(zip(header, roles, strict=True)):
        twins = [h for h, r in zip(header, roles, strict=True) if r == role]
        if role in {"rate", "auth", "status"} and len(twins) > 1:
            words = text.split()
            same = next((k for k in range(len(words), 0, -1) if all(t.split()[-k:] == words[-k:] for t in twins)), 0)
            head = " ".join(words[: len(words) - same])
            if same and head and not re.fullmatch(r"[\d/ -]+", head):
                heads[n] = head
                seen.setdefault(head, set()).add(role)
    return tuple(heads) if len(seen) > 1 and all(len(r) > 1 for r in seen.values()) else ()


def _with_codes(candidates: tuple[int, ...], rows: Sequence[Row]) -> tuple[int, ...]:
    sample = rows[:400]
    return tuple(
        n
        for n in candidates
        if sum(bool(col.CODE_CELL.match(r.cells[n].strip())) for r in sample if n < len(r.cells)) > 0.2 * len(sample)
    )


def _by_content(rows: Sequence[Row], roles: tuple[str, ...] = ()) -> tuple[int, ...]:
    """Columns of a headless table in which most entries look like codes; a column that counts up is one only if alone."""
    sample = rows[:600]
    found: list[int] = []
    counting: list[int] = []
    width = max((len(r.cells) for r in sample), default=0)
    for n in range(width):
        if roles[n : n + 1] and roles[n] in {"record", "rate", "facility_rate", "from", "to"}:
            continue
        cells = [r.cells[n].strip() for r in sample if n < len(r.cells) and r.cells[n].strip()]
        hits = sum(bool(col.CODE_CELL.match(c)) and len(c) < 40 for c in cells)
        if cells and hits >= 0.5 * len(cells) and len(set(cells)) > 0.5 * len(cells):
            numbered = len(cells) >= 8 and not any(re.match(r"[A-Z]\d{4}", c) for c in cells) and _sequence(cells)
            (counting if numbered else found).append(n)
    if found and len(found) < 0.6 * width:
        return tuple(found[:1])
    return tuple(found or counting)


def _sequence(cells: list[str]) -> bool:
    """Record numbers count up by one; codes do not."""
    numbers = [int(c) for c in cells if c.isdecimal()]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return len(steps) > 6 and sum(s == 1 for s in steps) > 0.9 * len(steps)


def rows_with_shape(table: Table) -> Iterator[tuple[Row, _Shape, str]]:
    """Rows that may matter, each with the header in force and the section title above it."""
    rows = table.rows
    at, high = (0, 0) if table.header else col.header_height([r.cells for r in rows[:60]])
    header: Sequence[str] = table.header or ()
    if high:
        header = _join_header([r.cells for r in rows[at : at + high]])
    shape = shape_of(header, rows) if header else _Shape(code_columns=_by_content(rows))
    section = ""
    for n, row in enumerate(rows):
        if high and at <= n < at + high:
            continue
        filled = {c.strip() for c in row.cells if c.strip()}
        if not filled:
            continue
        if len(filled) == 1 and len(row.cells) > 1 and not find_codes(tidy(next(iter(filled)))):
            section = flat(next(iter(filled)))
            yield row, shape, "§"
            continue
        if (
            n > at + high
            and len(filled) > 1
            and not quick().search(" ".join(row.cells))
            and col.looks_like_header(row.cells)
        ):
            shape = shape_of(row.cells, rows[n + 1 :])
            continue
        yield row, shape, section


def _join_header(rows: Sequence[Sequence[str]]) -> list[str]:
    """Header rows as one; the upper entry of a group reaches over the empty cells beside it."""
    width = max(map(len, rows))
    full = [[*r, *[""] * (width - len(r))] for r in rows]
    if len(full) > 1:
        for upper, lower in itertools.pairwise(full):
            last = ""
            for n in range(width):
                if upper[n].strip():
                    last = (
                        upper[n]
                        if (
                            col.product(upper[n])
                            or not col.role(upper[n])
                            or (n + 1 < width and not upper[n + 1].strip() and lower[n + 1].strip())
                        )
                        else ""
                    )
                elif last and lower[n].strip() and n:
                    upper[n] = last
    return [" ".join(dict.fromkeys(c.strip() for c in column if c.strip())) for column in zip(*full, strict=True)]


def side_by_side(table: Table) -> list[Table]:
    """`Code | Fee | Code | Fee` as two tables, the left one first."""
    at, high = (0, 0) if table.header else col.header_height([r.cells for r in table.rows[:60]])
    header = table.header or (table.rows[at].cells if high == 1 else ())
    names = [flat(h).casefold() for h in header]
    starts = [
        n
        for n, h in enumerate(names)
        if col.role(h) == "code" and h == names[next(k for k, x in enumerate(names) if x)]
    ]
    if len(starts) < 2 or starts[0] != 0:
        return [table]
    edges = [*starts, len(names)]
    heads = {tuple(filter(None, names[a:b])) for a, b in itertools.pairwise(edges)}
    if len(heads) != 1 or len(next(iter(heads))) < 2:
        return [table]
    return [
        replace(
            table,
            rows=tuple(replace(r, cells=r.cells[a:b], fills=()) for r in table.rows),
            header=table.header[a:b] if table.header else None,
        )
        for a, b in itertools.pairwise(edges)
    ]


class TableReader:
    """Reads tables of one document. `prose` reads a row as running text where there is no code column."""

    def __init__(self, legend: Legend, prose: Prose) -> None:
        self.legend, self.prose = legend, prose
        self.shapes: dict[int, tuple[_Shape, _Shape]] = {}

    def mentions(self, table: Table, scope: Scope) -> list[Mention]:
        return [m for block in side_by_side(table) for m in self._block(block, scope)]

    def _block(self, table: Table, scope: Scope) -> list[Mention]:
        out: list[Mention] = []
        local = scope
        for row, plain, section in rows_with_shape(table):
            shape = self._explained(plain)
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

    def _explained(self, shape: _Shape) -> _Shape:
        """A column with an unknown heading that the document's legend names holds what the legend speaks of."""
        if id(shape) not in self.shapes:
            roles = tuple(
                (self.legend.asks(h) or r) if r in {"", "limit", "record"} and h else r
                for h, r in zip(shape.header, shape.roles, strict=True)
            )
            self.shapes[id(shape)] = (shape, shape if roles == shape.roles else replace(shape, roles=roles))
        return self.shapes[id(shape)][1]

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

    def _row(self, row: Row, shape: _Shape, scope: Scope) -> list[Mention]:
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
            return [*self.prose(line, row.place), *self._removed(row)] if find_codes(line) else self._removed(row)
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
                out += [self._mention(code, hit, product, values, row.place, passage, scope) for code in hit.codes]
        return out + self._removed(row, {m.code for m in out})

    def _removed(self, row: Row, known: set[str] | None = None) -> list[Mention]:
        return removed_mentions(row.removed, row.place, known or set())

    def _codes(self, cells: list[str], shape: _Shape) -> list[Found]:
        found: list[Found] = []
        for n in shape.code_columns:
            if n < len(cells) and cells[n].strip():
                found += find_codes(
                    re.sub(r"(?<=\d)\n(?=[\dA-Z])", ", ", cells[n]) if _stacked(cells[n]) else flat(cells[n])
                )
        if len(shape.code_columns) == 2 and not any(len(f.codes) > 1 for f in found):
            found = _from_to(cells, shape) or found
        return found

    def _values(self, cells: list[str], shape: _Shape, row: Row, scope: Scope) -> list[tuple[str | None, _Row]]:
        """What the row says, once for each product that has columns of its own."""
        header = [*shape.header, *[""] * (len(cells) - len(shape.header))]
        roles = [*shape.roles, *[""] * (len(cells) - len(shape.roles))]
        named = [*shape.products, *[None] * (len(cells) - len(shape.products))]
        common = _Row()
        groups: dict[str, _Row] = {}
        unknown: list[int] = []
        for n, cell in enumerate(cells):
            if n in shape.code_columns or roles[n] == "past":
                self._notes(cell if n in shape.code_columns else "", common, row.place)
                continue
            product = named[n]
            target = common if product is None else groups.setdefault(product, _Row(product=product))
            if roles[n] == "" and product is None:
                unknown.append(n)
                continue
            target.blank = target.blank and not cell.strip()
            self._cell(cell, header[n], roles[n] or "status", target, row.place, scope)
        self._unknown(unknown, cells, header, common, groups, row.place)
        self._fills(row, shape, common)
        if not groups:
            return [(common.product, replace(common, blank=False))]
        told = {label: group for label, group in groups.items() if not group.blank} or groups
        if shape.grouped:
            return [
                (
                    common.product,
                    replace(_merge(common, g), product=common.product, modifiers=f"{common.modifiers} {label}".strip()),
                )
                for label, g in told.items()
            ]
        return [(label, _merge(common, group)) for label, group in told.items()]

    def _fills(self, row: Row, shape: _Shape, target: _Row) -> None:
        """The colour behind the code, where the legend explains it; words in the row go before it."""
        behind = [row.fills[n] for n in shape.code_columns if n < len(row.fills) and row.fills[n]] or [
            f for f in row.fills if f
        ][:1]
        for name in dict.fromkeys([*behind, *(["any colour"] if behind else [])]):
            status = self.legend.meaning(name, "", row.place, "status")
            auth = self.legend.meaning(name, "", row.place, "auth")
            if status and target.weak is None and target.status is None:
                target.weak = replace(status.says, reason=status.line)
            if auth and target.auth == "unknown":
                target.auth, target.auth_reason = auth.says.auth, auth.line

    def _unknown(
        self,
        numbers: list[int],
        cells: list[str],
        header: list[str],
        common: _Row,
        groups: dict[str, _Row],
        place: Place,
    ) -> None:
        """Columns without a known header: words that state something are taken, each for its own column."""
        stated = []
        for n in numbers:
            text = flat(cells[n])
            if not text or AMOUNT.match(text):
                if not header[n] and AMOUNT.match(text) and re.search(r"\$|\.\d\d\b", text) and common.amount is None:
                    common.amount = _amount(text)
                elif (
                    not header[n] and AMOUNT.match(text) and re.search(r"\$|\.\d\d\b", text) and common.facility is None
                ):
                    common.facility = _amount(text)
                continue
            if one_day(text) and len(text) < 14:
                if common.start is None and not header[n]:
                    common.start = one_day(text)
                elif common.end is None and not header[n]:
                    common.end = one_day(text)
                continue
            entry = self.legend.meaning(text, header[n], place, "status")
            says = (
                entry.says
                if entry
                else read_cell(text)
                if len(text) > 3
                else read_cell(text)
                if text.casefold() in {"nc", "br"}
                else Says()
            )
            if says.status or says.undecided or says.auth != "unknown" or says.restricts:
                stated.append((n, replace(says, reason=f"{text} ({entry.line})" if entry else text)))
            self._notes(cells[n], common, place)
        if len(stated) > 1 and all(header[n] and s.status for n, s in stated) and not groups:
            for n, says in stated:
                groups[header[n]] = _Row(
                    status=says,
                    product=header[n],
                    auth=says.auth,
                    auth_reason=says.reason,
                    conditions=[*says.conditions],
                )
            return
        for _, says in stated:
            if says.status or says.undecided:
                common.status = common.status or says
            if says.auth != "unknown":
                common.auth, common.auth_reason = says.auth, says.reason
            common.conditions += says.conditions

    def _notes(self, cell: str, target: _Row, place: Place) -> None:
        """Footnotes hung on this cell."""
        for m in MARK.finditer(cell):
            mark = next(g for g in m.groups() if g)
            entry = (
                self.legend.note(mark, place)
                or self.legend.meaning(mark, "", place, "status")
                or self.legend.meaning(mark, "", place, "auth")
            )
            if entry is None:
                continue
            says = entry.says
            if says.restricts or (says.conditions and not says.status):
                target.conditions.append(entry.line)
            if says.status or says.undecided:
                target.weak = target.weak or replace(says, reason=entry.line)
            if says.auth != "unknown" and target.auth == "unknown":
                target.auth, target.auth_reason = says.auth, entry.line
            target.start = target.start or says.period.start
            target.end = target.end or says.period.end

    def _cell(self, cell: str, header: str, role: str, target: _Row, place: Place, scope: Scope) -> None:
        text = flat(cell)
        self._notes(cell, target, place)
        bare = text if self.legend.knows(text) else MARK.sub("", text).strip()
        if role in {"rate", "facility_rate"}:
            self._rate(bare, header, role, target, place)
        elif role == "status":
            self._status(bare, header, target, place, scope, target.product is not None or bool(col.product(header)))
        elif role == "auth":
            self._auth(bare, header, target, place)
        elif role == "from":
            target.start = target.start or one_day(bare)
        elif role == "to":
            target.end = target.end or one_day(bare)
        elif role == "modifier" or role == "provider":
            target.modifiers = f"{target.modifiers} {bare}".strip()
        elif role == "product" and bare:
            target.product = _product_named(bare) or target.product
        elif role == "limit":
            self._limit(bare, header, target, place)

    def _rate(self, text: str, header: str, role: str, target: _Row, place: Place) -> None:
        if not text:
            return
        amount = _amount(text)
        if amount is not None:
            when = period(header)
            target.start = target.start or when.start
            if role == "rate" and target.amount is None:
                target.amount = amount
            elif role == "facility_rate" and target.facility is None:
                target.facility = amount
            target.reasons.append(f"{header}: {text}")
            return
        entry = self.legend.meaning(text, header, place, "status")
        says = entry.says if entry else read_cell(text)
        if (says.status or says.undecided) and target.worded is None:
            target.worded = replace(says, reason=entry.line if entry else f"{header}: {text}")

    def _status(
        self, text: str, header: str, target: _Row, place: Place, scope: Scope, shape_product: bool = False
    ) -> None:
        if AMOUNT.match(text) and re.search(r"\$|\.\d\d\b", text):
            self._rate(text, header, "rate", target, place)
            return
        entry = (
            self.legend.meaning(text, header, place, "status")
            if text
            else self.legend.meaning("", header, place, "status")
        )
        if entry is not None:
            says = replace(entry.says, reason=entry.line)
        elif text:
            question = col.asks(header)
            if not question and shape_product and not re.search(r"(?i)status|indicator", header):
                question = scope.asks
            bare = re.fullmatch(r"(?i)y|n|yes|no|x|[✓✔●✗✘]", text)
            if bare and not question and shape_product:
                return  # yes to what? neither the heading nor the title asks anything
            says = read_cell(text, question if question in {"covered", "auth"} else "status")
            if question == "auth" and says.auth == "unknown" and not bare:
                says = read_cell(text)
            if (
                not (says.status or says.undecided or says.restricts or says.auth != "unknown")
                and question == "medicare"
            ):
                says = read_cell(text, "medicare")
            target.unclear = target.unclear or bool(DEPENDS.search(text) and says.auth == "unknown" and not says.status)
            says = replace(says, reason=f"{header}: {text}" if header else text)
        else:
            return
        if says.auth != "unknown" and target.auth == "unknown":
            target.auth, target.auth_reason = says.auth, says.reason
        elif target.auth == "unknown":
            other = self.legend.meaning(text, header, place, "auth")
            if other:
                target.auth, target.auth_reason = other.says.auth, other.line
        target.conditions += says.conditions if says.status != COVERED else ()
        if says.period:
            target.start, target.end = target.start or says.period.start, target.end or says.period.end
        target.amount = target.amount if target.amount is not None else says.rate
        if says.status or says.undecided:
            target.status = says if target.status is None else target.status
        if says.product and not target.product:
            target.product = says.product

    def _auth(self, text: str, header: str, target: _Row, place: Place) -> None:
        text = "" if re.fullmatch(r"[-–—.]*", text) else text
        entry = self.legend.meaning(text, header, place, "auth")
        if entry is not None:
            target.auth, target.auth_reason = entry.says.auth, entry.line
        elif text:
            says = read_cell(text, "auth")
            if says.auth != "unknown":
                target.auth, target.auth_reason = says.auth, f"{header}: {text}"

    def _limit(self, text: str, header: str, target: _Row, place: Place) -> None:
        if not text or re.fullmatch(r"(?i)[-–—.]*|none|n/?a|no limit|0", text):
            return
        entry = self.legend.meaning(text, header, place, "status") if len(text) < 12 else None
        says = entry.says if entry else read(text)
        asked = self.legend.meaning(text, header, place, "auth") if len(text) < 12 else None
        if asked and target.auth == "unknown":
            target.auth, target.auth_reason = asked.says.auth, asked.line
        if (
            entry is None
            and not (says.status or says.undecided)
            and re.search(r"(?i)reason|remark|comment|note|rationale", header)
        ):
            says = read_cell(text) if len(text) > 3 or text.casefold() in {"nc", "br", "incl"} else says
        if says.auth != "unknown" and target.auth == "unknown":
            target.auth, target.auth_reason = says.auth, f"{header}: {text}"
        if says.period:
            target.start, target.end = target.start or says.period.start, target.end or says.period.end
        if (says.status or says.undecided) and target.weak is None:
            target.weak = replace(says, reason=entry.line if entry else f"{header}: {text}")
        numeric = re.fullmatch(r"\d{1,3}", text) and re.search(r"(?i)limit|max|units", header)
        if says.conditions or says.restricts or numeric:
            target.conditions.append(f"{header}: {text}")

    def _mention(
        self, code: str, hit: Found, product: str | None, v: _Row, place: Place, passage: str, scope: Scope
    ) -> Mention:
        if v.blank and product:
            scope = replace(scope, status=None, auth="unknown", reason="")
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


def _decide(v: _Row, scope: Scope) -> tuple[str | None, str, bool]:
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


def _merge(common: _Row, group: _Row) -> _Row:
    merged = replace(group)
    merged.status = group.status or group.worded or common.status
    merged.weak = group.weak or common.weak
    merged.auth = group.auth if group.auth != "unknown" else common.auth
    merged.auth_reason = group.auth_reason or common.auth_reason
    merged.amount = group.amount if group.amount is not None else common.amount
    merged.facility = group.facility if group.facility is not None else common.facility
    merged.worded = group.worded or common.worded
    merged.start, merged.end = group.start or common.start, group.end or common.end
    merged.conditions = [*group.conditions, *common.conditions]
    merged.reasons = [*group.reasons, *common.reasons]
    merged.modifiers = f"{common.modifiers} {group.modifiers}".strip()
    return merged


def _product_named(entry: str) -> str | None:
    """The product a row is bound to, in its own words where they name no line of business; `All` binds to none."""
    if re.fullmatch(
        r"(?i)\W*(?:all|any|both|every)?(?: (?:products?|plans?|lines?|members?|lines? of business))?\W*", entry
    ):
        return None
    if re.search(r"(?i)\bmedicare\b", entry) and not product_of(entry):
        return "medicare_advantage"
    return product_of(entry) or entry


def _amount(text: str) -> float | None:
    m = AMOUNT.match(text)
    return float(m.group(1).replace(",", "") + (m.group(2) or "")) if m else None


def _stacked(cell: str) -> bool:
    """Several whole codes one under the other in a cell."""
    lines = [c.strip() for c in cell.split("\n") if c.strip()]
    return len(lines) > 1 and all(re.match(r"[A-Z]?\d{4,5}", c) for c in lines)


def _from_to(cells: list[str], shape: _Shape) -> list[Found]:
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
