"""The whole pack as one ZIP: deck, brief, pictures, tables, and a README that says what everything is.

The one thing to know: without Chromium the pictures are left out and the README says so; the deck has its charts
anyway.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from tracker.errors import TrackerError
from tracker.exports import images
from tracker.exports.cite import file_name, how_to_cite
from tracker.exports.pack.brief import make_brief
from tracker.exports.pack.data import PackData, Part
from tracker.exports.pack.deck import make_deck
from tracker.exports.tables import Column, Table, csv_bytes, xlsx_bytes
from tracker.figures import against_others, gaps, intervals, matrix, reasons, trend
from tracker.figures.style import BRIEF, PRINT, SCREEN, SLIDE, Size
from tracker.vocabulary import Derived

DOCUMENTED = ("coverage", "gaps")  # pictures that say something without a claim line
MOST_PICTURES = 3  # of one matrix

SHARES = (
    Column("numerator", "Lines denied", "count", "hidden"),
    Column("denominator", "Lines adjudicated", "count", "hidden"),
    Column("share", "Share denied", "share", "hidden"),
    Column("low", "95% interval, lower", "share", "hidden"),
    Column("high", "95% interval, upper", "share", "hidden"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "coverage": (
        Column("payer", "Payer"),
        Column("code", "Code"),
        Column("label", "Service"),
        Column("state_of_knowledge", "State of knowledge"),
        Column("other_status", "Other status"),
        Column("stale", "Not looked at for too long", "yes_no"),
        Column("since", "Since"),
        Column("last_checked", "Last looked"),
        Column("evidence", "Evidence"),
    ),
    "trend": (
        Column("month", "Month", "month"),
        *SHARES,
        Column("open", "Month still open", "yes_no"),
    ),
    "reasons": (
        Column("words", "First reason"),
        Column("denial_class", "Family"),
        Column("lines", "Lines denied", "count", "hidden"),
    ),
    "against": (
        Column("group", "Group"),
        Column("who", "Who"),
        *SHARES,
    ),
    "payers": (Column("payer", "Payer"), *SHARES),
    "gaps": (
        Column("gap_words", "What the ledgers say together"),
        Column("cells", "Payer, business, place and code", "count"),
        Column("coverage_denials", "Coverage denials", "count", "hidden"),
    ),
    "departures": (
        Column("payer", "Payer"),
        Column("where", "Where"),
        Column("business", "Line of business"),
        Column("code", "Code"),
        Column("coverage_denials", "Coverage denials", "count", "hidden"),
    ),
}
FIGURES: dict[str, tuple[Any, Size]] = {
    "coverage": (matrix, SCREEN),
    "payers": (intervals, SCREEN),
    "trend": (trend, SLIDE),
    "reasons": (reasons, SCREEN),
    "against": (against_others, SCREEN),
    "gaps": (gaps, SCREEN),
}


def parts(data: PackData) -> dict[str, Part]:
    """The parts of a pack by name, those without rows left out."""
    named = {name: getattr(data, name) for name in COLUMNS}
    return {k: p for k, p in named.items() if p is not None and not p.frame.empty}


def tables(data: PackData) -> dict[str, Table]:
    """The tables by name; that of coverage is always there, if only with its caption."""
    named = {"coverage": data.coverage, **parts(data)}
    return {k: Table(p.frame, _columns(k, p.frame), p.caption, data.definitions) for k, p in named.items()}


def _columns(name: str, frame: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of a table that its frame has: who said what since when is known code by code for one payer only."""
    return tuple(c for c in COLUMNS[name] if frame.empty or c.name in frame)


def pictures(data: PackData) -> tuple[dict[str, bytes], dict[str, bytes], str]:
    """PNG and SVG by name, and why there are none (blank where there are). A long matrix takes several pictures."""
    pngs, svgs = {}, {}
    try:
        for name, part in parts(data).items():
            if name in FIGURES and (part.tells or name in DOCUMENTED):
                for number, figure in enumerate(_drawn(name, part), start=1):
                    one = name if number == 1 else f"{name}-{number}"
                    pngs[one], svgs[one] = images.png(figure), images.svg(figure)
    except TrackerError as problem:
        return {}, {}, str(problem)
    return pngs, svgs, ""


def brief_picture(data: PackData) -> bytes | None:
    """The picture of the brief's second page, drawn for the width of a page so that it can be read there."""
    for name in ("payers", "trend", "reasons"):
        part = getattr(data, name)
        if part is not None and part.tells:
            with suppress(TrackerError):
                return images.png(FIGURES[name][0].draw(part.frame, part.caption, BRIEF, PRINT, **part.options))
    return None


def _drawn(name: str, part: Part) -> Iterator[Any]:
    module, size = FIGURES[name]
    if name != "coverage":
        yield module.draw(part.frame, part.caption, size, PRINT, **part.options)
        return
    looked = part.frame.groupby("payer_id")["state_of_knowledge"].transform(lambda s: (s != Derived.NOT_CHECKED).any())
    known = part.frame[looked.astype(bool)] if looked.any() else part.frame
    for page in matrix.pages(known, size)[:MOST_PICTURES]:
        yield matrix.draw(page, part.caption, size, PRINT, of=part.frame)


def make_bundle(data: PackData) -> bytes:
    """The pack as a ZIP. The same data gives the same files, whatever the hour."""
    pngs, svgs, missing = pictures(data)
    made = datetime(data.drawn.year, data.drawn.month, data.drawn.day, tzinfo=UTC)

    def name(what: str, extension: str) -> str:
        return file_name(what, {"subject": data.subject}, data.snapshot, extension)

    files: dict[str, bytes] = {
        name("deck", "pptx"): make_deck(data),
        name("brief", "pdf"): make_brief(data, brief_picture(data) if pngs else None),
        name("tables", "xlsx"): xlsx_bytes(list(tables(data).values()), made, [k.title() for k in tables(data)]),
    }
    for what, table in tables(data).items():
        files[f"tables/{name(what, 'csv')}"] = csv_bytes(table)
    for what, png in pngs.items():
        files[f"pictures/{name(what, 'png')}"] = png
        files[f"pictures/{name(what, 'svg')}"] = svgs[what]
    files["README.txt"] = readme(data, list(files), missing).encode("utf-8")
    return _zipped(files, made)


def _zipped(files: Mapping[str, bytes], made: datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, made.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def readme(data: PackData, files: list[str], missing: str = "") -> str:
    """What the pack holds, what the words mean, what may be said, what is hidden, and how to cite it."""
    blocks = [
        "\n".join(
            t
            for t in (
                data.subject,
                data.ask.sentence,
                data.scope,
                f"snapshot {data.stamp}, drawn {data.drawn.isoformat()}",
                data.coverage.caption.note,
            )
            if t
        ),
        "Files\n" + "\n".join(f"  {f}" for f in files) + (f"\n  (no pictures: {missing})" if missing else ""),
        "What may be said\n" + "\n".join(f"  {s}" for s in data.sentences) if data.sentences else "",
        "What the words mean\n" + "\n".join(f"  {k}: {v}" for k, v in data.definitions.items()),
        "What it rests on\n"
        + "\n".join(f"  [{e.number}] {e.publisher}: {e.title}. {e.says} {e.url}".rstrip() for e in data.evidence),
        f"What is not shown\n  {data.hidden}" if data.hidden else "",
        f"How to cite\n  {how_to_cite(data.coverage.caption, data.drawn, data.link, data.brand.name)}",
        f"Antitrust\n  {data.brand.antitrust}",
    ]
    return "\n\n".join(b for b in blocks if b.strip()) + "\n"
