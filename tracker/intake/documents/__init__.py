"""Payers' documents read for what they say about the tracked codes. `scan` reads, `compare` sets two versions side by side.

The one thing to know: `scan` never raises for a bad file and never calls a file silent that it has not read to its end.
"""

from __future__ import annotations

import hashlib
import time
import zipfile
from dataclasses import replace
from pathlib import Path

from tracker.errors import TrackerError
from tracker.intake.documents.archive import members
from tracker.intake.documents.compare import Change, Comparison, compare
from tracker.intake.documents.limits import Limits, Progress, refuse_large
from tracker.intake.documents.model import Contradiction, Mention, Place, Scan, Wording
from tracker.intake.documents.picture import page_picture, rows_around
from tracker.intake.documents.readers import kind_of, read
from tracker.intake.documents.scanner import Scanner

__all__ = [
    "Change",
    "Comparison",
    "Contradiction",
    "Limits",
    "Mention",
    "Place",
    "Scan",
    "Wording",
    "compare",
    "page_picture",
    "rows_around",
    "scan",
]


def scan(path: Path, *, progress: Progress | None = None, limits: Limits | None = None) -> Scan:
    """Everything the file says about the tracked codes and their topic. `progress(done, of)` is called while reading."""
    started = time.monotonic()
    limits = limits or Limits()
    try:
        size = path.stat().st_size
        refuse_large(size, limits)
        digest = _digest(path)
    except TrackerError as error:
        return Scan(path.name, error=str(error))
    except OSError as error:
        return Scan(path.name, error=f"The file could not be opened ({error.strerror}). Check that it is still there.")
    found = _scan(path, path.name, limits, progress, 0)
    return replace(found, sha256=digest, seconds=time.monotonic() - started)


def _scan(path: Path, name: str, limits: Limits, progress: Progress | None, depth: int) -> Scan:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
        if head.strip() and kind_of(path, head) == "zip":
            return _scan_archive(path, name, limits, depth)
        reading = read(path, limits, progress)
        found = Scanner(reading, name, limits).run()
    except TrackerError as error:
        return Scan(name, error=str(error))
    except (MemoryError, RecursionError):
        return Scan(name, error="The file is built so that it cannot be read within bounds. Ask for another copy.")
    except Exception as error:
        # a broken file must not end a folder's run; the type helps whoever mends the reader, the text may be private
        return Scan(
            name,
            error=f"The file is damaged or of a form that cannot be read ({type(error).__name__}). Ask for another copy.",
        )
    warnings = reading.warnings
    if found.stopped:
        warnings = (
            *warnings,
            "The document was not read to its end: it took too long. Split it, or drop the pages that matter.",
        )
    silent = reading.complete and not found.stopped and not found.mentions and not found.wording
    return Scan(
        name, "", reading.pages, None, warnings, silent,
        tuple(found.mentions), tuple(found.wording), found.contradictions,
    )  # fmt: skip


def _scan_archive(path: Path, name: str, limits: Limits, depth: int) -> Scan:
    if depth >= limits.depth:
        return Scan(name, error="Archives inside archives are not read deeper. Unpack it and drop the files.")
    scans: list[tuple[str, Scan]] = []
    try:
        for member, file in members(path, limits):
            scans.append((member, _scan(file, member, limits, None, depth + 1)))
    except TrackerError as error:
        return Scan(name, error=str(error))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return Scan(name, error="The archive is damaged and could not be unpacked. Download it again.")
    warnings = [f"{m}: {w}" for m, s in scans for w in ([s.error] if s.error else s.warnings) if w]
    if scans and all(s.error for _, s in scans):
        return Scan(name, error=f"None of the files in the archive could be read. {'; '.join(warnings)[:600]}")
    mentions = tuple(replace(x, place=_inside(x.place, m)) for m, s in scans for x in s.mentions)
    wording = tuple(replace(x, place=_inside(x.place, m)) for m, s in scans for x in s.wording)
    return Scan(
        name, "", sum(s.pages for _, s in scans), None, tuple(warnings),
        all(s.silent for _, s in scans), mentions, wording, tuple(c for _, s in scans for c in s.contradictions),
    )  # fmt: skip


def _inside(place: Place, member: str) -> Place:
    return replace(place, member=f"{member}/{place.member}" if place.member else member)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
