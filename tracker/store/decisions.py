"""Coverage decisions and checks: add, supersede; and both clocks on reading. What becomes of one later: `succession`.

Two clocks: `on` asks what applied on a day in the world, `revision` what was known to us then. Both are optional and
independent. The one thing to know: a change is always a new row that supersedes the old one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from tracker.errors import OutOfDate
from tracker.store import sources, succession
from tracker.store.connection import Change
from tracker.store.sources import Citation


@dataclass(frozen=True)
class NewDecision:
    """A decision as recorded. state '' means everywhere the payer operates; dates ISO text or None."""

    payer_id: str
    line_of_business: str
    code: str
    status: str
    confidence: str
    state: str = ""
    scope: str = ""
    conditions: str = ""
    prior_auth: str = "unknown"
    effective_from: str | None = None
    effective_to: str | None = None
    delegate_id: str | None = None


def add(
    change: Change,
    new: NewDecision,
    citations: list[Citation],
    *,
    checked_on: str,
    supersedes: int | None = None,
    follows: int | None = None,
) -> int:
    """Record a decision (and that somebody looked on `checked_on`); its id. Withdraws the one it supersedes.

    follows: one that it takes over from and that keeps its own days."""
    db = change.db
    if supersedes is not None:
        succession.take_back(change, supersedes, succession.REPLACED)
    values = asdict(new)
    columns = [*values, "recorded_by", "recorded_at", "supersedes", "added_revision"]
    number = db.execute(
        f"insert into coverage_decisions ({','.join(columns)}) values ({','.join('?' * len(columns))})",
        [*values.values(), change.who, change.at, supersedes or follows, change.revision],
    ).lastrowid
    assert number is not None
    for c in citations:
        succession.rest_on(change, number, c)
    add_check(
        change, new.payer_id, new.line_of_business, new.state, new.code, checked_on,
        "nothing" if new.status == "silent" else "changed", citations[0].source_id if citations else None,
        citations[0].sha256 if citations else None,
    )  # fmt: skip
    change.audit("decide", str(number), f"{new.payer_id} {new.line_of_business} {new.state} {new.code} {new.status}")
    return number


def add_check(
    change: Change,
    payer_id: str,
    line_of_business: str,
    state: str,
    code: str | None,
    checked_on: str,
    found: str,
    source_id: str | None = None,
    sha256: str | None = None,
    note: str = "",
) -> None:
    """Somebody looked on this day: `changed`, `unchanged` or `nothing`. code None: all tracked codes."""
    change.db.execute(
        """insert into policy_checks (payer_id, line_of_business, state, code, checked_on, found, source_id, sha256, note,
        who, added_revision) values (?,?,?,?,?,?,?,?,?,?,?)""",
        [payer_id, line_of_business, state, code, checked_on, found, source_id, sha256, note, change.who,
         change.revision],
    )  # fmt: skip


def lines_spoken_of(db: Database) -> dict[str, frozenset[str]]:
    """The lines of business on which the ledger now has a decision, by payer."""
    found: dict[str, set[str]] = {}
    for payer_id, line in db.execute(
        "select distinct payer_id, line_of_business from coverage_decisions where withdrawn_revision is null"
    ):
        found.setdefault(payer_id, set()).add(line)
    return {payer_id: frozenset(lines) for payer_id, lines in found.items()}


def known(db: Database, *, revision: int | None = None, payer_id: str | None = None) -> list[dict[str, Any]]:
    """Decisions in the ledger now, or as it stood at a revision: all periods, with payer, last check and citations.

    Whether one applies on a day is for `measures.coverage` to say; this only answers the clock of knowledge.
    """
    live = "{0}.withdrawn_revision is null"
    if revision is not None:
        live = (
            "{0}.added_revision <= :revision and ({0}.withdrawn_revision is null or {0}.withdrawn_revision > :revision)"
        )
    return list(
        db.query(
            f"""with cited as (select x.decision_id, group_concat(s.publisher || ': ' || s.title, '; ') as sources,
              min(s.url) as url, group_concat(nullif(x.quotation, ''), ' ') as evidence,
              group_concat(nullif(x.place, ''), '; ') as place, min(x.sha256) as sha256,
              min(s.publisher) as publisher, min(s.title) as title, min(s.published) as published,
              min(s.accessed) as accessed, min(s.source_id) as source_id
              from decision_sources x join sources s using (source_id) group by x.decision_id)
            select d.*, p.name as payer, p.parent, p.payer_type, p.states,
            (select max(k.checked_on) from policy_checks k where k.payer_id = d.payer_id
              and k.line_of_business = d.line_of_business and k.state in ('', d.state)
              and (k.code is null or k.code = d.code) and {live.format("k")}) as last_checked,
            coalesce((select name from people where person_key = d.recorded_by), d.recorded_by) as recorder,
            coalesce((select name from people where person_key = d.checked_by), d.checked_by) as checker,
            c.sources, c.url, c.evidence, c.place, c.sha256, c.publisher, c.title, c.published, c.accessed, c.source_id
            from coverage_decisions d join payers p on p.payer_id = d.payer_id
            left join cited c on c.decision_id = d.decision_id
            where {live.format("d")} and (:payer is null or d.payer_id = :payer)
            order by p.parent, p.name, d.line_of_business, d.state, d.code, d.effective_from""",
            {"revision": revision, "payer": payer_id},
        )
    )


def one(db: Database, decision_id: int) -> dict[str, Any]:
    """The row of one decision, live or not. Raises `OutOfDate` when there never was one."""
    row = next(db.query("select * from coverage_decisions where decision_id = ?", [decision_id]), None)
    if row is None:
        raise OutOfDate("There is no such decision.", "Reload the page and look again.")
    return row


def cited(db: Database, *, ever: bool = False) -> list[dict[str, Any]]:
    """Current decisions, one row per source they rest on (source, `quotation`, `place`, `sha256`). ever: also those
    that were replaced or withdrawn."""
    return list(
        db.query(
            f"""select d.*, x.source_id, x.quotation, x.place, x.sha256, s.publisher, s.title, s.url, s.published,
            s.accessed from coverage_decisions d join decision_sources x using (decision_id)
            join sources s using (source_id) where {"true" if ever else "d.withdrawn_revision is null"}
            order by d.decision_id, s.added_revision, s.title, x.place"""
        )
    )


def former(db: Database, payer_id: str) -> list[dict[str, Any]]:
    """Decisions on a payer that were replaced, ended or withdrawn: the row, `known_from`, `known_until` (days) and why."""
    return list(
        db.query(
            """select d.*, date(a.at) as known_from, date(w.at) as known_until from coverage_decisions d
            join revisions a on a.revision = d.added_revision join revisions w on w.revision = d.withdrawn_revision
            where d.payer_id = ? order by d.withdrawn_revision desc, d.code""",
            [payer_id],
        )
    )


def said_before(db: Database, new: NewDecision, source_id: str) -> int | None:
    """The current decision of the same source, whatever its edition, on the same payer, business, state, code, scope and
    first day."""
    row = db.execute(
        f"""select d.decision_id from coverage_decisions d join decision_sources s using (decision_id)
        where d.withdrawn_revision is null and d.payer_id = ? and d.line_of_business = ? and d.state = ? and d.code = ?
        and d.scope = ? and s.source_id in ({sources.EDITIONS}) and coalesce(d.effective_from, '') = coalesce(?, '')
        order by d.decision_id desc limit 1""",
        [new.payer_id, new.line_of_business, new.state, new.code, new.scope, source_id, new.effective_from],
    ).fetchone()
    return int(row[0]) if row else None


def checks(db: Database, *, revision: int | None = None) -> list[dict[str, Any]]:
    """All live policy checks, newest first."""
    live = "withdrawn_revision is null"
    if revision is not None:
        live = "added_revision <= :revision and (withdrawn_revision is null or withdrawn_revision > :revision)"
    return list(db.query(f"select * from policy_checks where {live} order by checked_on desc", {"revision": revision}))


def changes(db: Database, since: int, until: int | None = None) -> list[dict[str, Any]]:
    """Decisions added or withdrawn after revision `since` up to `until`: `what` is new, changed, checked or withdrawn."""
    return list(
        db.query(
            f"""select d.*, p.name as payer, p.parent, r.at as changed_at,
            case when d.added_revision > :since and d.supersedes is null then 'new'
                 when d.added_revision > :since and d.checked_by is not null then 'checked'
                 when d.added_revision > :since then 'changed' else 'withdrawn' end as what
            from coverage_decisions d join payers p using (payer_id)
            join revisions r on r.revision = case when d.added_revision > :since then d.added_revision
              else d.withdrawn_revision end
            where (d.added_revision > :since and d.added_revision <= :until and (d.withdrawn_revision is null
              or d.withdrawn_revision > :until))
              or (d.added_revision <= :since and d.withdrawn_revision > :since and d.withdrawn_revision <= :until
              and d.withdrawn_why not in ({succession.KEPT_SQL}))
            order by r.revision desc, p.name, d.code""",
            {"since": since, "until": until if until is not None else 2**62},
        )
    )
