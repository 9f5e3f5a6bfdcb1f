"""The meeting pack as structure: slides, native charts, two pages; nothing hidden and nothing clipped is in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pypdfium2
import pytest
from pptx import Presentation
from pptx.util import Pt

from tests.exports.pack_demo import full, packs
from tracker.errors import TrackerError
from tracker.exports import images
from tracker.exports.pack import Part, make_brief, make_bundle, make_deck
from tracker.exports.pack.slides import fit_table, fitting, row_height
from tracker.figures.style import Caption
from tracker.figures.text import wrap

PACKS = packs()


def slides(name: str) -> list:
    return list(Presentation(io.BytesIO(make_deck(PACKS[name]))).slides)


def texts(slide: object) -> list[str]:
    return [s.text_frame.text for s in slide.shapes if s.has_text_frame]


@pytest.mark.parametrize("name", PACKS)
def test_every_slide_has_title_payer_snapshot_page_and_content(name: str) -> None:
    data = PACKS[name]
    for number, slide in enumerate(slides(name), start=1):
        said = texts(slide)
        assert slide.shapes.title.text_frame.text
        assert f"snapshot r{data.snapshot} · {number}" in said
        assert any(data.subject[:30] in t for t in said)
        assert len(" ".join(said).split()) > 8 or any(s.has_table or s.has_chart for s in slide.shapes)


@pytest.mark.parametrize("name", PACKS)
def test_nothing_stands_outside_the_slide_or_its_box(name: str) -> None:
    deck = Presentation(io.BytesIO(make_deck(PACKS[name])))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            tall = sum(r.height for r in shape.table.rows) if shape.has_table else shape.height
            holds = shape.has_table or shape.has_chart or (shape.has_text_frame and shape.text_frame.text)
            lowest = deck.slide_height - (Pt(30) if holds else 0)  # a band of colour may reach the edge
            assert shape.top + tall <= lowest or shape.top > deck.slide_height - Pt(60)
            if shape.has_text_frame and shape.text_frame.text:
                size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
                lines = sum(max(1, len(wrap(p.text, size, shape.width.pt * 0.97))) for p in shape.text_frame.paragraphs)
                assert lines * size * 1.2 <= shape.height.pt + 3, shape.text_frame.text


def test_the_first_slide_says_what_its_numbers_stand_on() -> None:
    assert any("n = 2,641 lines from 14 practices · T2: denial rate" in t for t in texts(slides("full")[0]))


@pytest.mark.parametrize("name", ["a < b & c > d", "</para> & <b>", "Ünïcode Gesundheit 健康", "x" * 300])
def test_any_payer_name_can_be_printed(name: str) -> None:
    data = full(name)
    assert len(pypdfium2.PdfDocument(make_brief(data))) == 2
    assert Presentation(io.BytesIO(make_deck(data))).slides


def test_the_order_is_that_of_the_conversation() -> None:
    titles = [s.shapes.title.text_frame.text for s in slides("full")]
    assert titles[0] == PACKS["full"].ask.sentence
    assert "covers 5 of 10" in titles[1]
    assert titles[-3:] == [
        "What was asked before, and what was answered",
        "What this rests on",
        "How it was counted, and what is not shown",
    ]


def test_charts_are_native_and_their_workbooks_hold_nothing_hidden() -> None:
    data = PACKS["full"]
    hidden_reasons = set(data.reasons.frame[data.reasons.frame["hidden"]]["words"])
    charts = [s.chart for slide in slides("full") for s in slide.shapes if s.has_chart]
    assert len(charts) == 3
    for chart in charts:
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        for row in book.active.iter_rows(min_row=2, values_only=True):
            if str(row[0]).endswith("(hidden)"):
                assert row[1] is None
                hidden_reasons.discard(str(row[0]).removesuffix(" (hidden)"))
    assert not hidden_reasons


def test_every_chart_and_table_has_alternative_text() -> None:
    for slide in slides("full"):
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 20


def test_hidden_months_are_named_beside_the_chart() -> None:
    assert any("Hidden (small number): Apr 2025, May 2025." in t for s in slides("full") for t in texts(s))


@pytest.mark.parametrize("name", PACKS)
def test_the_brief_is_two_pages_with_ask_evidence_and_snapshot(name: str) -> None:
    data = PACKS[name]
    file = pypdfium2.PdfDocument(make_brief(data))
    said = [file[i].get_textpage().get_text_range() for i in range(len(file))]
    assert len(said) == 2
    flat = " ".join(said[0].split())
    assert data.ask.sentence[:40] in flat
    for i, page in enumerate(said, start=1):
        assert f"snapshot r812 · page {i} of 2" in page
    assert "What this rests on" in said[1]
    if data.trend:
        assert all(f"n = {data.trend.caption.n} · T2: denial rate among reporting practices" in p for p in said)
    assert "no joint refusal" in " ".join(said[1].split())
    assert make_brief(data) == make_brief(data)


def test_the_bundle_without_chromium_holds_everything_but_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_drawer", images.Drawer())
    monkeypatch.setattr(images, "find_browser", lambda: None)
    with zipfile.ZipFile(io.BytesIO(make_bundle(full()))) as pack:
        names = pack.namelist()
        readme = pack.read("README.txt").decode()
    assert [n for n in names if n.endswith((".png", ".svg"))] == []
    assert {re.sub(r".*\.", "", n) for n in names} == {"pptx", "pdf", "xlsx", "csv", "txt"}
    assert "Install Chromium" in readme
    for part in ("How to cite", "Antitrust", "What is not shown", "What it rests on", "snapshot r812"):
        assert part in readme
    images._drawer.stop()


@pytest.mark.browser
def test_the_bundle_has_pictures_and_takes_under_ten_seconds() -> None:
    if images.find_browser() is None:
        pytest.skip("no Chromium on this machine")
    with zipfile.ZipFile(io.BytesIO(make_bundle(full()))) as pack:
        names = pack.namelist()
    assert sum(n.endswith(".png") for n in names) == sum(n.endswith(".svg") for n in names) == 4
    assert all("r812" in n for n in names if n != "README.txt")
    images.stop()


def test_a_hidden_number_is_in_no_file_of_the_pack() -> None:
    secret = 987654.0
    frame = full().reasons.frame.assign(lines=lambda f: f["lines"].where(~f["hidden"], secret))
    data = replace(full(), reasons=replace(full().reasons, frame=frame))
    deck, brief = make_deck(data), make_brief(data)
    for blob in (deck, brief):
        assert b"987654" not in blob
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            assert b"987654" not in content, name
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(content)) as inner:
                    assert all(b"987654" not in inner.read(n) for n in inner.namelist())


def test_more_than_forty_words_beside_a_chart_are_refused() -> None:
    with pytest.raises(TrackerError, match="Shorten them to 40"):
        Part(pd.DataFrame(), Caption("x"), "word " * 41)


def test_long_tables_go_on_to_further_slides_and_lose_no_row() -> None:
    rows = [["x" * 40, "y " * 60] for _ in range(30)]
    points, pages = fit_table(rows, [2.0, 5.0], 4.8, 14)
    assert [i for page in pages for i in page] == list(range(30))
    assert all(sum(row_height(rows[i], [2.0, 5.0], points) for i in page) <= 4.8 * 72 for page in pages)
    assert fitting("word " * 200, 4, 1, 28, 9) == 9
