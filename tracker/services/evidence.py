"""Keeping documents: once each, by SHA-256, in a folder beside the store; and handing them out again.

The one thing to know: a document is a payer's own paper. It is never shown as a page of ours, only handed out as a file,
so that nothing inside it can run here. The file is written before the ledger cites it: a crash between the two leaves a
file that nobody cites, never a citation without its file.
"""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from tracker.errors import Rejected, StoreProblem, of_file
from tracker.intake import evidence_file
from tracker.intake.evidence_file import Document
from tracker.people import Person, require
from tracker.settings import settings
from tracker.store import evidence, live
from tracker.store.connection import reading

MOST_MEGABYTES = 40  # a policy, not an archive; the general limit of uploads holds as well


def inspect(data: bytes, person: Person | None) -> Document:
    """What an uploaded document is; nothing is kept. Raises `Rejected`."""
    require(person, "decide")
    return evidence_file.inspect(data, min(MOST_MEGABYTES, settings().upload_megabytes) * 2**20)


def keep(data: bytes, person: Person | None, place: str = "") -> Document:
    """Write a document to its place unless it is there. Raises `Rejected` also for a place it does not have."""
    document = inspect(data, person)
    problem = evidence_file.place_problem(document, place)
    if problem:
        raise Rejected(problem, "See where the passage stands.")
    path = path_of(document.sha256, document.ending)
    if not path.exists():
        _write(path, data)
    return document


def path_of(sha256: str, ending: str) -> Path:
    """Where a document lies: `evidence/ab/abcd....pdf`."""
    return settings().evidence_dir / sha256[:2] / f"{sha256}.{ending}"


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(fresh, "wb", opener=_for_the_owner) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise of_file(error, "the document") from error


def _for_the_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def named(sha256: str, person: Person | None) -> tuple[str, str]:
    """File name and type of a kept document. Raises `Rejected` when it was never kept."""
    row = _row(sha256, person)
    return f"evidence-{sha256[:12]}.{evidence_file.ENDINGS[row['media_type']]}", str(row["media_type"])


def _row(sha256: str, person: Person | None) -> dict[str, Any]:
    require(person, "see_published")
    with reading(live.ensure(settings().store)) as db:
        row = evidence.find(db, sha256)
    if row is None:
        raise Rejected("This document was never kept.", "Follow the link of the source.")
    return row


def fetch(sha256: str, person: Person | None) -> tuple[bytes, str]:
    """A kept document and its type. Raises `StoreProblem` when it is missing or was changed."""
    kind = str(_row(sha256, person)["media_type"])
    try:
        data = path_of(sha256, evidence_file.ENDINGS[kind]).read_bytes()
    except OSError as error:
        raise StoreProblem("The kept document is missing.", "Restore the evidence folder from the backup.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreProblem("The kept document was changed.", "Restore the evidence folder from the backup.")
    return data, kind


def words(sha256: str, person: Person | None) -> str:
    """The text of a kept document, '' where it cannot be read."""
    data, kind = fetch(sha256, person)
    return evidence_file.words(data, kind)
