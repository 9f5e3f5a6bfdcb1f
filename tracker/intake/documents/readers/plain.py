"""Reading text: delimited schedules (commas, pipes, tabs, semicolons), columns made of blanks, and plain prose.

The one thing to know: rows are counted as lines of the file from 1, titles included, whatever the delimiter.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from tracker.errors import Rejected
from tracker.intake.documents import garbled
from tracker.intake.documents.columns import CODE_ANYWHERE, header_height, role
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Block, Place, Reading, Row, Table
from tracker.intake.documents.readers import record_layout
from tracker.intake.documents.readers.layout import BULLET
from tracker.intake.documents.readers.symbols import shown

DELIMITERS = "|\t;,"
GAP = re.compile(r" {2,}|\t+")
CODES_ONLY = re.compile(r"(?:(?:[A-Z]\d{4}|\d{5})(?:\s*(?:[,;/&–-]|and|to|through)?\s*))+\W*")
NUMBER = re.compile(r"(?:\d{1,2}\.)+(?:\d{1,2})?\s")
RECORD = re.compile(r"^\s*([A-Z][\w /().?#-]{1,38}?)\s*[:=]\s*(\S.*)?$")


def decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_plain(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    data = path.read_bytes()
    if data[:4000].count(b"\0") > 40 and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Rejected(
            "The file is not text and of no kind that can be read.", "Save it as PDF, DOCX, XLSX, CSV or text."
        )
    text = decode(data)
    if not text.strip():
        raise Rejected("The file is empty: it contains nothing but blanks.", "Check that it is the right file.")
    if garbled.is_garbled(text):
        raise Rejected("The text is garbled and cannot be read.", "Ask for another copy of the file.")
    warnings = []
    if len(text) > limits.characters:
        text = text[: limits.characters]
        warnings.append("The file was not read to its end: it is too large.")
    parts = parts_of(text, csv_named=path.suffix.lower() in {".csv", ".tsv", ".psv"})
    return Reading(tuple(parts), 1, warnings=tuple(warnings), complete=not warnings)


def parts_of(text: str, csv_named: bool = False) -> list[Block | Table]:
    text = shown(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    )  # a new page is no new line: lines are counted
    lines = [_undecorated(line) for line in text.split("\n")]
    if laid_out := record_layout.table_of(lines):
        return laid_out
    delimiter = _delimiter(lines, csv_named)
    if delimiter:
        return _delimited(lines, delimiter)
    return _loose(lines)


def _undecorated(line: str) -> str:
    """A line without the frame drawn round it: rows of stars and dashes part paragraphs and say nothing."""
    if re.fullmatch(r"\s*[*=_#~+.|-]{4,}\s*", line):
        return ""
    framed = re.match(r"\s*([*#|])\s+(\S.*\S)\s+\1\s*$", line)
    return framed.group(2) if framed and framed.group(1) not in framed.group(2) else line


def _delimiter(lines: list[str], csv_named: bool) -> str | None:
    """The sign that parts most lines into the same number of fields."""
    sample = [line for line in lines[:4000] if line.strip()]
    best: tuple[float, str] | None = None
    for sign in DELIMITERS:
        counts = Counter(n for line in sample if (n := _count(line, sign)) > 0)
        if not counts:
            continue
        fields, lines_with = counts.most_common(1)[0]
        share = lines_with / len(sample)
        needed = 1 if csv_named else 2 if sign in "|\t" else 3
        if fields >= needed and share > (0.3 if csv_named else 0.5) and (sign != "," or csv_named or share > 0.8):
            score = share * (1 + (sign in "|\t"))
            best = max(best or (0.0, ""), (score, sign))
    return best[1] if best else None


def _count(line: str, sign: str) -> int:
    return line.count(sign) if '"' not in line else len(next(csv.reader([line], delimiter=sign), [])) - 1


def _delimited(lines: list[str], sign: str) -> list[Block | Table]:
    parts: list[Block | Table] = []
    rows: list[Row] = []
    csv.field_size_limit(1_000_000)
    usual = Counter(_count(line, sign) for line in lines[:2000] if line.strip()).most_common(1)[0][0]
    reader = csv.reader((line + "\n" for line in lines), delimiter=sign, skipinitialspace=True)
    before = 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error:
            continue
        at, before = before + 1, reader.line_num
        filled = [f for f in fields if f.strip()]
        if not filled:
            continue
        comment = len(fields) < 0.6 * (usual + 1) and not rows
        if comment:
            whole = "\n".join(lines[at - 1 : reader.line_num])
            parts.append(
                Block("text", re.sub(r"^[*#;\s\"]+|\"\s*$", "", whole.strip(sign)).strip(), Place(line=at, row=at))
            )
        else:
            rows.append(Row(tuple(f.strip() for f in fields), Place(row=at)))
    if rows:
        parts.append(Table(tuple(rows)))
    return parts


# ---- columns made of blanks, and prose


def _loose(lines: list[str]) -> list[Block | Table]:
    parts: list[Block | Table] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        stop = at
        while stop < len(lines) and (lines[stop].strip() or _gap_in_table(lines, stop)):
            stop += 1
        parts += _paragraph(lines, at, stop)
        at = stop
    return parts


def _gap_in_table(lines: list[str], at: int) -> bool:
    return 0 < at < len(lines) - 1 and _columnar(lines[at - 1]) and _columnar(lines[at + 1])


def _columnar(line: str) -> bool:
    return len(GAP.findall(line.strip())) >= 2


def _paragraph(lines: list[str], start: int, stop: int) -> list[Block | Table]:
    chosen = [(n, lines[n]) for n in range(start, stop) if lines[n].strip()]
    columnar = [n for n, line in chosen if _columnar(line)]
    if len(columnar) >= 3 and len(columnar) >= 0.5 * len(chosen):
        head = next((k for k, (n, _) in enumerate(chosen) if n in columnar and "=" not in lines[n]), 0)
        last = max(k for k, (n, _) in enumerate(chosen) if n in columnar) + 1
        tail = next((k for k in range(last, len(chosen)) if len(chosen[k][1].strip()) > 60), len(chosen))
        before = [b for pair in chosen[:head] for b in _flush([pair])]
        return [*before, *_spaced(chosen[head:tail]), *_flush(chosen[tail:])]
    if len(chosen) >= 2 and (record := _record(chosen)):
        return [record]
    out: list[Block | Table] = []
    held: list[tuple[int, str]] = []
    indents = {n: len(line) - len(line.lstrip()) for n, line in chosen}
    for n, line in chosen:
        bare = line.strip()
        item = NUMBER.match(bare) and indents.get(n + 1, 0) > indents[n]  # its next line hangs: a paragraph, no title
        open_end = bool(held) and _goes_on(held)
        heading = _heading(bare) and not _shouting(chosen) and not item
        new = BULLET.match(bare) or heading or item or TURN.match(bare)
        if new or (re.match(r"(?:[A-Z]\d{4}|\d{5})\b", bare) and not open_end):
            out += _flush(held)
            held = [(n, line)]
            if heading:
                out += _flush(held, "heading")
                held = []
        else:
            held.append((n, line))
        if CODES_ONLY.fullmatch(bare) and not _goes_on(held):
            out += _flush(held)  # nothing but codes: what follows is another paragraph
            held = []
    return out + _flush(held)


OPEN_END = re.compile(
    r"(?i)(?:[,;/&(-]|\b(?:and|or|to|through|thru|with|of|for|by|codes?|cpt|hcpcs|the|billed|as|from|add-ons?|code|procedures?|under|on|in|is|are|any|either|both|plus|than|not|except|include|includes|including))$"
)


def _goes_on(held: list[tuple[int, str]]) -> bool:
    """Does the last line end in the middle: with a word that wants another, or inside brackets?"""
    text = " ".join(line for _, line in held[-3:])
    return OPEN_END.search(held[-1][1].rstrip()) is not None or text.count("(") > text.count(")")


TURN = re.compile(r"\[?\(?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp][Mm])?[\])]?\s")


def _shouting(chosen: list[tuple[int, str]]) -> bool:
    """A paragraph all in capitals is no row of headings."""
    return len(chosen) > 1 and all(line.isupper() for _, line in chosen)


def _flush(held: list[tuple[int, str]], kind: str = "") -> list[Block | Table]:
    if not held:
        return []
    text = "\n".join(line.strip() for _, line in held)
    at = held[0][0] + 1
    if all(line.lstrip().startswith(">") for _, line in held):
        return [Block("quote", re.sub(r"(?m)^\s*>+\s?", "", text), Place(line=at, row=at))]
    kind = kind or ("item" if BULLET.match(text) else "text")
    return [
        Block(
            kind,
            text.strip("#*= \n") if kind == "heading" else text,
            Place(line=at, row=at),
            2 if kind == "heading" else 0,
        )
    ]


def _heading(line: str) -> bool:
    if len(line) > 90 or line.endswith((".", ",", ";")) or re.match(r"[A-Z]?\d{4,5}\b", line):
        return False
    return (
        bool(re.match(r"#{1,4}\s", line))
        or (line.isupper() and len(line.split()) >= 2)
        or bool(
            re.match(
                r"(?:\d+\.)+\d*\s+[A-Z]|(?:section|article|part|chapter|appendix|exhibit|attachment|annex|schedule)\s+\w+",
                line,
                re.IGNORECASE,
            )
        )
    )


def _record(chosen: list[tuple[int, str]]) -> Table | None:
    """`Label: value` lines as a table of one row."""
    pairs = [(m.group(1), m.group(2) or "") for _, line in chosen if (m := RECORD.match(line))]
    if len(pairs) < max(2, 0.8 * len(chosen)):
        return None
    place = Place(line=chosen[0][0] + 1, row=chosen[0][0] + 1)
    cells = tuple(v.strip() for _, v in pairs)
    return Table((Row(cells, place),), tuple(k for k, _ in pairs))


def _word_start(line: str, at: int) -> int:
    """Where a column begins in this line: a heading wider than the numbers below it is not cut through."""
    if not (0 < at < len(line) and line[at - 1] != " " and line[at] != " "):
        return at
    start = line.rfind(" ", 0, at) + 1
    return start if at - start <= 12 else at


RULER = re.compile(r"\s*(?:[-=_]{2,}\s+)+[-=_]{2,}\s*")


def _ruled(rows: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """The columns that a line of dashes below the header draws."""
    ruler = next((line for _, line in rows[:6] if RULER.fullmatch(line)), "")
    return [m.span() for m in re.finditer(r"[-=_]{2,}", ruler)]


def _close_columns(span: tuple[int, int], body: list[str]) -> list[tuple[int, int]]:
    """Columns with one blank between them, where that blank stands in every line of codes and both headings are known:
    `PA EFF-DATE` above `N 20260101`."""
    start, end = span
    head, lines = body[0], [line for line in body if CODE_ANYWHERE.search(line)]
    for at in range(start + 1, end - 1):
        if (
            all(line[at : at + 1] in ("", " ") for line in [head, *lines])
            and role(head[start:at])
            and role(head[at + 1 : end])
        ):
            return [(start, at), *_close_columns((at + 1, end), body)]
    return [span]


def _spaced(chosen: list[tuple[int, str]]) -> list[Block | Table]:
    """Lines whose columns are made of blanks: a strip blank in nearly every line parts two columns."""
    rows = [(n, line.expandtabs(8).rstrip()) for n, line in chosen]
    body = [line for _, line in rows if _columnar(line)]
    width = max(len(line) for _, line in rows)
    filled = [sum(k < len(line) and line[k] != " " for line in body) for k in range(width)]
    allowed = 0.03 * len(body)
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for k in range(width + 2):
        used = k < width and filled[k] > allowed
        if used and start is None:
            start = k
        elif not used and start is not None and (k + 1 >= width or filled[k + 1] <= allowed if k + 1 < width else True):
            spans.append((start, k))
            start = None
    spans = _ruled(rows) or [part for span in spans for part in _close_columns(span, body)]
    indented = sum(not line[: spans[1][0] if len(spans) > 1 else width].strip() for _, line in rows) > 0.5 * len(rows)
    out: list[Row] = []
    for n, line in rows:
        if RULER.fullmatch(line):
            continue
        cells = []
        for c, (a, _) in enumerate(spans):
            start = _word_start(line, a) if c else 0
            cells.append(line[start : _word_start(line, spans[c + 1][0]) if c + 1 < len(spans) else len(line)].strip())
        place = Place(line=n + 1, row=n + 1)
        if indented:
            out.append(Row(tuple(cells), place))
        elif (out and cells and not cells[0] and any(cells) and header_height([r.cells for r in out])[1] == 0) or (
            out and cells and not cells[0] and len(out) > 2
        ):
            before = out[-1]
            out[-1] = Row(tuple(f"{x}\n{y}".strip() for x, y in zip(before.cells, cells, strict=True)), before.place)
        else:
            out.append(Row(tuple(cells), place))
    return [Table(tuple(out))]
