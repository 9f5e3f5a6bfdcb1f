"""Packs and fact sheets: gathers what is known, hides what may not leave, hands it to `exports.pack`, logs the export.

The one thing to know: every table comes from `services.release`, which checks it against everything that has left before
and logs what it shows; a pack may therefore hide more than the page does.
"""

from __future__ import annotations

import json

from tracker.exports.cite import file_name
from tracker.exports.pack import make_bundle, make_fact_sheet
from tracker.people import Person, require
from tracker.services.packs import many, one, sheet
from tracker.services.packs.branding import brand
from tracker.settings import settings
from tracker.store import exports as log
from tracker.store import live
from tracker.store.connection import noting

__all__ = ["FIRST_CODE", "brand", "compare", "fact_sheet", "make"]
FIRST_CODE = "97550"


def make(payer_id: str, person: Person | None) -> tuple[str, bytes]:
    """File name and bytes of the pack of one payer, and a row in the export log. Raises `Rejected`, `NotAllowed`."""
    person = require(person, "export")
    data = one.gather(payer_id, person)
    content = make_bundle(data)
    _log(person, "pack", {"payer": payer_id}, int(data.snapshot))
    return f"pack_{payer_id}_r{data.snapshot}.zip", content


def compare(person: Person | None, *, state: str = "", parent: str = "") -> tuple[str, bytes]:
    """File name and bytes of the compare pack of a state or a parent company. Raises `Rejected`, `NotAllowed`."""
    person = require(person, "export")
    chosen = many.scope(state, parent)
    data = many.gather(chosen, person)
    content = make_bundle(data)
    _log(person, "compare pack", {"state": chosen.state, "parent": chosen.parent}, int(data.snapshot))
    return file_name("compare pack", {"scope": chosen.name}, data.snapshot, "zip"), content


def fact_sheet(state: str, person: Person | None, code: str = FIRST_CODE) -> tuple[str, bytes]:
    """File name and bytes of the page for legislators of a state (PDF). Raises `Rejected`, `NotAllowed`."""
    person = require(person, "export")
    chosen = many.scope(state=state)
    page = sheet.gather(chosen, code, person)
    content = make_fact_sheet(page)
    revision = page.caption.snapshot.split(",")[0].removeprefix("r")
    _log(person, "fact sheet", {"state": chosen.state, "code": code}, int(revision))
    return file_name("fact sheet", {"state": chosen.name, "code": code}, revision, "pdf"), content


def _log(person: Person, measure: str, filters: dict[str, str], revision: int) -> None:
    """That a pack left, of whom and when. Its numbers were logged one table at a time by `services.release`."""
    with noting(live.ensure(settings().store), person.key) as change:
        log.add(change, revision, measure, json.dumps(filters), "[]")
