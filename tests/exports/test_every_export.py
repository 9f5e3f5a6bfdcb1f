"""Whatever leaves carries caption, tier, n, source and snapshot, and no hidden number: every kind of file, every part.

The one thing to know: the secret is put into hidden rows on purpose, in every numeric column, as a caller might forget it.
"""

from __future__ import annotations

import importlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pypdfium2
import pytest
from pptx import Presentation

from tests.exports.outline import of_deck, of_workbook
from tests.exports.pack_demo import PackData, packs
from tests.figures.demo import cases
from tracker.exports import cite, images, tables
from tracker.exports.pack import Part, make_brief, make_bundle, make_deck
from tracker.exports.pack.bundle import tables as tables_of
from tracker.figures.style import SCREEN, SIZES, Caption
from tracker.vocabulary import Tier

SECRET = 98765.0
CAPTION = Caption(
    "A finding of 12%", "where and when", "a source of ours", "4,321 lines", Tier.T2, "r812, 2026-11-25", "CC BY 4.0"
)
FACTS = ("A finding of 12%", "where and when", "a source of ours", "4,321 lines", "T2", "denial rate among reporting practices",
         "r812", "CC BY 4.0")  # fmt: skip
COUNTS = ("numerator", "denominator", "lines", "share", "low", "high", "coverage_denials")
CASES = cases()
PARTS = ("payers", "trend", "reasons", "against", "gaps", "departures")


def told_on(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the secret in all its hidden rows."""
    if "hidden" not in frame:
        return frame
    hidden = frame["hidden"].eq(True)
    left_in = {c: frame[c].astype(float).mask(hidden, SECRET) for c in COUNTS if c in frame}
    return frame.assign(**left_in)


def leaky(data: PackData) -> PackData:
    def with_secret(part: Part | None) -> Part | None:
        return part and replace(part, frame=told_on(part.frame))

    return replace(data, **{name: with_secret(getattr(data, name)) for name in PARTS})


def assert_whole(text: str, what: str) -> None:
    flat = " ".join(re.sub(r"<[^>]*>", " ", text.replace("&amp;", "&")).split())
    for fact in FACTS:
        assert fact in flat, f"{what} lacks {fact!r}"
    assert not re.search(r"98,?765", flat), f"{what} tells the secret"


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda s: s.name)
@pytest.mark.parametrize("name", CASES)
def test_every_picture_in_every_frame(name: str, size: object) -> None:
    module_name, frame, _, more = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    figure = module.draw(told_on(frame), CAPTION, size=size, **more)
    said = [a.text.replace("<br>", " ") for a in figure.layout.annotations]
    assert_whole(" ".join(said), name)
    assert "98765" not in json.dumps(figure.to_plotly_json(), default=str)
    assert "98765" not in module.alt(told_on(frame), CAPTION).replace(",", "")


@pytest.mark.browser
@pytest.mark.parametrize("name", ["trend-23", "reasons-14", "matrix-7"])
def test_every_picture_file(name: str) -> None:
    if images.find_browser() is None:
        pytest.skip("no Chromium on this machine")
    name = name if name in CASES else next(c for c in CASES if c.startswith(name.split("-")[0]))
    module_name, frame, _, more = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    figure = module.draw(told_on(frame), CAPTION, size=SCREEN, **more)
    svg = images.svg(figure).decode()
    assert_whole(re.sub(r"</tspan>\s*<tspan[^>]*>", " ", svg), "SVG")
    texts = re.findall(rb"iTXt(\w+)\x00\x00\x00\x00\x00([^\x00]*)", images.png(figure))
    assert {b"Title", b"Description", b"Source", b"Snapshot", b"Copyright"} <= {k for k, _ in texts}
    images.stop()


def table(frame: pd.DataFrame) -> tables.Table:
    columns = tuple(tables.Column(c, c, "count" if c == "lines" else "text", "hidden") for c in ("words", "lines"))
    return tables.Table(frame, columns, CAPTION)


FILES: dict[str, Callable[[tables.Table], str]] = {
    "csv": lambda t: tables.csv_bytes(t).decode("utf-8-sig"),
    "xlsx": lambda t: of_workbook(tables.xlsx_bytes(t, datetime(2026, 11, 25, tzinfo=UTC))),
}


@pytest.mark.parametrize("kind", FILES)
def test_every_table(kind: str) -> None:
    rows = pd.DataFrame({"words": ["a", "b"], "lines": [20.0, SECRET], "hidden": [False, True]})
    said = FILES[kind](table(rows))
    assert_whole(said, kind)
    assert "hidden (small number)" in said


def test_how_to_cite() -> None:
    assert_whole(cite.how_to_cite(CAPTION, date(2026, 11, 25)), "citation")


@pytest.mark.parametrize("name", ["full", "many", "long", "many-long"])
def test_every_file_of_a_pack(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "find_browser", lambda: None)
    monkeypatch.setattr(images, "_drawer", images.Drawer())
    data = leaky(packs()[name])
    with zipfile.ZipFile(io.BytesIO(make_bundle(data))) as pack:
        files = {n: pack.read(n) for n in pack.namelist()}
    for file, content in files.items():
        said = _words(file, content)
        assert not re.search(r"98,?765", said), file
        assert "812" in said, f"{file} lacks its snapshot"
    for what, one in tables_of(data).items():
        said = tables.csv_bytes(one).decode("utf-8-sig")
        for fact in ("Finding: ", "Source: ", "Snapshot: 812", "Licence: "):
            assert fact in said, (what, fact)
        assert ("Tier: T2" in said and "n: " in said) == (what != "coverage") or "n: " in said


def _words(file: str, content: bytes) -> str:
    if file.endswith(".pptx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            books = [of_workbook(parts.read(p)) for p in parts.namelist() if p.endswith(".xlsx")]
        return of_deck(content) + "".join(books)
    if file.endswith(".xlsx"):
        return of_workbook(content)
    if file.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(content)
        return " ".join(pages[i].get_textpage().get_text_range() for i in range(len(pages)))
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("name", ["full", "many"])
def test_every_slide_with_a_number_says_what_it_stands_on(name: str) -> None:
    data = packs()[name]
    for slide in Presentation(io.BytesIO(make_deck(data))).slides:
        said = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert "snapshot r812" in said
        chart = next((s.chart for s in slide.shapes if s.has_chart), None)
        if chart is not None:
            assert "Source: " in said
            first = chart.plots[0].series[0].name
            if not first.startswith(("covers", "pays")):
                assert "n = " in said and "T2: denial rate" in said


@pytest.mark.parametrize("name", ["full", "many", "many-long"])
def test_both_pages_of_the_brief(name: str) -> None:
    pages = pypdfium2.PdfDocument(make_brief(leaky(packs()[name])))
    assert len(pages) == 2
    for i in range(2):
        said = " ".join(pages[i].get_textpage().get_text_range().split())
        for fact in ("snapshot r812", "Source: ", "n = ", "T2: denial rate among reporting practices"):
            assert fact in said
        assert "98765" not in said
