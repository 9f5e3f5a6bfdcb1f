"""From words with positions to headings, paragraphs and tables: what a page of a PDF (or columns of plain text) holds.

The one thing to know: a PDF knows neither lines nor tables. Columns are found by the white space that no row crosses,
rows by ruling lines where there are any and by nearness where there are none; a newspaper column is told from a table
by the length of its lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tracker.intake.documents.readers.page_columns import regions
from tracker.intake.documents.readers.page_tables import loose_table, ruled_tables, table_runs
from tracker.intake.documents.readers.page_words import Edge, Fill, Grid, Line, Paragraph, Word, lines_of

BULLET = re.compile(r"^(?:[•●▪◦‣·*–—▸►✓○■□-]|\(?[a-z0-9]{1,2}[.)])\s+")


def _median(values: list[float], default: float) -> float:
    return sorted(values)[len(values) // 2] if values else default


def paragraphs(lines: list[Line], body: float) -> list[Paragraph]:
    """Lines joined to paragraphs; headings stand alone."""
    gaps = [a.y - b.y for a, b in itertools.pairwise(lines) if 0 < a.y - b.y < 3 * b.size]
    usual = _median(gaps, 14.0)
    usual = min(usual, 1.9 * body)
    right = max((line.x1 for line in lines), default=0)
    left = min((line.x0 for line in lines), default=0)
    out: list[Paragraph] = []
    before: Line | None = None
    for line, heading in zip(lines, _headings(lines, body, right - left, usual), strict=True):
        text = line.text
        start = (
            before is None
            or BULLET.match(text)
            or before.y - line.y > max(1.28 * usual, 1.4 * line.size if heading else 0)
            or before.y < line.y
            or heading != (out[-1].kind == "heading")
            or (heading and before.text.endswith((":", "?")))
            or abs(line.size - before.size) > 0.15 * body
            or (line.bold != before.bold and before.x1 < right - 0.25 * (right - left))
            or (out[-1].kind == "item" and line.x0 < before.x0 - 3 and not out[-1].text.endswith(("-", ",")))
            or (line.x0 > before.x0 + 8 and before.text.endswith((".", ":", "?")) and out[-1].kind != "item")
            or (before.x1 < left + 0.62 * (right - left) and before.text.endswith((".", "?", ":")))
        )
        if start or not out:
            kind = "heading" if heading else "item" if BULLET.match(text) else "text"
            out.append(Paragraph(text, kind, line.size, line.bold, line.y, line.removed))
        else:
            out[-1].text += "\n" + text
            out[-1].removed = " ".join(filter(None, (out[-1].removed, line.removed)))
        before = line
    return out


def _headings(lines: list[Line], body: float, width: float, usual: float) -> list[bool]:
    """Which lines are headings. Lines of one size that stand close together are a paragraph where one of them ends as a
    sentence does: larger print than that of the tables makes no heading of the first line of a paragraph."""
    flags = [_heading(line, body, width) for line in lines]
    at = 0
    while at < len(lines):
        stop = at + 1
        while (
            stop < len(lines)
            and 0 < lines[stop - 1].y - lines[stop].y <= 1.28 * usual
            and abs(lines[stop].size - lines[at].size) < 0.3
            and lines[stop].bold == lines[at].bold
            and not BULLET.match(lines[stop].text)
            and not (lines[at].bold and lines[stop - 1].text.endswith((":", "?")))
        ):
            stop += 1
        bold = lines[at].bold and 1 < stop - at < 4
        if bold and any(flags[at:stop]) and not re.search(r"[.,;]$", lines[stop - 1].text):
            flags[at:stop] = [True] * (stop - at)  # a heading of two lines, the first of which fills the page
        wide = any(line.x1 - line.x0 > 0.75 * width for line in lines[at:stop])
        if not lines[at].bold and wide and stop - at > 1 and not all(flags[at:stop]):
            flags[at:stop] = [False] * (stop - at)
        at = stop
    return flags


def _heading(line: Line, body: float, width: float) -> bool:
    text = line.text
    if len(text) > 110 or not re.search(r"[A-Za-z]{3}", text) or (BULLET.match(text) and not re.match(r"\(?\d", text)):
        return False
    if text.endswith((".", ";", ",")) and not line.bold:
        return False
    if re.match(r"\(?\d{5}|[A-Z]\d{4}\b", text) and re.search(r"\d{5}|[A-Z]\d{4}", text) and not line.bold:
        return False
    return line.size >= 1.12 * body or (
        line.bold and line.x1 - line.x0 < 0.95 * width and not text.endswith((".", ","))
    )


def _coloured(grid: Grid, words: list[Word], fills: Sequence[Fill]) -> None:
    """Names the colour behind the first cell of each row; the smallest box that holds a word of it wins."""
    left, right = grid.columns[0][0] - 3, grid.columns[0][1] + 3
    for n, row in enumerate(grid.rows):
        low = grid.tops[n + 1] if n + 1 < len(grid.tops) else grid.tops[n] - 40
        first = row[0].split()[0] if row[0].split() else ""
        found = ""
        for w in words:
            if w.text == first and left <= w.x0 <= right and low - 2 <= w.y <= grid.tops[n] + 2:
                x, y = (w.x0 + w.x1) / 2, w.y + 0.3 * w.size
                behind = [f for f in fills if f.x0 <= x <= f.x1 and f.y0 <= y <= f.y1]
                found = min(behind, key=lambda f: (f.x1 - f.x0) * (f.y1 - f.y0)).name if behind else ""
                break
        grid.fills.append(found)


def elements(words: list[Word], edges: list[Edge], width: float, fills: Sequence[Fill] = ()) -> list[Grid | Paragraph]:
    """Everything on a page in reading order."""
    grids, rest = ruled_tables(words, edges) if len(edges) < 6000 else ([], words)
    lines = lines_of(rest) if rest else []
    sizes = sorted(w.size for w in words for _ in w.text)
    body = sizes[len(sizes) // 2] if sizes else 10.0
    rules = [e.y0 for e in edges if e.flat and e.x1 - e.x0 > 60]
    tables = [(g.tops[0], g) for g in grids]
    order: list[Grid | Paragraph] = []
    for region in regions(lines, 0, width):
        order += _region(region, rules, body)
    for top, grid in sorted(tables, key=lambda t: -t[0]):
        at = next(
            (n for n, e in enumerate(order) if (e.y if isinstance(e, Paragraph) else e.tops[0]) < top), len(order)
        )
        order.insert(at, grid)
    for element in order if fills else ():
        if isinstance(element, Grid):
            _coloured(element, words, fills)
    return order


def _region(lines: list[Line], rules: list[float], body: float) -> list[Grid | Paragraph]:
    out: list[Grid | Paragraph] = []
    at = 0
    for start, stop in table_runs(lines):
        out += paragraphs(lines[at:start], body)
        out.append(loose_table(lines[start:stop], rules))
        at = stop
    return [*out, *paragraphs(lines[at:], body)]
