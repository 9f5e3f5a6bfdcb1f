"""The words of a PDF page with their places, level ones and those that stand upright.

The one thing to know: every question about a letter crosses into the library and costs; a word is asked for its two ends,
and letter by letter only where a code, a mark or the next column may touch it.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from typing import Any

import pypdfium2.raw as pdfium

from tracker.intake.documents.readers.page_words import Word
from tracker.intake.documents.readers.symbols import shown

SUBSETTED = re.compile(r"(?i)bold|black|heavy|semibd|demi")


Box = tuple[float, float, float, float]


RUN = re.compile("[^ \r\n\t\u00a0\u2003\u2002\0]+")


def _angle(page: Any, count: int) -> int:
    """How the text of the page stands: 0, 90, 180 or 270 degrees."""
    sample = Counter(
        round(pdfium.FPDFText_GetCharAngle(page, n) * 57.2958 / 90) % 4 * 90
        for n in range(0, count, max(1, count // 60))
    )
    return sample.most_common(1)[0][0] if sample else 0


def turn(angle: int, x: float, y: float) -> tuple[float, float]:
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
            (x0, y0), (x1, y1) = turn(self.angle, x0, y0), turn(self.angle, x1, y1)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def base(self, n: int) -> float:
        """The line the letter stands on."""
        ox, oy = self.held[4:]
        pdfium.FPDFText_GetCharOrigin(self.text, n, ox, oy)
        return oy.value if not self.angle else turn(self.angle, ox.value, oy.value)[1]

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
        return shown(whole)
    return shown("".join(chr(pdfium.FPDFText_GetUnicode(text, n) or 32) for n in range(count)))


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
