"""Reading a PDF: fast text of every page first, then words with positions of the pages that matter.

The one thing to know: only pages that may name a tracked code or the topic, their neighbours and the pages that explain
(first, last, legends) are laid out; the others are searched as plain text. That keeps a 1,000-page manual within seconds.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.errors import Rejected
from tracker.intake.documents import garbled
from tracker.intake.documents.codes import find_codes, quick, tidy
from tracker.intake.documents.columns import header_height, looks_like_header
from tracker.intake.documents.legend import COLOUR
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Block, Place, Reading, Row, Table
from tracker.intake.documents.readers.colours import colour_name
from tracker.intake.documents.readers.layout import Edge, Fill, Grid, Paragraph, Word, elements, place_in
from tracker.intake.documents.topic import may_hold_topic

LEGEND = re.compile(
    r"(?i)\b(?:legend|key to|indicators?|abbreviations?|footnotes?|means?\b|denotes?|signif\w+|status codes?|symbols?)\b|\s=\s"
)
HEADER = re.compile(r"(?i)\b(?:codes?|cpt|hcpcs|procedure|proc)\b")
SUBSETTED = re.compile(r"(?i)bold|black|heavy|semibd|demi")
Box = tuple[float, float, float, float]
RUN = re.compile("[^ \r\n\t\u00a0\u2003\u2002\0]+")
FAR = 20_000.0  # points; the largest page has 14,400, what stands beyond is damage
MANY_PAGES = 60  # so many pages are laid out for legends at most


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """The document, or a `Rejected` that says what is wrong with it."""
    with path.open("rb") as file:
        head = file.read(2048)
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - 4096))
        tail = file.read()
    if b"%PDF-" not in head:
        raise Rejected("The file is damaged or not a PDF: it does not begin as one.", "Ask for the file again.")
    try:
        document = pypdfium2.PdfDocument(str(path))
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise _refused(str(error), b"%%EOF" in tail) from None
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise Rejected(
            "The PDF is incomplete (cut off, damaged): its end is missing.",
            "Download it again; nothing was taken from it.",
        )
    if pages == 0:
        raise Rejected("The PDF is damaged: it contains no pages that can be read.", "Ask for the file again.")
    return document


def _refused(message: str, whole: bool) -> Rejected:
    if "assword" in message:
        return Rejected(
            "The PDF is protected (encrypted): it opens only with a password.", "Ask for a copy without one."
        )
    how = "damaged" if whole else "damaged or incomplete (cut off)"
    return Rejected(f"The PDF is {how} and could not be opened.", "Download it again or ask for another copy.")


# ---- words and lines of one page


def _angle(page: Any, count: int) -> int:
    """How the text of the page stands: 0, 90, 180 or 270 degrees."""
    sample = Counter(
        round(pdfium.FPDFText_GetCharAngle(page, n) * 57.2958 / 90) % 4 * 90
        for n in range(0, count, max(1, count // 60))
    )
    return sample.most_common(1)[0][0] if sample else 0


def _turn(angle: int, x: float, y: float) -> tuple[float, float]:
    return {0: (x, y), 270: (y, -x), 180: (-x, -y), 90: (-y, x)}[angle]


class _Fonts:
    """Is the font of a character bold? Asked once per run of equal flags, since the question is slow."""

    def __init__(self, text: Any) -> None:
        self.text, self.buffer, self.flags = text, ctypes.create_string_buffer(96), ctypes.c_int()

    def bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self.text, index, self.buffer, 96, self.flags)
        name = self.buffer.value.decode("latin-1") if length else ""
        return bool(SUBSETTED.search(name)) or pdfium.FPDFText_GetFontWeight(self.text, index) >= 600


class _Letters:
    """The letters of a text page: what they are, where they stand. Every question crosses into the library, so few are put."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.fonts = _Fonts(text)
        self.angle = _angle(text, pdfium.FPDFText_CountChars(text))
        self.held = [ctypes.c_double() for _ in range(6)]
        self.loose = pdfium.FS_RECTF()

    def box(self, n: int) -> Box:
        """Left, bottom, right, top, turned as the text is: the advance of the letter, not its ink, so that gaps come out even."""
        if pdfium.FPDFText_GetLooseCharBox(self.text, n, self.loose):
            x0, y0, x1, y1 = self.loose.left, self.loose.bottom, self.loose.right, self.loose.top
        else:
            left, right, bottom, top = self.held[:4]
            pdfium.FPDFText_GetCharBox(self.text, n, left, right, bottom, top)
            x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if self.angle:
            (x0, y0), (x1, y1) = _turn(self.angle, x0, y0), _turn(self.angle, x1, y1)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def base(self, n: int) -> float:
        """The line the letter stands on."""
        ox, oy = self.held[4:]
        pdfium.FPDFText_GetCharOrigin(self.text, n, ox, oy)
        return oy.value if not self.angle else _turn(self.angle, ox.value, oy.value)[1]

    def size(self, n: int, box: Box) -> float:
        size = float(pdfium.FPDFText_GetFontSize(self.text, n))
        return size if size > 2 else abs(box[3] - box[1])

    def upright(self, n: int) -> bool:
        turned = round(pdfium.FPDFText_GetCharAngle(self.text, n) * 57.2958 / 90) % 4 * 90 - self.angle
        return turned % 180 != 0


def words_of(text: Any) -> tuple[list[Word], int]:
    """The words of a text page, and the angle at which they stand."""
    letters = _Letters(text)
    words: list[Word] = []
    upright: list[Word] = []
    for found in RUN.finditer(_characters(text)):
        run, start = found.group().replace("\x02", "-").replace("\ufffe", "-"), found.start()
        first, last = letters.box(start), letters.box(found.end() - 1)
        stands = len(run) == 1 or abs(last[1] - first[1]) > abs(last[0] - first[0])
        if stands and letters.upright(start):
            _stand(upright, run, first, last)
        else:
            words += _run(run, start, first, last, letters)
    return words + upright, letters.angle


def _characters(text: Any) -> str:
    """One character for each place the library counts: asked for at once where it can, else one by one."""
    count = pdfium.FPDFText_CountChars(text)
    buffer = ctypes.create_string_buffer(2 * count + 2)
    pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    whole = buffer.raw[: 2 * count].decode("utf-16-le", errors="replace")
    if len(whole) == count and not any(c in whole for c in "\0\ufffd"):
        return whole
    return "".join(chr(pdfium.FPDFText_GetUnicode(text, n) or 32) for n in range(count))


def _run(run: str, start: int, first: Box, last: Box, letters: _Letters) -> list[Word]:
    """Letters without a blank as words: one word where its two ends agree, else letter by letter (codes always: a footnote
    mark or the next column may touch them)."""
    size, y = letters.size(start, first), letters.base(start)
    plain = run.isalpha() or (len(run) > 1 and run[:-1].isalpha() and run[-1] in ".,;:")
    if plain and last[2] - first[0] < 0.95 * size * len(run) and last[2] > first[0]:
        height = first[3] - first[1]
        if abs(last[1] - first[1]) < 0.1 * size and abs(last[3] - last[1] - height) < 0.15 * height:
            return [Word(run, first[0], last[2], y, size, letters.fonts.bold(start))]
    return _letter_by_letter(run, start, letters)


def _letter_by_letter(run: str, start: int, letters: _Letters) -> list[Word]:
    words: list[Word] = []
    current: Word | None = None
    for n, char in enumerate(run, start):
        box = letters.box(n)
        x0, x1, size, y = box[0], box[2], letters.size(n, box), letters.base(n)
        near = (
            current is not None
            and -1.5 * size < x0 - current.x1 < 0.25 * max(size, 4)
            and abs(y - current.y) < 0.8 * size
        )
        same = (
            near
            and current is not None
            and abs(size - current.size) < 0.15 * current.size
            and abs(y - current.y) < 0.1 * size
        )
        if current is None or not same or (current.text.endswith(".") and x0 < current.x0):
            current = Word(char, x0, x1, y, size, letters.fonts.bold(n), tight=near)
            words.append(current)
        else:
            current.text += char
            current.x1 = max(current.x1, x1)
    return words


def _stand(words: list[Word], run: str, a: Box, b: Box) -> None:
    """A word that stands upright in a page of level text, as the headings of narrow columns do, becomes a level word at the
    place of its foot, so that it falls into the cell it stands in; the next word of the same heading joins it."""
    x0, x1, low, high = min(a[0], b[0]), max(a[2], b[2]), min(a[1], b[1]), max(a[3], b[3])
    before = words[-1] if words else None
    width = max(x1 - x0, 1.0)
    if before and abs(before.x0 - x0) < 0.5 * width and min(abs(before.top - low), abs(high - before.y)) < width:
        before.text, before.y, before.top = f"{before.text} {run}", min(before.y, low), max(before.top, high)
    else:
        words.append(Word(run, x0, x1, low, width, top=high))


def edges_of(page: Any, angle: int) -> list[Edge]:
    """Straight lines and the sides of boxes drawn on the page, turned as the text is."""
    found: list[Edge] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        count = pdfium.FPDFPath_CountSegments(item.raw)
        if count > 400 or len(found) > 30_000:
            continue
        m = item.get_matrix()
        first = last = None
        for n in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item.raw, n)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            at = _turn(angle, *m.on_point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                first = at
            elif last is not None:
                _edge(found, last, at)
            if pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
                _edge(found, at, first)
            last = at
    return found


def fills_of(page: Any, angle: int) -> list[Fill]:
    """Boxes filled with a colour that has a name (a legend may explain it)."""
    found: list[Fill] = []
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        if len(found) > 3000:
            break
        pdfium.FPDFPath_GetDrawMode(item.raw, mode, stroke)
        if not mode.value or not pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha):
            continue
        name = colour_name(f"{red.value:02x}{green.value:02x}{blue.value:02x}")
        a, b, c, d = item.get_bounds()
        if name and abs(c - a) > 6 and abs(d - b) > 6:
            p, q = _turn(angle, a, b), _turn(angle, c, d)
            found.append(Fill(min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]), name))
    return found


def _edge(found: list[Edge], a: tuple[float, float], b: tuple[float, float]) -> None:
    if abs(a[1] - b[1]) < 0.8 and abs(a[0] - b[0]) > 4:
        y = round((a[1] + b[1]) / 2, 1)
        found.append(Edge(min(a[0], b[0]), y, max(a[0], b[0]), y))
    elif abs(a[0] - b[0]) < 0.8 and abs(a[1] - b[1]) > 4:
        x = round((a[0] + b[0]) / 2, 1)
        found.append(Edge(x, min(a[1], b[1]), x, max(a[1], b[1])))


def _strike(words: list[Word], edges: list[Edge], page: Any) -> None:
    """Marks words that a line runs through, or that a strike-out note covers."""
    flat = [e for e in edges if e.flat]
    boxes = _strike_notes(page)
    for w in words:
        low, high, middle = w.y + 0.12 * w.size, w.y + 0.5 * w.size, (w.x0 + w.x1) / 2
        w.struck = any(
            low <= e.y0 <= high and e.x0 <= w.x0 + 0.25 * (w.x1 - w.x0) and e.x1 >= w.x1 - 0.25 * (w.x1 - w.x0)
            for e in flat
        )
        w.struck = w.struck or any(b[0] <= middle <= b[2] and b[1] - 1 <= w.y + 0.2 * w.size <= b[3] + 1 for b in boxes)


def _strike_notes(page: Any) -> list[tuple[float, float, float, float]]:
    found = []
    for n in range(min(200, pdfium.FPDFPage_GetAnnotCount(page.raw))):
        note = pdfium.FPDFPage_GetAnnot(page.raw, n)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            rect = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(note, rect):
                found.append((rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)))
        if note:
            pdfium.FPDFPage_CloseAnnot(note)
    return found


def lay_out(document: pypdfium2.PdfDocument, number: int, colours: bool = False) -> list[Grid | Paragraph]:
    """Headings, paragraphs and tables of page `number` (from 1)."""
    page = document[number - 1]
    text = page.get_textpage()
    try:
        words, angle = words_of(text)
        words = [w for w in words if abs(w.x0) < FAR and abs(w.x1) < FAR and abs(w.y) < FAR]
        edges = edges_of(page, angle)
        _strike(words, edges, page)
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


# ---- the whole file


@dataclass(slots=True)
class _Texts:
    """The plain text of every page, and the pages that are pictures."""

    pages: list[str]
    pictures: list[int]
    warnings: list[str]


def _picture(page: Any, text: str) -> bool:
    """A page with hardly any text and a picture over much of it (or only drawn outlines)."""
    letters = len(re.sub(r"\s", "", text))
    if letters > 220:
        return False
    area = page.get_width() * page.get_height() or 1
    covered, outlines = 0.0, 0
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d = item.get_bounds()
            covered += abs((c - a) * (d - b)) / area
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            outlines += 1
    return covered > (0.25 if letters < 40 else 0.5) or (letters < 15 and outlines > 150)


def _texts(document: pypdfium2.PdfDocument, limits: Limits, progress: Progress | None) -> _Texts:
    found = _Texts([], [], [])
    total = len(document)
    for n in range(min(total, limits.pages)):
        if limits.over:
            found.warnings.append(f"Reading stopped after {n} of {total} pages: it took too long.")
            break
        try:
            page = document[n]
            text = page.get_textpage()
            plain = text.get_text_range()
            if _picture(page, plain):
                found.pictures.append(n + 1)
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            plain = ""
            found.warnings.append(f"Page {n + 1} is damaged and could not be read.")
            found.pictures.append(n + 1)
        found.pages.append(plain)
        if progress and (n % 25 == 24 or n + 1 == total):
            progress(n + 1, total)
    if total > limits.pages:
        found.warnings.append(f"Only the first {limits.pages:,} of {total:,} pages were read.")
    return found


def plain_text(path: Path, limits: Limits) -> str:
    """The text of all pages, without a layout."""
    document = open_pdf(path)
    try:
        return "\n".join(_texts(document, limits, None).pages)
    finally:
        document.close()


def _running(pages: list[str]) -> set[str]:
    """Lines that stand at the head or foot of many pages, digits aside."""
    seen: Counter[str] = Counter()
    for text in pages:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        seen.update({re.sub(r"\d+", "#", line) for line in [*lines[:3], *lines[-3:]]})
    least = 2 if len(pages) < 5 else max(3, len(pages) // 20)
    return {line for line, count in seen.items() if count >= least and len(line) > 3 and not _row_like(line)}


def _row_like(line: str) -> bool:
    return bool(re.match(r"#|[A-Z]#", line)) and not re.match(r"#\s*$", line)


def _wanted(pages: list[str]) -> tuple[list[int], set[int]]:
    """Numbers of the pages to lay out, in order; and those among them that name a code or the topic."""
    hits: set[int] = set()
    explain: set[int] = set()
    for n, text in enumerate(pages, 1):
        if (quick().search(text) and _names_code(text)) or may_hold_topic(text):
            hits.add(n)
        elif LEGEND.search(text) and len(explain) < MANY_PAGES and (n <= 30 or n > len(pages) - 15):
            explain.add(n)
    if not hits:
        return [], hits
    near = {m for n in hits for m in (n - 1, n + 1)}
    ends = {1, 2, 3, len(pages), len(pages) - 1}
    return sorted(n for n in hits | near | ends | explain if 1 <= n <= len(pages)), hits


def _names_code(text: str) -> bool:
    """Looser than the finder: digits of a code next to anything but digits; the layout decides later."""
    plain = tidy(text)
    return bool(find_codes(plain)) or any(re.search(rf"(?<!\d){c}(?!\d)", plain) for c in _codes())


def _codes() -> list[str]:
    from tracker.reference import codes

    return list(codes())


def read_pdf(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    document = open_pdf(path)
    try:
        texts = _texts(document, limits, progress)
        readable = len(texts.pages) - len(texts.pictures)
        if readable == 0 or not any(t.strip() for t in texts.pages):
            raise Rejected(
                "The pages are pictures (a scan or fax without a text layer).",
                "Run text recognition (OCR) first, or ask for the original file.",
            )
        if garbled.is_garbled("\n".join(texts.pages)):
            raise Rejected(
                "The text comes out garbled: the fonts of this PDF hide which letters they draw, so it cannot be read.",
                "Run text recognition (OCR), or ask for another copy.",
            )
        wanted, hits = _wanted(texts.pages)
        assembler = _Assembler(document, texts.pages, wanted, hits, limits)
        parts = assembler.parts()
        warnings = [*texts.warnings, *assembler.warnings]
        if texts.pictures:
            warnings.append(
                f"{_pages_in_words(texts.pictures)} could not be read: pictures (scanned) without a text layer. Run text recognition (OCR) to have them read."
            )
        complete = not texts.warnings and not assembler.warnings and not texts.pictures
        return Reading(tuple(parts), len(document), tuple(texts.pictures), tuple(warnings), complete)
    finally:
        document.close()


def _pages_in_words(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:20])) + (" ..." if len(numbers) > 20 else "")
    return f"{'Pages' if len(numbers) > 1 else 'Page'} {shown}"


class _Assembler:
    """Puts the laid-out pages together: running lines dropped, headers of tables carried over to the pages below."""

    def __init__(
        self, document: pypdfium2.PdfDocument, pages: list[str], wanted: list[int], hits: set[int], limits: Limits
    ) -> None:
        self.limits = limits
        self.warnings: list[str] = []
        self.document, self.pages, self.wanted, self.hits = document, pages, wanted, hits
        self.running = _running(pages)
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
        header_found = self._header_for(grid, number)
        return [
            Table(
                tuple(rows),
                header_found[0] if header_found else None,
                Place(page=header_found[1]) if header_found else None,
            )
        ]

    def _is_running(self, text: str) -> bool:
        key = re.sub(r"\d+", "#", re.sub(r"\s+", " ", text).strip())
        return (key in self.running and key in self.shown) or (key in self.running and not self.shown.add(key))  # type: ignore[func-returns-value]

    def _header_for(self, grid: Grid, number: int) -> tuple[tuple[str, ...], int] | None:
        """The header of the table this one continues: the nearest page above with columns at the same places."""
        self._look_back(number)
        for page, other, header, _ in sorted(self.headers, key=lambda h: -h[0]):
            if page <= number and _fits(other, grid):
                return _mapped(other, header, grid), page
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


Reader = Callable[[Path, Limits, Progress | None], Reading]
