"""The laid-out pages of a PDF put together: running lines dropped, headers of tables carried to the pages below.

The one thing to know: a page whose layout has torn a code apart is read as plain text instead of not at all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pypdfium2

from tracker.intake.documents.codes import find_codes, tidy
from tracker.intake.documents.columns import header_height, looks_like_header
from tracker.intake.documents.legend_forms import COLOUR
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.model import Block, Place, Row, Table
from tracker.intake.documents.readers.layout import elements
from tracker.intake.documents.readers.page_tables import place_in
from tracker.intake.documents.readers.page_words import Edge, Grid, Paragraph
from tracker.intake.documents.readers.pdf_marks import edges_of, fills_of, mark_struck
from tracker.intake.documents.readers.pdf_words import words_of

HEADER = re.compile(r"(?i)\b(?:codes?|cpt|hcpcs|procedure|proc)\b")


FAR = 20_000.0  # points; the largest page has 14,400, what stands beyond is damage


def lay_out(document: pypdfium2.PdfDocument, number: int, colours: bool = False) -> list[Grid | Paragraph]:
    """Headings, paragraphs and tables of page `number` (from 1)."""
    page = document[number - 1]
    text = page.get_textpage()
    try:
        words, angle = words_of(text)
        words = [w for w in words if abs(w.x0) < FAR and abs(w.x1) < FAR and abs(w.y) < FAR]
        edges = edges_of(page, angle)
        mark_struck(words, edges, page)
        fills = fills_of(page, angle) if colours else []
        low = min((w.x0 for w in words), default=0.0)
        for w in words if low < 0 else []:
            w.x0, w.x1 = w.x0 - low, w.x1 - low
        if low < 0:
            edges = [Edge(e.x0 - low, e.y0, e.x1 - low, e.y1) for e in edges]
            fills = [replace(f, x0=f.x0 - low, x1=f.x1 - low) for f in fills]
        width = max([*(w.x1 for w in words), page.get_width() if angle % 180 == 0 else page.get_height()])
        return elements(words, edges, width, fills)
    finally:
        text.close()
        page.close()


def running_lines(pages: list[str]) -> set[str]:
    """Lines that stand at the head or foot of many pages, digits aside."""
    seen: Counter[str] = Counter()
    for text in pages:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        seen.update({re.sub(r"\d+", "#", line) for line in [*lines[:3], *lines[-3:]]})
    least = 2 if len(pages) < 5 else max(3, len(pages) // 20)
    return {line for line, count in seen.items() if count >= least and len(line) > 3 and not _row_like(line)}


def _row_like(line: str) -> bool:
    return bool(re.match(r"#|[A-Z]#", line)) and not re.match(r"#\s*$", line)


class Assembler:
    """Puts the laid-out pages together: running lines dropped, headers of tables carried over to the pages below."""

    def __init__(
        self, document: pypdfium2.PdfDocument, pages: list[str], wanted: list[int], hits: set[int], limits: Limits
    ) -> None:
        self.limits = limits
        self.warnings: list[str] = []
        self.document, self.pages, self.wanted, self.hits = document, pages, wanted, hits
        self.running = running_lines(pages)
        self.shown: set[str] = set()
        self.colours = any(COLOUR.search(text) for text in pages)
        self.laid: dict[int, list[Grid | Paragraph]] = {}
        self.headers: list[tuple[int, Grid, list[str], int]] = []  # page, grid, header cells, header rows

    def page(self, number: int) -> list[Grid | Paragraph]:
        if number not in self.laid:
            self.laid[number] = lay_out(self.document, number, self.colours)
        return self.laid[number]

    def parts(self) -> list[Block | Table]:
        out: list[Block | Table] = []
        for number in self.wanted:
            if self.limits.over:
                self.warnings.append(f"Reading stopped at page {number}: it took too long.")
                break
            for element in self.page(number):
                if isinstance(element, Grid):
                    out += self._table(element, number)
                else:
                    out += self._block(element, number)
            out += self._lost(number, out)
            self.laid[number] = [] if len(self.wanted) > 200 else self.laid[number]
        return _joined(out)

    def _lost(self, number: int, parts: list[Block | Table]) -> list[Block]:
        """The plain text of a page whose layout has torn a code apart: better read without columns than not at all."""
        if number not in self.hits:
            return []
        held = ""
        for part in parts:
            if isinstance(part, Block) and part.place.page == number:
                held += f"{part.text} {part.removed} "
            elif isinstance(part, Table) and part.rows[0].place.page == number:
                held += " ".join(" ".join(r.cells) + f" {r.removed} " for r in part.rows)
        packed = re.sub(r"[\s-]", "", tidy(held))
        plain = tidy(self.pages[number - 1])
        lost = [f for f in find_codes(plain) if len(f.codes) == 1 and f.codes[0] not in packed]
        return [Block("text", plain, Place(page=number))] if lost else []

    def _block(self, p: Paragraph, number: int) -> list[Block]:
        kept = []
        for line in p.text.split("\n"):
            key = re.sub(r"\d+", "#", re.sub(r"\s+", " ", line).strip())
            if key in self.running:
                if key in self.shown:
                    continue
                self.shown.add(key)
            kept.append(line)
        if not kept and not p.removed:
            return []
        level = 1 if p.size > 14 else 2 if p.size > 11.5 else 3
        return [Block(p.kind, "\n".join(kept), Place(page=number), level if p.kind == "heading" else 0, p.removed)]

    def _table(self, grid: Grid, number: int) -> list[Block | Table]:
        place = Place(page=number)
        fills = [(name,) if name else () for name in grid.fills] or [()] * len(grid.rows)
        rows = [
            Row(tuple(cells), place, gone, fill)
            for cells, gone, fill in zip(grid.rows, grid.removed, fills, strict=True)
        ]
        rows = [
            r
            for n, r in enumerate(rows)
            if looks_like_header(r.cells)
            or (n == 0 and len(rows) > 2 and len(r.cells) > 2 and all(r.cells))
            or not self._is_running(" ".join(r.cells))
        ]
        rows = _whole_codes(rows)
        if not rows:
            return []
        at, high = header_height([r.cells for r in rows])
        if high:
            header = [
                " ".join(filter(None, (rows[n].cells[c] for n in range(at, at + high))))
                for c in range(len(grid.columns))
            ]
            self.headers.append((number, grid, header, high))
            return [Table(tuple(rows))]
        return [Table(tuple(rows), self._header_for(grid, number))]

    def _is_running(self, text: str) -> bool:
        key = re.sub(r"\d+", "#", re.sub(r"\s+", " ", text).strip())
        return (key in self.running and key in self.shown) or (key in self.running and not self.shown.add(key))  # type: ignore[func-returns-value]

    def _header_for(self, grid: Grid, number: int) -> tuple[str, ...] | None:
        """The header of the table this one continues: the nearest page above with columns at the same places."""
        self._look_back(number)
        for page, other, header, _ in sorted(self.headers, key=lambda h: -h[0]):
            if page <= number and _fits(other, grid):
                return _mapped(other, header, grid)
        return None

    def _look_back(self, number: int) -> None:
        for back in range(number - 1, max(0, number - 400), -1):
            if any(h[0] == back for h in self.headers):
                return
            if back in self.laid or not HEADER.search(self.pages[back - 1]):
                continue
            if not re.search(r"(?m)^\W*(?:\d{5}|[A-Z]\d{4})\b", self.pages[back - 1]):
                return
            head = "\n".join(self.pages[back - 1].splitlines()[:14])
            if HEADER.search(head):
                for element in self.page(back):
                    if isinstance(element, Grid):
                        self._table(element, back)
                if any(h[0] == back for h in self.headers):
                    return


def _whole_codes(rows: list[Row]) -> list[Row]:
    """`96202,` in one row and `96203` alone in the next are one entry that was broken over two lines."""
    out: list[Row] = []
    for row in rows:
        filled = [n for n, c in enumerate(row.cells) if c.strip()]
        before = out[-1].cells if out else ()
        if len(filled) == 1 and len(before) == len(row.cells) and OPEN_CODE.search(before[filled[0]]):
            n = filled[0]
            joined = (
                f"{before[n].rstrip()} {row.cells[n]}"
                if before[n].rstrip()[-1] not in "-–"
                else before[n] + row.cells[n]
            )
            out[-1] = replace(out[-1], cells=(*before[:n], joined, *before[n + 1 :]))
        else:
            out.append(row)
    return out


OPEN_CODE = re.compile(r"(?:[A-Z]\d{4}|\d{5})\s*(?:[,;/&–-]|\b(?:and|or|to|through))\s*$")


def _fits(other: Grid, grid: Grid) -> bool:
    """Do the columns of a table stand where those of the other stand?"""
    if not other.columns or not grid.columns:
        return False
    hit = 0
    for x0, x1 in grid.columns:
        c = other.columns[place_in(other.columns, x0, x1)]
        hit += min(x1, c[1]) - max(x0, c[0]) > 0 or min(abs(x0 - c[0]), abs(x1 - c[1])) < 12
    return hit >= 0.75 * len(grid.columns) and abs(other.columns[0][0] - grid.columns[0][0]) < 25


def _mapped(other: Grid, header: list[str], grid: Grid) -> tuple[str, ...]:
    out = []
    for x0, x1 in grid.columns:
        covering = [n for n, c in enumerate(other.columns) if min(x1, c[1]) - max(x0, c[0]) > 0] or [
            place_in(other.columns, x0, x1)
        ]
        best = max(covering, key=lambda n: min(x1, other.columns[n][1]) - max(x0, other.columns[n][0]))
        out.append(header[best])
    return tuple(out)


def _joined(parts: list[Block | Table]) -> list[Block | Table]:
    """Paragraphs that a page break has cut are put together again."""
    out: list[Block | Table] = []
    for part in parts:
        before = out[-1] if out else None
        if (
            isinstance(part, Block) and isinstance(before, Block)
            and part.kind == "text" and before.kind in {"text", "item"}
            and part.place.page == (before.place.page or 0) + 1
            and not re.search(r"[.:;?!”\"]\s*$", before.text)
            and re.match(r"[a-z(]|\d{5}|[A-Z]\d{4}", part.text)
        ):  # fmt: skip
            out[-1] = Block(
                before.kind,
                before.text + "\n" + part.text,
                before.place,
                before.level,
                f"{before.removed} {part.removed}".strip(),
            )
        else:
            out.append(part)
    return out
