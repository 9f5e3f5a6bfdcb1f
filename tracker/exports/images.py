"""Figures as PNG and SVG, by kaleido with one Chromium that stays open: under a second each after the first.

The one thing to know: Chromium is started on first use, in a thread of its own, shared by all sessions and closed when
the program ends or has not drawn for a while. Where there is none, `png` and `svg` raise a `TrackerError` that says
what to install, and everything else goes on working. Nothing is fetched: plotly.js comes from the installed package and
MathJax is off. Chromium runs without its own sandbox (in containers it is started as root); it opens our own page only.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import struct
import threading
import zlib
from collections.abc import Coroutine
from contextlib import suppress
from html import escape
from typing import Any

import plotly.graph_objects as go

from tracker.errors import TrackerError
from tracker.figures.style import SIZES, Size

START_SECONDS, DRAW_SECONDS, CLOSE_SECONDS, IDLE_SECONDS = 30.0, 30.0, 5.0, 600.0
ADVICE = (
    "Install Chromium or Chrome on the machine that runs the tracker (Debian: apt-get install chromium), or set "
    "BROWSER_PATH to it. Tables and everything else work without."
)


class Drawer:
    """One open Chromium and the thread that talks to it. Use the functions below; tests make their own."""

    def __init__(self, browser: str | None = None, idle: float = IDLE_SECONDS) -> None:
        self._browser, self._idle = browser, idle
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kaleido: Any = None
        self._closing: asyncio.TimerHandle | None = None

    def draw(self, figure: go.Figure, options: dict[str, Any]) -> bytes:
        """The figure as bytes. A Chromium that died in the meantime is started anew, once."""
        for attempt in (1, 2):
            try:
                return self._run(self._draw(figure, options), START_SECONDS + DRAW_SECONDS)
            except TrackerError:
                raise
            except Exception as problem:
                self.stop()
                if attempt == 2:
                    raise TrackerError("Chromium could not draw the picture.", ADVICE) from problem
        raise AssertionError("unreachable")

    def stop(self) -> None:
        """Close Chromium and its thread. The next picture starts them again."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is None:
            return
        with suppress(Exception):  # gone already, which is what was wanted
            asyncio.run_coroutine_threadsafe(self._close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)

    def _run(self, work: Coroutine[Any, Any, bytes], seconds: float) -> bytes:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True).start()
            loop = self._loop
        return asyncio.run_coroutine_threadsafe(work, loop).result(seconds)

    async def _draw(self, figure: go.Figure, options: dict[str, Any]) -> bytes:
        """Runs in the thread. Opening is guarded by the loop itself: the first caller opens, the others wait."""
        if self._kaleido is None:
            self._kaleido = asyncio.ensure_future(self._open())
        opening = self._kaleido
        try:
            kaleido = await asyncio.shield(opening)
        except BaseException:
            if self._kaleido is opening:
                self._kaleido = None
            raise
        result: bytes = await asyncio.wait_for(kaleido.calc_fig(figure, opts=options), DRAW_SECONDS)
        if self._closing:
            self._closing.cancel()
        self._closing = asyncio.get_running_loop().call_later(self._idle, lambda: asyncio.ensure_future(self._close()))
        return result

    async def _open(self) -> Any:
        import kaleido  # only here: it takes a tenth of a second, and most pages draw no file

        path = self._browser or find_browser()
        if path is None:
            raise TrackerError("No Chromium or Chrome was found to draw the picture with.", ADVICE)
        browser = await self._opened(kaleido, path)
        atexit.unregister(self.stop)
        atexit.register(self.stop)  # after Chromium's profile folder was made, so that it is closed before that goes
        return browser

    async def _opened(self, kaleido: Any, path: str) -> Any:
        """A Chromium that answers. On a machine with much to do it may end as it starts: tried twice."""
        for attempt in (1, 2):
            browser = kaleido.Kaleido(n=1, timeout=DRAW_SECONDS, mathjax=False, path=path)
            try:
                await asyncio.wait_for(browser.open(), START_SECONDS)
            except Exception as problem:
                with suppress(Exception):
                    await asyncio.wait_for(browser.close(), CLOSE_SECONDS)
                if attempt == 2:
                    raise TrackerError(
                        "Chromium did not start, so the picture could not be drawn.", ADVICE
                    ) from problem
            else:
                return browser
        raise AssertionError("unreachable")

    async def _close(self) -> None:
        opened, self._kaleido = self._kaleido, None
        if opened is not None:
            browser = await opened
            # A Chromium that goes may leave half a message in its pipe: logged with a traceback, and meaning nothing.
            logging.getLogger("choreographer.channels.pipe").setLevel(logging.CRITICAL)
            await browser.close()
            await asyncio.to_thread(browser.subprocess.wait, CLOSE_SECONDS)  # it writes to its folder to the last


_drawer = Drawer()


def find_browser() -> str | None:
    """The path of a Chromium-like browser (kaleido's own look-up, which also heeds BROWSER_PATH), or None."""
    from choreographer.browsers.chromium import Chromium

    return Chromium.find_browser(skip_local=False)


def png(figure: go.Figure, scale: float | None = None) -> bytes:
    """The figure as PNG at print resolution, with its title and alternative text inside the file."""
    size = _size(figure)
    scale = scale or size.scale
    data = _drawer.draw(figure, _options(figure, "png", scale))
    return _described(data, _texts(figure), dots_per_inch=96 * scale)


def svg(figure: go.Figure) -> bytes:
    """The figure as SVG with real text, and its title and alternative text for a screen reader."""
    text = _drawer.draw(figure, _options(figure, "svg", 1)).decode("utf-8")
    texts = _texts(figure)
    head, rest = text.split(">", 1)
    title, alt = escape(texts.get("Title", "")), escape(texts.get("Description", ""))
    return f'{head} role="img"><title>{title}</title><desc>{alt}</desc>{rest}'.encode()


def stop() -> None:
    """Close the shared Chromium (at the end of a script; the program does it by itself)."""
    _drawer.stop()


def _size(figure: go.Figure) -> Size:
    return SIZES[(figure.layout.meta or {}).get("size", "screen")]


def _options(figure: go.Figure, format: str, scale: float) -> dict[str, Any]:
    return {"format": format, "scale": scale, "width": figure.layout.width, "height": figure.layout.height}


def _texts(figure: go.Figure) -> dict[str, str]:
    meta = figure.layout.meta or {}
    caption = meta.get("caption", {})
    texts = {
        "Title": caption.get("title", ""),
        "Description": meta.get("alt", ""),
        "Source": caption.get("source", ""),
        "Snapshot": caption.get("snapshot", ""),
        "Copyright": caption.get("licence", ""),
    }
    return {k: v for k, v in texts.items() if v}


def _described(data: bytes, texts: dict[str, str], dots_per_inch: float) -> bytes:
    """A PNG with its resolution and texts as chunks after the header (which is 33 bytes long)."""
    per_metre = round(dots_per_inch / 0.0254)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))]
    for key, text in texts.items():
        chunks.append(_chunk(b"iTXt", key.encode("ascii") + b"\0\0\0\0\0" + text.encode("utf-8")))
    return data[:33] + b"".join(chunks) + data[33:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
