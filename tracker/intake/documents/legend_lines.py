"""The lines of a document that explain its entries: `NC = not payable`, `¹ Not covered.`, `(+) we pay`, shaded rows.

The one thing to know: a line counts only when its meaning is a statement about payment or authorization; everything else
that looks like `X: ...` is left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.columns import SIGNED, role
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.legend_classes import classes, moved_to
from tracker.intake.documents.legend_forms import Entry, coded, colours, comma_list, equals, meaning_of, nothings, signs
from tracker.intake.documents.legend_signs import signs_for_names
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.model import Block, Place, Reading, Table
from tracker.intake.documents.statements import Says
from tracker.intake.documents.text import flat, sentences

KEY = r"[“\"'‘]?(?P<key>(?:[A-Z0-9][A-Za-z0-9/.&-]{0,9}|blank|empty|no entry|[*†‡§✓✔●○■□▲△▼◆◇★☆✗✘✖☑☒]{1,3}|[“\"‘][^”\"’]{2,40}[”\"’]|(?<=[“\"'‘])[^”\"'’]{2,40}))[”\"'’]?"


EQUALS = r"\s*(?:=|:|\s[–—-]\s|\s(?:means?|indicates?|denotes?|signif(?:y|ies)|stands? for|shows?|is used (?:for|when)|marks?|designates?)(?: that)?\s)\s*"


ENTRY = re.compile(
    rf"(?:^|(?<=[;.|(,]\s)|(?<=[;|(])|(?<=\s\s))\s*(?:(?P<column>[A-Za-z][A-Za-z ]{{1,25}}?)[\s:]+)??(?:(?:a|an|the)\s+)?{KEY}"
    rf"(?:\s+(?:in|under|for)(?: the)?(?: column)?\s+[“\"]?(?P<under>[A-Za-z][\w /]{{0,24}}?)[”\"]?(?: column)?)?{EQUALS}(?P<meaning>[^\n]{{3,260}}?)(?=$|[;|](?:\s|$)|(?<=[a-z)])\.(?:\s|$))",
)


BLANK = re.compile(
    r"(?i)\b(?:where|when|if)?\s*(?:the |an? )?(?:column|field|cell|entry|space|box)?\s*(?:is|are)?\s*(?:left )?(?:blank|empty|no entry|blank column)\b\s*(?:=|:|,|means?|indicates?|shows?)?\s*(?:that\s+)?(?P<meaning>[^.;]{4,120})"
)


NOTE = re.compile(
    r"^\s*(?:\^(?P<mark>\w{1,2})|(?P<sign>[*†‡§]{1,3})|[\[(](?P<bracket>\d{1,2}|[a-z])[\])]|(?:note|footnote)\s+(?P<named>\d{1,2}|[a-z])[.:)]|(?P<plain>\d{1,2}|(?-i:[a-h]))(?=\s+(?-i:[A-Z])))\s*(?P<meaning>\S.{3,400})",
    re.IGNORECASE | re.DOTALL,
)


MARKED = re.compile(
    r"(?:^|(?<=[.;!]\s)|(?<=\s\s))(\^\w{1,2}|[*†‡§¶]{1,3}|[\[(](?:\d{1,2}|[a-z])[\])]|\d{1,2}\.?(?=\s+[A-Z])|[a-h](?=\s+[A-Z]))\s*(?=\S)"
)


OTHERS_TOO = re.compile(
    r"(?i)[;,]\s*(?:and |while |but )?(?:all |the )*(?:others?|rest|remaining (?:codes|services))\b.*$", re.DOTALL
)


UNMARKED = re.compile(r"(?i)[.;]\s+(?:empty|blank|unmarked|no (?:mark|entry|sign))\b[^.;:=]{0,20}[:=].*$", re.DOTALL)


def entries(reading: Reading, limits: Limits | None = None) -> list[Entry]:
    """All legend lines of a document, in order."""
    found: list[Entry] = []
    for part in reading.parts:
        if limits and limits.over:
            break
        if isinstance(part, Block):
            found += _of_text(part.text, part.place)
        else:
            found += _of_table(part)
    return [_moved(e, found) if e.note else e for e in found]


def _moved(note: Entry, found: list[Entry]) -> Entry:
    """`* Moves to category A on July 1`: the footnote says what is said of the class, from that day on."""
    says = moved_to(note.line, ((e.key, e.column, e.says) for e in found if not e.note))
    return note if says is None else replace(note, says=replace(says, period=note.says.period), moves=True)


NUMBERED = re.compile(
    r"(?i)^\W*(?:section|part|table|list|schedule|appendix|exhibit|attachment|chapter)\s+[\dA-Z]{1,4}\W"
)


def _of_text(text: str, place: Place) -> list[Entry]:
    found: list[Entry] = []
    if NUMBERED.match(text) and "=" not in text:
        return found  # "Section 2 - payable after approval": a title, which explains no entry
    broken = re.search(r"\n\s*\S{1,8}\s*[=:]", text) or re.search(r"\n\s*(?:\^\w|[*†‡§])", text)
    for line in text.split("\n") if broken else [text]:
        line = signs_for_names(flat(line))
        if by_code := coded(line, place):
            found += by_code
            continue
        for note in notes_of(line):
            m = NOTE.match(note)
            if m:
                mark = next(g for g in (m["mark"], m["sign"], m["bracket"], m["named"], m["plain"]) if g)
                found.append(
                    Entry(mark, meaning_of(UNMARKED.sub("", OTHERS_TOO.sub("", m["meaning"]))), note, place, note=True)
                )
        found += colours(line, place)
        equal = equals(line, place) + comma_list(line, place) + signs(line, place)
        found += equal
        if not equal:
            found += nothings(line, place)
            for sentence in sentences(line) if len(line) > 30 else [line]:
                told = [
                    Entry(key, says, sentence, place, column) for key, column, says in classes(sentence, meaning_of)
                ]
                found += told or _entries(sentence, place)
    return found


def notes_of(line: str) -> list[str]:
    """The footnotes a line holds: `1 Needs approval. 2 Included in the visit.` are two."""
    starts = [m.start(1) for m in MARKED.finditer(line)]
    if len(starts) < 2 or starts[0] > 2:
        return [line]
    numbers = [int(n.group(1)) for n in (re.match(r"\^?(\d{1,2})", line[start:]) for start in starts) if n]
    if len(numbers) == len(starts) and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return [line]
    return [line[a:b].strip() for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]


UNDER = re.compile(r"(?i)([A-Z✓✔●○■□*]{1,2})\s+(?:under|in|beneath|below)(?: the)?")


def _entries(sentence: str, place: Place) -> list[Entry]:
    found: list[Entry] = []
    last_column = ""
    for m in ENTRY.finditer(sentence.rstrip(".")):
        key = m["key"].strip("“”\"'‘’ ")
        says = meaning_of(m["meaning"])
        column = (m["under"] or m["column"] or "").strip()
        if under := UNDER.fullmatch(column):  # `X under "Benefit exclusion": we do not pay`
            column, key = key, under.group(1)
        inner = re.match(rf"{KEY}{EQUALS}(?P<rest>.+)", m["meaning"])
        if inner and len(key) > 1 and not column:
            column, key, says = key, inner["key"].strip("“”\"' "), meaning_of(inner["rest"])
        last_column = column or last_column
        if says.status or says.auth != "unknown" or says.undecided:
            if key.casefold() in {"blank", "empty", "no entry"}:
                key = ""
            found.append(Entry(key.casefold(), says, sentence, place, column or last_column))
    blank = BLANK.search(sentence)
    if blank and not re.match(r"(?i)blank\b", sentence.strip()):
        says = meaning_of(blank["meaning"])
        if (
            says.auth == "unknown"
            and re.search(r"(?i)\bnone\b|\bnot\b|\bno\b", blank["meaning"])
            and any(e.says.auth == "yes" for e in found)
        ) or re.search(r"(?i)none is needed|none is required|not needed|not required", blank["meaning"]):
            says = Says(auth="no", reason=sentence)
        if says.status or says.auth != "unknown":
            column = next((e.column for e in found if e.column), "")
            found.append(Entry("", says, sentence, place, column))
    return found


GENERIC = re.compile(
    r"(?i)\W*(?:symbols?|signs?|keys?|codes?|values?|marks?|entr(?:y|ies)|letters?|terms?|legend|abbreviations?|indicators?)\W*"
)
EXPLAINS = re.compile(r"(?i)\b(?:meaning|means|explanation|definition|what it means|stands for)\b")
BULLET = re.compile(r"[•·◦▪‣–—-]|o")  # the mark of an entry of a list set in two columns
NUMERAL = re.compile(r"(?:[A-Z]\d{4}|\d{5}|\d+)(?:[-/,].*)?")


def _of_table(table: Table) -> list[Entry]:
    """Tables of two or three columns that explain short entries (`B | bundled`), and single cells that do."""
    found: list[Entry] = []
    rows = [*table.rows[:60], *table.rows[-60:]] if len(table.rows) > 4000 else list(table.rows)
    column = ""
    explains = any(EXPLAINS.search(" ".join(cells)) for cells in (table.header or (), *(r.cells for r in rows[:6])))
    for row in rows:
        cells = [c.strip() for c in row.cells if c.strip() and not BULLET.fullmatch(c.strip())]
        if len(cells) == 2 and EXPLAINS.fullmatch(cells[1].strip(" ?:")):
            column = "" if GENERIC.fullmatch(cells[0]) else cells[0]
            continue
        if sum(bool(SIGNED.match(c)) for c in cells) > 1:
            found += signs(flat(" ".join(cells)), row.place)
        elif len(cells) == 1 and len(cells[0]) > 6:
            found += _of_text(cells[0], row.place)
        elif (
            len(cells) in {2, 3}
            and len(cells[0]) <= 12
            and (not NUMERAL.fullmatch(cells[0]) or (explains and len(cells[0]) < 3))
            and len(cells[1]) > 3
        ):
            meaning = cells[1] if len(cells) == 2 else f"{cells[1]}. {cells[2]}"
            own = re.fullmatch(r"([A-Za-z]{2,12})[ =:]+([A-Z\d]{1,2})", cells[0])  # "Auth 0": the column and its entry
            key, about = (own.group(2), own.group(1)) if own else (cells[0], column)
            says = read_cell(meaning, "auth") if about and role(about) == "auth" else meaning_of(meaning)
            if (says.status or says.auth != "unknown" or says.undecided) and len(table.rows) < 60:
                key = (
                    ""
                    if re.fullmatch(r"(?i)\W*(?:blank|empty|no entry|none)\W*", key)
                    else key.casefold().strip("“”\"'")
                )
                found.append(Entry(key, says, f"{cells[0]}: {meaning}", row.place, about))
        elif len(cells) > 3 and any(len(c) > 30 and re.search(r"=|\bmeans\b", c) for c in cells):
            for cell in cells:
                found += _entries(flat(cell), row.place)
    return found
