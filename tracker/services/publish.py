"""What leaves as files of the whole ledger: every decision with its citations, the correction log; written whole or not.

The one thing to know: only public facts leave this way. Who recorded and who checked stays inside; that somebody did is
said.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tracker.errors import StoreProblem
from tracker.exports import ledger
from tracker.figures.style import Caption
from tracker.files import put
from tracker.people import Person, require
from tracker.services import audit, correct
from tracker.settings import settings
from tracker.store import decisions, live, revisions
from tracker.store.connection import reading, revision

LICENCE = "CC BY 4.0, payer-tracker"


def rows(person: Person | None, known_on: date | None = None) -> list[dict[str, Any]]:
    """Every decision in the ledger, all periods, a row a source; as known at the end of a day where one is given."""
    require(person, "export")
    with reading(live.ensure(settings().store)) as db:
        at = revisions.on_day(db, known_on) if known_on else None
        held = decisions.known(db, revision=at)
        citations: dict[int, list[dict[str, Any]]] = {}
        for c in decisions.cited(db, ever=True):
            citations.setdefault(c["decision_id"], []).append(c)
    names = ("publisher", "title", "url", "published", "accessed", "quotation", "place", "sha256")
    out: list[dict[str, Any]] = []
    for d in held:
        base = {**d, "last_changed": d["recorded_at"][:10], "checked": "yes" if d["checked_by"] else "no"}
        cited = citations.get(d["decision_id"]) or [{}]
        out.extend({**base, **{n: c.get(n) for n in names}} for c in cited)
    return out


def files(person: Person | None, known_on: date | None = None) -> tuple[bytes, bytes]:
    """The whole ledger as CSV and as XLSX (with the correction log)."""
    found = rows(person, known_on)
    caption = _caption(found, known_on)
    made = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    audit.took(f"coverage-ledger_{known_on or snapshot()}", person)
    return ledger.as_csv(found, caption), ledger.as_xlsx(found, correct.listed(person), caption, made)


def _caption(found: list[dict[str, Any]], known_on: date | None) -> Caption:
    decided = len({r["decision_id"] for r in found})
    payers = len({r["payer_id"] for r in found})
    return Caption(
        f"{decided:,} coverage decisions on {payers:,} payers",
        f"All periods{f', as known on {known_on.isoformat()}' if known_on else ''}; one row for each source",
        source="coverage ledger: payers' documents, each decision with its source",
        n=f"{decided:,} decisions", snapshot=snapshot(), licence=LICENCE, note=notice(),
    )  # fmt: skip


def snapshot() -> str:
    """The revision a file is made from, with its day."""
    with reading(live.ensure(settings().store)) as db:
        number = revision(db)
        return f"r{number}, {(revisions.at(db, number) or '')[:10]}"


def notice() -> str:
    """What a demonstration store says about itself, '' for a real one."""
    with reading(live.ensure(settings().store)) as db:
        return live.notice(db)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises `StoreProblem` naming the file."""
    try:
        put(path, data)
    except OSError as error:
        raise StoreProblem(f"{path} cannot be written.", "Choose a folder that exists and may be written.") from error
