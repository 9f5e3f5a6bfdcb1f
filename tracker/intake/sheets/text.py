"""Delimited text in any encoding: decode, find the delimiter, split into records.

The one thing a newcomer gets wrong: the record number is not the line number. A quoted cell may hold line breaks, and
rows above the header count only in a program that shows the file as a grid (see `Sheet.first_row`).
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tracker.errors import Rejected
from tracker.intake.sheets import fixed
from tracker.intake.sheets.grid import EDGES, Row, Sheet, drop_empty_end

DELIMITERS = (",", "\t", ";", "|", "^", "~")
LONGEST_CELL = 1 << 24
DISTINCT = 50_000  # cells remembered while reading
MOST_CHARACTERS = 32_767  # of a cell, as in spreadsheet programs: what is longer holds no fact of a line
MOST_ROWS = 500_000  # keeps the memory of one reading below two gigabytes
_SEP = re.compile(r'^\ufeff?"?sep=(.)"?\r?\n?', re.IGNORECASE)


def decode(data: bytes) -> str:
    """Text of the bytes: byte order marks, UTF-16 without one, UTF-8, else the likelier of the old code pages."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
                       (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace").replace("\x00", "")
    sample = data[:8192]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.3 and even < odd / 4:
        return data.decode("utf-16-le", "replace")
    if even > len(sample) * 0.3 and odd < even / 4:
        return data.decode("utf-16-be", "replace")
    data = data.replace(b"\x00", b"")
    _refuse_binary(data[:65536])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _old_code_page(data)


def _refuse_binary(sample: bytes) -> None:
    control = sum(sample.count(bytes([b])) for b in (*range(1, 9), *range(14, 32), 127))
    if control > len(sample) * 0.1:
        raise Rejected(
            "This is a binary file, not text: it cannot be read as a table.",
            "Export it again as CSV or XLSX and send that.",
        )


def _old_code_page(data: bytes) -> str:
    """UTF-8 with a few broken bytes stays UTF-8; else Windows or Mac, whichever puts letters among letters."""
    loose = data.decode("utf-8", "replace")
    good = sum(1 for c in loose if ord(c) > 127 and c != "\ufffd")
    if good > 4 * loose.count("\ufffd"):
        return loose
    sample = data[:200_000]
    best = max(
        ("cp1252", "mac_roman", "cp850"), key=lambda name: (_likeness(sample.decode(name, "replace")), name == "cp1252")
    )
    return data.decode(best, "replace")


def _likeness(text: str) -> float:
    score = 0.0
    for found in re.finditer(r"(.?)([^\x00-\x7f])(.?)", text):
        before, char, after = found.groups()
        beside = before.isalpha() or after.isalpha()
        if char.isalpha():
            odd_case = before.islower() and char.isupper()
            score += 1 if beside and not odd_case else -1
        elif char in "“”‘’–—…•\xa0ºª°":
            score += 0.5
        else:
            score -= 1
    return score


def sheet_of(text: str) -> Sheet:
    """The one grid of a delimited text, empty records kept so that numbers stay true."""
    said = _SEP.match(text)
    if said:  # a spreadsheet program takes this line for itself: the header stays row 1
        text = text[said.end() :]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = said.group(1) if said else _delimiter(text) or _ragged_tabs(text)
    if not said and (delimiter == "" or _printed(text, delimiter)) and (rows := fixed.rows_of(text)):
        return Sheet(rows, delimited=True)
    delimiter = delimiter or ","
    return Sheet(_records(text, delimiter), delimited=True)


def _ragged_tabs(text: str) -> str:
    """A tab where lines are parted by tabs and not by runs of blanks, however many cells each has."""
    lines = [line for line in text[:60_000].split("\n") if line.strip()]
    tabbed, spaced = sum("\t" in line for line in lines), sum("   " in line.strip() for line in lines)
    return "\t" if tabbed > 0.4 * len(lines) and spaced < 0.2 * len(lines) else ""


def _printed(text: str, delimiter: str) -> bool:
    """Lines parted by runs of blanks rather than by the delimiter, which stands within a cell (`Doe, Jo`)."""
    lines = [line for line in text[:60_000].split("\n") if line.strip()]
    gaps = [len(re.findall(r"\S {2,}(?=\S)", line)) for line in lines]
    wide = [g > 2 and g > line.count(delimiter) for g, line in zip(gaps, lines, strict=True)]
    return sum(wide) > 4 and sum(wide) > 0.6 * len(lines)


def _records(text: str, delimiter: str) -> list[Row]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = _shared(csv.reader(_lines(text), delimiter=delimiter))
    except csv.Error:
        rows = []
    if not rows or _swallowed(rows, text, delimiter):
        rows = _shared(_one(line, delimiter) for line in text.split("\n"))
    if len(rows) > 2 and all(len(r) <= 1 for r in rows):
        rows = _unwrapped(rows)
    drop_empty_end(rows)
    if len(rows) > MOST_ROWS:
        raise Rejected(
            f"The file has {len(rows):,} rows, which is over the limit of {MOST_ROWS:,}.",
            "Split it, for example by year, and send the parts.",
        )
    return rows


def _lines(text: str) -> Iterator[str]:
    """The lines of a text one by one: a copy of the whole would take four bytes a character."""
    start = 0
    while (end := text.find("\n", start) + 1) > 0:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _shared(rows: Iterable[Row]) -> list[Row]:
    """The rows without blanks at the ends of cells, equal cells being one object: a hundred thousand rows hold few
    different payers and days."""
    seen: dict[str, str] = {}
    shared: list[Row] = []
    for row in rows:
        known = seen.setdefault if len(seen) < DISTINCT else seen.get
        bare = [c.strip(EDGES) for c in row]
        shared.append([known(c, c) if len(c) <= MOST_CHARACTERS else c[:MOST_CHARACTERS] for c in bare])
    return shared


def _unwrapped(rows: list[Row]) -> list[Row]:
    """Records that a program has quoted as a whole, once more: `"Aetna,97550,Denied"`."""
    inner = "\n".join(r[0] if r else "" for r in rows)
    delimiter = _delimiter(inner)
    return (
        _shared(next(csv.reader([line], delimiter=delimiter), []) for line in inner.split("\n")) if delimiter else rows
    )


def _one(line: str, delimiter: str) -> Row:
    """One line as one record, whatever its quotes do."""
    if line.count('"') % 2 == 0:
        return next(csv.reader([line], delimiter=delimiter), [])
    return [c.strip('"') for c in line.split(delimiter)]


def _swallowed(rows: list[Row], text: str, delimiter: str) -> bool:
    """A stray quote has swallowed the rows after it: one cell holds many lines that look like records."""
    lines = text.count("\n")
    if len(rows) * 3 > lines:
        return False
    width = max(len(r) for r in rows)
    return any(
        c.count("\n") > 30 and c.count(delimiter) > 20 * max(1, width // 2) for r in rows for c in r if len(c) > 500
    )


def _delimiter(text: str) -> str:
    """The delimiter whose records agree best about their number of cells, '' where none does."""
    head = text[:60_000]
    head = head[: head.rfind("\n") + 1] or head
    scored = [(_agreement(head, d), -n) for n, d in enumerate(DELIMITERS)]
    best, rank = max(scored)
    return DELIMITERS[-rank] if best > 0.35 else ""


def _agreement(text: str, delimiter: str) -> float:
    if delimiter not in text:
        return 0.0
    try:
        rows = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(c.strip() for c in r)]
    except csv.Error:
        return 0.0
    counts = Counter(len(r) for r in rows[:200] if len(r) > 1)
    if not counts:
        return 0.0
    width, times = max(counts.items(), key=lambda item: item[1] * math.log(item[0] + 1))
    share = times / min(len(rows), 200)
    return share * math.log(width) * (1.6 if share == 1 else 1)  # the header has it too: commas in prose are not there
