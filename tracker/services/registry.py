"""The registry as the rest of the program asks it: payers by id, and which payer a written name means."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tracker.intake import payer_names
from tracker.intake.payer_names import Directory, Resolution
from tracker.store import names, payers
from tracker.store.connection import Database, reading, revision
from tracker.vocabulary import LineOfBusiness


def directory(store: Path) -> Directory:
    """The name directory of a store: reference payers and those a person entered. Kept until the store changes."""
    with reading(store) as db:
        return _directory(store, revision(db))


@lru_cache(maxsize=4)
def _directory(store: Path, _revision: int) -> Directory:
    with reading(store) as db:
        return payer_names.build(_rows(db))


def _rows(db: Database) -> list[dict[str, str]]:
    return [
        {
            **{k: str(p[k]) for k in ("payer_id", "name", "parent", "payer_type", "states")},
            "aliases": "|".join(p["aliases"]),
            "ids": ";".join(f"{scheme}:{value}" for scheme, value, _ in p["identifiers"]),
        }
        for p in payers.listed(db)
    ]


def decided(db: Database) -> dict[tuple[str, str, str], str]:
    """What people have decided about spellings, in the resolver's form. Two that disagree are asked about again."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for (normal, state, business, _), payer_id in names.decided(db).items():
        found.setdefault((normal, state, business), set()).add(payer_id)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


def resolve(key: names.Key, written: str, known: Directory, settled: dict[tuple[str, str, str], str]) -> Resolution:
    """Which payer a spelling means: a remembered human decision first, then the rules, never a guess."""
    _, state, business, identifier = key
    return payer_names.resolve(
        written,
        state=state or None,
        line_of_business=LineOfBusiness(business) if business else None,
        identifier=identifier or None,
        directory=known,
        decided=settled,
    )
