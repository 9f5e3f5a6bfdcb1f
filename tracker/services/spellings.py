"""How payers are spelled in a batch: what each spelling means here, and its number in the store.

The one thing to know: a spelling is its words together with state, line of business and identifier, since the same words
mean different payers elsewhere. One that fits several is kept as written until a specialist says once whose it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.intake import payer_names
from tracker.intake.model import Line
from tracker.intake.payer_names import Resolution
from tracker.services import registry
from tracker.store import names
from tracker.store.connection import Change, reading


@dataclass(frozen=True)
class NameReading:
    """One payer spelling of a batch: which payer it means and why, or what it could mean."""

    written: str
    state: str
    line_of_business: str
    identifier: str
    lines: int
    payer_id: str | None
    payer: str
    why: str
    candidates: tuple[str, ...]


def key_of(line: Line) -> names.Key:
    return (
        payer_names.plain(line.payer_as_written),
        line.state or "",
        str(line.line_of_business or ""),
        line.payer_identifier or "",
    )


def read_as(lines: Iterable[Line], store: Path) -> tuple[NameReading, ...]:
    """Each spelling of the lines with what it means here, the unsettled ones first, then those of most lines."""
    first: dict[names.Key, Line] = {}
    counts = Counter[names.Key]()
    for line in lines:
        key = key_of(line)
        first.setdefault(key, line)
        counts[key] += 1
    directory = registry.directory(store)
    listed = []
    for key, meaning in meanings({k: x.payer_as_written for k, x in first.items()}, store).items():
        payer = directory.payers[meaning.payer_id].name if meaning.payer_id else ""
        could_be = tuple(c.name for c in meaning.candidates)
        listed.append(
            NameReading(
                first[key].payer_as_written, *key[1:], counts[key], meaning.payer_id, payer, meaning.reason, could_be
            )
        )
    return tuple(sorted(listed, key=lambda n: (n.payer_id is not None, -n.lines, n.written)))


def meanings(written: Mapping[names.Key, str], store: Path) -> dict[names.Key, Resolution]:
    """What each spelling means, worked out before the write begins."""
    directory = registry.directory(store)
    with reading(store) as db:
        decided = registry.decided(db)
    return {key: registry.resolve(key, text, directory, decided) for key, text in written.items()}


def ids_of(
    change: Change, written: dict[names.Key, str], meanings: Mapping[names.Key, Resolution]
) -> dict[names.Key, int]:
    """The number of each spelling in the store; what a rule settles is settled, what a person has settled stays."""
    ids = names.ensure(change.db, written)
    settled = names.current(change.db, set(ids.values()))
    for key, meaning in meanings.items():
        if meaning.payer_id and ids[key] not in settled:
            names.decide(change, ids[key], meaning.payer_id, how="rule", why=meaning.reason)
    return ids
