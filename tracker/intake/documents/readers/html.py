"""Reading HTML as a reader sees it: no scripts, links' addresses, hidden parts or removed words; tables of data as tables.

The one thing to know: pages and mails lay out their text with tables too; a table that holds another table, or only one
cell a row, is layout and is walked through.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree, html

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Block, Place, Reading, Row, Table
from tracker.intake.documents.readers.plain import parts_of

DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "svg",
    "math",
    "iframe",
    "object",
    "select",
    "textarea",
    "nav",
    "button",
    "title",
    "meta",
    "link",
}
REMOVED = {"del", "s", "strike"}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "main",
    "header",
    "footer",
    "aside",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "details",
    "summary",
    "fieldset",
    "form",
    "figure",
    "figcaption",
    "address",
    "caption",
    "hr",
    "center",
    "body",
}
HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
STRUCK = re.compile(r"(?i)text-decoration(?:-line)?\s*:[^;]*line-through")


def read_html(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    data = path.read_bytes()
    if len(data) > limits.characters:
        raise Rejected("The web page is larger than can be read.", "Save only the part that matters.")
    return read_html_bytes(data)


def read_html_bytes(data: bytes) -> Reading:
    try:
        parser = html.HTMLParser(
            encoding=_encoding(data), no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        root = html.fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Rejected("The web page is empty or damaged.", "Save it again from the browser.") from None
    walker = _Walker(root)
    walker.walk(root.find("body") if root.find("body") is not None else root)
    walker.flush()
    if not walker.parts:
        raise Rejected(
            "The web page is empty: it contains no text of its own (it may load it later).",
            "Print it to PDF from the browser.",
        )
    return Reading(tuple(walker.parts), 1)


def _encoding(data: bytes) -> str | None:
    if data[:3] == b"\xef\xbb\xbf":
        return "utf-8"
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4000], re.I)
    if declared:
        return None
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"


class _Walker:
    def __init__(self, root: Any) -> None:
        css = " ".join(e.text or "" for e in root.iter("style"))
        self.struck = set(re.findall(r"\.([\w-]+)[^{}]*\{[^}]*line-through", css))
        self.hidden = set(re.findall(r"\.([\w-]+)\s*\{[^}]*display\s*:\s*none", css))
        self.parts: list[Block | Table] = []
        self.text, self.gone, self.kind, self.level = "", "", "text", 0
        self.start = 1

    def flush(self) -> None:
        text = re.sub(r"[ \t\r\f\v]+", " ", self.text).strip()
        gone = re.sub(r"\s+", " ", self.gone).strip()
        if text or gone:
            kind = self.kind
            if kind == "text" and re.match(r"[•▪◦]\s", text):
                kind = "item"
            self.parts.append(Block(kind, text, Place(line=self.start), self.level if kind == "heading" else 0, gone))
        self.text, self.gone, self.kind, self.level = "", "", "text", 0

    def _is(self, e: Any, names: set[str], style: re.Pattern[str], tags: set[str]) -> bool:
        classes = set((e.get("class") or "").split())
        return e.tag in tags or bool(style.search(e.get("style") or "")) or bool(classes & names)

    def walk(self, e: Any, removed: bool = False, depth: int = 0) -> None:
        if (
            not isinstance(e.tag, str)
            or e.tag in DROPPED
            or e.get("hidden") is not None
            or e.get("aria-hidden") == "true"
            or self._is(e, self.hidden, HIDDEN, set())
        ):
            self._add(e.tail or "", removed)
            return
        if depth > 400:
            return
        inner = removed or self._is(e, self.struck, STRUCK, REMOVED)
        block = e.tag in BLOCKS
        if block:
            self.flush()
            self.start = e.sourceline or self.start
            self._begin(e)
        if e.tag == "table" and _is_data(e):
            self._table(e, inner)
        elif e.tag == "pre" and not inner and "\n" in e.text_content().strip():
            self._lines(e.text_content())
        elif e.tag == "br":
            self._add("\n", removed)
        elif e.tag == "sup" and re.fullmatch(r"\s*\[?[\w*†‡]{1,2}\]?\s*", "".join(e.itertext())):
            mark = re.sub(r"\W", "", "".join(e.itertext())) or "".join(e.itertext()).strip()
            self._add(f"^{mark}" if mark.isalnum() else mark, inner)
        else:
            self._add(e.text or "", inner)
            for child in e:
                self.walk(child, inner, depth + 1)
        if block:
            self.flush()
        self._add(e.tail or "", removed)

    def _begin(self, e: Any) -> None:
        if re.fullmatch(r"h[1-6]", e.tag):
            self.kind, self.level = "heading", int(e.tag[1])
        elif e.tag in {"summary", "dt", "caption"} or (e.tag in {"p", "div"} and _all_bold(e)):
            self.kind, self.level = "heading", 5
        elif e.tag == "li":
            self.kind = "item"

    def _add(self, text: str, removed: bool) -> None:
        text = re.sub(r"\s*\n\s*", " ", text) if text != "\n" else text
        if removed:
            self.gone += text
        else:
            self.text += text

    def _lines(self, text: str) -> None:
        """Text set as typed: its columns of blanks are a table, as in a text file."""
        for part in parts_of(text):
            if isinstance(part, Table):
                rows = tuple(
                    replace(r, place=Place(line=self.start + (r.place.line or r.place.row or 1) - 1)) for r in part.rows
                )
                self.parts.append(replace(part, rows=rows))
            else:
                self.parts.append(replace(part, place=Place(line=self.start + (part.place.line or 1) - 1)))

    def _table(self, table: Any, removed: bool) -> None:
        caption = table.find("caption")
        if caption is not None:
            self.kind, self.level = "heading", 5
            self._add("".join(caption.itertext()), removed)
            self.flush()
        held: dict[tuple[int, int], tuple[str, str]] = {}
        rows: list[Row] = []
        for r, tr in enumerate(table.iter("tr")):
            c = 0
            cells: list[str] = []
            gone: list[str] = []
            for td in (x for x in tr if x.tag in {"td", "th"}):
                while (r, c) in held:
                    cells.append(held[(r, c)][0])
                    c += 1
                text, struck = self._cell(td, removed)
                wide, high = _span(td, "colspan"), _span(td, "rowspan")
                for k in range(wide):
                    cells.append(text)
                    for down in range(1, high):
                        held[(r + down, c + k)] = (text, "")
                c += wide
                gone.append(struck)
            while (r, c) in held:
                cells.append(held[(r, c)][0])
                c += 1
            if cells:
                rows.append(Row(tuple(cells), Place(line=tr.sourceline or self.start), " ".join(filter(None, gone))))
        if rows:
            self.parts.append(Table(tuple(rows)))

    def _cell(self, td: Any, removed: bool) -> tuple[str, str]:
        inner = _Walker.__new__(_Walker)
        inner.struck, inner.hidden, inner.parts = self.struck, self.hidden, []
        inner.text, inner.gone, inner.kind, inner.level, inner.start = "", "", "text", 0, 1
        gone = removed or self._is(td, self.struck, STRUCK, REMOVED)
        inner._add(td.text or "", gone)
        for child in td:
            inner.walk(child, gone)
        inner.flush()
        blocks = [p for p in inner.parts if isinstance(p, Block)]
        return "\n".join(b.text for b in blocks if b.text), " ".join(b.removed for b in blocks if b.removed)


def _span(td: Any, name: str) -> int:
    value = td.get(name) or "1"
    return max(1, min(60, int(value))) if value.strip().isdecimal() else 1


def _is_data(table: Any) -> bool:
    if table.find(".//table") is not None:
        return False
    rows = [[c for c in tr if c.tag in {"td", "th"}] for tr in table.iter("tr")]
    several = [r for r in rows if len(r) > 1]
    return len(several) >= 1 and (len(rows) > 1 or table.find(".//th") is not None) and len(several) >= 0.4 * len(rows)


def _all_bold(e: Any) -> bool:
    text = "".join(e.itertext()).strip()
    if not 3 <= len(text) <= 90 or (e.text or "").strip() or text.endswith("."):
        return False
    children = [c for c in e if isinstance(c.tag, str)]
    return len(children) == 1 and children[0].tag in {"b", "strong"} and not (children[0].tail or "").strip()
