"""Documents that were read, and proposals that were rejected: neither is offered again."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from tracker.store.connection import Change


def add(
    change: Change,
    sha256: str,
    *,
    pages: int,
    mentions: int,
    silent: bool,
    problem: str = "",
    payer_id: str | None = None,
) -> None:
    """Remember that a document was read; reading it again says whose it is, where that was not known."""
    change.db.execute(
        """insert into document_scans values (?,?,?,?,?,?,?,?,?) on conflict (sha256) do update set
        payer_id = coalesce(excluded.payer_id, payer_id), pages = excluded.pages, mentions = excluded.mentions,
        silent = excluded.silent, problem = excluded.problem""",
        [sha256, payer_id, pages, mentions, int(silent), problem, change.who, change.at, change.revision],
    )
    change.audit("scan document", sha256[:12], f"{mentions} mentions, {pages} pages")


def known(db: Database) -> set[str]:
    """Hashes of the documents that were read."""
    return {row[0] for row in db.execute("select sha256 from document_scans")}


def of_payer(db: Database, payer_id: str) -> list[dict[str, Any]]:
    """A payer's documents that were read, newest first."""
    return list(db.query("select * from document_scans where payer_id = ? order by added_revision desc", [payer_id]))


def reject(change: Change, sha256: str, code: str, place: str, status: str, reason: str) -> None:
    """Remember that a proposal is not what the document says. `status`: what was proposed, with the product it is bound to."""
    change.db.execute(
        "insert or ignore into rejected_proposals values (?,?,?,?,?,?,?,?)",
        [sha256, code, place, status, change.who, change.at, reason, change.revision],
    )
    change.audit("reject proposal", f"{sha256[:12]} {code}", place)


def rejected(db: Database, sha256: str) -> set[tuple[str, str, str]]:
    """(code, place, status) of the proposals of a document that were rejected."""
    return {
        (c, p, s)
        for c, p, s in db.execute("select code, place, status from rejected_proposals where sha256 = ?", [sha256])
    }


def cited(db: Database, sha256: str) -> set[tuple[str, str, str]]:
    """(code, place, scope) of a document that current decisions cite."""
    return {
        (c, p, s or "")
        for c, p, s in db.execute(
            "select d.code, s.place, d.scope from decision_sources s join coverage_decisions d using (decision_id) "
            "where s.sha256 = ? and d.withdrawn_revision is null",
            [sha256],
        )
    }


def documents_of(db: Database, payer_id: str | None = None) -> dict[str, str]:
    """Hashes of the kept documents that decisions cite, newest first, each with its payer's name: a payer's, else all."""
    found = db.execute(
        "select s.sha256, min(p.name) from decision_sources s join coverage_decisions d using (decision_id) "
        "join payers p using (payer_id) where s.sha256 is not null and (:payer is null or d.payer_id = :payer) "
        "group by s.sha256 order by max(d.added_revision) desc",
        {"payer": payer_id},
    )
    return dict(found)
