"""Reports made by hand: their answers, and the lines of files that tell of the same thing. Inside one `writing()`.

The one thing to know: a form holds no claim number, so it is told to be about a line of a file by sender, payer, code,
month, outcome and reason, one form for one line. The file's line counts, since it is the better evidence; the form's is
set aside as long as that line's import stands.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store import lines as claim_lines
from tracker.store.cells import tally
from tracker.store.connection import Change

# Forms and lines of files of one sender that may be one, the surest pairs first. A reason from words may be any reason of its
# class. `{forms}` and `{files}` say which imports of the sender are compared: one side is the import that begins to count.
_PAIRS = """
  with f as materialized (
    select l.*, d.payer_id from imports i
    join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict <> 'returned'
    join claim_lines l on l.import_id = i.import_id and l.withdrawn_revision is null
    join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null and d.payer_id is not null
    where i.kind = 'form' and i.withdrawn_revision is null and {forms}),
  files as materialized (
    select i.import_id from imports i
    join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict <> 'returned'
    where i.kind <> 'form' and i.withdrawn_revision is null and {files} and exists (select 1 from f))
  select f.line_id as form_line, l.line_id
  from files
  cross join claim_lines l on l.import_id = files.import_id and l.withdrawn_revision is null
  cross join name_decisions e on e.name_id = l.name_id and e.withdrawn_revision is null
  cross join f on f.payer_id = e.payer_id and f.code = l.code and f.month = l.month and f.outcome = l.outcome
    and (l.units is null or f.units is null or l.units = f.units)
    and (l.state = f.state or l.state = '' or f.state = '')
    and (coalesce(l.first_reason, '') = coalesce(f.first_reason, '')
      or (instr(f.flags, 'reason_in_words') > 0 and l.denial_class is f.denial_class))
  where not exists (select 1 from form_matches m where m.line_id = l.line_id and m.withdrawn_revision is null)
  order by f.line_id, coalesce(l.first_reason, '') = coalesce(f.first_reason, '') desc, l.line_id"""
_THIS, _ALL = "i.import_id = :import", "i.submitted_by = :sender"


def meet(change: Change, import_id: int) -> int:
    """Set aside forms of the import's sender that a line of a file tells already; how many. Called when an import begins
    to count."""
    db = change.db
    kind, sender = db.execute("select kind, submitted_by from imports where import_id = ?", [import_id]).fetchone()
    which = {"forms": _THIS, "files": _ALL} if kind == "form" else {"forms": _ALL, "files": _THIS}
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for form_line, line in db.execute(_PAIRS.format(**which), {"import": import_id, "sender": sender}).fetchall():
        if form_line not in pairs and line not in taken:
            pairs[form_line] = line
            taken.add(line)
    for form_line, line in pairs.items():
        tally(db, -1, "l.line_id = ?", [form_line])
        db.execute(
            "update claim_lines set withdrawn_revision = ?, withdrawn_why = 'duplicate' where line_id = ?",
            [change.revision, form_line],
        )
        db.execute(
            "insert into form_matches (form_line_id, line_id, added_revision) values (?,?,?)",
            [form_line, line, change.revision],
        )
    return len(pairs)


def meet_named(change: Change, name_id: int) -> None:
    """A payer's name was settled: imports that carry it are compared anew, where their sender reports by hand."""
    carrying = change.db.execute(
        """select distinct i.import_id from claim_lines l join imports i on i.import_id = l.import_id
        where l.name_id = ? and i.withdrawn_revision is null and exists (select 1 from imports f
          where f.submitted_by = i.submitted_by and f.kind = 'form' and f.withdrawn_revision is null)""",
        [name_id],
    ).fetchall()
    for row in carrying:
        meet(change, int(row[0]))


def part(change: Change, import_id: int, *, for_good: bool) -> int:
    """The import no longer counts: forms that its lines had set aside count again, unless another line tells them.
    for_good: it was withdrawn, so a form's own match is given up too. How many forms count again."""
    db = change.db
    own = "select line_id from claim_lines where import_id = :import"
    gone = [
        row[0]
        for row in db.execute(
            f"select form_line_id from form_matches where withdrawn_revision is null and line_id in ({own})",
            {"import": import_id},
        ).fetchall()
    ]
    db.execute(
        f"update form_matches set withdrawn_revision = :now where withdrawn_revision is null "
        f"and (line_id in ({own}) or (:for_good and form_line_id in ({own})))",
        {"now": change.revision, "import": import_id, "for_good": for_good},
    )
    again = []
    for form_line in gone:
        standing = db.execute(
            """select i.import_id from claim_lines l join imports i using (import_id) join reviews v on v.import_id = i.import_id
            where l.line_id = ? and i.withdrawn_revision is null and v.withdrawn_revision is null""",
            [form_line],
        ).fetchone()
        if standing:
            claim_lines.count_again(change, form_line)
            again.append(standing[0])
    for form in again:
        meet(change, form)
    return len(again)


def answer(change: Change, import_id: int, payer_said: str, next_step: str) -> None:
    """What the payer said and what happened next; takes the place of what was answered before."""
    change.db.execute(
        "update form_answers set withdrawn_revision = ? where import_id = ? and withdrawn_revision is null",
        [change.revision, import_id],
    )
    change.db.execute(
        "insert into form_answers (import_id, payer_said, next_step, who, at, added_revision) values (?,?,?,?,?,?)",
        [import_id, payer_said, next_step, change.who, change.at, change.revision],
    )


# The line a form tells: the one that counts, else the last one it had (set aside for a file's).
_LINE = """(select max(line_id) from claim_lines x where x.import_id = i.import_id
  and (x.withdrawn_revision is null or not exists (select 1 from claim_lines y where y.import_id = i.import_id
    and y.withdrawn_revision is null)))"""
_REPORT = f"""
  select i.import_id, i.receipt, i.submitted_by, i.submitted_at, i.withdrawn_revision is not null as withdrawn, v.verdict,
    v.reason as review_reason, v.duplicate_of, l.line_id, coalesce(p.name, n.written) as payer, d.payer_id, l.state,
    l.line_of_business, l.code, l.month, l.outcome, l.units, l.modifiers, l.flags, l.first_reason, l.withdrawn_why,
    (select group_concat(coalesce(r.group_code || '-', '') || r.code, ' ') from line_reasons r where r.line_id = l.line_id)
      as reasons,
    coalesce(a.payer_said, '') as payer_said, coalesce(a.next_step, '') as next_step,
    (select fi.receipt from form_matches m join claim_lines o on o.line_id = m.line_id join imports fi on
      fi.import_id = o.import_id where m.form_line_id = l.line_id and m.withdrawn_revision is null) as told_by
  from imports i
  left join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null
  join claim_lines l on l.line_id = {_LINE}
  join payer_names n on n.name_id = l.name_id
  left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
  left join payers p on p.payer_id = d.payer_id
  left join form_answers a on a.import_id = i.import_id and a.withdrawn_revision is null
  where i.kind = 'form' and """


def of_person(db: Database, who: str, limit: int = 500) -> list[dict[str, Any]]:
    """A person's forms, newest first, each with its line, verdict, answers and `told_by`: the receipt of the file that
    tells the same line."""
    return list(
        db.query(
            f"{_REPORT} i.submitted_by = :who order by i.import_id desc limit :limit", {"who": who, "limit": limit}
        )
    )


def one(db: Database, receipt_code: str) -> dict[str, Any] | None:
    """One form by its receipt, None when there is no such form."""
    return next(iter(db.query(f"{_REPORT} i.receipt = :receipt", {"receipt": receipt_code})), None)


def practice_of(db: Database, who: str) -> str | None:
    """The practice of a sender's remittances, where there is exactly one: a form of theirs comes from it too."""
    found = db.execute(
        """select distinct f.fingerprint from imports i join claim_lines l on l.import_id = i.import_id
        join practices f on f.practice_id = l.practice_id
        where i.submitted_by = ? and i.kind = 'x12_835' and i.withdrawn_revision is null limit 2""",
        [who],
    ).fetchall()
    return bytes(found[0][0]).hex() if len(found) == 1 else None
