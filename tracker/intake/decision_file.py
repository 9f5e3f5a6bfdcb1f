"""A CSV or XLSX of coverage decisions becomes rows ready for the ledger, and every problem with its place and advice.

Columns are found by their heading (any order, any case, some synonyms, titles above them); `TEMPLATE` is what we hand
out, and the whole ledger as exported reads back as what is known. The one thing to know: nothing is guessed. A status
in other words than the known ones is a problem, not a best match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker import reference
from tracker.errors import Rejected
from tracker.intake import code_ranges, decision_table
from tracker.intake.model import Problem
from tracker.vocabulary import STATES, Confidence, LineOfBusiness, PriorAuth, Status

TEMPLATE = (
    "payer", "line_of_business", "state", "code", "status", "conditions", "prior_auth", "effective_from",
    "effective_to", "source_title", "source_publisher", "source_url", "source_published", "source_accessed",
    "evidence", "place", "confidence", "scope", "checked_on",
)  # fmt: skip
REQUIRED = ("payer", "line_of_business", "code", "status", "source_title", "source_publisher")
SYNONYMS = {
    "payer_name": "payer", "payer_id": "payer", "insurer": "payer", "plan": "payer", "health_plan": "payer",
    "lob": "line_of_business", "product": "line_of_business", "business": "line_of_business",
    "states": "state", "cpt": "code", "hcpcs": "code", "procedure_code": "code", "cpt_code": "code",
    "coverage": "status", "coverage_status": "status", "decision": "status",
    "condition": "conditions", "requirements": "conditions", "notes": "conditions",
    "prior_authorization": "prior_auth", "prior_authorisation": "prior_auth", "pa": "prior_auth",
    "effective_date": "effective_from", "effective": "effective_from", "start_date": "effective_from",
    "from": "effective_from", "end_date": "effective_to", "term_date": "effective_to", "to": "effective_to",
    "title": "source_title", "source": "source_title", "publisher": "source_publisher", "url": "source_url",
    "link": "source_url", "source_date": "source_published", "published": "source_published",
    "accessed": "source_accessed", "quotation": "evidence", "passage": "evidence", "page": "place",
    "last_checked": "checked_on", "checked": "checked_on",
}  # fmt: skip
MOST_ABOVE = 30  # rows that titles and notes may take above the headings
EVERYWHERE = {"", "all", "all states", "everywhere", "national", "nationwide", "us", "usa", "united states"}


@dataclass(frozen=True)
class DecisionRow:
    """One decision as read. Dates ISO text or None, state '' for everywhere; `payer` as written."""

    row: int
    payer: str
    line_of_business: str
    state: str
    code: str
    status: str
    conditions: str
    prior_auth: str
    effective_from: str | None
    effective_to: str | None
    source_title: str
    source_publisher: str
    source_url: str
    source_published: str
    source_accessed: str
    evidence: str
    place: str
    confidence: str
    scope: str
    checked_on: str


def read(file: Path | bytes, *, today: date) -> tuple[list[DecisionRow], list[Problem]]:
    """Rows and problems of a file or its content. Raises `Rejected` when it is no table of decisions at all."""
    at, places, table = _found(file if isinstance(file, bytes) else file.read_bytes())
    rows: list[DecisionRow] = []
    problems: list[Problem] = []
    for number, cells in enumerate(table[at + 1 :], start=at + 2):
        if not any(c.strip() for c in cells):
            continue
        values = {name: _undefused(cells[i].strip()) if i < len(cells) else "" for name, i in places.items()}
        each = [(v, list(_problems(number, v, today))) for v in _expanded(values)]
        problems += list(dict.fromkeys(p for _, found in each for p in found))
        rows += [_row(number, v, today) for v, found in each if not found]
    if not rows and not problems:
        raise Rejected("This file has no rows below its header.", "Fill in the template and send it again.")
    return rows, problems


def _found(raw: bytes) -> tuple[int, dict[str, int], list[list[str]]]:
    """The row of headings, its columns and the table they head: the first sheet that has all required ones."""
    sheets = [(*_head(table), table) for table in decision_table.sheets(raw)]
    best = max(sheets, key=lambda s: len(set(REQUIRED) & set(s[1])), default=(0, {}, []))
    missing = [name for name in REQUIRED if name not in best[1]]
    if missing:
        raise Rejected(
            f"The header has no column {', '.join(missing)}.", "Name the columns as in the template and send it again."
        )
    return best


def _undefused(text: str) -> str:
    """A text without the apostrophe that our own files put before what a spreadsheet would run as a formula."""
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def entry(values: dict[str, str], *, today: date) -> tuple[DecisionRow | None, list[Problem]]:
    """One decision from fields named as in `TEMPLATE`, judged as a row of a file is."""
    filled = {name: " ".join(values.get(name, "").split()) for name in TEMPLATE}
    found = list(_problems(1, filled, today))
    return (None if found else _row(1, filled, today)), found


def columns(header: list[str]) -> dict[str, int]:
    """Where the columns stand that a row of headings names; an exact name goes before a synonym."""
    names = [re.sub(r"[^a-z]+", "_", text.strip().casefold()).strip("_") for text in header]
    found = {name: at for at, name in reversed(list(enumerate(names))) if name in TEMPLATE}
    for at, name in enumerate(names):
        meant = SYNONYMS.get(name)
        if meant and meant not in found:
            found[meant] = at
    return found


def _head(table: list[list[str]]) -> tuple[int, dict[str, int]]:
    """The row of headings and its columns: the first row that has all that are required, else the fullest one."""
    rows = [(at, columns(row)) for at, row in enumerate(table[:MOST_ABOVE])]
    whole = (found for found in rows if set(REQUIRED) <= set(found[1]))
    return next(whole, None) or max(rows, key=lambda r: len(r[1]), default=(0, {}))


def _expanded(v: dict[str, str]) -> list[dict[str, str]]:
    """A row a code and state: `97550-97552` and `CA, NV` are several. What cannot be read stays, to be a problem."""
    try:
        codes: tuple[str, ...] = code_ranges.read([v.get("code", "")]) or (v.get("code", ""),)
    except Rejected:
        codes = (v.get("code", ""),)
    places = [_place(part) for part in re.split(r"\s*(?:[,;/|]|\band\b)\s*", v.get("state", "").strip())]
    known = [p for p in places if p is not None] if None not in places else [v.get("state", "")]
    return [{**v, "code": code, "state": place} for place in dict.fromkeys(known) for code in codes]


def _place(text: str) -> str | None:
    """The two letters of a state, '' for everywhere; None when it is neither."""
    plain = " ".join(text.split()).casefold()
    if plain in EVERYWHERE:
        return ""
    return next((short for short, name in STATES.items() if plain in (short.casefold(), name.casefold())), None)


def _closed(kind: type, text: str) -> str | None:
    """The value of a closed list that the text names, by value or by the words a reader sees; None when it is none."""
    plain = text.strip().casefold()
    for member in kind:  # type: ignore[attr-defined]
        if plain in (str(member), member.words.casefold(), str(member).replace("_", " ")):
            return str(member)
    return None


def _iso(text: str) -> str | None:
    """ISO text of a date written `2025-07-01` or `7/1/2025`; None when it is not one."""
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d", "%d %b %Y", "%B %d, %Y", "%b %d, %Y"):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    return None


def _problems(row: int, v: dict[str, str], today: date) -> Iterable[Problem]:
    def problem(column: str, rule: str, message: str, advice: str) -> Problem:
        return Problem(row, column, rule, message, advice, value=v.get(column) or None)

    for name in REQUIRED:
        if not v[name]:
            yield problem(name, "missing", f"{name} is empty.", "Fill it in.")
    checks: tuple[tuple[str, Callable[[str], str | None], str], ...] = (
        ("line_of_business", lambda t: _closed(LineOfBusiness, t), _listed(LineOfBusiness)),
        ("status", lambda t: _closed(Status, t), _listed(Status)),
        ("prior_auth", lambda t: _closed(PriorAuth, t), _listed(PriorAuth)),
        ("confidence", lambda t: _closed(Confidence, t), _listed(Confidence)),
        ("code", lambda t: t if t.upper() in reference.codes() else None, "one of " + ", ".join(reference.codes())),
        ("state", lambda t: STATES.get(t.upper()), "two letters, or nothing for everywhere"),
        ("effective_from", _iso, "a date such as 2025-07-01"),
        ("effective_to", _iso, "a date such as 2025-12-31"),
        ("checked_on", _iso, "a date such as 2026-11-23"),
        ("source_accessed", _iso, "a date such as 2026-11-23"),
    )  # fmt: skip
    for name, known, wanted in checks:
        if v.get(name) and not known(v[name]):
            yield problem(name, "not_in_list", f"{name} cannot be read.", f"Write {wanted}.")
    start, end = _iso(v.get("effective_from", "")), _iso(v.get("effective_to", ""))
    if start and end and end < start:
        yield problem(
            "effective_to", "dates_crossed", "The decision ends before it begins.", "See which date is wrong."
        )
    checked = _iso(v.get("checked_on", ""))
    if checked and checked > today.isoformat():
        yield problem(
            "checked_on", "future", "Nobody can have looked on a future day.", "Give the day somebody looked."
        )
    if start and start > today.isoformat() and _closed(Status, v["status"]) == Status.SILENT:
        yield problem(
            "effective_from", "silent_later", "Silence cannot begin in the future.",
            "Say when somebody looked: checked_on.",
        )  # fmt: skip
    url = v.get("source_url", "")
    if url and not re.match(r"https?://\S+$", url):
        yield problem("source_url", "url", "The link is no web address.", "Begin it with https:// or leave it empty.")


def _listed(kind: type) -> str:
    return "one of " + ", ".join(str(m) for m in kind)  # type: ignore[attr-defined]


def _row(number: int, v: dict[str, str], today: date) -> DecisionRow:
    return DecisionRow(
        row=number,
        payer=" ".join(v["payer"].split()),
        line_of_business=_closed(LineOfBusiness, v["line_of_business"]) or "",
        state=v.get("state", "").upper(),
        code=v["code"].upper(),
        status=_closed(Status, v["status"]) or "",
        conditions=v.get("conditions", ""),
        prior_auth=_closed(PriorAuth, v.get("prior_auth", "")) or str(PriorAuth.UNKNOWN),
        effective_from=_iso(v.get("effective_from", "")),
        effective_to=_iso(v.get("effective_to", "")),
        source_title=v["source_title"],
        source_publisher=v["source_publisher"],
        source_url=v.get("source_url", ""),
        source_published=v.get("source_published", ""),
        source_accessed=_iso(v.get("source_accessed", "")) or "",
        evidence=v.get("evidence", ""),
        place=v.get("place", ""),
        confidence=_closed(Confidence, v.get("confidence", "")) or str(Confidence.SECONDARY),
        scope=v.get("scope", ""),
        checked_on=_iso(v.get("checked_on", "")) or today.isoformat(),
    )
