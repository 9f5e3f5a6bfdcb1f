"""What can be taken away at a chart is made on the click, named by measure, filters and revision."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.demo import trend
from tracker.errors import TrackerError
from tracker.exports import images, offers
from tracker.exports.tables import Column, Table
from tracker.figures import trend as figure
from tracker.figures.style import PRINT, Caption

CAPTION = Caption("38% of lines denied", snapshot="812")
FILTERS = {"payer": "Birch", "code": "97550"}


def test_pictures_are_drawn_on_white_in_each_size_and_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(images, "png", lambda fig: drawn.append(fig) or b"png")
    monkeypatch.setattr(images, "svg", lambda fig: drawn.append(fig) or b"svg")
    made = offers.pictures(figure, trend(), CAPTION, "denial trend", FILTERS, 812)
    assert drawn == []
    assert [o.make() for o in made] == [b"png"] * 4 + [b"svg"]
    assert [f.layout.meta["size"] for f in drawn] == ["screen", "slide", "letter", "square", "screen"]
    assert {f.layout.paper_bgcolor for f in drawn} == {PRINT.paper}
    assert [o.file_name for o in made][1] == "denial-trend_birch_97550_r812_slide.png"
    assert len({o.file_name for o in made}) == 5


def test_without_chromium_pictures_say_so_and_data_still_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_drawer", images.Drawer())
    monkeypatch.setattr(images, "find_browser", lambda: None)
    with pytest.raises(TrackerError, match="Install Chromium"):
        offers.pictures(figure, trend(), CAPTION, "denial trend", FILTERS, 812)[0].make()
    images._drawer.stop()
    table = Table(trend(), (Column("month", "Month", "month"),), CAPTION)
    csv, xlsx, cite = offers.data(table, "denial trend", FILTERS, 812, date(2026, 11, 25), "https://example.org")
    assert b"38% of lines denied" in csv.make()
    assert xlsx.make().startswith(b"PK")
    assert cite.make().decode().endswith("https://example.org")
    assert cite.file_name == "denial-trend_birch_97550_r812.txt"
