"""The summaries: counts per payer, state, line of business, code, month; kept in the transaction that changes lines.

`tally` adds or takes away the lines that a condition names, so that every change of lines (an import, a withdrawal, a
review, a resolved name) is: take away, change, add. The one thing to know: `as_of` asks the lines themselves as they
were at an older revision and gives the same columns, slower; both agree for the newest revision, and a test says so.
"""

from __future__ import annotations

from sqlite_utils import Database

COUNTS = ("lines", "paid", "partly_paid", "denied", "pending", "coverage_denied", "billing_denied", "coverage_units")

# One row per live line with everything that summaries are kept by. `{...}` are revision tests, never user text.
_LINES = """
  select l.line_id, l.import_id, l.name_id, l.outcome, l.denial_class, l.first_reason, l.code, l.month,
    coalesce(l.units, 1) as units, coalesce(l.practice_id, 0) as practice_id,
    coalesce(d.payer_id, '') as payer_id, l.state,
    case when l.line_of_business <> '' then l.line_of_business else coalesce(p.usual_line_of_business, '') end
      as line_of_business,
    case when l.primary_payer = 0 then 'secondary' when i.complete = 1 then 'complete' else 'reports' end as basis,
    v.verdict as review
  from claim_lines l
  join imports i on i.import_id = l.import_id
  join reviews v on v.import_id = l.import_id and {review}
  left join name_decisions d on d.name_id = l.name_id and {name}
  left join payers p on p.payer_id = d.payer_id
  where v.verdict in ('accepted', 'pending') and {line} and {imported}
"""
_NOW = _LINES.format(
    review="v.withdrawn_revision is null",
    name="d.withdrawn_revision is null",
    line="l.withdrawn_revision is null",
    imported="i.withdrawn_revision is null",
)


def _at(alias: str) -> str:
    return (
        f"{alias}.added_revision <= :revision "
        f"and ({alias}.withdrawn_revision is null or {alias}.withdrawn_revision > :revision)"
    )


_THEN = _LINES.format(review=_at("v"), name=_at("d"), line=_at("l"), imported=_at("i"))

_CELL = """count(*), sum(outcome = 'paid'), sum(outcome = 'partly_paid'), sum(outcome = 'denied'),
  sum(outcome = 'pending'), sum(outcome = 'denied' and denial_class = 'coverage'),
  sum(outcome = 'denied' and denial_class = 'billing'),
  sum(case when outcome = 'denied' and denial_class = 'coverage' then units else 0 end)"""
_KEY = "payer_id, state, line_of_business, code, month, basis, review"


def tally(db: Database, sign: int, where: str, parameters: list[object]) -> None:
    """Add (`sign` 1) or take away (-1) the live lines for which `where` (on `claim_lines l`) holds."""
    db.execute("drop table if exists temp.changed")
    db.execute(f"create temp table changed as {_NOW} and {where}", parameters)
    upsert = ", ".join(f"{c} = {c} + excluded.{c}" for c in COUNTS)
    signed = ", ".join(f"{sign} * c{n}" for n in range(len(COUNTS)))
    named = ", ".join(f"{part} as c{n}" for n, part in enumerate(_split(_CELL)))
    db.execute(
        f"insert into cells select {_KEY}, {signed} from (select {_KEY}, {named} from changed group by {_KEY}) "
        f"where true on conflict do update set {upsert}"
    )
    practice = "payer_id, state, line_of_business, code, basis, review, practice_id"
    db.execute(
        f"""insert into practice_cells select {practice}, {sign} * count(*), {sign} * sum(outcome = 'denied'),
        {sign} * sum(outcome = 'denied' and denial_class = 'coverage') from changed group by {practice}
        having true on conflict do update set lines = lines + excluded.lines, denied = denied + excluded.denied,
        coverage_denied = coverage_denied + excluded.coverage_denied"""
    )
    db.execute(
        f"""insert into practice_months select practice_id, month, review, {sign} * count(*) from changed
        group by practice_id, month, review having true on conflict do update set lines = lines + excluded.lines"""
    )
    db.execute(
        f"""insert into reason_cells select {_KEY}, coalesce(first_reason, ''), denial_class, {sign} * count(*)
        from changed where outcome = 'denied' group by {_KEY}, first_reason, denial_class having true
        on conflict do update set lines = lines + excluded.lines"""
    )
    if sign < 0:
        for table in ("cells", "practice_cells", "practice_months", "reason_cells"):
            db.execute(f"delete from {table} where lines = 0")
    db.execute("drop table temp.changed")


def _split(text: str) -> list[str]:
    """The comma-separated parts of a select list, commas inside brackets left alone."""
    parts, depth, start = [], 0, 0
    for n, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(text[start:n])
            start = n + 1
    return [*parts, text[start:]]


def lines_at(revision: int | None) -> str:
    """SQL of the live lines now (None) or as of a revision (bind `:revision`)."""
    return _NOW if revision is None else _THEN


def cells_at(revision: int | None) -> str:
    """SQL of a table with the columns of `cells`, now from the summary or as of a revision from the lines."""
    if revision is None:
        return "select * from cells"
    named = ", ".join(f"{part} as {name}" for part, name in zip(_split(_CELL), COUNTS, strict=True))
    return f"select {_KEY}, {named} from ({_THEN}) group by {_KEY}"
