"""Are two files versions of one document? By the runs of words they share, not by their names or codes.

The one thing to know: a sketch keeps one run of words in eight, chosen by the words themselves, so that two sketches of
like documents keep like runs; a new edition that adds a chapter is still like the old one.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from tracker.errors import TrackerError
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.model import Block
from tracker.intake.documents.readers import kind_of, read
from tracker.intake.documents.readers.pdf import plain_text

RUN = 4  # words
KEEP = 8  # one run in so many
MOST = 60_000  # runs of one file
ALIKE = 0.3  # share of the smaller sketch that both hold


def sketch(path: Path) -> frozenset[int]:
    """Numbers that stand for a file's runs of words; empty where it cannot be read."""
    try:
        words = re.findall(r"[a-z0-9$.]+", _text(path).casefold())
    except (TrackerError, OSError, ValueError):
        return frozenset()
    runs = (zlib.crc32(" ".join(words[n : n + RUN]).encode()) for n in range(min(len(words), MOST * KEEP) - RUN + 1))
    every = KEEP if len(words) > 400 else 1
    return frozenset(r for r in runs if r % every == 0)


def _text(path: Path) -> str:
    limits = Limits()
    with path.open("rb") as file:
        head = file.read(4096)
    if kind_of(path, head) == "pdf":
        return plain_text(path, limits)
    parts = read(path, limits).parts
    return "\n".join(p.text if isinstance(p, Block) else "\n".join(" ".join(r.cells) for r in p.rows) for p in parts)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the smaller file stands in the other, from 0 to 1. A short and a long file are compared by the short one."""
    if not one or not other:
        return 0.0
    if any(n % KEEP for n in one) != any(n % KEEP for n in other):
        one, other = (frozenset(n for n in s if n % KEEP == 0) for s in (one, other))
    return len(one & other) / max(1, min(len(one), len(other)))


def most_alike(new: frozenset[int], known: dict[str, frozenset[int]]) -> str | None:
    """The name of the known file that `new` is a version of, if any is alike enough."""
    best = max(known, key=lambda name: likeness(new, known[name]), default=None)
    return best if best is not None and likeness(new, known[best]) >= ALIKE else None
