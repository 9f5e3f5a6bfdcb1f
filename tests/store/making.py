"""Lines and files made for tests, through the store's own verbs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from tracker.store import imports, names
from tracker.store.connection import Change
from tracker.store.imports import Accepted, NewLine

PAYER, OTHER_PAYER = "aetna", "cigna"


def key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def settled(change: Change, payers: Sequence[str]) -> dict[str, int]:
    """Names that a person has settled, written as the payers' ids: the name's number by payer."""
    ids = names.ensure(change.db, {(p, "", "commercial", ""): p for p in payers})
    for (name, *_), number in ids.items():
        names.decide(change, number, name, how="person", why="asked")
    return {key[0]: number for key, number in ids.items()}


def a_line(name_id: int, **changed: Any) -> NewLine:
    """A denied line of 97550 for coverage reasons; `changed` says what is different."""
    values: dict[str, Any] = {
        "row": 1, "name_id": name_id, "state": "CA", "line_of_business": "commercial", "code": "97550",
        "month": "2025-03", "outcome": "denied", "denial_class": "coverage", "first_reason": "96", "units": 1,
        "modifiers": "GO", "place_of_service": "11", "claim_status": None, "primary_payer": True,
        "practice": key("practice", 1), "claim_key": None, "line_key": None, "flags": "",
        "reasons": (("CO", "CARC", "96"),),
    }  # fmt: skip
    if changed.get("outcome") in ("paid", "pending"):
        values |= {"denial_class": None, "first_reason": None, "reasons": ()}
    return NewLine(**{**values, **changed})


def add(change: Change, lines: Sequence[NewLine], file: str, **said: Any) -> Accepted:
    values: dict[str, Any] = {
        "kind": "x12_835", "file_key": key("file", file), "layout": None, "complete": True, "problems": [],
        "counts": {"rows": len(lines), "problems": 0, "ignored": 0, "repeats": 0}, "verdict": "accepted",
    }  # fmt: skip
    return imports.add(change, lines=lines, **{**values, **said})
