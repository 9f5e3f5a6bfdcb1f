"""Tables in HTML, in a web archive (MHTML) and in the XML of old Excel, whatever their file is called.

The one thing to know: nothing is fetched and nothing is run; a page is only a grid of cells with their text.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator

from lxml import etree, html

from tracker.errors import Rejected
from tracker.intake.sheets import text
from tracker.intake.sheets.grid import EDGES, Row, Sheet

_NO_TABLE = ("The page has no table in it: nothing can be read.", "Export the report as CSV or XLSX and send that.")
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary", "b", "strong", "p")
SPAN = 200


def sheets_of_html(words: str) -> Iterator[Sheet]:
    """All tables of a page, one below the other as a spreadsheet program shows them."""
    try:
        page = html.document_fromstring(
            words.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Rejected(*_NO_TABLE) from error
    rows: list[Row] = []
    titles: dict[int, list[str]] = {}
    for element in page.iter(*_HEADINGS, "table"):
        if element.tag != "table":
            said = _words(element)
            if said and len(said) < 200 and next(element.iterancestors("table"), None) is None:
                titles.setdefault(len(rows) + 1, []).append(said)
        elif next(element.iterdescendants("table"), None) is None:
            rows.extend(_rows(element))
    if not any(any(r) for r in rows):
        raise Rejected(*_NO_TABLE)
    yield Sheet(rows, titles=titles)


def _rows(table: etree._Element) -> list[Row]:
    """The grid of one table: row spans repeat their value, column spans leave blanks."""
    rows: list[Row] = []
    hanging: dict[int, tuple[int, str]] = {}
    for line in table.iter("tr"):
        row: Row = []
        for cell in line.iterchildren("td", "th"):
            _hang(row, hanging)
            for bad in cell.iter("script", "style"):
                bad.text = None
            words = _words(cell)
            wide, deep = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(wide):
                if deep > 1:
                    hanging[len(row)] = (deep - 1, words if offset == 0 else "")
                row.append(words if offset == 0 else "")
        _hang(row, hanging)
        rows.append(row)
    return rows


def _hang(row: Row, hanging: dict[int, tuple[int, str]]) -> None:
    while len(row) in hanging:
        left, words = hanging[len(row)]
        if left == 1:
            del hanging[len(row)]
        else:
            hanging[len(row)] = (left - 1, words)
        row.append(words)


def _words(cell: etree._Element) -> str:
    for br in cell.iter("br"):
        br.tail = "\n" + (br.tail or "")
    return "".join(cell.itertext()).replace("\xa0", " ").strip(EDGES)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(SPAN, max(1, int(value))) if value.isdecimal() else 1


def sheets_of_mime(data: bytes) -> Iterator[Sheet]:
    """A web archive: the HTML part with the most tables."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = [p.get_payload(decode=True) for p in message.walk() if p.get_content_type() == "text/html"]
    best = max((p for p in pages if isinstance(p, bytes)), key=lambda p: p.lower().count(b"<td"), default=b"")
    if not best:
        raise Rejected(*_NO_TABLE)
    yield from sheets_of_html(text.decode(best))


def sheets_of_xml(data: bytes) -> Iterator[Sheet]:
    """The XML workbook of Excel 2003."""
    try:
        book = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
        )
    except etree.XMLSyntaxError as error:
        raise Rejected("The file is damaged: its XML cannot be read.", "Export it again and send that.") from error
    sheets = list(book.iter(_SS + "Worksheet"))
    for sheet in sheets:
        yield Sheet(_xml_rows(sheet), name=sheet.get(_SS + "Name", "") if len(sheets) > 1 else "")


def _xml_rows(sheet: etree._Element) -> list[Row]:
    rows: list[Row] = []
    for line in sheet.iter(_SS + "Row"):
        index = line.get(_SS + "Index", "")
        while index.isdecimal() and len(rows) < min(int(index) - 1, 1_000_000):
            rows.append([])
        row: Row = []
        for cell in line.iterchildren(_SS + "Cell"):
            place = cell.get(_SS + "Index", "")
            while place.isdecimal() and len(row) < min(int(place) - 1, 16_384):
                row.append("")
            value = cell.find(_SS + "Data")
            words = "".join(value.itertext()) if value is not None else ""
            row.append(words.strip(EDGES).removesuffix("T00:00:00.000"))
        rows.append(row)
    return rows
