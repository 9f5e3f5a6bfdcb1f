"""What a document becomes (`Reading`) and what is found in it (`Scan`). Only these cross between the parts of this room.

The one thing to know: a `Reading` holds text that still stands in the document; struck, deleted and hidden words are kept
apart in `removed`, because removed text is no statement. A footnote mark is written `^1` behind the word it hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, as the reader of the document counts: pages, rows and lines from 1."""

    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    member: str | None = None

    def as_json(self) -> dict[str, Any]:
        values = {"page": self.page, "sheet": self.sheet, "row": self.row, "line": self.line, "member": self.member}
        return {k: v for k, v in values.items() if v is not None}

    @property
    def words(self) -> str:
        """For a reader: `page 4`, `sheet Fees, row 412`."""
        return ", ".join(f"{k} {v}" for k, v in self.as_json().items())


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item. `removed` holds its struck words; `notes` the footnotes hung on it."""

    kind: str  # "heading" | "text" | "item" | "quote"
    text: str
    place: Place
    level: int = 0
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `fills` names the colour behind a cell where the reader could tell it."""

    cells: tuple[str, ...]
    place: Place
    removed: str = ""
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as written. `header`: the header where the reader knows it (also one carried over from an earlier page)."""

    rows: tuple[Row, ...]
    header: tuple[str, ...] | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as text. `unread`: pages that hold pictures; any of them prevents silence."""

    parts: tuple[Block | Table, ...] = ()
    pages: int = 0
    unread: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """One code at one place and what is said of it there. `status` None is undecided, which is better than wrong.

    reason: the sentence, legend line, column header or list title the proposal rests on. product: line of business in
    words. modifiers keep rows apart that differ in nothing else.
    """

    code: str
    place: Place
    passage: str
    status: str | None = None
    conditions: tuple[str, ...] = ()
    prior_auth: str = "unknown"
    effective_from: str | None = None
    effective_to: str | None = None
    rate_usd: float | None = None
    line_of_business: str | None = None
    reason: str = ""
    modifiers: str = ""
    dated_by_document: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            **self.place.as_json(),
            "passage": self.passage,
            "status": self.status,
            "conditions": list(self.conditions),
            "prior_auth": self.prior_auth,
            "effective_from": self.effective_from,
            "effective_to": self.effective_to,
            "rate_usd": self.rate_usd,
            "line_of_business": self.line_of_business,
            "reason": self.reason,
            "modifiers": self.modifiers,
        }


@dataclass(frozen=True, slots=True)
class Wording:
    """A place that speaks of teaching those who care for a patient, where no tracked code stands."""

    place: Place
    passage: str

    def as_json(self) -> dict[str, Any]:
        return {**self.place.as_json(), "passage": self.passage}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of one document that cannot both hold. `about`: status, rate, first day or authorization."""

    code: str
    about: str
    first: Mention
    second: Mention

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "about": self.about,
            "between": [self.first.as_json(), self.second.as_json()],
        }


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything one file told. `silent` is true only when every page was read and nothing was found."""

    name: str
    sha256: str = ""
    pages: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()
    silent: bool = False
    mentions: tuple[Mention, ...] = ()
    wording: tuple[Wording, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    def as_json(self) -> dict[str, Any]:
        return {
            "error": self.error,
            "warnings": list(self.warnings),
            "silent": self.silent,
            "pages": self.pages,
            "sha256": self.sha256,
            "mentions": [m.as_json() for m in self.mentions],
            "wording": [w.as_json() for w in self.wording],
            "contradictions": [c.as_json() for c in self.contradictions],
        }
