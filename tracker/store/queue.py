"""The batches that wait for a verdict: filtered and paged in SQL, the oldest first, and what is odd about them.

The one thing to know: oddness is worked out over all that waits at once, from the summaries where they can tell, so that
"only the odd ones" is a filter and not a guess from one page. It says look twice, never that something is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.store.reach import PRIMARY

SUDDEN = 5  # a batch this many times larger than the sender's usual one
MOSTLY_ONE = 20  # lines of one practice about one payer from which its weight is looked at


@dataclass(frozen=True)
class Wanted:
    """Which batches: '' means any. payer_id '?' means a batch with a name nobody has settled. sender: the key of a person,
    or a part of a name; odd: only those with a second look; noted: only those with a note."""

    kind: str = ""
    payer_id: str = ""
    state: str = ""
    code: str = ""
    sender: str = ""
    odd: bool = False
    noted: bool = False


EVERYTHING = Wanted()
_WAITING = "waiting q cross join imports i using (import_id)"
_LINES = "cross join claim_lines l on l.import_id = q.import_id and l.withdrawn_revision is null"


def _condition(wanted: Wanted, odd: Collection[int]) -> tuple[str, dict[str, Any]]:
    parts, bound = [], {}
    if wanted.kind:
        parts.append("i.kind = :kind")
        bound["kind"] = wanted.kind
    if wanted.sender:
        parts.append(
            "q.submitted_by in (select :sender union all select person_key from people where instr(lower(name), lower(:sender)))"
        )
        bound["sender"] = wanted.sender
    of_lines = [f"l.{c} = :{c}" for c in ("state", "code") if getattr(wanted, c)]
    bound |= {c: getattr(wanted, c) for c in ("state", "code") if getattr(wanted, c)}
    if wanted.payer_id == "?":
        of_lines.append("d.payer_id is null")
    elif wanted.payer_id:
        of_lines.append("d.payer_id = :payer_id")
        bound["payer_id"] = wanted.payer_id
    if of_lines:
        parts.append(
            "exists (select 1 from claim_lines l left join name_decisions d on d.name_id = l.name_id "
            f"and d.withdrawn_revision is null where l.import_id = q.import_id and {' and '.join(of_lines)})"
        )
    if wanted.noted:
        parts.append("exists (select 1 from report_notes n where n.import_id = q.import_id)")
    if wanted.odd:
        parts.append("q.import_id in (select value from json_each(:odd))")
        bound["odd"] = json.dumps(sorted(odd))
    return " and ".join(parts) or "true", bound


def page(db: Database, wanted: Wanted, odd: Collection[int], limit: int, offset: int) -> list[dict[str, Any]]:
    """One page of waiting batches: import_id, receipt, kind, counts, who and when, `note`, and of its lines `payers`,
    `codes`, `months` (first to last), `denied`, `unsettled` names."""
    where, bound = _condition(wanted, odd)
    return list(
        db.query(
            f"""select i.import_id, i.receipt, i.kind, i.rows, i.lines, i.problems, i.complete, i.submitted_by,
            i.submitted_at, coalesce(w.name, i.submitted_by) as sender, coalesce(n.note, '') as note,
            (select group_concat(distinct coalesce(p.name, x.written)) from claim_lines l
              join payer_names x on x.name_id = l.name_id
              left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
              left join payers p on p.payer_id = d.payer_id where l.import_id = i.import_id and l.withdrawn_revision is null) as payers,
            (select group_concat(distinct l.code) from claim_lines l where l.import_id = i.import_id and l.withdrawn_revision is null) as codes,
            (select min(l.month) || ' ' || max(l.month) from claim_lines l where l.import_id = i.import_id and l.withdrawn_revision is null) as months,
            (select count(*) from claim_lines l where l.import_id = i.import_id and l.withdrawn_revision is null
              and l.outcome = 'denied') as denied,
            (select count(distinct l.name_id) from claim_lines l left join name_decisions d on d.name_id = l.name_id
              and d.withdrawn_revision is null where l.import_id = i.import_id and l.withdrawn_revision is null
              and d.payer_id is null) as unsettled
            from {_WAITING} left join people w on w.person_key = i.submitted_by
            left join report_notes n on n.import_id = i.import_id
            where {where} order by q.import_id limit :limit offset :offset""",
            {**bound, "limit": limit, "offset": offset},
        )
    )


def count(db: Database, wanted: Wanted, odd: Collection[int]) -> int:
    """How many batches wait under these filters."""
    where, bound = _condition(wanted, odd)
    source = "waiting" if where == "true" else _WAITING
    return int(db.execute(f"select count(*) from {source} where {where}", bound).fetchone()[0])


def senders(db: Database, limit: int) -> list[str]:
    """Who has a batch waiting: keys of people, who waits longest first."""
    # A list this long or longer is no list to choose from: reading all that waits is spared.
    oldest = "select submitted_by from waiting order by import_id"
    return [row[0] for row in db.execute(f"select distinct submitted_by from ({oldest}) limit ?", [limit])]


def called(db: Database, keys: Iterable[str]) -> dict[str, str]:
    """The names of people by their keys, in the order of names; who has none is called by the key."""
    wanted = json.dumps(asked := list(keys))
    people = "select person_key, name from people where person_key in (select value from json_each(?))"
    names = dict(db.execute(people, [wanted]).fetchall())
    return dict(sorted(((key, names.get(key) or key) for key in asked), key=lambda pair: pair[1]))


def odd(db: Database) -> dict[int, list[str]]:
    """Waiting batches that deserve a second look, and why: sudden volume, a reason nobody had before, one practice that
    would be most of what is known of a payer."""
    found: dict[int, list[str]] = {}
    bound: dict[str, object] = {"sudden": SUDDEN, "mostly": MOSTLY_ONE}
    for names, question, words in _ODD:
        if names:  # what it is about comes from summaries; where they name nothing, no line is read
            bound["about"] = json.dumps([list(row) for row in db.execute(names, bound)])
        if bound.get("about") == "[]":
            continue
        for import_id, *told in db.execute(question, bound).fetchall():
            found.setdefault(import_id, []).append(words.format(*told))
    return found


def alike(db: Database, import_ids: Collection[int], small: int) -> dict[int, tuple[str, int]]:
    """For batches of at most `small` lines: the receipt of another live import of the same sender that tells most of the
    same lines (payer, code, month, outcome and first reason alike), and how many. Only where it is half of them or more.
    A form and a remittance about the same line show up so: they share no claim number."""
    rows = db.execute(_ALIKE, {"ids": json.dumps(list(import_ids)), "small": small}).fetchall()
    return {import_id: (receipt, lines) for import_id, receipt, lines, whole in rows if lines * 2 >= whole}


_ALIKE = """
  with mine as materialized (
    select l.line_id, l.import_id, i.submitted_by, i.lines, d.payer_id, l.code, l.month, l.outcome,
      coalesce(l.first_reason, '') as reason
    from imports i
    join claim_lines l on l.import_id = i.import_id and l.withdrawn_revision is null
    join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null and d.payer_id is not null
    where i.import_id in (select value from json_each(:ids)) and i.lines <= :small),
  others as materialized (
    select distinct oi.import_id, oi.receipt, m.submitted_by from mine m
    join imports oi on oi.submitted_by = m.submitted_by and oi.withdrawn_revision is null)
  select m.import_id, x.receipt, count(distinct m.line_id) as alike, m.lines
  from others x
  cross join claim_lines o on o.import_id = x.import_id and o.withdrawn_revision is null
  cross join name_decisions e on e.name_id = o.name_id and e.withdrawn_revision is null
  cross join mine m on m.submitted_by = x.submitted_by and m.payer_id = e.payer_id and m.code = o.code
    and m.month = o.month and m.outcome = o.outcome and m.reason = coalesce(o.first_reason, '')
    and m.import_id <> x.import_id
  group by m.import_id, x.import_id order by alike, x.import_id"""

# What a sender usually sends: the rest of what stands of it, without the batch itself.
_SUDDEN = """
  select q.import_id, i.lines, (u.lines - i.lines) * 1.0 / (u.batches - 1)
  from waiting q cross join imports i using (import_id) join senders u on u.submitted_by = q.submitted_by
  where q.times > :sudden"""

# A reason of which one batch has all the lines has no line that is accepted.
_ONLY_WAITING = "select reason from reason_payers where reason <> '' group by 1 having min(review) = 'pending'"

_UNSEEN = f"""
  with mine as (select q.import_id, l.first_reason, count(*) as lines from {_WAITING} {_LINES}
    where l.outcome = 'denied' and l.first_reason in (select value ->> 0 from json_each(:about)) group by 1, 2),
  every as (select reason, sum(lines) as lines from reason_payers
    where reason in (select value ->> 0 from json_each(:about)) group by 1)
  select m.import_id, min(m.first_reason) from mine m join every e on e.reason = m.first_reason
  where m.lines >= e.lines group by 1"""

# Practices with more than half of a payer's lines, not all of them, and enough that wait. No practice has more of a
# payer than the largest ones of its parts (basis and review) together.
_MOST_OF = f"""
  with every as materialized (select value as payer_id, sum(lines) as lines from margins
    where dimension = 'payer_id' and value <> '' and basis <> '{PRIMARY}' group by 1
    having sum(largest) * 2 > sum(lines) and sum(lines * (review = 'pending')) >= :mostly)
  select e.payer_id, p.practice_id, sum(p.lines) * 1.0 / e.lines
  from every e cross join practice_margins p on p.dimension = 'payer_id' and p.value = e.payer_id and p.practice_id > 0
  group by 1, 2 having sum(p.lines) < e.lines and sum(p.lines) * 2 > e.lines
    and sum(p.lines * (p.review = 'pending')) >= :mostly"""

_ONE = f"""
  with about as materialized (select value ->> 0 as payer_id, value ->> 1 as practice_id, value ->> 2 as share
    from json_each(:about)),
  mine as (select q.import_id, a.payer_id, a.share from {_WAITING} {_LINES}
    join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
    join about a on a.payer_id = d.payer_id and a.practice_id = l.practice_id
    where i.lines >= :mostly group by 1, 2, l.practice_id having count(*) >= :mostly)
  select m.import_id, max(m.share), y.name from mine m join payers y using (payer_id) group by 1"""

_ODD = (
    ("", _SUDDEN, "{:,.0f} lines, where this sender usually has {:,.0f}"),
    (_ONLY_WAITING, _UNSEEN, "reason {} was never seen before"),
    (_MOST_OF, _ONE, "one practice would be {:.0%} of all lines of {}"),
)  # what it can be about ('': anything), the batches, and the words for them
