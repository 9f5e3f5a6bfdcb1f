"""What is done with a document as a whole: bounded before it is read, titled, dated, and rid of repeats afterwards."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.dates import Period
from tracker.intake.documents.model import Block, Mention, Place, Reading, Table
from tracker.intake.documents.text import flat, in_pieces

BLOCK = 20_000  # characters of one paragraph that are read together


def bounded(reading: Reading) -> Reading:
    """The reading with endless paragraphs and cells cut, so that a hostile file costs no more than its length."""
    parts: list[Block | Table] = []
    for part in reading.parts:
        if isinstance(part, Block) and len(part.text) > BLOCK:
            parts += [replace(part, text=piece) for piece in in_pieces(part.text, BLOCK)]
        elif isinstance(part, Table) and any(len(c) > BLOCK for row in part.rows for c in row.cells):
            rows = (replace(row, cells=tuple(c[:BLOCK] for c in row.cells)) for row in part.rows)
            parts.append(replace(part, rows=tuple(rows)))
        else:
            parts.append(part)
    return replace(reading, parts=tuple(parts))


def _where(place: Place) -> tuple[object, ...]:
    return (place.page, place.sheet, place.row, place.line, place.member)


def unique(mentions: list[Mention]) -> list[Mention]:
    """One of each; a bare naming of a code is dropped where the same place says something of it."""
    told = {(m.code, _where(m.place)) for m in mentions if m.status or m.prior_auth != "unknown"}
    out: dict[object, Mention] = {}
    for m in mentions:
        bare = m.status is None and m.prior_auth == "unknown" and not m.reason.startswith("undecided")
        if bare and (m.code, _where(m.place)) in told:
            continue
        key = (
            m.code,
            _where(m.place),
            m.status,
            m.prior_auth,
            m.effective_from,
            m.effective_to,
            m.rate_usd,
            m.line_of_business,
            m.modifiers,
        )
        out.setdefault(key, m)
    return list(out.values())


def title_of(reading: Reading, legends: set[Place]) -> str:
    """What the document calls itself; a line of its legend or somebody's question is no title."""
    for part in reading.parts[:6]:
        if isinstance(part, Block) and part.kind == "heading":
            return flat(part.text)
    for part in reading.parts[:3]:
        if isinstance(part, Block) and len(part.text) < 200:
            stated = re.search(r"[^:]{25,}\.\s*$", part.text) and any(f.codes for f in find_codes(part.text))
            return (
                "" if stated or "?" in part.text or (part.place in legends and len(legends) < 40) else flat(part.text)
            )
        if isinstance(part, Table) and part.rows:
            cells = [c for c in part.rows[0].cells if c.strip()]
            if len(cells) == 1:
                return flat(cells[0])
    return ""


def year_of(reading: Reading) -> int | None:
    """The year most written near the front, for days without one."""
    text = " ".join(p.text if isinstance(p, Block) else "" for p in reading.parts[:40])
    years = re.findall(r"\b(20[12]\d)\b", text)
    return int(max(set(years), key=years.count)) if years else None


def dated(m: Mention, whole: Period) -> Mention:
    """The day of the whole document, where the statement has none."""
    if m.effective_from or m.effective_to or m.status is None or not whole.start:
        return m
    return replace(m, effective_from=whole.start, effective_to=whole.end, dated_by_document=True)
