"""One settings file for name, logo and colours: it reaches deck, brief, fact sheet and README, and what cannot be used is told."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation

from tests.exports.pack_demo import full
from tests.exports.test_fact_sheet import sheet
from tracker.errors import Rejected
from tracker.exports import images
from tracker.exports.pack import Brand, make_brief, make_bundle, make_deck, make_fact_sheet
from tracker.services.packs.branding import brand

FILE = 'name = "An association"\ncolour = "#123456"\nsecond = "#8899aa"\nlogo = "logo.png"\nantitrust = "Our own statement."\n'


def png(wide: int = 40, high: int = 20) -> bytes:
    """A plain picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x12\x34\x56" * wide for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def ours(tmp_path: Path) -> Brand:
    (tmp_path / "branding.toml").write_text(FILE)
    (tmp_path / "logo.png").write_bytes(png())
    return brand(tmp_path)


def test_without_a_file_the_house_has_its_own(tmp_path: Path) -> None:
    assert brand(tmp_path) == Brand()


def test_it_reaches_deck_brief_fact_sheet_and_readme(ours: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "find_browser", lambda: None)
    monkeypatch.setattr(images, "_drawer", images.Drawer())
    data = replace(full(), brand=ours)
    deck = Presentation(io.BytesIO(make_deck(data)))
    assert all(any(s.has_text_frame and s.text_frame.text == ours.name for s in slide.shapes) for slide in deck.slides)
    assert any(s.shape_type == 13 for s in deck.slides[0].shapes), "the logo stands on the first slide"
    charts = "".join(s.chart._chartSpace.xml for slide in deck.slides for s in slide.shapes if s.has_chart)
    assert "123456" in charts and "8899AA" in charts
    for file in (make_brief(data), make_fact_sheet(sheet(4, brand=ours))):
        page = pypdfium2.PdfDocument(file)[0]
        assert ours.name in page.get_textpage().get_text_range()
        assert any(o.type == 3 for o in page.get_objects()), "the logo stands in the head"
    with zipfile.ZipFile(io.BytesIO(make_bundle(data))) as pack:
        readme = pack.read("README.txt").decode()
    assert "Our own statement." in readme and f"{ours.name}. Payer coverage tracker" in readme


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name = ", "cannot be read"),
        ('colour = "blue"', "colour is 'blue'"),
        ('colour = "#ffffee"', "too pale"),
        ('second = "#fefefe"', "too pale"),
        ('logo = "nowhere.png"', "is not there"),
        ('logo = "logo.gif"', "no PNG"),
        ('color = "#123456"', "color unknown"),
    ],
)
def test_what_cannot_be_used_is_told(text: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "logo.gif").write_bytes(b"GIF89a")
    (tmp_path / "branding.toml").write_text(text)
    with pytest.raises(Rejected, match=what):
        brand(tmp_path)
