"""What the columns of a table hold at each of its rows: headers, also in the middle; products; first and last of a span.

The one thing to know: a header in the table's own words decides; the entries decide only where the header tells nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.intake.documents import columns as col
from tracker.intake.documents.codes import find_codes, quick, tidy
from tracker.intake.documents.dates import period
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.model import Row, Table
from tracker.intake.documents.text import flat


@dataclass(slots=True)
class Shape:
    """The columns of the table at the present row."""

    header: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    products: tuple[str | None, ...] = ()
    code_columns: tuple[int, ...] = ()
    grouped: bool = False  # `products` holds provider groups, not lines of business


def shape_of(header: Sequence[str], rows: Sequence[Row]) -> Shape:
    header = tuple(flat(h) for h in header)
    roles = tuple(col.role(h) for h in header)
    found = tuple(
        None if r in {"code", "modifier", "label", "from", "to", "record", "product", "limit"} else col.product(h)
        for h, r in zip(header, roles, strict=True)
    )
    roles, found = _by_entries(header, _superseded(header, roles), found, rows)
    roles = _foreign(header, _choices(header, roles, found, rows))
    found = tuple(None if r in {"choice", "past"} else p for r, p in zip(roles, found, strict=True))
    found = _told_apart(header, roles, found)
    if "code" not in roles:
        roles = _spans(header, roles, rows)
    codes = tuple(n for n, r in enumerate(roles) if r == "code")
    if codes and len(codes) > 1:
        codes = _with_codes(codes, rows) or codes
    if not any(found) and (groups := _provider_groups(header, roles)):
        return Shape(header, roles, groups, codes or _by_content(rows, roles), grouped=True)
    return Shape(header, roles, found, codes or _by_content(rows, roles))


def _spans(header: tuple[str, ...], roles: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...]:
    """`First | Last` over two columns of codes: the ends of spans."""
    held = _with_codes(tuple(range(len(header))), [r for r in rows if sum(bool(c.strip()) for c in r.cells) > 1][1:])
    for a, b in itertools.pairwise(held):
        if b == a + 1 and col.names_a_span(header[a], header[b]):
            return tuple("code" if n in {a, b} else r for n, r in enumerate(roles))
    return roles


def _by_entries(
    header: tuple[str, ...], roles: tuple[str, ...], found: tuple[str | None, ...], rows: Sequence[Row]
) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """Columns whose heading tells nothing but whose entries are statements (`Network`, `Out of network`, `Ohio`): each
    states for what its heading names. A bare `Date` beside a code column is the first day."""
    stated = [n for n, r in enumerate(roles) if _open(r, roles) and header[n] and _states(n, rows)]
    new_roles, new_found = list(roles), list(found)
    for n in stated:
        new_roles[n] = "status"
        new_found[n] = found[n] or (header[n] if len(stated) > 1 or "status" in roles else None)
    if "code" in roles and "from" not in roles:
        new_roles = ["from" if not r and header[n].casefold() == "date" else r for n, r in enumerate(new_roles)]
    return tuple(new_roles), tuple(new_found)


SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}\.$")  # "97550 and 97551 are paid." is no entry of a code column
TICK = re.compile(r"(?i)x|y|yes|[✓✔●■☑☒]")
OWN = re.compile(
    r"(?i)\W*(?:this|our) (?:\w+ )?(?:plan|program|policy|product|position|coverage)s?\W*|\W*(?:we|us|ours)\W*"
)
THEIRS = re.compile(
    r"(?i)\W*(?:original |traditional )?(?:medicare|cms|other (?:plans|payers)|national)(?: (?:position|coverage|status|rule|policy))?\W*"
)


def _choices(
    header: tuple[str, ...], roles: tuple[str, ...], found: tuple[str | None, ...], rows: Sequence[Row]
) -> tuple[str, ...]:
    """`Covered, no PA | Covered, PA needed | Not covered`, one of them ticked in each row: the tick chooses its heading."""
    free = [
        n for n, (r, p) in enumerate(zip(roles, found, strict=True)) if r in {"", "status", "auth", "limit"} and not p
    ]
    stating = [n for n in free if header[n] and read_cell(header[n]).status]
    chosen = [[n for n in stating if n < len(r.cells) and TICK.fullmatch(r.cells[n].strip())] for r in rows[:200]]
    others = [r.cells[n].strip() for r in rows[:200] for n in stating if n < len(r.cells)]
    plain = all(
        not c or TICK.fullmatch(c) or re.fullmatch(r"[-–—.]+|(?i:n/?a)", c) or c == flat(c) in header for c in others
    )
    if len(stating) < 2 or not any(chosen) or any(len(c) > 1 for c in chosen) or not plain:
        return roles
    return tuple("choice" if n in stating else r for n, r in enumerate(roles))


def _foreign(header: tuple[str, ...], roles: tuple[str, ...]) -> tuple[str, ...]:
    """`Medicare | This plan`: what another payer does stands beside what this one does, and is no statement of it."""
    if not any(OWN.fullmatch(h) for h in header):
        return roles
    return tuple(
        "past" if THEIRS.fullmatch(h) else "status" if not r and OWN.fullmatch(h) else r
        for h, r in zip(header, roles, strict=True)
    )


def _open(role: str, roles: tuple[str, ...]) -> bool:
    return role in {"", "product"} or (role == "label" and "status" not in roles and "rate" not in roles)


YEAR = re.compile(r"(?<![\d/-])20[2-3]\d(?![\d/-])")


def _superseded(header: tuple[str, ...], roles: tuple[str, ...]) -> tuple[str, ...]:
    """`Rate through June | Rate from July`, `2025 fee | 2026 fee`: the column that has ended beside one that has begun, or of
    an earlier year beside a later one, is the past."""
    years = [int(y[0]) if r == "rate" and (y := YEAR.findall(h)) else 0 for h, r in zip(header, roles, strict=True)]
    if len({y for y in years if y}) > 1 and len([y for y in years if y]) == len(set(years) - {0}):
        roles = tuple("past" if 0 < y < max(years) else r for y, r in zip(years, roles, strict=True))
    when = [period(h) for h in header]
    begun = {r for r, p in zip(roles, when, strict=True) if p.start}
    return tuple(
        "past" if r in begun and r in {"rate", "status", "auth"} and p.end and not p.start else r
        for r, p in zip(roles, when, strict=True)
    )


def _states(n: int, rows: Sequence[Row]) -> bool:
    cells = [flat(r.cells[n]) for r in rows[:80] if n < len(r.cells) and r.cells[n].strip()]
    words = [c for c in cells[1:] or cells if 3 < len(c) < 80]
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
        hits = sum(bool(col.CODE_CELL.match(c)) and len(c) < 40 and not SENTENCE.search(c) for c in cells)
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


def rows_with_shape(table: Table) -> Iterator[tuple[Row, Shape, str]]:
    """Rows that may matter, each with the header in force and the section title above it."""
    rows = table.rows
    at, high = (0, 0) if table.header else col.header_height([r.cells for r in rows[:60]])
    header: Sequence[str] = table.header or ()
    if high:
        header = _join_header([r.cells for r in rows[at : at + high]])
    shape = shape_of(header, rows) if header else Shape(code_columns=_by_content(rows))
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
