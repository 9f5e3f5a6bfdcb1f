"""A provider and a server with sign-in configured, both real processes of this machine, and short ways to sign in."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import oidc_provider
from tests.browser.conftest import free_port, serve, settled


@dataclass(frozen=True)
class House:
    """A running program with sign-in: its address, its store, its provider's address."""

    address: str
    store: Path
    issuer: str

    def key(self, subject: str) -> str:
        """The person key of somebody at the provider."""
        return f"{self.issuer}|{subject}"


@contextmanager
def provider() -> Iterator[str]:
    """The provider's address while it runs."""
    port = free_port()
    process = subprocess.Popen([sys.executable, oidc_provider.__file__, str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"{address}/jwks", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def write_secrets(path: Path, address: str, issuer: str) -> None:
    path.write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{"x" * 40}"\n'
        f'client_id = "{oidc_provider.CLIENT}"\nclient_secret = "{oidc_provider.SECRET}"\n'
        f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
    )


@contextmanager
def house(store: Path, issuer: str, **environment: str) -> Iterator[House]:
    """The program with sign-in configured, while it runs."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    secrets = store.parent / "secrets.toml"
    secrets.parent.mkdir(parents=True, exist_ok=True)
    write_secrets(secrets, address, issuer)
    process = serve(store, port, ["--secrets.files", str(secrets)], environment)
    try:
        yield House(address, store, issuer)
    finally:
        process.terminate()
        process.wait(10)


def sign_in(page: Page, home: House, subject: str, path: str = "") -> None:
    """Press the button, choose somebody at the provider, come back; then go to a page."""
    page.goto(home.address)
    page.get_by_role("button", name="Sign in").click()
    page.locator(f"#{subject}").click()
    page.wait_for_url(f"{home.address}/**")
    settled(page)
    if path:
        page.goto(f"{home.address}/{path}")
        settled(page)
