"""Sheets of messages: the whole report of a line in one cell, in words ("Aetna denied 97550 x 2 for 3/4/2026, CO-97") or
as labels and values ("Payer: Aetna; CPT: 97550").

The one thing to know: only facts are taken out of a message and the rest is never kept; what is left over counts as the
payer only where it is the name of one, so that nobody's name gets there.
"""

from __future__ import annotations

import re

from tracker.intake.sheets import codes, dates, header, identity, reasons, values
from tracker.intake.sheets.clean import plain
from tracker.intake.sheets.grid import Row, Sheet
from tracker.intake.sheets.table import Table
from tracker.vocabulary import Outcome

HEADERS = ["Payer", "State", "Date of Service", "CPT", "Units", "Outcome", "Reason"]
_ROLES = dict(zip(("payer", "state", "date", "code", "units", "outcome", "reason"), range(7), strict=True))
_LABELLED = re.compile(r"^\W*([A-Za-z][A-Za-z /#.]{1,30}?)\s*[:=]\s*(.+)$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    r"\d{4}-\d\d?-\d\d?",
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)",
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
    rf"\d{{1,2}} {_MONTH},? \d{{4}}",
    rf"{_MONTH},? \d{{4}}",
    r"\d{1,2}/\d{4}",
)
_DATE = re.compile(rf"\b(?:{'|'.join(_DATES)})\b", re.IGNORECASE)
_SERVICE = re.compile(
    r"\b(?:dos|dates? of service|service dates?|seen|visit|session|for|serviced?)\W*(?:on|of|was|is|dated?)?\W*$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:cpt|hcpcs|code|procedure)?\W{0,2}"  # what it is called
    r"[A-Za-z]?\d{4,5}\b"
    r"(?:[- ]?[A-Z][A-Z0-9]\b)*"  # modifiers
    r"(?:\s*(?:x|×|\*)\s*\d{1,2}\b)?",  # times
    re.IGNORECASE,
)
_UNITS = re.compile(r"\b(\d{1,2}) ?(?:units?|u)\b|\bunits?\W{1,2}(\d{1,2})\b", re.IGNORECASE)
_REASON = re.compile(r"\b(?:CO|PR|OA|PI|CR)[\s-]?[A-Z]?\d{1,3}\b|\b(?:MA|M|N)\d{1,3}\b")
# What a message says beside the payer's name: how it ended, the names of other facts, small words.
_ENDED = (
    "partly|partially|fully|in part|in full|not|paid|denied|pending|rejected|refused|approved|covered|declined|processed|"
    "still|waiting|under review|to pay|payment|denial"
)
_FACTS = "dos|date of service|dates? of service|service date|reason|code|codes|carc|rarc|remark|units?"
_SMALL = (
    "for|on|by|with|at|was|were|is|has|have|been|and|the|a|an|of|from|our|we|billed|claim|line|cpt|hcpcs|payer|insurance|"
    "plan said|because|due|state"
)
_SAID = re.compile(rf"\b(?:{_ENDED}|{_FACTS}|{_SMALL})\b", re.IGNORECASE)


def tables_of(sheet: Sheet) -> list[Table]:
    """The messages as a table of their facts; empty where no column holds such messages."""
    width = max(map(len, sheet.rows), default=0)
    for at in range(width):
        cells = [r[at] if at < len(r) else "" for r in sheet.rows]
        told = [_is_message(c) for c in cells]
        if sum(told) > 2 and sum(told) >= 0.6 * sum(bool(c.strip()) for c in cells[1:]):
            return [_table(sheet, cells, told.index(True))]
    return []


def _is_message(cell: str) -> bool:
    text = plain(cell)
    found = codes.read(text)
    return (
        15 < len(text) < 600
        and text.count(" ") > 2
        and bool(found.items or found.other)
        and values.outcome(text) is not None
    )


def _table(sheet: Sheet, cells: list[str], first: int) -> Table:
    numbered = [(sheet.first_row + n, row) for n, row in enumerate(sheet.rows)]
    rows = [(sheet.first_row + n, _facts(c)) for n, c in enumerate(cells) if n >= first]
    heads, above = numbered[max(0, first - 1) : first], numbered[: max(0, first - 1)]
    return Table(sheet, list(HEADERS), rows, header_rows=heads, preamble=above, last_parts=list(HEADERS))


def _facts(cell: str) -> Row:
    labelled = _by_labels(cell)
    return labelled if sum(map(bool, labelled)) > 2 else _by_words(plain(cell))


def _by_labels(cell: str) -> Row:
    row = [""] * len(HEADERS)
    for part in re.split(r"[;\n|]|,(?=\s*[A-Za-z ]{2,30}[:=])", cell):
        if found := _LABELLED.match(plain(part)):
            at = _ROLES.get(header.best(found[1])[0])
            if at is not None and not row[at]:
                row[at] = found[2]
    return row


def _by_words(text: str) -> Row:
    day = _day(text)
    found = codes.read(_DATE.sub(" ", text))
    units = _UNITS.search(text)
    code = "; ".join(" ".join([i.code, *i.modifiers, f"x{i.units}" if i.units else ""]).strip() for i in found.items)
    other = next((m[0] for m in _CODE.finditer(_DATE.sub(" ", text)) if codes.read(m[0]).other), "")
    bare = _CODE.sub(" ", _DATE.sub(" ", text))
    flats = " ".join(reasons.read(" ".join(_REASON.findall(bare))))
    payer = _payer(bare)
    rest = _REASON.sub(" ", bare.replace(payer, " ") if payer else bare)
    state = values.state_in(rest) or ""
    number = (units[1] or units[2]) if units else ""
    return [payer, state, day, code or other, number, _ended(rest), flats]


def _ended(said: str) -> str:
    ended = values.outcome(said)
    return ended.words if isinstance(ended, Outcome) else (ended or "").replace("_", " ")


def _day(text: str) -> str:
    """The date of service among the dates of a message: the one that is called so, else the only one."""
    found = list(_DATE.finditer(text))
    named = [m[0] for m in found if _SERVICE.search(text[: m.start()])]
    days = named or [m[0] for m in found]
    return days[0] if len(days) == 1 and dates.read(days[0]).why != "not_a_date" else ""


def _payer(bare: str) -> str:
    """What is left when every other fact is taken away, if it names a payer."""
    left = _UNITS.sub(" , ", _REASON.sub(" , ", bare))
    for part in re.split(r"[,;.:]|\(\s*\)| - ", left):
        words = _edged(part)
        if words and identity.names_payer(words):
            return words
    return ""


def _edged(part: str) -> str:
    """A part of a sentence without the words of other facts at its ends ("by Aetna on")."""
    for piece in _SAID.split(part):
        if identity.names_payer(piece.strip()):
            whole = part.strip()
            return whole if identity.is_payer(whole) else _widest(part, piece)
    return ""


def _widest(part: str, piece: str) -> str:
    """The name with the small words inside it: `Blue Shield of California`."""
    start = part.index(piece)
    best, end = piece.strip(), start + len(piece)
    for tail in re.finditer(r"\s*(?:of|and|the|for|-)\s+[A-Z]\w+(?: [A-Z]\w+)*", part[end - 1 :]):
        wider = part[start : end - 1 + tail.end()].strip()
        if tail.start() == 0 and identity.names_payer(wider):
            best = wider
    return best
