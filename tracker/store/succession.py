"""What becomes of a decision once it is recorded: checked, given another source, ended, replaced, withdrawn, reopened.

Nothing is changed in place: each deed withdraws a row and, but for a withdrawal, adds one that goes back to it. The one
thing to know: only a withdrawal with somebody's own reason is news; the words in `KEPT` say why a row was followed by
another that stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from tracker.errors import NotAllowed, OutOfDate
from tracker.store.connection import Change

if TYPE_CHECKING:
    from tracker.store.decisions import NewDecision
    from tracker.store.sources import Citation

REPLACED, CHECKED, CITED, REOPENED = "superseded", "checked", "another source", "reopened"
ENDED = "another takes over"
KEPT = (REPLACED, CHECKED, CITED, REOPENED, ENDED)
KEPT_SQL = ", ".join(f"'{why}'" for why in KEPT)
_COPIED = ("payer_id", "line_of_business", "state", "code", "status", "scope", "conditions", "prior_auth",
           "effective_from", "effective_to", "confidence", "delegate_id", "recorded_by", "recorded_at", "checked_by",
           "checked_at")  # fmt: skip


def take_back(change: Change, decision_id: int, why: str) -> None:
    """Withdraw a row, whatever follows it. Raises `OutOfDate`."""
    done = change.db.execute(
        "update coverage_decisions set withdrawn_revision = ?, withdrawn_why = ? "
        "where decision_id = ? and withdrawn_revision is null",
        [change.revision, why, decision_id],
    ).rowcount
    if not done:
        raise OutOfDate("This decision was changed by somebody else.", "Reload the page and look again.")


def withdraw(change: Change, decision_id: int, why: str) -> None:
    """Take a decision out of the current ledger with a reason; older revisions still show it. What it had brought to
    an end holds again, as long as it did before. Raises `OutOfDate`."""
    take_back(change, decision_id, why)
    for ended, until in _ended_by(change.db, decision_id):
        _again(change, ended, REOPENED, effective_to=until)
    change.audit("withdraw decision", str(decision_id), why)


def check(change: Change, decision_id: int) -> int:
    """The second person's check: a new row, equal but for the checker; its id. Raises `NotAllowed`, `OutOfDate`."""
    row = change.db.execute(
        "select recorded_by from coverage_decisions where decision_id = ?", [decision_id]
    ).fetchone()
    if row is not None and row[0] == change.who:
        raise NotAllowed("Whoever records a decision cannot check it.", "Ask a colleague to look at it.")
    number = _again(change, decision_id, CHECKED, checked_by=change.who, checked_at=change.at)
    change.audit("check decision", str(number))
    return number


def cite(change: Change, decision_id: int, citation: Citation) -> int:
    """Rest a decision on one more source; its new id. Whoever adds the source answers for the decision from now on, so
    a colleague checks it anew. Raises `OutOfDate`."""
    number = _again(change, decision_id, CITED, recorded_by=change.who, checked_by=None, checked_at=None)
    rest_on(change, number, citation)
    change.audit("cite source", str(number), citation.source_id)
    return number


def rest_on(change: Change, decision_id: int, citation: Citation) -> None:
    """One citation of a decision; the same source and place again takes the newer words."""
    change.db.execute(
        "insert or replace into decision_sources values (?,?,?,?,?)",
        [decision_id, citation.source_id, citation.quotation, citation.place, citation.sha256],
    )


def end_before(change: Change, decision_id: int, first_day: str) -> int:
    """A decision now holds until the day before `first_day`, when another takes over; its new id.

    What it says about its own days is unchanged, so it keeps its recorder and checker."""
    last = day_before(first_day)
    number = _again(change, decision_id, ENDED, effective_to=last)
    change.audit("end decision", str(number), last)
    return number


def day_before(day: str) -> str:
    """The last day of what ends where something else begins."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def move_ends(change: Change, decision_id: int, first_day: str) -> None:
    """A decision that took over turns out to begin on another day: what it had ended ends the day before that one.

    Where that would leave nothing of an ended decision, it gives way whole."""
    for ended, until in _ended_by(change.db, decision_id):
        held = next(change.db.query("select effective_from from coverage_decisions where decision_id = ?", [ended]))
        last = min(filter(None, (until, day_before(first_day))))
        if (held["effective_from"] or "") > last:
            take_back(change, ended, REPLACED)
        else:
            _again(change, ended, ENDED, effective_to=last)


def _again(change: Change, decision_id: int, why: str, **changed: str | None) -> int:
    """The same decision as a new row, but for what is `changed`; the old row is withdrawn. Its citations go along."""
    db = change.db
    take_back(change, decision_id, why)
    columns = ", ".join(f":{c}" if c in changed else c for c in _COPIED)
    number = db.execute(
        f"insert into coverage_decisions ({', '.join(_COPIED)}, origin, supersedes, added_revision) "
        f"select {columns}, 'entered', decision_id, :revision from coverage_decisions where decision_id = :id",
        {**changed, "revision": change.revision, "id": decision_id},
    ).lastrowid
    assert number is not None
    db.execute(
        "insert into decision_sources select ?, source_id, quotation, place, sha256 from decision_sources "
        "where decision_id = ?",
        [number, decision_id],
    )
    return number


_SAME_PLACE = """select d.* from coverage_decisions d
  join coverage_decisions n using (payer_id, line_of_business, state, code) where n.decision_id = ?"""
Rows = dict[int, dict[str, Any]]


def _ended_by(db: Database, decision_id: int) -> list[tuple[int, str | None]]:
    """Live decisions that ended because this one took over, and until when each holds without it.

    A takeover is one revision: the row that ended and the row that took over came together. Both may have been checked,
    given a source or corrected since, so both are followed back."""
    rows: Rows = {int(row["decision_id"]): row for row in db.query(_SAME_PLACE, [decision_id])}
    taker = rows[decision_id]
    steps = list(_back(rows, taker))
    family = {row["added_revision"] for row, _ in steps}
    # Where another took over from this one in turn, what this one had ended holds until then only.
    limit = taker["effective_to"] if any(why == ENDED for _, why in steps) else None
    found = []
    for row in rows.values():
        if row["withdrawn_revision"] is None and row is not taker:
            held = _before_it_ended(rows, row, family) or _before_it_was_limited(rows, row, taker)
            if held is not None:
                found.append((int(row["decision_id"]), min(filter(None, (held["effective_to"], limit)), default=None)))
    return found


def _before_it_was_limited(rows: Rows, row: dict[str, Any], taker: dict[str, Any]) -> dict[str, Any] | None:
    """The first form of a row that holds again only until the taker's first day, since what stood between them is gone."""
    if not taker["effective_from"] or row["effective_to"] != day_before(taker["effective_from"]):
        return None
    steps = list(_back(rows, row))
    return steps[-1][0] if REOPENED in {why for _, why in steps} else None


def _back(rows: Rows, row: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str | None]]:
    """A row and those it stands in the place of, newest first, each with why it gave way (None: the first of them).

    Going back to a row is not yet standing in its place: what takes over goes back to one that lives on."""
    while True:
        before = rows.get(row["supersedes"] or 0)
        if before is None or before["withdrawn_revision"] != row["added_revision"]:
            yield row, None
            return
        yield row, str(before["withdrawn_why"])
        row = before


def _before_it_ended(rows: Rows, row: dict[str, Any], family: set[int]) -> dict[str, Any] | None:
    """The row as it was before one of the family's revisions ended it; None when none of them did."""
    ended = False
    for each, why in _back(rows, row):
        if why == ENDED and each["added_revision"] in family:
            ended = True
        elif why not in (CHECKED, CITED):
            return each if ended else None
    return None


def standing(db: Database, new: NewDecision, begins: str) -> list[dict[str, Any]]:
    """Live decisions on the same payer, line of business, state and code that begin on `begins` or before and do not end
    before it."""
    return list(
        db.query(
            f"""{_PLACE} and coalesce(effective_from, '') <= :begins and coalesce(effective_to, '9999') >= :begins
            order by effective_from""",
            {**asdict(new), "begins": begins},
        )
    )


def next_first_day(db: Database, new: NewDecision, begins: str) -> str | None:
    """The first day of the next live decision on the same place that begins after `begins`, None when there is none."""
    rows = db.query(f"{_PLACE} and effective_from > :begins order by effective_from", {**asdict(new), "begins": begins})
    return next((str(row["effective_from"]) for row in rows), None)


_PLACE = """select * from coverage_decisions where withdrawn_revision is null and payer_id = :payer_id
  and line_of_business = :line_of_business and state = :state and code = :code"""


def lineage(db: Database) -> dict[int, int]:
    """Of every decision ever recorded, the one it goes back to: what superseded what, followed to its beginning."""
    roots: dict[int, int] = {}
    for number, before in db.execute("select decision_id, supersedes from coverage_decisions order by decision_id"):
        roots[number] = number if before is None else roots[before]
    return roots


def withdrawals(db: Database, since: int, until: int) -> dict[int, tuple[str, str]]:
    """Decisions withdrawn by a person after revision `since` up to `until`, with reason and day."""
    rows = db.execute(
        f"""select decision_id, withdrawn_why, date(at) from coverage_decisions
        join revisions on revision = withdrawn_revision
        where withdrawn_revision > ? and withdrawn_revision <= ? and withdrawn_why not in ({KEPT_SQL})""",
        [since, until],
    )
    return {int(number): (str(why), str(day)) for number, why, day in rows}
