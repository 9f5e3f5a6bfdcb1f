"""Puts a reading through its paces: legends, scopes of headings and lists, tables, prose, topic, contradictions.

The one thing to know: the order of the parts is the order of the document; a heading ends what was said above it, an
introduction ("The following are excluded:") reaches over the items and rows right below it and no further.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from tracker.intake.documents.announced import introduced, is_bare, spelt_out
from tracker.intake.documents.codes import tidy
from tracker.intake.documents.columns import looks_like_header
from tracker.intake.documents.complete import by_topic, completed, with_rules
from tracker.intake.documents.contradictions import contradictions
from tracker.intake.documents.dates import Period
from tracker.intake.documents.document_date import document_period, last_day
from tracker.intake.documents.item_notes import with_notes
from tracker.intake.documents.legend import Legend
from tracker.intake.documents.legend_lines import entries
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.lists import Kind, asked_by, is_about_auth, kind_of
from tracker.intake.documents.model import Block, Contradiction, Mention, Place, Reading, Table, Wording
from tracker.intake.documents.named_lists import NamedLists, name_of
from tracker.intake.documents.products import product_of
from tracker.intake.documents.prose import read_block
from tracker.intake.documents.references import ABOUT_LISTED, DEFINES, REFERS
from tracker.intake.documents.resolve import Entry, resolve
from tracker.intake.documents.row_says import Scope
from tracker.intake.documents.run_in import product_above
from tracker.intake.documents.scopes import scope_over
from tracker.intake.documents.section import Section, codes_in
from tracker.intake.documents.speakers import speaks_for_medicare
from tracker.intake.documents.statements import (
    BARE_PRICE,
    Says,
    read,
)
from tracker.intake.documents.tables import TableReader, removed_mentions
from tracker.intake.documents.text import flat, sentences
from tracker.intake.documents.topic import is_topic
from tracker.intake.documents.whole import bounded, dated, title_of, unique, year_of
from tracker.intake.documents.wording import wording_of

MOST_PARTS = 400  # parts in which the document says who speaks
FOOTNOTE = re.compile(r"[*†‡§¶^]")


@dataclass(slots=True)
class Found:
    mentions: list[Mention] = field(default_factory=list)
    wording: list[Wording] = field(default_factory=list)
    contradictions: tuple[Contradiction, ...] = ()
    stopped: bool = False  # the time was over before the end


class Scanner:
    """Reads one document from its first part to its last."""

    def __init__(self, reading: Reading, name: str = "", limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.reading = reading = bounded(reading)
        self.legend = Legend(entries(reading, self.limits))
        self.tables = TableReader(self.legend, self._row_prose)
        self.period = document_period(reading)
        if self.period.start and not self.period.end and (end := last_day(reading)) and end > self.period.start:
            self.period = Period(self.period.start, end)
        self.year = int(self.period.start[:4]) if self.period.start else year_of(reading)
        self.notes = {e.place for e in self.legend.found if e.note}
        told = Counter(e.place for e in self.legend.found if not e.note)
        self.keys = {place for place, entries_there in told.items() if entries_there > 1}
        self.name = re.sub(r"[_-]", " ", name)
        self.title = title_of(reading, {e.place for e in self.legend.found})
        self.about_auth = is_about_auth(self.title) or is_about_auth(re.sub(r"[_-]", " ", name))
        self.sheet_periods: dict[str | None, Period] = {}
        self.found = Found()
        texts = (p.text for p in reading.parts[:MOST_PARTS] if isinstance(p, Block))
        self.medicare = speaks_for_medicare(f"{self.title} {self.name}", texts)
        self.section = Section(medicare=self.medicare)
        self.intro = Scope()
        self.general: list[tuple[Says, str, Place]] = []
        self.rules: list[tuple[Says, str, Place]] = []
        self.bound: dict[str, set[str]] = {}
        self.about = is_topic(self.title) or is_topic(re.sub(r"[_-]", " ", name)) or bool(codes_in(tidy(self.title)))
        called = next(iter(sentences(self.title)), "")
        self.base = Kind() if DEFINES.search(called) else kind_of(called.rstrip("."), self.about_auth)
        self.headings: list[Block] = []
        self.listed: tuple[str, ...] = ()
        self.named = NamedLists()
        self.titled: tuple[str, Place, int] = ("", Place(), -1)  # a heading, and how many mentions stood before it
        self.at = 0  # the part that is being read

    def run(self) -> Found:
        for at, part in enumerate(self.reading.parts):
            self.at = at
            if self.limits.over:
                self.found.stopped = True
                break
            if isinstance(part, Table):
                self._table(part)
            elif part.kind == "heading":
                self._heading(part)
            else:
                self._block(part)
        self._close()
        mentions = [
            dated(m, self.period) for m in completed(self._general(self.named.applied(self.found.mentions, self.title)))
        ]
        self.found.mentions = unique(mentions)
        self.found.contradictions = contradictions(self.found.mentions)
        return self.found

    # -- headings and sections

    def _heading(self, block: Block) -> None:
        text = flat(block.text)
        if looks_like_header(re.split(r"\s{2,}", block.text.strip())):
            return  # the names of columns over lines that make no table
        question = text.rstrip('"” ').endswith("?")
        if question and self._goes_on(text):
            read_block(text, block.place, self.section, self.year)
            return
        self._close(keep_subject=question)
        self.headings = [h for h in self.headings if h.level < block.level] + [block]
        self.section.title = text
        self.section.product = (product_of(text) if not question else None) or product_above(
            text, [flat(h.text) for h in reversed(self.headings[:-1]) if h.level > 1]
        )
        self.section.about = self.about or is_topic(text) or bool(codes_in(text))
        if question:
            read_block(text, block.place, self.section, self.year)
        elif codes_in(text):
            self.section.subject = codes_in(text)
            read_block(text, block.place, self.section, self.year)
        self.titled = (text, block.place, len(self.found.mentions))
        self._removed(block)

    def _goes_on(self, question: str) -> bool:
        """`Do they need approval?` asks on about the codes of the question before."""
        if codes_in(question) or is_topic(question) or not self.section.subject:
            return False
        return bool(REFERS.search(question)) or read(question).auth != "unknown"

    def _close(self, keep_subject: bool = False) -> None:
        """Ends a section: its statements become mentions."""
        self.found.mentions += resolve(self.section.entries, self.section.product)
        text, place, before = self.titled
        if len(self.found.mentions) == before or text.endswith("?"):
            self.found.wording += wording_of(text, place)  # a title over codes is no talk without a code
        self.titled = ("", Place(), -1)
        self.general += self.section.general
        self.rules += self.section.rules
        self.bound |= self.section.bound
        old = self.section
        self.section = Section(about=self.about, medicare=self.medicare, day=old.day, named=old.named)
        if keep_subject:
            self.section.subject, self.section.asked, self.section.asked_pay = old.subject, old.asked, old.asked_pay
        self.intro = Scope()

    def _kind(self) -> tuple[Kind, str]:
        """The nearest heading that announces a kind of list, else the title of the document."""
        for block in reversed(self.headings):
            text = flat(block.text)
            kind = kind_of(text, self.about_auth)
            if kind:
                return kind, text
            if (
                block.level >= 1
                and block is self.headings[-1]
                and not codes_in(text)
                and self.base.status
                and re.search(r"(?i)\b(?:coverage|position|billing|payment)\b", text)
            ):
                return Kind(), ""
        return (self.base, self.title) if self.base else (Kind(), "")

    def _scope(self, sheet: str | None, title: str = "") -> Scope:
        kind, reason = self._kind()
        if title and (own := kind_of(title, self.about_auth)):
            kind, reason = own, title
        whole = self._sheet_period(sheet)
        asks = asked_by((title, *(flat(h.text) for h in reversed(self.headings)), self.title, self.name))
        scope = Scope(
            kind.status, kind.auth, whole.start, whole.end, self.section.product, (), reason, self.about_auth, asks=asks
        )
        return scope_over(scope, self.section, self.intro, self.year)

    def _sheet_period(self, sheet: str | None) -> Period:
        if sheet is None:
            return self.period
        if sheet not in self.sheet_periods:
            own = tuple(p for p in self.reading.parts if isinstance(p, Table) and p.sheet == sheet)
            found = document_period(replace(self.reading, parts=own), sheet)
            self.sheet_periods[sheet] = found if found.start else self.period
        return self.sheet_periods[sheet]

    # -- tables

    def _table(self, table: Table) -> None:
        scope = self._scope(table.sheet, table.sheet or "")
        if table.sheet is not None and not scope.status and scope.auth == "unknown":
            first = next((c for r in table.rows[:2] for c in r.cells if c.strip()), "")
            kind = kind_of(first, self.about_auth)
            scope = replace(scope, status=kind.status, auth=kind.auth, reason=first) if kind else scope
        found = self.tables.mentions(table, scope)
        self.found.mentions += found
        self.named.hold(found, self._list_name(table.sheet or ""))
        named = tuple(dict.fromkeys(m.code for m in found))
        if named and len(table.rows) < 60:
            self.section.subject = self.section.lately = named
            self.section.carry = len(table.rows) < 12
        self._table_topic(table, {m.place for m in found})

    def _list_name(self, sheet: str = "") -> str:
        """The name of the list that is being read, from the nearest heading that names one."""
        return next(filter(None, (name_of(t) for t in (sheet, *(flat(h.text) for h in reversed(self.headings))))), "")

    def _table_topic(self, table: Table, coded: set[Place]) -> None:
        for row in table.rows if len(table.rows) < 3000 else ():
            line = flat(". ".join(c for c in row.cells if c.strip()))
            if row.place not in coded or row.place.row is None:
                self.found.wording += wording_of(line, row.place)

    def _row_prose(self, line: str, place: Place) -> list[Mention]:
        """A row without a code column, read as a sentence of its own."""
        section = Section(product=self.section.product, about=True, medicare=self.medicare)
        read_block(line, place, section, self.year)
        return [self._listed(m, line) for m in resolve(section.entries, section.product)]

    # -- running text

    def _block(self, block: Block) -> None:
        text = flat(block.text)
        self._removed(block)
        if not text:
            return
        if block.kind == "quote":  # what somebody asked or was told elsewhere states nothing
            self.found.mentions += removed_mentions(text, block.place, set())
            self.found.wording += wording_of(text, block.place)
            return
        if not codes_in(text) and block.place in self.notes and (FOOTNOTE.match(text) or self._hung(text)):
            self.section.carry = False
            return  # said of the rows that carry its mark, which the table reader knows
        if not codes_in(text) and block.place in self.keys and self.section.carry:
            self.section.carry = False
            return  # the key of the table right above: it says nothing of all its codes
        self.named.hear(block, text, self.year)
        self.section.list_follows = self._list_follows()
        bare = is_bare(block, text)
        before = len(self.section.entries)
        text = spelt_out(text) if bare else text
        read_block(text, block.place, self.section, self.year)
        fresh = self.section.entries[before:]
        told = {
            c
            for e in fresh
            if (e.says.status or e.says.undecided or e.says.restricts) and not BARE_PRICE.match(e.sentence)
            for c in e.codes
        }
        rest = tuple(c for c in codes_in(text) if c not in told)
        if bare and told and rest and self._scope(None).status:
            # "(97550-97552), except that 97550 is covered": the others are what the list says
            own = [Entry(rest, Says(reason=text), text, block.place, True)]
            self.found.mentions += [self._listed(m, text) for m in resolve(own, self.section.product)]
            kept = [replace(e, codes=tuple(c for c in e.codes if c in told)) for e in fresh]
            self.section.entries[before:] = [e for e in kept if e.codes]
        elif bare and fresh and not told:
            found = [
                with_notes(self._listed(m, text), block.text, self.legend) for m in resolve(fresh, self.section.product)
            ]
            self.found.mentions += found
            self.named.hold(found, self._list_name())
            del self.section.entries[before:]
            self.listed = tuple(dict.fromkeys([*self.listed, *codes_in(text)]))
            self.section.subject = self.listed
            self.section.carry = not re.search(r"[a-z]{3}", text)  # nothing but codes: what is said of them may follow
        elif not bare:
            self.listed = ()
        self.intro = introduced(block, text, self.about_auth, self.year) or self.intro
        if not codes_in(text):
            self.found.wording += wording_of(text, block.place)

    def _hung(self, text: str) -> bool:
        """Is this the footnote of a bare number or letter that hangs on an entry of a table?"""
        mark = re.match(r"(\d{1,2}|[a-h])\s+(?=[A-Z])", text)
        return mark is not None and mark.group(1) in self.tables.cells.marks

    def _list_follows(self) -> bool:
        """Does a table or an entry of a list stand right below?"""
        below = next(iter(self.reading.parts[self.at + 1 : self.at + 2]), None)
        return isinstance(below, Table) or (below is not None and below.kind == "item")

    def _listed(self, m: Mention, text: str) -> Mention:
        """A bare entry takes the kind of the list it stands in."""
        if text.endswith("?") or re.search(r"(?:\.\s?){5,}", text) or re.search(r",\s*\d{1,3}(?:\.\d+)?$", text):
            return m
        scope = self._scope(None)
        if m.status is not None or (scope.status is None and scope.auth == "unknown"):
            if m.effective_from is None and scope.start and not scope.by_document:
                return replace(m, effective_from=scope.start, effective_to=m.effective_to or scope.end)
            return m
        return replace(
            m, status=scope.status, prior_auth=m.prior_auth if m.prior_auth != "unknown" else scope.auth, reason=scope.reason,
            effective_from=m.effective_from or (None if scope.by_document else scope.start), effective_to=m.effective_to or scope.end,
            line_of_business=m.line_of_business or scope.product,
        )  # fmt: skip

    # -- topic, removed words, what holds for all

    def _removed(self, block: Block) -> None:
        known = set(codes_in(tidy(block.text)))
        self.found.mentions += removed_mentions(block.removed, block.place, known)

    def _general(self, mentions: list[Mention]) -> list[Mention]:
        """What is said of the topic, or of all codes, wherever it stands."""
        rules = [g for g in self.general if g[0].auth != "unknown" and ABOUT_LISTED.search(g[1])] + self.rules
        return with_rules(by_topic(mentions, self.general, self.about), rules, self.bound, self.about)
