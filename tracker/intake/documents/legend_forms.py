"""The forms in which a line explains entries: `P=PAYABLE D=DENIED`, `Class: 1 paid. 2 not paid.`, `(+) we pay`, colours.

The one thing to know: every form reads one line by itself and gives nothing where its meanings state nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.model import Place
from tracker.intake.documents.statements import CONDITIONS, COVERED, NOT_COVERED, Says, read
from tracker.intake.documents.text import sentences

EQUAL_KEY = re.compile(
    r"(?:^|(?<=[\s;,|(:.]))(?P<key>[A-Za-z0-9/*†‡§✓●-]{1,8}|[^\x00-\x7f\w\s“”‘’–—…•·®™©]{1,3}|[“\"'][^”\"']{1,30}[”\"']|no entry)\s*=\s*(?=\S)"
)


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


WITHOUT = re.compile(
    r"(?i)\b(?:codes?|services?|lines?|rows?|procedures?)\s+(?:without|with no)\s+(?:an?\s+)?(?:entry|amount|fee|rate|price|mark)(?:\s+in\s+(?:the\s+)?(?P<column>[\w -]{2,24}?)(?:\s+column)?)?\s+(?=(?:is|are|will|do|does)\b)"
)


OF_ZERO = re.compile(
    r"(?i)\b(?:an?\s+)?(?:fee|rate|amount|allowance|price)s?\s+(?:of|shown as|equal to)\s+\$?0(?:\.00)?\s+(?:means?|indicates?|shows?|tells?)(?:\s+that)?\s+"
)


def nothings(line: str, place: Place) -> list[Entry]:
    """`A code without an entry in the fee column is not payable`, `A fee of 0.00 means that the service is packaged`."""
    found = []
    for sentence in sentences(line):
        for key, m in (("", WITHOUT.search(sentence)), ("0.00", OF_ZERO.search(sentence))):
            says = meaning_of(f"The codes {sentence[m.end() :]}" if key == "" else sentence[m.end() :]) if m else Says()
            if m and (says.status or says.undecided):
                column = (m.groupdict().get("column") or "fee").strip() if key == "" else ""
                found.append(Entry(key, says, sentence, place, column))
    return found


COLOUR = re.compile(
    r"(?i)\b(?:shaded|highlighted|marked|printed|shown|filled|colou?red|in|with)\s+(?:in\s+|an?\s+)?(?:light\s+|dark\s+|pale\s+)?(red|orange|yellow|green|blue|purple|pink|gr[ae]y)\b"
    r"|\b(red|orange|yellow|green|blue|purple|pink|gr[ae]y)\s+(?:rows?|lines?|cells?|shading|fill|highlight\w*|background|codes?|entries)\b|\b(shaded|highlighted)\s+(?:rows?|lines?|cells?|codes?|entries)\b"
)


def colours(line: str, place: Place) -> list[Entry]:
    """`Codes shaded in yellow need prior authorization`: the colour stands for the statement."""
    found = []
    for sentence in sentences(line):
        for clause in re.split(
            r";\s*|,\s+(?=(?:those|rows|codes|and those|green|red|yellow|gr[ae]y|blue|orange)\b)", sentence
        ):
            m = COLOUR.search(clause)
            if m:
                name = next(g for g in m.groups() if g).casefold().replace("gray", "grey")
                says = meaning_of(clause)
                if says.status or says.auth != "unknown":
                    found.append(
                        Entry("any colour" if name in {"shaded", "highlighted"} else name, says, clause, place)
                    )
    return found


def equals(line: str, place: Place) -> list[Entry]:
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
        says = meaning_of(meaning)
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


def coded(line: str, place: Place) -> list[Entry]:
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
        says = meaning_of(meaning)
        if says.status or says.auth != "unknown" or says.undecided:
            found.append(Entry(m["key"].casefold(), says, f"{m['key']} {meaning}", place, lead["column"]))
    return found


SIGN = re.compile(
    r"(?:^|(?<=\s))(?P<key>\((?:[^\w\s()]{1,2}|[A-Za-z])\)|\[(?:[^\w\s\]]{1,2}|[A-Za-z])\]|[^\w\s.,;:()\[\]\"'“”‘’/&$%@–—-]{1,3})(?:\s*[-–:]\s*|\s+)(?=[A-Za-z])"
)


def signs(line: str, place: Place) -> list[Entry]:
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
        says = meaning_of(meaning) if len(meaning) < 120 else Says()
        if says.status or says.auth != "unknown" or says.undecided:
            found.append(Entry(m["key"].casefold(), says, f"{m['key']} {meaning}", place))
    return found


def comma_list(line: str, place: Place) -> list[Entry]:
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
            says = meaning_of(m.group(2))
            if says.auth == "unknown" and not says.status and about:
                says = read_cell(m.group(2), "auth")
            if says.status or says.auth != "unknown":
                found.append(
                    Entry(m.group(1).casefold(), says, part.strip(' "'), place, head.group(1).replace("_", " "))
                )
    return found


def meaning_of(text: str) -> Says:
    says = read(text)
    if not (says.status or says.undecided or says.auth != "unknown" or says.restricts):
        cell = read_cell(text)
        says = cell if cell.status else says
    return says
