"""Bytes become numbered segments: find each ISA, learn its delimiters, cut. Nothing is interpreted here.

The one thing a newcomer gets wrong: the delimiters are not at fixed offsets. Real files have an ISA of the wrong
width, prose before it, none at all, or a second one with other delimiters. Blocks are decoded as latin-1, which keeps
every byte; `as_text` mends the few values that are shown.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 1 << 18  # a quarter of a mebibyte: faster than larger ones, since the pieces stay in the processor's cache
HEADER = 1024  # no ISA with its next segment is longer
LONGEST = 1 << 16  # a "segment" longer than this means that the terminator was misread or the file is damaged

_ENVELOPES = ["ISA", "IEA", "GS", "GE", "ST", "SE", "TA1"]
_HEADER = ["BPR", "NTE", "TRN", "CUR", "REF", "DTM", "DTP", "N1", "N2", "N3", "N4", "PER", "RDM"]
_CLAIMS = ["LX", "TS2", "TS3", "CLP", "CAS", "NM1", "MIA", "MOA", "AMT", "QTY", "SVC", "LQ", "PLB"]
KNOWN = frozenset([*_ENVELOPES, *_HEADER, *_CLAIMS])
WHITE = " \t\r\n"  # not all that Python takes for white space: some separators are control characters
_ISA = re.compile(r"(?<![A-Za-z0-9])ISA([^A-Za-z0-9 \t\r\n])[^\r\n]?[^\r\n]?\1")
_SMALL_ISA = re.compile(rb"(?<![a-z0-9])isa([^a-z0-9 \t\r\n])[^\r\n]?[^\r\n]?\1")
_BARE = re.compile(
    r"(?<![A-Za-z0-9])(?:ST([^A-Za-z0-9 \t\r\n])835(?=[^A-Za-z0-9])|GS([^A-Za-z0-9 \t\r\n])HP(?=[^A-Za-z0-9]))"
)
# A file whose beginning is lost: a claim with its status and two amounts, as nothing else looks
_CLAIM = re.compile(r"(?<![A-Za-z0-9])CLP([^A-Za-z0-9 \t\r\n])[^\r\n]{1,60}?\1\d{1,2}\1-?\d[\d.]*\1-?\d[\d.]*\1")
_BROKEN = re.compile(r"[\r\n]+(?=(?:" + "|".join(sorted(KNOWN, key=len, reverse=True)) + r")[^A-Za-z0-9 \t\r\n])")
_COMPOSITE = re.compile(r"SVC[^A-Za-z0-9 \t\r\n](?:HC|AD|NU|N4|WK|ER)([^A-Za-z0-9 \t\r\n])")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What separates elements, parts of a composite element, and segments."""

    element: str
    component: str
    terminator: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Segments in a row under the same delimiters. first: the number of the first one, counted from 1.

    open_end: the text ends inside the last segment, without a terminator.
    """

    segments: list[str]
    first: int
    delimiters: Delimiters
    open_end: bool = False


def as_text(value: str) -> str:
    """A value as people wrote it: UTF-8 where it is that, latin-1 otherwise."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def wide_encoding(first: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where a file begins so, with or without its mark; None for one byte a sign."""
    if first[:2] == codecs.BOM_UTF16_LE:
        return "utf-16-le"
    if first[:2] == codecs.BOM_UTF16_BE:
        return "utf-16-be"
    sample = first[:400]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > len(sample) // 4 and odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) // 4 and even > 4 * odd else None


def in_small_letters(first: bytes) -> bool:
    """Whether a file begins with an ISA in small letters: some programs write everything so."""
    return b"ISA" not in first and _SMALL_ISA.search(first) is not None


def text_blocks(stream: BinaryIO, seen: Callable[[bytes], None]) -> Iterator[str]:
    """The stream as text of one sign a byte, block by block; `seen` gets the raw bytes (hash, progress)."""
    raw = stream.read(BLOCK)
    wide = wide_encoding(raw)
    decoder = codecs.getincrementaldecoder(wide)("replace") if wide else None
    small = in_small_letters(raw[: 4 * HEADER])
    while raw:
        seen(raw)
        shown = raw.upper() if small else raw  # of bytes: only a to z change
        yield decoder.decode(raw).encode("utf-8", "replace").decode("latin-1") if decoder else shown.decode("latin-1")
        raw = stream.read(BLOCK)


def find_start(text: str, position: int = 0) -> re.Match[str] | None:
    """The next ISA; one that is the value of an element (`*ISA*00*`) is none."""
    position = text.find("ISA", position)
    while position >= 0:
        found = _ISA.match(text, position)
        if found and (position == 0 or text[position - 1] != found[1]):
            return found
        position = text.find("ISA", position + 3)
    return None


def names_remittance(text: str) -> bool:
    """Whether a GS or ST in it says that it is a remittance."""
    return _BARE.search(text) is not None


def find_bare(text: str) -> tuple[int, str] | None:
    """Where a remittance without ISA begins (its GS, its ST, or what is left of it), and its element separator."""
    found = _BARE.search(text)
    if found:
        return found.start(), found[1] or found[2]
    claim = _CLAIM.search(text)
    if claim is None:
        return None
    first = re.compile(rf"(?<![A-Za-z0-9])(?:BPR|TRN|N1|LX|TS3|CLP){re.escape(claim[1])}").search(text)
    return (first.start() if first else claim.start()), claim[1]


def _is_delimiter(sign: str, element: str) -> bool:
    return bool(sign) and not sign.isalnum() and sign not in WHITE and sign != element


def _next_segment(text: str, element: str, start: int) -> int:
    """Where the segment after the one at `start` begins; -1 where none is in sight."""
    names = "GS|ST|TA1|BPR|TRN|REF|DTM|N1|N3|N4|LX|CLP|NM1|CAS|IEA"
    known = re.compile(rf"(?<![A-Za-z0-9])(?:{names}){re.escape(element)}")
    found = known.search(text, start + 2, start + HEADER)
    return found.start() if found else -1


def _line_end(text: str, start: int) -> str:
    return "\n" if "\n" in text[start : start + HEADER] else "\r"


def _ends_segments(text: str, element: str, start: int, sign: str) -> bool:
    """Whether the segment at `start` ends with this sign."""
    end = _next_segment(text, element, start)
    return end >= 0 and text[start:end].rstrip(WHITE).endswith(sign)


def delimiters_of_isa(text: str, element: str) -> Delimiters:
    """Delimiters of the ISA that `text` begins with: after sixteen element separators come ISA16 and the terminator."""
    here = 0
    for _ in range(16):
        here = text.find(element, here, HEADER) + 1
        if here == 0:
            break
    end = _next_segment(text, element, 1)
    if here == 0 or 0 <= end < here:  # not sixteen: trust the two signs before the next segment
        solid = text[: max(end, 0)].rstrip(WHITE)
        here = max(len(solid) - 2, 0)
        here += bool(solid) and (solid[here].isalnum() or solid[here] == element)
    signs = (text[here:end] if end >= 0 else text[here : here + 2]).strip(WHITE).rpartition(element)[2]
    component = signs[0] if signs and _is_delimiter(signs[0], element) else ":"
    if len(signs) >= 2 and _is_delimiter(signs[-1], element):
        return Delimiters(element, component, signs[-1])
    if len(signs) == 1 and _is_delimiter(signs, element) and _ends_segments(text, element, max(end, here), signs):
        return Delimiters(element, ":", signs)  # ISA16 is missing
    if _ends_segments(text, element, max(end, here), "~"):
        return Delimiters(element, component, "~")  # the ISA stands on a line of its own
    return Delimiters(element, component, _line_end(text, here))


def delimiters_of_bare(text: str, element: str) -> Delimiters:
    """Delimiters where no ISA states them: from what stands before the next segment and inside a service line."""
    end = _next_segment(text, element, 1)
    solid = text[: end if end >= 0 else len(text)].rstrip(WHITE)
    terminator = solid[-1] if _is_delimiter(solid[-1], element) else _line_end(text, 0)
    composite = _COMPOSITE.search(text)
    return Delimiters(element, composite[1] if composite else ":", terminator)


def mended(segment: str) -> list[str]:
    """A segment that holds line ends: cut where a terminator is missing, joined where a line was only wrapped."""
    return [part.replace("\r", "").replace("\n", "").strip(WHITE) for part in _BROKEN.split(segment)]


def cut(text: str, terminator: str) -> list[str]:
    """The segments of a text, without the white space around them and without empty ones."""
    text = text.strip(WHITE)
    if terminator not in "\r\n":
        text = text.replace(terminator + "\r\n", terminator).replace(terminator + "\n", terminator)
        if "\n" in text or "\r" in text:
            pieces = (part for piece in text.split(terminator) for part in mended(piece.strip(WHITE)))
            return [piece for piece in pieces if piece]
        if f"{terminator} " not in text and f"{terminator}\t" not in text:
            return list(filter(None, text.split(terminator)))
    return [piece for piece in [raw.strip(WHITE) for raw in text.split(terminator)] if piece]


class Cutter:
    """Holds the text that is not cut yet, the delimiters in force and the number of the next segment."""

    def __init__(self) -> None:
        self.rest = ""
        self.next_number = 1
        self.delimiters: Delimiters | None = None
        self.skipped = 0  # signs before the first interchange that are more than a mark or white space

    def pieces(self, block: str, last: bool = False) -> Iterator[Piece]:
        """Cut what is certain; with `last`, everything."""
        text, self.rest = self.rest + block, ""
        within = 0  # 3 where `text` begins with the ISA whose delimiters are in force
        while text:
            start = find_start(text, within)
            if start is None:
                yield from self._cut(text, last)
                return
            if start.start() > 0:
                yield from self._cut(text[: start.start()], True)
                text = text[start.start() :]
            if len(text) < HEADER and not last:
                self.rest = text
                return
            self.delimiters, within = delimiters_of_isa(text, start[1]), 3

    def _cut(self, text: str, last: bool) -> Iterator[Piece]:
        if self.delimiters is None:
            bare = find_bare(text)
            if bare is None:
                keep = 0 if last else min(len(text), HEADER)
                self._skip(text[: len(text) - keep])
                self.rest = text[len(text) - keep :]
                return
            start, element = bare
            self._skip(text[:start])
            text = text[start:]
            if len(text) < 4 * HEADER and not last:
                self.rest = text
                return
            self.delimiters = delimiters_of_bare(text, element)
        terminator = self.delimiters.terminator
        end = len(text) if last else text.rfind(terminator) + 1
        if end == 0 and len(text) > LONGEST:
            end = len(text)  # damaged: never hold more than this
        self.rest = text[end:]
        segments = cut(text[:end], terminator)
        open_end = last and terminator not in "\r\n" and not text.rstrip(WHITE).endswith(terminator)
        if segments:
            first, self.next_number = self.next_number, self.next_number + len(segments)
            yield Piece(segments, first, self.delimiters, open_end)

    def _skip(self, text: str) -> None:
        self.skipped += len(text.strip("\x00\xef\xbb\xbf \t\r\n\x1a"))


def pieces(stream: BinaryIO, seen: Callable[[bytes], None], cutter: Cutter) -> Iterator[Piece]:
    """Every segment of the stream, in runs that share their delimiters."""
    for block in text_blocks(stream, seen):
        yield from cutter.pieces(block)
    yield from cutter.pieces("", last=True)
