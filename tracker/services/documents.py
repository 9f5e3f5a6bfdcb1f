"""Payers' documents: read, propose, accept or reject, record silence, compare with the version before.

The one thing to know: an accepted proposal becomes an unchecked decision with the document's hash, place and passage as
evidence; a second person still has to check it. A rejected one is remembered and not offered again.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

from tracker.errors import Rejected
from tracker.intake import documents
from tracker.intake.decision_file import DecisionRow
from tracker.intake.documents import Change, Mention, Place, Scan
from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.picture import page_picture
from tracker.intake.documents.products import product_of
from tracker.people import Person, require
from tracker.services import decide
from tracker.settings import settings
from tracker.store import live, scans
from tracker.store.connection import reading, writing
from tracker.vocabulary import USUAL_LINE_OF_BUSINESS, Confidence, LineOfBusiness, PayerType

__all__ = ["Change", "Mention", "Place", "Scan"]  # for pages, which speak to services only


@dataclasses.dataclass(frozen=True)
class Proposal:
    """One statement of a document. key: how a page names it. state: `open`, `accepted` (a decision cites it) or
    `rejected`."""

    key: str
    mention: Mention
    state: str

    @property
    def decided(self) -> bool:
        """Whether the document says something that can become a decision."""
        return self.mention.status is not None


@dataclasses.dataclass(frozen=True)
class Found:
    """A document that was read, with what is proposed from it."""

    scan: Scan
    proposals: tuple[Proposal, ...]


def read(path: Path, person: Person | None, progress: Callable[[int, int], None] | None = None) -> Found:
    """Read a document; nothing is stored. The file's name is not looked at."""
    require(person, "decide")
    scan = documents.scan(path, progress=progress)
    return settled(scan, person)


def naming(passage: str, codes: Sequence[str]) -> list[tuple[int, int]]:
    """Where a passage names these codes, alone or within a range: (first character, behind the last)."""
    return [(f.start, f.end) for f in find_codes(passage) if set(f.codes) & set(codes)]


def settled(scan: Scan, person: Person | None) -> Found:
    """A document already read, with what was accepted and rejected since."""
    require(person, "decide")
    with reading(live.ensure(settings().store)) as db:
        no, yes = scans.rejected(db, scan.sha256), scans.cited(db, scan.sha256)
    return Found(scan, tuple(_proposal(n, m, no, yes) for n, m in enumerate(scan.mentions)))


def _proposal(number: int, m: Mention, no: set[tuple[str, str, str]], yes: set[tuple[str, str, str]]) -> Proposal:
    place = m.place.words
    accepted = (m.code, place, m.line_of_business or "") in yes
    state = "accepted" if accepted else "rejected" if (m.code, place, _proposed(m)) in no else "open"
    return Proposal(f"{number}", m, state)


def _proposed(m: Mention) -> str:
    return f"{m.status or ''} {m.line_of_business or ''}".strip()


@dataclasses.dataclass(frozen=True)
class Statement:
    """What a page or sheet says of one or several codes and products alike, for one reason: looked at and settled together.
    `disputed`: another place of the document says what cannot hold beside it."""

    key: str
    proposals: tuple[Proposal, ...]
    disputed: bool

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.mention.code for p in self.proposals))

    @property
    def products(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.mention.line_of_business or "" for p in self.proposals))

    @property
    def passages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.mention.passage for p in self.proposals))

    @property
    def rows(self) -> frozenset[int]:
        return frozenset(p.mention.place.row for p in self.proposals if p.mention.place.row is not None)

    @property
    def first(self) -> Mention:
        return self.proposals[0].mention

    @property
    def ready(self) -> bool:
        """Whether it can be accepted without another look: it says something and nothing disputes it."""
        return self.first.status is not None and not self.disputed


def statements(found: Found) -> tuple[Statement, ...]:
    """The open proposals by what they say and where, in the order of the document; what says nothing stands last."""
    disputed = {m for c in found.scan.contradictions for m in (c.first, c.second)}
    groups: dict[tuple[object, ...], list[Proposal]] = {}
    for p in found.proposals:
        m = p.mention
        if p.state == "open":
            said = (m.status, m.prior_auth, m.effective_from, m.effective_to, m.rate_usd, m.modifiers, m.conditions)
            where = (
                (m.place.page, m.place.sheet, m.place.member, m.reason)
                if m.status and m.reason
                else (m.place, m.passage)
            )
            groups.setdefault((where, said, m in disputed), []).append(p)
    made = [Statement(g[0].key, tuple(g), any(p.mention in disputed for p in g)) for g in groups.values()]
    return tuple(sorted(made, key=lambda s: s.first.status is None and s.first.prior_auth == "unknown"))


def lines_of_business(words: str | None, payer_type: str) -> tuple[LineOfBusiness, ...]:
    """The lines of business a product's words name (`marketplace, commercial` names two), else the usual one of the payer."""
    named = [w.partition(":")[0].strip() for w in (words or "").split(",")]
    known = tuple(dict.fromkeys(LineOfBusiness(w) for w in named if w in set(LineOfBusiness)))
    return known or (line_of_business(words, payer_type),)


def line_of_business(words: str | None, payer_type: str) -> LineOfBusiness:
    """The first line of business that free words name, by the phrases of the scanner, else the usual one of the payer."""
    found = (product_of(words) or "").partition(",")[0] if words else ""
    if found in set(LineOfBusiness):
        return LineOfBusiness(found)
    return USUAL_LINE_OF_BUSINESS.get(PayerType(payer_type), LineOfBusiness.COMMERCIAL)


@dataclasses.dataclass(frozen=True)
class Citing:
    """What a person says about the document: whose it is and how it is cited."""

    payer_id: str
    payer_type: str
    state: str
    publisher: str
    title: str
    url: str = ""
    published: str = ""


def corrected(m: Mention, status: str | None, prior_auth: str, start: str | None, end: str | None) -> Mention:
    """The statement as a person corrected it. Raises `Rejected` for a day that is none."""
    for day in (start, end):
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError as error:
            raise Rejected(f"{day!r} is no date.", "Write it as 2025-07-01.") from error
    return dataclasses.replace(m, status=status, prior_auth=prior_auth, effective_from=start, effective_to=end)


def accept(chosen: Sequence[Mention], citing: Citing, data: bytes, person: Person | None) -> list[int]:
    """Record the chosen statements as unchecked decisions, all or none, and keep the document; the decisions' ids."""
    if any(m.status is None for m in chosen):
        raise Rejected("One of these says nothing that can be recorded.", "Change it to a status first, or reject it.")
    rows = [
        _row(m, citing, business)
        for m in chosen
        for business in lines_of_business(m.line_of_business, citing.payer_type)
    ]
    return decide.record_many(rows, citing.payer_id, person, document=data)


def _row(m: Mention, c: Citing, business: LineOfBusiness) -> DecisionRow:
    today = decide.today().isoformat()
    return DecisionRow(
        row=0, payer=c.payer_id, line_of_business=business, state=c.state,
        code=m.code, status=str(m.status), conditions="; ".join(m.conditions), prior_auth=m.prior_auth,
        effective_from=m.effective_from, effective_to=m.effective_to, source_title=c.title, source_publisher=c.publisher,
        source_url=c.url, source_published=c.published, source_accessed=today, evidence=m.passage[:600],
        place=m.place.words, confidence=Confidence.PRIMARY, scope=m.line_of_business or "", checked_on=today,
    )  # fmt: skip


def reject(found: Found, chosen: Sequence[Mention], person: Person | None, reason: str = "") -> None:
    """Remember that these proposals are not what the document says."""
    person = require(person, "decide")
    with writing(live.ensure(settings().store), person.key, "reject proposals") as change:
        for m in chosen:
            scans.reject(change, found.scan.sha256, m.code, m.place.words, _proposed(m), reason)


def remember(found: Found, payer_id: str | None, person: Person | None) -> None:
    """Note that this document was read, so that a folder given again skips it."""
    person = require(person, "decide")
    scan = found.scan
    with writing(live.ensure(settings().store), person.key, "scan document") as change:
        scans.add(
            change, scan.sha256, pages=scan.pages, mentions=len(scan.mentions), silent=scan.silent,
            problem=scan.error or "", payer_id=payer_id,
        )  # fmt: skip


def record_silence(found: Found, citing: Citing, business: LineOfBusiness, person: Person | None) -> None:
    """A document read to its end without code or topic becomes a recorded check. Raises `Rejected` for any other."""
    if not found.scan.silent:
        raise Rejected("This document is not silent, or was not read to its end.", "Read the pages that are named.")
    scan = found.scan
    note = f"read to the end: {scan.pages} pages, SHA-256 {scan.sha256[:16]}, {citing.title}"
    decide.looked(citing.payer_id, business, citing.state, (), "nothing", person, note=note)
    remember(found, citing.payer_id, person)


def picture(data: bytes, page: int, passages: Sequence[str], person: Person | None) -> bytes:
    """A page of a PDF as PNG with the passages marked."""
    require(person, "decide")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        return page_picture(path, page, passages)


def rows(
    data: bytes, place: Place, person: Person | None, alike: Collection[int] = ()
) -> list[tuple[int, bool, tuple[str, ...]]]:
    """The heading and the rows about one row of a sheet: (row, is it the one or one of those alike, cells)."""
    require(person, "decide")
    if place.row is None or place.page is not None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        path.write_bytes(data)
        near = documents.rows_around(path, place.sheet, place.row)
    return [(r.place.row or 0, r.place.row == place.row or r.place.row in alike, r.cells) for r in near]
