"""Sources, and what decisions rest on: publisher, title, link, edition; passage, place and document of each citation.

The one thing to know: another day of publication is another edition, kept as a source of its own, but the same voice:
what it says supersedes what an earlier edition said (`decisions.said_before`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change

EDITIONS = """select o.source_id from sources o join sources s using (publisher, title, url) where s.source_id = ?"""


@dataclass(frozen=True)
class Citation:
    """What a decision rests on: a source, our paraphrase, its place (page, cell), the document's hash if kept."""

    source_id: str
    quotation: str = ""
    place: str = ""
    sha256: str | None = None


def add(
    change: Change, source_id: str, publisher: str, title: str, url: str = "", published: str = "", accessed: str = ""
) -> None:
    """A source, once; the same id again leaves it as it is."""
    change.db.execute(
        "insert or ignore into sources values (?,?,?,?,?,?,'entered',?,null)",
        [source_id, publisher, title, url, published, accessed, change.revision],
    )


def like(db: Database, publisher: str, title: str, url: str, published: str) -> str | None:
    """The id of the live source of that publisher, title and link that was published then, None when there is none.
    Another day of publication is another edition, and a source of its own; no day at all means the newest one."""
    row = db.execute(
        "select source_id from sources where withdrawn_revision is null and publisher = ? and title = ? and url = ? "
        "and ? in ('', published) order by published desc, added_revision limit 1",
        [publisher, title, url, published],
    ).fetchone()
    return str(row[0]) if row else None


def citations(db: Database, payer_id: str) -> list[dict[str, Any]]:
    """What decisions on a payer rest on or once rested on, a row a decision and source, the oldest first."""
    return list(
        db.query(
            """select x.decision_id, x.source_id, x.quotation, x.place, x.sha256, s.publisher, s.title, s.url, s.published,
            s.accessed from coverage_decisions d join decision_sources x using (decision_id)
            join sources s using (source_id) where d.payer_id = ? order by x.decision_id, s.added_revision, s.title, x.place""",
            [payer_id],
        )
    )


def also_cited(db: Database, decision_id: int, instead_of: str) -> list[Citation]:
    """What a decision rests on besides its first citation, which a correction replaces with the source `instead_of`."""
    rows = db.execute(
        """select x.source_id, x.quotation, x.place, x.sha256 from decision_sources x join sources s using (source_id)
        where x.decision_id = ? order by s.added_revision, s.title, x.place limit -1 offset 1""",
        [decision_id],
    )
    return [Citation(*row) for row in rows if row[0] != instead_of]


def document_of(db: Database, decision_id: int) -> str | None:
    """The kept document of a decision's first citation, by its hash."""
    row = db.execute(
        """select x.sha256 from decision_sources x join sources s using (source_id)
        where x.decision_id = ? order by s.added_revision, s.title, x.place limit 1""",
        [decision_id],
    ).fetchone()
    return row[0] if row else None


def last_cited(db: Database, who: str) -> dict[str, Any] | None:
    """The source that this person cited last, None when they have recorded nothing yet."""
    return next(
        db.query(
            """select s.* from coverage_decisions d join decision_sources x using (decision_id)
            join sources s using (source_id) where d.recorded_by = ? and s.withdrawn_revision is null
            order by d.recorded_at desc, d.decision_id desc limit 1""",
            [who],
        ),
        None,
    )


def of_payer(db: Database, payer_id: str) -> list[dict[str, Any]]:
    """The sources that decisions on a payer rest on, now or once, newest first."""
    return list(
        db.query(
            """select s.*, max(d.recorded_at) as cited_at from coverage_decisions d
            join decision_sources x using (decision_id) join sources s using (source_id)
            where d.payer_id = ? and s.withdrawn_revision is null group by s.source_id order by cited_at desc""",
            [payer_id],
        )
    )


def listed(db: Database) -> list[dict[str, Any]]:
    """Sources that have not been withdrawn, by publisher and title."""
    return list(db.query("select * from sources where withdrawn_revision is null order by publisher, title"))
