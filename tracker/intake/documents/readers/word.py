"""Reading DOCX from its XML: paragraphs, tables, text boxes, headers, footnotes; removed text kept apart.

The one thing to know: python-docx shows the words of deleted runs' neighbours but neither tracked changes, footnotes nor
text boxes, so the package is opened with it and the XML walked here.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits, Progress
from tracker.intake.documents.model import Block, Place, Reading, Row, Table
from tracker.intake.documents.readers.colours import colour_name
from tracker.intake.documents.readers.symbols import SHOWN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REMOVED = {f"{W}del", f"{W}moveFrom"}
OFF = {"0", "false", "off", "none"}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def read_word(path: Path, limits: Limits, progress: Progress | None = None) -> Reading:
    _check_size(path, limits)
    document = _open(path)
    walker = _Walker(document)
    parts = walker.everything()
    if not parts:
        raise Rejected(
            "The Word document is empty: it contains no text.",
            "If it holds pictures of text, it needs text recognition (OCR).",
        )
    if progress:
        progress(1, 1)
    return Reading(tuple(parts), 1)


DAMAGED = (
    PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError,
    zlib.error, EOFError, OSError, NotImplementedError,
    AttributeError, TypeError,  # the library takes the list of parts for what it should be and asks it for its parts
)  # fmt: skip


def _open(path: Path) -> Any:
    """The document, or words on its damage: a list of parts or a main part that is none is damage too."""
    try:
        document = docx.Document(str(path))
        whole = document.element.tag == f"{W}document" and document.element.body is not None
    except DAMAGED:
        whole = False
    if not whole:
        raise Rejected(
            "The Word document is damaged: its parts could not be put together.",
            "Open and save it again, or ask for a PDF.",
        ) from None
    return document


def _check_size(path: Path, limits: Limits) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(i.file_size for i in archive.infolist()) > limits.unpacked_bytes:
            raise Rejected("The Word document unpacks to more than can be read.", "Save only the text.")


class _Walker:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.line = 0
        self.struck_styles = {s.style_id for s in document.styles if _is_struck(s.element.find(f"{W}rPr"))}
        self.levels = {s.style_id: _level(s.name or "") for s in document.styles}
        self.notes = self._notes()

    def everything(self) -> list[Block | Table]:
        parts: list[Block | Table] = []
        for section in self.document.sections:
            for part in (section.header, section.first_page_header):
                if not part.is_linked_to_previous:
                    parts += self._body(part._element)
        parts += self._body(self.document.element.body)
        for section in self.document.sections:
            if not section.footer.is_linked_to_previous:
                parts += self._body(section.footer._element)
        for mark, text in self.notes.values():
            self.line += 1
            parts.append(Block("text", f"^{mark} {text}", Place(line=self.line)))
        return [p for p in parts if not isinstance(p, Block) or p.text.strip() or p.removed]

    def _notes(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Footnotes and endnotes by (kind, id), numbered as the program numbers them."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for rel in self.document.part.rels.values():
            kind = rel.reltype.rsplit("/", 1)[-1]
            if kind not in {"footnotes", "endnotes"} or rel.is_external:
                continue
            root = etree.fromstring(rel.target_part.blob, PARSER)
            number = 0
            for note in root:
                if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
                    continue
                number += 1
                text = " ".join(filter(None, (self._runs(p)[0].strip() for p in note.iter(f"{W}p"))))
                text = re.sub(r"^\^\w{1,2}\s*", "", text)
                found[(kind[:-1], note.get(f"{W}id", ""))] = (
                    str(number) if kind == "footnotes" else chr(96 + number),
                    text,
                )
        return found

    def _body(self, element: Any) -> list[Block | Table]:
        parts: list[Block | Table] = []
        for child in element:
            tag = child.tag
            if tag == f"{W}p":
                parts += self._paragraph(child)
            elif tag == f"{W}tbl":
                parts += self._table(child)
            elif tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
                parts += self._body(child)
        return parts

    def _paragraph(self, p: Any) -> list[Block | Table]:
        self.line += 1
        text, removed = self._runs(p)
        style = p.find(f"{W}pPr/{W}pStyle")
        style_id = style.get(f"{W}val", "") if style is not None else ""
        level = self.levels.get(style_id, 0)
        listed = p.find(f"{W}pPr/{W}numPr") is not None or "list" in style_id.lower()
        kind = (
            "heading"
            if level or self._looks_bold(p, text)
            else "item"
            if listed or re.match(r"[•▪◦\-–*]\s", text)
            else "text"
        )
        parts: list[Block | Table] = [
            Block(kind, text, Place(line=self.line), (level or 3) if kind == "heading" else 0, removed)
        ]
        for box in _boxes(p):
            parts += self._body(box)
        return parts

    def _looks_bold(self, p: Any, text: str) -> bool:
        """A short paragraph all in bold is a heading that was never given a style."""
        if not 3 <= len(text) <= 100 or text.rstrip().endswith((".", ";", ",")):
            return False
        runs = [r for r in p.iter(f"{W}r") if "".join(t.text or "" for t in r.iter(f"{W}t")).strip()]
        return (
            bool(runs)
            and all(_on(r.find(f"{W}rPr/{W}b")) for r in runs)
            and not re.match(r"\W*(?:\d{5}|[A-Z]\d{4})", text)
        )

    def _runs(self, element: Any) -> tuple[str, str]:
        """(text that stands, removed text) of a paragraph."""
        kept: list[str] = []
        removed: list[str] = []
        for run, gone in _walk(element):
            text = self._run_text(run)
            if gone or self._struck(run):
                removed.append(text)
            else:
                kept.append(text)
        return "".join(kept), "".join(removed).strip()

    def _struck(self, run: Any) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        style = properties.find(f"{W}rStyle")
        return (
            _is_struck(properties)
            or _on(properties.find(f"{W}vanish"))
            or (style is not None and style.get(f"{W}val") in self.struck_styles)
        )

    def _run_text(self, run: Any) -> str:
        raised = run.find(f"{W}rPr/{W}vertAlign")
        out = ""
        for child in run:
            tag = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
            if tag in {"t", "delText"}:
                out += child.text or ""
            elif tag in {"tab", "ptab"}:
                out += "\t"
            elif tag in {"br", "cr"}:
                out += "\n"
            elif tag == "noBreakHyphen":
                out += "-"
            elif tag == "sym":
                out += _symbol(child.get(f"{W}char", ""))
            elif tag in {"footnoteReference", "endnoteReference"}:
                mark = self.notes.get((tag.removesuffix("Reference"), child.get(f"{W}id", "")))
                out += f"^{mark[0]}" if mark else ""
        if raised is not None and raised.get(f"{W}val") == "superscript" and re.fullmatch(r"\w{1,2}", out.strip()):
            out = f"^{out.strip()}"
        return out

    def _table(self, table: Any) -> list[Block | Table]:
        rows: list[Row] = []
        open_cells: dict[int, str] = {}
        inner: list[Block | Table] = []
        for tr in table.iter(f"{W}tr"):
            if next(tr.iterancestors(f"{W}tbl")) is not table:
                continue
            self.line += 1
            gone_row = tr.find(f"{W}trPr/{W}del") is not None
            cells: list[str] = []
            removed: list[str] = []
            fills: list[str] = []
            for tc in _cells(tr):
                text, gone = self._cell(tc)
                merge = tc.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart":
                    text = open_cells.get(len(cells), "")
                open_cells[len(cells)] = text
                span = tc.find(f"{W}tcPr/{W}gridSpan")
                shade = tc.find(f"{W}tcPr/{W}shd")
                fills.append(colour_name(shade.get(f"{W}fill") or "") if shade is not None else "")
                wide = int(span.get(f"{W}val", "1")) if span is not None else 1
                cells += [text] * min(wide, 40)
                removed.append(gone)
                for nested in tc.iter(f"{W}tbl"):
                    if next(nested.iterancestors(f"{W}tc")) is tc:
                        inner += self._table(nested)
            place = Place(line=self.line)
            if gone_row:
                rows.append(Row(tuple("" for _ in cells), place, " ".join([*cells, *removed])))
            else:
                rows.append(Row(tuple(cells), place, " ".join(filter(None, removed)), tuple(fills)))
        return [Table(tuple(rows)), *inner] if rows else inner

    def _cell(self, tc: Any) -> tuple[str, str]:
        kept, gone = [], []
        for p in tc.iter(f"{W}p"):
            if next(p.iterancestors(f"{W}tc")) is tc:
                text, removed = self._runs(p)
                kept.append(text.strip())
                gone.append(removed)
        return "\n".join(filter(None, kept)), " ".join(filter(None, gone))


def _walk(element: Any, gone: bool = False) -> Iterator[tuple[Any, bool]]:
    """Runs of a paragraph with whether a tracked change removed them. Text boxes are left to themselves."""
    for child in element:
        if child.tag == f"{W}r":
            yield child, gone
        elif isinstance(child.tag, str) and child.tag not in {f"{W}pPr", f"{W}tbl", f"{W}txbxContent"}:
            yield from _walk(child, gone or child.tag in REMOVED)


def _boxes(p: Any) -> list[Any]:
    """Text boxes hung on a paragraph; the fallback copy of a drawing repeats its text and is left out."""
    found = []
    for box in p.iter(f"{W}txbxContent"):
        inside_fallback = any(str(a.tag).endswith("}Fallback") for a in box.iterancestors())
        has_choice = any(str(a.tag).endswith("}AlternateContent") for a in box.iterancestors())
        if not (inside_fallback and has_choice):
            found.append(box)
    return found


def _cells(tr: Any) -> Iterator[Any]:
    for child in tr:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins"}:
            yield from _cells(child)


def _on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in OFF


def _is_struck(properties: Any) -> bool:
    return properties is not None and (_on(properties.find(f"{W}strike")) or _on(properties.find(f"{W}dstrike")))


def _level(style: str) -> int:
    m = re.match(r"(?i)heading (\d)", style)
    return int(m.group(1)) if m else 1 if style.lower() in {"title", "subtitle"} else 0


def _symbol(char: str) -> str:
    return SHOWN.get(int(char, 16), "•") if re.fullmatch(r"[0-9A-Fa-f]{4}", char) else "•"
