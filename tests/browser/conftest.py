"""A real server and a real Chromium. Skipped, with the reason, where Debian's Chromium is not installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 120_000  # ms; a busy machine is slow, and nothing is waited for longer than it takes
expect.set_options(timeout=PATIENCE)
# Streamlit draws what a run has not reached yet paler, and fades it back; a wheel that turns for ever is no fading.
STILL = """() => document.querySelector("[data-testid='stApp'][data-test-script-state='notRunning']")
  && !document.querySelector("[data-stale='true']")
  && document.getAnimations().every(a => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)"""
# What Chromium says when the document asked is no longer there, or the one in its place not drawn yet.
REPLACED = ("context was destroyed", "axe is not defined", "Cannot read properties of null")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def serve(
    store: Path, port: int, options: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """The app on a port of this machine, with a store of its own."""
    environment = {**os.environ, "TRACKER_STORE": str(store), **(more or {})}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(PATIENCE // 100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the server did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_store(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copy(demonstration, tmp_path_factory.mktemp("demo") / "demo.sqlite")


@pytest.fixture(scope="session")
def demo_server(demo_store: Path) -> Iterator[str]:
    """Address of a server on a small demonstration store."""
    port = free_port()
    process = serve(demo_store, port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[str]:
    """Address of a server on a fresh live store."""
    port = free_port()
    process = serve(tmp_path / "live" / "payers.sqlite", port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def settled(page: Page) -> None:
    """Wait until the page has been drawn whole and stands still: what fades in or out has the colours of neither."""
    page.wait_for_selector(
        "[data-testid='stApp'][data-test-script-state='notRunning'] [data-testid='stMain']", timeout=PATIENCE
    )
    page.wait_for_timeout(300)
    page.wait_for_function(STILL, timeout=PATIENCE)


def asked(page: Page, ask: Callable[[], Any]) -> Any:
    """What the page answers. Asked again when Chromium put another document in its place meanwhile, as it may on a
    machine with much to do; that one may still be empty."""
    for _ in range(3):
        try:
            return ask()
        except Error as gone:
            if not any(words in str(gone) for words in REPLACED):
                raise
            settled(page)
    return ask()


def window_of(browser: Browser, **options: Any) -> BrowserContext:
    """A window of its own that waits as long as a busy machine needs."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    context = window_of(browser, viewport=DESKTOP)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = window_of(browser, viewport=PHONE, is_mobile=True, has_touch=True)
    yield context.new_page()
    context.close()
