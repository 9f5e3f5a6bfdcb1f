"""How many practices stand behind a number and how much the largest sent: kept where pages ask, since distinct ones cannot
be added up.

`bring` runs at the end of `cells.tally`, from the lines that came or went. A practice came to a row when all its lines
there are new, and left when none remain; both are seen from its own few rows. The one thing to know: only when lines go
is the largest looked for anew, in the rows they left.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlite_utils import Database

COUNTS = ("lines", "paid", "partly_paid", "denied", "pending", "coverage_denied", "billing_denied", "coverage_units")
PRACTICE_COUNTS = ("lines", "denied", "coverage_denied")
DIMENSIONS = ("month", "payer_id", "state", "code", "line_of_business")
PAIRS = {
    "payer months": ("payer_id", "month"),
    "state months": ("state", "month"),
    "business payers": ("line_of_business", "payer_id"),
}
"""Two dimensions together: the value of one is both of theirs, with a blank between them."""
EVERYTHING, PRIMARY = "everything", "primary"
MARGIN = ("dimension", "value")
PLACE = ("payer_id", "state", "line_of_business", "code")
TABLES = ("margins", "practice_margins", "practice_firsts", "payer_firsts", "places")

_HOLDERS = {"margins": (MARGIN, "practice_margins"), "places": (PLACE, "practice_cells")}


def bring(db: Database, sign: int) -> None:
    """Bring margins, places and first months up to date from `temp.changed_cells`, which `tally` has filled."""
    for statement in _tables():
        db.execute(statement)
    for statement in _statements(sign):
        db.execute(statement)


@cache
def _tables() -> tuple[str, ...]:
    return tuple(
        f"create temp table if not exists changed_{table} ({', '.join((*key, 'basis', 'review', 'practice_id', *COUNTS))}, held)"
        for table, (key, _) in _HOLDERS.items()
    )


@cache
def _statements(sign: int) -> tuple[str, ...]:
    return (*_parts("margins", _margin_parts()), *_practice_margins(sign), *_firsts(sign), *_parts("places", [PLACE]),
            *_reach("margins", sign), *_reach("places", sign))  # fmt: skip


def _margin_parts() -> list[tuple[str, ...]]:
    pairs = ((f"'{name}'", f"{one} || ' ' || {other}") for name, (one, other) in PAIRS.items())
    return [(f"'{EVERYTHING}'", "''"), *((f"'{d}'", d) for d in DIMENSIONS), *pairs]


def pair(name: str, table: str = "margins") -> str:
    """SQL of the margins of a pair, with a column for each of the two. The first holds no blank."""
    one, other = PAIRS[name]
    blank = "instr(value, ' ')"
    return (
        f"(select substr(value, 1, {blank} - 1) as {one}, substr(value, {blank} + 1) as {other}, * from {table} "
        f"where dimension = '{name}')"
    )


def pair_of(needed: Collection[str]) -> str | None:
    """The name of the pair of these two dimensions, None where none is kept."""
    return next((name for name, both in PAIRS.items() if set(both) == set(needed)), None)


def chosen(name: str) -> str:
    """SQL of the practices of a pair, for those values of its first dimension that are bound under its name: they lie
    together, so that nothing else is read."""
    one, other = PAIRS[name]
    return (
        f"(select c.value as {one}, substr(m.value, instr(m.value, ' ') + 1) as {other}, m.* from json_each(:{one}) c "
        f"cross join practice_margins m on m.dimension = '{name}' and m.value >= c.value || ' ' and m.value < c.value || '!')"
    )


def _parts(table: str, keys: list[tuple[str, ...]]) -> list[str]:
    """What changed, by the table's key and practice; then the same of `complete` and `reports` together."""
    into, sums = f"temp.changed_{table}", ", ".join(f"sum({c})" for c in COUNTS)
    columns = ", ".join((*_HOLDERS[table][0], "basis", "review", "practice_id", *COUNTS))
    own = ", ".join((*_HOLDERS[table][0], "review", "practice_id"))
    return [
        f"delete from {into}",
        *(
            f"insert into {into} ({columns}) select {', '.join(key)}, basis, review, practice_id, {sums} "
            f"from temp.changed_cells group by {', '.join(key)}, basis, review, practice_id"
            for key in keys
        ),
        f"insert into {into} ({columns}) select {', '.join(_HOLDERS[table][0])}, '{PRIMARY}', review, practice_id, {sums} "
        f"from {into} where basis in ('complete', 'reports') group by {own}",
    ]


def _practice_margins(sign: int) -> list[str]:
    key, counts = ", ".join((*MARGIN, "review", "practice_id", "basis")), ", ".join(PRACTICE_COUNTS)
    adding = ", ".join(f"{c} = {c} + excluded.{c}" for c in PRACTICE_COUNTS)
    return [
        f"insert into practice_margins ({key}, {counts}) select {key}, {counts} from temp.changed_margins "
        f"where basis <> '{PRIMARY}' on conflict do update set {adding}",
        *(["delete from practice_margins where lines = 0"] if sign < 0 else []),
    ]


def _firsts(sign: int) -> list[str]:
    """First months, of everything and at each payer: earlier ones are taken at once, those of practices that lost lines
    are looked for anew."""
    return [
        *_first("practice_firsts", "", "month", "m.value", sign),
        *_first("payer_firsts", "payer_id, ", "payer months", "c.payer_id || ' ' || m.value", sign),
    ]


def _first(table: str, lead: str, dimension: str, value: str, sign: int) -> list[str]:
    own = f"{lead}review, practice_id, basis"
    if sign > 0:
        return [
            f"insert into {table} select {own}, min(month) from temp.changed_cells where true group by {own} "
            "on conflict do update set month = min(month, excluded.month)"
        ]
    return [
        f"delete from {table} where ({own}) in (select {own} from temp.changed_cells)",
        f"""insert into {table} select {own}, min(month) from (
          select c.*, m.value as month from (select distinct {own} from temp.changed_cells) c
          cross join (select distinct value from margins where dimension = 'month') m
          cross join practice_margins p on p.dimension = '{dimension}' and p.value = {value} and p.review = c.review
            and p.practice_id = c.practice_id and p.basis = c.basis)
        group by {own}""",
    ]


def _reach(table: str, sign: int) -> list[str]:
    """The counts of a table, its practices and its largest, from `changed_{table}` and the practices' own rows."""
    key, holders = _HOLDERS[table]
    changed, names = f"temp.changed_{table}", ", ".join((*key, "basis", "review"))
    same = " and ".join(f"p.{c} = c.{c}" for c in (*key, "review"))
    of_basis = f"(p.basis = c.basis or (c.basis = '{PRIMARY}' and p.basis in ('complete', 'reports')))"
    largest = "max(largest, excluded.largest)" if sign > 0 else "largest"
    adding = ", ".join(f"{c} = {c} + excluded.{c}" for c in (*COUNTS, "practices"))
    statements = [
        f"update {changed} as c set held = (select coalesce(sum(p.lines), 0) from {holders} p "
        f"where {same} and p.practice_id = c.practice_id and {of_basis})",
        f"insert into {table} ({names}, {', '.join(COUNTS)}, practices, largest) select {names}, "
        f"{', '.join(f'sum({c})' for c in COUNTS)}, sum((held > 0) - (held > lines)), max(held) "
        f"from {changed} where true group by {names} on conflict do update set {adding}, largest = {largest}",
    ]
    if sign < 0:
        biggest = (
            f"select coalesce(max(n), 0) from (select sum(p.lines) as n from {holders} p where {same} and {of_basis} "
            "group by p.practice_id)"
        )
        lost = f"select {names} from {changed} group by {names}"
        statements += [
            f"delete from {table} where lines = 0",
            f"update {table} as c set largest = ({biggest}) where ({names}) in ({lost})",
        ]
    return statements
