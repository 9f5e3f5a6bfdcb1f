"""The lines of a document that explain its entries: `NC = not payable`, `¹ Not covered.`, `(+) we pay`, shaded rows.

The one thing to know: a line counts only when its meaning is a statement about payment or authorization; everything else
that looks like `X: ...` is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tracker.intake.documents.columns import SIGNED, role
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.legend_classes import classes, moved_to
from tracker.intake.documents.legend_signs import signs_for_names
from tracker.intake.documents.limits import Limits
from tracker.intake.documents.model import Block, Place, Reading, Table
from tracker.intake.documents.statements import CONDITIONS, COVERED, NOT_COVERED, Says, read
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


EQUAL_KEY = re.compile(
    r"(?:^|(?<=[\s;,|(:.]))(?P<key>[A-Za-z0-9/*†‡§✓●-]{1,8}|[^\x00-\x7f\w\s“”‘’–—…•·®™©]{1,3}|[“\"'][^”\"']{1,30}[”\"']|no entry)\s*=\s*(?=\S)"
)


OTHERS_TOO = re.compile(
    r"(?i)[;,]\s*(?:and |while |but )?(?:all |the )*(?:others?|rest|remaining (?:codes|services))\b.*$", re.DOTALL
)


UNMARKED = re.compile(r"(?i)[.;]\s+(?:empty|blank|unmarked|no (?:mark|entry|sign))\b[^.;:=]{0,20}[:=].*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend. `column`: the column it speaks of, where it says so."""

    key: str
    says: Says
    line: str
    place: Place
    column: str = ""
    note: bool = False
    moves: bool = False  # a footnote that moves the code to another class from a day on


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
        if coded := _coded(line, place):
            found += coded
            continue
        for note in notes_of(line):
            m = NOTE.match(note)
            if m:
                mark = next(g for g in (m["mark"], m["sign"], m["bracket"], m["named"], m["plain"]) if g)
                found.append(
                    Entry(mark, _meaning(UNMARKED.sub("", OTHERS_TOO.sub("", m["meaning"]))), note, place, note=True)
                )
        found += _colours(line, place)
        equal = _equals(line, place) + _comma_list(line, place) + _signs(line, place)
        found += equal
        if not equal:
            found += _nothings(line, place)
            for sentence in sentences(line) if len(line) > 30 else [line]:
                told = [Entry(key, says, sentence, place, column) for key, column, says in classes(sentence, _meaning)]
                found += told or _entries(sentence, place)
    return found


WITHOUT = re.compile(
    r"(?i)\b(?:codes?|services?|lines?|rows?|procedures?)\s+(?:without|with no)\s+(?:an?\s+)?(?:entry|amount|fee|rate|price|mark)(?:\s+in\s+(?:the\s+)?(?P<column>[\w -]{2,24}?)(?:\s+column)?)?\s+(?=(?:is|are|will|do|does)\b)"
)
OF_ZERO = re.compile(
    r"(?i)\b(?:an?\s+)?(?:fee|rate|amount|allowance|price)s?\s+(?:of|shown as|equal to)\s+\$?0(?:\.00)?\s+(?:means?|indicates?|shows?|tells?)(?:\s+that)?\s+"
)


def _nothings(line: str, place: Place) -> list[Entry]:
    """`A code without an entry in the fee column is not payable`, `A fee of 0.00 means that the service is packaged`."""
    found = []
    for sentence in sentences(line):
        for key, m in (("", WITHOUT.search(sentence)), ("0.00", OF_ZERO.search(sentence))):
            says = _meaning(f"The codes {sentence[m.end() :]}" if key == "" else sentence[m.end() :]) if m else Says()
            if m and (says.status or says.undecided):
                column = (m.groupdict().get("column") or "fee").strip() if key == "" else ""
                found.append(Entry(key, says, sentence, place, column))
    return found


COLOUR = re.compile(
    r"(?i)\b(?:shaded|highlighted|marked|printed|shown|filled|colou?red|in|with)\s+(?:in\s+|an?\s+)?(?:light\s+|dark\s+|pale\s+)?(red|orange|yellow|green|blue|purple|pink|gr[ae]y)\b"
    r"|\b(red|orange|yellow|green|blue|purple|pink|gr[ae]y)\s+(?:rows?|lines?|cells?|shading|fill|highlight\w*|background|codes?|entries)\b|\b(shaded|highlighted)\s+(?:rows?|lines?|cells?|codes?|entries)\b"
)


def _colours(line: str, place: Place) -> list[Entry]:
    """`Codes shaded in yellow need prior authorization`: the colour stands for the statement."""
    found = []
    for sentence in sentences(line):
        for clause in re.split(
            r";\s*|,\s+(?=(?:those|rows|codes|and those|green|red|yellow|gr[ae]y|blue|orange)\b)", sentence
        ):
            m = COLOUR.search(clause)
            if m:
                name = next(g for g in m.groups() if g).casefold().replace("gray", "grey")
                says = _meaning(clause)
                if says.status or says.auth != "unknown":
                    found.append(
                        Entry("any colour" if name in {"shaded", "highlighted"} else name, says, clause, place)
                    )
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


def _equals(line: str, place: Place) -> list[Entry]:
    """`STAT: P=PAYABLE D=NOT PAYABLE`: the equals sign parts keys from meanings, whatever stands between entries."""
    line = WHERE.sub(r"\1", EMPTY.sub("blank", line))
    marks = list(EQUAL_KEY.finditer(line))
    if not marks:
        return []
    lead = re.match(r"\s*([A-Za-z][\w ]{0,25}?)\s*:\s*$", line[: marks[0].start()] + " " if marks[0].start() else "")
    column = lead.group(1) if lead else ""
    found: list[Entry] = []
    for n, m in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(line)
        meaning = line[m.end() : end]
        turn = re.search(r"[.;,]\s*([A-Za-z][\w ]{0,20}):\s*$", meaning)
        turn = turn or (CAPITALS.search(meaning) if re.search(r"[a-z]{2}", meaning) else None)
        meaning = re.split(r"(?<=[a-zA-Z)])\.\s", meaning[: turn.start()] if turn else meaning)[0].strip(" ,;.")
        says = _meaning(meaning)
        if found and NOT_SO.fullmatch(meaning):
            says = _opposite(found[-1].says, meaning)
        elif not (says.status or says.undecided) and says.auth == "unknown" and _about_auth(column, found):
            says = read_cell(meaning, "auth")  # "1 = authorization needed; blank = not needed"
        key = m.group("key").strip("“”\"'‘’ ").casefold().replace("gray", "grey")
        if says.status or says.auth != "unknown" or says.undecided:
            found.append(
                Entry("" if key in {"blank", "empty"} else key, says, f"{m.group('key')} = {meaning}", place, column)
            )
        column = turn.group(1) if turn else column
    return found


CAPITALS = re.compile(
    r"[.;,|]\s+([A-Z][A-Z_/]{1,14}(?: [A-Z_/]{2,14})?)\s*$"
)  # the name of the next column, in capitals
EMPTY = re.compile(r"(?i)\b(?:an? )?(?:blank|empty) (?:cell|entry|space|field|box|column)\b(?=\s*=)")
WHERE = re.compile(
    r"(?i)(?<!\S)([“\"']?\S{1,8}[”\"']?) (?:in|under) (?:the|that|this|a) (?:[\w/]+ ){0,3}column(?=\s*=)"
)
NOT_SO = re.compile(r"(?i)(?:it|they|this) (?:is|are|does|do)(?: not|n['’]t)\W*")


def _opposite(says: Says, line: str) -> Says:
    """`X = needed; blank = it is not`"""
    status = NOT_COVERED if says.status in {COVERED, CONDITIONS} else None
    return Says(status=status, auth="no" if says.auth == "yes" and not status else "unknown", reason=line)


def _about_auth(column: str, found: list[Entry]) -> bool:
    """Do the entries of this column that were read so far speak of authorization alone?"""
    mine = [e.says for e in found if e.column == column]
    return bool(mine) and all(s.auth != "unknown" and not s.status for s in mine)


CODED_LEAD = re.compile(
    r"^\W*(?P<column>[A-Za-z][\w/-]*(?: [\w/-]+){0,3}?)(?:\s+(?:codes?|values?|key|legend))?\s*:\s+"
)


CODED_KEY = re.compile(r"(?:^|(?<=[.;,|]\s))(?P<key>\d{1,2}|[A-Z]{1,3})\s+(?:-\s+)?(?=[a-z(])")


def _coded(line: str, place: Place) -> list[Entry]:
    """`Payment class: 1 paid at the listed fee. 2 no payment.`: the column's name, then bare keys with their meanings."""
    lead = CODED_LEAD.match(line)
    if not lead or re.search(r"\w\s*=\s*\w", line):
        return []
    rest = line[lead.end() :]
    if re.search(r"\w:\s", rest):
        return []  # several columns in one line
    marks = list(CODED_KEY.finditer(rest))
    if not marks or marks[0].start() > 0 or len({m["key"] for m in marks}) != len(marks) or len(marks) < 2:
        return []
    found = []
    for m, end in zip(marks, [*(x.start() for x in marks[1:]), len(rest)], strict=True):
        meaning = rest[m.end() : end].strip(" ,;.|")
        says = _meaning(meaning)
        if says.status or says.auth != "unknown" or says.undecided:
            found.append(Entry(m["key"].casefold(), says, f"{m['key']} {meaning}", place, lead["column"]))
    return found


SIGN = re.compile(
    r"(?:^|(?<=\s))(?P<key>\((?:[^\w\s()]{1,2}|[A-Za-z])\)|\[(?:[^\w\s\]]{1,2}|[A-Za-z])\]|[^\w\s.,;:()\[\]\"'“”‘’/&$%@–—-]{1,3})(?:\s*[-–:]\s*|\s+)(?=[A-Za-z])"
)


def _signs(line: str, place: Place) -> list[Entry]:
    """`Key: (+) we pay (-) we do not (!) ask first`, `● covered ○ not covered`: a sign, then its meaning, no sign between."""
    if re.search(r"\w\s*=\s*\w", line):
        return []
    marks = list(SIGN.finditer(line))
    keyed = re.match(r"(?i)\s*(?:key|legend|symbols?|signs?|how to read|codes? used|what the)\b", line)
    if len({m["key"] for m in marks}) < (1 if keyed else 2):
        return []
    found: list[Entry] = []
    for m, end in zip(marks, [*(x.start() for x in marks[1:]), len(line)], strict=True):
        meaning = re.split(r"(?<=[a-z)])\.\s", line[m.end() : end])[0].strip(" ,;.|")
        says = _meaning(meaning) if len(meaning) < 120 else Says()
        if says.status or says.auth != "unknown" or says.undecided:
            found.append(Entry(m["key"].casefold(), says, f"{m['key']} {meaning}", place))
    return found


def _comma_list(line: str, place: Place) -> list[Entry]:
    """`cov_ind: COV covered, NCV not covered; pa_ind: Y authorization needed, N not needed`."""
    found: list[Entry] = []
    for part in re.split(r";\s*|(?<=[a-z])\.\s+", line):
        head = re.match(r"\s*[\"“]?([A-Za-z][\w ]{0,25}?)\s*[:=]\s*(.+)$", part)
        if not head:
            continue
        pairs = [re.match(r"\s*([A-Z0-9]{1,6})\s+([a-z].{2,80})$", item) for item in head.group(2).split(",")]
        if len(pairs) < 2 or not all(pairs):
            continue
        about = read(f"{head.group(2)}").auth != "unknown"
        for m in filter(None, pairs):
            says = _meaning(m.group(2))
            if says.auth == "unknown" and not says.status and about:
                says = read_cell(m.group(2), "auth")
            if says.status or says.auth != "unknown":
                found.append(
                    Entry(m.group(1).casefold(), says, part.strip(' "'), place, head.group(1).replace("_", " "))
                )
    return found


UNDER = re.compile(r"(?i)([A-Z✓✔●○■□*]{1,2})\s+(?:under|in|beneath|below)(?: the)?")


def _entries(sentence: str, place: Place) -> list[Entry]:
    found: list[Entry] = []
    last_column = ""
    for m in ENTRY.finditer(sentence.rstrip(".")):
        key = m["key"].strip("“”\"'‘’ ")
        says = _meaning(m["meaning"])
        column = (m["under"] or m["column"] or "").strip()
        if under := UNDER.fullmatch(column):  # `X under "Benefit exclusion": we do not pay`
            column, key = key, under.group(1)
        inner = re.match(rf"{KEY}{EQUALS}(?P<rest>.+)", m["meaning"])
        if inner and len(key) > 1 and not column:
            column, key, says = key, inner["key"].strip("“”\"' "), _meaning(inner["rest"])
        last_column = column or last_column
        if says.status or says.auth != "unknown" or says.undecided:
            if key.casefold() in {"blank", "empty", "no entry"}:
                key = ""
            found.append(Entry(key.casefold(), says, sentence, place, column or last_column))
    blank = BLANK.search(sentence)
    if blank and not re.match(r"(?i)blank\b", sentence.strip()):
        says = _meaning(blank["meaning"])
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


def _meaning(text: str) -> Says:
    says = read(text)
    if not (says.status or says.undecided or says.auth != "unknown" or says.restricts):
        cell = read_cell(text)
        says = cell if cell.status else says
    return says


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
            found += _signs(flat(" ".join(cells)), row.place)
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
            says = read_cell(meaning, "auth") if about and role(about) == "auth" else _meaning(meaning)
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
