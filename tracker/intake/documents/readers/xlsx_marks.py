"""What a workbook shows and a list of values does not: cells struck through, and the colour behind a cell.

The one thing to know: it reads the package's XML beside the values, and only where the styles hold a strike or a fill.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from tracker.intake.documents.readers.colours import colour_name

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST = 250_000_000


@dataclass(slots=True)
class Marks:
    """Of one sheet, by (row, column) from 1. `kept`: what stands of a cell that is struck in part."""

    struck: set[tuple[int, int]] = field(default_factory=set)
    kept: dict[tuple[int, int], str] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)


def marks_of(path: Path) -> dict[str, Marks]:
    """Marks by sheet name; empty for workbooks of other kinds or without any."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "xl/workbook.xml" not in names or "xl/styles.xml" not in names:
                return {}
            if sum(i.file_size for i in package.infolist()) > LARGEST:
                return {}
            struck, fills = _styles(package.open("xl/styles.xml"))
            partly = _partly_struck(package.open("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else {}
            if not struck and not fills and not partly:
                return {}
            return {
                name: _sheet(package.open(part), struck, fills, partly)
                for name, part in _sheets(package)
                if part in names
            }
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError, ValueError):
        return {}


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    targets = {
        r.get("Id"): r.get("Target", "")
        for r in etree.parse(package.open("xl/_rels/workbook.xml.rels"), _parser()).getroot()
    }
    book = etree.parse(package.open("xl/workbook.xml"), _parser()).getroot()
    found = []
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(REL), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found.append((sheet.get("name", ""), part))
    return found


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _styles(file: IO[bytes]) -> tuple[set[int], dict[int, str]]:
    """Style numbers that strike, and those that fill with a colour that has a name."""
    root = etree.parse(file, _parser()).getroot()
    fonts = [f.find(f"{MAIN}strike") for f in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
    struck_fonts = {n for n, s in enumerate(fonts) if s is not None and s.get("val", "1") not in {"0", "false"}}
    colours = {}
    for n, fill in enumerate(root.iterfind(f"{MAIN}fills/{MAIN}fill/{MAIN}patternFill")):
        front = fill.find(f"{MAIN}fgColor")
        if fill.get("patternType") == "solid" and front is not None and front.get("rgb"):
            colours[n] = colour_name(front.get("rgb", "")[-6:])
    struck: set[int] = set()
    fills: dict[int, str] = {}
    for n, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        if int(style.get("fontId", "0")) in struck_fonts:
            struck.add(n)
        if colours.get(int(style.get("fillId", "0"))):
            fills[n] = colours[int(style.get("fillId", "0"))]
    return struck, fills


def _kept(item: etree._Element) -> str | None:
    """The part of a rich text that is not struck; None where nothing is."""
    runs = item.findall(f"{MAIN}r")
    gone = [r.find(f"{MAIN}rPr/{MAIN}strike") for r in runs]
    if not any(g is not None and g.get("val", "1") not in {"0", "false"} for g in gone):
        return None
    return "".join(
        t.text or "" for r, g in zip(runs, gone, strict=True) if g is None for t in r.iter(f"{MAIN}t")
    ).strip()


def _partly_struck(file: IO[bytes]) -> dict[int, str]:
    found: dict[int, str] = {}
    for n, (_, item) in enumerate(etree.iterparse(file, tag=f"{MAIN}si", resolve_entities=False, no_network=True)):
        kept = _kept(item)
        if kept is not None:
            found[n] = kept
        item.clear()
    return found


def _sheet(file: IO[bytes], struck: set[int], fills: dict[int, str], partly: dict[int, str]) -> Marks:
    marks = Marks()
    for _, cell in etree.iterparse(file, tag=f"{MAIN}c", resolve_entities=False, no_network=True):
        style = int(cell.get("s", "0"))
        inline = cell.find(f"{MAIN}is")
        value = cell.find(f"{MAIN}v")
        shared = (
            int(value.text) if cell.get("t") == "s" and value is not None and (value.text or "").isdecimal() else None
        )
        kept = _kept(inline) if inline is not None else partly.get(shared) if shared is not None else None
        if style in struck or style in fills or kept is not None:
            at = _position(cell.get("r", ""))
            if style in struck:
                marks.struck.add(at)
            if style in fills:
                marks.fills[at] = fills[style]
            if kept is not None:
                marks.kept[at] = kept
        cell.clear()
    return marks


def _position(reference: str) -> tuple[int, int]:
    m = re.match(r"([A-Z]+)(\d+)", reference)
    if not m:
        return 0, 0
    column = 0
    for letter in m.group(1):
        column = column * 26 + ord(letter) - 64
    return int(m.group(2)), column
