"""Pictures as files, with a real Chromium where there is one; without one, a sentence that says what to install."""

from __future__ import annotations

import logging
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import kaleido
import pytest

from tests.figures.demo import LONG, intervals
from tracker.errors import TrackerError
from tracker.exports import images
from tracker.figures import intervals as figure
from tracker.figures.style import LETTER, SLIDE, Caption, Size

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(size: Size = SLIDE):
    frame = intervals(3)
    return figure.draw(frame, Caption("Three & <more> payers", source="made up", snapshot="812"), size=size)


@pytest.fixture(scope="module")
def browser() -> Iterator[None]:
    if images.find_browser() is None:
        pytest.skip("no Chromium on this machine")
    yield
    images.stop()


def chunks(data: bytes) -> dict[bytes, list[bytes]]:
    """The chunks of a PNG by kind, their checksums checked."""
    found: dict[bytes, list[bytes]] = {}
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        found.setdefault(kind, []).append(body)
        at += 12 + length
    return found


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_a_letter_page_has_three_hundred_dots_per_inch_and_its_caption() -> None:
    parts = chunks(images.png(drawn(LETTER)))
    assert struct.unpack(">II", parts[b"IHDR"][0][:8]) == (2550, 3300)
    assert struct.unpack(">II", parts[b"pHYs"][0][:8]) == (11811, 11811)
    texts = b"\n".join(parts[b"iTXt"]).decode()
    assert "Three & <more> payers" in texts
    assert "Description" in texts
    assert "812" in texts


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_svg_has_real_text_a_title_and_fetches_nothing() -> None:
    root = ElementTree.fromstring(images.svg(drawn()))
    words = " ".join("".join(t.itertext()) for t in root.iter(f"{SVG}text"))
    assert "Three & <more> payers" in words
    assert LONG.split()[0] in words
    assert root.find(f"{SVG}title").text == "Three & <more> payers"
    assert root.find(f"{SVG}desc").text.startswith("Three & <more> payers")
    assert "http" not in ElementTree.tostring(root, encoding="unicode").replace("http://www.w3.org/", "")


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_many_sessions_share_one_browser_and_each_picture_takes_under_a_second() -> None:
    fig = drawn()
    images.png(fig)
    started, results = time.monotonic(), []
    threads = [threading.Thread(target=lambda: results.append(images.png(fig))) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(set(results)) == 1
    assert (time.monotonic() - started) / 6 < 1


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_a_browser_that_died_is_started_again() -> None:
    fig = drawn()
    images.png(fig)
    images._drawer._kaleido.result().subprocess.kill()
    assert images.png(fig).startswith(b"\x89PNG")


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_an_idle_browser_is_closed_and_opened_when_needed() -> None:
    drawer = images.Drawer(idle=0.2)
    options = {"format": "png", "scale": 1, "width": 300, "height": 200}
    drawer.draw(drawn(), options)
    for _ in range(50):
        if drawer._kaleido is None:
            break
        time.sleep(0.1)
    assert drawer._kaleido is None
    assert drawer.draw(drawn(), options).startswith(b"\x89PNG")
    drawer.stop()


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_a_script_that_forgets_to_close_ends_without_a_word() -> None:
    script = (
        "from tests.exports.test_images import drawn\n"
        "from tracker.exports import images\n"
        "print(len(images.png(drawn())))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert int(done.stdout) > 1000
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", ["/nowhere/chromium", None])
def test_without_a_browser_the_reader_is_told_what_to_install(
    path: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "find_browser", lambda: None)
    drawer = images.Drawer(path)
    with pytest.raises(TrackerError, match="Install Chromium or Chrome"):
        drawer.draw(drawn(), {"format": "png", "scale": 1, "width": 300, "height": 200})
    drawer.stop()


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_half_a_message_of_a_browser_that_goes_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    drawer = images.Drawer()
    drawer.draw(drawn(), {"format": "png", "scale": 1, "width": 300, "height": 200})
    drawer.stop()
    logging.getLogger("choreographer.channels.pipe").error("half a message")
    assert "half a message" not in caplog.text


def test_stopping_what_never_started_is_nothing() -> None:
    images.Drawer().stop()


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
def test_a_browser_that_ends_as_it_starts_is_started_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []
    opening = kaleido.Kaleido.open

    async def stumbling(self: kaleido.Kaleido) -> None:
        starts.append(1)
        if len(starts) == 1:
            raise RuntimeError("ended at once")
        await opening(self)

    monkeypatch.setattr(kaleido.Kaleido, "open", stumbling)
    drawer = images.Drawer()
    assert drawer.draw(drawn(), {"format": "png", "scale": 1, "width": 300, "height": 200}).startswith(b"\x89PNG")
    drawer.stop()
    assert len(starts) == 2
