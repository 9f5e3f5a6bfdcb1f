"""Related sheets: lines that hold `PayerID 3`, and another sheet that says what 3 is; entries and their claims.

The one thing to know: sheets are joined only where the key's header is the same in both (but for what tells two keys
of one table apart: `CUR_PAYOR_ID`, `REMIT_CODE_TWO_ID`), its values are unique in one and all found there; anything
less would be a guess. Only facts of a line are taken over, so nobody's name is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.intake.sheets import header
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.grid import Sheet
from tracker.intake.sheets.table import Table

MOST = 50_000
TAKEN = frozenset(
    ["payer", "payer_other", "payer_type", "state", "place", "date", "month", "year", "outcome", "denied_flag"]
)
NAMED = frozenset({"payer", "outcome", "reason", "remark", "payer_id"})
_KEY = re.compile(r" (?:id|ids|c|key|cd|no|num|number|nbr|pk|fk|sk)$")
_NAME = re.compile(r"(?:name|title|desc|description|display|display name|label|text|meaning|long name|short name)")
_APART = frozenset("one two three four first second third 1 2 3 4 cur current orig original".split())


@dataclass(frozen=True)
class Lookup:
    """A sheet that says what its keys mean. columns: header -> key -> meaning. named: key -> its own name, where the key
    is one of a fact itself (a payer, a status, a reason), called `name`."""

    sheet: Sheet
    key: str  # words of the key's header
    keys: frozenset[str]
    columns: dict[str, dict[str, str]]
    name: str = ""
    named: dict[str, str] = field(default_factory=dict)


def join(tables: list[Table], sheets: list[Sheet]) -> None:
    """Adds to tables of codes what another sheet says of their keys, in place."""
    if len(sheets) < 2:
        return
    found = [one for sheet in sheets for one in (_lookup(sheet), _parent(sheet)) if one]
    for table in tables:
        if found and any(header.best(h)[0] == "code" for h in table.headers if h):
            for lookup in found:
                if lookup.sheet is not table.sheet and not _write_names(table, lookup):
                    _join(table, lookup)


def _lookup(sheet: Sheet) -> Lookup | None:
    rows = [r for r in sheet.rows if sum(1 for c in r if c.strip()) > 1]
    if not 2 <= len(rows) <= MOST:
        return None
    head, body = [plain(c) for c in rows[0]], rows[1:]
    keys = [plain(r[0]) for r in body]
    if (
        not head[0]
        or len(set(keys)) != len(keys)
        or not all(keys)
        or any(header.best(h)[0] == "code" for h in head if h)
    ):
        return None
    columns = {
        h: {k: r[at] for k, r in zip(keys, body, strict=True) if at < len(r)}
        for at, h in enumerate(head)
        if at and h and header.best(h)[0] in TAKEN and header.best(h)[1] >= 0.5
    }
    name = _KEY.sub("", header.words(head[0]))
    at = _naming(head, name)
    named = {k: r[at] for k, r in zip(keys, body, strict=True) if at < len(r)} if at else {}
    found = Lookup(sheet, header.words(head[0]), frozenset(keys), columns, name, named)
    return found if columns or named else None


# Keys by which form tools tie a repeated group to its entry: the child's header -> the parent's.
CHILD_KEYS = {"parent index": "index", "parent key": "key", "parent id": "id", "parent rowid": "rowid", "parent globalid": "globalid"}  # fmt: skip


def _parent(sheet: Sheet) -> Lookup | None:
    """The entries of a form, as its repeated groups on other sheets refer to them (`_parent_index` to `_index`)."""
    rows = [r for r in sheet.rows if sum(1 for c in r if c.strip()) > 1]
    if not 2 <= len(rows) <= MOST or any(header.best(plain(h))[0] == "code" for h in rows[0] if h):
        return None
    words = [header.words(h) for h in rows[0]]
    child, at = next(((c, words.index(p)) for c, p in CHILD_KEYS.items() if p in words), ("", 0))
    keys = [plain(r[at]) if at < len(r) else "" for r in rows[1:]]
    if not child or not all(keys) or len(set(keys)) != len(keys):
        return None
    columns = {
        plain(h): {k: r[n] for k, r in zip(keys, rows[1:], strict=True) if n < len(r)}
        for n, h in enumerate(rows[0])
        if h and header.best(plain(h))[0] in TAKEN and header.best(plain(h))[1] >= 0.5
    }
    return Lookup(sheet, child, frozenset(keys), columns) if columns else None


def _naming(head: list[str], name: str) -> int:
    """The column that names what the keys stand for, where they stand for a fact of a line; else 0."""
    role, weight = header.best(name) if name else ("", 0.0)
    if role not in NAMED or weight < 0.5:
        return 0
    alike = [n for n, h in enumerate(head) if n and h and role in header.roles(h) and header.best(h)[0] != "payer_type"]
    called = [n for n, h in enumerate(head) if n and _NAME.fullmatch(header.words(h))]
    return (alike or called or [0])[0]


def _write_names(table: Table, lookup: Lookup) -> bool:
    """Writes names in place of keys into every column of such keys; whether there was one."""
    wanted = _bare(lookup.key)
    found = [n for n, h in enumerate(table.headers) if h and lookup.named and _same(_bare(header.words(h)), wanted)]
    written = False
    for at in found:
        cells = {plain(r[at]) for _, r in table.rows if at < len(r) and not is_nothing(r[at])}
        if not cells or not cells <= lookup.keys:
            continue
        for n, (number, row) in enumerate(table.rows):
            if at < len(row) and (said := lookup.named.get(plain(row[at]))) is not None:
                table.rows[n] = (number, [*row[:at], said, *row[at + 1 :]])
        table.headers[at] = f"{table.headers[at]} | {lookup.name}"
        if at < len(table.last_parts):
            table.last_parts[at] = lookup.name
        written = True
    return written


def _bare(words: str) -> str:
    return " ".join(w for w in words.split() if w not in _APART)


def _same(one: str, two: str) -> bool:
    """Equal, or one is the end of the other and says of what it is the key (`cur payor id`, `payor id`)."""
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    return longer == shorter or (" " in shorter and longer.endswith(f" {shorter}"))


def _join(table: Table, lookup: Lookup) -> None:
    at = next((n for n, h in enumerate(table.headers) if h and header.words(h) == lookup.key), None)
    if at is None:
        return
    cells = {plain(r[at]) for _, r in table.rows if at < len(r) and not is_nothing(r[at])}
    own = {header.best(h)[0] for n, h in enumerate(table.headers) if h and n != at}
    new = {h: meanings for h, meanings in lookup.columns.items() if header.best(h)[0] not in own}
    if not cells or not cells <= lookup.keys or not new:
        return
    width = table.width
    for n, (number, row) in enumerate(table.rows):
        key = plain(row[at]) if at < len(row) else ""
        table.rows[n] = (number, [*row, *[""] * (width - len(row)), *(m.get(key, "") for m in new.values())])
    table.headers[at] = "Record ID"  # the key itself says nothing any more
    table.headers += list(new)
    table.last_parts = [*table.last_parts, *[""] * (width - len(table.last_parts)), *new]
    table.last_parts[at] = "Record ID"
